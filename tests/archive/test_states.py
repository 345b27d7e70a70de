"""The states of a file, beside the rules' own list."""

from __future__ import annotations

import pytest

from csdforms.archive.states import ACTS, STATES, is_on_file, require
from csdforms.errors import NotAllowedNow

_RULES = (
    "DRAFT, SUBMITTED, RETURNED, ACCEPTED, ACTIVE, DORMANT, FROZEN, DEREG_APPLIED, DEREG_CHECKING, "
    "DEREG_SUSPENDED, DEREG_CLEARED, DEREG_APPROVED, SETTLED, SEALED, APPRAISAL, DESTROY_PROPOSED, "
    "DESTROY_APPROVED, DESTROYING, DESTROYED, REJECTED, VOID, MERGED"
)
_TERMINAL = {"REJECTED", "VOID", "MERGED", "DESTROYED"}


def test_the_states_are_those_of_the_rules() -> None:
    assert ", ".join(STATES) == _RULES


def test_every_state_has_a_title_of_its_own() -> None:
    assert len({state.title for state in STATES.values()}) == len(STATES)


@pytest.mark.parametrize("name", sorted(_TERMINAL | {"SEALED", "DESTROY_APPROVED", "SUBMITTED"}))
@pytest.mark.parametrize("act", ["revise", "file", "alias"])
def test_terminal_sealed_and_submitted_files_stay_as_they_are(name: str, act: str) -> None:
    with pytest.raises(NotAllowedNow, match=STATES[name].title) as refusal:
        require("KH-F-2026-000001-4", name, act)
    assert refusal.value.state == STATES[name].title


@pytest.mark.parametrize("name", ["ACTIVE", "DORMANT"])
@pytest.mark.parametrize("act", ["revise", "file", "alias"])
def test_files_in_use_are_kept_up(name: str, act: str) -> None:
    require("KH-F-2026-000001-4", name, act)


def test_a_frozen_file_takes_papers_but_no_new_profile() -> None:
    require("KH-F-2026-000001-4", "FROZEN", "file")
    with pytest.raises(NotAllowedNow):
        require("KH-F-2026-000001-4", "FROZEN", "revise")


def test_a_state_of_a_later_edition_allows_nothing_and_counts() -> None:
    with pytest.raises(NotAllowedNow, match="QUARANTINED"):
        require("KH-F-2026-000001-4", "QUARANTINED", "file")
    assert is_on_file("QUARANTINED")


def test_void_refused_and_destroyed_files_do_not_count() -> None:
    assert {name for name in STATES if not is_on_file(name)} == {"VOID", "REJECTED", "DESTROYED"}


_DRAFTING = {
    "DRAFT": {"edit", "discard", "submit"},
    "SUBMITTED": {"accept", "return", "reject"},
    "RETURNED": {"edit", "discard", "submit"},
    "ACCEPTED": {"approve", "reject"},
    "ACTIVE": {"void"},
}


@pytest.mark.parametrize("name", STATES)
def test_only_what_the_rules_name_is_done_up_to_approval(name: str) -> None:
    for act in set().union(*_DRAFTING.values()):
        if act in _DRAFTING.get(name, set()):
            require("CG-2026-0001", name, act, what="草稿")
        else:
            with pytest.raises(
                NotAllowedNow, match=f"草稿 CG-2026-0001 现为“{STATES[name].title}”"
            ):
                require("CG-2026-0001", name, act, what="草稿")


def test_every_act_has_a_name_for_the_refusal() -> None:
    acts = set().union(*(state.acts for state in STATES.values()))
    assert acts <= set(ACTS)
