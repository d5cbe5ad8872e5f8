"""All experiments, in the order in which they are run."""

from benchmarks.chaos.arrivals import arrive_together
from benchmarks.chaos.postgresql_lost import lose_postgresql
from benchmarks.chaos.redis_lost import lose_redis
from benchmarks.chaos.running import AnyExperiment, Experiment
from benchmarks.chaos.scenes import Alone, Workers
from benchmarks.chaos.worker_killed import kill_a_worker
from benchmarks.chaos.worker_partitioned import partition_a_worker

EXPERIMENTS: tuple[AnyExperiment, ...] = (
    Experiment("kill -9 of a worker in mid-session", Workers, kill_a_worker),
    Experiment("Redis killed, and started empty", Workers, lose_redis),
    Experiment("PostgreSQL killed with all its processes, and started", Workers, lose_postgresql),
    Experiment("cable between one worker and Redis cut", Workers, partition_a_worker),
    Experiment("200 clients arrive at once", Workers, arrive_together),
)
