"""The link of a receipt as it is printed: in letters, and as a QR code."""

import segno

from api.tracking_answers import link_path
from engine.core.text import Frozen
from engine.service.tracking_codes import TrackingPass
from web.door import Door


class PrintedLink(Frozen, frozen=True, kw_only=True):
    """Where the link leads, by the name by which this page was opened; `picture` is a data URI."""

    address: str
    picture: str


def printed_link(door: Door, shown: TrackingPass) -> PrintedLink:
    """The link that whoever holds the receipt follows."""
    address = f"{site_of(door)}{link_path(shown.link)}"
    picture = segno.make(address, error="m").svg_data_uri(border=2, scale=4, light="#fff")
    return PrintedLink(address=address, picture=picture)


def site_of(door: Door) -> str:
    """The name by which this page was opened, without a slash at its end."""
    return str(door.request.base_url).rstrip("/")
