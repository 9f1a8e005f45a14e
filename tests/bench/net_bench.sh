#!/usr/bin/env bash
# The HTTP server and client as ratios to haproxy in the same run on the same machine, at concurrency 64 on loopback:
# small answers a second of the server, alone and beside 2,000 idle connections, and CPU time a request of the client.
#   tests/bench/net_bench.sh [PRESET] [SECONDS_PER_RUN]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bin=$PWD/build/${1:-release}/bin
seconds=${2:-4}
for tool in wrk haproxy python3; do
    command -v $tool >/dev/null || { echo "net_bench: $tool is missing (apt-get install $tool)" >&2; exit 2; }
done
[ -x "$bin/net_bench_server" ] && [ -x "$bin/net_bench_client" ] ||
    { echo "net_bench: build net_bench_server and net_bench_client first" >&2; exit 2; }
ulimit -n "$(ulimit -Hn)"

work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || :; wait 2>/dev/null || :; rm -rf "$work"' EXIT

"$bin/net_bench_server" 0 >"$work/ready" &
pids+=($!)
until grep -q READY "$work/ready"; do read -rt 0.05 <> <(:) || :; done
port=$(awk '{print $2}' "$work/ready")
haproxy_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$work/haproxy.cfg" <<CFG
global
    nbthread 1
defaults
    mode http
    timeout client 30s
    timeout server 30s
    timeout connect 5s
frontend answer
    bind 127.0.0.1:$haproxy_port
    http-request return status 200 content-type text/plain string "Hello, world!"
CFG
haproxy -f "$work/haproxy.cfg" -db >/dev/null 2>&1 &
pids+=($!)

rate() { wrk -t1 -c64 -d"${seconds}s" "http://127.0.0.1:$1/" | awk '/Requests\/sec/ {print $2}'; }
until curl -sf "http://127.0.0.1:$haproxy_port/" >/dev/null; do read -rt 0.05 <> <(:) || :; done
row() { awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN {printf "%-44s %9.0f/s  %.2f of haproxy\n", n, a, a / b}'; }

base=$(rate "$haproxy_port")
row "haproxy, one thread, answering by itself" "$base" "$base"
row "server" "$(rate "$port")" "$base"
python3 - "$port" >"$work/idle" <<'PY' &
import signal, socket, sys
sockets = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(2000)]
print("open", flush=True)
signal.pause()
PY
pids+=($!)
until grep -q open "$work/idle"; do read -rt 0.05 <> <(:) || :; done
row "server, beside 2,000 idle connections" "$(rate "$port")" "$base"
kill "${pids[-1]}"
echo "client against haproxy: $("$bin/net_bench_client" "$haproxy_port" 50000 64)"
