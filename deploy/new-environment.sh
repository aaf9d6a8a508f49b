#!/usr/bin/env bash
# Writes what docker-compose.yml needs into a folder (this checkout when none is given): .env with new secrets and empty
# lines for what only you know, and certificates for the server and each client of Temporal. Nothing is overwritten; a
# run that was cut short begins anew.
set -euo pipefail
umask 077
folder="${1:-$(cd "$(dirname "$0")/.." && pwd)}"
final="${folder}/deploy/certificates"
certificates="${final}.partial"
mkdir -p "${folder}"

secrets=(
  POSTGRES_PASSWORD STORE_MIGRATOR_PASSWORD STORE_APP_PASSWORD STORE_READ_PASSWORD TEMPORAL_DB_PASSWORD
  KEYCLOAK_DB_PASSWORD REDIS_PASSWORD KEYCLOAK_ADMIN_PASSWORD TEMPORAL_UI_CLIENT_SECRET MAKRCAVE_CLIENT_SECRET
  DEMO_USER_PASSWORD MAKRCAVE_API_KEY CAVE_WEBHOOK_SECRET SECRET_KEY S3_ACCESS_KEY S3_SECRET_KEY METRICS_TOKEN
)

write_environment() {
  echo '# Only you know these; the start names each that is missing.'
  echo '# KEYCLOAK_PUBLIC_URL and S3_ENDPOINT must be reachable from the containers and from browsers alike.'
  printf '%s=\n' PUBLIC_BASE_URL KEYCLOAK_PUBLIC_URL STORE_WEB_ORIGIN S3_ENDPOINT MAKRCAVE_API_URL
  echo 'KEYCLOAK_ADMIN_USERNAME='
  echo
  echo '# Without a payment provider checkout is refused.'
  printf '%s=\n' STRIPE_SECRET_KEY STRIPE_PUBLIC_KEY STRIPE_WEBHOOK_SECRET
  echo
  echo '# The first key encrypts what workflows store, all decrypt; keep old ones as long as histories are kept.'
  echo "CODEC_KEYS=k1:$(openssl rand -base64 32)"
  echo
  echo '# Made on this machine.'
  for name in "${secrets[@]}"; do echo "${name}=$(openssl rand -hex 24)"; done
}

openssl_quietly() {
  openssl "$@" 2>"${certificates}/openssl.log" || { cat "${certificates}/openssl.log" >&2; exit 1; }
}

new_authority() {
  openssl_quietly req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/CN=makrx-store temporal' \
    -keyout "${certificates}/ca.key" -out "${certificates}/ca.crt"
}

# The server proves itself to clients and to itself, so its certificate serves both ways.
new_certificate() {
  local name="$1" usage="$2"
  openssl_quietly req -newkey rsa:3072 -nodes -subj "/CN=${name}" \
    -keyout "${certificates}/${name}.key" -out "${certificates}/${name}.csr"
  openssl_quietly x509 -req -days 825 -in "${certificates}/${name}.csr" -out "${certificates}/${name}.crt" \
    -CA "${certificates}/ca.crt" -CAkey "${certificates}/ca.key" -CAcreateserial \
    -extfile <(printf 'subjectAltName=DNS:%s\nextendedKeyUsage=%s\n' "${name}" "${usage}")
  rm "${certificates}/${name}.csr"
}

if [[ -e "${folder}/.env" ]]; then
  echo "${folder}/.env is there already and stays as it is."
else
  write_environment >"${folder}/.env"
  echo "Wrote ${folder}/.env: fill in its first lines."
fi

if [[ -e "${final}" ]]; then
  echo "${final} is there already and stays as it is."
else
  rm -rf "${certificates}"
  mkdir -p "${certificates}"
  new_authority
  new_certificate temporal serverAuth,clientAuth
  for client in api worker setup temporal-ui; do new_certificate "${client}" clientAuth; done
  rm -f "${certificates}/openssl.log"
  # The folder keeps others on this machine out; inside the containers other users must read the files.
  chmod 0644 "${certificates}"/*
  chmod 0600 "${certificates}/ca.key"
  mv "${certificates}" "${final}"
  echo "Wrote the certificates of Temporal to ${final}; keep ca.key elsewhere."
fi
