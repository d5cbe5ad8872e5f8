import assert from "node:assert/strict";
import { test } from "node:test";

import { App } from "../../client/conversation/app.js";
import { I18n } from "../../client/i18n.js";
import { eventOf, usePage } from "./fake-page.mjs";
import { settled } from "./fakes.mjs";

const READ = {
  role: "user", category: "joy", intensity: 0.8, intensityLevel: "high", valence: 0.7, arousal: 0.6,
};
const UNREAD = { role: "user", language: "unsupported" };
const SENTIMENT = { score: 0.7, label: "positive", trend: "stable" };
const JOY = { primary: "joy", intensity: 0.8, secondary: [] };

const accountOf = (current, recommendations = []) => ({
  analysis: { currentEmotion: current, triggers: [], recommendations },
  sentiment: current && SENTIMENT,
});

/** Answers both endpoints. */
const answers = (account, messages) => async (path) =>
  new Response(JSON.stringify(path.startsWith("/v1/") ? account : { messages }));

function open(key = "0123456789abcdef") {
  const page = usePage();
  const i18n = new I18n(["en"]);
  const app = new App(i18n, key);
  return { page, i18n, app };
}

/** @returns the page, after the server answered to what was pasted */
async function paste(opened, text, fetcher) {
  const { page } = opened;
  globalThis.fetch = fetcher;
  page.getElementById("conversation").value = text;
  page.getElementById("conversation").dispatchEvent(eventOf("input"));
  page.getElementById("text-form").dispatchEvent(eventOf("submit"));
  for (let turn = 0; turn < 5; turn += 1) await settled();
  return page;
}

test("of a conversation in another language its messages are shown, and no account", async () => {
  const fetcher = answers(accountOf(null), [UNREAD]);
  const page = await paste(open(), "Je suis très triste", fetcher);
  assert.equal(page.body.dataset.state, "result");
  assert.equal(page.getElementById("account").hidden, true);
  assert.equal(page.getElementById("nothing-read").hidden, false);
  assert.match(page.getElementById("messages").text, /Je suis très triste/);
});

test("what to do about self-harm is shown also without an account", async () => {
  const fetcher = answers(accountOf(null, ["Call 112"]), [{ ...READ, role: "assistant" }]);
  const page = await paste(open(), "I want to die", fetcher);
  assert.equal(page.getElementById("account").hidden, false);
  assert.equal(page.getElementById("current-part").hidden, true);
  assert.match(page.getElementById("recommendations").text, /Call 112/);
});

test("no earlier result stands under an error", async () => {
  const opened = open();
  const page = await paste(opened, "I am glad", answers(accountOf(JOY), [READ]));
  assert.equal(page.getElementById("text-result").hidden, false);
  await paste(opened, "I am sad", () => Promise.reject(new TypeError("Failed to fetch")));
  assert.equal(page.getElementById("text-error").hidden, false);
  assert.equal(page.getElementById("text-result").hidden, true);
});

test("it is said when only a conversation's end was read", async () => {
  const opened = open();
  const fetcher = answers(accountOf(JOY), [READ]);
  const page = await paste(opened, "I am glad\n".repeat(205), fetcher);
  assert.equal(page.getElementById("cut").hidden, false);
  assert.match(page.getElementById("cut").text, /last 200 of 205/);
  await paste(opened, "I am glad\n".repeat(200), fetcher);
  assert.equal(page.getElementById("cut").hidden, true);
});

const refusing = (status) => async () =>
  new Response(JSON.stringify({ error: "the API's own words" }), { status });

for (const [what, fetcher, words] of [
  ["a server that is gone", () => Promise.reject(new TypeError("Failed to fetch")), /does not answer/],
  ["too much text", refusing(413), /so much text/],
  ["a spent quota", refusing(429), /Wait a little/],
  ["another failure", refusing(500), /could not read/],
  ["a proxy's page", async () => new Response("<html>", { status: 502 }), /could not read/],
]) {
  test(`${what} is told in the page's words and in the language chosen later`, async () => {
    const opened = open();
    const page = await paste(opened, "I am glad", fetcher);
    const error = page.getElementById("text-error");
    assert.match(error.text, words);
    const english = error.text;
    opened.i18n.language = "es";
    assert.notEqual(error.text, english);
    assert.ok(error.text);
  });
}

for (const [what, text, words] of [
  ["a paste of spaces", "  \n ", /nothing to analyse/],
  ["a message too long for the server", `Ana: ${"x".repeat(10_001)}`, /10,000 characters/],
]) {
  test(`${what} is refused before the server is asked`, async () => {
    let isAsked = false;
    const page = await paste(open(), text, async () => {
      isAsked = true;
    });
    assert.match(page.getElementById("text-error").text, words);
    assert.equal(page.getElementById("conversation").attributes["aria-invalid"], "true");
    assert.equal(isAsked, false);
  });
}

