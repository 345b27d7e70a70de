"""Copies for other eyes: what they hide, where they hide it, and that they are still forms."""

from __future__ import annotations

from typing import Any

import pytest
from support import FORMS, sample

from csdforms.schemas.checking import parse
from csdforms.schemas.complaint import ComplaintHandlingNotice, ComplaintRegisterOne
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask, masked

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
ID = "310199197804120035"
ACCOUNT = "6000000000012345678"


def typed(form: type[Form], **changes: Any) -> Any:
    return parse(form, sample(form.identifier()) | changes)


def test_no_mask_leaves_the_form_as_it_is() -> None:
    form = typed(CorporateCustomerProfile)
    assert masked(form, Mask.NONE) is form


def test_the_first_level_hides_numbers_of_documents_and_accounts_only() -> None:
    form = typed(CorporateCustomerProfile)
    copy = masked(form, Mask.IDS)
    assert copy.legal_representative.id_no == "310199********0035"
    assert copy.bank_accounts[0].account_no == "****5678"
    assert copy.legal_representative.name == form.legal_representative.name
    assert (copy.phone, copy.email, copy.office_address) == (
        form.phone,
        form.email,
        form.office_address,
    )
    assert form.legal_representative.id_no == ID  # the form itself is untouched


def test_the_second_level_hides_names_telephones_mail_and_addresses_too() -> None:
    copy = masked(typed(ComplaintRegisterOne), Mask.ALL)
    assert copy.customer_name == "李某某"
    assert copy.phone == "139****6721"
    assert copy.email == "l***@example.com"
    assert copy.address == "临江市海晏区****"
    assert copy.customer_signature == "李某某"
    assert (copy.complaint_no, copy.first_responder) == ("TS-20260305-001", "周明")


def test_free_text_repeats_nothing_that_is_hidden() -> None:
    copy = masked(
        typed(
            ComplaintRegisterOne,
            content="李晓岚来电13900006721，住临江市海晏区新港路88号3幢502室，净水器漏水。",
            evidence=["李晓岚的小票", "照片"],
            remarks="回复lixiaolan@example.com",
            extra={"备用": "李晓岚"},
        ),
        Mask.ALL,
    )
    assert copy.content == "李某某来电139****6721，住临江市海晏区****，净水器漏水。"
    assert copy.evidence == ("李某某的小票", "照片")
    assert copy.remarks == "回复l***@example.com"
    assert copy.extra[0].value == "李某某"


def test_the_first_level_reaches_free_text_too() -> None:
    data = {"brief": f"法定代表人证件{ID}，账号{ACCOUNT}。", "source": ACCOUNT}
    copy = masked(typed(CorporateCustomerProfile, **data), Mask.IDS)
    assert copy.brief == "法定代表人证件310199********0035，账号****5678。"
    assert copy.source == "****5678"


def test_two_telephones_are_hidden_one_by_one() -> None:
    phones = {"phone": "13900006721/021-62345678", "remarks": "021-62345678打不通"}
    copy = masked(typed(ComplaintRegisterOne, **phones), Mask.ALL)
    assert copy.phone == "139****6721 / ****5678"
    assert copy.remarks == "****5678打不通"


def test_what_is_shown_instead_is_not_masked_again() -> None:
    # 李某 is hidden as 李某某, which holds 李某 itself.
    changes = {"customer_name": "李某", "customer_signature": "李某", "remarks": "李某来电"}
    copy = masked(typed(ComplaintRegisterOne, **changes), Mask.ALL)
    assert (copy.customer_name, copy.customer_signature) == ("李某某", "李某某")
    assert copy.remarks == "李某某来电"


def test_the_longer_of_two_names_is_hidden_whole() -> None:
    changes = {"customer_name": "李建", "account_holder": "李建国", "problem": "李建国来电，代李建"}
    copy = masked(typed(ComplaintHandlingNotice, **changes), Mask.ALL)
    assert copy.problem == "李某某来电，代李某某"


def test_short_words_and_anonymous_customers_stay_in_the_text() -> None:
    changes = {"customer_name": "匿名", "address": "上海", "remarks": "匿名来电，上海口音"}
    copy = masked(typed(ComplaintRegisterOne, **changes), Mask.ALL)
    assert copy.customer_name == "匿名"
    assert copy.address == "上****"
    assert copy.remarks == "匿名来电，上海口音"


@every_form
@pytest.mark.parametrize("level", list(Mask))
def test_a_masked_copy_is_a_form_and_masking_it_again_changes_nothing(
    form: type[Form], level: Mask
) -> None:
    copy = masked(typed(form), level)
    assert masked(copy, level) == copy
    assert parse(form, copy.stored()) == copy


@every_form
def test_a_copy_of_the_second_level_holds_no_personal_number(form: type[Form]) -> None:
    text = str(masked(typed(form), Mask.ALL).stored())
    for secret in ("1390000672", "62345678", ID, ACCOUNT, "李晓岚", "沈屿舟", "lixiaolan"):
        assert secret not in text


def test_a_confidential_customer_is_hidden_from_the_unit_whatever_was_asked() -> None:
    assert typed(ComplaintHandlingNotice).least_mask() is Mask.NONE
    assert typed(ComplaintHandlingNotice, keep_confidential="是").least_mask() is Mask.ALL


def test_added_boxes_hide_numbers_and_persons_by_their_label() -> None:
    form = typed(
        ComplaintRegisterOne,
        身份证号="310199197804120035",
        银行卡号="6000000000012345678",
        微信="lxl-88",
        车牌号="临A-F1234",
    )
    shown = {box.label: box.value for box in masked(form, Mask.IDS).extra}
    assert shown["身份证号"] == "310199********0035"
    assert shown["银行卡号"] == "600000*********5678"
    assert (shown["微信"], shown["车牌号"]) == ("lxl-88", "临A-F1234")
    shown = {box.label: box.value for box in masked(form, Mask.ALL).extra}
    assert (shown["微信"], shown["车牌号"]) == ("****", "临A-F1234")


def test_numbers_of_persons_in_free_text_are_hidden_though_no_box_holds_them() -> None:
    text = "另一个电话13911112222，身份证310199197804120035，订单20260226045712345。"
    form = typed(ComplaintRegisterOne, content=text)
    ids, every = masked(form, Mask.IDS).content, masked(form, Mask.ALL).content
    assert ids == text.replace("310199197804120035", "310199********0035")
    assert every == ids.replace("13911112222", "139****2222")


def test_a_personal_day_is_left_out_of_a_masked_copy() -> None:
    form = typed(CorporateCustomerProfile)
    assert form.contacts[0].birthday is not None
    assert masked(form, Mask.ALL).contacts[0].birthday is None


def test_a_name_with_a_stroke_in_it_is_hidden_as_one() -> None:
    name = "海晏甲公司 / 海晏乙公司"
    form = typed(ComplaintRegisterOne, customer_name=name, content=f"{name}反映到货短少三箱。")
    copy = masked(form, Mask.ALL)
    assert (copy.customer_name, copy.content) == ("海某某", "海某某反映到货短少三箱。")


def test_a_name_typed_with_a_space_is_hidden_in_running_text_too() -> None:
    form = typed(ComplaintRegisterOne, customer_name="李 晓岚", content="李晓岚本人到店反映漏水。")
    assert masked(form, Mask.ALL).content == "李某某本人到店反映漏水。"
