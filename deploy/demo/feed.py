"""Sends the sample pages to the worker's input topic; reads the same settings as the worker, from the environment."""

from __future__ import annotations

import json
import os

from kafka import KafkaProducer
from pages import envelopes  # type: ignore[import-not-found]  # beside this file, wherever that is

from worker.kafka.client import client_config
from worker.settings import load


def main() -> None:
    settings, _ = load(None, [], os.environ)
    producer = KafkaProducer(**client_config(settings.kafka))
    sent = [producer.send(settings.kafka.input_topic, json.dumps(envelope).encode()) for envelope in envelopes()]
    producer.flush()
    for record in sent:
        record.get(10)
    print(f"{len(sent)} sample pages sent to {settings.kafka.input_topic}")


if __name__ == "__main__":
    main()
