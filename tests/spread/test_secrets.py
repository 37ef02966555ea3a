"""The script that makes an installation's passwords."""

import shutil
from pathlib import Path

import pytest
import yaml
from topology.shell import ROOT, run

WITH_SECRETS = ROOT / "deploy" / "with-secrets.sh"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "secrets.sh", tmp_path / "scripts")
    return tmp_path


def make(project: Path, *words: str):
    return run("sh", project / "scripts" / "secrets.sh", *words)


def test_it_makes_every_secret_that_the_compose_file_asks_for(project):
    assert make(project).returncode == 0

    asked = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["secrets"]
    made = {file.name for file in (project / "secrets").iterdir()}
    assert made == set(asked)
    assert {one["file"] for one in asked.values()} == {
        f"${{ALUR_SECRETS:-./secrets}}/{name}" for name in asked
    }


def test_other_users_of_the_machine_cannot_open_the_folder(project):
    make(project)

    assert (project / "secrets").stat().st_mode & 0o777 == 0o700
    assert not list(project.glob(".secrets.*"))


def test_passwords_are_long_and_no_two_are_the_same(project):
    make(project)
    make(project, "more")

    made = {
        (project / folder / name).read_text().strip()
        for folder in ("secrets", "more")
        for name in ("postgres_password", "alur_password", "prefect_password")
    }
    assert len(made) == 6
    assert all(len(one) == 40 for one in made)


def test_those_who_use_a_password_are_told_the_same_one(project):
    make(project)
    secrets = {file.name: file.read_text() for file in (project / "secrets").iterdir()}

    assert f":{secrets['alur_password']}@" in secrets["alur_database_url"]
    assert f":{secrets['prefect_password']}@" in secrets["prefect_server"]
    assert f":{secrets['redis_conf'].split()[1]}@" in secrets["prefect_server"]
    assert secrets["prefect_client"].split("=", 1)[1].strip() in secrets["prefect_server"]


def test_what_exists_is_never_made_anew(project):
    make(project)
    before = (project / "secrets" / "alur_password").read_text()

    again = make(project)

    assert again.returncode == 1
    assert "exists" in again.stderr
    assert (project / "secrets" / "alur_password").read_text() == before


def test_a_program_gets_its_secrets_from_a_file(project):
    make(project)
    words = ["sh", "-c", "echo $PREFECT_API_AUTH_STRING $0", "end"]

    done = run("sh", WITH_SECRETS, project / "secrets" / "prefect_client", *words)

    secret, last = done.stdout.split()
    assert secret.startswith("alur:")
    assert last == "end"


def test_without_the_file_the_program_does_not_start(tmp_path):
    done = run("sh", WITH_SECRETS, tmp_path / "none", "echo", "started")

    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert not done.stdout
