/** The STUN and TURN servers of a WHIP answer's Link header (RFC 9725 section 4.6, RFC 8288). */

const LINK = /<([^>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))?)*)/g;
const PARAMETER = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+))/g;

/**
 * @param {string} text
 * @returns {Map<string, string>} names in lower case; of a repeated one the first counts
 */
function parametersOf(text) {
  /** @type {Map<string, string>} */
  const parameters = new Map();
  for (const [, name = "", quoted, token = ""] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, "$1") ?? token);
  }
  return parameters;
}

/**
 * @param {string | null} header all Link headers, joined by commas as fetch does
 * @returns {RTCIceServer[]} links of another relation are left out
 */
export function parseIceServers(header) {
  /** @type {RTCIceServer[]} */
  const servers = [];
  for (const [, url = "", rest = ""] of (header ?? "").matchAll(LINK)) {
    const parameters = parametersOf(rest);
    const relations = (parameters.get("rel") ?? "").split(/\s+/);
    if (!relations.includes("ice-server")) continue;
    const username = parameters.get("username");
    const credential = parameters.get("credential");
    const complete = username !== undefined && credential !== undefined;
    servers.push({ urls: url, ...(complete ? { username, credential } : {}) });
  }
  return servers;
}
