"""Settings: one name in three spellings, the later wins; what is wrong is named with where it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.commands.run import thresholds
from worker.dedupe import Thresholds
from worker.settings import Settings, SettingsError, load, masked, names


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "worker.yaml"
    file.write_text("kafka:\n  group_id: file\n  input_topic: file\n  dead_topic: file\n")
    settings, came_from = load(
        file, ["kafka.group_id=set"], {"WORKER_KAFKA__GROUP_ID": "env", "WORKER_KAFKA__INPUT_TOPIC": "env", "PATH": "x"}
    )
    assert (settings.kafka.group_id, settings.kafka.input_topic, settings.kafka.dead_topic) == ("set", "env", "file")
    assert came_from["kafka.input_topic"] == "environment variable WORKER_KAFKA__INPUT_TOPIC"


@pytest.mark.parametrize(
    ("assignments", "environment", "said"),
    [
        (["kafka.grup_id=x"], {}, "did you mean 'kafka.group_id'"),
        ([], {"WORKER_KAFKA__GRUP_ID": "x"}, "WORKER_KAFKA__GRUP_ID"),
        (["pool.timeout=fast"], {}, "pool.timeout"),
        (["pool.timeout=5 weeks"], {}, "no unit 'weeks'"),
        (["pool.processes=0"], {}, "greater than or equal to 1"),
        (["kafka.group_id"], {}, "NAME=VALUE"),
        (["kafka.max_poll_interval=60"], {}, "kafka.max_poll_interval"),
        (["shutdown.timeout=inf"], {}, "finite"),
        (["kafka.input_topic=pages.dead"], {}, "an output topic too"),
        (["kafka.security_protocol=SASL_SSL"], {}, "kafka.sasl_mechanism"),
        (["kafka.security_protocol=SASL_SSL", "kafka.sasl_mechanism=PLAIN"], {}, "kafka.sasl_plain_username"),
    ],
)
def test_what_is_wrong_is_named(assignments: list[str], environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(None, assignments, environment)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "seconds"), [("20 s", 20), ("20", 20), ("500ms", 0.5), ("2 min", 120), ("7 days", 604800), ("7d", 604800)]
)
def test_durations_are_seconds(text: str, seconds: float) -> None:
    assert load(None, [f"dedupe.window={text}"], {})[0].dedupe.window == seconds


def test_sizes_have_units() -> None:
    settings, _ = load(None, ["pool.memory=2 GiB", "page.max_bytes=5 MB"], {})
    assert (settings.pool.memory, settings.page.max_bytes) == (2 * 2**30, 5_000_000)


@pytest.mark.parametrize(
    "assignment",
    [
        "index.url=redis://me:hunter2@host:6379/0",
        "index.url=redis://:hunter2@host:6379/0",
        "index.url=redis://:a/hunter2@host:6379/0",
        "index.url=redis://me:h@hunter2@host:6379/0",
        "index.url=redis://host:6379/0?username=me&password=hunter2&db=1",
        "index.url=redis://me:hunter2@[::1",
        "kafka.sasl_plain_password=hunter2",
        "kafka.sasl_oauth_token_url=https://me:hunter2@host/token?client_secret=hunter2",
        "tracing.endpoint=http://me:hunter2@host:4318",
    ],
)
def test_secrets_are_masked_wherever_they_stand(assignment: str) -> None:
    settings, _ = load(None, [assignment], {})
    assert "hunter2" not in str(masked(settings))
    assert "hunter2" not in repr(settings.kafka.sasl_plain_password)


def test_an_error_in_a_secret_does_not_tell_it(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("kafka: {sasl_plain_password: 8675309}")
    with pytest.raises(SettingsError, match=r"kafka\.sasl_plain_password") as error:
        load(tmp_path / "settings.yaml", [], {})
    assert "8675309" not in str(error.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "worker.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"worker\.yaml"):
        load(tmp_path / "worker.yaml", [], {})


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, meaning in names().items() if not meaning] == []
    assert Settings().metrics.port == 9108


def test_the_defaults_of_the_judgement_are_the_judgements_own() -> None:
    assert thresholds(Settings()) == Thresholds()
