"""Limits that real sheets state and that a firm may set otherwise.

The settings in force belong to the calling context (thread or task), not to the process::

    with csdforms.settings.use(Settings(acknowledge_hours=12)):
        csdforms.fill(...)
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from csdforms.errors import MissingFile, NotPermitted, UnreadableInput

__all__ = ["Settings", "current", "load", "use"]

Count = Annotated[int, Field(ge=0, le=10_000, strict=True)]
Urgency = Annotated[str, Field(pattern="^(?:一般|紧急|特急)$")]
_CLOSE_DAYS = {"一般": 7, "紧急": 3, "特急": 1}


class Settings(BaseModel):
    """Time limits, thresholds, the area code; days are calendar days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: First contact after a complaint was received.
    acknowledge_hours: Count = 24
    #: Days to close a complaint, by urgency; what is not named keeps its limit.
    close_days: dict[Urgency, Count] = _CLOSE_DAYS
    #: Put before telephone numbers that come without their area code, such as ``021``.
    default_area_code: Annotated[str, Field(pattern=r"^(0\d{2,3})?$")] = ""
    #: A unit signs for a notice, and gives its opinion.
    sign_hours: Count = 24
    opinion_hours: Count = 72
    #: A promised reply to a caller.
    promised_reply_hours: Count = 24
    #: A call counts as answered in time within so many seconds.
    service_level_seconds: Count = 20
    #: An earlier complaint of the same customer and category makes a repeat.
    repeat_window_days: Count = 90
    #: At or below this share of its maximum an answer asks for a follow-up.
    follow_up_share: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.4")
    #: Whether identity numbers of 15 digits, as old files have them, are let pass.
    old_identity_cards: Annotated[bool, Field(strict=True)] = False

    @field_validator("close_days", mode="before")
    @classmethod
    def _keep_the_others(cls, given: object) -> object:
        return {**_CLOSE_DAYS, **given} if isinstance(given, Mapping) else given

    def close_by(self, received_at: dt.datetime, urgency: str) -> dt.date | None:
        """Return the day by which a complaint of this urgency is to be closed."""
        days = self.close_days.get(urgency)
        return None if days is None else received_at.date() + dt.timedelta(days=days)


_current: ContextVar[Settings] = ContextVar(
    "csdforms_settings",
    default=Settings(),  # noqa: B039 - settings are frozen
)


def current() -> Settings:
    """Return the settings in force here."""
    return _current.get()


@contextlib.contextmanager
def use(settings: Settings) -> Iterator[Settings]:
    """Put settings in force within a ``with`` block."""
    token = _current.set(settings)
    try:
        yield settings
    finally:
        _current.reset(token)


def load(path: Path) -> Settings:
    """Read settings from a TOML file.

    Raises:
        MissingFile: if there is no such file.
        NotPermitted: if the system does not let it be read.
        UnreadableInput: if it is not TOML, or a setting is unknown or not a sensible value.
    """
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise MissingFile(path, "设置文件") from None
    except OSError as problem:
        reason = problem.strerror or "系统拒绝"
        raise NotPermitted(f"读不了设置文件 {path}（{reason}）。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UnreadableInput(
            str(path), f'不是 UTF-8 的 TOML 文件，中文名称要加引号，例如 "一般" = 7（{problem}）。'
        ) from None
    except ValidationError as problem:
        names = "、".join(".".join(map(str, item["loc"])) for item in problem.errors())
        raise UnreadableInput(str(path), f"这些设置不认识或数值不合理：{names}。") from None
