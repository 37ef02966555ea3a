"""The report of a case on paper: as text for any reader, and as a PDF."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files as resources

import segno
from msgspec.structs import replace

from api.case_report import CaseReport, Manner, Section, report_on
from api.case_report_words import LABELS, README
from api.glossary import in_language
from engine.actions.template_reading import TemplateFault
from engine.actions.typesetting_order import Order
from engine.service.bundle_contents import Contents
from engine.service.bundles import Papers, Write
from engine.service.database import Database

_NAME = "case_report"
_TEMPLATE = "case_report.typ.j2"
_WIDE = 96
_MOST_ROWS = 1000
"""Of one table in the PDF: a book of it helps nobody, and setting it has its limits."""

_NOT_IN_THE_FONT = re.compile(r"[^\n -~\u00a0-\u024f\u2010-\u2027\u2190-\u2193]")


def papers_of(database: Database, manner: Manner) -> Write:
    """What writes the papers of a case into its bundle."""

    def write(contents: Contents) -> Papers:
        report = report_on(database, contents, manner)
        readme = README.format(case=contents.case)
        return Papers(text=as_text(report), pdf=as_pdf(report), readme=readme)

    return write


def as_text(report: CaseReport) -> str:
    """The report for a reader of plain text."""
    lines = [report.title.upper(), report.subtitle, report.office, ""]
    for section in report.sections:
        lines += [section.title, "-" * len(section.title), *_lines(section), ""]
    for paragraph in (report.remark, report.how):
        lines += [*textwrap.wrap(paragraph, _WIDE), ""]
    return "\n".join([*lines, report.code, ""])


def _lines(section: Section) -> Iterator[str]:
    if not section.rows:
        yield section.empty
    for row in section.rows:
        if section.kind == "facts":
            yield from _wrapped(f"{row[0]}: {row[1]}")
        else:
            named = zip(section.columns, row, strict=True)
            yield from _wrapped("* " + "; ".join(f"{name}: {said}" for name, said in named if said))


def _wrapped(line: str) -> list[str]:
    """The line in lines that fit, without characters that could steer a terminal."""
    harmless = "".join(one if one.isprintable() else " " for one in line)
    return textwrap.wrap(
        harmless, _WIDE, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def as_pdf(report: CaseReport) -> bytes:
    """The report as PDF/A; the same report gives the same bytes.

    Letters that no font has are left out of it where they would keep it from being made.

    Raises:
        ChildProcessError: the process that set it was ended from outside.
    """
    from engine.actions.typesetting_apart import set_apart  # noqa: PLC0415  # loads Jinja2

    order = Order(
        name=_NAME,
        templates={_NAME: resources("api").joinpath(_TEMPLATE).read_text(encoding="utf-8")},
        facts=_facts(_shortened(report)),
        title=f"{report.title} {report.case}",
        at=report.at,
    )
    try:
        return set_apart(order)[0]
    except TemplateFault:
        remark = f"{report.remark} {_label('plain', report)}"
        return set_apart(replace(order, facts=_plain({**order.facts, "remark": remark})))[0]


def _shortened(report: CaseReport) -> CaseReport:
    """The report with the beginning of tables that are too long for paper."""
    if all(len(one.rows) <= _MOST_ROWS for one in report.sections):
        return report
    sections = tuple(replace(one, rows=one.rows[:_MOST_ROWS]) for one in report.sections)
    cut = _label("cut", report).format(most=_MOST_ROWS)
    return replace(report, sections=sections, remark=f"{report.remark} {cut}")


def _label(name: str, report: CaseReport) -> str:
    return in_language(LABELS[name], report.language)


def _facts(report: CaseReport) -> dict[str, object]:
    """The report as the template reads it: nothing but text, by number."""
    return {
        "heading": report.title,
        "subtitle": report.subtitle,
        "office": report.office,
        "case": report.case,
        "remark": report.remark,
        "how": report.how,
        "lang": report.language,
        "page": _label("page", report),
        "of": _label("of", report),
        "qr": segno.make(report.code, error="m", micro=False).svg_inline(border=2, light="#fff"),
        "sections": _numbered(
            {
                "kind": one.kind,
                "title": one.title,
                "empty": "" if one.rows else one.empty,
                "columns": _numbered(one.columns),
                "rows": _numbered(_numbered(row) for row in one.rows),
            }
            for one in report.sections
        ),
    }


def _numbered(values: Iterable[object]) -> dict[str, object]:
    return {f"{n:05}": value for n, value in enumerate(values)}


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    """The same in letters that the font is sure to have."""
    return {
        name: _plain(value) if isinstance(value, dict) else _NOT_IN_THE_FONT.sub("?", str(value))
        for name, value in facts.items()
    }
