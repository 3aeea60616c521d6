#!/usr/bin/env python3
"""Every answer of every operation, field by field, against the list of the API's fields; and every refusal.

A server is driven through all operations that it has. Each answer must have the documented status, content type and
fields: required ones present, types right, null only where it is allowed, enum values canonical, dates with fraction and
Z, keys as strings. Searches take every sort and every filter of the list, and find by each what they should. What the
server does not have yet answers 501 with its name. wire_instances.py, wire_batches.py, wire_resources.py and wire_decisions.py have
more stories, wire_errors.py the refusals.
"""
import http.client
import json
import os
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'conformance'))
import wire_errors  # noqa: E402
import wire_batches  # noqa: E402
import wire_decisions  # noqa: E402
import wire_instances  # noqa: E402
import wire_reads  # noqa: E402
import wire_resources  # noqa: E402
import wire_schema  # noqa: E402
import wire_search  # noqa: E402
from server import PATIENCE_SECONDS, Server  # noqa: E402

SHARED = os.environ.get('BATON_SHARED', os.path.join(ROOT, '..', 'shared'))
FIELDS = os.path.join(SHARED, 'spec', 'api-v2-fields.txt')
MODEL = os.path.join(ROOT, 'tests', 'conformance', 'models', 'wire.bpmn')
WRITES = os.path.join(ROOT, 'tests', 'conformance', 'models', 'writes.bpmn')
ORDER = os.path.join(ROOT, 'examples', 'order', 'order.bpmn')
BOUNDARY = 'boundary-of-the-test'
LONG_ID = '\u00fc' * 256  # characters count, not bytes


class Mismatch(AssertionError):
    pass


def check(condition, text):
    if not condition:
        raise Mismatch(text)


def object_without_repeats(pairs):
    names = [name for name, _ in pairs]
    check(len(set(names)) == len(names), f'a name comes twice in {names}')
    return dict(pairs)


class Wire:
    """Calls by operation; every answer is checked against the list."""

    def __init__(self, port, operations, enums):
        self.port, self.operations, self.enums = port, operations, enums
        self.connection = http.client.HTTPConnection('127.0.0.1', port, timeout=PATIENCE_SECONDS)
        self.seen = set()
        self.deployment_of = {}  # by resource key
        self.requirements_of = {}  # by decision key

    def send(self, method, path, body=None, headers=None):
        """(status, headers, bytes); body: bytes as they are, else JSON."""
        headers = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault('Content-Type', 'application/json')
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def path(self, name, *keys):
        path = self.operations[name].path
        for key in keys:
            start, end = path.index('{'), path.index('}')
            path = path[:start] + str(key) + path[end + 1:]
        return path if path.startswith('/cluster/') else '/v2' + path

    def call(self, name, *keys, body=None, query='', headers=None):
        """The answer's value (None for 204, text for XML)."""
        operation = self.operations[name]
        self.seen.add(name)
        status, got, raw = self.send(operation.method, self.path(name, *keys) + query, body, headers)
        check(status in operation.statuses, f'{name}: {status} {raw[:500]!r}')
        check(got.get('Baton-Index', '').isdigit(), f'{name}: no Baton-Index')
        if status == 204:
            check(raw == b'' and got.get('Content-Type') is None, f'{name}: 204 with a body or a type')
            return None
        media = operation.response_types[status]
        check(got.get('Content-Type') == media, f'{name}: Content-Type {got.get("Content-Type")}, not {media}')
        if media != 'application/json':
            return raw.decode()
        value = json.loads(raw, object_pairs_hook=object_without_repeats)
        if name == 'getProcessInstanceCallHierarchy':  # the list has no word for an answer that is an array
            value = {'items': value}
        checker = wire_schema.Checker(self.enums)
        checker.fields(name, value, operation.responses[status])
        check(not checker.complaints, '\n  '.join(checker.complaints[:20]))
        return value['items'] if name == 'getProcessInstanceCallHierarchy' else value

    def deploy(self, *parts):
        """parts: (head lines, content)"""
        body = b''.join(f'--{BOUNDARY}\r\n{head}\r\n\r\n'.encode() + content + b'\r\n' for head, content in parts)
        body += f'--{BOUNDARY}--\r\n'.encode()
        deployed = self.call('createDeployment', body=body, headers={
            'Content-Type': f'multipart/form-data; charset=ISO-8859-1; boundary={BOUNDARY}'})
        for item in deployed['deployments']:
            if item['resource'] is not None:  # one that was there stays of its first deployment
                self.deployment_of.setdefault(item['resource']['resourceKey'], deployed['deploymentKey'])
            if item['decisionDefinition'] is not None:
                decision = item['decisionDefinition']
                self.requirements_of[decision['decisionDefinitionKey']] = decision['decisionRequirementsKey']
        return deployed

    def create(self, process_id, variables=None, **more):
        body = {'processDefinitionId': process_id, 'variables': variables or {}, **more}
        return self.call('createProcessInstance', body=body)['processInstanceKey']

    def activate(self, **more):
        body = {'type': 'wire-work', 'worker': 'w', 'timeout': 60000, 'maxJobsToActivate': 10, 'requestTimeout': 5000}
        return self.call('activateJobs', body={**body, **more})['jobs']

    def search(self, name, **body):
        return self.call(name, body=body)

    def only(self, name, **filters):
        """The one item that the filter finds."""
        items = self.search(name, filter=filters)['items']
        check(len(items) == 1, f'{name} {filters}: {len(items)} items')
        return items[0]


