"""A corpus's text to the abbreviations it writes, learned with NLTK's Punkt trainer.

Punkt needs no annotated text and no download: a word that is nearly always followed by a full stop
is an abbreviation (Kiss & Strunk 2006, section 3). Importing NLTK takes 0.3 s and training reads
0.45 MB a second, so an index learns once, from a sample, when it is first built; its updates, and
everything that answers a query, use what was learned (`sentences.sentence_spans`).
"""

from __future__ import annotations

import re
from collections import Counter

from searchkit.analysis.sentences import ABBREVIATIONS

SAMPLE_SIZE = 128_000
"""Code points to learn from: the list of a novel hardly changes after that."""

_EVIDENCE = 3
_GOES_ON = re.compile(r"(?<![^\W\d_])([^\W\d_](?:[^\W\d_]|\.(?=[^\W\d_]))*)\.(?:,|\s+[a-z\d])")


def learn_abbreviations(sample: str) -> frozenset[str]:
    """The abbreviations `sample` shows, in lower case, without their last full stop.

    Punkt alone would also take for one a short rare word that happens to end sentences ("gun."), so
    an abbreviation must also be seen three times where its sentence plainly goes on: before a lower
    case word, a number or a comma. Where no word is, other than those that are built in, there is
    nothing to learn, and NLTK is not even imported.
    """
    sample = sample[:SAMPLE_SIZE]
    seen = Counter(found[1].lower() for found in _GOES_ON.finditer(sample))
    candidates = {word for word, times in seen.items() if times >= _EVIDENCE} - ABBREVIATIONS
    if not candidates:
        return frozenset()
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    trainer.train(sample, finalize=True)
    return frozenset(candidates & trainer.get_params().abbrev_types)
