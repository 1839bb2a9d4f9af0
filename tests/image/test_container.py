"""The image as an orchestrator runs it: not root, nothing writable, signals reach the worker. `make image` builds it and runs this."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.collector import collector
from tests.pages import generate
from tests.redis_server import free_port
from tests.stage import Stage
from tests.worker_process import outcomes

IMAGE = os.environ.get("IMAGE")
LOCKED_DOWN = ["--network=host", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges"]


def docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"docker {' '.join(arguments)}: {done.stderr}"
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def image() -> str:
    assert IMAGE, "IMAGE names the image to test: run `make image`"
    return IMAGE


@pytest.fixture
def name() -> Iterator[str]:
    made = f"worker-{uuid4().hex[:8]}"
    yield made
    subprocess.run(["docker", "rm", "--force", made], capture_output=True, check=False)


def test_it_runs_as_a_user_that_is_not_root_and_has_no_installer(image: str) -> None:
    run = ["run", "--rm", *LOCKED_DOWN, "--entrypoint", "python", image, "-c"]
    assert docker(*run, "import os; print(os.getuid(), os.getgid())").split() == ["10001", "10001"]
    assert docker(*run, "import importlib.util; print(importlib.util.find_spec('pip'))").strip() == "None"


def test_its_help_and_settings_need_nothing_writable(image: str) -> None:
    assert "worker run" in docker("run", "--rm", *LOCKED_DOWN, image, "run", "--help")
    assert "kafka" in docker("run", "--rm", *LOCKED_DOWN, image, "config")


def test_it_has_a_health_check_labels_and_no_shell_between_signals_and_worker(image: str) -> None:
    (told,) = json.loads(docker("image", "inspect", image))
    assert told["Config"]["Healthcheck"]["Test"][0] == "CMD"
    assert told["Config"]["Entrypoint"] == ["worker"]
    assert told["Config"]["Labels"]["org.opencontainers.image.title"] == "news-ingest-worker"


def test_pages_go_through_a_container_which_becomes_healthy_sends_spans_and_ends_cleanly_on_sigterm(
    stage: Stage, image: str, name: str
) -> None:
    with collector() as (endpoint, spans):
        stage.settings["tracing.endpoint"] = endpoint
        _pages_go_through(stage, image, name)
    assert "batch" in {span.name for span in spans}


def _pages_go_through(stage: Stage, image: str, name: str) -> None:
    pages = [page.envelope for page in generate(10, 41)]
    stage.create_topics(2)
    stage.broker.produce(stage.input, [(n % 2, page, []) for n, page in enumerate(pages)])
    settings = stage.settings | {"metrics.port": free_port()}
    environment = [part for key, value in settings.items() for part in ("--env", f"WORKER_{key.replace('.', '__').upper()}={value}")]
    port = settings["metrics.port"]
    probe = f"python -c \"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/healthz', timeout=4)\""
    docker("run", "--detach", "--name", name, *LOCKED_DOWN, *environment, "--health-cmd", probe, "--health-interval", "1s", image)
    deadline = time.monotonic() + 90
    while len(outcomes(stage.broker, stage.topics)) < len(pages):
        assert time.monotonic() < deadline, docker("logs", name)[-3000:]
        time.sleep(0.5)
    while json.loads(docker("inspect", name))[0]["State"]["Health"]["Status"] != "healthy":
        assert time.monotonic() < deadline, docker("logs", name)[-3000:]
        time.sleep(0.5)
    docker("stop", "--time", "30", name)
    assert json.loads(docker("inspect", name))[0]["State"]["ExitCode"] == 0
    assert all(len(fates) == 1 for fates in outcomes(stage.broker, stage.topics).values())
