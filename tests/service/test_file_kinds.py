"""What a file is said to be, what its bytes say, and what its name may hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import JPG, PDF, PNG, bomb, office, without_contents

from engine.service.file_kinds import KINDS, LONGEST_NAME, clean_name, kind_of, why_not

ALL = tuple(KINDS)
GOOD = {
    "pdf": PDF,
    "jpg": JPG,
    "png": PNG,
    "docx": office("docx"),
    "xlsx": office("xlsx"),
}


def said_of(kind: str, content: bytes, folder: Path) -> str:
    file = folder / "file"
    file.write_bytes(content)
    return why_not(KINDS[kind], file)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_what_it_is_said_to_be_is_taken(kind: str, tmp_path: Path) -> None:
    assert said_of(kind, GOOD[kind], tmp_path) == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", ["page", *KINDS])
def test_a_file_of_another_kind_is_not(kind: str, other: str, tmp_path: Path) -> None:
    if kind == other:
        return
    content = b"<html><script>alert(1)</script>" if other == "page" else GOOD[other]

    assert said_of(kind, content, tmp_path)


def test_an_empty_file_is_none(tmp_path: Path) -> None:
    assert said_of("pdf", b"", tmp_path) == "it is empty"


def test_a_document_that_begins_elsewhere_is_not_taken(tmp_path: Path) -> None:
    """Readers find a PDF further on; what stands before it is then another file as well."""
    assert said_of("pdf", b"GIF89a" + PDF, tmp_path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (office(parts={"word/vbaProject.bin": b"x"}), "macros"),
        (office(parts={"word/activeX/activeX1.xml": b"x"}), "macros"),
        (office(parts={"xl/macrosheets/sheet1.xml": b"x"}), "macros"),
        (office(parts={"word/embeddings/oleObject1.bin": b"x"}), "macros"),
        (
            office(
                said='<T ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
            ),
            "macros",
        ),
        (office(said="<T/>"), "another kind"),
        (office(said="".join(f"{one:x}" for one in range(300_000))), "not a whole"),
        (without_contents(), "not a whole"),
        (office()[:-30], "not a whole"),
        (bomb(), "far more"),
        (office(parts={f"a{number}": b"" for number in range(2001)}), "far more"),
        (office(parts={"../../etc/passwd": b"x"}), "lead out"),
        (office(parts={"Word/Document.xml": b"x"}), "one name"),
        (
            office(
                parts={
                    "word/_rels/settings.xml.rels": b'<R Type="http://x/attachedTemplate"'
                    b' Target="https://evil.example/t.dotm" TargetMode="External"/>'
                }
            ),
            "template from elsewhere",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_an_office_file_that_does_more_than_hold_text_is_not_taken(
    content: bytes, why: str, tmp_path: Path
) -> None:
    assert why in said_of("docx", content, tmp_path)


def test_a_template_that_lies_within_is_no_harm(tmp_path: Path) -> None:
    within = {"word/_rels/settings.xml.rels": b'<R Type="http://x/attachedTemplate" Target="t"/>'}

    assert said_of("docx", office(parts=within), tmp_path) == ""


def test_a_locked_archive_and_parts_that_overlap_are_not_taken(tmp_path: Path) -> None:
    whole = office()
    at = whole.index(b"PK\x01\x02")
    locked = bytearray(whole)
    locked[at + 8] |= 1
    overlapping = bytearray(whole)
    overlapping[at + 20 : at + 24] = (len(whole) * 2).to_bytes(4, "little")

    assert said_of("docx", bytes(locked), tmp_path) == "it is locked with a password"
    assert said_of("docx", bytes(overlapping), tmp_path)


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("surat.pdf", "application/pdf"),
        ("SURAT.PDF", "application/pdf; charset=binary"),
        ("surat.pdf", ""),
        ("surat.pdf", "application/octet-stream"),
    ],
)
def test_the_name_and_the_media_type_agree_or_only_one_speaks(name: str, stated: str) -> None:
    assert kind_of(name, stated, allowed=ALL) == KINDS["pdf"]


@pytest.mark.parametrize(
    ("name", "stated", "why"),
    [
        ("surat.exe", "application/pdf", ".exe"),
        ("surat", "application/pdf", "nothing"),
        ("surat.pdf.js", "application/pdf", ".js"),
        ("surat.docm", "", ".docm"),
        ("foto.svg", "image/svg+xml", ".svg"),
        ("surat.pdf", "text/html", "text/html"),
        ("surat.pdf", "image/png", "image/png"),
    ],
)
def test_what_does_not_agree_or_is_not_taken_is_said(name: str, stated: str, why: str) -> None:
    said = kind_of(name, stated, allowed=ALL)

    assert isinstance(said, str)
    assert why in said


def test_an_installation_may_take_fewer_kinds() -> None:
    assert isinstance(kind_of("lembar.xlsx", "", allowed=("pdf",)), str)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("KTP Tini.pdf", "KTP Tini.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Tini\\KTP.pdf", "KTP.pdf"),
        ("surat\u202efdp.exe", "suratfdp.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('<b>"x"|?*.pdf', "_b__x____.pdf"),
        ("  . surat  baru .pdf. ", "surat baru .pdf"),
        ("surat", "surat"),
        (".pdf", "pdf"),
        ("", ""),
    ],
)
def test_a_name_is_kept_as_text_that_shows_what_it_says(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_how_it_ends() -> None:
    cleaned = clean_name("a" * 500 + ".pdf")

    assert len(cleaned) == LONGEST_NAME
    assert cleaned.endswith("a.pdf")


@given(st.text(max_size=300))
def test_a_cleaned_name_is_short_stays_in_its_folder_and_is_clean_already(given: str) -> None:
    cleaned = clean_name(given)

    assert len(cleaned) <= LONGEST_NAME
    assert not {"/", "\\", "\x00", "\n"} & set(cleaned)
    assert cleaned not in {".", ".."}
    assert clean_name(cleaned) == cleaned or cleaned.endswith((" ", "."))
