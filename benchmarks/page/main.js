/** One session against a WHIP server, as its URL asks; what it saw is then in `outcome`. */

import { epochMs, sleep } from "./clock.js";
import { sendIrregularly } from "./irregular.js";
import { outboundVideo, summarise } from "./outbound.js";
import { readParameters } from "./parameters.js";
import { CAMERA_FPS, capFrameRate, Publisher } from "./publisher.js";
import { Recorder } from "./recorder.js";

/**
 * Times are milliseconds since the epoch.
 * @typedef {object} Outcome
 * @property {number} clickedMs the camera is open and joining begins
 * @property {number} answeredMs
 * @property {number} connectedMs
 * @property {number} steadyMs from here on the stream is as it was asked for
 * @property {number} endedMs
 * @property {import("./encoded-frames.js").EncodedFrame[]} frames
 * @property {number[]} capturesMs
 * @property {import("./recorder.js").Label[]} labels
 * @property {Record<string, unknown>[]} messages
 * @property {Record<string, number | string | null> | null} outbound
 */

const FIRST_LABEL_TIMEOUT_MS = 10_000;
/** A session must outlast what comes before the measuring. */
const SPARE_S = 30;

/** @param {import("./parameters.js").Parameters} parameters */
async function openCamera({ audio }) {
  const video = { width: 640, height: 480, frameRate: CAMERA_FPS };
  const stream = await navigator.mediaDevices.getUserMedia({ video, audio });
  const element = document.querySelector("video");
  if (element === null) throw new TypeError("the page has no video element");
  element.srcObject = stream;
  await element.play();
  return { stream, element };
}

/**
 * @param {import("./parameters.js").Parameters} parameters
 * @returns {Promise<Outcome>}
 */
async function run(parameters) {
  const { stream, element } = await openCamera(parameters);
  const recorder = new Recorder();
  const clickedMs = epochMs();
  const publisher = new Publisher();
  recorder.watchChannel(publisher.events);
  recorder.watchChannel(publisher.labels);
  const sender = publisher.addTracks(stream, parameters);
  recorder.watchSender(sender);
  if (parameters.synchronise) recorder.watchCaptures(element);
  await publisher.connect(parameters.whip);
  publisher.start(parameters.seconds + SPARE_S);
  await Promise.race([recorder.firstLabel, sleep(FIRST_LABEL_TIMEOUT_MS)]);
  const [camera] = stream.getVideoTracks();
  if (parameters.synchronise && camera !== undefined) await sendIrregularly(camera);
  await capFrameRate(sender, parameters.fps);
  const steadyMs = epochMs();
  const before = await outboundVideo(publisher.pc);
  await sleep(parameters.seconds * 1000);
  const outbound = summarise(before, await outboundVideo(publisher.pc));
  const endedMs = epochMs();
  const { answeredMs, connectedMs } = publisher;
  const { frames, capturesMs, labels, messages } = recorder;
  const times = { clickedMs, answeredMs, connectedMs, steadyMs, endedMs };
  const seen = { ...times, frames: [...frames], capturesMs: [...capturesMs], labels: [...labels] };
  await publisher.close();
  for (const track of stream.getTracks()) track.stop();
  return { ...seen, messages, outbound };
}

try {
  globalThis.outcome = await run(readParameters(location.search));
} catch (error) {
  globalThis.outcome = { error: String(error) };
}
