import assert from "node:assert/strict";
import { test } from "node:test";

import { presentFace, presentTalk } from "../../client/presenter.js";
import { SessionEventTarget } from "../../client/session-event.js";

class FakeSession extends SessionEventTarget {
  say(type, detail) {
    this.emit(type, detail);
  }
}

/** A view whose panels remember what they were told. */
function createView() {
  const told = [];
  const panel = (name) =>
    new Proxy({}, { get: (_, method) => (...values) => told.push([`${name}.${method}`, ...values]) });
  const names = [
    "assistant", "calibration", "captions", "care", "chart", "live", "result", "stage", "voice",
  ];
  return { told, view: Object.fromEntries(names.map((name) => [name, panel(name)])) };
}

const TALK = { name: "gemini-x", pushToTalk: false };

test("the assistant is expected before its voice comes, which is before `started`", () => {
  const { told, view } = createView();
  const session = new FakeSession();
  presentTalk(session, TALK, view);
  session.say("reply", { track: "t" });
  session.say("started", { sources: ["face", "voice", "assistant"] });
  const assistant = told.filter(([what]) => what.startsWith("assistant."));
  assert.deepEqual(assistant, [["assistant.begin", TALK], ["assistant.setReply", "t"]]);
});

test("a server that starts without the assistant is said to have none", () => {
  const { told, view } = createView();
  const session = new FakeSession();
  presentTalk(session, TALK, view);
  session.say("started", { sources: ["face", "voice"] });
  assert.deepEqual(told.at(-1), ["assistant.setState", "unavailable"]);
});

test("why the assistant fails is told in the server's words", () => {
  const { told, view } = createView();
  const session = new FakeSession();
  presentTalk(session, TALK, view);
  told.length = 0;
  session.say("servererror", { code: "not_calibrated", message: "no face" });
  session.say("servererror", { code: "live_quota", message: "the limit was reached" });
  assert.deepEqual(told, [["assistant.setReason", "the limit was reached"]]);
});

test("a failing assistant does not fail a calibration; another complaint does", () => {
  const { told, view } = createView();
  const session = new FakeSession();
  presentFace(session, {}, view);
  for (const code of ["live_quota", "assistant_unavailable", "memory_unavailable", "gemini_missing_key"]) {
    session.say("servererror", { code });
  }
  assert.deepEqual(told, []);
  session.say("servererror", { code: "not_calibrated" });
  assert.deepEqual(told, [["calibration.finish", "failed"]]);
});

test("that Gemini failed is told, unless the server had no way to ask it", () => {
  const { told, view } = createView();
  const session = new FakeSession();
  presentFace(session, {}, view);
  session.say("servererror", { code: "gemini_missing_library" });
  assert.deepEqual(told, []);
  session.say("servererror", { code: "gemini_timeout" });
  assert.deepEqual(told, [["result.setGeminiFailed"]]);
});

test("a broken connection is told wherever a session may stand", () => {
  const { told, view } = createView();
  const session = new FakeSession();
  presentFace(session, {}, view);
  session.say("connection", { status: "reconnecting" });
  assert.deepEqual(told, ["live", "stage", "result"].map((panel) => [`${panel}.setConnection`, "reconnecting"]));
});
