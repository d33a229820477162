"""What the worker does for the Commissioner's office: on Monday morning it tells what waits; and it
reads the files of responses that have become public."""

from procrastinate.contrib.django import app

from panel_portal.records.filewords import read_new
from reports.digest import send_digests
from reports.models import ResponseFile


@app.periodic(cron="0 7 * * 1")
@app.task(queueing_lock="tell_offices", pass_context=False)
def tell_offices(timestamp: int) -> int:
    return send_digests()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="read_response_files", pass_context=False)
def read_response_files(timestamp: int) -> int:
    return read_new(ResponseFile)
