"""Every refusal has its words in both languages; no page shows a sentence of the engine raw."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import api
import engine
import web
from engine.core.directory import Directory, Person
from engine.core.errors import (
    AlurError,
    FourEyes,
    InputRefused,
    NoStanding,
    TaskHeldByAnother,
    TaskNotOpen,
)
from engine.core.errors_uploads import UploadInfected, UploadRefused
from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, StepId, UnitId
from web.problems import SAID, name_of, problem_words
from web.refused import Names, key_of, refusal
from web.words import LANGUAGES, Speech, catalogue

AT = datetime(2026, 11, 23, 1, 45, tzinfo=UTC)
HESTI = PersonId("hesti.wulandari")
NAMES = Names(
    directory=Directory(people={HESTI: Person(id=HESTI, name="Hesti Wulandari")}),
    zone=ZoneInfo("Asia/Jakarta"),
    language="id",
)


def classes() -> list[type[AlurError]]:
    """Every class of the tree, wherever it is defined."""
    for room in (engine, api, web):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if "migrations" not in found.name and "__main__" not in found.name:
                importlib.import_module(found.name)
    left, known = [AlurError], []
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.split(".")[0] in {"engine", "api", "web"}:
            known.append(kind)
    return known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_has_words_of_its_own(language):
    words = catalogue(language).words
    kinds = classes()

    assert len(kinds) > 90
    assert [k for one in kinds if (k := key_of(one)) not in words or f"{k}_do" not in words] == []


def test_no_words_are_left_of_a_class_that_is_gone():
    known = {key_of(one) for one in classes()}
    said = [one for one in catalogue("id").words if one.startswith("refused_")]
    left = [one for one in said if not any(one == k or one.startswith(f"{k}_") for k in known)]

    assert left == ["refused_nobody"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_every_class_ask_only_for_what_is_known(language):
    known = {"who", "when", "step", "other", "role", "unit", "agency", "whom", "duty"}
    known |= {"result", "seconds"}
    for key, said in catalogue(language).words.items():
        if key.startswith("refused_"):
            assert set(re.findall(r"{(\w+)}", said)) <= known, key


def test_a_task_that_somebody_finished_says_who_and_when():
    case, task = CaseId("01k9q3v7m2x4t8zc"), ActivationId(2)
    done = TaskNotOpen(case, task, step=StepId("periksa"), by=HESTI, at=AT, how="completed")

    own, foreign = (
        refusal(done, Speech("id"), names=NAMES),
        refusal(done, Speech("en"), names=NAMES),
    )

    assert own.title == "Hesti Wulandari sudah menyelesaikan tugas ini, 23 November 2026 08.45 WIB"
    assert foreign.title.startswith("Hesti Wulandari finished this task")
    assert (own.code, own.status) == ("task-not-open", 409)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TaskHeldByAnother(StepId("periksa"), HESTI, since=AT), "Hesti Wulandari mengerjakan"),
        (TaskHeldByAnother(StepId("periksa"), PersonId("x")), "x sedang mengerjakan"),
        (FourEyes(StepId("b"), HESTI, StepId("a")), "Empat mata: Anda sudah mengerjakan"),
        (FourEyes(StepId("b"), HESTI, StepId("a"), was_lent=True), "pernah didelegasikan"),
        (
            FourEyes(StepId("b"), HESTI, StepId("a"), acting_for=HESTI),
            "juga bila bertindak untuk Hesti Wulandari",
        ),
        (NoStanding(HESTI, RoleId("kasi"), UnitId("kecamatan")), "peran kasi di kecamatan"),
    ],
)
def test_who_and_what_is_named(error, said):
    assert said in refusal(error, Speech("id"), names=NAMES).title


def test_what_is_wrong_is_said_field_by_field():
    error = InputRefused({"nik": "must be a NIK: 16 digits", "reason": "must be given"})

    assert refusal(error, Speech("id"), names=NAMES).problems == {
        "nik": "NIK harus 16 angka.",
        "reason": "Harus diisi.",
    }


def test_a_document_is_refused_by_what_is_wrong_with_it():
    told = refusal(
        UploadRefused("files that end in .exe are not taken, but .pdf, .png are"),
        Speech("id"),
        names=NAMES,
    )

    assert told.problems == {"file": "Berkas .exe tidak diterima; yang diterima: .pdf, .png."}
    assert "Jangan membukanya" in refusal(UploadInfected(), Speech("id"), names=NAMES).does


def test_a_subclass_of_somebody_elses_has_the_words_of_what_it_is_one_of():
    class PluggedIn(InputRefused):
        pass

    told = refusal(PluggedIn({"a": "is odd"}), Speech("id"), names=NAMES)

    assert told.title == catalogue("id").words["refused_input_refused"]
    assert told.problems == {"a": "Tidak dapat diterima: is odd"}


CORE = Path(inspect.getfile(engine)).parent
SPEAKING = (
    *sorted((CORE / "core").glob("decide*.py")),
    *sorted((CORE / "core").glob("directory_de*.py")),
    *(CORE / "core" / name for name in ("values.py", "sealed.py", "draft.py")),
    *(CORE / "service" / name for name in ("uploads.py", "file_kinds.py", "office_files.py")),
    CORE / "service" / "drafts.py",
)
"""The modules whose sentences about fields pages show."""


def sentences(path: Path) -> Iterator[str]:
    """What a module says of fields, blanks filled with `7`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name("InputRefused" | "ValueError" | "UploadRefused"), args=[a]):
                yield from said_in(a)
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id="problems"))], value=value):
                yield from said_in(value)
            case ast.Return(value=value) if path.name in {"file_kinds.py", "office_files.py"}:
                yield from (one for one in said_in(value) if " " in one)
            case ast.DictComp(value=value):
                yield from (one for one in said_in(value) if " " in one)


def said_in(node: ast.AST | None) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as words) if words:
            yield words
        case ast.JoinedStr(values=parts):
            yield "".join(one.value if isinstance(one, ast.Constant) else "7" for one in parts)
        case ast.Dict(values=values):
            for one in values:
                yield from said_in(one)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*said_in(body), *said_in(orelse))
        case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[_, words]):
            yield from said_in(words)


@pytest.mark.parametrize("path", SPEAKING, ids=lambda one: one.name)
def test_every_sentence_about_a_field_has_words(path):
    assert [one for one in sentences(path) if not name_of(one)[0]] == []


def test_sentences_are_found_at_all():
    assert sum(len(set(sentences(path))) for path in SPEAKING) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_leads_to_words_whose_blanks_it_fills(language):
    words = catalogue(language).words
    for pattern, key in SAID:
        assert set(re.findall(r"{(\w+)}", words[key])) <= set(re.compile(pattern).groupindex), key


def test_numbers_come_through():
    said = "has 130 characters; at most 120 are allowed"

    assert problem_words(said, Speech("id")) == "130 karakter; paling banyak 120."


@pytest.mark.parametrize(("language", "unit"), [("id", "55 menit"), ("en", "55 minutes")])
def test_lengths_of_time_come_through_in_the_readers_language(language, unit):
    said = "must be counted as what it extends is, which is 55 minutes"

    assert unit in problem_words(said, Speech(language))
