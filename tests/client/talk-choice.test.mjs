import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { TalkChoice } from "../../client/view/talk-choice.js";
import { FakeElement, usePage } from "./fake-page.mjs";

const OFFER = { assistant: { name: "gemini-x" }, scenarios: ["wellness", "siesta"] };

function createChoice(offer) {
  const page = usePage();
  globalThis.HTMLSelectElement = FakeElement;
  const element = (id) => page.getElementById(id);
  // What a reload brings back.
  element("assistant-switch").checked = true;
  const choice = new TalkChoice(new I18n(["en"]));
  choice.setMicrophone(true);
  if (offer) choice.setOffer(offer);
  const set = (id, fields) => {
    Object.assign(element(id), fields);
    element(id).dispatchEvent(new Event("change"));
  };
  return { choice, element, set };
}

test("a server without an assistant and scenarios is asked about neither", () => {
  const { choice, element } = createChoice(null);
  choice.render();
  for (const id of ["assistant-choice", "consent-assistant", "scenario-field"]) {
    assert.equal(element(id).hidden, true, id);
  }
  assert.equal(choice.talk, null);
  assert.equal(choice.scenario, null);
});

test("the assistant is off by default, after a reload, too, and says who would hear", () => {
  const { choice, element, set } = createChoice(OFFER);
  assert.equal(element("assistant-choice").hidden, false);
  assert.equal(choice.talk, null);
  assert.match(element("assistant-who").textContent, /Google \(gemini-x\) receives/);
  set("assistant-switch", { checked: true });
  assert.deepEqual(choice.talk, { name: "gemini-x", pushToTalk: false });
});

test("push to talk is a choice within the assistant", () => {
  const { choice, element, set } = createChoice(OFFER);
  assert.equal(element("push-label").hidden, true);
  set("assistant-switch", { checked: true });
  assert.equal(element("push-label").hidden, false);
  set("push-to-talk", { checked: true });
  assert.equal(choice.talk?.pushToTalk, true);
});

test("without a microphone there is no talk, and it is said what is missing", () => {
  const { choice, element, set } = createChoice(OFFER);
  set("assistant-switch", { checked: true });
  choice.setMicrophone(false);
  assert.equal(choice.talk, null);
  assert.equal(element("assistant-switch").disabled, true);
  assert.equal(element("assistant-missing").hidden, false);
});

test("scenarios have names, those of a newer server their own; none is the default", () => {
  const { choice, element, set } = createChoice(OFFER);
  const names = element("scenario").children.map(({ text }) => text);
  assert.deepEqual(names, ["Nothing", "Wellness", "siesta"]);
  assert.equal(choice.scenario, null);
  set("scenario", { value: "wellness" });
  assert.equal(choice.scenario, "wellness");
  assert.match(element("scenario-hint").textContent, /no medical advice/);
});
