#!/usr/bin/env python3
"""Thousands of hostile inputs against one server: each is refused as it must be, and afterwards nothing is worse.

The inputs come from tables and a fixed seed (--seed N takes another). Each is a case: a name, the statuses that it may
have (0: the connection ends without an answer), and what to send. No case may bring a 5xx other than 501 and 503. At the
end the process is the same one, its memory is back where it was, and no turn of the core was long.
"""
import argparse
import json
import os
import random
import socket
import sys
import time

import hostile_clients
import hostile_files
import hostile_http1
import hostile_http2
import hostile_json
from server import PATIENCE_SECONDS, ROOT, Server, metric

CASES_MIN = 3000
# The log keeps its recent entries (LIMIT_LOG_MEMORY_BYTES, 64 MiB); the rest is caches of what was deployed.
MEMORY_MARGIN_KIB = (64 + 48) * 1024
LONG = '0.100000'
# No input keeps the core busy for longer, by the processor's time: a machine that does other things takes none of that.
CORE_SECONDS_MAX = 1.0
ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')


class World:
    """The server under test, with the few ways in which cases talk to it."""

    def __init__(self, server, seed):
        self.server = server
        self.port = server.port
        self.seed = seed
        self.kept = None

    def random(self, name):
        return random.Random(f'{self.seed} {name}')

    def connect(self):
        s = socket.create_connection(('127.0.0.1', self.port), timeout=PATIENCE_SECONDS)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    # --- well-formed HTTP, hostile bodies: one connection as long as it lasts ---

    def call(self, method, path, body, content_type='application/json', headers=''):
        """The status; refusals must be problem documents."""
        data = (f'{method} {path} HTTP/1.1\r\nHost: test\r\nContent-Type: {content_type}\r\n{headers}'
                f'Content-Length: {len(body)}\r\n\r\n').encode('latin-1') + body
        for again in (True, False):
            try:
                if self.kept is None:
                    self.kept = self.connect()
                self.kept.sendall(data)
                return self._answer()
            except OSError:
                self.kept = None
                if not again:
                    raise
        return 0

    def _answer(self):
        data = b''
        while b'\r\n\r\n' not in data:
            data += self._more()
        head, _, body = data.partition(b'\r\n\r\n')
        lines = head.decode('latin-1').lower().split('\r\n')
        fields = dict(line.split(': ', 1) for line in lines[1:] if ': ' in line)
        status = int(lines[0].split()[1])
        while len(body) < int(fields.get('content-length', 0)):
            body += self._more()
        if fields.get('connection') == 'close':
            self.kept.close()
            self.kept = None
        self.body = body
        if status >= 400:
            assert fields.get('content-type') == 'application/problem+json', fields
            assert json.loads(body.decode())['status'] == status, body[:300]
        return status

    def _more(self):
        data = self.kept.recv(1 << 16)
        if not data:
            raise ConnectionError('closed')
        return data

    # --- raw bytes, a connection each ---

    def raw(self, data, half_close=True):
        """(status of the first answer or 0, whether the connection ended)."""
        with self.connect() as s:
            out = b''
            try:
                s.sendall(data)
                if half_close:
                    s.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            try:
                while True:
                    got = s.recv(1 << 16)
                    if not got:
                        return self.status_of(out), True
                    out += got
            except socket.timeout:
                return self.status_of(out), False
            except OSError:
                return self.status_of(out), True

    @staticmethod
    def status_of(out):
        while out.startswith(b'HTTP/1.1 100'):
            out = out.partition(b'\r\n\r\n')[2]
        return int(out[9:12]) if out.startswith(b'HTTP/1.') else 0

    def ended(self, data):
        """The status, when the connection ends of itself; else -1."""
        status, ended = self.raw(data, half_close=False)
        return status if ended else -1

    # --- looking at it ---

    def metric(self, name, text=None):
        return metric(self.server, name, text)

    def longer_than(self, bucket):
        """Commands that kept the core busy for longer, by a bucket of the histogram."""
        text = self.server.request('GET', '/metrics')[1]
        return self.metric('baton_apply_seconds_count', text) - self.metric(f'baton_apply_seconds_bucket{{le="{bucket}"}}', text)

    def core_seconds(self):
        """The processor time of the core, which is the process's first thread, by the scheduler's own count."""
        pid = self.server.process.pid
        with open(f'/proc/{pid}/task/{pid}/schedstat') as f:
            return int(f.read().split()[0]) / 1e9

    def answered(self):
        """Activations that were answered to somebody."""
        for line in self.server.request('GET', '/metrics')[1].splitlines():
            if line.startswith('baton_http_requests_total{operation="activateJobs",status="200"} '):
                return int(line.split()[1])
        return 0

    def memory_kib(self):
        with open(f'/proc/{self.server.process.pid}/status') as f:
            for line in f:
                if line.startswith('RssAnon:'):
                    return int(line.split()[1])
        raise AssertionError('no RssAnon')

    def alive(self):
        return self.server.process.poll() is None and self.server.request('GET', '/readyz')[0] == 200


