"""Writes the two dashboards beside it: `python deploy/grafana/make_dashboards.py`. Edit here, not in the JSON, which Grafana reads.

A panel is (title, what it tells, unit, [(query, legend)], kind, width of 24).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Panel = tuple[str, str, str, list[tuple[str, str]], str, int]
WHERE = 'instance=~"$instance"'
RATE = "[$__rate_interval]"


def quantiles(metric: str) -> list[tuple[str, str]]:
    """Median, 95th and 99th percentile of a histogram."""
    summed = f"sum by (le) (rate({metric}_bucket{{{WHERE}}}{RATE}))"
    return [(f"histogram_quantile({q}, {summed})", f"p{round(100 * q)}") for q in (0.5, 0.95, 0.99)]


def rate(metric: str, by: str) -> list[tuple[str, str]]:
    """A counter's increase a second, by a label."""
    return [(f"sum by ({by}) (rate({metric}{{{WHERE}}}{RATE}))", f"{{{{{by}}}}}")]


OPERATIONS: list[Panel] = [
    ("Lag", "Records that wait in each partition. Should fall back to a few after each burst.", "short",
     [(f"sum by (partition) (worker_lag_records{{{WHERE}}})", "{{partition}}")], "timeseries", 8),
    ("Lag in seconds", "How old the first page is that a partition waits for. The objective is set in alerts.yml.", "s",
     [(f"max by (partition) (worker_lag_seconds{{{WHERE}}})", "{{partition}}")], "timeseries", 8),
    ("In and out", "Pages read, and what became of them. Read is above the sum of the others only while a batch is on its way.", "reqps",
     [(f"sum(rate(worker_records_read_total{{{WHERE}}}{RATE}))", "read"), *rate("worker_outcomes_total", "outcome")], "timeseries", 8),
    ("Record to commit", "From a record's timestamp on the topic to the commit of its outcome.", "s",
     quantiles("worker_end_to_end_seconds"), "timeseries", 8),
    ("Batch by stage", "Time of a batch in a stage that is chosen above, spread over its buckets: where a slow batch was slow.", "s",
     [(f'sum by (le) (rate(worker_stage_seconds_bucket{{stage=~"$stage",{WHERE}}}{RATE}))', "{{le}}")], "heatmap", 8),
    ("Where time goes", "Seconds of each second that batches spend in a stage, all replicas together.", "s",
     rate("worker_stage_seconds_sum", "stage"), "timeseries", 8),
    ("Where normalising goes", "CPU-bound steps of one page in the pool, seconds of each second.", "s",
     rate("worker_page_step_seconds_sum", "step"), "timeseries", 8),
    ("Dead by reason", "Pages that could not become articles. One reason that jumps points to a crawler or a site that changed.", "reqps",
     rate("worker_dead_total", "reason"), "timeseries", 8),
    ("Dead share", "Share of the outcomes that are dead. The worker stops at dead.limit of its last 1,000 pages.", "percentunit",
     [(f'sum(rate(worker_outcomes_total{{outcome="dead",{WHERE}}}{RATE})) / sum(rate(worker_outcomes_total{{{WHERE}}}{RATE}))', "dead")],
     "timeseries", 8),
    ("Commits and aborts", "Batches published, and batches given up and read again, by cause.", "ops",
     [(f"sum(rate(worker_commits_total{{{WHERE}}}{RATE}))", "commits"),
      (f"sum by (cause) (rate(worker_aborts_total{{{WHERE}}}{RATE}))", "aborts {{cause}}")], "timeseries", 8),
    ("Rebalances", "Changes of assignment in ten minutes. A rolling update makes a few; many in a row stop the work.", "short",
     [(f"sum by (instance) (increase(worker_rebalances_total{{{WHERE}}}[10m]))", "{{instance}}")], "timeseries", 8),
    ("Pool restarts", "Pool processes replaced, by cause. recycled is routine; the others each cost a page its article.", "short",
     [(f"sum by (cause) (increase(worker_pool_restarts_total{{{WHERE}}}[10m]))", "{{cause}}")], "timeseries", 8),
    ("In flight", "Pages read and not yet published.", "short",
     [(f"sum by (instance) (worker_in_flight_pages{{{WHERE}}})", "{{instance}}")], "timeseries", 8),
    ("Oldest in flight", "How long the oldest page has been in flight; near kafka.max_poll_interval the group gives up on the replica.", "s",
     [(f"max by (instance) ((time() - worker_oldest_in_flight_timestamp_seconds{{{WHERE}}}) * (worker_oldest_in_flight_timestamp_seconds > bool 0))",
       "{{instance}}")], "timeseries", 8),
    ("Index latency", "Time of an operation on the index, 95th percentile.", "s",
     [(f"histogram_quantile(0.95, sum by (le, operation) (rate(worker_index_seconds_bucket{{{WHERE}}}{RATE})))", "{{operation}}")],
     "timeseries", 8),
    ("Index size", "Articles that the index remembers; levels off once the window is full.", "short",
     [(f"max(worker_index_entries{{{WHERE}}})", "articles")], "timeseries", 8),
    ("Retries", "Calls of Kafka and the index tried again.", "ops",
     rate("worker_retries_total", "dependency"), "timeseries", 8),
    ("Memory", "Resident memory of the loop and of its pool.", "bytes",
     [(f"sum by (instance) (process_resident_memory_bytes{{{WHERE},job=\"worker\"}})", "{{instance}} loop"),
      (f"sum by (instance) (worker_pool_resident_bytes{{{WHERE}}})", "{{instance}} pool")], "timeseries", 8),
    ("Page size", "Bytes of a record's value.", "bytes", quantiles("worker_page_bytes"), "timeseries", 8),
    ("Pages a batch", "Full batches (batch.pages) mean that the worker is the bottleneck; small ones that it waits for pages.", "short",
     [(f"sum(rate(worker_batch_pages_sum{{{WHERE}}}{RATE})) / sum(rate(worker_batch_pages_count{{{WHERE}}}{RATE}))", "mean")],
     "timeseries", 8),
    ("Went in less came out", "Records of published batches less their outcomes. Anything but 0 is a defect of ours.", "short",
     [(f"sum(worker_records_settled_total{{{WHERE}}}) - sum(worker_outcomes_total{{{WHERE}}})", "difference")], "stat", 8),
]  # fmt: skip
EDITORS: list[Panel] = [
    ("Outcomes", "What became of the pages in the time shown.", "short",
     [(f"sum by (outcome) (increase(worker_outcomes_total{{{WHERE}}}[$__range]))", "{{outcome}}")], "stat", 8),
    ("Share of duplicates", "Of all pages, those that told nothing new.", "percentunit",
     [(f'sum(rate(worker_outcomes_total{{outcome="duplicate",{WHERE}}}{RATE})) / sum(rate(worker_outcomes_total{{{WHERE}}}{RATE}))',
       "duplicates")], "timeseries", 8),
    ("Duplicates by relation", "Of all pages, those that are recrawls of one page, copies on other sites, excerpts.", "percentunit",
     [(f"sum by (relation) (rate(worker_duplicates_total{{{WHERE}}}{RATE})) / on () group_left () "
       f"sum(rate(worker_outcomes_total{{{WHERE}}}{RATE}))", "{{relation}}")], "timeseries", 8),
    ("Agencies", "Articles credited to each agency in the time shown; one article may credit several.", "short",
     [(f"topk(15, sum by (agency) (increase(worker_agency_credits_total{{{WHERE}}}[$__range])))", "{{agency}}")], "bargauge", 12),
    ("Languages", "Articles by language in the time shown.", "short",
     [(f"topk(15, sum by (language) (increase(worker_article_languages_total{{{WHERE}}}[$__range])))", "{{language}}")], "bargauge", 12),
    ("Freshness", "From an article's own time of publication to ours. Articles without a time are not in it.", "s",
     quantiles("worker_freshness_seconds"), "timeseries", 12),
    ("Missing fields", "Share of the articles without a field. A jump is a site that changed, or a fault of ours.", "percentunit",
     [(f"sum by (field) (rate(worker_missing_fields_total{{{WHERE}}}{RATE})) / on () group_left () "
       f'sum(rate(worker_outcomes_total{{outcome="article",{WHERE}}}{RATE}))', "{{field}}")], "timeseries", 12),
]  # fmt: skip


