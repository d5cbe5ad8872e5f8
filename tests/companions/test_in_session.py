"""The mood companion in a real session over aiortc, with a real store and a real webhook."""

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from analysis.face_pool import TimedReading
from analysis.labels import Expression, FaceReading
from api.text_fields import CONTEXT_ID
from companions.mood import MoodParts, MoodRoom
from scenarios.loader import load_scenarios
from scenarios.webhook import SENT, Webhook
from store.contexts import ContextStore
from store.databases import SqliteFile
from tests.scenarios.receiver import SECRET, serve_receiver
from tests.webrtc.publisher import HAPPY, Publisher, QuickAnalyzer, QuickWriter
from webrtc.receive.network import Network, choose_addresses
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices
from webrtc.signaling import Signaling

OWNER = "a1" * 32
DURATION_S = 17
"""Two more than an escalation takes."""

SCENARIOS = load_scenarios(["support"])

SAD = FaceReading(HAPPY.face, Expression(0.1, (0.01, 0.01, 0.01, 0.01, 0.05, 0.9, 0.01)), None)


class SadAnalyzer(QuickAnalyzer):
    async def read(self, load_image: object) -> TimedReading:
        now_s = self._clock()
        return TimedReading(SAD, now_s, now_s)


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_sad_session_is_followed_advised_escalated_and_remembered(tmp_path: Path) -> None:
    store = ContextStore(SqliteFile(tmp_path / "x.sqlite3"), time_to_live=None, keep_text=False)
    await store.start()
    outcomes: list[str] = []
    async with serve_receiver() as receiver:
        webhook = Webhook(receiver.url, SECRET, now, outcomes.append)
        webhook.start()
        services = SessionServices(
            analyzer=SadAnalyzer(time.monotonic),
            writer=(writer := QuickWriter()),
            local_writer=QuickWriter(),
            network=Network(choose_addresses((), include_loopback=True)),
            default_language="en",
            companions=(MoodRoom(MoodParts(SCENARIOS, store, now, webhook)),),
            scenarios=SCENARIOS.keys(),
            context_id=re.compile(CONTEXT_ID),
        )
        registry = SessionRegistry(services, 1)
        app = web.Application()
        app.add_routes(Signaling(registry, services.start_rules, lambda request: OWNER).routes())
        async with TestClient(TestServer(app)) as client:
            publisher = Publisher(client)
            publisher.add_media()
            publisher.add_channels("labels", "events")
            await publisher.join()
            await publisher.start(duration_s=DURATION_S, scenario="support", remember="ana")
            await publisher.wait_for(lambda: bool(publisher.messages("ended")), timeout_s=60)
            await publisher.close()
        call = await receiver.next()
        await webhook.close()
    await registry.close()
    events = publisher.received["events"]
    assert [each["type"] for each in events[:2]] == ["started", "advice"]
    assert [each["code"] for each in publisher.messages("advice")] == [
        "notice",
        "acknowledge",
        "transfer_to_person",
    ]
    told = [(each["trend"], each["escalate"]) for each in publisher.messages("trend")]
    assert told == [("persistent_negative", False), ("persistent_negative", True)]
    assert call.is_signed
    assert outcomes == [SENT]
    assert call.fields["data"]["session_id"] == events[0]["session_id"]
    (report,) = publisher.messages("report")
    assert report["trend"]["escalations"] == 1
    assert len(report["advice"]) == 3
    assert writer.remarks == ["In the last part the signs of a hard time went on."]
    day = timedelta(days=1)
    found = await store.summaries(
        OWNER, "ana", kind="v2", now=now(), since=now() - day, until=now() + day
    )
    await store.close()
    assert found is not None
    (summary,) = found
    assert (summary.trend, summary.escalations) == ("persistent_negative", 1)
    assert summary.readings["face"]["sad"] >= DURATION_S - 1
