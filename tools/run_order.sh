#!/usr/bin/env bash
# The example, told in the terminal: ./dev run [--once] [--port N]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

port=8080
once=
while [ $# -gt 0 ]; do
    case "$1" in
    --once) once=1 ;;
    --port)
        port=$2
        shift
        ;;
    *)
        echo "usage: ./dev run [--once] [--port N]" >&2
        exit 2
        ;;
    esac
    shift
done

bin=build/release/bin
data=data/dev
mkdir -p data
export BATON_ADDRESS=127.0.0.1:$port
server=

finish() {
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        kill "$server"
        wait "$server" || true
    fi
}
trap finish EXIT

"$bin/baton" dev --data "$data" --port "$port" --log-level warn &
server=$!
for _ in $(seq 200); do
    curl -sf "http://$BATON_ADDRESS/readyz" >/dev/null 2>&1 && break
    kill -0 "$server" 2>/dev/null || { wait "$server"; exit 1; }
    sleep 0.02
done
echo "Baton listens on http://$BATON_ADDRESS (data in $data)"

"$bin/order-demo" --model examples/order/order.bpmn

cat <<TXT

Three commands to try next, in another terminal:
  BATON_ADDRESS=$BATON_ADDRESS $bin/order-demo --serve
  BATON_ADDRESS=$BATON_ADDRESS $bin/baton create order --variables '{"orderId":"mine","items":[{"price":20,"count":2}],"reminderAfter":"PT1H"}'
  BATON_ADDRESS=$BATON_ADDRESS $bin/baton list process-instances
TXT
if [ -z "$once" ]; then
    echo
    echo "The server goes on; Ctrl-C ends it. Its data stays in $data: ./dev run finds it again."
    wait "$server"
fi
