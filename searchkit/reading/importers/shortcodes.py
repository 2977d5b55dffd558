r"""WordPress's shortcodes to HTML: a post's content goes in, content without shortcodes comes out.

Those that WordPress itself knows, and those that hold footnotes or code, become what they stand for.
Of others, told from prose in brackets by their attributes or their closing tag, what they enclose
stays, and a notice names them.

>>> to_html('[sic] [caption id="a"]<img src="b.png"> A view[/caption] [[gallery]]')[0]
'[sic] <figure><img src="b.png"><figcaption>A view</figcaption></figure> [gallery]'
>>> to_html('[accordion open="yes"]Text[/accordion]')
('Text', ['the shortcode [accordion] is left out, its text is kept'])
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

_NAME = r"[A-Za-z][\w-]*"
_SHORTCODE = re.compile(
    rf"\[\[(?P<literal>/?{_NAME}[^\[\]]*)\]\]"
    rf"|\[(?P<close>/)?(?P<name>{_NAME})(?P<attributes>(?:\s(?:[^\[\]\"']|\"[^\"]*\"|'[^']*')*)?)\]"
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))|(https?://[^\s"']+)""")
_CAPTION = re.compile(
    r"\A\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)\s*(.*)\Z", re.DOTALL | re.IGNORECASE
)

_CODE = frozenset(
    {"code", "sourcecode", "source", "cc", "php", "python", "javascript", "css", "html", "xml", "bash"}
)
_NOTES = frozenset({"footnote", "fn", "ref", "efn_note", "mfn", "note_footnote", "sidenote"})
_PLAYERS = frozenset(
    {"embed", "video", "audio", "playlist", "youtube", "vimeo", "soundcloud", "tweet", "spotify"}
)
_UNSEEN = frozenset({"more", "nextpage", "toc", "contact-form", "contact-field", "gravityform"})
_LATEX = frozenset({"latex", "math", "katex"})

_MOST_NESTED = 50

Attributes = dict[str, str]


def to_html(content: str) -> tuple[str, list[str]]:
    """`content` with HTML in place of its shortcodes, and notices of those that have none."""
    reader = _Reader(content)
    return reader.read(), list(dict.fromkeys(reader.notices))


class _Reader:
    """One pass over the shortcodes; which close which is known before it."""

    def __init__(self, content: str) -> None:
        self.notices: list[str] = []
        self._content = content
        self._found = list(_SHORTCODE.finditer(content))
        self._closing = _paired(self._found)
        self._footnotes: list[str] = []
        self._depth = 0

    def read(self) -> str:
        html = self._between(0, len(self._found), 0, len(self._content))
        notes = "".join(f'<li id="fn{number}">{note}</li>' for number, note in enumerate(self._footnotes, 1))
        return f'{html}<ol class="footnotes">{notes}</ol>' if notes else html

    def _between(self, place: int, after: int, start: int, end: int) -> str:
        """The HTML of the content from `start` to `end`, which holds the shortcodes from `place` on."""
        parts: list[str] = []
        while place < after:
            found = self._found[place]
            parts.append(self._content[start : found.start()])
            closing = self._closing.get(place)
            if found["literal"]:
                parts.append(f"[{found['literal']}]")
            else:
                parts.append(self._html(place, closing))
            last = place if closing is None else closing
            start, place = self._found[last].end(), last + 1
        return "".join((*parts, self._content[start:end]))

    def _html(self, place: int, closing: int | None) -> str:
        found = self._found[place]
        name, attributes = found["name"].lower(), _attributes(found["attributes"])
        if closing is not None and (name in _CODE or name in _LATEX):
            inner = self._content[found.end() : self._found[closing].start()]
            return _code(name, inner, attributes)
        inner = ""
        if closing is not None:
            inner = self._inside(place, closing)
        if maker := _MAKERS.get(name):
            return maker(inner, attributes)
        if name in _NOTES and closing is not None:
            self._footnotes.append(inner)
            number = len(self._footnotes)
            return f'<sup><a class="footnote-ref" href="#fn{number}">{number}</a></sup>'
        return self._unknown(found, name, inner, closing)

    def _inside(self, place: int, closing: int) -> str:
        """The HTML of what two shortcodes enclose; what nests too deeply is read without shortcodes."""
        start, end = self._found[place].end(), self._found[closing].start()
        if self._depth >= _MOST_NESTED:
            return _SHORTCODE.sub("", self._content[start:end])
        self._depth += 1
        inner = self._between(place + 1, closing, start, end)
        self._depth -= 1
        return inner

    def _unknown(self, found: re.Match[str], name: str, inner: str, closing: int | None) -> str:
        is_one = closing is not None or "=" in found["attributes"] or name in _UNSEEN | {"gallery"}
        if not is_one:
            return found[0]
        if name not in _UNSEEN:
            kept = ", its text is kept" if inner.strip() else ""
            self.notices.append(f"the shortcode [{name}] is left out{kept}")
        return inner


def _paired(found: list[re.Match[str]]) -> dict[int, int]:
    """Which shortcode each one is closed by; those in code are code."""
    closing: dict[int, int] = {}
    open_by_name: dict[str, list[int]] = {}
    stack: list[int] = []
    for place, one in enumerate(found):
        name = (one["name"] or "").lower()
        if not name:
            continue
        if not one["close"]:
            open_by_name.setdefault(name, []).append(place)
            stack.append(place)
        elif waiting := open_by_name.get(name):
            opened = waiting[-1]
            while stack and stack[-1] >= opened:
                inner = stack.pop()
                open_by_name[found[inner]["name"].lower()].pop()
            closing[opened] = place
    return closing


def _attributes(text: str) -> Attributes:
    """The attributes of a shortcode; an address that stands alone is its `src`."""
    found: Attributes = {}
    for key, *values, address in _ATTRIBUTE.findall(text or ""):
        found.setdefault(key.lower() or "src", "".join(values) or address)
    return found


def _code(name: str, inner: str, attributes: Attributes) -> str:
    if name in _LATEX:
        return f'<script type="math/tex">{inner}</script>'
    language = (
        attributes.get("lang") or attributes.get("language") or (name if name not in ("code", "cc") else "")
    )
    return f'<pre><code class="language-{escape(language)}">{inner}</code></pre>'


def _caption(inner: str, attributes: Attributes) -> str:
    found = _CAPTION.match(inner)
    image, text = (found[1], found[2]) if found else (inner, "")
    text = text or attributes.get("caption", "")
    return f"<figure>{image}<figcaption>{text.strip()}</figcaption></figure>"


def _player(inner: str, attributes: Attributes) -> str:
    names = ("src", "url", "mp3", "mp4", "m4a", "ogg", "webm", "m4v", "id", "v")
    address = inner.strip() or next((attributes[name] for name in names if name in attributes), "")
    return f'<iframe src="{escape(address, quote=True)}"></iframe>' if address else ""


def _quote(inner: str, attributes: Attributes) -> str:
    by = attributes.get("author") or attributes.get("cite") or ""
    return f"<blockquote>{inner}{f'<footer>{escape(by)}</footer>' if by else ''}</blockquote>"


_MAKERS: dict[str, Callable[[str, Attributes], str]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "quote": _quote,
    "blockquote": _quote,
    "pullquote": _quote,
    **dict.fromkeys(_PLAYERS, _player),
}
