"""What the worker does for search: each night it learns the words of the record, and forgets what was counted long
ago."""

from procrastinate.contrib.django import app

from panel_portal.pages import suggesting


@app.periodic(cron="40 2 * * *")
@app.task(queueing_lock="learn_words", pass_context=False)
def learn_words(timestamp: int) -> int:
    suggesting.forget()
    return suggesting.learn()
