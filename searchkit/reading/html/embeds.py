r"""What a page takes from elsewhere: tweets, embedded posts, players.

>>> fence(Attributes(classes=("tweet",), values={"attrs": '{"name": "A"}'}))
'::: {.tweet attrs="{\\"name\\": \\"A\\"}"}'

An embed with text becomes a fenced div as pandoc makes it of Substack's, with its data in `attrs`, and
is read as those are. A player becomes a link without words: it is kept in the Markdown, and nothing
of it is read.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlsplit

from searchkit.reading.attribution import read_attribution
from searchkit.reading.html.tree import Element, classes_of, tag_of, text_of
from searchkit.reading.pandoc import Attributes
from searchkit.reading.substack import Role, role_of

_CLASS_OF_ROLE = {
    Role.TWEET: "tweet",
    Role.QUOTED_TWEET: "quote-tweet",
    Role.POST: "embedded-post-wrap",
    Role.QUOTE: "pullquote",
}
_TWEET_FIELDS = ("url", "full_text", "username", "name", "date")
_POST_FIELDS = ("url", "title", "date", "publication_name")
_QUOTED_TWEETS = frozenset({"twitter-tweet", "twitter-video", "bluesky-embed"})
_PLAYERS = frozenset({"iframe", "video", "audio"})
_UNSAFE = re.compile(r"[\\\"]")


def role(element: Element) -> Role:
    """What an element is in an exported Substack post."""
    return role_of(Attributes(classes=tuple(classes_of(element))))


def fence(attributes: Attributes) -> str:
    """The line that opens a fenced div."""
    parts = [f".{name}" for name in attributes.classes]
    parts += [f'{key}="{_quoted(value)}"' for key, value in attributes.values.items()]
    return f"::: {{{' '.join(parts)}}}"


def embed(element: Element) -> Attributes | None:
    """The attributes of the fenced div that `element` becomes, or None where it becomes none."""
    found = role(element)
    if name := _CLASS_OF_ROLE.get(found):
        data = _kept(_data(element), found)
        values = {"attrs": json.dumps(data, ensure_ascii=False)} if data else {}
        return Attributes(classes=(name,), values=values)
    if tag_of(element) == "blockquote" and not _QUOTED_TWEETS.isdisjoint(classes_of(element)):
        return Attributes(
            classes=("tweet",), values={"attrs": json.dumps(_tweet(element), ensure_ascii=False)}
        )
    return None


def player_address(element: Element) -> str:
    """The address of what an element plays (as WordPress embeds it, too); empty where it plays nothing."""
    if "wp-block-embed__wrapper" in classes_of(element):
        text = (element.text or "").strip()
        return safe_address(text) if text.startswith(("https://", "http://")) and not len(element) else ""
    if tag_of(element) not in _PLAYERS:
        return ""
    sources = (element, *element.iter("source"))
    return next((address for one in sources if (address := safe_address(one.get("src") or ""))), "")


def safe_address(href: str) -> str:
    """`href` as it can stand between `<` and `>`; empty for a script, for data, and for nothing."""
    href = "".join(href.split("\n")).strip()
    try:
        scheme = urlsplit(href).scheme.lower()
    except ValueError:
        return ""
    if scheme not in ("", "http", "https", "mailto", "tel", "ftp") or not href.isprintable():
        return ""
    return quote(href, safe="!#$%&'()*+,-./:;=?@[]_~", encoding="utf-8") if _needs_quoting(href) else href


def _needs_quoting(href: str) -> bool:
    return any(character in ' <>"\\`^{|}' for character in href)


def _quoted(value: str) -> str:
    return _UNSAFE.sub(r"\\\g<0>", value)


def _data(element: Element) -> dict[str, Any]:
    try:
        data = json.loads(element.get("data-attrs") or "")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _kept(data: dict[str, Any], found: Role) -> dict[str, Any]:
    """Of an embed's data what says who wrote it: not its likes, nor the photos of others."""
    kept: dict[str, Any] = {key: data[key] for key in _TWEET_FIELDS if isinstance(data.get(key), str)}
    if found is Role.POST:
        kept = {key: data[key] for key in _POST_FIELDS if isinstance(data.get(key), str)}
        bylines = data.get("bylines") or data.get("publishedBylines")
        if isinstance(bylines, list) and bylines and isinstance(bylines[0], dict):
            kept["bylines"] = [{"name": str(bylines[0].get("name") or "")}]
    elif isinstance(quoted := data.get("quoted_tweet"), dict):
        kept["quoted_tweet"] = _kept(quoted, Role.QUOTED_TWEET)
    return kept


def _tweet(quote_: Element) -> dict[str, str]:
    """Who wrote a tweet that is embedded as a quote: `— Name (@handle) May 3, 2016` under its text."""
    said = read_attribution(_tweet_byline(quote_))
    links = [href for link in quote_.iter("a") if "/status/" in (href := link.get("href") or "")]
    data = {"url": links[-1]} if links else {}
    if said:
        data |= {"name": said.author, "username": said.handle.removeprefix("@"), "date": said.date}
    return data


def take_byline(quote_: Element) -> None:
    """Take from an embedded tweet the line that its attributes were read from."""
    if _tweet_byline(quote_):
        *_, last = quote_.findall("p")
        last.tail = None
        for after in list(last.itersiblings()):
            quote_.remove(after)


def _tweet_byline(quote_: Element) -> str:
    """The line under the text of an embedded tweet, where it says who wrote that."""
    paragraphs = quote_.findall("p")
    if tag_of(quote_) != "blockquote" or not paragraphs:
        return ""
    last = paragraphs[-1]
    rest = [last.tail or "", *(text_of(after) + (after.tail or "") for after in last.itersiblings())]
    line = " ".join("".join(rest).split())
    return line if read_attribution(line) else ""
