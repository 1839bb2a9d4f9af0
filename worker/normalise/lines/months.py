"""Names of the months in the languages of the press."""

from __future__ import annotations

import unicodedata

_NAMES = (
    "january januar jänner janvier enero gennaio janeiro januari styczeń stycznia leden ledna ianuarie января січня ocak "
    "tammikuu tammikuuta jan ene gen янв ιανουαρίου sty januara siječnja januarja januára január sausio janvāris janvārī "
    "jaanuar janúar януари јануар јануара يناير كانون_الثاني جانفي ינואר בינואר जनवरी জানুয়ারি জানুয়ারী جنوری ژانویه "
    "มกราคม ม.ค.",
    "february februar feber février febrero febbraio fevereiro februari luty lutego únor února februarie февраля лютого "
    "şubat helmikuu helmikuuta feb fév fev févr фев φεβρουαρίου lut februara veljače februarja február februára vasario "
    "februāris februārī veebruar febrúar февруари фебруар фебруара فبراير شباط فيفري פברואר בפברואר फरवरी फ़रवरी "
    "ফেব্রুয়ারি ফেব্রুয়ারী فروری فوریه กุมภาพันธ์ ก.พ.",
    "march märz mars marzo março maart marts marzec marca březen března március martie марта березня mart maaliskuu "
    "maaliskuuta mar mär mrz мар μαρτίου maret ožujka marec kovo martā märts март مارس آذار מרץ במרץ मार्च মার্চ مارچ "
    "มีนาคม มี.ค.",
    "april avril abril aprile kwiecień kwietnia duben dubna április aprilie апреля квітня nisan huhtikuu huhtikuuta apr abr "
    "avr апр απριλίου kwi aprila travnja apríl apríla balandžio aprīlis aprīlī aprill април априла أبريل ابريل نيسان أفريل "
    "אפריל באפריל अप्रैल এপ্রিল اپریل آوریل เมษายน เม.ย.",
    "may mai mayo maggio maio mei maj maja květen května május мая травня mayıs toukokuu toukokuuta mag май μαΐου svibnja "
    "máj mája gegužės maijs maijā maí мај маја مايو أيار ماي מאי במאי मई মে مئی مه พฤษภาคม พ.ค.",
    "june juni juin junio giugno junho czerwiec czerwca červen června június iunie июня червня haziran kesäkuu kesäkuuta "
    "jun giu июн ιουνίου cze juna lipnja junija jún júna birželio jūnijs jūnijā juuni júní юни јун јуна يونيو حزيران جوان "
    "יוני ביוני जून জুন جون ژوئن มิถุนายน มิ.ย.",
    "july juli juillet julio luglio julho lipiec lipca červenec července július iulie июля липня temmuz heinäkuu heinäkuuta "
    "jul lug июл ιουλίου lip jula srpnja julija júl júla liepos jūlijs jūlijā juuli júlí юли јул јула يوليو يوليوز تموز جويلية "
    "יולי ביולי जुलाई জুলাই جولائی ژوئیه กรกฎาคม ก.ค.",
    "august août agosto augustus augusti sierpień sierpnia srpen srpna augusztus августа серпня ağustos elokuu elokuuta "
    "agustus aug ago авг αυγούστου sie avgust avgusta augusta kolovoza rugpjūčio augusts augustā ágúst август أغسطس غشت اغسطس "
    "آب أوت אוגוסט באוגוסט अगस्त আগস্ট اگست اوت สิงหาคม ส.ค.",
    "september septembre septiembre settembre setembro wrzesień września září szeptember septembrie сентября вересня eylül "
    "syyskuu syyskuuta sep sept set сен σεπτεμβρίου wrz septembar septembra rujna rugsėjo septembris septembrī септември "
    "септембар септембра سبتمبر شتنبر أيلول ספטמבר בספטמבר सितंबर सितम्बर সেপ্টেম্বর ستمبر سپتامبر กันยายน ก.ย.",
    "october oktober octobre octubre ottobre outubro październik października říjen října október octombrie октября жовтня "
    "ekim lokakuu lokakuuta oct okt ott out окт οκτωβρίου paź oktobar oktobra októbra spalio oktobris oktobrī oktoober "
    "октомври октобар октобра أكتوبر اكتوبر تشرين_الأول אוקטובר באוקטובר अक्टूबर अक्तूबर অক্টোবর اکتوبر اکتبر ตุลาคม ต.ค.",
    "november novembre noviembre novembro listopad listopada listopadu noiembrie ноября листопада kasım marraskuu "
    "marraskuuta nov ноя νοεμβρίου lis novembar novembra studenoga studenog lapkričio novembris novembrī nóvember ноември "
    "новембар новембра نوفمبر نونبر تشرين_الثاني נובמבר בנובמבר नवंबर नवम्बर নভেম্বর نومبر نوامبر พฤศจิกายน พ.ย.",
    "december dezember décembre diciembre dicembre dezembro grudzień grudnia prosinec prosince decembrie декабря грудня "
    "aralık joulukuu joulukuuta desember dec dez déc dic дек δεκεμβρίου gru decembar decembra prosinca gruodžio decembris "
    "decembrī detsember декември децембар децембра ديسمبر دجنبر كانون_الأول דצמבר בדצמבר दिसंबर दिसम्बर ডিসেম্বর دسمبر دسامبر "
    "ธันวาคม ธ.ค.",
)
"""January first, as dates have them; "_" for a space. Croatian "listopada" is left out: in Polish and Czech it is the month after."""
MONTH = {name.replace("_", " "): number for number, names in enumerate(_NAMES, 1) for name in names.split()}


def month(name: str) -> int:
    """The number of a month that a pattern found, in whatever case."""
    return _BY_FOLDED[_folded(name)]


def _folded(name: str) -> str:
    """A name as patterns compare it: Turkish has i with and without a dot, and Greek letters may come apart."""
    return unicodedata.normalize("NFC", name.casefold()).replace("i\u0307", "i").replace("ı", "i")


_BY_FOLDED = {_folded(name): number for name, number in MONTH.items()}
