"""Encrypted and authenticated connections, against a broker that refuses all others."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tests.kafka_broker import Broker
from tests.pages import generate
from tests.redis_server import RedisServer, free_port
from tests.worker_process import TOPICS, WorkerProcess, wait_for_outcomes

PAGES = [page.envelope for page in generate(1, 5)]
LOGIN = {"kafka.sasl_plain_username": "alice", "kafka.sasl_plain_password": "wonderland"}
JAAS = "org.apache.kafka.common.security"


class Secured:
    """A broker with a listener for each way to connect, and what a client needs for them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ports = {name: free_port() for name in ("SSL", "SASL_SSL", "SASL_PLAINTEXT")}
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        for name, password in (("broker", None), ("client", b"rabbit")):
            _certificate(authority, folder / f"{name}.pem", folder / f"{name}.key", password)
        (folder / "broker.both.pem").write_bytes((folder / "broker.key").read_bytes() + (folder / "broker.pem").read_bytes())
        mechanisms = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER"
        properties = {
            "ssl.keystore.type": "PEM", "ssl.keystore.location": str(folder / "broker.both.pem"),
            "ssl.truststore.type": "PEM", "ssl.truststore.location": str(folder / "ca.pem"),
            "listener.name.ssl.ssl.client.auth": "required", "sasl.enabled.mechanisms": mechanisms,
        }  # fmt: skip
        for listener in ("sasl_ssl", "sasl_plaintext"):
            name = f"listener.name.{listener}"
            properties[f"{name}.plain.sasl.jaas.config"] = f'{JAAS}.plain.PlainLoginModule required user_alice="wonderland";'
            properties[f"{name}.oauthbearer.sasl.jaas.config"] = (
                f'{JAAS}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";'
            )
            for kind in ("256", "512"):
                properties[f"{name}.scram-sha-{kind}.sasl.jaas.config"] = f"{JAAS}.scram.ScramLoginModule required;"
        listeners = [f"{name}://127.0.0.1:{port}" for name, port in self.ports.items()]
        scram = [f"SCRAM-SHA-{kind}=[name=alice,password=wonderland]" for kind in ("256", "512")]
        self.broker = Broker(folder / "kafka", properties, listeners, scram)