def variable(name: str, label: str, query: str) -> dict[str, Any]:
    """A choice above the panels of one, several or all values that the query gives."""
    return {
        "name": name, "label": label, "type": "query", "datasource": {"type": "prometheus", "uid": "prometheus"},
        "query": query, "refresh": 2, "includeAll": True, "multi": True, "allValue": ".*",
        "current": {"text": ["All"], "value": ["$__all"]},
    }  # fmt: skip


def dashboard(uid: str, title: str, panels: list[Panel], variables: list[dict[str, Any]]) -> dict[str, Any]:
    """A dashboard as Grafana's JSON model has it: panels left to right, 8 rows high."""
    drawn: list[dict[str, Any]] = []
    x = y = 0
    for number, (name, told, unit, queries, kind, width) in enumerate(panels, 1):
        if x + width > 24:
            x, y = 0, y + 8
        targets = [
            {"refId": chr(65 + n), "expr": query, "legendFormat": legend, "format": "heatmap" if kind == "heatmap" else "time_series"}
            | ({"instant": True, "range": False} if kind in ("stat", "bargauge") else {"range": True})
            for n, (query, legend) in enumerate(queries)
        ]
        drawn.append({
            "id": number, "title": name, "description": told, "type": kind, "gridPos": {"x": x, "y": y, "w": width, "h": 8},
            "datasource": {"type": "prometheus", "uid": "prometheus"}, "targets": targets,
            "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
            # A heat map without options is one of an old Grafana, which counted the series' values instead of drawing their buckets.
            "options": {"calculate": False, "yAxis": {"unit": unit}} if kind == "heatmap" else {},
        })  # fmt: skip
        x += width
    return {
        "uid": uid, "title": title, "tags": ["news-ingest-worker"], "schemaVersion": 39, "refresh": "10s", "timezone": "browser",
        "time": {"from": "now-1h", "to": "now"}, "templating": {"list": variables}, "panels": drawn,
    }  # fmt: skip


REPLICA = variable("instance", "Replica", "label_values(worker_build_info, instance)")
STAGE = variable("stage", "Stage", "label_values(worker_stage_seconds_count, stage)")
DASHBOARDS = {
    "operations.json": dashboard("worker-operations", "News ingest: running it", OPERATIONS, [REPLICA, STAGE]),
    "editors.json": dashboard("worker-editors", "News ingest: for editors", EDITORS, [REPLICA]),
}

if __name__ == "__main__":
    for file, model in DASHBOARDS.items():
        (Path(__file__).parent / "dashboards" / file).write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n")
