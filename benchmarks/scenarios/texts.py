"""What reading texts costs: at the server, with and without batching, and the model alone."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.markdown import number, table
from benchmarks.plots import COLOURS, figure
from benchmarks.scenario import Progress, Result, Scenario
from benchmarks.servers import Server, run_server
from benchmarks.texts.accuracy import recorded
from benchmarks.texts.load import BATCH_TEXTS, Load, Seen, batch_figures, load_figures
from benchmarks.texts.model import model_figures
from benchmarks.texts.process import run_clients
from text.categories import LANGUAGES
from vision.model_file import MODELS_DIR

LOADS = (Load(1, 200), Load(8, 400), Load(64, 800))
QUICK_LOADS = (Load(1, 32), Load(8, 64), Load(64, 128))
SERVER_CORE = 0
BATCHED = "batched"
ONE_BY_ONE = "one by one"
OPTIONS = {BATCHED: (), ONE_BY_ONE: ("--text-batch", "1")}
QUICK_WAYS = (BATCHED,)
"""Starting a server takes longest in a quick run."""
COLOUR_OF = {BATCHED: COLOURS["emochat"], ONE_BY_ONE: COLOURS["base64"]}
ENDLESS = "1000000000/minute"
"""A rate limit that no run reaches: the limit itself is not what is measured."""


def run(quick: bool, progress: Progress) -> Result:
    rounds, loads, batches = (1, QUICK_LOADS, 1) if quick else (4, LOADS, 2)
    ways = QUICK_WAYS if quick else tuple(OPTIONS)
    progress.expect(len(LANGUAGES) + len(ways) * (rounds + 1))
    cores = sorted(os.sched_getaffinity(0) - {SERVER_CORE}) or [SERVER_CORE]
    models = []
    for language in LANGUAGES:
        progress.begin(f"the model alone, {language}")
        models.append(model_figures(MODELS_DIR, language, rounds=1 if quick else 30))
        progress.advance()
    seen: dict[str, list[Seen]] = {name: [] for name in ways}
    with _servers(ways, progress) as (key, servers):
        # In turn, so that a machine that slows down slows both.
        for turn in range(rounds):
            for name, server in servers.items():
                progress.begin(f"{name}, {turn + 1} of {rounds}")
                seen[name].append(run_clients(server.url, key, loads, batches, cores))
                progress.advance()
    return {
        "rounds": rounds,
        "server_core": SERVER_CORE,
        "client_cores": cores,
        "ways": [_summary(name, of_way) for name, of_way in seen.items()],
        "models": models,
        "accuracy": recorded(MODELS_DIR),
    }


@contextmanager
def _servers(ways: Sequence[str], progress: Progress) -> Iterator[tuple[str, dict[str, Server]]]:
    """Start a server for each way of OPTIONS; yields their key, and them by name."""
    key = secrets.token_hex(16)
    with ExitStack() as stack:
        servers = {}
        for name in ways:
            progress.begin(f"{name}, starting")
            data = stack.enter_context(tempfile.TemporaryDirectory())
            common = ("--api-keys", key, "--rate-limit", ENDLESS, "--data-dir", data)
            workers = ("--face-workers", "1")
            servers[name] = stack.enter_context(
                run_server(
                    "emochat", cores=[SERVER_CORE], options=(*common, *workers, *OPTIONS[name])
                )
            )
            progress.advance()
        yield key, servers


def _summary(name: str, rounds: Sequence[Seen]) -> Result:
    by_clients = zip(*(seen.loads for seen in rounds), strict=True)
    return {
        "name": name,
        "loads": [load_figures(loads) for loads in by_clients],
        "batch": batch_figures([took_s for seen in rounds for took_s in seen.batch_s]),
    }


def render_table(result: Result) -> str:
    served = (
        f"Server on core {result['server_core']}, clients on {result['client_cores']}, over HTTP; "
        "each client sends its next text when it has the answer to the last. Texts of 40 to 120 "
        "characters, English and Spanish in turn. One by one: the same server with "
        "`--text-batch 1`."
    )
    measured = [way["name"] for way in result["ways"]]
    served += "".join(f" Not measured in this run: {n}." for n in OPTIONS if n not in measured)
    tables = [_http_table(result["ways"]), _batch_table(result["ways"])]
    tables += [_model_table(result["models"]), _accuracy_part(result["accuracy"])]
    return "\n\n".join([served, *tables])


def _http_table(ways: Sequence[Result]) -> str:
    head = ["one text a request", "clients", "p50, ms", "p95, ms"]
    head += [f"p50 of {language}, ms" for language in LANGUAGES]
    rows = [
        [
            way["name"],
            number(load["clients"]),
            number(load["latency_ms"]["p50"], 1),
            number(load["latency_ms"]["p95"], 1),
            *(number(load["latency_ms_by_language"][each]["p50"], 1) for each in LANGUAGES),
            number(load["texts_per_s"]),
        ]
        for way in ways
        for load in way["loads"]
    ]
    return table([*head, "texts/s"], rows)


def _batch_table(ways: Sequence[Result]) -> str:
    head = [f"{BATCH_TEXTS} texts a request, one client", "p50, ms", "texts/s"]
    rows = [
        [
            way["name"],
            number(way["batch"]["latency_ms"]["p50"]),
            number(way["batch"]["texts_per_s"]),
        ]
        for way in ways
    ]
    return table(head, rows)


def _model_table(models: Sequence[Result]) -> str:
    head = ["the model alone, one thread", "one text, p50, ms"]
    head += [f"in batches of {models[0]['batch']}, ms a text", "so, texts/s a core"]
    rows = [
        [
            f"text_{each['language']}",
            number(each["single_ms"], 2),
            number(each["batch_ms_a_text"], 2),
            number(each["batch_texts_per_cpu_s"]),
        ]
        for each in models
    ]
    return table(head, rows)


def _accuracy_part(accuracy: Sequence[Mapping[str, Any]]) -> str:
    head = ["accuracy, official test splits", "EmoChat", "TF-IDF + linear", "VADER"]
    rows = [
        [row["name"], *(number(row[way], 3) for way in ("emochat", "tfidf", "vader"))]
        for of_model in accuracy
        for row in of_model.get("rows", [])
    ]
    notes = [
        f"{of_model['model']}: {of_model.get('missing', 'measured')}; `{of_model['command']}`."
        for of_model in accuracy
    ]
    return "\n\n".join([*([table(head, rows)] if rows else []), "Accuracy: " + " ".join(notes)])


def plot(result: Result, folder: Path) -> list[Path]:
    paths = [folder / "texts-latency.png", folder / "texts-throughput.png"]
    with figure(paths[0], "One text a request, p50 and p95", "clients", "ms") as axes:
        for way in result["ways"]:
            for percent, line in (("p50", "o-"), ("p95", "o--")):
                ms = [load["latency_ms"][percent] for load in way["loads"]]
                label = f"{way['name']}, {percent}"
                axes.plot(_clients(way), ms, line, label=label, color=COLOUR_OF[way["name"]])
        axes.set(yscale="log")
    with figure(paths[1], "One text a request, on one core", "clients", "texts/s") as axes:
        for way in result["ways"]:
            speeds = [load["texts_per_s"] for load in way["loads"]]
            axes.plot(_clients(way), speeds, "o-", label=way["name"], color=COLOUR_OF[way["name"]])
        axes.set_ylim(bottom=0)
    return paths


def _clients(way: Mapping[str, Any]) -> list[str]:
    return [str(load["clients"]) for load in way["loads"]]


SCENARIO = Scenario("texts", "Texts", run, render_table, plot)
