"""What else is done with an archive, part by part: each is loaded when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from csdforms.archive.office import Office

if TYPE_CHECKING:
    from csdforms.archive.custody.custody import Custody
    from csdforms.archive.deregistration.deregistration import Deregistration
    from csdforms.archive.deregistration.reviving import Revivals
    from csdforms.archive.deregistration.sealing_off import Seals
    from csdforms.archive.destruction.appraising import Appraisals
    from csdforms.archive.destruction.backups import Backups
    from csdforms.archive.destruction.destroying import Destructions
    from csdforms.archive.drafting.drafting import Drafting
    from csdforms.archive.ledgers.ledgers import Ledgers
    from csdforms.archive.personal_data.requesting import PersonalRequests
    from csdforms.archive.secrecy.classifying.classifying import Classifying
    from csdforms.archive.secrecy.granting.cases import Cases
    from csdforms.archive.secrecy.granting.granting import Granting
    from csdforms.archive.secrecy.outgoing.copies import Copies
    from csdforms.archive.secrecy.outgoing.disclosing import Disclosing
    from csdforms.archive.secrecy.outgoing.lending import Lending
    from csdforms.archive.secrecy.outgoing.releasing import Releasing
    from csdforms.archive.secrecy.staff import Staff
    from csdforms.archive.workdays import Calendar

__all__ = ["Parts"]


class Parts:
    """The parts of an archive; they share its office."""

    office: Office

    @cached_property
    def staff(self) -> Staff:
        """Who may act here: accounts, people, roles and clearances."""
        from csdforms.archive.secrecy.staff import Staff

        return Staff(self.office)

    @cached_property
    def drafts(self) -> Drafting:
        """Files that are being opened: drafted, submitted, accepted, approved."""
        from csdforms.archive.drafting.drafting import Drafting

        return Drafting(self.office)

    @cached_property
    def secrecy(self) -> Classifying:
        """Levels, their terms, and circles of readers."""
        from csdforms.archive.secrecy.classifying.classifying import Classifying

        return Classifying(self.office, is_workday=self.calendar.is_workday)

    @cached_property
    def grants(self) -> Granting:
        """Reading that is asked for and granted, and emergencies."""
        from csdforms.archive.secrecy.granting.granting import Granting

        return Granting(self.office)

    @cached_property
    def cases(self) -> Cases:
        """Cases that are closed and reopened."""
        from csdforms.archive.secrecy.granting.cases import Cases

        return Cases(self.office)

    @cached_property
    def loans(self) -> Lending:
        """Papers that are lent and given back."""
        from csdforms.archive.secrecy.outgoing.lending import Lending

        return Lending(self.office)

    @cached_property
    def copies(self) -> Copies:
        """Copies that are printed, numbered and called back."""
        from csdforms.archive.secrecy.outgoing.copies import Copies

        return Copies(self.office)

    @cached_property
    def releases(self) -> Releasing:
        """Exports and prints beyond a day's limit, which two persons permit."""
        from csdforms.archive.secrecy.outgoing.releasing import Releasing

        return Releasing(self.office)

    @cached_property
    def disclosures(self) -> Disclosing:
        """What is given to others outside the department, and on what grounds."""
        from csdforms.archive.secrecy.outgoing.disclosing import Disclosing

        return Disclosing(self.office)

    @cached_property
    def custody(self) -> Custody:
        """Checks, holds, freezing, merging, dormancy, and what is due."""
        from csdforms.archive.custody.custody import Custody

        return Custody(self.office)

    @cached_property
    def calendar(self) -> Calendar:
        """The working days of the years that are known."""
        from csdforms.archive.workdays import Calendar

        return Calendar(self.office)

    @cached_property
    def personal_requests(self) -> PersonalRequests:
        """What people ask of their own data."""
        from csdforms.archive.personal_data.requesting import PersonalRequests

        return PersonalRequests(self.office)

    @cached_property
    def deregistration(self) -> Deregistration:
        """Deregistration from its application to the settlement."""
        from csdforms.archive.deregistration.deregistration import Deregistration

        return Deregistration(self.office)

    @cached_property
    def seals(self) -> Seals:
        """Files that are sealed by two persons, checked again, and taken back."""
        from csdforms.archive.deregistration.sealing_off import Seals

        return Seals(self.office)

    @cached_property
    def revivals(self) -> Revivals:
        """Sealed files that are revived."""
        from csdforms.archive.deregistration.reviving import Revivals

        return Revivals(self.office)

    @cached_property
    def appraisals(self) -> Appraisals:
        """Files past their retention, and what a group says of them."""
        from csdforms.archive.destruction.appraising import Appraisals

        return Appraisals(self.office)

    @cached_property
    def destructions(self) -> Destructions:
        """Lists of destruction: frozen, approved, carried out, witnessed."""
        from csdforms.archive.destruction.destroying import Destructions

        return Destructions(self.office)

    @cached_property
    def backups(self) -> Backups:
        """Backups and other copies of the archive that are on record."""
        from csdforms.archive.destruction.backups import Backups

        return Backups(self.office)

    @cached_property
    def ledgers(self) -> Ledgers:
        """Sales, receipts, receivables and targets that other systems tell."""
        from csdforms.archive.ledgers.ledgers import Ledgers

        return Ledgers(self.office)
