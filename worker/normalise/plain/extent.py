"""Where the story in a plain text begins and ends: line shapes and sentences tell it from what stands around."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from worker.normalise.lines.agencies import is_source_line
from worker.normalise.lines.clean import is_date
from worker.normalise.lines.furniture import is_furniture
from worker.normalise.lines.strings import ENDS, WIDE, words
from worker.normalise.plain.edge import is_signed
from worker.normalise.plain.headline import in_slug

SENTENCE_END = re.compile(r"[.!?…؟।][\"'”’»)\]]*(?:\s|$)|[。！？]")
STATED = re.compile(r"[.…。।][\"'”’»)\]]*$")
"""The end of a sentence that states; a headline may ask, call out or quote."""
_AFTER = (
    "(?:reader )?comments?", "kommentare?", "commentaires?", "comentarios?", "commenti", "comentários?", "reacties", "komentarze",
    "комментарии", "коментарі", "yorumlar", "评论", "コメント", "댓글", "التعليقات", "most (?:read|popular|viewed)",
    "trending(?: now)?", "meistgelesen", "les plus lus", "lo más (?:leído|visto)", "i più letti", "mais lidas", "meest gelezen",
    "mest lästa", "mest lest", "самое читаемое", "популярное", r"最も読まれ\w*", "アクセスランキング", "人気記事", r"热门\w*",
    "인기 ?기사", "latest (?:news|stories)", "more (?:stories|news)", "(?:next|previous) (?:article|story|post)",
    "(?:nächster|voriger|vorheriger) (?:artikel|beitrag)", "article (?:suivant|précédent)",
    "(?:siguiente|próxim[ao]|anterior) (?:artículo|noticia|artigo|notícia|matéria|nota)", "articolo (?:successivo|precedente)",
    "(?:volgend|vorig) artikel", "(?:następny|poprzedni) artykuł", r"(?:следующ|предыдущ)\w+ (?:статья|новость|запись|материал)",
    r"наступн\w+ (?:стаття|новина)", "(?:sonraki|önceki) haber", "[上下]一[篇条則则]", "次の記事", "前の記事",
    "다음 ?(?:기사|글)", "이전 ?(?:기사|글)", "(?:artikel|berita) (?:selanjutnya|berikutnya|sebelumnya)",
    "المقال (?:التالي|السابق)", "about the authors?", "über (?:den|die) autor(?:in|en)?", "à propos de l['’]auteur",
    "sobre (?:el|la|o|a) autora?", "sull['’]autor[ei]", "over de auteur", "o autorze", "об авторе", "про автора",
    "yazar hakkında", "लेखक के बारे में", "tentang penulis", "[关關][于於]作者", "作者[简簡]介", "筆者プロフィール", "عن الكاتب",
    r"sponsored (?:links|content|stories)(?: by \w+)?", "promoted (?:links|content|stories)", "around the web",
    "about us", "contact us", "impressum", "mentions légales", "aviso legal", "cookie (?:settings|policy)", "責任編集.*",
    "责任编辑.*",
)  # fmt: skip
AFTER_STORY = re.compile(
    rf"^(?:\d+\s+)?(?:{'|'.join(_AFTER)})\s*\(?\d{{0,5}}\)?\s*:?$|^\W{{0,3}}(?:ends?|ende|fin|fim|fine|koniec)\W{{0,3}}$|^#{{2,3}}$",
    re.IGNORECASE,
)
"""A line below which nothing is the story's: comments, rankings, the site's own pages."""
END = re.compile(r"(?:[（(]完[)）]|[（(]了[)）]|\((?:END|End|FIN)\)|/?Enditem)\W*$")
"""What a story ends with at some agencies."""
RULE = re.compile(r"^[-=_*~─—━]{10,}$")
"""What parts the story from what stands above and below it, in letters and records."""
OPENING = 8
"""Lines of a story's beginning that may say who wrote it, below a lead."""
TITLED, LONGEST_HEADLINE = 0.6, 30
"""Share of the address's words that a line must say to be the headline, and the words of one."""
LONG_SENTENCE, LONG_WIDE = 12, 25
"""Words, or characters in scripts without spaces, from which on a line with a sentence's end is prose for certain."""
GAP = 3
"""Short lines in a row that are no sentences, by which two runs of prose are parted."""
MENU_LINE = 8
"""Words of a line that may be a menu's; one that is longer may be a caption or a table's, and parts nothing."""
LARGE_RUN = 0.25
"""Share of the longest run's words from which on another run is the story's too."""
LEAST_STORY = 30
"""Words above a line below which nothing is the story's; "0 comments" may stand below a banner, and above the story."""
LEAD, MORE = 2, 3
"""Lines of prose that make a run before the longest, or after it, the story's too."""
BULLET = re.compile(r"^\s*[-*•·▪–]\s+(?=\S)")


