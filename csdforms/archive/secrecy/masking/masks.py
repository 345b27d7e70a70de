"""What somebody without the right to see it whole is shown of a form, and of a register card.

Which rule a box has, the published schema of its form says (``x-disclosure``); how each kind of
value is shown, :mod:`.hiding`. What has no rule is not shown at all: a form of another edition, a
field that nobody knows, a kind of box that is new. What is hidden in its own box is hidden where
free text repeats it, too.

These are the views of the archive; how forms themselves are printed for other eyes (李某某,
110105********002X) is the forms' business.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from csdforms.archive.actor import now
from csdforms.archive.secrecy.levels import effective
from csdforms.archive.secrecy.masking import hiding
from csdforms.archive.secrecy.masking.free_text import hide_numbers
from csdforms.archive.secrecy.masking.hiding import HIDDEN
from csdforms.archive.secrecy.masking.published import Rules, rules_of
from csdforms.archive.secrecy.masking.repeats import Repeats
from csdforms.archive.secrecy.sight import ALL

__all__ = ["disclosed", "hiding_card", "masked_card"]

_PERSON = "Z"
_COMPANY = "F"
_BODIES = (_COMPANY, "G")
#: The rules of names; a body's is public wherever it stands.
_NAMES = ("name", "customer", "grouped")
#: What a box 客户类别 calls a natural person, and what a report counts by when it names customers.
_NATURAL = "个人"
_BY_CUSTOMER = "客户"


def disclosed(
    form: str,
    data: Mapping[str, Any],
    fields: Collection[str] = (),
    *,
    kind: str = "",
    edition: str = "",
    today: str = "",
) -> dict[str, Any]:
    """Return a form's data as somebody sees them who may see only these fields whole.

    Args:
        form: the form's identifier.
        data: the data, as JSON has them.
        fields: what he may see whole, by English name: ``id_no``, ``contacts.mobile``, a group or
            part with all that is in it, or ``*`` for everything.
        kind: whose file it is in: F, G or Z; "" for the department's own papers.
        edition: the form's edition in which the data were filed, if it is known.
        today: the day on which he looks; the computer's by default.
    """
    if ALL in fields:
        return copy.deepcopy(dict(data))
    published = rules_of(form)
    if published is None or (edition and edition != published.edition):
        return {}
    view = _View(
        frozenset(fields),
        "" if data.get("customer_kind") == _NATURAL else kind,
        today or now().date().isoformat(),
        by_customer=_BY_CUSTOMER in (value for value in data.values() if isinstance(value, str)),
    )
    return view.whole(published.rules, data)


class _View:
    """How one form is shown to somebody.

    Args:
        fields: what he sees whole.
        kind: of the customer whose form it is.
        today: the day on which he looks.
        by_customer: whether the form counts by customer.
    """

    def __init__(self, fields: frozenset[str], kind: str, today: str, *, by_customer: bool) -> None:
        self.fields = fields
        self.kind = kind
        self.today = today
        self.by_customer = by_customer
        self.repeats = Repeats((), ())

    def whole(self, rules: Rules, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is shown of a form."""
        public = (
            ()
            if self.kind != _COMPANY
            else (value for name, value in data.items() if rules.get(name) == "customer")
        )
        self.repeats = Repeats(self._hidden(rules, data, ""), public)
        return self._block(rules, data, "")

    def _block(self, rules: Rules, data: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Return what is shown of a form, a part or a row."""
        shown: dict[str, Any] = {}
        for name, value in data.items():
            rule, here = rules.get(name), f"{path}{name}"
            if here in self.fields and rule is not None:
                shown[name] = copy.deepcopy(value)
            elif isinstance(rule, dict):
                shown[name] = self._inner(rule, value, f"{here}.")
            elif rule is not None:
                shown[name] = self._box(rule, value, path)
        return shown

    def _inner(self, rules: Rules, value: Any, path: str) -> Any:
        if isinstance(value, list):
            return [self._inner(rules, row, path) for row in value]
        if isinstance(value, Mapping):
            return self._block(rules, value, path)
        return None if value is None else HIDDEN

    def _box(self, rule: str, value: Any, path: str) -> Any:
        if isinstance(value, list):
            return [self._box(rule, one, path) for one in value]
        if value is None or (rule == "open" and not isinstance(value, dict)):
            return value
        if isinstance(value, dict):
            return HIDDEN
        text = str(value)
        if rule == "text" or (rule == "grouped" and not self.by_customer):
            return hide_numbers(self.repeats.hide(text))
        shown = self._mask(rule, text, path)
        return self.repeats.of(text, shown)

    def _mask(self, rule: str, text: str, path: str) -> str:
        """Return what is shown of a value by itself."""
        if rule == "birth":
            return hiding.birth(text, self.today)
        if rule == "customer" and not path and self.kind:
            return hiding.name(text) if self.kind not in _BODIES else text
        if rule in _NAMES:
            return text if hiding.is_body(text) else hiding.name(text)
        return _MASKS[rule](text) if rule in _MASKS else HIDDEN

    def _hidden(
        self, rules: Rules, data: Mapping[str, Any], path: str
    ) -> Iterator[tuple[str, str, str]]:
        """Yield what is hidden in its own box: the rule, the value, what is shown of it."""
        for name, value in data.items():
            rule, here = rules.get(name), f"{path}{name}"
            if rule is None or here in self.fields:
                continue
            rows = value if isinstance(value, list) else [value]
            for one in rows:
                if isinstance(rule, dict) and isinstance(one, Mapping):
                    yield from self._hidden(rule, one, f"{here}.")
                elif self._hides(rule) and type(one) in (str, int, float):
                    text = str(one)
                    yield str(rule), text, self._mask(str(rule), text, path)

    def _hides(self, rule: Any) -> bool:
        readable = rule in ("open", "text") or (rule == "grouped" and not self.by_customer)
        return isinstance(rule, str) and not readable


def _document(value: str) -> str:
    """Return a document as cards have it, 居民身份证:310…; its kind is open."""
    kind, colon, number = value.rpartition(":")
    return f"{kind}{colon}{hiding.identity(number)}"


_MASKS = {
    "document": _document,
    "phone": hiding.phone,
    "id": hiding.identity,
    "account": hiding.account,
    "email": hiding.email,
    "address": hiding.address,
}


#: What a card shows: its key, the rule, the field of the profile that opens it as well.
_CARD: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("number", "kind", "state", "created_at", "versions", "items", "uscc", "org_code",
         "region", "grade", "salesperson", "level", "opened_on", "parent", "merged_into"),
        ("open", ""),
    ),
    "name": ("customer", "customer_name"),
    "short_name": ("customer", "short_name"),
    "former_names": ("customer", "customer_name"),
    "names": ("name", ""),
    "customer_nos": ("text", "customer_no"),
    "ids": ("document", "id_no"),
    "phones": ("phone", ""),
    "accounts": ("account", ""),
}  # fmt: skip
_CARD_RULES = {key: rule for key, (rule, _) in _CARD.items()}


def masked_card(card: Mapping[str, Any], fields: Collection[str] = ()) -> dict[str, Any]:
    """Return a register card as somebody sees it who may see only these fields whole.

    The name of a company or a sole trader is open, a person's is not; of what was decided on the
    file's secrecy the level stays. Keys that this edition does not know are left out.

    Args:
        card: the card, a document of the table ``files``.
        fields: what he may see whole: keys of the card, ``customer_name``, ``id_no``, or ``*``.
    """
    if ALL in fields:
        return copy.deepcopy(dict(card))
    whole = {key for key, (_, field) in _CARD.items() if {key, field} & set(fields)}
    view = _view_of(card, whole)
    return view.whole(_CARD_RULES, card) | {"secrecy": {"level": effective(card)}}


def hiding_card(card: Mapping[str, Any]) -> Callable[[str], str]:
    """Return what hides in a text about a file whatever its card hides, and all numbers.

    Args:
        card: the card, a document of the table ``files``.
    """
    view = _view_of(card, ())
    view.whole(_CARD_RULES, card)
    return lambda text: hide_numbers(view.repeats.hide(text))


def _view_of(card: Mapping[str, Any], fields: Collection[str]) -> _View:
    return _View(frozenset(fields), card.get("kind") or _PERSON, "", by_customer=False)
