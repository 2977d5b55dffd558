"""A real OpenSearch cluster of three nodes on loopback, one process each, so that one can be killed.

The jars come from Maven Central once (`fetch_jars`; `make test` runs this file, which calls it)
and are kept in `cluster/jars`. OpenSearch 3 needs a JDK of 21 or later: the newest installed is taken.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

NODES = 3
_OLDEST_JAVA = 21
_HERE = Path(__file__).parent / "cluster"
_JARS = _HERE / "jars"
_NODE = str(_HERE / "ClusterNode.java")
_JAVA_HOMES = ("/usr/lib/jvm", "/usr/java", "/opt/java", "/opt", "/Library/Java/JavaVirtualMachines")
_HEAP = "320m"
_SECONDS_TO_START = 300


class CannotRunError(Exception):
    """Why there can be no cluster on this machine."""


class Cluster:
    """Three nodes in `folder`; each holds a copy of every shard, so that none is missed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._java = newest_java()
        free = free_ports(2 * NODES)
        self.ports, self._transport = free[:NODES], free[NODES:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start every node and wait for green."""
        for node in range(NODES):
            self.start_node(node)
        self.wait_for_green()

    def start_node(self, node: int) -> None:
        """Start one node, on the data it had if it was killed."""
        home = self._folder / str(node)
        config = home / "node_1" / "config"
        config.mkdir(parents=True, exist_ok=True)
        (config / "opensearch.yml").write_text(json.dumps(self._settings(node)))  # JSON is YAML
        command = [
            *(self._java, f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            *("--enable-native-access=ALL-UNNAMED", "--class-path", f"{_JARS}/*", _NODE),
            *(str(home), str(self.ports[node])),
        ]
        with (home / "output.txt").open("ab") as output:
            # A node ends with its standard input, which is closed however this process ends.
            self._processes[node] = subprocess.Popen(
                command, cwd=home, stdin=subprocess.PIPE, stdout=output, stderr=output
            )

    def _settings(self, node: int) -> dict[str, object]:
        addresses = [f"127.0.0.1:{port}" for port in self._transport]
        return {
            "network.host": "127.0.0.1",
            "transport.port": self._transport[node],
            "discovery.seed_hosts": addresses,
            "cluster.initial_cluster_manager_nodes": addresses,
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "cluster.fault_detection.leader_check.timeout": "2s",
            "cluster.fault_detection.follower_check.timeout": "2s",
        }

    def kill_node(self, node: int) -> None:
        """Kill a node as a power cut would."""
        process = self._processes.pop(node)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def wait_for_green(self, nodes: int = NODES) -> None:
        """Wait until there are so many nodes and every shard has all its copies."""
        waited = time.monotonic() + _SECONDS_TO_START
        query = f"_cluster/health?wait_for_nodes={nodes}&wait_for_status=green&timeout=5s"
        while time.monotonic() < waited:
            for node in self._processes:
                if self._processes[node].poll() is not None:
                    output = (self._folder / str(node) / "output.txt").read_text()
                    raise CannotRunError(f"a node ended: {output[-500:]}")
                health = self._get(node, query)
                if health.get("status") == "green" and health["number_of_nodes"] == nodes:
                    return
            time.sleep(0.5)
        raise CannotRunError(f"no green cluster within {_SECONDS_TO_START} seconds")

    def _get(self, node: int, query: str) -> dict[str, object]:
        try:
            with urlopen(f"http://127.0.0.1:{self.ports[node]}/{query}", timeout=10) as answer:
                found: dict[str, object] = json.load(answer)
                return found
        except OSError:
            return {}

    def stop(self) -> None:
        """Stop every node; their data is in a temporary folder."""
        for process in self._processes.values():
            process.kill()
        for process in self._processes.values():
            process.communicate()

    def url(self, name: str, node: int = 0) -> str:
        """Where an index of that name is."""
        return f"opensearch://127.0.0.1:{self.ports[node]}/{name}"


def fetch_jars() -> None:
    """Have the jars, from Maven Central if need be.

    Raises:
        CannotRunError: there is no Java, no Maven or no network.
    """
    newest_java()
    marker = _JARS / "fetched"
    if marker.exists() and marker.stat().st_mtime >= (_HERE / "pom.xml").stat().st_mtime:
        return
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotRunError("no Maven to fetch OpenSearch with")
    command = [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={_JARS}"]
    done = subprocess.run(command, cwd=_HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRunError(f"Maven could not fetch OpenSearch: {done.stdout[-300:]}")
    marker.touch()


def newest_java() -> str:
    """The newest JDK's `java`, of those installed."""
    homes = [Path(home) for home in (os.environ.get("JAVA_HOME"), *_children(_JAVA_HOMES)) if home]
    programs = {home / "bin" / "java" for home in (*homes, *(home / "Contents" / "Home" for home in homes))}
    programs |= {Path(found) for found in (shutil.which("java"),) if found}
    versions = {_version(program): str(program) for program in programs if program.exists()}
    newest = max(versions, default=0)
    if newest < _OLDEST_JAVA:
        raise CannotRunError(f"no JDK of {_OLDEST_JAVA} or later (the newest is {newest or 'none'})")
    return versions[newest]


def _children(folders: Iterable[str]) -> Iterable[str]:
    return (str(child) for folder in map(Path, folders) if folder.is_dir() for child in folder.iterdir())


def _version(java: Path) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at, chosen by the system."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


if __name__ == "__main__":
    try:
        fetch_jars()
    except CannotRunError as error:
        sys.stderr.write(f"The tests on OpenSearch will be skipped: {error}\n")
