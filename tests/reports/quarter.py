"""A quarter of a department: 80 customers, 300 complaints, services, calls, sales and money.

Nobody in it exists. The same every time; forms as the archive keeps them, so that they can be
counted from memory (:func:`memory`) or filed into an archive.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from reports.kept import Memory, item
from support import sample

from csdforms.reports.sources.kept import Document
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import examine

__all__ = ["END", "START", "cards", "forms", "ledgers", "memory", "profiles"]

START, END = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
CUSTOMERS = 80
COMPLAINTS = 300

_FIRST = "海松云帆瑞禾景明星河长风远山青木安泰"
_SECOND = "达源盛悦成辉和顺嘉宁兴泽"
_TRADE = ("家具", "装饰工程", "包装", "建材", "电器", "商贸")
_REGIONS = ("310115", "310104", "320583", "330106", "340104", "110105", "440305", "320102")
_PEOPLE = ("周明", "陈立", "林小雨", "吴建平", "高远")
_SALES = ("孙晓", "何亮", "赵倩")
_PRODUCTS = ("实木餐桌", "布艺沙发", "净水器", "油烟机", "儿童床", "衣柜", "床垫", "灯具")
_CATEGORIES = ("产品质量", "服务质量", "物流交付", "价格与收费", "合同与承诺")
_DEPARTMENTS = {
    "生产制造": "生产部", "来料": "采购部", "运输": "物流部", "服务人员": "客服部",
    "销售承诺": "销售部", "安装维修": "售后部",
}  # fmt: skip
_SATISFACTION = ("非常满意", "满意", "满意", "一般", "不满意")


def number(place: int) -> str:
    """Return the file number of a customer."""
    return f"KH-F-2024-{place:06}-{place % 10}"


@cache
def names() -> tuple[str, ...]:
    """Return the names of the customers."""
    dice = random.Random(4)  # noqa: S311 - made-up data
    made: dict[str, None] = {}
    while len(made) < CUSTOMERS:
        trade = dice.choice(_TRADE)
        made[f"{dice.choice(_FIRST)}{dice.choice(_SECOND)}{trade}有限公司"] = None
    return tuple(made)


def cards() -> list[Document]:
    """Return the register cards, as lists show them."""
    return [
        {
            "number": number(place), "kind": "F", "state": "ACTIVE", "name": name, "versions": 1,
            "items": 0, "created_at": "2024-03-01T09:00:00+08:00", "customer_nos": [f"C{place:03}"],
            "opened_on": f"202{4 + place % 3}-0{1 + place % 3}-15",
        }
        for place, name in enumerate(names(), start=1)
    ]  # fmt: skip


def profiles() -> list[tuple[str, Document]]:
    """Return the first versions of the profiles; every tenth customer moves in February."""
    found: list[tuple[str, Document]] = []
    for card in cards():
        place = int(card["number"][10:16])
        data = {
            "customer_no": card["number"], "customer_name": card["name"],
            "region_code": _REGIONS[place % len(_REGIONS)],
            "salesperson": _SALES[place % len(_SALES)], "customer_grade": "ABC"[place % 3],
            "credit_grade": ("AA", "A", "B")[place % 3], "credit_limit": "300000.00",
            "credit_term_days": 60, "first_deal_on": "2024-03-20",
        }  # fmt: skip
        version = {"file": card["number"], "version": 1, "form": "corporate_customer_profile"}
        found.append((card["opened_on"], {**version, "data": data}))
        if place % 10 == 0:
            moved = {**data, "region_code": _REGIONS[(place + 1) % len(_REGIONS)]}
            found.append(("2026-02-16", {**version, "version": 2, "data": moved}))
    return sorted(found, key=lambda one: one[0])


@cache
def forms() -> tuple[Document, ...]:
    """Return the filed forms, in the order of filing."""
    return tuple(
        item(form, stored(form, data), number=f"BM/{place:05}", file=file)
        for place, (form, file, data) in enumerate(_forms(), start=1)
    )


def stored(form: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return data as a form stores them."""
    return examine(find(form), data)[0].stored()


def _forms() -> Iterator[tuple[str, str, dict[str, Any]]]:
    dice = random.Random(300)  # noqa: S311 - made-up data
    yield "service_outlet_distribution", "", sample("service_outlet_distribution")
    for serial in range(COMPLAINTS):
        yield from _complaint(dice, serial)
    for serial in range(120):
        yield from _service(dice, serial)
    for serial in range(40):
        yield "after_sales_questionnaire", "", _response(dice, serial)
    for day in range(12):
        yield "inbound_call_record", "", _renumbered("inbound_call_record", day)
        yield "outbound_call_record", "", _renumbered("outbound_call_record", day)


