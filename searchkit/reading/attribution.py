"""Who a quotation is by: the line with a dash before it that ends a block quote.

`take_attribution` moves it from the text of the quote's drafts to their attribution.

>>> str(read_attribution("— Edsger Dijkstra, *On the cruelty*, 1988".replace("*", "")))
'Edsger Dijkstra, On the cruelty, 1988'
>>> read_attribution("— Waldo Jaquith (@waldojaquith) May 3, 2016").to_dict()
{'author': 'Waldo Jaquith', 'handle': '@waldojaquith', 'date': '2016-05-03'}
>>> read_attribution("— but he did not go on.") is None
True
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from searchkit.essay import Attribution
from searchkit.reading.drafts import Draft

_LONGEST = 160
_LINE = re.compile(r"\s*(?:[—–―]|--+)\s*(?P<who>[^\W\d_a-z][^\n]*|[@\"'“‘(\[].*)\Z")
_DAY = re.compile(r"[,\s]*(?P<day>[A-Z][a-z]+ \d\d?, (?:1\d{3}|20\d\d))\s*\Z")
_YEAR = re.compile(r"[,\s]*\(?\b(?P<year>1\d{3}|20\d\d)\)?\s*\Z")
_HANDLE = re.compile(r"\s*\(?(?P<handle>@\w+)\)?")
_WORK = re.compile(r",|(?=《)")
_WRAPPING = " \t,\"'“”‘’«»()[]《》"


def read_attribution(line: str) -> Attribution | None:
    """The attribution that `line` is, or nothing where it is part of what is quoted."""
    found = _LINE.match(line) if len(line) <= _LONGEST else None
    if found is None:
        return None
    who, date = _without_date(found["who"].strip())
    handle = ""
    if named := _HANDLE.search(who):
        who, handle = who[: named.start()] + who[named.end() :], named["handle"]
    author, *work = _WORK.split(who, maxsplit=1)
    return Attribution(
        author=author.strip(_WRAPPING), handle=handle, work="".join(work).strip(_WRAPPING), date=date
    )


def _without_date(who: str) -> tuple[str, str]:
    """`who` without the year or day at its end, and that, a day in ISO form."""
    if day := _DAY.search(who):
        try:
            date = dt.datetime.strptime(day["day"], "%B %d, %Y").date()  # noqa: DTZ007 (a day)
        except ValueError:
            return who, ""
        return who[: day.start()], date.isoformat()
    if year := _YEAR.search(who):
        return who[: year.start()], year["year"]
    return who, ""


def take_attribution(drafts: Sequence[Draft]) -> None:
    """Take the attribution from the end of a quote, whose text may be in several drafts.

    Where several lines begin with a dash they are a dialogue.
    """
    written = [draft for draft in drafts if draft.parts]
    if not written:
        return
    last = written[-1]
    start = last.last_line_start()
    attribution = read_attribution(last.text[start:])
    if attribution is None or (start == 0 and len(written) == 1) or _is_dialogue(last.text[:start]):
        return
    last.cut(start)
    for draft in written:
        draft.attribution = attribution


def _is_dialogue(text: str) -> bool:
    return any(line.startswith(("—", "–", "―")) for line in text.split("\n"))
