import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { ResultPanel } from "../../client/view/result-panel.js";
import { eventOf, usePage } from "./fake-page.mjs";

const LOCAL = { type: "analysis", done: true, source: "local", model: null, text: "You smiled." };
const RECORD = {
  started: { remember: null, sources: [] }, advice: [], complaints: [], analysis: null, report: null,
};
const GEMINI = { ...LOCAL, source: "gemini", model: "gemini-x" };

/** @returns a panel in English, and what stands in its element of an id ("" where it is hidden) */
function createPanel() {
  const page = usePage();
  let count = 0;
  const panel = new ResultPanel(new I18n(["en"]), {
    onDownload() {}, onAgain() {}, onStopWaiting: () => (count += 1),
  });
  panel.reset();
  const shown = (id) => {
    const element = page.getElementById(id);
    return element.hidden ? "" : element.text;
  };
  const stopWaiting = page.getElementById("stop-waiting");
  const giveUp = () => {
    stopWaiting.dispatchEvent(eventOf("click"));
    return count;
  };
  return { page, panel, shown, stopWaiting, giveUp };
}

test("what Gemini wrote is said to be made from what went to Google", () => {
  const { panel, shown } = createPanel();
  panel.addAnalysis(GEMINI);
  assert.match(shown("analysis-source"), /gemini-x/);
  assert.match(shown("text-sent"), /went to Google/);
});

test("after Gemini failed the source and the receipt say so", () => {
  const { panel, shown } = createPanel();
  panel.setGeminiFailed();
  panel.addAnalysis(LOCAL);
  assert.match(shown("analysis-source"), /Google gave no usable answer/);
  assert.match(shown("text-sent"), /may have reached Google/);
});

test("of a session that asked nobody nothing is said to have left, nor of the next one", () => {
  const { panel, shown } = createPanel();
  panel.setGeminiFailed();
  panel.reset();
  panel.addAnalysis(LOCAL);
  assert.doesNotMatch(shown("analysis-source"), /Google/);
  assert.equal(shown("text-sent"), "");
});

test("over a broken connection nobody is said to write, and the person need not wait", () => {
  const { panel, shown, stopWaiting, giveUp } = createPanel();
  assert.match(shown("analysis-status"), /Writing/);
  assert.equal(stopWaiting.hidden, true);
  panel.setConnection("reconnecting");
  assert.match(shown("analysis-status"), /connection broke/);
  assert.equal(stopWaiting.hidden, false);
  assert.equal(giveUp(), 1);
  panel.finish(RECORD);
  assert.match(shown("analysis-status"), /did not arrive/);
  assert.equal(stopWaiting.hidden, true);
});

test("an analysis that came before the connection broke does not hide that the rest is missing", () => {
  const { panel, shown, stopWaiting } = createPanel();
  panel.addAnalysis(LOCAL);
  panel.setConnection("reconnecting");
  assert.match(shown("analysis-status"), /connection broke/);
  assert.equal(stopWaiting.hidden, false);
});

test("once the connection is back the analysis is being written, and there is nothing to give up", () => {
  const { panel, shown, stopWaiting } = createPanel();
  panel.setConnection("reconnecting");
  panel.setConnection("good");
  assert.match(shown("analysis-status"), /Writing/);
  assert.equal(stopWaiting.hidden, true);
});

for (const [what, fail] of [["went", false], ["may have gone", true]]) {
  test(`the receipt names all that ${what} to Google, as the consent does`, () => {
    const { panel, shown } = createPanel();
    if (fail) panel.setGeminiFailed();
    panel.addAnalysis(fail ? LOCAL : GEMINI);
    const told = fail ? ["text-sent"] : ["text-sent", "analysis-source"];
    for (const id of told) assert.match(shown(id), /your voice, your words, how they changed .*earlier talks/);
  });
}

test("an analysis that was read out stays as it is at the session's end", () => {
  const { panel, page } = createPanel();
  panel.addAnalysis({ type: "analysis", done: false, delta: "You smiled.\n\nThen" });
  panel.addAnalysis({ ...LOCAL, text: "You smiled.\n\nThen less." });
  const before = [...page.getElementById("analysis-text").children];
  panel.finish({ ...RECORD, analysis: LOCAL });
  const after = page.getElementById("analysis-text").children;
  assert.deepEqual(after.map(({ text }) => text), ["You smiled.", "Then less."]);
  assert.ok(after.every((paragraph, index) => paragraph === before[index]));
});

test("a new session's analysis begins empty", () => {
  const { panel, shown } = createPanel();
  panel.addAnalysis(LOCAL);
  panel.reset();
  assert.equal(shown("analysis-text"), "");
});
