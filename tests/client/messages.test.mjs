import assert from "node:assert/strict";
import { test } from "node:test";

import { parseMessage } from "../../client/messages.js";

const SCORES = {
  angry: 0.01, disgusted: 0.02, fearful: 0.03, happy: 0.8, neutral: 0.1, sad: 0.03, surprised: 0.01,
};
const LABEL = {
  type: "label",
  seq: 7,
  emotion: "HAPPY",
  confidence: 0.91,
  expression: { name: "happy", scores: SCORES },
  smoothed: { name: "happy", scores: SCORES },
  uncertain: false,
  face: { box: [0.1, 0.2, 0.3, 0.4], count: 1 },
  reason: null,
  frame: { rtp_timestamp: 4294967295, media_time_s: 7.0, width: 640, height: 480 },
  timing_ms: { decode: 4.5, wait: 0.2, infer: 14.1, total: 19.9 },
};

const parse = (/** @type {unknown} */ value) => parseMessage(JSON.stringify(value));

test("a label comes through field by field", () => {
  assert.deepEqual(parse(LABEL), LABEL);
});

test("unknown fields are left out, at every depth", () => {
  const richer = { ...LABEL, mood: "blue", face: { ...LABEL.face, age: 40 } };
  assert.deepEqual(parse(richer), LABEL);
});

test("a label without a face has nulls where the face's readings stand", () => {
  const message = parse({
    ...LABEL, emotion: "No face detected", confidence: 0, expression: null, smoothed: null,
    face: null, reason: "too_dark",
  });
  assert.equal(message?.type, "label");
  assert.equal(message.expression, null);
  assert.equal(message.smoothed, null);
  assert.equal(message.face, null);
  assert.equal(message.reason, "too_dark");
});

test("a label with an expression of another vocabulary keeps its emotion and drops that", () => {
  const message = parse({ ...LABEL, expression: { name: "smug", scores: SCORES } });
  assert.equal(message?.type, "label");
  assert.equal(message.expression, null);
  assert.equal(message.emotion, "HAPPY");
});

test("a score that is missing makes the whole set unknown, not zero", () => {
  const { sad, ...incomplete } = SCORES;
  const message = parse({ ...LABEL, smoothed: { name: "happy", scores: incomplete } });
  assert.equal(message?.type, "label");
  assert.equal(message.smoothed, null);
});

test("unknown types are ignored", () => {
  assert.equal(parse({ type: "weather", sunny: true }), null);
});

test("a type that is the name of an object's own method is unknown", () => {
  assert.equal(parse({ type: "toString" }), null);
  assert.equal(parse({ type: "__proto__" }), null);
});

for (const text of ["", "{", "null", "[]", '"label"', "7", '{"seq":1}', '{"type":7}']) {
  test(`what is no message is ignored: ${JSON.stringify(text)}`, () => {
    assert.equal(parseMessage(text), null);
  });
}

test("messages without a field that nothing can stand in for are ignored", () => {
  assert.equal(parse({ type: "started", session_id: "a" }), null);
  assert.equal(parse({ ...LABEL, seq: "7" }), null);
  assert.equal(parse({ ...LABEL, emotion: "BORED" }), null);
  assert.equal(parse({ type: "analysis" }), null);
  assert.equal(parse({ type: "analysis", done: true, source: "gemini" }), null);
  assert.equal(parse({ type: "pong" }), null);
});

test("an analysis comes in pieces and then whole", () => {
  assert.deepEqual(parse({ type: "analysis", delta: "Ho" }), {
    type: "analysis", done: false, delta: "Ho",
  });
  const done = { type: "analysis", done: true, source: "gemini", model: "gemini-x", text: "Hola" };
  assert.deepEqual(parse(done), done);
});

test("a receipt that leaves a number out does not claim zero", () => {
  const message = parse({ type: "report", timeline: [], privacy: { frames_received: 450 } });
  assert.equal(message?.type, "report");
  assert.deepEqual(message.privacy, {
    frames_received: 450, frames_analysed: null, frames_stored: null, audio_analysed_s: null,
    audio_stored: null, audio_sent_s: null, audio_sent_to: null,
  });
});

test("a report without a receipt has none", () => {
  const message = parse({ type: "report" });
  assert.deepEqual(message, {
    type: "report", timeline: [], stats: {}, privacy: null, more: {}, fusion: null,
  });
});

test("the small messages come through", () => {
  for (const message of [
    { type: "started", session_id: "a", duration_s: 30, emotions: ["happy"], sources: ["face"],
      model: { name: "face", version: "2" }, scenario: "wellness", remember: "person-1",
      resumed: true, elapsed_s: 12.5 },
    { type: "voice", seq: 1, emotion: "sad", confidence: 0.5, energy_level: "low",
      window: { start_s: 1, end_s: 3 }, source: "local" },
    { type: "transcript", role: "user", text: "hola", final: true, start_s: 1, end_s: 2.5 },
    { type: "assistant", state: "listening" },
    { type: "calibrated" },
    { type: "trend", trend: "improving", escalate: false, since_s: 3, sources: ["face"],
      time_s: 9 },
    { type: "advice", scenario: "wellness", code: "pause", text: "Respira", time_s: 9 },
    { type: "error", code: "bad_message", message: "no" },
    { type: "pong", t: 12.5, server_ms: 99 },
    { type: "ended", reason: "finished" },
  ]) {
    assert.deepEqual(parse(message), message);
  }
});

test("a report keeps what it says of voice, trend, advice and words as it came, and no more", () => {
  const more = { voice: [{ seq: 1 }], trend: { trend: "stable" }, advice: [], words: [{ a: 1 }] };
  const message = parse({ type: "report", ...more, weather: "fine" });
  assert.equal(message?.type, "report");
  assert.deepEqual(message.more, more);
});

test("a report's one timeline of face, voice and words is read", () => {
  const entry = { start_s: 0, end_s: 1, face: "happy", voice: "sad", agreement: "disagree" };
  const message = parse({ type: "report", fusion: { timeline: [entry], agreement_share: 0 } });
  assert.equal(message?.type, "report");
  assert.equal(message.fusion?.entries[0]?.agreement, "disagree");
});

test("an assistant without a state, a transcript or advice without a text say nothing", () => {
  assert.equal(parse({ type: "assistant" }), null);
  assert.equal(parse({ type: "transcript", role: "user", final: true }), null);
  assert.equal(parse({ type: "advice", scenario: "support", code: "x" }), null);
});

test("nobody is asked to talk to somebody by a trend that does not say so in so many words", () => {
  const message = parse({ type: "trend", trend: "stable", escalate: "yes" });
  assert.equal(message?.type, "trend");
  assert.equal(message.escalate, false);
});
