"""All parts of one server process: each is built from the settings and from those before it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.writer import SessionWriter
from api.text_services import TextServices
from composition.cluster import Cluster, WaitObserver, load_cluster
from composition.counting import TALK, GeminiOutcomes, outcomes, watch
from composition.readers import Readers, load_readers
from composition.talks import REMEMBERED_CONTEXT, Talks, load_talks
from composition.telemetry import load_traces
from composition.texts import Encoders, load_encoders, text_services
from config import Config, ConfigError
from scenarios.webhook import DELIVERY_OUTCOMES
from telemetry.metrics import Metrics
from telemetry.sessions import SessionMetrics
from webrtc.receive.network import Network, UdpPorts, choose_addresses
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices

if TYPE_CHECKING:
    from telemetry.traces import Traces


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process consists of.

    Attributes:
        traces: None where the operator wants none.
        services: what sessions work with.
        registry: the sessions themselves.
    """

    metrics: Metrics
    traces: "Traces | None"
    readers: Readers
    cluster: Cluster
    encoders: Encoders
    texts: TextServices
    talks: Talks
    services: SessionServices
    registry: SessionRegistry


def load_parts(config: Config) -> Parts:
    """Build all parts; nothing runs yet.

    Raises:
        ConfigError: a setting does not fit this machine.
        ModelFileError, TextModelError: a model is missing or does not fit.
        ScenarioError: a scenario's file is wrong.
    """
    metrics = Metrics()
    readers = load_readers(config, metrics)
    cluster = load_cluster(config)
    encoders = load_encoders(config, metrics)
    texts = text_services(config, encoders, cluster.parts.rates)
    on_talk = GeminiOutcomes(metrics, TALK)
    on_delivery = outcomes(metrics.webhook_deliveries, DELIVERY_OUTCOMES)
    talks = load_talks(config, texts, on_talk, on_delivery)
    observer = WaitObserver(cluster.gauge, SessionMetrics(metrics))
    services = _session_services(config, readers, talks, observer)
    registry = SessionRegistry(services, config.max_sessions, cluster.keeper, cluster.door)
    cluster.gauge.registry = registry
    watch(metrics, registry, readers.faces, cluster.parts.link)
    return Parts(
        metrics=metrics,
        traces=load_traces(config),
        readers=readers,
        cluster=cluster,
        encoders=encoders,
        texts=texts,
        talks=talks,
        services=services,
        registry=registry,
    )


def _session_services(
    config: Config, readers: Readers, talks: Talks, observer: WaitObserver
) -> SessionServices:
    return SessionServices(
        analyzer=readers.faces,
        writer=readers.writer,
        local_writer=SessionWriter(None),
        network=_network(config),
        default_language=config.language,
        voice_analyzer=readers.voices,
        assistant=talks.assistant,
        companions=talks.rooms,
        scenarios=talks.scenarios,
        context_id=REMEMBERED_CONTEXT,
        observer=observer,
    )


def _network(config: Config) -> Network:
    try:
        addresses = choose_addresses(config.interfaces, include_loopback=config.is_loopback)
    except ValueError as error:
        raise ConfigError(f"EMOCHAT_INTERFACES: {error}") from error
    ports = UdpPorts(*config.udp_ports) if config.udp_ports is not None else None
    return Network(addresses, config.announced_address, ports, config.checked_networks)
