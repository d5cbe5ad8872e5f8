import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ChosenMedia } from "../../client/chosen-media.js";
import { FakeStream, settled } from "./fakes.mjs";

/** What the browser was asked for, each with the ways to answer it. */
let asked;

beforeEach(() => {
  asked = [];
  const getUserMedia = ({ audio, video }) =>
    new Promise((resolve, reject) => asked.push({ audio, video, resolve, reject }));
  const mediaDevices = { getUserMedia };
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true });
});

const isStopped = (stream) => stream.getTracks().every(({ stopped }) => stopped);

test("a microphone is refused as soon as that is said, not once the camera is open again", () => {
  const media = new ChosenMedia();
  void media.open({ microphoneId: null });
  assert.deepEqual(media.choice, { microphoneId: null });
  void media.open(media.choice);
  assert.deepEqual(asked.map(({ audio }) => audio), [false, false]);
});

test("of two requests the latest counts, whichever is answered first", async () => {
  const media = new ChosenMedia();
  const [late, latest] = [new FakeStream(), new FakeStream()];
  const first = media.open({ cameraId: "a" });
  const second = media.open({ cameraId: "b" });
  asked[1].resolve(latest);
  assert.equal(await second, latest);
  asked[0].resolve(late);
  assert.equal(await first, null);
  assert.equal(media.stream, latest);
  assert.deepEqual([isStopped(late), isStopped(latest)], [true, false]);
});

test("a request that fails after another one took its place has not failed", async () => {
  const media = new ChosenMedia();
  const first = media.open({});
  const second = media.open({ microphoneId: null });
  asked[1].resolve(new FakeStream());
  await second;
  asked[0].reject(new DOMException("no", "NotAllowedError"));
  assert.equal(await first, null);
  assert.deepEqual(media.choice, { microphoneId: null });
});

test("what opens after it was closed is closed at once", async () => {
  const media = new ChosenMedia();
  const opening = media.open({});
  media.close();
  const stream = new FakeStream();
  asked[0].resolve(stream);
  assert.equal(await opening, null);
  assert.equal(media.stream, null);
  assert.ok(isStopped(stream));
});

for (const [wanted, then] of [
  [{ cameraId: "b" }, { cameraId: "a" }],
  [{ cameraId: "b", microphoneId: null }, { cameraId: "a", microphoneId: null }],
]) {
  test(`after ${JSON.stringify(wanted)} was refused, the next try is ${JSON.stringify(then)}`, async () => {
    const media = new ChosenMedia();
    const opening = media.open({ cameraId: "a" });
    asked[0].resolve(new FakeStream());
    await opening;
    const failing = media.open(wanted);
    await settled();
    asked[1].reject(new DOMException("no", "NotAllowedError"));
    await assert.rejects(failing, { code: "permission_denied" });
    assert.deepEqual(media.choice, then);
  });
}
