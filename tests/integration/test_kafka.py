"""The worker between real topics: what it promises, and what it says when it can't start."""

from __future__ import annotations

import json
import random
import time
from contextlib import closing

import redis
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.admin import NewPartitions

from tests.pages import generate, story_f1, truth_of
from tests.quality.streams import generated, judged
from tests.redis_server import free_port
from tests.stage import Stage
from tests.worker_process import WorkerProcess, outcomes, wait_for_outcomes
from worker.dedupe import Thresholds


def ended(worker: WorkerProcess, timeout: float = 90) -> tuple[int, str]:
    assert worker.process is not None
    return worker.process.wait(timeout), worker.log()


def test_raw_bytes_with_headers_and_tombstones_are_read(stage: Stage) -> None:
    page = generate(1, 12)[0]
    stage.create_topics()
    headers = [("url", page.url.encode()), ("content-type", b"text/html"), ("crawl-id", b"c7"), ("mine", b"\x00\xff")]
    stage.broker.produce(stage.input, [(0, page.body.encode(), headers), (0, None, [("mine", b"x")])])
    worker = stage.worker("a")
    wait_for_outcomes(stage.broker, 2, [worker], 60, stage.topics)
    found = outcomes(stage.broker, stage.topics)
    assert found[0, 0][0][0] == "articles"
    assert found[0, 0][0][1]["crawl_id"] == "c7"
    kind, dead = found[0, 1][0]
    assert (kind, dead["reason"], dead["value"], dead["headers"]["mine"]) == ("dead", "empty", None, "x")


def test_records_are_read_and_written_in_every_compression_that_kafka_has(stage: Stage) -> None:
    stage.create_topics()
    for done, (codec, page) in enumerate(zip(["gzip", "snappy", "lz4", "zstd"], generate(4, 28), strict=False), 1):
        with closing(KafkaProducer(bootstrap_servers=stage.broker.bootstrap, compression_type=codec)) as producer:
            producer.send(stage.input, page.envelope).get(60)
        worker = stage.worker("a", kafka__compression_type=codec)
        wait_for_outcomes(stage.broker, done, [worker], 60, stage.topics)
        assert worker.stop(35) == 0


def test_records_with_odd_metadata_are_read_as_others_are(stage: Stage) -> None:
    """Such a record would be read again after each restart: it must not end the worker."""
    page, other, *_ = generate(2, 20)
    stage.create_topics(duplicates=2**20)
    stage.broker.produce(stage.input, [(0, page.envelope, [])], timestamp=1_767_600_000_000_000)  # in microseconds: the year 57,983
    odd = [("url", page.url.encode()), ("status", b"9" * 5000), ("fetched_at", b"\xff"), ("url", b"")]
    stage.broker.produce(
        stage.input, [(0, page.body.encode(), odd), (0, page.body.encode(), [("url", other.url.encode()), ("Status", b"9" * 5000)])]
    )
    endless = json.dumps(json.loads(page.envelope) | {"url": page.url + "?" + "a" * 2_000_000}).encode()
    stage.broker.produce(stage.input, [(0, endless, [])])
    worker = stage.worker("a")
    wait_for_outcomes(stage.broker, 4, [worker], 60, stage.topics)
    found = [fates[0] for _, fates in sorted(outcomes(stage.broker, stage.topics).items())]
    assert [kind for kind, _ in found] == ["articles", "dead", "duplicates", "dead"]
    assert [record["reason"] for kind, record in found if kind == "dead"] == ["malformed", "malformed"]


class _Latin(str):
    """A header's name that is not UTF-8, as clients in other languages can write it."""

    def encode(self, *_: object) -> bytes:
        return b"caf\xe9"


def test_a_record_that_the_client_can_not_read_is_named_and_not_passed_over(stage: Stage) -> None:
    page, other, *_ = generate(2, 22)
    stage.create_topics()
    stage.broker.produce(stage.input, [(0, page.envelope, []), (0, other.envelope, [(_Latin("x"), b"y")])])
    code, log = ended(stage.worker("a"))
    assert code == 1
    assert "--reset-offsets" in log
    assert "partition 0" in log


