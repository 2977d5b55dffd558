"""An essay to what the index holds of it: terms in the fields of `engines.protocol`, and what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from searchkit.analysis.analyzer import Analyzer, analyzer_for
from searchkit.analysis.sentences import sentence_spans
from searchkit.engines.protocol import EssayDocument, FileState, SectionDocument
from searchkit.essay import Essay, Kind, Section
from searchkit.indexing.completions import Completions
from searchkit.indexing.stored import StoredEssay, StoredSection, filter_terms, store


def essay_document(
    essay: Essay, *, key: int, root: int, state: FileState, learned: frozenset[str]
) -> EssayDocument:
    """Everything the index holds of `essay`, which was read from corpus number `root`.

    The filter `id:` is the essay's alone: it tells which essays share one.
    """
    analyzer = analyzer_for(essay.language)
    filters = tuple(_filters(essay))
    headings = [section.text for section in essay.sections if section.kind is Kind.HEADING]
    completions = Completions(essay)
    sections = tuple(_section_documents(essay, analyzer, filters, learned, completions))
    return EssayDocument(
        key=key,
        id=essay.id,
        day=essay.date.toordinal() if essay.date else 0,
        state=state,
        title=_stems(analyzer, essay.title),
        subtitle=_stems(analyzer, essay.subtitle),
        headings=_stems(analyzer, " ".join(headings)),
        filters=(f"id:{essay.id}", *filters),
        completions=completions.terms(),
        stored=store(StoredEssay(replace(essay, sections=()), root, sum(map(_count_terms, sections)))),
        sections=sections,
    )


def _filters(essay: Essay) -> Iterable[str]:
    values = [("access", essay.access), ("lang", essay.language), ("type", essay.type)]
    values += [("essay", name) for name in (essay.id, essay.slug, essay.path)]
    values += [("author", author) for author in essay.authors]
    values += [("tag", tag) for tag in essay.tags]
    terms = [term for field, value in values if value for term in filter_terms(field, value)]
    yield from dict.fromkeys(terms)


def _section_documents(
    essay: Essay,
    analyzer: Analyzer,
    filters: tuple[str, ...],
    learned: frozenset[str],
    completions: Completions,
) -> Iterator[SectionDocument]:
    """The documents of an essay's sections, which `completions` is given on the way."""
    headings: dict[tuple[str, ...], str] = {}  # many sections stand under the same ones
    for section in essay.sections:
        path = _heading_path(section)
        if path not in headings:
            headings[path] = _stems(analyzer, " ".join(path))
        terms = analyzer.terms(section.text)
        stems = analyzer.stems(terms)
        sentences = sentence_spans(section.text, learned)
        completions.add(section, terms)
        if section.attribution:
            # Found by who it is by, though that is not part of its text.
            stems += analyzer.stems(analyzer.terms(str(section.attribution)))
        yield SectionDocument(
            number=section.number,
            kind=section.kind,
            exact=" ".join(terms),
            stem=" ".join(stems),
            heading=headings[path],
            filters=(*filters, f"kind:{section.kind.value}"),
            stored=store(StoredSection(section, tuple(end for _, end in sentences))),
        )


def _heading_path(section: Section) -> tuple[str, ...]:
    """The headings that say what a section is about; a heading is one of its own."""
    return (*section.headings, section.text) if section.kind is Kind.HEADING else section.headings


def _stems(analyzer: Analyzer, text: str) -> str:
    return " ".join(analyzer.stems(analyzer.terms(text)))


def _count_terms(section: SectionDocument) -> int:
    return section.exact.count(" ") + 1 if section.exact else 0
