"""Which files are posts: folders go in, one `PostFile` a post comes out, and no file is read.

Folders are walked in sorted order. Passed over: hidden files, `node_modules` and the folders of
templates (`_layouts`, `_includes`), what a `.gitignore` in a folder or an `exclude` pattern says, and
whatever was given already (through a symbolic link, or because two corpora overlap). Only a
`.gitignore` inside the corpus counts: a writer may well keep a whole corpus out of git, and still name
it to be searched.

An HTML page or plain text is passed over where a Markdown post of its name lies beside it, which it was
made of or is a copy of; so are files that programs read under a fixed name (`robots.txt`, `404.html`).

A path is text that JSON, an index and a terminal can hold, and a file's name need not be: it may have
bytes that are no UTF-8, newlines, or sequences that move the cursor. `printable_path` writes those as
escapes, once and here; `os_path` takes them back when the file is opened.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from searchkit.errors import CorpusError, UsageError
from searchkit.essay import ReadingWarning
from searchkit.reading.ignoring import Patterns

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
TEXT_SUFFIXES = (".txt", ".text")
SUFFIXES = (*MARKDOWN_SUFFIXES, *HTML_SUFFIXES, *TEXT_SUFFIXES)
"""What a post's name ends with, in any case."""

_PASSED_OVER = frozenset({"node_modules", "_layouts", "_includes"})
_NO_POST = re.compile(
    r"""
    (?: robots | humans | ads | app-ads | security | llms(?:-full)? | sitemap | urllist | cname | carbon
      | licen[cs]e(?:[-.].*)? | copying | notice | requirements(?:[-_.].*)? | constraints | cmakelists
      | top_level | entry_points | dependency_links | sources ) \.txt
    | (?: 40[0-9] | 50[0-9] | google[0-9a-f]{16} ) \.html
    """,
    re.VERBOSE,
)
"""Names, in lower case, that programs look for: no essay goes by them."""

# Control characters, line separators, overrides of writing direction, and halves of surrogate
# pairs: what a file name can hold and a line of output cannot.
_UNPRINTABLE = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4}))")


class PostFile(Struct, frozen=True):
    """One file found, and what tells whether it changed.

    `root` is the absolute folder of its corpus; `path` is relative to that, printable, with `/`
    between its parts.
    """

    root: Path
    path: str
    size: int
    mtime_ns: int

    @property
    def location(self) -> Path:
        """Where the file is, for the operating system."""
        return self.root / os_path(self.path)


Warn = Callable[[ReadingWarning], object]


def _ignore(_warning: ReadingWarning) -> None:
    pass


def find_posts(
    corpora: Sequence[Path], exclude: Sequence[str] = (), warn: Warn = _ignore
) -> Iterator[PostFile]:
    """The posts of `corpora` (folders or single posts), each once.

    Folders and files that cannot be read are told to `warn`, by their absolute paths.

    Raises:
        CorpusError: a corpus does not exist or cannot be read; at once, not when iterated.
        UsageError: a pattern of `exclude` means nothing.
    """
    roots = [_checked(corpus) for corpus in corpora]
    try:
        excluded = Patterns().within("", exclude) if exclude else Patterns()
    except ValueError as error:
        raise UsageError(f"exclude: {error}", hint="patterns are written as in .gitignore") from error
    return _Walk(excluded, warn).posts(roots)


def printable_path(path: str) -> str:
    r"""A path of the operating system as text: what cannot be printed becomes an escape.

    >>> printable_path("a\nb.md"), printable_path("caf\udce9.md")
    ('a\\u000ab.md', 'caf\\xe9.md')
    """
    return _UNPRINTABLE.sub(_escaped, path)


def os_path(path: str) -> str:
    """The path that `printable_path` wrote."""
    return _ESCAPE.sub(_unescaped, path)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\\":
        return "\\\\"
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as `os.fsdecode` gives it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}"


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(0xDC00 + int(match[1], 16))
    return chr(int(match[2], 16)) if match[2] else "\\"


