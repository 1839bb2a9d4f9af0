"""What is an article and what is not, both ways: pages of each kind that we wrote, in the shapes that sites give them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.model import Dead, Normalised, RawPage, Reason
from worker.normalise.page import normalise

TOPICS = [
    "Harbour crane is moved to the northern quay", "Council votes to close two of its five libraries", "Snow shuts the pass road for a third day",
    "Bakers warn of dearer bread before the winter", "Rowers win their first cup in forty years", "School roof gives way on a Sunday night",
    "Ferry line orders eleven battery ships", "Otters return to the upper river", "Old mill to light a hundred homes",
    "Two held after robbery at the post office", "Theatre reopens with a play about its fire", "Wheat harvest is the best since records began",
    "Mayor will not stand again in the spring", "New tram line opens a year late", "Museum finds a lost portrait in its cellar",
    "Beekeepers count the cost of a warm winter", "Hospital takes back its night shift", "Village buys its own pub",
]  # fmt: skip
TEASER = "The decision was taken on Monday evening after a debate of three hours, and not all were happy with how it went."
STORY = [
    "The harbour board moved its oldest crane to the northern quay on Monday, after three years of argument about who should pay for it.",
    "The crane, which was built in 1931, weighs 380 tonnes. It was carried on a barge at high tide, and the work took nine hours.",
    "“It has watched over this town for longer than any of us,” said Ada Finch, who drove it for thirty years until she retired.",
    "The board paid a third of the cost of 2.1 million, the town another, and the rest came from people who bought its old bolts.",
]


def page(body: str, title: str = "The Harbour Post", head: str = "") -> str:
    menu = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("News", "Sport", "Weather", "Culture", "Opinion")))
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body><nav><ul>{menu}</ul></nav>{body}'
        "<footer><p>© The Harbour Post</p><a href=/about>About us</a> <a href=/contact>Contact</a></footer></body></html>"
    )


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def cards(inner: str) -> str:
    return "".join(inner.format(n=n, title=title, teaser=TEASER.replace("Monday", f"day {n}")) for n, title in enumerate(TOPICS))


LINKED_CARD = '<div class="item"><h3><a href="/story/{n}">{title}</a></h3><p>{teaser}</p></div>'
NOT_ARTICLES = {
    "front page with teasers": page(cards(LINKED_CARD)),
    "cards that are links as a whole": page(cards('<a class="card" href="/story/{n}"><h3>{title}</h3><p>{teaser}</p><time>2 hours ago</time></a>')),
    "cards with read more": page(cards('<article><h2><a href="/s/{n}">{title}</a></h2><p>{teaser}</p><a href="/s/{n}">Read more</a></article>')),
    "search results": page("<h1>Search results for harbour</h1><p>18 results</p>" + cards(LINKED_CARD), "Search | The Harbour Post"),
    "a topic's page with an introduction": page(f"<h1>Harbour</h1><p>{TEASER}</p>" + cards(LINKED_CARD), "Harbour news"),
    "an author's page": page("<h1>Ada Finch</h1><p>Ada Finch writes about the harbour.</p>" + cards(LINKED_CARD), "Ada Finch, Author at The Harbour Post"),
    "headlines alone": page("<ul>" + cards('<li><h3><a href="/story/{n}">{title}</a></h3></li>') + "</ul>"),
    "error page": page("<h1>Page not found</h1><p>The page you were looking for does not exist. It may have been moved or deleted, so please try our search.</p>", "404"),
    "error page that speaks to nobody": page(
        "<article><h1>Sidan kunde inte hittas</h1><p>Det kan bero på att artikeln är borttagen, att den har fått en ny adress eller att länken är felstavad. Äldre "
        "artiklar har tyvärr inte följt med i flytten till det nya systemet, och finns numera bara i arkivet.</p><p>Kundservice nås på vardagar mellan klockan åtta "
        "och halv fem. Det går också bra att söka högst upp på sidan, eller att läsa de senaste nyheterna.</p></article>", "Sidan kunde inte hittas | Hamnbladet"
    ),
    "a story that was taken away": page(
        "<article><h1>Prime minister meets the dockers</h1><p>This article is no longer available. Agency copy is published under licences, and has to be taken off the "
        "site once they have run out.</p></article>" + cards(LINKED_CARD[:16] + "<p>{teaser}</p></div>")[:400],
        "Prime minister meets the dockers", '<meta property="og:type" content="article"><meta property="article:published_time" content="2021-08-12T06:41:00Z">'
    ),
    "consent wall with the article's own data": page(
        "<h1>Choose how to go on</h1><p>Good journalism costs money. You can support it in two ways: by consenting to cookies, or with your subscription.</p>"
        "<p>We and our 842 partners store and/or access information on a device, such as unique identifiers in cookies, to process your personal data.</p>"
        "<p>Your consent can be withdrawn at any time by clicking on the settings at the foot of each page, and you will be asked again after a year.</p>"
        "<p>You read without tracking, you read what is for subscribers, and you leaf through the printed paper from six o'clock. You cancel when you like.</p>",
        "Ferry stands still", '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry stands still", "datePublished": "2026-03-09"}</script>'
    ),
    "bot check with reasons, at an address with a day": page(
        "<h1>Before we continue…</h1><h2>Checking that you are a person and not a robot.</h2><p>As you were browsing, something about your browser made us think you "
        "might be a bot. There are a few reasons why this might happen to you:</p><ul><li>You are a power user moving through this site with super-human speed.</li>"
        "<li>You have disabled JavaScript or cookies in your web browser.</li><li>You are on a network from which we have lately seen many automated requests.</li></ul>"
        "<p>To regain access, please make sure that cookies and JavaScript are enabled before reloading the page. If the check does not complete, press and hold the "
        "button until it turns green. If you continue to see this message, you may call our customer care, and we will help you as soon as we can on any weekday.</p>"
        "<p>Why do we ask you? We spend our money on reporters, not on serving pages to machines that copy their work. We apologise to you for the inconvenience.</p>"
    ),
    "a podcast's page": page(
        "<article><h1>Why the dyke can't wait</h1><p>Ann Lee talks with Bo Ek about the dyke.</p><p>Subscribe via Apple Podcasts</p><p>Spotify</p><p>RSS</p>"
        "<p>Presented by Ann Lee.</p></article>", "Why the dyke can't wait"
    ),
    "error page in German": page(
        "<h1>Seite nicht gefunden</h1><p>Die gewünschte Seite gibt es leider nicht mehr, oder die Adresse war falsch geschrieben. Bitte nutzen Sie unsere Suche.</p>"
    ),
    "consent wall": page(
        "<div><h1>We value your privacy</h1><p>We and our 812 partners store and access information on a device, such as cookies, and process personal data.</p>"
        "<p>You may click to consent to our and our partners' processing, or manage your preferences at any time in our privacy policy.</p><button>Accept all</button></div>"
    ),
    "bot check": page("<h1>Just a moment...</h1><p>Checking your browser before you access the site. This process is automatic and your browser will redirect shortly.</p>"),
    "captcha": page("<h2>Are you a robot?</h2><p>We have seen unusual traffic from your network. Please complete the captcha below to go on to the page that you asked for.</p>"),
    "login wall": page("<h1>Welcome back</h1><p>Please log in to continue. You need an account to read this page, and creating one takes less than a minute of your time.</p>"),
    "an archive that says so": page(
        "<h1>Harbour</h1>" + cards('<div><h3><a href="/s/{n}">{title}</a></h3><time>5 May</time><div class="td-excerpt">{teaser}</div></div>')[:2400],
        "Harbour Archives", '<meta property="og:type" content="article">',
    ).replace("<body>", '<body class="archive category">'),
    "a profile": page(
        f"<h1>Ada Finch</h1><p>Ada Finch writes about the harbour. {TEASER} She lives there with two cats. {TEASER} {TEASER}</p>",
        "Ada Finch", '<script type="application/ld+json">{"@type": "ProfilePage"}</script>',
    ),
    "a video": page(f"<h1>{TOPICS[0]}</h1><p>Skip ad</p><p>0:00 / 0:47</p><p>{TEASER}</p>", TOPICS[0], '<meta property="og:type" content="video.other">'),
    "consent wall in German": page(
        "<div><h1>Willkommen</h1><h2>Weiter mit Werbung lesen</h2><p>Besuchen Sie uns wie gewohnt mit Werbung. Ihre Einwilligung können Sie jederzeit widerrufen.</p>"
        "<p>Oder nutzen Sie uns ganz ohne Werbung für 3,99 Euro im Monat. Sie lesen schon so? Hier können Sie sich anmelden.</p></div>"
    ),
    "consent wall in Italian": page(
        "<h1>La tua privacy è importante per noi</h1><p>Noi e i nostri fornitori archiviamo informazioni su un dispositivo. Puoi accettare o gestire le tue scelte"
        " facendo clic qui sotto, in qualsiasi momento, e opporti dove si usa un legittimo interesse.</p>"
    ),
    "consent wall in Polish": page(
        "<h1>Dbamy o Twoją prywatność</h1><p>Wraz z naszymi partnerami przechowujemy informacje na urządzeniu. Możesz zmienić Twoje wybory w każdej chwili,"
        " a także sprzeciwić się przetwarzaniu tam, gdzie opiera się ono na uzasadnionym interesie.</p>"
    ),
    "error page in French": page(
        "<h1>Oups, cette page a pris le large</h1><p>L’article que vous recherchez n’existe plus, a changé d’adresse ou n’est pas encore arrivé à quai."
        " Vérifiez l’adresse saisie ou utilisez la recherche.</p>"
    ),
    "login page in Swedish": page(
        '<h1>Logga in för att läsa</h1><form><input type="email"><input type="password"></form><p>Har du glömt ditt lösenord? Klicka här så skickar vi en länk.</p>'
        "<p>Inte prenumerant? Just nu får du digital prenumeration i tre månader. Du läser alla låsta artiklar och får tillgång till våra nyhetsbrev.</p>"
    ),
    "a front page of three": page(
        "<h1>Welcome to the rowing club!</h1><p>We have been on the water for a hundred years.</p>"
        + cards('<div class="teaser"><h3><a href="/{n}">{title}</a></h3><p>{teaser}</p><a href="/{n}">more</a></div>')[:900]
    ),
    "a blog's front page": page('<h1><a href="/">The Harbour Post</a></h1>' + cards('<article><h2><a href="/{n}">{title}</a></h2><p>{teaser}</p></article>')[:900]),
    "a newsletter's page": page(
        f'<h1>Sign up for the Morning Tide</h1><p>{TEASER}</p><form><input type="email"></form><p>You can unsubscribe at any time.</p>', "Morning Tide"
    ),
    "a long wall": page(
        "<h1>Welcome to the Post</h1><p>Read on with adverts, or take our pur-abo. You can change your choice at any time.</p>"
        + "".join(f"<h3>What is choice {n}?</h3><p>With it you read all that you like for {n} pounds, and you may end it whenever you please.</p>"
                  "<p>The partners store what they need on a device for ninety days, and some of them for longer than that.</p>" for n in range(8))
    ),
    "an error page with suggestions": page(
        f"<h1>Sorry, we can't find that page</h1><p>If you typed the address, please check it.</p>{cards(LINKED_CARD)}{paragraphs([TEASER] * 3)}"
    ),
    "a video below a banner": page(
        f"<div><p>We and our partners store cookies, with your consent, as our privacy policy says.</p></div><h1>{TOPICS[0]}</h1><p>The crane is moved.</p>"
        "<ul>" + "".join(f"<li>{title}</li>" for title in TOPICS) + "</ul>", TOPICS[0], '<meta property="og:type" content="video.other">'
    ),
    "a topic whose cards are links": page(
        f"<h1>Harbour</h1><p>{TEASER}</p>" + cards('<article><a href="/s/{n}"><span>Port</span><h2>{title}</h2><p>{teaser}</p></a><i>{n} May, by Ann Lee</i></article>'),
        "Harbour", '<script type="application/ld+json">{"@type": "CollectionPage"}</script>',
    ),
    "newsletters in Dutch": page(
        "<h1>Onze nieuwsbrieven</h1><form><input type=email></form>" + "".join(f"<h2>Brief {n}?</h2><p>{TEASER}</p>" for n in range(9)), "Nieuwsbrieven van De Post"
    ),
    "consent wall in French": page(
        "<h1>Respecter votre vie privée est notre priorité</h1><p>Pour financer nos journalistes, nous faisons appel à la publicité. Vous pouvez accepter"
        " nos cookies ou vous abonner. Vos choix sont conservés six mois, et vous pouvez en changer.</p>"
    ),
}  # fmt: skip
LISTED = {
    "search": ("buscar?q=agua", page('<h1>Resultados: agua</h1><ul>' + cards('<li><h2><a href="/{n}">{title}</a></h2><span>5/3</span><p>{teaser}</p></li>')[:700] + "</ul>")),
    "tag": ("tags/harbour/", page("<h1>#harbour</h1><ul>" + cards('<li><span>5 May 2026</span> <a href="/{n}">{title}</a></li>')[:900] + "</ul>")),
}  # fmt: skip
ARTICLES = {
    "story among teasers": page(f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY)}<h2>More news</h2>{cards(LINKED_CARD)}", TOPICS[0]),
    "story below a strip of teasers": page(f"{cards(LINKED_CARD)}<h1>{TOPICS[0]}</h1>{paragraphs(STORY)}", TOPICS[0]),
    "story of fifty words": page(f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY[:2])}", TOPICS[0]),
    "results in a list": page(
        f"<h1>{TOPICS[4]}</h1>{paragraphs(STORY[1:4])}<p>All results:</p><ul>"
        + "".join(f"<li>{n + 1}. Team of {title.split()[0]} {n + 3}:{n + 10}.{n}</li>" for n, title in enumerate(TOPICS))
        + f"</ul><h2>More news</h2>{cards(LINKED_CARD)}",
        TOPICS[4],
    ),
    "questions and answers": page(
        f"<h1>{TOPICS[0]}</h1>" + "".join(f"<h3>What happens on day {n}?</h3><p>{text}</p>" for n, text in enumerate(STORY * 4)), TOPICS[0]
    ),
    "live report with linked times": page(
        "<h1>Live: storm reaches the coast</h1>" + "".join(f'<h3><a href="#p{n}">{9 + n // 4}:{n % 4}5</a></h3><p>{text}</p>' for n, text in enumerate(STORY * 5))
    ),
    "story about cookies": page(
        "<h1>Court rules on cookie banners</h1><p>A court ruled on Tuesday that a button to accept all cookies must stand beside one to reject them all.</p>"
        "<p>The ruling, which binds every site in the country, followed a complaint by three students who had counted banners for a year.</p>"
    ),
    "advice about cookies": page(
        "<h1>How to be left alone</h1><p>By Ann Lee, 5 May 2026</p><p>Many a site asks you to accept all cookies. You need not, and your browser helps you.</p>"
        + "".join(f"<p>Open your settings and look for page {n}. You will find a switch there that you can turn off, whatever a site asks of you.</p>" for n in range(12))
    ),
    "story about a page not found": page(
        "<h1>Why so many links are dead</h1><p>One link in four that newspapers printed ten years ago leads nowhere today, a study by the university found on Monday.</p>"
        "<p>Readers see the words page not found instead, and the authors propose that libraries keep copies of all that is cited.</p>"
    ),
    "story with a password asked for in its menu": page(
        f'<form><input type="password"></form><h1>Why people log in less often</h1>{paragraphs(STORY)}', "Why people log in less often"
    ),
    "brief among teasers": page(f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY[:2])}<h2>More news</h2>{cards(LINKED_CARD)[:900]}", TOPICS[0]),
    "brief on a newsletter": page(
        f'<h1>Newsletter of the harbour is sold</h1>{paragraphs(STORY[:2])}<form><input type="email"></form>', "Newsletter of the harbour is sold"
    ),
    "story about an inscription": page(
        f"<form><input type=password></form><h1>Anmeldung zur Hafenrundfahrt beginnt</h1>{paragraphs(STORY)}", "Anmeldung zur Hafenrundfahrt beginnt"
    ),
    "brief of a video that calls itself an article": page(
        f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY[:1])}", TOPICS[0],
        '<meta property="og:type" content="video.other"><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Crane"}</script>',
    ),
    "story told with its video": page(f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY)}", TOPICS[0], '<meta property="og:type" content="video.other">'),
    "brief on what was not found": page(f"<h1>Missing boy not found after three days</h1>{paragraphs(STORY[:2])}", "Missing boy not found after three days"),
    "brief on what does not exist": page(f"<h1>Takový zákon neexistuje, řekl ministr</h1>{paragraphs(STORY[:2])}", "Takový zákon neexistuje, řekl ministr"),
    "brief on pages": page(f"<h1>Why every fourth page is not found</h1>{paragraphs(STORY[:2])}", "Why every fourth page is not found"),
    "story with a post that is gone": page(f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY[:1])}<p>This content is no longer available.</p>{paragraphs(STORY[1:])}", TOPICS[0]),
    "brief on a drug": page(f"<h1>Drug no longer available in the north</h1>{paragraphs(STORY[:2])}", "Drug no longer available in the north"),
    "story whose headline has a number": page(f"<h1>404 jobs to go at the shipyard</h1>{paragraphs(STORY)}", "404 jobs to go at the shipyard"),
}  # fmt: skip


def read(document: str, path: str = "2026/10/some-page") -> object:
    return normalise(
        RawPage(f"https://www.harbour.example/{path}", document.encode(), datetime(2026, 11, 1, tzinfo=UTC), "text/html"), None
    )


@pytest.mark.parametrize("name", NOT_ARTICLES)
def test_a_page_that_tells_no_story_is_no_article(name: str) -> None:
    result = read(NOT_ARTICLES[name])
    assert isinstance(result, Dead), result
    assert result.reason in (Reason.NOT_ARTICLE, Reason.NO_TEXT)


@pytest.mark.parametrize("name", LISTED)
def test_a_page_whose_address_names_a_listing_and_that_tells_no_story_is_no_article(name: str) -> None:
    path, document = LISTED[name]
    result = read(document, path)
    assert isinstance(result, Dead), result
    assert result.reason == Reason.NOT_ARTICLE


def test_a_number_in_an_address_is_what_was_shared_and_not_what_was_searched() -> None:
    brief = page(f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY[:2])}", TOPICS[0])
    assert isinstance(read(brief, "harbour/crane?s=20"), Normalised)


@pytest.mark.parametrize("path", ["search/harbour", "category/harbour/2026/crane", "tag/crane"])
def test_a_story_at_an_address_like_a_listings_is_an_article(path: str) -> None:
    story = page(f"<h1>{TOPICS[0]}</h1>{paragraphs(STORY)}", TOPICS[0]).replace("<body>", '<body class="archive">')
    assert isinstance(read(story, path), Normalised)


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_that_tells_a_story_is_an_article(name: str) -> None:
    result = read(ARTICLES[name])
    assert isinstance(result, Normalised), result
    assert "The decision was taken" not in result.fields.body, "a teaser's text"
