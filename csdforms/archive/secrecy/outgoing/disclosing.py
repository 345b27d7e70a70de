"""Giving a customer's data to others (对外提供): who decides, and on what ground.

The rules are those of archive.md §4.3: a legal basis always; for natural persons their separate
consent or a legal duty (L-PIPL 23); abroad only on a recorded path, and only up to 内部 (L-PIPL
38-40). Each is an act in the journal, from which "who was given my data" is answered; the journal
is never shortened, so records of giving are kept longer than the three years of the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csdforms.archive.office import Office
from csdforms.archive.secrecy.granting.asking import read_fields
from csdforms.archive.secrecy.levels import CONFIDENTIAL, HIGHEST, INTERNAL, effective
from csdforms.archive.secrecy.resolving import denied, said, visible
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import Act, Document

__all__ = ["PATHS", "Disclosing"]

#: Who decides, by level from 公开 up; the department's manager asks for what is the gm's.
_DECIDERS = (("cs_manager", "gm"), ("cs_manager", "gm"), ("gm",), ("gm",), ("gm",))
#: How data may leave the country (L-PIPL 38).
PATHS = ("安全评估", "保护认证", "标准合同", "法定条件")
_ORGANISATION = "F"
_ACT = "对外提供客户资料"


class Disclosing:
    """What is given to others.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def disclose(
        self,
        number: str,
        to: str,
        fields: Sequence[str],
        *,
        purpose: str,
        basis: str,
        consent: str = "",
        duty: str = "",
        contract: str = "",
        abroad: str = "",
        path: str = "",
        actor: str = "",
        reason: str = "",
    ) -> None:
        """Decide that data of a file are given to somebody outside, and record it.

        Args:
            number: the file's number.
            to: who gets them.
            fields: the names of the fields that are given; ``*``: all.
            purpose: what for.
            basis: the legal basis (L-PIPL 13).
            consent: of a natural person: where the separate consent for this lies.
            duty: of a natural person: the law that demands it, in place of a consent.
            contract: the contract that binds the recipient; demanded for 机密 and above.
            abroad: the country or region outside the mainland to which they go.
            path: on what ground they may go there: one of :data:`PATHS`, and its number.
            actor: who decides.
            reason: why; demanded for 绝密, case by case.

        Raises:
            NotAuthorised: if it is not for him to decide on this level.
            NotPermitted: if one of the grounds is missing; noted.
            UnknownFile: if there is no such file for him.
        """
        office = self.office
        person = office.person(actor)
        if not person.sole and not {*person.roles} & {*_DECIDERS[0]}:
            raise office.refused(person, _ACT, who=ROLES[_DECIDERS[0][0]].title)
        what_for = said(purpose, "提供的用途")
        grounds = {
            "to": said(to, "接收方"),
            "fields": read_fields(said(" ".join(fields), "提供哪些字段").split()),
            "basis": said(basis, "合法性基础"),
            "consent": consent.strip(),
            "duty": duty.strip(),
            "contract": contract.strip(),
            "abroad": abroad.strip(),
            "path": path.strip(),
        }
        with office.writing(person) as (work, at):
            _, card = visible(office, work, person, number, at=at, act=_ACT)
            file, level = card["number"], effective(card)
            if not person.sole and not {*person.roles} & {*_DECIDERS[level]}:
                who = ROLES[_DECIDERS[level][0]].title
                raise office.refused(person, _ACT, subject=file, who=who)
            if gap := _missing(card, level, grounds, reason):
                raise denied(office, person, gap, subject=file, act=_ACT)
            detail = {name: value for name, value in grounds.items() if value}
            work.record(Act("disclose", person.account, at, file, what_for, reason, detail))


def _missing(card: Document, level: int, grounds: dict[str, Any], reason: str) -> str:
    """Return what stands in the way, "" if nothing does."""
    is_person = card["kind"] != _ORGANISATION  # a sole trader's data are his own
    consent, abroad = grounds["consent"], grounds["abroad"]
    on_path = grounds["path"].startswith(PATHS)
    needs = {
        "对外提供个人信息须有本人的单独同意，或法定义务，请写明": (
            is_person and not (consent or grounds["duty"])
        ),
        "机密以上资料对外提供须有约束接收方的合同，请写明": (
            level >= CONFIDENTIAL and not grounds["contract"]
        ),
        "绝密资料对外提供须一事一批，请写明理由": level == HIGHEST and not reason.strip(),
        "秘密以上资料不得向境外提供": abroad and level > INTERNAL,
        f"向境外提供须写明途径（{'、'.join(PATHS)}）和编号": abroad and not on_path,
        "向境外提供个人信息须有本人的单独同意，请写明": abroad and is_person and not consent,
    }
    return next((sentence for sentence, stands in needs.items() if stands), "")
