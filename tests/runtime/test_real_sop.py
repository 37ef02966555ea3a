"""A certificate of need from the counter to the archive, with nothing made up.

The definition, its template, the worker, the files on disk are those of the product.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from deeds import at_work, until
from reading_pdf import letters_of, text_of

from api.answers import history
from engine.core.commands import Actor, Applicant, Complete, OpenCase
from engine.core.ids import CaseId, OutcomeId, PersonId, RoleId, SopId, UnitId
from engine.core.workflow import HumanStep
from engine.runtime.crew import Crew
from engine.service import mint
from engine.service.calendars import publish_calendars
from engine.service.catalogue import find_workflow, publish
from engine.service.database import Database, connect, prepare
from engine.service.execute import execute
from engine.service.files import documents_of, read
from engine.service.folder import registers
from engine.service.notices import NoticeFilter, list_notices
from engine.service.queries import read_history, show_case
from engine.settings import Settings

LIBRARY = Path(__file__).parents[2] / "sop_definitions"
SOP = SopId("surat-keterangan-tidak-mampu")
MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MEGA = Actor(person=PersonId("mega"), role=RoleId("loket"), via="test")
PEOPLE = {
    "periksa": "mega",
    "verifikasi": "rosdiana",
    "cetak": "mega",
    "paraf_kasi": "rosdiana",
    "paraf_sekcam": "irwan",
    "tanda_tangan": "hendra",
    "stempel": "mega",
    "serah": "mega",
    "arsip": "linda",
}
FIRST_NUMBER = "400.9.14/001/2026"
FORM: Mapping[str, object] = {
    "nama": "Suryani",
    "nik": "1219034503850002",
    "alamat": "Dusun II Desa Kuala Tanjung",
    "keperluan": "pendidikan",
}

INDONESIAN = (
    f"mencatat hasil langkah 7 “Memberi nomor surat dari register”: number {FIRST_NUMBER}",
    "melampirkan Surat Keterangan Tidak Mampu ",
    "mencatat hasil langkah 8 “Membuat surat keterangan bernomor”: ",
    "mencatat hasil langkah 11 “Memberi tahu pemohon bahwa surat dapat diambil”: ",
)
ENGLISH = (
    f"step 7 “Give the certificate a number from the register”: number {FIRST_NUMBER}",
    "attached Surat Keterangan Tidak Mampu ",
    "the result of step 8 “Make the numbered certificate”: ",
    "the result of step 11 “Tell the applicant that the certificate is ready”: ",
)


class Counter:
    """The office that serves the case; every act takes a minute."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.now = MORNING
        self.crew = Crew(database, settings, owner="a", now=lambda: self.now)
        self.workflow = find_workflow(database, SOP)

    def serve(self, **form: object) -> CaseId:
        """Open a case and do all there is for people, waiting for the system where it is due."""
        case = mint.case_id(self.now)
        opening = OpenCase(
            case=case,
            by=MEGA,
            sop=SOP,
            applicant=Applicant(name="Suryani", contact="0813 6600 1122"),
            form={**FORM, **form},
            requirements=("pengantar", "ktp", "kk"),
        )
        execute(self.database, opening, at=self.now)
        for step, person in PEOPLE.items():
            assert until(lambda step=step: step in self.at(case)), self.at(case)
            self._complete(case, step, person)
        return case

    def at(self, case: CaseId) -> set[str]:
        """The steps the case is at."""
        return {task.step for task in show_case(self.database, case).summary.at}

    def _complete(self, case: CaseId, step: str, person: str) -> None:
        tasks = show_case(self.database, case).tasks
        activation = next(one.activation for one in tasks if one.step == step)
        row = next(one for one in self.workflow.steps() if one.id == step)
        assert isinstance(row, HumanStep)
        assert row.role is not None
        self.now += timedelta(minutes=1)
        command = Complete(
            case=case,
            by=Actor(person=PersonId(person), role=row.role, via="test"),
            activation=activation,
            outcome=OutcomeId(row.outcomes[0].id) if row.outcomes else None,
            checklist=tuple(range(1, len(row.checklist) + 1)),
        )
        execute(self.database, command, at=self.now)

    def sentences(self, case: CaseId) -> tuple[list[str], list[str]]:
        """What happened, in Indonesian and in English."""
        told = history(read_history(self.database, case), self.workflow).items
        return [one.sentence.id for one in told], [one.sentence.en for one in told]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    settings = Settings(definitions=LIBRARY, files=tmp_path / "files", prefect="off")
    with connect(f"sqlite:///{tmp_path / 'alur.db'}") as database:
        prepare(database)
        publish_calendars(database, LIBRARY, by=MEGA, at=MORNING)
        file = LIBRARY / "kecamatan" / SOP / "v2.yaml"
        publish(database, file.read_bytes(), registers=registers(LIBRARY), by=MEGA, at=MORNING)
        made = Counter(database, settings)
        with at_work(made.crew):
            yield made


