"""Tells the register of decisions (decided.py) the way it is kept: copied as a table, read, entered and published."""

from panel_portal.pages.demo import decided
from reports import decision_entry
from reports.models import CommissionersDecision, ScrutinisedDecision

HEADINGS = ("Decision number", "Title", "Date of decision", "Date published", "Police or fire", "Link")


def copied(decisions) -> str:
    """The rows as a clerk would copy them from a page: headings, and a tab between the cells."""
    rows = [(*told, f"{decided.SITE}/{told[0].lower()}") for told in decisions]
    return "\n".join("\t".join(row) for row in (HEADINGS, *rows))


class Deciding:
    def __init__(self, clerk):
        self.clerk = clerk

    def build(self) -> None:
        """What was in the register before the meetings were told, so that each has its list."""
        self._enter(decided.DECISIONS)

    def follow_up(self, items: dict) -> None:
        """What came later: a notice found late, a draft, and the items at which the panel took decisions up. `items`
        by meeting and title."""
        self._enter(decided.FOUND_LATER)
        self._enter(decided.DRAFTS, and_publish=False)
        for number, meeting, title in decided.TAKEN_UP:
            ScrutinisedDecision.objects.create(
                decision=CommissionersDecision.objects.get(number=number), considered_at=items[meeting, title]
            )

    def _enter(self, decisions, *, and_publish=True) -> None:
        proposal = decision_entry.propose(copied(decisions))
        if refused := proposal.left_out + proposal.known:
            raise ValueError(f"The register refuses: {refused[0].reason} {refused[0].row.text}")
        decision_entry.enter(proposal.new, by=self.clerk, and_publish=and_publish)
