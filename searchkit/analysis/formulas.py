r"""Mathematics in a text, as MathJax and KaTeX find it: in goes a text, out come the places of formulas.

    $..$  $$..$$  \(..\)  \[..\]  \begin{align}..\end{align}

A single dollar opens and closes as in pandoc: no space inside it, and no digit after the one that closes.
Still, `$5 or 6$` is money and `\[sic\]` is brackets that an exporter escaped, so what stands between must
look like mathematics.

>>> text = r"It costs $5, not $10, where $x_i$ is \(n^2\) \[sic\]."
>>> [text[start:end] for start, end in formula_spans(text)]
['$x_i$', '\\(n^2\\)']
"""

from __future__ import annotations

import re

_FORMULA = re.compile(
    r"""
      \$\$ (?!\$) (?P<display> (?: [^$\\] | \\. | \$(?!\$) )++ ) \$\$
    | \$ (?![\s$]) (?P<dollars> (?: [^$\\] | \\. )++ ) (?<!\s)\$(?!\d)
    | \\\( (?P<round> (?: [^\\] | \\[^()\[\]] )++ ) \\\)
    | \\\[ (?P<square> (?: [^\\] | \\[^()\[\]] )++ ) \\\]
    | \\begin\{
      (?P<environment> (?:align|alignat|cases|eqnarray|equation|flalign|gather|multline|split)\*? ) \}
      (?: [^\\] | \\(?!(?:begin|end)\{(?P=environment)\}) )*+ \\end\{ (?P=environment) \}
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDS_IN_FORMULA = re.compile(r"\\(?:text|mbox|operatorname)[a-z]*\{[^{}]*\}|\\(?:begin|end)\{[^{}]*\}")
_PROSE = re.compile(
    r"(?<![\\\w])[^\W\d_]{3,}[,;:]?\s+[^\W\d_]{3,}(?!\w)|://|\]\(|[\u3040-\u30ff\u3400-\u9fff]{2}"
)
# A command, an operator, or nothing but names of one or two letters: `f(x)`.
_MATHEMATICAL = re.compile(r"\\[A-Za-z,;!]|[_^=<>{}+*|]|\A(?!\d)(?!.*[^\W\d_]{3})(?=.*[^\W\d_])", re.DOTALL)
_SURELY = re.compile(r"\\[A-Za-z]|[_^=]")
_FORMULA_START = re.compile(r"\$|\\[(\[b]")


def formula_at(text: str, start: int) -> int:
    """Where the formula that begins at `start` ends, or -1 where none does."""
    found = _FORMULA.match(text, start)
    return found.end() if found and _is_formula(found) else -1


def formula_spans(text: str) -> list[tuple[int, int]]:
    """The start and end of every formula in `text`."""
    spans: list[tuple[int, int]] = []
    if "$" not in text and "\\" not in text:
        return spans
    end = 0
    while opening := _FORMULA_START.search(text, end):
        start = opening.start()
        end = formula_at(text, start)
        if end > 0:
            spans.append((start, end))
        else:
            end = opening.end() + text.startswith("$$", start)
    return spans


def _is_formula(found: re.Match[str]) -> bool:
    if found["environment"]:
        return True
    content = _WORDS_IN_FORMULA.sub(" ", found[found.lastgroup or 0])
    if _PROSE.search(content):
        return False
    source = found[found.lastgroup or 0]
    is_likely_other = found["square"] or (found["dollars"] and source[0].isdigit())
    return (_SURELY if is_likely_other else _MATHEMATICAL).search(source) is not None


def whole_formulas(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """`spans`, in order, none of which begins or ends inside a formula: they hold all of it instead.

    >>> whole_formulas("where $x_i$ is", ((7, 8), (12, 14)))
    ((6, 11), (12, 14))
    """
    formulas = formula_spans(text) if spans else []
    if not formulas:
        return spans
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        for first, last in formulas:
            if first < end and start < last:
                start, end = min(start, first), max(end, last)  # noqa: PLW2901
        if whole and start < whole[-1][1]:
            start, end = whole[-1][0], max(end, whole.pop()[1])  # noqa: PLW2901
        whole.append((start, end))
    return tuple(whole)