def test_the_letter_is_filed_with_its_number_in_it(counter: Counter) -> None:
    case = counter.serve(whatsapp="0813 6600 1122")

    view = show_case(counter.database, case)
    (letter,) = documents_of(counter.database, counter.settings.files, case)
    content = read(counter.settings.files, letter.sha256)
    said = text_of(content)
    assert view.summary.result == "completed"
    assert view.data["result.nomor.number"] == FIRST_NUMBER
    assert view.data["result.surat.document"] == letter.sha256 == sha256(content).hexdigest()
    assert letter.name == f"Surat Keterangan Tidak Mampu {case}.pdf"
    assert letter.kept
    assert f"Nomor: {FIRST_NUMBER}" in said
    for words in ("CAMAT SEI SUKA", "1219034503850002", "bantuan pendidikan", "23 November 2026"):
        assert letters_of(words).lower() in letters_of(said).lower()


def test_the_counter_finds_a_message_ready_to_be_sent(counter: Counter) -> None:
    case = counter.serve(whatsapp="0813 6600 1122")

    wanted = NoticeFilter(role=RoleId("loket"), unit=UnitId("kecamatan-sei-suka"), case=case)
    (notice,) = [one for one in list_notices(counter.database, wanted) if one.link]
    link = urlsplit(notice.link)
    assert notice.words == (
        f"Yth. Suryani, surat keterangan Anda nomor {FIRST_NUMBER} (berkas {case})"
        " dapat diambil di loket."
    )
    assert (link.netloc, link.path) == ("wa.me", "/6281366001122")
    assert parse_qs(link.query) == {"text": [notice.words]}


def test_an_applicant_without_whatsapp_is_served_without_a_message(counter: Counter) -> None:
    case = counter.serve()

    steps = {task.step: task.status for task in show_case(counter.database, case).tasks}
    told = list_notices(counter.database, NoticeFilter(case=case, seen=True))
    assert show_case(counter.database, case).summary.result == "completed"
    assert "beri_tahu" not in steps
    assert [one for one in told if one.link] == []


def test_the_history_tells_in_both_languages_what_the_system_did(counter: Counter) -> None:
    case = counter.serve(whatsapp="0813 6600 1122")

    told = counter.sentences(case)
    for sentences, who, steps in (
        (told[0], "Sistem ", INDONESIAN),
        (told[1], "The system ", ENGLISH),
    ):
        did = [one for one in sentences if one.startswith(who)]
        assert len(did) == len(steps)
        assert all(begin in one for begin, one in zip(steps, did, strict=True))


def test_the_history_says_that_nobody_was_told(counter: Counter) -> None:
    case = counter.serve()

    indonesian, english = counter.sentences(case)
    assert (
        "Langkah 11 “Memberi tahu pemohon bahwa surat dapat diambil” dilewati menurut aturan SOP."
        in indonesian
    )
    assert (
        "Step 11 “Tell the applicant that the certificate is ready” was skipped by the SOP's own"
        " rule." in english
    )
