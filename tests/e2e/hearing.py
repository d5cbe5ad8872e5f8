"""What a person would hear of the assistant, measured on the track that the page plays."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

TIMEOUT_MS = 20_000

LOUD = 0.05
"""Of full scale; the stand-in's tone has 0.24."""

SILENT = 0.005

FOLLOW_REPLY = """
async ({ loud, silent }) => {
  const { app } = await import("/client/main.js");
  const context = new AudioContext();
  await context.resume();
  const source = context.createMediaStreamSource(document.getElementById("reply").srcObject);
  const fine = new AnalyserNode(context, { fftSize: 512 });
  const coarse = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
  source.connect(fine);
  source.connect(coarse);
  const samples = new Float32Array(fine.fftSize);
  const spectrum = new Float32Array(coarse.frequencyBinCount);
  const heard = { levels: [], states: [] };
  app.session.on("assistant", ({ state }) => heard.states.push([performance.now(), state]));
  setInterval(() => {
    fine.getFloatTimeDomainData(samples);
    heard.levels.push([performance.now(), Math.max(...samples.map(Math.abs))]);
    const latest = heard.levels.slice(-10).map(([, level]) => level);
    if (Math.min(...latest) > loud) document.body.dataset.reply = "loud";
    if (Math.max(...latest) < silent) document.body.dataset.reply = "silent";
  }, 10);
  globalThis.heard = heard;
  globalThis.pitchHz = () => {
    coarse.getFloatFrequencyData(spectrum);
    return (spectrum.indexOf(Math.max(...spectrum)) * context.sampleRate) / coarse.fftSize;
  };
}
"""


@dataclass(frozen=True)
class Heard:
    """Levels of the reply, 0 to 1, and the assistant's states; times in ms of the page."""

    levels: list[tuple[float, float]]
    states: list[tuple[float, str]]

    def times_ms(self, state: str) -> list[float]:
        return [time_ms for time_ms, each in self.states if each == state]

    def is_loud_before(self, time_ms: float) -> bool:
        """Whether the last tenth of a second before was loud."""
        levels = [level for at_ms, level in self.levels if time_ms - 100 <= at_ms < time_ms]
        return bool(levels) and min(levels) > LOUD

    def audible_after_ms(self, state: str) -> float | None:
        """Return how long after the assistant was first said to do this it was first loud."""
        times_ms = self.times_ms(state)
        loud_ms = [at_ms for at_ms, level in self.levels if level > LOUD]
        return round(loud_ms[0] - times_ms[0], 1) if times_ms and loud_ms else None

    def silent_after_ms(self, time_ms: float) -> float | None:
        """Return how long after a moment the last loud one came before a tenth of silence."""
        last_loud_ms = time_ms
        for at_ms, level in self.levels:
            if at_ms < time_ms:
                continue
            if level > SILENT:
                last_loud_ms = at_ms
            elif at_ms - last_loud_ms >= 100:
                return last_loud_ms - time_ms
        return None


def follow_reply(page: Page) -> None:
    """Begin to measure; the session must be live."""
    page.evaluate(FOLLOW_REPLY, {"loud": LOUD, "silent": SILENT})


def wait_for_reply(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute("data-reply", "loud", timeout=TIMEOUT_MS)


def wait_for_silence(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute("data-reply", "silent", timeout=TIMEOUT_MS)


def heard_so_far(page: Page) -> Heard:
    heard: dict[str, Any] = page.evaluate("heard")
    return Heard(
        [(at_ms, level) for at_ms, level in heard["levels"]],
        [(at_ms, state) for at_ms, state in heard["states"]],
    )
