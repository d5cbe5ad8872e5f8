// A worker. Tells the page when each frame left the encoder; the frame goes on unchanged.
import { epochMs } from "./clock.js";

/** @typedef {{rtpTimestamp: number, encodedMs: number}} EncodedFrame */

/** @param {Event} event */
function onTransform(event) {
  const { transformer } = /** @type {RTCTransformEvent} */ (event);
  /** @type {TransformStream<EncodedVideoFrame, EncodedVideoFrame>} */
  const note = new TransformStream({
    transform(frame, controller) {
      postMessage({ rtpTimestamp: frame.getMetadata().rtpTimestamp, encodedMs: epochMs() });
      controller.enqueue(frame);
    },
  });
  void transformer.readable.pipeThrough(note).pipeTo(transformer.writable);
}

addEventListener("rtctransform", onTransform);
