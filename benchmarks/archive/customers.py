"""Customers: made up, repeatable, no two alike in name or number, and nobody's own.

A record is the register card of a customer's file with some boxes more: 19 fields, about 1 kB as
JSON in UTF-8. Its numbers have the length and the check characters of real ones.
"""

from __future__ import annotations

from random import Random
from typing import Any

from benchmarks.records import person
from csdforms.archive import numbers

__all__ = ["FORM", "YEAR", "Record", "customer", "profile", "trade_name"]

Record = dict[str, Any]

#: The form of which :func:`profile` is the data.
FORM = "corporate_customer_profile"

#: In which all files were opened.
YEAR = 2025
_PLACES = (
    "临江", "清河", "新港", "远安", "平湖口", "白沙洲", "柳园", "石桥", "北渡", "东岭", "长堤",
    "望江",
)  # fmt: skip
#: The signs of trade names; no person here is called by one of them.
_SIGNS = (
    "云帆泽瑞恒鼎盛泰宏博润嘉禾锦程瀚星辰启航汇佳信诚隆昌庆丰永顺"
    "和美百川千松柏茂源通达利康宁祥裕华腾朗翔奕凯弘骏卓晟翎屿泊萃"
)
_TRADES = (
    "包装制品", "电子科技", "机电设备", "商贸", "家居用品", "食品", "物流", "建筑材料", "纺织",
    "医疗器械", "印刷", "汽车配件", "五金工具", "化工原料", "农产品", "软件技术", "环保工程",
    "餐饮管理", "仪器仪表", "教育咨询",
)  # fmt: skip
_ENDINGS = ("有限公司", "股份有限公司", "集团有限公司")
_STREETS = ("新港路", "解放大道", "滨江东路", "人民路", "学府街", "工业园三路", "海晏大道")
_PROVINCES = (
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65,
)  # fmt: skip
_REMARKS = (
    "双方自首次交易以来合作平稳，货款按月结清，无逾期；每季度回访一次，由业务员记录意见。",
    "客户要求送货前一日电话确认，节假日不收货；卸货须有对方仓库主管签字，回单随货款寄回。",
    "曾于年初反映包装破损，已换货并改用加固纸箱，此后未再发生；列为重点回访对象。",
    "新厂房明年投产，预计采购量增加三成，已报销售部；信用额度待财务核定后调整。",
    "合同、授权书、执照复印件均已核对原件，资料齐全；发票抬头与客户名称一致。",
)

#: Steps that lead through all of a range before they come back to the same place.
_NAME_STEP, _PHONE_STEP = 1_000_003, 7_919_993
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def customer(serial: int) -> Record:
    """Return the record of the customer who comes in as number ``serial``, from 1 on.

    Example:
        >>> first = customer(1)
        >>> first["number"], len(first), first == customer(1)
        ('KH-F-2025-000001-0', 19, True)
    """
    random = Random(serial)  # noqa: S311 - repeatable data, no secrets
    place, trade, ending = _name(serial)
    sign = trade_name(serial)
    region = f"{random.choice(_PROVINCES)}{random.randrange(1, 4):02}00"
    uscc = _unified_code(serial, region)
    opened = f"{YEAR}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
    return {
        "number": numbers.make("F", YEAR, serial),
        "kind": "F",
        "state": "ACTIVE",
        "name": f"{place}{sign}{trade}{ending}",
        "short_name": f"{sign}{trade}",
        "names": [person(serial)],
        "customer_nos": [f"XS-{serial:07}"],
        "uscc": uscc,
        "org_code": uscc[8:17],
        "phones": [f"139{serial * _PHONE_STEP % 10**8:08}"],
        "accounts": [f"6000{serial:015}"],
        "region": region,
        "grade": random.choice("ABCD"),
        "salesperson": person(random.randrange(40)),
        "level": "内部",
        "opened_on": opened,
        "address": f"{place}{random.choice(_STREETS)}{random.randrange(1, 400)}号"
        f"{random.randrange(1, 20)}幢{random.randrange(101, 2000)}室",
        "business": f"{trade}的生产、销售和售后服务；货物进出口，普通货运，仓储。",
        "remarks": "".join(random.sample(_REMARKS, 3)),
    }


def trade_name(serial: int) -> str:
    """Return the two signs by which one asks for a customer.

    Example:
        >>> trade_name(1) in customer(1)["name"]
        True
    """
    place = serial * _NAME_STEP // (len(_PLACES) * len(_TRADES) * len(_ENDINGS))
    first, second = divmod(place % len(_SIGNS) ** 2, len(_SIGNS))
    return _SIGNS[first] + _SIGNS[second]


def profile(record: Record) -> Record:
    """Return what the form of a customer's profile holds, of the same customer.

    Example:
        >>> profile(customer(1))["customer_no"]
        'XS-0000001'
    """
    return {
        "customer_no": record["customer_nos"][0],
        "customer_name": record["name"],
        "short_name": record["short_name"],
        "org_kind": "企业法人",
        "office_address": record["address"],
        "region_code": record["region"],
        "phone": record["phones"][0],
        "uscc": record["uscc"],
        "business_scope": record["business"],
        "legal_representative": {"name": record["names"][0], "nationality": "中国"},
        "contacts": [{"name": record["names"][0], "mobile": record["phones"][0]}],
        "bank_accounts": [{"bank": "海晏银行", "account_no": record["accounts"][0]}],
        "customer_grade": record["grade"],
        "confidentiality": record["level"],
        "salesperson": record["salesperson"],
        "opened_on": record["opened_on"],
        "prepared_by": record["salesperson"],
        "prepared_on": record["opened_on"],
        "remarks": record["remarks"],
    }


def _name(serial: int) -> tuple[str, str, str]:
    """Return place, trade and ending; with the trade name, nobody else's before long."""
    rest, ending = divmod(serial * _NAME_STEP, len(_ENDINGS))
    rest, trade = divmod(rest, len(_TRADES))
    return _PLACES[rest % len(_PLACES)], _TRADES[trade], _ENDINGS[ending]


def _unified_code(serial: int, region: str) -> str:
    """Return a unified code (GB 32100-2015) with an organisation code (GB 11714) in it."""
    tail = ""
    for _ in range(4):
        serial, digit = divmod(serial, len(_CODE_SIGNS))
        tail = _CODE_SIGNS[digit] + tail
    body = f"MAXX{tail}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(sign, 36) for weight, sign in zip(weights, body, strict=True))
    code = f"91{region}{body}{'0123456789X0'[11 - total % 11]}"
    total = sum(pow(3, place, 31) * _CODE_SIGNS.index(sign) for place, sign in enumerate(code))
    return code + _CODE_SIGNS[-total % 31]
