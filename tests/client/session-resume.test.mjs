import assert from "node:assert/strict";
import { test } from "node:test";

import { delayMs } from "../../client/resumption.js";
import { EmoChatSession } from "../../client/session.js";
import { FakePeerConnection, FakeServer, FakeStream, settled } from "./fakes.mjs";

const STARTED = { type: "started", session_id: "ab12", duration_s: 30, emotions: [], sources: [] };
const RESUMED = { ...STARTED, resumed: true, elapsed_s: 7.5 };
const LABEL = { type: "label", seq: 1, emotion: "HAPPY", confidence: 0.9 };
const DONE = { type: "analysis", done: true, source: "local", model: null, text: "Hola" };
const REPORT = { type: "report", timeline: [], stats: {}, privacy: null };
const ENDED = { type: "ended", reason: "connection_lost" };

/** A server that keeps sessions: each answer has a token of its own. */
class KeepingServer extends FakeServer {
  offers = 0;
  probes = 0;
  sessionStatus = 204;
  isAway = false;
  unanswered = 0;
  report = { status: 202, body: null };
  #answer = this.fetch;

  fetch = async (url, init) => {
    if (this.isAway) {
      this.unanswered += 1;
      throw new TypeError("no network");
    }
    if (String(url).endsWith("/whip/report")) {
      this.requests.push({ url: String(url), method: "GET", ...init });
      return new Response(this.report.body, { status: this.report.status });
    }
    if (init.method === "GET") {
      this.probes += 1;
      return new Response(null, { status: this.sessionStatus });
    }
    if (init.method === "POST") {
      this.offers += 1;
      this.headers = { ...this.headers, "EmoChat-Resume": `token-${this.offers}` };
    }
    return this.#answer(url, init);
  };

  posts() {
    return this.requests.filter(({ method }) => method === "POST");
  }
}

let server;

function check(name, body) {
  test(name, async () => {
    globalThis.RTCPeerConnection = FakePeerConnection;
    FakePeerConnection.reset();
    server = new KeepingServer();
    const session = new EmoChatSession({ fetch: server.fetch, endpoint: "/whip?scenario=x" });
    try {
      await body(session);
    } finally {
      session.close();
    }
  });
}

/** @returns the channels of the newest connection, open */
function open() {
  const { channels } = FakePeerConnection.made.at(-1);
  channels.labels.open();
  channels.events.open();
  return channels;
}

async function goLive(session) {
  const starting = session.start({ consent: true, stream: new FakeStream() });
  await settled();
  const channels = open();
  channels.events.receive(STARTED);
  await starting;
  channels.labels.receive(LABEL);
  return channels;
}

/** Until the next connection has been made. */
async function reconnected(count) {
  while (FakePeerConnection.made.length < count || server.offers < count) await settled();
  await settled();
  return open();
}

function heard(session, type) {
  const all = [];
  session.on(type, (detail) => all.push(detail));
  return all;
}

async function until(condition) {
  while (!condition()) await settled();
}

test("attempts come at once, then ever more slowly, each a little by chance", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 9].map((n) => delayMs(n, 0.5)), [0, 500, 1000, 2000, 4000, 4000]);
  assert.equal(delayMs(2, 0), 800);
  assert.equal(delayMs(2, 1), 1200);
});

check("a broken connection is made again at once, with the token and without a query", async (session) => {
  const links = heard(session, "connection");
  const { events } = await goLive(session);
  events.cut();
  const again = await reconnected(2);
  const [, offer] = server.posts();
  assert.equal(offer.headers["EmoChat-Resume"], "token-1");
  assert.equal(offer.url, "/whip");
  assert.deepEqual(links.map(({ status }) => status), ["reconnecting"]);
  again.events.receive(RESUMED);
  await settled();
  assert.deepEqual(links.map(({ status }) => status), ["reconnecting", "good"]);
  assert.equal(session.state, "live");
  assert.deepEqual(again.events.sent, []);
  assert.equal(session.elapsedS, 7.5);
});

check("start is told once, the resumption as what it is", async (session) => {
  const [started, resumed] = [heard(session, "started"), heard(session, "resumed")];
  const { events } = await goLive(session);
  events.cut();
  (await reconnected(2)).events.receive(RESUMED);
  assert.equal(started.length, 1);
  assert.equal(resumed.length, 1);
});

