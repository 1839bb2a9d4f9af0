#!/usr/bin/env python3
"""Sample pages for the demo, one envelope a line: a wire story, what other sites made of it, and pages that are no news.

usage: pages.py > pages.jsonl

All sites, people and events are invented. `crawl_id` says what each page is, so that the demo's table can show it.
"""

from __future__ import annotations

import html
import json
import re

WIRE = [
    "PORT ELLERY (Reuters) - Engineers closed the Calder Bridge to all traffic on Tuesday after sensors recorded movement "
    "in two of its eleven piers, cutting the only road link between Port Ellery and the northern suburbs.",
    "The regional transport authority said the bridge, which carries about 46,000 vehicles a day, had shifted by up to 14 "
    "millimetres since the floods of early spring and would stay shut until divers had examined the foundations.",
    "\"We are not going to gamble with people's lives for the sake of a shorter commute,\" the authority's director, Imke "
    'Thorvald, told reporters at the site. "If the river has taken the gravel from under the piers, we need to know how much."',
    "Ferries that were withdrawn when the bridge opened in 1987 will run again from Thursday, the authority said, with eleven "
    "crossings an hour at peak times. Schools on the north bank will open an hour later for the rest of the week.",
    "The closure is the second in four years. In 2021 inspectors found cracks in the deck, and repairs that had been budgeted at "
    "9 million crowns in the end cost more than 31 million, a sum that is still the subject of a court case.",
    "Opposition councillor Radek Osmund called for an independent inquiry. He said the authority had been warned in writing in "
    "February that the scour protection around piers six and seven was missing in places.",
    "Thorvald confirmed that a report had been received but said it had recommended monitoring, not closure. The sensors that "
    "raised the alarm on Tuesday morning were installed as a result of that report, she added.",
    "Hauliers estimate that the detour over the Lunn valley adds 54 kilometres to each trip. The chamber of commerce put the "
    "cost to local companies at about 2 million crowns a day and asked the government for help.",
]
UPDATE = (
    "Divers who went down on Wednesday found a hollow nearly three metres deep beside pier seven, the authority said in the evening. "
    "It ordered 4,000 tonnes of rock to be dumped around the foundations before the weekend and ruled out a reopening this month."
)
ANALYSIS = [
    "For a town that likes to say the river made it, Port Ellery has never quite learned to live with the water. Three bridges stood "
    "where the Calder Bridge stands now, and each of them was lost to a spring that nobody had thought possible.",
    "The first, of oak, went in 1811 with the ice. The second, an iron lattice that appears on the town's oldest banknotes, lasted "
    "until a barge broke loose in 1924. The third was blown up by a retreating army, and for forty years there was only the ferry.",
    "Hydrologists at the coastal university say the pattern is no accident. The narrows below the old customs house speed the current "
    "up, and the faster the water, the more gravel it lifts. Dredging for the container terminal has made the channel steeper still.",
    "Nobody disputes the measurements; the argument is about who should have acted on them. The port company points to the transport "
    "authority, the authority to the ministry, and the ministry to a law that gives the river bed to no one in particular.",
    "What would a lasting answer look like? A cable-stayed bridge without piers in the water has been on drawing boards since 2009. It "
    "would cost nine hundred million crowns, take six years, and need a majority in a council that has not agreed on a bus lane.",
]
SWAPS = {
    "closed": "shut",
    "recorded": "registered",
    "about": "roughly",
    "would stay shut": "will remain closed",
    "examined": "inspected",
    "told reporters": "said",
    "withdrawn": "taken out of service",
    "estimate": "reckon",
    "found": "discovered",
    "called for": "demanded",
}


def reworded(text: str) -> str:
    return re.sub(r"\b(" + "|".join(SWAPS) + r")\b", lambda m: SWAPS[m[0]], text)


def earnings(firm: str, town: str, figures: list[str]) -> list[str]:
    income, share, adjusted, revenue, low, high = figures
    return [
        f"{town.upper()} (AP) — {firm} on Wednesday reported net income of ${income} million in its third quarter.",
        f"The {town}-based company said it had profit of {share} cents per share. Earnings, adjusted for one-time gains and costs, came to "
        f"{adjusted} cents per share.",
        f"The results exceeded Wall Street expectations. The company posted revenue of ${revenue} million in the period, which also beat "
        "Street forecasts.",
        f"For the current quarter ending in December, {firm} said it expects revenue in the range of ${low} million to ${high} million.",
        "This story was generated using data from a financial research service.",
    ]