def test_an_article_larger_than_its_topic_takes_is_dead_and_copies_of_it_do_not_point_at_nothing(stage: Stage) -> None:
    page = generate(1, 13)[0]
    stage.create_topics(articles=3000)
    stage.broker.produce(stage.input, [(0, page.envelope, []), (0, page.envelope.replace(page.url.encode(), b"https://x.example/y"), [])])
    worker = stage.worker("a")
    wait_for_outcomes(stage.broker, 2, [worker], 60, stage.topics)
    assert [found[0][1].get("reason") for found in outcomes(stage.broker, stage.topics).values()] == ["too_large", "too_large"]


def test_of_two_live_replicas_with_one_id_the_older_stops_and_says_why(stage: Stage) -> None:
    stage.create_topics()
    pages = [page.envelope for page in generate(30, 14)]
    stage.broker.produce(stage.input, [(0, line, []) for line in pages[:20]])
    older = stage.worker("twin")
    wait_for_outcomes(stage.broker, 20, [older], 60, stage.topics)
    younger = stage.worker("twin")
    deadline = time.monotonic() + 60
    while "partitions assigned" not in younger.log():
        assert time.monotonic() < deadline, younger.log()
        time.sleep(0.1)
    stage.broker.produce(stage.input, [(0, line, []) for line in pages[20:]])
    code, log = ended(older)
    assert code == 1
    assert "kafka.replica_id='twin'" in log
    wait_for_outcomes(stage.broker, len(pages), [younger], 60, stage.topics)
    assert all(len(found) == 1 for found in outcomes(stage.broker, stage.topics).values())


def test_a_replica_that_joins_takes_partitions_over_and_nothing_is_told_twice(stage: Stage) -> None:
    stage.create_topics(partitions=4)
    lines = [page.envelope for page in generate(60, 15)]
    stage.broker.produce(stage.input, [(n % 4, line, []) for n, line in enumerate(lines)])
    first = stage.worker("a")
    wait_for_outcomes(stage.broker, 20, [first], 60, stage.topics)
    second = stage.worker("b")
    wait_for_outcomes(stage.broker, len(lines), [first, second], 120, stage.topics)
    assert [first.stop(35), second.stop(35)] == [0, 0]
    found = outcomes(stage.broker, stage.topics)
    assert len(found) == len(lines)
    assert all(len(fate) == 1 for fate in found.values())


def test_a_stopped_replica_leaves_at_once_and_its_partitions_go_on_elsewhere(stage: Stage) -> None:
    stage.create_topics(partitions=2)
    first, second = stage.worker("a", kafka__session_timeout="60 s"), stage.worker("b", kafka__session_timeout="60 s")
    lines = [page.envelope for page in generate(12, 16)]
    stage.broker.produce(stage.input, [(n % 2, line, []) for n, line in enumerate(lines[:20])])
    wait_for_outcomes(stage.broker, 20, [first, second], 90, stage.topics)
    assert first.stop(35) == 0
    stage.broker.produce(stage.input, [(n % 2, line, []) for n, line in enumerate(lines[20:])])
    # A session lasts 60 s: had the replica not left, the other would get its partition only then.
    wait_for_outcomes(stage.broker, len(lines), [second], 45, stage.topics)


def test_what_retention_took_is_passed_over_and_nothing_that_is_left_is_wherever_a_new_group_begins(stage: Stage) -> None:
    stage.create_topics()
    lines = [page.envelope for page in generate(12, 26)]
    stage.broker.produce(stage.input, [(0, line, []) for line in lines[:4]])
    first = stage.worker("a")
    wait_for_outcomes(stage.broker, 4, [first], 60, stage.topics)
    assert first.stop(35) == 0
    stage.broker.produce(stage.input, [(0, line, []) for line in lines[4:12]])
    with closing(KafkaAdminClient(bootstrap_servers=stage.broker.bootstrap)) as admin:
        admin.delete_records({TopicPartition(stage.input, 0): 8})
    wait_for_outcomes(stage.broker, 8, [stage.worker("a", kafka__auto_offset_reset="latest")], 60, stage.topics)
    assert {offset for _, offset in outcomes(stage.broker, stage.topics)} == {0, 1, 2, 3, 8, 9, 10, 11}


