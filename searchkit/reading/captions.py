"""Which descriptions of images are prose.

>>> caption_prose("DALL·E 2023-03-16 17.18.31 - An ominous fog lifting from over a city.png")
'An ominous fog lifting from over a city'
>>> caption_prose("Image.png"), caption_prose("Screenshot 2023-12-19 at 7.38.12 PM.png")
('', '')
>>> caption_prose("Photo by cottonbro from Pexels.")
'Photo by cottonbro from Pexels.'
"""

from __future__ import annotations

import re

_FILE_SUFFIX = re.compile(
    r"\.(?:png|jpe?g|gif|webp|tiff?|svg|heic|avif|bmp|pdf|mp4|mov|webm)(?:\s*\(\d+\))?\s*\Z", re.IGNORECASE
)
_TIMESTAMP = re.compile(
    r"\A.{0,60}?\d{4}-\d\d-\d\d[T ]+\d\d[\d.:_\\]*Z?(?:\s+-+)?\s*(?:(?:Text to|Expand) Image\b)?\s*"
)
_MACHINE_MADE = re.compile(
    r"""
    \A (?: (?:image|img|photo|picture|figure|fig|untitled|screen ?shot|download|avatar|logo|icon|thumbnail)
           (?:[ ]for[ ]post|[ ]copy|[ _-]*[\d(].*)?
         | screen[ ]?shot[ ].*\d\d.* | (?:twitter[ ])?avatar[ ]for[ ].*
         | [0-9a-f-]{16,} ) \Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]{2,}|\b[aAI]\b")
_FEWEST_WORDS, _FEWEST_IN_FILE_NAME = 2, 6


def caption_prose(description: str) -> str:
    """What of an image's description a reader would read, empty where it only names a file."""
    suffix = _FILE_SUFFIX.search(description)
    if suffix:
        description = _TIMESTAMP.sub("", description[: suffix.start()]).strip(" -")
        fewest = _FEWEST_IN_FILE_NAME
    else:
        fewest = _FEWEST_WORDS
    if _MACHINE_MADE.match(description) or (suffix and "_" in description):
        return ""
    words = len(_WORD.findall(description)) + sum(map(_is_ideograph, description)) // 2
    return description if words >= fewest else ""


def _is_ideograph(character: str) -> bool:
    """Whether it is of Chinese, Japanese or Korean; a pattern for so many takes 3 ms to compile."""
    return (
        "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7af"
    )
