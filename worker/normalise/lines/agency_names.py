"""The news agencies of the world: how the trade writes them, what else they are called, and their own sites."""

from __future__ import annotations

import re

# A name that is also a word or a first name ("Petra", "Fars", "MAP") stands here in its long form only.
NAMES: dict[str, tuple[str, ...]] = {
    # worldwide
    "Reuters": ("Reuters", "Thomson Reuters", "Рейтер", "路透社", "路透", "ロイター", "ロイター通信", "로이터",
                "로이터통신", "رويترز", "رویترز", "رائٹرز", "רויטרס", "रॉयटर्स", "রয়টার্স", "รอยเตอร์", "Ρόιτερς", "Ройтерс", "Рейтерс"),
    "AP": ("AP", "Associated Press", "The Associated Press", "美联社", "美聯社", "AP通信", "ＡＰ", "AP통신", "أ ب", "أسوشيتد برس",
           "آسوشیتدپرس", "Ассошиэйтед Пресс", "Асошиейтед прес", "เอพี", "এপি", "एपी"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse", "AFP-Relaxnews",
            "法新社", "AFP通信", "ＡＦＰ", "AFP통신", "АФП", "Франс Пресс", "Франс-Пресс", "أ ف ب", "فرانس برس",
            "خبرگزاری فرانسه", "اے ایف پی", "এএফপি", "एएफपी", "เอเอฟพี"),
    "Bloomberg": ("Bloomberg", "Bloomberg News", "彭博社", "ブルームバーグ", "블룸버그", "بلومبرغ", "Блумберг"), "UPI": ("UPI",),
    "Inter Press Service": ("Inter Press Service",),
    "Catholic News Agency": ("Catholic News Agency",), "Catholic News Service": ("Catholic News Service",),
    "Religion News Service": ("Religion News Service", "RNS"), "JTA": ("JTA", "Jewish Telegraphic Agency"),
    # North America
    "Canadian Press": ("CP", "The Canadian Press", "Canadian Press", "La Presse Canadienne"), "TNS": ("TNS", "Tribune News Service"),
    "Tribune Content Agency": ("Tribune Content Agency",), "States News Service": ("States News Service",),
    # British Isles, Australia
    "PA": ("PA", "PA Media", "Press Association"), "SWNS": ("SWNS", "South West News Service"),
    "AAP": ("AAP", "Australian Associated Press"), "NCA NewsWire": ("NCA NewsWire",),
    # German
    "dpa": ("dpa", "dpa-AFX", "Deutsche Presse-Agentur", "dpa-infocom", "Deutsche Presse Agentur", "د ب أ", "德新社", "ДПА"),
    "APA": ("APA", "Austria Presse Agentur"), "Keystone-SDA": ("Keystone-SDA", "SDA", "sda", "ATS", "Keystone-ATS"),
    "AWP": ("AWP", "AWP Finanznachrichten"), "SID": ("SID", "Sport-Informations-Dienst", "Sportinformationsdienst"),
    "epd": ("epd", "epdÖ", "Evangelischer Pressedienst"), "KNA": ("KNA", "Katholische Nachrichten-Agentur"), "kathpress": ("kathpress",),
    "dts": ("dts", "dts Nachrichtenagentur"), "spot on news": ("spot on news",),
    # Low Countries, Nordic, Baltic
    "ANP": ("ANP", "Algemeen Nederlands Persbureau"), "Belga": ("Belga",), "NTB": ("NTB", "Norsk Telegrambyrå"),
    "TT": ("TT", "TT Nyhetsbyrån"), "Ritzau": ("Ritzau",), "STT": ("STT", "STT-Lehtikuva"), "BNS": ("BNS", "Baltic News Service"),
    "ELTA": ("ELTA",), "LETA": ("LETA",),
    # Romance
    "EFE": ("EFE", "Agencia EFE", "Agência EFE", "埃菲社", "ЭФЕ"), "Europa Press": ("Europa Press",), "Servimedia": ("Servimedia",),
    "Colpisa": ("Colpisa",), "ANSA": ("ANSA", "Agenzia ANSA", "安莎社"), "AGI": ("AGI",), "Adnkronos": ("Adnkronos",),
    "LaPresse": ("LaPresse",),
    "Askanews": ("Askanews",), "Italpress": ("Italpress",), "Lusa": ("Lusa", "Agência Lusa"), "Agerpres": ("Agerpres",),
    "Mediafax": ("Mediafax",), "Agência Brasil": ("Agência Brasil",), "Estadão Conteúdo": ("Estadão Conteúdo", "Agência Estado"),
    "Folhapress": ("Folhapress",), "Télam": ("Télam", "Telam"), "Notimex": ("Notimex",), "Prensa Latina": ("Prensa Latina",),
    "Andina": ("Agencia Andina",),
    # Central Europe, Balkans
    "PAP": ("PAP", "Polska Agencja Prasowa"), "ČTK": ("ČTK", "CTK", "Česká tisková kancelář"), "TASR": ("TASR",), "SITA": ("SITA",),
    "MTI": ("MTI", "Magyar Távirati Iroda"), "HINA": ("HINA", "Hina"), "Tanjug": ("Tanjug", "Танјуг"), "BTA": ("BTA", "БТА"),
    "FENA": ("FENA", "Fena"), "SRNA": ("SRNA", "Срна"), "AMNA": ("AMNA", "ΑΠΕ-ΜΠΕ", "ΑΠΕ"),
    # Eastern Europe, Central Asia, Turkey
    "TASS": ("TASS", "ITAR-TASS", "ТАСС", "塔斯社", "タス通信", "تاس", "타스통신"), "Interfax": ("Interfax", "Интерфакс"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости", "俄新社"), "Ukrinform": ("Ukrinform", "Укрінформ"),
    "UNIAN": ("UNIAN", "УНІАН", "УНИАН"),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Інтерфакс-Україна"), "BelTA": ("BelTA", "БЕЛТА"), "Kazinform": ("Kazinform", "Казинформ"),
    "Azertac": ("Azertac", "AZERTAC"), "Armenpress": ("Armenpress",),
    "Anadolu": ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "AA", "وكالة الأناضول"),
    "DHA": ("DHA", "Demirören Haber Ajansı"), "İHA": ("İHA", "İhlas Haber Ajansı"),
    # Middle East, Africa
    "WAM": ("WAM", "Emirates News Agency", "وام"), "SPA": ("Saudi Press Agency", "واس"), "KUNA": ("KUNA", "Kuwait News Agency", "كونا"),
    "QNA": ("QNA", "Qatar News Agency", "قنا"), "MENA": ("Middle East News Agency", "أ ش أ"), "Petra": ("Jordan News Agency", "بترا"),
    "WAFA": ("WAFA", "وفا"), "SANA": ("SANA", "سانا"),
    "IRNA": ("IRNA", "ایرنا", "إرنا"), "ISNA": ("ISNA", "ایسنا"), "Fars": ("Fars News Agency", "خبرگزاری فارس"),
    "Mehr": ("Mehr News Agency", "خبرگزاری مهر"), "Tasnim": ("Tasnim News Agency", "خبرگزاری تسنیم"), "MAP": ("Maghreb Arabe Presse",),
    "APS": ("Algérie Presse Service",),
    "NAN": ("NAN", "News Agency of Nigeria"), "GNA": ("Ghana News Agency",), "Angop": ("Angop", "ANGOP"),
    # South and East Asia
    "PTI": ("PTI", "Press Trust of India", "भाषा", "पीटीआई"),
    "ANI": ("ANI", "Asian News International"), "IANS": ("IANS", "Indo-Asian News Service"),
    "APP": ("Associated Press of Pakistan", "اے پی پی"), "BSS": ("BSS", "বাসস", "Bangladesh Sangbad Sangstha"),
    "UNB": ("UNB", "ইউএনবি", "United News of Bangladesh"),
    "Xinhua": ("Xinhua", "Xinhua News Agency", "新华社", "新華社", "شينخوا", "Синьхуа", "신화통신", "ซินหัว"),
    "China News Service": ("China News Service", "中新社", "中新网"),
    "CNA": ("Central News Agency", "中央社"), "Kyodo": ("Kyodo", "Kyodo News", "共同通信", "共同", "共同社"),
    "Jiji": ("Jiji", "Jiji Press", "時事通信", "時事"),
    "Yonhap": ("Yonhap", "Yonhap News Agency", "연합뉴스", "韩联社", "韓聯社", "聯合ニュース", "Рёнхап"), "Newsis": ("Newsis", "뉴시스"),
    "News1": ("뉴스1",), "KCNA": ("KCNA", "조선중앙통신", "朝中社"), "VNA": ("VNA", "TTXVN", "Vietnam News Agency"),
    "Antara": ("Antara",), "Bernama": ("Bernama",), "PNA": ("Philippine News Agency",),
}  # fmt: skip
"""Each agency with every way in which a credit may write it."""
DOMAINS = {
    "reuters.com": "Reuters", "apnews.com": "AP", "afp.com": "AFP", "afpbb.com": "AFP", "bloomberg.com": "Bloomberg", "upi.com": "UPI",
    "ipsnews.net": "Inter Press Service", "catholicnewsagency.com": "Catholic News Agency", "religionnews.com": "Religion News Service",
    "jta.org": "JTA", "thecanadianpress.com": "Canadian Press", "pa.media": "PA", "aap.com.au": "AAP", "dpa.com": "dpa", "apa.at": "APA",
    "kathpress.at": "kathpress", "kna.de": "KNA", "epd.de": "epd", "anp.nl": "ANP", "belganewsagency.eu": "Belga", "ntb.no": "NTB",
    "tt.se": "TT", "stt.fi": "STT", "elta.lt": "ELTA", "leta.lv": "LETA", "efe.com": "EFE", "europapress.es": "Europa Press",
    "servimedia.es": "Servimedia", "ansa.it": "ANSA", "agi.it": "AGI", "adnkronos.com": "Adnkronos", "lapresse.it": "LaPresse",
    "askanews.it": "Askanews", "italpress.com": "Italpress", "lusa.pt": "Lusa", "agerpres.ro": "Agerpres", "mediafax.ro": "Mediafax",
    "telam.com.ar": "Télam", "notimex.gob.mx": "Notimex", "prensa-latina.cu": "Prensa Latina", "andina.pe": "Andina", "pap.pl": "PAP",
    "ctk.cz": "ČTK", "ctk.eu": "ČTK", "tasr.sk": "TASR", "sita.sk": "SITA", "mti.hu": "MTI", "hina.hr": "HINA", "tanjug.rs": "Tanjug",
    "bta.bg": "BTA", "amna.gr": "AMNA", "tass.com": "TASS", "tass.ru": "TASS", "interfax.ru": "Interfax", "interfax.com": "Interfax",
    "ria.ru": "RIA Novosti", "ukrinform.net": "Ukrinform", "ukrinform.ua": "Ukrinform", "unian.ua": "UNIAN", "unian.net": "UNIAN",
    "interfax.com.ua": "Interfax-Ukraine", "belta.by": "BelTA", "inform.kz": "Kazinform", "azertag.az": "Azertac",
    "armenpress.am": "Armenpress", "aa.com.tr": "Anadolu", "dha.com.tr": "DHA", "iha.com.tr": "İHA", "wam.ae": "WAM", "spa.gov.sa": "SPA",
    "kuna.net.kw": "KUNA", "qna.org.qa": "QNA", "mena.org.eg": "MENA", "petra.gov.jo": "Petra", "irna.ir": "IRNA", "isna.ir": "ISNA",
    "farsnews.ir": "Fars", "mehrnews.com": "Mehr", "tasnimnews.com": "Tasnim", "mapnews.ma": "MAP", "aps.dz": "APS", "nannews.ng": "NAN",
    "gna.org.gh": "GNA", "ptinews.com": "PTI", "aninews.in": "ANI", "ianslive.in": "IANS", "app.com.pk": "APP", "bssnews.net": "BSS",
    "unb.com.bd": "UNB", "xinhuanet.com": "Xinhua", "news.cn": "Xinhua", "chinanews.com": "China News Service",
    "chinanews.com.cn": "China News Service", "cna.com.tw": "CNA", "kyodonews.net": "Kyodo", "jiji.com": "Jiji", "yna.co.kr": "Yonhap",
    "newsis.com": "Newsis", "news1.kr": "News1", "kcna.kp": "KCNA", "vnanet.vn": "VNA", "antaranews.com": "Antara",
    "bernama.com": "Bernama", "pna.gov.ph": "PNA",
}  # fmt: skip
"""The agencies' own sites, by registered domain."""
CANON = {alias: name for name, aliases in NAMES.items() for alias in aliases}
# "DPA" and "dpa", "SID" and "sid" are written; "Ani" is a person.
CANON |= {
    form: name for alias, name in list(CANON.items()) for form in (alias.upper(), alias.lower()) if len(alias) <= 4 or " " not in alias
}
_WRITTEN = {form for alias in (alias for aliases in NAMES.values() for alias in aliases) for form in (alias, alias.upper())}
ANY = "|".join(sorted(map(re.escape, _WRITTEN), key=len, reverse=True))
