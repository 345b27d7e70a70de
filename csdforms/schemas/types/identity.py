"""Numbers that identify a body or a person, and the codes of places and trades.

The rules are the standards' own: check digits come from python-stdnum's primitives, shapes and
dates are tested here, because that package's complete checks refuse valid numbers (unified codes
that begin with A, N or Y; identity cards older than their county code; residence permits).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, text_of

__all__ = ["BankAccount", "IdNumber", "IndustryCode", "RegionCode", "Uscc", "full_id_number"]

_ALPHABET = "0-9A-HJ-NPQRTUWXY"
_USCC = re.compile(rf"[1-9ANY][1-9]\d{{6}}[{_ALPHABET}]{{10}}")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_CARD = re.compile(r"\d{17}[\dX]")
_OLD_ID_CARD = re.compile(r"\d{15}")
_MASKED = re.compile(r"[0-9A-Z]*\*{4,}[0-9A-Z]*")

#: First two digits of GB/T 2260 division codes, with their names.
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古",
    "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东",
    "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏",
    "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
    "71": "台湾", "81": "香港", "82": "澳门",
}  # fmt: skip
#: Residence permits of 港澳台 residents use 81, 82 and 83 in front of an identity number.
_PERMITS = frozenset({"81", "82", "83"})

#: GB/T 4754 (2017): the letter of each section and its first and last division.
_SECTIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52),
    "G": (53, 60), "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72),
    "M": (73, 75), "N": (76, 79), "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90),
    "S": (91, 96), "T": (97, 97),
}  # fmt: skip


class Uscc(FieldType[str]):
    """A unified social credit code (GB 32100-2015 with its amendment of 2016).

    18 characters without I, O, S, V, Z; check character modulo 31. Codes of the armed forces (A),
    of agriculture (N) and of other bodies (Y) are valid. A sound number does not prove that the
    body exists.
    """

    kind: ClassVar[str] = "统一社会信用代码"

    def accept(self, given: object) -> str:
        from stdnum.cn.uscc import calc_check_digit

        code = re.sub(r"[\s-]", "", text_of(given, "18 位统一社会信用代码")).upper()
        if len(code) != 18:
            raise Refused(f"统一社会信用代码应是 18 位，现有 {len(code)} 位。")
        if not _USCC.fullmatch(code):
            raise Refused("统一社会信用代码写法不对（不含字母 I、O、S、V、Z），请对照执照核对。")
        if calc_check_digit(code[:17]) != code[17]:
            raise Refused("统一社会信用代码的校验码不对，请对照执照逐位核对。")
        return code

    def doubt(self, value: str) -> str | None:
        if organisation_check(value[8:16]) != value[16]:
            return "第 9 至 17 位（主体标识码）的校验位不符，请对照执照核对。"
        if value[0] not in "ANY" and value[2:4] not in PROVINCES and value[2:4] != "10":
            return "第 3 至 8 位不像行政区划代码，请对照执照核对。"
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_USCC.pattern}$"}


def organisation_check(body: str) -> str:
    """Return the check character of an organisation code's eight characters (GB 11714)."""
    total = sum(
        weight * int(char, 36) for weight, char in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    return "0123456789X"[(11 - total % 11) % 11]


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

    def accept(self, given: object) -> str:
        if isinstance(given, float):
            raise Refused("证件号码被当成数字，末几位已丢失，请以文本形式重新输入。")
        number = re.sub(r"[\s-]", "", text_of(given, "证件号码")).upper()
        if not re.fullmatch(r"[0-9A-Z()]{5,30}", number) and not _MASKED.fullmatch(number):
            raise Refused("证件号码只能有字母和数字，5 至 30 位。")
        return number

    def mask(self, value: str) -> str:
        if "*" in value:
            return value
        head, tail = (6, 4) if len(value) >= 15 else (2, 2)
        return value[:head] + "*" * max(4, len(value) - head - tail) + value[-tail:]

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9A-Z()*]{5,30}$"}


def id_card_problem(number: str, today: dt.date) -> str | None:
    """Say what is wrong with an identity-card number (GB 11643), or ``None``.

    18 digits with a MOD 11-2 check character, or the old 15 digits; residence permits (81, 82, 83)
    and the permanent residence card that begins with 9 have the same shape. The county is never a
    reason to refuse: it was valid when the number was issued.
    """
    from stdnum.iso7064 import mod_11_2

    if "*" in number:
        return None
    if _OLD_ID_CARD.fullmatch(number):
        number = full_id_number(number)
    if not _ID_CARD.fullmatch(number):
        return "居民身份证号应是 18 位（末位可为 X），老证 15 位。"
    if number[:2] not in PROVINCES and number[:2] not in _PERMITS and number[0] != "9":
        return "身份证号前两位不是省份代码，请对照证件核对。"
    if not mod_11_2.is_valid(number):
        return "身份证号的校验码不对，请对照证件逐位核对。"
    born = birth_date(number)
    if born is None:
        return "身份证号中的出生日期不存在，请对照证件核对。"
    if not dt.date(1900, 1, 1) <= born <= today:
        return "身份证号中的出生日期不在合理范围，请对照证件核对。"
    return None


def birth_date(number: str) -> dt.date | None:
    """Return the birth date inside an 18-digit identity number, ``None`` if there is no such day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


class BankAccount(FieldType[str]):
    """A bank account number: 8 to 32 digits or letters; only the last four stay in a masked copy."""

    kind: ClassVar[str] = "银行账号"
    personal = True

    def accept(self, given: object) -> str:
        if isinstance(given, float):
            raise Refused("账号被当成数字，末几位已丢失，请以文本形式重新输入。")
        number = re.sub(r"[\s-]", "", text_of(given, "银行账号")).upper()
        if not re.fullmatch(r"[0-9A-Z]{8,32}", number) and not _MASKED.fullmatch(number):
            raise Refused("银行账号只能有数字和字母，8 至 32 位。")
        return number

    def mask(self, value: str) -> str:
        return value if "*" in value else f"****{value[-4:]}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9A-Z*]{8,32}$"}


class RegionCode(FieldType[str]):
    """A GB/T 2260 division code: six digits under one of the 34 provincial prefixes."""

    kind: ClassVar[str] = "行政区划代码"

    def accept(self, given: object) -> str:
        code = text_of(given, "六位行政区划代码")
        if not re.fullmatch(r"\d{6}", code, re.ASCII) or code[:2] not in PROVINCES:
            raise Refused("应填六位行政区划代码，例如 310115。")
        return code

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{6}$"}


class IndustryCode(FieldType[str]):
    """A GB/T 4754 code: the section's letter with two, three or four digits (``C3521``)."""

    kind: ClassVar[str] = "行业代码"

    def accept(self, given: object) -> str:
        code = text_of(given, "行业代码").upper()
        if not re.fullmatch(r"[A-T]\d{2,4}", code, re.ASCII):
            raise Refused("应填门类字母加 2 至 4 位数字，例如 C3521。")
        first, last = _SECTIONS[code[0]]
        if not first <= int(code[1:3]) <= last:
            raise Refused(f"门类 {code[0]} 的大类是 {first:02} 至 {last:02}，请核对行业代码。")
        return code

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[A-T]\d{2,4}$"}
