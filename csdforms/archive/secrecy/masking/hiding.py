"""How a value is shown to somebody without the right to see it whole (archive.md §4.4).

One function for each kind of value, all of them pure. Hiding what is hidden already changes
nothing, and of what is too short nothing is shown. Stars never tell how long a number is.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "HIDDEN",
    "account",
    "address",
    "birth",
    "email",
    "identity",
    "is_body",
    "name",
    "phone",
    "plain",
]

#: Stands for a value of which nothing is shown.
HIDDEN = "****"

_UNKNOWN = "匿名"  # nobody's name
_ELEVEN = "*" * 11
_SHORTEST_ID = 12  # characters; of a shorter one too little would be hidden
_SHORTEST_ACCOUNT = 8
_SHORTEST_PHONE = 7
_CHILD = 14  # years; under it nothing is shown (L-PIPL 28)
_LONGEST_ADDRESS = 60  # characters in front of its district

# Patterns are compiled when they are first needed: a look-up, a new process each time, needs few.

#: A name that ends so is a body's. The short ones also end the names of persons.
_BODY = (
    r".{2,}(?:公司|集团|中心|医院|学校|大学|学院|银行|商店|商行|酒店|饭店|宾馆|超市|工厂|事务所"
    r"|研究所|合作社|委员会|经营部|门市部|服务部|办事处|工作室|协会|基金会|幼儿园"
    r"|[（(](?:有限|普通|特殊普通)合伙[）)])|[^·•]{4,}[厂店社所院校局馆站场部会]"
)
_FOREIGN_BODY = (
    r"(?i).{2,}\b(?:Co|Ltd|Inc|LLC|Corp|GmbH|Limited|Company|Corporation|Group|Bank"
    r"|University)\.?"
)
_LEGAL_FORM = r"(?i)\s*,\s*(?=(?:Ltd|Inc|LLC)\b)"
_SEVERAL = r"[,，、;；:：/\n*]"

_BETWEEN_PHONES = r"\s*[/、;,，；\n或]\s*"
_EXTENSION = r"(?i)转|分机|ext|#|x"
_MASKED_PHONE = r"(?a)1\d\d\*{4}\d{4}|(?:0\d{2,3}|[48]00)-\*{4}\d\d|\*{4}(?:\d\d)?"
_MASKED_ID = r"[0-9A-Z()]{3}\*{11}[0-9A-Z()]{4}|\*{11}"
_MASKED_ACCOUNT = r"\*{4}[0-9A-Z()]{4}"
_CHINA = r"(?a)^(?:0086|\+86|86(?=\d{10}))0?(?=\d{9})"
_MOBILE = r"(?a)0?(1[3-9]\d)\d{4}(\d{4})"
_FIXED = r"(?a)(0(?:10|2\d|[3-9]\d\d)|[48]00)(\d{7,8})"

#: What may stand in the name of a province, a city or a district, and of no road or building.
_PART = r"[^\W\d_][^\W\d_省市区县旗路街道镇乡村弄号幢栋楼室巷]"
_DISTRICT = (
    rf"(?:{_PART}{{1,7}}(?:省|自治区|特别行政区))?"
    rf"(?:{_PART}{{0,7}}(?:市(?!场)|自治州|地区|盟))?"
    rf"(?:(?:市[中南北]|{_PART}{{0,7}})"
    r"(?:(?<![小社景校厂库宅活属])区|(?<!区)县|(?<=.)旗|市(?!场)))?"
)
_BIRTH = r"(?a)(\d{4})(?:\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?|(\d\d)(\d\d))?"

_WORDS = {
    "0": "〇零○洞", "1": "一壹幺", "2": "二贰貳两", "3": "三叁參", "4": "四肆",
    "5": "五伍", "6": "六陆陸", "7": "七柒拐", "8": "八捌", "9": "九玖勾",
}  # fmt: skip


class _Plain(dict[int, str]):
    """Each character as one that patterns know: half-width, Chinese numerals as digits."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        digit = unicodedata.digit(char, None)
        folded = unicodedata.normalize("NFKC", char)
        if digit is not None:
            char = str(digit)
        elif len(folded) == 1:
            char = folded
        if (category := unicodedata.category(char)) in ("Zs", "Cf", "Mn"):
            char = " "
        elif category == "Pd":
            char = "-"
        self[code] = char
        return char