def file_part(name, path, more=''):
    with open(path, 'rb') as f:
        return f'Content-Disposition: form-data; name="resources"; filename="{name}"{more}', f.read()


# --- the stories; they leave instances of every kind and state for the searches ---

def story_of_the_cluster(wire):
    topology = wire.call('getTopology')
    check(topology['brokers'][0]['partitions'][0]['role'] == 'leader', topology)
    wire.call('getStatus')
    wire.call('getLicense')
    wire.call('getAuthentication', headers={'Authorization': ''})


def story_of_deployments(wire):
    tenant = ('Content-Disposition: form-data; name="tenantId"', b'<default>')
    first = wire.deploy(file_part('wire.bpmn', MODEL), tenant)
    octets = '\r\nContent-Type: application/octet-stream'
    again = wire.deploy(tenant, file_part('wire.bpmn', MODEL, octets), file_part('/a/path/order.bpmn', ORDER, octets))
    check(len(first['deployments']) == 7 and len(again['deployments']) == 8, 'one entry a process')
    check(first['deployments'] == again['deployments'][:7], 'the same file keeps its keys')
    check(again['deployments'][7]['processDefinition']['resourceName'] == '/a/path/order.bpmn', again)
    for deployed in again['deployments']:
        definition = wire.call('getProcessDefinition', deployed['processDefinition']['processDefinitionKey'])
        check(definition['version'] == 1 and definition['state'] == 'ACTIVE', definition)
    key = again['deployments'][7]['processDefinition']['processDefinitionKey']
    with open(ORDER, encoding='utf-8') as f:
        check(wire.call('getProcessDefinitionXML', key) == f.read(), 'the XML comes back as it was sent')


