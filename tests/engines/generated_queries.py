"""Queries by lot, over every feature of the query language, of words that a corpus holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Essay


@dataclass(frozen=True)
class Material:
    """What queries are made of: the texts' tokens in rows, words by how common they are, and values."""

    rows: Sequence[Sequence[str]]
    common: Sequence[str]
    rare: Sequence[str]
    titles: Sequence[str]
    values: Sequence[str]

    @classmethod
    def of(cls, essays: Sequence[Essay]) -> Material:
        terms = analyzer_for("en").terms
        rows = [terms(section.text) for essay in essays for section in essay.sections]
        rows = [row for row in rows if len(row) > 6 and all(term.isascii() for term in row)]
        counts = Counter(term for row in rows for term in row if len(term) > 3)
        ranked = [term for term, _ in counts.most_common()]
        values = {f"essay:{essay.id}" for essay in essays} | {f"lang:{essay.language}" for essay in essays}
        values |= {f"kind:{section.kind.value}" for essay in essays for section in essay.sections}
        for essay in essays:
            words = [(field, name.split()[0]) for field in ("author", "tag") for name in named(essay, field)]
            values |= {f"{field}:{word}" for field, word in words if word.isalnum()}
            values |= {f"date:{essay.date:%Y}", f"date:{essay.date:%Y-%m}"} if essay.date else set()
        titles = sorted({term for essay in essays for term in terms(essay.title) if term.isascii()})
        return cls(rows, ranked[:200], ranked[200:], titles, sorted(values))


def named(essay: Essay, field: str) -> Sequence[str]:
    return essay.authors if field == "author" else essay.tags


def draw_queries(material: Material, count: int, seed: int) -> list[str]:
    """Different queries, as many of each form as of any other."""
    lots = Random(seed)
    drawn: dict[str, None] = {}
    forms = [*LEAVES, *JOINED]
    while len(drawn) < count:
        drawn[forms[len(drawn) % len(forms)](material, lots)] = None
    return list(drawn)


def word(material: Material, lots: Random) -> str:
    return lots.choice(lots.choice((material.common, material.rare)))


def several(material: Material, lots: Random) -> str:
    return " ".join(word(material, lots) for _ in range(lots.randint(2, 4)))


def together(material: Material, lots: Random) -> str:
    return " ".join(lots.sample(lots.choice(material.rows), lots.randint(2, 3)))


def phrase(material: Material, lots: Random) -> str:
    row = lots.choice(material.rows)
    start = lots.randrange(len(row) - 3)
    return f'"{" ".join(row[start : start + lots.randint(2, 3)])}"'


def near(material: Material, lots: Random) -> str:
    row = lots.choice(material.rows)
    start = lots.randrange(len(row) - 5)
    words = lots.sample(row[start : start + 5], lots.randint(2, 3))
    return f'"{" ".join(words)}"~{lots.randint(1, 6)}'


def prefix(material: Material, lots: Random) -> str:
    return word(material, lots)[: lots.randint(2, 5)] + "*"


def fuzzy(material: Material, lots: Random) -> str:
    letters = list(word(material, lots))
    letters[lots.randrange(len(letters))] = lots.choice("aeiourst")
    return f"{''.join(letters)}~{lots.randint(1, 2)}"


def joined_word(material: Material, lots: Random) -> str:
    row = lots.choice(material.rows)
    start = lots.randrange(len(row) - 2)
    return "-".join(row[start : start + 2])


def boosted(material: Material, lots: Random) -> str:
    return f"{word(material, lots)}^{lots.choice((0.5, 2, 4))} {word(material, lots)}"


def in_title(material: Material, lots: Random) -> str:
    return f"title:{lots.choice(material.titles)}"


def in_heading(material: Material, lots: Random) -> str:
    return f"heading:{word(material, lots)}"


def value(material: Material, lots: Random) -> str:
    return lots.choice(material.values)


def dates(material: Material, lots: Random) -> str:
    year = lots.randint(2020, 2024)
    return lots.choice(
        (f"date:>{year}-0{lots.randint(1, 9)}", f"date:[{year} TO {year + 1}-06]", f"date:<{year}-10-10")
    )


Form = Callable[[Material, Random], str]
LEAVES: tuple[Form, ...] = (
    *(word, several, together, phrase, near, prefix, fuzzy, joined_word, boosted),
    *(in_title, in_heading, value, dates),
)


def narrowed(material: Material, lots: Random) -> str:
    return f"{leaf(material, lots)} {lots.choice((value, dates))(material, lots)}"


def required(material: Material, lots: Random) -> str:
    return f"+{word(material, lots)} {word(material, lots)} {leaf(material, lots)}"


def excluding(material: Material, lots: Random) -> str:
    return f"{leaf(material, lots)} -{lots.choice((word, phrase, prefix, in_title, value))(material, lots)}"


def either(material: Material, lots: Random) -> str:
    return f"{leaf(material, lots)} OR {leaf(material, lots)}"


def both(material: Material, lots: Random) -> str:
    return f"({leaf(material, lots)}) AND ({leaf(material, lots)})"


def nested(material: Material, lots: Random) -> str:
    return f"({either(material, lots)}) AND NOT ({both(material, lots)})"


JOINED: tuple[Form, ...] = (narrowed, required, excluding, either, both, nested)


def leaf(material: Material, lots: Random) -> str:
    return lots.choice(LEAVES)(material, lots)
