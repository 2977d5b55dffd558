"""Who quotes whom as a graph: GraphML for other programs, and a picture.

Nodes are essays and the authors that quotes are attributed to; an edge leads from the essay that quotes
to the essay or author it quotes, and its weight is how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from searchkit.essay import Essay
from searchkit.quotes.quoted import Quoted
from searchkit.research.pictures import plain, save

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_ATTRIBUTES = ("kind", "label", "date", "path")
_MOST_SHOWN = 25
_LABEL = 46


class Node(NamedTuple):
    """An essay, or an author, who has no date and no path."""

    id: str
    kind: str
    label: str
    date: str = ""
    path: str = ""


def graph(quoted: Quoted) -> Counter[tuple[Node, Node]]:
    """The edges, from what quotes to what is quoted, and the weight of each."""
    edges: Counter[tuple[Node, Node]] = Counter()
    for link in quoted.links:
        edges[_essay_node(link.quoting.essay), _essay_node(link.source)] += 1
    for author in quoted.authors:
        for quotation in author.quotations:
            edges[_essay_node(quotation.essay), Node(f"author:{author.name}", "author", author.name)] += 1
    return edges


def _essay_node(essay: Essay) -> Node:
    date = essay.date.isoformat() if essay.date else ""
    return Node(f"essay:{essay.path}", "essay", essay.title, date, essay.path)


def as_graphml(quoted: Quoted) -> str:
    """The graph as GraphML 1.0."""
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}graphml")
    for name in _ATTRIBUTES:
        _add(root, "key", {"id": name, "for": "node", "attr.name": name, "attr.type": "string"})
    _add(root, "key", {"id": "weight", "for": "edge", "attr.name": "weight", "attr.type": "int"})
    drawn = _add(root, "graph", {"id": "quotations", "edgedefault": "directed"})
    edges = graph(quoted)
    for node in sorted({node for edge in edges for node in edge}):
        element = _add(drawn, "node", {"id": node.id})
        for name in _ATTRIBUTES:
            if value := getattr(node, name):
                _add(element, "data", {"key": name}).text = value
    for (quoting, source), weight in edges.items():
        element = _add(drawn, "edge", {"source": quoting.id, "target": source.id})
        _add(element, "data", {"key": "weight"}).text = str(weight)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _add(parent: ET.Element, name: str, attributes: dict[str, str]) -> ET.Element:
    return ET.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)


def draw_quoted(quoted: Quoted, file: Path) -> None:
    """A picture of the graph: on the left what quotes, on the right what is quoted most.

    Raises:
        UsageError: as `searchkit.research.pictures.save`.
    """
    edges = graph(quoted)
    weights: Counter[Node] = Counter()
    for (_, source), weight in edges.items():
        weights[source] += weight
    sources = [node for node, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0]))][
        :_MOST_SHOWN
    ]
    quoting = sorted(
        {one for one, source in edges if source in sources}, key=lambda node: (node.date, node.label)
    )

    def draw(axes: Any) -> None:
        axes.set_axis_off()
        axes.set(xlim=(-0.1, 1.1), ylim=(-1, 0))
        left, right = dict(_spread(quoting)), dict(_spread(sources))
        for (one, source), weight in edges.items():
            if source in right:
                ends = [left[one], right[source]]
                axes.plot([0, 1], ends, color="C0", alpha=0.5, linewidth=0.8 + 0.8 * weight)
        for node, height in left.items():
            _write(axes, 0, height, node, "right")
        for node, height in right.items():
            _write(axes, 1, height, node, "left")

    save(file, draw, size=(12, 1.5 + 0.28 * max(len(quoting), len(sources))))


def _spread(nodes: list[Node]) -> Iterator[tuple[Node, float]]:
    """The nodes from top to bottom."""
    return ((node, -(number + 0.5) / len(nodes)) for number, node in enumerate(nodes))


def _write(axes: Any, place: float, height: float, node: Node, align: str) -> None:
    label = node.label if len(node.label) <= _LABEL else f"{node.label[: _LABEL - 1]}…"
    axes.plot(place, height, marker="o", color="C1" if node.kind == "author" else "C0", markersize=4)
    shift = -0.02 if align == "right" else 0.02
    style = "italic" if node.kind == "essay" else "normal"
    axes.text(place + shift, height, plain(label), ha=align, va="center", fontsize=8, style=style)
