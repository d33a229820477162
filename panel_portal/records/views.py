"""The only doors to what is public: a list, a record, its preview, a file.

Public views derive from these and only `refine()` what they are given. A page is the same for a clerk and for a
stranger; the preview is the one place that shows more, at an address of its own inside the admin.
"""

import hashlib

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.cache import caches
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.generic import DetailView
from django_filters.views import FilterView

from panel_portal.records import rendering, revision
from panel_portal.records.periods import today
from panel_portal.records.publication import Audience, PublicRecord
from panel_portal.records.sheets import Sheet


class Gone(Exception):
    """The record was public and has been withdrawn."""

    def __init__(self, record):
        super().__init__(str(record.pk))
        self.record = record


def withdrawn_above(record):
    """The withdrawn record because of which this one is gone: itself, or what it hangs from; None if there is none."""
    if isinstance(record, PublicRecord) and record.withdrawn_at:
        return record
    for path in (*record.public_through, *record.public_after):
        above = record
        for name in path.split("__"):
            above = above and getattr(above, name)
        if above is not None and (found := withdrawn_above(above)):
            return found
    return None


def gone_page(request, record):
    """410, with what it was, the reason and the day."""
    return render(
        request,
        "410.html",
        {
            "record_name": record._meta.verbose_name,
            "reason": record.withdrawn_reason,
            "withdrawn_on": record.withdrawn_at,
        },
        status=410,
    )


# What is kept of one answer, in bytes; a longer one is made anew each time. With the 400 answers that
# settings.CACHES["pages"] keeps it bounds the memory of one process: 50 MB.
LONGEST_KEPT = 128 * 1024


