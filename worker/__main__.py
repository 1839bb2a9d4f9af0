"""The command line. Commands import what they need when they run, so that --help answers at once."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from worker import __version__

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""Reads raw news pages, tells copies from news, and publishes structured articles, each exactly once.

Try it on a file: `worker run --input pages.jsonl --output out`
""",
)
dead_app = typer.Typer(no_args_is_help=True, help="Pages that could not become articles: what they are, and sending them back.")
topics_app = typer.Typer(no_args_is_help=True, help="The Kafka topics the worker reads and writes.")
app.add_typer(dead_app, name="dead")
app.add_typer(topics_app, name="topics")

Config = Annotated[Path | None, typer.Option("--config", "-c", help="YAML file of settings")]
Assignments = Annotated[list[str] | None, typer.Option("--set", "-s", help="a setting, such as kafka.group_id=news; may be repeated")]


def _settings(config: Path | None, assignments: list[str] | None):  # type: ignore[no-untyped-def]  # Settings is imported late
    from worker.log import configure
    from worker.settings import SettingsError, load

    try:
        settings, came_from = load(config, assignments or [], os.environ)
    except SettingsError as error:
        typer.echo(f"worker: {error}", err=True)
        raise typer.Exit(2) from None
    configure(settings.log)
    return settings, came_from


@app.command()
def run(
    input_path: Annotated[
        str | None, typer.Option("--input", "-i", help=".jsonl(.gz), .warc(.gz), a folder of pages, dead.jsonl, or - for standard input")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="folder for articles, duplicates, dead records and progress")
    ] = None,
    config: Config = None,
    assignments: Assignments = None,
) -> None:
    """Run the worker: Kafka to Kafka, or with --input and --output from path to folder, without a broker.

    Stopped and started again it goes on where it was. Examples:

    `worker run --input pages.jsonl.gz --output out`

    `worker run --set kafka.bootstrap_servers=broker:9092 --set index.url=redis://redis:6379/0`

    Exit codes: 0 finished or asked to stop, 2 wrong usage or setting, 3 a dependency stayed unreachable, 4 dead.limit, 1 other.
    """
    # Nothing is under way yet; as a container's first process it would not even be ended by a signal that has no handler.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if (input_path is None) != (output is None):
        typer.echo("worker: --input and --output go together: a path to read, and a folder for the results", err=True)
        raise typer.Exit(2)
    settings, _ = _settings(config, assignments)
    from worker.commands.run import run as run_worker

    raise typer.Exit(run_worker(settings, input_path, output))


@app.command()
def inspect(
    page: Annotated[
        str, typer.Argument(help="a file (.html, .txt, .md, .jsonl, .warc), FILE:NUMBER for one record of it, or TOPIC/PARTITION/OFFSET")
    ],
    url: Annotated[str | None, typer.Option(help="the page's URL, where the file does not say")] = None,
    config: Config = None,
    assignments: Assignments = None,
) -> None:
    """Show what the worker makes of one page: article, where each field came from, prints, nearest articles, judgement.

    Example: `worker inspect page.html --url https://site.example/story --set index.url=sqlite:///out/index.sqlite`.
    A record of a topic, by the origin that logs and outcomes tell: `worker inspect pages.raw/3/1204`, `worker inspect pages.dead/0/17`
    """
    settings, _ = _settings(config, assignments)
    from worker.commands.inspect import inspect as inspect_page

    raise typer.Exit(inspect_page(settings, page, url))


class Kind(StrEnum):
    """The records that have a schema."""

    envelope = "envelope"
    article = "article"
    duplicate = "duplicate"
    dead = "dead"


@app.command()
def schema(kind: Annotated[Kind, typer.Argument(help="which record: envelope goes in, the others come out")] = Kind.article) -> None:
    """Print the JSON Schema of a record. Example: `worker schema duplicate > duplicate.schema.json`"""
    import json

    from worker.schema import schema as schema_of

    typer.echo(json.dumps(schema_of(kind.value), indent=2, ensure_ascii=False))


@app.command(name="config")
def config_(config: Config = None, assignments: Assignments = None) -> None:
    """Print every setting as resolved, secrets masked, with its meaning and where it came from.

    Each setting has one name in three spellings: `group_id` under `kafka:` in the file, `WORKER_KAFKA__GROUP_ID` in the
    environment, `--set kafka.group_id=news`; the later wins. Example: `worker config --set pool.timeout="30 s"`
    """
    settings, came_from = _settings(config, assignments)
    from worker.settings import masked, names

    meanings = names()
    for section, values in masked(settings).items():
        typer.echo(f"{section}:")
        for name, value in values.items():
            full = f"{section}.{name}"
            shown = "null" if value is None else str(value).lower() if isinstance(value, bool) else value
            origin = f" [{came_from[full]}]" if full in came_from else ""
            typer.echo(f"  {name}: {shown}  # {meanings[full]}{origin}")


@topics_app.command()
def create(
    partitions: Annotated[int, typer.Option(min=1, help="partitions of the input topic: the most replicas that can share the work")] = 8,
    replication: Annotated[int, typer.Option(min=1, help="copies of each partition")] = 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be created")] = False,
    config: Config = None,
    assignments: Assignments = None,
) -> None:
    """Create the input and output topics that are missing, sized for the largest page. Example: `worker topics create --partitions 16`"""
    settings, _ = _settings(config, assignments)
    from worker.commands.topics import create as create_topics

    raise typer.Exit(create_topics(settings, partitions, replication, dry_run))


Reasons = Annotated[list[str] | None, typer.Option("--reason", help="only those dead for this reason; may be repeated")]
Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"], help="only those that died since (UTC)"),
]
Contains = Annotated[str | None, typer.Option(help="only those whose error holds this text")]
DeadFile = Annotated[Path | None, typer.Argument(help="a dead.jsonl; without it the dead topic is read")]


@dead_app.command(name="list")
def list_(
    path: DeadFile = None,
    reason: Reasons = None,
    since: Since = None,
    contains: Contains = None,
    config: Config = None,
    assignments: Assignments = None,
) -> None:
    """List dead records and count them by reason. Example: `worker dead list out/dead.jsonl --reason timeout`"""
    settings, _ = _settings(config, assignments)
    from worker.commands.dead import show

    raise typer.Exit(show(settings, path, reason or [], since, contains))


@dead_app.command()
def replay(
    reason: Reasons = None,
    since: Since = None,
    contains: Contains = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only count")] = False,
    config: Config = None,
    assignments: Assignments = None,
) -> None:
    """Send dead records of the dead topic back to the input topic: each one's last death, until it has died four times.

    Example: `worker dead replay --reason timeout --dry-run`. From a file: `worker run --input out/dead.jsonl --output out2`
    """
    settings, _ = _settings(config, assignments)
    from worker.commands.dead import replay as replay_dead

    raise typer.Exit(replay_dead(settings, reason or [], since, contains, dry_run))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")] = False) -> None:
    pass


def main() -> None:
    """The `worker` command."""
    try:
        app(prog_name="worker")
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
