"""`--help` is enough to use a command."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from command_line import searchkit, searchkit_process, searchkit_terminal

from searchkit.cli.app import app

ROOT: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = {name: ROOT.get_command(None, name) for name in ROOT.list_commands(None)}
REPOSITORY = Path(__file__).parents[2]


def examples(name: str) -> list[str]:
    _, _, text = searchkit(name, "--help").out.partition("\nExamples:\n")
    return [line.strip() for line in text.splitlines()]


def test_no_arguments_show_the_help() -> None:
    answer = searchkit()
    assert answer == searchkit("--help") == searchkit("-h") == searchkit("--debug")
    assert (answer.code, answer.err) == (0, "")
    for name, command in COMMANDS.items():
        assert f"\n  {name}" in answer.out
        assert command.get_short_help_str(64) in answer.out
    assert "..." not in answer.out.partition("Commands:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    assert COMMANDS[name].help
    for parameter in [*COMMANDS[name].params, *ROOT.params]:
        assert parameter.help, parameter.name
        is_flag = getattr(parameter, "is_flag", False)
        assert is_flag or parameter.metavar, f"{parameter.name} does not say what it takes"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns_and_ends_in_examples(name: str) -> None:
    answer = searchkit(name, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert answer == searchkit(name, "-h")
    assert max(map(len, answer.out.splitlines())) <= 80
    assert answer.out.startswith(f"Usage: searchkit {name} [OPTIONS]")
    for option in COMMANDS[name].params:
        assert all(f" {spelling}" in answer.out for spelling in option.opts if spelling[0] == "-")
    assert 2 <= len(examples(name)) <= 5
    assert all(example.startswith(f"searchkit {name}") for example in examples(name))


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"index", "import", "serve", "site"}))
def test_the_examples_find_something_in_the_sample_essays(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("SEARCHKIT_INDEX", str(tmp_path))
    assert searchkit("index", "corpus").code == 0
    for example in examples(name):
        _, *arguments = shlex.split(example.partition(" | ")[0].replace("~/.cache/my-essays", str(tmp_path)))
        answer = searchkit(*arguments)
        assert answer.code == 0, (example, answer.err)


def test_help_on_a_terminal_is_plain_text() -> None:
    assert searchkit_terminal("search", "--help", columns=120) == searchkit("search", "--help").out


def test_the_version_is_that_of_the_package() -> None:
    answer = searchkit_process("--version")
    assert answer.code == 0
    assert answer.out.startswith("searchkit 0.")