def story_of_creation(wire):
    definition = wire.only('searchProcessDefinitions', processDefinitionId='wire-job')
    key = definition['processDefinitionKey']
    wire.call('createProcessInstance', body={'processDefinitionKey': key})
    wire.call('createProcessInstance', body={'processDefinitionId': 'wire-job', 'processDefinitionVersion': 1})
    wire.call('createProcessInstance', body={
        'processDefinitionId': 'wire-job', 'processDefinitionVersion': -1, 'startInstructions': [], 'tags': [],
        'runtimeInstructions': [], 'fetchVariables': [], 'awaitCompletion': False, 'requestTimeout': 0})
    created = wire.call('createProcessInstance', body={
        'processDefinitionId': 'wire-job', 'variables': {'a': 1, 'text': 'x', 'd': 1.5, 'o': {'k': [1, None]}},
        'tags': ['first', 'b:2'], 'businessId': LONG_ID, 'tenantId': '<default>', 'operationReference': 7})
    check(created['tags'] == ['first', 'b:2'] and created['businessId'] == LONG_ID, created)
    instance = wire.call('getProcessInstance', created['processInstanceKey'])
    check(instance['processDefinitionVersionTag'] == 'v1.0' and instance['businessId'] == LONG_ID, instance)
    done = wire.call('createProcessInstance', body={
        'processDefinitionId': 'wire-at-once', 'variables': {'a': 1}, 'awaitCompletion': True})
    check(done['variables'] == {'a': 1, 'b': 2}, done)
    done = wire.call('createProcessInstance', body={
        'processDefinitionId': 'wire-at-once', 'variables': {'a': 1}, 'awaitCompletion': True, 'fetchVariables': ['b']})
    check(done['variables'] == {'b': 2}, done)


def story_of_chosen_elements(wire):
    """Begun at elements, ended with an element, by version tag."""
    wire.deploy(file_part('writes.bpmn', WRITES))
    key = wire.create('wire-points', startInstructions=[{'elementId': 'box-work'}, {'elementId': 'points-person'},
                                                        {'elementId': 'box-work'}])
    active = [e['elementId'] for e in wire.search('searchElementInstances', filter={
        'processInstanceKey': key, 'state': 'ACTIVE', 'elementId': {'$neq': 'wire-points'}})['items']]
    check(sorted(active) == ['box-work', 'box-work', 'points-box', 'points-person'], active)
    for job in wire.activate(type='wire-points'):
        wire.call('completeJob', job['jobKey'])
    for task in wire.search('searchUserTasks', filter={'processInstanceKey': key})['items']:
        wire.call('completeUserTask', task['userTaskKey'])
    check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'both ways lead to the end')

    key = wire.create('wire-points', processDefinitionVersionTag='points-1', processDefinitionVersion=-1,
                      runtimeInstructions=[{'type': 'terminate_process_instance', 'afterElementId': 'points-first'}])
    check(wire.call('getProcessInstance', key)['state'] == 'TERMINATED', 'ended with its first element')
    elements = [e['elementId'] for e in wire.search('searchElementInstances', filter={
        'processInstanceKey': key, 'elementId': {'$neq': 'wire-points'}})['items']]
    check(elements == ['points-start', 'points-first'], elements)


def story_of_notes(wire):
    """A subscription that does not interrupt stays open; a correlation may start an instance."""
    begun = wire.call('correlateMessage', body={'name': 'wire-begin', 'variables': {'orderId': 'n-1'}})
    key = begun['processInstanceKey']
    for n in range(2):
        noted = wire.call('correlateMessage', body={'name': 'wire-note', 'correlationKey': 'n-1', 'variables': {'n': n}})
        check(noted['processInstanceKey'] == key, noted)
        subscription = wire.only('searchMessageSubscriptions', processInstanceKey=key)
        check(subscription['messageSubscriptionState'] == 'CREATED', subscription)
    wire.call('cancelProcessInstance', key)
    check(wire.only('searchMessageSubscriptions', processInstanceKey=key)['messageSubscriptionState'] == 'DELETED', key)


