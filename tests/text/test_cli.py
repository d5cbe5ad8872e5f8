import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-m", "text.cli"]
TIMEOUT_S = 60


def run(lines: str | bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    data = lines.encode() if isinstance(lines, str) else lines
    return subprocess.run(
        [*COMMAND, *options],
        input=data,
        capture_output=True,
        cwd=ROOT,
        timeout=TIMEOUT_S,
        check=False,
    )


def objects(result: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


def test_every_line_with_a_text_becomes_one_object_in_order() -> None:
    result = run("I love you so much!\n\nWas für ein schöner Tag heute\nEstoy muy triste 😢")
    loving, german, sad = objects(result)
    assert (loving["line"], loving["category"], loving["language"]) == (1, "love", "en")
    assert (german["line"], german["error"]) == (3, "language de is not supported")
    assert german["speaksOfSelfHarm"] is False
    assert (sad["line"], sad["category"], sad["language"]) == (4, "sadness", "es")
    assert loving["valence"] > 0.3 > -0.3 > sad["valence"]
    assert result.returncode == 1


def test_a_named_language_is_that_of_all_lines() -> None:
    result = run("ok\nBonjour\n", "--language", "en")
    assert [reading["language"] for reading in objects(result)] == ["en", "en"]
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_line_is_answered_before_the_next_one_comes() -> None:
    with subprocess.Popen(
        [*COMMAND, "--language", "en"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("first", "second"):
            process.stdin.write(text.encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()
        assert process.wait(TIMEOUT_S) == 0


def test_it_ends_quietly_when_nobody_reads_on() -> None:
    command = f"yes 'What a day' | {sys.executable} -m text.cli --language en | head -n 2"
    result = subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=ROOT, timeout=TIMEOUT_S, check=False
    )
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr == b""


def test_a_line_that_is_not_utf_8_has_an_error_at_its_place() -> None:
    result = run(b"I love it\n\xff\xfe\n\nI hate it\n\xc3", "--language", "en")
    loved, broken, hated, cut = objects(result)
    assert [loved["text"], hated["text"]] == ["I love it", "I hate it"]
    assert broken == {"line": 2, "error": "not UTF-8"}
    assert cut == {"line": 5, "error": "not UTF-8"}
    assert (result.returncode, result.stderr) == (1, b"")


def test_bad_input_and_missing_models_are_one_clear_line() -> None:
    endless = run(b"a" * 1_200_000, "--language", "en")
    assert (endless.returncode, endless.stderr) == (
        2,
        b"text.cli: line 1 has over 1048576 bytes\n",
    )
    missing = run("hi", "--models", "/nonexistent")
    assert missing.returncode == 2
    assert len(missing.stderr.splitlines()) == 1
    assert b"/nonexistent" in missing.stderr


def test_help_says_how_to_use_it() -> None:
    result = run("", "--help")
    assert result.returncode == 0
    assert b"--language" in result.stdout
    assert b"Each line of standard input is a text" in result.stdout
