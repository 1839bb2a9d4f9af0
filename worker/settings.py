"""All settings, their defaults and meanings, and how they are read: YAML file, then environment, then --set."""

from __future__ import annotations

import difflib
import os
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ByteSize, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo

MASK = "**********"
UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "day": 86400.0, "days": 86400.0}


class SettingsError(ValueError):
    """A setting is unknown or wrong; the text says which, where it came from and what is allowed."""


def _seconds(value: object) -> object:
    """Seconds of '20 s', '500ms', '7 days' or a number."""
    if isinstance(value, str) and (match := re.fullmatch(r"\s*([\d.]+)\s*([a-z]*)\s*", value)):
        if (unit := match[2] or "s") not in UNITS:
            raise ValueError(f"no unit {unit!r}: use one of {', '.join(UNITS)}")
        return float(match[1]) * UNITS[unit]
    return value


Seconds = Annotated[float, BeforeValidator(_seconds), Field(gt=0, allow_inf_nan=False)]


class Section(BaseModel):
    """A group of settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KafkaSettings(Section):
    bootstrap_servers: str = Field("localhost:9092", description="brokers, comma-separated host:port")
    group_id: str = Field("news-ingest", description="consumer group; all replicas of one pipeline share it")
    input_topic: str = Field("pages.raw", description="topic that raw pages are read from")
    articles_topic: str = Field("articles", description="topic for articles")
    duplicates_topic: str = Field("articles.duplicates", description="topic for duplicates")
    dead_topic: str = Field("pages.dead", description="topic for pages that can't become articles")
    replica_id: str = Field(
        default_factory=socket.gethostname, description="this replica's name: the same after a restart, unlike any other's"
    )
    transaction_timeout: Seconds = Field(30.0, description="longest a batch's transaction may take")
    session_timeout: Seconds = Field(10.0, description="how long a silent replica keeps its partitions")
    max_poll_interval: Seconds = Field(300.0, description="longest the write of a batch may keep the replica from its group")
    compression_type: Literal["zstd", "lz4", "gzip", "snappy", "none"] = Field("zstd", description="of what is published")
    auto_offset_reset: Literal["earliest", "latest"] = Field("earliest", description="where a new group begins")
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field("PLAINTEXT", description="as kafka-python has it")
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] | None = Field(None, description="with SASL_*")
    sasl_plain_username: str | None = Field(None, description="for PLAIN and SCRAM")
    sasl_plain_password: SecretStr | None = Field(None, description="for PLAIN and SCRAM")
    sasl_oauth_token_url: str | None = Field(None, description="for OAUTHBEARER: where client credentials are changed for a token")
    sasl_oauth_client_id: str | None = Field(None, description="for OAUTHBEARER")
    sasl_oauth_client_secret: SecretStr | None = Field(None, description="for OAUTHBEARER")
    sasl_oauth_scope: str | None = Field(None, description="for OAUTHBEARER")
    ssl_cafile: str | None = Field(None, description="certificates to trust, PEM")
    ssl_certfile: str | None = Field(None, description="our certificate, PEM")
    ssl_keyfile: str | None = Field(None, description="its key, PEM")
    ssl_password: SecretStr | None = Field(None, description="of the key")
    ssl_check_hostname: bool = Field(True, description="whether the broker's certificate must name its host")


class IndexSettings(Section):
    url: str | None = Field(None, description="redis://, rediss://, redis+cluster:// or sqlite:///path; required with Kafka")
    prefix: str = Field("worker", description="parts several pipelines on one Redis")
    deadline: Seconds = Field(60.0, description="how long an index that does not answer is waited for")


class PoolSettings(Section):
    processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="processes that normalise pages")
    timeout: Seconds = Field(20.0, description="longest one page may take")
    memory: ByteSize = Field(ByteSize(2**30), description="most memory one page may take")


class BatchSettings(Section):
    pages: int = Field(64, ge=1, le=10_000, description="most pages in one transaction")
    seconds: Seconds = Field(0.5, description="longest wait for pages while there is nothing else to do")


class PageSettings(Section):
    max_bytes: ByteSize = Field(ByteSize(10_000_000), description="larger pages are dead: too_large")


Share = Annotated[float, Field(ge=0, le=1)]


class DedupeSettings(Section):
    """The defaults are those of `dedupe.Thresholds`, which says how they work together."""

    window: Seconds = Field(7 * 86400.0, description="how far apart, in the pages' own time, copies are looked for")
    copied: Share = Field(0.4, description="share of a page found in another that makes it a copy")
    reworded: Share = Field(0.2, description="the same where all its names and numbers are there too")
    same_facts: Share = Field(0.65, description="share of its names and numbers the other must state; formula reports do not")
    own: Share = Field(0.33, description="share of a page in passages of its own that makes it an expansion")
    own_words: int = Field(150, ge=1, description="words in passages of its own that make it one, where it holds the other whole")
    held_whole: Share = Field(0.8, description="share of the other text from which on it is held whole")
    held: Share = Field(0.5, description="share of another text that links a page to it which is mostly its own")
    whole: Share = Field(0.6, description="share of the other's length below which a copy is an excerpt")
    unchanged: Share = Field(0.98, description="share, both ways, of a page fetched again that is the same article")


class DeadSettings(Section):
    limit: float = Field(0.5, gt=0, le=1, description="share of the last 1,000 pages that may be dead before the worker stops")


class MetricsSettings(Section):
    port: int = Field(9108, ge=0, le=65535, description="port of /metrics, /healthz and /readyz; 0: none")


class TracingSettings(Section):
    endpoint: str | None = Field(None, description="OTLP/HTTP collector, such as http://collector:4318; needs the extra `tracing`")


class ShutdownSettings(Section):
    timeout: Seconds = Field(30.0, description="longest a stop may take")


class LogSettings(Section):
    format: Literal["auto", "json", "console"] = Field("auto", description="auto: readable on a terminal, JSON elsewhere")
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="least severe that is logged")


class Settings(Section):
    """Every setting of the worker, by section."""

    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    index: IndexSettings = Field(default_factory=IndexSettings)
    pool: PoolSettings = Field(default_factory=PoolSettings)
    batch: BatchSettings = Field(default_factory=BatchSettings)
    page: PageSettings = Field(default_factory=PageSettings)
    dedupe: DedupeSettings = Field(default_factory=DedupeSettings)
    dead: DeadSettings = Field(default_factory=DeadSettings)
    metrics: MetricsSettings = Field(default_factory=MetricsSettings)
    tracing: TracingSettings = Field(default_factory=TracingSettings)
    shutdown: ShutdownSettings = Field(default_factory=ShutdownSettings)
    log: LogSettings = Field(default_factory=LogSettings)

    @model_validator(mode="after")
    def _fits_together(self) -> Settings:
        kafka = self.kafka
        # While the pool works the replica goes on polling; only the write of a batch keeps it from its group.
        silent = 2 * kafka.transaction_timeout + self.index.deadline
        if silent >= kafka.max_poll_interval:
            raise ValueError(
                f"2 x kafka.transaction_timeout + index.deadline ({silent:g} s) must stay below "
                f"kafka.max_poll_interval ({kafka.max_poll_interval:g} s)"
            )
        if kafka.input_topic in (kafka.articles_topic, kafka.duplicates_topic, kafka.dead_topic):
            raise ValueError(
                f"kafka.input_topic {kafka.input_topic} is an output topic too: the worker would read what it writes, for ever"
            )
        if kafka.session_timeout >= kafka.max_poll_interval:
            raise ValueError("kafka.session_timeout must stay below kafka.max_poll_interval")
        if kafka.security_protocol.startswith("SASL") and kafka.sasl_mechanism is None:
            raise ValueError(f"kafka.security_protocol {kafka.security_protocol} needs kafka.sasl_mechanism")
        if kafka.sasl_mechanism == "OAUTHBEARER" and not (
            kafka.sasl_oauth_token_url and kafka.sasl_oauth_client_id and kafka.sasl_oauth_client_secret
        ):
            raise ValueError("OAUTHBEARER needs kafka.sasl_oauth_token_url, kafka.sasl_oauth_client_id and kafka.sasl_oauth_client_secret")
        if kafka.sasl_mechanism in ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512") and not (
            kafka.sasl_plain_username and kafka.sasl_plain_password
        ):
            raise ValueError(f"{kafka.sasl_mechanism} needs kafka.sasl_plain_username and kafka.sasl_plain_password")
        return self


def _fields() -> dict[str, FieldInfo]:
    """Every setting, by its dotted name."""
    sections = {name: field.annotation for name, field in Settings.model_fields.items()}
    return {
        f"{section}.{name}": field for section, model in sections.items() if model is not None for name, field in model.model_fields.items()
    }


def names() -> dict[str, str]:
    """Every setting's dotted name, with its description."""
    return {name: field.description or "" for name, field in _fields().items()}


