"""`worker topics create`."""

from __future__ import annotations

import typer
from kafka import KafkaAdminClient
from kafka.admin import NewTopic
from kafka.errors import KafkaError

from worker.decode import ENVELOPE_FACTOR
from worker.kafka.client import client_config, no_answer
from worker.settings import Settings


def create(settings: Settings, partitions: int, replication: int, dry_run: bool) -> int:
    """Create what is missing. Pages and dead records get room for the largest page in its largest envelope."""
    kafka, largest = settings.kafka, ENVELOPE_FACTOR * int(settings.page.max_bytes) + 2**20
    wanted = {
        kafka.input_topic: {"max.message.bytes": str(largest)},
        kafka.articles_topic: {"max.message.bytes": str(int(settings.page.max_bytes) + 2**20)},
        kafka.duplicates_topic: {},
        kafka.dead_topic: {"max.message.bytes": str(largest + 2**16)},
    }
    try:
        admin = KafkaAdminClient(**client_config(kafka))
    except KafkaError as error:
        typer.echo(f"worker: {no_answer(kafka, error)}", err=True)
        return 3
    try:
        there = set(admin.list_topics())
        for name, config in wanted.items():
            if name in there:
                typer.echo(f"{name}: exists already, left as it is")
                continue
            if not dry_run:
                admin.create_topics([NewTopic(name, num_partitions=partitions, replication_factor=replication, topic_configs=config)])
            typer.echo(f"{name}: {'would be created' if dry_run else 'created'} with {partitions} partitions {config or ''}")
    except KafkaError as error:
        typer.echo(f"worker: {error!r}", err=True)
        return 1
    finally:
        admin.close()
    return 0
