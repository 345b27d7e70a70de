"""How many records a form carries, and of which kind (archive.md §4.3; M13).

The tiers are half of those from which on it is a crime to sell what one got on duty (法释〔2017〕
10号, art. 5): 25 records of credit or property, 250 of transactions or calls, 2 500 others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Self

__all__ = ["FREE", "TIERS", "Records", "records_of"]


class Records(NamedTuple):
    """How many records of each kind."""

    credit: int = 0  # credit and property
    transaction: int = 0  # deals and calls
    other: int = 0

    @classmethod
    def of(cls, document: Mapping[str, int]) -> Self:
        """Read what a document says."""
        return cls(**{name: document.get(name, 0) for name in cls._fields})

    def plus(self, other: Records) -> Records:
        """Return both together."""
        return Records(*(one + two for one, two in zip(self, other, strict=True)))

    def within(self, most: Records) -> bool:
        """Whether there is no more of any kind."""
        return all(one <= two for one, two in zip(self, most, strict=True))


#: What is blocked, from so many records on.
TIERS = Records(25, 250, 2_500)
#: What nobody has to release.
FREE = Records(*(tier - 1 for tier in TIERS))

#: What each form carries of each customer in it; one that is not named here, the most sensitive.
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "customer_credit_analysis",
            "customer_credit_change",
            "at_risk_customer_statistics",
            "trading_customer_list",
            "account_statement",
            "deregistration_application",
            "deregistration_letter",
            "deregistration_receipt",
        ),
        "credit",
    ),
    **dict.fromkeys(
        (
            "customer_grade_classification",
            "customer_sales_overview",
            "customer_sales_monthly",
            "customer_gross_profit_ranking",
            "excellent_customer_statistics",
            "return_exchange_summary",
            "after_sales_register",
            "inbound_call_record",
            "outbound_call_record",
            "telephone_record",
        ),
        "transaction",
    ),
    **dict.fromkeys(
        (
            "customer_region_classification",
            "corporate_customer_profile",
            "individual_customer_profile",
            "complaint_analysis",
            "complaint_case_tracking",
            "complaint_handling",
            "complaint_handling_log",
            "complaint_handling_notice",
            "complaint_handling_report",
            "complaint_investigation",
            "complaint_register_one",
            "complaint_register_two",
            "complaint_statistics",
            "complaint_summary",
            "after_sales_evaluation",
            "after_sales_questionnaire",
            "service_outlet_distribution",
            "telephone_interview_plan",
            "appraisal_report",
            "authority_letter",
            "deregistration_check",
            "deregistration_suspension",
            "destruction_certificate",
            "destruction_feedback",
            "destruction_list",
            "destruction_proposal",
            "destruction_record",
            "file_access_application",
            "file_classification_approval",
            "file_disclosure_approval",
            "file_hold_notice",
            "file_holdings_check",
            "file_incident_report",
            "file_loan_approval",
            "file_loan_register",
            "file_merge_approval",
            "personal_data_answer",
            "personal_data_request",
            "revival_application",
            "sealing_inventory",
        ),
        "other",
    ),
}
#: Boxes of any form that say something of property or credit.
_PROPERTY = ("bank_account", "bank_accounts", "account_ref", "credit_limit")
#: A row of a ledger is a record if it has one of these.
_WHOSE = ("customer_name", "customer_no", "phone", "file_no", "archival_no")
_HIDDEN = "*"


def records_of(form: str, data: Mapping[str, Any]) -> Records:
    """Return how many records a filled form carries, as it leaves the archive.

    A ledger carries one for each customer in it. A profile that shows an account or a credit limit
    is one of property; if these are hidden it is not.

    Args:
        form: the form's identifier.
        data: its data, masked as its reader sees them.
    """
    shown = [data[name] for name in _PROPERTY if data.get(name)]
    kind = _KINDS.get(form, "credit")
    if any(_HIDDEN not in str(value) for value in shown):
        kind = "credit"
    ledgers = (value for value in data.values() if isinstance(value, list))
    return Records(**{kind: max([1, *map(_customers, ledgers)])})


def _customers(rows: list[Any]) -> int:
    """Return how many rows of a ledger are about a customer."""
    return sum(isinstance(row, dict) and any(row.get(name) for name in _WHOSE) for row in rows)
