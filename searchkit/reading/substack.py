"""What the divs and links of an exported Substack post mean.

Substack writes a post's widgets as HTML that its own pages bring to life; pandoc keeps their
classes. Some hold words the writer chose (a tweet, a pull quote, a footnote), others only what
the platform put around them (likes, avatars, buttons, "An error occurred").

The data of an embed sits as JSON in the attribute `attrs`, from which its attribution is read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from enum import Enum, auto
from typing import Any

from searchkit.essay import Attribution
from searchkit.reading.pandoc import Attributes


class Role(Enum):
    """What a div is to a reader."""

    PLAIN = auto()
    CHROME = auto()
    TWEET = auto()
    QUOTED_TWEET = auto()
    POST = auto()
    QUOTE = auto()
    FOOTNOTE = auto()


_ROLES = {
    Role.CHROME: """
        youtube-wrap vimeo-wrap spotify-wrap soundcloud-wrap apple-podcast-container tiktok-wrap
        instagram instagram-embed-wrap bandcamp-wrap native-video-embed native-audio-embed
        digest-post-embed install-substack-app-embed community-chat directMessage
        captioned-button-wrap button-wrapper subscription-widget-wrap subscription-widget
        subscription-widget-wrap-editor paywall-jump poll-embed comments-page image-link-expand
        tweet-header tweet-footer tweet-photos-container tweet-video-wrapper expanded-link-bottom
        quote-tweet-header embedded-post-header embedded-post-title-wrapper
        embedded-post-cta-wrapper embedded-post-meta
    """,
    Role.TWEET: "tweet twitter-embed",
    Role.QUOTED_TWEET: "quote-tweet",
    Role.POST: "embedded-post-wrap",
    Role.QUOTE: "pullquote blockquote epigraph quote",
    Role.FOOTNOTE: "footnote",
}
_ROLE_OF_CLASS = {name: role for role, names in _ROLES.items() for name in names.split()}

_CHROME_SPANS = frozenset(
    """
    tweet-author-name tweet-author-handle tweet-date tweet-link-top tweet-link-bottom likes retweets
    like-count rt-count expanded-link-domain expanded-link-title expanded-link-description
    embedded-post-cta embedded-post-publication-name
    """.split()
)
_REFERENCE = re.compile(r"#(footnote-\d+(?:-\d+)?|fn:?-?[\w-]+|user-content-fn-[\w-]+)\Z")
_BACK_REFERENCE = re.compile(r"#(?:footnote-anchor-[\d-]+|fnref:?-?[\w-]+|user-content-fnref-[\w-]+)\Z")
_TAG = re.compile(r"<[^<>]*>")


def role_of(attributes: Attributes) -> Role:
    """What a div of these classes is."""
    for name in attributes.classes:
        if role := _ROLE_OF_CLASS.get(name):
            return role
    return Role.PLAIN


def is_chrome(attributes: Attributes) -> bool:
    """Whether the words of a link or span of these classes are the platform's, not the writer's."""
    return not _CHROME_SPANS.isdisjoint(attributes.classes)


def note_referred_to(href: str) -> str:
    """The id of the footnote that a link in the text leads to, empty where it leads elsewhere."""
    found = None if _BACK_REFERENCE.match(href) else _REFERENCE.match(href)
    return found[1] if found else ""


def leads_back(href: str) -> bool:
    """Whether a link leads from a footnote back to the text."""
    return _BACK_REFERENCE.match(href) is not None


def tweet_attribution(attributes: Attributes, role: Role = Role.TWEET) -> Attribution:
    """Who wrote the tweet of these attributes, or the tweet that it quotes."""
    data = _tweet_data(attributes, role)
    handle = _text(data, "username")
    return Attribution(
        author=_text(data, "name"),
        handle=f"@{handle}" if handle else "",
        date=_date(_text(data, "date")),
        url=_text(data, "url"),
    )


def tweet_text(attributes: Attributes, role: Role = Role.TWEET) -> str:
    """A tweet's text as its data has it, for embeds that hold no text themselves."""
    return _TAG.sub("", _text(_tweet_data(attributes, role), "full_text"))


def post_attribution(attributes: Attributes) -> Attribution:
    """Who wrote the post that is embedded, and what it is called."""
    data = _embed_data(attributes)
    bylines = data.get("bylines")
    author = bylines[0] if isinstance(bylines, list) and bylines else None
    return Attribution(
        author=_text(author, "name") or _text(data, "publication_name"),
        work=_text(data, "title"),
        date=_date(_text(data, "date")),
        url=_text(data, "url"),
    )


def _tweet_data(attributes: Attributes, role: Role) -> object:
    data = _embed_data(attributes)
    return data.get("quoted_tweet") if role is Role.QUOTED_TWEET else data


def _embed_data(attributes: Attributes) -> dict[str, Any]:
    try:
        data = json.loads(attributes.values.get("attrs", ""))
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _text(data: object, name: str) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _date(text: str) -> str:
    """The day in ISO form, of `Wed Jan 11 22:47:39 +0000 2023` or `2023-01-11T22:47:39.000Z`."""
    for form, length in (("%Y-%m-%d", 10), ("%a %b %d %H:%M:%S %z %Y", None)):
        try:
            return dt.datetime.strptime(text[:length], form).date().isoformat()  # noqa: DTZ007 (a day)
        except ValueError:
            continue
    return ""
