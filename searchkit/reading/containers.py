"""What is open around the text that is being read: quotes, items, footnotes, divs, HTML elements."""

from __future__ import annotations

from msgspec import Struct

from searchkit.essay import Kind
from searchkit.reading.drafts import Draft
from searchkit.reading.pandoc import NO_ATTRIBUTES, Attributes
from searchkit.reading.substack import Role

_MOST_OPEN = 200


class Container(Struct, eq=False):
    """Something that text stands in. A fenced div's name is its colons, an HTML element's its tag."""

    name: str
    kind: Kind | None = None
    """The kind of section that its text makes, where it may collect text."""
    holds: bool = False
    """Whether it is Markdown's own, which ends whatever is open inside it."""
    dropped: bool = False
    """Whether a reader is not shown what is in it."""
    attributes: Attributes = NO_ATTRIBUTES
    role: Role = Role.PLAIN
    lines: tuple[int, int] = (0, 0)
    outer: Container | None = None
    """What collects text around it."""
    draft: Draft | None = None
    """Its text so far, if it collects."""
    finished: list[Draft] = []
    """Drafts of its text that ended where something else began."""
    following: list[Draft] = []
    """What comes after the text collected now."""


class Containers:
    """The stack of open containers; `collector` and `dropped` tell how to read what comes next."""

    def __init__(self) -> None:
        self._stack = [Container("document", holds=True)]
        self._collectors: list[Container | None] = [None]

    @property
    def top(self) -> Container:
        """The innermost container."""
        return self._stack[-1]

    @property
    def holder(self) -> str:
        """The name of the innermost of Markdown's own containers."""
        return next(container.name for container in reversed(self._stack) if container.holds)

    @property
    def collector(self) -> Container | None:
        """What collects text here, if anything does."""
        return self._collectors[-1]

    @property
    def dropped(self) -> bool:
        """Whether a reader is not shown what stands here."""
        return self._stack[-1].dropped

    def push(self, container: Container) -> bool:
        """Open a container; whether it is what collects text now."""
        if len(self._stack) >= _MOST_OPEN and not container.holds:
            return False
        outer = self.collector
        container.outer = outer
        container.dropped = container.dropped or self.dropped
        collects = not container.dropped and _collects(container.kind, outer)
        self._stack.append(container)
        self._collectors.append(container if collects else outer)
        return collects

    def pop_all(self) -> list[Container]:
        """Close everything, innermost first."""
        return self._pop(len(self._stack) - 1)

    def pop_holder(self, name: str) -> list[Container]:
        """Close Markdown's own container of this name and what is open inside it."""
        depth = 1
        while not (self._stack[-depth].holds and self._stack[-depth].name == name):
            depth += 1
        return self._pop(depth)

    def pop_div(self, colons: str) -> list[Container]:
        """Close the innermost div whose fence has these colons, or else the innermost."""
        divs = [depth for depth in self._within_holder() if self._stack[-depth].name.startswith(":")]
        same = [depth for depth in divs if self._stack[-depth].name == colons]
        return self._pop((same or divs or [0])[0])

    def pop_element(self, tag: str) -> list[Container]:
        """Close the innermost HTML element of this tag, where one is open."""
        return self._pop(
            next((depth for depth in self._within_holder() if self._stack[-depth].name == tag), 0)
        )

    def _within_holder(self) -> list[int]:
        """How deep what is open inside the innermost of Markdown's own containers stands, from the top."""
        depth = 1
        while not self._stack[-depth].holds:
            depth += 1
        return list(range(1, depth))

    def _pop(self, count: int) -> list[Container]:
        popped = [self._stack.pop() for _ in range(count)]
        del self._collectors[len(self._stack) :]
        return popped


def _collects(kind: Kind | None, outer: Container | None) -> bool:
    """Whether a container that may make sections of a kind does so inside `outer`."""
    if kind is None or outer is None:
        return kind is not None
    if outer.kind is Kind.FOOTNOTE:
        return kind not in (Kind.QUOTE, Kind.LIST, Kind.HEADING)
    if outer.kind is Kind.QUOTE:
        return kind not in (Kind.LIST, Kind.HEADING)
    return kind is not Kind.HEADING
