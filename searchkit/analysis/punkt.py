"""A corpus's text to the abbreviations it writes, learned with NLTK's Punkt trainer.

Punkt needs no annotated text and no download: a word that is nearly always followed by a full stop
is an abbreviation (Kiss & Strunk 2006, section 3). Importing NLTK takes 0.3 s and training reads
0.45 MB a second, so an index learns once, from a sample, when it is first built; its updates, and
everything that answers a query, use what was learned (`sentences.sentence_spans`).
"""

from __future__ import annotations

import re

SAMPLE_SIZE = 128_000
"""Code points to learn from: the list of a novel hardly changes after that."""

_EVIDENCE = 3


def learn_abbreviations(sample: str) -> frozenset[str]:
    """The abbreviations `sample` shows, in lower case, without their last full stop.

    Punkt alone would also take for one a short rare word that happens to end sentences ("gun."), so
    an abbreviation must also be seen three times where its sentence plainly goes on: before a lower
    case word, a number or a comma.
    """
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    trainer.train(sample[:SAMPLE_SIZE], finalize=True)
    learned = trainer.get_params().abbrev_types
    return frozenset(word for word in learned if word[-1:].isalpha() and _goes_on(word, sample))


def _goes_on(word: str, sample: str) -> bool:
    inside = re.compile(rf"(?<!\w)(?i:{re.escape(word)})\.(?:,|\s+[a-z\d])")
    return sum(1 for _ in inside.finditer(sample)) >= _EVIDENCE
