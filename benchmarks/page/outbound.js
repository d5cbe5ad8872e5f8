/** What the browser says of the video that it sends (https://www.w3.org/TR/webrtc-stats/). */

/**
 * @param {RTCPeerConnection} pc
 * @returns {Promise<Record<string, any> | null>} null before anything is sent
 */
export async function outboundVideo(pc) {
  const report = await pc.getStats();
  for (const stats of report.values()) {
    if (stats.type === "outbound-rtp" && stats.kind === "video") {
      return { ...stats, codec: report.get(stats.codecId)?.mimeType ?? null };
    }
  }
  return null;
}

/**
 * @param {Record<string, any> | null} before
 * @param {Record<string, any> | null} after
 * @returns {Record<string, number | string | null> | null} null if nothing was sent
 */
export function summarise(before, after) {
  if (before === null || after === null) return null;
  const seconds = (after.timestamp - before.timestamp) / 1000;
  /** @param {string} name */
  const grown = (name) => after[name] - before[name];
  return {
    codec: after.codec,
    encoder: after.encoderImplementation ?? null,
    width_px: after.frameWidth ?? null,
    height_px: after.frameHeight ?? null,
    fps: grown("framesEncoded") / seconds,
    bitrate_bps: (grown("bytesSent") * 8) / seconds,
    encode_ms: (grown("totalEncodeTime") * 1000) / Math.max(1, grown("framesEncoded")),
    key_frames: grown("keyFramesEncoded"),
    nacks: grown("nackCount"),
    plis: grown("pliCount"),
    quality_limitation: after.qualityLimitationReason ?? null,
  };
}
