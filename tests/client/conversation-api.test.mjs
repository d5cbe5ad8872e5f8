import assert from "node:assert/strict";
import { test } from "node:test";

import { analyse, TextApiError } from "../../client/conversation/api.js";
import { AnswerError } from "../../client/conversation/fields.js";

const ACCOUNT = {
  analysis: {
    currentEmotion: { primary: "anger", intensity: 0.8, secondary: ["frustration"] },
    emotionalProgression: [],
    triggers: ["extended wait time"],
    recommendations: ["Acknowledge frustration explicitly"],
  },
  sentiment: { score: -0.8, label: "very negative", trend: "worsening" },
};
const READ = {
  role: "user", category: "anger", intensity: 0.8, intensityLevel: "high", valence: -0.7, arousal: 0.8,
};
const MESSAGES = [{ role: /** @type {const} */ ("user"), text: "No!" }];
const OPTIONS = { key: "0123456789abcdef", language: "en" };

/**
 * @param {Record<string, [number, unknown]>} answers by path
 */
function server(answers) {
  /** @type {{path: string, headers: Record<string, string>, body: any}[]} */
  const requests = [];
  const fetcher = async (/** @type {any} */ path, /** @type {any} */ init) => {
    requests.push({ path, headers: init.headers, body: JSON.parse(init.body) });
    const [status, body] = answers[path] ?? [404, { error: "nothing there" }];
    return new Response(JSON.stringify(body), { status });
  };
  return { requests, fetcher: /** @type {typeof fetch} */ (fetcher) };
}

const answering = (/** @type {unknown} */ readings, /** @type {unknown} */ account = ACCOUNT) =>
  server({
    "/v1/emotion/analyze": [200, account],
    "/v2/emotions/analysis": [200, { messages: readings }],
  });

test("both endpoints are asked with the key, in their own shapes", async () => {
  const { requests, fetcher } = answering([READ]);
  await analyse(MESSAGES, { ...OPTIONS, fetcher });
  const [v1, v2] = requests;
  assert.equal(v1?.headers["x-api-key"], OPTIONS.key);
  assert.deepEqual(v1?.body.messages, [{ role: "user", content: "No!" }]);
  assert.deepEqual(v2?.body.messages, [{ role: "user", content: { text: "No!" } }]);
});

test("the answers are read", async () => {
  const { fetcher } = answering([READ]);
  const { account, readings } = await analyse(MESSAGES, { ...OPTIONS, fetcher });
  assert.equal(account.current?.primary, "anger");
  assert.deepEqual(account.triggers, ["extended wait time"]);
  assert.equal(readings[0]?.emotion?.valence, -0.7);
});

test("a message in a language that no model reads has no emotion", async () => {
  const { fetcher } = answering([{ role: "user", language: "unsupported" }]);
  const { readings } = await analyse(MESSAGES, { ...OPTIONS, fetcher });
  assert.deepEqual(readings, [{ role: "user", emotion: null }]);
});

test("a conversation wholly in such a language has no account, and that is no failure", async () => {
  const analysis = { ...ACCOUNT.analysis, currentEmotion: null, triggers: [], recommendations: [] };
  const unread = [{ role: "user", language: "unsupported" }];
  const { fetcher } = answering(unread, { analysis, sentiment: null, unread: [] });
  const { account, readings } = await analyse(MESSAGES, { ...OPTIONS, fetcher });
  assert.deepEqual(account, { current: null, triggers: [], recommendations: [], sentiment: null });
  assert.equal(readings.length, 1);
});

test("a refusal carries the server's words and status", async () => {
  const { fetcher } = server({ "/v2/emotions/analysis": [401, { error: "send a valid key" }] });
  await assert.rejects(
    analyse(MESSAGES, { ...OPTIONS, fetcher }),
    (error) => error instanceof TextApiError && [401, 404].includes(error.status ?? 0),
  );
});

test("no answer at all is a failure without a status", async () => {
  const fetcher = /** @type {typeof fetch} */ (() => Promise.reject(new TypeError("no network")));
  await assert.rejects(
    analyse(MESSAGES, { ...OPTIONS, fetcher }),
    (error) => error instanceof TextApiError && error.status === null,
  );
});

test("an answer without its fields is refused by the field's name", async () => {
  const { fetcher } = answering([{ ...READ, valence: "low" }]);
  await assert.rejects(
    analyse(MESSAGES, { ...OPTIONS, fetcher }),
    (error) => error instanceof AnswerError && /valence/.test(error.message),
  );
});
