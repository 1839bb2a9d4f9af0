"""A real Prometheus on loopback that scrapes one worker each second."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml

from tests.redis_server import free_port

STARTED_WITHIN = 60.0


class PrometheusServer:
    """`prometheus` from the system's packages, its data in `folder`."""

    def __init__(self, folder: Path, target: int) -> None:
        self._folder, self.port = folder, free_port()
        scrape = {"job_name": "worker", "static_configs": [{"targets": [f"127.0.0.1:{target}"]}]}
        (folder / "prometheus.yml").write_text(yaml.safe_dump({"global": {"scrape_interval": "1s"}, "scrape_configs": [scrape]}))

    def __enter__(self) -> PrometheusServer:
        command = ["prometheus", f"--config.file={self._folder / 'prometheus.yml'}", f"--storage.tsdb.path={self._folder / 'data'}"]
        with (self._folder / "prometheus.log").open("ab") as log:
            self._process = subprocess.Popen([*command, f"--web.listen-address=127.0.0.1:{self.port}"], stdout=log, stderr=log)
        deadline = time.monotonic() + STARTED_WITHIN
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=5):
                    return self
            except (urllib.error.URLError, ConnectionError):
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._folder / "prometheus.log").read_text()[-2000:]) from None
                time.sleep(0.2)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(30)

    def query(self, expression: str) -> list[dict[str, Any]]:
        """The samples that an expression gives now."""
        return self._get("query", query=expression)["result"]  # type: ignore[no-any-return]  # JSON

    def label_values(self, metric: str, label: str) -> list[str]:
        return self._get(f"label/{label}/values", **{"match[]": metric})  # type: ignore[return-value]  # JSON

    def _get(self, path: str, **arguments: str) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(arguments)}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            return json.loads(answer.read())["data"]  # type: ignore[no-any-return]  # JSON
