#!/usr/bin/env bash
# Webhooks taken in durably, through HTTP, signature and fdatasync, with the sender on the same machine: events a second
# and latencies at full load and at a pace, beside one transaction an event and beside the disk's own fdatasync rate in
# the same run. Needs a release build of gatehoused, webhook_bench_client and store_bench.
#   tests/bench/webhook_bench.sh [DIRECTORY_ON_THE_DISK] [SECONDS_PER_RUN]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bin=${GATEHOUSE_BIN:-$PWD/build/release/bin}
disk=${1:-${TMPDIR:-/tmp}}
seconds=${2:-8}
for program in gatehoused webhook_bench_client store_bench; do
    [ -x "$bin/$program" ] || { echo "webhook_bench: build $program first" >&2; exit 2; }
done
work=$(mktemp -d "$disk/webhook-bench-XXXXXX")
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || :; wait 2>/dev/null || :; rm -rf "$work"' EXIT

acme=$work/data/providers/acme
mkdir -p "$acme/mappings"
cat >"$acme/provider.json" <<'JSON'
{"slug": "acme", "label": "Acme", "api": {"base_url": "https://acme.invalid"},
 "auth": [{"kind": "bearer", "label": "Token"}],
 "resources": {"people": {"label": "Person", "methods": {"get": {"method": "GET", "path": "/people/{{id}}"}}}},
 "webhooks": {"scope": "account",
   "verify": [{"kind": "hmac", "algorithm": "hmac_sha256", "header": "X-Acme-Signature", "encoding": "hex", "prefix": "sha256=",
               "signed": "{{body}}", "secret_ref": "webhook_secret"}],
   "event_id": "event_key",
   "events": "[{'event': 'record:updated', 'model': 'crm', 'resource': 'contacts', 'record_id': $string(body.person.n), 'event_key': body.id, 'record': body.person}]"}}
JSON
cat >"$acme/mappings/crm.contacts.json" <<'JSON'
{"model": "crm", "resource": "contacts", "methods": {"get": {"resource": "people", "method": "get",
  "response": {"id": "$string(response.n)", "first_name": "response.name"}}}}
JSON

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$bin/gatehoused" --data-dir "$work/data" --listen 127.0.0.1:0 --ingest-listen "127.0.0.1:$port" \
    --log-level warning >"$work/ready" 2>"$work/gatehoused.log" &
pids+=($!)
for _ in $(seq 200); do
    grep -q READY "$work/ready" && break
    kill -0 "${pids[0]}" 2>/dev/null || { cat "$work/gatehoused.log" >&2; exit 1; }
    read -rt 0.1 <> <(:) || :
done
api=$(sed -n 's/.*"api":"\([^"]*\)".*/\1/p' "$work/ready")
key=$(cat "$work/data/api-key")
post() { curl -sf -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d "$2" "$api$1"; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
environment=$(post /v1/environments '{"name": "Bench"}' | field id)
account=$(post /v1/accounts "{\"environment_id\": \"$environment\", \"integration\": \"acme\", \"credentials\": {\"access_token\": \"t\", \"webhook_secret\": \"bench-secret\"}}" | field id)
path=$(curl -sf -H "Authorization: Bearer $key" "$api/v1/events/urls" | python3 -c '
import json, sys
url = next(u["url"] for u in json.load(sys.stdin)["result"] if u["account_id"] == sys.argv[1])
print(url[url.index("/hooks/"):])' "$account")

tag=a
send() {
    tag+=x
    "$bin/webhook_bench_client" port="$port" path="$path" secret=bench-secret tag="$tag" "$@"
}
of() { sed "s/.*\b$1=\([0-9.]*\).*/\1/" <<<"$2"; }
row() { printf '%-46s %9s/s  p50 %7s  p99 %7s  p99.9 %7s ms  %s\n' "$1" "$(of rate "$2")" "$(of p50 "$2")" "$(of p99 "$2")" "$(of p999 "$2")" "${3:-}"; }
# Until what was taken in is worked off: the next run then has the machine for itself.
settle() {
    local left
    for _ in $(seq 1200); do
        left=$(curl -sf -H "Authorization: Bearer $key" "$api/v1/events?state=queued&limit=1" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["result"]))')
        [ "$left" = 0 ] && return
        read -rt 0.25 <> <(:) || :
    done
    echo "webhook_bench: events are still queued" >&2
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.1f", a / b}'; }
disk_rate=$(of rate "$("$bin/webhook_bench_client" fdatasync="$work" seconds=3)")
printf '%-46s %9s/s\n' "fdatasync of 4 KiB, one after the other" "$disk_rate"
alone=$("$bin/store_bench" "$work" 3 events-alone | awk '{for (i = 1; i < NF; ++i) if ($(i + 1) == "events/s") print $i}')
printf '%-46s %9s/s\n' "one transaction an event (store alone)" "$alone"
send events=2000 rate=0 >/dev/null
settle
full=$(send events=$((seconds * 15000)))
row "1 KiB, 64 connections, full load" "$full" "$(ratio "$(of rate "$full")" "$disk_rate") x fdatasync, $(ratio "$(of rate "$full")" "$alone") x one transaction an event"
began=$SECONDS
settle
drained=$((SECONDS - began))
row "1 KiB, 1 connection" "$(send events=2000 connections=1)"
settle
row "1 KiB, 2,000/s" "$(send events=$((seconds * 2000)) rate=2000)"
settle
row "256 KiB, 1,000/s" "$(send events=$((seconds * 1000)) rate=1000 bytes=262144)"
settle
echo "worked off ${drained} s after the full load; $(grep -E 'VmHWM' "/proc/${pids[0]}/status" | tr -s '\t ' ' ')"
