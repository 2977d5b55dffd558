"""A parsed query and an index to the clauses that answer it.

A query is about essays: an essay holds a word if any of its sections does. A query that names a kind
or a heading is about sections: one section must match by itself. What only sections can tell (where a
phrase, a prefix or a fuzzy word stands) is looked up there first and joined to the essays by key, and
the other way round for what only essays can tell (their titles).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.clauses import Bool, Clause, Days, Keys, Phrase, Term
from searchkit.engines.protocol import Level, Reader
from searchkit.indexing.documents import filter_terms
from searchkit.query import tree
from searchkit.search.leaves import Leaf, PhraseLeaf, TermsLeaf, WordLeaf, any_of, stems_of
from searchkit.search.vocabulary import Found, Vocabulary

_NOTHING: Clause = any_of([])


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask an engine.

    `level` is what the query is about; `all_words` matches what holds all of it, `some_words` makes
    the clause for what holds only some of its plain words (None where there are not several).
    `in_one_section` makes the clause for the sections that hold all, or some, by themselves.
    `leaves` are the words to rank by, to find sections with and to highlight: those a match may
    hold, not those it must not.
    """

    level: Level
    all_words: Clause
    some_words: Callable[[], Clause] | None
    in_one_section: Callable[[bool], Clause]
    leaves: tuple[Leaf, ...]
    notices: tuple[str, ...]


def make_plan(root: tree.Node, reader: Reader, vocabulary: Vocabulary, languages: Sequence[str]) -> Plan:
    """The plan of a query for one commit of an index whose essays are in `languages`."""
    level = Level.SECTION if _names_sections(root) else Level.ESSAY
    planner = _Planner(reader, vocabulary, languages, level)
    all_words = planner.clause(root)
    some_words = (lambda: planner.loosened(root)) if _is_loose(root) else None

    def in_one_section(some: bool) -> Clause:
        by_section = _Planner(
            reader, vocabulary, languages, Level.SECTION, excluded_at=level, known=planner.known
        )
        return by_section.loosened(root) if some else by_section.clause(root)

    return Plan(level, all_words, some_words, in_one_section, tuple(planner.leaves), tuple(planner.notices))


def _names_sections(node: tree.Node) -> bool:
    match node:
        case tree.Tagged(tag, _):
            return tag == "kind"
        case tree.Scoped(name, _):
            return name == "heading"
        case tree.Not(child):
            return _names_sections(child)
        case tree.And(children) | tree.Or(children) | tree.Words(children):
            return any(map(_names_sections, children))
        case _:
            return False


def _is_loose(node: tree.Node) -> bool:
    """Whether there are words side by side, of which a match may hold only some."""
    match node:
        case tree.Words():
            return True
        case tree.Scoped(_, child):
            return _is_loose(child)
        case tree.And(children) | tree.Or(children):
            return any(map(_is_loose, children))
        case _:
            return False


