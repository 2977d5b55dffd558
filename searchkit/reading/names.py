"""Whether words are somebody's name: a person, a paper, an institution.

There is no list of names. A name is a few words with capital letters, with particles (`van`, `of`)
between them, and with none that begins a sentence (`But`, `He`). What is doubtful is no name: a
quote without an attribution is better than one with a false one.

>>> is_name("Ludwig van Beethoven"), is_name("J. R. R. Tolkien"), is_name("Washington Post")
(True, True, True)
>>> is_name("But nobody came"), is_name("He left"), is_name("the author")
(False, False, False)
>>> name_at_end("In 1946, as my friend George Orwell")
'George Orwell'
"""

from __future__ import annotations

import re
from functools import cache

_MOST_WORDS = 7
_PARTICLES = frozenset(
    """
    a af al and at bin da dal das de del dela della den der des di do dos du e el et for ibn la las le les
    los of on or saint san st ten ter the to und van vel vom von y zu zum zur & 't
    """.split()
)
_PERSONAL_PARTICLES = _PARTICLES - {"a", "and", "at", "for", "of", "on", "or", "the", "to", "&"}
_BETWEEN_NAMES = frozenset({"and", "&", "or", "of", "at", "for", "to", "on", "the"})
_JOINED_PARTICLE = re.compile(r"(?:[dlo]['’]|al-|el-|an-|bar-)(?=\w)", re.IGNORECASE)

# Words that stand in sentences and in no name, and words that only never begin one.
_NOT_IN_NAMES = frozenset(
    """
    i me my mine we us our he him his she her hers it its they them their you your who whom whose which what
    this that these those here there then when where why how if because since while until although though
    but and or nor so yet for as also now later once today tomorrow yesterday again another other others
    one anyone anybody everyone everybody nobody none nothing something everything people
    some any all both each every many most few several no not never yes yeah yep nope well oh ah okay ok
    please thanks thank maybe perhaps indeed instead finally at in on by from to with without after before
    during about above below between into over under up down out off only even just still always often
    sometimes usually is are was were be been being do does did has have had can could would shall should
    might must a an
    """.split()
)
_NEVER_FIRST = frozenset(
    """
    first firstly second secondly third next last lastly let say see read note notes update edit warning
    example examples question answer chapter section part figure table page step item list line lines
    source sources quote readme preface foreword introduction
    abstract appendix handbook manual documentation docs wiki website faq policy rfc click use add make get
    set run call buy
    """.split()
)
_TIMES = frozenset(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter
    am pm
    """.split()
)
_NUMERALS = frozenset({"ii", "iii", "iv", "jr", "sr", "jr.", "sr."})
_WORD = re.compile(r"[^\W\d_][\w.'’-]*\Z")

# A name in Chinese characters is short, unless a dot parts a foreign one: 本杰明·迪斯雷利.
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"
_NOT_HAN_NAMES = frozenset(
    """
    题记 題記 后记 後記 前言 序言 引言 摘要 编者 編者 译者 譯者 作者 笔者 筆者 佚名 网友 網友 我们 我們
    他们 他們 她们 自己 大家 有人 俗话 俗話 文中 书中 書中 本书 本書 结语 結語 正文 说明 附录 未完 待续 完结
    """.split()
)


@cache
def _han_name() -> re.Pattern[str]:
    """Compiled with the first text that needs it, because that takes 3 ms."""
    one = rf"[{_FIRST_HAN}-{_LAST_HAN}\u30a0-\u30ff]"
    return re.compile(f"{one}{{2,3}}|{one}+(?:[·・•]{one}+)+")


def is_name(text: str) -> bool:
    """Whether `text` is a name and nothing else."""
    if not text.isascii() and any(_FIRST_HAN <= character <= _LAST_HAN for character in text):
        return bool(_han_name().fullmatch(text)) and text not in _NOT_HAN_NAMES
    words = text.split()
    if words and words[0].lower() == "the":
        words = words[1:]
    if not words or len(words) > _MOST_WORDS:
        return False
    if words[-1] in ("al.", "al") and words[-2:-1] == ["et"]:
        words = words[:-2]
    if not words or words[0].lower() in _NEVER_FIRST:
        return False
    return _is_capital(words[0]) and _is_capital(words[-1]) and all(map(_may_stand, words))


def is_person(text: str) -> bool:
    """Whether a name may be a person's: three words at most, and none such as `The` or `of` among them.

    >>> is_person("Simone Weil"), is_person("Gravity and Grace"), is_person("The Card")
    (True, False, False)
    """
    words = text.split()
    capitals = [word for word in words if word not in _PERSONAL_PARTICLES]
    is_short = len(capitals) <= 3 or (len(words) < 6 and any("." in word for word in words))
    return is_short and is_name(text) and words[0] != "The" and all(map(_is_capital, capitals))


def name_at_end(text: str) -> str:
    """The name that `text` ends with, empty where it ends with none that is plain to see."""
    words = text.split()[-_MOST_WORDS - 2 :]
    first = len(words) - 2 if words[-2:] == ["et", "al."] else len(words)
    while first and words[first - 1] not in _BETWEEN_NAMES and _may_stand(words[first - 1]):
        first -= 1
    while first < len(words) and (
        words[first].lower() in _TIMES | _NEVER_FIRST or not _is_capital(words[first])
    ):
        first += 1
    if first and words[first - 1] in _BETWEEN_NAMES - {"the"}:
        return ""  # `a friend of Ann` is somebody else
    name = " ".join(words[first:])
    return name if is_name(name) and name.lower() not in ("someone", "somebody") else ""


def _may_stand(word: str) -> bool:
    return word in _PARTICLES or _is_capital(word)


def _is_capital(word: str) -> bool:
    lower = word.lower()
    if lower in _NUMERALS:
        return True
    if lower in _NOT_IN_NAMES and not (len(word) <= 2 and word.isupper() and word != "I"):
        return False
    word = _JOINED_PARTICLE.sub("", word)
    return bool(_WORD.match(word)) and not word[0].islower()
