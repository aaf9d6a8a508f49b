#!/usr/bin/env bash
# Proves that every migration runs, that the newest can be taken back, and that it runs again.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -z "${MIGRATE_DATABASE_URL:-}${DATABASE_URL:-}" ]]; then
  echo 'ci_migrate: set DATABASE_URL to an empty database.' >&2
  exit 2
fi

for direction in up down up; do
  echo "ci_migrate: ${direction}"
  node --import tsx migrations/migrate.ts "${direction}"
done
