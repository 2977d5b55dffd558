"""Who a quotation is by: an attribution line goes in, an `Attribution` comes out, or None.

The line has a dash before it, or stands in `<cite>` or `<footer>`. What reads like a sentence is none,
nor is a name with a hyphen before it unless it is plain to see that it is a name: a list ends like that.

>>> str(read_attribution("— Edsger Dijkstra, *On the cruelty*, 1988".replace("*", "")))
'Edsger Dijkstra, On the cruelty, 1988'
>>> read_attribution("— Waldo Jaquith (@waldojaquith) May 3, 2016").to_dict()
{'author': 'Waldo Jaquith', 'handle': '@waldojaquith', 'date': '2016-05-03'}
>>> read_attribution("— Thinking in Systems, 2008", titles=["Thinking in Systems"]).to_dict()
{'work': 'Thinking in Systems', 'date': '2008'}
>>> read_attribution("— But he did not go on.") is None, read_attribution("- buy Ann a book") is None
(True, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from searchkit.essay import Attribution
from searchkit.reading.dates import parse_date
from searchkit.reading.names import is_name, is_person

LONGEST = 200
"""Code points of an attribution line."""

_LINE = re.compile(r"\s*(?P<dash>[—–―─]{1,2}|-{1,3}|[~〜])\s*(?P<who>\S.*)\Z")
_AFTER_QUOTE = re.compile(
    r"(?:(?P<closed>[”\"»」』])[ ]?|(?P<ended>(?<=[.!?…])[\"”’'»)]*[ ]))"
    r"(?P<line>(?:[—–―]|--?-?)[ ]?\S[^—–―]*)\Z"
)
_WHOLLY_QUOTED = re.compile(r"[\"“«][^\"“”«»]+[\"”»][ ]?(?P<who>[^\"“”«»]+)\Z")

_DAY = re.compile(r"[,\s(]*(?P<day>(?:(?:\d\d? )?[^\W\d_]{3,9}\.?,? (?:\d\d?,? )?)(?:1\d{3}|20\d\d))\)?\Z")
_LIFE = re.compile(r"\s*[(（]\d{4}\s*[-–—~]\s*\d{4}[)）]")
_GAP = re.compile(r"\s+(?:in|from|by)\s*(?=,)|\s*,\s*(?=,)")
"""What a tag of a template leaves that only its site can fill in: `The Card, in , , p. 3`."""

_YEAR = re.compile(r"[,\s]*\(?\b(?P<year>1\d{3}|20\d\d)\)?\Z")
_PAGES = re.compile(r"(?:pp?\.|page|pages|S\.)\s*[\dIVXLC]", re.IGNORECASE)
_PAGES_AFTER = re.compile(r",?\s*(?=\bpp?\.\s*\d)")
_IBID = re.compile(r"(?:ibid(?:em)?|idem)\b\.?", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_HANDLE = re.compile(r"\s*\(?(?P<handle>@[\w.-]*\w)\)?")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.\Z")
_WORK_BEGINS = re.compile(
    r"\s*(?:[,，、:]|(?=[《「『“\"«(（])|\b(?:in|from)\b(?=\s+[\"“'‘A-Z])|\s[-–—|/·]\s)\s*"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|Ph\.?D|M\.?D|Esq|II|III|IV)\b\.?,?\s*")
_IN = re.compile(r"(?:quoted\s+)?(?:in|from)\s+(?=[\"“'‘A-Z])", re.IGNORECASE)
_WRAPPING = " \t,，;\"'“”‘’«»()（）[]《》「」『』"
_TITLE_QUOTED = re.compile(r"(?:“[^“”]+”|\"[^\"]+\"|«[^«»]+»|《[^《》]+》|『[^『』]+』)")

_TITLE_ENDS = re.compile(r"[,，]?(?:[”»\"》』]|’(?=,|\s*\Z))[,，]?\s*")

_ROLE = re.compile(
    r"""
    (?:former\b|[\w-]*(?:
    engineer|director|manager|president|minister|secretary|senator|professor|author|editor|founder|developer
    |designer|researcher|scientist|chair(?:man|woman|person)?|officer|head|lead(?:er)?|writer|poet|novelist
    |philosopher|journalist|analyst|consultant|chief|teacher|student|architect|economist|historian|owner
    |partner|fellow|member|administrator|commissioner|governor|mayor|judge|justice|lawyer|physicist
    |mathematician|biologist|artist|musician|composer|director|producer|critic|activist|strategist
    |specialist|coordinator|advisor|adviser|executive|investor|programmer|participant|reader|user
    )s?\b|\b(?:C[ETFOI]O|VP|MP|PM|Ph\.?D|M\.?D)\b|\bat\s[A-Z]|[家者长師师員员教授统理]\Z)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:and|but|so|or|because|who|which|that|i|we|he|she|it|you|they|said|says|is|was|are|were|have|has)\b",
    re.IGNORECASE,
)
_STOPS_SHORT = re.compile(r"[!?…,;:]\Z|\.\.\Z")


def read_attribution(
    line: str, titles: Sequence[str] = (), url: str = "", *, dashed: bool = True
) -> Attribution | None:
    """The attribution that `line` is, or nothing where it is part of what is quoted.

    `titles` are the texts in it that are emphasized or cited, `url` is where it links. A line that is
    marked as an attribution otherwise need not be `dashed`.
    """
    if len(line) > LONGEST or "\n" in line.strip():
        return None
    found = _LINE.match(line)
    if found:
        return _read(found["who"].strip(), titles, url, plain=found["dash"] not in ("-", "~", "〜"))
    return None if dashed else _read(line.strip(), titles, url, plain=True)


