import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n } from "../../client/i18n.js";
import { VoicePanel } from "../../client/view/voice-panel.js";
import { usePage } from "./fake-page.mjs";

const voice = (source, emotion, over = {}) => ({
  type: "voice", seq: 1, emotion, confidence: 0.7, energy_level: "high", source,
  window: { start_s: 0, end_s: 3 }, ...over,
});

function createPanel(sources) {
  const page = usePage();
  const panel = new VoicePanel(new I18n(["en"]));
  panel.reset(sources);
  const textOf = (id) => page.getElementById(id).textContent;
  const isHidden = (id) => page.getElementById(id).hidden;
  return { page, panel, textOf, isHidden };
}

test("without a voice there is no panel; without an assistant no second opinion", () => {
  assert.equal(createPanel(["face"]).isHidden("voice"), true);
  const { isHidden } = createPanel(["face", "voice"]);
  assert.equal(isHidden("voice"), false);
  assert.equal(isHidden("voice-second"), true);
});

test("what was heard over a broken connection does not stand as if it still were", () => {
  const { panel, textOf } = createPanel(["face", "voice"]);
  panel.setVoice(voice("local", "sad"));
  panel.clear();
  assert.equal(textOf("voice-reading"), "Listening…");
});

test("both readings keep their own names and confidence, and disagreement is told", () => {
  const { panel, page, textOf, isHidden } = createPanel(["face", "voice", "assistant"]);
  assert.equal(textOf("voice-opinion"), "None yet");
  panel.setVoice(voice("local", "sad"));
  assert.equal(isHidden("voice-comparison"), true);
  panel.setVoice(voice("gemini-live", "happy", { confidence: 0.9 }));
  assert.equal(textOf("voice-reading"), "Sad · 70%");
  assert.equal(textOf("voice-opinion"), "Happy · 90%");
  assert.match(textOf("voice-comparison"), /disagree.*here, sad; Gemini, happy/);
  assert.equal(page.getElementById("voice-comparison").dataset.agrees, "false");
});

test("an unclear reading shows no confidence, and is not compared", () => {
  const { panel, textOf, isHidden } = createPanel(["voice", "assistant"]);
  panel.setVoice(voice("local", "uncertain"));
  panel.setVoice(voice("gemini-live", "happy"));
  assert.equal(textOf("voice-reading"), "Unclear");
  assert.equal(isHidden("voice-comparison"), true);
});

test("a new session knows nothing of the last one's voice", () => {
  const { panel, textOf } = createPanel(["voice", "assistant"]);
  panel.setVoice(voice("gemini-live", "happy"));
  panel.reset(["voice", "assistant"]);
  assert.equal(textOf("voice-opinion"), "None yet");
});
