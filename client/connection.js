/** The way to the server: WHIP, one peer connection and its two data channels. */

import { SessionError } from "./errors.js";
import {
  addTracks,
  createPeerConnection,
  openChannels,
  preferSharpness,
  stuckReason,
} from "./peer.js";
import { Trickle } from "./trickle.js";
import { WhipResource } from "./whip.js";

/** @typedef {import("./errors.js").StuckReason} StuckReason */
/** @typedef {import("./messages.js").ClientMessage} ClientMessage */

/**
 * @typedef {object} ConnectionOptions
 * @property {string} endpoint
 * @property {string | null} token
 * @property {typeof globalThis.fetch} fetch
 */

/**
 * @typedef {object} ConnectionHandlers called until close()
 * @property {() => void} onOpen messages can be sent
 * @property {(text: string) => void} onMessage
 * @property {(track: MediaStreamTrack) => void} onReply the server's voice, where it is heard
 * @property {() => void} onLost the connection is gone, or could not be made
 */

export class Connection {
  #options;
  #handlers;
  /** Its end removes every listener and aborts the request under way. */
  #lifetime = new AbortController();
  /** @type {RTCPeerConnection | null} */
  #pc = null;
  /** @type {import("./peer.js").Channels | null} */
  #channels = null;
  /** @type {WhipResource | null} */
  #resource = null;
  /** @type {Trickle | null} */
  #trickle = null;
  /** What resumes the session over another connection; null where the server keeps none. */
  resumeToken = /** @type {string | null} */ (null);

  /**
   * @param {ConnectionOptions} options
   * @param {ConnectionHandlers} handlers
   */
  constructor(options, handlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  /**
   * Send the offer and take the answer; `onOpen` or `onLost` follows.
   * @param {MediaStream} stream
   * @param {{hearsReply: boolean, resumeToken?: string | null}} how
   * @throws {SessionError} what WhipResource.publish throws; bad_answer; unsupported_browser
   */
  async open(stream, how) {
    const signal = this.#lifetime.signal;
    const pc = createPeerConnection();
    this.#pc = pc;
    this.#channels = openChannels(pc);
    addTracks(pc, stream, how);
    this.#listen(pc, this.#channels);
    const offer = await pc.createOffer();
    const sdp = offer.sdp ?? "";
    const { resumeToken = null } = how;
    const published = await WhipResource.publish({ ...this.#options, sdp, signal, resumeToken });
    this.resumeToken = published.resumeToken;
    if (signal.aborted) return published.resource.delete();
    this.#resource = published.resource;
    this.#trickle = new Trickle(sdp, (fragment) => published.resource.trickle(fragment));
    return this.#accept(pc, offer, published);
  }

  /**
   * Gathering begins with the local description, so the ICE servers that the answer names must
   * be set before it (RFC 8829 section 4.1.18). The offer waits for no candidate anyway.
   * @param {RTCPeerConnection} pc
   * @param {RTCSessionDescriptionInit} offer
   * @param {{answer: string, iceServers: RTCIceServer[]}} published
   */
  async #accept(pc, offer, { answer, iceServers }) {
    try {
      if (iceServers.length > 0) pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
      await pc.setLocalDescription(offer);
      await pc.setRemoteDescription({ type: "answer", sdp: answer });
    } catch (error) {
      throw new SessionError("bad_answer", String(error), { cause: error });
    }
    await preferSharpness(pc);
  }

  /**
   * @param {RTCPeerConnection} pc
   * @param {import("./peer.js").Channels} channels
   */
  #listen(pc, { events, labels }) {
    const signal = this.#lifetime.signal;
    const { onOpen, onMessage, onReply, onLost } = this.#handlers;
    const onState = () => {
      if (pc.connectionState === "failed") onLost();
    };
    pc.addEventListener("icecandidate", (e) => this.#trickle?.add(e.candidate), { signal });
    pc.addEventListener("connectionstatechange", onState, { signal });
    pc.addEventListener("track", (e) => e.track.kind === "audio" && onReply(e.track), { signal });
    events.addEventListener("open", () => onOpen(), { signal });
    events.addEventListener("close", () => onLost(), { signal });
    for (const channel of [events, labels]) {
      channel.addEventListener("message", (e) => onMessage(String(e.data)), { signal });
    }
  }

  /** @param {ClientMessage} message dropped unless the channel is open */
  send(message) {
    const events = this.#channels?.events;
    if (events?.readyState === "open") events.send(JSON.stringify(message));
  }

  /** @returns {Promise<boolean>} whether the server has the session, by HTTP */
  async isThere() {
    return this.#resource !== null && (await this.#resource.isThere());
  }

  /** @returns {StuckReason} what connecting waits for */
  get stuckReason() {
    if (this.#pc === null || this.#channels === null) return "http";
    return stuckReason(this.#pc, this.#channels, this.#trickle?.count ?? 0);
  }

  /** @param {{tellServer: boolean}} how the server need not be told of an end of its own making */
  close({ tellServer }) {
    this.#lifetime.abort();
    this.#pc?.close();
    if (tellServer) void this.#resource?.delete();
    this.#resource = null;
  }
}
