"""What consumer, producer and admin clients have in common: where the brokers are and how to log in."""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from contextlib import closing
from typing import Any

import xxhash
from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from kafka.net.sasl.oauth import AbstractTokenProvider

from worker.settings import KafkaSettings
from worker.stream import DependencyDown

SAME_NAME = (
    "bootstrap_servers", "security_protocol", "sasl_mechanism", "sasl_plain_username",
    "ssl_cafile", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname",
)  # fmt: skip
IMPATIENT = {"bootstrap_timeout_ms": 3000, "request_timeout_ms": 3000}
"""For questions that are better left unanswered than waited for."""
RENEW_BEFORE = 60.0
"""Seconds before its end that a token is replaced."""


def client_config(settings: KafkaSettings) -> dict[str, Any]:
    """Arguments that every kafka-python client takes."""
    config: dict[str, Any] = {name: getattr(settings, name) for name in SAME_NAME}
    # A broker that was away for a moment is found again within a second or so, not after kafka-python's half minute.
    config |= {"reconnect_backoff_max_ms": 1000, "bootstrap_timeout_ms": round(settings.transaction_timeout * 1000)}
    for name in ("sasl_plain_password", "ssl_password"):
        secret = getattr(settings, name)
        config[name] = secret.get_secret_value() if secret else None
    if settings.sasl_mechanism == "OAUTHBEARER":
        config["sasl_oauth_token_provider"] = ClientCredentials(settings)
    return config


def no_answer(settings: KafkaSettings, error: Exception) -> str:
    """What to tell of brokers that gave no answer. kafka-python's error holds no cause, so every setting that can be it is named."""
    check = ["kafka.bootstrap_servers", "kafka.security_protocol"]
    check += ["kafka.ssl_*"] if "SSL" in settings.security_protocol else []
    check += ["kafka.sasl_*"] if "SASL" in settings.security_protocol else []
    return (
        f"no Kafka broker at {settings.bootstrap_servers} answered over {settings.security_protocol}: {error!r}. "
        f"Is it up? Check {', '.join(check)}; the client's log lines above may say more."
    )


def input_scope(settings: KafkaSettings) -> str:
    """16 hex digits that name the input topic among all topics of all clusters, also among those of its name before and after it.

    Raises `DependencyDown`. Brokers before Kafka 2.8 give topics no ids; there the name stands for them.
    """
    try:
        with closing(KafkaAdminClient(**client_config(settings))) as admin:
            cluster = admin.describe_cluster()["cluster_id"]
            topic = admin.describe_topics([settings.input_topic])[0]
    except KafkaError as error:
        raise DependencyDown(no_answer(settings, error)) from error
    return xxhash.xxh3_64_hexdigest(f"{cluster}/{topic.get('topic_id')}/{settings.input_topic}".encode())


class ClientCredentials(AbstractTokenProvider):  # type: ignore[misc]  # kafka-python ships no types
    """OAuth 2.0 client credentials (RFC 6749, 4.4): a token, kept until shortly before it ends."""

    def __init__(self, settings: KafkaSettings) -> None:
        super().__init__()
        self._settings = settings
        self._token, self._ends = "", 0.0

    def token(self) -> str:
        if time.time() > self._ends - RENEW_BEFORE:
            self._token, self._ends = self._fetch()
        return self._token

    def _fetch(self) -> tuple[str, float]:
        settings = self._settings
        if not (settings.sasl_oauth_token_url and settings.sasl_oauth_client_secret):
            raise ValueError("OAUTHBEARER needs kafka.sasl_oauth_token_url and kafka.sasl_oauth_client_secret")
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.sasl_oauth_client_id,
            "client_secret": settings.sasl_oauth_client_secret.get_secret_value(),
        } | ({"scope": settings.sasl_oauth_scope} if settings.sasl_oauth_scope else {})
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(settings.sasl_oauth_token_url, data, timeout=10) as answer:  # noqa: S310 - the operator's own URL
            found = json.load(answer)
        return found["access_token"], time.time() + float(found.get("expires_in", 300))
