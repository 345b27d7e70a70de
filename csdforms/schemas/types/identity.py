"""Numbers that identify a body or a person, and the codes of places and trades.

The rules are the standards' own: check digits come from python-stdnum's primitives, shapes and
dates are tested here, because that package's complete checks refuse valid numbers (unified codes
that begin with A, N or Y; identity cards older than their county code; residence permits).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, text_of
from csdforms.schemas.types.disclosure import Disclosure
from csdforms.schemas.types.industries import DIVISIONS, EDITION, SECTIONS

__all__ = [
    "BankAccount",
    "IdNumber",
    "IndustryCode",
    "RegionCode",
    "Uscc",
    "birth_date",
    "full_id_number",
    "id_card_problem",
    "is_organisation_code",
    "region_name",
    "uscc_kind",
]

_ALPHABET = "0-9A-HJ-NPQRTUWXY"
_USCC = re.compile(rf"(?:[1-9AN][1-9]|Y1)[0-9]{{6}}[{_ALPHABET}]{{10}}")
_USCC_LENGTH = 18
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_ID_CARD = re.compile(r"[0-9]{17}[0-9X]")
_OLD_ID_CARD = re.compile(r"[0-9]{15}")
_ID_NUMBER = re.compile(r"[0-9A-Z()]{5,30}|(?=.{5,30}$)[0-9A-Z()]*\*{4,}[0-9A-Z()]*")
_ACCOUNT = re.compile(r"[0-9A-Z]{8,32}|(?=.{8,32}$)[0-9A-Z]*\*{4,}[0-9A-Z]*")
_REGION = re.compile(r"([0-9]{6})(?: ?\(.*\))?")
_YEARS = re.compile(r"\[.*?\]")

#: First two digits of GB/T 2260 division codes, with their names.
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古",
    "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西",
    "37": "山东",
    "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏",
    "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
    "71": "台湾", "81": "香港", "82": "澳门",
}  # fmt: skip
#: Residence permits of 港澳台 residents use 81, 82 and 83 in front of an identity number.
_PERMITS = frozenset({"81", "82", "83"})

#: The bodies that a unified code stands for by its first two characters, where these tell.
_USCC_KINDS = {
    "11": "机关", "12": "事业单位", "13": "群众团体",
    "31": "律师执业机构", "32": "公证处",
    "51": "社会团体", "52": "民办非企业单位", "53": "基金会",
    "91": "企业", "92": "个体工商户", "93": "农民专业合作社",
    "N1": "组级集体经济组织", "N2": "村级集体经济组织", "N3": "乡镇级集体经济组织",
}  # fmt: skip


def _number(given: object, expected: str) -> str:
    """Return a long number without spaces and hyphens; a float has lost its last digits."""
    if isinstance(given, float):
        raise Refused(f"{expected}被当成数字，末几位已丢失，请以文本形式重新输入。")
    return re.sub(r"[\s-]", "", text_of(given, expected)).upper()


class Uscc(FieldType[str]):
    """A unified social credit code (GB 32100-2015 with its amendment of 2016).

    18 characters without I, O, S, V, Z; check character modulo 31. Codes of the armed forces (A),
    of agriculture (N) and of other bodies (Y) are valid. A sound number does not prove that the
    body exists.
    """

    kind: ClassVar[str] = "统一社会信用代码"
    disclosure = Disclosure.OPEN  # it stands in a public register

    def accept(self, given: object) -> str:
        from stdnum.cn.uscc import calc_check_digit

        code = _number(given, "统一社会信用代码")
        if len(code) != _USCC_LENGTH:
            raise Refused(f"统一社会信用代码应是 18 位，现有 {len(code)} 位。")
        if not _USCC.fullmatch(code):
            raise Refused("统一社会信用代码写法不对（不含字母 I、O、S、V、Z），请对照执照核对。")
        if calc_check_digit(code[:17]) != code[17]:
            raise Refused("统一社会信用代码的校验码不对，请对照执照逐位核对。")
        return code

    def doubt(self, value: str) -> str | None:
        if not is_organisation_code(value[8:17]):
            return "第 9 至 17 位（主体标识码）的校验位不符，请对照执照核对。"
        if value[0] not in "ANY" and value[2:4] not in PROVINCES and value[2:4] != "10":
            return "第 3 至 8 位不像行政区划代码，请对照执照核对。"
        return None

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": f"^{_USCC.pattern}$",
            "description": "校验码正确不等于主体存在，请在国家企业信用信息公示系统核实。",
        }


def uscc_kind(code: str) -> str | None:
    """Return the kind of body that a unified code names, ``None`` where it does not tell."""
    return _USCC_KINDS.get(code[:2])


def is_organisation_code(code: str) -> bool:
    """Whether this is an organisation code with its check character (GB 11714)."""
    if not _ORGANISATION.fullmatch(code):
        return False
    total = sum(
        weight * int(char, 36) for weight, char in zip(_ORGANISATION_WEIGHTS, code, strict=False)
    )
    return "0123456789X"[(11 - total % 11) % 11] == code[-1]


def full_id_number(number: str) -> str:
    """Return the 18-digit form of a first-generation (15-digit) identity number (GB 11643)."""
    from stdnum.iso7064 import mod_11_2

    body = f"{number[:6]}19{number[6:]}"
    return body + mod_11_2.calc_check_digit(body)


class IdNumber(FieldType[str]):
    """A number on a personal document.

    Which rule applies depends on the kind of document, see :func:`id_card_problem`; here only the
    letters and digits are tidied. Masked as ``110105********002X``.
    """

    kind: ClassVar[str] = "证件号码"
    personal = True
    disclosure = Disclosure.ID

    def accept(self, given: object) -> str:
        number = _number(given, "证件号码")
        if not _ID_NUMBER.fullmatch(number):
            raise Refused("证件号码只能有字母和数字，5 至 30 位。")
        return number

    def mask(self, value: str) -> str:
        if "*" in value:
            return value
        head, tail = (6, 4) if _OLD_ID_CARD.match(value) else (2, 2)
        return value[:head] + "*" * max(4, len(value) - head - tail) + value[-tail:]

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9A-Z()*]{5,30}$"}


def id_card_problem(number: str, today: dt.date, *, legacy: bool = False) -> str | None:
    """Say what is wrong with an identity-card number (GB 11643), or ``None``.

    18 digits with a MOD 11-2 check character; residence permits (81, 82, 83) and the permanent
    residence card that begins with 9 have the same shape. The county is never a reason to refuse:
    it was valid when the number was issued. The 15 digits of old files pass only as ``legacy``.
    """
    from stdnum.iso7064 import mod_11_2

    if "*" in number:
        return None
    if _OLD_ID_CARD.fullmatch(number):
        if not legacy:
            return "15 位的老证已停用，请核对现证，改填 18 位号码。"
        number = full_id_number(number)
    if not _ID_CARD.fullmatch(number):
        return "身份证号应是 18 位，末位可为 X，请对照证件核对。"
    placed = number[:2] in PROVINCES or number[:2] in _PERMITS or number[0] == "9"
    born = birth_date(number)
    possible = born is None or dt.date(1900, 1, 1) <= born <= today
    rules = (
        (placed, "身份证号前两位不是省份代码，请对照证件核对。"),
        (mod_11_2.is_valid(number), "身份证号的校验码不对，请对照证件逐位核对。"),
        (born is not None, "身份证号中的出生日期不存在，请对照证件核对。"),
        (possible, "身份证号中的出生日期不在合理范围，请对照证件核对。"),
        (number[14:17] != "000", "身份证号的顺序码不会是 000，请对照证件核对。"),
    )
    return next((text for holds, text in rules if not holds), None)


def birth_date(number: str) -> dt.date | None:
    """Return the birth date inside an 18-digit identity number, ``None`` if it is no day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


