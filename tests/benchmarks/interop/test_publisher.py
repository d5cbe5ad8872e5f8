import sys
from pathlib import Path

import pytest

from benchmarks.interop.publisher import GaveUpError, hear_events, hear_lines, running
from benchmarks.interop.recorder import Recorder

UNREACHABLE = "http://127.0.0.1:9"


def python(text: str) -> list[str]:
    return [sys.executable, "-c", text]


async def test_lines_are_messages_up_to_the_end(tmp_path: Path) -> None:
    text = """print('{"type":"label"}\\n{"type":"ended"}', flush=True)"""
    waits = f"import signal; {text}; signal.pause()"
    async with running(python(waits), tmp_path / "log") as program:
        heard = await hear_lines(program)
    assert [h.message["type"] for h in heard] == ["label", "ended"]
    assert heard[0].at_s <= heard[1].at_s


async def test_a_program_that_fails_is_told_by_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(GaveUpError, match="status 3: no camera"):
        async with running(
            python("import sys; print('no camera', file=sys.stderr); sys.exit(3)"),
            tmp_path / "log",
        ) as program:
            await hear_lines(program)


async def test_who_never_offers_is_not_waited_for(tmp_path: Path) -> None:
    async with Recorder(UNREACHABLE) as recorder:
        async with running(python("pass"), tmp_path / "log") as program:
            with pytest.raises(GaveUpError, match="status 0"):
                await hear_events(recorder, program)
