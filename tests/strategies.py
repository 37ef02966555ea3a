"""Hypothesis: random SOP definitions, sound by the way they are made, and wild ones.

`sop_trees` draws what a YAML file would hold. Rows are sequences, nested parallel blocks,
decisions that return, jump ahead or end the case, conditions, actions, calls, waits, four eyes,
warnings and escalation.
A tame one has no errors; a wild one leads its arrows anywhere forward and anywhere back.
"""

import json
from collections.abc import Sequence
from typing import Any

import yaml
from builders_check import REGISTERS
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from engine.core.workflow import Workflow
from engine.sop.compile import compile_document
from engine.sop.document import SopDocument

Tree = dict[str, Any]
Within = tuple[tuple[int, int], ...]
"""The branches that a row lies in: number of the block, number of the branch."""

ROLES = {
    "pemohon": {"title": "Pemohon", "external": "true"},
    "loket": {"title": "Petugas loket"},
    "kasi": {"title": "Kepala seksi"},
    "camat": {
        "title": "Camat",
        "single": "true",
        "may": ["assign", "override", "reject", "reopen", "migrate", "extend", "dispose"],
    },
}
FORM = [
    {"id": "nama", "title": "Nama usaha", "required": "true"},
    {"id": "luas", "title": "Luas", "type": "number"},
    {"id": "tanggal", "title": "Tanggal", "type": "date", "required": "true"},
    {"id": "perorangan", "title": "Perorangan", "type": "boolean", "required": "true"},
]
OPENING_CONDITIONS = (
    "form.perorangan",
    "not form.perorangan",
    "form.tanggal < '2026-06-30'",
    "has(form.luas) and form.luas > 100",
    "has(form.luas)",
)


class _Rows:
    """The rows of one definition as they are drawn, in the order of the matrix."""

    def __init__(self, draw: DrawFn, *, most: int, wild: bool) -> None:
        self.draw, self.left, self.wild = draw, most, wild
        self.submission = draw(st.booleans())
        self.placed: list[tuple[Tree, Within]] = []
        self.blocks = 0

    def pick(self, options: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) < percent

    def sequence(self, within: Within, *, longest: int) -> list[Tree]:
        """At least one row, then as many as the draw and what is left allow."""
        rows = [self._row(within)]
        for _ in range(self.draw(st.integers(0, longest - 1))):
            if self.left <= 0:
                break
            rows.append(self._row(within))
        if not self.wild:
            self._let_some_jump(rows, within)
        return rows

    def _row(self, within: Within) -> Tree:
        if self.submission and not self.placed and not within:
            return self._submission()
        if self.left >= 2 and len(within) < 2 and self.chance(18):
            return self._block(within)
        self.left -= 1
        name = f"baris_{len(self.placed) + 1}"
        row: Tree = {"id": name, "activity": f"Mengerjakan {name}"}
        self.placed.append((row, within))
        kind = self.pick(["human"] * 7 + ["action", "call", "wait"])
        if kind == "human":
            self._human(row, within)
        else:
            row |= self._automated(kind)
        if len(self.placed) > 1 and self.chance(20):
            row["when"] = self._condition()
        return row

    def _submission(self) -> Tree:
        row: Tree = {"id": "baris_1", "activity": "Mengajukan permohonan", "role": "pemohon"}
        row |= {"submission": "true", "inputs": ["Formulir"], "output": "Berkas"}
        self.placed.append((row, ()))
        return row

    def _block(self, within: Within) -> Tree:
        self.blocks += 1
        block, width = self.blocks, self.draw(st.integers(2, 3))
        branches = [self.sequence((*within, (block, number)), longest=3) for number in range(width)]
        return {"parallel": branches}

    def _human(self, row: Tree, within: Within) -> None:
        role = self.pick(["loket", "loket", "kasi", "kasi", "camat", "pemohon"])
        row |= {"role": role, "inputs": ["Berkas"], "time": "5 menit", "output": "Hasil"}
        if self.chance(20):
            row["checklist"] = ["Lengkap", "Benar"][: self.draw(st.integers(1, 2))]
        if self.chance(25):
            row["form"] = [
                {
                    "id": f"nilai_{row['id']}",
                    "title": "Nilai",
                    "type": self.pick(["text", "integer"]),
                    "required": self.pick(["true", "false"]),
                }
            ]
        if self.chance(40):
            self._decide(row, within)
        if role in {"loket", "kasi"} and self.chance(15):
            self._watch(row)

    def _decide(self, row: Tree, within: Within) -> None:
        answers: Tree = {"lanjut": {"label": "Lanjut"}}
        if self.chance(30):
            answers["lanjut"]["accepts_file"] = "true"
        earlier = self._returnable(row, within)
        if earlier and self.chance(65):
            answers["kembali"] = {
                "label": "Kembali",
                "return_to": self.pick(earlier),
                "reason": self.pick(["required", "optional"]),
            }
            if self.chance(30):
                answers["kembali"]["pause"] = self.pick(["applicant", "payment"])
        if len(answers) == 1 or self.chance(15):
            answers["selesai"] = {"label": "Selesai", "end": self.pick(["completed", "rejected"])}
        row["outcomes"] = answers

    def _returnable(self, row: Tree, within: Within) -> list[str]:
        """Earlier rows that a person does, in this branch or around it."""
        return [
            other["id"]
            for other, around in self.placed
            if other is not row and "role" in other and (self.wild or set(around) <= set(within))
        ]

    def _watch(self, row: Tree) -> None:
        others = [
            other["id"]
            for other, _ in self.placed
            if other is not row and other.get("role") in {"loket", "kasi"}
        ]
        if others:
            row["not_same_person_as"] = [self.pick(others)]

    def _automated(self, kind: str) -> Tree:
        if kind == "action":
            return {"action": "issue_number", "with": {"register": "surat-keluar"}}
        if kind == "wait":
            return {"wait": self.pick([{"for": "1 hari kerja"}, {"until": "tanggal"}])}
        row = {"call": "rekomendasi-dinas", "passes": ["nama"]}
        return row | {"inputs": ["Berkas"], "time": "1 hari kerja", "output": "Rekomendasi"}

    def _condition(self) -> str:
        conditions = list(OPENING_CONDITIONS)
        for row, _ in self.placed[:-1]:
            name = row["id"]
            conditions.append(f"visits.{name} > 1")
            if "outcomes" in row:
                answer = self.pick(list(row["outcomes"]))
                conditions.append(f"has(outcome.{name}) and outcome.{name} == '{answer}'")
            if "action" in row:
                conditions.append(f"has(result.{name}.number)")
        return str(self.pick(conditions))

    def _let_some_jump(self, rows: list[Tree], within: Within) -> None:
        """Give some decisions an answer that leaves out the row after."""
        for place, row in enumerate(rows[:-2]):
            targets = [later["id"] for later in rows[place + 2 :] if "id" in later]
            if "outcomes" in row and targets and self.chance(40):
                row["outcomes"]["loncat"] = {"label": "Loncat", "next": self.pick(targets)}
        last = rows[-1]
        if not within and len(rows) > 2 and self.chance(30) and "outcomes" in rows[0]:
            rows[0]["outcomes"]["langsung"] = {"label": "Langsung", "next": last.get("id", "end")}

    def go_wild(self) -> None:
        """Lead some arrows anywhere forward."""
        names = [row["id"] for row, _ in self.placed]
        for place, (row, _) in enumerate(self.placed):
            if not self.chance(25):
                continue
            target = self.pick([*names[place + 1 :], "end"])
            if "outcomes" in row:
                row["outcomes"]["liar"] = {"label": "Liar", "next": target}
            else:
                row["next"] = target


