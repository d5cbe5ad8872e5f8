"""How late an event loop runs what is due: a sender that lags would blame the server."""

import asyncio

INTERVAL_S = 0.02


class LagMonitor:
    """Sleeps again and again while running, and keeps by how much each sleep overran."""

    def __init__(self) -> None:
        self._lags_s: list[float] = []

    async def run(self) -> None:
        """Measure until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due_s = loop.time() + INTERVAL_S
            await asyncio.sleep(INTERVAL_S)
            self._lags_s.append(loop.time() - due_s)

    def take_ms(self) -> list[float]:
        """Return the lags since the last call, in ms."""
        lags_s, self._lags_s = self._lags_s, []
        return [lag_s * 1000 for lag_s in lags_s]
