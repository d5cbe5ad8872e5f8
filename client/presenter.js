/** What each event of a session shows on the page, as long as nothing else follows from it. */

/** @typedef {import("./recorder.js").Recorder} Recorder */
/** @typedef {import("./session.js").EmoChatSession} EmoChatSession */
/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view/assistant-panel.js").Talk} Talk */

/** Failures of the assistant, which its `assistant` messages explain, of Gemini and the memory. */
const LIVE_ERROR = "live_";
const GEMINI_ERROR = "gemini_";
const NOT_OF_THE_FACE = [LIVE_ERROR, GEMINI_ERROR, "assistant_", "memory_"];
/** The server has no way to ask Gemini: nothing left it. */
const NEVER_ASKED = ["gemini_missing_library", "gemini_missing_key"];

/**
 * Show the readings of the face, the connection and the analysis.
 * @param {EmoChatSession} session
 * @param {Recorder} recorder
 * @param {View} view
 */
export function presentFace(session, recorder, { calibration, chart, live, result, stage }) {
  session.on("label", (label) => {
    if (recorder.add(label, session.elapsedS ?? 0)) {
      live.setLabel(label);
      stage.setFace(label.face?.box ?? null, label.uncertain);
    }
    chart.setReadings(recorder.readings, session.durationS);
  });
  session.on("calibrated", () => calibration.finish("done"));
  session.on("servererror", ({ code }) => {
    if (!NOT_OF_THE_FACE.some((start) => code.startsWith(start))) calibration.finish("failed");
    if (code.startsWith(GEMINI_ERROR) && !NEVER_ASKED.includes(code)) result.setGeminiFailed();
  });
  session.on("connection", ({ status }) => {
    live.setConnection(status);
    stage.setConnection(status);
    result.setConnection(status);
  });
  session.on("roundtrip", ({ ms }) => live.setRoundtrip(ms));
  session.on("analysis", (part) => result.addAnalysis(part));
}

/**
 * Show the voices, what is said, and how it goes.
 * @param {EmoChatSession} session
 * @param {Talk | null} talk what the person agreed to
 * @param {View} view
 */
export function presentTalk(session, talk, { assistant, captions, care, voice }) {
  captions.reset();
  care.reset();
  // The reply's track comes with the answer, before `started`.
  assistant.begin(talk);
  session.on("started", ({ sources }) => {
    voice.reset(sources);
    if (!sources.includes("assistant")) assistant.setState("unavailable");
  });
  session.on("connection", ({ status }) => {
    if (status === "reconnecting") voice.clear();
  });
  session.on("voice", (reading) => voice.setVoice(reading));
  session.on("transcript", (part) => captions.add(part));
  session.on("assistant", ({ state }) => assistant.setState(state));
  session.on("reply", ({ track }) => assistant.setReply(track));
  session.on("trend", (trend) => care.setTrend(trend));
  session.on("advice", (advice) => care.addAdvice(advice));
  session.on("servererror", ({ code, message }) => {
    if (code.startsWith(LIVE_ERROR)) assistant.setReason(message);
  });
}
