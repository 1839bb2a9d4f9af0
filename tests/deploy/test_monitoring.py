"""Dashboards and alerts say what the worker really exports: every query is run by a real Prometheus on a worker under load."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.grafana.make_dashboards import DASHBOARDS
from tests.kafka_broker import Broker
from tests.pages import generate
from tests.prometheus_server import PrometheusServer
from tests.redis_server import RedisServer, free_port
from tests.stage import Stage
from tests.worker_process import ROOT, wait_for_outcomes

DEPLOY = ROOT / "deploy"
GOLDEN = ROOT / "tests" / "quality" / "golden"
RULES = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
PANELS = [(name, panel) for name, model in DASHBOARDS.items() for panel in model["panels"]]
SCRAPES = 12
"""Seconds for which Prometheus looks on: rates need several scrapes."""


@pytest.fixture(scope="module")
def prometheus(broker: Broker, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrometheusServer]:
    """A Prometheus that has watched a worker take pages of every outcome, in two waves: a counter's first value is no rate."""
    folder, port = tmp_path_factory.mktemp("monitoring"), free_port()
    stage = Stage(broker, redis_server, folder)
    stage.create_topics(2)
    pages = [page.envelope for page in generate(60, 31)]
    for path in sorted(GOLDEN.glob("*.html")):
        found = {"url": f"https://www.{path.stem.replace('_', '-')}.example/1", "body": path.read_text(encoding="utf-8")}
        pages += [json.dumps(found).encode(), json.dumps(found | {"url": found["url"] + "2"}).encode()]
    worker = stage.worker("watched", metrics__port=port, batch__pages=8)
    try:
        with PrometheusServer(folder, port) as server:
            stage.broker.produce(stage.input, [(n % 2, page, []) for n, page in enumerate([b"not json", *pages[:20]])])
            wait_for_outcomes(broker, 21, [worker], 60, stage.topics)
            time.sleep(3)
            sent = 21
            for n in range(0, len(pages), len(pages) // SCRAPES):
                wave = [b"not json", *pages[n : n + len(pages) // SCRAPES]]
                stage.broker.produce(stage.input, [(m % 2, page, []) for m, page in enumerate(wave)])
                sent += len(wave)
                time.sleep(1)
            wait_for_outcomes(broker, sent, [worker], 60, stage.topics)
            time.sleep(3)  # an increase needs two scrapes of what came last, too
            yield server
    finally:
        worker.kill()


def filled_in(query: str) -> str:
    """The query as Grafana sends it, all replicas chosen."""
    return query.replace("$__rate_interval", "30s").replace("$__range", "1m").replace("$instance", ".*").replace("$stage", ".*")


@pytest.mark.parametrize(("dashboard", "panel"), PANELS, ids=[f"{name}: {panel['title']}" for name, panel in PANELS])
def test_each_panels_queries_return_data(prometheus: PrometheusServer, dashboard: str, panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        found = prometheus.query(filled_in(target["expr"]))
        assert found, f"{dashboard}, {panel['title']}: nothing for {target['expr']}"
        assert any(sample["value"][1] != "NaN" for sample in found), found


@pytest.mark.parametrize("name", DASHBOARDS)
def test_each_variables_query_returns_data(prometheus: PrometheusServer, name: str) -> None:
    for variable in DASHBOARDS[name]["templating"]["list"]:
        match = re.fullmatch(r"label_values\((\w+), (\w+)\)", variable["query"])
        assert match
        assert prometheus.label_values(match[1], match[2])


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_variable_that_a_query_names_is_defined_and_every_data_source_is_provisioned(name: str) -> None:
    model, text = DASHBOARDS[name], json.dumps(DASHBOARDS[name])
    defined = {variable["name"] for variable in model["templating"]["list"]}
    assert {found for found in re.findall(r"\$(\w+)", text) if not found.startswith("__")} == defined
    (source,) = yaml.safe_load((DEPLOY / "grafana" / "provisioning" / "datasources" / "prometheus.yml").read_text())["datasources"]
    asked = [panel["datasource"] for panel in model["panels"]] + [variable["datasource"] for variable in model["templating"]["list"]]
    assert all(found == {"type": source["type"], "uid": source["uid"]} for found in asked)


def test_a_heat_map_draws_the_buckets_that_it_is_given() -> None:
    (panel,) = (panel for _, panel in PANELS if panel["type"] == "heatmap")
    assert panel["options"] == {"calculate": False, "yAxis": {"unit": panel["fieldConfig"]["defaults"]["unit"]}}
    assert all(target["format"] == "heatmap" and "sum by (le)" in target["expr"] for target in panel["targets"])


@pytest.mark.parametrize("name", DASHBOARDS)
def test_the_dashboards_are_what_their_script_makes(name: str) -> None:
    assert json.loads((DEPLOY / "grafana" / "dashboards" / name).read_text()) == DASHBOARDS[name], "run make_dashboards.py"


@pytest.mark.parametrize(("dashboard", "panel"), PANELS, ids=[f"{name}: {panel['title']}" for name, panel in PANELS])
def test_each_panel_has_a_unit_and_says_what_it_shows(dashboard: str, panel: dict[str, Any]) -> None:
    assert panel["fieldConfig"]["defaults"]["unit"], dashboard
    assert len(panel["description"]) > 20, dashboard


def test_the_rules_are_valid_and_each_fires_and_is_silent_when_it_should() -> None:
    for arguments in (["check", "rules", "alerts.yml"], ["check", "config", "prometheus.yml"], ["test", "rules", "alerts_test.yml"]):
        done = subprocess.run(["promtool", *arguments], cwd=DEPLOY / "prometheus", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_each_alert_is_tested_both_ways_and_has_a_runbook(rule: dict[str, Any]) -> None:
    names = [case["name"] for case in yaml.safe_load((DEPLOY / "prometheus" / "alerts_test.yml").read_text())["tests"]]
    assert {f"{rule['alert']} fires", f"{rule['alert']} is silent"} <= set(names)
    file, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = [line.removeprefix("## ").lower() for line in (DEPLOY / file).read_text().splitlines() if line.startswith("## ")]
    assert anchor in headings


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_each_alert_asks_for_metrics_that_the_worker_exports(prometheus: PrometheusServer, rule: dict[str, Any]) -> None:
    exported = {sample["metric"]["__name__"] for sample in prometheus.query('{job="worker"}')}
    assert set(re.findall(r"(?:worker|process)_\w+", rule["expr"])) <= exported


def test_grafana_reads_the_folders_that_compose_mounts() -> None:
    provider = yaml.safe_load((DEPLOY / "grafana" / "provisioning" / "dashboards" / "worker.yml").read_text())["providers"][0]
    mounted = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["grafana"]["volumes"]
    targets = {Path(volume.split(":")[1]) for volume in mounted}
    assert Path(provider["options"]["path"]) in targets
    assert Path("/etc/grafana/provisioning") in targets
