"""Where a cluster is and what an index in it is called: a URL goes in, an `Address` comes out.

>>> address = read_address("opensearch://ada:secret@one:9200,two/essays?shards=3", {})
>>> print(address, address.hosts, address.shards)
opensearch://one:9200,two:9200/essays (('one', 9200), ('two', 9200)) 3
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from searchkit.errors import UsageError

PASSWORD_VARIABLE = "SEARCHKIT_OPENSEARCH_PASSWORD"  # noqa: S105  (the name of it)
_TLS = {"opensearch": False, "opensearchs": True}
_PORT = 9200
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
_FORM = "opensearch://[user[:password]@]host[:9200][,host...]/name[?shards=1&replicas=1]"


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes to ask, any of which will do, and an index's name; as text, without user and password.

    `shards` and `replicas` (copies of each shard besides the first) are for an index yet to be made.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = False
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    shards: int = 1
    replicas: int = 1

    def __str__(self) -> str:
        hosts = ",".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch{'s' * self.tls}://{hosts}/{self.name}"


def read_address(url: str, environment: Mapping[str, str]) -> Address:
    """The address that a URL gives; a password that is not in it is taken from the environment.

    Raises:
        UsageError: it is no URL of this form. No message tells the URL, which may hold a password.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        _refuse("it is no URL")
    if parts.scheme not in _TLS:
        _refuse(f"there is nothing for {parts.scheme}://")
    name = unquote(parts.path.strip("/"))
    if not _NAME.fullmatch(name):
        _refuse("the name of an index is of small letters, digits, dots, hyphens and underscores")
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    settings = _settings(parts)
    return Address(
        hosts=tuple(_host(one) for one in parts.netloc.rpartition("@")[2].split(",")),
        name=name,
        tls=_TLS[parts.scheme],
        user=unquote(user),
        password=unquote(password) or environment.get(PASSWORD_VARIABLE, ""),
        shards=settings["shards"],
        replicas=settings["replicas"],
    )


def _host(text: str) -> tuple[str, int]:
    found = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^\s:/@\[\]]+)(?::(\d{1,5}))?", text)
    if not found:
        _refuse("it names no host")
    return found[1].strip("[]"), int(found[2] or _PORT)


def _settings(parts: SplitResult) -> dict[str, int]:
    settings = {"shards": 1, "replicas": 1}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in settings:
            _refuse(f"{name} is no setting of an index")
        if not re.fullmatch(r"\d{1,3}", value) or (name == "shards" and int(value) == 0):
            _refuse(f"there can be no {value or 'such'} {name}")
        settings[name] = int(value)
    return settings


def _refuse(reason: str) -> NoReturn:
    raise UsageError(f"no index can be there: {reason}", hint=f"write {_FORM}")
