"""Addresses of the API. They are permanent: a record's address leads to it or says that it was withdrawn."""

from django.urls import path, re_path

from panel_portal.pages.api.document import KNOWN, api, index, openapi_json
from panel_portal.pages.api.http import not_there, served

app_name = "api"
urlpatterns = [
    path("v1/", served(index), name="index"),
    path("v1/openapi.json", served(openapi_json), name="openapi"),
    *(
        path(f"v1/{one.pattern}", served(one.callback, KNOWN.get(one.name, ())), name=one.name)
        for one in api.urls[0]
        if one.name != "api-root"
    ),
    # What is not there is told as JSON, too. Without its last slash an address is first tried with it.
    re_path(r"^.*/$", served(not_there)),
]
