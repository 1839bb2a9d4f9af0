"""The words of bylines in the languages of the press, and what the names in them are not."""

from __future__ import annotations

import re

_BY = (
    # English, German
    "(?:written|reported|published|posted|submitted|created|story|words|text|analysis|opinion|interview|review|report(?:ing)?|compiled|edited) by",
    "by", "author", "writer", "(?:erstellt|verfasst|geschrieben|veröffentlicht|aufgezeichnet|übersetzt) von",
    r"ein(?:e)? \w+ von", "von",
    "vom", r"autor(?:in|en)?(?:[/*:]-?\s?(?:autor)?(?:in(?:nen)?)?\b)?", r"redaktion\s*:",
    # Romance
    "propos recueillis par", "(?:soumis|envoyé|publié) par", "par", "auteurs?", r"text[eo]?\s*:", "(?:enviado|publicado) por", "por", "de", "del", "autor(?:a|es)", "(?:inviato|pubblicato) da", "di", "da", "a cura di", "autor[ei]",
    # Dutch, Nordic
    "(?:ingediend|geplaatst) door", "door", "av", "af", "fra", "redaktör", "kirjoittaja", "teksti",
    # Slavic, Hungarian, Greek, Turkish
    "od", "przez", "piše", "пише", "autorius", "autorė", r"opr(?:ac)?\.", "opracował[ao]?", "napsal", "autor(?:zy|ka)", "автор(?:ка)?", "текст", "от", "від", "írta", "szerző", "(?:γράφτηκε )?από(?: τον| την)?", "συντάκτης", "γράφ(?:ει|ουν)(?: (?:ο|η|οι))?", "(?:haberi )?yazan", "muhabir", r"haber(?:\s*[-/]\s*(?:kamera|foto(?:ğraf)?))?",
    # Asia, Africa
    "oleh", "penulis", "tác giả", "ผู้เขียน", "(?:本报)?记者", "記者", "文", "著者", "作者", "撰文", "기자", "द्वारा", "بقلم", "كتب(?:ت|ه|ته)?", "מאת",
)  # fmt: skip
_AND = (
    ",", ";", "/", r"\|", "•", "·", "\n", "&", r"\+", "、", "，",
    r"\b(?:and|AND|und|UND|et|ET|with|WITH|y|e|mit|avec|con|com|met|med|och|og|en|i|ja|ve|dan|и|та|і)\b",
)  # fmt: skip
_NO_PERSON = (
    # signs of an address, a sentence or a count
    "@", r"https?:", r"www\.", r"\d", "[–—:!?©]", r"\.com", r"\.(?:de|org|net|fr|it|pl)\b",
    # desks and offices
    "redak", "redac", "redaç", "poli[zc]ei", r"\bpolice\b", "polic[ií]a", "feuerwehr", "gendarmerie", r"\br[aá]dio\b", r"\bletters\b", "প্রতিনিধি", "প্রতিবেদক", "সংবাদদাতা",
    "संवाददाता", "ब्यूरो", "خبرنگار", "مراسل", "记者站", "redazione", "rédaction", "редак", "edit[oö]r", "기사", "보기", r"\bstaff\b", r"\bteam\b", r"\bdesk\b", "newsroom", "bureau", "büro",
    "agenc", "agentur", "ajans", "agenz", "correspondent", "korrespondent", "reporter", "writer", "contributor", "author", r"autor\b",
    "autoren", "auteurs", "admin", "an[oó]n[iy]m", r"super ?user", "webmaster", r"\bedition\b", r"\bunknown\b", "service", r"^(?:gast|guest)\b", "studio",
    # media
    r"\b(?:nieuws|nyheter|noticias|notícias|notizie|hírek|wiadomości|zprávy)\b", "новост", "новин",
    r"\bnews(?!om|on\b|ha\b)", "nachrichten", r"\bpress", "presse", r"\bwires?\b", r"\bmerkez[iî]\b", "^zur person", r"^material\b", "zeitung", "online", r"\btv\b", "fernsehen", "magazin", "archiv", r"media\b", "medien",
    "journal", "times", r"\bpost\b", r"\b(?:jornal|diario|gazet[ae]|gazette|kurier|courrier|corriere|giornale|periódico|báo|dagblad|tribune|herald|chronicle)\b",
    # organisations
    "verein", "stiftung", "verband", r"\bbund\b", "ministerium", "gmbh", r"\be\.\s?v\b", r"\b(?:ag|kg|eg|co|inc|ltd)\b", "universit",
    "institut", "association", "foundation",
    r"\b(?:corp|corporation|company|holdings?|capital|investors?|partners|group|gruppe|groupe|grup[oa]|gruppo|skupina|csoport)\b",
    r"\b(?:editions|éditions|ediciones|edizioni|editorial|verlag|publishing|publishers|broadcasting|communications|network|digital)\b",
    r"\b(?:committee|council|commission|department|federation|alliance|project|programme?|society|academy|college|centre|center)\b",
    "[网網報报]|新[闻聞]|通信|通讯|取材|[编編][辑輯集]|评论|評論|留言|ニュース|뉴스|신문|일보|편집|社$|号$|人[气氣]|推[荐薦]|[视視][频頻]|[图圖]片|[阅閱][读讀]|[点點][击擊]|[发發]表|更新|日期|[时時][间間]|分[类類]|[複复][製制]|[連链][結接]|分享|コピー|シェア|복사|공유|구독|डेस्क|ডেস্ক|ڈیسک|تحریریه",
    # what stands beside bylines
    "artikel", "article", "beiträge", "inhalte", r"\bmore\b", r"\bmehr\b", "weitere", "view", r"\ball\b", r"\balles?\b", r"\babout\b",
    r"\büber\b", "veröffentlicht", "updated?", "published", "gepostet", "kommentar", "comment", r"\bread\b", "lesen", "minutes?",
    "profile", "follow", "image", "getty", "foto(?!poul)", "photo", "copyright", "subscribe", "newsletter", "share",
    "teilen", "anmelden", "login",
    "sponsor", "anzeige", "advert", r"\b(?:deine?|ihre?|eure?|your)\b",
)  # fmt: skip

