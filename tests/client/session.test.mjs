import assert from "node:assert/strict";
import { test } from "node:test";

import { ANALYSIS_STREAM } from "../../client/peer.js";
import { EmoChatSession } from "../../client/session.js";
import { FakePeerConnection, FakeServer, FakeStream, FakeTrack, settled } from "./fakes.mjs";

const STARTED = { type: "started", session_id: "ab12", duration_s: 30, emotions: [], sources: [] };
const LABEL = { type: "label", seq: 1, emotion: "HAPPY", confidence: 0.9 };
const DONE = { type: "analysis", done: true, source: "local", model: null, text: "Hola" };
const REPORT = { type: "report", timeline: [], stats: {}, privacy: null };

let server;
let stream;
let sessions;

/** A test with a server, a stream and a browser of its own, whose sessions are closed after it. */
function check(name, body) {
  test(name, async () => {
    globalThis.RTCPeerConnection = FakePeerConnection;
    FakePeerConnection.reset();
    server = new FakeServer();
    stream = new FakeStream();
    sessions = [];
    try {
      await body();
    } finally {
      for (const session of sessions) session.close();
    }
  });
}

function createSession(options = {}) {
  const session = new EmoChatSession({ fetch: server.fetch, ...options });
  sessions.push(session);
  return session;
}

/** A session whose offer is answered and whose channels are open. */
async function connect(request = {}, options = {}) {
  const session = createSession(options);
  const starting = session.start({ consent: true, stream, ...request });
  starting.catch(() => {});
  await settled();
  const [pc] = FakePeerConnection.made;
  pc.channels.labels.open();
  pc.channels.events.open();
  return { session, starting, pc, ...pc.channels };
}

async function goLive(request, options) {
  const connected = await connect(request, options);
  connected.events.receive(STARTED);
  await connected.starting;
  return connected;
}

check("nothing is sent without consent", async () => {
  const session = createSession();
  await assert.rejects(session.start({ consent: false, stream }), { code: "consent_missing" });
  assert.equal(server.requests.length, 0);
  assert.equal(FakePeerConnection.made.length, 0);
});

check("the offer goes out before any candidate is looked for", async () => {
  const { pc } = await connect();
  const [post] = server.requests;
  assert.equal(post.method, "POST");
  assert.equal(post.headers["Content-Type"], "application/sdp");
  assert.deepEqual(pc.calls, ["createOffer", "setLocalDescription", "setRemoteDescription"]);
});

check("ICE servers of the answer are set before gathering begins", async () => {
  server.headers = { ...server.headers, Link: '<stun:stun.example>; rel="ice-server"' };
  const { pc } = await connect();
  assert.deepEqual(pc.calls.slice(1, 3), ["setConfiguration", "setLocalDescription"]);
  assert.deepEqual(pc.configuration.iceServers, [{ urls: "stun:stun.example" }]);
  assert.equal(pc.configuration.bundlePolicy, "max-bundle");
});

check("labels may be lost, events may not; tracks are only sent", async () => {
  const { pc, labels, events } = await connect();
  assert.deepEqual(labels.options, { ordered: false, maxRetransmits: 0 });
  assert.equal(events.options, undefined);
  assert.deepEqual(pc.transceivers.map(({ options }) => options.direction), [
    "sendonly", "sendonly",
  ]);
});

check("what is sent is small and slow, whichever way the camera is held", async () => {
  for (const [settings, scale] of [
    [{ width: 640, height: 480 }, 2],
    [{ width: 480, height: 640 }, 2],
    [{ width: 1280, height: 720 }, 3],
    [{ width: 160, height: 120 }, 1],
    [{}, 1],
  ]) {
    stream = new FakeStream([new FakeTrack("video", settings)]);
    FakePeerConnection.reset();
    const { pc } = await connect({ stream });
    const [encoding] = pc.transceivers[0].options.sendEncodings;
    assert.equal(encoding.scaleResolutionDownBy, scale);
    assert.equal(encoding.maxFramerate, ANALYSIS_STREAM.maxFramerate);
    assert.equal(encoding.maxBitrate, ANALYSIS_STREAM.maxBitrate);
  }
});

check("start is sent once the events channel is open", async () => {
  const { events } = await connect({ context: "trabajo", language: "es", durationS: 60 });
  assert.deepEqual(events.sent, [
    { type: "start", consent: true, context: "trabajo", language: "es", duration_s: 60,
      voice: false, assistant: false, push_to_talk: false, scenario: null, remember: null },
  ]);
});

