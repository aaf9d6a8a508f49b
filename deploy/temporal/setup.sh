#!/bin/sh
# Creates the namespace and its search attributes; safe at every deploy. The address is in TEMPORAL_ADDRESS.
set -eu

namespace="${TEMPORAL_NAMESPACE:-makrx-store}"
retention="${TEMPORAL_RETENTION:-90d}"

tries=0
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "${tries}" -ge 60 ]; then
    echo "temporal-setup: no healthy server at ${TEMPORAL_ADDRESS:-127.0.0.1:7233} after a minute." >&2
    exit 1
  fi
  sleep 1
done

if temporal operator namespace describe --namespace "${namespace}" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "${namespace}" --retention "${retention}" >/dev/null
else
  temporal operator namespace create --namespace "${namespace}" --retention "${retention}" >/dev/null
fi
echo "temporal-setup: namespace ${namespace} keeps finished runs for ${retention}"

# A name that is there already with the same type is left alone.
attribute() {
  temporal operator search-attribute create --namespace "${namespace}" --name "$1" --type "$2"
}
# A new namespace takes a moment until every part of the server knows it.
tries=0
until attribute Attention Keyword >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "${tries}" -ge 60 ]; then
    echo 'temporal-setup: the search attributes could not be created.' >&2
    attribute Attention Keyword
  fi
  sleep 1
done
attribute StoreStatus Keyword
attribute Number Keyword
attribute PaymentId Keyword
attribute CaveJobId Keyword
attribute DueAt Datetime
attribute OpenLines Int
