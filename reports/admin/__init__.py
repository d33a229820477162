"""What clerks enter and keep of what passes between panel and Commissioner."""

from reports import reading, worklist
from reports.admin import decisions, inspections, letters, office, responses, year

# Each registers itself when it is imported, also what fills an item of an agenda (`reading`): every process, the
# worker too, imports the admin.
__all__ = ["decisions", "inspections", "letters", "office", "reading", "responses", "worklist", "year"]
