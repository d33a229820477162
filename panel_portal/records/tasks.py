"""What the worker does: send mail, take verbs whose time has come, pick up after workers that were killed."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import builtin_tasks
from procrastinate.contrib.django import app

from panel_portal.records import holidays, revision
from panel_portal.records.mail import send_email
from panel_portal.records.scheduling import take_due

__all__ = ["gather_changes", "retry_stalled_jobs", "send_email", "take_due_verbs"]


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_due_verbs", pass_context=False)
def take_due_verbs(timestamp: int) -> int:
    holidays.reread()  # publishing an agenda counts the days before its meeting
    return take_due()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context, timestamp: int) -> None:
    """A killed worker leaves its job "doing". Every task here may be run twice, so it is simply run again."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=120):
        await app.job_manager.retry_job(job, retry_at=timezone.now() + timedelta(seconds=5))


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="gather_changes", pass_context=False)
def gather_changes(timestamp: int) -> int:
    return revision.gather()


@app.periodic(cron="30 3 * * *")
@app.task(queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context, timestamp: int) -> None:
    await builtin_tasks.remove_old_jobs(context, max_hours=24 * 14, remove_failed=False)
