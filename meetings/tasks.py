"""What the worker does for meetings: it reads the papers that have become public, so that they can be searched.

A paper becomes public in several ways (with its meeting, by itself, back from a withdrawal, no longer exempt); what is
public and not read yet is one question to the database, so it is asked each minute instead of hung on each of them.
"""

from procrastinate.contrib.django import app

from meetings.models import PaperFile
from panel_portal.records.filewords import read_new


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="read_papers", pass_context=False)
def read_papers(timestamp: int) -> int:
    return read_new(PaperFile)
