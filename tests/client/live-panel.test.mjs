import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { LivePanel } from "../../client/view/live-panel.js";
import { Stage } from "../../client/view/stage.js";
import { usePage } from "./fake-page.mjs";

const SCORES = {
  angry: 0, disgusted: 0, fearful: 0, happy: 1, neutral: 0, sad: 0, surprised: 0,
};
const LABEL = {
  type: "label", seq: 4, emotion: "HAPPY", confidence: 1, reason: null, uncertain: false,
  expression: { name: "happy", scores: SCORES }, smoothed: { name: "happy", scores: SCORES },
  face: { box: [0.2, 0.2, 0.4, 0.4], count: 1 }, frame: null,
  timing_ms: { decode: 1, wait: 1, infer: 10, total: 40 },
};

let page;
let panel;
let stage;

/** A live session with a reading on the page. */
beforeEach(() => {
  page = usePage();
  const i18n = new I18n(["en"]);
  panel = new LivePanel(i18n, () => {});
  panel.reset();
  panel.setLabel(LABEL);
  panel.setRoundtrip(30);
  stage = new Stage(i18n);
  stage.setMode("live");
  stage.setFace(LABEL.face.box, false);
});

const textOf = (id) => page.getElementById(id).text;
const isHidden = (id) => page.getElementById(id).hidden;

test("a broken connection takes the last reading off the page", () => {
  assert.equal(textOf("emotion"), "Joy");
  panel.setConnection("reconnecting");
  assert.equal(textOf("emotion"), "No readings without a connection");
  assert.equal(textOf("confidence-value"), "–");
  assert.doesNotMatch(textOf("bars"), /%/);
  assert.equal(isHidden("link-latency"), true);
  assert.equal(isHidden("link-roundtrip"), true);
  assert.match(textOf("link-status"), /Reconnecting/);
});

test("a weak connection leaves the reading", () => {
  panel.setConnection("weak");
  assert.equal(textOf("emotion"), "Joy");
});

test("the next reading over another connection shows", () => {
  panel.setConnection("reconnecting");
  panel.setConnection("good");
  panel.setLabel({ ...LABEL, seq: 5 });
  assert.equal(textOf("emotion"), "Joy");
});

test("the picture is not said to be live while nothing of it is read", () => {
  stage.setConnection("reconnecting");
  assert.equal(textOf("stage-badge"), "Reconnecting…");
  assert.equal(isHidden("face-box"), true);
  assert.equal(isHidden("remaining"), true);
  stage.setConnection("good");
  assert.equal(textOf("stage-badge"), "Live");
  assert.equal(isHidden("remaining"), false);
});

test("a connection that was only weak leaves the face's box", () => {
  stage.setConnection("weak");
  stage.setConnection("good");
  assert.equal(isHidden("face-box"), false);
});