def story_of_jobs(wire):
    jobs = wire.activate(tenantIds=['<default>'], tenantFilter='PROVIDED', fetchVariable=[])
    check(len(jobs) == 4 and all(j['kind'] == 'BPMN_ELEMENT' for j in jobs), jobs)
    check(jobs[3]['variables'] == {'a': 1, 'text': 'x', 'd': 1.5, 'o': {'k': [1, None]}}, jobs[3])
    check(jobs[3]['customHeaders'] == {'unit': 'EUR'} and jobs[3]['businessId'] == LONG_ID, jobs[3])
    failed, thrown, broken, kept = (job['jobKey'] for job in jobs)
    wire.call('updateJob', failed, body={'changeset': {'timeout': 2**63 - 1}})
    check(wire.only('searchJobs', jobKey=failed)['deadline'] == '9999-12-31T23:59:59.999Z', 'a date of four digits')
    wire.call('updateJob', failed, body={'changeset': {'retries': 5, 'timeout': 90000, 'priority': None}})
    wire.call('failJob', failed, body={'retries': 2, 'errorMessage': 'again', 'retryBackOff': 200, 'variables': {'why': 1}})
    again = wire.activate(fetchVariable=['why'])
    check([(j['jobKey'], j['retries'], j['variables']) for j in again] == [(failed, 2, {'why': 1})], again)
    wire.call('completeJob', failed, body={'variables': {'done': True}, 'leaseToken': None})
    wire.call('throwJobError', thrown, body={'errorCode': 'REFUSED', 'errorMessage': None, 'variables': None})
    wire.call('failJob', broken)
    incident = wire.only('searchIncidents', jobKey=broken)
    check(incident['errorType'] == 'JOB_NO_RETRIES' and incident['state'] == 'ACTIVE', incident)
    wire.call('getIncident', incident['incidentKey'])
    wire.call('updateJob', broken, body={'changeset': {'retries': 1}})
    wire.call('resolveIncident', incident['incidentKey'])
    wire.call('completeJob', wire.activate()[0]['jobKey'])
    wire.call('failJob', kept, body={'retries': 0, 'errorMessage': 'broken'})
    states = {j['jobKey']: j['state'] for j in wire.search('searchJobs')['items']}
    check([states[k] for k in (failed, thrown, broken, kept)] ==
          ['COMPLETED', 'ERROR_THROWN', 'COMPLETED', 'FAILED'], states)


def story_of_a_job_too_large(wire):
    """What no answer can hold is an incident, and the others are handed out."""
    key = wire.create('wire-points', startInstructions=[{'elementId': 'box-work'}])
    for n in range(3):
        wire.call('createElementInstanceVariables', key, body={'variables': {f'v{n}': 'x' * 2000000}})
    second = wire.create('wire-points', startInstructions=[{'elementId': 'box-work'}])
    jobs = wire.activate(type='wire-points') or wire.activate(type='wire-points')
    check([j['processInstanceKey'] for j in jobs] == [second], [j['processInstanceKey'] for j in jobs])
    incident = wire.only('searchIncidents', processInstanceKey=key)
    check(incident['errorType'] == 'MESSAGE_SIZE_EXCEEDED' and incident['jobKey'], incident)
    wire.call('resolveIncident', incident['incidentKey'])
    jobs = wire.activate(type='wire-points', fetchVariable=['v1'])
    check([list(j['variables']) for j in jobs] == [['v1']], 'one of them fits')
    for k in (key, second):
        wire.call('cancelProcessInstance', k)


def story_of_leases(wire):
    key = wire.create('wire-job')
    job, = wire.activate(withLease=True)
    token = job['jobLeaseToken']
    check(token and job['leaseToken'] == token, job)
    for action, body in (('completion', {}), ('completion', {'jobLeaseToken': '1'}), ('failure', {'retries': 1}),
                         ('error', {'errorCode': 'E', 'leaseToken': '1'})):
        status, _, raw = wire.send('POST', f"/v2/jobs/{job['jobKey']}/{action}", body)
        check(status == 409 and 'lease token' in json.loads(raw)['detail'], raw)
    wire.call('failJob', job['jobKey'], body={'retries': 2, 'jobLeaseToken': token})
    check(wire.activate(requestTimeout=300) == [], 'it goes to those only who lease')
    job, = wire.activate(withLease=True)
    check(job['jobLeaseToken'] != token, 'a new lease')
    status, _, raw = wire.send('POST', f"/v2/jobs/{job['jobKey']}/completion", {'jobLeaseToken': token})
    check(status == 409, raw)
    wire.call('completeJob', job['jobKey'], body={'leaseToken': job['leaseToken']})
    check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'completed')


