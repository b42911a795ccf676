"""Which settings are in force: ``PREEMPT_*`` variables over an optional TOML file over defaults."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from monitor.errors import ConfigError
from monitor.model.health import GateLimits
from monitor.model.watched_page import MissRules

__all__ = ["Settings", "load_settings", "unknown_variables"]

Percent = Annotated[int, Field(ge=0, le=100)]
PREFIX = "PREEMPT_"
_CONFIG_VARIABLE = "PREEMPT_CONFIG"
_SECRETS = (
    *("database_url", "smtp_password", "model_key", "dkim_key"),
    *("legiscan_key", "openstates_key", "nysenate_key", "courtlistener_token"),
)


def _default_data_dir() -> Path:
    """The XDG place for a user's data."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "preempt"


class Settings(BaseSettings):
    """All settings. A secret may stand in a file: ``PREEMPT_SMTP_PASSWORD_FILE``, ``PREEMPT_DATABASE_URL_FILE``."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Field(default_factory=_default_data_dir, description="database, raw files, outbox and locks")
    database_url: SecretStr | None = Field(None, description="SQLAlchemy address; SQLite in the data folder when unset")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "human", "json"] = Field(
        "auto", description="auto: human lines on a terminal, JSON otherwise"
    )

    contact: str = Field("", description="who runs this service: an address for the User-Agent of the crawlers")
    openstates_path: Path | None = Field(None, description="folder of Open States bill files that `preempt run` crawls")
    openstates_url: str = Field("", description="tar.gz of Open States bill files that `preempt run` crawls")
    legiscan_key: SecretStr | None = Field(None, description="free at legiscan.com; without it LegiScan is not asked")
    legiscan_url: str = Field("https://api.legiscan.com/", description="base address of LegiScan's API")
    legiscan_queries: tuple[str, ...] = Field((), description="searches, as a JSON list; the built-in ones when empty")
    legiscan_month_calls: Annotated[int, Field(ge=1)] = Field(30_000, description="calls a month that the key has")
    legiscan_soft_percent: Percent = Field(80, description="of the month; from here only searches and texts")
    legiscan_hard_percent: Percent = Field(95, description="of the month; from here nothing")
    legiscan_day_pace_percent: Annotated[int, Field(ge=0)] = Field(
        150, description="of an even share a day; 0: no pace"
    )
    openstates_key: SecretStr | None = Field(
        None, description="free at open.pluralpolicy.com; without it Open States is not asked"
    )
    openstates_api_url: str = Field("https://v3.openstates.org/", description="base address of Open States' API")
    openstates_queries: tuple[str, ...] = Field(
        (), description="searches, as a JSON list; the built-in ones when empty"
    )
    openstates_day_calls: Annotated[int, Field(ge=1)] = Field(250, description="calls a UTC day that the key has")
    openstates_minute_calls: Annotated[int, Field(ge=1)] = 10
    openstates_soft_percent: Percent = Field(76, description="of the day; from here only searches and details")
    courtlistener_token: SecretStr | None = Field(
        None, description="free at courtlistener.com; without it no docket is asked for"
    )
    courtlistener_api_url: str = Field(
        "https://www.courtlistener.com/api/rest/v4/", description="base address of CourtListener's API"
    )
    courtlistener_minute_calls: Annotated[int, Field(ge=1)] = 5
    courtlistener_hour_calls: Annotated[int, Field(ge=1)] = 50
    courtlistener_day_calls: Annotated[int, Field(ge=1)] = Field(125, description="calls a UTC day that the token has")
    page_misses: Annotated[int, Field(ge=1, le=20)] = Field(
        3, description="crawls in which a watched page must be missing (404, 410) before it is gone"
    )
    page_miss_hours: Annotated[float, Field(ge=0, le=720)] = Field(
        6.0, description="a miss sooner than this after the last one does not count"
    )
    nysenate_key: SecretStr | None = Field(
        None, description="free at legislation.nysenate.gov; without it New York's own source is not read"
    )
    health: Mapping[str, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict, description="limits of the health gates that differ from the defaults, as JSON"
    )
    operator: str = Field("", description="mail address that is told when a source is not well")
    max_document_mb: Annotated[int, Field(ge=1, le=2048)] = 50
    crawl_batch: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="bills of a bulk source a transaction")
    pdf_seconds: Annotated[int, Field(ge=1, le=600)] = 60
    pdf_memory_mb: Annotated[int, Field(ge=128, le=16384)] = 2048

    sender: Literal["file", "console", "smtp"] = Field("file", description="file: .eml files in the data folder")
    mail_from: str = "Preempt <preempt@localhost>"
    mail_reply_to: str = ""
    dkim_key: SecretStr | None = Field(None, description="RSA key in PEM that signs mail; none where the relay signs")
    dkim_selector: Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")] = Field(
        "preempt", description="name of the key in the DNS: NAME._domainkey of the domain of mail_from"
    )
    public_url: str = Field(
        "", description="https address of `preempt serve` as readers reach it; links of mails lead there"
    )
    smtp_host: str = "localhost"
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = Field(True, description="require STARTTLS; false only for a relay on this machine")  # noqa: FBT003
    smtp_timeout: Annotated[float, Field(gt=0, le=600)] = 30.0

    model_kind: Literal["none", "openai", "anthropic"] = Field("none", description="off unless an endpoint is named")
    model_url: str = Field("", description="base address: https://host/v1 for openai, https://host for anthropic")
    model_name: Annotated[str, Field(max_length=200)] = ""
    model_key: SecretStr | None = None
    model_temperature: Annotated[float, Field(ge=0, le=2)] | None = Field(0.0, description="none: the endpoint's own")
    model_max_provisions: Annotated[int, Field(ge=1, le=10_000)] = Field(50, description="asked about in one run")
    model_max_tokens: Annotated[int, Field(ge=64, le=32_768)] = Field(1024, description="of one answer")
    model_timeout: Annotated[float, Field(gt=0, le=600)] = 60.0

    crawl_cron: str = Field("30 5 * * *", description="when `preempt run` crawls, in the zone")
    legiscan_cron: str = Field("10 0,6,12,18 * * *", description="when `preempt run` asks LegiScan, with a key")
    legiscan_datasets_cron: str = Field(
        "50 9 * * sun", description="when `preempt run` fetches LegiScan's data sets that are new, with a key"
    )
    courtlistener_cron: str = Field("20 7,19 * * *", description="when `preempt run` asks for dockets, with a token")
    page_watch_cron: str = Field("", description="when `preempt run` looks at the watched pages; empty: never")
    openstates_cron: str = Field("40 3,15 * * *", description="when `preempt run` asks Open States, with a key")
    assess_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    digest_minutes: Annotated[int, Field(ge=1, le=60)] = 5
    review_low: Annotated[float, Field(ge=0, le=1)] = 0.2
    review_high: Annotated[float, Field(ge=0, le=1)] = 0.9
    zone: str = Field("America/New_York", description="IANA zone of the schedule and of new readers")

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"no IANA time zone is called {value!r}; try America/New_York") from error
        return value

    @field_validator("model_url", "legiscan_url", "openstates_api_url", "courtlistener_api_url")
    @classmethod
    def _may_be_shown(cls, value: str) -> str:
        """It is printed, so it holds no secret; whether it can be used is said when it is."""
        if re.search(r"[@?#\s]", value):
            raise ValueError("an address without user and query is needed; a key goes into a setting of its own")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_private_on_the_way(cls, value: str) -> str:
        """Whoever reads the address of a link on its way acts for the reader (RFC 8058 asks for https)."""
        if value and not re.fullmatch(r"https://[^\s@?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?[^\s@?#]*", value):
            raise ValueError("an https address without user and query is needed; http only on this machine")
        return value

    @field_validator("model_key", "legiscan_key", "openstates_key", "nysenate_key", "courtlistener_token")
    @classmethod
    def _is_a_key(cls, value: SecretStr | None) -> SecretStr | None:
        """Anything else would end up in the error of the program that refuses to send it."""
        if value is not None and not re.fullmatch(r"[!-~]*", value.get_secret_value()):
            raise ValueError("a key has printable ASCII characters and no blanks")
        return value

    @field_validator("model_temperature", mode="before")
    @classmethod
    def _none_is_none(cls, value: Any) -> Any:
        return None if isinstance(value, str) and value.strip().lower() == "none" else value

    @field_validator("review_high")
    @classmethod
    def _band_is_one(cls, value: float, info: ValidationInfo) -> float:
        low = info.data.get("review_low")
        if low is not None and value < low:
            raise ValueError(f"it is less than review_low ({low:g})")
        return value

    @field_validator("legiscan_hard_percent")
    @classmethod
    def _hard_is_later(cls, value: int, info: ValidationInfo) -> int:
        soft = info.data.get("legiscan_soft_percent")
        if soft is not None and value < soft:
            raise ValueError(f"it is less than legiscan_soft_percent ({soft})")
        return value

    @field_validator("health")
    @classmethod
    def _limits_exist(cls, value: Mapping[str, float]) -> Mapping[str, float]:
        known = [field.name for field in fields(GateLimits)]
        for name in value:
            if name not in known:
                raise ValueError(f"no limit is called {name!r}{_suggestion(name, known)}")
        return value

    @field_validator("data_dir", "openstates_path")
    @classmethod
    def _expand(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else value

    @property
    def database(self) -> str:
        """The effective address of the database, with its password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir.absolute() / 'preempt.db'}"

    @property
    def gate_limits(self) -> GateLimits:
        """The limits of the health gates."""
        whole = {field.name for field in fields(GateLimits) if field.type in (int, "int")}
        return GateLimits(**{name: int(v) if name in whole else v for name, v in self.health.items()})  # type: ignore[arg-type]

    @property
    def miss_rules(self) -> MissRules:
        """When a watched page is gone."""
        return MissRules(needed=self.page_misses, apart=timedelta(hours=self.page_miss_hours))

    @property
    def raw_dir(self) -> Path:
        """Content-addressed raw bytes."""
        return self.data_dir / "raw"

    @property
    def outbox_dir(self) -> Path:
        """Where the file sender writes ``.eml`` files."""
        return self.data_dir / "outbox"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - part of the signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - part of the signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over variables over the TOML file named by ``PREEMPT_CONFIG``."""
        sources = [init_settings, env_settings]
        if path := os.environ.get(_CONFIG_VARIABLE):
            sources.append(TomlConfigSettingsSource(settings_cls, toml_file=Path(path)))
        return tuple(sources)


def _secrets_from_files() -> dict[str, Any]:
    """Read each ``PREEMPT_<SECRET>_FILE``."""
    found: dict[str, Any] = {}
    for name in _SECRETS:
        variable = f"{PREFIX}{name.upper()}_FILE"
        if path := os.environ.get(variable):
            try:
                found[name] = SecretStr(Path(path).read_text(encoding="utf-8").strip())
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigError(variable, f"cannot be read ({error.__class__.__name__}): {path}") from error
    return found


def load_settings() -> Settings:
    """Read the effective settings.

    :raises ConfigError: one line that names the first wrong setting.
    """
    path = os.environ.get(_CONFIG_VARIABLE)
    if path and not Path(path).is_file():
        raise ConfigError(_CONFIG_VARIABLE, f"no such file: {path}")
    try:
        return Settings(**_secrets_from_files())
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_CONFIG_VARIABLE, f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        given = f"{PREFIX}{name.upper()}" if f"{PREFIX}{name.upper()}" in os.environ else name
        message = str(first["msg"]).removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            message = "no such setting" + _suggestion(name, Settings.model_fields)
        raise ConfigError(given, message) from error


def _suggestion(name: str, known: Any) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def unknown_variables() -> list[str]:
    """``PREEMPT_*`` variables that are no setting, each with a suggestion; probably misspelt."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in _SECRETS} | {_CONFIG_VARIABLE}
    suggest = partial(_suggestion, known=sorted(known))
    return [name + suggest(name) for name in sorted(os.environ) if name.startswith(PREFIX) and name not in known]