check("a reading that was heard before is not told again", async (session) => {
  const labels = heard(session, "label");
  const { events } = await goLive(session);
  events.cut();
  const again = await reconnected(2);
  again.events.receive(RESUMED);
  again.labels.receive(LABEL);
  again.labels.receive({ ...LABEL, seq: 2 });
  assert.deepEqual(labels.map(({ seq }) => seq), [1, 2]);
});

check("each resumption uses the token of the last answer", async (session) => {
  const { events } = await goLive(session);
  events.cut();
  const second = await reconnected(2);
  second.events.receive(RESUMED);
  await settled();
  second.events.cut();
  await reconnected(3);
  assert.equal(server.posts()[2].headers["EmoChat-Resume"], "token-2");
});

check("stop while reconnecting ends the filming at once, and is said once the server hears it", async (session) => {
  const { events } = await goLive(session);
  session.setTalking(true);
  events.cut();
  session.stop();
  assert.equal(session.state, "analysing");
  const again = await reconnected(2);
  again.events.receive(RESUMED);
  assert.deepEqual(again.events.sent, [{ type: "stop" }]);
  for (const message of [DONE, REPORT, ENDED]) again.events.receive(message);
  assert.equal(session.state, "done");
});

check("who stops while reconnecting, in vain, gets the report that the server makes", async (session) => {
  const reports = heard(session, "report");
  const { events } = await goLive(session);
  server.status = 409;
  server.report = { status: 200, body: JSON.stringify({ messages: [DONE, REPORT, ENDED] }) };
  events.cut();
  session.stop();
  await until(() => session.state === "done");
  assert.equal(reports.length, 1);
});

check("what was said into the broken connection is said again", async (session) => {
  const { events } = await goLive(session);
  session.setTalking(true);
  session.setContext("before");
  events.cut();
  session.setContext("while it was broken");
  const again = await reconnected(2);
  again.events.receive(RESUMED);
  assert.deepEqual(again.events.sent, [
    { type: "context", context: "while it was broken" },
    { type: "talk", active: true },
  ]);
});

check("who let go of the talk button while reconnecting is not heard again", async (session) => {
  const { events } = await goLive(session);
  session.setTalking(true);
  events.cut();
  session.setTalking(false);
  const again = await reconnected(2);
  again.events.receive(RESUMED);
  assert.deepEqual(again.events.sent, []);
});

check("a calibration that the break cuts off has failed", async (session) => {
  const errors = heard(session, "servererror");
  const { events } = await goLive(session);
  session.calibrate();
  events.cut();
  assert.deepEqual(errors.map(({ code }) => code), ["not_calibrated"]);
  (await reconnected(2)).events.receive(RESUMED);
  assert.equal(errors.length, 1);
});

check("a calibration asked for while reconnecting fails at once", async (session) => {
  const errors = heard(session, "servererror");
  const { events } = await goLive(session);
  events.cut();
  session.calibrate();
  assert.deepEqual(errors.map(({ code }) => code), ["not_calibrated"]);
  const again = await reconnected(2);
  again.events.receive(RESUMED);
  session.calibrate();
  assert.deepEqual(again.events.sent, [{ type: "calibrate" }]);
});

for (const answer of [{ type: "calibrated" }, { type: "error", code: "not_calibrated", message: "" }]) {
  check(`a calibration that ended with ${answer.type} does not fail later`, async (session) => {
    const { events } = await goLive(session);
    session.calibrate();
    events.receive(answer);
    const errors = heard(session, "servererror");
    events.cut();
    assert.deepEqual(errors, []);
  });
}

for (const status of [404, 409, 429]) {
  check(`after ${status} the report is fetched instead`, async (session) => {
    const reports = heard(session, "report");
    const { events } = await goLive(session);
    server.status = status;
    server.report = { status: 200, body: JSON.stringify({ messages: [DONE, REPORT, ENDED] }) };
    events.cut();
    await until(() => session.state === "done");
    assert.equal(reports.length, 1);
    assert.equal(server.posts().length, 2);
    assert.equal(server.requests.at(-1).headers["EmoChat-Resume"], "token-1");
  });
}

check("a connection lost during the analysis is not made again: its report is fetched", async (session) => {
  const { events } = await goLive(session);
  session.stop();
  server.report = { status: 200, body: JSON.stringify({ messages: [DONE, REPORT, ENDED] }) };
  events.cut();
  await until(() => session.state === "done");
  assert.equal(server.posts().length, 1);
});