def _certificate(authority: trustme.CA, certificate: Path, key: Path, password: bytes | None) -> None:
    """A certificate of 127.0.0.1 and its key in PKCS #8, which is what Kafka reads."""
    issued = authority.issue_cert("127.0.0.1")
    certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    loaded = load_pem_private_key(issued.private_key_pem.bytes(), None)
    encryption = NoEncryption() if password is None else BestAvailableEncryption(password)
    key.write_bytes(loaded.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    found = Secured(tmp_path_factory.mktemp("secured"))
    with found.broker:
        yield found


@pytest.fixture(scope="module")
def token_url() -> Iterator[str]:
    """An OAuth 2.0 token endpoint that gives client `alice` the unsecured tokens that Kafka's default validator takes."""

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            allowed = "client_id=alice" in form and "client_secret=wonderland" in form
            now = int(time.time())
            parts = ({"alg": "none"}, {"sub": "alice", "iat": now, "exp": now + 600, "scope": ""})
            encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
            answer = json.dumps({"access_token": ".".join([*encoded, ""]), "expires_in": 600}).encode()
            self.send_response(200 if allowed else 401)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/token"
    server.shutdown()
    server.server_close()


def _worker(secured: Secured, redis: RedisServer, listener: str, tag: str, settings: Mapping[str, object]) -> WorkerProcess:
    base = {
        "kafka.bootstrap_servers": f"127.0.0.1:{secured.ports[listener]}",
        "kafka.security_protocol": listener,
        "kafka.group_id": tag,
        "kafka.input_topic": f"{tag}.raw",
        "kafka.articles_topic": f"{tag}.articles",
        "kafka.duplicates_topic": f"{tag}.duplicates",
        "kafka.dead_topic": f"{tag}.dead",
        "kafka.transaction_timeout": "4 s",
        "index.url": f"redis://127.0.0.1:{redis.port}/0",
        "index.prefix": tag,
        "log.level": "debug",  # which must not tell a secret either
        "pool.processes": 1,
    }
    if listener != "SASL_PLAINTEXT":
        base["kafka.ssl_cafile"] = secured.folder / "ca.pem"
    return WorkerProcess(secured.folder / f"{tag}.log", {**base, **settings})


@pytest.mark.parametrize(
    ("listener", "mechanism"),
    [
        ("SSL", None),
        ("SASL_SSL", "PLAIN"),
        ("SASL_SSL", "SCRAM-SHA-512"),
        ("SASL_SSL", "OAUTHBEARER"),
        ("SASL_PLAINTEXT", "SCRAM-SHA-256"),
    ],
)
def test_pages_pass_an_encrypted_or_authenticated_broker(
    secured: Secured, redis_server: RedisServer, token_url: str, listener: str, mechanism: str | None
) -> None:
    settings: dict[str, object] = {"kafka.sasl_mechanism": mechanism} if mechanism else {}
    match mechanism:
        case None:
            settings |= {
                "kafka.ssl_certfile": secured.folder / "client.pem",
                "kafka.ssl_keyfile": secured.folder / "client.key",
                "kafka.ssl_password": "rabbit",
            }
        case "OAUTHBEARER":
            settings |= {
                "kafka.sasl_oauth_token_url": token_url,
                "kafka.sasl_oauth_client_id": "alice",
                "kafka.sasl_oauth_client_secret": "wonderland",
            }
        case _:
            settings |= LOGIN
    tag = f"{listener}.{mechanism or 'certificate'}".lower()
    names = {kind: f"{tag}.{kind}" for kind in TOPICS}
    secured.broker.create_topics([f"{tag}.raw", *names.values()])
    secured.broker.produce(f"{tag}.raw", [(0, page, []) for page in PAGES])
    worker = _worker(secured, redis_server, listener, tag, settings)
    worker.start()
    try:
        wait_for_outcomes(secured.broker, len(PAGES), [worker], 60, names)
        assert worker.stop() == 0
    finally:
        worker.kill()
    assert "wonderland" not in worker.log()
    assert "rabbit" not in worker.log()


@pytest.mark.parametrize(
    ("listener", "settings", "said"),
    [
        ("SASL_SSL", {"kafka.sasl_mechanism": "PLAIN", **LOGIN, "kafka.sasl_plain_password": "jabberwock"}, "kafka.sasl_"),
        ("SASL_SSL", {"kafka.sasl_mechanism": "SCRAM-SHA-512", **LOGIN, "kafka.sasl_plain_password": "jabberwock"}, "kafka.sasl_"),
        ("SASL_SSL", {"kafka.sasl_mechanism": "PLAIN", **LOGIN, "kafka.ssl_cafile": "/etc/hostname"}, "kafka.ssl_"),
        ("SSL", {}, "kafka.ssl_"),
    ],
    ids=["wrong password", "wrong scram password", "no certificates in file", "no client certificate"],
)
def test_a_refused_login_ends_with_an_error_that_names_the_settings(
    secured: Secured, redis_server: RedisServer, listener: str, settings: dict[str, object], said: str
) -> None:
    worker = _worker(secured, redis_server, listener, f"refused.{time.monotonic_ns()}", settings)
    worker.start()
    assert worker.process is not None
    try:
        assert worker.process.wait(60) == 3
    finally:
        worker.kill()
    last = json.loads(worker.log().splitlines()[-1])
    assert said in last["event"]
    assert last["error"] == "DependencyDown"
    assert "jabberwock" not in worker.log()


def test_a_redis_that_refuses_the_login_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(PAGES))
    with RedisServer(tmp_path / "redis") as redis:
        redis.client().config_set("requirepass", "sesame")
        for number, (login, code) in enumerate({":sesame@": 0, ":barley@": 2, "": 2}.items()):
            url = {"index.url": f"redis://{login}127.0.0.1:{redis.port}/0", "pool.processes": 1}
            paths = "--input", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / f"out{number}")
            worker = WorkerProcess(tmp_path / f"log{number}", url, *paths)
            worker.start()
            assert worker.process is not None
            assert worker.process.wait(60) == code
            assert "barley" not in worker.log()
            assert code == 0 or "index.url" in worker.log().splitlines()[-1]


def test_a_redis_that_will_never_take_what_we_ask_is_a_wrong_setting(tmp_path: Path) -> None:
    """A database it does not have, keys of another program under our prefix: exit 2 and the settings to look at, no traceback."""
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(PAGES))
    with RedisServer(tmp_path / "redis") as redis:
        redis.client().set("taken:shards", "of another program")
        for number, settings in enumerate([{"index.url": f"redis://127.0.0.1:{redis.port}/99"}, {"index.prefix": "taken"}]):
            told = {"index.url": f"redis://127.0.0.1:{redis.port}/0", "pool.processes": 1, **settings}
            paths = "--input", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / f"out{number}")
            worker = WorkerProcess(tmp_path / f"log{number}", told, *paths)
            worker.start()
            assert worker.process is not None
            assert worker.process.wait(60) == 2
            assert "index.prefix" in worker.log().splitlines()[-1]
            assert "Traceback" not in worker.log()
