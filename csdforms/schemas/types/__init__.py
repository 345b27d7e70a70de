"""The field types: each kind of box on paper, with what it accepts, shows and hides."""

from csdforms.schemas.types.base import FieldType, Refused
from csdforms.schemas.types.choices import Choice, Choices, Flag, choice_of
from csdforms.schemas.types.contacts import Email, Phone, Postcode
from csdforms.schemas.types.dates import Clock, Day, Minute, Moment, Month
from csdforms.schemas.types.disclosure import Disclosure
from csdforms.schemas.types.identity import BankAccount, IdNumber, IndustryCode, RegionCode, Uscc
from csdforms.schemas.types.numbers import (
    Average,
    Integer,
    Money,
    Percent,
    Quantity,
    Rate,
)
from csdforms.schemas.types.text import Address, Items, Line, Name, Text

__all__ = [
    "Address",
    "Average",
    "BankAccount",
    "Choice",
    "Choices",
    "Clock",
    "Day",
    "Disclosure",
    "Email",
    "FieldType",
    "Flag",
    "IdNumber",
    "IndustryCode",
    "Integer",
    "Items",
    "Line",
    "Minute",
    "Moment",
    "Money",
    "Month",
    "Name",
    "Percent",
    "Phone",
    "Postcode",
    "Quantity",
    "Rate",
    "Refused",
    "RegionCode",
    "Text",
    "Uscc",
    "choice_of",
]
