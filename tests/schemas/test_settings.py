"""Limits that a firm sets: read from a file, in force only where they are put in force."""

from __future__ import annotations

import contextvars
import datetime as dt
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from csdforms.errors import CsdformsError, MissingFile, NotPermitted, UnreadableInput
from csdforms.schemas import settings
from csdforms.schemas.settings import Settings, load, use

RECEIVED = dt.datetime.fromisoformat("2026-03-05 14:05")


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_defaults_are_those_of_the_rules() -> None:
    limits = Settings()
    assert (limits.acknowledge_hours, limits.sign_hours, limits.opinion_hours) == (24, 24, 72)
    assert (limits.promised_reply_hours, limits.service_level_seconds) == (24, 20)
    assert [limits.close_by(RECEIVED, word) for word in ("一般", "紧急", "特急", "不明")] == [
        dt.date(2026, 3, 12),
        dt.date(2026, 3, 8),
        dt.date(2026, 3, 6),
        None,
    ]


def test_the_settings_in_force_from_the_start_are_what_validation_makes_of_nothing() -> None:
    assert settings.current() == Settings.model_validate({})
    assert settings.current().model_dump() == Settings().model_dump()


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = 'acknowledge_hours = 12\nfollow_up_share = 0.6\n[close_days]\n"一般" = 10\n'
    limits = load(written(tmp_path, text))
    assert limits.acknowledge_hours == 12
    assert limits.follow_up_share == Decimal("0.6")
    assert limits.close_days == {"一般": 10, "紧急": 3, "特急": 1}
    assert limits.sign_hours == 24


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("acknowlege_hours = 12", "acknowlege_hours"),
        ("acknowledge_hours = -1", "acknowledge_hours"),
        ("acknowledge_hours = 1000000000000", "acknowledge_hours"),
        ("acknowledge_hours = '24'", "acknowledge_hours"),
        ("acknowledge_hours = true", "acknowledge_hours"),
        ("follow_up_share = 1.5", "follow_up_share"),
        ("close_days = 7", "close_days"),
        ("[close_days]\n'急' = 1", "close_days"),
        ("call_from = 20:00:00", "call_until"),
        ("profit_class_shares = [0.8, 0.5]", "profit_class_shares"),
        ("[credit]\nterm_days = [90, 30]", "credit"),
        ("[close_days]\n'一般' = 'bald'", "close_days"),
    ],
)
def test_a_setting_that_is_unknown_or_senseless_is_named(
    tmp_path: Path, text: str, named: str
) -> None:
    with pytest.raises(UnreadableInput, match=named):
        load(written(tmp_path, text))


def test_a_file_that_is_no_toml_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="TOML"):
        load(written(tmp_path, "acknowledge_hours: 12"))
    with pytest.raises(UnreadableInput, match="中文名称要加引号"):
        load(written(tmp_path, "[close_days]\n一般 = 10"))
    (tmp_path / "gbk.toml").write_bytes("[close_days]\n'一般' = 10".encode("gbk"))
    with pytest.raises(UnreadableInput, match="UTF-8"):
        load(tmp_path / "gbk.toml")


def test_a_missing_file_and_a_folder_are_reported(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="设置文件"):
        load(tmp_path / "none.toml")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotPermitted) as problem:
        load(tmp_path / "folder")
    assert isinstance(problem.value, CsdformsError)


def test_settings_end_with_their_block_even_after_an_error() -> None:
    def look_and_fail() -> None:
        with use(Settings(sign_hours=2)):
            assert settings.current().sign_hours == 2
            raise RuntimeError

    with use(Settings(sign_hours=8)) as outer:
        assert settings.current() is outer
        with pytest.raises(RuntimeError):
            look_and_fail()
        assert settings.current().sign_hours == 8
    assert settings.current() == Settings()


def test_settings_of_one_thread_are_not_those_of_another() -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(settings.current().sign_hours)

    with use(Settings(sign_hours=8)):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        contextvars.copy_context().run(look)
    assert seen == [24, 8]


def test_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        setattr(settings.current(), "sign_hours", 1)  # noqa: B010 - mypy knows it is frozen
