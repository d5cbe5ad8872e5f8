import assert from "node:assert/strict";
import { test } from "node:test";

import { openMedia } from "../../client/devices.js";

/**
 * A browser whose getUserMedia answers by the constraints it gets.
 * @param {(constraints: MediaStreamConstraints) => string | null} failureOf a DOMException's name
 */
function useBrowser(failureOf) {
  const asked = [];
  const getUserMedia = async (constraints) => {
    asked.push(constraints);
    const failure = failureOf(constraints);
    if (failure !== null) throw new DOMException("no", failure);
    return constraints;
  };
  useNavigator({ mediaDevices: { getUserMedia } });
  return asked;
}

function useNavigator(navigator) {
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
}

test("voice keeps its loudness; the picture stays small", async () => {
  useBrowser(() => null);
  const { audio, video } = await openMedia();
  assert.deepEqual(audio, {
    echoCancellation: true, noiseSuppression: true, autoGainControl: false,
  });
  assert.deepEqual(video.width, { ideal: 640 });
  assert.equal(video.facingMode, "user");
});

test("no microphone wanted, none asked for", async () => {
  const asked = useBrowser(() => null);
  await openMedia({ microphoneId: null });
  assert.equal(asked[0].audio, false);
});

test("a chosen device is asked for exactly", async () => {
  const asked = useBrowser(() => null);
  await openMedia({ cameraId: "c1", microphoneId: "m1" });
  assert.deepEqual(asked[0].video.deviceId, { exact: "c1" });
  assert.deepEqual(asked[0].audio.deviceId, { exact: "m1" });
});

test("a missing microphone does not keep the camera from opening", async () => {
  const asked = useBrowser(({ audio }) => (audio ? "NotFoundError" : null));
  const stream = await openMedia();
  assert.equal(stream.audio, false);
  assert.equal(asked.length, 2);
});

test("a chosen camera that is gone gives way to another", async () => {
  useBrowser(({ video }) => (video.deviceId ? "OverconstrainedError" : null));
  const stream = await openMedia({ cameraId: "gone" });
  assert.equal(stream.video.facingMode, "user");
});

test("a refusal is final: the person is not asked twice", async () => {
  const asked = useBrowser(() => "NotAllowedError");
  await assert.rejects(openMedia(), { code: "permission_denied" });
  assert.equal(asked.length, 1);
});

for (const [name, code] of [
  ["NotFoundError", "no_camera"],
  ["NotReadableError", "camera_in_use"],
]) {
  test(`${name} is ${code}`, async () => {
    useBrowser(() => name);
    await assert.rejects(openMedia({ cameraId: "c1", microphoneId: "m1" }), { code });
  });
}

test("a missing microphone and a refused camera: the refusal is what counts", async () => {
  useBrowser(({ audio }) => (audio ? "NotFoundError" : "NotAllowedError"));
  await assert.rejects(openMedia(), { code: "permission_denied" });
});

test("a page that is no secure context says so", async () => {
  useNavigator({});
  await assert.rejects(openMedia(), { code: "insecure_context" });
});
