"""April 2025 to March 2026: the first year with the fire service."""

MEETINGS_2025 = ()
