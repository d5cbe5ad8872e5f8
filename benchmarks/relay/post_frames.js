// What a page does that EmoChat's WebRTC replaces: once a second it draws the camera on a canvas
// and posts it as a data URL. Times are milliseconds since the epoch.
async ({ url, seconds }) => {
  const epochMs = () => performance.timeOrigin + performance.now();
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { width: 640, height: 480, frameRate: 30 },
  });
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  const posts = [];
  let nextMs = epochMs();
  const endMs = nextMs + seconds * 1000;
  while (nextMs < endMs) {
    await new Promise((resolve) => setTimeout(resolve, nextMs - epochMs()));
    const grabbedMs = epochMs();
    context.drawImage(video, 0, 0);
    const body = JSON.stringify({ image: canvas.toDataURL("image/jpeg") });
    const encodedMs = epochMs();
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(15_000),
    });
    const { emotion } = await response.json();
    const receivedMs = epochMs();
    posts.push({ grabbedMs, encodedMs, receivedMs, bytes: body.length, status: response.status, emotion });
    // The next second that is still to come: a slow answer is not followed by a rush.
    nextMs += 1000 * Math.max(1, Math.ceil((receivedMs - nextMs) / 1000));
  }
  for (const track of stream.getTracks()) track.stop();
  return posts;
}