@dataclass(slots=True)
class _Planner:
    """Turns a tree into a clause at one level, noting the leaves it passes.

    What is excluded may be so at another level: in a query about essays, a word that an essay must
    not hold rules out all its sections, also those that do not hold it.
    """

    reader: Reader
    vocabulary: Vocabulary
    languages: Sequence[str]
    level: Level
    excluded_at: Level | None = None
    leaves: list[Leaf] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _loose: bool = False
    known: dict[tree.TextNode, Leaf | None] = field(default_factory=dict)

    def loosened(self, root: tree.Node) -> Clause:
        """What matches some of the words that stand side by side, where `clause` asks for all."""
        self._loose = True
        return self.clause(root)

    def clause(self, node: tree.Node, *, excluded: bool = False) -> Clause:
        """What matches the node; the leaves of what is excluded are not noted."""
        match node:
            case tree.And(children):
                return Bool(must=tuple(self.clause(child, excluded=excluded) for child in children))
            case tree.Or(children):
                return any_of([self.clause(child, excluded=excluded) for child in children])
            case tree.Words(children):
                return self._words([self.clause(child, excluded=excluded) for child in children])
            case tree.Not(child):
                return Bool(without=(self._excluded(child),))
            case tree.Tagged(name, value):
                return self._tagged(name, value)
            case tree.Dated(after, before):
                return Days((after or date.min).toordinal(), (before or date.max).toordinal())
            case tree.Scoped(name, child):
                return self._scoped(name, child)
            case _:
                return self._leaf(node, excluded=excluded)

    def _excluded(self, node: tree.Node) -> Clause:
        if self.excluded_at in (None, self.level):
            return self.clause(node, excluded=True)
        elsewhere = _Planner(self.reader, self.vocabulary, self.languages, self.excluded_at, known=self.known)
        return Keys(tuple(self.reader.keys(elsewhere.clause(node, excluded=True), self.excluded_at)))

    def _words(self, parts: list[Clause]) -> Clause:
        return any_of(parts) if self._loose else Bool(must=tuple(parts))

    def _tagged(self, name: str, value: str) -> Clause:
        terms = filter_terms(name, value)
        return Bool(given=tuple(Term("filter", term) for term in terms)) if terms else _NOTHING

    def _leaf(self, node: tree.TextNode, *, excluded: bool) -> Clause:
        leaf = self._analysed(node)
        if leaf is None:
            return _NOTHING if excluded else Bool()
        if not excluded and leaf not in self.leaves:
            self.leaves.append(leaf)
        if self.level is Level.SECTION:
            return leaf.clause()
        if isinstance(leaf, WordLeaf):
            return any_of([Term("body", stem, leaf.boost) for stem in leaf.stems])
        return Keys(tuple(self.reader.keys(leaf.clause(), Level.SECTION)))

    def _analysed(self, node: tree.TextNode) -> Leaf | None:
        """The leaf of a text node, or None for one that holds no word."""
        if node not in self.known:
            self.known[node] = self._make_leaf(node)
        return self.known[node]

    def _make_leaf(self, node: tree.TextNode) -> Leaf | None:
        terms = analyzer_for("").terms(node.text)
        if not terms:
            return None
        stems = stems_of(terms, self.languages)
        match node:
            case tree.Prefix():
                return self._ended(terms, self.vocabulary.starting_with(terms[-1]), node.boost)
            case tree.Fuzzy(_, distance):
                return self._ended(terms, self.vocabulary.near(terms[-1], distance), node.boost)
            case tree.Word() if len(terms) == 1:
                return WordLeaf(terms[0], stems, node.boost)
            case tree.Word():
                forms = self.vocabulary.forms(terms[-1], self.languages)
                return PhraseLeaf(_ending_in(terms, forms), stems, 0, node.boost)
            case tree.Phrase() if len(terms) == 1:
                return TermsLeaf(frozenset(terms), stems, node.boost)
            case tree.Phrase(_, slop):
                return PhraseLeaf((tuple(terms),), stems, slop, node.boost)

    def _ended(self, terms: list[str], found: Found, boost: float) -> Leaf:
        """The terms with any of these for the last one: `GPT-4*` is a phrase, `gpt*` is not."""
        endings = found.terms
        if found.notice:
            self.notices.append(found.notice)
        if len(terms) == 1:
            return TermsLeaf(frozenset(endings), stems_of(endings, self.languages), boost)
        stems = stems_of([*terms[:-1], *endings], self.languages)
        return PhraseLeaf(_ending_in(terms, endings), stems, 0, boost)

    def _scoped(self, name: str, child: tree.Node) -> Clause:
        """Text in titles, which essays have, or in headings, which sections are under."""
        home = Level.ESSAY if name == "title" else Level.SECTION
        clause = self._in_field(name, child)
        if self.level is home:
            return clause
        return Keys(tuple(self.reader.keys(clause, home)))

    def _in_field(self, name: str, node: tree.Node) -> Clause:
        match node:
            case tree.And(children):
                return Bool(must=tuple(self._in_field(name, child) for child in children))
            case tree.Or(children):
                return any_of([self._in_field(name, child) for child in children])
            case tree.Words(children):
                return self._words([self._in_field(name, child) for child in children])
            case tree.Not(child):
                return Bool(without=(self._in_field(name, child),))
            case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
                return self._leaf_in_field(name, node)
            case _:
                return Bool()

    def _leaf_in_field(self, name: str, node: tree.TextNode) -> Clause:
        leaf = self._analysed(node)
        match leaf:
            case None:
                return Bool()
            case WordLeaf(_, stems, boost) | TermsLeaf(_, stems, boost):
                return any_of([Term(name, stem, boost) for stem in stems])
            case PhraseLeaf(variants, _, slop, boost):
                phrases = {
                    tuple(analyzer_for(language).stems(terms)): None
                    for terms in variants
                    for language in self.languages
                }
                return any_of([Phrase(name, terms, slop, boost) for terms in phrases])


def _ending_in(terms: Sequence[str], endings: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((*terms[:-1], ending) for ending in endings)
