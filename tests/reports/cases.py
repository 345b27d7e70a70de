"""Complaint cases for tests: as they are counted, as the sheets they are read from; the example.

``JUNE_CASES`` are the cases of the specification's worked example: those of June 2024, those that
were carried in, and the others of May.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reports.kept import Memory, item

from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import DRAFT, compute_from
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.reports.sources.kept import Document
from csdforms.schemas.catalogue import find

JUNE = Period.of(dt.date(2024, 6, 1), dt.date(2024, 6, 30))


def case(number: str, received: str, due: str, **boxes: Any) -> ComplaintCase:
    """Return a case; days are ISO, it came in at 9 and was closed at 17 o'clock.

    ``closed`` is the day of closing, ``customer`` a number that stands for key and name;
    ``cost`` is what was paid to him and what the company lost besides.
    """
    closed, customer, cost = (boxes.pop(name, None) for name in ("closed", "customer", "cost"))
    found: dict[str, Any] = {
        "customer_key": customer,
        "customer_name": customer,
        "customer_kind": "个人",
        "category": "产品质量",
        "level": "低等级",
        "severity": "一般",
        "urgency": "一般",
        "channel": "来电",
        "closed_at": moment(closed, 17),
        "settled_at": moment(closed, 17),
    }
    if closed is not None:
        found["closing_type"] = "正常结案"
    if cost is not None:
        found["compensation_amount"], found["loss_amount"] = map(Decimal, cost)
    return ComplaintCase(
        complaint_no=number,
        received_at=dt.datetime.fromisoformat(f"{received}T09:00"),
        due_on=dt.date.fromisoformat(due),
        **{**found, **boxes},
    )


def moment(day: str | None, hour: int) -> dt.datetime | None:
    """Return an hour of a day."""
    return None if day is None else dt.datetime.fromisoformat(f"{day}T{hour:02}:00")


def _june(
    number: str, customer: str, category: str, due: str, closed: str | None, **boxes: Any
) -> ComplaintCase:
    day = f"{number[3:7]}-{number[7:9]}-{number[9:11]}"
    return case(number, day, due, customer=customer, category=category, closed=closed, **boxes)


def _cause(department: str, cause: str, validity: str = "属实") -> dict[str, str]:
    return {"responsible_department": department, "cause_category": cause, "validity": validity}


JUNE_CASES: tuple[ComplaintCase, ...] = (
    _june(
        "TS-20240603-001", "C001", "产品质量", "2024-06-10", "2024-06-08",
        cost=("200.00", "150.00"), satisfaction="满意", **_cause("生产部", "生产制造"),
    ),
    _june(
        "TS-20240605-001", "C002", "服务质量", "2024-06-12", "2024-06-14", channel="来访",
        cost=("0.00", "0.00"), satisfaction="一般", **_cause("客服部", "服务人员", "部分属实"),
    ),
    _june(
        "TS-20240607-001", "C003", "物流交付", "2024-06-14", "2024-06-12", channel="电子邮件",
        cost=("80.00", "60.00"), satisfaction="满意", **_cause("物流部", "运输"),
    ),
    _june(
        "TS-20240611-001", "C001", "产品质量", "2024-06-21", "2024-06-21", channel="来访",
        level="高等级", cost=("1500.00", "3200.00"), satisfaction="不满意",
        **_cause("生产部", "生产制造"),
    ),
    _june(
        "TS-20240614-001", "C004", "价格与收费", "2024-06-21", "2024-06-17", validity="不属实",
        closing_type="客户撤诉", cost=("0.00", "0.00"),
    ),
    _june(
        "TS-20240618-001", "C005", "产品质量", "2024-06-28", None, channel="在线客服",
        level="高等级",
    ),
    _june(
        "TS-20240625-001", "C006", "产品质量", "2024-07-02", None, **_cause("质检部", "检验")
    ),
    _june("TS-20240628-001", "C002", "服务质量", "2024-07-05", None),
    # carried in
    _june("TS-20240520-001", "C010", "产品质量", "2024-06-03", "2024-06-06"),
    _june("TS-20240528-001", "C011", "服务质量", "2024-06-04", None),
    # the others of May: with those 产品质量 4, 服务质量 1, 物流交付 1
    _june("TS-20240503-001", "C020", "产品质量", "2024-05-10", "2024-05-08"),
    _june("TS-20240507-001", "C021", "产品质量", "2024-05-14", "2024-05-13"),
    _june("TS-20240511-001", "C022", "产品质量", "2024-05-18", "2024-05-15"),
    _june("TS-20240516-001", "C023", "物流交付", "2024-05-23", "2024-05-20"),
)  # fmt: skip


def sheets_of(found: ComplaintCase) -> Iterator[Document]:
    """Yield the sheets of a case as the archive keeps them: 3.2 or 3.3, then 3.4 or 3.8."""
    head = {
        "complaint_no": found.complaint_no,
        "received_at": f"{found.received_at:%Y-%m-%dT%H:%M:%S}",
        "customer_name": found.customer_name,
        "category": found.category,
        "level": found.level,
        "urgency": found.urgency,
        "due_on": found.due_on.isoformat(),
    }
    entry = {
        "customer_no": found.customer_key,
        "channel": found.channel,
        "subcategory": found.subcategory,
        "severity": found.severity,
        "nature": "有效投诉",
        "acknowledged_at": _text(found.acknowledged_at),
        "repeat_no": found.repeat_no,
    }
    is_company = found.customer_kind == "单位"
    goods: dict[str, Any] = {
        "product_name": found.product_name,
        "complained_party": found.complained_party,
        "customer_kind": found.customer_kind,
    }
    if is_company:
        goods = {"items": [{"product_name": found.product_name, "unit": "台"}]}
    yield _item(found, f"complaint_register_{'two' if is_company else 'one'}", head, entry, goods)
    result: dict[str, Any] = {
        "validity": found.validity,
        "responsible_department": found.responsible_department,
        "responsible_person": found.responsible_person,
        "cause_category": found.cause_category,
    }
    if found.closed_at is None:
        if found.validity != "待核实" or found.investigation_started_on:
            day = found.investigation_started_on or found.received_at.date()
            yield _item(
                found, "complaint_investigation", head, result, {"started_on": day.isoformat()}
            )
        return
    paid = found.compensation_amount
    words = found.remedy_types or (("赔款",) if paid else ("解释说明",))
    remedies: list[dict[str, Any]] = [{"remedy_type": word} for word in words]
    if paid:
        remedies[0]["line_amount"] = str(paid)
    handled = {
        "remedies": remedies,
        "loss_amount": None if found.loss_amount is None else str(found.loss_amount),
        "executed_at": _text(found.executed_at),
        "satisfaction": found.satisfaction,
        "closing_type": found.closing_type,
        "closed_at": _text(found.closed_at),
    }
    yield _item(found, "complaint_handling", head, result, handled)


def _item(found: ComplaintCase, form: str, *boxes: Mapping[str, Any]) -> Document:
    data = {
        name: value for some in boxes for name, value in some.items() if value not in (None, ())
    }
    return item(form, data, number=f"{found.complaint_no}/{form}", file=found.file)


def _text(moment: dt.datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%S}"


def items_of(cases: Iterable[ComplaintCase] = JUNE_CASES) -> list[Document]:
    """Return the sheets of these cases."""
    return [sheet for found in cases for sheet in sheets_of(found)]


def sources_of(
    cases: Iterable[ComplaintCase] = JUNE_CASES, memory: Memory | None = None
) -> Sources:
    """Return sources with these cases as they are, beside what else is kept."""
    sources = Sources(memory or Memory())
    vars(sources)["cases"] = Cases(cases)
    return sources


def computed(
    form: str,
    sources: Sources,
    *,
    period: Period = JUNE,
    last: Mapping[str, Any] | None = None,
    texts: Mapping[str, Any] | None = None,
    **said: Any,
) -> ComputedSheet:
    """Return the sheet of a form, judged; each of its figures is worked out once more."""
    report = report_of(form)
    data = compute_from(report, period, sources, said=said, last=last)
    model = find(form)
    head = {model.number: DRAFT, "prepared_by": "赵敏", "prepared_on": period.as_of}
    sheet = judged(report, model, {**head, **data, **(texts or {})}, today=period.as_of)
    for path, figure in sheet.cells.items():
        assert figure.again() == figure.value, path
    return sheet


def shown(sheet: ComputedSheet, group: str, *names: str) -> list[tuple[str, ...]]:
    """Return boxes of the rows of a group as they are printed."""
    rows: Sequence[Any] = getattr(sheet.form, group)
    return [tuple(printed(row, name) for name in names) for row in rows]


def printed(block: Any, name: str) -> str:
    """Return a box as it is printed, “—” where there is nothing."""
    value = getattr(block, name)
    kind = type(block).specs()[name].type
    return "—" if value is None else str(kind.show(value))