test("a missing key is asked for, a refused one is said to be refused", async () => {
  const without = await paste(open(""), "I am glad", refusing(401));
  assert.match(without.getElementById("text-error").text, /ask for a key/);
  assert.equal(without.getElementById("key").attributes["aria-invalid"], "false");
  const wrong = await paste(open("another-key"), "I am glad", refusing(401));
  assert.match(wrong.getElementById("text-error").text, /refused that key/);
  assert.equal(wrong.getElementById("key").attributes["aria-invalid"], "true");
});

/** Answers with a reading for each message, and keeps the roles that it was asked about. */
function listening() {
  const roles = [];
  const fetcher = async (path, { body }) => {
    const { messages } = JSON.parse(body);
    if (path.startsWith("/v1/")) roles.push(messages.map(({ role }) => role).join(" "));
    return answers(accountOf(JOY), messages.map(() => READ))(path);
  };
  return { roles, fetcher };
}

/** @returns after what the page asked was answered */
async function answered() {
  for (let turn = 0; turn < 5; turn += 1) await settled();
}

const TALK = "Ana: I am glad\nLuis: So am I\nEva: I am not";

test("a conversation that the browser put back has its speakers, though nobody typed it", async () => {
  const { page } = open();
  const { roles, fetcher } = listening();
  globalThis.fetch = fetcher;
  page.getElementById("conversation").value = TALK;
  page.getElementById("text-form").dispatchEvent(eventOf("submit"));
  await answered();
  assert.equal(page.getElementById("subject-field").hidden, false);
  assert.deepEqual(roles, ["user assistant assistant"]);
});

test("the speakers of a conversation that the browser put back can be chosen before it is read", () => {
  const { page } = open();
  page.getElementById("subject-field").hidden = true;
  page.getElementById("conversation").value = TALK;
  globalThis.dispatchEvent(new Event("pageshow"));
  assert.equal(page.getElementById("subject-field").hidden, false);
  assert.equal(page.getElementById("subject").value, "Ana");
});

test("the person who was chosen stays chosen when the conversation is read", async () => {
  const { page } = open();
  const { roles, fetcher } = listening();
  globalThis.fetch = fetcher;
  page.getElementById("conversation").value = TALK;
  globalThis.dispatchEvent(new Event("pageshow"));
  page.getElementById("subject").value = "Luis";
  page.getElementById("text-form").dispatchEvent(eventOf("submit"));
  await answered();
  assert.deepEqual(roles, ["assistant user assistant"]);
});

/** @returns after another person was chosen, and an answer, if any was asked for */
async function choose(page, name) {
  page.getElementById("subject").value = name;
  page.getElementById("subject").dispatchEvent(eventOf("change"));
  await answered();
}

test("choosing a person sends nothing before the conversation was asked about", async () => {
  const { page } = open();
  const { roles, fetcher } = listening();
  globalThis.fetch = fetcher;
  page.getElementById("conversation").value = TALK;
  page.getElementById("conversation").dispatchEvent(eventOf("input"));
  await choose(page, "Luis");
  assert.deepEqual(roles, []);
});

test("another person is shown at once where one is, and the focus stays at the choice", async () => {
  const opened = open();
  const { roles, fetcher } = listening();
  const page = await paste(opened, TALK, fetcher);
  const title = page.getElementById("trajectory-title");
  assert.equal(title.focused, 1);
  await choose(page, "Luis");
  await choose(page, "Eva");
  assert.deepEqual(roles.slice(1), ["assistant user assistant", "assistant assistant user"]);
  assert.equal(title.focused, 1);
});

test("of a person chosen while the answer is on its way, that person is shown", async () => {
  const { page } = open();
  const { roles, fetcher } = listening();
  globalThis.fetch = fetcher;
  page.getElementById("conversation").value = TALK;
  page.getElementById("text-form").dispatchEvent(eventOf("submit"));
  await choose(page, "Luis");
  assert.equal(roles.at(-1), "assistant user assistant");
});

test("what the server wrote is marked with its language, whichever is chosen for the page later", async () => {
  const opened = open();
  const fetcher = answers(accountOf(JOY, ["Keep it up"]), [READ]);
  const page = await paste(opened, "I am glad", fetcher);
  opened.i18n.language = "es";
  for (const id of ["triggers", "recommendations"]) assert.equal(page.getElementById(id).lang, "en");
});
