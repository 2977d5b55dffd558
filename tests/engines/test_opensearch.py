"""An index in a cluster: rebuilds, commits, the lock, lost nodes, and what is told when it cannot be had."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opensearch_cluster import Cluster
from test_engines import commit, essay

from searchkit import Index
from searchkit.cli.app import run
from searchkit.engines.clauses import Bool, Term
from searchkit.engines.opensearch import connection, lease
from searchkit.engines.opensearch.address import read_address
from searchkit.engines.opensearch.place import Cluster as Place
from searchkit.engines.place import Generation, place_of
from searchkit.engines.protocol import Level
from searchkit.engines.store import open_reader
from searchkit.errors import (
    ClusterError,
    IndexLockedError,
    IndexMissingError,
    IndexVersionError,
    SearchkitError,
    UsageError,
)
from searchkit.indexing.build import build

PASSWORD = "pass-word-7"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_posts(tmp_path / "posts", 12)


def write_posts(folder: Path, count: int, words: str = "A bird and a stone.") -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.md").write_text(f"# Post {number}\n\n{words}\n")
    return folder


def all_urls(cluster: Cluster, name: str) -> str:
    """Every node is named, so that any may be lost."""
    hosts = ",".join(f"127.0.0.1:{port}" for port in cluster.ports)
    return f"opensearch://{hosts}/{name}"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("opensearch:///essays", "no host"),
        ("opensearch://host:9200/", "name"),
        ("opensearch://host/Essays", "small letters"),
        ("opensearch://host/essays?shard=3", "shard is no setting"),
        ("opensearch://host/essays?shards=0", "no 0 shards"),
        ("opensearch://host/essays?replicas=-1", "no -1 replicas"),
        ("https://host/essays", "nothing for https"),
        ("opensearch://[::1/essays", "no URL"),
    ],
)
def test_a_url_that_names_no_index_is_told(url: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as told:
        read_address(url.replace("//", f"//ada:{PASSWORD}@", 1), {})
    assert PASSWORD not in str(told.value)


def test_an_address_is_shown_without_its_password() -> None:
    address = read_address(f"opensearchs://ada:{PASSWORD}@[::1]:9243,b/essays?shards=3&replicas=0", {})
    assert str(address) == "opensearchs://[::1]:9243,b:9200/essays"
    assert PASSWORD not in repr(address)
    assert (address.password, address.shards, address.replicas, address.tls) == (PASSWORD, 3, 0, True)
    assert read_address("opensearch://ada@a/e", {"SEARCHKIT_OPENSEARCH_PASSWORD": "x"}).password == "x"


@contextmanager
def answering(status: int, body: str) -> Iterator[str]:
    """Something that answers every request so: the URL of an index there."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"opensearch://ada:{PASSWORD}@127.0.0.1:{server.server_port}/essays"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "code", "told"),
    [
        (401, "{}", "cluster", "refuses this user or password"),
        (403, "{}", "cluster", "refuses this to the user"),
        (200, '{"version": {"number": "8.9.0"}}', "index-version", "no OpenSearch 8.9.0"),
        (200, '{"version": {"number": "1.3.0", "distribution": "opensearch"}}', "index-version", "1.3.0"),
        (200, "[]", "index-version", "OpenSearch 2 or later is needed"),
        (500, "no JSON", "cluster", "does not do what it is asked"),
    ],
)
def test_what_is_wrong_with_a_cluster_is_told_in_one_line_without_the_password(
    status: int, body: str, code: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(status, body) as url:
        assert run(["search", "bird", "--index", url, "--json", "--debug"]) == 2
    printed = capsys.readouterr()
    assert told in printed.err.splitlines()[-1]
    assert f'"code": "{code}"' in printed.out
    assert PASSWORD not in printed.out + printed.err


def test_no_answer_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ClusterError, match=r"no answer from opensearch://127.0.0.1:1 \(.*refused\)"):
        open_reader(f"opensearch://ada:{PASSWORD}@127.0.0.1:1/essays")
    assert run(["index", "--index", f"opensearch://ada:{PASSWORD}@127.0.0.1:1/essays", "--debug"]) == 2
    assert PASSWORD not in "".join(capsys.readouterr())


