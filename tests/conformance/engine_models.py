#!/usr/bin/env python3
"""Models of another engine's test suite, run from start to end: jobs and user tasks are completed, messages
published, the clock moved on. What uses elements that the engine lacks must be refused by element id."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from server import Server  # noqa: E402

SHARED = os.environ.get('BATON_SHARED', os.path.join(ROOT, '..', 'shared'))
FOLDER = os.path.join(SHARED, 'conformance', 'bpmn-engines', 'lib-bpmn-engine-zeebe')
ROUNDS_MAX = 30
USER_TASK_JOB = 'io.camunda.zeebe:userTask'  # user tasks without zeebe:userTask are jobs

# file -> what the refusal must mention; all others must run to their end
REFUSED = {
    'exclusive-gateway-with-condition-and-default.bpmn': "begins with '='",  # a condition without its '='
    'forked-flow.bpmn': 'taskDefinition',
    'message-intermediate-invalid-timer-event.bpmn': 'timer',
}
# variables that the models' expressions read
VARIABLES = {'price': -50, 'foo': 'bar', 'variable_name': 'value', 'order': {'id': 1}, 'orderId': 'o-1',
             'customer': {'name': 'Ada'}, 'userId': 'u-1', 'key': 'k-1', 'test': 't-1',
             'timeoutValue': 'PT1S', 'message': 'm-1'}


class Refused(Exception):
    pass


def deploy(server, path):
    try:
        return server.deploy(path)['deployments'][0]['processDefinition']['processDefinitionId']
    except AssertionError as e:
        raise Refused(str(e)) from None


def complete_jobs(server, types):
    done = 0
    for job_type in types:
        answer = server.post('/v2/jobs/activation', {'type': job_type, 'timeout': 60000, 'maxJobsToActivate': 10,
                                                     'requestTimeout': -1, 'worker': 'test'})
        for job in answer['jobs']:
            server.post(f'/v2/jobs/{job["jobKey"]}/completion', {})
            done += 1
    return done


def complete_user_tasks(server, key):
    tasks = server.post('/v2/user-tasks/search', {'filter': {'processInstanceKey': key, 'state': 'CREATED'}})['items']
    for task in tasks:
        server.post(f'/v2/user-tasks/{task["userTaskKey"]}/completion', {})
    return len(tasks)


def publish_messages(server, key):
    open_ones = server.post('/v2/message-subscriptions/search', {'filter': {'processInstanceKey': key}},
                            expect=(200, 501))
    count = 0
    for subscription in open_ones.get('items', []):
        if subscription['messageSubscriptionState'] == 'CREATED':
            server.post('/v2/messages/publication', {'name': subscription['messageName'],
                                                     'correlationKey': subscription['correlationKey'] or '',
                                                     'timeToLive': 0})
            count += 1
    return count


def run_to_end(server, process_id, types):
    key = server.post('/v2/process-instances', {'processDefinitionId': process_id,
                                                'variables': VARIABLES})['processInstanceKey']
    for _ in range(ROUNDS_MAX):
        instance = server.get(f'/v2/process-instances/{key}')
        if instance['state'] != 'ACTIVE':
            return instance['state']
        moved = complete_jobs(server, types) + complete_user_tasks(server, key) + publish_messages(server, key)
        if not moved:
            incidents = server.post('/v2/incidents/search', {'filter': {'processInstanceKey': key}})['items']
            if incidents:
                return 'incident ' + incidents[0]['errorMessage']
    return 'ACTIVE'


def check(server, name):
    path = os.path.join(FOLDER, name)
    with open(path, encoding='utf-8') as f:
        types = sorted(set(re.findall(r'taskDefinition\s+type="([^"]+)"', f.read())) | {USER_TASK_JOB})
    try:
        process_id = deploy(server, path)
    except Refused as e:
        word = REFUSED.get(name)
        return None if word is not None and word.lower() in str(e).lower() else str(e)
    if name in REFUSED:
        return 'accepted, and must be refused'
    state = run_to_end(server, process_id, types)
    return None if state == 'COMPLETED' else f'ended as {state}'


def main():
    if not os.path.isdir(FOLDER):
        print(f'SKIPPED: no conformance data at {SHARED} (set BATON_SHARED)')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    passed = failed = 0
    with Server() as server:
        for name in sorted(os.listdir(FOLDER)):
            if not name.endswith('.bpmn'):
                continue
            why = check(server, name)
            passed += why is None
            failed += why is not None
            print(f'{"ok     " if why is None else "FAILED "}{name} {why or ""}')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
