"""Essays to quote from, and what is asked of an index of them."""

from __future__ import annotations

from pathlib import Path

import searchkit
from searchkit import Index
from searchkit.quotes.matches import QuoteMatch

LIGHTHOUSE = """---
title: The keeper's arithmetic
date: 2019-03-02
author: Ada Merrow
slug: keeper
---
Every evening the keeper climbed two hundred and eleven steps, and every evening he counted them aloud.
He was not afraid of the number, but he never trusted it. A staircase, he used to say, is a sentence that
somebody else has written, and you read it with your knees.

## The lamp

The oil was measured in pints and the night in wicks. When the fog came down there was nothing to see and
nothing to do, and he understood that this was the whole of his profession: to be seen by people whom he
would never meet.

It was possible, he wrote in the margin of the log, to be entirely useful and quite alone.

The inspector who came in spring found the brass bright, the glass clean, the log complete, and the keeper
unwilling to speak of anything but tides.
"""

REVIEW = """---
title: On a lighthouse
date: 2021-06-20
author: Ben Gray
slug: review
---
Merrow has written a small book about a large lamp.

> A staircase, he used to say, is a sentence that somebody else has written, and you read it with your knees.
>
> --- Ada Merrow, *The keeper's arithmetic*

The rest of it is about the price of paraffin in the harbour towns, which I did not know I wanted to know.
"""

TWICE = """---
title: Proverbs of the coast
date: 2017-01-01
slug: proverbs
---
The sea gives back what it has no use for, said the women of the harbour.

Nets are mended in the winter and lost in the spring.
"""

TWICE_LATER = """---
title: More proverbs
date: 2018-01-01
slug: more-proverbs
---
Somebody wrote that the sea gives back what it has no use for, said the women of the harbour. It is not so.

学而时习之，不亦说乎？有朋自远方来，不亦乐乎？
"""

POSTS = {"a-more.md": TWICE_LATER, "keeper.md": LIGHTHOUSE, "proverbs.md": TWICE, "review.md": REVIEW}


def quotable(folder: Path) -> Index:
    """An index of four essays, made in `folder`, with 80 sections about something else."""
    posts = folder / "posts"
    posts.mkdir()
    for name, text in POSTS.items():
        (posts / name).write_text(text, encoding="utf-8")
    subjects = "barley ferries slate glass wool salt copper maps bridges clocks".split()
    verbs = "are is was were will be has had may can".split()
    others = [
        f"About {subject} it {verb} said that the {other} of the county {verb} dear, and of no use to him.\n"
        for subject, other in zip(subjects, subjects[::-1], strict=True)
        for verb in verbs[:8]
    ]
    (posts / "filler.md").write_text("# Filler\n\n" + "\n".join(others), encoding="utf-8")
    return searchkit.build(posts, folder / "index")


def best(index: Index, quotation: str) -> QuoteMatch:
    """The likeliest place of a quotation, which must be found."""
    results = index.quote(quotation)
    assert results.matches, quotation
    return results.matches[0]