def story_of_job_results(wire):
    """What only listeners and ad-hoc subprocesses look at is taken as it is sent."""
    for result in ({'type': 'userTask', 'denied': False, 'deniedReason': None, 'corrections': {
            'assignee': '', 'dueDate': '', 'candidateUsers': [], 'priority': 5}},
            {'type': 'adHocSubProcess', 'activateElements': [{'elementId': 'a', 'variables': {'x': 1}}],
             'isCompletionConditionFulfilled': True}, {}, None):
        key = wire.create('wire-job')
        jobs = wire.activate()
        check([j['processInstanceKey'] for j in jobs] == [key], jobs)
        wire.call('completeJob', jobs[0]['jobKey'], body={'variables': None, 'result': result})
        check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'completed')


def story_of_messages(wire):
    key = wire.create('wire-message', {'orderId': 'o-1'}, businessId='B-2')
    subscription = wire.only('searchMessageSubscriptions', processInstanceKey=key)
    check((subscription['messageSubscriptionState'], subscription['businessId']) == ('CREATED', 'B-2'), subscription)
    wire.call('publishMessage', body={'name': 'wire-paid', 'correlationKey': 'o-1', 'messageId': 'm-1',
                                      'timeToLive': 0, 'variables': {'paid': True}, 'tenantId': '<default>'})
    check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'the message was correlated')
    wire.call('publishMessage', body={'name': 'wire-paid', 'correlationKey': 'o-2', 'timeToLive': 60000, 'messageId': 'm-2'})
    key = wire.create('wire-message', {'orderId': 'o-2'})
    check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'the message waited')
    wire.create('wire-message', {'orderId': 'o-3'})
    key = wire.create('wire-message', {'orderId': 'o-4'})
    message = {'name': 'wire-paid', 'correlationKey': 'o-4', 'variables': {'paid': 1}, 'tenantId': '<default>'}
    correlated = wire.call('correlateMessage', body=message, headers={'Idempotency-Key': 'o-4'})
    check(correlated['processInstanceKey'] == key, correlated)
    check(wire.call('correlateMessage', body=message, headers={'Idempotency-Key': 'o-4'}) == correlated, 'the same again')
    check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'the message was correlated')


def story_of_signals(wire):
    signal = {'signalName': 'wire-siren', 'variables': {'loud': True}, 'tenantId': '<default>'}
    sent = wire.call('broadcastSignal', body=signal, headers={'Idempotency-Key': 'siren'})
    check(wire.call('broadcastSignal', body=signal, headers={'Idempotency-Key': 'siren'}) == sent, 'the same again')
    check(wire.call('broadcastSignal', body={'signalName': 'nobody'})['signalKey'] != sent['signalKey'], 'another signal')


def story_of_variables(wire):
    key = wire.create('wire-user', {'text': 'long ' * 3000})
    wire.call('createElementInstanceVariables', key, body={'variables': {'n': 12, 'list': [1, 'x']}, 'local': True})
    wire.call('createElementInstanceVariables', key, body={'variables': {'n': 13}})
    found = {v['name']: v for v in wire.search('searchVariables', filter={'processInstanceKey': key})['items']}
    check(found['n']['value'] == '13' and found['list']['value'] == '[1,"x"]', found)
    check(found['text']['isTruncated'] and not found['n']['isTruncated'], found['n'])
    check(len(wire.call('getVariable', found['text']['variableKey'])['value']) == 15002, 'a get cuts nothing')
    whole = wire.call('searchVariables', query='?truncateValues=false', body={'filter': {'name': 'text', 'scopeKey': key}})
    check(len(whole['items'][0]['value']) == 15002 and not whole['items'][0]['isTruncated'], 'not cut when told so')


