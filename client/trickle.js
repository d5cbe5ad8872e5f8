/** Sends the browser's ICE candidates on, as they are found, one PATCH at a time. */

import { buildSdpFragment } from "./sdp-fragment.js";

/** @typedef {import("./sdp-fragment.js").Candidate} Candidate */

export class Trickle {
  /** @type {Candidate[]} */
  #pending = [];
  #complete = false;
  #sending = false;
  #offer;
  #send;

  /** How many candidates were found. */
  count = 0;

  /**
   * @param {string} offer SDP
   * @param {(fragment: string) => Promise<boolean>} send false: the server takes no more
   */
  constructor(offer, send) {
    this.#offer = offer;
    this.#send = send;
  }

  /** @param {RTCIceCandidate | null} candidate null: there are no more */
  add(candidate) {
    if (candidate !== null && candidate.candidate !== "") {
      this.count += 1;
      this.#pending.push({ candidate: candidate.candidate, sdpMid: candidate.sdpMid });
    } else {
      this.#complete = true;
    }
    void this.#flush();
  }

  /** What comes while a PATCH is under way goes out together in the next one. */
  async #flush() {
    if (this.#sending) return;
    this.#sending = true;
    let accepted = true;
    for (let fragment = this.#take(); accepted && fragment !== null; fragment = this.#take()) {
      accepted = await this.#send(fragment);
    }
    this.#sending = !accepted;
  }

  #take() {
    if (this.#pending.length === 0 && !this.#complete) return null;
    const fragment = buildSdpFragment(this.#offer, this.#pending, this.#complete);
    this.#pending = [];
    this.#complete = false;
    return fragment;
  }
}
