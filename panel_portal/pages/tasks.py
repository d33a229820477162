"""What the worker does for those who follow the record: it tells what is new, and forgets who did not confirm."""

import logging

from procrastinate.contrib.django import app

from panel_portal.pages.follow.asking import destroy_what_is_over
from panel_portal.pages.follow.sending import send_letter, tell

__all__ = ["destroy_what_nobody_confirmed", "send_letter", "tell_followers"]

log = logging.getLogger("panel_portal.pages")


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_followers", pass_context=False)
def tell_followers(timestamp: int) -> int:
    return tell()


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="destroy_what_nobody_confirmed", pass_context=False)
def destroy_what_nobody_confirmed(timestamp: int) -> str:
    said = destroy_what_is_over()
    log.info(said)
    return said
