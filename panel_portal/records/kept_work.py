"""Work in progress: what a form holds is kept while it is typed, and offered again when the page is next opened."""

from datetime import timedelta

from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from panel_portal.records.models import KeptWork

LARGEST = 2_000_000  # characters; a minute of 100 pages has 300,000
RECENT = timedelta(minutes=20)
NOT_KEPT = ("csrfmiddlewaretoken",)


def keep(request, page):
    """Keep the body of a form as it stands (POST from the page's script), or throw it away (POST with `forget`)."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if "forget" in request.POST:
        forget(request.user, page)
        back = request.POST.get("back", "")
        return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, None) else reverse("admin:index"))
    sent = request.POST.copy()
    for name in NOT_KEPT:
        sent.pop(name, None)
    fields = sent.urlencode().replace("%00", "")
    if len(fields) > LARGEST:
        return JsonResponse({"refused": "There is too much on this page to keep by itself. Save it."}, status=413)
    now = timezone.now()
    KeptWork.objects.update_or_create(user=request.user, page=page, defaults={"fields": fields, "kept_at": now})
    others = [str(work.user) for work in _beside(request.user, page)]
    return JsonResponse({"at": f"{timezone.localtime(now):%H:%M}", "others": others})


def of(user, page: str) -> KeptWork | None:
    """What `user` left unsaved on this page, or None."""
    return KeptWork.objects.filter(user=user, page=page).first()


def fields_of(work: KeptWork) -> QueryDict:
    return QueryDict(work.fields)


def forget(user, page: str) -> None:
    """The page was saved, or what was kept is not wanted."""
    KeptWork.objects.filter(user=user, page=page).delete()


def at_work(user, page: str) -> list[str]:
    """Who else has typed into this page within the last twenty minutes without saving."""
    return [str(work.user) for work in _beside(user, page)]


def _beside(user, page: str):
    recent = KeptWork.objects.filter(page=page, kept_at__gte=timezone.now() - RECENT)
    return recent.exclude(user=user).select_related("user")
