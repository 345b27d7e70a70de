"""In which sales region a division of the country lies: a state's own level, or a firm's scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from csdforms.reports.columns import Words
from csdforms.schemas.customer.customer_region_classification import OWN_LEVELS, UNASSIGNED
from csdforms.schemas.customer.region_scheme import SchemeRegion, leaves, within
from csdforms.schemas.types.identity import region_name

__all__ = ["Regions", "assigned"]

#: Cities under the central government: they are not divided into other cities.
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
#: Counties directly under their province stand in no city.
_UNDER_PROVINCE = "90"


class Regions:
    """How the country is divided: 省, 市, 区县, or a firm's own regions (大区, 自定义).

    Args:
        level: the level.
        scheme: the firm's own regions; only those count that are not divided further.
    """

    def __init__(self, level: str, scheme: Sequence[SchemeRegion]) -> None:
        self.level = level
        self._codes: dict[str, str] = {}  # of the state's divisions that were found, by name
        self._members = {
            row.region: row.member_codes or () for row in scheme if row.region in leaves(scheme)
        }

    def find(self, code: str | None) -> str:
        """Return the region in which a division lies, ``未划分`` if it lies in none."""
        if not code:
            return UNASSIGNED
        if self.level in OWN_LEVELS:
            found = (name for name, members in self._members.items() if within(code, members))
            return next(found, UNASSIGNED)
        wide = _wide(code, self.level)
        name = region_name(wide)
        self._codes[name] = wide
        return name

    def code(self, name: str) -> str | None:
        """Return the code of a division of the state that was found, None of other regions."""
        return self._codes.get(name)

    def listed(self, names: Iterable[str]) -> list[str]:
        """Return regions in order: a scheme's whole in its own, divisions by their codes."""
        own = self._members if self.level in OWN_LEVELS else ()
        others = set(names) - set(own)
        key = partial(_place, self._codes)
        return [*own, *sorted(others, key=key)]


def assigned(words: Words) -> Words:
    """Return the regions of lines; those of nobody who is known stand under 未划分."""
    values = words.values if UNASSIGNED in words.values else (*words.values, UNASSIGNED)
    codes = words.codes.copy()
    codes[codes < 0] = values.index(UNASSIGNED)
    return Words(codes, values)


def _place(codes: Mapping[str, str], name: str) -> tuple[bool, str]:
    return name == UNASSIGNED, codes.get(name, "")


def _wide(code: str, level: str) -> str:
    """Return the division of a level in which a division lies."""
    if level == "省" or (level == "市" and code[:2] in _MUNICIPALITIES):
        return f"{code[:2]}0000"
    if level == "市" and code[2:4] != _UNDER_PROVINCE:
        return f"{code[:4]}00"
    return code
