#!/usr/bin/env bash
# Runs API and worker from the built code. When one of them ends, the other is stopped and the exit code is the first one's.
set -euo pipefail
set -m # groups of their own: Ctrl-C reaches this script alone, which then asks each process to stop once
cd "$(dirname "$0")/.."
export ENVIRONMENT="${ENVIRONMENT:-production}"

for entry in dist/src/server.js dist/temporal/worker.js; do
  [[ -f "${entry}" ]] || { echo "start-prod: ${entry} is missing, run 'npm run build' first." >&2; exit 2; }
done

processes=()
stop() {
  trap '' TERM INT
  kill -TERM "${processes[@]}" 2>/dev/null || true
  wait || true
}
trap 'stop; exit 0' TERM INT

node --enable-source-maps --import ./dist/src/instrument.js dist/src/server.js &
processes+=($!)
node --enable-source-maps --import ./dist/src/instrument.js dist/temporal/worker.js &
processes+=($!)

code=0
wait -n || code=$?
stop
exit "${code}"
