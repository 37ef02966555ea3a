#!/bin/sh
# backup.sh [once]: a copy of Alur's database and documents, every EVERY_HOURS (24), KEEP (14) of
# them. `once` makes one and ends.
#
# The database first: documents are written before the transaction that names them and never
# change, so every document that the copy of the database names is among those copied after it.
# Only new documents are copied. Prefect's database is not: what it knows is no truth.
set -eu
to=${BACKUPS:-/var/backups/alur}
files=${FILES:-/var/lib/alur/files}
umask 077
if [ -n "${PASSWORD_FILE:-}" ]; then
  PGPASSWORD=$(cat "$PASSWORD_FILE")
  export PGPASSWORD
fi

copy() {
  name=alur-$(date -u +%Y%m%dT%H%M%SZ).dump
  pg_dump --format=custom --no-password --file="$to/.$name.part" || return 1
  pg_restore --list "$to/.$name.part" >/dev/null || return 1 # it can be read
  sync "$to/.$name.part" || return 1
  copy_documents || return 1
  mv "$to/.$name.part" "$to/$name" # whole or not there
  touch "$to/.last"
  echo "backup: $name, $(wc -c <"$to/$name") bytes"
}

copy_documents() {
  (cd "$files" && find . -type f ! -name '.*') | while read -r one; do
    [ -e "$to/files/$one" ] && continue
    mkdir -p "$to/files/${one%/*}" || exit 1
    cp "$files/$one" "$to/files/$one.part" && mv "$to/files/$one.part" "$to/files/$one" || exit 1
  done
}

forget() {
  # shellcheck disable=SC2012  # our own names, without blanks
  ls -1 "$to"/alur-*.dump | sort -r | tail -n +"$((${KEEP:-14} + 1))" | while read -r old; do
    rm -f "$old"
  done
}

rm -f "$to"/.alur-*.part
while :; do
  if copy; then forget; pause=$((${EVERY_HOURS:-24} * 3600)); else
    echo "backup: failed" >&2
    [ "${1:-}" = once ] && exit 1
    pause=300
  fi
  [ "${1:-}" = once ] && exit 0
  sleep "$pause" &
  wait $! # so that a signal to end is heard at once
done