check("a language that nobody has chosen is the server's to choose", async () => {
  const { events } = await connect({});
  assert.equal("language" in events.sent[0], false);
});

check("what the person chose of assistant, scenario and memory stands in start", async () => {
  const { events } = await connect({
    voice: true, assistant: true, pushToTalk: true, scenario: "wellness", remember: "person-1",
  });
  const [start] = events.sent;
  assert.equal(start.voice, true);
  assert.equal(start.assistant, true);
  assert.equal(start.push_to_talk, true);
  assert.equal(start.scenario, "wellness");
  assert.equal(start.remember, "person-1");
});

check("only with the assistant does a voice come back, on the microphone's line", async () => {
  const { pc } = await connect({ voice: true, assistant: true });
  const directions = pc.transceivers.map(({ track, options }) => [track.kind, options.direction]);
  assert.deepEqual(directions, [["audio", "sendrecv"], ["video", "sendonly"]]);
});

check("the assistant's voice is an event with its track; another track is none", async () => {
  const session = createSession();
  const heard = [];
  session.on("reply", ({ track }) => heard.push(track.kind));
  session.start({ consent: true, stream, voice: true, assistant: true }).catch(() => {});
  await settled();
  const [pc] = FakePeerConnection.made;
  for (const kind of ["video", "audio"]) {
    pc.dispatchEvent(Object.assign(new Event("track"), { track: new FakeTrack(kind) }));
  }
  assert.deepEqual(heard, ["audio"]);
});

check("push to talk tells the server when it begins and ends", async () => {
  const { session, events } = await goLive({ voice: true, assistant: true, pushToTalk: true });
  session.setTalking(true);
  session.setTalking(false);
  assert.deepEqual(events.sent.slice(-2), [
    { type: "talk", active: true }, { type: "talk", active: false },
  ]);
});

check("what the assistant does and says, the trend and advice are events", async () => {
  const { session, events } = await goLive({ voice: true, assistant: true });
  const seen = [];
  for (const type of ["assistant", "transcript", "voice", "trend", "advice"]) {
    session.on(type, (message) => seen.push(message.type));
  }
  events.receive({ type: "assistant", state: "listening" });
  events.receive({ type: "transcript", role: "user", text: "hola", final: true });
  events.receive({ type: "voice", seq: 1, emotion: "sad", source: "gemini-live" });
  events.receive({ type: "trend", trend: "stable", escalate: false });
  events.receive({ type: "advice", scenario: "wellness", code: "pause", text: "Respira" });
  assert.deepEqual(seen, ["assistant", "transcript", "voice", "trend", "advice"]);
});

check("a failing assistant does not end the session", async () => {
  const { session, events } = await goLive({ voice: true, assistant: true });
  const codes = [];
  session.on("servererror", ({ code }) => codes.push(code));
  events.receive({ type: "error", code: "live_quota", message: "…" });
  events.receive({ type: "assistant", state: "unavailable" });
  assert.deepEqual(codes, ["live_quota"]);
  assert.equal(session.state, "live");
});

check("candidates are patched on with the entity tag", async () => {
  const { pc } = await connect();
  pc.find({ candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid: "0" });
  await settled();
  const patch = server.requests.find(({ method }) => method === "PATCH");
  assert.equal(patch.url, "https://emochat.example/whip/secret");
  assert.equal(patch.headers["If-Match"], '"e1"');
  assert.equal(patch.headers["Content-Type"], "application/trickle-ice-sdpfrag");
  assert.match(patch.body, /a=candidate:1 1 udp/);
});

check("a token goes with every request", async () => {
  const { session } = await goLive({}, { token: "t0k" });
  session.close();
  await settled();
  const [, last] = server.requests;
  assert.equal(last.method, "DELETE");
  assert.equal(last.keepalive, true);
  for (const { headers } of server.requests) assert.equal(headers.Authorization, "Bearer t0k");
});

check("started makes it live and fulfils start", async () => {
  const { session } = await goLive();
  assert.equal(session.state, "live");
  assert.equal(session.durationS, 30);
  assert.equal(session.elapsedS, null);
});

check("labels are events; the first one starts the clock", async () => {
  const { session, labels } = await goLive();
  const seen = [];
  session.on("label", (label) => seen.push(label.seq));
  labels.receive(LABEL);
  labels.receive({ type: "label", seq: "broken" });
  assert.deepEqual(seen, [1]);
  assert.ok(session.elapsedS >= 0);
});

