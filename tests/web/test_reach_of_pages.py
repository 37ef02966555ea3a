"""Pages show as much as the reader's duties cover, and say so where that is nothing."""

from pathlib import Path

from front_desk import front_desk, open_accounts

from engine.service.founding import ADMINISTRATOR


def test_whoever_reads_no_cases_is_told_why(tmp_path: Path) -> None:
    with front_desk(tmp_path) as desk:
        open_accounts(desk.database, ADMINISTRATOR)
        browser = desk.signed_in(ADMINISTRATOR)

        shown, narrowed = browser.get("/"), browser.get("/?text=Budi&lang=en")

    assert shown.status_code == 200
    assert "Tugas Anda tidak mencakup berkas." in shown.text
    assert "Your duties cover no cases." in narrowed.text
