import asyncio

import pytest

from live.outbox import MAX_CHUNK_BYTES, Activity, Outbox, Outgoing


def bytes_of(*values: int, count: int = 2) -> bytes:
    return b"".join(bytes([value]) * count for value in values)


async def everything(outbox: Outbox) -> list[Outgoing]:
    taken: list[Outgoing] = []
    try:
        while True:
            async with asyncio.timeout(0):
                taken.append(await outbox.take())
    except TimeoutError:
        return taken


async def test_sound_comes_out_as_it_went_in() -> None:
    outbox = Outbox(1_000_000, push_to_talk=False)
    sound = bytes(range(256)) * 100
    for start in range(0, len(sound), 37):
        outbox.hear(sound[start : start + 37])
    taken = await everything(outbox)
    assert b"".join(item for item in taken if isinstance(item, bytes)) == sound
    assert max(map(len, taken)) == MAX_CHUNK_BYTES


async def test_half_a_sample_waits_for_its_other_half() -> None:
    outbox = Outbox(100, push_to_talk=False)
    outbox.hear(b"\x01\x02\x03")
    assert await everything(outbox) == [b"\x01\x02"]
    outbox.hear(b"\x04")
    assert await everything(outbox) == [b"\x03\x04"]


async def test_the_oldest_sound_goes_first_and_is_counted() -> None:
    outbox = Outbox(8, push_to_talk=False)
    outbox.hear(bytes_of(1, 2, 3, 4))
    outbox.hear(bytes_of(5, 6, 7))
    assert await everything(outbox) == [bytes_of(4, 5, 6, 7)]
    assert outbox.dropped_bytes == 6


@pytest.mark.parametrize("size", [9, 10, 11])
async def test_what_is_dropped_never_splits_a_sample(size: int) -> None:
    outbox = Outbox(8, push_to_talk=False)
    outbox.hear(bytes(range(size)))
    outbox.hear(bytes([99]) * (size % 2))
    (rest,) = await everything(outbox)
    assert isinstance(rest, bytes)
    assert rest[0] % 2 == 0


async def test_taking_waits_for_sound() -> None:
    outbox = Outbox(8, push_to_talk=False)
    taking = asyncio.create_task(outbox.take())
    await asyncio.sleep(0)
    outbox.hear(b"ab")
    assert await taking == b"ab"


async def test_what_could_not_be_sent_is_first_again() -> None:
    outbox = Outbox(6, push_to_talk=False)
    outbox.hear(b"aabb")
    outbox.put_back(await outbox.take())
    outbox.hear(b"ccdd")
    assert await everything(outbox) == [b"bbccdd"]


async def test_after_its_end_it_keeps_nothing() -> None:
    for push_to_talk in (False, True):
        outbox = Outbox(8, push_to_talk=push_to_talk)
        outbox.set_talking(True)
        outbox.hear(b"ab")
        outbox.close()
        outbox.hear(b"cd")
        outbox.set_talking(False)
        outbox.set_talking(True)
        assert await everything(outbox) == []


async def test_nothing_is_heard_before_the_button_and_after_it() -> None:
    outbox = Outbox(100, push_to_talk=True)
    outbox.hear(b"xx")
    outbox.set_talking(True)
    outbox.hear(b"ab")
    outbox.set_talking(True)
    outbox.set_talking(False)
    outbox.hear(b"yy")
    assert await everything(outbox) == [Activity.START, b"ab", Activity.END]


async def test_two_turns_keep_their_marks_where_they_wait() -> None:
    outbox = Outbox(100, push_to_talk=True)
    for sound in (b"ab", b"cd"):
        outbox.set_talking(True)
        outbox.hear(sound)
        outbox.set_talking(False)
    assert await everything(outbox) == [
        Activity.START,
        b"ab",
        Activity.END,
        Activity.START,
        b"cd",
        Activity.END,
    ]


async def test_a_button_pressed_in_silence_sends_nothing_and_piles_nothing_up() -> None:
    outbox = Outbox(4, push_to_talk=True)
    for _ in range(1_000):
        outbox.set_talking(True)
        outbox.set_talking(False)
    for _ in range(1_000):
        outbox.set_talking(True)
        outbox.hear(b"ab")
        outbox.set_talking(False)
    taken = await everything(outbox)
    assert len(taken) == 6
    assert outbox.dropped_bytes == 2 * 998


async def test_on_a_new_connection_a_pressed_button_is_marked_again() -> None:
    outbox = Outbox(100, push_to_talk=True)
    outbox.set_talking(True)
    outbox.hear(b"ab")
    assert await everything(outbox) == [Activity.START, b"ab"]
    outbox.restart()
    outbox.hear(b"cd")
    outbox.set_talking(False)
    assert await everything(outbox) == [Activity.START, b"cd", Activity.END]


async def test_a_turn_of_which_nothing_is_left_is_not_ended_on_a_new_connection() -> None:
    outbox = Outbox(100, push_to_talk=True)
    outbox.set_talking(True)
    outbox.hear(b"ab")
    await everything(outbox)
    outbox.set_talking(False)
    outbox.restart()
    assert await everything(outbox) == []


async def test_without_push_to_talk_the_button_does_nothing() -> None:
    outbox = Outbox(100, push_to_talk=False)
    outbox.set_talking(True)
    outbox.set_talking(False)
    outbox.hear(b"ab")
    assert await everything(outbox) == [b"ab"]