def test_a_group_that_begins_at_the_end_passes_over_nothing_after_that(stage: Stage) -> None:
    """Killed before its first commit, it goes on where it began; a partition that is added is read from its start."""
    stage.create_topics(partitions=2)
    before, *lines = (page.envelope for page in generate(8, 29))
    stage.broker.produce(stage.input, [(0, before, []), (1, before, [])])
    worker = stage.worker("a", kafka__auto_offset_reset="latest")
    while "partitions assigned" not in worker.log():
        time.sleep(0.05)
    stage.broker.produce(stage.input, [(0, line, []) for line in lines[:3]])
    worker.kill()
    with closing(KafkaAdminClient(bootstrap_servers=stage.broker.bootstrap)) as admin:
        admin.create_partitions({stage.input: NewPartitions(3)})
    stage.broker.produce(stage.input, [(2, line, []) for line in lines[3:6]])
    wait_for_outcomes(stage.broker, 6, [stage.worker("b", kafka__auto_offset_reset="latest")], 60, stage.topics)
    assert sorted(outcomes(stage.broker, stage.topics)) == [(0, 1), (0, 2), (0, 3), (2, 0), (2, 1), (2, 2)]


def test_a_topic_made_anew_under_its_name_holds_other_pages(stage: Stage) -> None:
    """What the index was told of the old topic's records, and not yet told is published, is not taken for the new ones'."""
    page, other, *_ = generate(2, 33)

    def publish(value: bytes) -> str:
        stage.create_topics()
        stage.broker.produce(stage.input, [(0, value, [])])
        wait_for_outcomes(stage.broker, 1, [worker := stage.worker("a")], 60, stage.topics)
        assert worker.stop(35) == 0
        ((_, told),) = outcomes(stage.broker, stage.topics)[0, 0]
        with closing(KafkaAdminClient(bootstrap_servers=stage.broker.bootstrap)) as admin:
            admin.delete_topics([stage.input, *stage.topics.values()])
        return str(told["url"])

    assert publish(page.envelope) == page.url
    # As if the worker had been killed before it could say that the article is published.
    client, prefix = redis.Redis(port=stage.redis.port, decode_responses=True), stage.settings["index.prefix"]
    (place,) = client.hkeys(f"{prefix}:fence")
    (shard,) = client.smembers(f"{prefix}:shards")
    assert isinstance(place, str)
    assert isinstance(shard, str)
    client.hset(f"{{{prefix}:{shard}}}:journal", f"{place}/0", "{}")
    assert publish(other.envelope) == other.url


def test_a_dead_record_that_its_topic_does_not_take_ends_the_worker_and_says_what_to_raise(stage: Stage) -> None:
    stage.create_topics(input=2**17, dead=2**17)
    for value in (generate(2, 31)[0].envelope, random.Random(1).randbytes(2**17 - 200)):
        stage.broker.produce(stage.input, [(0, value, [])])
    code, log = ended(stage.worker("a"))
    assert code == 1
    assert "max.message.bytes" in log.splitlines()[-1]


def test_what_is_missing_is_named_at_the_start(stage: Stage) -> None:
    code, log = ended(stage.worker("a"))
    assert code == 2
    assert "worker topics create" in log
    stage.create_topics(dead=100_000)
    code, log = ended(stage.worker("a"))
    assert code == 2
    assert stage.topics["dead"] in log
    code, log = ended(stage.worker("a", kafka__max_poll_interval="30 s"))
    assert code == 2
    assert "kafka.max_poll_interval" in log


def test_a_dependency_that_does_not_answer_ends_the_worker_with_3(stage: Stage) -> None:
    stage.create_topics()
    code, log = ended(stage.worker("a", index__url=f"redis://127.0.0.1:{free_port()}/0", index__deadline="2 s"))
    assert (code, "index.deadline" in log) == (3, True), log
    code, log = ended(stage.worker("a", kafka__bootstrap_servers=f"127.0.0.1:{free_port()}"))
    assert (code, "kafka.bootstrap_servers" in log or "broker" in log) == (3, True), log


def test_a_worker_whose_index_is_away_stops_when_asked(stage: Stage) -> None:
    stage.create_topics()
    stage.broker.produce(stage.input, [(0, generate(1, 21)[0].envelope, [])])
    away = f"redis://127.0.0.1:{free_port()}/0"
    worker = stage.worker("a", index__url=away, index__deadline="200 s", shutdown__timeout="6 s")
    deadline = time.monotonic() + 60
    while "partitions assigned" not in worker.log():
        assert time.monotonic() < deadline, worker.log()
        time.sleep(0.1)
    assert worker.stop(15) == 0, worker.log()
    assert "the batch under way will be read again" in worker.log()


