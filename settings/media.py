"""How media reach the server."""

from cluster.addresses import parse_networks
from settings import values
from settings.setting import Setting

MEDIA = (
    Setting(
        "interfaces",
        "EMOCHAT_INTERFACES",
        "",
        values.names,
        "comma-separated network interfaces or addresses that take media; empty means all",
    ),
    Setting(
        "announced_address",
        "EMOCHAT_ANNOUNCED_ADDRESS",
        None,
        values.address,
        "address that publishers send media to, where a NAT hides this machine's own",
    ),
    Setting(
        "udp_ports",
        "EMOCHAT_UDP_PORTS",
        None,
        values.port_range,
        "ports that take media, one a session, as 40000-40999; else the system chooses",
    ),
    Setting(
        "checked_networks",
        "EMOCHAT_CHECKED_NETWORKS",
        "",
        parse_networks,
        "comma-separated networks whose addresses get ICE checks when publishers name them; "
        "needed only behind a firewall that lets nothing in unasked",
    ),
    Setting(
        "turn_urls",
        "EMOCHAT_TURN_URLS",
        "",
        values.turn_urls,
        "comma-separated turn: and turns: URLs that publishers may relay through",
    ),
    Setting(
        "turn_secret",
        "EMOCHAT_TURN_SECRET",
        None,
        values.text,
        "secret shared with the TURN servers (coturn's static-auth-secret)",
    ),
)
