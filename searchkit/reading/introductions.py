"""Who is quoted next: the paragraph before a quote goes in, an `Attribution` comes out, or None.

    As Simone Weil puts it in *Gravity and Grace*:      a name before a verb of saying
    In the words of Ward Cunningham,                    a name after such words
    Here is a passage from Orwell's *1984*:             whose work it is, or what work

Only the last sentence is read, and only where it leads on to the quote. The last verb of saying in it
has a subject, and that must be a name: in `as Orwell wrote, and as I say:` it is none.

>>> read_introduction("Or, as Simone Weil puts it in Gravity and Grace:", ["Gravity and Grace"]).to_dict()
{'author': 'Simone Weil', 'work': 'Gravity and Grace'}
>>> read_introduction("I know it from Orwell. And my friend wrote:") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searchkit.essay import Attribution
from searchkit.reading.dates import parse_date
from searchkit.reading.names import is_name, is_person, name_at_end

_LONGEST = 300
_TITLE = "\ufffc"
_LEADS_ON = re.compile(r"(?:[:：,，—–]|\.\.\.|…)[\"”]?\s*\Z")
_SENTENCE_END = re.compile(r"(?<=[^\W_A-Z])(?<! al)[.!?…][\"”’')]*\s+(?=\S)|\n")

_ADVERB = (
    r"(?:once|also|later|then|again|even|recently|famously|himself|herself|themselves|has|had|have|having|since"
    r"|already|so|\w+ly|a déjà|a|hat|ha)"
)
_SAYING = re.compile(
    rf"""
    (?<!\w)(?:{_ADVERB}\s)*+
    (?:
      (?P<plural>write|say|note|observe|explain|argue|describe|suggest|report|conclude|ask) |
      (?:put|puts|said|says|framed|frames|phrased|phrases|expressed|expresses)\s(?:it|this|that)
    | wrote | writes | written | said | says | noted | notes | observed | observes | explained | explains
    | argued | argues | described | describes | commented | comments | remarked | remarks | replied | replies
    | responded | responds | asked | asks | answered | answers | added | adds | continued | continues
    | concluded | concludes | warned | warns | tweeted | tweets | posted | posts | quipped | recalled
    | recalls | declared | declares | stated | states | suggested | suggests | summarized | summarizes
    | summarised | summarises | confessed | insisted | insists | lamented | mused | muses | proclaimed
    | announced | announces | reported | reports | reminds\sus | tells | told | teaches | taught | claimed
    | claims | predicted | predicts | admitted | admits | advised | advises | disagreed | agreed | expressed
    | defines | defined | (?:points|pointed)\sout | opined | reflected | reflects | joked | jokes | retorted
    | écrit | écrivait | écrivit | dit | disait | notait | affirme | explique | résume
    | schreibt | schrieb | sagt | sagte | geschrieben | erklärt | formuliert
    | escribe | escribió | escribía | dice | dijo | decía | scrive | scrisse | scriveva | diceva | disse
    | escreve | escreveu | diz | schrijft | schreef | zegt | zei | skriver | skrev | säger
    )(?![\w’'])
    """,
    re.VERBOSE,
)
# Where another clause follows, the quote is what it leads to.
_ANOTHER_CLAUSE = re.compile(
    r"\b(?:(?:and|but|so|yet|while) (?:I|we|he|she|they|you|it|my|our|his|her|their|the|an?|this|that|then)"
    r"|because|which|who|whose)\b|, (?:I|we|he|she|they|you|it)\b"
)
_TWO = re.compile(r"(?P<first>.*\S) (?:and|&) (?P<second>\S.*)\Z")
_APPOSITION = re.compile(r"(?P<before>.*[^\s,]),\s(?P<inside>[^,]{1,100}),\Z")
_PARENTHESIS = re.compile(r"\s*\((?P<inside>[^()]*)\)\Z|\s+<?[^\s<>@]+@[^\s<>@]+>?\Z")
_INVERTED = re.compile(r"\s(?P<name>[^:,]{2,60}?)(?:\s(?:in|dans|en)\s[^:]*)?\s?[:,]\s*\Z")
_NAMED = re.compile(
    r"""
    \b(?:[Ii]n\sthe\s(?:immortal\s|famous\s)?words\sof|[Tt]o\s(?:quote|paraphrase|borrow\sfrom)|[Qq]uoting
    |[Aa]ccording\sto|[Ww]ritten\sby|[Qq]uoth|[Ss]elon|[Ss]egún|[Ss]econdo)\s
    (?P<who>[^:,]{2,80}?)(?:,?\s(?:again|once\smore|here))?(?:\s(?:in|from)\s[^:]*)?[:,]\s*\Z
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(
    r"(?P<who>(?:[^\s,;:()]+\s){0,4}[^\s,;:()]+?)(?:['’]s|(?<=s)['’])\s(?:[\w-]+\s){0,5}\Z"
)
_OF_WORK = re.compile(r"\b(?:in|from|dans|en|aus|[Ff]rom|[Ii]n)\b(?:\s[^\s,.;:]+){0,7}?\s*\Z")
_FROM = re.compile(r"\b[Ff]rom(?:\s[a-z]+){0,4}\s*\Z")
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{2,100}?)[,.]?[”\"»]")
_MAIL = re.compile(r"(?:On|Le|Am|El)\s(?P<date>.{6,40}?\d{4})\b")
_IN_CHINESE = re.compile(
    r"(?:\A|[，。、；：！？“”])(?P<who>[\u3400-\u9fff·]{2,10}?)曾?[在于]《(?P<work>[^《》]{1,40})》[^，。：]{0,8}"
    r"[写寫说說道到言曰]{1,2}[：:]\s*\Z"
)
_NOT_IN_CHINESE = re.compile(r"我|你|他|她|它|作者|笔者|自己|本人|有人")


def read_introduction(
    text: str, titles: Sequence[str] = (), links: Sequence[tuple[str, str]] = ()
) -> Attribution | None:
    """Who the end of `text` says is quoted next.

    `titles` are the texts in it that are emphasized or cited, `links` are texts and addresses.
    """
    if not _LEADS_ON.search(text):
        return None
    sentence = _SENTENCE_END.split(text[-_LONGEST:])[-1].strip()
    if chinese := _IN_CHINESE.search(sentence):
        if _NOT_IN_CHINESE.search(chinese["who"]):
            return None
        return Attribution(author=chinese["who"], work=chinese["work"])
    works = list(_titles_in(sentence, titles))
    author, date = _speaker(_masked(sentence, works))
    if author:
        work = next((title for place, title in works if _OF_WORK.search(sentence[:place].rstrip('"“«'))), "")
    else:
        author, work = _named(sentence, works)
    if not author and not work:
        return None
    url = next((href for words, href in links if work and work in words), "")
    return Attribution(author=author, work=work, date=date, url=url)


def _titles_in(sentence: str, emphasized: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where in a sentence titles stand: what is emphasized or quoted in it and begins as one."""
    for text in (*emphasized, *_QUOTED.findall(sentence)):
        title = text.rstrip(":,. ")
        place = sentence.find(title)
        if place >= 0 and (title[:1].isupper() or title[:1].isdigit()):
            yield place, title


def _masked(sentence: str, works: Sequence[tuple[int, str]]) -> str:
    """A sentence in which a title is one word, as it is to grammar."""
    for place, title in works:
        sentence = sentence[:place] + _TITLE * len(title) + sentence[place + len(title) :]
    return sentence


def _speaker(sentence: str) -> tuple[str, str]:
    """The name that is the subject of the last verb of saying, and a date beside it."""
    verbs = list(_SAYING.finditer(sentence))
    if not verbs:
        return "", ""
    verb = verbs[-1]
    tail = sentence[verb.end() :]
    if not _ANOTHER_CLAUSE.search(tail):
        before = sentence[: verb.start()].rstrip()
        date = ""
        while beside := _PARENTHESIS.search(before):
            date = date or _iso(beside["inside"] or "")
            before = before[: beside.start()].rstrip()
        if name := _two(before) if verb["plural"] else _subject(before):
            mail = _MAIL.match(sentence)
            return name, date or (_iso(mail["date"]) if mail else "")
        inverted = _INVERTED.match(tail)
        if inverted and not before[-1:].isupper() and is_name(inverted["name"]) and " " in inverted["name"]:
            return inverted["name"], ""
    return "", ""


def _two(before: str) -> str:
    """The subject of a plural verb: `Ann Lee and Bob Moss`, or `Lee et al.`."""
    if before.endswith("et al."):
        return name_at_end(before)
    both = _TWO.match(before)
    names = (name_at_end(both["first"]), name_at_end(both["second"])) if both else ("", "")
    return " and ".join(names) if all(names) else ""


def _subject(before: str) -> str:
    """The name that the words before a verb end with; `Ann Lee, an editor, ` ends with one too."""
    if not before.endswith(","):
        return name_at_end(before)
    apposition = _APPOSITION.match(before)
    if apposition is None:
        return ""
    inside = apposition["inside"]
    if " " in inside and is_person(inside):  # `our Director, Ann Lee,`
        return inside
    return name_at_end(apposition["before"]) or _described(inside)


def _described(apposition: str) -> str:
    """The name at the end of `the architect Levi Wall`, but not of `the editor of The Economist`."""
    name = name_at_end(apposition)
    before = apposition[: -len(name)].split() if name else []
    return name if before and before[-1] not in ("of", "at", "for", "from", "in", "with", "by", "to") else ""


def _named(sentence: str, works: Sequence[tuple[int, str]]) -> tuple[str, str]:
    """The author and the work of a sentence without a verb of saying."""
    if named := _NAMED.search(sentence):
        who = named["who"]
        name = who if is_name(who) else _described(who)
        if name:
            work = next((title for place, title in works if place > named.start()), "")
            return name, work
    end = _LEADS_ON.sub("", sentence).rstrip("\"”»’' ")
    for place, title in works:
        before = sentence[:place].rstrip("\"“«‘'")
        after = end[place + len(title) :].strip("\"”»,’' ")
        if after.startswith("by ") and is_name(after[3:]):
            return after[3:], title
        if after:
            continue
        if possessive := _POSSESSIVE.search(before):
            return name_at_end(possessive["who"]), title
        if _FROM.search(before):
            return "", title
    return "", ""


def _iso(text: str) -> str:
    """A date in a parenthesis, a year as it is."""
    if re.fullmatch(r"(?:1\d{3}|20\d\d)[a-z]?", text):
        return text[:4]
    date = parse_date(text) if len(text) > 7 else None
    return date.isoformat() if date else ""
