"""Telephone numbers, e-mail addresses and postcodes."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, fold, text_of

__all__ = ["Email", "Phone", "Postcode"]

_BETWEEN = re.compile(r"\s*(?:/|、|;|；|，|\bor\b|或)\s*")
_EXTENSION = re.compile(
    r"\s*(?:转接?|分机号?|ext\.?|#|(?<=\d{7})[-—](?=\d{1,5}$))\s*[:：]?\s*(\d{1,6})$", re.IGNORECASE
)
_MASKED = re.compile(r"[\d*-]{4,20}")
_SERVICE = re.compile(r"(?:1\d{2}|1\d{4}|95\d{3,4}|96\d{3,4}|123\d{2})")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_TOLL_FREE = re.compile(r"([48]00)(\d{3})(\d{4})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
_LONGEST = 80


class Phone(FieldType[str]):
    """One telephone number, or two with ``/`` between them.

    Mobile, fixed, 400/800 and service numbers, extensions (转8001), numbers abroad with ``+``, and
    masked numbers (138****8888). Kept in one spelling: ``13800138000``, ``021-62345678转8001``,
    ``400-050-0827``, ``+852 2345 6789``. A local number without its area code is kept and doubted.
    """

    kind: ClassVar[str] = "电话"
    personal = True
    _expected = "电话号码，例如 13800138000 或 021-62345678转8001"

    def __init__(self, *, words: tuple[str, ...] = ()) -> None:
        self.words = words  # what may stand instead of a number, such as 隐藏号码

    def accept(self, given: object) -> str:
        if isinstance(given, float) and given.is_integer():
            given = int(given)
        text = text_of(given, self._expected).translate(_DASHES)
        if text in self.words:
            return text
        if not text or len(text) > _LONGEST:
            raise Refused(f"应填{self._expected}。")
        numbers = _BETWEEN.split(text)
        if len(numbers) > 2:
            raise Refused("最多填两个号码，中间用 / 隔开。")
        return " / ".join(self._number(number) for number in numbers)

    def _number(self, text: str) -> str:
        compact = text.replace(" ", "")
        if "*" in compact and _MASKED.fullmatch(compact):
            return compact
        extension = _EXTENSION.search(text)
        if extension:
            text = text[: extension.start()]
        number = self._main(text)
        return f"{number}转{extension[1]}" if extension else number

    def _main(self, text: str) -> str:
        import phonenumbers

        digits = re.sub(r"[\s()-]", "", text)
        if _SERVICE.fullmatch(digits) or _LOCAL.fullmatch(digits):
            return digits
        if toll_free := _TOLL_FREE.fullmatch(digits):
            return "-".join(toll_free.groups())
        try:
            number = phonenumbers.parse(re.sub(r"^\(?86\)?(?=\d{11})", "+86", text), "CN")
        except phonenumbers.NumberParseException:
            raise Refused(f"应填{self._expected}。") from None
        if not phonenumbers.is_valid_number(number):
            raise Refused("号码不对，请核对位数和区号。")
        if number.country_code != 86:
            style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
            return phonenumbers.format_number(number, style)
        style = phonenumbers.PhoneNumberFormat.NATIONAL
        national = phonenumbers.format_number(number, style)
        area, _, rest = national.partition(" ")
        if area.startswith("0"):
            return f"{area}-{rest.replace(' ', '')}"
        return national.replace(" ", "")

    def doubt(self, value: str) -> str | None:
        for number in value.split(" / "):
            if _LOCAL.fullmatch(number.partition("转")[0]):
                return "固定电话缺区号，请补上，例如 021-62345678。"
        return None

    def mask(self, value: str) -> str:
        return " / ".join(_mask_number(number) for number in value.split(" / "))

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": _LONGEST, "minLength": 1}


def _mask_number(number: str) -> str:
    main = number.partition("转")[0]
    digits = re.sub(r"\D", "", main)
    if "*" in main or len(digits) < 7:
        return main
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-4:]}"


class Email(FieldType[str]):
    """An e-mail address; its form is checked, not whether the mailbox exists."""

    kind: ClassVar[str] = "电子邮箱"
    personal = True

    def accept(self, given: object) -> str:
        if not isinstance(given, str):
            raise Refused("应填电子邮箱，例如 name@example.com。")
        text = fold(given)
        local, at, domain = text.rpartition("@")
        if at and "*" in local and len(text) <= 100:  # a masked copy
            return f"{local}@{domain}"
        from email_validator import EmailNotValidError, validate_email

        try:
            address = validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            raise Refused("应填电子邮箱，例如 name@example.com。") from None
        if len(address) > 100:
            raise Refused("电子邮箱太长，最多 100 个字符。")
        return address

    def mask(self, value: str) -> str:
        local, _, domain = value.rpartition("@")
        return f"{local[0]}***@{domain}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": 100}


class Postcode(FieldType[str]):
    """A Chinese postcode: six digits, not 000000."""

    kind: ClassVar[str] = "邮政编码"

    def accept(self, given: object) -> str:
        text = text_of(given, "六位邮政编码").replace(" ", "")
        if isinstance(given, int):
            text = text.zfill(6)  # a spreadsheet drops the leading zero of 010010
        if not re.fullmatch(r"\d{6}", text, re.ASCII) or text == "000000":
            raise Refused("应填六位邮政编码，例如 200120。")
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{6}$"}
