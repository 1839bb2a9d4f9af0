"""The Kubernetes manifests: valid by the API's schemas, and in keeping with what the worker accepts and needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.worker_process import ROOT
from worker.settings import Settings, load

FOLDER = ROOT / "deploy" / "k8s"
API = "1.31"
CUSTOM = {"monitoring.coreos.com/v1", "keda.sh/v1alpha1"}
"""Kinds of operators, whose schemas are theirs; the fields that we lean on are tested below."""


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != "kustomization.yaml":
            for document in yaml.safe_load_all(path.read_text()):
                yield path.name, document


ALL = {document["kind"]: document for _, document in documents()}
POD = ALL["StatefulSet"]["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
LABELS = KUSTOMIZATION["labels"][0]["pairs"]


def settings() -> Settings:
    secret = {"WORKER_INDEX__URL": "rediss://:secret@redis:6379/0", "WORKER_KAFKA__SASL_PLAIN_PASSWORD": "secret"}
    return load(None, [], ALL["ConfigMap"]["data"] | secret)[0]


def in_bytes(quantity: str) -> int:
    return int(quantity[:-2]) * {"Mi": 2**20, "Gi": 2**30}[quantity[-2:]]


BUILT_IN = [document for _, document in documents() if document["apiVersion"] not in CUSTOM]


@pytest.mark.parametrize("document", BUILT_IN, ids=lambda document: document["kind"])
def test_a_manifest_is_valid_by_the_apis_schema(document: dict[str, Any]) -> None:
    kubernetes_validate.validate(document, API, strict=True)


def test_kustomize_is_told_of_every_file() -> None:
    assert sorted(KUSTOMIZATION["resources"]) == sorted(path.name for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")


def test_the_worker_accepts_the_configuration() -> None:
    found = settings()
    assert found.kafka.sasl_mechanism == "SCRAM-SHA-512"
    assert {entry["name"] for entry in CONTAINER["env"]} == {"WORKER_KAFKA__REPLICA_ID"}


def test_a_stop_ends_before_the_pod_is_killed_and_the_pool_fits_into_its_memory() -> None:
    found = settings()
    assert found.shutdown.timeout < POD["terminationGracePeriodSeconds"]
    assert found.pool.processes * found.pool.memory < in_bytes(CONTAINER["resources"]["limits"]["memory"])
    assert int(CONTAINER["resources"]["requests"]["cpu"]) >= found.pool.processes


def test_probes_and_monitors_ask_the_port_that_the_worker_opens() -> None:
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    assert ports == {"metrics": settings().metrics.port}
    for probe, path in (("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")):
        assert CONTAINER[probe]["httpGet"] == {"path": path, "port": "metrics"}
    assert ALL["PodMonitor"]["spec"]["podMetricsEndpoints"][0]["port"] == "metrics"
    assert ALL["NetworkPolicy"]["spec"]["ingress"][0]["ports"][0]["port"] == ports["metrics"]


def test_the_network_lets_out_to_the_broker_that_is_configured_and_to_nowhere_unnamed() -> None:
    egress = ALL["NetworkPolicy"]["spec"]["egress"]
    assert all(rule.get("to") and rule.get("ports") for rule in egress)
    port = int(settings().kafka.bootstrap_servers.split(":")[1])
    assert port in {entry["port"] for rule in egress for entry in rule["ports"]}


def test_the_pod_is_locked_down() -> None:
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["automountServiceAccountToken"] is False
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


@pytest.mark.parametrize("kind", ["StatefulSet", "PodDisruptionBudget", "PodMonitor"])
def test_what_selects_pods_selects_ours(kind: str) -> None:
    assert ALL["StatefulSet"]["spec"]["template"]["metadata"]["labels"] == LABELS
    assert ALL[kind]["spec"]["selector"]["matchLabels"] == LABELS


def test_the_network_of_our_pods_is_let_out_to_redis() -> None:
    policy = ALL["NetworkPolicy"]["spec"]
    assert policy["podSelector"]["matchLabels"] == ALL["Service"]["spec"]["selector"] == LABELS
    (redis,) = (rule["to"] for rule in policy["egress"] if rule["ports"][0]["port"] == 6379)
    assert redis == [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "redis"}}}]
    # Kustomize would write our label over that of Redis: into the selectors of a policy's peers, too.
    assert not any(labels.get("includeSelectors") for labels in KUSTOMIZATION["labels"])


def test_scaling_watches_the_group_and_topic_that_the_worker_reads() -> None:
    scaled = ALL["ScaledObject"]["spec"]
    (trigger,) = scaled["triggers"]
    kafka = settings().kafka
    assert scaled["scaleTargetRef"] == {"kind": "StatefulSet", "name": ALL["StatefulSet"]["metadata"]["name"]}
    asked = trigger["metadata"]
    assert (asked["bootstrapServers"], asked["consumerGroup"], asked["topic"]) == (
        kafka.bootstrap_servers,
        kafka.group_id,
        kafka.input_topic,
    )
    assert asked["allowIdleConsumers"] == "false"
    assert trigger["authenticationRef"]["name"] == ALL["TriggerAuthentication"]["metadata"]["name"]
