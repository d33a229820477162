"""The lives of actions: what the panel set itself, and each step that was taken with what it asked for."""

import datetime

from meetings import models, workflow
from meetings.models import Action
from panel_portal.pages.demo import shapes, story
from panel_portal.pages.demo.telling import as_day, check
from panel_portal.records.periods import today
from panel_portal.records.publication import publish


class Living:
    """Part of the builder (build.py), which has the records by their words in the story."""

    def _live_until(self, day: str) -> None:
        """Set the panel's own tasks and take the steps of each action that belong before `day`."""
        for asked_on, ask in story.OWN_TASKS:
            if asked_on < day and ask.keys[0] not in self.actions:
                self._set_own_task(asked_on, ask)
        # What one action leaves behind is told under a word of its own, further down.
        for key, steps in story.LIVES.items():
            while key in self.actions and self.taken.get(key, 0) < len(steps):
                number = self.taken.get(key, 0)
                on = self._day_of(key, steps, number)
                if on >= day or not self._is_public(key):
                    break
                self._take_step(key, steps[number], on)
                self.taken[key] = number + 1

    def _is_public(self, key: str) -> bool:
        """Whether an action is out: it is published with the minutes it arose in."""
        self.actions[key].refresh_from_db(fields=["publication", "reference"])
        return bool(self.actions[key].reference)

    def _day_of(self, key: str, steps, number: int) -> str:
        """The day of a step in the story. A report came ten days before the meeting that looked at it."""
        step = steps[number]
        if (
            told := getattr(step, "on", "")
            or getattr(step, "written_on", "")
            or getattr(step, "said_on", "")
            or getattr(step, "meeting", "")
        ):
            return told[:10]
        asked_on = self.actions[key].asked_on
        following = next((one.meeting for one in steps[number:] if hasattr(one, "meeting")), "")
        if isinstance(step, shapes.Report) and following:
            return max(as_day(following[:10]) - datetime.timedelta(days=10), asked_on).isoformat()
        earlier = [self._day_of(key, steps, before) for before in range(number)]
        return max([asked_on.isoformat(), *earlier])

    def _set_own_task(self, asked_on: str, ask) -> None:
        action = Action(
            kind=Action.Kind.TASK,
            text=" ".join(ask.text.split()),
            asked_on=as_day(asked_on),
            **self._owner(ask),
            **self._due(ask),
        )
        check(action)
        action.save()
        workflow.retime(action)
        self.actions[ask.keys[0]] = workflow.publish_action(action, by=self.clerk)

    def _take_step(self, key: str, step, on: str) -> None:
        action = self.actions[key]
        action.refresh_from_db()
        note = " ".join(getattr(step, "note", "").split())
        closing = {"by": self.clerk, "note": note}
        if held := getattr(step, "meeting", ""):
            closing["at_meeting"] = self.meetings[held]
        match step:
            case shapes.Progress():
                promised = as_day(step.promised) if step.promised else None
                workflow.report_progress(
                    action, by=self.office, note=note, said_on=as_day(step.said_on), promised_on=promised
                )
            case shapes.Chase():
                workflow.chase(action, waiting_until=today() + datetime.timedelta(days=12), **closing)
            case shapes.Transfer():
                workflow.transfer(action, to_office=self.offices[step.to], **closing)
            case shapes.AcceptPart():
                workflow.accept_in_part(action, what_is_left=step.left, **closing)
                self.actions[f"{key}-rest"] = action.successor
            case shapes.HandOver():
                workflow.hand_over(action, to_body=self.bodies[step.to], **closing)
                self.actions[f"{key}-rest"] = action.successor
            case shapes.Supersede():
                workflow.supersede(action, other=self.actions[step.by], **closing)
            case shapes.Merge():
                workflow.merge(action, other=self.actions[step.into], **closing)
            case shapes.Note():
                note = models.ActionNote.objects.create(
                    action=action,
                    written_on=as_day(step.written_on),
                    author=step.author,
                    text=" ".join(step.text.split()),
                )
                publish(note, by=self.clerk)
            case shapes.Report():
                workflow.report_done(
                    action,
                    by=self.clerk if action.owner_body else self.office,
                    note=note,
                    received_on=as_day(on),
                    url=step.url,
                )
            case shapes.Accept():
                workflow.accept(
                    action,
                    by=self.clerk,
                    note=" ".join(step.note.split()),
                    at_meeting=self.meetings[step.meeting],
                )
            case shapes.Reject():
                workflow.reject(
                    action, by=self.clerk, note=" ".join(step.note.split()), at_meeting=self.meetings[step.meeting]
                )
            case shapes.Drop():
                workflow.drop(
                    action, by=self.clerk, note=" ".join(step.note.split()), at_meeting=self.meetings[step.meeting]
                )
            case shapes.Reopen():
                workflow.reopen(action, by=self.clerk, note=" ".join(step.note.split()))
