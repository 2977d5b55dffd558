"""Which language a text is in, and what a name or a tag of a language stands for.

In goes what a front matter says (`fr-CA`, `French`, `français`), or a sample of a text where nothing is
said; out comes a language's two-letter code, or nothing where it is not clear.

>>> language_code("fr-CA"), language_code("Brazilian Portuguese"), language_code("日本語"), language_code("?")
('fr', 'pt', 'ja', '')
>>> detect_language("Die Bibliothek ist ein Gedächtnis, und wir sind es nicht mehr, die sich erinnern.")
'de'

Detection counts the commonest words of each language: in running text of any length every third word
is one of them, and few are shared (Grefenstette, "Comparing two language identification schemes",
JADT 1995: as good as letter trigrams from fifteen words on). Chinese, Japanese and Korean are told by their
characters. A dependency that knows a hundred languages would cost more to load than reading a post.
"""

from __future__ import annotations

import re
from collections import Counter

DEFAULT = "en"
"""The language of an essay that nothing is said of and that is too short, or too mixed, to tell."""

_NAMES = {
    "en": "eng english anglais englisch",
    "fr": "fra fre french francais",
    "de": "deu ger german deutsch allemand",
    "es": "spa spanish espanol castellano castilian",
    "it": "ita italian italiano",
    "pt": "por portuguese portugues",
    "nl": "nld dut dutch nederlands flemish vlaams",
    "sv": "swe swedish svenska",
    "ru": "rus russian русскии русский",
    "zh": "zho chi chinese mandarin cantonese 中文 汉语 漢語 简体中文 繁體中文 普通话 華語",
    "ja": "jpn japanese 日本語",
    "ko": "kor korean 한국어 조선말",
    "da": "dan danish dansk",
    "no": "nor nb nn norwegian norsk bokmal nynorsk",
    "fi": "fin finnish suomi",
    "ar": "ara arabic",
    "ca": "cat catalan catala",
    "hu": "hun hungarian magyar",
    "ro": "ron rum romanian romana",
    "tr": "tur turkish turkce",
    "el": "ell gre greek ελληνικα",
    "he": "heb hebrew",
    "hi": "hin hindi",
    "pl": "pol polish polski",
    "uk": "ukr ukrainian українська украінська",
    "cs": "ces cze czech cestina",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
_TAG = re.compile(r"([a-z]{2,3})(?:[-_.@].*)?")

COMMONEST = {
    "en": frozenset(
        """
        the of and to a in that is was it for on with as be at by not this are from or have an they which
        you were but his had her he she we i there their been has would will what when who more if no out
        so can all about its than into them some could these do my your how our just because only also any
        being been did does don't doesn't didn't can't isn't i'm i've it's that's there's they're you're we're
        let's let me us him get got go going made make may might must more most much many very such other
        another each every few own same those here both between through before after since over under up
        down off back upon again am said say says seems seem like thing things something right now then too
        even still well way while where why should shall one two first last new
        """.split()
    ),
    "fr": frozenset(
        """
        le la les de des du un une et est en que qui dans pour pas sur au aux ce cette ces il elle ils elles
        nous vous je on se son sa ses leur leurs avec par plus ne mais ou sont etait ont comme tout fait
        meme sans y a l'on qu'il c'est d'un d'une n'est bien peut etre tres aussi si mon ma notre entre
        """.split()
    ),
    "de": frozenset(
        """
        der die das und ist ein eine einen einem einer eines in den dem des zu mit von auf fur sich nicht
        auch es ich er sie wir ihr war im am als an aus bei nach wie aber so dass wenn noch nur oder sind
        hat haben wird werden kann uber um man durch zum zur was mehr vor schon sein seine ihre diese
        """.split()
    ),
    "es": frozenset(
        """
        el la los las de del y que en un una unos es por con para no se su sus lo al como mas pero o este
        esta esto ese esa eso son fue era ha han hay muy ya porque cuando sin sobre entre tambien si me mi
        le les nos yo ella ellos hasta donde desde todo todos ser tiene otra otro ni quien cada
        """.split()
    ),
    "it": frozenset(
        """
        il lo la i gli le di del della dei delle dello degli e che in un una uno per con non si da dal dalla
        sono come piu ma anche nel nella nei al alla ai alle questo questa quello quella era essere ha
        hanno ho se ci su sul sulla mi suo sua loro io lui lei noi cosa quando perche molto tra cui ogni
        """.split()
    ),
    "pt": frozenset(
        """
        o a os as de do da dos das e que em um uma uns para com nao se por no na nos nas ao mais como mas
        foi sua seu suas seus ou ser quando muito ja tambem so pelo pela ate isso ela ele eles entre era
        depois sem mesmo aos ter esta este isto eu voce tem sao foram havia nem minha meu cada
        """.split()
    ),
    "nl": frozenset(
        """
        de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar die bij wij je ik
        hij ze zij we u naar uit over door tot of wat nog wel geen meer werd worden wordt heeft hebben had
        was waren kan deze dit zo haar hun mijn onze onder veel al toch moet zou waar wie omdat
        """.split()
    ),
    "sv": frozenset(
        """
        och att det som en pa ar av for med den till inte om i ett han de har jag var vi sig sa man men
        fran hade eller kan nar hon hans ska skulle ut upp over under efter vid mot mycket nu mer bara
        deras detta denna dessa vad dar har blev bli varit alla sin sitt sina utan ocksa mig dig oss
        """.split()
    ),
    "ru": frozenset(
        """
        и в не на что я с он как это по но они мы она к у из за то же так от все бы о ее его был была были
        было для вы ты мне меня нас вас их если или когда уже до еще только ни да есть нет чтобы кто где
        со во себя себе этот эта эти того тот чем при даже может очень без этом том
        """.split()
    ),
}
"""Exact terms of the commonest words of a language; they are also what no key phrase is made of."""

COMMON_WORDS = frozenset().union(*COMMONEST.values())
"""Words that are common in one of the languages, and tell nothing."""

_COMMON_IN = {
    word: [language for language, commonest in COMMONEST.items() if word in commonest]
    for word in COMMON_WORDS
}
_FEWEST_WORDS = 8
_FEWEST_CHARACTERS = 4
_SHARE = 0.2
_LEAD = 1.25
_KANA_SHARE = 0.35


def language_code(text: str) -> str:
    """The code of the language that a name, a code or a tag names; empty where it names none.

    A code of two letters is taken as it is.
    """
    from searchkit.analysis.folding import fold

    text = text.strip()
    for name in re.findall(r"[^\W\d_]{3,}|[^\x00-\x7f]{2,}", text):
        if code := _CODES.get(fold(name)):
            return code
    tag = _TAG.fullmatch(text.lower())
    return _CODES.get(tag[1], tag[1]) if tag else ""


def detect_language(sample: str) -> str:
    """The language of running text, or nothing where it is too short, too mixed or of none we know."""
    from searchkit.analysis.analyzer import terms_of, words_in

    terms = terms_of(words_in(sample))
    return ("" if sample.isascii() else _by_characters(terms)) or _by_words(terms)


def _by_characters(terms: list[str]) -> str:
    """Where most terms are single characters of Chinese, Japanese or Korean."""
    scripts = Counter(map(_script, terms))
    kana, hangul = scripts["kana"], scripts["hangul"]
    together = scripts["han"] + kana + hangul
    if together < _FEWEST_CHARACTERS or 2 * together < len(terms):
        return ""
    if 2 * hangul > together:
        return "ko"
    return "ja" if kana > _KANA_SHARE * together else "zh"


def _script(term: str) -> str:
    first = term[0]
    if first < "\u1100":
        return ""
    if "\u3041" <= first <= "\u30ff" or "\u31f0" <= first <= "\u31ff":
        return "kana"
    if "\uac00" <= first <= "\ud7af" or first <= "\u11ff" or "\u3130" <= first <= "\u318f":
        return "hangul"
    return "han" if "\u2e80" <= first <= "\u9fff" or first >= "\uf900" else ""


def _by_words(terms: list[str]) -> str:
    words = [term for term in terms if not term.isdigit()]
    if len(words) < _FEWEST_WORDS:
        return ""
    if 3 * sum(map(COMMONEST["en"].__contains__, words)) >= len(words):
        return "en"  # no other language has so many of its words, and most essays are done with here
    found = Counter(language for word in words for language in _COMMON_IN.get(word, ()))
    (best, most), (_, next_most) = (*found.most_common(2), ("", 0), ("", 0))[:2]
    return best if most >= _SHARE * len(words) and most >= _LEAD * next_most else ""