_PLAIN = _Plain({ord(char): digit for digit, chars in _WORDS.items() for char in chars})


def plain(value: str) -> str:
    """Return a text in the signs that patterns know, each where it was.

    >>> plain("电话：１３８－００一三")
    '电话:138-0013'
    """
    return value.translate(_PLAIN)


def name(value: str) -> str:
    """Return a person's name: its first character, a star for each other.

    >>> name("欧阳修")
    '欧**'
    """
    whole = value.strip()
    if whole == _UNKNOWN:
        return whole
    return whole[0] + "*" * (len(whole) - 1) if len(whole) > 1 else "*" * len(whole)


def is_body(value: str) -> bool:
    """Whether this is the name of a body for certain, and of nobody besides."""
    whole = re.sub(_LEGAL_FORM, " ", value.strip())
    if re.search(_SEVERAL, whole):
        return False
    return bool(re.fullmatch(_BODY, whole) or re.fullmatch(_FOREIGN_BODY, whole))


def phone(value: str) -> str:
    """Return telephone numbers: 138****1234, 021-****78; of extensions and short ones nothing."""
    numbers = re.split(_BETWEEN_PHONES, value.strip())
    return " / ".join(_phone(number) for number in numbers if number)


def _phone(number: str) -> str:
    tidy = plain(number).replace(" ", "")
    if "*" in tidy:
        return tidy if re.fullmatch(_MASKED_PHONE, tidy) else HIDDEN
    whole = re.sub(r"[^0-9+]", "", re.split(_EXTENSION, tidy)[0])
    digits = re.sub(_CHINA, "0", whole).replace("+", "")
    if mobile := re.match(_MOBILE, digits):
        return f"{mobile[1]}{HIDDEN}{mobile[2]}"
    if fixed := re.match(_FIXED, digits):
        return f"{fixed[1]}-{HIDDEN}{fixed[2][-2:]}"
    return HIDDEN + digits[-2:] if len(digits) >= _SHORTEST_PHONE else HIDDEN


def identity(value: str) -> str:
    """Return a number of an identity document: its first three and last four characters.

    Never the first six: with them only the birthday would be hidden, and the check character
    helps to guess it. Of a passport's number nothing is shown; it is too short.
    """
    number = _compact(value)
    if "*" in number:
        return number if re.fullmatch(_MASKED_ID, number) else _ELEVEN
    return number[:3] + _ELEVEN + number[-4:] if len(number) >= _SHORTEST_ID else _ELEVEN


def account(value: str) -> str:
    """Return the number of an account or a bank card: its last four."""
    number = _compact(value)
    if "*" in number:
        return number if re.fullmatch(_MASKED_ACCOUNT, number) else HIDDEN
    return HIDDEN + number[-4:] if len(number) >= _SHORTEST_ACCOUNT else HIDDEN


def _compact(value: str) -> str:
    return re.sub(r"[^0-9A-Z()*]", "", unicodedata.normalize("NFKC", value).upper())


def email(value: str) -> str:
    """Return an e-mail address: its first character and its domain."""
    local, _, domain = unicodedata.normalize("NFKC", value).strip().rpartition("@")
    if not local or not domain:
        return HIDDEN
    first = "" if len(local) == 1 or local[0] == "*" else local[0]
    return f"{first}***@{domain}"


def address(value: str) -> str:
    """Return an address down to its district; without one, down to its city or province.

    >>> address("上海市浦东新区屿泊路 88 号")
    '上海市浦东新区****'
    """
    known = re.match(_DISTRICT, "".join(value.split())[:_LONGEST_ADDRESS])
    return (known[0] if known else "") + HIDDEN


def birth(value: str, today: str) -> str:
    """Return the year of a birthday; of a child under 14 nothing.

    Args:
        value: the day, or only the year.
        today: the day on which somebody looks, ``2026-11-22``.
    """
    match = re.fullmatch(_BIRTH, value.strip())
    if not match:
        return HIDDEN
    year, month, day = match[1], match[2] or match[4] or "1", match[3] or match[5] or "1"
    grown = f"{int(year) + _CHILD:04}-{int(month):02}-{int(day):02}"
    return year if grown <= today else HIDDEN
