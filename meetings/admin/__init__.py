"""What clerks enter and keep. Declarations; anything longer lives in workflow/, workbench.py or records/admin.py."""

from meetings import worklist
from meetings.admin import actions, people, record

# Each registers itself when it is imported.
__all__ = ["actions", "people", "record", "worklist"]
