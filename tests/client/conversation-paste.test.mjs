import assert from "node:assert/strict";
import { test } from "node:test";

import {
  latest,
  likelySubject,
  MAX_MESSAGES,
  parseConversation,
  speakersOf,
  withRoles,
} from "../../client/conversation/paste.js";

test("a line with a name is a message of that speaker", () => {
  assert.deepEqual(parseConversation("Ana: Hola\nLuis Pérez: ¿Qué tal?"), [
    { speaker: "Ana", text: "Hola" },
    { speaker: "Luis Pérez", text: "¿Qué tal?" },
  ]);
});

test("a line without a name goes on with the message before it", () => {
  assert.deepEqual(parseConversation("Ana: Hola\n\nsigo aquí\nLuis: Ya"), [
    { speaker: "Ana", text: "Hola\nsigo aquí" },
    { speaker: "Luis", text: "Ya" },
  ]);
});

test("without names each line is a message", () => {
  assert.deepEqual(parseConversation("I am sad\r\nNow I am glad"), [
    { speaker: null, text: "I am sad" },
    { speaker: null, text: "Now I am glad" },
  ]);
});

test("times that chats are exported with are no part of the text", () => {
  for (const stamp of ["[10:05] ", "10:05 ", "15/1/24, 10:05 - ", "[15/01/2024, 10:05:33 p. m.] "]) {
    assert.deepEqual(parseConversation(`${stamp}Ana: Hola`), [{ speaker: "Ana", text: "Hola" }]);
  }
});

for (const [line, speaker, text] of [
  ["Ana:hola", "Ana", "hola"],
  ["Ana:¿qué tal?", "Ana", "¿qué tal?"],
  ["Ana:10 minutos", "Ana", "10 minutos"],
  ["Ana:10:30 me va bien", "Ana", "10:30 me va bien"],
  ["Ana:mira https://example.org/a", "Ana", "mira https://example.org/a"],
]) {
  test(`"${line}" is said by ${speaker}, without a space behind the colon`, () => {
    assert.deepEqual(parseConversation(line), [{ speaker, text }]);
  });
}

test("names may hold emoji", () => {
  for (const name of ["Ana 😊", "Ana 👩🏽‍🚀", "❤️ Ana", "Ana 🇪🇸"]) {
    assert.deepEqual(parseConversation(`${name}: Hola`), [{ speaker: name, text: "Hola" }]);
  }
});

test("a colon of a sentence, a time, an address or an emoticon makes no speaker", () => {
  for (const text of [
    "see https://example.org/a", "https://example.org/a", "10:30 is too late", "quedamos a las 10:30",
    "I said one thing (twice): no", "I am sad :(", "hola:D", "genial:P nos vemos", "bien:)", "std::vector",
  ]) {
    assert.equal(parseConversation(text)[0]?.speaker, null, text);
  }
});

test("a paste without words has no message", () => {
  assert.deepEqual(parseConversation(" \n\n"), []);
});

test("of more messages than the server takes the latest count", () => {
  const lines = Array.from({ length: MAX_MESSAGES + 5 }, (_, index) => `line ${index}`);
  const kept = latest(parseConversation(lines.join("\n")));
  assert.equal(kept.length, MAX_MESSAGES);
  assert.equal(kept.at(-1)?.text, `line ${MAX_MESSAGES + 4}`);
});

test("whoever is not there to help is the likely subject", () => {
  const messages = parseConversation("Agent: Hello\nMaria: My order is late\nAgent: Sorry");
  const speakers = speakersOf(messages);
  assert.deepEqual(speakers, ["Agent", "Maria"]);
  assert.equal(likelySubject(speakers), "Maria");
  assert.equal(likelySubject(["Bot"]), "Bot");
  assert.equal(likelySubject([]), null);
});

test("the subject is the user, all others are the assistant", () => {
  const messages = parseConversation("Ana: a\nLuis: b\nEva: c");
  assert.deepEqual(
    withRoles(messages, "Luis").map(({ role }) => role),
    ["assistant", "user", "assistant"],
  );
});

test("messages without a name are the user's", () => {
  assert.deepEqual(withRoles(parseConversation("a\nb"), null), [
    { role: "user", text: "a" },
    { role: "user", text: "b" },
  ]);
});
