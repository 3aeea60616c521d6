#!/usr/bin/env python3
"""What parked polls cost: memory of ten thousand over each protocol and after they left, and what a hundred do to an idle node.

    python3 bench/parked.py [--seconds N]      prints one line a figure; ./dev bench --gate holds them against their bounds
"""
import argparse
import json
import os
import resource
import socket
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
import http2  # noqa: E402
from server import Server, metric, wait_parked  # noqa: E402

PARKED = 10000
STREAMS = 100  # of one HTTP/2 connection
WORKERS = 100
BACK_SECONDS = 30
PATH = '/v2/jobs/activation'


def body(job_type):
    return json.dumps({'type': job_type, 'timeout': 60000, 'maxJobsToActivate': 1, 'worker': 'parked',
                       'requestTimeout': 600000 if job_type == 'many' else 60000}).encode()


def http1_request(job_type):
    data = body(job_type)
    return (b'POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n'
            % (PATH.encode(), len(data))) + data


def rss_kib(server):
    with open(f'/proc/{server.process.pid}/status') as f:
        return next(int(line.split()[1]) for line in f if line.startswith('VmRSS:'))


def cpu_ms(server):
    """By the scheduler's own count of nanoseconds: ticks are too coarse for a node that does nothing."""
    total = 0
    for thread in os.listdir(f'/proc/{server.process.pid}/task'):
        with open(f'/proc/{server.process.pid}/task/{thread}/schedstat') as f:
            total += int(f.read().split()[0])
    return total / 1e6


def park_http1(server, count, job_type='many'):
    sockets = []
    for _ in range(count):
        s = socket.create_connection(('127.0.0.1', server.port))
        s.sendall(http1_request(job_type))
        sockets.append(s)
    return sockets


def park_http2(server, count):
    sockets = []
    for _ in range(count // STREAMS):
        s = socket.create_connection(('127.0.0.1', server.port))
        s.sendall(http2.PREFACE + http2.settings() + b''.join(
            http2.request(2 * i + 1, 'POST', PATH, body('many')) for i in range(STREAMS)))
        sockets.append(s)
    return sockets


def many(park):
    """(RSS with all parked, RSS after they left less RSS before), in MiB."""
    with Server(arguments=['--log-level', 'error']) as server:
        before = rss_kib(server)
        sockets = park(server, PARKED)
        wait_parked(server, PARKED)
        parked = rss_kib(server)
        for s in sockets:
            s.close()
        until = time.monotonic() + BACK_SECONDS
        while time.monotonic() < until:
            time.sleep(0.5)
        return parked / 1024, (rss_kib(server) - before) / 1024


def idle(seconds):
    """(processor time as a share of one core in percent, entries written) with a hundred workers that wait."""
    with Server(arguments=['--log-level', 'error']) as server:
        sockets = park_http1(server, WORKERS // 2, 'idle') + park_http1(server, WORKERS - WORKERS // 2, 'other')
        wait_parked(server, WORKERS)
        time.sleep(2)
        entries, cpu, begun = metric(server, 'baton_raft_last_index'), cpu_ms(server), time.monotonic()
        while time.monotonic() - begun < seconds:
            time.sleep(1)
            for s in sockets:  # who was answered asks again, as workers do
                s.setblocking(False)
                try:
                    if s.recv(4096):
                        s.sendall(http1_request('idle'))
                except BlockingIOError:
                    pass
        share = (cpu_ms(server) - cpu) / (time.monotonic() - begun) / 10
        return share, metric(server, 'baton_raft_last_index') - entries


def measure(seconds):
    """(name, value, unit, bound) of everything."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    for name, park, most in (('HTTP/2', park_http2, 100), ('HTTP/1.1', park_http1, 200)):
        parked, left = many(park)
        yield f'{PARKED} parked, {name}', parked, 'MiB', most
        yield f'  after they left, {name}', left, 'MiB above', 20
    share, entries = idle(seconds)
    yield f'idle CPU, {WORKERS} parked', share, '% of a core', 0.1
    yield f'idle log, {WORKERS} parked', entries, 'entries', 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--seconds', type=int, default=60)
    broken = 0
    for name, value, unit, most in measure(parser.parse_args().seconds):
        print(f'{name:28} {value:8.3f} {unit} (at most {most}) {"" if value <= most else "BROKEN"}', flush=True)
        broken += value > most
    return 1 if broken else 0


if __name__ == '__main__':
    sys.exit(main())
