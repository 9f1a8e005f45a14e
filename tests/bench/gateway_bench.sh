#!/usr/bin/env bash
# Requests a second through the gateway, as ratios to haproxy and to node's http-proxy in the same run: proxied
# pass-through and a unified get with its mapping, at concurrency 64 on loopback. Needs wrk, haproxy, node, curl and a
# release build. One upstream (haproxy answering from memory) serves all of them.
#   tests/bench/gateway_bench.sh [SECONDS_PER_RUN]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=${1:-5}
rounds=3
bin=$PWD/build/release/bin
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || :; wait 2>/dev/null || :; rm -rf "$work"' EXIT

for tool in wrk haproxy node curl; do
    command -v $tool >/dev/null || { echo "gateway_bench: $tool is missing (apt-get install $tool)" >&2; exit 2; }
done
[ -x "$bin/gatehoused" ] || { echo "gateway_bench: build the release preset first" >&2; exit 2; }
[ -d tests/peers/http-proxy/node_modules ] || (cd tests/peers/http-proxy && npm ci --no-audit --no-fund >/dev/null)

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
upstream=$(free_port)
haproxy_port=$(free_port)
node_port=$(free_port)

record='{"id":"51","properties":{"createdate":"2025-01-02T10:00:00.000Z","email":"jo@example.com","hs_additional_emails":"j.berg@example.com;jo@home.example","firstname":"Jo","lastname":"Berg","phone":"+46 8 123 45","mobilephone":"+46 70 123 45 67","jobtitle":"Buyer","company":"Berg AB","associatedcompanyid":"901","address":"Storgatan 1","city":"Stockholm","state":"","zip":"111 22","country":"Sweden","lifecyclestage":"customer","hubspot_owner_id":"77","hs_object_id":"51","lastmodifieddate":"2025-10-09T08:53:18.000Z"},"createdAt":"2025-01-02T10:00:00.000Z","updatedAt":"2025-10-09T08:53:18.000Z","archived":false}'
printf '%s' "$record" >"$work/record.json"
cat >"$work/haproxy.cfg" <<CFG
defaults
    mode http
    timeout client 30s
    timeout server 30s
    timeout connect 5s
    http-reuse always
frontend upstream
    bind 127.0.0.1:$upstream
    http-request return status 200 content-type application/json file $work/record.json
frontend proxy
    bind 127.0.0.1:$haproxy_port
    default_backend all
backend all
    server upstream 127.0.0.1:$upstream
CFG
haproxy -f "$work/haproxy.cfg" -db >"$work/haproxy.log" 2>&1 &
pids+=($!)
node tests/peers/http-proxy/proxy.mjs "http://127.0.0.1:$upstream" "$node_port" >"$work/node.log" 2>&1 &
pids+=($!)
"$bin/gatehoused" --data-dir "$work/data" --listen 127.0.0.1:0 --allow-private-targets --log-level warning >"$work/ready" 2>"$work/gatehoused.log" &
pids+=($!)

wait_for() {
    local deadline=$((SECONDS + 20))
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || { echo "gateway_bench: not ready: $*" >&2; cat "$work"/*.log >&2; exit 1; }
        read -rt 0.1 <> <(:) || :
    done
}
wait_for grep -q READY "$work/ready"
wait_for curl -sf "http://127.0.0.1:$haproxy_port/"
wait_for curl -sf "http://127.0.0.1:$node_port/"

api=$(sed -n 's/.*"api":"\([^"]*\)".*/\1/p' "$work/ready")
key=$(cat "$work/data/api-key")
post() { curl -sf -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d "$2" "$api$1"; }
id_of() { node -pe 'const r=JSON.parse(require("fs").readFileSync(0));(r.result||r).id'; }
environment=$(post /v1/environments '{"name":"Bench"}' | id_of)
account=$(post /v1/accounts "{\"environment_id\":\"$environment\",\"integration\":\"hubspot\",\"label\":\"Bench\",\"auth\":\"private_app\",\"context\":{\"api_origin\":\"http://127.0.0.1:$upstream\"},\"credentials\":{\"access_token\":\"pat-na1-bench\"}}" | id_of)

proxied="$api/v1/proxy/$account/crm/v3/objects/contacts/51"
unified="$api/v1/unified/crm/contacts/51?account_id=$account"
curl -sf -H "Authorization: Bearer $key" "$proxied" | grep -q '"email":"jo@example.com"'
curl -sf -H "Authorization: Bearer $key" "$unified" | grep -q '"first_name":"Jo"'

rate() { wrk -t1 -c64 -d"${seconds}s" -H "Authorization: Bearer $key" "$1" | awk '
    /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = $NF } END { if (bad) { print "bad answers: " bad > "/dev/stderr"; exit 1 } print rate }'; }
median() { sort -g | sed -n "$(((rounds + 1) / 2))p"; }

declare -A results
for ((round = 0; round < rounds; ++round)); do
    results[haproxy]+="$(rate "http://127.0.0.1:$haproxy_port/x") "
    results[node]+="$(rate "http://127.0.0.1:$node_port/x") "
    results[proxied]+="$(rate "$proxied") "
    results[unified]+="$(rate "$unified") "
done
for name in haproxy node proxied unified; do
    declare "$name=$(tr ' ' '\n' <<<"${results[$name]}" | grep . | median)"
done

awk -v h="$haproxy" -v n="$node" -v p="$proxied" -v u="$unified" 'BEGIN {
    printf "%-34s %10s %12s %16s\n", "loopback, concurrency 64", "requests/s", "to haproxy", "to http-proxy"
    printf "%-34s %10.0f %12.2f %16.2f\n", "haproxy", h, 1, h / n
    printf "%-34s %10.0f %12.2f %16.2f\n", "node http-proxy", n, n / h, 1
    printf "%-34s %10.0f %12.2f %16.2f\n", "gatehoused, proxied", p, p / h, p / n
    printf "%-34s %10.0f %12.2f %16.2f\n", "gatehoused, unified get + mapping", u, u / h, u / n
}'
grep -E 'VmRSS|VmHWM' "/proc/${pids[2]}/status" | tr '\n' ' '
echo
