"""Many workers, who is let in, and what becomes of sessions when a server ends."""

from cluster.addresses import parse_networks
from cluster.identity import check_worker_id
from settings import values
from settings.setting import Setting

NO_LIMIT = "0"
MAX_QUOTA = 1_000_000

CLUSTER = (
    Setting(
        "workers",
        "EMOCHAT_WORKERS",
        "1",
        values.whole_number(1, 64),
        "processes to run, each on a port and on media ports of its own; more than one need Redis",
    ),
    Setting(
        "redis_url",
        "EMOCHAT_REDIS_URL",
        None,
        values.redis_url,
        "redis://, rediss:// or unix:// of the Redis that workers share, better in the "
        "environment, where nobody sees its password",
    ),
    Setting(
        "worker_id",
        "EMOCHAT_WORKER_ID",
        None,
        check_worker_id,
        "this process's name among workers; set by the parent of several",
    ),
    Setting(
        "worker_prefix",
        "EMOCHAT_WORKER_PREFIX",
        "w",
        check_worker_id,
        "what the names of this machine's workers start with",
    ),
    Setting(
        "trusted_proxies",
        "EMOCHAT_TRUSTED_PROXIES",
        "",
        parse_networks,
        "comma-separated addresses and networks whose X-Forwarded-For is believed",
    ),
    Setting(
        "drain_s",
        "EMOCHAT_DRAIN_S",
        "0",
        values.whole_number(0, 600),
        "seconds that running sessions have to finish when the server is told to end",
    ),
    Setting(
        "key_sessions",
        "EMOCHAT_KEY_SESSIONS",
        NO_LIMIT,
        values.whole_number(0, MAX_QUOTA),
        "live sessions at a time of one key; 0 sets no limit",
    ),
    Setting(
        "address_sessions",
        "EMOCHAT_ADDRESS_SESSIONS",
        NO_LIMIT,
        values.whole_number(0, MAX_QUOTA),
        "live sessions at a time of one address; 0 sets no limit",
    ),
    Setting(
        "key_offers",
        "EMOCHAT_KEY_OFFERS",
        NO_LIMIT,
        values.whole_number(0, MAX_QUOTA),
        "offers a minute with one key; 0 sets no limit",
    ),
    Setting(
        "address_offers",
        "EMOCHAT_ADDRESS_OFFERS",
        NO_LIMIT,
        values.whole_number(0, MAX_QUOTA),
        "offers a minute from one address; 0 sets no limit",
    ),
)
