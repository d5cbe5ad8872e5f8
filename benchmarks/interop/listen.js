// Called in a page before it connects: keeps every message of its data channels. With a picture, the
// camera shows that instead, for browsers whose fake camera can show no face.
(
  /**
   * @param {{picture: string | null}} how `picture` is a data URL
   */
  async ({ picture }) => {
    const { prototype } = RTCPeerConnection;
    const { createDataChannel } = prototype;
    globalThis.heard = [];
    prototype.createDataChannel = function (...options) {
      const channel = createDataChannel.apply(this, options);
      channel.addEventListener("message", ({ data }) => {
        const atMs = performance.timeOrigin + performance.now();
        globalThis.heard.push({ at_s: atMs / 1000, message: JSON.parse(data) });
      });
      return channel;
    };

    if (picture === null) return;
    const image = new Image();
    image.src = picture;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    let number = 0;
    const draw = () => {
      context.drawImage(image, 0, 0);
      context.fillStyle = "white";
      // No two frames in a row are the same.
      context.fillRect((number * 4) % canvas.width, canvas.height - 8, 8, 8);
      number += 1;
    };
    draw();
    setInterval(draw, 1000 / 15);
    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      for (const track of stream.getVideoTracks()) {
        track.stop();
        stream.removeTrack(track);
      }
      for (const track of canvas.captureStream(15).getTracks()) stream.addTrack(track);
      return stream;
    };
  }
);
