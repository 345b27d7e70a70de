"""What ties sheets to one another: the numbers they share, and the month they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from csdforms.archive.card import text_of

__all__ = ["links_of", "period_of"]

#: Boxes that hold the number of a matter, and the name under which all its sheets are linked.
_BOXES = {
    "complaint_no": "complaint_no",
    "register_no": "register_no",
    "call_no": "call_no",
    "source_call_no": "call_no",
    "form_no": "form_no",
    "analysis_form_no": "form_no",
    "report_no": "report_no",
    "notice_no": "notice_no",
    "investigation_no": "investigation_no",
    "evaluation_no": "evaluation_no",
    "questionnaire_no": "questionnaire_no",
    "response_no": "response_no",
    "summary_no": "summary_no",
    "return_exchange_no": "summary_no",
    "plan_no": "plan_no",
    "list_no": "list_no",
    "task_no": "task_no",
    "recording_no": "recording_no",
    "order_no": "order_no",
    "linked_no": "linked_no",
    "related_no": "related_no",
    # Of the archive's own papers
    **{
        name: name
        for name in (
            "approval_no",
            "appraisal_no",
            "authority_no",
            "deregistration_no",
            "destruction_no",
            "grant_no",
            "hold_no",
            "incident_no",
            "inspection_no",
            "letter_no",
            "loan_no",
            "merger_no",
            "receipt_no",
            "request_no",
            "revival_no",
            "seal_no",
            "statement_no",
            "suspension_no",
        )
    },
}

#: The day that a sheet is about, before the day on which it was written.
_DAYS = (
    "period_start",
    "received_at",
    "registered_at",
    "called_at",
    "recorded_on",
    "evaluated_on",
    "service_on",
    "issued_at",
    "issued_on",
    "report_on",
    "applied_on",
    "analysed_on",
    # Of the archive's own papers
    "found_at",
    "inspected_on",
    "hold_on",
    "request_received_on",
    "check_started_on",
    "balance_as_of",
    "sent_on",
    "letter_received_on",
    "sealed_on",
    "convened_on",
    "advised_on",
    "listed_on",
    "begun_at",
    "reported_on",
    "certificate_on",
    "authority_signed_on",
    "opened_on",
    "prepared_on",
)
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?=-[0-9]{2})")


def links_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the numbers by which a sheet is found together with others of the same matter.

    Only its own boxes count: a ledger's rows are about many matters.
    """
    links: dict[str, str] = {}
    for box, name in _BOXES.items():
        if value := text_of(data.get(box)):
            links.setdefault(name, value)
    return links


def period_of(data: Mapping[str, Any], at: str) -> str:
    """Return the month a sheet belongs to, ``2026-03``; without a day of its own, that of filing.

    >>> period_of({"prepared_on": "2026-04-02", "received_at": "2026-03-30T09:10"}, "2026-05-01")
    '2026-03'
    """
    for box in _DAYS:
        if month := _MONTH.match(text_of(data.get(box))):
            return month[0]
    return at[:7]
