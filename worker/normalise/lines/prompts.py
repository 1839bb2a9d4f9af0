"""What a page asks of its reader, in the languages of the press: to subscribe, to follow, to consent, to look elsewhere."""

from __future__ import annotations

import re

from worker.normalise.lines.strings import lower

ADDRESS = re.compile(
    r"\b(?:[Yy]ou|[Yy]our|[Pp]lease|Sie|Ihre?[nmrs]?|[Bb]itte|[Vv]ous|[Vv]otre|[Vv]os|[Vv]euillez|[Uu]sted|[Tt]us?|[Pp]odés|[Tt]enés|[Qq]uerés|[Cc]reés|[Pp]or favor|[Vv]uestro|[Tt]u[oaei]|[Vv]ostr\w|[Pp]uoi"
    r"|[Pp]rego|[Uu]w|[Jj]e|[Jj]ou|[Jj]ouw|[Tt]woj\w+|[Tt]wój|[Mm]ożesz|[Vv]áš|[Vv]aš\w*|[Dd]ina|[Vv]ocê|[Ss]eu|[Dd]in|[Dd]itt|[Пп]ожалуйста|[Вв]ы|[Вв]аш\w*)\b"
)
"""Words by which a page speaks to its reader, as stories do not outside quotes."""
_ASKED = r".{0,160}\b(?:newsletters?|inbox|account|apps?|channel|whatsapp\w*|facebook\w*|twitter\w*|instagram\w*|telegram|youtube|google news|not[ií]cias|e-?mails?|member\w*|reading|kanal|canal|bolet[ií]n|us on|ios|android|breaking news|alerts|социальных|телеграм\w*|telegramie)\b"
_VERBS = r"(?:sign up|sign in|log ?in|register|subscribe|create an account|follow|join|download (?:the|our|now|free)|abonnieren|anmelden|registrieren)"
_BEGINS = (
    r"(?:click|tap|klicken sie|klick|cliquez|haga clic|haz clic|clique|clicca|klik) (?:here|hier|ici|aquí|aqui|qui)\b",
    r"(?:view original content|original-content von\s*:)",
    r"dziękujemy, że przeczyta",
    r"suscr[ií]bete para seguir",
    r"do you have an opinion on the issues raised",
    r"(?:anzeige|werbung|advertisement|publicidad|publicité|pubblicità|sponsored|reklama)\s+[-–—|]\s",
    r"(?:submit|send)\b.{0,60}\bletters? to the editor\b",
    r"\W*(?:was this|war (?:der|dieser|das|die)|cet article|te (?:ha sido|resultó|fue)|ti è stato|vond (?:je|u)|foi)\b.{0,40}\b(?:helpful|useful|hilfreich|nützlich|utile|útil|nuttig)\b.{0,10}\?$",
    r"(?:möchte(?:n sie|st du)|willst du|want to|would you like to)\b.{0,40}\b(?:teilen|share)\b.{0,20}\?$",
    r"lust auf mehr\W*$",
    r"gefällt (?:dir|ihnen|euch)\b.{3,60}\?$",
    r"\(?noch keine bewertung",
    r"(?:déjà abonné|already (?:a )?(?:subscriber|subscribed|member)|(?:sie sind )?(?:bereits|schon) (?:abonnent|registriert|abonniert)|¿?ya (?:eres|es) suscriptor|già abbonat|já é assinante|reeds abonnee|al abonnee|masz już)\b",
    r"(?:fehler (?:entdeckt|gefunden)|une (?:erreur|faute)\b|encontraste un error|hai trovato un errore|нашли (?:ошибку|опечатку)|знайшли помилку|foutje gezien|heb (?:je|u) een (?:tip|foutje))",
    r"externer inhalt$",
    r"(?:zobacz (?:wideo|film|też wideo)|watch (?:the |this )?video|regardez la vidéo|mira el v[ií]deo|guarda il video|bekijk de video|смотрите видео|дивіться відео)\b.{0,120}$",
    r"więcej (?:aktualnych )?(?:wiadomości|informacji|artykułów)\b.{0,80}\bstronie\b",
    r".{0,50}[:：]\s?(?:every|each|jeden|jede|chaque|ogni|cada|elke|hver|varje|każdy)\s\w+,?\s.{0,20}\b(?:the best|das beste|le meilleur|l['’]essentiel|il meglio|lo mejor|o melhor|het beste|det bedste|det bästa|najlepsze)\b.{0,60}$",
    r"stavovi .{0,60}\b(?:autora|uredništva)",
    r"ispis\b.{0,40}pošalji",
    r"an dieser stelle (?:finden|sehen|befindet|steht|ist|wird)\b.{0,60}\b(?:inhalt|video|post|beitrag|tweet)",
    r"empfohlene[rs]? (?:externe[rs]? )?(?:redaktionelle[rs]? )?inhalte?$",
    r"(?:ce|cet) (?:contenu|élément|article) (?:provient|est hébergé)",
    r"(?:every|each|jeden|jede|chaque|tous les|ogni|cada|todos los|todos os|elke|iedere|hver|varje|każdego|codziennie)\b.{0,40}\b(?:most important|top stories|headlines|das wichtigste|die wichtigsten|l['’]essentiel|lo más importante|lo esencial|le notizie|il meglio|as principais|het belangrijkste|det viktigste|det viktigaste|najważniejsze)\b.{0,60}$",
    r"published in (?:the )?[^.]{3,40},\s\w+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}\W*$",
    r"\W*(?:pewarta|penulis|redaktur|uploader)\s*:",
    r"ne maradjon le\b",
    r"(?:recevez|recibe|reciba|ricevi|receba|ontvang|erhalten sie)\b.{0,80}\b(?:nouvelles|actualités?|newsletter|infolettre|noticias|notizie|notícias|nieuws|nachrichten)\b",
    r"vous recevez ce (?:message|courriel)",
    r"you (?:are receiving|received) this (?:e-?mail|message)",
    r"sie erhalten diese (?:e-?mail|nachricht)",
    r"(?:leia|veja|confira|lee|lea|leggi|read) (?:mais|más|altre|more) (?:not[ií]ci[ae]s?|news|stories)\b",
    r"(?:this summary|diese zusammenfassung|ce résumé|este resum(?:en|o)|questo riassunto|deze samenvatting)\b.{0,80}\b(?:ai|ki|ia|artificial intelligence|künstlicher intelligenz|intelligence artificielle|(?:inteligencia|inteligência) artificial|intelligenza artificiale|kunstmatige intelligentie)\b",
    r"(?:ai|ki)[- ](?:generated|generierte) (?:summary|overview|key points|zusammenfassung)\b.{0,60}$",
    r"link presente:",
    r"(?:gift this (?:article|story)|artikel verschenken|offrir (?:cet|l['’])\s?article)\b.{0,60}$",
    r"(?:l['’]article|la entrada|der beitrag|o post|l['’]articolo|сообщение|ظهرت المقالة)\b.{1,200}\b(?:أولاً? على|est apparu en premier|se publicó primero|erschien zuerst|apareceu primeiro|proviene da|появил\w+ сначала)\b",
    r"get (?:the|our)\b.{0,60}\bnewsletter\b",
    r"sign up (?:to|for) [^.]{3,60}$",
    r"privacy notice:",
    r"participe d[oe] (?:nosso )?(?:canal|grupo)\b",
    r"[^\"“„«‘'].{10,160}\?\s.{0,40}\b(?:tell us|let us know|share your (?:story|experiences?)|get in touch)\b.{0,40}$",
    r"(?:über dieses thema berichtete|dieses thema im programm\s*:)",
    r"(?:a post shared by|a photo posted by|ein beitrag geteilt von|une publication partagée par|una publicación compartida (?:por|de)|un post condiviso da|uma publicação (?:com)?partilhada por"
    r"|uma publicação compartilhada por|een bericht gedeeld door|et opslag delt af|et innlegg delt av|ett inlägg delat av|julkaisun jakoi|post udostępniony przez|příspěvek sdílený|публикация от)\b",
    r"(?:view this post on|ver (?:esta publicación|essa foto) (?:en|no)|sieh dir diesen beitrag auf|voir cette publication sur|visualizza questo post su|dit bericht op|посмотреть эту публикацию в) instagram",
    r".{3,60}['’](?:in|ın|un|ün) paylaştığı bir gönderi",
    r"listen to (?:highlights|the latest)\b",
    r"your (?:subscription|registration) (?:could not|has been)\b",
    r"by (?:providing|entering|submitting) (?:an|your) e-?mail",
    r"votre (?:adresse )?e-?mail,? avec votre consentement",
    r"(?:all |market )?(?:quotes|data|prices) (?:are )?delayed\b",
    r"we acknowledge (?:the )?(?:aboriginal|traditional (?:custodians|owners))",
    r"(?:bu habere tepkiniz|what['’]s your reaction|comment avez-vous trouvé cet article|¿?qué te pareció)\b.{0,40}$",
    r"catch all the (?:latest )?(?:news|business|sports)\b",
)  # fmt: skip
_WORDS = (
    rf"(?:chat with us|polub|abonniere|folgen sie|folgt uns|hier geht es|hier entlang|s['’]abonner|abonnez|inscrivez|inscr[ií]b\w+|téléchargez|suivez|suscr[ií]b\w+|s[ií]guenos|únete|sumate|descarga|reg[ií]strate|iscriviti|seguici|scarica|assine|receba|entre no nosso|inscreva|siga|baixe|meld je aan|zapisz się|pobierz|registrer|tilmeld|prenumerera|cek berita|ikuti|gabung|takip edin|abone ol|подпис\w+|підпис\w+)\b{_ASKED}",
    r"(?:get in touch|contact us|e-?mail us|do you have a story)\b.{0,120}@",
    r"to show you this content\b",
    r"content kan niet worden getoond\b",
    r"we want to hear (?:what you think|from you)\b",
    r"(?:see|spot(?:ted)?|found|notice[ds]?|report) an? (?:spelling|grammatical|typo|error|mistake)\b.{0,60}\?",
    r"ihre (?:zustimmung|einwilligung),? um\b.{0,60}\b(?:laden|anzuzeigen|sehen|darzustellen)",
    r"(?:views|opinions) expressed\b.{0,80}\b(?:author|own\b|not necessarily)",
    r"(?:geäußerten|vertretenen) (?:meinungen|ansichten)\b.{0,80}\b(?:autor|redaktion)",
    r"(?:las opiniones|les opinions|le opinioni|as opiniões) (?:expresadas|vertidas|exprimées|espresse|expressas)\b",
    r"broj čitanja\b",
    r"report is auto-?generated\b",
    r"audioversion\b",
    r"(?:artikel|beitrag) anhören\b.{0,80}$",
    r"listen to (?:this|the) (?:article|story)\b.{0,60}$",
    r"écouter (?:cet|l['’]) ?article\b",
    r"escuchar (?:el|este) artículo\b",
    r"ascolta (?:l['’]|questo )articolo\b",
    r"(?:ακολουθήστε|urmări[țţ]i|urmăre[șş]te|sledujte|śledź|obserwuj|seuraa|följ|følg|volg|kövess\w*|pratite|следите|читайте|theo dõi|ติดตาม|simak|dapatkan|track|ikuti)\b.{0,80}(?:google news|whatsapp|telegram|facebook|instagram|youtube|saluran|latest news)",
    r"(?:dpa|agentur|redaktion)\b.{0,160}\bnicht (?:redaktionell )?(?:geprüft|bearbeitet|verändert)\W*$",
    r"automatisch (?:von der dpa )?übernommen\b",
    r"(?:generated|published) from an? (?:automated |syndicated )?(?:news )?(?:agency )?feed\b",
    r"assinantes? pode(?:m)? (?:liberar|presentear)\b",
    r"appeared first on\b",
    r"először .{3,60} oldalán jelent meg",
    r"hazte (?:suscriptora?|socia?o?)\b.{0,60}(?:€|\$|euros?|mes\b|año|gratis)",
    r"in (?:your|ihrem|ihr|deinem|dein) (?:inbox|postfach)\b",
    r"(?:we|may|might)\b.{0,60}\b(?:commissions?|compensation) (?:on|from|when|if)",
)  # fmt: skip
_HOLDS = (
    r"(?:exclusivo para assinantes|réservée? aux abonnés|nur für abonnenten|für abonnenten|only for subscribers|subscribers only|exclusivo para suscriptores|solo per abbonati|会員の方|会員登録|会員限定)",
    r"\?\s+visit our\b",
    r"para (?:poder )?comentar",
    r"you must be logged in",
    r"nicht eingeloggt",
    r"müssen (?:sie )?angemeldet sein",
    r"alle angaben ohne gewähr",
    r"мнение (?:автора|редакции)\b.{0,60}не совпада",
    r"扫描?.{0,6}二[维維]码",
    r"(?:关注|關注).{0,16}(?:公众号|公眾號|微信|客户端)",
    r"[订訂][阅閱]电?電?子[报報]",
    r"चैनल से जुड़ें",
    r"न्यूज़लेटर",
    r"자동 ?요약한",
    r"本文由\s?ai\s?(?:生成|总结)",
    r"affiliate[- ]links?",
    r"advertisers? (?:do|does) not influence",
    r"this (?:article|post|page) contains .{0,40}(?:links|references to products)",
)  # fmt: skip
PROMPT_BEGINS = re.compile("|".join(_BEGINS))
PROMPT = re.compile(rf"\b(?:{'|'.join(_WORDS)})|{'|'.join(_HOLDS)}")
"""What a page asks of its reader, in lower case: the beginning of a line, and what it may hold anywhere, most of it from a word's edge on."""
ASKED = re.compile(
    rf"\b{_VERBS}\b{_ASKED}"
    r"|\b(?:canal de (?:telegram|whatsapp|youtube)|(?:telegram|whatsapp|youtube)[- ]?(?:channel|kanal|canal))\b"
    r"|\b(?:newsletter|e-?mail)\b.{0,120}\b(?:your inbox|postfach|delivered|anmelden|sign up|abonnieren|bestellen|hier entlang|informiert sie|informiert dich)\b",
)
"""The same in words that a story may tell as well: it is a prompt where the line speaks to its reader."""
SPEAKS = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|us|[Mm]y|[Hh]ere|latest|[Ww]ir|[Uu]nser\w*|[Hh]ier|[Jj]etzt|[Nn]ous|[Nn]otre|[Nn]os|[Nn]osotros|[Nn]uestr\w+|[Nn]oi|[Nn]ostr\w+|[Ww]ij|[Oo]nze)\b"
    rf"|(?i:(?:^\W*|[.!?:|>–—-]\s*){_VERBS}\b)"
)
"""Words of the site itself, and a sentence that begins by telling its reader what to do."""


def is_prompt(line: str) -> bool:
    """Whether a line asks something of the page's reader."""
    lowered = lower(line)
    return bool(PROMPT_BEGINS.match(lowered) or PROMPT.search(lowered) or (ASKED.search(lowered) and speaks(line)))


def speaks(line: str) -> bool:
    """Whether a line is the site's own and speaks to its reader."""
    return bool(SPEAKS.search(line) or ADDRESS.search(line))
