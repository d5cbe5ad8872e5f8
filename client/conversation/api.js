/** Asks the server's text endpoints. */

import { parseAccount, parseReadings } from "./fields.js";

/** @typedef {import("./fields.js").Account} Account */
/** @typedef {import("./fields.js").MessageReading} MessageReading */
/** @typedef {{role: "user" | "assistant", text: string}} RoleMessage */
/** @typedef {{readings: MessageReading[], account: Account}} Analysis */

const TIMEOUT_MS = 30_000;

/** A refusal or failure of the server, in its own words. */
export class TextApiError extends Error {
  /**
   * @param {string} message
   * @param {number | null} status of HTTP; null without an answer
   */
  constructor(message, status) {
    super(message);
    this.name = "TextApiError";
    this.status = status;
  }
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {string} key
 * @param {typeof fetch} fetcher
 * @returns {Promise<unknown>}
 */
async function post(path, body, key, fetcher) {
  const headers = { "Content-Type": "application/json", "x-api-key": key };
  const aborter = new AbortController();
  const timeout = setTimeout(() => aborter.abort(), TIMEOUT_MS);
  try {
    const order = { method: "POST", headers, body: JSON.stringify(body), signal: aborter.signal };
    return await answerOf(await fetcher(path, order));
  } catch (error) {
    if (error instanceof TextApiError) throw error;
    throw new TextApiError(String(error), null);
  } finally {
    clearTimeout(timeout);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<unknown>}
 */
async function answerOf(response) {
  const text = await response.text();
  try {
    const answer = JSON.parse(text);
    if (response.ok) return answer;
    throw new TextApiError(answer.error ?? response.statusText, response.status);
  } catch (error) {
    // A proxy before the server may answer no JSON.
    if (error instanceof SyntaxError) throw new TextApiError(error.message, response.status);
    throw error;
  }
}

/**
 * Analyse a conversation; the server keeps nothing of it.
 * @param {readonly RoleMessage[]} messages
 * @param {{key: string, language: string, fetcher?: typeof fetch}} options
 * @returns {Promise<Analysis>}
 */
export async function analyse(messages, { key, language, fetcher = fetch }) {
  const v1 = messages.map(({ role, text }) => ({ role, content: text }));
  const v2 = messages.map(({ role, text }) => ({ role, content: { text } }));
  const [account, readings] = await Promise.all([
    post("/v1/emotion/analyze", { messages: v1, language }, key, fetcher),
    post("/v2/emotions/analysis", { model: "emotion-v2", messages: v2 }, key, fetcher),
  ]);
  return { account: parseAccount(account), readings: parseReadings(readings) };
}
