import assert from "node:assert/strict";
import { test } from "node:test";

import { Recorder } from "../../client/recorder.js";
import { SessionEventTarget } from "../../client/session-event.js";

class FakeSession extends SessionEventTarget {
  say(type, detail) {
    this.emit(type, detail);
  }
}

const STARTED = { type: "started", session_id: "ab12", duration_s: 30, sources: [] };
const said = (text, final) => ({
  type: "transcript", role: "user", text, final, start_s: 1, end_s: 2,
});
const advice = (text) => ({ type: "advice", scenario: "wellness", code: "x", text, time_s: 1 });

test("before the session has begun there is nothing to keep", () => {
  const session = new FakeSession();
  const recorder = new Recorder(session, "");
  session.say("servererror", { code: "live_quota" });
  assert.equal(recorder.record, null);
});

test("what was said, suggested and complained of is kept, in order", () => {
  const session = new FakeSession();
  const recorder = new Recorder(session, "trabajo");
  session.say("started", STARTED);
  session.say("transcript", said("Hola.", true));
  session.say("transcript", said("Y lue", false));
  session.say("advice", advice("Respira"));
  session.say("servererror", { code: "memory_unavailable", message: "…" });
  const { record } = recorder;
  assert.deepEqual(record?.turns.map(({ text }) => text), ["Hola.", "Y lue"]);
  assert.deepEqual(record?.advice.map(({ text }) => text), ["Respira"]);
  assert.deepEqual(record?.complaints, ["memory_unavailable"]);
});

test("a server that never stops suggesting does not fill the memory", () => {
  const session = new FakeSession();
  const recorder = new Recorder(session, "");
  session.say("started", STARTED);
  for (let count = 1; count <= 500; count += 1) session.say("advice", advice(`${count}`));
  const texts = recorder.record?.advice.map(({ text }) => text) ?? [];
  assert.equal(texts.length, 100);
  assert.equal(texts.at(-1), "500");
});
