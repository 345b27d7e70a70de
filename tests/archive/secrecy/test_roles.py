"""The table of roles against the rules: archive.md §3.5, §4.1, §4.3 and §8, flows 4.14 to 4.16."""

from __future__ import annotations

import pytest

from csdforms.archive.secrecy.roles import (
    ADMINISTRATORS,
    ALL_RIGHTS,
    RIGHTS,
    ROLES,
    role_named,
)

#: Who has each right, by the rules.
WHO = {
    "draft": {"info_specialist", "info_supervisor", "sales"},  # §8: create
    "check": {"info_supervisor"},  # §8: return, accept
    "approve": {"cs_manager", "gm"},  # §8: approve, reject
    "approve_key": {"gm"},  # §3.5: key customers
    "void": {"info_supervisor", "cs_manager"},  # §8: both of them
    "keep": {"info_specialist", "info_supervisor"},  # §4.3: edit
    "consult": {"info_specialist", "info_supervisor", "cs_manager", "gm", "dpo"},
    "propose": {"info_specialist", "info_supervisor", "cs_manager", "gm"},  # §4.2: the chain
    "print": {"gm"},  # §4.3: copy, excerpt, print
    "export": {"info_supervisor", "cs_manager", "gm", "dpo"},  # §4.3: export, and the tiers
    "emergency": {  # §4.3: supervisors
        "info_supervisor",
        "cs_manager",
        "complaint_supervisor",
        "after_sales_supervisor",
        "phone_supervisor",
    },
    "import": {"gm"},  # §3.5: who makes a bag neither accepts nor approves what is in it
    "review": {"cs_manager", "gm", "dpo"},
    "reopen": {  # flows 3.13, 3.14: whoever leads those who have the cases
        "info_supervisor",
        "cs_manager",
        "complaint_supervisor",
        "after_sales_supervisor",
        "phone_supervisor",
    },
    "trace": {"dpo", "auditor"},  # §4.5: the customer's own question
    "staff": {"system_admin"},
    "maintain": {"system_admin"},
    "roles": {"security_admin"},
    "audit": {"auditor"},
    "report": {  # manual, chapters 2 to 5: who compiles the department's sheets, and his superiors
        "info_specialist",
        "info_supervisor",
        "cs_manager",
        "gm",
        "complaint_specialist",
        "complaint_supervisor",
        "after_sales_specialist",
        "after_sales_supervisor",
        "phone_supervisor",
        "finance",
    },
    "ledger": {"info_specialist", "info_supervisor", "cs_manager", "finance"},  # chapter 4: sales
    "inspect": {"info_specialist", "info_supervisor"},  # flows 4.15: half-yearly check
    "confirm_change": {"info_supervisor", "cs_manager"},  # flows 4.15: verify and approve
    "sleep": {"info_supervisor"},  # §8: ACTIVE ↔ DORMANT
    "hold": {"legal"},  # §5: set and lifted only by legal
    "freeze": {"legal", "cs_manager"},  # §8
    "merge": {"info_supervisor", "cs_manager"},  # §8: both of them
    "take_request": {  # L-PIPL 50: a convenient channel
        "info_specialist",
        "info_supervisor",
        "complaint_receptionist",
        "phone_agent",
        "dpo",
    },
    "answer_request": {"dpo"},  # §6.3, G11
    "deregister": {"info_specialist", "info_supervisor", "sales"},  # flows 4.17: apply
    "lead_check": {"info_supervisor"},  # §8: start check
    "agree": {"cs_manager", "gm"},  # §8: approve, refuse
    "agree_finally": {"gm"},  # §6.4
    "pay": {"finance"},  # §8: settle
    "notify": {"sales", "cs_manager"},  # §6.4: the letter, signed by the head of the department
    "seal": {"info_supervisor"},  # §8: seal, and a second person
    "second_seal": {"info_specialist", "info_supervisor", "cs_manager"},
    "appraise": {"info_specialist", "info_supervisor", "finance", "legal", "dpo"},  # §7: the group
    "condemn": {"cs_manager", "gm"},  # §7.4
    "condemn_finally": {"gm"},
    "execute": {"info_specialist"},  # §7.5
    "witness": {  # §7.5: whoever is neither executor nor approver
        "info_specialist",
        "info_supervisor",
        "finance",
        "legal",
        "dpo",
        "destruction_witness",
    },
}

