/**
 * An RTP timestamp is the capture time plus an offset that the browser keeps to itself. At an even
 * frame rate, offsets that differ by a whole frame interval fit equally well; frames at uneven
 * distances leave one that fits. Changing the camera's frame rate makes them uneven.
 */

import { sleep } from "./clock.js";

const RATES_FPS = [20, 12, 25, 9, 20];
const RATE_MS = 400;

/** @param {MediaStreamTrack} camera left at its full rate */
export async function sendIrregularly(camera) {
  const constraints = camera.getConstraints();
  for (const max of RATES_FPS) {
    await camera.applyConstraints({ ...constraints, frameRate: { max } });
    await sleep(RATE_MS);
  }
  await camera.applyConstraints(constraints);
  await sleep(RATE_MS);
}
