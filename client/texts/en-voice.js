/**
 * English, of the microphone, the voices, captions, scenarios and memory.
 * @type {Readonly<Record<keyof typeof import("./es-voice.js").esVoice, string>>}
 */
export const enVoice = Object.freeze({
  "microphone.level": "Microphone level",
  "microphone.none": "No microphone: the voice is not analysed.",
  "microphone.unknown": "The browser does not let the microphone be measured yet.",
  "microphone.waiting": "Say something: the bar should move.",
  "microphone.sound": "The microphone hears you.",
  "microphone.quiet": "Nobody is heard. Talking? Come closer or choose another one.",
  "microphone.off": "No sound comes: unmute the microphone or choose another one.",

  "scenario.legend": "What to do with what is read",
  "scenario.none": "Nothing",
  "scenario.support": "Support",
  "scenario.education": "Learning",
  "scenario.wellness": "Wellness",
  "scenario_hint.none": "Readings are shown, no more.",
  "scenario_hint.support":
    "If what is read goes badly for a while, the server may tell a person of the service.",
  "scenario_hint.education":
    "Suggests going on, another explanation or an exercise. Only for those who study on their own: it is not allowed in education institutions (EU AI Act, Art. 5(1)(f)).",
  "scenario_hint.wellness":
    "Comments on how what is read develops and, if need be, suggests talking to a professional. It is no medical advice.",
  "scenario_hint.other": "This server offers it.",

  "memory.switch": "Remember my sessions on this device",
  "memory.hint":
    "The browser keeps a random name and the server, under that name, a summary of each session and what was read in your words; no pictures, no sound. So the analysis can speak of how things develop.",
  "memory.words":
    "This server also keeps, word by word, what you and the assistant say to each other.",
  "memory.forget": "Forget me",
  "memory.forgotten": "Done: for this key, nothing is left under that name.",
  "memory.another_key":
    "For this key there is nothing under that name, but your sessions were remembered with another. If you still have it, enter it and press again; if not, what is left goes by itself when it expires.",
  "memory.failed": "It could not be deleted. Try again.",
  "memory.key_missing": "To delete it, the server asks for its key. Enter it and press again.",
  "memory.key_refused": "The server refused that key. Check it and press again.",
  "memory.key_needed":
    "This server remembers for who has its key only. Enter the key that it prints at its start, or that whoever runs it gives you; without it, nothing is remembered.",
  "memory.not_remembered":
    "The server did not remember the session: it does so only with a key of its own, and this one is none. Check it.",

  "assistant.choice": "A voice that answers",
  "assistant.switch": "Answer me with a voice: I lend mine to Google",
  "assistant.who":
    "During the session, Google ({name}) receives the sound of your microphone and the topic that you wrote: it transcribes it, answers you and gives an opinion of how you sound, under its own terms. This server also reads the emotion of your words. Your video does not go to Google. You can stop at any time.",
  "assistant.needs_microphone": "This needs a microphone: choose one above.",
  "assistant.push_to_talk": "Push to talk: my voice goes to Google only while I hold a button",
  "assistant.title": "Assistant",
  "assistant.leaving": "Your voice goes to Google now ({name})",
  "assistant.staying": "Nothing goes to Google now",
  "assistant_badge.leaving": "Voice → Google",
  "assistant_state.connecting": "Connecting to Google…",
  "assistant_state.listening": "Listening",
  "assistant_state.speaking": "Speaking: talk to interrupt",
  "assistant_state.speaking_pushed": "Speaking: press to interrupt",
  "assistant_state.interrupted": "Stopped to listen",
  "assistant_state.unavailable": "Unavailable",
  "assistant_state.other": "Active",
  "assistant.failed":
    "Google’s voice cannot answer now. The session goes on on this server, which your voice no longer leaves.",
  "assistant.reason": "Reason: {reason}.",
  "assistant.mute": "Mute its voice",
  "assistant.unmute": "Hear its voice",

  "talk.hold": "Hold to talk",
  "talk.active": "Listening: let go when done",
  "talk.hint": "Or hold the space bar. Enter keeps it open until you press it again.",

  "captions.title": "Captions",
  "captions.empty": "What is said will appear here.",
  "captions.user": "You",
  "captions.assistant": "Assistant",

  "voice.title": "The voice",
  "voice.waiting": "Listening…",
  "voice.happy": "Happy",
  "voice.sad": "Sad",
  "voice.angry": "Angry",
  "voice.anxious": "Anxious",
  "voice.neutral": "Neutral",
  "voice.uncertain": "Unclear",
  "voice.local": "Read on this server",
  "voice.opinion": "Gemini’s opinion",
  "voice.no_opinion": "None yet",
  "voice.agree": "They agree on the last turn: {local}.",
  "voice.disagree":
    "They disagree on the last turn: here, {local}; Gemini, {opinion}. Neither is truer.",

  "care.title": "How it goes",
  "care.trend": "Trend: {name}",
  "care.escalate":
    "This looks like a hard moment. If you like, pause, or talk to somebody you trust. It is only what can be read from outside, and may be wrong.",
  "care.advice": "Suggestions",

  "energy.high": "high energy",
  "energy.medium": "medium energy",
  "energy.low": "low energy",

  "fusion.title": "Face, voice and words",
  "fusion.hint":
    "“=” where they agree; “≠” and hatched where they do not. Empty: nothing to read or to compare. No reading counts more than another.",
  "fusion.share": "They agree in {share} of the time in which they can be compared.",
  "fusion.no_share": "There were never two readings to compare.",
  "fusion.description":
    "What was read of {sources} over time. Times they agree: {agree}; disagree: {disagree}.",
  "fusion.table": "Show as a table",
  "fusion.time": "Time",
  "fusion_source.face": "Face",
  "fusion_source.voice": "Voice",
  "fusion_source.opinion": "Gemini",
  "fusion_source.words": "Words",
  "fusion_source.agreement": "Agreement",

  "agreement.agree": "Agree",
  "agreement.disagree": "Disagree",
  "agreement.single": "Nothing to compare with",
  "agreement.none": "Nothing read",
});
