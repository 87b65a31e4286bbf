"""Where links lead somebody who follows them from the desk on."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

from django.db import connection
from django.urls import resolve, reverse

from tests.permissions.visits import Asked

LOOKS = 1
LINK = re.compile(r'<a [^>]*href="([/?][^"#]*)')  # of this site: a telephone's own addresses lead out of it


def met_behind_links(visitor, links):
    """Go LOOKS times to each name of an address, from these of the desk on; yield what is refused, fails or costs much."""
    looks, found_on = Counter(), dict.fromkeys(links, reverse("desk"))
    addresses = list(found_on)
    for address in addresses:
        path = urlsplit(address).path
        name = resolve(path).url_name
        looks[name] += 1
        if looks[name] > LOOKS:
            continue
        asked = Asked()
        with connection.execute_wrapper(asked.watch):
            response = visitor.get(address)
        if response.status_code >= 400:
            yield f"{address} gets {response.status_code}, found on {found_on[address]}"
        # A file is put together of many tables; how many queries a page may ask is for those who wait for pages.
        if asked.too_much() and not response.has_header("Content-Disposition"):
            yield f"{address} asks {asked.queries} times"
        for link in links_of(response):
            link = f"{path}{link}" if link.startswith("?") else link
            if link not in found_on:
                addresses.append(link)
                found_on[link] = address


def links_of(response):
    """Return the addresses that an answer leads to."""
    if response.status_code == 302:
        return [response.url]
    is_page = not response.streaming and response["Content-Type"].startswith("text/html")
    return map(unescape, LINK.findall(response.content.decode())) if is_page else []