def load(config: Path | None, assignments: Sequence[str], environment: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings, and where each that is not a default came from, by name. Raises `SettingsError`."""
    known = names()
    values: dict[str, dict[str, Any]] = {}
    came_from: dict[str, str] = {}
    for where, name, value in (*_from_file(config), *_from_environment(environment), *_from_assignments(assignments)):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            raise SettingsError(
                f"{where}: no setting {name!r}" + (f"; did you mean {near[0]!r}?" if near else "") + " `worker config` lists all."
            )
        section, _, key = name.partition(".")
        values.setdefault(section, {})[key] = value
        came_from[name] = where
    try:
        return Settings.model_validate(values), came_from
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(e, came_from) for e in error.errors())) from error


def _explain(error: Any, came_from: Mapping[str, str]) -> str:
    name = ".".join(str(part) for part in error["loc"][:2])
    if not name:
        return str(error["msg"]).removeprefix("Value error, ")
    value = MASK if SecretStr in get_args(_fields()[name].annotation) else _without_secrets(repr(error["input"]))
    return f"{came_from.get(name, 'default')}: {name} = {value}: {error['msg']}"


def _from_file(config: Path | None) -> Iterator[tuple[str, str, Any]]:
    if config is None:
        return
    try:
        content = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{config}: can't be read: {error}") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{config}: expected sections with settings, such as `kafka:` and below it `group_id: news`")
    for section, settings in content.items():
        if not isinstance(settings, dict):
            raise SettingsError(f"{config}: {section!r} must hold settings, such as `kafka:` and below it `group_id: news`")
        for name, value in settings.items():
            yield str(config), f"{section}.{name}", value


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    for variable, value in environment.items():
        if variable.startswith("WORKER_") and "__" in variable:
            yield f"environment variable {variable}", variable.removeprefix("WORKER_").lower().replace("__", ".", 1), value


def _from_assignments(assignments: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise SettingsError(f"--set {assignment}: expected NAME=VALUE, such as --set kafka.group_id=news")
        yield f"--set {name.strip()}", name.strip(), value  # without the value: it may be a secret


def masked(settings: Settings) -> dict[str, dict[str, Any]]:
    """The settings as plain values, secrets masked, also those inside URLs, which need not be valid."""
    return {
        section: {name: _without_secrets(value) if isinstance(value, str) else value for name, value in values.items()}
        for section, values in settings.model_dump(mode="json").items()
    }


def _without_secrets(url: str) -> str:
    """A URL with user and password masked, and with the parameters that hold such."""
    return re.sub(r"(?<=://).*(?=@)|(?<=[?&])([^=&]*(?:password|secret|token|key)[^=&]*=)[^&#]*", _mask, url, flags=re.IGNORECASE)


def _mask(match: re.Match[str]) -> str:
    return (match[1] or "") + MASK
