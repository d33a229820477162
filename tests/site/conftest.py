"""One walk of a stranger over the public pages, for every module that promises something of them."""

import pytest
from django.test import Client

from tests import twins
from tests.crawler import PRINTED, Page, crawl


@pytest.fixture(scope="session")
def kept_walk() -> dict[str, Page]:
    """The pages of the leak crawl (test_visibility.py), which is the first of these modules; empty if it did not
    run."""
    return {}


@pytest.fixture(scope="module")
def public_pages(for_module, kept_walk) -> dict[str, Page]:
    """What a stranger can see, by address. The rows behind it may be gone."""
    if not kept_walk:
        twins.build()
        return crawl(Client(), files=0)
    return {address: page for address, page in kept_walk.items() if not PRINTED.match(address)}
