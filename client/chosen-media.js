/** The camera and the microphone that the person chose: of several requests the latest counts. */

import { closeMedia, openMedia } from "./devices.js";

/** @typedef {import("./devices.js").DeviceChoice} DeviceChoice */

export class ChosenMedia {
  /** @type {DeviceChoice} */
  #choice = {};
  /**
   * The latest choice that could be opened.
   * @type {DeviceChoice}
   */
  #opened = {};
  /** @type {MediaStream | null} */
  #stream = null;
  #requests = 0;

  /** What the person asked for last, whether it is open yet or not. */
  get choice() {
    return this.#choice;
  }

  /** @returns {MediaStream | null} null while nothing is open */
  get stream() {
    return this.#stream;
  }

  /**
   * Open this in place of what is open.
   * @param {DeviceChoice} choice
   * @returns {Promise<MediaStream | null>} null where close() or another open() came meanwhile
   * @throws {SessionError} as openMedia
   */
  async open(choice) {
    this.close();
    const request = this.#requests;
    const isLatest = () => request === this.#requests;
    // Before it is open: whatever begins meanwhile must not hear who has refused the microphone.
    this.#choice = choice;
    try {
      const stream = await openMedia(choice);
      if (isLatest()) return this.#keep(stream);
      closeMedia(stream);
    } catch (error) {
      if (isLatest()) {
        this.#restore();
        throw error;
      }
    }
    return null;
  }

  /** Close what is open, and whatever is being opened as soon as it is. */
  close() {
    this.#requests += 1;
    closeMedia(this.#stream);
    this.#stream = null;
  }

  /** @param {MediaStream} stream */
  #keep(stream) {
    this.#stream = stream;
    this.#opened = this.#choice;
    return stream;
  }

  /** Another try takes devices that worked, but no microphone that was refused. */
  #restore() {
    const isRefused = this.#choice.microphoneId === null;
    this.#choice = isRefused ? { ...this.#opened, microphoneId: null } : this.#opened;
  }
}
