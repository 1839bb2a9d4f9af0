"""Lines that belong to a page, not to its story: what leads on, asks, sells, warns and reserves, in the languages of the press."""

from __future__ import annotations

import re
from functools import lru_cache

from worker.normalise.lines.prompts import is_prompt, speaks
from worker.normalise.lines.strings import lower

PROMPT_LENGTH, RIGHTS_LENGTH, CONSENT_LENGTH, STAMP_LENGTH = 320, 240, 300, 60
"""Characters of a line that may be such."""

_LEADS_ON = (
    # English, German
    r"(?:read|see|watch|listen) (?:more|also|next|now|full story)", "also read", "explore further", "further reading", "keep reading", "(?:also|more) in this series",
    r"related(?: (?:articles?|stories|topics?|content|news|coverage|links?|reading))?", r"(?:more|latest) (?:on this|from|about|stories|news)",
    "recommended(?: for you| reading)?", "(?:featured|top) stories", "editors['’] picks?", "you (?:may|might) also like", "don['’]t miss", "trending(?: now)?", "most (?:read|popular)", "up next",
    r"(?:mehr|links|infos?) zum thema", r"mehr (?:dazu|lesen|erfahren|news|(?:aus|zu) [^.]{2,30}(?!\.))",
    r"(?:weitere|verwandte|ähnliche) (?:artikel|beiträge|themen|meldungen|nachrichten|informationen|infos|links)(?: (?:zum|zu|aus|von) [^.]{2,60}(?!\.))?",
    r"(?:lesen sie|lies|lest) (?:auch|mehr|dazu|weiter)", "weiterlesen", "lesetipps?", "auch interessant", "passend dazu", "siehe auch",
    r"das (?:thema )?(?:könnte|dürfte) (?:sie|dich|euch)(?: auch)? (?:auch )?interessieren", "videos? zum thema", "beiträge aus dem forum",
    # Romance
    "(?:à )?lire aussi", "à lire(?: également| aussi)?", "lire la suite", "(?:pour )?en savoir plus", "voir aussi", "sur le même sujet",
    "(?:articles|sujets) (?:liés|similaires|associés)", "(?:lee|lea|leé|mira|mire|vea|ver|escucha) (?:también|además|más)", "leer más", "más (?:información|noticias)",
    "te puede interesar", "(?:te|le|os) (?:recomendamos|sugerimos)", "(?:notas?|noticias|temas|contenidos?|artículos) relacionad[oa]s?",
    "(?:seguir|sigue|siga) leyendo", "(?:leia|veja|confira|saiba|assista) (?:também|mais|ainda)", "(?:notícias|matérias|conteúdo) relacionad[oa]s?",
    "(?:leggi|guarda|vedi) (?:anche|tutto|di più)", "potrebbe(?:ro)? interessarti(?: anche)?", "articoli correlati", "per approfondire",
    "(?:citește|citeşte|citiți|vezi|vedeți) (?:și|şi|mai mult)", "articole (?:similare|asemănătoare)", "llegiu també",
    # Germanic, Finnish
    "lees (?:ook|meer|verder)", "gerelateerd(?:e artikelen)?", "meer (?:nieuws|over dit onderwerp)", "(?:läs|les|læs) (?:också|också|også|mer|mere|ogs)",
    "relater(?:at|te saker)", r"mer om(?: [^.]{2,40}(?!\.))?", "lue (?:myös|lisää)", "katso myös", "lesa (?:líka|meira)", "loe (?:ka|lisaks|rohkem)",
    # Slavic, Baltic, Hungarian, Greek, Turkish
    "(?:czytaj|zobacz|przeczytaj|sprawdź) (?:też|także|również|więcej|dalej)", "(?:polecamy|powiązane(?: artykuły)?)", "więcej na ten temat",
    "(?:čtěte|přečtěte si|čítajte|prečítajte si) (?:také|také|aj|více|tiež)", "(?:související|súvisiace)(?: (?:články|témata))?", "mohlo by (?:vás|vas) zajímat",
    "(?:pročitajte|pogledajte) (?:i|još|više)", "(?:povezane|vezane) (?:vijesti|vesti|teme)", "preberite (?:tudi|več)", "skaitykite (?:taip pat|daugiau)",
    r"(?:читайте|смотрите|читай|читати|дивіться) (?:также|також|ещё|еще|далее|далі)", "читать далее", "(?:материалы|новости|ещё|еще|также)? ?по теме", "за темою", "вижте (?:още|също)", "още по темата",
    "kapcsolódó(?: (?:cikkek|cikkeink|tartalom))?", "olvassa el ezt is", "ezt olvasta már", r"(?:διαβάστε|δείτε) (?:επίσης|ακόμα|ακόμη|και|περισσότερα)", "σχετικά(?: άρθρα)?",
    "ilgili haber(?:ler)?", "devam[ıi]n[ıi] oku", "ilginizi çekebilir", "bunlar da ilginizi çekebilir",
    # Asia, Africa
    "(?:baca|simak|lihat) (?:juga|selengkapnya)", "(?:artikel|berita) terkait", "(?:xem|đọc) thêm", "(?:tin|bài)(?: viết)? liên quan", "soma (?:pia|zaidi)",
    "相关(?:新闻|阅读|报道|文章|推荐)", "相關(?:新聞|報導|文章|閱讀)", "延伸(?:阅读|閱讀)", "推[荐薦](?:阅读|閱讀)", "更多(?:新闻|新聞|报道|報導)", "[【＜<]?関連(?:記事|ニュース|リンク)?",
    r"(?:more|other|latest) (?:\w+ ){0,2}(?:news|stories|coverage|headlines|articles|posts)", r"(?:weitere|neueste|aktuelle) (?:\w+ )?(?:nachrichten|meldungen|artikel|beiträge)", r"dans la même (?:rubrique|catégorie)",
    r"(?:últimas|otras|más|outras|mais) not[ií]cias", r"(?:ultime|altre) notizie", "(?:meer|laatste) nieuws", "(?:inne|najnowsze) (?:wiadomości|artykuły)", r"(?:další|podobné) (?:zprávy|články)", "ez(?:t)? is (?:érdekelheti|ajánljuk)",
    "(?:további|hasonló) cikkek", "bunlar da ilginizi çekebilir", r"(?:ilgili|diğer|son) haber(?:ler)?", r"(?:другие|последние|похожие|главные) (?:новости|материалы|статьи)(?: \w+)?", r"новости (?:партнеров|партнёров)(?: .{3,20})?", "berita (?:lainnya|terpopuler|terbaru)",
    r"(?:最新|热门|熱門)(?:新闻|新聞|ニュース|文章)", "많이 본 (?:뉴스|기사)", "(?:أخبار|مواضيع) أخرى", "अन्य (?:खबरें|ख़बरें)", "あわせて読みたい", "続きを読む", "おすすめ記事", "관련 ?(?:기사|뉴스)", "더 ?보기", "อ่าน(?:เพิ่มเติม|ต่อ|ข่าวเพิ่มเติม)(?:ที่นี่)?", "ข่าวที่เกี่ยวข้อง",
    "(?:اقرأ|إقرأ|شاهد|طالع) (?:أيضا|أيضًا|أيضاً|المزيد)", "(?:مواضيع|أخبار|مقالات) ذات صلة", "(?:بیشتر|همچنین) بخوانید", "مطالب مرتبط", "(?:קראו|קרא|ראו) (?:גם|עוד)", "עוד בנושא",
    "(?:यह|ये|इसे) भी (?:पढ़ें|पढ़ें|देखें)", "संबंधित (?:खबरें|ख़बरें)", "आगे पढ़ें", "আরও পড়ুন", "আরও পড়ুন", "مزید پڑھیں", "یہ بھی پڑھیں",
)  # fmt: skip
_AROUND = (
    r"\d{1,3}\s?/\s?\d{1,3}", r"(?:#[^\s#]{2,40}\s*){2,15}", "spotify", "(?:apple|google) podcasts?", "deezer", "rss(?:-?feed)?", "diğer (?:galeriler|videolar)",
    r"(?:listen|subscribe|follow|luister|abonneer\w*|écoutez|abonnez-vous|escucha|ascolta|hören|abonnieren)(?: \w+){0,3} (?:on|in|via|bei|auf|sur|en|su|op) (?:apple|spotify|google|deezer|youtube).{0,40}",
    "(?:reject|accept|decline)(?:all)?(?:accept|reject|manage|configure)(?:all)?", "quick guide", "enter your email(?: address)?", "your email(?: address)?", "email address", "e-mail-adresse", "follow (?:him|her|them) on .{3,40}",
    "advertise?ment", "advertising", "anzeige", "werbung", "publicité", "publicidad(?:e)?", "pubblicità", "advertentie", "annons(?:e)?", "annonce", "mainos", "reklama?", "реклама", "hirdetés",
    "publicitate", "oglas", "διαφήμιση", "iklan", "quảng cáo", "广告", "廣告", "広告", "광고", "โฆษณา", "إعلان", "تبلیغات", "פרסומת", "विज्ञापन", "বিজ্ঞাপন", "விளம்பரம்", "ప్రకటన", "ಜಾಹೀರಾತು", "പരസ്യം", "જાહેરાત", "ਇਸ਼ਤਿਹਾਰ", "اشتہار", "matangazo", "ማስታወቂያ", "სარეკლამო", "գովազդ", "сурнама", "зар сурталчилгаа",
    "(?:advertise?ment )?(?:story|article|post) continues(?: below| after)?(?: (?:this )?ad(?:vert(?:isement)?)?)?", "scroll to (?:continue|resume)(?: (?:reading|content))?", "der artikel geht .{0,30}weiter", "weiter nach der anzeige",
    "continua (?:após|depois) d?a publicidade", "la suite après (?:la|cette) publicité", "continua (?:a leggere )?dopo la pubblicità", "(?:el artículo|la nota) continúa (?:abajo|debajo|después|luego|tras|más).{0,30}", "(?:tekst|članak) se nastavlja (?:ispod|nakon|posle) oglasa",
    "lees verder onder de advertentie", "(?:artikkelen|artikeln|artiklen) fort(?:setter|sätter|sætter) (?:under|etter|efter|nedanför) .{3,20}", "(?:dalsza część|ciąg dalszy|dalszy ciąg) (?:artykułu|tekstu|materiału)? ?.{0,30}", "(?:článek|článok|text) pokračuje .{3,25}",
    "a cikk a hirdetés után folytatódik", "articolul continuă .{3,30}", "haberin devam[ıi].{0,25}", "(?:artikel|berita) (?:ber)?lanjut .{3,30}", "請繼續往下閱讀.{0,6}", "请?往下滑动查看更多", "点击(?:下载客户端|查看更多|阅读全文)", "記事は広告の後に続きます",
    "continue reading(?: the main story| below)?", "start quote", "after newsletter promotion", "scroll to continue", "(?:advertisement )?· scroll to continue", "ajouter à vos sélections", "pour lire la suite",
    "lee sin límites", "sobre (?:la firma|el autor|la autora)", "about the authors?", "über (?:den autor|die autorin|die autoren)", "à propos de l['’]auteur", "mir[aá] también", "sendungshinweis",
    "(?:(?:press|media) )?contacts?(?: (?:us|information|details|presse|médias))?", "(?:presse)?kontakt", "ansprechpartner(?:in)?", "rückfrage(?:n|hinweis)", "contacto(?: de prensa)?", "contatti(?: stampa)?", "ends?",
    r"\d+\s+(?:postings?|comments?|kommentare?|commentaires?|comentarios|reacties)", r"\d+\s?(?:min(?:utes?|utos|uti|uten|ut|\.)?|мин(?:ут\w*|\.)?|分)(?: (?:read|de lecture|de lectura|di lettura|lezen|lesezeit|leestijd|de leitura|czytania|чтения|okuma|läsning|lesing))",
    r"(?:temps de lecture|lesezeit|lesedauer|reading time|(?:tiempo|tempo) (?:de|di) (?:lectura|lettura|leitura)|leestijd|czas czytania|время (?:на )?чтени[ея]|lästid|lesetid|læsetid|doba čtení)\s*[:：]?\s*\d+\s?\w{0,8}\.?", r"ten tekst przeczytasz w \d+ \w+",
    r"(?:lyt|lytt) til (?:artiklen|artikkelen|historien)(?: \d+ min\w*)?", r"lyssna på (?:artikeln|texten)", "infolettre", "originally published as .{10,160}",
    "comments (?:are|have been) (?:now )?closed.{0,40}", "skip ad(?:vertisement)?", "article content", "this advertisement has not loaded yet.{0,60}", "video ?player", "lecteur vidéo", "reproductor de v[ií]deo", "direkt zum rezept", "jump to recipe", "zum inhalt springen", "contenu de l['’]article", "in diesem artikel", "table of contents", "inhaltsverzeichnis", "sommaire",
    "become a member", "mitglied werden", "devenez membre", "hazte soci[oa]", "people are (?:also )?reading", "(?:vu|lu) \\d+ fois", r"\d+ (?:views|reads|aufrufe|vues|visitas)",
    r"[\w.+-]{1,40}@[\w.-]{3,40}(?:\s*\((?:end|끝)\))?", "(?:read or )?share(?: this)?(?: (?:article|story|page|post))?", "(?:diesen )?(?:artikel|beitrag)? ?teilen", "partager(?: cet article)?", "compartir", "compartilh(?:e|ar)", "condividi", "deel(?: dit)?(?: artikel)?",
    "dela(?: artikeln)?", "del(?: artikkelen| artiklen)?", "jaa", "udostępnij", "sdílet", "zdieľať", "megosztás", "distribuie", "podijeli", "поделиться", "поділитися", "paylaş", "bagikan", "chia sẻ", "分享", "シェア", "공유하기",
    "follow us(?: on .{2,60})?", "sign up", "subscribe", "newsletter", "comments?", "kommentare?(?: schreiben)?", "commentaires?", "comentarios", "comentários", "commenti", "reacties", "kommentarer", "komentarze", "komentáře", "diskuse",
    "hozzászólások", "комментарии", "коментарі", "yorumlar", "komentar", "bình luận", "评论", "コメント", "댓글", r"loading\.*", "watch(?: now| live)?", "listen(?: now| to this (?:article|story))?",
    "tags?", "topics?", "schlagw[oö]rte?r?", "stichwörter", "themen", "mots[- ]clés", "etiquetas", "palabras clave", "tagi", "теги", "etiketler", "标签", "タグ", "태그",
    "(?:artikel|rezept|seite|page)? ?(?:drucken|print|imprimer|imprimir|stampa)", "save", "copy link", "link kopieren", "skip to content", "back to top", "nach oben", "quellen (?:ein|aus)blenden", "zusatzinformationen",
)  # fmt: skip
# LEADS, LINE and LEAD_LABEL are in lower case.
_MARKS = r"^[•▶►→»>|\-–—*\s\[]{0,10}"
LEADS = re.compile(rf"{_MARKS}(?:{'|'.join(_LEADS_ON)})(?!\w)")
LINE = re.compile(rf"{_MARKS}(?:{'|'.join(_LEADS_ON + _AROUND)})(?:\s*[:：>»|…】\]](?:.*(?<![.。]))?|(?:\s*\(\d+\))?[\s.!…*–—-]*)$")
"""A line that is nothing else, or names with a colon what it leads to; a sentence is the story's: "Comments: the minister made none."."""
LEAD_LABEL = re.compile(rf"{_MARKS}(?:{'|'.join(_LEADS_ON)})[\s:：.!…]*$")
PLAYER = re.compile(
    r"(?:video|audio) player is loading\W*|(?:play|pause|stop|replay)(?: video| audio)?|(?:un)?mute|(?:current time|duration|remaining time)\W*-?[\d:]*|loaded: [\d.]+%|progress: [\d.]+%"
    r"|stream type live|seek to live\b.*|playback rate|descriptions off, selected|(?:captions|subtitles) (?:settings|off)\b.*|audio track|picture-in-picture"
    r"|(?:exit )?full ?screen|this is a modal window\.|(?:beginning|end) of dialog window\b.*|(?:no compatible source|the media could not be loaded)\b.*|close modal dialog"
    r"|semi-transparent|font (?:size|family)|text edge style|caption area background|reset restore all settings.*|[\d.]{1,4}x|\d{1,2}:\d\d\s?/\s?\d{1,2}:\d\d"
)
"""What a player's buttons say, in lower case; the commonest one says it in English on pages of every language."""
SHARED = re.compile(
    r"(?:share|auf|op|på|na|в|su|sur|en|em|no|partager|compartir|compartilhar|condividi|teilen|delen|dela|del|udostępnij|поделиться|bagikan)\b.{0,14}\b(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|bluesky|threads|e-?mail)(?: (?:teilen|delen|dela|del))?"
    r"|(?:facebook|x|twitter|whatsapp|telegram|linkedin|pinterest|e-?posta)['’]?(?:da|de|ta|te) paylaş|bağlantıyı kopyala|cop(?:y|iar|ier|ia) (?:the |el |le |il )?(?:link|enlace|lien|url)|kopiuj link|link kopiëren|kopiera länk(?:en)?|скопировать ссылку|复制链接|링크 ?복사"
)
"""What buttons to share a story say, in lower case."""
COMMENTS = re.compile(
    r"^\W*(?:\d+\s+)?(?:(?:vos|les|ihre|eure|your|all|alle|todos los|tous les|reader|user|leser|foro y)[\s-]?)?(?:comments|kommentare|commentaires|comentarios|comentários|commenti"
    r"|reacties|kommentarer|kommentit|komentarze|komentáře|komentari|комментари(?:и|ев|й)|коментар(?:і|ів|и)|отзывы|yorumlar|hozzászólások|comentarii|σχόλια|bình luận|komentar|评论|評論|留言|コメント|댓글"
    r"|(?:ال)?تعليقات|نظرات|תגובות|टिप्पणियाँ|ความคิดเห็น)(?:\s*[(\[]?\d+[)\]]?)?\s*[:：]?$|^\W*\d+\s+(?:messages?|replies|responses|réponses|réactions|antworten|reaktionen|respuestas|respostas|risposte|svar)$"
    r"|^(?:leave a (?:reply|comment)|post a comment|discussion about this post|(?:schreibe?n?|hinterlassen?|verfassen?)(?: sie)? (?:uns |mir )?einen kommentar|kommentar schreiben"
    r"|laisser un commentaire|dej[aeo] (?:un|tu) comentario|deixe (?:um|seu) comentário|lascia un commento|geef een reactie|zostaw komentarz|оставить комментарий"
    r"|\d+ (?:thoughts?|gedanken|réflexions?|pensamientos?|pensieri) (?:on|zu|sur|sobre|su)\b.{0,120})",
    re.IGNORECASE,
)
"""What stands above readers' comments."""
COMMENTS_LENGTH, LABEL_WORDS = 120, 5
"""Characters of such a line, and words of one that leads on without a colon."""
CONSENT = re.compile(
    r"\b(?:cookies?|privacy (?:policy|statement|settings)|personal data|our (?:\d+ )?partners|legitimate (?:business )?interests?|berechtigte[nms]? interessen?|intérêts? légitimes?|inter[eé]s legítimo|interesse leg[ií]t+imo|legittimo interesse|gerechtvaardigd belang|geolocation data|device characteristics|personali[sz]ed (?:advertising|content|ads)|terms of (?:use|service)|store and access information|consent|we value your privacy"
    r"|datenschutz\w*|einwilligung|personenbezogene|unsere partner|nos partenaires|données personnelles|consentement|política de (?:privacidad|cookies)|datos personales"
    r"|nuestros socios|dati personali|(?:i )?nostri (?:\d+ )?partner|informazioni sul (?:tuo )?dispositivo|informationen auf einem (?:end)?gerät|fornitori archiviamo|informazioni su un dispositivo|przetwarzani\w+ danych|(?:zaufanych|naszych) partnerów|unsere (?:bis zu )?\d+ partner|consenso|persoonsgegevens|toestemming|sīkdatn\w*|slapuk\w*|küpsis\w*|eväste\w*|ciasteczk\w*|kolačić\w*|piškotk\w*|çerez\w*|sütik\w*|куки|クッキー|쿠키|(?:vores|våre|våra) (?:\d+ )?(?:samarbe[ij]ds?|samarbets)?partne?re?|personopplysninger|personuppgifter|persondata|privatlivspolitik|personvern\w*|informasjonskapsler"
    r"|henkilötieto\w*|osobní(?:ch|mi)? údaj\w*|soubor\w* cookies?|adatvédelmi|sütik\w*|consimțământ\w*|date(?:lor)? cu caracter personal"
    r"|çerez\w*|kişisel veri\w*|персональн\w+ дан\w+|политик\w+ конфиденциальности|політик\w+ конфіденційності|συγκατάθεσ\w*|προσωπικ\w+ δεδομέν\w*|dados pessoais|nossos parceiros)\b",
    re.IGNORECASE,
)
"""Words of banners that ask for consent."""
RIGHTS = re.compile(
    r"^(?:©|ⓒ|\(c\)\s?(?-i:[\dA-ZÀ-Þ])|copyright\s?(?:[©:(\d]|by\b|(?-i:[A-ZÀ-Þ]))).{0,200}$|all rights reserved|\b(?:republish\w*|reproduced?|licen[cs]ed)\b.{0,80}\bcreative commons\b|may not be published, broadcast|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
    r"|(?:prohibida|reservados) (?:la|su|los) (?:reproducción|derechos)|todos os direitos reservados|riproduzione riservata|alle rechten voorbehouden|wszelkie prawa zastrzeżone"
    r"|все права защищены|всі права захищені|všechna práva vyhrazena|minden jog fenntartva|toate drepturile rezervate|tüm hakları saklıdır|hak cipta dilindungi|dilarang (?:keras )?(?:mengambil|mengutip|memperbanyak|menyalin)\b.{0,60}\b(?:konten|artikel|berita|tulisan)"
    r"|[未非][经經](?:授[权權]|许可|許可)|不得[转轉][载載]|禁止转载|無断転載|無断複製|무단 ?전재|版权所有|版權所有|جميع الحقوق محفوظة|כל הזכויות שמורות",
    re.IGNORECASE,
)
REPORTED_BY = re.compile(
    r"^\W?\s*(?:(?:additional )?(?:reporting|writing|editing|compiled|translated|edited|written|produced) (?:and (?:writing|editing) )?by\b(?! an? )(?!.*, (?:an?|the|its?|his|her|their|he|she|they|this) )"
    r"|—?\s*(?:the )?associated press (?:writers?|journalists?)\b|with (?:files|reporting|material) from\b|mit (?:informationen|material) (?:der|von|des)\b"
    r"|avec (?:afp|reuters|ap)\b|con información de\b|redaktion:|übersetzung:|(?:责任编辑|責任編輯|编辑)\s*[:：]|this is a breaking (?:news? )?story|this is an archived (?:article|story|page)|our standards:|yorum yazarak topluluk"
    r"|[([]?this (?:story|article) (?:has not been edited by|is (?:auto-?generated|published) from)|.{0,60}(?:ऑटो फीड|सिंडिकेट फीड))",
    re.IGNORECASE,
)
_TIME = r"\d{1,2}[:.h]\d\d(?:\s?(?:uhr|h|hrs|[ap]m|[ap]\.\s?m\.|[A-Z]{3,4}))?"
_AGO = (
    r"(?:\d+\s?(?:m|min|mins|minutes?|h|hrs?|hours?|days?)\.? ago|vor \d+ (?:min|minuten?|std|stunden?|tagen?)\.?|il y a \d+ (?:min|minutes?|h|heures?|jours?)"
    r"|hace \d+ (?:min|minutos?|h|horas?|días?)|há \d+ (?:minutos?|horas?|dias?)|\d+ (?:minuti|ore|giorni) fa|\d+ (?:minuten|uur|dagen) geleden"
    r"|\d+ (?:минут\w*|час\w*|дн\w*) назад|\d+ (?:dakika|saat|gün) önce|\d+\s?(?:分|时间|小时|時間|天|日)(?:钟)?前|\d+ (?:minut\w*|godz\w*|hodin\w*) (?:temu|zpět)"
    r")"
)
_YESTERDAY = "(?:yesterday|gestern|hier|ayer|ieri|ontem|gisteren|i går|wczoraj|včera|вчера|вчора|dün)"
_NAMES = r"(?-i:[A-ZÀ-ÞА-Я]\S*)"
STAMP = re.compile(
    rf"^(?:(?:updated?|published|posted|aktualisiert|stand|mis à jour|publié|actualizado|aggiornato)(?: (?:at|um|à|a las|alle))?:?\s*)?"
    rf"(?:(?:{_AGO}(?:[\s,]*(?:at|um|à)?\s*{_TIME})?|{_YESTERDAY}[\s,]*(?:at|um|à)?\s*{_TIME})(?:\s{_NAMES}){{0,3}}"
    rf"|{_TIME}(?:{_NAMES}(?:\s\S+){{0,3}})?)\.?$",
    re.IGNORECASE,
)
"""When a live report's entry was made, and by whom where that is run on to it: "21:00Ann Lee", "21 mins ago"."""