class Run:
    def __init__(self):
        self.count = 0
        self.failed = []
        self.longest = (0.0, '')  # what a case took of the core's processor time

    def case(self, name, expected, send):
        self.count += 1
        try:
            status = send()
            ok = status in expected and (status < 500 or status in (501, 503))
            text = f'status {status}, not one of {sorted(expected)}'
        except Exception as e:  # a case must not hide the others
            ok, text = False, f'{type(e).__name__}: {e}'
        if not ok:
            self.failed.append(name)
            print(f'FAILED  {name}: {text}', flush=True)

    def group(self, world, name, cases):
        begun, before, failed = time.monotonic(), self.count, len(self.failed)
        for case in cases:
            core = world.core_seconds()
            self.case(f'{name}: {case[0]}', case[1], case[2])
            core = world.core_seconds() - core
            self.longest = max(self.longest, (core, f'{name}: {case[0]}'))
            self.check(f'{name}: {case[0]}', core <= CORE_SECONDS_MAX, f'the core was busy for {core} s')
            if world.server.process.poll() is not None:
                raise SystemExit(f'the server has ended with {world.server.process.returncode} after "{name}: {case[0]}": '
                                 f'{world.server.log_tail()}')
        self.check(f'{name}: the server lives', world.alive())
        print(f'{"ok" if failed == len(self.failed) else "FAILED":7} {name}: {self.count - before} inputs, '
              f'{time.monotonic() - begun:.1f} s, memory {world.memory_kib() // 1024} MiB, '
              f'{world.longer_than(LONG):.0f} commands above 0.1 s', flush=True)

    def check(self, name, condition, text=''):
        if not condition:
            self.failed.append(name)
            print(f'FAILED  {name} {text}', flush=True)


def memory_comes_back(world, before):
    until = time.monotonic() + PATIENCE_SECONDS
    while world.memory_kib() > before + MEMORY_MARGIN_KIB and time.monotonic() < until:
        time.sleep(0.5)
    return world.memory_kib() <= before + MEMORY_MARGIN_KIB


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true', help='ten times as many of those that the seed makes')
    parser.add_argument('--seed', default='1')
    parser.add_argument('names', nargs='*', help='only the groups whose name holds one of these')
    arguments = parser.parse_args()
    run = Run()
    groups = [g for module in (hostile_json, hostile_http1, hostile_http2, hostile_files, hostile_clients)
              for g in module.GROUPS]
    chosen = [g for g in groups if not arguments.names or any(n in g.__name__ for n in arguments.names)]
    with Server(arguments=['--log-level', 'error']) as server:
        world = World(server, arguments.seed)
        world.times = 10 if arguments.full else 1
        server.deploy(ONE_TASK)
        for _ in range(50):
            server.post('/v2/process-instances', {'processDefinitionId': 'one-task'})
        before = world.memory_kib()
        slow = None if arguments.names else hostile_clients.Slow(world)
        for group in chosen:
            run.group(world, group.__name__, group(world))
        if slow is not None:
            run.group(world, 'slow clients', slow.cases())
        run.check('memory', memory_comes_back(world, before), f'{before} KiB before, {world.memory_kib()} KiB after')
        run.check('count', arguments.names or run.count >= CASES_MIN, f'{run.count} inputs, not {CASES_MIN}')
        print(f'longest apply: {world.metric("baton_apply_longest_seconds") * 1000:.1f} ms\n'
              f'longest case: {run.longest[0] * 1000:.1f} ms of the core, {run.longest[1]}', flush=True)
        run.case('the end in order', {0}, lambda: hostile_clients.end(world))
    print(f'{run.count - len(run.failed)} passed, {len(run.failed)} failed')
    return 1 if run.failed else 0


if __name__ == '__main__':
    sys.exit(main())
