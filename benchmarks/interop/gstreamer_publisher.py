# mypy: ignore-errors
"""Publishes a picture by WHIP with GStreamer's webrtcbin and prints messages as JSON lines.

A program of its own, for Debian's Python and nothing but it and its `gi`:

    /usr/bin/python3 gstreamer_publisher.py '{"whip": "http://127.0.0.1:5000/whip", …}'
"""

import json
import queue
import sys
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import Gst, GstSdp, GstWebRTC  # noqa: E402

HTTP_TIMEOUT_S = 10
EVENT_TIMEOUT_S = 30

ENCODERS = {
    "vp8": "vp8enc deadline=1 keyframe-max-dist=30 target-bitrate=400000 threads=1 ! rtpvp8pay",
    "h264": "openh264enc bitrate=400000 gop-size=30 complexity=low ! h264parse"
    " ! rtph264pay config-interval=-1 aggregate-mode=zero-latency",
}
ELEMENTS = ("webrtcbin", "nicesrc", "dtlsenc", "srtpenc", "sctpenc", "vp8enc", "openh264enc")
CAPS = {"vp8": "encoding-name=VP8,payload=96", "h264": "encoding-name=H264,payload=96"}


class Publisher:
    """A session, run by one thread that takes what webrtcbin's own threads report.

    Args:
        options: whip, picture, duration_s, codec, trickles and has_channel.
    """

    def __init__(self, options: dict) -> None:
        self.options = options
        self.reports = queue.Queue()
        self.pipeline = Gst.parse_launch(description(options))
        self.peer = self.pipeline.get_by_name("peer")
        self.sdp = ""
        self.session = None

    def run(self) -> None:
        """Join and play; the end is left to whoever reads the messages."""
        self._connect_signals()
        self.pipeline.set_state(Gst.State.READY)
        if self.options["has_channel"]:
            self._listen(self.peer.emit("create-data-channel", "events", None))
        self.pipeline.set_state(Gst.State.PLAYING)
        while True:
            kind, *what = self.reports.get(timeout=EVENT_TIMEOUT_S)
            getattr(self, f"on_{kind}")(*what)

    def _connect_signals(self) -> None:
        put = self.reports.put
        self.peer.connect("on-negotiation-needed", lambda _: put(("negotiation",)))
        self.peer.connect("on-ice-candidate", lambda _, m, c: put(("candidate", m, c)))
        self.peer.connect(
            "notify::ice-gathering-state",
            lambda peer, _: put(("gathering", peer.get_property("ice-gathering-state"))),
        )

    def _listen(self, channel) -> None:
        start = {
            "type": "start",
            "consent": True,
            "voice": True,
            "duration_s": self.options["duration_s"],
        }
        channel.connect("on-open", lambda c: c.emit("send-string", json.dumps(start)))
        channel.connect("on-message-string", lambda _, text: print(text, flush=True))

    def on_negotiation(self) -> None:
        """Make the offer; it leaves at once, or once all candidates are known."""
        if self.sdp:
            return
        promise = Gst.Promise.new()
        self.peer.emit("create-offer", None, promise)
        promise.wait()
        # The description lies in the reply, and the reply in the promise.
        reply = promise.get_reply()
        offer = reply.get_value("offer")
        self.sdp = offer.sdp.as_text()
        self.peer.emit("set-local-description", offer, None)
        if self.options["trickles"]:
            self.send_offer(self.sdp)

    def on_gathering(self, state) -> None:
        """Send the offer with its candidates."""
        if state == GstWebRTC.WebRTCICEGatheringState.COMPLETE and not self.options["trickles"]:
            self.send_offer(self.peer.get_property("local-description").sdp.as_text())

    def on_candidate(self, section: int, candidate: str) -> None:
        """Send a candidate on (RFC 8840 section 9)."""
        if not self.options["trickles"]:
            return
        names = ("a=ice-ufrag:", "a=ice-pwd:", "m=", "a=mid:")
        first = [next(line for line in self.sdp.splitlines() if line.startswith(n)) for n in names]
        fragment = "\r\n".join([*first, f"a={candidate}", ""])
        location, etag = self.session
        request("PATCH", location, fragment, "application/trickle-ice-sdpfrag", {"If-Match": etag})

    def send_offer(self, sdp: str) -> None:
        """Send the offer and take the answer."""
        whip = self.options["whip"]
        response, text = request("POST", whip, sdp, "application/sdp", {})
        location = urllib.request.urljoin(whip, response.headers["Location"])
        self.session = location, response.headers["ETag"]
        _, message = GstSdp.SDPMessage.new_from_text(text)
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.peer.emit("set-remote-description", answer, None)


def description(options: dict) -> str:
    """Return the pipeline as gst-launch writes it."""
    codec = options["codec"]
    picture = f"filesrc location={options['picture']} ! jpegdec ! videoconvert"
    video = "imagefreeze is-live=true ! video/x-raw,framerate=15/1,format=I420"
    caps = f"application/x-rtp,media=video,{CAPS[codec]}"
    sound = "audiotestsrc is-live=true wave=ticks ! audioconvert ! opusenc ! rtpopuspay"
    return (
        "webrtcbin name=peer bundle-policy=max-bundle "
        f"{picture} ! {video} ! {ENCODERS[codec]} ! {caps} ! peer. "
        f"{sound} ! application/x-rtp,media=audio,encoding-name=OPUS,payload=97 ! peer."
    )


def request(method: str, url: str, body: str, content_type: str, headers: dict):
    """Return the response and its text."""
    headers = {"Content-Type": content_type, **headers}
    sent = urllib.request.Request(url, body.encode(), headers, method=method)
    with urllib.request.urlopen(sent, timeout=HTTP_TIMEOUT_S) as response:
        return response, response.read().decode()


if __name__ == "__main__":
    Gst.init(None)
    if sys.argv[1] == "--version":
        print(Gst.version_string().removeprefix("GStreamer "))
        missing = [name for name in ELEMENTS if Gst.ElementFactory.find(name) is None]
        if missing:
            sys.exit(f"GStreamer has no {', '.join(missing)}")
    else:
        Publisher(json.loads(sys.argv[1])).run()
