import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { ResultPanel } from "../../client/view/result-panel.js";
import { usePage } from "./fake-page.mjs";

const LOCAL = { type: "analysis", done: true, source: "local", model: null, text: "You smiled." };
const GEMINI = { ...LOCAL, source: "gemini", model: "gemini-x" };

/** @returns a panel in English, and what stands in its element of an id ("" where it is hidden) */
function createPanel() {
  const page = usePage();
  const panel = new ResultPanel(new I18n(["en"]), { onDownload() {}, onAgain() {} });
  panel.reset();
  const shown = (id) => {
    const element = page.getElementById(id);
    return element.hidden ? "" : element.text;
  };
  return { panel, shown };
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
