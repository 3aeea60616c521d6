"""A whole story through the official Python client, camunda-orchestration-sdk, unmodified.

    python story.py PORT MODEL        the last line is "N passed, N failed"
"""
import asyncio
import sys
import time

import camunda_orchestration_sdk.models as models
from camunda_orchestration_sdk import CamundaAsyncClient, CamundaClient
from camunda_orchestration_sdk.runtime.job_worker import WorkerConfig

SETTINGS = {'CAMUNDA_REST_ADDRESS': f'http://127.0.0.1:{sys.argv[1]}', 'CAMUNDA_AUTH_STRATEGY': 'NONE'}
MODEL = sys.argv[2]
SWARM = 200
PARALLEL = 16
WAIT_SECONDS = 60
client = CamundaClient(configuration=SETTINGS)
counts = {'passed': 0, 'failed': 0}


def step(name, call):
    try:
        result = call()
        counts['passed'] += 1
        print(f'ok      {name}', flush=True)
        return result
    except Exception as e:  # the story goes on as far as it can
        counts['failed'] += 1
        print(f'FAILED  {name}: {type(e).__name__}: {str(e)[:600]}', flush=True)
        return None


def check(condition, what=''):
    if not condition:
        raise AssertionError(what)


def of(kind, content):
    return getattr(models, kind).from_dict(content)


def refused(status, title, call):
    try:
        call()
    except Exception as e:
        check(getattr(e, 'status_code', None) == status and title in str(e), f'{getattr(e, "status_code", None)} {e}')
        return
    raise AssertionError('nothing was refused')


def start(process_id, **variables):
    return client.create_process_instance(data=of('ProcessCreationById', {
        'processDefinitionId': process_id, 'variables': variables})).process_instance_key


def state(key):
    return str(client.get_process_instance(process_instance_key=key).state)


def work(job_type, handler, until, **more):
    """Run a worker of the SDK until until() says so."""
    async def go():
        asynchronous = CamundaAsyncClient(configuration=SETTINGS)
        worker = asynchronous.create_job_worker(
            WorkerConfig(job_type=job_type, job_timeout_milliseconds=30000, request_timeout_milliseconds=1000, **more), handler)
        task = asyncio.create_task(asynchronous.run_workers())
        end = time.monotonic() + WAIT_SECONDS
        while not until() and not task.done() and time.monotonic() < end:
            await asyncio.sleep(0.02)
        worker.stop()
        task.cancel()
        check(until(), 'the worker has not got there')
    asyncio.run(go())


def activate(job_type, **more):
    return client.activate_jobs(data=of('JobActivationRequest', {
        'type': job_type, 'worker': 'story', 'timeout': 30000, 'maxJobsToActivate': 5, 'requestTimeout': 5000, **more})).jobs


def hello():
    check(client.get_topology().brokers, 'no brokers')
    client.get_status()
    client.get_license()
    client.get_authentication()


def deploy():
    first = client.deploy_resources_from_files([MODEL])
    again = client.deploy_resources_from_files([MODEL])
    check(len(first.processes) == 3, first)
    check({p.process_definition_key for p in first.processes} == {p.process_definition_key for p in again.processes},
          'the same content got new keys')


def failure_with_retries(key):
    job, = activate('story-charge')
    check(job.retries == 3 and job.process_instance_key == key, job)
    check(job.variables.to_dict() == {'orderId': 'py-1', 'total': 12.5}, job.variables)
    check(job.custom_headers.to_dict() == {'currency': 'EUR'}, job.custom_headers)
    client.fail_job(job_key=job.job_key, data=of('JobFailRequest', {
        'retries': 2, 'errorMessage': 'the bank sleeps', 'retryBackOff': 100, 'variables': {'why': 'asleep'}}))
    again, = activate('story-charge', fetchVariable=['why'])
    check(again.job_key == job.job_key and again.retries == 2, again)
    check(again.variables.to_dict() == {'why': 'asleep'}, again.variables)
    client.update_job(job_key=job.job_key, data=of('JobUpdateRequest', {'changeset': {'retries': 5, 'timeout': 60000}}))
    client.complete_job(job_key=job.job_key, data=of('JobCompletionRequest', {'variables': {'charged': True}}))
    refused(404, 'NOT_FOUND', lambda: client.complete_job(job_key=job.job_key))


def bpmn_error():
    key = start('story', orderId='py-2')
    job, = activate('story-charge')
    client.throw_job_error(job_key=job.job_key, data=of('JobErrorRequest', {
        'errorCode': 'NO_MONEY', 'errorMessage': 'empty', 'variables': {'left': 0}}))
    check('COMPLETED' in state(key), state(key))
    found = client.search_element_instances(data=of('ElementInstanceSearchQuery', {
        'filter': {'processInstanceKey': key, 'elementId': 'end-refused'}}))
    check(found.page.total_items == 1, found.page)


def message(key):
    client.publish_message(data=of('MessagePublicationRequest', {
        'name': 'paid', 'correlationKey': 'py-1', 'timeToLive': 10000, 'messageId': 'py-1', 'variables': {'paid': True}}))
    found = client.search_user_tasks(data=of('UserTaskSearchQuery', {'filter': {'processInstanceKey': key}}))
    check(found.page.total_items == 1, found.page)


