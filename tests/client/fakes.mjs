/** Stand-ins for the browser and the server; only what the client calls. */

export const OFFER_SDP = [
  "v=0",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=ice-ufrag:EsAw",
  "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
  "a=mid:0",
  "",
].join("\r\n");

export class FakeChannel extends EventTarget {
  readyState = "connecting";
  /** @type {any[]} */
  sent = [];

  constructor(label, options) {
    super();
    this.label = label;
    this.options = options;
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  open() {
    this.readyState = "open";
    this.dispatchEvent(new Event("open"));
  }

  /** The server says something. */
  receive(message) {
    const event = new Event("message");
    event.data = JSON.stringify(message);
    this.dispatchEvent(event);
  }

  cut() {
    this.readyState = "closed";
    this.dispatchEvent(new Event("close"));
  }
}

export class FakePeerConnection extends EventTarget {
  /** @type {FakePeerConnection[]} */
  static made = [];
  /** What setRemoteDescription throws. */
  static answerError = null;
  /** How far this browser's connections get. */
  static stuckAt = { ice: "new", connection: "new", channel: "connecting", candidates: 0 };

  static reset() {
    this.made = [];
    this.answerError = null;
    this.stuckAt = { ice: "new", connection: "new", channel: "connecting", candidates: 0 };
  }

  connectionState = FakePeerConnection.stuckAt.connection;
  iceConnectionState = FakePeerConnection.stuckAt.ice;
  remoteDescription = null;
  closed = false;
  /** The order of the calls that matter. */
  calls = [];
  channels = {};
  transceivers = [];

  constructor(configuration) {
    super();
    this.configuration = configuration;
    FakePeerConnection.made.push(this);
  }

  createDataChannel(label, options) {
    const channel = new FakeChannel(label, options);
    channel.readyState = FakePeerConnection.stuckAt.channel;
    this.channels[label] = channel;
    return channel;
  }

  addTransceiver(track, options) {
    this.transceivers.push({ track, options });
  }

  getSenders() {
    return [];
  }

  async createOffer() {
    this.calls.push("createOffer");
    return { type: "offer", sdp: OFFER_SDP };
  }

  getConfiguration() {
    return this.configuration;
  }

  setConfiguration(configuration) {
    this.calls.push("setConfiguration");
    this.configuration = configuration;
  }

  async setLocalDescription() {
    this.calls.push("setLocalDescription");
    for (let found = 0; found < FakePeerConnection.stuckAt.candidates; found += 1) {
      this.find({ candidate: `candidate:${found}`, sdpMid: "0" });
    }
  }

  async setRemoteDescription(description) {
    if (FakePeerConnection.answerError) throw FakePeerConnection.answerError;
    this.calls.push("setRemoteDescription");
    this.remoteDescription = description;
  }

  setConnectionState(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  find(candidate) {
    const event = new Event("icecandidate");
    event.candidate = candidate;
    this.dispatchEvent(event);
  }

  close() {
    this.closed = true;
  }
}

export class FakeTrack extends EventTarget {
  stopped = false;
  readyState = "live";

  constructor(kind, settings = {}) {
    super();
    this.kind = kind;
    this.settings = settings;
  }

  getSettings() {
    return this.settings;
  }

  stop() {
    this.stopped = true;
  }
}

export class FakeStream {
  constructor(tracks = [new FakeTrack("audio"), new FakeTrack("video")]) {
    this.tracks = tracks;
  }

  getTracks() {
    return this.tracks;
  }

  getAudioTracks() {
    return this.tracks.filter(({ kind }) => kind === "audio");
  }

  getVideoTracks() {
    return this.tracks.filter(({ kind }) => kind === "video");
  }
}

const ANSWER_HEADERS = {
  "Content-Type": "application/sdp",
  Location: "/whip/secret",
  ETag: '"e1"',
};

/** A WHIP server: answers, and remembers what it was asked. */
export class FakeServer {
  requests = [];
  status = 201;
  headers = ANSWER_HEADERS;
  body = "v=0\r\n";
  patchStatus = 204;
  /** Never answers the offer. */
  hangs = false;

  fetch = async (url, init) => {
    this.requests.push({ url: String(url), ...init });
    if (init.method === "PATCH") return new Response(null, { status: this.patchStatus });
    if (init.method === "DELETE") return new Response(null, { status: 200 });
    if (this.hangs) await untilAborted(init.signal);
    const response = new Response(this.body, { status: this.status, headers: this.headers });
    Object.defineProperty(response, "url", { value: "https://emochat.example/whip" });
    return response;
  };

  methods() {
    return this.requests.map(({ method }) => method);
  }
}

function untilAborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/** Let everything that is ready to run, run. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
