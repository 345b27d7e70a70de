"""How a customer is reached: whom to speak to, and where, as the reader may know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from csdforms.reports.customer.credit_terms import PROFILE, profile_record
from csdforms.reports.figure import Figure, given
from csdforms.reports.request import Request
from csdforms.reports.sources.customers import Customer
from csdforms.reports.sources.kept import legible
from csdforms.schemas.form import Block

__all__ = ["contact_in", "contact_on"]

_ADDRESSES = ("office_address", "home_address", "habitual_address")


def contact_in(profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a profile says of the main person to speak to, and of the address."""
    contacts = profile.get("contacts") or ()
    main: Mapping[str, Any] = next(
        (one for one in contacts if one.get("is_main")), contacts[0] if contacts else {}
    )
    phones = [one.get(name) for one in (main, profile) for name in ("mobile", "phone")]
    cells = {
        "contact_person": main.get("name"),
        "job_title": main.get("job_title"),
        "phone": next((one for one in phones if one), None),
        "address": next((profile[name] for name in _ADDRESSES if profile.get(name)), None),
        "postcode": profile.get("postcode"),
    }
    return {name: value for name, value in cells.items() if value}


def contact_on(
    request: Request, customer: Customer, day: dt.date, row: type[Block]
) -> dict[str, Figure]:
    """Return how a customer was reached on a day, as far as a row has boxes for it.

    Of a customer whose file is not open that day it says nothing.
    """
    data = customer.profiles.on(day)
    if not data or not customer.is_open(day):
        return {}
    shown = contact_in(request.sources.kept.profile_shown(customer.file, data))
    cells = legible(row, {name: shown[name] for name in shown if name in row.specs()})
    said, record = f"读自{day}有效的{PROFILE}", profile_record(customer)
    return {name: given(value, said, record) for name, value in cells.items()}
