// Called in a page of the server's origin: one session as a page that embeds EmoChat would run it.
(
  /**
   * @param {{durationS: number}} how
   */
  async ({ durationS }) => {
    const { EmoChatSession } = await import("/client/session.js");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const session = new EmoChatSession();
    const over = new Promise((resolve, reject) => {
      session.on("error", reject);
      session.on("statechange", ({ state }) => state === "done" && resolve(state));
    });
    await session.start({ consent: true, voice: true, language: "en", durationS, stream });
    await over;
    for (const track of stream.getTracks()) track.stop();
  }
);
