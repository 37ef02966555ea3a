#!/bin/sh
# secrets.sh [FOLDER]: make the passwords and the key of an installation with docker-compose.yml, once.
# Nothing that exists is touched; a password is changed as docs/deployment.md says.
#
# The folder is closed to other users of this machine. The files in it are readable, because the
# containers, which run as other users than you, get to see the files but not the folder.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-secrets}
if [ -e "$folder" ]; then
  echo "secrets.sh: $folder exists; nothing was changed" >&2
  exit 1
fi
random() { # 40 hexadecimal digits: 160 bits that need no quoting anywhere
  od -An -v -tx1 -N20 /dev/urandom | tr -d ' \n'
}

umask 077
making=$(mktemp -d ./.secrets.XXXXXX)
trap 'rm -rf "$making"' EXIT
alur=$(random) prefect=$(random) redis=$(random) pages=$(random)
random >"$making/postgres_password"
head -c 32 /dev/urandom | base64 >"$making/alur_key" # personal data is lost without it
head -c 32 /dev/urandom | base64 >"$making/alur_signing_key" # signs checkpoints
printf %s "$alur" >"$making/alur_password"
printf %s "$prefect" >"$making/prefect_password"
printf %s "postgresql+psycopg://alur:$alur@postgres:5432/alur" >"$making/alur_database_url"
echo "requirepass $redis" >"$making/redis_conf"
cat >"$making/prefect_server" <<END
PREFECT_API_DATABASE_CONNECTION_URL='postgresql+asyncpg://prefect:$prefect@postgres:5432/prefect'
PREFECT_SERVER_API_AUTH_STRING='alur:$pages'
PREFECT_REDIS_MESSAGING_PASSWORD='$redis'
PREFECT_SERVER_DOCKET_URL='redis://:$redis@redis:6379/1'
END
echo "PREFECT_API_AUTH_STRING='alur:$pages'" >"$making/prefect_client"
chmod 0444 "$making"/*
mv "$making" "$folder"
trap - EXIT
echo "The secrets are in $folder. Keep a copy apart from the backups."
[ "$folder" = secrets ] || echo "Say ALUR_SECRETS=$folder in .env."
echo "Prefect's pages ask for: alur:<what follows in $folder/prefect_client>"
