import assert from "node:assert/strict";
import { test } from "node:test";

import { ERROR_CODES } from "../../client/errors.js";
import { TEXTS } from "../../client/i18n.js";
import { adviceFor } from "../../client/view/advice.js";

const PLAIN = { reason: null, retryAfterS: null };

test("every code has a title and advice that exist", () => {
  for (const code of [...ERROR_CODES, /** @type {const} */ ("unexpected")]) {
    const { title, text } = adviceFor({ code, ...PLAIN });
    assert.ok(Object.hasOwn(TEXTS.es, title), title);
    assert.ok(Object.hasOwn(TEXTS.es, text), text);
  }
});

test("a connection that got stuck is explained by where", () => {
  const advice = adviceFor({ code: "connection_timeout", reason: "ice", retryAfterS: null });
  assert.equal(advice.text, "error.reason.ice");
});

test("a reason of the server's own making is never taken for a text's name", () => {
  const advice = adviceFor({ code: "session_ended", reason: "ice", retryAfterS: null });
  assert.equal(advice.text, "error.session_ended.advice");
  const odd = adviceFor({ code: "connection_failed", reason: "toString", retryAfterS: null });
  assert.equal(odd.text, "error.connection_failed.advice");
});

test("a full server is asked again when it said, or after a moment if it did not", () => {
  assert.equal(adviceFor({ code: "server_full", reason: null, retryAfterS: 12 }).waitS, 12);
  assert.ok(adviceFor({ code: "server_full", ...PLAIN }).waitS > 0);
  assert.equal(adviceFor({ code: "server_gone", ...PLAIN }).waitS, 0);
});

test("whose quota is used up is told to wait, not to reload the page and lose what was chosen", () => {
  const { text, waitS } = adviceFor({ code: "quota_exceeded", ...PLAIN });
  assert.ok(waitS > 0);
  assert.equal(adviceFor({ code: "quota_exceeded", reason: null, retryAfterS: 30 }).waitS, 30);
  assert.notEqual(text, adviceFor({ code: "rejected", ...PLAIN }).text);
});

test("where no button helps there is none", () => {
  const { first, second } = adviceFor({ code: "insecure_context", ...PLAIN });
  assert.equal(first, null);
  assert.equal(second, null);
});

test("camera trouble asks for the camera again, a lost server for the server", () => {
  assert.equal(adviceFor({ code: "camera_in_use", ...PLAIN }).first?.action, "camera");
  assert.equal(adviceFor({ code: "server_gone", ...PLAIN }).first?.action, "connect");
  assert.equal(adviceFor({ code: "consent_missing", ...PLAIN }).first?.action, "consent");
});

test("a key that was refused is told apart from one that is missing", () => {
  const missing = adviceFor({ code: "unauthorized", ...PLAIN });
  const refused = adviceFor({ code: "unauthorized", ...PLAIN, isKeyRefused: true });
  assert.notEqual(refused.title, missing.title);
  assert.deepEqual([refused.first, refused.second], [missing.first, missing.second]);
});
