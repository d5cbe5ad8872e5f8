// Runs in the product's own page before its scripts, and only looks on. It is no module: the page
// must not have to wait for it. Times are milliseconds since the epoch.

/** @typedef {{clickedMs?: number, connectedMs?: number, firstLabelMs?: number}} Probe */

/** @type {Probe} */
const seen = {};
globalThis.probe = seen;

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  /** @param {ConstructorParameters<typeof RTCPeerConnection>} configuration */
  constructor(...configuration) {
    super(...configuration);
    this.addEventListener("connectionstatechange", () => {
      if (this.connectionState === "connected") {
        seen.connectedMs ??= performance.timeOrigin + performance.now();
      }
    });
  }

  /**
   * @override
   * @param {Parameters<RTCPeerConnection["createDataChannel"]>} options
   */
  createDataChannel(...options) {
    const channel = super.createDataChannel(...options);
    channel.addEventListener("message", ({ data }) => {
      if (JSON.parse(data).type === "label") {
        seen.firstLabelMs ??= performance.timeOrigin + performance.now();
      }
    });
    return channel;
  }
};

addEventListener(
  "click",
  ({ target }) => {
    if (target instanceof Element && target.closest('[data-testid="start"]')) {
      seen.clickedMs ??= performance.timeOrigin + performance.now();
    }
  },
  { capture: true },
);