def test_dead_records_are_listed_and_sent_back_but_not_for_ever(stage: Stage) -> None:
    """Of a record that died again only the last death is sent back: else each replay would multiply what is dead."""
    stage.create_topics()
    stage.broker.produce(stage.input, [(0, b"not json", [("mine", b"1"), ("dead-line", b"2")])])
    worker = stage.worker("a")
    for replays in range(4):
        wait_for_outcomes(stage.broker, replays + 1, [worker], 60, stage.topics)
        listed = stage.command("dead", "list", "--reason", "malformed")
        assert listed.stdout.count("malformed (decode)") == replays + 1, listed.stderr
        last = stage.broker.read_all(stage.topics["dead"])[-1]
        assert (last.value, dict(last.headers)["mine"], dict(last.headers)["dead-line"]) == (b"not json", b"1", b"2")
        assert dict(last.headers).get("dead-replays", b"0") == b"%d" % replays
        assert stage.command("dead", "replay", "--reason", "timeout").stdout == ""
        sent = stage.command("dead", "replay")
        assert ("replayed: 1" in sent.stdout) == (replays < 3), sent.stdout + sent.stderr
        assert ("replayed too often: 1" in sent.stdout) == (replays == 3), sent.stdout + sent.stderr


def test_what_others_put_into_the_dead_topic_is_listed_and_sent_back_too(stage: Stage) -> None:
    missing = stage.command("dead", "list")
    assert (missing.returncode, "worker topics create" in missing.stderr) == (2, True), missing.stderr
    stage.create_topics()
    stage.broker.produce(stage.topics["dead"], [(0, b"x", [("dead-origin", b"a/b/c"), ("dead-at", b"\xff")]), (0, b"y", [])])
    listed = stage.command("dead", "list")
    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 2), listed.stderr
    assert stage.command("dead", "list", "--since", "2026-01-01").stdout == ""
    assert "replayed: 2" in stage.command("dead", "replay").stdout
    assert [message.value for message in stage.broker.read_all(stage.input)] == [b"x", b"y"]


def test_a_records_trace_context_is_in_the_headers_of_its_outcome(stage: Stage) -> None:
    first, again = generate(1, 13)[0].envelope, b"not json"
    traces = [b"00-" + b"%032x" % n + b"-" + b"%016x" % n + b"-01" for n in (1, 2, 3)]
    stage.create_topics()
    pages = [first, first.replace(b".example/", b".example/other/"), again]
    stage.broker.produce(stage.input, [(0, page, [("traceparent", trace)]) for page, trace in zip(pages, traces, strict=True)])
    wait_for_outcomes(stage.broker, 3, [stage.worker("a")], 60, stage.topics)
    carried = {dict(message.headers).get("traceparent") for topic in stage.topics.values() for message in stage.broker.read_all(topic)}
    assert carried == set(traces)


def test_four_replicas_on_one_index_tell_each_story_once_as_one_replica_does(stage: Stage) -> None:
    """Copies meet in different replicas in the same instant: one of them is the article, the others point at it."""
    pages = generate(60, 17)
    stage.create_topics(8)
    stage.broker.produce(stage.input, [(n % 8, page.envelope, []) for n, page in enumerate(pages)])
    places = {(n % 8, n // 8): page for n, page in enumerate(pages)}
    replicas = [stage.worker(f"r{n}", batch__pages=8) for n in range(4)]
    wait_for_outcomes(stage.broker, len(pages), replicas, 180, stage.topics)
    found = outcomes(stage.broker, stage.topics)
    assert found.keys() == places.keys()
    assert all(len(fates) == 1 for fates in found.values())
    said = {place: fates[0][1].get("story_id") for place, fates in found.items()}
    # The order differs from that of one partition, and with it which page is the article; the stories are the same.
    assert story_f1(truth_of(places.items()), said) >= judged(generated(60, 17), Thresholds())["story_f1"] - 0.01
    articles = {record["id"] for fates in found.values() for kind, record in fates if kind == "articles"}
    assert {record["duplicate_of"] for fates in found.values() for kind, record in fates if kind == "duplicates"} <= articles
