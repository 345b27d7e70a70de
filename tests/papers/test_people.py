"""Who the staff are behind names and accounts."""

from __future__ import annotations

import pytest
from archive.customers import Clock
from archive.secrecy.department import STAFF, hire, leave, passes, register

from csdforms.archive.archive import Archive
from csdforms.papers.people import behind, cleared_for, minute, posts, unit


def test_an_account_is_of_whom_it_was_then(archive: Archive, clock: Clock) -> None:
    before = archive.office.moment()
    passes(clock, days=1)
    hire(archive)
    passes(clock, days=1)
    then = archive.office.moment()
    register(archive, "wang", "马超", ["sales"], 1)
    passes(clock, days=1)
    now = archive.office.moment()
    found = [behind(archive.store, "wang", at) for at in (before, then[:10], then, now)]
    assert found == ["wang", "王敏", "马超", "马超"]
    assert behind(archive.store, "zhang", now) == "zhang"


def test_a_leaver_keeps_the_posts_that_he_had(archive: Archive, clock: Clock) -> None:
    hire(archive, {**STAFF, "wei": ("魏然", ["destruction_witness"], 1)})
    passes(clock, days=1)
    leave(archive, "zhou")
    assert posts(archive.store, "周明") == ["info_supervisor"]
    assert sorted(posts(archive.store, "赵强")) == ["cs_manager", "sales"]
    told = {who: unit(archive.store, who) for who in ("周明", "高远", "魏然", "不在册")}
    assert told == {"周明": "客户服务部", "高远": "总经理", "魏然": "", "不在册": ""}


@pytest.mark.parametrize(("level", "told"), [(-1, "秘密"), (2, "秘密"), (3, "")])
def test_a_clearance_that_is_too_low_by_now_is_not_told(
    archive: Archive, level: int, told: str
) -> None:
    hire(archive)
    assert cleared_for(archive.store, "王敏", level) == told


def test_nothing_is_no_moment() -> None:
    assert (minute(""), minute(None)) == ("", "")
    assert minute("2026-03-05T14:05:09.123456+08:00") == "2026-03-05 14:05"
