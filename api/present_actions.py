"""Actions in words: what kind of text each parameter is."""

from collections.abc import Mapping

from engine.core.action_spec import ParameterKind
from engine.core.text import Text

KINDS: Mapping[ParameterKind, Text] = {
    ParameterKind.LINE: Text(
        id="satu baris teks, apa adanya",
        en="one line of text, taken as it is",
    ),
    ParameterKind.MESSAGE: Text(
        id="teks; {form.nama}, {result.nomor.number}, {case}, {applicant.name} diganti isinya",
        en="text; {form.nama}, {result.nomor.number}, {case}, {applicant.name} are filled in",
    ),
    ParameterKind.JSON: Text(
        id="JSON; keterangan berkas ditulis di dalam tanda kutipnya",
        en="JSON; facts of the case stand within its quotes",
    ),
    ParameterKind.FACT: Text(
        id="nama satu keterangan tanpa kurung: form.nama, applicant.contact",
        en="the name of one fact, without braces: form.nama, applicant.contact",
    ),
    ParameterKind.ROLE: Text(
        id="peran dalam SOP ini",
        en="a role of the SOP",
    ),
    ParameterKind.CHOICE: Text(
        id="salah satu pilihan",
        en="one of its choices",
    ),
    ParameterKind.NUMBER_FORMAT: Text(
        id="bentuk nomor dari {number}, {number:03}, {year}, {month}, {unit}",
        en="a number made of {number}, {number:03}, {year}, {month}, {unit}",
    ),
    ParameterKind.ADDRESS: Text(
        id="alamat https:// atau http://; setelah nama host boleh memuat keterangan seperti teks",
        en="an https:// or http:// address; after its host it may name facts as a text does",
    ),
    ParameterKind.TEMPLATE: Text(
        id="nama templat di folder `templates` pustaka SOP, tanpa .typ.j2",
        en="a template in the library's folder `templates`, without .typ.j2",
    ),
    ParameterKind.KEY: Text(
        id="nama dari huruf kecil, angka dan tanda hubung",
        en="a name in lower case letters, digits and hyphens",
    ),
}
"""What the text of a parameter must be."""
