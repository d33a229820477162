"""What the worker does for those who follow the record and those who search it: it tells what is new and forgets who
did not confirm; each night it learns the words of the record."""

import logging

from procrastinate.contrib.django import app

from panel_portal.pages import suggesting
from panel_portal.pages.follow.asking import destroy_what_is_over
from panel_portal.pages.follow.sending import send_letter, tell

__all__ = ["destroy_what_nobody_confirmed", "learn_words", "send_letter", "tell_followers"]

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


@app.periodic(cron="40 2 * * *")
@app.task(queueing_lock="learn_words", pass_context=False)
def learn_words(timestamp: int) -> int:
    suggesting.forget()
    return suggesting.learn()
