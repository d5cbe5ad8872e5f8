"""Fills the disk that SQLite writes to, to the last byte, and frees it again."""

import asyncio
import sqlite3
import time
from pathlib import Path

from benchmarks.chaos.finding import Finding, NotRunError, at_most, holds, none_of
from benchmarks.chaos.health import probing
from benchmarks.chaos.people import ended, people
from benchmarks.chaos.scenes import Alone
from benchmarks.chaos.texts import text_load, told
from benchmarks.chaos.waiting import comes_true

ANSWERS = {200, 503}
BACK_LIMIT_S = 5.0
REFUSAL_PATIENCE_S = 20.0
"""The write-ahead log is used again from its start, so some writes still fit."""


async def fill_the_disk(scene: Alone) -> Finding:
    if scene.disk is None:
        raise NotRunError("no file system may be mounted here")
    full_s = 2.0 if scene.is_quick else 8.0
    async with (
        text_load(scene.http) as texts,
        probing(scene.site.url) as health,
        people(scene.http, 1) as crowd,
    ):
        await crowd.heard(2)
        began_s = time.monotonic()
        filled = await asyncio.to_thread(scene.disk.fill)
        refused = await comes_true(lambda: 503 in texts.statuses(), REFUSAL_PATIENCE_S)
        await asyncio.sleep(full_s)
        gap_s = crowd.longest_gap_s(began_s)
        scene.disk.free()
        freed_s = time.monotonic()
        back_s = await texts.until_success(freed_s, BACK_LIMIT_S)
        crowd.stop()
        await ended(crowd)
    lost, kept, statuses = await texts.count_lost(), len(texts.acknowledged), texts.statuses()
    state = await asyncio.to_thread(_integrity, scene.disk.folder)
    others = sum(count for status, count in statuses.items() if status not in ANSWERS)
    return Finding(
        load=f"1 session, texts: {told(statuses)}",
        happened=f"full for {freed_s - began_s:.0f} s ({filled // 1024} KiB taken); texts were "
        + ("never written again" if back_s is None else f"written again {back_s:.1f} s later"),
        lost=f"{lost} of {kept} acknowledged texts, {crowd.broken} of 1 report",
        expectations=[
            holds("writes are refused with 503 while it is full", refused),
            none_of("texts answered other than 200 and 503", others, len(texts.writes)),
            none_of("acknowledged texts lost", lost, kept),
            holds(f"texts are written again within {BACK_LIMIT_S:g} s", back_s is not None),
            holds("the database is whole", state == "ok", state),
            at_most("longest time without a label", gap_s, 3, " s"),
            none_of("sessions without their whole end", crowd.broken, 1),
            none_of("bad answers of /healthz", health.failures),
        ],
    )


def _integrity(folder: Path) -> str:
    path = next(folder.glob("*.sqlite3"))
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        database.close()
