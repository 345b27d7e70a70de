"""What is printed is accepted again, and so is what is stored: for every type in every form."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from support import FORMS

from csdforms.schemas import types
from csdforms.schemas.fields.grading import Scores
from csdforms.schemas.fields.sales import RankMove
from csdforms.schemas.fields.sealing import Digest
from csdforms.schemas.fields.territory import RegionCodes
from csdforms.schemas.form import Block
from csdforms.schemas.types import FieldType, Refused, contacts
from csdforms.schemas.types.filing import (
    ArchivalNumber,
    FileNumber,
    ItemNumber,
    RegisterNumber,
)
from csdforms.schemas.types.terms import Months, Until, Year

Kind = FieldType[Any]

few = hypothesis_settings(max_examples=12, deadline=None)
SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"])

#: Spellings whose values stand for the types that are codes and numbers of a register.
WRITTEN: dict[type[Kind], list[str]] = {
    types.Phone: ["13800138000", "021-62345678转8001", "400-050-0827", "+852 2345 6789", "95588",
                  "13800138000 / 021-62345678", "138****8888", "6234567"],
    types.Email: ["name@example.com", "n***@example.com"],
    types.Postcode: ["010010", "200120"],
    types.IdNumber: ["11010519491231002X", "110105********002X", "E12345678", "H1234567(8)"],
    types.BankAccount: ["6222021234567890123", "****0123", "NL91ABNA0417164300"],
    types.Uscc: ["91110000600037341L", "12110000400000018T"],
    types.IndustryCode: ["C35", "C3521"],
    Scores: ["25、18.5、0", "A、B、C"],
    RegionCodes: ["310115", "310000、320500"],
    types.RegionCode: ["310115", "110000", "710000"],
    Digest: ["9f3c51d07ab2e64f"],
    FileNumber: ["KH-F-2012-000031-1", "KH-Z-2019-000452-9"],
    ItemNumber: ["KH-F-2012-000031-1/3.2-2026-0001", "BM/3.5-2026-0001"],
    ArchivalNumber: ["KH-F-2012-000031-1", "KH-F-2012-000031-1/6.12-2026-0001"],
}  # fmt: skip


def kinds(block: type[Block]) -> Iterator[Kind]:
    for spec in block.specs().values():
        if spec.type is not None:
            yield spec.type
        if spec.model is not None:
            yield from kinds(spec.model)


def every_kind() -> list[Kind]:
    """Return the types of all forms, and one of each that no form uses yet."""
    used = [kind for form in FORMS for kind in kinds(form)]
    spare: list[Kind] = [types.Clock(), types.Month(), types.Money(None), types.Percent(None)]
    distinct = {f"{type(kind).__name__} {sorted(vars(kind).items())!r}": kind for kind in used}
    return [*distinct.values(), *spare]


def texts(kind: Any) -> st.SearchStrategy[str]:
    least = max(1, kind.at_least)
    written = st.text(SIGNS, min_size=least, max_size=min(kind.limit, least + 30))
    return written.filter(lambda text: len(text.strip()) >= least).map(kind.accept)


def items(kind: Any) -> st.SearchStrategy[tuple[str, ...]]:
    item = st.text(SIGNS, min_size=1, max_size=20).map(lambda text: text.strip("、；; "))
    return st.lists(item.filter(str.strip), min_size=1, max_size=4).map(kind.accept)


def several(kind: Any) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.sets(st.sampled_from(kind.words), min_size=1)
    return chosen.map(lambda words: tuple(word for word in kind.words if word in words))


def decimals(kind: Any) -> st.SearchStrategy[Decimal]:
    low = Decimal(-(10**9)) if kind.low is None else Decimal(kind.low)
    high = Decimal(10**9) if kind.high is None else Decimal(kind.high)
    return st.decimals(low, high, places=kind.places).map(lambda value: value + 0)


def integers(kind: Any) -> st.SearchStrategy[int]:
    low = -(10**12) if kind.low is None else kind.low
    return st.integers(low, 10**12 if kind.high is None else kind.high)


def days(_: Kind) -> st.SearchStrategy[dt.date]:
    return st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31))


def moments(_: Kind) -> st.SearchStrategy[dt.datetime]:
    first = dt.datetime.fromisoformat("1800-01-01")
    return st.integers(0, 399 * 365 * 86_400).map(lambda n: first + dt.timedelta(seconds=n))


def registered(kind: Kind) -> st.SearchStrategy[Any]:
    return st.sampled_from([kind.accept(text) for text in WRITTEN[type(kind)]])


def numbered(kind: Any) -> st.SearchStrategy[str]:
    return st.integers(1, 999_999).map(lambda number: f"{kind.letters}-2026-{number:04}")


STRATEGIES: dict[type[Kind], Callable[[Any], st.SearchStrategy[Any]]] = {
    types.Text: texts,
    types.Items: items,
    types.Choice: lambda kind: st.sampled_from(kind.words),
    types.Choices: several,
    types.Flag: lambda _: st.booleans(),
    types.Money: decimals,
    types.Quantity: decimals,
    types.Average: decimals,
    types.Percent: decimals,
    types.Integer: integers,
    RegisterNumber: numbered,
    Year: lambda _: st.integers(1900, 2100),
    RankMove: lambda _: st.integers(-9999, 9999).map(RankMove.of) | st.just("新"),
    types.Day: days,
    types.Moment: moments,
    types.Clock: lambda _: st.times().map(lambda time: time.replace(microsecond=0)),
    types.Month: lambda _: st.dates().map(lambda day: f"{day.year:04}-{day.month:02}"),
    **dict.fromkeys(WRITTEN, registered),
}


def values(kind: Kind) -> st.SearchStrategy[Any]:
    """Return the values of a type that paper can carry: as many decimals as are printed."""
    return next(STRATEGIES[base] for base in type(kind).__mro__ if base in STRATEGIES)(kind)


def name_of(kind: Kind) -> str:
    return type(kind).__name__


every = pytest.mark.parametrize("kind", every_kind(), ids=name_of)
rounding = pytest.mark.parametrize(
    "kind", [types.Percent(None), types.Percent(0, 1), types.Average(1), types.Average(2)]
)


@every
@few
@given(data=st.data())
def test_what_is_printed_or_stored_is_accepted_again(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert kind.accept(value) == value
    assert kind.accept(kind.show(value)) == value
    assert kind.accept(json.loads(json.dumps(kind.encode(value)))) == value
    rows_of_boxes = [face for name, face in kind.faces().items() if name in ("boxes", "named")]
    assert [kind.accept(face(value)) for face in rows_of_boxes] == [value for _ in rows_of_boxes]


@rounding
@few
@given(value=st.decimals(0, 1, allow_nan=False, allow_infinity=False, places=12))
def test_rounding_on_paper_happens_once(kind: Kind, value: Decimal) -> None:
    printed = kind.show(kind.accept(value))
    assert kind.show(kind.accept(printed)) == printed
    assert kind.accept(kind.encode(value)) == value  # the data keep every digit


@every
def test_a_masked_value_stays_masked(kind: Kind) -> None:
    for value in [kind.accept(text) for text in WRITTEN.get(type(kind), [])]:
        masked = kind.mask(value)
        assert kind.accept(masked) == masked
        assert kind.mask(masked) == masked


PATTERNS = (
    "1", "9", "0.", "1,234", " ", "\u3000", "1 ", " 1", "甲", "一", "十", "年", "2026-", "-", "+",
    "(", "（", ")", "((1", "[", "□", "☑", "☑ ", "☑甲", "、", "甲、", "；", "/", "1/", "*", "1*",
    "@", "a@", "a.", "转1", "%", "万", "元", "人民币", "下午", ":", "\n", "\r", "\ufdfa", "{{",
)  # fmt: skip
PAGES = [(pattern * 100_000)[:100_000] for pattern in PATTERNS]
JUNK: tuple[object, ...] = (
    None, True, False, 0, 1, -1, 0.5, -0.0, 10**30, 10**5000, float("nan"), float("inf"),
    Decimal("NaN"), Decimal("1E+5000"), Decimal("1E-5000"), "", " ", "\x00", "\ud800", [], [None],
    [[]], ["a"], {}, {"a": 1}, (), b"a", object(), dt.date.max, dt.time(), dt.timedelta(1),
)  # fmt: skip


def sentence_about(kind: Kind, given: object) -> str | None:
    """Return the sentence with which a type refuses what is given, ``None`` if it takes it."""
    try:
        kind.accept(given)
    except Refused as refused:
        return str(refused)
    return None


@pytest.mark.parametrize("kind", {type(kind): kind for kind in every_kind()}.values(), ids=name_of)
def test_a_pasted_page_is_taken_or_refused(kind: Kind) -> None:
    for page in PAGES:
        for text in (page, f"2026-03-05 {page}@example.com"):
            said = sentence_about(kind, text)
            assert said is None or len(said) < 1_000  # a message never repeats the page


def test_a_pasted_page_is_no_label() -> None:
    for page in PAGES:
        assert FORMS[0].labels().find(page) is None
        FORMS[0].labels().nearest(page)


@every
def test_junk_is_taken_or_refused_with_a_chinese_sentence(kind: Kind) -> None:
    sentences = [sentence_about(kind, junk) for junk in JUNK]
    assert [said for said in sentences if said is not None and not said.endswith("。")] == []
    assert sum(said is not None for said in sentences) > len(JUNK) / 2


#: Spellings that shortcuts take, and such as look like them.
EVERYDAY: tuple[object, ...] = (
    "0", "3", "3.0", "0.00", "007", "1409.5", "1409.50", "1409.505", "0.0523", "123456789012.12",
    "1234567890123", "1.", ".5", "1_000", "٣", "１２", "1e5", "-1", "+1", "²", 3, 3.0, 0.1, 1409.5,
    1e-7, 1e12, 1e16, 10**12, Decimal("1.50"), Decimal("1E+2"), Decimal("-0.00"), "100%", "1", 100,
    "2026-03-05", "2026/03/05", "2026-03/05", "2026-02-30", "1799-12-31", "2200-01-01", "20260305",
    "2026-W10-4", "2026-03-05 14:05", "2026-03-05T14:05:09", "2026/03/05 00:00", "2026-03-05 24:00",
    "2026-03-05 14:60", "2026-02-30 14:05", "2026-03-05 14:05+08", "2026-03-05 14:05:61", "14:05",
    "14:05:09", "24:00", "00:00", "9:05", "2026-03", "2026-13", "13800138000", "15412345678",
    "14500000000", "19912345678", "138001380001", "是", "否", "有", "甲", " 甲", "甲 ", "甲 乙",
    "甲\n乙", "甲\n", "甲\r\n乙", "甲\u3000乙", "甲\u200b乙", "甲、乙", "x" * 100, "x" * 101,
    "x" * 201, ["甲"], ["甲", "乙"], ["甲、乙"], ["甲", " "], ["甲", 1], "200120", "000000",
    "name@example.com", "Na.me+x@mail.example.com.cn", "a..b@example.com", "a@example.com.",
    "a@test", "a@b.test",
    dt.date(2026, 3, 5), dt.date(1799, 12, 31), dt.datetime(2026, 3, 5, 14, 5), dt.time(14, 5),
    dt.datetime(2026, 3, 5, 14, 5, tzinfo=dt.UTC), dt.datetime(2026, 3, 5, 14, 5, 0, 1),
    dt.datetime(2026, 3, 5), dt.datetime(2200, 1, 1), dt.time(14, 5, 9), dt.time(14, 5, 0, 1),
    dt.time(14, 5, tzinfo=dt.UTC), dt.time(2, 5, fold=1), ("甲", "乙"), (), ("甲", ["乙"]),
    "a@-b.com", "a@B.com", "a" * 70 + "@example.com", "name@example.org", "9.07", "12.25",
)  # fmt: skip


def differs(kind: Kind, given: object) -> bool:
    """Whether the shortcut gives another value than accepting, or one that is doubted."""
    quick = kind.plain(given)
    if quick is None:
        return False
    value = kind.accept(given)
    return repr(quick) != repr(value) or kind.doubt(value) is not None


@every
@few
@given(data=st.data())
def test_a_shortcut_gives_what_accepting_gives(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    spellings = [value, kind.show(value), kind.encode(value)]
    words = data.draw(st.text(st.sampled_from("09.:-/ T%@a甲\n、"), max_size=12))
    given = [*JUNK, *EVERYDAY, *spellings, *kind.choices(), [*kind.choices()], words]
    assert [each for each in given if differs(kind, each)] == []


@every
def test_what_strikes_a_box_through_has_no_shortcut_where_words_are_none(kind: Kind) -> None:
    assert isinstance(kind, types.Text) or not any(
        map(kind.plain, ("—", "——", "－", "-", "--", "/"))
    )


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (types.Line(), "甲 乙"), (types.Text(), "甲\n乙"), (types.Money(), "9.5"),
        (types.Money(), 12.25), (types.Quantity(), "3"), (types.Quantity(places=0), "3"),
        (types.Percent(), "0.3333"), (types.Average(), 6.4), (types.Integer(), 3),
        (types.Integer(), 3.0), (types.Day(), "2026/03/05"), (types.Moment(), "2026-03-05T14:05"),
        (types.Clock(), "14:05"), (types.Month(), "2026-03"), (types.Flag(), "是"),
        (types.Phone(), "13800138000"), (types.Email(), "name@example.com"),
        (types.Postcode(), "200120"), (types.Items(), ["甲", "乙"]), (Months(), 12),
        (Until(), "2026-03-05"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)  # fmt: skip
def test_an_everyday_spelling_has_a_shortcut(kind: Kind, given: object) -> None:
    assert kind.plain(given) is not None


def test_the_words_of_every_choice_have_a_shortcut_and_so_have_their_other_spellings() -> None:
    for kind in every_kind():
        if isinstance(kind, types.Choice):
            assert [kind.plain(word) for word in kind.words] == list(kind.words)
            assert [word for word in kind._plain if differs(kind, word)] == []


def test_the_mobile_numbers_that_are_not_looked_up_are_valid() -> None:
    phone = types.Phone()
    series = [*range(130, 140), *(n for n in range(150, 160) if n != 154), *range(180, 190)]
    for first in series:
        for next_two in range(100):
            for rest in ("000000", "123456", "999999"):
                number = f"{first}{next_two:02}{rest}"
                assert phone.plain(number) == number == phone.accept(number)


@given(st.emails() | st.from_regex(contacts._PLAIN_EMAIL, fullmatch=True))
@hypothesis_settings(max_examples=300, deadline=None)
def test_an_address_that_is_not_looked_at_closely_is_one(address: str) -> None:
    assert not differs(types.Email(), address)
