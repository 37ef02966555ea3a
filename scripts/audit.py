"""Known holes in what is installed, and the bill of materials: `make audit`.

    audit.py [LOCK] [FOLDER]

Ask for each package that LOCK (requirements.lock) pins whether holes are known in it, by pip-audit,
and write what Alur is made of (CycloneDX) into FOLDER (build). Ends with 1 where a hole is found.

A package index that is a mirror may know no holes at all. Then nothing was found because nothing
was looked at: that is said loudly, with the number of packages, and is no failure.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

Report = Mapping[str, Any]

_PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASHED = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_MINUTES = 10


class NotAudited(Exception):
    """pip-audit could not ask at all."""


def ask(lock: Path) -> Report:
    """What pip-audit says of the packages of a lock file.

    Raises:
        NotAudited: it says nothing.
    """
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--require-hashes"]
    options = ["--disable-pip", "--progress-spinner", "off", "-f", "json"]
    try:
        ran = subprocess.run(
            [*command, *options], capture_output=True, text=True, check=False, timeout=_MINUTES * 60
        )
        return dict(json.loads(ran.stdout))
    except subprocess.TimeoutExpired:
        raise NotAudited(f"no answer within {_MINUTES} minutes") from None
    except (ValueError, TypeError):
        said = ran.stderr.strip().splitlines() or ["no reason given"]
        raise NotAudited(said[-1]) from None


def found(report: Report) -> Iterator[str]:
    """A line for each hole: the package, the hole, and the versions without it."""
    for package in report["dependencies"]:
        for hole in package.get("vulns", ()):
            mended = ", ".join(hole.get("fix_versions", ())) or "no version yet"
            yield f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}"


def unseen(report: Report) -> tuple[str, ...]:
    """The packages that nothing is known about."""
    return tuple(one["name"] for one in report["dependencies"] if "skip_reason" in one)


def told(report: Report) -> tuple[int, list[str]]:
    """The exit code, and what to say."""
    packages, holes, missed = len(report["dependencies"]), list(found(report)), unseen(report)
    lines = [f"HOLE: {hole}" for hole in holes]
    if missed:
        lines += [
            "*" * 72,
            f"* NOT AUDITED: {len(missed)} of {packages} packages. The package index in use gives",
            "* no vulnerability data for them. That no hole was found in them says nothing.",
            "* Run `make audit` where the public index, or a mirror with its data, can be asked.",
            "*" * 72,
        ]
    audited = packages - len(missed)
    lines.append(f"{audited} of {packages} packages audited, {len(holes)} known holes.")
    return (1 if holes else 0), lines


def pinned(lock: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, version and SHA-256 hashes of each package of a lock file."""
    for entry in lock.replace("\\\n", " ").splitlines():
        if match := _PINNED.match(entry.strip()):
            yield match[1], match[2], tuple(_HASHED.findall(entry))


def bill_of(lock: str, version: str) -> str:
    """The bill of materials as CycloneDX 1.6; the hashes are those that installing checks."""
    bom = Bom()
    bom.metadata.component = Component(
        name="alur", version=version, type=ComponentType.APPLICATION, bom_ref="alur"
    )
    for name, release, hashes in pinned(lock):
        address = PackageURL("pypi", name=name.lower(), version=release)
        made_of = Component(
            name=name,
            version=release,
            type=ComponentType.LIBRARY,
            purl=address,
            bom_ref=str(address),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in hashes],
        )
        bom.components.add(made_of)
        bom.register_dependency(bom.metadata.component, [made_of])
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def main(lock: str = "requirements.lock", folder: str = "build") -> int:
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    text = Path(lock).read_text("utf-8")
    release = re.search(
        r'^version = "([^"]+)"', Path("pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    (into / "sbom.cdx.json").write_text(bill_of(text, release[1] if release else "0"), "utf-8")
    print(f"{into / 'sbom.cdx.json'}: {sum(1 for _ in pinned(text))} packages.")
    try:
        report = ask(Path(lock))
    except NotAudited as why:
        nothing = [{"name": name, "skip_reason": str(why)} for name, _, _ in pinned(text)]
        print(f"pip-audit could not ask: {why}")
        report = {"dependencies": nothing}
    (into / "audit.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    code, lines = told(report)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