def story_of_user_tasks(wire):
    key = wire.create('wire-user')
    task_key = wire.only('searchUserTasks', processInstanceKey=key)['userTaskKey']
    retry = {'Idempotency-Key': f'task-{task_key}'}
    for _ in range(2):  # one key, two operations: each is remembered by itself
        wire.call('assignUserTask', task_key, body={'assignee': 'demo'}, headers=retry)
        wire.call('unassignUserTask', task_key, headers=retry)
    check(wire.call('getUserTask', task_key)['assignee'] is None, 'the last one that was new')
    wire.call('cancelProcessInstance', key)

    key = wire.create('wire-user', {'x': 1}, tags=['t'])
    task = wire.only('searchUserTasks', processInstanceKey=key, state='created', candidateGroup='sales')
    check((task['priority'], task['dueDate'], task['followUpDate'], task['candidateUsers'], task['tags']) ==
          (70, '2030-01-02T03:04:05.000Z', '2030-01-01T01:04:05.000Z', ['anna'], ['t']), task)
    task_key = task['userTaskKey']
    wire.call('getUserTask', task_key)
    wire.call('assignUserTask', task_key, body={'assignee': 'demo', 'allowOverride': True, 'action': 'assign'})
    check(wire.call('getUserTask', task_key)['assignee'] == 'demo', 'assigned')
    wire.call('unassignUserTask', task_key)
    check(wire.call('getUserTask', task_key)['assignee'] is None, 'unassigned')
    wire.call('assignUserTask', task_key, body={'assignee': 'other', 'allowOverride': False})
    wire.call('updateUserTask', task_key, body={'changeset': {
        'dueDate': '2031-02-03T04:05:06+01:00', 'followUpDate': '', 'candidateUsers': [], 'candidateGroups': ['ops', 'hr'],
        'priority': 0}, 'action': 'escalate'})
    changed = wire.call('getUserTask', task_key)
    check((changed['dueDate'], changed['followUpDate'], changed['candidateUsers'], changed['candidateGroups'],
           changed['priority'], changed['assignee']) ==
          ('2031-02-03T03:05:06.000Z', None, [], ['ops', 'hr'], 0, 'other'), changed)
    wire.call('updateUserTask', task_key, body={'changeset': {'priority': 70, 'dueDate': None}, 'action': None})
    wire.call('updateUserTask', task_key, body={'action': 'look'})
    changed = wire.call('getUserTask', task_key)
    check((changed['dueDate'], changed['priority']) == ('2031-02-03T03:05:06.000Z', 70), changed)
    wire.call('completeUserTask', task_key, body={'variables': {'ok': True}, 'action': 'complete'})
    check(wire.call('getUserTask', task_key)['state'] == 'COMPLETED', 'completed')
    wire.call('getElementInstance', task['elementInstanceKey'])


def story_of_incidents(wire):
    key = wire.create('wire-incident')
    incident = wire.only('searchIncidents', processInstanceKey=key)
    element = wire.call('getElementInstance', incident['elementInstanceKey'])
    check(element['hasIncident'] and element['incidentKey'] == incident['incidentKey'], element)
    check(wire.call('getProcessInstance', key)['hasIncident'], 'the instance has it, too')
    wire.call('createElementInstanceVariables', key, body={'variables': {'goOn': True}})
    wire.call('resolveIncident', incident['incidentKey'], body={})
    check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'it went on')
    check(wire.call('getIncident', incident['incidentKey'])['state'] == 'RESOLVED', 'resolved')
    key = wire.create('wire-incident')
    wire.call('createElementInstanceVariables', key, body={'variables': {'goOn': True}})
    batch = wire.call('resolveProcessInstanceIncidents', key)
    check(batch['batchOperationType'] == 'RESOLVE_INCIDENT', batch)
    check(wire.call('getProcessInstance', key)['state'] == 'COMPLETED', 'all of its incidents')
    wire.create('wire-incident')


def story_of_cancellation(wire):
    for process, body in (('wire-user', None), ('wire-job', {}), ('wire-message', {'operationReference': 1})):
        key = wire.create(process, {'orderId': 'c'})
        wire.call('cancelProcessInstance', key, body=body)
        check(wire.call('getProcessInstance', key)['state'] == 'TERMINATED', process)


