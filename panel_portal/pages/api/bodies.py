"""What the API tells of bodies and of their members."""

from datetime import date

from ninja import Field, Schema

from meetings.models import (
    Body,
    BodyName,
    Member,
    Membership,
    PanelRole,
)
from panel_portal.pages.api.kinds import Kind, by_slug
from panel_portal.pages.api.told import (
    At,
    Link,
    State,
    Told,
    link,
    seen,
    state,
)
from panel_portal.records.stamps import Source

# Bodies ---------------------------------------------------------------------------------------------------


class NameOfBody(Schema):
    name: str
    short_name: str
    from_on: date | None
    until_on: date | None


class BodyTold(Told):
    name: str = Field(description="What it is called today.")
    kind: State
    purpose: str
    names: list[NameOfBody] = Field(description="What it was called, and when.")


def key_of_body(body) -> str:
    return body.slug


def to_body(at: At, body, name: str) -> dict:
    return link(at, "bodies", body.slug, name, f"/meetings/?body={body.slug}")


def tell_bodies(bodies, at: At) -> list[dict]:
    return [
        {
            **to_body(at, body, body.name_then or body.slug),
            "name": body.name_then or body.slug,
            "kind": state(body, "kind"),
            "purpose": body.purpose,
            "names": [
                {"name": one.name, "short_name": one.short_name, "from_on": one.from_on, "until_on": one.until_on}
                for one in seen(body.names)
            ],
        }
        for body in bodies
    ]


BODIES = Kind(
    name="bodies",
    one="body",
    about="The panel, its sub-committees, and other bodies whose meetings it lists.",
    model=Body,
    schema=BodyTold,
    loaded=lambda rows: rows.with_names().with_visible("names"),
    tell=tell_bodies,
    key=key_of_body,
    find=by_slug,
    sources=(
        Source(Body, ("kind", "slug", "purpose")),
        Source(BodyName, ("name", "short_name", "from_on", "until_on"), "body"),
    ),
    example="panel",
)

# Members --------------------------------------------------------------------------------------------------


class Term(Schema):
    body: Link
    kind: State
    authority: str = Field(description="The council that appointed the member; empty for an independent member.")
    party: str
    from_on: date | None
    until_on: date | None = Field(description="The last day; empty while it lasts.")


class Role(Schema):
    body: Link
    role: State
    from_on: date | None
    until_on: date | None


class MemberTold(Told):
    name: str
    sort_name: str
    terms: list[Term]
    roles: list[Role] = Field(description="When the member was in the chair, or vice-chair, of a body.")


def _name_of_body(body) -> str:
    """What a body is called today, from the names that were loaded with it."""
    return str(body)


def tell_members(members, at: At) -> list[dict]:
    return [
        {
            "id": member.slug,
            "url": at(member.get_absolute_url()),
            "name": member.name,
            "sort_name": member.sort_name,
            "terms": [
                {
                    "body": to_body(at, term.body, _name_of_body(term.body)),
                    "kind": state(term, "kind"),
                    "authority": str(term.authority or ""),
                    "party": term.party,
                    "from_on": term.from_on,
                    "until_on": term.until_on,
                }
                for term in seen(member.memberships)
            ],
            "roles": [
                {
                    "body": to_body(at, role.body, _name_of_body(role.body)),
                    "role": state(role, "role"),
                    "from_on": role.from_on,
                    "until_on": role.until_on,
                }
                for role in seen(member.roles)
            ],
        }
        for member in members
    ]


MEMBERS = Kind(
    name="members",
    one="member",
    about="Who sits, sat or may stand in on the panel, with their terms.",
    model=Member,
    schema=MemberTold,
    loaded=lambda rows: rows.with_visible("memberships__authority", "memberships__body__names", "roles__body__names"),
    tell=tell_members,
    key=key_of_body,
    find=by_slug,
    sources=(
        Source(Member, ("name", "sort_name", "slug")),
        Source(Membership, ("body_id", "kind", "authority_id", "party", "from_on", "until_on"), "member"),
        Source(PanelRole, ("body_id", "role", "from_on", "until_on"), "member"),
    ),
    example="ruth-okafor",
    has_words_for_ids=True,
)


KINDS = (BODIES, MEMBERS)
