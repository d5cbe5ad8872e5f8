import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { ERROR_CODES } from "../../client/errors.js";
import { EMOTIONS, EXPRESSIONS } from "../../client/fields.js";
import { chooseLanguage, TEXTS, translate } from "../../client/i18n.js";

const CLIENT = fileURLToPath(new URL("../../client/", import.meta.url));
const PAGES = ["index.html", "conversation.html", "model-card.html"];
const HTML = PAGES.map((name) => readFileSync(CLIENT + name, "utf8")).join("\n");

const VOICE_EMOTIONS = ["happy", "sad", "angry", "anxious", "neutral", "uncertain"];
const ASSISTANT_STATES = ["connecting", "listening", "speaking", "interrupted", "unavailable"];
const TRENDS = ["insufficient_data", "improving", "stable", "persistent_negative"];
const WORD_CATEGORIES = ["joy", "love", "surprise", "sadness", "anger", "fear", "neutral"];

const holes = (/** @type {string} */ text) => (text.match(/\{\w+\}/g) ?? []).sort();

function sources() {
  const folders = [CLIENT, `${CLIENT}view/`, `${CLIENT}conversation/`, `${CLIENT}model-card/`];
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => folder + name))
    .filter((path) => path.endsWith(".js"))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
}

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(TEXTS.en).sort(), Object.keys(TEXTS.es).sort());
});

test("both languages fill the same holes, and no text is empty", () => {
  for (const [key, es] of Object.entries(TEXTS.es)) {
    const en = TEXTS.en[/** @type {keyof typeof TEXTS.es} */ (key)];
    assert.deepEqual(holes(en), holes(es), key);
    assert.ok(es.trim() && en.trim(), key);
  }
});

test("every text that the page asks for exists", () => {
  const asked = [...HTML.matchAll(/data-text="([^"]+)"/g)].map(([, key]) => key);
  assert.ok(asked.length > 20);
  for (const key of asked) assert.ok(Object.hasOwn(TEXTS.es, key), key);
});

test("every text is asked for somewhere", () => {
  const code = sources() + HTML;
  const families = [...code.matchAll(/`([a-z_]+\.(?:[a-z_]+\.)?)\$\{/g)].map(([, start]) => start);
  const used = (/** @type {string} */ key) =>
    code.includes(`"${key}"`) || families.some((start) => key.startsWith(start));
  assert.deepEqual(Object.keys(TEXTS.es).filter((key) => !used(key)), []);
});

test("every name that the server may send has a text", () => {
  const reasons = [
    "no_face", "too_dark", "too_bright", "too_small", "blurred", "turned_away", "cut_off",
    "no_video",
  ];
  for (const key of [
    ...EMOTIONS.flatMap((name) => [`emotion.${name}`, `emotion_short.${name}`]),
    ...EXPRESSIONS.map((name) => `expression.${name}`),
    ...ERROR_CODES.flatMap((code) => [`error.${code}.title`, `error.${code}.advice`]),
    ...reasons.map((reason) => `reason.${reason}`),
    ...VOICE_EMOTIONS.map((name) => `voice.${name}`),
    ...["high", "medium", "low"].map((level) => `energy.${level}`),
    ...ASSISTANT_STATES.map((state) => `assistant_state.${state}`),
    ...TRENDS.map((trend) => `trend.${trend}`),
    ...["support", "education", "wellness"].flatMap((name) => [
      `scenario.${name}`,
      `scenario_hint.${name}`,
    ]),
    ...WORD_CATEGORIES.map((name) => `feeling.${name}`),
    "captions.user",
    "captions.assistant",
  ]) {
    assert.ok(Object.hasOwn(TEXTS.es, key), key);
  }
});

test("the reader's own choice wins over the browser's", () => {
  assert.equal(chooseLanguage("en", ["es-MX"]), "en");
});

test("a remembered language that no longer exists is forgotten", () => {
  assert.equal(chooseLanguage("tlh", ["es-MX"]), "es");
  assert.equal(chooseLanguage("toString", ["es"]), "es");
});

test("the first language of the browser that we speak is taken, whatever its region", () => {
  assert.equal(chooseLanguage(null, ["fr-FR", "ES-419", "en"]), "es");
  assert.equal(chooseLanguage(null, ["de", "en-GB", "es"]), "en");
});

test("who prefers neither language reads English", () => {
  assert.equal(chooseLanguage(null, ["ja"]), "en");
  assert.equal(chooseLanguage(null, []), "en");
});

test("holes are filled, zero included, and an unknown hole stays visible", () => {
  assert.equal(translate("en", "live.faces", { count: 0 }).startsWith("0 faces"), true);
  assert.match(translate("en", "live.faces", {}), /^\{count\}/);
});

test("what people agree to names the face and the voice", () => {
  assert.match(TEXTS.en["consent.checkbox"], /expression .*voice/);
  assert.match(TEXTS.es["consent.checkbox"], /expresión .*voz/);
});
