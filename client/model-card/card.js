/** The model card as the server tells it at `/model`. */

import { asNumber, asString, EXPRESSIONS, isObject } from "../fields.js";

/** @typedef {import("../i18n.js").Language} Language */
/** @typedef {import("../fields.js").ExpressionName} ExpressionName */
/** @typedef {{share: number, low: number, high: number}} Share a share of 1 with its 95 % interval */
/** @typedef {{faces: number, accuracy: Share}} Result */
/** @typedef {{task: Task, part: Part, faces: number, network: Share, landmarks: Share}} TaskRow */

/**
 * @typedef {object} ExpressionRow
 * @property {ExpressionName} name
 * @property {number} faces
 * @property {Share} network
 * @property {Share} landmarks
 * @property {number} found share of the faces that the landmarker found
 */

/**
 * @typedef {object} Card
 * @property {string} name
 * @property {string} version
 * @property {string} licence
 * @property {string} summary
 * @property {string} statement
 * @property {string} inputs
 * @property {string[]} forbiddenUses
 * @property {string[]} data
 * @property {string[]} terms
 * @property {{title: string, text: string}[]} limits
 * @property {number} coverage share of the test faces that the landmarker found
 * @property {TaskRow[]} tasks
 * @property {ExpressionRow[]} expressions
 */

/** @typedef {(typeof TASKS)[number]} Task */
/** @typedef {(typeof PARTS)[number]} Part */
export const TASKS = /** @type {const} */ (["expressions", "happy_sad_ferplus", "happy_sad"]);
export const PARTS = /** @type {const} */ (["all", "without_near_copies"]);

const TIMEOUT_MS = 10_000;

/** The server's answer is no model card, or there is none. */
export class CardError extends Error {}

/**
 * @param {Language} language
 * @param {typeof fetch} fetcher
 * @returns {Promise<Card>}
 */
export async function fetchCard(language, fetcher = fetch) {
  const aborter = new AbortController();
  const timeout = setTimeout(() => aborter.abort(), TIMEOUT_MS);
  try {
    const response = await fetcher(`/model?language=${language}`, { signal: aborter.signal });
    if (!response.ok) throw new CardError(`status ${response.status}`);
    return parseCard(await response.json());
  } catch (error) {
    if (error instanceof CardError) throw error;
    throw new CardError(String(error));
  } finally {
    clearTimeout(timeout);
  }
}

/**
 * @param {unknown} answer
 * @returns {Card}
 */
export function parseCard(answer) {
  const card = object(answer);
  const figures = object(card.figures);
  return {
    name: text(card.name),
    version: text(card.version),
    licence: text(card.licence),
    summary: text(card.summary),
    statement: text(card.statement),
    inputs: text(card.inputs),
    forbiddenUses: list(card.forbidden_uses).map(text),
    data: list(card.data).map(text),
    terms: list(card.terms).map(text),
    limits: list(card.limits).map((limit) => {
      const fields = object(limit);
      return { title: text(fields.title), text: text(fields.text) };
    }),
    coverage: number(object(figures.coverage).expressions),
    tasks: TASKS.flatMap((task) => PARTS.map((part) => taskRow(figures, task, part))),
    expressions: EXPRESSIONS.map((name) => expressionRow(figures, name)),
  };
}

/**
 * @param {Record<string, unknown>} figures
 * @param {Task} task
 * @param {Part} part
 * @returns {TaskRow}
 */
function taskRow(figures, task, part) {
  const [network, landmarks] = ["network", "landmarks"].map((model) => {
    const scores = scoresOf(figures, model, task, part);
    return { faces: number(scores.n), accuracy: share(scores.accuracy, scores.accuracy_95) };
  });
  if (!network || !landmarks) throw new CardError("a model is missing");
  return {
    task,
    part,
    faces: network.faces,
    network: network.accuracy,
    landmarks: landmarks.accuracy,
  };
}

/**
 * @param {Record<string, unknown>} figures
 * @param {ExpressionName} name
 * @returns {ExpressionRow}
 */
function expressionRow(figures, name) {
  const recall = (/** @type {string} */ model) => {
    const scores = scoresOf(figures, model, "expressions", "all");
    return share(object(scores.recall)[name], object(scores.recall_95)[name]);
  };
  const { confusion } = scoresOf(figures, "network", "expressions", "all");
  const row = list(list(confusion)[EXPRESSIONS.indexOf(name)]).map(number);
  return {
    name,
    faces: row.reduce((sum, count) => sum + count, 0),
    network: recall("network"),
    landmarks: recall("landmarks"),
    found: number(object(object(figures.coverage).by_expression)[name]),
  };
}

/**
 * @param {Record<string, unknown>} figures
 * @param {string} model
 * @param {Task} task
 * @param {Part} part
 */
function scoresOf(figures, model, task, part) {
  return object(object(object(object(figures.models)[model])[task])[part]);
}

/**
 * @param {unknown} value
 * @param {unknown} interval
 * @returns {Share}
 */
function share(value, interval) {
  const [low, high] = list(interval).map(number);
  return { share: number(value), low: number(low), high: number(high) };
}

/** @param {unknown} value */
function object(value) {
  if (!isObject(value)) throw new CardError("an object is missing");
  return value;
}

/**
 * @param {unknown} value
 * @returns {unknown[]}
 */
function list(value) {
  if (!Array.isArray(value)) throw new CardError("a list is missing");
  return value;
}

/** @param {unknown} value */
function text(value) {
  const found = asString(value);
  if (found === null) throw new CardError("a text is missing");
  return found;
}

/** @param {unknown} value */
function number(value) {
  const found = asNumber(value);
  if (found === null) throw new CardError("a number is missing");
  return found;
}
