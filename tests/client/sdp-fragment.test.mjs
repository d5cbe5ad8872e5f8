import assert from "node:assert/strict";
import { test } from "node:test";

import { buildSdpFragment, mediaSections } from "../../client/sdp-fragment.js";

const OFFER = [
  "v=0",
  "o=- 1 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1 2",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=ice-ufrag:EsAw",
  "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
  "a=mid:0",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=ice-ufrag:EsAw",
  "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
  "a=mid:1",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "a=mid:2",
  "",
].join("\r\n");
const CANDIDATE = "candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host";
const HEAD = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n";

test("media sections are read with their mids", () => {
  assert.deepEqual(mediaSections(OFFER), [
    { line: "m=audio 9 UDP/TLS/RTP/SAVPF 111", mid: "0" },
    { line: "m=video 9 UDP/TLS/RTP/SAVPF 96", mid: "1" },
    { line: "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", mid: "2" },
  ]);
});

test("a candidate stands under its section, below the credentials", () => {
  assert.equal(
    buildSdpFragment(OFFER, [{ candidate: CANDIDATE, sdpMid: "1" }], false),
    `${HEAD}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=${CANDIDATE}\r\n`,
  );
});

test("the end is said once, in the first section", () => {
  assert.equal(
    buildSdpFragment(OFFER, [{ candidate: CANDIDATE, sdpMid: "1" }], true),
    `${HEAD}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=end-of-candidates\r\n` +
      `m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=${CANDIDATE}\r\n`,
  );
});

test("a candidate without a mid belongs to the first section", () => {
  const fragment = buildSdpFragment(OFFER, [{ candidate: CANDIDATE, sdpMid: null }], false);
  assert.equal(
    fragment,
    `${HEAD}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=${CANDIDATE}\r\n`,
  );
});

test("an offer with bare line feeds does as well", () => {
  const fragment = buildSdpFragment(OFFER.replaceAll("\r\n", "\n"), [], true);
  assert.equal(
    fragment,
    `${HEAD}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=end-of-candidates\r\n`,
  );
});

test("nothing to say gives no fragment", () => {
  assert.equal(buildSdpFragment(OFFER, [], false), null);
});

test("an offer without ICE credentials gives no fragment", () => {
  const bare = OFFER.replace(/^a=ice-.*\r\n/gm, "");
  assert.equal(buildSdpFragment(bare, [{ candidate: CANDIDATE, sdpMid: "0" }], true), null);
});
