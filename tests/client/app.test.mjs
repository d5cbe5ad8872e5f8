import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { App } from "../../client/app.js";
import { SessionError } from "../../client/errors.js";
import { I18n } from "../../client/i18n.js";
import { Memory } from "../../client/memory.js";
import { SessionEventTarget } from "../../client/session-event.js";
import { eventOf, FakeElement, usePage } from "./fake-page.mjs";
import { FakeStream, FakeTrack, settled } from "./fakes.mjs";

const STARTED = { type: "started", session_id: "ab12", duration_s: 30, sources: [], model: null };
const HAVE_METADATA = 1;
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

/** A session that does what it is told to. */
class FakeSession extends SessionEventTarget {
  elapsedS = 1;
  durationS = 30;
  /** What it was started with. */
  requests = [];

  async start(request) {
    this.requests.push(request);
  }

  goTo(state) {
    this.emit("statechange", { state, previous: "idle" });
    if (state === "live") this.emit("started", STARTED);
  }
}

/** @returns whether the browser would ask before the page is left */
function asksBeforeLeaving() {
  const event = eventOf("beforeunload");
  Object.defineProperty(event, "returnValue", { value: "", writable: true });
  return !globalThis.dispatchEvent(event);
}

/** @returns a page with consent given, whose camera is being opened */
function consent({
  session = null,
  offer = Promise.resolve(OFFER),
  shape = HAVE_METADATA,
  own = {},
  i18n = new I18n(["en"]),
} = {}) {
  const page = usePage();
  page.getElementById("preview").readyState = shape;
  // As index.html has it.
  page.getElementById("memory-key-field").hidden = true;
  const streams = useCamera();
  const parts = { createSession: () => session, memory: new Memory(null), key: "", ...own };
  new App(i18n, { ...parts, offer });
  page.getElementById("consent-checkbox").checked = true;
  page.getElementById("consent-form").dispatchEvent(eventOf("submit"));
  return { page, streams };
}

