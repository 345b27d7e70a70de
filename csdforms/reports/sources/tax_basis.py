"""Amounts of sales on one basis of tax: converted line by line to the cent, or refused (A.2)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from csdforms.errors import InvalidData
from csdforms.reports.columns import Amounts, Index, Mask, Words
from csdforms.schemas.checking import Finding

__all__ = ["TAXED", "UNTAXED", "converted"]

TAXED, UNTAXED = "含税", "不含税"
#: Amounts are in cents: those of a line are converted to the cent, as its invoice has them, so that
#: what lines add up to is an amount that can be printed.
_PLACES = 2


def converted(
    amounts: Amounts, other: Mask, rates: Amounts, documents: Words, basis: str
) -> Amounts:
    """Return amounts on a basis; where one has no rate, sums that it belongs to are refused.

    Args:
        amounts: the amounts, in yuan.
        other: which of them are on the other basis.
        rates: the tax rates.
        documents: the numbers of the documents, to name one.
        basis: ``含税`` or ``不含税``.
    """
    units = amounts.units * 10 ** (_PLACES - amounts.places)
    rated = other & rates.known()
    for rate_units in np.unique(rates.units[rated]).tolist():
        factor = 1 + Decimal(rates.number(rate_units))
        mine = np.flatnonzero(rated & (rates.units == rate_units))
        different, places = np.unique(units[mine], return_inverse=True)
        exact = (
            one * factor if basis == TAXED else one / factor
            for one in map(Decimal, different.tolist())
        )
        cents = [int(one.to_integral_value(ROUND_HALF_UP)) for one in exact]
        units[mine] = np.array(cents, np.int64)[places]
    found = Amounts(units, _PLACES, amounts.is_known)
    unrated = other & ~rates.known() & (units != 0)  # nothing is nothing on either basis
    return _Unrated(found, unrated, documents, basis) if unrated.any() else found


class _Unrated(Amounts):
    """Amounts of which some have no tax rate and cannot stand on the sheet's basis.

    Args:
        amounts: all of them; those without a rate as they stand.
        unrated: which have none.
        documents: the documents' numbers.
        basis: the sheet's basis.
    """

    def __init__(self, amounts: Amounts, unrated: Mask, documents: Words, basis: str) -> None:
        super().__init__(amounts.units, amounts.places, amounts.is_known)
        self._unrated, self._documents, self._basis = unrated, documents, basis

    def known_at(self, index: Index) -> Index:
        """Return the places that have a number.

        Raises:
            InvalidData: if one of them has no rate.
        """
        lacking = index[self._unrated[index]]
        if len(lacking):
            other = UNTAXED if self._basis == TAXED else TAXED
            text = (
                f"要统计的销售明细（连同作比较的上期、上年）有 {len(lacking)} 行没有税率，"
                f"金额不能换算成{self._basis}，最早的是单据 "
                f"{self._documents.at(int(lacking.min()))}；请补上税率重新导入，"
                f"报表可以选口径的，也可以改按{other}统计（--tax-basis {other}）。"
            )
            raise InvalidData("销售明细", [Finding("tax_rate", "税率", text)])
        return super().known_at(index)
