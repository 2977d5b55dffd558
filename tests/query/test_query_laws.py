"""What holds for any text at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from written_out import as_query, written

from searchkit.query.parser import MAX_CLAUSES, MAX_DEPTH, parse
from searchkit.query.tree import And, Joined, Node, Not, Or, Scoped, Words

PIECES = [
    *("alpha", "beta", "gamma*", "delta~1", "GPT-4", "open-source", "x^2", "re:hello"),
    *(
        '"style transfer"',
        '"near phrase"~3',
        '"',
        "“",
        "(",
        ")",
        "()",
        "AND",
        "OR",
        "NOT",
        "+",
        "-",
        "+(",
        "-(",
    ),
    *(
        "title:",
        "heading:(",
        "kind:quote",
        "kind:(",
        "tag:a",
        "tag:b",
        "date:2023",
        "date:[2023 TO 2024]",
        "date:[",
    ),
    *("~", "*", "^2", "...", "—", "\u200b", "\u00a0", "\ud800"),
]

any_text = st.text() | st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join)
queries = st.lists(st.sampled_from(PIECES)).map(" ".join) | any_text


def nodes(root: Node | None) -> list[Node]:
    if root is None:
        return []
    match root:
        case Joined(children):
            return [root, *(node for child in children for node in nodes(child))]
        case Not(child) | Scoped(_, child):
            return [root, *nodes(child)]
        case _:
            return [root]


def depth(root: Node | None) -> int:
    match root:
        case None:
            return 0
        case Joined(children):
            return 1 + max(map(depth, children))
        case Not(child) | Scoped(_, child):
            return 1 + depth(child)
        case _:
            return 1


@given(queries)
@settings(max_examples=500, deadline=None)
def test_any_text_makes_a_tree_of_bounded_size(text: str) -> None:
    query = parse(text)
    leaves = [node for node in nodes(query.root) if not isinstance(node, Joined | Not | Scoped)]
    assert len(leaves) <= MAX_CLAUSES
    assert depth(query.root) <= 5 * (MAX_DEPTH + 1)
    assert len(query.notices) == len(set(query.notices))
    assert bool(leaves) == (query.root is not None)


@given(queries)
@settings(max_examples=200, deadline=None)
def test_the_same_text_makes_the_same_tree(text: str) -> None:
    assert parse(text) == parse(text)
    assert parse(parse(text).text).root == parse(text).root


@given(queries)
@settings(max_examples=500, deadline=None)
def test_a_tree_holds_nothing_a_walker_would_have_to_flatten(text: str) -> None:
    for node in nodes(parse(text).root):
        if isinstance(node, And | Or | Words):
            assert len(node.children) > 1
            assert not any(isinstance(child, type(node)) for child in node.children)
        if isinstance(node, Not):
            assert not isinstance(node.child, Not | Words)
        if isinstance(node, Scoped):
            assert not any(isinstance(child, Scoped) for child in nodes(node.child))


@given(queries)
@settings(max_examples=200, deadline=None)
def test_notices_and_text_can_be_printed_anywhere(text: str) -> None:
    query = parse(text)
    assert query.text.isprintable()
    assert all(notice.isprintable() for notice in query.notices)


simple_leaves = st.sampled_from(
    [
        *("alpha", "beta^2", "gamma*", "delta~2", '"style transfer"', '"near phrase"~3^0.5', "GPT-4"),
        *("kind:quote", "tag:rlhf", 'author:"Nathan Lambert"', "date:2023", "date:>2023-06"),
        *("title:alpha", "heading:(alpha OR beta)", "title:(alpha beta)"),
    ]
)
well_formed = st.recursive(
    simple_leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["NOT ", "-", "+"]), inner).map(lambda pair: f"({pair[0]}({pair[1]}))"),
        st.tuples(
            st.sampled_from([" AND ", " OR ", " ", " -", " +"]), st.lists(inner, min_size=2, max_size=3)
        ).map(lambda pair: f"(({f'){pair[0]}('.join(pair[1])}))"),
    ),
    max_leaves=8,
)


@given(well_formed)
@settings(max_examples=500, deadline=None)
def test_a_tree_written_as_a_query_is_read_as_the_same_tree(text: str) -> None:
    query = parse(text)
    again = parse(as_query(query.root))
    assert written(again.root) == written(query.root)
    assert again.notices == ()
