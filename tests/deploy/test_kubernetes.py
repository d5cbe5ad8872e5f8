"""The manifests of both variants, as kubectl puts them together."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest
import yaml

from cluster import haproxy
from tests.deploy.rooms import DEPLOY

KUBERNETES = DEPLOY / "kubernetes"
VARIANTS = ("hostnetwork", "stunner")
Manifest = dict[str, Any]


def rendered(variant: str) -> Sequence[Manifest]:
    if shutil.which("kubectl") is None:
        pytest.skip("no kubectl here to put the manifests together")
    process = subprocess.run(
        ["kubectl", "kustomize", str(KUBERNETES / variant)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return list(yaml.safe_load_all(process.stdout))


@pytest.fixture(scope="module", params=VARIANTS)
def manifests(request: pytest.FixtureRequest) -> Sequence[Manifest]:
    return rendered(request.param)


def of_kind(manifests: Sequence[Manifest], kind: str) -> dict[str, Manifest]:
    return {m["metadata"]["name"]: m for m in manifests if m["kind"] == kind}


def pods(manifests: Sequence[Manifest]) -> dict[str, Manifest]:
    return {
        m["metadata"]["name"]: m["spec"]["template"]["spec"]
        for m in manifests
        if m["kind"] in ("Deployment", "StatefulSet")
    }


def workers(manifests: Sequence[Manifest]) -> Manifest:
    container: Manifest = pods(manifests)["emochat"]["containers"][0]
    return container


def environment(container: Manifest) -> dict[str, str]:
    return {v["name"]: v.get("value", "") for v in container["env"]}


def test_nothing_runs_as_root_or_may_become_it(manifests: Sequence[Manifest]) -> None:
    assert set(pods(manifests)) == {"emochat", "emochat-haproxy"}
    for pod in pods(manifests).values():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            rights = container["securityContext"]
            assert rights["readOnlyRootFilesystem"] is True
            assert rights["allowPrivilegeEscalation"] is False
            assert rights["capabilities"] == {"drop": ["ALL"]}
            assert "memory" in container["resources"]["limits"]


def test_probes_ask_paths_that_the_server_has(manifests: Sequence[Manifest]) -> None:
    container = workers(manifests)
    asked = {name: str(container[name]) for name in container if name.endswith("Probe")}
    assert "/healthz" in asked["startupProbe"]
    assert "/healthz" in asked["livenessProbe"]
    assert "/readyz" in asked["readinessProbe"]
    for probe in asked.values():
        assert ("httpGet" in probe) != ("exec" in probe)


def test_a_worker_has_time_to_drain(manifests: Sequence[Manifest]) -> None:
    grace_s = pods(manifests)["emochat"]["terminationGracePeriodSeconds"]
    assert grace_s >= int(environment(workers(manifests))["EMOCHAT_DRAIN_S"]) + 30


def test_the_proxy_knows_every_worker_that_there_can_be(manifests: Sequence[Manifest]) -> None:
    most = of_kind(manifests, "HorizontalPodAutoscaler")["emochat"]["spec"]["maxReplicas"]
    services = of_kind(manifests, "Service")
    arguments = [f"--worker=emochat-{n}=emochat-{n}:5000" for n in range(most)]
    certificate = "--certificate=/etc/haproxy/tls/site.pem"
    printed = haproxy.main([*arguments, "--bind=:8443", "--redirect-bind=:8080", certificate])
    assert (KUBERNETES / "base" / "haproxy.cfg").read_text() == printed
    for n in range(most):
        service = services[f"emochat-{n}"]["spec"]
        assert service["selector"]["statefulset.kubernetes.io/pod-name"] == f"emochat-{n}"
        assert service["publishNotReadyAddresses"] is True


def test_every_pod_has_a_budget_and_a_network_policy(manifests: Sequence[Manifest]) -> None:
    templates = [m["spec"]["template"]["metadata"]["labels"] for m in manifests
                 if m["kind"] in ("Deployment", "StatefulSet")]  # fmt: skip
    for kind, selector in (("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")):
        chosen = [m["spec"][selector]["matchLabels"] for m in of_kind(manifests, kind).values()]
        for labels in templates:
            assert any(label.items() <= labels.items() for label in chosen), kind


def test_secrets_come_from_secrets(manifests: Sequence[Manifest]) -> None:
    assert not of_kind(manifests, "Secret")
    container = workers(manifests)
    assert not [name for name in environment(container) if re.search("KEY|SECRET|DATABASE", name)]
    assert container["envFrom"] == [{"secretRef": {"name": "emochat"}}]


def test_the_relay_reaches_the_media_ports_and_no_others() -> None:
    manifests = rendered("stunner")
    first, last = map(int, environment(workers(manifests))["EMOCHAT_UDP_PORTS"].split("-"))
    (rule,) = of_kind(manifests, "UDPRoute")["emochat-media"]["spec"]["rules"]
    (backend,) = rule["backendRefs"]
    assert (backend["port"], backend["endPort"]) == (first, last)
    policy = of_kind(manifests, "NetworkPolicy")["emochat-media"]["spec"]["ingress"][0]
    assert policy["ports"] == [{"protocol": "UDP", "port": first, "endPort": last}]
    assert "EMOCHAT_TURN_URLS" in environment(workers(manifests))


def test_workers_on_one_node_do_not_take_each_other_s_ports() -> None:
    """Runs the shell of the container with a stub in the server's place."""
    manifests = rendered("hostnetwork")
    container = workers(manifests)
    assert "ports" not in container
    script = container["command"][2].replace(
        "exec /opt/emochat/bin/python server.py", 'echo "$EMOCHAT_PORT $EMOCHAT_UDP_PORTS"'
    )
    taken: set[int] = set()
    for n in range(8):
        process = subprocess.run(
            ["/bin/sh", "-c", script],
            env={"EMOCHAT_WORKER_ID": f"emochat-{n}"},
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        )
        port, udp = process.stdout.split()
        service = of_kind(manifests, "Service")[f"emochat-{n}"]["spec"]["ports"][0]
        assert service["targetPort"] == int(port) == 5000 + n
        first, last = map(int, udp.split("-"))
        assert not taken & set(range(first, last + 1))
        taken |= set(range(first, last + 1))
