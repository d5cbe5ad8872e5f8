import assert from "node:assert/strict";
import { test } from "node:test";

import { parseIceServers } from "../../client/ice-servers.js";

test("no header, no servers", () => {
  assert.deepEqual(parseIceServers(null), []);
  assert.deepEqual(parseIceServers(""), []);
});

test("the links of RFC 9725 section 4.6 are read", () => {
  const header =
    '<stun:stun.example.net>; rel="ice-server", ' +
    '<turn:turn.example.net?transport=udp>; rel="ice-server"; username="user"; ' +
    'credential="myPassword"; credential-type="password", ' +
    '<turns:turn.example.net?transport=tcp>; rel="ice-server"; username="user"; ' +
    'credential="myPassword"; credential-type="password"';
  const secrets = { username: "user", credential: "myPassword" };
  assert.deepEqual(parseIceServers(header), [
    { urls: "stun:stun.example.net" },
    { urls: "turn:turn.example.net?transport=udp", ...secrets },
    { urls: "turns:turn.example.net?transport=tcp", ...secrets },
  ]);
});

test("links of another relation are left out", () => {
  const header =
    '</whip/x/events>; rel="urn:ietf:params:whip:ext:core:server-sent-events", ' +
    "<stun:stun.example.net>; rel=ice-server";
  assert.deepEqual(parseIceServers(header), [{ urls: "stun:stun.example.net" }]);
});

test("credentials may hold commas, semicolons, angle brackets and quoted quotes", () => {
  const header =
    '<turn:t.example>; rel="ice-server"; username="17:a,b;<c>"; credential="x\\"y, <z>=="';
  assert.deepEqual(parseIceServers(header), [
    { urls: "turn:t.example", username: "17:a,b;<c>", credential: 'x"y, <z>==' },
  ]);
});

test("a user name without a credential is not passed on: browsers refuse it", () => {
  const header = '<turn:t.example>; rel="ice-server"; username="u"';
  assert.deepEqual(parseIceServers(header), [{ urls: "turn:t.example" }]);
});
