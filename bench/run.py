#!/usr/bin/env python3
"""The benchmarks: footprint, and throughput beside the same path with an empty engine (bench/limit).

    ./dev bench              print what was measured
    ./dev bench --gate       fail when a bound is broken

Machines are noisy: only ratios within one run are compared. docs/benchmarks.md says how to read the lines.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from server import Server, BINARY, free_port  # noqa: E402

BIN = os.path.dirname(BINARY)
READY_MS_MAX = 50
IDLE_RSS_KIB_MAX = 20 * 1024
IDLE_SECONDS = 3
IDLE_CPU_MS_MAX = 30
CREATE_RATIO_MIN = 0.25


class Limit(Server):
    def command(self):
        return [os.path.join(BIN, 'baton-limit'), self.directory, str(self.port)]


def status_kib(pid, name):
    with open(f'/proc/{pid}/status') as f:
        for line in f:
            if line.startswith(name + ':'):
                return int(line.split()[1])
    return 0


def cpu_ms(pid):
    with open(f'/proc/{pid}/stat') as f:
        fields = f.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf('SC_CLK_TCK')


def tree_bytes(path):
    return sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(os.path.join(path, 'log')) for f in files)


def ready_ms():
    """From exec to the first 200 of /readyz on an empty directory: the best of five."""
    best = None
    for _ in range(5):
        server = Server()
        begun = time.monotonic()
        server.start(wait=False)
        server.wait_ready()
        took = (time.monotonic() - begun) * 1000
        best = took if best is None else min(best, took)
        server.kill()
        server.remove()
    return best


def last_index(server):
    for line in server.request('GET', '/metrics')[1].splitlines():
        if line.startswith('baton_raft_last_index '):
            return int(line.split()[1])
    raise RuntimeError('no baton_raft_last_index in /metrics')


def footprint():
    with Server() as server:
        time.sleep(0.5)
        index, cpu = last_index(server), cpu_ms(server.process.pid)
        time.sleep(IDLE_SECONDS)
        return {'idleRssKib': status_kib(server.process.pid, 'VmRSS'),
                'idleCpuMs': cpu_ms(server.process.pid) - cpu,
                'idleEntries': last_index(server) - index}


def load(server, *arguments):
    environment = dict(os.environ, BATON_ADDRESS=f'127.0.0.1:{server.port}')
    done = subprocess.run([os.path.join(BIN, 'baton-load'), *arguments], env=environment, capture_output=True,
                          text=True)
    if done.returncode != 0:
        print(done.stderr[-2000:], file=sys.stderr)
        raise SystemExit(f'baton-load {" ".join(arguments)}: exit {done.returncode}: {done.stdout}')
    result = json.loads(done.stdout)
    result['cpuMs'] = cpu_ms(server.process.pid)
    result['rssKib'] = status_kib(server.process.pid, 'VmRSS')
    return result


def show(name, result):
    create = result['createMicros']
    print(f'{name:22} {result["perSecond"]:8}/s   p50 {create["p50"] / 1000:7.2f} ms   p99 {create["p99"] / 1000:7.2f} ms'
          f'   cpu {result["cpuMs"]} ms   rss {result["rssKib"] // 1024} MiB')


def throughput(seconds, clients):
    with Limit() as server:
        limit = load(server, 'create', '--process', 'no-task', '--clients', clients, '--seconds', seconds)
    show('limit (counts only)', limit)
    with Server(arguments=['--log-level', 'warn']) as server:
        server.deploy(os.path.join(ROOT, 'bench', 'models', 'no_task.bpmn'))
        none = load(server, 'create', '--process', 'no-task', '--clients', clients, '--seconds', seconds)
    show('no task', none)
    with Server(arguments=['--log-level', 'warn']) as server:
        server.deploy(os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn'))
        one = load(server, 'serve', '--process', 'one-task', '--clients', clients, '--workers', '8',
                   '--seconds', seconds)
    show('one task', one)
    ratio = none['perSecond'] / max(1, limit['perSecond'])
    print(f'no task / limit: {ratio:.2f}')
    print(f'one-task instances: {one["perSecond"]}/s, commands: about {one["perSecond"] * 3}/s '
          '(create, activate, complete)')
    return ratio


def main():
    parser = argparse.ArgumentParser(prog='./dev bench', description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--gate', action='store_true')
    parser.add_argument('--seconds', default='5')
    parser.add_argument('--clients', default='32')
    arguments = parser.parse_args()
    broken = []

    def bound(name, value, limit, unit, at_least=False):
        ok = value >= limit if at_least else value <= limit
        print(f'{name:22} {value:8.2f} {unit} ({"at least" if at_least else "at most"} {limit}) {"" if ok else "BROKEN"}')
        if not ok:
            broken.append(name)

    bound('ready', ready_ms(), READY_MS_MAX, 'ms')
    idle = footprint()
    bound('idle RSS', idle['idleRssKib'], IDLE_RSS_KIB_MAX, 'KiB')
    bound('idle CPU', idle['idleCpuMs'], IDLE_CPU_MS_MAX, f'ms in {IDLE_SECONDS} s')
    bound('idle log growth', idle['idleEntries'], 0, 'entries')
    bound('no task / limit', throughput(arguments.seconds, arguments.clients), CREATE_RATIO_MIN, '', at_least=True)
    return 1 if arguments.gate and broken else 0


if __name__ == '__main__':
    sys.exit(main())
