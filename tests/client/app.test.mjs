import assert from "node:assert/strict";
import { test } from "node:test";

import { App } from "../../client/app.js";
import { I18n } from "../../client/i18n.js";
import { Memory } from "../../client/memory.js";
import { eventOf, usePage } from "./fake-page.mjs";
import { FakeStream, FakeTrack, settled } from "./fakes.mjs";

const OFFER = { assistant: { available: false, name: null }, scenarios: [] };

/** A browser with one camera and no microphone; each request opens it anew. */
function useCamera() {
  const streams = [];
  const mediaDevices = new EventTarget();
  mediaDevices.enumerateDevices = async () => [];
  mediaDevices.getUserMedia = async () => {
    streams.push(new FakeStream([new FakeTrack("video")]));
    return streams.at(-1);
  };
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true });
  return streams;
}

/** @returns a page with consent given, whose camera shows its preview */
async function setUp() {
  const page = usePage();
  const streams = useCamera();
  const parts = { createSession: () => null, memory: new Memory(null), key: "" };
  new App(new I18n(["en"]), { ...parts, offer: Promise.resolve(OFFER) });
  page.getElementById("consent-checkbox").checked = true;
  page.getElementById("consent-form").dispatchEvent(eventOf("submit"));
  while (page.body.dataset.state !== "ready") await settled();
  return { page, streams };
}

test("a camera unplugged during set-up is told at once", async () => {
  const { page, streams } = await setUp();
  streams[0].getVideoTracks()[0].dispatchEvent(new Event("ended"));
  assert.equal(page.body.dataset.state, "error");
  assert.equal(page.getElementById("error").dataset.code, "camera_lost");
});

test("the end of a camera that was exchanged for another one is none", async () => {
  const { page, streams } = await setUp();
  page.getElementById("camera").dispatchEvent(eventOf("change"));
  while (streams.length < 2) await settled();
  await settled();
  streams[0].getVideoTracks()[0].dispatchEvent(new Event("ended"));
  assert.equal(page.body.dataset.state, "ready");
});
