"""Data of service orders: made up, repeatable, different for every document.

What repeats in an office repeats here: a stock of parts, a few technicians, days of one year.
Numbers and dates come as programs send them, as text or as numbers; some texts hold ``&`` and
``<``, which XML must not lose.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

__all__ = ["person", "phone", "service_order"]

_CENT = Decimal("0.01")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋",
    "勇", "艳", "杰", "娟", "涛", "明远", "晓岚", "志刚", "海燕", "建国",
    "玉兰", "思齐", "子涵",
)  # fmt: skip
_CUSTOMERS = (
    "临江市第二中学", "海晏家居商贸有限公司", "A&B 连锁便利店（新港店）", "远航物流有限公司",
    "清河区人民医院", "R&D 精密仪器有限公司", "滨江花园物业管理处", "盛泰纺织<集团>有限公司",
)  # fmt: skip
_PRODUCTS = (
    ("中央空调室外机", "KFR-120W"), ("台式净水器", "QS-300"), ("商用洗碗机", "XW-60<II>"),
    ("冷藏展示柜", "LC-450F"), ("工业吸尘器", "GX-80"), ("热泵热水机组", "RB-10P"),
)  # fmt: skip
_PROBLEMS = (
    "开机约十分钟后停机，面板显示 E4，断电后可恢复，反复出现。",
    "接头处持续滴水，柜底积水，客户已关闭进水阀。",
    "运行噪声明显增大，启动时有金属摩擦声，温度 < 设定值。",
    "不制冷，出风口温度与室温相同，高压 & 低压均偏低。",
)
_MEASURES = (
    "检查电路与风机，更换损坏件，加注制冷剂，试运行 30 分钟正常。",
    "更换密封件与进水软管，保压 15 分钟无渗漏，清洁现场。",
    "拆检传动部分，更换轴承并润滑，复测噪声 < 55 dB。",
)
_PARTS = (
    ("密封圈", "Φ12×2.5", "只"), ("进水软管", "DN15 1.5m", "根"), ("压缩机", "HX<A>型", "台"),
    ("轴承", "6203-2RS", "只"), ("温度传感器", "NTC 10K", "个"), ("风机电容", "4μF & 450V", "个"),
    ("制冷剂", "R410A", "kg"), ("滤芯", "PP棉 10寸", "支"), ("主控板", "V2.3", "块"),
    ("螺栓&垫片", "M8×20", "套"), ("铜管", "Φ9.52", "米"), ("电磁阀", "DN20", "只"),
)  # fmt: skip
_MOBILES = ("138", "139", "150", "186", "189")
_STREETS = ("新港路", "解放大道", "滨江东路", "人民路", "学府街", "工业园三路")


def service_order(seed: int, rows: int) -> dict[str, Any]:
    """Return the raw data of one order with so many lines of parts.

    Example:
        >>> service_order(7, 2) == service_order(7, 2)
        True
    """
    random = Random(seed)  # noqa: S311 - repeatable data, no secrets
    parts = [_part(random) for _ in range(rows)]
    parts_fee = sum((Decimal(part["line_amount"]) for part in parts), Decimal(0))
    labor = Decimal(random.randrange(60, 900))
    product, model = random.choice(_PRODUCTS)
    start = dt.datetime(2025, 1, 2, 8) + dt.timedelta(minutes=random.randrange(330 * 24 * 60))
    times = [start + dt.timedelta(minutes=after) for after in (0, 35, 110, 250)]
    registered, dispatched, arrived, finished = (f"{moment:%Y-%m-%d %H:%M}" for moment in times)
    signed = f"{times[-1]:%Y-%m-%d}"
    contact = _person(random)
    return {
        "register_no": f"SH-{start:%Y%m%d}-{seed:05}",
        "registered_at": registered,
        "service_type": "维修",
        "service_mode": random.choice(("上门", "送修", "上门维修")),
        "customer_name": random.choice(_CUSTOMERS),
        "customer_no": f"KH-{random.randrange(10**6):06}",
        "contact_person": contact,
        "phone": _phone(random),
        "address": f"临江市海晏区{random.choice(_STREETS)}{random.randrange(1, 400)}号",
        "product_name": product,
        "product_model": model,
        "serial_number": f"SN{random.randrange(10**10):010}",
        "purchased_on": f"{start - dt.timedelta(days=random.randrange(30, 900)):%Y/%m/%d}",
        "warranty_status": random.choice(("保内", "保外", "延保")),
        "problem_description": random.choice(_PROBLEMS),
        "service_person": _person(random),
        "dispatched_at": dispatched,
        "arrived_at": arrived,
        "finished_at": finished,
        "service_measures": random.choice(_MEASURES),
        "service_result": random.choice(("已修复", "已更换", "修复")),
        "satisfaction": random.choice(("非常满意", "满意", "一般")),
        "parts": parts,
        "parts_fee_amount": str(parts_fee),
        "labor_fee_amount": int(labor),
        "total_fee_amount": str(parts_fee + labor),
        "customer_signature": contact,
        "signed_on": signed,
        "prepared_by": _person(random),
        "prepared_on": signed,
        "reviewed_by": _person(random),
        "reviewed_on": signed,
    }


def _part(random: Random) -> dict[str, Any]:
    number = random.randrange(len(_PARTS))
    name, spec, unit = _PARTS[number]
    quantity = Decimal(random.randrange(1, 40))
    if unit in ("kg", "米"):
        quantity /= 4
    price = Decimal(random.randrange(150, 90_000)) * _CENT
    amount = (quantity * price).quantize(_CENT, ROUND_HALF_UP)
    return {
        "part_code": f"PJ-{number:02}{random.randrange(1000):03}",
        "part_name": name,
        "part_spec": spec,
        "unit": unit,
        "quantity": float(quantity) if unit in ("kg", "米") else str(quantity),
        "unit_price": float(price),
        "line_amount": str(amount),
    }


def person(seed: int) -> str:
    """Return a name.

    Example:
        >>> person(3) == person(3)
        True
    """
    return _person(Random(seed))  # noqa: S311 - as above


def phone(seed: int) -> str:
    """Return a mobile number.

    Example:
        >>> len(phone(3))
        11
    """
    return _phone(Random(seed))  # noqa: S311 - as above


def _person(random: Random) -> str:
    return random.choice(_SURNAMES) + random.choice(_GIVEN)


def _phone(random: Random) -> str:
    return f"{random.choice(_MOBILES)}{random.randrange(10**8):08}"
