r"""Letters that are quoted: the text of a quote goes in, who signed it and when comes out, or None.

A letter ends with a farewell and a name, and may begin with a place, a date and a salutation. Without
the farewell nobody signed, and without one of the others it is no letter.

>>> read_letter("Rome, 5 January 1820\nMy dear Fanny,\nI am well.\nYours ever,\nJohn Keats").to_dict()
{'author': 'John Keats', 'date': '1820-01-05'}
>>> read_letter("My dear Fanny,\nI am well. Yours truly") is None
True
"""

from __future__ import annotations

import re

from searchkit.essay import Attribution
from searchkit.reading.dates import parse_date
from searchkit.reading.names import is_name

_MOST_TOP_LINES = 4
_FAREWELL = re.compile(
    r"""
    (?:.*[.!?]\s)?
    (?:(?:I\s(?:am|remain),?\s)?(?:(?:ever|very|most|always|with|as|all|my|kind|kindest|best|warm|warmest|much|your)
       [,]?\s)*
       (?:yours|sincerely|love|regards|wishes|affectionately|faithfully|respectfully|cordially|gratefully|truly
         |cheers|friend|brother|sister|son|daughter|mother|father|servant|warmly|fondly|devotedly|xoxo|respect)\b
      |(?:mit|viele|liebe|beste|herzliche|freundlichen)\s[\w\s]*grüße\w*|hochachtungsvoll|dein|deine|ihr|ihre
      |(?:bien|très|cordialement|amicalement|amitiés|sincèrement|votre|ton|ta)\b
      |(?:atentamente|saludos|un\sabrazo|suyo|cordialmente|affettuosamente|cordiali\ssaluti|tuo|tua)\b)
    (?:\s(?:always|ever|truly|sincerely|faithfully|affectionately|respectfully|cordially|obedient|servant|to\sall
        |and\s\w+|\w+ly))*
    [,.!—–-]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNED_BESIDE = re.compile(r"(?P<farewell>.{3,80}?),\s(?P<name>[^,]{2,60})\Z")
_SALUTATION = re.compile(
    r"(?:my\s|our\s)?(?:very\s)?(?:dear(?:est)?|beloved|to\swhom|sir\b|madam\b|hi\b|hello\b|liebe[rs]?\b"
    r"|sehr\sgeehrte|ch[eè]re?s?\b|mon\scher|ma\schère|querid[oa]s?\b|estimad[oa]s?\b|car[oa]\b|gentil[ei]\b)",
    re.IGNORECASE,
)


def read_letter(text: str) -> Attribution | None:
    """Who signed the letter that `text` is, and its date."""
    lines = [line.strip() for line in text[-400:].split("\n") if line.strip()]
    author = _signature(lines)
    if not author:
        return None
    top = [line.strip() for line in text[:600].split("\n") if line.strip()][:_MOST_TOP_LINES]
    date = next(filter(None, map(_date, top)), "")
    if not date and not any(_SALUTATION.match(line) for line in top):
        return None
    return Attribution(author=author, date=date)


def _signature(lines: list[str]) -> str:
    if not lines:
        return ""
    if beside := _SIGNED_BESIDE.fullmatch(lines[-1]):
        farewell, name = beside["farewell"], beside["name"]
    elif len(lines) > 1:
        farewell, name = lines[-2], lines[-1]
    else:
        return ""
    name = name.lstrip("—–-― ").rstrip(".,")
    return name if len(farewell) <= 200 and _FAREWELL.fullmatch(farewell) and is_name(name) else ""


def _date(line: str) -> str:
    """The date that a line is, after a place: `Hampstead, 5 January 1820`."""
    if len(line) > 60:
        return ""
    for part in (line, line.partition(",")[2].strip()):
        if re.search(r"\d{4}\W*\Z", part) and (date := parse_date(part)):
            return date.isoformat()
    return ""
