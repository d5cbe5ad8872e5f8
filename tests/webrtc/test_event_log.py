import asyncio
import json

from webrtc.event_log import EventLog, encode_event


async def collect(log: EventLog, after: int = 0) -> list[bytes]:
    return [event async for event in log.follow(after, idle_s=60)]


def test_an_event_carries_its_number_type_and_one_line_of_json() -> None:
    message = {"type": "label", "emotion": "HAPPY", "text": "línea\ndos"}
    lines = encode_event(7, message).decode().split("\n")
    assert lines[:2] == ["id: 7", "event: label"]
    assert json.loads(lines[2].removeprefix("data: ")) == message
    assert lines[3:] == ["", ""]


async def test_a_late_reader_gets_what_it_missed() -> None:
    log = EventLog()
    log.append({"type": "a"})
    log.append({"type": "b"})
    log.close()
    assert len(await collect(log)) == 2
    assert len(await collect(log, after=1)) == 1


async def test_a_waiting_reader_gets_messages_as_they_come_and_ends_with_the_log() -> None:
    log = EventLog()
    reading = asyncio.create_task(collect(log))
    await asyncio.sleep(0)
    assert log.readers == 1
    log.append({"type": "a"})
    await asyncio.sleep(0)
    log.append({"type": "b"})
    log.close()
    assert [event.split(b"\n")[1] for event in await reading] == [b"event: a", b"event: b"]
    assert log.readers == 0


async def test_old_messages_are_forgotten_beyond_the_capacity() -> None:
    log = EventLog(capacity=3)
    for _ in range(10):
        log.append({"type": "a"})
    log.close()
    assert [event.split(b"\n")[0] for event in await collect(log)] == [
        b"id: 8",
        b"id: 9",
        b"id: 10",
    ]


async def test_an_idle_stream_is_kept_open_with_comments() -> None:
    log = EventLog()
    events = log.follow(0, idle_s=0.001)
    assert (await anext(events)).startswith(b":")
    await events.aclose()
