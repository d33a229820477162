"""The building blocks of what the API tells."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ninja import Field, Schema

from panel_portal.records.publication import Audience, visible_rows

# Makes an address of the portal a whole one, with scheme and host.
At = Callable[[str], str]


class Problem(Schema):
    detail: str = Field(description="What is wrong, in words.")


class Link(Schema):
    """Another public record, by name and addresses."""

    id: str = Field(description="Its id within its kind.")
    kind: str = Field(description="The kind of record: the word in the address of its list.")
    title: str = Field(description="What it is called, for people.")
    url: str = Field(description="Its page.")
    api_url: str = Field(description="The same record in this API.")


class State(Schema):
    """Where something stands."""

    value: str = Field(description="The word for machines. New words may be added.")
    words: str = Field(description="The word on the pages, for people.")


class Told(Schema):
    """What is told of every record."""

    id: str = Field(description="Never changes and is never given to anything else.")
    url: str = Field(description="The page of this record, for people.")
    api_url: str = Field(description="This record in this API.")
    published_at: datetime | None = Field(
        description="When it was first published here. Empty for what is public from the moment it is entered: "
        "bodies and topics."
    )
    modified_at: datetime | None = Field(
        description="When something that is told of it last changed, as the public could see it. Words that follow "
        "from the day, such as overdue, and links to other records do not move it."
    )


class Tombstone(Schema):
    """What is left of a record that was withdrawn."""

    id: str | None = Field(
        description="Its id. In lists it is left out where ids are made of words, as those of agenda items are: the "
        "words may be why it was withdrawn."
    )
    id_sha256: str = Field(
        description="The SHA-256 of its id (UTF-8, in hexadecimal digits), by which to find it in a copy."
    )
    withdrawn_at: datetime = Field(description="When it, or what it hangs from, was withdrawn.")
    reason: str = Field(description="Why, in the words of the panel's clerk.")
    tombstone: bool = Field(True, description="Always true. A record that is there has no such field.")


def seen(related) -> Any:
    """Those of related rows, or the one related record, that the public may see."""
    return visible_rows(related, Audience.PUBLIC)


def state(record, name: str = "state") -> dict:
    return {"value": getattr(record, name), "words": getattr(record, f"get_{name}_display")()}


def in_address(reference: str) -> str:
    """An id that can stand in an address: "Q2026/017" is "Q2026-017"."""
    return reference.replace("/", "-")


def api_address(kind: str, key: str) -> str:
    return f"/api/v1/{kind}/{key}/"


def link(at: At, kind: str, key: str, title: str, address: str) -> dict:
    return {
        "id": key,
        "kind": kind,
        "title": title,
        "url": at(address),
        "api_url": at(api_address(kind, key)),
    }


def to_meeting(at: At, meeting) -> dict | None:
    if meeting is None:
        return None
    return link(at, "meetings", meeting.slug, f"Meeting of {meeting.day.isoformat()}", meeting.get_absolute_url())


def key_of_item(item) -> str:
    return f"{item.meeting.slug}.{item.slug}"


def to_item(at: At, item) -> dict | None:
    return item and link(at, "items", key_of_item(item), str(item), item.get_absolute_url())


def to_action(at: At, action) -> dict | None:
    key = action and in_address(action.reference)
    return action and link(at, "actions", key, action.reference, action.get_absolute_url())


def to_question(at: At, question) -> dict | None:
    key = question and in_address(question.reference)
    return question and link(at, "questions", key, str(question), question.get_absolute_url())


def to_report(at: At, report) -> dict | None:
    key = report and in_address(report.reference)
    return report and link(at, "reports", key, str(report), report.get_absolute_url())


def to_response(at: At, response) -> dict | None:
    key = response and in_address(response.reference)
    return response and link(at, "responses", key, response.reference, response.get_absolute_url())


def to_inspection(at: At, inspection) -> dict | None:
    return inspection and link(at, "inspections", inspection.slug, inspection.title, inspection.get_absolute_url())


def address_of_topic(topic) -> str:
    return f"/topics/{topic.slug}/"


def to_topics(at: At, record) -> list[dict]:
    """The topics under which a record stands."""
    topics = [one.topic for one in seen(record.topic_links)]
    return [link(at, "topics", topic.slug, topic.name, address_of_topic(topic)) for topic in topics]
