#!/bin/sh
# setup.sh PYTHON VENV LOCK: make VENV hold what LOCK pins, and this project itself.
# uv is some twenty times faster than pip; pip is the way where uv cannot reach the package index
# (a mirror that only pip's own configuration knows).
set -eu
python=$1 venv=$2 lock=$3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Alur needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Say PYTHON=/path/to/python3.11." >&2
  exit 1
}
[ -x "$venv/bin/python" ] || {
  echo "Making $venv ..."
  "$python" -m venv "$venv" || {
    echo "Python's venv module is missing (Debian and Ubuntu: the package python3-venv)." >&2
    exit 1
  }
}
export PIP_DISABLE_PIP_VERSION_CHECK=1
py="$venv/bin/python"
echo "Installing what $lock pins ..."
"$py" -m pip install -q --require-hashes --no-deps -r requirements-setup.lock 2>"$venv/setup.log" || true
if ! "$py" -m uv pip sync -q --python "$py" --require-hashes "$lock" requirements-setup.lock 2>>"$venv/setup.log"; then
  "$py" -m pip install -q --require-hashes --no-deps -r "$lock" || {
    echo "The packages could not be installed; uv said (in $venv/setup.log):" >&2
    tail -n 5 "$venv/setup.log" >&2
    exit 1
  }
fi
# --no-build-isolation: the build backend is pinned in the lock file as well.
if "$py" -m uv --version >/dev/null 2>&1; then
  "$py" -m uv pip install -q --python "$py" --no-deps --no-build-isolation -e . 2>>"$venv/setup.log" && exit 0
fi
"$py" -m pip install -q --no-deps --no-build-isolation -e .
