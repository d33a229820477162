"""Reading a list of the Commissioner's decisions: pure, text in and rows out."""

from reports.decision_reading.cells import text_of_file
from reports.decision_reading.rows import HeadingRow, Reading, ReadRow, RefusedRow, read_decisions

__all__ = ["HeadingRow", "ReadRow", "Reading", "RefusedRow", "read_decisions", "text_of_file"]
