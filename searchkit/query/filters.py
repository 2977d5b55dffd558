"""The command line's options, in the terms of the query language.

`--kind quote --after 2023-02` means the same as `kind:quote date:>=2023-02`. An option is not typed
in a search box, so a value that makes no sense is an error here, not a notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from searchkit.errors import UsageError
from searchkit.query.dates import parse_period
from searchkit.query.kinds import KINDS, nearest_kind
from searchkit.query.notices import NOTHING
from searchkit.query.tree import Dated, Node, ParsedQuery, Tagged, all_of, any_of


def with_filters(
    query: ParsedQuery, *, kinds: Sequence[str] = (), after: str | None = None, before: str | None = None
) -> ParsedQuery:
    """The query, narrowed to sections of any of the kinds and to essays of these dates.

    Both dates are included: `after` from the first day of its year, month or day, `before` to the
    last day of its, so that after 2023 and before 2023 is the year 2023.

    Raises:
        UsageError: a kind that is none, a date that is none, or no day between the two.
    """
    filters: list[Node] = []
    if kinds:
        filters.append(any_of(Tagged("kind", kind) for kind in dict.fromkeys(map(_kind, kinds))))
    if after is not None or before is not None:
        filters.append(_dates(after, before))
    if not filters:
        return query
    root = all_of([*filters, query.root] if query.root else filters)
    return replace(query, root=root, notices=tuple(told for told in query.notices if told != NOTHING))


def _kind(text: str) -> str:
    kind = text.strip().lower()
    if kind in KINDS:
        return kind
    nearest = nearest_kind(kind)
    hint = f"did you mean {nearest}?" if nearest else f"the kinds are {', '.join(KINDS)}"
    raise UsageError(f"no such kind: {text}", hint=hint)


def _dates(after: str | None, before: str | None) -> Dated:
    first = None if after is None else _period(after)[0]
    last = None if before is None else _period(before)[1]
    if first and last and first > last:
        raise UsageError(
            f"no day is both after {after} and before {before}", hint="give the earlier date first"
        )
    return Dated(first, last)


def _period(text: str) -> tuple[date, date]:
    period = parse_period(text)
    if period is None:
        raise UsageError(f"not a date: {text}", hint="write a date as 2023, 2023-03 or 2023-03-20")
    return period
