#!/usr/bin/env python3
"""The benchmarks: footprint, and throughput beside the same path with an empty engine (bench/limit).

    ./dev bench              print what was measured
    ./dev bench --gate       fail when a bound is broken

Machines are noisy: only ratios within one run are compared. docs/benchmarks.md says how to read the lines.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
import parked  # noqa: E402
from server import BINARY, Server, metric  # noqa: E402

BIN = os.path.dirname(BINARY)
READY_MS_MAX = 50
IDLE_RSS_KIB_MAX = 20 * 1024
IDLE_SECONDS = 3
PARKED_IDLE_SECONDS = 60
IDLE_CPU_MS_MAX = 30
CREATE_RATIO_MIN = 0.25
# commands that clients sent and that were answered (create, complete), activations not counted
ONE_TASK_RATIO_MIN = 0.15
HOSTILE_CORE_MS_MAX = 100
MICRO_NS_MAX = {'feel: gateway condition': 1000, 'dmn: table of 10 rules': 10000}
# a hundred thousand instances of a multi-instance activity against ten thousand: time is linear
LARGE = ('parallel', 'sequential', 'parallel-jobs', 'sequential-jobs')
LARGE_GROWTH_MAX = 12


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


def footprint():
    with Server() as server:
        time.sleep(0.5)
        index, cpu = metric(server, 'baton_raft_last_index'), cpu_ms(server.process.pid)
        time.sleep(IDLE_SECONDS)
        return {'idleRssKib': status_kib(server.process.pid, 'VmRSS'),
                'idleCpuMs': cpu_ms(server.process.pid) - cpu,
                'idleEntries': metric(server, 'baton_raft_last_index') - index}


def written_bytes(pid):
    with open(f'/proc/{pid}/io') as f:
        return next(int(line.split()[1]) for line in f if line.startswith('write_bytes:'))


def load(server, *arguments):
    """One run of baton-load, with what it cost the server. It fails when anything is lost, doubled or refused."""
    environment = dict(os.environ, BATON_ADDRESS=f'127.0.0.1:{server.port}')
    pid = server.process.pid
    cpu, written = cpu_ms(pid), written_bytes(pid)
    done = subprocess.run([os.path.join(BIN, 'baton-load'), *map(str, arguments), '--models',
                           os.path.join(ROOT, 'bench', 'models')], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr[-2000:], file=sys.stderr)
        raise SystemExit(f'baton-load {" ".join(map(str, arguments))}: exit {done.returncode}: {done.stdout}')
    result = json.loads(done.stdout)
    each = max(1, result['completed'])
    result['cpuMicros'] = (cpu_ms(pid) - cpu) * 1000 / each
    result['writtenBytes'] = (written_bytes(pid) - written) / each
    result['rssKib'] = status_kib(pid, 'VmRSS')
    return result


HEAD = (f'{"":20} {"instances":>10} {"commands":>10} {"create ms":>21} {"to the last job ms":>21} {"cpu":>8} '
        f'{"written":>9} {"rss":>6}\n'
        f'{"":20} {"/s":>10} {"/s":>10} {"p50":>7}{"p99":>7}{"max":>7} {"p50":>7}{"p99":>7}{"max":>7} {"us each":>8} '
        f'{"KiB each":>9} {"MiB":>6}')


def times(times_us):
    if not times_us:
        return f'{"":21}'
    return ''.join(f'{times_us[name] / 1000:7.1f}' for name in ('p50', 'p99', 'max'))


def show(name, result):
    print(f'{name:20} {result["perSecond"]:10.0f} {result["commandsPerSecond"]:10.0f} {times(result["createMicros"])} '
          f'{times(result.get("wholeMicros"))} {result["cpuMicros"]:8.0f} {result["writtenBytes"] / 1024:9.1f} '
          f'{result["rssKib"] // 1024:6}', flush=True)


SCENARIOS = ('no-task', 'one-task', 'ten-tasks', 'fork-five', 'decision', 'message', 'timer')
MORE = (('one-task, 4 KiB', ('one-task', '--payload', 4096)), ('one-task, 200/s', ('one-task', '--rate', 200)))


def throughput(seconds, clients):
    """Every scenario on a server of its own; the rates by name."""
    print(HEAD)
    usual = ('--seconds', seconds, '--clients', clients)
    rates = {}
    with Limit() as server:
        result = load(server, 'no-task', '--blind', *usual)
    show('limit (counts only)', result)
    rates['limit'] = result['commandsPerSecond']
    for name, arguments in [(s, (s,)) for s in SCENARIOS] + list(MORE):
        with Server(arguments=['--log-level', 'warn']) as server:
            result = load(server, *arguments, *usual)
        show(name, result)
        rates[name] = result['commandsPerSecond']
    return rates


def micro():
    """Nanoseconds by the name of the piece."""
    memory = '/dev/shm' if os.path.isdir('/dev/shm') else None
    with tempfile.TemporaryDirectory(prefix='baton-micro-', dir=memory) as folder:
        done = subprocess.run([os.path.join(BIN, 'baton-micro'), folder], check=True, capture_output=True, text=True)
    print(done.stdout, end='', flush=True)
    return {name.strip(): float(value) for name, value in re.findall(r'^(.{44}) +([\d.]+) ns$', done.stdout, re.M)}


def large():
    """How many times longer an instance ten times as large takes, by the name of the process."""
    memory = '/dev/shm' if os.path.isdir('/dev/shm') else None
    with tempfile.TemporaryDirectory(prefix='baton-large-', dir=memory) as folder:
        done = subprocess.run([os.path.join(BIN, 'baton-large'), folder], check=True, capture_output=True, text=True)
    print(done.stdout, end='', flush=True)
    return {name: float(value) for name, value in re.findall(r'^(\S+) .*: +([\d.]+)$', done.stdout, re.M)}


def hostile_ms():
    """What the worst of the hostile inputs took of the core: its processor time, and the time of one command."""
    done = subprocess.run([sys.executable, os.path.join(ROOT, 'tests', 'system', 'hostile.py')],
                          capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout[-2000:], file=sys.stderr)
        raise SystemExit('the hostile inputs did some harm')
    return {name: float(value) for name, value in re.findall(r'^longest (\w+): ([\d.]+) ms', done.stdout, re.M)}


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
    for name, value, unit, most in parked.measure(PARKED_IDLE_SECONDS if arguments.gate else IDLE_SECONDS):
        bound(name, value, most, unit)
    if arguments.gate:
        longest = hostile_ms()
        bound('hostile, longest case', longest['case'], HOSTILE_CORE_MS_MAX, 'ms of the core')
        print(f'  longest apply        {longest["apply"]:8.2f} ms, waits for a processor included')
    rates = throughput(arguments.seconds, arguments.clients)
    bound('no-task / limit', rates['no-task'] / rates['limit'], CREATE_RATIO_MIN, '', at_least=True)
    bound('one-task / limit', rates['one-task'] / rates['limit'], ONE_TASK_RATIO_MIN, '', at_least=True)
    took = micro()
    for name, most in MICRO_NS_MAX.items():
        bound(name, took[name], most, 'ns')
    grows = large()
    for name in LARGE:
        bound(f'{name} x 10', grows[name], LARGE_GROWTH_MAX, '')
    return 1 if arguments.gate and broken else 0


if __name__ == '__main__':
    sys.exit(main())
