"""How the archive shows a box to a reader without the right to see it whole.

A field type has a rule, and a field of the vocabulary may have another one, as one more item of its
``Annotated``. The published schema says it to everybody (``x-disclosure``), and
:mod:`csdforms.archive.secrecy.masking.masks`, which knows no forms, follows it. What has no rule
is hidden.

These are the views of the archive. What a form prints for other eyes than the department's (a
notice that goes from hand to hand) follows the forms' own rules, see
:mod:`csdforms.schemas.masking`.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Disclosure"]


class Disclosure(StrEnum):
    """What is shown of a box."""

    #: Nothing: what nobody has a rule for yet.
    HIDDEN = "hidden"
    #: All of it.
    OPEN = "open"
    #: Text without the numbers and addresses in it, and without what other boxes hide.
    TEXT = "text"
    #: A name: a person's is hidden; a body's, if it is one for certain, is public.
    NAME = "name"
    #: The customer's own name, of whom the archive knows whether he is a person.
    CUSTOMER = "customer"
    #: What a form counts by: customers' names if it counts by customer.
    GROUPED = "grouped"
    PHONE = "phone"
    ID = "id"
    ACCOUNT = "account"
    EMAIL = "email"
    ADDRESS = "address"
    BIRTH = "birth"
    #: Amounts of money, and what betrays them.
    AMOUNT = "amount"
