// What the page uses and the DOM library of TypeScript 4.8 does not have yet: WebRTC Encoded
// Transform (https://www.w3.org/TR/webrtc-encoded-transform/) and a field of its encodings.

declare class RTCRtpScriptTransform {
  constructor(worker: Worker, options?: unknown);
}

interface RTCRtpSender {
  transform: RTCRtpScriptTransform | null;
}

interface EncodedVideoFrame {
  getMetadata(): { rtpTimestamp: number };
}

interface RTCTransformEvent extends Event {
  readonly transformer: {
    readonly readable: ReadableStream<EncodedVideoFrame>;
    readonly writable: WritableStream<EncodedVideoFrame>;
  };
}

interface RTCRtpEncodingParameters {
  maxFramerate?: number;
}

/** What Playwright waits for: set once, when the page is done. */
declare var outcome: import("./main.js").Outcome | { error: string } | undefined;

/** What the probe in the product's own page has seen. */
declare var probe: import("./product-probe.js").Probe;