/** @returns a page with consent given, whose camera shows its preview */
async function setUp(session = null, own = {}, i18n = new I18n(["en"])) {
  const { page, streams } = consent({ session, own, i18n });
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

/** @type {FakeSession | undefined} */
let running;

// The clock of a live session would keep this process alive.
afterEach(() => running?.goTo("closed"));

/** @returns a page whose session has gone through these states, one after the other */
async function setUpSession(...states) {
  const session = new FakeSession();
  running = session;
  const { page } = await setUp(session);
  page.getElementById("setup").dispatchEvent(eventOf("submit"));
  await settled();
  for (const state of states) session.goTo(state);
  return page;
}

test("nothing is asked of who leaves before a session", async () => {
  await setUp();
  assert.equal(asksBeforeLeaving(), false);
});

for (const states of [["connecting"], ["connecting", "live"], ["connecting", "live", "analysing"]]) {
  test(`who would end a session by leaving is asked: ${states.at(-1)}`, async () => {
    await setUpSession(...states);
    assert.equal(asksBeforeLeaving(), true);
  });
}

test("who would lose a result by leaving is asked, until it is downloaded", async () => {
  const page = await setUpSession("connecting", "live", "analysing", "done");
  assert.equal(asksBeforeLeaving(), true);
  globalThis.URL.createObjectURL = () => "blob:x";
  page.createElement = () => Object.assign(new FakeElement(), { click() {} });
  page.getElementById("json").dispatchEvent(eventOf("click"));
  assert.equal(asksBeforeLeaving(), false);
});

test("who starts again has let go of the result", async () => {
  const page = await setUpSession("connecting", "live", "analysing", "done");
  page.getElementById("again").dispatchEvent(eventOf("click"));
  while (page.body.dataset.state !== "ready") await settled();
  assert.equal(asksBeforeLeaving(), false);
});

/** @returns what answers the next request for a camera */
function holdCamera() {
  const { mediaDevices } = globalThis.navigator;
  const { getUserMedia } = mediaDevices;
  let answer;
  mediaDevices.getUserMedia = () => {
    mediaDevices.getUserMedia = getUserMedia;
    return new Promise((resolve) => (answer = () => resolve(getUserMedia())));
  };
  return () => answer();
}

test("no session starts while another camera is being opened", async () => {
  const { page } = await setUp();
  const answer = holdCamera();
  page.getElementById("camera").dispatchEvent(eventOf("change"));
  assert.equal(page.getElementById("start").disabled, true);
  answer();
  while (page.getElementById("start").disabled) await settled();
  assert.equal(page.body.dataset.state, "ready");
});

test("a camera that opens late does not take a session that has begun back to its set-up", async () => {
  const session = new FakeSession();
  running = session;
  const { page, streams } = await setUp(session);
  const answer = holdCamera();
  page.getElementById("camera").dispatchEvent(eventOf("change"));
  page.getElementById("setup").dispatchEvent(eventOf("submit"));
  while (session.requests.length === 0) await settled();
  session.goTo("live");
  answer();
  while (streams.length < 3) await settled();
  await settled();
  assert.equal(page.body.dataset.state, "live");
  assert.ok(streams.at(-1).getVideoTracks()[0].stopped);
  assert.ok(!session.requests[0].stream.getVideoTracks()[0].stopped);
});

test("who starts twice at once, from an error, has one session", async () => {
  const session = new FakeSession();
  running = session;
  const { page, streams } = await setUp(session);
  streams[0].getVideoTracks()[0].dispatchEvent(new Event("ended"));
  const setup = page.getElementById("setup");
  setup.dispatchEvent(eventOf("submit"));
  setup.dispatchEvent(eventOf("submit"));
  while (session.requests.length === 0) await settled();
  await settled();
  assert.equal(session.requests.length, 1);
});

test("who goes back to the consent is not filmed by a camera that opens then", async () => {
  const { page, streams } = await setUp();
  const { mediaDevices } = globalThis.navigator;
  const { getUserMedia } = mediaDevices;
  mediaDevices.getUserMedia = async () => {
    throw new DOMException("busy", "NotReadableError");
  };
  page.getElementById("camera").dispatchEvent(eventOf("change"));
  while (page.body.dataset.state !== "error") await settled();
  mediaDevices.getUserMedia = getUserMedia;
  const answer = holdCamera();
  page.getElementById("error-form").dispatchEvent(eventOf("submit"));
  page.getElementById("error-other").dispatchEvent(eventOf("click"));
  answer();
  while (streams.length < 2) await settled();
  await settled();
  assert.equal(page.body.dataset.state, "consent");
  assert.ok(streams.at(-1).getVideoTracks()[0].stopped);
});

test("the form shows once the picture has its shape and the assistant is known to be there", async () => {
  let answer;
  const offer = new Promise((resolve) => (answer = resolve));
  const { page, streams } = consent({ offer, shape: 0 });
  const state = async () => {
    await settled();
    await settled();
    return page.body.dataset.state;
  };
  while (streams.length === 0) await settled();
  answer({ ...OFFER, assistant: { name: "gemini-x" } });
  assert.notEqual(await state(), "ready");
  page.getElementById("preview").dispatchEvent(new Event("loadedmetadata"));
  assert.equal(await state(), "ready");
  assert.equal(page.getElementById("assistant-choice").hidden, false);
});

test("a picture or an answer that does not come holds nobody up for long", async () => {
  const { page } = consent({ offer: new Promise(() => {}), shape: 0 });
  while (page.body.dataset.state !== "ready") await settled();
});

test("no microphone is said to be missing while another camera is being opened", async () => {
  const { page } = await setUp();
  const missing = page.getElementById("assistant-missing");
  missing.hidden = true;
  const answer = holdCamera();
  page.getElementById("camera").dispatchEvent(eventOf("change"));
  await settled();
  assert.equal(missing.hidden, true);
  answer();
  while (page.getElementById("start").disabled) await settled();
  assert.equal(missing.hidden, false);
});

test("who reads the analysis while it is written is not thrown back to its top", async () => {
  const page = await setUpSession("connecting", "live", "analysing");
  let scrolls = 0;
  globalThis.scrollTo = () => (scrolls += 1);
  running?.goTo("done");
  assert.deepEqual([page.body.dataset.state, scrolls], ["done", 0]);
});

/** A server of one key, that remembers; `keys` are those that came. */
function keyedServer(right) {
  const keys = [];
  const createSession = (key) => {
    const session = new FakeSession();
    running = session;
    keys.push(key);
    if (key === right) return session;
    session.start = async () => {
      throw new SessionError("unauthorized", "401", { status: 401 });
    };
    return session;
  };
  const kept = new Map();
  const storage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  return { keys, parts: { createSession, memory: new Memory(storage) } };
}

test("a key that was refused does not come back once the right one was given", async () => {
  const { keys, parts } = keyedServer("right");
  const { page } = await setUp(null, parts);
  page.getElementById("memory-switch").checked = true;
  page.getElementById("memory-switch").dispatchEvent(eventOf("change"));
  page.getElementById("memory-key").value = "wrong";
  page.getElementById("setup").dispatchEvent(eventOf("submit"));
  while (page.body.dataset.state !== "error") await settled();
  page.getElementById("error-key").value = "right";
  page.getElementById("error-form").dispatchEvent(eventOf("submit"));
  while (keys.length < 2) await settled();
  await settled();
  // The server did not remember, so the field of its key shows again.
  for (const state of ["connecting", "live", "analysing", "done"]) running.goTo(state);
  page.getElementById("again").dispatchEvent(eventOf("click"));
  while (page.body.dataset.state !== "ready") await settled();
  page.getElementById("setup").dispatchEvent(eventOf("submit"));
  await settled();
  assert.deepEqual(keys, ["wrong", "right", "right"]);
});

test("what the server wrote keeps the session's language when another is chosen for the page", async () => {
  const session = new FakeSession();
  running = session;
  const i18n = new I18n(["en"]);
  const { page } = await setUp(session, {}, i18n);
  page.getElementById("setup").dispatchEvent(eventOf("submit"));
  await settled();
  i18n.language = "es";
  session.goTo("live");
  assert.equal(page.documentElement.lang, "es");
  for (const id of ["analysis-text", "care-advice", "advice-list"]) {
    assert.equal(page.getElementById(id).lang, "en");
  }
});
