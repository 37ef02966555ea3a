#!/bin/sh
# Run once, when the volume is new: a role and a database of its own for Alur and for Prefect.
# Neither can look into the other's.
set -eu
for name in alur prefect; do
  NAME=$name psql --no-psqlrc -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres <<'END'
\getenv name NAME
\set password `cat "/run/secrets/${NAME}_password"`
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
END
done