class Revalidated:
    """A public page that is the same for everybody: it has an ETag, and while nothing that is public changes it is not
    made again. Whoever is signed in, or has a message waiting, gets it made for them alone."""

    audience = Audience.PUBLIC

    def dispatch(self, request, *args, **kwargs):
        if self.audience is not Audience.PUBLIC or request.method not in {"GET", "HEAD"}:
            return super().dispatch(request, *args, **kwargs)
        if request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}:
            response = super().dispatch(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        # Asked before the page is made: what changes meanwhile makes the page newer than its ETag, never older.
        etag = revision.validator()
        if unchanged := get_conditional_response(request, etag=etag):
            return self._as_revalidated(unchanged, etag)
        key = hashlib.sha256(f"{etag} {request.build_absolute_uri()}".encode()).hexdigest()
        kept = caches["pages"].get(key)
        if kept is not None:
            content, headers = kept
            return self._as_revalidated(HttpResponse(content, headers=headers), etag)
        with revision.known(etag):
            response = super().dispatch(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            if hasattr(response, "render"):
                response.render()
        if not response.streaming and len(response.content) <= LONGEST_KEPT:
            caches["pages"].set(key, (response.content, dict(response.headers)))
        return self._as_revalidated(response, etag)

    def _as_revalidated(self, response, etag):
        response["ETag"] = etag
        patch_cache_control(response, public=True, no_cache=True)
        return response


class PublicDoor(Revalidated):
    """What both public doors share: the audience, and rows filtered for it."""

    section = ""

    def get_queryset(self):
        return self.refine(self.model.objects.visible_to(self.audience))

    def refine(self, rows):
        """Order, prefetch or narrow what may be seen. Never widen it."""
        return rows

    def get_context_data(self, **kwargs):
        return super().get_context_data(audience=self.audience, section=self.section, **kwargs)


class KeysFirst(Paginator):
    """Pages whose rows are read by their keys, once these are known: where the order of a list follows from other
    tables, the database would else carry every column of every row, and of what it hangs from, through the sort."""

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        return self._get_page(list(self.object_list.filter(pk__in=keys)), number, self)


class PublicList(PublicDoor, FilterView):
    """A list of public records, filtered by a django-filter FilterSet, in pages."""

    paginate_by = 40
    strict = False

    def get_paginator(self, rows, per_page, **kwargs):
        paginator = super().get_paginator(rows, per_page, **kwargs)
        if self.audience is Audience.PUBLIC:
            chosen = {name: self.filterset.data.get(name) for name in sorted(self.filterset.filters)}
            paginator.count = revision.kept(f"rows of {type(self).__qualname__} {self.kwargs} {chosen}", rows.count)
        return paginator

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        query = self.request.GET.copy()
        query.pop("page", None)
        return {**context, "query": query.urlencode()}


class PublicSheet(PublicList):
    """The same list as a spreadsheet file: all rows as filtered, not a page of them."""

    paginate_by = None
    sheet: Sheet

    def render_to_response(self, context, **kwargs):
        if self.filterset.is_bound and not self.filterset.is_valid():
            # A page shows beside its list what it could not narrow by; a file of other rows would say nothing.
            labels = ", ".join(str(self.filterset.filters[name].label or name) for name in self.filterset.errors)
            words = f"This list cannot be narrowed as its address asks: {labels}.\n"
            return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
        return as_sheet(self.sheet.csv(context["object_list"]), f"{self.sheet.name}-{today().isoformat()}")


def as_sheet(content: bytes, filename: str) -> HttpResponse:
    """CSV to be saved under a name, which is given without its ending."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


class PublicDetail(PublicDoor, DetailView):
    """One public record: 200, or 410 with the reason if it was withdrawn, or 404."""

    def find(self, rows):
        """The one row of `rows` that the address names. Raises ObjectDoesNotExist."""
        return rows.get(slug=self.kwargs["slug"])

    def get_object(self, queryset=None):
        try:
            return self.find(self.get_queryset())
        except ObjectDoesNotExist:
            pass
        try:
            record = self.find(self.model.objects.public_or_gone())
        except ObjectDoesNotExist:
            raise Http404 from None
        withdrawn = withdrawn_above(record)
        if withdrawn is None:
            raise Http404
        raise Gone(withdrawn)

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Gone as gone:
            return gone_page(request, gone.record)


class Preview(PermissionRequiredMixin, PublicDetail):
    """A page as the public will see it once its drafts are published. Only for whoever may publish."""

    audience = Audience.PREVIEW
    permission_required = "records.publish_record"

    def find(self, rows):
        return rows.get(pk=self.kwargs["pk"])

    def get_object(self, queryset=None):
        try:
            return self.find(self.get_queryset())
        except ObjectDoesNotExist:
            raise Http404 from None

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_preview=True, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response


class PublicDownload(PublicDetail):
    """The file of a public record. There is no other way to a file.

    An address with a stale name redirects to the present one, so that a link in an old e-mail still arrives.
    """

    def respond(self, request, document):
        if self.kwargs["name"] != document.filename:
            return HttpResponsePermanentRedirect(document.get_absolute_url())
        return FileResponse(
            document.file.open("rb"),
            # What a browser can show safely it may show; anything else is saved.
            as_attachment=document.media_type not in {"application/pdf", "image/png", "image/jpeg"},
            filename=document.filename,
            content_type=document.media_type,
        )

    def get(self, request, *args, **kwargs):
        try:
            document = self.get_object()
        except Gone as gone:
            return gone_page(request, gone.record)
        return self.respond(request, document)


class PublicPrint(PublicDetail):
    """A public record as it is printed: a page at `…/name/`, and the same words as files at `…/name.pdf` and
    `…/name.docx`."""

    template_name = "records/printed.html"

    def printed(self, record):
        """The document, as `records.printed.Printed`, from what this door's audience may see."""
        raise NotImplementedError

    def trail(self, record) -> list[tuple[str, str]]:
        """The pages above this one: words and address."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        return super().get_context_data(printed=self.printed(self.object), trail=self.trail(self.object), **kwargs)

    def render_to_response(self, context, **kwargs):
        address = self.request.path.rstrip("/")
        form = self.kwargs.get("form")
        if form is None:
            return super().render_to_response({**context, "address": address}, **kwargs)
        write, media_type = rendering.FORMS[form]
        try:
            content = write(context["printed"])
        except rendering.CannotRender:
            page = {"address": address.removesuffix(f".{form}"), "section": self.section}
            return render(self.request, "records/cannot_render.html", page, status=503)
        return HttpResponse(
            content,
            content_type=media_type,
            headers={"Content-Disposition": f'inline; filename="{context["printed"].filename}.{form}"'},
        )
