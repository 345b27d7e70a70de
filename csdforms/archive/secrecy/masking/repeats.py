"""What is hidden in its own box is hidden where other boxes repeat it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

__all__ = ["Repeats"]

_SHORTEST_NAME = 2  # characters; a shorter one may be part of any word
_SHORTEST = 4
_NAMES = ("name", "customer", "grouped")
_DIGITS = r"[0-9]{7,}"
_DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_WAN = 10_000


class Repeats:
    """The hidden values of one form, with what is shown of each.

    Args:
        hidden: the rule, the value, what is shown of it.
        public: what may be seen all the same, wherever it stands.
    """

    def __init__(self, hidden: Iterable[tuple[str, str, str]], public: Iterable[object]) -> None:
        self._shown: dict[str, str] = {}
        for rule, value, shown in hidden:
            if value != shown and "*" not in value:
                least = _SHORTEST_NAME if rule in _NAMES else _SHORTEST
                for spelling in {value, "".join(value.split()), *_spellings(rule, value)}:
                    if len(spelling) >= least:
                        self._shown[spelling] = shown
        for name in public:
            self._shown.pop(str(name), None)

    def of(self, value: str, shown: str) -> str:
        """Return what is shown of a value: one that is hidden elsewhere is hidden here."""
        return self._shown.get(value, shown) if value == shown else shown

    def hide(self, text: str) -> str:
        """Return a text without them."""
        for pattern in self._patterns:
            text = pattern.sub(lambda found: self._shown[found[0]], text)
        return text

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        """What looks for them, the longest first: words, and figures that are no part of others."""
        known = sorted(self._shown, key=len, reverse=True)
        figures = [word for word in known if word[0].isdecimal() or word[-1].isdecimal()]
        words = [word for word in known if word not in set(figures)]
        patterns = []
        if words:
            patterns.append(re.compile("|".join(map(re.escape, words))))
        if figures:
            either = "|".join(map(re.escape, figures))
            patterns.append(re.compile(rf"(?<![\d.,])(?:{either})(?!\d)"))
        return patterns


def _spellings(rule: str, value: str) -> Iterator[str]:
    """Yield how else a value is written."""
    if rule == "phone":
        yield from re.findall(_DIGITS, value)
        yield from value.split(" / ")
    elif rule == "birth" and (day := re.fullmatch(_DAY, value)):
        year, month, date = day.groups()
        short = f"{int(month)}", f"{int(date)}"
        yield f"{year}年{short[0]}月{short[1]}日"
        yield f"{year}年{month}月{date}日"
        for sign in ("-", ".", "/"):
            yield sign.join((year, *short))
            yield sign.join((year, month, date))
        yield f"{year}{month}{date}"
    elif rule == "amount":
        yield from _amounts(value)


def _amounts(value: str) -> Iterator[str]:
    from decimal import Decimal, InvalidOperation

    try:
        amount = Decimal(value)
    except InvalidOperation:
        return
    for unit, of in (("", 1), ("万", _WAN)):
        if amount.is_finite() and (of == 1 or abs(amount) >= of):
            plain = f"{amount / of:f}"
            bare = plain.rstrip("0").rstrip(".") if "." in plain else plain
            for text in (bare, f"{Decimal(bare):,}", f"{amount / of:.2f}", f"{amount / of:,.2f}"):
                yield text + unit
