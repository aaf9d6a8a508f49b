#!/bin/sh
# The commands of the image. Each becomes the process itself, so that signals reach it.
set -eu

# Three quarters of the container's memory for the heap; buffers and the native part need the rest.
heap_flag() {
  limit="$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)"
  case "${limit}" in
    *[!0-9]*) ;;
    *) echo "--max-old-space-size=$((limit / 1048576 * 3 / 4))" ;;
  esac
}

run() {
  # shellcheck disable=SC2046 # no flag at all without a limit
  exec node $(heap_flag) --enable-source-maps --import ./dist/src/instrument.js "$@"
}

# One of the two ports is this container's.
health='
const ports = [process.env.PORT || 8000, process.env.WORKER_PORT || 8010]
const ask = async (port) => {
  const answer = await fetch("http://127.0.0.1:" + port + "/health/ready", { signal: AbortSignal.timeout(4000) })
  if (!answer.ok) throw new Error(String(answer.status))
}
Promise.any(ports.map(ask)).then(() => process.exit(0), () => process.exit(1))
'

case "${1:-}" in
  api) run dist/src/server.js ;;
  worker) run dist/temporal/worker.js ;;
  migrate) exec node dist/migrations/migrate.js "${2:-up}" ;;
  health) exec node -e "${health}" ;;
  *)
    echo 'makrx-store: say api, worker, migrate or health.' >&2
    exit 2
    ;;
esac
