"""Every masked copy of every form is recognised, and no form that is whole is taken for one."""

from __future__ import annotations

import pytest
from support import FORMS, sample

from csdforms.schemas.checking import parse
from csdforms.schemas.form import Form
from csdforms.schemas.hidden import hidden_values
from csdforms.schemas.masking import Mask, masked

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
