"""What is read out of the register sheets: services and returned goods, each at its edge."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from reports.after_sales.sheets import line, register
from reports.kept import Memory, item

from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Document
from csdforms.reports.sources.outlets import Outlets
from csdforms.reports.sources.services import Returns, Services


def services(*sheets: Document, **more: Any) -> Services:
    return Sources(Memory(forms=sheets, **more)).services


def goods(*sheets: Document, **more: Any) -> Returns:
    return Sources(Memory(forms=sheets, **more)).returns


def test_services_stand_in_order_and_cancelled_ones_are_none() -> None:
    found = services(
        register(2, registered_at="2026-03-06T08:00:00"),
        register(1),
        register(3, service_status="已取消"),
        register(1, service_person="何亮"),  # filed anew
    )
    assert [found.register_no.at(place) for place in range(len(found))] == ["SH-1", "SH-2"]
    assert found.person.at(0) == "何亮"
    record = found.record(1)
    assert (record.kind, record.number, record.on) == ("售后服务", "SH-2", dt.date(2026, 3, 6))
    assert repr(found.services[0]) == "Service('SH-1')"


def test_only_a_closed_service_has_a_day_of_closing() -> None:
    found = services(register(1), register(2, service_status="待回访"), register(3, closed_on=None))
    assert [found.closed_on.at(place) for place in range(3)] == [dt.date(2026, 3, 10), None, None]


@pytest.mark.parametrize(
    ("arrived", "seconds"),
    [
        ("2026-03-05T15:50:00", 1800),
        ("2026-03-05T15:10:00", None),  # before it was registered
        ("2026-03-06T00:00:00", None),  # a day without time
        (None, None),
    ],
)
def test_the_response_needs_both_times(arrived: str | None, seconds: int | None) -> None:
    assert services(register(1, arrived_at=arrived)).response_seconds.at(0) == seconds


def test_what_was_charged() -> None:
    fees = {"labor_fee_amount": "50.00", "other_fee_amount": "0.05"}
    found = services(
        register(1, **fees, parts=[{"quantity": "3", "unit_price": "1.115"}, {"quantity": "1"}]),
        register(2, **fees, is_charged=False),
        register(3),
    )
    # 50.05 ＋ 3.345, the part rounded half up to the fen
    assert [found.charged.at(place) for place in range(3)] == [Decimal("53.40"), 0, 0]


def test_an_outlet_that_is_not_listed_keeps_what_it_is_called() -> None:
    rows = [
        {"outlet_code": "SH-001", "outlet_name": "上海中心"},
        {"outlet_code": "SH-002", "outlet_name": "虹口"},
    ]
    data = {"list_no": "WD-1", "as_of": "2026-03-31", "outlets": rows}
    outlets = Outlets([item("service_outlet_distribution", data)])
    found = services(
        register(1, outlet_name="虹口"), register(2, outlet_code="X"), register(3),
        register(4, outlet_name="别处"),
    )  # fmt: skip
    words = found.outlet(outlets)
    assert [words.at(place) for place in range(4)] == ["SH-002", "X", None, "别处"]
    assert words.values[:2] == ("SH-001", "SH-002")
    assert found.outlet(Outlets()).at(0) == "虹口"


def test_a_line_takes_what_it_does_not_say_from_its_sheet() -> None:
    found = goods(
        register(
            1,
            line("退货", "1", None, returned_on=None),
            line("换货", "1", product_name="电扇", responsible_party=None),
            product_model="QS-300", finished_at="2026-03-08T10:00:00",
        )
    )  # fmt: skip
    assert [found.on.at(place) for place in range(2)] == [dt.date(2026, 3, 6), dt.date(2026, 3, 8)]
    assert [found.product.at(place) for place in range(2)] == ["电扇", "净水器"]
    assert [found.model.at(place) for place in range(2)] == [None, "QS-300"]  # the sheet's product
    assert [found.amount.at(place) for place in range(2)] == [Decimal("10.00"), None]
    assert repr(found.lines[0]) == "Return('SH-1')"


def test_the_customer_is_called_as_the_reader_may_call_him() -> None:
    card = {
        "number": "KH-1", "name": "李**", "kind": "Z", "state": "在档", "opened_on": "2026-01-01",
        "customer_nos": ["K-77"],
    }  # fmt: skip
    found = goods(
        register(1, line("退货", "1"), file="KH-1"),
        register(2, line("退货", "1"), customer_no="K-77"),
        register(3, line("退货", "1"), customer_name="王芳"),
        files=[card],
    )
    assert [found.customer.at(place) for place in range(3)] == ["李**", "李**", "王芳"]
    assert [found.file.at(place) for place in range(3)] == ["KH-1", "KH-1", None]


def test_a_customer_whose_sheet_may_not_be_read_has_no_name() -> None:
    class Closed(Memory):
        def shown(self, item: Document) -> dict[str, Any]:
            return {}

    found = Sources(Closed(forms=[register(1, line("退货", "1"))])).returns
    assert found.customer.at(0) == "未公开"
