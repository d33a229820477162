"""What clerks enter and keep of what passes between panel and Commissioner."""

from reports import worklist
from reports.admin import inspections, letters, office, responses

# Each registers itself when it is imported.
__all__ = ["inspections", "letters", "office", "responses", "worklist"]
