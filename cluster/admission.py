"""Whether a worker takes one more session: load in, a decision out. Pure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cluster.workers import WorkerLoad, WorkerStatus


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as full, and when another worker is worth a detour.

    Attributes:
        loop_lag_ms: a label comes late by as much, a quarter of the second it stands for.
        inference_wait_ms: frames come once a second, so a longer wait only grows.
        decode_backlog: of the receive path's 32 frames.
        redirect_above: share of what it can take above which a worker looks around.
        redirect_gain: how much freer another one must be: heartbeats are a second old.
        retry_after_s: shortest `Retry-After`; up to twice as long, so that those who came
            together do not come back together.
    """

    loop_lag_ms: float = 250.0
    inference_wait_ms: float = 500.0
    decode_backlog: int = 24
    redirect_above: float = 0.8
    redirect_gain: float = 0.2
    retry_after_s: int = 5


@dataclass(frozen=True, slots=True)
class Accept:
    pass


@dataclass(frozen=True, slots=True)
class Redirect:
    worker_id: str


@dataclass(frozen=True, slots=True)
class Refuse:
    reason: str
    retry_after_s: int


Decision: TypeAlias = Accept | Redirect | Refuse

FULL = 1.0


def score(load: WorkerLoad, limits: Limits) -> float:
    """Return how full a worker is by what is scarcest: 0 idle, FULL and above: takes nothing.

    A worker without sessions is never late by its own doing, and to refuse would help nobody.
    """
    if load.draining or load.max_sessions <= 0:
        return math.inf
    if load.sessions == 0:
        return 0.0
    return max(
        load.sessions / load.max_sessions,
        load.loop_lag_ms / limits.loop_lag_ms,
        load.inference_wait_ms / limits.inference_wait_ms,
        load.decode_backlog / limits.decode_backlog,
    )


def decide(
    own: WorkerStatus,
    others: Sequence[WorkerStatus],
    limits: Limits,
    random: Callable[[], float],
    *,
    may_redirect: bool,
) -> Decision:
    """Decide about one offer.

    Args:
        own: this worker, as it is now.
        others: the heartbeats that are there; this worker's own is left out.
        limits: what counts as full.
        random: uniform in 0..1.
        may_redirect: False for an offer that was redirected already: no offer runs in circles.
    """
    own_score = score(own.load, limits)
    if may_redirect and own_score > limits.redirect_above:
        known = [worker for worker in others if worker.worker_id != own.worker_id]
        better = _better(min(own_score, FULL), known, limits, random)
        if better is not None:
            return Redirect(better.worker_id)
    if own_score < FULL:
        return Accept()
    return Refuse(_reason(own.load, limits), retry_after_s(limits, random))


def retry_after_s(limits: Limits, random: Callable[[], float]) -> int:
    return limits.retry_after_s + math.floor(random() * (limits.retry_after_s + 1))


def _better(
    own_score: float, others: Sequence[WorkerStatus], limits: Limits, random: Callable[[], float]
) -> WorkerStatus | None:
    """Choose the freer one of two by chance: all to the freest would flood it within a second."""
    most = own_score - limits.redirect_gain
    free = [worker for worker in others if score(worker.load, limits) <= most]
    if not free:
        return None
    pair = [free[min(int(random() * len(free)), len(free) - 1)] for _ in range(2)]
    return min(pair, key=lambda worker: score(worker.load, limits))


def _reason(load: WorkerLoad, limits: Limits) -> str:
    if load.draining:
        return "the server is ending"
    if load.sessions >= load.max_sessions:
        return "all sessions are taken"
    if load.loop_lag_ms >= limits.loop_lag_ms:
        return "the server is late"
    if load.inference_wait_ms >= limits.inference_wait_ms:
        return "frames wait too long to be read"
    return "frames wait too long to be decoded"
