#!/usr/bin/env python3
"""Random clients and workers, and somebody who changes what runs, over many models while the server is killed and
started again.

Everything is asked for under an idempotency key and repeated until it is answered. At the end no instance is
lost, no job was completed twice, every job that a worker completed is completed and no other; when the rest was
cancelled nothing is left open, `baton check` finds the directory clean, and a rebuild from the log gives the same.
The seed is fixed; --seed N takes another.
"""
import argparse
import http.client
import json
import os
import random
import sys
import tempfile
import threading
import time
import uuid
from xml.sax.saxutils import quoteattr

from meddler import meddler_of
from server import PATIENCE_SECONDS, Server

KILLS = 6
JOB_TYPES = ('a', 'b', 'late')
INSTANCES_MIN = 300
JOB_OPEN = ('CREATED', 'FAILED', 'TIMED_OUT', 'RETRIES_UPDATED', 'TIMEOUT_UPDATED', 'PRIORITY_UPDATED', 'MIGRATED')

# --- models -----------------------------------------------------------------------------------------

HEAD = ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="stress">')


def flow(source, target, condition=None):
    inside = f'<conditionExpression>{condition}</conditionExpression>' if condition else ''
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def chain(*ids):
    return ''.join(flow(a, b) for a, b in zip(ids, ids[1:]))


def service(element, job_type, inside=''):
    return (f'<serviceTask id="{element}"><extensionElements><zeebe:taskDefinition type="{job_type}" retries="2"/>'
            f'{inside}</extensionElements></serviceTask>')


def script(element, expression, result):
    return (f'<scriptTask id="{element}"><extensionElements><zeebe:script expression={quoteattr(expression)} '
            f'resultVariable="{result}"/></extensionElements></scriptTask>')


def boundary(element, host, event, interrupting='true'):
    return f'<boundaryEvent id="{element}" attachedToRef="{host}" cancelActivity="{interrupting}">{event}</boundaryEvent>'


def timer(kind, text):
    return f'<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>'


def message(element, name):
    return (f'<message id="{element}" name="{name}"><extensionElements>'
            '<zeebe:subscription correlationKey="=id"/></extensionElements></message>')


def models():
    """{process id: file content}"""
    ends = '<startEvent id="s"/><endEvent id="e"/>'
    fork = '<parallelGateway id="f"/><parallelGateway id="j"/>'
    mapped = ('<zeebe:ioMapping><zeebe:input source="=n" target="got.n"/><zeebe:output source="=got.n" target="out.n"/>'
              '</zeebe:ioMapping>')
    bodies = {
        'task': ('', ends + service('t', 'a', mapped) + chain('s', 't', 'e')),
        'fork': ('', ends + fork + service('t1', 'a') + service('t2', 'b') + script('t3', '=n + 1', 'm')
                 + chain('s', 'f', 't1', 'j', 'e') + chain('f', 't2', 'j') + chain('f', 't3', 'j')),
        'deadline': ('', ends + '<subProcess id="sub"><startEvent id="s1"/><endEvent id="e1"/>' + service('t', 'a')
                     + service('u', 'b') + chain('s1', 't', 'u', 'e1') + '</subProcess>'
                     + boundary('late', 'sub', timer('timeDuration', 'PT0.4S')) + service('v', 'late')
                     + chain('s', 'sub', 'e') + chain('late', 'v', 'e')),
        'wait': (message('m', 'wait'),
                 ends + '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
                 + service('t', 'a') + chain('s', 'c', 't', 'e')),
        'either': (message('m1', 'one') + message('m2', 'two'),
                   ends + '<receiveTask id="r" messageRef="m1"/>'
                   + boundary('x', 'r', '<messageEventDefinition messageRef="m2"/>', 'false') + service('t', 'b')
                   + chain('s', 'r', 'e') + chain('x', 't', 'e')),
        'error': ('<error id="E" errorCode="E1"/>', ends + service('t', 'a')
                  + boundary('caught', 't', '<errorEventDefinition errorRef="E"/>') + service('v', 'late')
                  + chain('s', 't', 'e') + chain('caught', 'v', 'e')),
        'gate': ('', ends + '<exclusiveGateway id="g"/>' + service('t', 'a') + service('u', 'b') + flow('s', 'g')
                 + flow('g', 't', '=n &gt; 5') + flow('g', 'u', '=n &lt; 4') + chain('t', 'e') + chain('u', 'e')),
        'people': ('', ends + '<userTask id="u"><extensionElements><zeebe:userTask/></extensionElements></userTask>'
                   + chain('s', 'u', 'e')),
        'reminder': ('', ends + service('t', 'a') + boundary('r', 't', timer('timeCycle', 'R3/PT0.2S'), 'false')
                     + '<endEvent id="e2"/>' + chain('s', 't', 'e') + chain('r', 'e2')),
        'started': (message('m', 'start'), '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>'
                    '<endEvent id="e"/>' + service('t', 'b') + chain('s', 't', 'e')),
        'stop': ('', ends + '<parallelGateway id="f"/><endEvent id="k"><terminateEventDefinition/></endEvent>'
                 + service('t', 'a') + service('u', 'b') + chain('s', 'f', 't', 'k') + chain('f', 'u', 'e')),
        'wide': ('', ends + fork + ''.join(script(f'x{i}', f'=n + {i}', f'v{i}') + chain('f', f'x{i}', 'j')
                                           for i in range(300)) + service('t', 'a') + chain('s', 'f') + chain('j', 't', 'e')),
    }
    return {name: f'{HEAD}{before}<process id="{name}" isExecutable="true">{body}</process></definitions>'
            for name, (before, body) in bodies.items()}