def message_correlated_at_once():
    key = start('story', orderId='py-3')
    work('story-charge', lambda job: {'charged': True}, lambda: client.search_message_subscriptions(
        data=of('MessageSubscriptionSearchQuery', {'filter': {'processInstanceKey': key}})).page.total_items == 1)
    answer = client.correlate_message(data=of('MessageCorrelationRequest', {'name': 'paid', 'correlationKey': 'py-3'}))
    check(str(answer.process_instance_key) == str(key), answer)
    client.cancel_process_instance(process_instance_key=key, data=models.CancelProcessInstanceRequest())
    check('TERMINATED' in state(key), state(key))


def user_task(key):
    found = client.search_user_tasks(data=of('UserTaskSearchQuery', {
        'filter': {'state': 'CREATED', 'processInstanceKey': key, 'candidateGroup': 'clerks', 'priority': {'$gte': 70}},
        'sort': [{'field': 'creationDate', 'order': 'DESC'}]}))
    task = found.items[0].user_task_key
    client.assign_user_task(user_task_key=task, data=of('UserTaskAssignmentRequest', {'assignee': 'ann'}))
    refused(409, 'INVALID_STATE', lambda: client.assign_user_task(
        user_task_key=task, data=of('UserTaskAssignmentRequest', {'assignee': 'bob', 'allowOverride': False})))
    client.unassign_user_task(user_task_key=task)
    client.update_user_task(user_task_key=task, data=of('UserTaskUpdateRequest', {'changeset': {'priority': 90}}))
    check(client.get_user_task(user_task_key=task).priority == 90, 'priority')
    client.complete_user_task(user_task_key=task, data=of('UserTaskCompletionRequest', {'variables': {'approved': True}}))
    check('COMPLETED' in state(key), state(key))
    names = [v.name for v in client.search_variables(data=of('VariableSearchQuery', {
        'filter': {'processInstanceKey': key}, 'sort': [{'field': 'name'}]})).items]
    check(names == ['approved', 'charged', 'orderId', 'paid', 'total', 'why'], names)


def incident_resolved():
    key = start('story-broken')
    incident = client.search_incidents(data=of('IncidentSearchQuery', {'filter': {'processInstanceKey': key}})).items[0]
    check('EXTRACT_VALUE_ERROR' in str(incident.error_type) and incident.element_id == 'b-which', incident)
    client.create_element_instance_variables(element_instance_key=key, data=of('SetVariableRequest', {
        'variables': {'amount': 500}}))
    client.resolve_incident(incident_key=incident.incident_key)
    check('COMPLETED' in state(key), state(key))
    refused(404, 'NOT_FOUND', lambda: client.resolve_incident(incident_key=incident.incident_key))


def swarm():
    done = []
    keys = [start('story-swarm', n=n) for n in range(SWARM)]

    def handler(job):
        done.append(job.job_key)
        return {'done': True}

    def whole():
        return client.search_process_instances(data=of('ProcessInstanceSearchQuery', {
            'filter': {'processDefinitionId': 'story-swarm', 'state': 'COMPLETED'}})).page.total_items == SWARM
    work('story-swarm', handler, whole, max_concurrent_jobs=PARALLEL)
    check(len(done) == SWARM and len(set(done)) == SWARM, (len(done), len(set(done))))
    check(len(set(keys)) == SWARM, 'keys')


def pages():
    seen, after = [], None
    for _ in range(100):
        page = {'limit': 30} if after is None else {'limit': 30, 'after': after}
        answer = client.search_process_instances(data=of('ProcessInstanceSearchQuery', {
            'sort': [{'field': 'startDate', 'order': 'DESC'}], 'page': page}))
        seen += [i.process_instance_key for i in answer.items]
        after = answer.page.end_cursor
        if len(answer.items) < 30:
            break
    check(len(seen) == len(set(seen)) == answer.page.total_items, (len(seen), answer.page.total_items))


def searches():
    for call in ('search_process_definitions', 'search_jobs', 'search_element_instances', 'search_incidents',
                 'search_user_tasks', 'search_variables', 'search_message_subscriptions'):
        check(getattr(client, call)().page.total_items > 0, call)


step('say hello', hello)
step('deploy', deploy)
order = step('start', lambda: start('story', orderId='py-1', total=12.5))
step('refuse an unknown process', lambda: refused(404, 'NOT_FOUND', lambda: start('nobody')))
step('fail a job and retry it', lambda: failure_with_retries(order))
step('throw a BPMN error', bpmn_error)
step('publish a message', lambda: message(order))
step('work on a user task', lambda: user_task(order))
step('correlate a message at once, cancel', message_correlated_at_once)
step('resolve an incident', incident_resolved)
step(f'{SWARM} instances, {PARALLEL} jobs in parallel', swarm)
step('search page by page', pages)
step('search the rest', searches)
print(f'{counts["passed"]} passed, {counts["failed"]} failed')
sys.exit(1 if counts['failed'] else 0)