def extent(lines: Sequence[str], slug: Set[str]) -> tuple[int, int]:
    """Where the story begins and ends: below the line that says what the address says, if one above its end does."""
    begin, end = _story(lines)
    shares = [in_slug(line, slug) if words(line) <= LONGEST_HEADLINE and not STATED.search(line) else 0 for line in lines[:end]]
    if (most := max(shares, default=0)) < TITLED:
        return begin, end
    head = end - shares[::-1].index(most)
    if head <= begin:
        return begin, end
    below, last = _story(lines[head:])
    return (head + below, head + last) if below < last else (begin, end)


def _story(lines: Sequence[str]) -> tuple[int, int]:
    """Where the story begins and ends: the run of prose with the most words, and the large runs beside it."""
    runs: list[tuple[int, int]] = []
    others = GAP
    for i, line in enumerate(lines):
        if runs and AFTER_STORY.match(line) and sum(words(line) for begin, end in runs for line in lines[begin:end]) >= LEAST_STORY:
            break
        if RULE.match(line):
            others = GAP
        if runs and not others and END.search(line[-10:]):
            runs[-1] = (runs[-1][0], i + 1)
            break
        if is_prose(line) or (runs and ((is_sentence(line) and others < GAP) or (not others and _ends(line)))):
            # A short sentence goes on with a run, and begins none.
            runs[-1:] = [(runs[-1][0], i + 1)] if runs and others < GAP else [*runs[-1:], (i, i + 1)]
            others = 0
        elif words(line) <= MENU_LINE and not (
            RULE.match(line) or ": " in line or is_furniture(line) or is_source_line(line) or BULLET.match(line) or is_signed(line)
        ):
            others += 1
    if not runs:
        return 0, 0
    prose = [[line for line in lines[begin:end] if is_prose(line)] for begin, end in runs]
    said = [sum(map(words, run)) for run in prose]
    longest = said.index(max(said))
    large = [run for n, run in enumerate(runs) if said[n] >= LARGE_RUN * said[longest] or len(prose[n]) >= (LEAD if n < longest else MORE)]
    begin = large[0][0]
    while begin and is_sentence(lines[begin - 1]) and not is_furniture(lines[begin - 1]) and STATED.search(lines[begin - 1]):
        begin -= 1
    return begin, large[-1][1]


def below_lead(lines: Sequence[str]) -> range:
    """The lines between a lead and the story's first paragraph, where one of them says who wrote it, or when."""
    first = next((n for n, line in enumerate(lines[:OPENING]) if is_signed(line)), None)
    if first is None or sum(map(is_prose, lines[:first])) > 1:
        return range(0)
    return range(first, next((n for n in range(first, len(lines)) if is_prose(lines[n])), first))


def is_prose(line: str) -> bool:
    """Whether a line is long enough, and has the end of a sentence."""
    long = len(line.split()) >= LONG_SENTENCE or len(WIDE.findall(line)) >= LONG_WIDE
    return long and bool(SENTENCE_END.search(line)) and not is_furniture(line)


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return line.endswith(ENDS) and words(line) > LONG_SENTENCE / 3 and not is_source_line(line) and not is_date(line)


def _ends(line: str) -> bool:
    """Whether a line of a few words may be a story's last, right below its prose."""
    return words(line) > 1 and bool(STATED.search(line)) and not (is_furniture(line) or is_source_line(line) or is_date(line))
