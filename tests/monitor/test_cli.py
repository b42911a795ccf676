from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest

from monitor import cli as umbrella
from monitor.cli import cli, main
from monitor.errors import ExitCode


def _walk(command: click.Command, path: tuple[str, ...]):
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from _walk(child, (*path, name))


COMMANDS = dict(_walk(cli, ("preempt",)))


@pytest.mark.parametrize("path", sorted(COMMANDS), ids=" ".join)
def test_every_command_has_help_and_every_leaf_an_example(path: tuple[str, ...]):
    command = COMMANDS[path]
    help_text = command.get_help(click.Context(command, info_name=" ".join(path)))
    assert command.help
    if not isinstance(command, click.Group):
        assert "Examples:" in help_text
        assert f"{' '.join(path)}" in help_text.split("Examples:")[1]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path}: {parameter.name} is not explained"


def test_help_imports_no_framework():
    code = (
        "import sys; sys.argv = ['preempt', '--help']\n"
        "from monitor.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('scrapy', 'sqlalchemy', 'pydantic', 'jinja2', 'rich', 'apscheduler') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def _run(monkeypatch, *argv: str) -> int:
    monkeypatch.setattr(sys, "argv", ["preempt", *argv])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


def test_a_wrong_setting_is_one_line_and_exit_2(monkeypatch, capsys):
    monkeypatch.setenv("PREEMPT_SMTP_PORT", "x")
    assert _run(monkeypatch, "config", "show") == ExitCode.WRONG_USE
    err = capsys.readouterr().err
    assert err.startswith("preempt: wrong setting: PREEMPT_SMTP_PORT")
    assert err.count("\n") == 1


def test_wrong_use_is_exit_2(monkeypatch, capsys):
    assert _run(monkeypatch, "config", "shwo") == ExitCode.WRONG_USE
    assert "shwo" in capsys.readouterr().err


def test_config_show_masks_secrets(monkeypatch, capsys):
    monkeypatch.setenv("PREEMPT_DATABASE_URL", "postgresql://me:hunter2@db/preempt")
    monkeypatch.setenv("PREEMPT_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("PREEMPT_SMPT_HOST", "x")
    assert _run(monkeypatch, "config", "show", "--json") == ExitCode.DONE
    captured = capsys.readouterr()
    assert "hunter2" not in captured.out + captured.err
    assert json.loads(captured.out)["database_url"] == "postgresql://me:***@db/preempt"
    assert "PREEMPT_SMPT_HOST" in captured.err
    assert _run(monkeypatch, "config", "show") == ExitCode.DONE
    assert "hunter2" not in capsys.readouterr().out


def test_init_creates_then_is_current(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path / "data"))
    assert _run(monkeypatch, "init", "--json") == ExitCode.DONE
    first = json.loads(capsys.readouterr().out)
    assert first["before"] is None
    assert _run(monkeypatch, "init") == ExitCode.DONE
    assert "already current" in capsys.readouterr().out
    assert (tmp_path / "data" / "preempt.db").is_file()


def test_an_uninitialised_database_names_the_remedy(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    assert _run(monkeypatch, "run") == ExitCode.FAILED
    assert "preempt init" in capsys.readouterr().err


def test_an_interrupted_command_says_so(monkeypatch, capsys):
    def interrupted(**_: object) -> None:
        raise click.exceptions.Abort

    monkeypatch.setattr(umbrella.cli, "main", interrupted)
    assert _run(monkeypatch) == ExitCode.FAILED
    assert capsys.readouterr().err == "stopped\n"
