"""Starts EmoChat: one process that serves, or the parent of several."""

import os
import sys
from pathlib import Path

from composition.generated_key import generate_key, share_key
from composition.workers import run_workers
from config import Config, StartError, load_config
from telemetry.logs import set_up_logging

# At INFO the first two write every candidate pair, and so the addresses of people's devices;
# the last two every statement.
LIBRARIES_THAT_TELL_TOO_MUCH = ("aioice", "aiortc", "alembic", "sqlalchemy")


def run_alone(config: Config) -> None:
    # Seconds, and most of the memory: a parent, which serves nothing, does without.
    from composition.app import run_app

    run_app(config, generate_key(config))


def run_parent(config: Config) -> bool:
    """Run `config.workers` processes; False if all were given up."""
    share_key(generate_key(config))
    return run_workers(config, Path(__file__), sys.argv[1:])


def main() -> None:
    try:
        config = load_config(sys.argv[1:], os.environ)
        set_up_logging(config.log_level, config.log_format, LIBRARIES_THAT_TELL_TOO_MUCH)
        if config.workers > 1:
            sys.exit(0 if run_parent(config) else 1)
        run_alone(config)
    except StartError as error:
        sys.exit(f"emochat: {error}")


if __name__ == "__main__":
    main()
