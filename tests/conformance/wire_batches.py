"""Batch operations over a filter: what becomes of their items, and what is refused."""
import time

from wire_errors import NO_BODY, NO_KEY, command, invalid, missing, unparsed


NONE = {'processInstanceKey': NO_KEY}

REFUSALS = [
    ('a batch without body', ('POST', '/v2/process-instances/cancellation', None), NO_BODY),
    ('a batch without filter', ('POST', '/v2/process-instances/cancellation', {}), invalid('No filter provided.')),
    ('an unknown property of a batch', ('POST', '/v2/process-instances/deletion', {'filter': NONE, 'foo': 1}), unparsed('foo')),
    ('an unknown filter of a batch', ('POST', '/v2/process-instances/incident-resolution', {'filter': {'foo': 1}}),
     unparsed('filter.foo')),
    ('a batch migration without plan', ('POST', '/v2/process-instances/migration', {'filter': NONE}),
     invalid('No migrationPlan provided.')),
    ('a batch modification without moves', ('POST', '/v2/process-instances/modification', {
        'filter': NONE, 'moveInstructions': []}), invalid('No moveInstructions provided.')),
    ('a batch update of nothing', ('POST', '/v2/jobs/batch-update', {'filter': {}, 'changeset': {}}),
     invalid('At least one of [retries, timeout, priority] is required.')),
    ('a batch that is not there', ('GET', f'/v2/batch-operations/{NO_KEY}', None),
     missing(f"Batch Operation with key '{NO_KEY}' not found")),
    *[(f'{word} of a batch that is not there', ('POST', f'/v2/batch-operations/{NO_KEY}/{word}', None),
       missing(f"a batch operation with key '{NO_KEY}', but no such batch operation was found"))
      for word in ('cancellation', 'suspension', 'resumption')],
]


def ended(wire, created, type_name, total, failed=0):
    """The batch at its end, and its items by their keys."""
    key = created['batchOperationKey']
    assert created == {'batchOperationKey': key, 'batchOperationType': type_name}, created
    for _ in range(600):
        batch = wire.call('getBatchOperation', key)
        if batch['endDate'] is not None:
            break
        time.sleep(0.05)
    assert (batch['state'], batch['batchOperationType'], batch['operationsTotalCount'], batch['operationsFailedCount'],
            batch['operationsCompletedCount'], batch['errors']) == ('COMPLETED', type_name, total, failed, total - failed, []), batch
    assert wire.only('searchBatchOperations', batchOperationKey=key) == batch
    return {i['itemKey']: i for i in wire.search('searchBatchOperationItems', filter={'batchOperationKey': key})['items']}