# --- what is asked, and what is known of the answers --------------------------------------------------

class World:
    def __init__(self, server, seed):
        self.server = server
        self.seed = seed
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.created = []
        self.completed = {}  # job key: how many different requests to complete it were granted
        self.faults = []

    def ask(self, path, body, method='POST', key=True, may_be_refused=False):
        """One request under one key, repeated until it is answered: (status, answer)."""
        headers = {'Idempotency-Key': str(uuid.uuid4())} if key else {}
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                status, answer, _ = self.server.request(method, path, body, headers)
                if status not in (503, 504):
                    self.judge(path, status, answer, may_be_refused)
                    return status, answer
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.02)
        raise RuntimeError(f'no answer to {path}')

    def judge(self, path, status, answer, may_be_refused):
        if status >= 500 or status == 422 or (status == 400 and not may_be_refused):
            with self.lock:
                self.faults.append(f'{path}: {status} {answer}')

    def search(self, what, condition=None):
        """All of it, page by page."""
        items, after = [], None
        while True:
            page = {'limit': 1000, **({'after': after} if after else {})}
            _, answer = self.ask(f'/v2/{what}/search', {'filter': condition or {}, 'page': page}, key=False)
            items += answer['items']
            after = answer['page'].get('endCursor')
            if len(answer['items']) < 1000 or not after:
                return items


def client(world, number):
    chance = random.Random(world.seed * 100 + number)
    names = [name for name in models() if name != 'started']
    while not world.stop.is_set():
        n = chance.randrange(10)
        dice = chance.random()
        if dice < 0.7:
            name = chance.choice(names) if chance.random() < 0.95 else 'wide'
            variables = {'n': n, 'id': f'{chance.randrange(40)}'}
            status, answer = world.ask('/v2/process-instances', {'processDefinitionId': name, 'variables': variables})
            if status == 200:
                with world.lock:
                    world.created.append(answer['processInstanceKey'])
        elif dice < 0.92:
            world.ask('/v2/messages/publication', {
                'name': chance.choice(('wait', 'one', 'two', 'start')), 'correlationKey': f'{chance.randrange(40)}',
                'timeToLive': chance.choice((0, 300, 5000)), 'variables': {'n': n}})
        elif world.created:
            with world.lock:
                instance = chance.choice(world.created)
            if dice < 0.96:
                world.ask(f'/v2/process-instances/{instance}/cancellation', {})
            else:
                world.ask(f'/v2/element-instances/{instance}/variables', {'variables': {'n': n}}, method='PUT')
        time.sleep(chance.uniform(0, 0.02))


def settle_job(world, chance, job, careful):
    key = job['jobKey']
    dice = 1 if careful else chance.random()
    if dice < 0.04:
        return  # its lock will expire
    if dice < 0.10:
        world.ask(f'/v2/jobs/{key}/failure', {'retries': job['retries'] - 1, 'retryBackOff': chance.choice((0, 100))})
    elif dice < 0.16:
        world.ask(f'/v2/jobs/{key}/error', {'errorCode': chance.choice(('E1', 'E2'))})
    else:
        status, _ = world.ask(f'/v2/jobs/{key}/completion', {'variables': {'n': chance.randrange(10)}})
        if status == 204:
            with world.lock:
                world.completed[key] = world.completed.get(key, 0) + 1


def worker(world, number):
    chance = random.Random(world.seed * 100 + 50 + number)
    while not world.stop.is_set():
        job_type = chance.choice(JOB_TYPES)
        _, answer = world.ask('/v2/jobs/activation', {
            'type': job_type, 'worker': f'w{number}', 'timeout': chance.choice((150, 2000)), 'maxJobsToActivate': 8,
            'requestTimeout': -1})
        for job in answer.get('jobs', []):
            settle_job(world, chance, job, careful=False)
            if chance.random() < 0.02:  # again, by a request of its own: must be refused
                settle_job(world, chance, job, careful=True)


def run_threads(world, server, chance, seconds, kills):
    threads = [threading.Thread(target=guarded, args=(world, what, i), daemon=True)
               for what, count in ((client, 4), (worker, 3), (meddler_of(models()), 2)) for i in range(count)]
    for thread in threads:
        thread.start()
    for _ in range(kills):
        time.sleep(chance.uniform(0.3, 2 * seconds / (kills + 1) - 0.3))
        server.kill()
        server.start(wait=chance.random() < 0.5)
    time.sleep(seconds / (kills + 1))
    until = time.monotonic() + PATIENCE_SECONDS
    while len(world.created) < INSTANCES_MIN and not world.faults and time.monotonic() < until:
        time.sleep(0.1)
    world.stop.set()
    for thread in threads:
        thread.join(timeout=2 * PATIENCE_SECONDS)
        if thread.is_alive():
            world.faults.append('a client never came to its end')


