"""The gettext catalogues: complete in both languages, nothing left over, the same blanks."""

import fnmatch
import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from words_asked import ROOM, asked

from web.words import LANGUAGES, LOCALE, Speech, catalogue

NAMED = '"{}"'
"""A name that a page chooses from a table of its own stands there in full."""


def known(language: str) -> frozenset[str]:
    found = catalogue(language)
    return frozenset((*found.words, *found.plurals))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_that_is_asked_for_is_there(language):
    whole = {one for one in asked() if "*" not in one}

    assert whole - known(language) == set()


def test_every_name_that_is_put_together_can_be_one():
    for pattern in (one for one in asked() if "*" in one and one.strip("*")):
        assert fnmatch.filter(known("id"), pattern), pattern


def test_no_name_is_left_over():
    patterns = [one for one in asked() if "*" in one and one.strip("*")]
    left = {one for one in known("id") - asked() if not _fits(one, patterns)}
    files = (*ROOM.rglob("*.py"), *(ROOM / "templates").rglob("*.html"))
    code = "\n".join(path.read_text("utf-8") for path in files)

    assert {one for one in left if NAMED.format(one) not in code} == set()


def _fits(name: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, one) for one in patterns)


def test_both_languages_say_the_same_names_with_the_same_blanks():
    own, foreign = catalogue("id"), catalogue("en")
    assert set(own.words) == set(foreign.words)
    assert set(own.plurals) == set(foreign.plurals)
    for key, said in own.words.items():
        assert said.strip(), key
        assert foreign.words[key].strip(), key
        assert blanks(said) == blanks(foreign.words[key]), key
    for key, forms in (*own.plurals.items(), *foreign.plurals.items()):
        assert all(form.strip() for form in forms), key


def test_plurals_have_the_forms_of_their_language():
    assert {len(forms) for forms in catalogue("id").plurals.values()} <= {1}
    assert {len(forms) for forms in catalogue("en").plurals.values()} <= {2}


@pytest.mark.parametrize("path", sorted(LOCALE.rglob("*.po")), ids=lambda one: str(one)[-24:])
def test_a_catalogue_says_its_language_and_nothing_fuzzy(path):
    read = read_po(BytesIO(path.read_bytes()), locale=path.parent.name, abort_invalid=True)

    assert str(read.locale) == path.parent.name
    assert not [one.id for one in read if one.id and one.fuzzy]
    assert not read.obsolete
    assert (LOCALE / ("en" if path.parent.name == "id" else "id") / path.name).exists()


def test_a_name_that_nobody_knows_is_a_fault():
    with pytest.raises(KeyError):
        Speech("id")("no such words")


def blanks(said: str) -> set[str]:
    return set(re.findall(r"{\w+}", said))