def story_of_batches(wire):
    keys = [wire.create('wire-job', {'orderId': 'batch'}) for _ in range(3)]
    filter_of = {'processInstanceKey': {'$in': keys}}
    jobs = {j['processInstanceKey']: j for j in wire.search('searchJobs', filter=filter_of)['items']}

    batch = wire.call('updateJobsBatchOperation', body={'filter': filter_of, 'changeset': {'retries': 7}, 'operationReference': 1})
    items = ended(wire, batch, 'UPDATE_JOB', 3)
    assert {j['retries'] for j in wire.search('searchJobs', filter=filter_of)['items']} == {7}
    assert sorted(items) == sorted(j['jobKey'] for j in jobs.values()), items
    item = items[jobs[keys[0]]['jobKey']]
    assert (item['processInstanceKey'], item['state'], item['errorMessage'], item['operationType']) == (
        keys[0], 'COMPLETED', None, 'UPDATE_JOB') and item['processedDate'] is not None, item
    found = wire.search('searchProcessInstances', filter={'batchOperationKey': batch['batchOperationKey']})['items']
    assert sorted(i['processInstanceKey'] for i in found) == sorted(keys), found

    moves = [{'sourceElementId': 'nowhere', 'targetElementId': 'work'}]
    batch = wire.call('modifyProcessInstancesBatchOperation', body={'filter': filter_of, 'moveInstructions': moves})
    items = ended(wire, batch, 'MODIFY_PROCESS_INSTANCE', 3, failed=3)
    assert {i['state'] for i in items.values()} == {'FAILED'} and 'nowhere' in items[keys[0]]['errorMessage'], items
    moves = [{'sourceElementId': 'work', 'targetElementId': 'work'}]
    batch = wire.call('modifyProcessInstancesBatchOperation', body={'filter': filter_of, 'moveInstructions': moves})
    ended(wire, batch, 'MODIFY_PROCESS_INSTANCE', 3)
    plan = {'targetProcessDefinitionKey': wire.call('getProcessInstance', keys[0])['processDefinitionKey'],
            'mappingInstructions': [{'sourceElementId': 'work', 'targetElementId': 'work'}]}
    batch = wire.call('migrateProcessInstancesBatchOperation', body={'filter': filter_of, 'migrationPlan': plan})
    ended(wire, batch, 'MIGRATE_PROCESS_INSTANCE', 3)

    batch = wire.call('deleteProcessInstancesBatchOperation', body={'filter': filter_of})
    ended(wire, batch, 'DELETE_PROCESS_INSTANCE', 0)
    batch = wire.call('cancelProcessInstancesBatchOperation', body={'filter': filter_of})
    ended(wire, batch, 'CANCEL_PROCESS_INSTANCE', 3)
    assert {wire.call('getProcessInstance', key)['state'] for key in keys} == {'TERMINATED'}
    command(wire, 'POST', f"/v2/batch-operations/{batch['batchOperationKey']}/cancellation", None,
            missing('but no such batch operation was found'))
    batch = wire.call('deleteProcessInstancesBatchOperation', body={'filter': filter_of})
    ended(wire, batch, 'DELETE_PROCESS_INSTANCE', 3)
    assert wire.search('searchProcessInstances', filter=filter_of)['items'] == []


def story_of_incident_batches(wire):
    keys = [wire.create('wire-incident') for _ in range(2)]
    filter_of = {'processInstanceKey': {'$in': keys}}
    incidents = wire.search('searchIncidents', filter=filter_of)['items']
    batch = wire.call('resolveIncidentsBatchOperation', body={'filter': filter_of})
    items = ended(wire, batch, 'RESOLVE_INCIDENT', 2)
    assert sorted(items) == sorted(i['incidentKey'] for i in incidents), items
    for key in keys:
        wire.call('createElementInstanceVariables', key, body={'variables': {'goOn': True}})
    items = ended(wire, wire.call('resolveProcessInstanceIncidents', keys[0]), 'RESOLVE_INCIDENT', 1)
    assert [i['processInstanceKey'] for i in items.values()] == [keys[0]], items
    wire.call('cancelProcessInstance', keys[1])


def story_of_batches_that_rest(wire):
    """Enough items for the batch to be caught at work; what has not run when it is canceled is struck off."""
    keys = [wire.create('wire-user') for _ in range(60)]
    for _ in range(20):
        key = wire.call('updateJobsBatchOperation', body={
            'filter': {'state': {'$exists': True}}, 'changeset': {'priority': 3}})['batchOperationKey']
        if wire.send('POST', wire.path('suspendBatchOperation', key))[0] == 204:
            break
    wire.seen.add('suspendBatchOperation')
    batch = wire.call('getBatchOperation', key)
    assert batch['state'] == 'SUSPENDED', batch
    command(wire, 'POST', f'/v2/batch-operations/{key}/suspension', None, (409, 'INVALID_STATE', 'but it is suspended'))
    wire.call('resumeBatchOperation', key)
    if wire.send('POST', wire.path('suspendBatchOperation', key))[0] == 204:
        wire.call('cancelBatchOperation', key)
        assert wire.call('getBatchOperation', key)['state'] == 'CANCELED'
        states = {i['state'] for i in wire.search('searchBatchOperationItems', filter={'batchOperationKey': key},
                                                  page={'limit': 10000})['items']}
        assert 'CANCELED' in states and 'ACTIVE' not in states, states
    wire.call('cancelProcessInstancesBatchOperation', body={'filter': {'processInstanceKey': {'$in': keys}}})


STORIES = [story_of_batches, story_of_incident_batches, story_of_batches_that_rest]
