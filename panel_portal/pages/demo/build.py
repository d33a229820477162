"""Makes the invented record. Rows begin in their first state; every later state is reached by the verb a clerk would
take, so the demonstration cannot show what the system cannot produce. The same story always makes the same record."""

from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import dedent

import pghistory
from django.core.files.base import ContentFile
from django.db import transaction

from meetings import models, workflow
from meetings.models import Action, AgendaItem
from meetings.review.intake import keep_pasted
from panel_portal.accounts.models import User
from panel_portal.accounts.roles import ADMINISTRATOR, CLERK, MEMBER, OFFICE, give_role
from panel_portal.pages import suggesting
from panel_portal.pages.demo import following, shapes, story, voting
from panel_portal.pages.demo.asking import Asking
from panel_portal.pages.demo.deciding import Deciding
from panel_portal.pages.demo.files import make_file
from panel_portal.pages.demo.inspecting import Inspecting, at_work
from panel_portal.pages.demo.living import Living
from panel_portal.pages.demo.planning import Planning
from panel_portal.pages.demo.telling import as_day, as_html, as_moment, check
from panel_portal.pages.demo.writing import Writing
from panel_portal.records.filewords import read_new
from panel_portal.records.publication import publish, withdraw
from reports import topic_entry
from reports.models import ResponseFile

SHORT_NOTICE = "The demonstration was made less than five clear working days before this meeting."


@dataclass(frozen=True)
class Account:
    """A sign-in of the demonstration."""

    role: str
    name: str
    email: str
    password: str


# Printed by the command, so no secret: the demonstration answers only to the machine it runs on.
ACCOUNTS = (
    Account(CLERK, "Rachel Ingleby", "clerk@northmere.example", "clerk-demo-northmere"),
    Account(MEMBER, "Hannah Pryce", "member@northmere.example", "member-demo-northmere"),
    Account(OFFICE, "Simon Hartnell", "office@northmere.example", "office-demo-northmere"),
    Account(ADMINISTRATOR, "Dan Whitcombe", "admin@northmere.example", "admin-demo-northmere"),
)
THE_END = "9999-12-31"  # later than any day of the story
MEMBER_OF_ACCOUNT = "pryce"
OFFICE_OF_ACCOUNT = "commissioner"


def is_built() -> bool:
    """Whether the invented record is there, whole: it is built in one transaction."""
    return models.Body.objects.filter(slug=story.PANEL).exists()


def build(progress: Callable[[str], None] = lambda words: None) -> None:
    """Make the whole record in one transaction, so that an interruption leaves nothing behind.

    `progress` is told in a few words what is being made. The roles must have been synced.
    """
    with transaction.atomic():
        _Builder(progress).build()
        progress("The words inside the papers")
        for model in (models.PaperFile, ResponseFile):
            while read_new(model):
                pass
        suggesting.learn()


