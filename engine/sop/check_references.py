"""Do the things exist that a definition refers to by key, and is each declared once?"""

import re
from collections.abc import Iterator

from engine.core.errors import Finding
from engine.sop.document import FieldShape
from engine.sop.graph import Path, Row
from engine.sop.subject import Subject, hint_among
from engine.sop.timing import told_roles


def check_references(subject: Subject) -> Iterator[Finding]:
    """Registers, roles, called SOPs, fields; ids that are used twice."""
    yield from _version_in_name(subject)
    yield from _registers(subject)
    for row in subject.outline.rows:
        yield from _role(subject, row)
        yield from _call(subject, row)
        yield from _fields_named(subject, row)
        yield from _other_rows(subject, row)
    yield from _told(subject)
    yield from _requirements(subject)
    yield from _questions(subject)


def forms(subject: Subject) -> Iterator[tuple[Path, tuple[FieldShape, ...]]]:
    """Every form with its place: the one at the opening first, then those of the rows."""
    yield ("form",), subject.document.form
    for row in subject.outline.rows:
        yield (*row.path, "form"), row.shape.form


def _version_in_name(subject: Subject) -> Iterator[Finding]:
    """A copied file whose version was not raised would be taken for the one it was copied from."""
    named = re.search(r"(?:^|/)v([0-9]{1,4})\.ya?ml$", subject.file)
    version = subject.document.version
    if named and int(named[1]) != version:
        message = f"the file is called v{named[1]}, the definition says version {version}"
        hint = f"Write `version: {int(named[1])}`, or call the file v{version}.yaml."
        yield subject.finding("SOP317", ("version",), message, hint=hint)


def _registers(subject: Subject) -> Iterator[Finding]:
    document, registers = subject.document, subject.registers
    unit = document.identity.unit
    if unit not in registers.units:
        hint = _or_register(hint_among(unit, registers.units), "units")
        message = f"the unit `{unit}` is not in the register"
        yield subject.finding("SOP305", ("identity", "unit"), message, hint=hint)
    yield from _calendar(subject)
    yield from _retention(subject)
    for index, key in enumerate(document.identity.legal_basis):
        if key not in registers.regulations:
            path = ("identity", "legal_basis", index)
            hint = _or_register(hint_among(key, registers.regulations), "regulations")
            message = f"the regulation `{key}` is not in the register"
            yield subject.finding("SOP304", path, message, hint=hint)


def _or_register(near: str, register: str) -> str:
    """Whoever writes a new SOP more often has to register something than misspelt it."""
    add = f"dd it to `{register}` in registers.yaml."
    return f"{near} Or a{add}" if near else f"A{add}"


def _calendar(subject: Subject) -> Iterator[Finding]:
    document, calendars = subject.document, subject.registers.calendars
    unit = subject.registers.units.get(document.identity.unit)
    if document.calendar is not None and document.calendar not in calendars:
        message = f"the calendar `{document.calendar}` is not in the register"
        hint = hint_among(document.calendar, calendars)
        yield subject.finding("SOP303", ("calendar",), message, hint=hint)
    if document.calendar is None and unit is not None and unit.calendar not in calendars:
        message = f"the unit's calendar `{unit.calendar}` is not in the register"
        yield subject.finding("SOP303", ("identity", "unit"), message)


def _retention(subject: Subject) -> Iterator[Finding]:
    named, classes = subject.document.retention, subject.registers.retention
    if named is not None and named not in classes:
        message = f"the retention class `{named}` is not in the register"
        hint = _or_register(hint_among(named, classes), "retention")
        yield subject.finding("SOP328", ("retention",), message, hint=hint)


def _role(subject: Subject, row: Row) -> Iterator[Finding]:
    role, known = row.shape.role, subject.document.roles
    if role is not None and role not in known:
        message = f"`{role}` is not a role of this SOP"
        yield subject.finding("SOP301", (*row.path, "role"), message, hint=hint_among(role, known))


def _told(subject: Subject) -> Iterator[Finding]:
    known = subject.document.roles
    for path, role in told_roles(subject.document):
        if role not in known:
            message = f"`{role}` is not a role of this SOP"
            yield subject.finding("SOP301", path, message, hint=hint_among(role, known))


def _call(subject: Subject, row: Row) -> Iterator[Finding]:
    called, known = row.shape.call, subject.registers.sops
    if called is None:
        return
    if called == subject.document.sop:
        message = "this SOP calls itself, and so would never end"
        yield subject.finding("SOP316", (*row.path, "call"), message)
    elif called not in known:
        message, hint = f"there is no SOP `{called}`", hint_among(called, sorted(known))
        yield subject.finding("SOP309", (*row.path, "call"), message, hint=hint)


def _fields_named(subject: Subject, row: Row) -> Iterator[Finding]:
    known = [field.id for _, fields in forms(subject) for field in fields]
    named: list[tuple[Path, str]] = [
        ((*row.path, "passes", index), name) for index, name in enumerate(row.shape.passes)
    ]
    if row.shape.wait is not None and row.shape.wait.until is not None:
        named.append(((*row.path, "wait", "until"), row.shape.wait.until))
    for path, name in named:
        if name not in known:
            message = f"no form asks for `{name}`"
            yield subject.finding("SOP310", path, message, hint=hint_among(name, known))


def _other_rows(subject: Subject, row: Row) -> Iterator[Finding]:
    for index, other in enumerate(row.shape.not_same_person_as):
        if other not in subject.rows:
            path = (*row.path, "not_same_person_as", index)
            hint = hint_among(other, subject.rows)
            yield subject.finding("SOP302", path, f"there is no row `{other}`", hint=hint)


def _requirements(subject: Subject) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, requirement in enumerate(subject.document.requirements):
        if requirement.id in seen:
            message = f"the requirement `{requirement.id}` is listed twice"
            yield subject.finding("SOP312", ("requirements", index, "id"), message)
        seen.add(requirement.id)


def _questions(subject: Subject) -> Iterator[Finding]:
    """A field is one question of the SOP, wherever it is asked."""
    first: dict[str, tuple[Path, FieldShape]] = {}
    for form, fields in forms(subject):
        for index, field in enumerate(fields):
            if field.id in first:
                yield _asked_again(subject, (*form, index), field, first[field.id])
            else:
                first[field.id] = (form, field)


def _asked_again(
    subject: Subject, path: Path, field: FieldShape, first: tuple[Path, FieldShape]
) -> Finding:
    form, asked = first
    at, name = (*path, "id"), field.id
    if form == path[:-1]:
        return subject.finding("SOP313", at, f"this form asks for `{name}` twice")
    line = subject.line(form)
    if asked.type is not field.type:
        message = f"`{name}` is {field.type} here and {asked.type} in the form of line {line}"
        return subject.finding("SOP314", at, message)
    return subject.finding("SOP907", at, f"`{name}` is asked in the form of line {line} already")