class BankAccount(FieldType[str]):
    """A bank account number: 8 to 32 digits or letters; a masked copy keeps the last four."""

    kind: ClassVar[str] = "银行账号"
    personal = True
    disclosure = Disclosure.ACCOUNT

    def accept(self, given: object) -> str:
        number = _number(given, "银行账号")
        if not _ACCOUNT.fullmatch(number):
            raise Refused("银行账号只能有数字和字母，8 至 32 位。")
        return number

    def mask(self, value: str) -> str:
        return value if "*" in value else f"****{value[-4:]}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9A-Z*]{8,32}$"}


class RegionCode(FieldType[str]):
    """A GB/T 2260 division code: six digits under one of the 34 provincial prefixes.

    The face ``words`` prints ``310115（上海市浦东新区）``, which is accepted again.
    """

    kind: ClassVar[str] = "行政区划代码"
    disclosure = Disclosure.OPEN  # a county, as an address is shown

    def accept(self, given: object) -> str:
        match = _REGION.fullmatch(text_of(given, "六位行政区划代码"))
        if not match or match[1][:2] not in PROVINCES:
            raise Refused("应填六位行政区划代码，例如 310115。")
        return match[1]

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{6}$"}

    def faces(self) -> Mapping[str, Callable[[str | None], str]]:
        return {"words": lambda code: f"{code}（{region_name(code)}）" if code else ""}


@functools.cache
def region_name(code: str) -> str:
    """Return the name of a division, as far as it is known: the province at least, "" of none.

    The names are python-stdnum's, which has no names of cities between province and county.
    """
    from stdnum import numdb

    known: dict[str, str] = {}
    for _, names in numdb.get("cn/loc").info(code):
        known |= names
    # A code that changed hands has several names with years; the last one holds.
    place = _YEARS.sub("", known.get("county", "").rpartition(",")[2])
    named = PROVINCES.get(code[:2], "")
    province = named if code[:2] in _PERMITS else known.get("province", "")
    return place if named and place.startswith(named) else f"{province}{place}"


class IndustryCode(FieldType[str]):
    """A GB/T 4754-2017 code: the section's letter with two, three or four digits (``C3521``)."""

    kind: ClassVar[str] = "行业代码"
    disclosure = Disclosure.OPEN

    def accept(self, given: object) -> str:
        code = text_of(given, "行业代码").upper()
        if not re.fullmatch(r"[A-T][0-9]{2,4}", code):
            raise Refused("应填门类字母加 2 至 4 位数字，例如 C3521。")
        if code[:3] not in DIVISIONS:
            own = [division[1:] for division in DIVISIONS if division[0] == code[0]]
            raise Refused(
                f"{EDITION}的门类 {code[0]}（{SECTIONS[code[0]]}）只有大类 {own[0]} 至 {own[-1]}，"
                "请核对；旧版代码请换成现行代码。"
            )
        return code

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[A-T]\d{2,4}$", "description": EDITION}
