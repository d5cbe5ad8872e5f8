from hypothesis import HealthCheck, settings

# `make fuzz` runs with --hypothesis-profile=fuzz.
settings.register_profile(
    "fuzz", max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck)
)
