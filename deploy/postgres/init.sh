#!/bin/bash
# Called once by the PostgreSQL image, when the data folder is new.
set -euo pipefail

run() {
  psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER}" --dbname "$1" --file "$2" \
    --set store_migrator_password="${STORE_MIGRATOR_PASSWORD}" \
    --set store_app_password="${STORE_APP_PASSWORD}" \
    --set store_read_password="${STORE_READ_PASSWORD}" \
    --set temporal_password="${TEMPORAL_DB_PASSWORD}" \
    --set keycloak_password="${KEYCLOAK_DB_PASSWORD}"
}

run "${POSTGRES_DB}" /deploy/databases.sql
run makrx_store /deploy/privileges.sql
