"""Every way in which there may be no talk."""

import asyncio
import logging
from functools import partial

import pytest
from aiohttp.test_utils import unused_port

from live.assistant import GeminiAssistant
from live.errors import LiveErrorCode
from live.settings import LiveSettings
from tests.live import frames
from tests.live.conftest import KEY, OpenTalk
from tests.live.listener import EagerClock, Listener
from tests.live.scripts import closes, does, hangs, sends
from tests.live.standin import LiveStandin, Peer, Script

SECRET_CONTEXT = "Le conté a mi hermana lo del hospital"
BAD_KEY = f"API key not valid. Please pass a valid API key. {KEY}"
NO_MODEL = "models/x is not found for API version v1beta, or is not supported"

PERMANENT: list[tuple[Script, LiveErrorCode]] = [
    (closes(1007, BAD_KEY, set_up=False), LiveErrorCode.INVALID_KEY),
    (
        closes(1007, "Request contains an invalid argument.", set_up=False),
        LiveErrorCode.BAD_REQUEST,
    ),
    (closes(1008, NO_MODEL, set_up=False), LiveErrorCode.MODEL_NOT_FOUND),
    (closes(1008, f"API key expired {KEY}"), LiveErrorCode.INVALID_KEY),
]

PASSING: list[tuple[Script, LiveErrorCode]] = [
    (closes(1000, set_up=False), LiveErrorCode.CLOSED),
    (closes(1000), LiveErrorCode.CLOSED),
    (closes(1001), LiveErrorCode.CLOSED),
    (closes(1007, "Request contains an invalid argument."), LiveErrorCode.BAD_REQUEST),
    (closes(1008, "The operation was aborted."), LiveErrorCode.REFUSED),
    (closes(1008, "Requested entity was not found."), LiveErrorCode.REFUSED),
    (closes(1011, "Internal error occurred."), LiveErrorCode.SERVER_ERROR),
    (closes(1011, "Internal error occurred.", set_up=False), LiveErrorCode.SERVER_ERROR),
    (closes(1011, "You exceeded your current quota."), LiveErrorCode.QUOTA),
    (closes(4321, "?"), LiveErrorCode.CONNECTION_LOST),
    (sends(frames.error(), set_up=False), LiveErrorCode.BAD_RESPONSE),
    (sends(frames.error()), LiveErrorCode.BAD_RESPONSE),
    (sends(frames.error(), frames.sound(b"ab")), LiveErrorCode.BAD_RESPONSE),
    (sends({"serverContent": {"modelTurn": 5}}), LiveErrorCode.BAD_RESPONSE),
    (sends({"serverContent": 5}), LiveErrorCode.BAD_RESPONSE),
]


async def raw_list(peer: Peer) -> None:
    await peer.send_raw('[{"setupComplete": {}}]')
    await peer.listen()


async def not_json(peer: Peer) -> None:
    await peer.send(frames.SETUP_COMPLETE)
    await peer.send_raw(f"<html>{KEY}")
    await peer.listen()


async def vanishes(peer: Peer) -> None:
    await peer.send(frames.SETUP_COMPLETE)
    peer.drop()


PASSING += [
    (raw_list, LiveErrorCode.BAD_RESPONSE),
    (not_json, LiveErrorCode.BAD_RESPONSE),
    (vanishes, LiveErrorCode.CONNECTION_LOST),
]


async def failure_of(open_talk: OpenTalk, **settings: object) -> tuple[str, str]:
    async with open_talk(context=SECRET_CONTEXT, **settings) as running:
        await running.listener.until_state("unavailable")
        assert not running.task.done(), "a talk runs until it is cancelled"
        ((_, code, message),) = running.listener.of("failure")
        assert running.listener.events[-2:] == [
            ("failure", code, message),
            ("state", "unavailable"),
        ]
    return code, message


