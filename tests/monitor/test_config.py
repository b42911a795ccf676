from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load_settings, unknown_variables
from monitor.errors import ConfigError


def test_nothing_set_means_sqlite_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = load_settings()
    assert settings.data_dir == tmp_path / "preempt"
    assert settings.database == f"sqlite:///{tmp_path}/preempt/preempt.db"
    assert settings.raw_dir.is_relative_to(settings.data_dir)
    assert settings.outbox_dir.is_relative_to(settings.data_dir)


def test_the_data_folder_moves_everything(monkeypatch, tmp_path):
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path / "elsewhere"))
    settings = load_settings()
    for path in (Path(settings.database.removeprefix("sqlite:///")), settings.raw_dir, settings.outbox_dir):
        assert path.is_relative_to(tmp_path / "elsewhere")


def test_variables_win_over_the_file(monkeypatch, tmp_path):
    file = tmp_path / "preempt.toml"
    file.write_text('smtp_host = "file.example"\nsmtp_port = 2525\n')
    monkeypatch.setenv("PREEMPT_CONFIG", str(file))
    monkeypatch.setenv("PREEMPT_SMTP_HOST", "variable.example")
    settings = load_settings()
    assert (settings.smtp_host, settings.smtp_port) == ("variable.example", 2525)


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    file = tmp_path / "password"
    file.write_text("hunter2\n")
    monkeypatch.setenv("PREEMPT_SMTP_PASSWORD_FILE", str(file))
    settings = load_settings()
    assert settings.smtp_password is not None
    assert settings.smtp_password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("PREEMPT_SMTP_PORT", "many", "PREEMPT_SMTP_PORT"),
        ("PREEMPT_SMTP_PORT", "0", "PREEMPT_SMTP_PORT"),
        ("PREEMPT_ZONE", "Mars/Olympus", "PREEMPT_ZONE"),
        ("PREEMPT_ZONE", "../etc/passwd", "PREEMPT_ZONE"),
        ("PREEMPT_SENDER", "pigeon", "PREEMPT_SENDER"),
        ("PREEMPT_MODEL_KIND", "oracle", "PREEMPT_MODEL_KIND"),
        ("PREEMPT_MODEL_URL", "https://user:word@model.example/v1", "PREEMPT_MODEL_URL"),
        ("PREEMPT_MODEL_URL", "https://model.example/v1?key=word", "PREEMPT_MODEL_URL"),
        ("PREEMPT_MODEL_KEY", "a word and another", "PREEMPT_MODEL_KEY"),
        ("PREEMPT_MODEL_KEY", "wordé", "PREEMPT_MODEL_KEY"),
        ("PREEMPT_LEGISCAN_KEY", "a word and another", "PREEMPT_LEGISCAN_KEY"),
        ("PREEMPT_LEGISCAN_URL", "https://legiscan.example/?key=word", "PREEMPT_LEGISCAN_URL"),
        ("PREEMPT_MODEL_TEMPERATURE", "3", "PREEMPT_MODEL_TEMPERATURE"),
        ("PREEMPT_MODEL_MAX_PROVISIONS", "0", "PREEMPT_MODEL_MAX_PROVISIONS"),
        ("PREEMPT_CONFIG", "no-such-file.toml", "PREEMPT_CONFIG"),
        ("PREEMPT_SMTP_PASSWORD_FILE", "no-such-file", "PREEMPT_SMTP_PASSWORD_FILE"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_it(monkeypatch, name: str, value: str, setting: str):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert caught.value.setting == setting
    assert "\n" not in str(caught.value)
    assert "word" not in str(caught.value)


def test_an_unknown_setting_in_the_file_is_refused_with_a_suggestion(monkeypatch, tmp_path):
    file = tmp_path / "preempt.toml"
    file.write_text('smtp_hots = "x"\n')
    monkeypatch.setenv("PREEMPT_CONFIG", str(file))
    with pytest.raises(ConfigError, match="did you mean smtp_host"):
        load_settings()


def test_a_broken_file_is_refused(monkeypatch, tmp_path):
    file = tmp_path / "preempt.toml"
    file.write_text("= nonsense")
    monkeypatch.setenv("PREEMPT_CONFIG", str(file))
    with pytest.raises(ConfigError, match="not TOML"):
        load_settings()


def test_misspelt_variables_are_noticed(monkeypatch):
    monkeypatch.setenv("PREEMPT_SMTP_HOTS", "x")
    assert unknown_variables() == ["PREEMPT_SMTP_HOTS; did you mean PREEMPT_SMTP_HOST?"]


def test_no_language_model_is_asked_unless_one_is_named(monkeypatch):
    settings = load_settings()
    assert (settings.model_kind, settings.model_url, settings.model_key) == ("none", "", None)
    assert settings.model_temperature == 0.0
    monkeypatch.setenv("PREEMPT_MODEL_TEMPERATURE", "none")
    assert load_settings().model_temperature is None


def test_the_key_of_legiscan_is_a_secret(monkeypatch, tmp_path):
    file = tmp_path / "key"
    file.write_text("0123456789abcdef\n")
    monkeypatch.setenv("PREEMPT_LEGISCAN_KEY_FILE", str(file))
    settings = load_settings()
    assert settings.legiscan_key is not None
    assert settings.legiscan_key.get_secret_value() == "0123456789abcdef"
    assert "0123456789abcdef" not in repr(settings) + settings.model_dump_json()
    assert unknown_variables() == []