check("the whole way: live, analysing, done, and nothing left to delete", async () => {
  const { session, events, pc } = await connect();
  const states = [];
  session.on("statechange", ({ state }) => states.push(state));
  for (const message of [STARTED, LABEL, { type: "analysis", delta: "Ho" }, DONE, REPORT]) {
    events.receive(message);
  }
  events.receive({ type: "ended", reason: "finished" });
  await settled();
  assert.deepEqual(states, ["live", "analysing", "done"]);
  assert.equal(pc.closed, true);
  assert.deepEqual(server.methods(), ["POST"]);
});

check("stop asks the server for the analysis", async () => {
  const { session, events } = await goLive();
  session.stop();
  assert.equal(session.state, "analysing");
  assert.deepEqual(events.sent.pop(), { type: "stop" });
});

check("a caller's own stream is left running, the session's own is stopped", async () => {
  const { session } = await goLive();
  session.close();
  assert.ok(stream.tracks.every(({ stopped }) => !stopped));
});

check("close while connecting cancels", async () => {
  const { session, starting, pc } = await connect();
  session.close();
  await assert.rejects(starting, { code: "cancelled" });
  assert.equal(session.state, "closed");
  assert.equal(pc.closed, true);
});

check("a session that is closed before its answer comes is deleted when it comes", async () => {
  const session = createSession();
  const starting = session.start({ consent: true, stream });
  session.close();
  await assert.rejects(starting, { code: "cancelled" });
  await settled();
  assert.deepEqual(server.methods(), ["POST", "DELETE"]);
});

for (const [status, code] of [
  [400, "rejected"],
  [401, "unauthorized"],
  [403, "unauthorized"],
  [422, "rejected"],
  [429, "quota_exceeded"],
  [500, "server_error"],
  [503, "server_full"],
]) {
  check(`HTTP ${status} is ${code}`, async () => {
    server.status = status;
    await assert.rejects(createSession().start({ consent: true, stream }), { code, status });
  });
}

check("a full server says when to come back", async () => {
  server.status = 503;
  server.headers = { "Retry-After": "7" };
  const starting = createSession().start({ consent: true, stream });
  await assert.rejects(starting, { code: "server_full", retryAfterS: 7 });
});

check("a 201 that is no WHIP answer is a bad answer", async () => {
  server.headers = { "Content-Type": "text/html", Location: "/x" };
  const starting = createSession().start({ consent: true, stream });
  await assert.rejects(starting, { code: "bad_answer" });
});

check("an answer that the browser refuses is a bad answer; its session is deleted", async () => {
  FakePeerConnection.answerError = new DOMException("no", "InvalidAccessError");
  const starting = createSession().start({ consent: true, stream });
  await assert.rejects(starting, { code: "bad_answer" });
  await settled();
  assert.deepEqual(server.methods(), ["POST", "DELETE"]);
});

check("a server that cannot be reached is told from one that refuses", async () => {
  const fetch = () => Promise.reject(new TypeError("fetch failed"));
  const starting = createSession({ fetch }).start({ consent: true, stream });
  await assert.rejects(starting, { code: "server_unreachable" });
});

check("an offer that nobody answers ends with the deadline", async () => {
  server.hangs = true;
  const session = createSession({ connectTimeoutMs: 1 });
  const starting = session.start({ consent: true, stream });
  await assert.rejects(starting, { code: "connection_timeout", reason: "http" });
  assert.equal(session.state, "error");
});

for (const [ice, connection, channel, candidates, reason] of [
  ["new", "new", "connecting", 0, "no_candidates"],
  ["checking", "connecting", "connecting", 1, "ice"],
  ["connected", "connecting", "connecting", 1, "dtls"],
  ["connected", "connected", "connecting", 1, "channel"],
  ["connected", "connected", "open", 1, "start"],
]) {
  check(`the deadline says where connecting got stuck: ${reason}`, async () => {
    FakePeerConnection.stuckAt = { ice, connection, channel, candidates };
    const session = createSession({ connectTimeoutMs: 50 });
    const starting = session.start({ consent: true, stream });
    await assert.rejects(starting, { code: "connection_timeout", reason });
  });
}

check("a connection that fails while connecting is not waited for", async () => {
  const { starting, pc } = await connect();
  pc.setConnectionState("failed");
  await assert.rejects(starting, { code: "connection_failed" });
});

check("a refusal of start ends the connecting with the server's own code", async () => {
  const { starting, events } = await connect();
  events.receive({ type: "error", code: "bad_message", message: "duration_s" });
  await assert.rejects(starting, { code: "rejected", reason: "bad_message" });
});