_AUTHOR = r"(?:作者|撰文|著者|authors?|autor(?:in|en|a|es)?(?:[/*:]-?\s?(?:autor)?(?:in(?:nen)?|a)?\b)?|auteurs?|autrice|autor[ei]|autorius|autorė|autors|autorul|avtor|автор(?:ка)?|yazar|penulis|piše)"
BY = re.compile(
    rf"^\W*(?:(?-i:By(?=[A-Z]))|(?:{'|'.join(_BY)})(?:\s*[:：]\s*|\s+)|(?:文|撰文|图文|圖文|本报记者|记者|記者)\s*[/／|｜])", re.IGNORECASE
)
"""The beginning of a byline."""
LABELLED = re.compile(
    rf"(?:^\W*{_AUTHOR}\s|^\W*(?:by|von|par|por|di|door|av|af)\s*:|\b(?:{_AUTHOR}|te(?:x|ks)t[eo]?)\s*[:：])\s*(?P<names>[^:：|•]{{4,60}}?)(?=\s+[^\W\d]+\s*[:：]|\s*[|•]|\s+\d|$)",
    re.IGNORECASE,
)
"""Names behind a label that says author, which may stand among other labels: "Date: 4 May Author: Jane Doe Source: Example"."""
WROTE = re.compile(
    r"\b(?:redactado por|escrito por|written by|(?:verfasst|geschrieben) von|(?:écrit|rédigé) par|scritto da|geschreven door|napisał[ao]?)\s+"
    r"(?-i:([A-ZÀ-Þ][\w.'’-]+(?:\s(?:d[aei]l?|von|van|[A-ZÀ-Þ][\w.'’-]+)){1,3}))",
    re.IGNORECASE,
)
"""A byline anywhere in a line: "EFE / Redactado por Ana Ruiz, Diario"."""
BY_INSIDE = re.compile(r"(?<!dited )\b(?:by|von|par|por|di|door|af|av)\s+((?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w'’-]+)\s*$")
"""A byline at the end of a line: "Posted on May 4, 2025 by Jane Doe"."""
WRITTEN_BY = re.compile(r"\b(?:by|von|par|por|da|door|af|av|przez|автор\w*|yazan)\b", re.IGNORECASE)
"""A label of a byline."""
AND = re.compile(rf"\s*(?:{'|'.join(_AND)})\s*")
"""What stands between names. Words of small letters only: "E" is an initial, and Dan a man."""
NO_PERSON = re.compile("|".join(_NO_PERSON), re.IGNORECASE)
SENTENCE = re.compile(
    r"^(?:The|A|An|In|On|At|For|Der|Die|Das|Ein|Eine|Im|Mit|Für|Nach|Zum|Zur|Les|Une|Pour|Avec|Los|Las|Con|Para|Gli|Nel)\s"
    r"|\s(?:in|for|of|the|is|are|was|to|on|at|für|im|auf|aus|bei|zum|zur|ist|sind|wird|mit|pour|sur|dans|avec|est|para|con|sobre|por|per|nel)"
    r"(?:\s|$)"
)
"""What a name does not hold, and the line of a teaser does."""
BEFORE_DATE = re.compile(
    r"(?:[,|\s–—-]+(?:on|at|am|vom|le|du|el|il|em|den|op|dne|dnia|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|lunedì"
    r"|martedì|mercoledì|giovedì|venerdì|sabato|domenica|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|mon|tue|wed|thu|fri|sat|sun)\.?)+[,\s]*$",
    re.IGNORECASE,
)
"""What leads to a date: its preposition and its weekday."""
ROLE = re.compile(
    r"\b(?:(?:senior|junior)(?=\s\w)|chief|head of|manager|director|president|officer|chair(?:man|woman)?|founder|secretary|minister|analyst|engineer"
    r"|economist|strategist|technologist|scientist|lecturer|professor|fellow|researcher|columnist|producer|specialist|consultant|leiter(?:in)?"
    r"|redakteur(?:in)?|journalist(?:in|e)?|\w*(?:vorsitzende[nr]?|präsident(?:in)?|minister(?:in)?|geschäftsführer(?:in)?|sprecher(?:in)?)"
    r"|directeur|directrice|jefe|responsable|dziennikar\w+|reporter\w*|redaktor\w*|correspondant\w*|korrespondent\w*|periodista|redactora?|giornalista|jornalista"
    r"|verslaggever|novinář\w*|újságíró|журналист\w*|корреспондент\w*|muhabir\w*)\b",
    re.IGNORECASE,
)
"""What a person is, not who: after it comes where the person works."""
HANDLE = re.compile(r"\(?(?:^|(?<=[\s(]))@\w+\)?|[\w.+-]+@[\w-]+\.[\w.]+")
"""An account's name or an address of e-mail beside a name."""
COMPANY = re.compile(r"[,\s](?:inc|llc|ltd|corp|plc|gmbh|s\.a|s\.r\.l|pty|llp|b\.v|n\.v)\.?$", re.IGNORECASE)
"""The end of a company's name."""
ROLE_BEHIND = re.compile(
    r"(?:(?<=\w)[\s,]+|(?-i:(?<=[a-zà-ÿ])(?=[A-Z])))(?:(?:senior|junior|chief|executive|managing|associate|assistant|staff|deputy|political|business|sports?|health|science|crime|education|environment|local|national|world|foreign"
    r"|special|guest|contributing|freelance|investigative|data|our|the|video|digital|news|features?|city|court|technology|economics|europe|asia|africa|us)\s+)*"
    r"(?:reporters?|correspondents?|writers?|editors?|columnists?|contributors?|journalists?|critics?|producers?)\b.*$",
    re.IGNORECASE,
)
"""What a person does for the paper, run on to the name: "Jane Doe Senior reporter"."""
REPORTER = re.compile(
    r"^(?P<korean>[가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4})*)\s*(?:기자|특파원|논설위원)(?:\s|$)"
    r"|^\W?[(\[][^()\[\]]{2,20}=[^()\[\]]{2,20}[)\]]\s*(?P<seoul>[가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4})*)\s*(?:기자|특파원)"
    r"|^(?P<ankara>[^\W\d_a-z][\w’']+(?:\s[^\W\d_a-z][\w’']+){1,2})\s?/\s?[A-ZÇĞİÖŞÜ]{3,}[^()\n]{0,20}\((?:DHA|İHA|AA)\)"
    r"|^【[^=＝】]{1,10}[=＝](?P<tokyo>[^=＝】]{2,20})】"
    r"|^[［\[【]記者(?P<taiwan>[^／/\]］】]{2,30})[／/]|^[^。]{4,30}[电電讯訊]（记者\s?(?P<beijing>[^（）]{2,30})）|^[（(][^（）]{2,6}記者(?P<taipei>[^\W\d]{3})[^\W\d]{2,6}\d{1,2}日[電电]"
)
"""Reporters named by their trade in Korean, and in the datelines of Turkey and East Asia: Hasan KAYA/KONYA, (DHA)-, (서울=연합뉴스) 홍길동 기자 =, 新华社北京4日电（记者李明、王红）, 【バンコク=山田太郎】."""
SIGNED = re.compile(
    r"[（(][^（）()]{0,8}(?:(?:支局|総局|通信部|記者|特派員)[・＝=]?|部[・＝=])\s?(?P<name>[々\u4e00-\u9fff\u3040-\u30ff]{3,6})(?<!提供)(?<!抜粋)(?<!改変)(?<![攝摄影])[）)]$"
)
"""A reporter in brackets at a story's end, as in Japan: "（宮古支局・山田太郎）"."""
WHERE = re.compile(r"\s(?:[-–—|]|[Ff]or|FOR)\s.*$")
"""What a byline says behind a name set apart: the desk, the place, the paper."""
PERSONAL_SITE = re.compile(
    r"^(?:dr|prof)\b|['’]s\b|\b(?:blog|weblog|homepage|home page|diary|tagebuch|journal) (?:of|von|de|di)\b", re.IGNORECASE
)
"""The name of a site that is one person's own."""
SINCE = re.compile(
    r"\s*(?:\b|(?-i:(?<=[a-zà-ÿ])(?=[A-Z])))(?:(?:last )?updated|published|posted|last (?:modified|edited)|originally published|aktualisiert|veröffentlicht|publié|mis à jour|modifié|publicado|actualizado"
    r"|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|opublikowano|aktualizacja|опубликовано|обновлено|опубліковано|оновлено|aktualizováno|publikováno|objavljeno|publicat|actualizat|megjelent|frissítve|utolsó módosítás|yayınlanma|güncelle(?:me|nme)"
    r"|publi[cs]er(?:e?t|ad)|oppdatert|opdateret|uppdaterad|julkaistu|päivitetty|δημοσιεύ\w+|ενημερώθηκε|פורסם|עודכן|تم النشر|diperbarui|diterbitkan|edited by|translated by|reviewed by|photos? by|photographs by|illustrat\w+ by"
    r"|fotos? (?:von|de|di)|(?:fotos?|bilder|photos?|fotoğraf|fotó|zdjęcia|kamera|camera|video|vidéo|editors?|editör|redakcja|redigering):)(?:\b|(?<=:)).*",
    re.IGNORECASE | re.DOTALL,
)
"""The rest of a line in which the byline ends with when or by whom the story was worked on."""
TITLE = re.compile(
    r"^(?:(?:dr|prof|professor|mr|mrs|ms|sir|dame|lord|ing|dipl|mag|rev|hon|pd|rechtsanw[aä]lt(?:in)?)\b\.?\s*(?:-\s*ing\.?)?\s*"
    r"(?:(?:med|phil|jur|rer|nat|pol|oec|habil|h\.\s?c|dent|vet|theol|univ|em)\b\.?\s*)*)+(?=\w)",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"[,\s]+(?:[Pp]h\.?\s?[Dd]\.?|M\.?D\.?|M\.?[Ss][Cc]\.?|M\.?A\.?|LL\.?M\.?|[Ee]sq\.?|RD|RN)\.?$|\s*(?:기자|특파원|記者|记者)$"
)
"""What stands behind a name: degrees in capitals ("Ma" is a name), and in East Asia the word for a reporter."""
