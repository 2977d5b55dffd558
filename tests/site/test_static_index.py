"""The static index: what Python finds, the browser's client finds in its files; nothing leaks into them."""

from __future__ import annotations

import json
import random
import re
import zlib
from pathlib import Path

import pytest
from static_site import ask, search

from searchkit import Index
from searchkit.analysis.analyzer import analyzer_for
from searchkit.search.commit import Commit
from searchkit.site.static import build_site
from searchkit.site.static.bits import script_content
from searchkit.site.static.library import shelved
from searchkit.site.static.pieces import Squeezer

CASES = (
    "style",
    "style transfer",
    '"style transfer"',
    "“style transfer”",
    "fine tuning",
    "fine-tuning",
    '"fine tuning does"',
    "hallucinat*",
    "halucinate~",
    "style -transfer",
    "GPT4 OR catalogue",
    "kind:quote hallucinations",
    "kind:heading cost",
    "title:works",
    "heading:inference cost",
    "author:merrow transfer",
    "tag:style",
    "lang:fr",
    "date:2023-06",
    "style date:>2023-03",
    "chercher",
    "bibliotheque",
    "机器学习",
    "the works of a library",
    '"near words"~3 style',
    "nowhere style",
    "(unclosed style",
)


@pytest.fixture(scope="module")
def site(library: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static site of the small library."""
    out = tmp_path_factory.mktemp("static")
    build_site(library, out)
    return out


@pytest.mark.parametrize("query", CASES)
def test_client_finds_what_python_finds(query: str, library: Index, site: Path) -> None:
    public = Index(library.place, public_only=True)
    ours, (theirs,) = public.search(query).to_dict(), search(site, query)
    for name in ("total_essays", "notices"):
        assert theirs[name] == ours[name], name
    assert [_shown(hit) for hit in theirs["hits"]] == [_shown(hit) for hit in ours["hits"]]


def _shown(hit: dict) -> tuple:  # type: ignore[type-arg]
    return hit["essay"]["id"], hit["section"]["number"], hit["passage"], hit["link"]


def test_options_narrow_as_in_python(library: Index, site: Path) -> None:
    public = Index(library.place, public_only=True)
    ours = public.search("style", kinds=["paragraph"], after="2023-02", limit=3).to_dict()
    (theirs,) = search(site, "style", kinds=["paragraph"], after="2023-02", limit=3)
    assert [_shown(hit) for hit in theirs["hits"]] == [_shown(hit) for hit in ours["hits"]]


def test_typo_is_labelled_with_what_was_meant(site: Path) -> None:
    for typo in ("trnasfer", "transfr", "tranzfer", "ttransfer", "rtansfer"):
        (found,) = search(site, typo)
        assert found["hits"], typo
        assert found["notices"][0] == f'nothing found for "{typo}": showing results for "transfer"'


def test_titles_are_suggested_before_words(site: Path) -> None:
    (one,) = ask(site, [("suggest", "on sty", {})])
    assert one["answer"] == {"prefix": "on sty", "suggestions": ["On style transfer", "on style"]}


def test_no_word_of_a_hidden_essay_is_in_any_file(index_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    index = index_of(
        shown="---\ntitle: Shown\n---\nPlain words.\n",
        hidden=(
            "---\ntitle: Zyxomma\ndraft: true\ntags: [quokkatag]\nauthor: Vexillo\n---\n"
            "# Wombatting\n\nXylopyrography.\n"
        ),
    )
    build_site(index, tmp_path / "out")
    facts = _manifest(tmp_path / "out")
    preset = Squeezer(facts["words"].split(" "), facts["dictionary"]).preset
    secrets = re.compile(
        rb"zyxomma|quokka|vexil|wombat|xylopyro|ammoxyz|gnittabmow|yhpargorypolyx", re.IGNORECASE
    )
    for file in (tmp_path / "out").rglob("*.js"):
        if file.name.startswith("searchkit"):
            continue
        content = script_content(file.read_bytes())
        for start in range(len(content)):
            try:
                plain = zlib.decompressobj(-15, zdict=preset).decompress(content[start:])
            except zlib.error:
                continue
            assert not secrets.search(plain), file.name
        assert not secrets.search(content), file.name


def test_a_word_of_an_essay_that_is_withdrawn_is_gone_from_the_dictionary_too(  # type: ignore[no-untyped-def]
    index_of, tmp_path: Path
) -> None:
    shown = "---\ntitle: Shown\n---\n" + "Plain words are plain words. " * 4
    secret = "The xylopyrography is theirs. " * 9
    build_site(index_of(shown=shown, withdrawn=secret), tmp_path / "out")
    before = _manifest(tmp_path / "out")["dictionary"]
    build_site(index_of(shown=shown, withdrawn=f"---\ndraft: true\n---\n{secret}"), tmp_path / "out")
    after = _manifest(tmp_path / "out")["dictionary"]

    assert "xylopyrography" in before
    assert "xylopyrography" not in after


def _manifest(out: Path) -> dict:  # type: ignore[type-arg]
    content = script_content((out / "manifest.js").read_bytes())
    manifest: dict = json.loads(zlib.decompressobj(-15).decompress(content[3:]))  # type: ignore[type-arg]
    return manifest


def test_rebuild_writes_only_what_changed_and_leaves_other_files(index_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    index = index_of(one="First words.\n", two="Second words.\n")
    out = tmp_path / "out"
    assert build_site(index, out).written > 0
    (out / "data" / "mine.js").write_text("mine")
    (out / "data" / "s0-mine.js").write_text("mine too")
    again = build_site(index, out)
    assert (again.written, again.removed) == (0, 0)
    changed = build_site(index_of(one="First words.\n", two="Second words, changed.\n"), out)
    assert changed.written > 0
    assert (out / "data" / "mine.js").exists()
    assert (out / "data" / "s0-mine.js").exists()
    named = {file.name for file in (out / "data").iterdir()} - {"mine.js", "s0-mine.js"}
    assert len(named) == sum(map(len, _manifest(out)["hashes"].values())) // 3
    assert search(out, "changed")[0]["total_essays"] == 1


def test_client_folds_and_splits_words_as_python_does(site: Path) -> None:
    texts = [
        "GPT-4’s open-source Élan",
        "Straße ΣΊΣΥΦΟΣ йод Œuvre ﬁne ½ x² 我们 コード",
        "co\u00adop n\u0303o \u0915\u093f ı İ",
    ]
    for text, one in zip(texts, ask(site, [("terms", text, {}) for text in texts]), strict=True):
        assert one["answer"] == analyzer_for("").terms(text)


@pytest.mark.real
def test_client_agrees_with_python_on_500_generated_queries(newsletter: Path, tmp_path: Path) -> None:
    import searchkit

    index = Index(searchkit.build(newsletter, tmp_path / "index").place, public_only=True)
    build_site(index, tmp_path / "out")
    sections = [
        stored.section
        for one in shelved(Commit.last(index.place, public_only=True))
        for stored in one.sections
    ]
    lots = random.Random(1)
    queries = [_query(sections, lots) for _ in range(500)]
    theirs = search(tmp_path / "out", *queries, limit=10)
    ours = [index.search(query, limit=10).to_dict() for query in queries]
    pairs = list(zip(queries, ours, theirs, strict=True))
    assert [query for query, one, other in pairs if one["total_essays"] != other["total_essays"]] == []
    alike = sum(_first(one) == _first(other) for _, one, other in pairs)
    assert alike >= 0.98 * len(pairs)


def _first(results: dict) -> str:  # type: ignore[type-arg]
    return results["hits"][0]["essay"]["id"] if results["hits"] else ""


def _query(sections: list, lots: random.Random) -> str:  # type: ignore[type-arg]
    words: list[str] = []
    while len(words) < 6:
        words = re.findall(r"[^\W\d_]{2,}", lots.choice(sections).text)
    at = lots.randrange(len(words) - 5)
    some, other = (
        words[at : at + lots.randint(1, 5)],
        lots.choice(words),
    )
    forms = (
        " ".join(some),
        f'"{" ".join(some)}"',
        f"{some[0]} -{other}",
        f"{some[0]} OR {words[-1]}",
        some[-1],
    )
    return lots.choice(forms)
