import assert from "node:assert/strict";
import { test } from "node:test";

import { translate } from "../../client/i18n.js";
import { CalibrationPanel } from "../../client/view/calibration-panel.js";

/** As much of an element as the panel uses. */
class FakeElement extends EventTarget {
  dataset = {};
  attributes = {};
  textContent = "";

  setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
    this.attributes[name] = value;
  }
}

class FakeButton extends FakeElement {}

function createPanel() {
  const button = new FakeButton();
  const status = new FakeElement();
  Object.assign(globalThis, {
    HTMLElement: FakeElement,
    HTMLButtonElement: FakeButton,
    document: { getElementById: (id) => (id === "calibrate" ? button : status) },
  });
  const asked = [];
  const i18n = { t: (key) => translate("en", key) };
  const panel = new CalibrationPanel(i18n, () => asked.push("calibrate"));
  panel.render();
  const press = () => button.dispatchEvent(new Event("click"));
  return { panel, button, status, asked, press };
}

test("pressing asks once, says what to do, and keeps the focus", () => {
  const { button, status, asked, press } = createPanel();
  press();
  press();
  assert.deepEqual(asked, ["calibrate"]);
  assert.match(status.textContent, /neutral face for 3 seconds/);
  assert.equal(button.attributes["aria-disabled"], "true");
  assert.equal("disabled" in button.attributes, false);
});

for (const [outcome, text] of /** @type {const} */ ([["done", /Done/], ["failed", /try again/]])) {
  test(`a calibration that is ${outcome} is told, and may be repeated`, () => {
    const { panel, button, status, asked, press } = createPanel();
    press();
    panel.finish(outcome);
    assert.match(status.textContent, text);
    assert.equal(button.attributes["aria-disabled"], "false");
    press();
    assert.equal(asked.length, 2);
  });
}

test("a complaint about something else is not taken for a failed calibration", () => {
  const { panel, status } = createPanel();
  panel.finish("failed");
  assert.equal(status.dataset.state, "idle");
});

test("a new session knows nothing of the last one's calibration", () => {
  const { panel, status, press } = createPanel();
  press();
  panel.finish("done");
  panel.reset();
  assert.equal(status.dataset.state, "idle");
});
