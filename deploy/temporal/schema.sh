#!/bin/sh
# Brings both databases of Temporal to the schema of this release; safe at every deploy.
set -eu

versions=/etc/temporal/schema/postgresql/v12
for pair in temporal:temporal temporal_visibility:visibility; do
  database="${pair%%:*}"
  temporal-sql-tool --database "${database}" setup-schema --version 0.0
  temporal-sql-tool --database "${database}" update-schema --schema-dir "${versions}/${pair##*:}/versioned"
done
