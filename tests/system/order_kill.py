#!/usr/bin/env python3
"""The order example under kill -9: the server is killed at random moments and started again while orders run.

At the end every order has ended as it should, no job was completed twice, no instance is lost, and `baton
check` finds the directory clean. The seed is fixed; --seed N takes another.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time

from server import BINARY, PATIENCE_SECONDS, ROOT, Server

KILLS = 20
DEMO = os.path.join(os.path.dirname(BINARY), 'order-demo')


def run_demo(server, orders, seed, log_path, text_path):
    environment = dict(os.environ, BATON_ADDRESS=f'127.0.0.1:{server.port}')
    with open(text_path, 'wb') as text:
        return subprocess.Popen([DEMO, '--model', os.path.join(ROOT, 'examples', 'order', 'order.bpmn'),
                                 '--orders', str(orders), '--seed', str(seed), '--json-log', log_path,
                                 '--patience', str(2 * PATIENCE_SECONDS)],
                                env=environment, stdout=text, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)


def kill_while_it_runs(server, demo, randomness, wanted):
    kills = 0
    while kills < wanted and demo.poll() is None:
        time.sleep(randomness.uniform(0.02, 0.6))
        if demo.poll() is None:
            server.kill()
            kills += 1
            server.start(wait=randomness.random() < 0.7)
    server.wait_ready()
    return kills


def completed_twice(log_path):
    seen, twice = set(), []
    with open(log_path, encoding='utf-8') as f:
        for line in f:
            key = json.loads(line)['jobKey']
            if key in seen:
                twice.append(key)
            seen.add(key)
    return seen, twice


def problems_of(server, orders, log_path):
    """What is wrong with the world after the run, as sentences."""
    found = []
    seen, twice = completed_twice(log_path)
    if twice:
        found.append(f'jobs completed twice: {twice}')
    done = server.post('/v2/process-instances/search', {'page': {'limit': 10000}})
    states = [i['state'] for i in done['items']]
    if len(states) != orders:
        found.append(f'{orders} orders were started, {len(states)} instances exist')
    if any(state != 'COMPLETED' for state in states):
        found.append(f'not every instance has completed: {sorted(set(states))}')
    jobs = server.post('/v2/jobs/search', {'page': {'limit': 10000}})['items']
    open_jobs = [j for j in jobs if j['state'] not in ('COMPLETED', 'ERROR_THROWN', 'CANCELED')]
    if open_jobs:
        found.append(f'{len(open_jobs)} jobs are still open')
    by_element = {}
    for job in jobs:
        if job['state'] == 'COMPLETED':
            pair = (job['elementInstanceKey'])
            by_element[pair] = by_element.get(pair, 0) + 1
    doubled = [pair for pair, count in by_element.items() if count > 1]
    if doubled:
        found.append(f'element instances with two completed jobs: {doubled}')
    return found, len(seen)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true', help='five times as many kills')
    parser.add_argument('--seed', type=int, default=7)
    arguments = parser.parse_args()
    wanted = KILLS * 5 if arguments.full else KILLS
    randomness = random.Random(arguments.seed)
    kills = runs = jobs = orders_total = 0
    failures = []
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        while kills < wanted and not failures and runs < wanted:
            runs += 1
            orders = 40
            orders_total += orders
            log_path = os.path.join(folder, f'jobs-{runs}.log')
            text_path = os.path.join(folder, f'demo-{runs}.txt')
            demo = run_demo(server, orders, arguments.seed * 1000 + runs, log_path, text_path)
            kills += kill_while_it_runs(server, demo, randomness, wanted - kills)
            try:
                code = demo.wait(timeout=3 * PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                demo.kill()
                code = 'no end'
            if code != 0:
                with open(text_path, errors='replace') as f:
                    failures.append(f'the demo ended with {code}: {f.read()[-2000:]}')
            found, handled = problems_of(server, orders_total, log_path)
            jobs += handled
            failures += found
        server.stop()
        code, text = server.check()
        if code != 0:
            failures.append(f'baton check: {code} {text}')
        if failures:
            failures.append(server.log_tail())
    print(f'{orders_total} orders, {jobs} jobs, {kills} kills')
    for failure in failures:
        print(f'FAILED {failure}')
    print(f'{0 if failures else 1} passed, {1 if failures else 0} failed')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