@pytest.mark.parametrize(("script", "code"), PERMANENT)
async def test_what_will_not_pass_is_not_tried_again(
    standin: LiveStandin,
    open_talk: OpenTalk,
    caplog: pytest.LogCaptureFixture,
    script: Script,
    code: LiveErrorCode,
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.scripts = [script]
    told, message = await failure_of(open_talk)
    assert (told, len(standin.peers)) == (code, 1)
    assert_no_secrets(message, caplog)


@pytest.mark.parametrize(("script", "code"), PASSING)
async def test_what_may_pass_is_tried_a_few_times(
    standin: LiveStandin,
    open_talk: OpenTalk,
    caplog: pytest.LogCaptureFixture,
    script: Script,
    code: LiveErrorCode,
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.scripts = [script]
    clock = EagerClock()
    told, message = await failure_of(open_talk, clock=clock, max_failures=3)
    assert (told, len(standin.peers)) == (code, 3)
    assert len(clock.slept_s) == 2
    assert_no_secrets(message, caplog)


async def test_the_outcome_of_every_connection_is_told(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [vanishes]
    async with open_talk(max_failures=2) as running:
        await running.listener.until_state("unavailable")
        assert running.outcomes == ["connection_lost", "connection_lost"]


def assert_no_secrets(message: str, caplog: pytest.LogCaptureFixture) -> None:
    for text in (message, caplog.text):
        assert KEY not in text
        assert SECRET_CONTEXT not in text
    assert "talk: given up" in caplog.text


@pytest.mark.parametrize(
    ("status", "code", "tries"),
    [
        (400, LiveErrorCode.BAD_REQUEST, 1),
        (401, LiveErrorCode.INVALID_KEY, 1),
        (403, LiveErrorCode.FORBIDDEN, 1),
        (404, LiveErrorCode.MODEL_NOT_FOUND, 1),
        (418, LiveErrorCode.REFUSED, 4),
        (429, LiveErrorCode.QUOTA, 4),
        (503, LiveErrorCode.SERVER_ERROR, 4),
    ],
)
async def test_a_refused_handshake_is_told_by_its_status(
    standin: LiveStandin, open_talk: OpenTalk, status: int, code: LiveErrorCode, tries: int
) -> None:
    standin.http_status = status
    told, message = await failure_of(open_talk)
    assert (told, standin.refusals) == (code, tries)
    assert f"({status})" in message


async def test_a_set_up_that_hangs_ends_in_a_timeout(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [hangs()]
    told, _ = await failure_of(open_talk, connect_timeout_s=0.5, max_failures=1)
    assert told == LiveErrorCode.TIMEOUT


async def test_a_refused_connection_is_told(open_talk: OpenTalk) -> None:
    base_url = f"https://127.0.0.1:{unused_port()}"
    assert (await failure_of(open_talk, base_url=base_url))[0] == LiveErrorCode.UNREACHABLE


async def test_a_name_without_an_address_is_told(open_talk: OpenTalk) -> None:
    # RFC 6761, section 6.4: no resolver may find an address for it.
    told, _ = await failure_of(open_talk, base_url="https://gemini.invalid", max_failures=1)
    assert told == LiveErrorCode.UNREACHABLE


async def test_a_certificate_of_somebody_else_is_told(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    # The certificate names 127.0.0.1 only.
    elsewhere = standin.base_url.replace("127.0.0.1", "localhost")
    told, _ = await failure_of(open_talk, base_url=elsewhere, max_failures=1)
    assert told == LiveErrorCode.UNREACHABLE
    assert standin.peers == []


async def test_the_person_is_told_in_their_language(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.http_status = 403
    _, spanish = await failure_of(open_talk, language="es")
    _, english = await failure_of(open_talk, language="en")
    assert spanish.startswith("la clave de GEMINI_API_KEY no tiene permiso")
    assert english.startswith("the key in GEMINI_API_KEY may not")


async def test_a_talk_that_comes_back_in_time_is_no_failure(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    gone = closes(1011, "Internal error occurred.")
    standin.scripts = [gone, gone, gone, sends(frames.sound(b"ab"))]
    async with open_talk() as running:
        await running.listener.until_state("speaking")
    assert not running.listener.of("failure")
    assert running.listener.states.count("connecting") == 4


async def test_after_giving_up_nothing_that_is_heard_is_kept(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.http_status = 403
    async with open_talk() as running:
        await running.listener.until_state("unavailable")
        for _ in range(100):
            running.talk.hear(bytes(32_000))
            running.talk.set_talking(True)
            running.talk.set_talking(False)
        assert running.talk.dropped_s == 0
        assert standin.peers == []


async def test_a_reply_that_is_cut_off_leaves_no_open_turn(
    standin: LiveStandin, open_talk: OpenTalk
) -> None:
    standin.scripts = [closes(1011, "", frames.heard("hola"), frames.said("Bue")), sends()]
    async with open_talk() as running:
        await running.listener.until_state("listening", 2)
    assert running.listener.of("words")[-1] == ("words", "assistant", "Bue", True)


async def test_the_key_is_not_logged_where_a_talk_goes_well(
    standin: LiveStandin, open_talk: OpenTalk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def nothing(peer: Peer) -> None:
        await peer.send(frames.sound(b"ab"), frames.said("palabras suyas"))

    standin.scripts = [does(nothing)]
    async with open_talk(context=SECRET_CONTEXT) as running:
        await running.listener.until(lambda listener: bool(listener.of("words")))
        running.task.cancel()
        await asyncio.wait([running.task])
    assert "talk ended" in caplog.text
    for secret in (KEY, SECRET_CONTEXT, "palabras suyas"):
        assert secret not in caplog.text


async def test_no_socket_is_opened_unless_a_talk_runs(
    standin: LiveStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*args: object, **options: object) -> None:
        raise AssertionError("a connection was opened")

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "create_connection", refuse)
    context = standin.client_context()
    settings = LiveSettings(base_url=standin.base_url)
    assistant = await asyncio.to_thread(
        partial(GeminiAssistant, KEY, settings, ssl_context=context)
    )
    talk = assistant.open(Listener(), language="es", context="", push_to_talk=False)
    talk.hear(bytes(3_200))
    await assistant.aclose()
    assert standin.peers == []