check("who finds neither session nor report and has no reading is told that the connection is lost", async (session) => {
  const errors = heard(session, "error");
  const starting = session.start({ consent: true, stream: new FakeStream() });
  await settled();
  const { events } = open();
  events.receive(STARTED);
  await starting;
  server.status = 404;
  server.report = { status: 404, body: null };
  events.cut();
  await until(() => session.state === "done" || session.state === "error");
  assert.equal(errors[0]?.code, "server_gone");
});

check("who finds neither session nor report keeps the readings that came", async (session) => {
  const errors = heard(session, "error");
  const { events } = await goLive(session);
  server.status = 404;
  server.report = { status: 404, body: null };
  events.cut();
  await until(() => session.state === "done" || session.state === "error");
  assert.equal(session.state, "done");
  assert.deepEqual(errors, []);
});

check("who does not wait for the report any more keeps the readings that came", async (session) => {
  const { events } = await goLive(session);
  server.status = 409;
  events.cut();
  await until(() => session.state === "analysing");
  session.stopWaiting();
  assert.equal(session.state, "done");
  assert.deepEqual(erasures().map(({ url }) => url), ["/whip/report"]);
});

check("who stops while reconnecting need not wait for the connection, either", async (session) => {
  const { events } = await goLive(session);
  server.hangs = true;
  events.cut();
  await until(() => server.offers === 2);
  session.stop();
  session.stopWaiting();
  await settled();
  assert.equal(session.state, "done");
});

check("an analysis that is on its way is not given up", async (session) => {
  await goLive(session);
  session.stop();
  session.stopWaiting();
  assert.equal(session.state, "analysing");
});

check("closing while reconnecting ends the attempts", async (session) => {
  const { events } = await goLive(session);
  server.hangs = true;
  events.cut();
  await until(() => server.offers === 2);
  session.close();
  await settled();
  await settled();
  assert.equal(session.state, "closed");
  assert.equal(server.offers, 2);
});

function erasures() {
  return server.requests.filter(({ method }) => method === "DELETE");
}

check("who closes while reconnecting has the session erased by its token", async (session) => {
  const { events } = await goLive(session);
  server.hangs = true;
  events.cut();
  await until(() => server.offers === 2);
  session.close();
  const [erasure, ...others] = erasures();
  assert.equal(erasure.url, "/whip/report");
  assert.equal(erasure.headers["EmoChat-Resume"], "token-1");
  assert.equal(erasure.keepalive, true);
  assert.deepEqual(others, []);
});

check("who closes after the new offer's answer erases with the token that it brought", async (session) => {
  const { events } = await goLive(session);
  events.cut();
  await reconnected(2);
  session.close();
  assert.deepEqual(erasures().map(({ headers }) => headers["EmoChat-Resume"]), ["token-2"]);
});

check("who closes while the report is awaited has the session erased", async (session) => {
  const { events } = await goLive(session);
  server.status = 409;
  events.cut();
  await until(() => session.state === "analysing");
  session.close();
  assert.deepEqual(erasures().map(({ url }) => url), ["/whip/report"]);
});

check("a report that was heard is erased", async (session) => {
  const { events } = await goLive(session);
  session.stop();
  for (const message of [DONE, REPORT, ENDED]) events.receive(message);
  assert.equal(session.state, "done");
  const [erasure, ...others] = erasures();
  assert.equal(erasure.url, "/whip/report");
  assert.equal(erasure.headers["EmoChat-Resume"], "token-1");
  assert.deepEqual(others, []);
});

check("a fetched report is erased once it has arrived", async (session) => {
  const { events } = await goLive(session);
  server.status = 409;
  server.report = { status: 200, body: JSON.stringify({ messages: [DONE, REPORT, ENDED] }) };
  events.cut();
  await until(() => session.state === "done");
  assert.equal(erasures().length, 1);
});

check("an erasure that nobody answers is tried again", async (session) => {
  const { events } = await goLive(session);
  server.hangs = true;
  events.cut();
  await until(() => server.offers === 2);
  server.isAway = true;
  session.close();
  await until(() => server.unanswered > 0);
  server.isAway = false;
  await until(() => erasures().length > 0);
});

check("silence, and no server that has the session: the client comes back", async (session) => {
  await goLive(session);
  server.sessionStatus = 503;
  await reconnected(2);
  assert.equal(server.probes, 1);
});

check("silence, and a server that has the session: the client waits", async (session) => {
  await goLive(session);
  await until(() => server.probes > 1);
  assert.equal(server.offers, 1);
});
