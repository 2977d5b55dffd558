"""Building and updating: what a build reads, what it changes, and what it says."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from holdings import assert_holds_the_same, essays_in, noting_opened_files, write_posts

from searchkit.engines.place import place_of
from searchkit.engines.store import open_reader, read_manifest
from searchkit.errors import CorpusError
from searchkit.essay import ReadingWarning
from searchkit.indexing.build import Report, build
from searchkit.reading.post import MAX_SIZE
from searchkit.settings import Settings

BROKEN = '---\ntitle: ""So" it goes"\n---\n\nA bird.\n'
BINARY = bytes(range(32)) * 50


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_posts(
        tmp_path / "posts",
        {
            "birds.md": "# Birds\n\nA bird on a stone.\n",
            "2023/stones.md": "---\ntitle: Stones\n---\n\nA stone.\n\n> A quoted stone.\n",
            "2024/both.md": "# Both\n\n## Of birds\n\nA bird.\n\n## Of stones\n\nA stone and a bird.\n",
        },
    )


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def counts(report: Report) -> dict[str, int]:
    """What a report counts of posts, without what is nought."""
    names = ("added", "updated", "removed", "unchanged", "skipped")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def posts_read(corpus: Path, index: Path) -> list[str]:
    """The posts that a build opens."""
    with noting_opened_files() as paths:
        build([corpus], index)
    inside = (Path(path) for path in paths)
    return [path.relative_to(corpus).as_posix() for path in inside if path.is_relative_to(corpus)]


def rebuilt(corpus: Path, index: Path) -> Path:
    """An index of the same posts, made from nothing."""
    other = index.with_name(index.name + "-rebuilt")
    build([corpus], other, full=True)
    return other


def paths_in(index: Path) -> set[str]:
    """The file names of the essays that an index holds."""
    return {Path(path).name for path in essays_in(index)}


def test_a_build_holds_every_post(corpus: Path, index: Path) -> None:
    report = build([corpus], index)
    assert counts(report) == {"added": 3}
    assert (report.essays, report.sections) == (3, 10)
    assert report.seconds > 0
    held = essays_in(index)
    assert [held[path][0].title for path in sorted(held)] == ["Stones", "Both", "Birds"]


def test_a_report_is_the_json_of_the_index_command(corpus: Path, index: Path) -> None:
    write_posts(corpus, {"broken.md": BROKEN})
    told = build([corpus], index).to_dict()
    assert list(told) == [
        "essays", "sections", "added", "updated", "removed", "unchanged", "skipped", "warnings", "seconds",
    ]  # fmt: skip
    assert [sorted(warning) for warning in told["warnings"]] == [["line", "message", "path"]]


def test_a_second_build_of_unchanged_posts_reads_none(corpus: Path, index: Path) -> None:
    assert sorted(posts_read(corpus, index)) == ["2023/stones.md", "2024/both.md", "birds.md"]
    before = (index / "tantivy-1" / "meta.json").stat().st_mtime_ns
    assert posts_read(corpus, index) == []
    assert counts(build([corpus], index)) == {"unchanged": 3}
    assert (index / "tantivy-1" / "meta.json").stat().st_mtime_ns == before, "nothing to commit"


def test_editing_one_post_reads_that_one(corpus: Path, index: Path) -> None:
    build([corpus], index)
    write_posts(corpus, {"birds.md": "# Birds\n\nNo bird is left.\n"})
    assert posts_read(corpus, index) == ["birds.md"]
    assert_holds_the_same(index, rebuilt(corpus, index))
    write_posts(corpus, {"birds.md": "# Birds\n\nA second edit.\n"})
    assert counts(build([corpus], index)) == {"updated": 1, "unchanged": 2}


def test_an_edit_that_keeps_the_size_is_seen(corpus: Path, index: Path) -> None:
    build([corpus], index)
    write_posts(corpus, {"birds.md": "# Birds\n\nA bird in a stone.\n"})
    assert counts(build([corpus], index)) == {"updated": 1, "unchanged": 2}


def test_touching_posts_changes_nothing_and_they_are_read_once(corpus: Path, index: Path) -> None:
    build([corpus], index)
    before = essays_in(index)
    for name in ("birds.md", "2024/both.md"):
        os.utime(corpus / name, ns=(1, 1_000_000_000))
    assert sorted(posts_read(corpus, index)) == ["2024/both.md", "birds.md"]
    assert posts_read(corpus, index) == []
    assert counts(build([corpus], index)) == {"unchanged": 3}
    assert essays_in(index) == before
    os.utime(corpus / "birds.md", ns=(1, 2_000_000_000))
    assert posts_read(corpus, index) == ["birds.md"]
    write_posts(corpus, {"2024/both.md": "# Both\n\nof them are new.\n"})
    assert counts(build([corpus], index)) == {"updated": 1, "unchanged": 2}
    assert_holds_the_same_essays(index, rebuilt(corpus, index))


def assert_holds_the_same_essays(index: Path, other: Path) -> None:
    assert essays_in(index) == essays_in(other)


def test_what_is_known_of_touched_posts_may_be_lost_or_damaged(corpus: Path, index: Path) -> None:
    build([corpus], index)
    os.utime(corpus / "birds.md", ns=(1, 1))
    build([corpus], index)
    for rubbish in (b"", b"[]", b'{"1": 2}', b'{"x": []}', b"\xff", b'{"1": ["a", 2, 3]}', b"[" * 100_000):
        (index / "touched.json").write_bytes(rubbish)
        assert counts(build([corpus], index)) == {"unchanged": 3}
    assert posts_read(corpus, index) == []


def test_deleting_a_post_removes_it(corpus: Path, index: Path) -> None:
    build([corpus], index)
    (corpus / "birds.md").unlink()
    report = build([corpus], index)
    assert counts(report) == {"removed": 1, "unchanged": 2}
    assert (report.essays, report.sections) == (2, 8)
    assert_holds_the_same(index, rebuilt(corpus, index))


def test_renaming_a_post_moves_it(corpus: Path, index: Path) -> None:
    build([corpus], index)
    (corpus / "birds.md").rename(corpus / "2023" / "fowl.md")
    assert counts(build([corpus], index)) == {"added": 1, "removed": 1, "unchanged": 2}
    assert paths_in(index) == {"fowl.md", "stones.md", "both.md"}
    assert_holds_the_same(index, rebuilt(corpus, index))


def test_renaming_a_folder_moves_its_posts(corpus: Path, index: Path) -> None:
    build([corpus], index)
    (corpus / "2024").rename(corpus / "older")
    assert posts_read(corpus, index) == ["older/both.md"]
    assert_holds_the_same(index, rebuilt(corpus, index))


def test_a_post_that_becomes_binary_is_dropped_and_counted(corpus: Path, index: Path) -> None:
    build([corpus], index)
    write_posts(corpus, {"birds.md": BINARY})
    report = build([corpus], index)
    assert counts(report) == {"removed": 1, "unchanged": 2, "skipped": 1}
    (warning,) = report.warnings
    assert "binary" in warning.message
    assert counts(build([corpus], index)) == {"unchanged": 2, "skipped": 1}
    write_posts(corpus, {"birds.md": "# Birds\n\nAgain.\n"})
    assert counts(build([corpus], index)) == {"added": 1, "unchanged": 2}


def test_a_post_that_is_too_large_is_skipped(corpus: Path, index: Path) -> None:
    with (corpus / "large.md").open("wb") as file:
        file.truncate(MAX_SIZE + 1)
    report = build([corpus], index)
    assert counts(report) == {"added": 3, "skipped": 1}
    assert "20 MB" in report.warnings[0].message


def test_broken_front_matter_is_indexed_with_a_warning_of_file_and_line(corpus: Path, index: Path) -> None:
    write_posts(corpus, {"2023/broken.md": BROKEN})
    report = build([corpus], index)
    assert counts(report) == {"added": 4}
    (warning,) = report.warnings
    assert (warning.path, warning.line) == (str(corpus / "2023" / "broken.md"), 2)
    assert str(warning).startswith(f"{corpus}/2023/broken.md:2: front matter")


def test_warnings_and_hits_show_one_path(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_posts(corpus, {"broken.md": BROKEN})
    monkeypatch.chdir(corpus.parent)
    (warning,) = build(["posts"], index).warnings
    assert warning.path == "posts/broken.md"
    assert warning.path in essays_in(index)
    monkeypatch.chdir(corpus / "2023")
    assert str(corpus / "broken.md") in essays_in(index)


def test_two_essays_of_one_id_are_both_there_with_a_warning(corpus: Path, index: Path) -> None:
    post = "---\nid: twin\ntitle: Twin\n---\n\nA bird.\n"
    write_posts(corpus, {"a.md": post, "b.md": post, "Twin.md": post.replace("id: twin", "id: TWIN")})
    report = build([corpus], index)
    assert counts(report) == {"added": 6}
    message = f"its id, twin, is also that of {corpus / 'b.md'}: tell them apart by path"
    assert report.warnings == [ReadingWarning(str(corpus / "a.md"), 0, message)]
    assert {"a.md", "b.md"} <= paths_in(index)


def test_an_essay_that_takes_the_id_of_an_old_one_is_told(corpus: Path, index: Path) -> None:
    write_posts(corpus, {"a.md": "---\nid: one\n---\n\nA bird.\n", "b.md": "---\nid: two\n---\n\nA bird.\n"})
    assert build([corpus], index).warnings == []
    write_posts(corpus, {"b.md": "---\nid: one\n---\n\nA bird.\n"})
    assert [warning.path for warning in build([corpus], index).warnings] == [str(corpus / "a.md")]


def test_an_edited_essay_does_not_share_its_id_with_what_it_was(corpus: Path, index: Path) -> None:
    for edit in range(3):
        write_posts(corpus, {"a.md": f"---\nid: one\n---\n\nEdit {edit}.\n"})
        assert build([corpus], index).warnings == []


def test_an_empty_folder_makes_an_index_of_nothing(tmp_path: Path, index: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = build([tmp_path / "empty"], index)
    assert (report.essays, report.sections, counts(report)) == (0, 0, {})
    assert essays_in(index) == {}
    write_posts(tmp_path / "empty", {"a.md": "One."})
    assert counts(build([tmp_path / "empty"], index)) == {"added": 1}


def test_posts_that_all_go_leave_an_index_of_nothing(corpus: Path, index: Path) -> None:
    build([corpus], index)
    for post in corpus.rglob("*.md"):
        post.unlink()
    assert counts(build([corpus], index)) == {"removed": 3}
    assert essays_in(index) == {}


def test_a_corpus_that_does_not_exist_leaves_the_index_as_it_was(corpus: Path, index: Path) -> None:
    build([corpus], index)
    before = essays_in(index)
    for full in (False, True):
        with pytest.raises(CorpusError, match="does not exist"):
            build([corpus, corpus / "nowhere"], index, full=full)
    assert essays_in(index) == before
    with pytest.raises(CorpusError):
        build([corpus / "nowhere"], index.with_name("never"))
    assert not index.with_name("never").exists()


def test_a_single_post_can_be_the_corpus(corpus: Path, index: Path) -> None:
    assert counts(build([corpus / "birds.md"], index)) == {"added": 1}
    assert paths_in(index) == {"birds.md"}
    # It is the same essay when its whole folder is indexed.
    assert counts(build([corpus], index)) == {"added": 2, "unchanged": 1}


def test_a_corpus_is_the_same_however_it_is_named(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([corpus], index)
    monkeypatch.chdir(corpus)
    for name in (".", f"{corpus}/", "../posts", "2023/.."):
        assert counts(build([name], index)) == {"unchanged": 3}
    assert read_manifest(place_of(index)).corpora == (str(corpus),)


def test_two_corpora_stand_side_by_side(corpus: Path, index: Path, tmp_path: Path) -> None:
    more = write_posts(tmp_path / "more", {"birds.md": "# Other birds\n\nA crow.\n"})
    assert counts(build([corpus, more], index)) == {"added": 4}
    assert {str(more / "birds.md"), str(corpus / "birds.md")} <= essays_in(index).keys()
    assert counts(build([more, corpus], index)) == {"unchanged": 4}
    assert counts(build([more], index)) == {"removed": 3, "unchanged": 1}
    assert essays_in(index).keys() == {str(more / "birds.md")}


def test_a_corpus_added_later_adds_its_posts(corpus: Path, index: Path, tmp_path: Path) -> None:
    build([corpus], index)
    more = write_posts(tmp_path / "more", {"birds.md": "# Other birds\n\nA crow.\n"})
    assert counts(build([corpus, more], index)) == {"added": 1, "unchanged": 3}
    assert str(more / "birds.md") in essays_in(index)


def test_another_corpus_takes_the_place_of_the_first(corpus: Path, index: Path, tmp_path: Path) -> None:
    build([corpus], index)
    corpus.rename(tmp_path / "moved")
    assert counts(build([tmp_path / "moved"], index)) == {"added": 3, "removed": 3}
    assert read_manifest(place_of(index)).corpora == (str(tmp_path / "moved"),)


def test_corpora_that_overlap_hold_each_post_once(corpus: Path, index: Path) -> None:
    report = build([corpus / "2023", corpus], index)
    assert (counts(report), report.essays) == ({"added": 3}, 3)


WEIRD = (
    "with space.md",
    "quo'te\".md",
    "line\nbreak.md",
    "tab\t.md",
    "back\\slash.md",
    "\x1b[31mred.md",
    "-rf.md",
    "a:1:2.md",
    "日本語.md",
    "e\u0301.md",
    "\u202eltr.md",
    "%s{0}.md",
    "x" * 252 + ".md",
    b"not utf-8 \xe9\xff.md",
    b"d\xe9/in.md",
)


def test_weird_names_are_indexed_and_updated_like_any(corpus: Path, index: Path) -> None:
    names = [os.fsdecode(name) for name in WEIRD]
    write_posts(corpus, {name: f"# Number {number}\n\nA bird.\n" for number, name in enumerate(names)})
    assert counts(build([corpus], index)) == {"added": 3 + len(names)}
    assert counts(build([corpus], index)) == {"unchanged": 3 + len(names)}
    held = essays_in(index)
    assert all(path.isprintable() for path in held)
    for name in names:
        (corpus / name).unlink()
    assert counts(build([corpus], index)) == {"removed": len(names), "unchanged": 3}


def test_a_long_path_is_indexed(corpus: Path, index: Path) -> None:
    deep = "/".join(["folder" * 30] * 4) + "/post.md"
    write_posts(corpus, {deep: "# Deep\n\nA bird.\n"})
    build([corpus], index)
    assert str(corpus / deep) in essays_in(index)


def test_a_corpus_and_an_index_may_have_weird_names(tmp_path: Path) -> None:
    corpus = write_posts(tmp_path / os.fsdecode(b"corp\xe9\nus '\""), {"a.md": "One.", "b.md": "Two."})
    index = tmp_path / os.fsdecode(b"ind ex")
    assert counts(build([corpus], index)) == {"added": 2}
    assert counts(build([corpus], index)) == {"unchanged": 2}
    assert all(path.isprintable() for path in essays_in(index))


def test_symbolic_links_are_followed_and_nothing_is_there_twice(corpus: Path, index: Path) -> None:
    outside = write_posts(corpus.parent / "outside", {"far.md": "# Far\n\nA bird.\n"})
    (corpus / "link").symlink_to(outside)
    (corpus / "again.md").symlink_to(corpus / "birds.md")
    (corpus / "loop").symlink_to(corpus)
    (corpus / "broken.md").symlink_to(corpus / "nowhere.md")
    assert counts(build([corpus], index)) == {"added": 4}
    assert "far.md" in paths_in(index)


def test_things_that_are_no_files_are_passed_over(corpus: Path, index: Path) -> None:
    os.mkfifo(corpus / "pipe.md")
    (corpus / "folder.md").mkdir()
    assert counts(build([corpus], index)) == {"added": 3}


def test_files_of_any_age_keep_their_state(corpus: Path, index: Path) -> None:
    os.utime(corpus / "birds.md", ns=(1, -(10**18)))  # 1938
    os.utime(corpus / "2024" / "both.md", ns=(1, 2**63 + 5))  # 2262: past 63 bits
    build([corpus], index)
    assert posts_read(corpus, index) == []


def test_a_post_that_defeats_the_analysis_costs_itself_alone(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defeated(text: str, _learned: object) -> list[tuple[int, int]]:
        if "quoted" in text:
            raise RecursionError("too deep")
        return [(0, len(text))]

    monkeypatch.setattr("searchkit.indexing.documents.sentence_spans", defeated)
    report = build([corpus], index)
    assert counts(report) == {"added": 2, "skipped": 1}
    assert report.warnings[0].path == str(corpus / "2023" / "stones.md")
    assert "RecursionError: too deep" in report.warnings[0].message


def test_progress_tells_bytes_done_of_bytes_to_do(corpus: Path, index: Path) -> None:
    told: list[tuple[int, int]] = []
    build([corpus], index, progress=lambda done, total: told.append((done, total)))
    total = sum(post.stat().st_size for post in corpus.rglob("*.md"))
    assert {of for _, of in told} == {total}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (total, total)
    told.clear()
    build([corpus], index, progress=lambda done, total: told.append((done, total)))
    assert told == []


def test_exclusions_made_later_remove_posts(corpus: Path, index: Path) -> None:
    build([corpus], index)
    report = build([corpus], index, settings=Settings(exclude=("2023",)))
    assert counts(report) == {"removed": 1, "unchanged": 2}


def test_an_index_stands_inside_its_corpus(corpus: Path) -> None:
    build([corpus], corpus / "index")
    assert counts(build([corpus], corpus / "index")) == {"unchanged": 3}


def test_many_commits_come_to_the_same_as_one(corpus: Path, index: Path) -> None:
    build([corpus], index, commit_every=0)
    assert_holds_the_same(index, rebuilt(corpus, index))


@pytest.mark.real
def test_a_real_newsletter_is_indexed_whole(newsletter: Path, index: Path) -> None:
    report = build([newsletter], index)
    assert report.essays == report.added == 94
    assert report.skipped == 0
    assert {stat.S_ISREG(Path(path).stat().st_mode) for path in essays_in(index)} == {True}
    assert counts(build([newsletter], index)) == {"unchanged": 94}
    manifest, reader = open_reader(index)
    assert len(reader.states()) == 94
    assert manifest.corpora == (str(newsletter),)


def test_a_warning_of_discovery_shows_the_path_a_hit_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "gone.md").symlink_to("nowhere.md")
    report = build(["corpus"], tmp_path / "index")
    assert [warning.path for warning in report.warnings] == ["corpus/gone.md"]
