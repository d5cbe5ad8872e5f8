// Runs in the page before its own scripts. Notes when each frame left the encoder and when each
// label arrived, in milliseconds since the epoch, under the frame's RTP timestamp.
// Chromium 156 gives no capture time for the sender's frames, so the camera's and the encoder's
// own share is not in these figures.
globalThis.probe = { encodedAt: {}, labels: [], clickedAt: null };

const now = () => performance.timeOrigin + performance.now();

const WORKER = `
onrtctransform = ({ transformer }) => {
  const note = new TransformStream({
    transform(frame, controller) {
      const encodedAt = performance.timeOrigin + performance.now();
      postMessage({ rtpTimestamp: frame.getMetadata().rtpTimestamp, encodedAt });
      controller.enqueue(frame);
    },
  });
  transformer.readable.pipeThrough(note).pipeTo(transformer.writable);
};`;

function watchSender(sender) {
  const worker = new Worker(URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => {
    probe.encodedAt[data.rtpTimestamp] = data.encodedAt;
  };
  sender.transform = new RTCRtpScriptTransform(worker);
}

function watchChannel(channel) {
  channel.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (message.type !== "label") return;
    probe.labels.push({
      receivedAt: now(),
      rtpTimestamp: message.frame.rtp_timestamp,
      timing_ms: message.timing_ms,
    });
  });
}

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  createDataChannel(...options) {
    const channel = super.createDataChannel(...options);
    watchChannel(channel);
    return channel;
  }

  addTransceiver(trackOrKind, options) {
    const transceiver = super.addTransceiver(trackOrKind, options);
    if (trackOrKind === "video" || trackOrKind.kind === "video") watchSender(transceiver.sender);
    return transceiver;
  }
};

addEventListener(
  "click",
  ({ target }) => {
    if (target instanceof Element && target.closest('[data-testid="start"]')) probe.clickedAt = now();
  },
  { capture: true },
);