SAID = re.compile(
    r"\b(?:said|told|wrote|sagten?|teilte|erklärten?|dijo|dijeron|afirmó|disse(?:ram)?|afirmou|ha detto|a dit|a déclaré|zei|zegt|sa|sier|sade|sagde|sanoi|powiedzia\w+|řek\w+|сказал\w*|заявил\w*|söyledi)\b",
)
"""In lower case: a sentence that tells what somebody said is a story's, whatever else it says."""
SAID_ENDS = tuple('.!?"”“»’')
"""How such a sentence ends."""


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page, not to the story."""
    return len(line) < PROMPT_LENGTH and not (line.endswith(SAID_ENDS) and SAID.search(lower(line))) and _is_short_furniture(line)


def is_consent(line: str, least: int = 2) -> bool:
    """Whether a line is a banner's that asks for consent: `least` of its words, and it speaks to its reader or is no sentence."""
    return len({word.casefold() for word in CONSENT.findall(line)}) >= least and (not line.endswith(".") or speaks(line))


def heads_comments(line: str) -> bool:
    """Whether a line stands above what readers say."""
    return len(line) < COMMENTS_LENGTH and bool(COMMENTS.match(line))


def is_lead_label(line: str) -> bool:
    """Whether a line says that other stories follow, and nothing else."""
    return (
        len(line) < STAMP_LENGTH and (line.endswith((":", "：")) or line.count(" ") < LABEL_WORDS) and bool(LEAD_LABEL.match(lower(line)))
    )


def leads_on(line: str) -> bool:
    """Whether a line begins with words that lead on to other pages."""
    return bool(LEADS.match(lower(line)))


@lru_cache(maxsize=32_768)
def _is_short_furniture(line: str) -> bool:
    # A line is asked about several times, and a site's lines come again on its next page.
    return (
        bool(LINE.match(lowered := lower(line)) or REPORTED_BY.match(line) or is_prompt(line))
        or (len(line) < STAMP_LENGTH and bool(PLAYER.fullmatch(lowered) or SHARED.fullmatch(lowered)))
        or (len(line) < RIGHTS_LENGTH and bool(RIGHTS.search(line)))
        or (len(line) < CONSENT_LENGTH and is_consent(line))
        or (len(line) < STAMP_LENGTH and bool(STAMP.match(line)))
    )
