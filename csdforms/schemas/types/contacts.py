"""Telephone numbers, e-mail addresses and postcodes."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from csdforms.schemas import settings
from csdforms.schemas.types.base import FieldType, Refused, fold, text_of
from csdforms.schemas.types.disclosure import Disclosure

__all__ = ["Email", "Phone", "Postcode"]

_BETWEEN = re.compile(r"\s*(?:[/、;,\n]|\bor\b|或)\s*", re.IGNORECASE)
_LEAD = re.compile(r"^(?:电话|手机|座机|传真|tel|mobile|fax)\s*[.:]?\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:转接?|分机号?|ext\.?|#)\s*:?\s*([0-9]{1,6})$", re.IGNORECASE)
_HYPHENATED = re.compile(r"\s*-\s*([0-9]{1,5})$")  # 010-62345678-8001
_NUMBER = re.compile(r"\+?[0-9\s().-]+")
_MASKED = re.compile(r"(?=.*[0-9])[0-9*-]{4,20}")
_SERVICE = re.compile(r"1[12][0-9]|1[0-2][0-9]{3}|11[68]114|9[56][0-9]{3,4}|(?:9510|1010)[0-9]{4}")
_LOCAL = re.compile(r"(?!9510)[2-9][0-9]{6,7}")
_MOBILE = re.compile(r"1[0-9]{10}")
#: The mobile numbers of series that are given out in full, so that nothing is to be looked up.
_PLAIN_MOBILE = re.compile(r"1(?:3[0-9]|5[0-35-9]|8[0-9])[0-9]{8}")
#: Addresses of letters, digits and single signs in domains that nobody reserves.
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9](?:[._+-]?[A-Za-z0-9]){0,25}@(?:[a-z0-9]{1,10}\.){1,3}(?:com|cn|net|org)"
)
_PLAIN_POSTCODE = re.compile(r"(?!0{6})[0-9]{6}")
_LONG = re.compile(r"[0-9]{7}")  # shorter ones belong to nobody
_TOLL_FREE = re.compile(r"^([48]00)([0-9]{3})([0-9]{4})$")
#: Hong Kong, Macao and Taiwan; their numbers are often written without the +.
_NEARBY = re.compile(r"85[23][0-9]{8}|886[0-9]{8,9}")
_MASKED_EMAIL = re.compile(r"(?=.{5,100}$)[^\s@*]*\*+[^\s@*]*@[^\s@*]+\.[^\s@*]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
_LONGEST = 80
_LONGEST_ADDRESS = 100
_MOST = 2  # numbers in one box
_CHINA = 86


class Phone(FieldType[str]):
    """One telephone number, or two with ``/`` between them.

    Mobile, fixed, 400/800 and service numbers, extensions (转8001), numbers abroad with ``+``, and
    masked numbers (138****8888). Kept in one spelling: ``13800138000``, ``021-62345678转8001``,
    ``400-050-0827``, ``+852 2345 6789``. A local number without its area code is kept and doubted.
    """

    kind: ClassVar[str] = "电话"
    _expected = "电话号码，例如 13800138000 或 021-62345678转8001"

    def __init__(self, *, words: tuple[str, ...] = (), personal: bool = True) -> None:
        self.personal = personal
        self.disclosure = Disclosure.PHONE if personal else Disclosure.OPEN
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
        if len(numbers) > _MOST:
            raise Refused("最多填两个号码，中间用 / 隔开。")
        return " / ".join(self._number(number) for number in numbers)

    def plain(self, given: object) -> str | None:
        return given if type(given) is str and _PLAIN_MOBILE.fullmatch(given) else None

    def _number(self, text: str) -> str:
        text = _LEAD.sub("", text)
        compact = text.replace(" ", "")
        if "*" in compact and _MASKED.fullmatch(compact):
            return compact
        extension = _EXTENSION.search(text)
        if not extension:
            try:
                return self._main(text)
            except Refused:
                extension = _HYPHENATED.search(text)
                if not extension:
                    raise
        return f"{self._main(text[: extension.start()])}转{extension[1]}"

    def _main(self, text: str) -> str:
        import phonenumbers

        if not _NUMBER.fullmatch(text):  # phonenumbers would drop a name beside the number
            raise Refused(f"应填{self._expected}。")
        digits = re.sub(r"[\s().-]", "", text)
        if _SERVICE.fullmatch(digits):
            return digits
        if _LOCAL.fullmatch(digits):
            area = settings.current().default_area_code
            return f"{area}-{digits}" if area else digits
        if _TOLL_FREE.fullmatch(digits):
            return _TOLL_FREE.sub(r"\1-\2-\3", digits)
        text = re.sub(r"^\(?86\)?(?=[0-9]{11})", "+86", text)
        try:
            number = phonenumbers.parse(text, "CN")
            if _NEARBY.fullmatch(digits) and not phonenumbers.is_valid_number(number):
                number = phonenumbers.parse(f"+{digits}")
        except phonenumbers.NumberParseException:
            raise Refused(f"应填{self._expected}。") from None
        if not phonenumbers.is_valid_number(number):
            raise Refused("号码不对，请核对位数和区号。")
        if number.country_code != _CHINA:
            style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
            return phonenumbers.format_number(number, style)
        style = phonenumbers.PhoneNumberFormat.NATIONAL
        national = phonenumbers.format_number(number, style)
        area, _, rest = national.partition(" ")
        if area.startswith("0"):
            return f"{area}-{rest.replace(' ', '')}"
        return _TOLL_FREE.sub(r"\1-\2-\3", national.replace(" ", ""))

    def doubt(self, value: str) -> str | None:
        for number in value.split(" / "):
            if _LOCAL.fullmatch(number.partition("转")[0]):
                return "固定电话缺区号，请补上，例如 021-62345678。"
        return None

    def mask(self, value: str) -> str:
        if not self.personal:
            return value
        return " / ".join(_mask_number(number) for number in value.split(" / "))

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": _LONGEST, "minLength": 1}


def _mask_number(number: str) -> str:
    main = number.partition("转")[0]
    digits = re.sub(r"\D", "", main)
    if "*" in main or not _LONG.match(digits):
        return main
    return f"{digits[:3] if _MOBILE.fullmatch(main) else ''}****{digits[-4:]}"


class Email(FieldType[str]):
    """An e-mail address; its form is checked, not whether the mailbox exists."""

    kind: ClassVar[str] = "电子邮箱"
    personal = True
    disclosure = Disclosure.EMAIL

    def accept(self, given: object) -> str:
        if not isinstance(given, str):
            raise Refused("应填电子邮箱，例如 name@example.com。")
        if len(given) > 2 * _LONGEST_ADDRESS:  # before any pattern looks at it
            raise Refused("电子邮箱太长，最多 100 个字符。")
        text = fold(given)
        if _MASKED_EMAIL.fullmatch(text):
            return text
        from email_validator import EmailNotValidError, validate_email

        try:
            address = validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            raise Refused("应填电子邮箱，例如 name@example.com。") from None
        if len(address) > _LONGEST_ADDRESS:
            raise Refused("电子邮箱太长，最多 100 个字符。")
        return address

    def plain(self, given: object) -> str | None:
        return given if type(given) is str and _PLAIN_EMAIL.fullmatch(given) else None

    def mask(self, value: str) -> str:
        local, _, domain = value.rpartition("@")
        return f"{local[0]}***@{domain}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": 100}


class Postcode(FieldType[str]):
    """A Chinese postcode: six digits, not 000000."""

    kind: ClassVar[str] = "邮政编码"
    disclosure = Disclosure.HIDDEN  # it says more than the district

    def accept(self, given: object) -> str:
        if isinstance(given, float) and given.is_integer():
            given = int(given)
        text = text_of(given, "六位邮政编码").replace(" ", "")
        if isinstance(given, int):
            text = text.zfill(6)  # a spreadsheet drops the leading zero of 010010
        if not re.fullmatch(r"[0-9]{6}", text) or text == "000000":
            raise Refused("应填六位邮政编码，例如 200120。")
        return text

    def plain(self, given: object) -> str | None:
        return given if type(given) is str and _PLAIN_POSTCODE.fullmatch(given) else None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{6}$"}
