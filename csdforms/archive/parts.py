"""What else is done with an archive, part by part: each is loaded when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from csdforms.archive.office import Office

if TYPE_CHECKING:
    from csdforms.archive.drafting.drafting import Drafting
    from csdforms.archive.secrecy.classifying.classifying import Classifying
    from csdforms.archive.secrecy.granting.cases import Cases
    from csdforms.archive.secrecy.granting.granting import Granting
    from csdforms.archive.secrecy.outgoing.copies import Copies
    from csdforms.archive.secrecy.outgoing.disclosing import Disclosing
    from csdforms.archive.secrecy.outgoing.lending import Lending
    from csdforms.archive.secrecy.outgoing.releasing import Releasing
    from csdforms.archive.secrecy.staff import Staff

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

        return Classifying(self.office)

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
