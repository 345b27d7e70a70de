"""Files that are opened: drafted, submitted, accepted, approved (archive.md §3.5, §8)."""

from __future__ import annotations

from typing import Any

from archive.customers import CORPORATE, INDIVIDUAL
from archive.life.model import Draft, File, days
from archive.life.rules import PERSONS, may
from archive.life.world import SAME, Base

__all__ = ["Opening", "papers_of", "profile_of"]

_GIVEN = {"issuer": "登记机关", "number": "无"}


def profile_of(kind: str, no: int) -> dict[str, Any]:
    """Return the profile of a customer; no two share anything."""
    common = {"confidentiality": "内部", "customer_name": f"{chr(0x4E00 + 7 * no)}记{no}号"}
    if kind == "Z":
        names = {"customer_name": f"{chr(0x8D75 + no)}{chr(0x5C9A + 3 * no)}"}
        return common | names | {"mobile": f"1390000{no:04}"}
    org = "企业法人" if kind == "F" else "个体工商户"
    return common | {"org_kind": org, "phone": f"021-6200{no:04}"}


def papers_of(kind: str, today: str) -> list[dict[str, str]]:
    """Return the papers of a customer, all that are needed, as they are on a day."""
    if kind == "Z":
        notice = {"version": "2026-01-01", "given_on": today, "channel": "书面签字"}
        return [{"kind": "告知同意", **notice}]
    kinds = ["营业执照", "法定代表人身份证明" if kind == "F" else "经营者身份证明"]
    kinds += ["开票资料"] if kind == "F" else []
    return [{"kind": one, "copy_at": "客户处"} for one in kinds]


class Opening(Base):
    """What is done to drafts."""

    def create(self, account: str, kind: str) -> str:
        """Begin a draft of a customer nobody knows."""
        who, no = self.who(account, "create"), self.customers
        today = self.today
        done = self.act(
            "create",
            may(who, "create"),
            lambda: self.archive.drafts.create(
                profile_of(kind, no),
                form=INDIVIDUAL if kind == "Z" else CORPORATE,
                papers=papers_of(kind, today),
                actor=who,
            ),
        )
        if done is None:
            return ""
        self.customers += 1
        self.drafts[done.number] = Draft(done.number, kind, no, PERSONS[who], today)
        return done.number

    def submit(self, account: str, draft: Draft) -> None:
        who = self._owner(draft) if account in ("", SAME) else account
        fits = PERSONS[who] == draft.owner and draft.state in ("DRAFT", "RETURNED")
        if self.act(
            "submit",
            fits and may(who, "own"),
            lambda: self.archive.drafts.submit(draft.number, actor=who),
        ):
            draft.state = "SUBMITTED"

    def discard(self, account: str, draft: Draft) -> None:
        who = self._owner(draft) if account in ("", SAME) else account
        fits = PERSONS[who] == draft.owner and draft.state in ("DRAFT", "RETURNED")
        if self.act(
            "discard",
            fits and may(who, "own"),
            lambda: self.archive.drafts.discard(draft.number, actor=who),
        ):
            draft.state = "-"

    def edit(self, account: str, draft: Draft) -> None:
        who = self._owner(draft) if account in ("", SAME) else account
        fits = PERSONS[who] == draft.owner and draft.state in ("DRAFT", "RETURNED")
        self.act(
            "edit",
            fits and may(who, "own"),
            lambda: self.archive.drafts.edit(draft.number, actor=who),
        )

    def send_back(self, account: str, draft: Draft) -> None:
        """Return it; the third time it is over (§3.5)."""
        who = self.who(account, "judge", [draft.owner])
        if self.act(
            "return",
            self._judges(who, draft),
            lambda: self.archive.drafts.return_(draft.number, {"电话": "不全"}, actor=who),
        ):
            draft.returns += 1
            draft.state = "-" if draft.returns == 3 else "RETURNED"

    def accept(self, account: str, draft: Draft) -> None:
        who = self.who(account, "judge", [draft.owner])
        if self.act(
            "accept",
            self._judges(who, draft),
            lambda: self.archive.drafts.accept(draft.number, actor=who),
        ):
            draft.state, draft.acceptor = "ACCEPTED", PERSONS[who]

    def reject(self, account: str, draft: Draft) -> None:
        who = self.who(account, "approve", [draft.owner])
        fits = draft.state in ("SUBMITTED", "ACCEPTED") and PERSONS[who] != draft.owner
        if self.act(
            "reject",
            fits and may(who, "approve"),
            lambda: self.archive.drafts.reject(draft.number, reason="资料不实", actor=who),
        ):
            draft.state = "REJECTED"

    def approve(self, account: str, draft: Draft) -> str:
        who = self.who(account, "approve", [draft.owner, draft.acceptor])
        fits = draft.state == "ACCEPTED" and PERSONS[who] not in (draft.owner, draft.acceptor)
        today = self.today
        done = self.act(
            "approve",
            fits and may(who, "approve"),
            lambda: self.archive.drafts.approve(draft.number, actor=who),
        )
        if done is None:
            return ""
        draft.state = "-"
        self.files[done.number] = File(done.number, draft.kind, draft.no, today, today)
        return done.number

    def expire(self, account: str) -> None:
        """Delete the drafts of persons that nobody approved in thirty days (§3.5)."""
        who = self.who(account, "judge")
        late = [
            draft
            for draft in self.drafts.values()
            if draft.kind == "Z"
            and days(draft.begun, 30) < self.today
            and draft.state not in ("-", "REJECTED")
        ]
        if not late and may(who, "judge"):
            return  # nothing to do
        if self.act("expire", may(who, "judge"), lambda: self.archive.drafts.expire(actor=who)):
            for draft in late:
                draft.state = "-"

    def _judges(self, who: str, draft: Draft) -> bool:
        is_other = PERSONS[who] != draft.owner
        return draft.state == "SUBMITTED" and is_other and may(who, "judge")

    @staticmethod
    def _owner(draft: Draft) -> str:
        return next(one for one, person in PERSONS.items() if person == draft.owner)