def _complaint(dice: random.Random, serial: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    received = dt.datetime(2025, 10, 1, 8) + dt.timedelta(minutes=dice.randrange(182 * 24 * 60))
    place = min(CUSTOMERS, 1 + int(dice.expovariate(0.05)))
    name, complaint_no = names()[place - 1], f"TS-{received:%Y%m%d}-{serial:03}"
    category, level = dice.choice(_CATEGORIES), dice.choice(("低等级", "低等级", "高等级"))
    due = received.date() + dt.timedelta(days=dice.choice((3, 7, 7)))
    common = {
        "complaint_no": complaint_no, "received_at": received, "customer_name": name,
        "category": category, "level": level, "due_on": due, "urgency": "一般",
        "subcategory": None,
    }  # fmt: skip
    yield "complaint_register_one", number(place), {
        **sample("complaint_register_one"), **common, "customer_no": number(place),
        "customer_kind": "单位", "channel": dice.choice(("来电", "来访", "电子邮件", "在线客服")),
        "product_name": dice.choice(_PRODUCTS), "severity": dice.choice(("轻微", "一般", "严重")),
        "acknowledged_at": received + dt.timedelta(minutes=dice.randrange(5, 2000)),
        "repeat_no": None, "complained_party": dice.choice(_PRODUCTS) + "专柜",
    }  # fmt: skip
    if dice.random() < 0.1:
        return
    cause = dice.choice(list(_DEPARTMENTS))
    closed = received + dt.timedelta(days=dice.choice((1, 2, 4, 6, 8, 12)), hours=2)
    is_closed = dice.random() < 0.85
    approved = received + dt.timedelta(hours=20)
    happy = dice.choice(_SATISFACTION) if is_closed and dice.random() < 0.9 else None
    yield "complaint_handling", number(place), {
        **sample("complaint_handling"), **common, "handler": dice.choice(_PEOPLE),
        "validity": dice.choice(("属实", "属实", "部分属实", "不属实")), "cause_category": cause,
        "responsible_department": _DEPARTMENTS[cause], "responsible_person": None,
        "loss_amount": Decimal(dice.randrange(0, 60_000)).scaleb(-2),
        "remedies": [
            {"remedy_type": dice.choice(("赔款", "换货", "维修返工", "折让")), "bearer": "本公司",
             "remedy_detail": "按方案执行",
             "line_amount": Decimal(dice.randrange(0, 90_000)).scaleb(-2)},
            {"remedy_type": "赔礼道歉", "remedy_detail": "当面致歉", "bearer": "本公司"},
        ],
        "approvals": [
            {"approval_role": role, "approval_decision": "同意", "approved_by": "王芳",
             "approved_at": approved}
            for role in ("责任部门", "客户服务部经理", "财务部")
        ],
        "executed_at": closed - dt.timedelta(hours=1) if is_closed else None,
        "follow_up_at": closed if happy else None, "satisfaction": happy,
        "closed_at": closed if is_closed else None,
        "closing_type": "正常结案" if is_closed else None,
    }  # fmt: skip


def _service(dice: random.Random, serial: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    base = sample("after_sales_register")
    start = dt.datetime(2026, 1, 2, 9) + dt.timedelta(minutes=dice.randrange(85 * 24 * 60))
    place, kind = dice.randrange(1, CUSTOMERS + 1), dice.choice(("维修", "安装", "退货", "换货"))
    arrive = start + dt.timedelta(hours=dice.choice((3, 20, 30)))
    lines = []
    if kind in ("退货", "换货"):
        product = dice.choice(_PRODUCTS)
        quantity = dice.randrange(1, 4)
        price = Decimal(dice.randrange(20_000, 300_000)).scaleb(-2)
        line = {**base["return_exchange_items"][0]}
        lines = [{
            **line, "return_action": kind, "returned_on": arrive.date(), "product_name": product,
            "product_model": "标准", "product_code": None, "quantity": quantity,
            "received_quantity": quantity, "stock_in_quantity": quantity, "unit_price": price,
            "refund_amount": price * quantity if kind == "退货" else Decimal(0),
            "reason_category": dice.choice(("商品质量问题", "错发漏发", "运输破损", "七日无理由")),
        }]  # fmt: skip
    yield "after_sales_register", number(place), {
        **base, "register_no": f"SH-{start:%Y%m%d}-{serial:03}", "registered_at": start,
        "customer_name": names()[place - 1], "customer_no": number(place),
        "service_type": kind, "serial_number": f"SN{serial % 90:05}",
        "appointment_at": arrive + dt.timedelta(minutes=dice.choice((-40, 30, 60))),
        "dispatched_at": start + dt.timedelta(hours=1), "arrived_at": arrive,
        "finished_at": arrive + dt.timedelta(hours=2), "closed_on": arrive.date(),
        "service_person": dice.choice(_PEOPLE), "complaint_no": None, "source_call_no": None,
        "outlet_name": None,
        "service_result": "已修复" if kind == "维修" else base["service_result"],
        "satisfaction": dice.choice(_SATISFACTION), "return_exchange_items": lines,
        "follow_up_on": None, "follow_up_by": None, "follow_up_result": None,
    }  # fmt: skip


def _response(dice: random.Random, serial: int) -> dict[str, Any]:
    base = sample("after_sales_questionnaire")
    levels = ("非常满意", "满意", "一般", "不满意", "非常不满意")
    answers = []
    for answer in base["answers"]:
        changed = {**answer}
        if str(answer.get("choices")) in levels:
            changed["choices"] = dice.choice(levels[:4])
        answers.append(changed)
    day = dt.date(2026, 3, 1) + dt.timedelta(days=serial % 30)
    return {**base, "response_no": f"WJ-20260301-001-{serial + 1:04}", "answers": answers,
            "answered_on": day, "service_on": day}  # fmt: skip


def _renumbered(form: str, day: int) -> dict[str, Any]:
    base = sample(form)
    calls = [{**call, "call_no": f"{call['call_no']}-{day}"} for call in base["calls"]]
    return {**base, "form_no": f"{base['form_no']}-{day}", "calls": calls}


@cache
def ledgers() -> dict[str, list[Document]]:
    """Return the ledgers of two years and a quarter."""
    dice = random.Random(80)  # noqa: S311 - made-up data
    found: dict[str, list[Document]] = {
        "sales": [],
        "receivables": [],
        "receipts": [],
        "targets": [],
    }
    for serial in range(2400):
        day = dt.date(2024, 4, 1) + dt.timedelta(days=dice.randrange(730))
        place = min(CUSTOMERS, 1 + int(dice.expovariate(0.06)))
        file = number(place)
        kind = dice.choices(("销售", "退货", "折让"), (94, 4, 2))[0]
        lines = []
        for _ in range(dice.randrange(1, 4)):
            quantity = dice.randrange(1, 30)
            price = Decimal(dice.randrange(20_000, 400_000)).scaleb(-2)
            line = {
                "kind": kind, "product_name": dice.choice(_PRODUCTS), "unit": "件",
                "quantity": str(quantity), "unit_price": str(price),
                "amount": str(price * quantity), "tax_rate": "0.13", "tax_included": True,
                "contract_no": f"HT{place:03}-{day:%Y}", "salesperson": _SALES[place % 3],
            }  # fmt: skip
            if dice.random() > 0.002:
                share = Decimal(dice.randrange(55, 104)).scaleb(-2)
                line["cost_amount"] = str((price * quantity * share).quantize(Decimal("0.01")))
            lines.append(line)
        total = sum((Decimal(str(line["amount"])) for line in lines), Decimal(0))
        sale = f"XS-{day:%Y%m%d}-{serial:04}"
        said = {"at": f"{day}T18:00:00+08:00", "by": "孙晓", "source": "sales.csv"}
        found["sales"].append(
            {"number": sale, "file": file, "on": str(day), "lines": lines, **said}
        )
        if kind != "销售":
            continue
        bill, due = f"YS-{day:%Y%m%d}-{serial:04}", day + dt.timedelta(days=60)
        found["receivables"].append({
            "number": bill, "file": file, "on": str(day), "due_on": str(due),
            "amount": str(total), "sale_no": sale, "contract_no": f"HT{place:03}-{day:%Y}", **said,
        })  # fmt: skip
        paid = due + dt.timedelta(days=dice.choice((-20, -5, 0, 4, 40, 100)))
        if paid <= END and dice.random() < 0.95:
            found["receipts"].append({
                "number": f"SK-{paid:%Y%m%d}-{serial:04}", "file": file, "on": str(paid),
                "amount": str(total), "kind": "收款", "method": "转账", "applied_to": bill, **said,
            })  # fmt: skip
    for place in range(1, CUSTOMERS + 1, 2):
        for month in ("2026-01", "2026-02", "2026-03"):
            found["targets"].append({
                "number": f"{number(place)}/{month}", "file": number(place), "on": f"{month}-01",
                "amount": str(10_000 * (CUSTOMERS - place + 1)), "at": f"{month}-01T09:00:00+08:00",
                "by": "孙晓", "source": "targets.csv",
            })  # fmt: skip
    return found


def memory() -> Memory:
    """Return all of it as what may be counted."""
    return Memory(forms=forms(), ledgers=ledgers(), files=cards(), profiles=profiles())
