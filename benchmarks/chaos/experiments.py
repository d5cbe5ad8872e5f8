"""All experiments, in the order in which they are run."""

from benchmarks.chaos.arrivals import arrive_together
from benchmarks.chaos.channel_flood import flood_a_channel
from benchmarks.chaos.clock_jumps import set_the_clock
from benchmarks.chaos.disk_full import fill_the_disk
from benchmarks.chaos.gemini_hangs import hang_gemini
from benchmarks.chaos.malformed_offers import offer_nonsense
from benchmarks.chaos.postgresql_lost import lose_postgresql
from benchmarks.chaos.redis_lost import lose_redis
from benchmarks.chaos.running import AnyExperiment, Experiment
from benchmarks.chaos.scenes import Alone, Workers
from benchmarks.chaos.slow_clients import trickle_everywhere
from benchmarks.chaos.worker_killed import kill_a_worker
from benchmarks.chaos.worker_partitioned import partition_a_worker

EXPERIMENTS: tuple[AnyExperiment, ...] = (
    Experiment("Redis killed, and started empty", Workers, lose_redis, in_quick=True),
    Experiment(
        "PostgreSQL killed with all its processes, and started",
        Workers,
        lose_postgresql,
        in_quick=True,
    ),
    Experiment(
        "cable between one worker and Redis cut", Workers, partition_a_worker, in_quick=True
    ),
    Experiment("200 clients arrive at once", Workers, arrive_together, in_quick=False),
    Experiment("kill -9 of a worker in mid-session", Workers, kill_a_worker, in_quick=True),
    Experiment("Gemini takes requests and does not answer", Alone, hang_gemini, in_quick=False),
    Experiment("disk of SQLite full", Alone, fill_the_disk, in_quick=True),
    Experiment("wall clock set forward and back", Alone, set_the_clock, in_quick=False),
    Experiment("a byte a second to every endpoint", Alone, trickle_everywhere, in_quick=False),
    Experiment("a client floods its data channel", Alone, flood_a_channel, in_quick=True),
    Experiment("10,000 malformed offers", Alone, offer_nonsense, in_quick=True),
)