def _checked(corpus: Path) -> Path:
    """`corpus` as an absolute path that is certain to be a folder one can list, or a post."""
    # Not `resolve`: paths stay under the name that the writer gave the folder.
    root = Path(os.path.abspath(corpus))  # noqa: PTH100
    try:
        if root.is_dir():
            os.scandir(root).close()
        elif not stat.S_ISREG(root.stat().st_mode) or not _is_post(root.name):
            raise CorpusError(f"{corpus} is not a post", hint=f"a post ends in {', '.join(SUFFIXES)}")
    except FileNotFoundError as error:
        raise CorpusError(f"{corpus} does not exist", hint="name a folder of posts, or one post") from error
    except OSError as error:
        raise CorpusError(
            f"{corpus} cannot be read: {error.strerror}", hint="check its permissions"
        ) from error
    return root


def _is_post(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


def _stem(name: str) -> str:
    return name.lower().rpartition(".")[0]


def _is_essay(name: str, copied: set[str]) -> bool:
    """Whether a file is a post, and not a copy of one of those whose stems are `copied`, nor a program's."""
    if not _is_post(name):
        return False
    is_markdown = name.lower().endswith(MARKDOWN_SUFFIXES)
    return is_markdown or not (_stem(name) in copied or _NO_POST.fullmatch(name.lower()))


class _Walk:
    """One pass over all corpora: it remembers what it gave, so that nothing is given twice."""

    def __init__(self, excluded: Patterns, warn: Warn) -> None:
        self._excluded = excluded
        self._warn = warn
        self._given: set[str] = set()  # real paths of folders and files

    def posts(self, roots: Iterable[Path]) -> Iterator[PostFile]:
        for root in roots:
            if root.is_dir():
                yield from self._folder(root, "", Patterns())
            elif self._is_new(os.path.realpath(root)):
                yield _post_file(root.parent, root.name, root.stat())

    def _folder(self, root: Path, folder: str, ignored: Patterns) -> Iterator[PostFile]:
        """The posts under `folder`, which is relative to `root` and ends in `/` unless empty."""
        real = os.path.realpath(root / folder)
        if not self._is_new(real):
            return
        entries = self._listing(root, folder)
        if any(entry.name == ".gitignore" for entry in entries):
            ignored = self._with_gitignore(root, folder, ignored)
        copied = {_stem(entry.name) for entry in entries if entry.name.lower().endswith(MARKDOWN_SUFFIXES)}
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _PASSED_OVER:
                continue
            path = folder + entry.name
            try:
                if entry.is_dir():
                    if not self._is_ignored(path + "/", ignored):
                        yield from self._folder(root, path + "/", ignored)
                elif _is_essay(entry.name, copied) and (post := self._file(root, path, entry, real, ignored)):
                    yield post
            except OSError as error:
                self._warn_of(root / path, error)

    def _listing(self, root: Path, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(root / folder) as listing:
                return sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self._warn_of(root / folder, error)
            return []

    def _file(
        self, root: Path, path: str, entry: os.DirEntry[str], real: str, ignored: Patterns
    ) -> PostFile | None:
        if self._is_ignored(path, ignored):
            return None
        status = entry.stat()
        real_path = os.path.realpath(entry.path) if entry.is_symlink() else f"{real}{os.sep}{entry.name}"
        if stat.S_ISREG(status.st_mode) and self._is_new(real_path):
            return _post_file(root, path, status)
        return None

    def _is_new(self, real_path: str) -> bool:
        if real_path in self._given:
            return False
        self._given.add(real_path)
        return True

    def _is_ignored(self, path: str, ignored: Patterns) -> bool:
        return self._excluded.match(path) or ignored.match(path)

    def _with_gitignore(self, root: Path, folder: str, ignored: Patterns) -> Patterns:
        path = folder + ".gitignore"
        try:
            text = (root / path).read_text(encoding="utf-8-sig", errors="surrogateescape")
            return ignored.within(folder, text.splitlines())
        except OSError as error:
            self._warn_of(root / path, error)
        except ValueError as error:
            self._warn(ReadingWarning(printable_path(str(root / path)), 0, f"passed over: {error}"))
        return ignored

    def _warn_of(self, file: Path, error: OSError) -> None:
        self._warn(ReadingWarning(printable_path(str(file)), 0, f"cannot be read: {error.strerror}"))


def _post_file(root: Path, path: str, status: os.stat_result) -> PostFile:
    return PostFile(root, printable_path(path), status.st_size, status.st_mtime_ns)
