import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { CarePanel } from "../../client/view/care-panel.js";
import { usePage } from "./fake-page.mjs";

const trend = (name, escalate = false) => ({
  type: "trend", trend: name, escalate, since_s: 0, sources: ["face"], time_s: 5,
});
const advice = (code, text) => ({ type: "advice", scenario: "wellness", code, text, time_s: 5 });

function createPanel() {
  const page = usePage();
  const panel = new CarePanel(new I18n(["en"]));
  panel.render();
  const element = (id) => page.getElementById(id);
  return { panel, element, advised: () => element("care-advice").children.map(({ text }) => text) };
}

test("nothing is shown before there is something to say", () => {
  const { panel, element } = createPanel();
  assert.equal(element("care").hidden, true);
  panel.setTrend(trend("insufficient_data"));
  assert.equal(element("care").hidden, true);
});

test("a trend is told; a hard one gets a gentle word, which goes when it is over", () => {
  const { panel, element } = createPanel();
  panel.setTrend(trend("persistent_negative", true));
  assert.equal(element("care").hidden, false);
  assert.match(element("care-trend").textContent, /^Trend: /);
  assert.equal(element("care-escalate").hidden, false);
  panel.setTrend(trend("improving"));
  assert.equal(element("care-trend").textContent, "Trend: improving");
  assert.equal(element("care-escalate").hidden, true);
});

test("the latest suggestions stand there, and none twice", () => {
  const { panel, advised } = createPanel();
  for (const code of ["a", "b", "c", "b", "d"]) panel.addAdvice(advice(code, `Do ${code}.`));
  assert.deepEqual(advised(), ["Do c.", "Do b.", "Do d."]);
});

test("suggestions that stand there stay when a trend comes or another one: they would be read again", () => {
  const { panel, element } = createPanel();
  for (const code of ["a", "b", "c"]) panel.addAdvice(advice(code, `Do ${code}.`));
  const before = element("care-advice").children;
  panel.setTrend(trend("improving"));
  assert.ok(element("care-advice").children.every((item, index) => item === before[index]));
  panel.addAdvice(advice("d", "Do d."));
  assert.deepEqual(element("care-advice").children.slice(0, 2), before.slice(1));
});

test("a new session starts without the last one's trend and suggestions", () => {
  const { panel, element } = createPanel();
  panel.setTrend(trend("persistent_negative", true));
  panel.addAdvice(advice("a", "Do a."));
  panel.reset();
  assert.equal(element("care").hidden, true);
});
