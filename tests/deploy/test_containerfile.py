"""The image: what is in it, and as whom it runs."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.rooms import DEPLOY, ROOT, imported_by_the_server

COMPILERS = ("build-essential", "cargo", "clang", "cmake", "g++", "gcc", "make", "python3-dev")
DATA_FILES = {"client", "models"}
"""Folders that the server reads and does not import."""


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """Instruction and arguments, of both stages in order."""
    text = (DEPLOY / "Containerfile").read_text()
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.partition(" ")[2]) for line in text.splitlines() if line]


@pytest.fixture(scope="module")
def final(instructions: list[tuple[str, str]]) -> list[tuple[str, str]]:
    last = max(i for i, (name, _) in enumerate(instructions) if name == "FROM")
    return instructions[last:]


def test_all_that_the_server_imports_is_copied(final: list[tuple[str, str]]) -> None:
    copied: set[str] = set()
    for name, arguments in final:
        if name == "COPY" and not arguments.startswith("--from"):
            *sources, target = shlex.split(arguments)
            assert target in ("./", "/tmp/deploy/") or sources == [target]
            copied |= set(sources)
    assert imported_by_the_server() | DATA_FILES <= copied
    assert not {source for source in copied if not (ROOT / source).exists()}
    assert not {"benchmarks", "tests", "training"} & copied


def test_what_fetches_the_face_model_needs_no_other_file_and_no_package(
    instructions: list[tuple[str, str]], tmp_path: Path
) -> None:
    (program,) = (
        shlex.split(arguments)[0]
        for name, arguments in instructions
        if name == "COPY" and arguments.endswith("./vision/")
    )
    assert f"python {program}" in str(instructions)
    copy = shutil.copy(ROOT / program, tmp_path)
    run = [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(copy)!r})"]
    subprocess.run(run, check=True, cwd=tmp_path, timeout=60)


def test_it_runs_as_a_user_by_number_who_is_not_root(final: list[tuple[str, str]]) -> None:
    users = [arguments for name, arguments in final if name == "USER"]
    user, _, group = users[-1].partition(":")
    assert int(user) >= 10_000
    assert int(group) >= 10_000


def test_no_compiler_gets_in(instructions: list[tuple[str, str]]) -> None:
    listed = (DEPLOY / "debian-packages.txt").read_text()
    commands = " ".join(arguments for name, arguments in instructions if name == "RUN")
    words = set(shlex.split(commands)) | set(re.sub("#.*", "", listed).split())
    assert not words & set(COMPILERS)
    assert "--only-binary" in words


def test_it_is_built_with_the_uv_of_make(instructions: list[tuple[str, str]]) -> None:
    version = re.search(r"UV_VERSION := (\S+)", (ROOT / "Makefile").read_text())
    assert version is not None
    assert f"uv=={version[1]}" in str(instructions)


def test_it_says_how_it_is_and_keeps_its_data_in_a_volume(final: list[tuple[str, str]]) -> None:
    by_name = dict(final)
    settings = dict(pair.split("=") for pair in by_name["ENV"].split())
    command = json.loads(by_name["HEALTHCHECK"].partition("CMD ")[2])
    compile(command[2], "health check", "exec")
    assert "/healthz" in command[2]
    assert by_name["VOLUME"] == settings["EMOCHAT_DATA_DIR"] == "/data"
    assert json.loads(by_name["ENTRYPOINT"])[-1] == "server.py"
