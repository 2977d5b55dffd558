"""Pictures, drawn by matplotlib, which comes with the extra `plot`: a drawing in, a file out.

`save` takes what draws and where to; a file is there as a whole or not at all.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchkit.errors import UsageError

if TYPE_CHECKING:
    from searchkit.research.trends import Trends

SUFFIXES = (".svg", ".png")
"""What a picture can be written as."""

# A search folder may hold any script: the first of these that has a letter is taken.
_FONTS = [
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
]
_STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": _FONTS,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "searchkit",  # the same picture is the same file
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_DPI = 150


def check_picture(file: Path) -> None:
    """See that a picture can be made, before there is much to do for it.

    Raises:
        UsageError: the file's suffix is of no picture, or matplotlib is missing.
    """
    if file.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"{file} is no picture", hint=f"name it {' or '.join(f'*{suffix}' for suffix in SUFFIXES)}"
        )
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise UsageError(
            "a picture needs matplotlib, which is not installed", hint="pip install 'searchkit[plot]'"
        ) from None


def save(file: Path, draw: Callable[[Any], None], *, size: tuple[float, float]) -> None:
    """Write what `draw` draws on a pair of axes, `size` inches wide and high.

    Raises:
        UsageError: as `check_picture`, or the file cannot be written.
    """
    check_picture(file)
    import matplotlib as mpl
    from matplotlib.figure import Figure

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # a font may well be missing
    unfinished = file.with_name(f".{file.name}.unfinished")
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of letters that no font has
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.add_subplot())
        try:
            figure.savefig(unfinished, format=file.suffix[1:].lower(), dpi=_DPI, metadata=_undated(file))
            unfinished.replace(file)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise UsageError(f"{file} cannot be written ({error.strerror or error})") from error


def _undated(file: Path) -> dict[str, None] | None:
    return {"Date": None} if file.suffix.lower() == ".svg" else None


def draw_trends(trends: Trends, file: Path) -> None:
    """A line for each term; where nothing was written it is interrupted.

    Raises:
        UsageError: as `save`.
    """

    def draw(axes: Any) -> None:
        names = [period.name for period in trends.periods]
        for trend in trends:
            values = [float("nan") if value is None else value for value in trend.per_million]
            axes.plot(range(len(names)), values, marker="o", markersize=3.5, label=plain(trend.term))
        axes.set_ylim(bottom=0)
        axes.set_ylabel("per million words")
        axes.legend(frameon=False)
        _label(axes, names)

    save(file, draw, size=(8, 4.5))


def _label(axes: Any, names: Sequence[str]) -> None:
    """The names below, as many as there is room for."""
    step = -(-len(names) // 12)
    axes.set_xticks(range(0, len(names), step), names[::step], rotation=0 if len(names[0]) == 4 else 30)


def plain(text: str) -> str:
    """A text in which matplotlib sees no formula, and no label to be left out."""
    return text.replace("$", r"\$").lstrip("_") or text
