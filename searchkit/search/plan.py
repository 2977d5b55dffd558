"""A parsed query and an index to the clauses that answer it.

A query is about essays: an essay holds a word if any of its sections does. A query that names a kind
or a heading is about sections: one section must match by itself. What only sections can tell (where a
phrase, a prefix or a fuzzy word stands) is joined to their essays, and the other way round for what
only essays can tell (their titles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.clauses import Bool, Clause, Days, HasSection, InEssay, Phrase, Term
from searchkit.engines.protocol import Level
from searchkit.indexing.stored import filter_terms
from searchkit.query import tree
from searchkit.search import ranking
from searchkit.search.commit import Commit
from searchkit.search.leaves import Leaf, PhraseLeaf, TermsLeaf, WordLeaf, any_of, stems_of
from searchkit.search.vocabulary import Found

_NOTHING: Clause = any_of([])


class Plan(Struct, frozen=True):
    """What to ask an engine.

    `level` is what the query is about; `all_words` matches what holds all of it, `some_words` makes
    the clause for what holds only some of its plain words (None where there are not several).
    `in_one_section` makes the clause for the sections that hold all, or some, by themselves.
    `leaves` are the words a match may hold, not those it must not. `telling` are those of them to
    rank by, to find sections with and to highlight.
    """

    level: Level
    all_words: Clause
    some_words: Callable[[], Clause] | None
    in_one_section: Callable[[bool], Clause]
    leaves: tuple[Leaf, ...]
    telling: tuple[Leaf, ...]
    notices: tuple[str, ...]


def make_plan(root: tree.Node, commit: Commit) -> Plan:
    """The plan of a query for one commit of an index."""
    level = Level.SECTION if _names_sections(root) else Level.ESSAY
    planner = _Planner(commit, level)
    leaves = planner.read_leaves(root)
    all_words = planner.clause(root)
    some_words = (lambda: planner.loosened(root)) if _is_loose(root) else None

    def in_one_section(some: bool) -> Clause:
        by_section = replace(planner, level=Level.SECTION, excluded_at=level)
        return by_section.loosened(root) if some else by_section.clause(root)

    return Plan(
        level=level,
        all_words=all_words,
        some_words=some_words,
        in_one_section=in_one_section,
        leaves=leaves,
        telling=planner.telling,
        notices=tuple(planner.notices),
    )


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


def _text_nodes(node: tree.Node) -> Iterator[tree.TextNode]:
    """The words and phrases that a match may hold anywhere in its text, in order."""
    match node:
        case tree.Joined(children):
            for child in children:
                yield from _text_nodes(child)
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            yield node


class _Planner(Struct):
    """Turns a tree into a clause at one level.

    What is excluded may be so at another level: in a query about essays, a word that an essay must
    not hold rules out all its sections, also those that do not hold it.
    """

    commit: Commit
    level: Level
    excluded_at: Level | None = None
    notices: list[str] = []
    known: dict[tree.Node, Leaf | None] = {}
    telling: tuple[Leaf, ...] = ()
    unscored: tuple[Leaf, ...] = ()
    loose: bool = False

    def read_leaves(self, root: tree.Node) -> tuple[Leaf, ...]:
        """The different leaves of a query, in order; a word typed twice counts twice."""
        nodes = list(_text_nodes(root))
        typed = [leaf for node in nodes if (leaf := self._analysed(node))]
        leaves = dict.fromkeys(typed)
        if len(leaves) < len(typed):
            for node, leaf in self.known.items():
                if isinstance(leaf, WordLeaf) and typed.count(leaf) > 1:
                    self.known[node] = replace(leaf, boost=leaf.boost * typed.count(leaf))
            leaves = dict.fromkeys(leaf for node in nodes if (leaf := self.known[node]))
        self.telling = ranking.telling(tuple(leaves))
        self.unscored = tuple(leaf for leaf in leaves if leaf not in self.telling)
        return tuple(leaves)

    def loosened(self, root: tree.Node) -> Clause:
        """What matches some of the words that stand side by side, where `clause` asks for all."""
        return replace(self, loose=True).clause(root)

    def clause(self, node: tree.Node, *, excluded: bool = False) -> Clause:
        """What matches the node; the words of what is excluded score nothing."""
        match node:
            case tree.And(children):
                return Bool(must=tuple(self.clause(child, excluded=excluded) for child in children))
            case tree.Or(children):
                return any_of([self.clause(child, excluded=excluded) for child in children])
            case tree.Words(children):
                return self._words(
                    self.clause(child, excluded=excluded) for child in self._distinct(children)
                )
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
        clause = replace(self, level=self.excluded_at).clause(node, excluded=True)
        return InEssay(clause) if self.excluded_at is Level.ESSAY else HasSection(clause)

    def _words(self, parts: Iterable[Clause]) -> Clause:
        return any_of(list(parts)) if self.loose else Bool(must=tuple(parts))

    def _distinct(self, nodes: Iterable[tree.Node]) -> Iterable[tree.Node]:
        """Each word once; where some are enough, those that score, because holding a *the* is nothing."""
        words = {self.known.get(node) or node: node for node in nodes}
        scored = [node for word, node in words.items() if word not in self.unscored]
        return scored if self.loose and scored else words.values()

    def _tagged(self, name: str, value: str) -> Clause:
        terms = filter_terms(name, value)
        return Bool(given=tuple(Term("filter", term) for term in terms)) if terms else _NOTHING

    def _leaf(self, node: tree.TextNode, *, excluded: bool) -> Clause:
        leaf = self._analysed(node)
        if leaf is None:
            return _NOTHING if excluded else Bool()
        if self.level is Level.SECTION:
            clause = ranking.in_sections(leaf, self.commit.statistics)
        elif isinstance(leaf, WordLeaf):
            clause = ranking.in_essays(leaf, self.commit.statistics)
        else:
            clause = HasSection(leaf.clause())
        return Bool(given=(clause,)) if leaf in self.unscored else clause

    def _analysed(self, node: tree.TextNode) -> Leaf | None:
        """The leaf of a text node, or None for one that holds no word."""
        if node not in self.known:
            self.known[node] = self._make_leaf(node)
        return self.known[node]

    def _make_leaf(self, node: tree.TextNode) -> Leaf | None:
        terms = analyzer_for("").terms(node.text)
        if not terms:
            return None
        stems = stems_of(terms, self.commit.languages)
        match node:
            case tree.Prefix():
                return self._ended(terms, self.commit.vocabulary.starting_with(terms[-1]), node.boost)
            case tree.Fuzzy(_, distance):
                return self._ended(terms, self.commit.vocabulary.near(terms[-1], distance), node.boost)
            case tree.Word() if len(terms) == 1:
                return WordLeaf(terms[0], stems, node.boost)
            case tree.Word():
                forms = self.commit.vocabulary.forms(terms[-1], self.commit.languages)
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
            return TermsLeaf(frozenset(endings), stems_of(endings, self.commit.languages), boost)
        stems = stems_of([*terms[:-1], *endings], self.commit.languages)
        return PhraseLeaf(_ending_in(terms, endings), stems, 0, boost)

    def _scoped(self, name: str, child: tree.Node) -> Clause:
        """Text in titles, which essays have, or in headings, which sections are under."""
        clause = self._in_field(name, child)
        if name == "title":
            return clause if self.level is Level.ESSAY else InEssay(clause)
        return clause if self.level is Level.SECTION else HasSection(clause)

    def _in_field(self, name: str, node: tree.Node) -> Clause:
        match node:
            case tree.And(children):
                return Bool(must=tuple(self._in_field(name, child) for child in children))
            case tree.Or(children):
                return any_of([self._in_field(name, child) for child in children])
            case tree.Words(children):
                return self._words(self._in_field(name, child) for child in children)
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
                    for language in self.commit.languages
                }
                return any_of([Phrase(name, terms, slop, boost) for terms in phrases])


def _ending_in(terms: Sequence[str], endings: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple((*terms[:-1], ending) for ending in endings)
