"""Several server processes under one parent."""

import asyncio
import ipaddress
import sys
from collections.abc import Sequence
from pathlib import Path

from cluster.supervisor import Supervisor
from cluster.worker_plans import WorkerPlan, plan_workers
from config import Config, ConfigError


def run_workers(config: Config, program: Path, arguments: Sequence[str]) -> bool:
    """Run `config.workers` processes until told to end; False if all were given up.

    Args:
        config: the parent's.
        program: the server's.
        arguments: the parent's own, which the workers get too.

    Raises:
        ConfigError: there are not enough ports.
    """
    try:
        plans = plan_workers(config.workers, config.port, config.udp_ports, config.worker_prefix)
    except ValueError as error:
        raise ConfigError(f"EMOCHAT_WORKERS: {error}") from error

    def command(plan: WorkerPlan) -> Sequence[str]:
        return [sys.executable, str(program), *arguments, *plan.arguments]

    def ready_url(plan: WorkerPlan) -> str:
        return f"http://{reachable(config.host)}:{plan.port}/readyz"

    return asyncio.run(Supervisor(plans, command, ready_url, config.drain_s).run())


def reachable(host: str) -> str:
    """Return a host, as a URL has it, at which a server that listens on `host` is reached."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1" if address.version == 4 else "[::1]"
    return str(address) if address.version == 4 else f"[{address}]"
