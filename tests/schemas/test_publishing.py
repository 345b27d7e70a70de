"""The published schemas accept what the forms store, and say what the boxes are called."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import jsonschema
import pytest
from support import FORMS, sample

from csdforms.schemas.checking import parse
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.form import Block, Form
from csdforms.schemas.publishing import json_schema
from csdforms.schemas.types import Disclosure

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
formats = jsonschema.FormatChecker(formats=())


def is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(dt.date.fromisoformat(value))


def is_moment(value: object) -> bool:
    """RFC 3339, which JSON Schema points to, wants a zone."""
    return not isinstance(value, str) or dt.datetime.fromisoformat(value).tzinfo is not None


formats.checks("date", raises=ValueError)(is_day)
formats.checks("date-time", raises=ValueError)(is_moment)


def validator(form: type[Form]) -> Any:
    return jsonschema.Draft202012Validator(json_schema(form), format_checker=formats)


def mistakes(form: type[Form], data: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(form).iter_errors(data)]


@every_form
def test_a_published_schema_is_a_schema(form: type[Form]) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(form))


@every_form
def test_a_published_schema_accepts_what_is_stored(form: type[Form]) -> None:
    assert mistakes(form, parse(form, sample(form.identifier())).stored()) == []


@pytest.mark.parametrize(
    "change",
    [{"channel": "微信"}, {"due_on": "5.3.2026"}, {"amount_involved": "一千"}, {"repeat_no": 0},
     {"content": "太短"}, {"colour": "红"}, {"complaint_no": None}, {"demand_types": []},
     {"extra": [{"label": "颜色"}]}, {"received_at": "2026-03-05 14:05"}],
)  # fmt: skip
def test_a_published_schema_refuses_what_is_wrong(change: dict[str, Any]) -> None:
    stored = parse(ComplaintRegisterOne, sample("complaint_register_one")).stored()
    assert mistakes(ComplaintRegisterOne, copy.deepcopy(stored) | change) != []


def test_a_published_schema_asks_for_what_must_be_filled() -> None:
    required = {name for name, spec in ComplaintRegisterOne.specs().items() if spec.required}
    assert set(json_schema(ComplaintRegisterOne)["required"]) == required
    assert "complaint_no" in required
    assert "remarks" not in required


@every_form
def test_every_property_has_its_title_and_its_other_labels(form: type[Form]) -> None:
    schema = json_schema(form)
    assert (schema["title"], schema["x-section"]) == (form.title(), form.section)
    assert schema["$id"] == f"urn:csdforms:{form.identifier()}:{form.edition}"
    stored = {name: spec for name, spec in form.specs().items() if not spec.computed}
    assert list(schema["properties"]) == list(stored)  # the order of the sheet
    for name, spec in stored.items():
        published = schema["properties"][name]
        assert published["title"] == spec.label
        assert set(published.get("x-aliases", [])) == set(spec.names) - {name, spec.label}


def test_rows_and_parts_are_published_with_their_labels_too() -> None:
    by_name = {form.identifier(): form for form in FORMS}
    row = json_schema(by_name["inbound_call_record"])["$defs"]["Call"]["properties"]
    assert row["agent_name"]["title"] == "接听人"
    assert "电话专员" in row["agent_name"]["x-aliases"]
    part = json_schema(by_name["corporate_customer_profile"])["$defs"]["LegalRepresentative"]
    assert part["properties"]["phone"]["title"] == "电话"


@every_form
def test_every_box_says_what_the_archive_shows_of_it(form: type[Form]) -> None:
    schema = json_schema(form)
    models = {"": schema, **schema["$defs"]}
    for model in models.values():
        for name, published in model["properties"].items():
            holds_others = "$ref" in str(published)
            assert ("x-disclosure" in published) != holds_others, name
            if not holds_others:
                assert published["x-disclosure"] in set(map(str, Disclosure)), name


def test_the_rule_of_a_box_is_its_own_or_its_types() -> None:
    schema = json_schema(next(form for form in FORMS if form.title() == "自然人客户信息资料表"))
    rules = {name: box.get("x-disclosure") for name, box in schema["properties"].items()}
    assert rules["customer_name"] == "customer"  # its own: the type says "name"
    assert (rules["mobile"], rules["id_no"], rules["birthday"]) == ("phone", "id", "birth")
    assert (rules["ethnicity"], rules["wechat"], rules["postcode"]) == ("hidden",) * 3
    assert (rules["salesperson"], rules["remarks"], rules["gender"]) == ("text", "text", "open")
    assert schema["$defs"]["Extra"]["properties"]["value"]["x-disclosure"] == "hidden"
    assert schema["$defs"]["FamilyMember"]["properties"]["name"]["x-disclosure"] == "name"


def test_no_box_of_a_personal_type_is_open() -> None:
    for form in FORMS:
        for block in _blocks(form):
            for name, spec in block.specs().items():
                if spec.type is not None and spec.type.personal:
                    assert spec.disclosure is not Disclosure.OPEN, name


def _blocks(block: type[Block]) -> list[type[Block]]:
    inner = [spec.model for spec in block.specs().values() if spec.model is not None]
    return [block, *(one for model in inner for one in _blocks(model))]
