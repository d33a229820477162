"""What the worker does for questions: each night it destroys what has been kept long enough."""

import logging

from procrastinate.contrib.django import app

from questions.retention import destroy_due

log = logging.getLogger("panel_portal.questions")


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="destroy_due_details", pass_context=False)
def destroy_due_details(timestamp: int) -> str:
    said = str(destroy_due())
    log.info(said)
    return said
