/**
 * @typedef {object} Parameters
 * @property {string} whip URL that takes the offer
 * @property {number} seconds how long to measure, once everything is set
 * @property {number} width of what is sent, in pixels
 * @property {number} height
 * @property {number} fps
 * @property {number | null} maxBitrate bits per second; null leaves it to the browser
 * @property {string | null} scalabilityMode of WebRTC's scalable coding; null for none
 * @property {string} codec "VP8" or "H264"
 * @property {boolean} audio
 * @property {boolean} synchronise find out when each frame was captured
 */

/**
 * @param {string} query
 * @returns {Parameters}
 */
export function readParameters(query) {
  const fields = new URLSearchParams(query);
  /** @param {string} name */
  const text = (name) => {
    const value = fields.get(name);
    if (value === null) throw new TypeError(`the URL lacks ${name}`);
    return value;
  };
  return {
    whip: text("whip"),
    seconds: Number(text("seconds")),
    width: Number(text("width")),
    height: Number(text("height")),
    fps: Number(text("fps")),
    maxBitrate: fields.has("max_bitrate") ? Number(text("max_bitrate")) : null,
    scalabilityMode: fields.get("scalability_mode"),
    codec: text("codec"),
    audio: text("audio") === "1",
    synchronise: text("synchronise") === "1",
  };
}