def story_of_the_clock(wire):
    wire.call('pinClock', body={'timestamp': int(time.time() * 1000) + 3600000})
    wire.call('resetClock')


def story_of_what_clients_may_do(wire):
    """Numbers as texts, names in any case, types with parameters, empty bodies with a type, another prefix."""
    kinds = ('application/json', 'application/json; charset=UTF-8', 'application/vnd.camunda.api.keys.string+json')
    for kind in kinds:
        body = json.dumps({'type': 'none', 'timeout': '10000', 'maxJobsToActivate': '5', 'requestTimeout': '-1',
                           'tenantFilter': 'provided', 'withLease': False, 'worker': None}).encode()
        wire.call('activateJobs', body=body, headers={'Content-Type': kind, 'Accept': 'application/json, '
                                                      'application/problem+json', 'Authorization': ''})
    job = {'Content-Type': 'application/json'}
    for body in (None, b'', b'{}', b'null'):
        key = wire.create('wire-user')
        wire.call('completeUserTask', wire.only('searchUserTasks', processInstanceKey=key)['userTaskKey'],
                  body=body, headers=job)
        wire.call('cancelProcessInstance', wire.create('wire-user'), body=body, headers=job)
    wire.create('wire-job')
    wire.call('completeJob', wire.activate()[0]['jobKey'], body=b'', headers=job)
    status, _, raw = wire.send('GET', '/physical-tenants/default/v2/topology')
    check(status == 200 and json.loads(raw)['clusterSize'] == 1, raw)


def story_of_what_is_not_there(wire):
    """Runs last: what no story called is not implemented, and says its name."""
    for name, operation in wire.operations.items():
        if name in wire.seen:
            continue
        path = wire.path(name, *['1'] * operation.path.count('{'))
        status, headers, raw = wire.send(operation.method, path, None if operation.method in ('GET', 'DELETE') else {})
        check(status == 501, f'{name} {operation.method} {path}: {status} {raw[:200]!r}, and no story calls it')
        wire_errors.check_problem(raw, headers, 501, 'NOT_IMPLEMENTED', name, path)


STORIES = [story_of_the_cluster, story_of_deployments, story_of_creation, story_of_chosen_elements, story_of_notes,
           story_of_jobs, story_of_leases, story_of_job_results, story_of_a_job_too_large, story_of_messages, story_of_signals,
           story_of_variables,
           story_of_user_tasks, story_of_incidents, story_of_cancellation, story_of_what_clients_may_do,
           *wire_instances.STORIES, *wire_batches.STORIES, *wire_reads.STORIES, *wire_resources.STORIES,
           *wire_decisions.STORIES, story_of_the_clock]


def run(name, call):
    try:
        call()
    except (AssertionError, KeyError, IndexError) as e:
        print(f'FAILED {name}\n  {type(e).__name__}: {e}')
        return False
    print(f'ok     {name}')
    return True


def main():
    if not os.path.exists(FIELDS):
        print(f'SKIPPED wire: no {FIELDS}; set BATON_SHARED')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    operations, enums = wire_schema.read(FIELDS)
    operations['getProcessInstanceCallHierarchy'].responses[200] = wire_schema.CALL_HIERARCHY
    results = []
    with Server() as server:
        wire = Wire(server.port, operations, enums)
        for story in STORIES:
            results.append(run(story.__name__.replace('_', ' '), lambda story=story: story(wire)))
        searches = [o for o in operations.values() if o.has_pages and wire_search.is_there(wire, o)]
        for operation in searches:
            for name, call in wire_search.cases(wire, operation):
                results.append(run(name, call))
        for name, call in wire_errors.cases(wire, [*wire_instances.REFUSALS, *wire_batches.REFUSALS, *wire_resources.REFUSALS,
                                                   *wire_decisions.REFUSALS]):
            results.append(run(name, call))
        results.append(run('what is not there', lambda: story_of_what_is_not_there(wire)))
    print(f'{results.count(True)} passed, {results.count(False)} failed')
    return 0 if all(results) else 1


if __name__ == '__main__':
    sys.exit(main())
