"""What came of each action, step by step, and the tasks the panel set itself."""

from panel_portal.pages.demo.shapes import Accept, Note, Report

LIVES = {
    "seven-promises": (
        Note("2024-10-29", "Chief Executive's office", "The list is with the printers."),
        Report("The list was published on the Commissioner's site on 31 October 2024."),
        Accept("2024-11-25", "The Panel has read the list."),
    ),
}
OWN_TASKS = ()
