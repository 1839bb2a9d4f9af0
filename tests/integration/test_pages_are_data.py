"""Pages are data: nothing that they name is fetched, executed or opened, neither by our code nor by the libraries that read them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.worker_process import ROOT

SECRET = "a-secret-of-the-machine"  # noqa: S105 - what an external entity would bring into the page
TRAP = "http://127.0.0.1:9/trap"
WATCHED = """
import json, sys
from datetime import UTC, datetime
touched = []
def watch(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "subprocess.", "os.system", "os.exec", "os.posix_spawn")):
        touched.append([event, repr(arguments)])
    if event == "open" and "stolen.txt" in str(arguments[0]):
        touched.append([event, repr(arguments)])
sys.addaudithook(watch)
from worker.model import Normalised, RawPage
from worker.normalise.page import normalise
pages = json.load(sys.stdin)
bodies = []
for kind, text in pages:
    result = normalise(RawPage("https://one.example/a", text.encode(), datetime(2026, 1, 1, tzinfo=UTC), kind), None)
    bodies.append(result.fields.model_dump_json() if isinstance(result, Normalised) else None)
json.dump([touched, bodies], sys.stdout)
"""
STORY = "".join(f"<p>The harbour board said on day {n} that the crane would be moved to the northern quay.</p>" for n in range(12))


def hostile(secret: Path) -> list[tuple[str, str]]:
    file = secret.as_uri()
    head = (
        f'<base href="{TRAP}/"><link rel="stylesheet" href="{TRAP}.css">'
        f'<link rel="canonical" href="{TRAP}"><link rel="amphtml" href="{TRAP}">'
        f'<meta http-equiv="refresh" content="0;url={TRAP}"><meta property="og:image" content="{TRAP}.png">'
        f'<script src="{TRAP}.js"></script><script>fetch("{TRAP}")</script>'
        f'<script type="application/ld+json">{{"@context": "{TRAP}", "@type": "NewsArticle", "@id": "{file}", "image": "{file}"}}</script>'
    )
    body = f'<img src="{TRAP}.gif"><iframe src="{TRAP}"></iframe><object data="{file}"></object><embed src="{file}">'
    entity = f'<!DOCTYPE html [<!ENTITY stolen SYSTEM "{file}"><!ENTITY % dtd SYSTEM "{TRAP}.dtd"> %dtd;]>'
    html = f"<html><head><title>Crane</title>{head}</head><body><h1>Crane</h1>&stolen;{body}{STORY}</body></html>"
    xml = f'<?xml version="1.0"?><?xml-stylesheet href="{TRAP}.xsl"?>{entity}<html xmlns:xi="http://www.w3.org/2001/XInclude">'
    xml += f'<body><xi:include href="{file}" parse="text"/><h1>Crane</h1><p>&stolen;</p>{STORY}</body></html>'
    return [
        ("text/html", entity + html),
        ("application/xhtml+xml", xml),
        ("text/xml", xml),
        ("text/plain", f"Crane\n{TRAP}\n{file}\n" + STORY),
    ]


def test_nothing_that_a_page_names_is_fetched_opened_or_run(tmp_path: Path) -> None:
    secret = tmp_path / "stolen.txt"
    secret.write_text(SECRET)
    pages = hostile(secret)
    run = [sys.executable, "-c", WATCHED]
    done = subprocess.run(run, input=json.dumps(pages), capture_output=True, text=True, cwd=ROOT, check=True, timeout=120)
    touched, bodies = json.loads(done.stdout)
    assert touched == []
    assert len([body for body in bodies if body]) >= 3, "the pages must be read for this to say anything"
    assert SECRET not in done.stdout
