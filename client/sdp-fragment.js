/** The body of a trickle ICE PATCH: `application/trickle-ice-sdpfrag` (RFC 8840 section 9). */

/** The part of an RTCIceCandidate that is sent. */
/** @typedef {{candidate: string, sdpMid: string | null}} Candidate */
/** @typedef {{line: string, mid: string}} MediaSection an m= line and its a=mid value */

/**
 * @param {string} sdp
 * @param {string} name
 * @returns {string | null} the value of the first `a=name:` line
 */
function attribute(sdp, name) {
  return new RegExp(`^a=${name}:(.*)$`, "m").exec(sdp)?.[1]?.trim() ?? null;
}

/**
 * @param {string} sdp
 * @returns {MediaSection[]} the sections that have a mid
 */
export function mediaSections(sdp) {
  return sdp
    .split(/^(?=m=)/m)
    .filter((section) => section.startsWith("m="))
    .map((section) => ({
      line: (section.split("\n")[0] ?? "").trim(),
      mid: attribute(section, "mid"),
    }))
    .filter(/** @returns {section is MediaSection} */ (section) => section.mid !== null);
}

/**
 * @param {MediaSection} section
 * @param {readonly Candidate[]} candidates
 * @param {boolean} complete
 */
function sectionLines({ line, mid }, candidates, complete) {
  const lines = candidates.map(({ candidate }) => `a=${candidate}`);
  return [line, `a=mid:${mid}`, ...lines, ...(complete ? ["a=end-of-candidates"] : [])];
}

/**
 * @param {string} offer the offer's SDP: its ICE credentials say to which session this belongs
 * @param {readonly Candidate[]} candidates
 * @param {boolean} complete no further candidates will come
 * @returns {string | null} null if the offer has no ICE credentials or there is nothing to say
 */
export function buildSdpFragment(offer, candidates, complete) {
  const ufrag = attribute(offer, "ice-ufrag");
  const password = attribute(offer, "ice-pwd");
  const sections = mediaSections(offer);
  const bundle = sections[0];
  if (ufrag === null || password === null || bundle === undefined) return null;
  const media = sections.flatMap((section) => {
    const own = candidates.filter(({ sdpMid }) => (sdpMid ?? bundle.mid) === section.mid);
    // All sections are bundled, so the end is said once, for the transport they share.
    const ends = complete && section === bundle;
    return own.length > 0 || ends ? sectionLines(section, own, ends) : [];
  });
  if (media.length === 0) return null;
  const head = [`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${password}`];
  return [...head, ...media].map((line) => `${line}\r\n`).join("");
}
