"""Words about a task: where answers lead, and what drafts of other faces become in a form."""

import pytest
from builders import answer, human, workflow

from api.glossary import Glossary
from engine.core.ids import StepId
from engine.core.onward import Next, Onward
from web.task_words import onward_words
from web.words import Speech

FLOW = workflow(human("a", outcomes=(answer("ya"),)), human("b", "kasi"), human("c"))
GLOSSARY = Glossary(workflow=FLOW, language="id")


def to(*steps: str, certain: bool = True) -> tuple[Next, ...]:
    return tuple(Next(step=StepId(one), certain=certain) for one in steps)


@pytest.mark.parametrize(
    ("onward", "said"),
    [
        (Onward(ends="completed"), "Berkas selesai"),
        (Onward(ends="rejected"), "Berkas ditutup: ditolak"),
        (Onward(joins=True), "Menunggu cabang lain selesai, lalu lanjut"),
        (Onward(steps=to("b", "c", certain=False)), "Lanjut ke langkah 2, kasi, atau langkah 3, "),
        (Onward(steps=to("b", certain=False), ends="completed"), ", atau berkas selesai"),
        (Onward(steps=(*to("b"), *to("c", certain=False))), " bila disyaratkan"),
        (Onward(steps=to("b"), signs=True), "dokumen langsung ditandatangani"),
    ],
)
def test_where_an_answer_leads_in_words(onward: Onward, said: str) -> None:
    assert said.lower() in onward_words(onward, GLOSSARY, Speech("id")).lower()