#: §4.1 who decides, §4.3 who grants and lends, and the clearance that goes with it.
POWERS = {
    "info_specialist": (-1, -1, 1, 1),
    "info_supervisor": (1, 2, 2, 2),
    "cs_manager": (2, 3, 3, 3),
    "gm": (4, 4, -1, 4),  # 绝密 is not lent
    "dpo": (-1, -1, -1, 2),
    "system_admin": (-1, -1, -1, -1),
    "security_admin": (-1, -1, -1, -1),
    "auditor": (-1, -1, -1, -1),
}

#: flows 0.1, and the administrators as they are called where they are three.
TITLES = {
    "info_specialist": "客户信息专员",
    "info_supervisor": "客户信息主管",
    "cs_manager": "客户服务部经理",
    "gm": "总经理",
    "sales": "业务员",
    "complaint_receptionist": "客户投诉接待专员",
    "complaint_specialist": "客户投诉专员",
    "complaint_supervisor": "客户投诉主管",
    "after_sales_specialist": "售后服务专员",
    "after_sales_supervisor": "售后服务主管",
    "phone_agent": "电话专员",
    "phone_supervisor": "电话主管",
    "finance": "财务",
    "legal": "法务",
    "dpo": "个人信息保护负责人",
    "destruction_witness": "监销人",
    "system_admin": "系统管理员",
    "security_admin": "安全保密管理员",
    "auditor": "安全审计员",
}


def test_the_titles_are_the_departments() -> None:
    assert {name: role.title for name, role in ROLES.items()} == TITLES


@pytest.mark.parametrize("right", WHO)
def test_a_right_is_theirs_to_whom_the_rules_give_it(right: str) -> None:
    assert {name for name, role in ROLES.items() if right in role.rights} == WHO[right]


def test_everybody_who_sees_customers_files_forms_but_four() -> None:
    files = {name for name, role in ROLES.items() if "file" in role.rights}
    assert files == set(ROLES) - {*ADMINISTRATORS, "gm", "dpo", "destruction_witness"}


def test_the_department_is_who_serves_customers() -> None:
    # §7.5: one witness of two is from outside
    outside = {"gm", "sales", "finance", "legal", "dpo", "destruction_witness", *ADMINISTRATORS}
    assert {name for name, role in ROLES.items() if not role.inside} == outside


def test_every_right_has_words_and_somebody_who_has_it() -> None:
    assert set(RIGHTS) == {*WHO, "file"} == set(ALL_RIGHTS)
    assert set().union(*(role.rights for role in ROLES.values())) == set(RIGHTS)


@pytest.mark.parametrize("name", ROLES)
def test_levels_that_a_role_decides_grants_lends_and_is_cleared_for(name: str) -> None:
    role = ROLES[name]
    powers = (role.decides, role.grants, role.lends, role.clearance)
    assert powers == POWERS.get(name, (-1, -1, -1, 1))


def test_administrators_see_no_customer_and_all_others_do() -> None:
    assert ADMINISTRATORS == ("system_admin", "security_admin", "auditor")
    assert {name for name, role in ROLES.items() if not role.audience} == set(ADMINISTRATORS)


@pytest.mark.parametrize(
    ("given", "name"),
    [("gm", "gm"), ("总经理", "gm"), ("安全审计员", "auditor"), ("经理", ""), ("", "")],
)
def test_a_role_is_named_by_identifier_or_title(given: str, name: str) -> None:
    assert role_named(given) == name
