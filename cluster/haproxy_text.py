"""The text of haproxy.cfg, section by section. Pure."""

from collections.abc import Sequence

from cluster.identity import OFFER, SEPARATOR

OFFER_BUFFER_BYTES = 96 * 1024
"""An offer has up to 64 KiB and must fit with its headers, to be sent to another worker."""

RESUME_HEADER = "EmoChat-Resume"
UNCHECKED = ".unchecked"
"""What the names of servers end with that no worker can have: its id has no dot."""

EMPTY_FOLDER = "/var/lib/haproxy"
"""What Debian's package makes for HAProxy to be shut in."""

UNAVAILABLE = (
    '{"type":"about:blank","title":"Service unavailable","status":503,'
    '"detail":"no worker can serve this just now","error":"no worker can serve this just now"}'
)
LATE = (
    '{"type":"about:blank","title":"Gateway timeout","status":504,'
    '"detail":"the worker did not answer in time","error":"the worker did not answer in time"}'
)

_GLOBAL = """\
# Made by `python -m cluster.haproxy`; change its arguments rather than this text.
global
{rights}    maxconn {max_connections}
    # A whole offer is kept until a worker has taken it.
    tune.bufsize {buffer_bytes}
    # Servers that come and go; requests are not logged: their paths hold secrets.
    log stdout format raw local0 notice
    ssl-default-bind-options ssl-min-ver TLSv1.2

defaults
    mode http
    log global
    option dontlog-normal
    option http-keep-alive
    option redispatch 1
    # With it, the first `tune.bufsize` of a body must come within `timeout http-request`.
    option http-buffer-request
    retries 3
    timeout connect 1s
    timeout queue 2s
    # Who sends a request slower than this is cut off.
    timeout http-request 10s
    timeout http-keep-alive 15s
    timeout client 30s
    # A written analysis takes up to a minute. Event streams say something every 2 s.
    timeout server 100s
    timeout tunnel 100s
    http-error status 503 content-type "application/problem+json" string '{unavailable}' {headers}
    http-error status 504 content-type "application/problem+json" string '{late}' {headers}
"""

_RIGHTS = """\
    # Once certificates are read and ports are bound, none of root's rights is needed.
    user {user}
    group {user}
    chroot {empty_folder}
"""

_FRONTEND = """
frontend public
{binds}
    maxconn {max_connections}
    stick-table type ipv6 size 200k expire 60s store conn_cur
    tcp-request connection track-sc0 src
    tcp-request connection reject if {{ sc0_conn_cur gt {connections_per_address} }}
{tls}
    # What a client says about where it comes from is not passed on. Names are lower-case here.
    http-request del-header ^(forwarded|x-real-ip|x-client-ip|true-client-ip)$ -m reg
    http-request del-header x-forwarded- -m beg
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Proto {scheme}
    # /whip/<worker>.<secret>: the worker that has the session.
    acl names_worker path_reg ^/whip/[a-z0-9-]{{1,16}}[.]
    http-request set-var(txn.worker) path,field(3,/),field(1,{separator}) if names_worker
    # A client that comes back says where it was.
    acl resumes req.hdr({resume}) -m reg ^[a-z0-9-]{{1,16}}[.][^.]+[.]
    http-request set-var(txn.worker) req.hdr({resume}),field(1,{separator}) if resumes
    acl is_offer path /whip
    acl is_offer path_reg ^/whip/[a-z0-9-]{{1,16}}[.]{offer}$
    use_backend offers if METH_POST is_offer
    use_backend worker_%[var(txn.worker)] if names_worker !is_offer
    default_backend any
"""

_OFFERS = """
# New sessions: to a worker that says it takes some, or else to the next one.
backend offers
    balance leastconn
    option allbackups
    retry-on conn-failure empty-response response-timeout 503
    timeout server 15s
    option httpchk GET /readyz
    http-check expect status 200
    default-server check inter 1s fastinter 500ms fall 2 rise 1
    use-server %[var(txn.worker)] if {{ var(txn.worker) -m found }}
{servers}
    # When none takes any, they say so themselves. HAProxy 2.6 closes the connection without an
    # answer where a refused offer finds no other server (seen with 2.6.12, `python -m
    # benchmarks.chaos --only arrive`). Remove when it answers 503.
{unchecked}
"""

_ANY = """
# What every worker can answer, whether or not it takes sessions.
backend any
    balance leastconn
    option httpchk GET /healthz
    http-check expect status 200
    default-server check inter 1s fall 3 rise 1
{servers}
"""

_WORKER = """
backend worker_{worker_id}
    # A client that asks for its session is to hear at once that its worker is dead.
    retries 0
    option httpchk GET /healthz
    http-check expect status 200
    server {worker_id} {address} check inter 1s fall 3 rise 1
"""

_TLS = """\
    http-request redirect scheme https code 308 unless { ssl_fc }
    http-response set-header Strict-Transport-Security max-age=31536000 if { ssl_fc }"""


def render(
    *,
    servers: Sequence[tuple[str, str]],
    binds: Sequence[str],
    is_tls: bool,
    max_connections: int,
    connections_per_address: int,
    user: str | None,
) -> str:
    """Put the sections together.

    Args:
        servers: each worker's id and address.
        binds: the frontend's bind lines.
        is_tls: plain requests are sent to HTTPS.
        max_connections: at a time.
        connections_per_address: at a time.
        user: whom HAProxy becomes once it has started as root, with the group of that name.
    """
    lines = "\n".join(f"    server {worker_id} {address}" for worker_id, address in servers)
    unchecked = "\n".join(
        f"    server {worker_id}{UNCHECKED} {address} backup no-check"
        for worker_id, address in servers
    )
    sections = [
        _GLOBAL.format(
            rights="" if user is None else _RIGHTS.format(user=user, empty_folder=EMPTY_FOLDER),
            max_connections=max_connections,
            buffer_bytes=OFFER_BUFFER_BYTES,
            unavailable=UNAVAILABLE,
            late=LATE,
            headers='hdr Retry-After 2 hdr Access-Control-Allow-Origin "*"',
        ),
        _FRONTEND.format(
            binds="\n".join(f"    {bind}" for bind in binds),
            max_connections=max_connections,
            connections_per_address=connections_per_address,
            tls=_TLS if is_tls else "    # Plain HTTP: browsers give no camera but on localhost.",
            scheme="https" if is_tls else "http",
            separator=SEPARATOR,
            resume=RESUME_HEADER,
            offer=OFFER,
        ),
        _OFFERS.format(servers=lines, unchecked=unchecked),
        _ANY.format(servers=lines),
        *(_WORKER.format(worker_id=worker_id, address=address) for worker_id, address in servers),
    ]
    return "".join(sections)