def guarded(world, what, number):
    try:
        what(world, number)
    except Exception as problem:  # whatever it is, the test must say so
        with world.lock:
            world.faults.append(f'{what.__name__}: {problem!r}')


# --- bringing it to an end -----------------------------------------------------------------------------

def help_on(world, chance):
    """One round of what brings instances on: incidents, jobs, people."""
    for incident in world.search('incidents', {'state': 'ACTIVE'}):
        if incident.get('jobKey'):
            world.ask(f'/v2/jobs/{incident["jobKey"]}', {'changeset': {'retries': 2}}, method='PATCH')
        else:
            world.ask(f'/v2/element-instances/{incident["processInstanceKey"]}/variables',
                      {'variables': {'n': 1}}, method='PUT')
        world.ask(f'/v2/incidents/{incident["incidentKey"]}/resolution', {})
    for job_type in JOB_TYPES:
        _, answer = world.ask('/v2/jobs/activation', {'type': job_type, 'worker': 'end', 'timeout': 5000,
                                                      'maxJobsToActivate': 40, 'requestTimeout': -1})
        for job in answer['jobs']:
            settle_job(world, chance, job, careful=True)
    for task in world.search('user-tasks', {'state': 'CREATED'})[:50]:
        world.ask(f'/v2/user-tasks/{task["userTaskKey"]}/completion', {})


def cancel_the_rest(world):
    """Cancel until nothing is active: an instance of a message may follow another one."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        active = world.search('process-instances', {'state': 'ACTIVE'})
        if not active:
            return
        for instance in active:
            world.ask(f'/v2/process-instances/{instance["processInstanceKey"]}/cancellation', {})
        time.sleep(0.05)


def problems_of(world):
    """What is wrong at the end, as sentences."""
    found = list(world.faults[:10])
    instances = {i['processInstanceKey']: i['state'] for i in world.search('process-instances')}
    lost = [key for key in world.created if key not in instances]
    jobs = world.search('jobs')
    done = {job['jobKey'] for job in jobs if job['state'] == 'COMPLETED'}
    open_jobs = [job['jobKey'] for job in jobs if job['state'] in JOB_OPEN]
    elements = [e for e in world.search('element-instances', {'state': 'ACTIVE'})]
    checks = (
        (len(set(world.created)) != len(world.created), 'one instance was answered twice'),
        (lost, f'instances lost: {lost[:5]}'),
        ([k for k, s in instances.items() if s == 'ACTIVE'], 'instances are still active'),
        ([k for k, n in world.completed.items() if n > 1], 'jobs were completed twice'),
        (done != set(world.completed), f'completed jobs differ: {len(done)} there, {len(world.completed)} answered'),
        (open_jobs, f'jobs of ended instances are open: {open_jobs[:5]}'),
        (elements, f'elements of ended instances are active: {len(elements)}'),
        (world.search('incidents', {'state': 'ACTIVE'}), 'incidents are still active'),
        (world.search('user-tasks', {'state': 'CREATED'}), 'user tasks are still open'),
        (len(instances) < INSTANCES_MIN, f'only {len(instances)} instances ran'),
    )
    return found + [text for wrong, text in checks if wrong], instances


def rebuild(server, world, before):
    """Without its marker the state is made again from the log."""
    if server.stop() != 0:
        return ['the server did not stop well']
    code, text = server.check()
    if code != 0:
        return [f'baton check: {text}']
    os.unlink(os.path.join(server.directory, 'store.marker'))
    server.start()
    after = {i['processInstanceKey']: i['state'] for i in world.search('process-instances')}
    server.stop()
    code, text = server.check()
    found = [] if code == 0 else [f'baton check after the rebuild: {text}']
    return found + (['the rebuilt state differs'] if after != before else [])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--seconds', type=float, default=20)
    parser.add_argument('--kills', type=int, default=KILLS)
    parser.add_argument('--full', action='store_true', help='three times as long')
    arguments = parser.parse_args()
    seconds = arguments.seconds * (3 if arguments.full else 1)
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix='baton-stress-') as folder, Server() as server:
        for name, xml in models().items():
            path = os.path.join(folder, f'{name}.bpmn')
            with open(path, 'w', encoding='utf-8') as f:
                f.write(xml)
            server.deploy(path)
        world = World(server, arguments.seed)
        run_threads(world, server, chance, seconds, arguments.kills)
        server.wait_ready()
        for _ in range(4):
            help_on(world, chance)
        cancel_the_rest(world)
        problems, instances = problems_of(world)
        states = list(instances.values())
        print(f'{len(states)} instances, {states.count("COMPLETED")} completed, {states.count("TERMINATED")} cancelled, '
              f'{len(world.completed)} jobs completed, {arguments.kills} kills')
        problems += rebuild(server, world, instances)
        for problem in problems:
            print(f'FAILED  {problem}')
        if problems:
            print(server.log_tail())
    print(f'{0 if problems else 1} passed, {1 if problems else 0} failed')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