def page(site: str, title: str, paragraphs: list[str], canonical: str, views: int, author: str = "", time: str = "") -> str:
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}
    if author:
        article["author"] = {"@type": "Person", "name": author}  # type: ignore[assignment]  # JSON-LD nests freely
    if time:
        article["datePublished"] = time
    text = "\n".join(f"<p>{html.escape(p, quote=False)}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)} | {site}</title>
<meta property="og:site_name" content="{site}"><link rel="canonical" href="{canonical}">
<script type="application/ld+json">{json.dumps(article)}</script></head>
<body><header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/business">Business</a></nav></header>
<main><article><h1>{html.escape(title)}</h1><div class="counter">{views} views</div>
{text}
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/a">Ten walks for the weekend</a></li><li><a href="/b">How to store apples</a></li></ul></aside>
<footer>© {site}. Terms of use. Privacy.</footer></body></html>"""


CONSENT = """<!DOCTYPE html><html lang="en"><head><title>Before you continue</title></head><body><main><h1>Before you continue</h1>
<p>We and our 842 partners use cookies and similar technologies to store and access information on your device.</p>
<p>You can accept all cookies, reject them or manage your choices. You can change your choices at any time in the privacy settings.</p>
<button>Accept all</button> <button>Reject all</button> <a href="/privacy">Privacy policy</a></main></body></html>"""

FRONT = (
    """<!DOCTYPE html><html lang="en"><head><title>The Ellery Courier</title></head><body><nav><a href="/world">World</a></nav><main>"""
    + "".join(
        f'<div class="teaser"><h2><a href="/s/{n}">Headline of story number {n}</a></h2><a href="/s/{n}">Read more</a></div>'
        for n in range(40)
    )
    + "</main></body></html>"
)

PLAIN = """We value your privacy

This site uses cookies. By continuing you agree to our Cookie Policy and Terms of Use.

Accept

Divers find seven sunken barges below Lunn dam

The Lunn Valley Post

The lower basin of the Lunn dam was drained for the first time since 1962. /Petra Havel/AFP
The lower basin of the Lunn dam was drained for the first time since 1962. /Petra Havel/AFP

The lower basin of the Lunn dam was drained for the first time since 1962. /Petra Havel/AFP

Divers working below the Lunn dam have found the wrecks of seven barges that were thought to have been broken up for scrap more than sixty years ago, the water board said on Friday.

The vessels lie in a row at a depth of nine metres, their holds still full of the slate they carried. "It is as if somebody had parked them," said Ondine Marsh, the archaeologist who leads the survey.

Why were they left there?

According to the board's own ledgers the barges were sold in 1963 to a company that never existed. Historians believe that the owners took the insurance money and let the rising reservoir do the rest.

The board wants to raise one of the seven next summer and show it in the old pump house. The others will stay where they are, it said, because lifting them would cost more than the museum's budget for ten years.

Source(s): AFP
Search Trends
"""


def envelopes() -> list[dict[str, str]]:
    """The pages, in order of time, as the input contract has them."""
    wire, herald = "https://wire.example/calder-bridge-closed", "https://www.ellery-herald.example/news/calder-bridge"
    courier, north = "https://courier.example/2026/calder", "https://northbank.example/bridge"
    title, market = "Calder Bridge shut after piers move", "https://market-desk.example"
    wire_page = page("Wire Service", title, WIRE, wire, 120, "Anneli Brandt", "2026-03-17T09:40:00Z")
    updated = page("Wire Service", title + ", divers find hollow", [UPDATE, *WIRE], wire, 911, "Anneli Brandt", "2026-03-17T09:40:00Z")
    copied = page("Ellery Herald", "Bridge closure cuts town in two", WIRE, herald, 4, "", "2026-03-17T10:05:00Z")
    cut = page("The Courier", title, WIRE[:3], courier, 17)
    rewritten = page("Northbank News", "What we know about the bridge", [reworded(p) for p in WIRE[:6]], north, 8)
    own = page(
        "Lunn Review",
        "A town and its bridges",
        [ANALYSIS[0], *WIRE[:4], *ANALYSIS[1:]],
        "https://lunn-review.example/essay",
        2,
        "Tove Lindgren",
    )
    first = earnings("Brightwater Foods", "Ashcombe", ["41.7", "63", "71", "512.3", "530", "545"])
    second = earnings("Galloway Marine", "Tarn Point", ["8.2", "19", "24", "97.9", "101", "108"])
    pages = [
        ("a wire story", wire, wire_page),
        ("the same page, fetched again", wire, wire_page.replace("120 views", "364 views")),
        ("its copy on another site", herald, copied),
        ("cut to three paragraphs", courier, cut),
        ("shortened and reworded", north, rewritten),
        ("an essay that quotes it", "https://lunn-review.example/essay", own),
        ("an update of the story", wire, updated),
        (
            "quarterly figures",
            f"{market}/brightwater",
            page("Market Desk", "Brightwater: Q3 earnings snapshot", first, f"{market}/brightwater", 1),
        ),
        (
            "quarterly figures, another firm",
            f"{market}/galloway",
            page("Market Desk", "Galloway: Q3 earnings snapshot", second, f"{market}/galloway", 1),
        ),
        ("a plain-text page", "https://lunn-post.example/barges", PLAIN),
        ("a consent wall", "https://ellery-courier.example/story", CONSENT),
        ("a front page", "https://ellery-courier.example/", FRONT),
        ("a page that is not there", "https://ellery-courier.example/gone", ""),
    ]
    return [
        {
            "url": url,
            "body": body,
            "content_type": "text/plain" if body is PLAIN else "text/html",
            "fetched_at": f"2026-03-17T12:{minute:02}:00Z",
            "crawl_id": what,
        }
        for minute, (what, url, body) in enumerate(pages)
    ]


if __name__ == "__main__":
    for envelope in envelopes():
        print(json.dumps(envelope))
