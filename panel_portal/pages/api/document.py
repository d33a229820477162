"""The operations of the API, two for each kind of record, and the OpenAPI document that describes them."""

import django_filters
from django.conf import settings
from django.http import Http404, JsonResponse
from django.urls import reverse
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from pydantic import create_model

from panel_portal.pages.api import bodies, listing, meetings, questions, reports
from panel_portal.pages.api.http import refusal
from panel_portal.pages.api.kinds import Kind
from panel_portal.pages.api.told import Problem, Tombstone

KINDS = (*bodies.KINDS, *meetings.KINDS, *questions.KINDS, *reports.KINDS)
PAGING = ("limit", "cursor", "modified_since")

ABOUT = """The public record of the panel: its meetings, what it decided and asked for, public questions, and what \
came back. Everything here is also on the pages of the portal, and nothing is here that is not there.

**Reading it.** Nobody has to register. Every answer is the same for everybody. Ask with GET; send the ETag of the \
answer you have in If-None-Match, and you are told 304 if nothing has changed.

**Lists** come in pages. Follow `next` until it is null. Rows that are added while you walk do not move others from \
one page to the next.

**Keeping a copy.** Note the time, walk each list once, and from then on ask for `modified_since` that time, minus a \
minute. You get what is new, what changed, and tombstones of what was withdrawn. What becomes not for publication \
under Schedule 12A to the Local Government Act 1972 leaves no tombstone: walk the whole list again now and then.

**What we promise.** Within /api/v1/ no field is taken away or changes its meaning. Fields, words in lists of values, \
and parameters may be added. An id is never given to anything else."""

api = NinjaAPI(
    title="Panel Portal: the public record",
    version="1.0",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    openapi_extra={
        "info": {
            "license": {"name": "Open Government Licence v3.0", "identifier": "OGL-UK-3.0"},
            "contact": {"name": "The panel's clerk", "email": settings.FEEDBACK_EMAIL},
        },
        "externalDocs": {"url": "/data/", "description": "The same in fewer words, with the lists as CSV."},
        "tags": [{"name": kind.name, "description": kind.about} for kind in KINDS],
    },
)


@api.exception_handler(ValidationError)
def not_valid(request, refused):
    first = refused.errors[0]
    return refusal(400, f"“{first['loc'][-1]}”: {first['msg']}.")


@api.exception_handler(listing.Refused)
def refused_in_words(request, refused):
    return refusal(400, str(refused))


@api.exception_handler(Http404)
def unknown(request, missing):
    return refusal(404, "No public record has this id.")


@api.exception_handler(listing.Withdrawn)
def withdrawn(request, gone):
    return api.create_response(request, gone.tombstone, status=410)


def parameters(kind: Kind) -> list[dict]:
    """The filters of the list on the pages, for the document."""
    if kind.filters is None:
        return []
    told = []
    for name, narrowing in kind.filters.base_filters.items():
        schema = {"type": "string"}
        choices = narrowing.extra.get("choices")
        if isinstance(narrowing, django_filters.ChoiceFilter) and choices:
            schema["enum"] = [str(value) for value, *_ in getattr(choices, "choices", choices)]
        elif name == "year":
            schema |= {"pattern": r"^\d{4}$", "examples": ["2026"]}
        elif name == "owner" or isinstance(narrowing, django_filters.ModelChoiceFilter):
            schema["description"] = "The id of one that occurs."
        words = f"Only these: {str(narrowing.label or name).lower()}. As on the page of the list."
        told.append({"in": "query", "name": name, "required": False, "schema": schema, "description": words})
    return told


REFUSALS = {400: Problem, 404: Problem}
UNCHANGED = {"304": {"description": "Unchanged since the answer whose ETag was sent in If-None-Match."}}
ETAG = {"ETag": {"description": "Changes with the answer.", "schema": {"type": "string"}}}


def _register(kind: Kind) -> None:
    results = list[kind.schema | Tombstone] if kind.may_be_gone else list[kind.schema]
    words = "In the order of entry, or of change where “modified_since” is asked."
    pages = create_model(
        f"{kind.schema.__name__}Page",
        __base__=Schema,
        results=(results, Field(description=words)),
        next=(str | None, Field(description="The address of the next page; null on the last.")),
    )

    def listed(
        request,
        limit: int = Query(listing.USUAL, ge=1, le=listing.MOST, description="How many at most on a page."),
        cursor: str = Query("", description="From “next” of the page before."),
        modified_since: str = Query(
            "",
            description="Only what changed at or after this moment, with its time zone: 2026-09-14T10:30:00Z.",
            format="date-time",
        ),
    ):
        chosen = {name: value for name, value in request.GET.items() if name not in PAGING and value}
        results, following = listing.page(
            kind,
            request.build_absolute_uri,
            limit=limit,
            cursor=cursor,
            modified_since=modified_since,
            chosen=chosen,
        )
        query = request.GET.copy()
        query["cursor"] = following
        address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        return {"results": results, "next": address if following else None}

    def detail(request, key: str = Path(..., description="Its id.", examples=[kind.example])):
        return listing.one(kind, request.build_absolute_uri, key)

    answers = {"responses": {"200": {"headers": ETAG}, **UNCHANGED}}
    api.get(
        f"/{kind.name}/",
        response={200: pages, **REFUSALS},
        operation_id=f"list_{kind.name}",
        summary=f"{kind.name.capitalize()}, page by page",
        description=kind.about,
        tags=[kind.name],
        url_name=f"{kind.name}-list",
        openapi_extra={"parameters": parameters(kind), **answers},
    )(listed)
    api.get(
        f"/{kind.name}/{{key}}/",
        response={200: kind.schema, **REFUSALS, **({410: Tombstone} if kind.may_be_gone else {})},
        operation_id=f"get_{kind.name}",
        summary=f"One {kind.one}",
        description=kind.about,
        tags=[kind.name],
        url_name=f"{kind.name}-detail",
        openapi_extra=answers,
    )(detail)


for each in KINDS:
    _register(each)


def openapi() -> dict:
    """The document."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


def index(request):
    """What there is, for somebody who begins at the top."""
    told = {"openapi": reverse("api:openapi"), "about": reverse("data")} | {
        kind.name: reverse(f"api:{kind.name}-list") for kind in KINDS
    }
    return JsonResponse({name: request.build_absolute_uri(address) for name, address in told.items()})


def openapi_json(request):
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


KNOWN = {f"{kind.name}-list": (*PAGING, *(one["name"] for one in parameters(kind))) for kind in KINDS}
