#!/bin/sh
# with-secrets FILE PROGRAM …: run the program with the settings that a secret file holds
# (lines NAME='value'), for programs that cannot read their secrets from files themselves.
set -eu
file=$1
shift
[ -r "$file" ] || { echo "with-secrets: $file cannot be read" >&2; exit 1; }
set -a
# shellcheck disable=SC1090  # which file, the caller knows
. "$file"
set +a
exec "$@"
