/** What a session is started with. */

/** @typedef {import("./messages.js").Start} Start */

/**
 * @typedef {object} StartRequest
 * @property {boolean} consent the person agreed to be analysed; nothing starts without it
 * @property {string} [context] what the person is going to talk about, at most 2,000 characters
 * @property {string} [language] "es" or "en": of the written analysis, and of the assistant;
 *   without it the server chooses
 * @property {number} [durationS] 5 to 600
 * @property {boolean} [voice] analyse the voice, too
 * @property {boolean} [assistant] the person agreed that the voice goes to Google and is answered;
 *   needs `voice` and a microphone
 * @property {boolean} [pushToTalk] with the assistant: it hears only what comes between
 *   `setTalking(true)` and `setTalking(false)`
 * @property {string | null} [scenario] what is done about the trend; `GET /model` lists them
 * @property {string | null} [remember] id of the /v2 context that remembers the session
 * @property {MediaStream} [stream] stays the caller's; without it the session opens its own
 */

export const DEFAULT_DURATION_S = 30;

/**
 * @param {StartRequest} request
 * @returns {Start}
 */
export function startMessage(request) {
  return {
    type: "start",
    consent: true,
    context: request.context ?? "",
    ...(request.language === undefined ? {} : { language: request.language }),
    duration_s: request.durationS ?? DEFAULT_DURATION_S,
    voice: request.voice === true,
    assistant: request.assistant === true,
    push_to_talk: request.pushToTalk === true,
    scenario: request.scenario ?? null,
    remember: request.remember ?? null,
  };
}
