/** Makes messages of a pasted conversation. Pure. */

/** @typedef {{speaker: string | null, text: string}} Message */

/** What the server takes in one request. */
export const MAX_MESSAGES = 200;
const MAX_TEXT_CHARS = 10_000;

/** A clock time or date and time at a line's start, as chats are exported: it is not the text. */
const STAMP =
  /^\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T]+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?)?\]?\s*(?:[-–]\s*)?/i;
/** Emoji may be of several code points. */
const EMOJI = String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d`;
const NAME = String.raw`[\p{L}_\p{Extended_Pictographic}][\p{L}\p{M}\p{N}_ .'${EMOJI}-]{0,39}?`;

/** Such as the D of `:D`. */
const EMOTICON = String.raw`[DPpOoSsXxVvc3](?![\p{L}\p{N}])`;

/** Right behind a colon; neither the minutes of a time nor the slashes of an address. */
const WORDS = String.raw`(?!${EMOTICON})(?=[\p{L}\p{Extended_Pictographic}¿¡"«“]|(?<!\d:)\d)`;

const SPEAKER = new RegExp(String.raw`^\s*(${NAME})(?:\s*:\s+|(?<!\s):${WORDS})(\S.*)$`, "u");

const HELPERS = new Set([
  "agent", "agente", "assistant", "asistente", "asesor", "asesora", "bot", "chatbot", "soporte",
  "support", "system", "sistema", "operator", "operador", "operadora",
]);

/**
 * @param {string} pasted a message a line, as `Name: words`; a line without a name goes on
 *   with the message before it, or is a message of its own where no line has a name
 * @returns {Message[]}
 */
export function parseConversation(pasted) {
  const lines = pasted.split(/\r?\n/).map((line) => line.replace(STAMP, "").trim());
  const parsed = lines.filter(Boolean).map((line) => {
    const found = SPEAKER.exec(line);
    return { speaker: found?.[1] ?? null, text: found?.[2] ?? line };
  });
  const named = parsed.some(({ speaker }) => speaker !== null);
  return named ? joined(parsed) : parsed;
}

/**
 * @param {readonly Message[]} messages
 * @returns {readonly Message[]} the latest, as many as the server takes
 */
export const latest = (messages) => messages.slice(-MAX_MESSAGES);

/**
 * @param {Message} message
 * @returns {boolean} whether the server would refuse it
 */
export const isTooLong = ({ text }) => [...text].length > MAX_TEXT_CHARS;

/** @param {Message[]} lines */
function joined(lines) {
  /** @type {Message[]} */
  const messages = [];
  for (const line of lines) {
    const last = messages.at(-1);
    if (line.speaker === null && last) last.text += `\n${line.text}`;
    else messages.push({ ...line });
  }
  return messages;
}

/**
 * @param {readonly Message[]} messages
 * @returns {string[]} each name once, in the order in which they speak
 */
export function speakersOf(messages) {
  return [...new Set(messages.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])))];
}

/**
 * @param {readonly string[]} speakers
 * @returns {string | null} the first who is not there to help; null without names
 */
export function likelySubject(speakers) {
  return speakers.find((name) => !HELPERS.has(name.toLowerCase())) ?? speakers[0] ?? null;
}

/**
 * @param {readonly Message[]} messages
 * @param {string | null} subject whose emotion is asked about
 * @returns {{role: "user" | "assistant", text: string}[]}
 */
export function withRoles(messages, subject) {
  return messages.map(({ speaker, text }) => ({
    role: speaker === subject || speaker === null ? "user" : "assistant",
    text,
  }));
}