@dataclass
class _Builder(Living):
    progress: Callable[[str], None]
    authorities: dict = field(default_factory=dict)
    bodies: dict = field(default_factory=dict)
    offices: dict = field(default_factory=dict)
    members: dict = field(default_factory=dict)
    meetings: dict = field(default_factory=dict)
    items: dict = field(default_factory=dict)  # (meeting key, title)
    limbs: dict = field(default_factory=dict)  # (meeting key, title, label)
    actions: dict = field(default_factory=dict)
    papers: dict = field(default_factory=dict)  # (meeting key, title)
    taken: dict = field(default_factory=dict)  # how many steps of each action's life
    minute_number: int = 0

    def build(self) -> None:
        self.progress("Accounts")
        users = {account.role: self._enter_account(account) for account in ACCOUNTS}
        self.clerk, self.office = users[CLERK], users[OFFICE]
        with pghistory.context(user=self.clerk.pk):
            self.progress("Councils, bodies, offices and members")
            for number, (name, words) in enumerate(story.PHRASES, start=1):
                models.StockPhrase.objects.create(order=number * 10, name=name, text=words)
            self._enter_bodies()
            self._enter_offices()
            self._enter_members()
            models.MemberSignIn.objects.create(user=users[MEMBER], member=self.members[MEMBER_OF_ACCOUNT])
            models.OfficeSignIn.objects.create(user=users[OFFICE], office=self.offices[OFFICE_OF_ACCOUNT])
            self.progress("Decisions of the Commissioner")
            decisions = Deciding(self.clerk)
            decisions.build()
            # All dates first, as a council sets its calendar: "the next ordinary meeting" then has a day.
            for told in story.MEETINGS:
                if not told.called_by:
                    self._enter_meeting(told)
            for told in story.MEETINGS:
                self.progress(f"Meeting of {told.key}")
                # What stands on an agenda is what was open then: what came of actions is told day by day as well.
                self._live_until(told.key[:10])
                self._tell_meeting(told)
            self.progress("What came of each action since")
            self._live_until(THE_END)
            self._withdraw_papers()
            self._correct_minutes()
            workflow.retime_open_actions()
            self.progress("What people asked")
            asking = Asking(self.clerk, self.offices["commissioner"], self.meetings, self.actions, as_html)
            asking.build()
            self.progress("What the panel wrote")
            Writing(self.clerk, self.offices, self.meetings, self.items, as_html).build()
            following.follow(asking.questions)
            self.progress("Inspections")
            Inspecting(self.clerk, self.offices, self.items, self.actions, asking.questions).build()
            at_work(self.offices[OFFICE_OF_ACCOUNT], self.clerk, as_day("2026-11-02"))
            decisions.follow_up(self.items)
            Planning(self.clerk, self.meetings).build()
            # As the clerk does it who leaves every tick of the page of suggestions; the latest wait for whoever tries.
            for one in topic_entry.suggestions()[3:]:
                topic_entry.put_under(one.kind, one.record, one.topics)
            self.progress("Letters to those who follow it")
            following.tell_them()

    # Who is who

    def _enter_account(self, account: Account) -> User:
        user = User.objects.create_user(account.email, account.password, name=account.name)
        give_role(user, account.role)
        return user

    def _enter_bodies(self) -> None:
        for name in story.COUNCILS:
            self.authorities[name] = models.Authority.objects.create(name=name)
        self.contact = models.Contact.objects.create(**story.CONTACT)
        for told in story.BODIES:
            body = self.bodies[told.slug] = models.Body.objects.create(
                slug=told.slug,
                kind=told.kind,
                parent=self.bodies.get(told.parent),
                purpose=told.purpose,
                url=told.url,
                contact=self.contact if told.kind in {"panel", "sub_committee"} else None,
            )
            for name, short_name, from_on, until_on in told.names:
                models.BodyName.objects.create(
                    body=body, name=name, short_name=short_name, from_on=as_day(from_on), until_on=as_day(until_on)
                )
            for order, (title, kind) in enumerate(told.standing, start=1):
                models.StandingItem.objects.create(body=body, order=order * 10, title=title, kind=kind)
        for council, from_on, until_on in story.HOSTS:
            models.Hosting.objects.create(
                body=self.bodies[story.PANEL],
                authority=self.authorities[council],
                from_on=as_day(from_on),
                until_on=as_day(until_on),
            )

    def _enter_offices(self) -> None:
        for told in story.OFFICES:
            office = self.offices[told.slug] = models.Office.objects.create(
                slug=told.slug, kind=told.kind, organisation=told.organisation
            )
            for title, short_title, from_on, until_on in told.titles:
                models.OfficeTitle.objects.create(
                    office=office,
                    title=title,
                    short_title=short_title,
                    from_on=as_day(from_on),
                    until_on=as_day(until_on),
                )
            for name, from_on, until_on in told.holders:
                models.OfficeHolder.objects.create(
                    office=office, name=name, from_on=as_day(from_on), until_on=as_day(until_on)
                )

    def _enter_members(self) -> None:
        for told in story.MEMBERS:
            member = models.Member.objects.create(name=told.name, sort_name=told.sort_name, slug=told.slug)
            models.Membership.objects.create(
                member=member,
                body=self.bodies[story.PANEL],
                authority=self.authorities.get(told.council),
                kind=told.kind,
                party=told.party,
                from_on=as_day(told.from_on),
                until_on=as_day(told.until_on),
            )
            self.members[told.slug] = publish(member, by=self.clerk)
        for body, slug, kind, from_on, until_on in story.TASK_GROUP_TERMS:
            models.Membership.objects.create(
                member=self.members[slug],
                body=self.bodies[body],
                kind=kind,
                authority=self.authorities.get(next(p.council for p in story.MEMBERS if p.slug == slug)),
                from_on=as_day(from_on),
                until_on=as_day(until_on),
            )
        for body, slug, role, from_on, until_on in story.ROLES:
            models.PanelRole.objects.create(
                member=self.members[slug],
                body=self.bodies[body],
                role=role,
                from_on=as_day(from_on),
                until_on=as_day(until_on),
            )

    # Meetings

    def _enter_meeting(self, told: shapes.Meeting) -> None:
        body = self.bodies[told.body]
        meeting = self.meetings[told.key] = models.Meeting(
            body=body,
            kind=told.kind,
            starts_at=as_moment(told.key, told.starts),
            ends_at=as_moment(told.key, told.ends) if told.ends else None,
            place=told.place,
            directions=" ".join(told.directions.split()),
            remote_link=told.remote_link,
            recording_url=told.recording,
            contact=body.contact,
            purpose=" ".join(told.purpose.split()),
            called_by_limb=self.limbs[told.called_by] if told.called_by else None,
            sensitive=told.sensitive,
        )
        check(meeting)
        meeting.save()
        workflow.after_saving(meeting, new=True)
        for guest in told.guests:
            known = {"body": self.bodies.get(guest.who), "office": self.offices.get(guest.who)}
            models.Invitation.objects.create(
                meeting=meeting,
                name="" if any(known.values()) else guest.who,
                part=guest.part,
                limb=self.limbs[guest.asked_for] if guest.asked_for else None,
                **known,
            )

    def _tell_meeting(self, told: shapes.Meeting) -> None:
        if told.called_by:
            self._enter_meeting(told)
        meeting = self.meetings[told.key]
        self._enter_agenda(told, meeting)
        self._settle(told, meeting)
        self._approve_earlier_minutes(told, meeting)
        if told.minutes:
            self._write_minutes(told, meeting)
        if told.outcome in {"cancelled", "postponed"}:
            # The verb does this when the transaction ends; before actions are closed their day must be right.
            workflow.after_saving(meeting, new=False)

    def _enter_agenda(self, told, meeting) -> None:
        standing = {item.title: item for item in AgendaItem.objects.filter(meeting=meeting)}
        if told.items:
            kept = {item.title for item in told.items}
            for title in [title for title in standing if title not in kept]:
                standing.pop(title).delete()  # the clerk takes off what this agenda does not need
            AgendaItem.objects.filter(meeting=meeting).update(number="")
        planned = [item for item in told.items if not item.supplementary]
        for number, item in enumerate(planned, start=1):
            self._enter_item(told, meeting, item, number, standing.get(item.title))
        for item in planned:
            for paper in item.papers:
                if not paper.supersedes:
                    self._enter_paper(told.key, self.items[told.key, item.title], paper)
        for item in planned:
            if item.exempt:
                workflow.exempt_item(
                    self.items[told.key, item.title],
                    by=self.clerk,
                    public_title=item.exempt.public_title,
                    exempt_paragraphs=item.exempt.paragraphs,
                    exempt_reason=item.exempt.reason,
                )
        if told.outcome == "draft":
            return
        if told.outcome == "date":
            publish(meeting, by=self.clerk)
            return
        short = told.outcome == "agenda" and workflow.clear_days_left(meeting) < workflow.agenda_notice().number
        workflow.publish_agenda(meeting, by=self.clerk, short_notice_reason=SHORT_NOTICE if short else "")
        self._add_supplement(told, meeting, planned)

    def _add_supplement(self, told, meeting, planned) -> None:
        number = 0
        for item in told.items:
            number += not item.supplementary
            if item.supplementary:
                entered = self._enter_item(told, meeting, item, number, None)
                for paper in item.papers:
                    self._enter_paper(told.key, entered, paper)
                workflow.publish_item(entered, by=self.clerk)
        for item in planned:
            for paper in item.papers:
                if paper.supersedes:
                    later = self._enter_paper(told.key, self.items[told.key, item.title], paper)
                    publish(later, by=self.clerk)

    def _enter_item(self, told, meeting, item, number, standing) -> AgendaItem:
        entered = standing or AgendaItem(meeting=meeting, title=item.title)
        entered.number, entered.order, entered.kind = str(number), number * 10, item.kind
        if item.supplementary:  # between two numbers that are printed already
            entered.number, entered.order = f"{number}a", number * 10 + 5
        entered.report_of, entered.purpose = item.report_of, as_html(item.purpose)
        entered.recording_from = item.recording
        entered.standing_report = self._report(item.standing) if item.standing else None
        entered.urgent, entered.urgent_reason = bool(item.urgent), " ".join(item.urgent.split())
        entered.sensitive = item.sensitive
        check(entered)
        entered.save()
        self.items[told.key, item.title] = entered
        return entered

    def _enter_paper(self, key, item, told: shapes.Paper) -> models.Paper:
        paper = models.Paper(
            agenda_item=item,
            order=item.papers.count() + 1,
            title=told.title,
            kind=told.kind,
            author=told.author,
            dated_on=as_day(told.dated),
            url=told.url,
            supersedes=self.papers[key, told.supersedes] if told.supersedes else None,
        )
        check(paper)
        paper.save()
        self.papers[key, told.title] = paper
        if not told.url:
            content = make_file(told.form, told.title, told.author, told.text)
            document = models.PaperFile(paper=paper)
            document.take(ContentFile(content, name=f"paper.{told.form}"))
            document.save()
        if told.exempt:
            workflow.exempt_paper(
                paper,
                by=self.clerk,
                public_title=told.exempt.public_title,
                exempt_paragraphs=told.exempt.paragraphs,
                exempt_reason=told.exempt.reason,
            )
        return paper

    def _settle(self, told, meeting) -> None:
        reason = " ".join(told.outcome_reason.split())
        match told.outcome:
            case "held":
                workflow.hold(meeting, by=self.clerk)
            case "cancelled":
                workflow.cancel(meeting, by=self.clerk, note=reason)
            case "postponed":
                workflow.postpone(meeting, by=self.clerk, note=reason, later_meeting=self.meetings[told.later])
            case "adjourned":
                workflow.adjourn(meeting, by=self.clerk, note=reason, later_meeting=self.meetings[told.later])
            case "inquorate":
                workflow.find_inquorate(meeting, by=self.clerk, note=reason)

    def _approve_earlier_minutes(self, told, meeting) -> None:
        for earlier in story.MEETINGS:
            if earlier.minutes != told.key:
                continue
            minutes = workflow.approve_minutes(
                self.meetings[earlier.key].minutes,
                by=self.clerk,
                at_meeting=meeting,
                corrections_agreed=" ".join(earlier.corrections.split()),
            )
            if earlier.signed:
                chair = story.chair_on(told.body, told.key[:10])
                workflow.sign_minutes(minutes, by=self.clerk, signed_by=chair, signed_on=meeting.day)

    # Minutes

    def _write_minutes(self, told, meeting) -> None:
        minutes = meeting.minutes
        self._call_the_roll(told, minutes)
        for interest in told.interests:
            models.Declaration.objects.create(
                minutes=minutes,
                member=self.members[interest.member],
                agenda_item=self.items[told.key, interest.item],
                kind=interest.kind,
                nature=interest.nature,
                effect=interest.effect,
            )
        if told.first_minute:
            self.minute_number = told.first_minute - 1
        for item in told.items:
            if item.minute or item.resolutions:
                self._write_minute(told, minutes, item)
        if told.pasted:
            keep_pasted(meeting, dedent(told.pasted).strip(), by=self.clerk, form=models.PastedMinutes.Form.PLAIN)
        if told.minutes != "writing":
            workflow.publish_minutes(minutes, by=self.clerk)

    def _write_minute(self, told, minutes, item) -> None:
        number = ""
        if told.body == story.PANEL:
            self.minute_number += 1
            number = f"{self.minute_number}/{story.municipal_year(told.key)}"
        entered = self.items[told.key, item.title]
        minute = models.Minute.objects.create(
            minutes=minutes, agenda_item=entered, number=number, text=as_html(item.minute)
        )
        if item.exempt and item.exempt.summary:
            models.PublicSummary.objects.create(minutes=minutes, agenda_item=entered, text=as_html(item.exempt.summary))
        for order, decided in enumerate(item.resolutions, start=1):
            self._resolve(told, item, minute, order, decided)
        for promise in item.promises:
            self._raise_from_discussion(told, entered, promise)

    def _resolve(self, told, item, minute, order, decided) -> None:
        resolution = models.Resolution.objects.create(
            minute=minute,
            order=order,
            stem=decided.stem,
            mover=self.members[decided.mover] if decided.mover else None,
            seconder=self.members[decided.seconder] if decided.seconder else None,
            unanimous=decided.unanimous,
            **voting.numbers(decided, minute),
        )
        voting.keep_names(resolution, decided, self.members)
        for position, told_limb in enumerate(decided.limbs, start=1):
            limb = models.Limb.objects.create(
                resolution=resolution,
                order=position,
                label=told_limb.label,
                text=as_html(told_limb.text),
                kinds=list(told_limb.kinds),
                carried=told_limb.carried,
            )
            self.limbs[told.key, item.title, told_limb.label] = limb
            if asks := told_limb.asks:
                raised = workflow.raise_actions(limb, **self._owner(asks), **self._due(asks))
                self.actions.update(zip(asks.keys, raised, strict=True))
                self._keep_private(asks, raised)

    def _raise_from_discussion(self, told, item, promise: shapes.Ask) -> None:
        action = Action(
            kind=Action.Kind.UNDERTAKING,
            text=" ".join(promise.text.split()),
            given_in=" ".join(promise.text.split()),
            origin_item=item,
            asked_on=as_day(told.key[:10]),
            **self._owner(promise),
            **self._due(promise),
        )
        check(action)
        action.save()
        workflow.retime(action)
        self.actions[promise.keys[0]] = action
        self._keep_private(promise, [action])

    def _keep_private(self, asks, raised) -> None:
        if asks.exempt:
            for action in raised:
                workflow.exempt_action(
                    action,
                    by=self.clerk,
                    exempt_paragraphs=asks.exempt.paragraphs,
                    exempt_reason=asks.exempt.reason,
                )

    def _owner(self, asks) -> dict:
        return {"owner_office": self.offices.get(asks.owner), "owner_body": self.bodies.get(asks.owner)}

    def _due(self, asks) -> dict:
        rule = {shapes.NEXT: Action.DueRule.NEXT_ORDINARY_MEETING, shapes.NO_DATE: Action.DueRule.NONE}
        if asks.report:
            return {"due_rule": Action.DueRule.IN_REPORT, "due_report": self._report(asks.report)}
        if asks.before:
            return {
                "due_rule": Action.DueRule.BEFORE_EVENT,
                "due_event": asks.before,
                "due_event_on": as_day(asks.due),
            }
        if asks.due in rule:
            return {"due_rule": rule[asks.due]}
        return {"due_rule": Action.DueRule.ON_DATE, "due_given_on": as_day(asks.due)}

    def _report(self, name: str) -> models.StandingReport:
        return models.StandingReport.objects.get_or_create(name=name)[0]

    def _call_the_roll(self, told, minutes) -> None:
        roll = told.roll
        late, left = dict(roll.late), dict(roll.left)
        away = {**dict.fromkeys(roll.apologies, "apologies"), **dict.fromkeys(roll.absent, "absent")}
        for slug in story.sitting(told.body, told.key[:10]):
            models.Attendance.objects.create(
                minutes=minutes,
                kind=away.get(slug, "present"),
                member=self.members[slug],
                arrived_at_item=self.items[told.key, late[slug]] if slug in late else None,
                left_at_item=self.items[told.key, left[slug]] if slug in left else None,
            )
        for came, instead_of in roll.substitutes:
            models.Attendance.objects.create(
                minutes=minutes,
                kind="substitute",
                member=self.members[came],
                substitute_for=self.members[instead_of],
            )
        for slug in roll.officers:
            models.Attendance.objects.create(minutes=minutes, kind="in_attendance", office=self.offices[slug])
        for name in roll.others:
            models.Attendance.objects.create(minutes=minutes, kind="in_attendance", name=name)

    # Papers and minutes, afterwards

    def _withdraw_papers(self) -> None:
        for told in story.MEETINGS:
            for item in told.items:
                for paper in item.papers:
                    if paper.withdrawn:
                        note = " ".join(paper.withdrawn.split())
                        withdraw(self.papers[told.key, paper.title], by=self.clerk, note=note)

    def _correct_minutes(self) -> None:
        for told in story.CORRECTIONS:
            minute = models.Minute.objects.get(agenda_item=self.items[told.meeting, told.item])
            if told.said not in minute.text:
                raise LookupError(f"The minute of {told.item} does not say {told.said!r}")
            workflow.correct_minute(
                minute,
                by=self.clerk,
                new_text=minute.text.replace(told.said, told.reads),
                reason=" ".join(told.reason.split()),
                agreed_at_meeting=self.meetings[told.agreed_at] if told.agreed_at else None,
            )