def resolved(attribution: Attribution, earlier: Attribution | None) -> Attribution:
    """`attribution` with what `ibid.` stands for in it, if there is an earlier one.

    >>> resolved(Attribution(work="ibid., p. 4"), Attribution(author="Ann Lee", work="The Card, p. 3")).work
    'The Card, p. 4'
    """
    same = _IBID.match(attribution.work)
    if same is None or earlier is None or attribution.author:
        return attribution
    work = _PAGES_AFTER.split(earlier.work, maxsplit=1)[0]
    return replace(earlier, work=f"{work}{attribution.work[same.end() :]}")


def split_attribution(line: str, titles: Sequence[str] = (), url: str = "") -> tuple[int, Attribution] | None:
    """Where in the last line of a quote its attribution begins, and that: `“…” – Ann Lee, The Card`."""
    tail_start = max(0, len(line) - LONGEST)
    found = _AFTER_QUOTE.search(line, tail_start)
    if found is None:
        return None
    attribution = read_attribution(found["line"], titles, url)
    if attribution is None or (found["ended"] and " " not in attribution.author):
        return None
    end = found.end("closed") if found["closed"] else found.start("line")
    return end, attribution


def follows_closing_quote(text: str) -> tuple[int, Attribution] | None:
    """The same for a text that is wholly in quotation marks: `“…” Ann Lee, editor`."""
    found = _WHOLLY_QUOTED.fullmatch(text) if text[-1:] not in '"”»' and len(text) < 5_000 else None
    if found is None or len(found["who"]) > LONGEST:
        return None
    attribution = _read(found["who"].strip(), (), "", plain=False)
    return (found.start("who"), attribution) if attribution else None


def _read(who: str, titles: Sequence[str], url: str, *, plain: bool) -> Attribution | None:
    """`plain` says that something else than its words makes it an attribution."""
    if _stops_short(who, titles):
        return None
    who, date = _without_date(_GAP.sub("", _LIFE.sub("", who, count=1)))
    handle = ""
    if named := _HANDLE.search(who):
        who, handle = who[: named.start()] + who[named.end() :], named["handle"]
    author, rest = _author_and_rest(who.strip(), titles)
    if author and not _is_author(author, rest, plain=plain):
        return None
    work, role = _work_and_role(rest, titles)
    if not (author or handle or (plain and work and not _PAGES.match(work))):
        return None
    author = _FULL_STOP.sub("", author)
    return Attribution(author=author, role=role, handle=handle, work=work, date=date, url=url)


def _stops_short(who: str, titles: Sequence[str]) -> bool:
    """Whether a sentence goes on, or cries out, where it ends: unless that is the title's."""
    if not _STOPS_SHORT.search(who):
        return False
    return not any(who.endswith(title) for title in titles)


def _author_and_rest(who: str, titles: Sequence[str]) -> tuple[str, str]:
    """The author that `who` begins with, and what follows; a title may stand before the author."""
    bare = who.strip(_WRAPPING)
    title = next((text for text in titles if bare.startswith(text) and text != bare), "")
    if bare in titles and not is_person(bare) and "," not in bare:
        return "", who
    if quoted := _TITLE_QUOTED.match(who):
        title = quoted[0].strip(_WRAPPING)
    if title:
        after = bare[len(title) :].strip(_WRAPPING)
        named = after.removeprefix("by ")
        if is_person(named) and named not in titles:
            return named, title
        return (title, after) if is_person(title) and not quoted else ("", who)
    begins = _WORK_BEGINS.search(who)
    if begins is None:
        return bare, ""
    if "," in begins[0] and (suffix := _SUFFIX.match(who, begins.end())):
        return who[: suffix.end()].strip(_WRAPPING), who[suffix.end() :]
    return who[: begins.start()].strip(_WRAPPING), who[begins.end() :]


def _is_author(author: str, rest: str, *, plain: bool) -> bool:
    words = author.replace(",", "").split()
    if not is_name(" ".join(words)):
        return False
    if not plain and not is_person(" ".join(words)):
        return False
    if len(words) > 1:
        return not (rest and _SENTENCE.match(rest) and rest[0].islower())
    # One word alone may be anything (`— Nothing.`); it needs a dash of its own and no sentence after it.
    return plain and not author.endswith(".") and not rest[:1].islower()


def _work_and_role(rest: str, titles: Sequence[str]) -> tuple[str, str]:
    rest = _IN.sub("", rest.strip(), count=1) if _IN.match(rest.strip()) else rest.strip()
    marked = _TITLE_QUOTED.search(rest)
    is_marked = marked is not None or any(title in rest for title in titles)
    work = _TITLE_ENDS.sub(", ", rest.strip(_WRAPPING)).removesuffix(".")
    if not _LETTER.search(work):  # `[1], [2]`
        return "", ""
    if "(" in work and ")" not in work:
        work += ")"
    if work and not is_marked and _ROLE.search(work):
        return "", work
    return work, ""


def _without_date(who: str) -> tuple[str, str]:
    """`who` without the year or day at its end, and that, a day in ISO form."""
    if (day := _DAY.search(who)) and (date := parse_date(day["day"])):
        is_whole = re.search(r"\d\d?\b.*\d{4}", day["day"])
        return who[: day.start()], date.isoformat() if is_whole else f"{date:%Y-%m}"
    if year := _YEAR.search(who):
        return who[: year.start()], year["year"]
    return who, ""
