"""What the worker does for the Commissioner's office: on Monday morning it tells what waits."""

from procrastinate.contrib.django import app

from reports.digest import send_digests


@app.periodic(cron="0 7 * * 1")
@app.task(queueing_lock="tell_offices", pass_context=False)
def tell_offices(timestamp: int) -> int:
    return send_digests()
