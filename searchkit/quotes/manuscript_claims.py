"""Who a draft says a quotation is by: the words around it go in, a name comes out, or nothing.

Names are found by the words that lead to a quotation: *Thoreau says*, *as Emerson once wrote*,
*according to Ada Lovelace*, *in Johnson's words*, or *(Emerson, 1841)* after it. A pronoun says nothing.
`agrees` then holds the claim against the place where the quotation was found.
"""

from __future__ import annotations

import re

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Attribution, Essay, Section

_SAYS = r"""(?:
    said|say|write|wrote|put|argue|note|observe|remark|ask|claim|recall|warn|call|describe|tell|told|declare
    |insist|think|thought|believe|explain|conclude|complain|add|repl[iy]|suggest|state|admit|quip|joke
    |ha[sd]\ it
)(?:e?s|e?d|ed)?\b"""
_WORD = r"[^\W\d_a-z](?:\.|[\w’'-]*\w)"
_NAME = rf"(?P<name>{_WORD}(?:\s(?:(?:van|von|de|der|den|du|da|di|del|la|le)\s)*{_WORD})*)"
_HOW = r"(?:\s(?:once|also|later|has|had|again|then|himself|herself|who|\w+ly))*"
_NEAR = r"[^.!?“”\"]"  # of the same sentence
_BEFORE = [
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"\b{_NAME}(?:,{_NEAR}{{1,60}},)?{_HOW}\s{_SAYS}{_NEAR}{{0,60}}\Z",
        rf"\b(?:[Aa]ccording\sto|quot(?:e|es|ing)|said|says|wrote|writes|words\sof)\s{_NAME}{_NEAR}{{0,40}}\Z",
        rf"\b{_NAME}['’]s?\s{_NEAR}{{1,60}}\Z",
        rf"(?:\A|[.!?]\s){_NAME}:\s*\Z",
    )
]
_AFTER = [
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"[\s,.—–]*{_SAYS}\s{_NAME}",
        rf"[\s,.—–]*(?:as\s)?{_NAME}{_HOW}\s{_SAYS}",
        rf"[\s.,]*[(\[—–]\s*{_NAME}",
    )
]
_BEFORE_LENGTH, _AFTER_LENGTH = 160, 80
_NO_NAMES = frozenset(
    """
    a an and as at but by chapter even every figure for from he her here his how however i if in indeed it its
    just later let like many maybe most mr mrs ms my never no not now of on once one or our part perhaps
    section she since so some still that the then there these they this those though thus to today too we
    what when where which while who why yet you january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday
    """.split()
)


def claimed_author(before: str, after: str) -> str:
    """The name that leads to a quotation in the text before it, or else follows it.

    >>> claimed_author("As Henry Thoreau once wrote in the summer, ", ". So he did.")
    'Henry Thoreau'
    >>> claimed_author("It is true: ", ", said Emerson, who knew.")
    'Emerson'
    >>> claimed_author("He writes: ", ", and that was it.")
    ''
    """
    around = [(pattern.search, before[-_BEFORE_LENGTH:]) for pattern in _BEFORE]
    around += [(pattern.match, after[:_AFTER_LENGTH]) for pattern in _AFTER]
    for find, text in around:
        if (found := find(text)) and (name := _bare(found["name"])):
            return name
    return ""


def _bare(name: str) -> str:
    """The name without a sentence's first words, which look like a part of it."""
    words = re.sub(r"['’]s?\Z", "", name).split()
    while words and words[0].lower().rstrip(".,") in _NO_NAMES:
        words.pop(0)
    return " ".join(words).rstrip(".,")


def agrees(claim: Attribution, essay: Essay, section: Section) -> bool:
    """Whether what a draft claims can be true of the place where the quotation was found.

    A last name will do: Thoreau is Henry David Thoreau. So will the work, where it is the essay's title
    or the quote's. A place that names nobody contradicts nobody.
    """
    by = section.attribution
    if not (essay.authors or (by and by.author)):
        return True
    names, works = [*essay.authors, essay.title], [essay.title, essay.subtitle]
    if by:
        names.append(by.author)
        works.append(by.work)
    if claim.author:
        return set(_words(claim.author)[-1:]) <= set(_words(" ".join(names)))
    return set(_words(claim.work)) <= set(_words(" ".join(works)))


def _words(text: str) -> list[str]:
    return [re.sub(r"'s\Z", "", term) for term in analyzer_for("").terms(text)]