@pytest.mark.opensearch
class TestInACluster:
    def test_an_index_that_is_not_there_is_missing(self, cluster: Cluster) -> None:
        with pytest.raises(IndexMissingError, match="make one with searchkit index"):
            open_reader(cluster.url("nowhere"))

    def test_an_index_of_somebody_else_is_left_alone(self, cluster: Cluster, corpus: Path) -> None:
        place = Place.at(cluster.url("theirs"))
        requests = connection.Connection(read_address(cluster.url("theirs"), {}))
        requests.request("PUT", "theirs-7", {})
        build([corpus], cluster.url("theirs"))
        build([corpus], cluster.url("theirs"), full=True)
        assert place.generations() == [Generation("opensearch", 2)]
        assert requests.request("GET", "theirs-7/_mapping")
        requests.request("PUT", "others", {})
        with pytest.raises(IndexVersionError):
            build([corpus], cluster.url("others"))

    def test_shards_and_replicas_are_those_asked_for(self, cluster: Cluster, corpus: Path) -> None:
        build([corpus], cluster.url("sharded") + "?shards=3&replicas=2")
        requests = connection.Connection(read_address(cluster.url("sharded"), {}))
        settings = requests.request("GET", "sharded-1/_settings")["sharded-1"]["settings"]["index"]
        assert (settings["number_of_shards"], settings["number_of_replicas"]) == ("3", "2")
        assert Index(cluster.url("sharded")).search("bird", limit=100, per_essay=1).total_essays == 12

    def test_a_rebuild_is_seen_when_it_is_whole(self, cluster: Cluster, corpus: Path) -> None:
        url = cluster.url("rebuilt")
        build([corpus], url)
        before = Index(url)
        (corpus / "0.md").unlink()
        held = []
        report = build(
            [corpus],
            url,
            full=True,
            progress=lambda *_: held.append(Index(url).stats().essays),
            commit_every=0,
        )
        assert set(held) == {12}
        assert (report.essays, report.removed, Index(url).stats().essays) == (11, 1, 11)
        assert place_of(url).generations() == [Generation("opensearch", 2)]
        before.reload()
        assert before.stats().essays == 11

    def test_what_a_killed_writer_left_is_never_seen(self, cluster: Cluster) -> None:
        engine = place_of(cluster.url("killed")).create(Generation("opensearch", 1))
        commit(engine, essay(1, "alpha"), essay(2, "beta"))
        left = engine.writer()
        left.replace(essay(1, "omega", *["omega " * 1_000_000] * 2))  # more than one batch: some is sent
        assert engine.reader().count(Term("stem", "omega"), Level.SECTION) == 0
        commit(engine, essay(3, "gamma"))
        reader = engine.reader()
        assert reader.count(Bool(), Level.SECTION) == 3
        assert reader.count(Term("stem", "omega"), Level.SECTION) == 0
        assert reader.count(Term("stem", "alpha"), Level.SECTION) == 1

    def test_of_an_essay_that_is_replaced_again_and_again_one_is_seen(self, cluster: Cluster) -> None:
        engine = place_of(cluster.url("again")).create(Generation("opensearch", 1))
        for number in range(4):
            with closing(engine.writer()) as writer:
                for text in ("alpha", f"alpha {number}"):
                    writer.replace(essay(1, text, "beta"))
                    writer.commit()
            reader = engine.reader()
            assert (reader.size(Level.ESSAY), reader.size(Level.SECTION)) == (1, 2)
            assert reader.count(Term("stem", str(number)), Level.SECTION) == 1

    def test_a_second_writer_is_told_to_wait(self, cluster: Cluster, corpus: Path) -> None:
        with place_of(cluster.url("locked")).lock(), pytest.raises(IndexLockedError):
            build([corpus], cluster.url("locked"))
        build([corpus], cluster.url("locked"))

    def test_the_lock_dies_with_its_holder(self, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
        code = (
            "import os, signal; from searchkit.engines.place import place_of\n"
            "from searchkit.engines.opensearch import lease; lease.SECONDS = 3\n"
            f"with place_of({cluster.url('died')!r}).lock(): os.kill(os.getpid(), signal.SIGKILL)"
        )
        subprocess.run([sys.executable, "-c", code], check=False)
        place = place_of(cluster.url("died"))
        with pytest.raises(IndexLockedError), place.lock():
            pass
        time.sleep(3)
        with place.lock():
            pass

    def test_a_lease_is_renewed_while_it_is_held(
        self, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lease, "SECONDS", 2)
        with place_of(cluster.url("renewed")).lock():
            time.sleep(3)
            with pytest.raises(IndexLockedError), place_of(cluster.url("renewed")).lock():
                pass

    def test_a_writer_whose_lease_another_took_publishes_nothing(
        self, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lease, "SECONDS", 1.0)
        # A process that was suspended for longer than its lease renews nothing.
        monkeypatch.setattr(lease.Lease, "_keep_renewing", lambda _: None)
        first, second = (place_of(cluster.url("taken")) for _ in range(2))
        engine = first.create(Generation("opensearch", 1))
        with first.lock(), closing(engine.writer()) as writer:
            writer.replace(essay(1, "alpha"))
            time.sleep(1.1)
            with second.lock(), pytest.raises(IndexLockedError):
                writer.commit()
        assert engine.reader().size(Level.ESSAY) == 0

    def test_a_cluster_that_takes_nothing_for_a_while_is_waited_for(self, cluster: Cluster) -> None:
        engine = place_of(cluster.url("blocked")).create(Generation("opensearch", 1))
        requests = connection.Connection(read_address(cluster.url("blocked"), {}))

        def block(value: bool | None) -> None:
            # What a full disk does: the cluster answers 429 until there is room again.
            settings = {"index.blocks.read_only_allow_delete": value}
            requests.request("PUT", "blocked-1/_settings", settings)

        with closing(engine.writer()) as writer:
            block(True)
            unblocking = threading.Timer(2, block, [None])
            unblocking.start()
            writer.replace(essay(1, "alpha"))
            writer.commit()
            unblocking.join()
        assert engine.reader().size(Level.ESSAY) == 1

    def test_a_build_that_is_killed_goes_on_from_its_last_commit(
        self, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        corpus, url = write_posts(tmp_path / "posts", 60, "A bird and a stone. " * 50), cluster.url("resumed")
        code = (
            "from searchkit.engines.opensearch import lease; lease.SECONDS = 3\n"
            "from searchkit.indexing.build import build\n"
            f"build([{str(corpus)!r}], {url!r}, commit_every=0)"
        )
        process = subprocess.Popen([sys.executable, "-c", code])
        while not committed(url):
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(3)
        report = build([corpus], url)
        assert report.essays == 60
        assert report.unchanged > 0

    def test_a_node_is_lost_while_essays_are_indexed_and_nothing_else(
        self, cluster: Cluster, tmp_path: Path
    ) -> None:
        corpus, url = (
            write_posts(tmp_path / "posts", 120, "A bird and a stone. " * 20),
            all_urls(cluster, "lost"),
        )
        build([write_posts(tmp_path / "first", 1)], url + "?shards=3", engine="opensearch")
        cluster.wait_for_green()  # what has no second copy yet is lost with its node
        (corpus / "0.md").unlink()
        done = 0

        def lose_a_node(*_: int) -> None:
            nonlocal done
            done += 1
            if done == 40:
                cluster.kill_node(2)

        try:
            report = build([tmp_path / "first", corpus], url, progress=lose_a_node, commit_every=0.5)
        finally:
            cluster.start_node(2)
        assert (report.added, report.essays) == (119, 120)
        index = Index(url)
        assert index.search("bird", limit=1).total_essays == 120
        cluster.wait_for_green()
        assert len(index.search("bird", limit=200, per_essay=1)) == 120

    def test_a_node_is_lost_while_queries_are_asked_and_each_is_answered(
        self, cluster: Cluster, corpus: Path
    ) -> None:
        url = all_urls(cluster, "asked")
        build([corpus], url + "?shards=3")
        cluster.wait_for_green()
        index = Index(url)
        try:
            for number in range(60):
                if number == 20:
                    cluster.kill_node(1)
                results = index.search("bird stone", limit=100, per_essay=1)
                assert (results.total_essays, len(results)) == (12, 12)
        finally:
            cluster.start_node(1)
            cluster.wait_for_green()

    def test_a_shard_that_is_lost_is_told_with_the_state_of_the_cluster(
        self, cluster: Cluster, corpus: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = all_urls(cluster, "red")
        build([corpus], url + "?shards=3&replicas=0")
        index = Index(url)
        monkeypatch.setattr(connection, "PATIENCE", 1.0)
        try:
            cluster.kill_node(1)
            with pytest.raises(SearchkitError, match=r"the cluster is red, \d+ shards are on no node"):
                while True:
                    index.search("bird")
        finally:
            cluster.start_node(1)
            cluster.wait_for_green()
        assert index.search("bird").total_essays == 12


def committed(url: str) -> bool:
    try:
        return open_reader(url)[1].size(Level.ESSAY) > 0
    except SearchkitError:
        return False
