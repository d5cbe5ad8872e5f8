import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { CaptionsPanel, MAX_SHOWN } from "../../client/view/captions-panel.js";
import { usePage } from "./fake-page.mjs";

const said = (role, text, final) => ({
  type: "transcript", role, text, final, start_s: null, end_s: null,
});

function createPanel() {
  const page = usePage();
  const i18n = new I18n(["en"]);
  const panel = new CaptionsPanel(i18n);
  panel.render();
  const textsOf = (id) => page.getElementById(id).children.map((child) => child.text);
  return { page, panel, i18n, closed: () => textsOf("captions-log"), open: () => textsOf("captions-open") };
}

test("only what is final is read out; what is being said is shown beside it", () => {
  const { page, panel, closed, open } = createPanel();
  assert.equal(page.getElementById("captions-empty").hidden, false);
  panel.add(said("user", "I am", false));
  panel.add(said("user", "I am here", false));
  assert.deepEqual([closed(), open()], [[], ["You: I am here"]]);
  panel.add(said("user", "I am here.", true));
  assert.deepEqual([closed(), open()], [["You: I am here."], []]);
  assert.equal(page.getElementById("captions-empty").hidden, true);
});

test("a closed turn is added, and the others are not written anew: they would be read again", () => {
  const { page, panel } = createPanel();
  panel.add(said("user", "One.", true));
  const [first] = page.getElementById("captions-log").children;
  panel.add(said("assistant", "Two.", true));
  assert.equal(page.getElementById("captions-log").children[0], first);
});

test("the page keeps the last turns only, in whatever language is chosen meanwhile", () => {
  const { panel, closed } = createPanel();
  for (let turn = 1; turn <= MAX_SHOWN + 3; turn += 1) panel.add(said("user", `${turn}`, true));
  const shown = closed();
  assert.equal(shown.length, MAX_SHOWN);
  assert.equal(shown[0], "You: 4");
  panel.render();
  assert.deepEqual(closed(), shown);
});

test("in another language the turns stay, with the speakers' names in it: none is read again", () => {
  const { page, panel, i18n, closed } = createPanel();
  panel.add(said("user", "One.", true));
  panel.add(said("assistant", "Two.", true));
  const before = [...page.getElementById("captions-log").children];
  i18n.language = "es";
  panel.render();
  assert.deepEqual(closed(), ["Tú: One.", "Asistente: Two."]);
  assert.ok(page.getElementById("captions-log").children.every((turn, index) => turn === before[index]));
});

test("a new session starts without the last one's turns", () => {
  const { panel, closed } = createPanel();
  panel.add(said("user", "One.", true));
  panel.reset();
  assert.deepEqual(closed(), []);
});

test("who scrolled back is left there; who is at the end stays at the end", () => {
  const { page, panel } = createPanel();
  const box = page.getElementById("captions");
  Object.assign(box, { scrollHeight: 500, clientHeight: 100, scrollTop: 50 });
  panel.add(said("user", "One.", true));
  assert.equal(box.scrollTop, 50);
  box.scrollTop = 390;
  panel.add(said("user", "Two.", true));
  assert.equal(box.scrollTop, 500);
});