check("a running session that is cut off is an error event, and is deleted", async () => {
  const { session, events } = await goLive();
  const errors = [];
  session.on("error", (error) => errors.push(error.code));
  events.cut();
  await settled();
  assert.deepEqual(errors, ["server_gone"]);
  assert.equal(session.state, "error");
  assert.deepEqual(server.methods(), ["POST", "DELETE"]);
});

check("a running session that is cut off keeps the readings that came", async () => {
  const { session, events, labels } = await goLive();
  labels.receive(LABEL);
  events.cut();
  await settled();
  assert.equal(session.state, "done");
});

check("a cut after the analysis is no error: nothing is lost", async () => {
  const { session, events } = await goLive();
  events.receive(DONE);
  events.cut();
  assert.equal(session.state, "done");
});

check("an end without any reading is an error with the server's reason", async () => {
  const { session, events } = await goLive();
  const errors = [];
  session.on("error", (error) => errors.push([error.code, error.reason]));
  events.receive({ type: "ended", reason: "no_video" });
  assert.deepEqual(errors, [["session_ended", "no_video"]]);
});

check("an end without a report keeps the readings that came", async () => {
  const { session, events, labels } = await goLive();
  labels.receive(LABEL);
  events.receive({ type: "ended", reason: "overload" });
  assert.equal(session.state, "done");
});

check("an analysis that never comes is given up", async () => {
  const { session } = await goLive({}, { analysisTimeoutMs: 1 });
  const failed = new Promise((resolve) => session.on("error", resolve));
  session.stop();
  assert.equal((await failed).code, "analysis_timeout");
});

check("a complaint while live does not end the session", async () => {
  const { session, events } = await goLive();
  const complaints = [];
  session.on("servererror", ({ code }) => complaints.push(code));
  events.receive({ type: "error", code: "analysis_failed", message: "…" });
  assert.deepEqual(complaints, ["analysis_failed"]);
  assert.equal(session.state, "live");
});

check("a context that changes while the session is live is told to the server", async () => {
  const { session, events } = await goLive({ context: "first day" });
  session.setContext("second day");
  assert.deepEqual(events.sent.pop(), { type: "context", context: "second day" });
  assert.equal(session.state, "live");
});

check("calibrate asks the server, whose answer is an event", async () => {
  const { session, events } = await goLive();
  const answers = [];
  session.on("calibrated", ({ type }) => answers.push(type));
  session.on("servererror", ({ code }) => answers.push(code));
  session.calibrate();
  assert.deepEqual(events.sent.pop(), { type: "calibrate" });
  events.receive({ type: "calibrated" });
  events.receive({ type: "error", code: "not_calibrated", message: "…" });
  assert.deepEqual(answers, ["calibrated", "not_calibrated"]);
  assert.equal(session.state, "live");
});

check("an unplugged camera is an error of its own", async () => {
  const { session } = await goLive();
  const errors = [];
  session.on("error", (error) => errors.push(error.code));
  stream.getVideoTracks()[0].dispatchEvent(new Event("ended"));
  assert.deepEqual(errors, ["camera_lost"]);
});

check("a camera that was unplugged before the start is an error of its own", async () => {
  stream.getVideoTracks()[0].readyState = "ended";
  const session = new EmoChatSession({ fetch: server.fetch });
  await assert.rejects(session.start({ consent: true, stream }), { code: "camera_lost" });
  assert.deepEqual(server.requests, []);
});

check("nothing is emitted after the end", async () => {
  const { session, events, labels, pc } = await goLive();
  session.close();
  const seen = [];
  for (const type of ["label", "error", "statechange", "ended"]) {
    session.on(type, () => seen.push(type));
  }
  labels.receive(LABEL);
  events.receive({ type: "ended", reason: "x" });
  events.cut();
  pc.setConnectionState("failed");
  session.stop();
  session.close();
  assert.deepEqual(seen, []);
});

check("a pong tells the round trip", async () => {
  const { session, events } = await goLive();
  const times = [];
  session.on("roundtrip", ({ ms }) => times.push(ms));
  events.receive({ type: "pong", t: performance.now() - 40, server_ms: 1 });
  assert.ok(times[0] >= 40);
});

check("a session starts once", async () => {
  const { session } = await goLive();
  await assert.rejects(session.start({ consent: true, stream }), TypeError);
});

check("a label that comes twice or too late is passed on once", async () => {
  const { session, labels } = await goLive();
  const seen = [];
  session.on("label", ({ seq }) => seen.push(seq));
  for (const seq of [1, 1, 3, 2, 4]) labels.receive({ ...LABEL, seq });
  assert.deepEqual(seen, [1, 3, 4]);
});
