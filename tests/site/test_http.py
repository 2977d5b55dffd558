"""The HTTP API, asked over a socket."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
from site_server import serving

import searchkit


@pytest.fixture(scope="module")
def sample_site(sample_index: Path) -> Iterator[str]:
    """The address of a site of the sample essays."""
    with serving(sample_index) as address:
        yield address


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body

    def json(self) -> Any:
        return json.loads(self.body)


def get(address: str, headers: dict[str, str] | None = None, **params: Any) -> Answer:
    query = f"?{urlencode(params, doseq=True)}" if params else ""
    try:
        with urlopen(Request(address + query, headers=headers or {}), timeout=30) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def test_a_search_answers_what_python_answers(sample_site: str, sample_index: Path) -> None:
    over_http = get(f"{sample_site}/api/search", q="commonplace book", limit=5).json()
    in_python = searchkit.Index(sample_index, public_only=True).search("commonplace book", limit=5).to_dict()

    assert over_http["hits"]
    for answer in (over_http, in_python):
        del answer["took_ms"]
        for hit in answer["hits"]:
            del hit["link"]  # to the essay's page on this site, where it has no address of its own
    assert over_http == in_python


def test_every_option_of_a_search_is_there(sample_site: str) -> None:
    found = get(
        f"{sample_site}/api/search",
        q="memory OR reading",
        kind=["quote", "footnote"],
        after="2023",
        before="2023-12",
        sort="date",
        per_essay=1,
    ).json()

    assert found["hits"]
    assert {hit["section"]["kind"] for hit in found["hits"]} <= {"quote", "footnote"}
    dates = [hit["essay"]["date"] for hit in found["hits"]]
    assert dates == sorted(dates, reverse=True)
    assert all(date.startswith("2023") for date in dates)


def test_kinds_may_be_separated_by_commas(sample_site: str) -> None:
    apart = get(f"{sample_site}/api/search", q="memory", kind=["quote", "footnote"]).json()
    together = get(f"{sample_site}/api/search", q="memory", kind="quote,footnote").json()

    assert together["hits"] == apart["hits"]


def test_pages_of_hits_follow_one_another(sample_site: str) -> None:
    whole = get(f"{sample_site}/api/search", q="reading", limit=6).json()["hits"]
    second = get(f"{sample_site}/api/search", q="reading", limit=3, offset=3).json()["hits"]

    assert second == whole[3:]
    assert second[0]["rank"] == 4


def test_completions(sample_site: str) -> None:
    answer = get(f"{sample_site}/api/suggest", q="common").json()

    assert answer["prefix"] == "common"
    assert any("commonplace" in words.lower() for words in answer["suggestions"])


def test_the_source_of_a_quotation(sample_site: str, sample_index: Path) -> None:
    passages = (hit.passage.text for hit in searchkit.Index(sample_index).search("kind:quote", limit=20))
    words = " ".join(next(text for text in passages if len(text.split()) > 12).split()[:10])
    answer = get(f"{sample_site}/api/quote", q=words).json()

    assert answer["matches"][0]["verdict"] == "exact"
    assert answer == searchkit.Index(sample_index, public_only=True).quote(words).to_dict()


def test_an_essay_with_its_sections(sample_site: str) -> None:
    hit = get(f"{sample_site}/api/search", q="commonplace", limit=1).json()["hits"][0]
    shown = get(f"{sample_site}/api/essays/{quote(hit['essay']['id'])}").json()

    assert shown["essay"] == hit["essay"]
    section = shown["sections"][hit["section"]["number"]]
    assert section.pop("text")
    assert section == hit["section"]


def test_links_lead_to_the_place_on_our_own_page_of_an_essay(sample_site: str) -> None:
    hit = get(f"{sample_site}/api/search", q="commonplace", limit=1).json()["hits"][0]
    path, _, anchor = hit["link"].partition("#")
    page = get(sample_site + path).body.decode()

    assert f'id="{anchor}"' in page
    assert "<h1" in page


def test_an_unknown_essay_is_not_found(sample_site: str) -> None:
    answer = get(f"{sample_site}/api/essays/nobody-wrote-this")

    assert answer.status == 404
    assert answer.json()["error"]["code"] == "essay-unknown"
    assert "/" not in answer.json()["error"]["message"]  # not where on the machine the index is


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"limit": "0"}, "limit must be a number from 1 to 100"),
        ({"limit": "many"}, "limit must be a number from 1 to 100"),
        ({"limit": "9" * 50}, "limit must be a number from 1 to 100"),
        ({"offset": "-1"}, "offset must be a number from 0 to 900"),
        ({"kind": "poem"}, "no such kind: poem"),
        ({"after": "yesterday"}, "yesterday"),
        ({"sort": "length"}, "no such order: length"),
        ({"query": "x"}, "no such parameter: query"),
        ({"q": "x" * 1_001}, "q is longer than 1,000 characters"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    sample_site: str, params: dict[str, str], message: str
) -> None:
    answer = get(f"{sample_site}/api/search?{urlencode(params)}")

    assert answer.status == 400
    assert answer.json()["error"]["code"] == "usage"
    assert message in answer.json()["error"]["message"]


def test_an_unknown_page_is_not_found(sample_site: str) -> None:
    answer = get(f"{sample_site}/../../etc/passwd")

    assert answer.status == 404
    assert answer.json()["error"]["message"].startswith("no such page")


def test_only_get_is_allowed(sample_site: str) -> None:
    with pytest.raises(HTTPError, match="405"):
        urlopen(Request(f"{sample_site}/api/search", data=b"q=x", method="POST"), timeout=30)


def test_an_answer_that_is_known_is_not_sent_again(sample_site: str) -> None:
    first = get(f"{sample_site}/api/search", q="memory")
    again = get(f"{sample_site}/api/search", {"If-None-Match": first.headers["etag"]}, q="memory")
    other = get(f"{sample_site}/api/search", {"If-None-Match": first.headers["etag"]}, q="reading")

    assert (again.status, again.body) == (304, b"")
    assert other.status == 200


def test_answers_are_compressed_for_those_who_can_read_it(sample_site: str) -> None:
    answer = get(f"{sample_site}/api/search", {"Accept-Encoding": "gzip"}, q="memory")

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["hits"]


def test_other_sites_may_not_ask_unless_they_are_listed(sample_site: str, sample_index: Path) -> None:
    origin = {"Origin": "https://example.com"}
    assert "access-control-allow-origin" not in get(f"{sample_site}/api/search", origin, q="memory").headers

    with serving(sample_index, "--allow-origin", "https://example.com") as address:
        allowed = get(f"{address}/api/search", origin, q="memory")
        refused = get(f"{address}/api/search", {"Origin": "https://example.org"}, q="memory")

    assert allowed.headers["access-control-allow-origin"] == "https://example.com"
    assert "access-control-allow-origin" not in refused.headers


def test_the_api_describes_itself(sample_site: str) -> None:
    description = get(f"{sample_site}/openapi.json").json()

    assert description["openapi"].startswith("3.1")
    assert {"/api/search", "/api/suggest", "/api/quote", "/api/essays/{name}"} <= set(description["paths"])
    asked = {one["name"] for one in description["paths"]["/api/search"]["get"]["parameters"]}
    assert asked == {"q", "limit", "offset", "kind", "after", "before", "sort", "per_essay", "explain"}


def test_a_browser_can_add_the_site_as_a_search_engine(sample_site: str) -> None:
    description = get(f"{sample_site}/opensearch.xml")
    suggestions = get(f"{sample_site}/opensearch/suggest", q="common").json()

    assert description.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert f'template="{sample_site}/?q={{searchTerms}}"' in description.body.decode()
    assert suggestions[0] == "common"
    assert suggestions[1] == get(f"{sample_site}/api/suggest", q="common").json()["suggestions"]


def test_the_page_works_without_scripts(sample_site: str) -> None:
    page = get(f"{sample_site}/", q="commonplace <script>alert(1)</script>").body.decode()

    assert "<script>alert" not in page
    assert "<mark>" in page
    assert 'value="commonplace &lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert 'name="q"' in get(f"{sample_site}/").body.decode()


def test_nothing_on_a_page_may_come_from_elsewhere(sample_site: str) -> None:
    for path in ("/", "/api/search", "/nope", "/searchkit-box.js"):
        policy = get(sample_site + path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_health_tells_the_commit(sample_site: str, sample_index: Path) -> None:
    health = get(f"{sample_site}/healthz").json()

    assert health == {"status": "ok", "commit": searchkit.Index(sample_index).version}


def test_a_commit_is_seen_without_a_restart_and_hidden_essays_never(tmp_path: Path) -> None:
    posts, index = tmp_path / "posts", tmp_path / "index"
    posts.mkdir()
    (posts / "one.md").write_text("# One\n\nA heron stood in the water.\n")
    searchkit.build(posts, index)
    with serving(index) as address:
        before = get(f"{address}/api/search", q="heron")
        (posts / "two.md").write_text("---\ndraft: true\n---\n# Two\n\nNo heron, but a kingfisher.\n")
        (posts / "three.md").write_text("# Three\n\nAnother heron.\n")
        searchkit.build(posts, index)
        after = _changed(f"{address}/api/search", before.headers["etag"])
        hidden = get(f"{address}/api/search", q="kingfisher").json()

    assert before.json()["total_essays"] == 1
    assert after.json()["total_essays"] == 2
    assert hidden["hits"] == []
    assert hidden["suggestions"] == []


def _changed(address: str, etag: str) -> Answer:
    """The answer to `heron` that is not the one with this tag: a new commit is looked for every second."""
    for _ in range(100):
        answer = get(address, {"If-None-Match": etag}, q="heron")
        if answer.status == 200:
            return answer
        time.sleep(0.1)
    pytest.fail("the commit was not seen")
