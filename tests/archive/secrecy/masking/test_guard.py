"""What is masked is never stored back (M05)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, open_company, open_person, person
from archive.secrecy.department import hire, opened_person

from csdforms.archive.archive import Archive
from csdforms.archive.requests import NewFile
from csdforms.archive.secrecy.masking import hiding
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.errors import UnreadableInput


@pytest.mark.parametrize(
    "data",
    [
        {"customer_name": "李**"},
        {"customer_name": "李＊岚"},
        {"name": "*"},
        {"mobile": "139****6721"},
        {"phone": "021-****78"},
        {"id_no": "310***********0023"},
        {"bank_account": {"account_no": "****6786"}},
        {"contacts": [{"name": "何一苇"}, {"name": "何**"}]},
        {"email": "l***@example.com"},
        {"credit_limit": "****"},
        {"remarks": " ＊＊＊ "},
        {"remarks": "请回电 139****6721"},
        {"remarks": "证号 310***********0023"},
        {"address": "上海市浦东新区****"},
        {"numbers": ["1", "****8888"]},
    ],
)
def test_m05_a_masked_value_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(UnreadableInput, match="已隐去") as refusal:
        require_whole(data)
    assert "139" not in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"customer_name": "李晓岚", "mobile": "13900006721"},
        {"remarks": "规格 3*5*2，质量**很差**"},
        {"remarks": "他说“****”，未再联系"},
        {"points": 5, "is_vip": True, "limit": None},
    ],
)
def test_a_customers_own_stars_pass(data: dict[str, Any]) -> None:
    require_whole(data)


def test_m05_what_the_masked_view_shows_is_known_for_what_it_is() -> None:
    shown = {
        "name": hiding.name("李晓岚"),
        "mobile": hiding.phone("13900006721"),
        "phone": hiding.phone("021-62345678"),
        "id_no": hiding.identity("310199198906140023"),
        "account_no": hiding.account("6217000000123456786"),
        "email": hiding.email("li@example.com"),
        "address": hiding.address("上海市浦东新区屿泊路 88 号"),
        "any": hiding.HIDDEN,
    }
    for name, value in shown.items():
        with pytest.raises(UnreadableInput, match=name):
            require_whole({name: value})


def test_m05_no_act_stores_a_masked_value(archive: Archive) -> None:
    number = open_company(archive)
    before = archive.store.last()
    masked = person(mobile="139****6721")
    calls: list[Callable[[], object]] = [
        lambda: archive.open_file(masked, form=INDIVIDUAL),
        lambda: archive.revise(number, {"customer_name": "上海**"}, reason="x"),
        lambda: archive.file(number, "f", {"phone": "021-****78"}, section="3.2"),
    ]
    for call in calls:
        with pytest.raises(UnreadableInput):
            call()
    [outcome] = archive.open_many([NewFile(INDIVIDUAL, masked)])
    assert isinstance(outcome.error, UnreadableInput)
    assert archive.store.last() == before


def test_m05_what_was_shown_masked_cannot_go_back(archive: Archive) -> None:
    number = opened_person(archive, 1)
    hire(archive)
    shown = archive.show(number, actor="chen", purpose="回访").profile
    assert shown.masked
    with pytest.raises(UnreadableInput):
        archive.revise(number, shown.data, reason="更正", actor="chen")


def test_a_whole_profile_goes_in(archive: Archive) -> None:
    assert open_person(archive)
    assert archive.show(open_company(archive)).profile.form == CORPORATE
