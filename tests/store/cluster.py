"""A throwaway PostgreSQL cluster of Debian's package, without a port: on a socket of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import psutil

from store.databases import PostgresServer

DEBIAN_FOLDER = Path("/usr/lib/postgresql")
SUPERUSER = "emochat"
COMMAND_TIMEOUT_S = 90.0


def _programs() -> Path:
    versions = sorted(DEBIAN_FOLDER.iterdir(), key=lambda folder: int(folder.name))
    return versions[-1] / "bin"


def _user() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return "postgres" if os.geteuid() == 0 else None


class Cluster:
    """Starts, stops and kills the server over one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._run("initdb", "-D", self._data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8")

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder}"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-o", options, "-w", "-t", 60, "start")

    def stop(self) -> None:
        # "immediate" leaves out the checkpoint, which takes seconds on a slow disk.
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "-t", 60, "stop")

    def kill(self) -> None:
        """End the server and all its processes at once, as a power cut would."""
        postmaster = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(processes, timeout=COMMAND_TIMEOUT_S)

    def is_running(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    def server(self, database: str) -> PostgresServer:
        return PostgresServer(f"postgresql://{SUPERUSER}@/{database}?host={self.folder}")

    async def create(self, database: str) -> PostgresServer:
        connection = await asyncpg.connect(self.server("postgres").dsn)
        await connection.execute(f'CREATE DATABASE "{database}"')
        await connection.close()
        return self.server(database)

    def _run(self, program: str, *arguments: object) -> None:
        command: Sequence[str] = [str(_programs() / program), *map(str, arguments)]
        with (self.folder / f"{program}.out").open("ab") as output:
            subprocess.run(
                command,
                check=True,
                cwd=self.folder,
                stdout=output,
                stderr=output,
                timeout=COMMAND_TIMEOUT_S,
                user=_user(),
                group=_user(),
                extra_groups=[] if _user() else None,
            )


@contextmanager
def throwaway_cluster() -> Iterator[Cluster]:
    """Start a cluster in a new folder that both this user and PostgreSQL's can enter."""
    folder = Path(tempfile.mkdtemp(prefix="emochat-postgresql-"))
    try:
        if user := _user():
            entry = pwd.getpwnam(user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        cluster = Cluster(folder)
        cluster.start()
        try:
            yield cluster
        finally:
            if cluster.is_running():
                cluster.stop()
    finally:
        shutil.rmtree(folder)
