"""How a firm divides the country into sales regions: a tree of regions over division codes.

华东 and the like are a firm's own groupings of GB/T 2260 codes, no standard. A code stands for all
divisions within it: 310000 for every district of Shanghai.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from csdforms.schemas.fields import sales, territory
from csdforms.schemas.form import Row
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, once

__all__ = ["SchemeRegion", "leaves", "problems", "within"]

_LEVELS = 5


class SchemeRegion(Row):
    """One region: where it belongs, who is in charge, which divisions it is made of."""

    region: Annotated[sales.Region, PrintedAs("区域名称")]
    region_no: territory.RegionNo | None = None
    parent_region: territory.ParentRegion | None = None
    region_owner: territory.RegionOwner | None = None
    member_codes: territory.MemberCodes | None = None


def within(code: str, codes: Sequence[str]) -> bool:
    """Whether a division lies within one of others.

    >>> within("310115", ["310000", "320000"]), within("330100", ["330102"])
    (True, False)
    """
    return any(code.startswith(_stem(wide)) for wide in codes)


def leaves(scheme: Sequence[SchemeRegion]) -> list[str]:
    """Return the regions that are not divided further, in their order."""
    parents = {row.parent_region for row in scheme}
    return [row.region for row in scheme if row.region and row.region not in parents]


def problems(scheme: Sequence[SchemeRegion]) -> Iterator[Problem]:
    """Yield regions that stand twice, hang in the air, or overlap; paths start at the scheme."""
    for name in ("region", "region_no"):
        yield from once("scheme", scheme, name, mend="请核对")
    known = {row.region: row for row in scheme if row.region}
    for number, row in enumerate(scheme, start=1):
        yield from _place(number, row, known)
        yield from _overlaps(number, row, scheme, known)


def _place(number: int, row: SchemeRegion, known: Mapping[str, SchemeRegion]) -> Iterator[Problem]:
    """Yield what is wrong with a region's place in the tree."""
    if row.parent_region is None:
        return
    path = f"scheme.{number}.parent_region"
    parent = known.get(row.parent_region)
    above = _above(row, known)
    if parent is None:
        yield error(path, "区域方案里没有这个上级区域，请补一行或改正。")
    elif row.region in above:
        yield error(path, "上级区域绕回了自身，请改正。")
    elif len(above) >= _LEVELS:
        yield error(path, f"区域最多分{_LEVELS}级，请调整。")
    elif row.member_codes and parent.member_codes:
        outside = [code for code in row.member_codes if not within(code, parent.member_codes)]
        if outside:
            text = f"{'、'.join(outside)} 不在上级区域的范围内，请核对。"
            yield error(f"scheme.{number}.member_codes", text)


def _overlaps(
    number: int,
    row: SchemeRegion,
    scheme: Sequence[SchemeRegion],
    known: Mapping[str, SchemeRegion],
) -> Iterator[Problem]:
    """Yield the regions before this one that share a division with it, unless it is their part."""
    for other in scheme[: number - 1]:
        related = other.region in _above(row, known) or row.region in _above(other, known)
        if related or other.region == row.region:
            continue
        ours, theirs = row.member_codes or (), other.member_codes or ()
        shared = [code for code in ours if within(code, theirs)]
        shared += [code for code in theirs if within(code, ours) and code not in shared]
        if shared:
            text = f"{'、'.join(shared)} 与区域“{other.region}”重叠，一地只能属于一个区域。"
            yield error(f"scheme.{number}.member_codes", text)


def _above(row: SchemeRegion, known: Mapping[str, SchemeRegion]) -> list[str]:
    """Return the regions above one, the nearest first; it may come back to itself."""
    above: list[str] = []
    upper = row.parent_region
    while upper is not None and upper not in above:
        above.append(upper)
        upper = known[upper].parent_region if upper in known else None
    return above


def _stem(code: str) -> str:
    return re.sub("(00)+$", "", code)