@st.composite
def _timings(draw: DrawFn) -> Tree:
    """A timing block, or nothing; what it says fits the roles and the promise."""
    rungs = st.fixed_dictionaries(
        {"to": st.sampled_from(["kasi", ["kasi"], ["loket", "kasi"]])},
        optional={"after": st.sampled_from(["30 menit", "2 jam", "1 hari kerja"])},
    )
    heads = st.just({"to": "camat", "after": "2 hari kerja"})
    grounds = st.sampled_from(["applicant", "payment", "external_body"])
    lengths = st.sampled_from(["2 jam", "3 hari kerja", "14 hari", "1 bulan"])
    percents = st.lists(st.integers(1, 100), unique=True, max_size=5)
    said = st.fixed_dictionaries(
        {},
        optional={
            "warnings": percents.map(lambda drawn: [str(one) for one in sorted(drawn)]),
            "escalation": st.fixed_dictionaries({}, optional={"supervisor": rungs, "head": heads}),
            "pauses": st.dictionaries(grounds, lengths),
            "extension": st.fixed_dictionaries(
                {"most": st.sampled_from(["1 hari kerja", "20 hari kerja"])},
                optional={"times": st.sampled_from(["1", "3"])},
            ),
            "incident": rungs,
        },
    )
    return draw(st.just({}) | said.map(lambda block: {"timing": block}))


@st.composite
def sop_trees(draw: DrawFn, *, most: int = 12, wild: bool = False) -> Tree:
    """What the YAML of a definition holds, everything as text."""
    rows = _Rows(draw, most=most, wild=wild)
    steps = rows.sequence((), longest=6)
    if wild:
        rows.go_wild()
    return {
        "sop": "contoh",
        "version": "1",
        "title": {"id": "Contoh pelayanan", "en": "Sample service"},
        "class": {"nature": "administratif"},
        "identity": {
            "number": "100/01/2026",
            "unit": "kecamatan",
            "created": "2022-03-14",
            "effective": "2026-01-02",
            "approved_by": {"position": "Camat", "name": "Drs. Suryo"},
            "legal_basis": ["uu-25-2009"],
        },
        "service": {
            "promise": "60 hari kerja",
            "clock_starts": draw(st.sampled_from(["complete", "registered"])),
            "product": "Surat keterangan",
        },
        **draw(_timings()),
        "roles": ROLES,
        "requirements": [{"id": "ktp", "title": "KTP-el"}],
        "form": FORM,
        "steps": steps,
    }


def sop_documents(*, most: int = 12, wild: bool = False) -> SearchStrategy[SopDocument]:
    """Definitions that can be read; a tame one has no errors either."""
    return sop_trees(most=most, wild=wild).map(SopDocument.model_validate)


def sop_texts(*, most: int = 12) -> SearchStrategy[str]:
    """The YAML of definitions without errors."""
    return sop_trees(most=most).map(
        # A copy: what two places share would be written as an alias, which no definition may hold.
        lambda tree: yaml.safe_dump(
            json.loads(json.dumps(tree)), sort_keys=False, allow_unicode=True
        )
    )


def sound_workflows(*, most: int = 12) -> SearchStrategy[Workflow]:
    """Compiled definitions without errors, so that every case under them can end.

    Made so, not filtered; `tests/sop/test_strategies.py` holds the check against them.
    """
    return sop_documents(most=most).map(lambda document: compile_document(document, REGISTERS))


def wild_workflows(*, most: int = 9) -> SearchStrategy[Workflow]:
    """Workflows of which many are not sound; only the shape is right."""
    return sop_documents(most=most, wild=True).map(
        lambda document: compile_document(document, REGISTERS)
    )
