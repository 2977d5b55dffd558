"""The command line that every benchmark has."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants import PEERS

SAMPLE = Path(__file__).parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure: `sections` is None for the corpus as it is."""

    corpus: Path
    sections: int | None
    against: tuple[str, ...]
    rounds: int
    seed: int


def read_options(description: str, *, rounds: int) -> Options:
    """The options of this run; `rounds` is how many there are unless the user says."""
    parser = ArgumentParser(description=description)
    parser.add_argument("--corpus", type=_folder, default=SAMPLE, help="a folder of posts")
    parser.add_argument("--sections", type=_count, help="resample the corpus to about so many sections")
    parser.add_argument("--against", type=_peers, default=PEERS, help=f"some of {','.join(PEERS)}")
    parser.add_argument("--rounds", type=_count, default=rounds, help=f"{rounds} unless given")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn by lot")
    return Options(**vars(parser.parse_args()))


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _peers(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= set(PEERS):
        raise ArgumentTypeError(f"{text!r} is not some of {','.join(PEERS)}")
    return names
