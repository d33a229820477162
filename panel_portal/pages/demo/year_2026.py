"""Spring 2026 to what is still to come."""

from panel_portal.pages.demo import usual
from panel_portal.pages.demo.shapes import Item, Meeting

MEETINGS_2026 = (
    Meeting(
        "2025-01-27",
        minutes="published",
        items=(usual.apologies("All members were there."), usual.last_minutes("25 November 2024")),
    ),
    Meeting(
        "2026-12-07",
        outcome="agenda",
        items=(usual.apologies(""), Item("Rural crime")),
    ),
)
