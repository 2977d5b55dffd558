"""Which part of a page is the article: a tree goes in, the element that holds it comes out.

`find_article` asks the page first (microformats, schema.org, HTML's own elements, the names that
blogging software gives), and takes an element only if it holds a good part of the page's text: a page
that lists articles is its own article. `Chrome` says what in it is not the writer's: navigation,
comments, buttons, related posts. What holds nearly all of the text is never that, whatever its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from searchkit.reading.html.tree import Element, classes_of, tag_of

UNSEEN = frozenset(
    """
    script style template noscript svg link meta base title object embed canvas param
    input select option optgroup textarea datalist button progress meter map area dialog frame frameset
    noframes applet
    """.split()
)
"""Elements of which a browser shows no text, or text that is not read.

`source` and `track` are not among them: to libxml2 they are not empty, and hold what follows them; nor
is `head`, in which it puts a page's `main` where there is no `body`.
"""

_CHROME_TAGS = frozenset("nav footer aside form menu".split())
_CHROME_ROLES = frozenset("navigation banner contentinfo complementary search menu menubar toolbar".split())
_CHROME_NAMES = frozenset(
    """
    comment comments comment-list commentlist comment-section comment-respond respond disqus_thread
    related related-posts related-articles related-content relatedposts jp-relatedposts yarpp-related
    recommended recommendations read-next readnext more-posts more-articles you-may-also-like
    share sharing share-buttons share-links sharedaddy social social-links social-share social-media
    addtoany_share_save_container post-share article-share likes jp-likes-widget-wrapper
    sidebar side-bar widget widget-area widgets secondary
    nav navbar navigation site-nav main-nav menu main-menu site-menu breadcrumb breadcrumbs pagination pager
    page-nav post-nav post-navigation posts-navigation nav-links prev-next prevnext nextprev skip-link
    toc table-of-contents tableofcontents
    header site-header page-header masthead site-title banner topbar
    footer site-footer page-footer post-footer entry-footer article-footer colophon copyright credits
    subscribe subscription newsletter newsletter-signup signup sign-up email-signup mc_embed_signup
    subscription-widget subscribe-widget subscribe-form cta call-to-action paywall
    ad ads advert advertisement adsbygoogle sponsor sponsored promo cookie cookies cookie-banner cookie-notice
    byline by-line author-box author-bio author-card author-info about-author author-description
    post-meta entry-meta article-meta post-info entry-info post-date entry-date posted-on dateline
    reading-time tags tag-list post-tags entry-tags taglinks cat-links tags-links post-categories
    screen-reader-text sr-only visually-hidden visuallyhidden hidden print-only no-js
    gutter linenos lineno line-numbers-rows rouge-gutter blob-num anchor-link header-anchor headerlink
    heading-anchor edit-link mw-editsection back-to-top popup modal
    """.split()
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_ROOTS = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' e-content ')]",
    "//*[@itemprop='articleBody']",
    *(
        f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
        for name in (
            *("post-content", "entry-content", "article-content", "gh-content", "available-content"),
            *("post-body", "article-body", "entry-body", "post__content", "article__content", "kg-canvas"),
        )
    ),
    "//article",
    "//main",
    "//*[@role='main']",
    "//*[@id='content' or @id='main' or @id='post']",
)
_ENOUGH = 0.4
"""Of the page's text, without what is chrome, for an element to be its article."""
_FAR_MORE = 4
_LOOKED_AT = 20


class Chrome:
    """What of a page is not the writer's. Text is measured once, when it is made."""

    def __init__(self, page: Element, *, whole_page: bool) -> None:
        """`whole_page` is False where all is the writer's but what a browser does not show."""
        self._whole_page = whole_page
        self._shown: dict[Element, int] = {}
        self._own: dict[Element, int] = {}
        self._measure(page)
        self._article = page

    def within(self, article: Element) -> None:
        """What is chrome is told by how much text there is in `article`, from now on."""
        self._article = article

    def size(self, element: Element) -> int:
        """How many characters of an element are read, without what looks like chrome."""
        return self._own.get(element, 0)

    def holds(self, element: Element) -> bool:
        """Whether an element is chrome, with all that is in it."""
        if is_unseen(element):
            return True
        looks = self._whole_page and _looks_like_chrome(element) and not _within_quote(element)
        return looks and not self._holds_nearly_all(element)

    def _holds_nearly_all(self, element: Element) -> bool:
        shown = self._shown.get(element, 0)
        return 2 * shown > self._shown[self._article] and shown > _FAR_MORE * self._own[self._article]

    def _measure(self, page: Element) -> None:
        """The size of every element, children before parents."""
        for element in reversed(list(page.iter())):
            shown = own = 0
            if tag_of(element) and not is_unseen(element):
                text = _characters(element.text) + sum(_characters(child.tail) for child in element)
                shown = text + sum(self._shown[child] for child in element)
                if not _looks_like_chrome(element):
                    own = text + sum(self._own[child] for child in element)
            self._shown[element], self._own[element] = shown, own


def find_article(page: Element, chrome: Chrome) -> Element:
    """The element of `page` that holds the article; the whole of it where none holds enough."""
    least = _ENOUGH * chrome.size(page)
    for path in _ROOTS:
        largest = max(_elements(page, path), key=chrome.size, default=None)
        if largest is not None and chrome.size(largest) >= max(least, 1):
            return largest
    return page


def is_unseen(element: Element) -> bool:
    """Whether a browser does not show an element."""
    if tag_of(element) in UNSEEN:
        return True
    get = element.get
    return bool(
        get("hidden") is not None
        or (get("aria-hidden") == "true" and "katex-mathml" not in classes_of(element))
        or (get("style") and _HIDDEN_STYLE.search(get("style") or ""))
    )


def _elements(page: Element, path: str) -> Iterator[Element]:
    found: Iterable[Element] = page.xpath(path)
    return (element for element in found if not any(map(_is_surely_chrome, element.iterancestors())))


def _is_surely_chrome(element: Element) -> bool:
    return not tag_of(element) or is_unseen(element) or _looks_like_chrome(element)


def _looks_like_chrome(element: Element) -> bool:
    tag = tag_of(element)
    if tag in ("html", "body", "main", "article") or is_notes(element):
        return False
    if tag in _CHROME_TAGS or (element.get("role") or "") in _CHROME_ROLES:
        return True
    if tag == "header":
        return not _holds_paragraphs(element)
    names = {name.lower() for name in (*classes_of(element), element.get("id") or "")}
    return not _CHROME_NAMES.isdisjoint(names)


def is_notes(element: Element) -> bool:
    """Whether an element holds footnotes, as it says itself."""
    said = f"{element.get('role') or ''} {element.get('class') or ''} {element.get('id') or ''}".lower()
    return "footnote" in said or "endnote" in said


def _holds_paragraphs(header: Element) -> bool:
    """Whether a header is more than a title and a byline, such as an epigraph."""
    first = islice(header.iter("blockquote", "p"), _LOOKED_AT)
    return any(tag_of(child) == "blockquote" or len(child.text or "") > 300 for child in first)


def _within_quote(element: Element) -> bool:
    """Whether an element is in a quote, where a footer is its source."""
    return any(tag_of(above) == "blockquote" for above in element.iterancestors())


def _characters(text: str | None) -> int:
    return sum(map(len, text.split())) if text else 0
