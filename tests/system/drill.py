#!/usr/bin/env python3
"""Orders through three nodes while leaders are killed (kill -9) and links between them are cut.

Clients create an instance an order under an idempotency key and repeat until they have an answer; workers take its job and
complete it. At the end every order is there once and completed, no job was completed twice, all nodes hold the same, and
`baton check` finds nothing. The last line: n started, n completed, 0 lost, 0 doubled, longest pause N ms.
"""
import argparse
import http.client
import json
import os
import random
import sys
import threading
import time

from cluster import Cluster
from server import ROOT, until

MODEL = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')
AGAIN_SECONDS = 0.02
PAUSE_MS = 30000        # what a stalled disk may take; no election does


class Client:
    """One caller: keeps a connection, goes to another node when one does not serve."""

    def __init__(self, cluster, seed):
        self.cluster, self.random = cluster, random.Random(seed)
        self.connection, self.node = None, None

    def leave(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def once(self, method, path, body, key, timeout):
        if self.connection is None:
            others = [n for n in self.cluster.nodes if n is not self.node]
            self.node = self.random.choice(others)
            self.connection = http.client.HTTPConnection('127.0.0.1', self.node.port, timeout=timeout)
        headers = {'Content-Type': 'application/json', **({'Idempotency-Key': key} if key else {})}
        self.connection.request(method, path, json.dumps(body), headers)
        answer = self.connection.getresponse()
        raw = answer.read()
        return answer.status, json.loads(raw) if raw else None

    def ask(self, method, path, body, key=None, timeout=15):
        """(status, answer), whatever it takes: 503 and lost connections are asked again under the same key."""
        while True:
            try:
                status, answer = self.once(method, path, body, key, timeout)
                if status < 500:
                    return status, answer
            except (OSError, http.client.HTTPException, ValueError):
                pass
            self.leave()
            time.sleep(AGAIN_SECONDS)


class Drill:
    def __init__(self, cluster, arguments):
        self.cluster, self.arguments = cluster, arguments
        self.random = random.Random(arguments.seed)
        self.lock = threading.Lock()
        self.started, self.completed = {}, {}       # order -> instance, job -> times
        self.acknowledged = []                      # when
        self.after_kill = []                        # ms to the next acknowledgement
        self.stopping = self.all_started = False
        self.wrong = []

    def note(self, table, key, value):
        with self.lock:
            table[key] = value
            self.acknowledged.append(time.monotonic())

    def start_orders(self, number):
        client = Client(self.cluster, f'{self.arguments.seed}-client-{number}')
        i = 0
        while not self.stopping:
            order = f'o-{number}-{i}'
            status, answer = client.ask('POST', '/v2/process-instances',
                                        {'processDefinitionId': 'one-task', 'variables': {'order': order}}, order)
            if status != 200:
                self.wrong.append(f'order {order}: {status} {answer}')
                return
            self.note(self.started, order, answer['processInstanceKey'])
            i += 1
            time.sleep(0.01)

    def work(self, number):
        client = Client(self.cluster, f'{self.arguments.seed}-worker-{number}')
        while not (self.all_started and len(self.completed) >= len(self.started)):
            status, answer = client.ask('POST', '/v2/jobs/activation', {
                'type': 'bench-task', 'timeout': 10000, 'maxJobsToActivate': 20, 'worker': f'w{number}', 'requestTimeout': 1000})
            for job in (answer or {}).get('jobs', []) if status == 200 else []:
                key = job['jobKey']
                status, problem = client.ask('POST', f'/v2/jobs/{key}/completion', {}, f'done-{key}')
                if status == 204:
                    self.note(self.completed, key, job['processInstanceKey'])
                elif status not in (404, 409):        # its lock had ended, and another has completed it
                    self.wrong.append(f'job {key}: {status} {problem}')
            if status >= 400 and status not in (404, 409):
                self.wrong.append(f'activation: {status} {answer}')

    # --- faults ---

    def wait_acknowledged(self, since):
        until(lambda: self.acknowledged and self.acknowledged[-1] > since, 'somebody is served again')
        return int((min(t for t in self.acknowledged[-2000:] if t > since) - since) * 1000)

    def kill_leader(self):
        leader = self.cluster.wait_leader()
        at = time.monotonic()
        leader.kill()
        self.after_kill.append(self.wait_acknowledged(at + 0.005))
        time.sleep(self.random.uniform(0, 0.5))
        leader.start()

    def cut_links(self):
        names = [n.name for n in self.cluster.nodes]
        one = self.random.choice(names)
        silent = self.random.random() < 0.5
        kind = self.random.choice(['alone', 'deaf', 'pair'])
        others = [n for n in names if n != one]
        if kind == 'pair':
            others = [self.random.choice(others)]
        for other in others:
            self.cluster.cut(other, one, silent)
            if kind != 'deaf':
                self.cluster.cut(one, other, silent)
        time.sleep(self.random.uniform(0.3, 2.0))
        self.cluster.heal()
        self.wait_acknowledged(time.monotonic())

    def run_faults(self):
        faults = ['kill'] * self.arguments.kills + ['cut'] * self.arguments.cuts
        self.random.shuffle(faults)
        for i, fault in enumerate(faults):
            if self.wrong:
                return
            print(f'{i + 1}/{len(faults)} {fault}', flush=True)
            if fault == 'kill':
                self.kill_leader()
            else:
                self.cut_links()
            time.sleep(self.random.uniform(0.1, 0.5))

    # --- the end ---

    def longest_pause_ms(self):
        times = sorted(self.acknowledged)
        return int(max((b - a for a, b in zip(times, times[1:])), default=0) * 1000)

    def slowest_sync(self):
        """The bucket of the slowest sync of a log since its node's start: a stalled disk is nobody's election."""
        slowest = 0.0
        for node in self.cluster.nodes:
            before = 0
            for line in node.request('GET', '/metrics')[1].splitlines():
                if line.startswith('baton_log_sync_seconds_bucket{le="'):
                    bound, count = line.split('"')[1], int(line.split()[-1])
                    if count > before:
                        slowest = max(slowest, float(bound))
                    before = count
        return slowest

    def judge(self):
        """(lost, doubled): what the cluster says of the orders."""
        client = Client(self.cluster, 'judge')
        states, after = {}, None
        while True:
            page = {'limit': 1000, **({'after': after} if after else {})}
            _, answer = client.ask('POST', '/v2/process-instances/search', {'page': page})
            for item in answer['items']:
                states[item['processInstanceKey']] = item['state']
            after = answer['page'].get('endCursor')
            if not answer['items'] or after is None:
                break
        known = set(self.started.values())
        lost = [k for k in known if states.get(k) != 'COMPLETED']
        doubled = len(states.keys() - known) + len(self.completed) - len(set(self.completed.values()))
        doubled += len(self.started) - len(known)
        return len(lost), doubled, sum(s == 'COMPLETED' for s in states.values())

    def run(self):
        self.cluster.nodes[0].deploy(MODEL)
        threads = [threading.Thread(target=self.start_orders, args=(i,), daemon=True) for i in range(self.arguments.clients)]
        workers = [threading.Thread(target=self.work, args=(i,), daemon=True) for i in range(self.arguments.clients)]
        for thread in threads + workers:
            thread.start()
        time.sleep(1)
        self.run_faults()
        self.cluster.heal()
        self.stopping = True
        pause = self.longest_pause_ms()
        for thread in threads:
            thread.join(timeout=120)
        self.all_started = True
        for thread in workers:
            thread.join(timeout=120)
        if any(t.is_alive() for t in threads + workers):
            self.wrong.append('somebody waits for ever')
        lost, doubled, completed = self.judge()
        print(f'slowest sync of a log: below {self.slowest_sync()} s')
        self.cluster.converge()
        digests = self.cluster.digests()
        if len(set(digests)) != 1 or not digests[0]:
            self.wrong.append(f'the nodes differ: {digests}')
        if pause > PAUSE_MS:
            self.wrong.append('nobody was served for too long')
        for line in self.wrong[:20]:
            print(f'WRONG   {line}')
        if self.after_kill:
            ordered = sorted(self.after_kill)
            print(f'leader killed {len(ordered)} times, next answer after {ordered[len(ordered) // 2]} ms (middle), '
                  f'{ordered[int(len(ordered) * 0.99)]} ms (99 %)')
        print(f'{len(self.started)} started, {completed} completed, {lost} lost, {doubled} doubled, longest pause {pause} ms')
        return lost == 0 and doubled == 0 and not self.wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--kills', type=int)
    parser.add_argument('--cuts', type=int)
    parser.add_argument('--clients', type=int, default=4)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--full', action='store_true', help='30 kills and 30 cuts, unless said otherwise')
    arguments = parser.parse_args()
    most = 30 if arguments.full else 4
    arguments.kills = most if arguments.kills is None else arguments.kills
    arguments.cuts = most if arguments.cuts is None else arguments.cuts
    cluster = Cluster(proxies=True)
    good = False
    try:
        cluster.start()
        good = Drill(cluster, arguments).run()
    finally:
        cluster.close(failed=not good)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
