"""Every masked copy of every form is recognised, and no form that is whole is taken for one."""

from __future__ import annotations

import pytest
from support import FORMS, sample

from csdforms.archive.secrecy.masking.masks import disclosed
from csdforms.schemas.checking import examine, parse
from csdforms.schemas.form import Form
from csdforms.schemas.hidden import hidden_values
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.publishing import json_schema

by_name = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


@by_name
def test_a_form_that_is_whole_hides_nothing(form: type[Form]) -> None:
    whole = parse(form, sample(form.identifier()))
    assert list(hidden_values(whole, in_texts=True)) == []


@by_name
@pytest.mark.parametrize("level", [Mask.IDS, Mask.ALL])
def test_a_masked_copy_is_recognised_wherever_it_differs(form: type[Form], level: Mask) -> None:
    whole = parse(form, sample(form.identifier()))
    copy = masked(whole, level)
    assert bool(list(hidden_values(copy, in_texts=True))) == (copy.stored() != whole.stored())


def test_the_box_is_named_and_what_stands_in_it_is_not_shown() -> None:
    form = next(form for form in FORMS if form.identifier() == "individual_customer_profile")
    copy = masked(parse(form, sample(form.identifier())), Mask.ALL)
    found = {finding.path: finding for finding in hidden_values(copy, in_texts=False)}
    assert {"customer_name", "id_no", "mobile", "family.1.name", "bank_account.account_no"} <= set(
        found
    )
    assert found["id_no"].label == "证件号码"
    assert all(finding.is_error and finding.given is None for finding in found.values())


@by_name
def test_m05_what_the_archive_masked_is_recognised(form: type[Form]) -> None:
    """Whoever fills a form from the view of a reader must not make it the truth."""
    name = form.identifier()
    whole = parse(form, sample(name)).stored()
    shown = disclosed(name, whole, today="2026-11-22")
    draft, findings = examine(form, shown)
    found = {one.path for one in (*findings, *hidden_values(draft, in_texts=True)) if one.is_error}
    readable = {"text", "grouped"}  # in words, not every mask has stars enough
    rules = json_schema(form)["properties"]
    for box, value in shown.items():
        if value != whole[box] and isinstance(value, str) and "*" in value:
            assert box in found or rules[box]["x-disclosure"] in readable, box


@pytest.mark.parametrize(
    ("box", "masked"),
    [("customer_name", "李*"), ("ethnicity", "****"), ("hobbies", "****"), ("wechat", "****"),
     ("home_address", "临江市澄湖区****"), ("mobile", "138****1234"), ("email", "l***@qq.com")],
)  # fmt: skip
def test_m05_the_masks_of_each_kind(box: str, masked: str) -> None:
    form = next(form for form in FORMS if form.identifier() == "individual_customer_profile")
    draft, _ = examine(form, sample(form.identifier()) | {box: masked})
    assert [finding.path for finding in hidden_values(draft, in_texts=False)] == [box]


@pytest.mark.parametrize(("value", "refused"), [("李**", True), ("5*8 型", False), ("产品", False)])
def test_m05_what_a_form_counts_by_may_be_a_masked_name(value: str, *, refused: bool) -> None:
    form = next(form for form in FORMS if form.identifier() == "complaint_statistics")
    data = sample(form.identifier())
    data["rows"][0]["dimension_value"] = value
    draft, _ = examine(form, data)
    assert bool(list(hidden_values(draft, in_texts=False))) == refused
