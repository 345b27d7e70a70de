"""What in a form is about one person, and what about others, who are masked.

Names, telephones, documents, accounts and addresses are somebody's own if his profile says them of
him; all others are other people's. What else is hidden from readers (habits, amounts) is about him
because it lies in his file, but for a part or a row that names somebody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from csdforms.archive.secrecy.masking.hiding import plain
from csdforms.archive.secrecy.masking.masks import disclosed
from csdforms.archive.secrecy.masking.published import Rules, rules_of
from csdforms.archive.store import Document

__all__ = ["contact_of", "contact_values", "own_of", "own_values"]

#: Parts of a person's profile that are about himself; all others are about somebody else.
_OWN_PARTS = ("bank_account", "consent")
#: The boxes of a profile that name our own staff.
_STAFF = frozenset({"salesperson", "prepared_by", "reviewed_by", "approved_by"})
#: The rules of boxes that say who somebody is, and of those that nobody else is shown.
_WHOSE = frozenset({"name", "customer", "phone", "id", "account", "email", "address", "birth"})
_NAMES = frozenset({"name", "customer"})
_HIDDEN = frozenset({"hidden", "amount"})


def own_values(card: Document, profile: Document) -> frozenset[str]:
    """Return the values that are a customer's own, as his card and profile have them."""
    data = profile["data"]
    parts = [data[name] for name in _OWN_PARTS if isinstance(data.get(name), dict)]
    boxes = {name: value for name, value in data.items() if name not in _STAFF}
    known = [card["name"], *card.get("former_names", ()), *card.get("phones", ())]
    return frozenset({*map(plain, known), *_texts([boxes, *parts])})


def contact_values(name: str, profile: Document) -> frozenset[str]:
    """Return the values that are the own of a company's contact person."""
    blocks = [block for block in _blocks(profile["data"]) if block.get("name") == name]
    return frozenset({plain(name), *_texts(blocks)})


def own_of(form: Document, own: Collection[str], kind: str, day: str) -> dict[str, Any]:
    """Return what a filed form says, a customer's own data whole, other people masked.

    Args:
        form: the item, or the version of a profile.
        own: the customer's own values.
        kind: whose file it is in: F, G or Z.
        day: today.
    """
    rules, data = _rules(form), form["data"]
    fields = [name for name, value in data.items() if _is_own(rules.get(name), value, own)]
    masked = disclosed(form["form"], data, fields, kind=kind, edition=form["edition"], today=day)
    return _over(masked, data, rules, own)


def contact_of(form: Document, own: Collection[str]) -> dict[str, Any]:
    """Return what a company's form says of one contact person, and nothing else."""
    return _only(form["data"], _rules(form), own)


def _over(
    masked: Mapping[str, Any], data: Mapping[str, Any], rules: Rules, own: Collection[str]
) -> dict[str, Any]:
    """Return a masked form, part or row with its own values over it."""
    shown = dict(masked)
    for name, value in data.items():
        rule = rules.get(name)
        if isinstance(rule, dict):
            shown |= {name: _inner(masked[name], value, rule, own)} if name in masked else {}
        elif rule in _HIDDEN or _is_own(rule, value, own):
            shown[name] = value
    return shown


def _inner(masked: Any, value: Any, rules: Rules, own: Collection[str]) -> Any:
    """Return a part or rows; of one that names somebody else only who that is, masked."""
    if isinstance(value, list):
        return [_inner(one, row, rules, own) for one, row in zip(masked, value, strict=True)]
    if not isinstance(value, dict):
        return masked
    if _names_another(value, rules, own):
        return {name: shown for name, shown in masked.items() if rules[name] in _NAMES}
    return _over(masked, value, rules, own)


def _only(data: Mapping[str, Any], rules: Rules, own: Collection[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in data.items():
        rule = rules.get(name)
        if not isinstance(rule, dict):
            shown |= {name: value} if _is_own(rule, value, own) else {}
            continue
        blocks = [one for one in _blocks({name: value}) if plain(str(one.get("name", ""))) in own]
        if blocks:
            shown[name] = blocks if isinstance(value, list) else blocks[0]
    return shown


def _names_another(block: Mapping[str, Any], rules: Rules, own: Collection[str]) -> bool:
    """Whether a part or a row names somebody who is not the one."""
    named = [value for name, value in block.items() if rules.get(name) in _NAMES]
    return any(isinstance(value, str) and plain(value) not in own for value in named)


def _is_own(rule: object, value: object, own: Collection[str]) -> bool:
    if not (isinstance(rule, str) and isinstance(value, str)):
        return False
    return rule in _WHOSE and plain(value) in own


def _rules(form: Document) -> Rules:
    published = rules_of(form["form"])
    return published.rules if published else {}


def _blocks(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the parts and rows of a form."""
    for value in data.values():
        rows = value if isinstance(value, list) else [value]
        yield from (row for row in rows if isinstance(row, dict))


def _texts(blocks: list[dict[str, Any]]) -> Iterator[str]:
    return (plain(value) for block in blocks for value in block.values() if isinstance(value, str))
