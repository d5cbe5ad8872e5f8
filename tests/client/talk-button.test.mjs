import assert from "node:assert/strict";
import { test } from "node:test";

import { translate } from "../../client/i18n.js";
import { TalkButton } from "../../client/view/talk-button.js";
import { eventOf, FakeElement, usePage } from "./fake-page.mjs";

const BODY = new FakeElement();
const CONTROL = Object.assign(new FakeElement(), { isControl: true });

function createButton() {
  const page = usePage();
  const told = [];
  const button = new TalkButton({ t: (key) => translate("en", key) }, (active) => told.push(active));
  button.setShown(true);
  const element = page.getElementById("talk");
  const press = (type, fields = {}) =>
    element.dispatchEvent(eventOf(type, { button: 0, pointerId: 1, detail: 1, ...fields }));
  const key = (type, fields = {}) => {
    const event = eventOf(type, { key: " ", repeat: false, target: BODY, ...fields });
    page.dispatchEvent(event);
    return event;
  };
  return { page, button, element, told, press, key };
}

test("a pointer talks as long as it is down; the click that follows adds nothing", () => {
  const { told, press, element } = createButton();
  press("pointerdown");
  assert.equal(element.attributes["aria-pressed"], "true");
  for (const type of ["pointerup", "lostpointercapture", "click"]) press(type);
  assert.deepEqual(told, [true, false]);
  assert.equal(element.attributes["aria-pressed"], "false");
});

test("another button of the mouse does not talk", () => {
  const { told, press } = createButton();
  press("pointerdown", { button: 2 });
  assert.deepEqual(told, []);
});

test("the space bar talks from anywhere on the page, without scrolling it, once a press", () => {
  const { told, key } = createButton();
  assert.equal(key("keydown").defaultPrevented, true);
  key("keydown", { repeat: true });
  assert.equal(key("keyup").defaultPrevented, true);
  assert.deepEqual(told, [true, false]);
});

test("the space bar keeps its meaning in other controls, and works on the button itself", () => {
  const { told, key, element } = createButton();
  assert.equal(key("keydown", { target: CONTROL }).defaultPrevented, false);
  assert.deepEqual(told, []);
  element.isControl = true;
  key("keydown", { target: element });
  assert.deepEqual(told, [true]);
});

test("the space bar lets go also where the focus has moved to another control meanwhile", () => {
  const { told, key } = createButton();
  key("keydown");
  assert.equal(key("keyup", { target: CONTROL }).defaultPrevented, true);
  assert.deepEqual(told, [true, false]);
  assert.equal(key("keyup", { target: CONTROL }).defaultPrevented, false);
});

test("after a window that was left with the key down, other controls have the space bar again", () => {
  const { key } = createButton();
  key("keydown");
  globalThis.dispatchEvent(new Event("blur"));
  assert.equal(key("keyup", { target: CONTROL }).defaultPrevented, false);
});

test("who cannot hold a key or a button opens with one press and closes with another", () => {
  const { told, press } = createButton();
  press("click", { detail: 0 });
  press("click", { detail: 0 });
  assert.deepEqual(told, [true, false]);
});

test("who leaves the window is not heard any longer", () => {
  const { page, told, key } = createButton();
  key("keydown");
  globalThis.dispatchEvent(new Event("blur"));
  key("keydown");
  page.dispatchEvent(new Event("visibilitychange"));
  assert.deepEqual(told, [true, false, true, false]);
});

test("a button that goes away lets go, and leaves the space bar to the page", () => {
  const { button, told, key, element } = createButton();
  key("keydown");
  button.setShown(false);
  assert.deepEqual(told, [true, false]);
  assert.equal(element.hidden, true);
  assert.equal(key("keydown").defaultPrevented, false);
});
