"""Checkpoints of a small office, for tests."""

from datetime import timedelta
from pathlib import Path

from offices import MONDAY, Office

from engine.service import checkpoints
from engine.service.checkpoints import Publication, SignedCheckpoint
from engine.service.published import PUBLISHED

ORIGIN = "alur.kota.example"
DAY = timedelta(days=1)


def take(office: Office, reports: Path | None = None, **after: float) -> SignedCheckpoint:
    at = MONDAY + timedelta(**after)
    return checkpoints.take(office.database, at=at, origin=ORIGIN, folder=reports)


def lines(reports: Path) -> str:
    return (reports / PUBLISHED).read_text("utf-8")


def place_of(reports: Path | None) -> Publication:
    return Publication(origin=ORIGIN, folder=reports)
