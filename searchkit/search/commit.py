"""One commit of an index, opened: what searching, quotation lookup and research all ask.

In goes where an index is, or the name of an essay in it; out come essays with their sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from searchkit.engines.clauses import Bool, Keys, Term
from searchkit.engines.place import Place, place_of
from searchkit.engines.protocol import Level, Match, Reader
from searchkit.engines.public import public_reader
from searchkit.engines.store import Manifest, open_reader
from searchkit.errors import EssayUnknownError
from searchkit.essay import Essay, Section
from searchkit.indexing.stored import (
    StoredSection,
    essay_key,
    filter_terms,
    stored_essay,
    stored_section,
    working_folder,
)
from searchkit.search.ranking import Statistics
from searchkit.search.vocabulary import Vocabulary

_NAMESAKES = 5
_REMEMBERED = 4_096


class Commit:
    """One commit of the index in `place`, unchanged for as long as it is held.

    `languages` are those of its essays, each asked for in its own stems.
    """

    def __init__(self, place: Place, manifest: Manifest, reader: Reader) -> None:
        self.place = place
        self.manifest = manifest
        self.reader = reader
        self.vocabulary = Vocabulary(reader)
        self.statistics = Statistics(reader)
        self.languages = _languages(reader)
        self._essays: dict[tuple[int, str], Essay] = {}

    @classmethod
    def last(cls, location: str | Path | Place, *, public_only: bool = False) -> Commit:
        """The last commit of the index at `location`, or what readers of a site may see of it.

        Raises:
            IndexMissingError: there is none.
            IndexDamagedError: it cannot be read.
            IndexVersionError: another version of searchkit made it.
        """
        place = place_of(location)
        manifest, reader = open_reader(place)
        if public_only:
            reader = public_reader(reader)
            # A reader of a site is not told in which folder of which machine it is written.
            manifest = replace(manifest, corpora=("",) * len(manifest.corpora))
        return cls(place, manifest, reader)

    @property
    def id(self) -> str:
        """What tells this commit from every other of the index."""
        return f"{self.manifest.engine}-{self.manifest.generation}-{self.reader.commit_id()}"

    @property
    def on_the_web(self) -> bool:
        """Whether essays have addresses to link to."""
        return bool(self.manifest.url)

    def essays(self, matches: Sequence[Match]) -> list[Essay]:
        """The essays of these matches, without their sections. What was read is kept: essays come again."""
        here = working_folder()
        return [self._essays.get((match.key, here)) or self._read_essay(match, here) for match in matches]

    def _read_essay(self, match: Match, here: str) -> Essay:
        if len(self._essays) == _REMEMBERED:
            self._essays.clear()
        (stored,) = self.reader.essays([match.handle])
        essay = self._essays[match.key, here] = stored_essay(stored, self.manifest.corpora)
        return essay

    def sections(self, matches: Sequence[Match]) -> list[StoredSection]:
        """The sections of these matches, with their sentences."""
        return list(map(stored_section, self.reader.sections([match.handle for match in matches])))

    def whole(self, match: Match) -> Essay:
        """The essay of this match, with its sections in order."""
        (essay,) = self.essays([match])
        return replace(essay, sections=tuple(self.sections_of(match.key)))

    def sections_of(self, key: int) -> list[Section]:
        """The sections of the essay with this key, in order."""
        clause = Keys((key,))
        found = self.reader.search(clause, Level.SECTION, self.reader.count(clause, Level.SECTION))
        sections = [stored.section for stored in self.sections(found.best)]
        return sorted(sections, key=lambda section: section.number)

    def named(self, name: str) -> Match:
        """The essay of that id, slug or path.

        Raises:
            EssayUnknownError: there is none of that name, or more than one.
        """
        found = self._in_file(name) or self._search("essay", name)
        if not found:
            raise EssayUnknownError(
                f"there is no essay {name!r} in the index",
                hint="name it by its id, slug or path, as searchkit search --json shows them",
            )
        if len(found) > 1:
            paths = ", ".join(sorted(essay.path for essay in self.essays(found)))
            raise EssayUnknownError(
                f"more than one essay is named {name!r}", hint=f"name one by its path: {paths}"
            )
        return found[0]

    def _in_file(self, path: str) -> list[Match]:
        file = Path(path).absolute()
        roots = [Path(root) for root in self.manifest.corpora if file.is_relative_to(root)]
        keys = tuple(essay_key(root, file.relative_to(root).as_posix()) for root in roots)
        return self.reader.search(Keys(keys), Level.ESSAY, _NAMESAKES).best if keys else []

    def _search(self, field: str, value: str) -> list[Match]:
        clause = Bool(given=tuple(Term("filter", term) for term in filter_terms(field, value)))
        return self.reader.search(clause, Level.ESSAY, _NAMESAKES).best


def _languages(reader: Reader) -> tuple[str, ...]:
    languages = tuple(term.partition(":")[2] for term, _ in reader.terms("filter", "lang:"))
    if languages:
        return languages
    from searchkit.analysis.language import DEFAULT  # 1 ms, for an index that holds nothing yet

    return (DEFAULT,)
