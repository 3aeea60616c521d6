"""Operations on process instances that run or have ended: what they do, and what they refuse."""
import os

from wire_errors import NO_BODY, NO_KEY, NOT_A_KEY, command, invalid, missing, unknown_enum, unparsed


MODEL = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'models', 'wire-migration.bpmn')


def modification(key=NO_KEY, **body):
    return 'POST', f'/v2/process-instances/{key}/modification', body


def activation(**more):
    return modification(activateInstructions=[{'elementId': 'work', **more}])


def move(source, **more):
    return modification(moveInstructions=[{'sourceElementInstruction': source, 'targetElementId': 'work', **more}])


BY_ID = {'sourceType': 'byId', 'sourceElementId': 'work'}

def migration(**more):
    return 'POST', f'/v2/process-instances/{NO_KEY}/migration', {
        'targetProcessDefinitionKey': '1', 'mappingInstructions': [{'sourceElementId': 'a', 'targetElementId': 'b'}], **more}


REFUSALS = [
    ('a migration without body', ('POST', f'/v2/process-instances/{NO_KEY}/migration', None), NO_BODY),
    ('a migration of nothing', migration(), missing(f"Expected to migrate process instance '{NO_KEY}', but no such")),
    ('an unknown property of a migration', migration(foo=1), unparsed('foo')),
    ('an unknown property of a mapping', migration(mappingInstructions=[{'sourceElementId': 'a', 'x': 'b'}]),
     unparsed('mappingInstructions[0].x')),
    ('a migration to nowhere', migration(targetProcessDefinitionKey=None, mappingInstructions=None),
     invalid('No targetProcessDefinitionKey provided. No mappingInstructions provided.')),
    ('a migration without mappings', migration(mappingInstructions=[]), invalid('No mappingInstructions provided.')),
    ('a migration to a word', migration(targetProcessDefinitionKey='x'),
     invalid(f"The provided targetProcessDefinitionKey 'x' {NOT_A_KEY}")),
    ('half a mapping', migration(mappingInstructions=[{'sourceElementId': 'a'}]), invalid('No targetElementId provided.')),
    ('an unknown instance to delete', ('POST', f'/v2/process-instances/{NO_KEY}/deletion', None),
     missing(f"Command 'DELETE' rejected with code 'NOT_FOUND': Expected to delete process instance with key '{NO_KEY}', but")),
    ('an unknown property of a deletion', ('POST', f'/v2/process-instances/{NO_KEY}/deletion', {'foo': 1}), unparsed('foo')),
    ('a modification without body', ('POST', f'/v2/process-instances/{NO_KEY}/modification', None), NO_BODY),
    ('a modification of a word', modification('abc'),
     (400, 'Bad Request', "Failed to convert 'processInstanceKey' with value: 'abc'")),
    ('a modification of nothing', activation(),
     missing(f"Command 'MODIFY' rejected with code 'NOT_FOUND': Expected to modify process instance with key '{NO_KEY}', but")),
    ('an unknown property of a modification', modification(foo=1), unparsed('foo')),
    ('an unknown property of an activation', activation(foo=1), unparsed('activateInstructions[0].foo')),
    ('an unknown property of variables', activation(variableInstructions=[{'variables': {}, 'x': 1}]),
     unparsed('variableInstructions[0].x')),
    ('an unknown property of a source', move({**BY_ID, 'x': 1}), unparsed('moveInstructions[0].sourceElementInstruction.x')),
    ('no list of activations', modification(activateInstructions={}), unparsed('activateInstructions')),
    ('an activation of null', modification(activateInstructions=[None]), unparsed('activateInstructions[0]')),
    ('an activation of nothing', modification(activateInstructions=[{}]), invalid('No elementId provided.')),
    ('variables that are none', activation(variableInstructions=[{'scopeId': 'work'}]), invalid('No variables provided.')),
    ('an ancestor in words', activation(ancestorElementInstanceKey='abc'),
     invalid(f"The provided ancestorElementInstanceKey 'abc' {NOT_A_KEY}")),
    ('an ancestor of -2', activation(ancestorElementInstanceKey='-2'),
     invalid(f"The provided ancestorElementInstanceKey '-2' {NOT_A_KEY}")),
    ('an ancestor as a number', activation(ancestorElementInstanceKey=1),
     unparsed('activateInstructions[0].ancestorElementInstanceKey')),
    ('an end of nothing', modification(terminateInstructions=[{}]),
     invalid('At least one of [elementId, elementInstanceKey] is required.')),
    ('an end of two things', modification(terminateInstructions=[{'elementId': 'a', 'elementInstanceKey': '1'}]),
     invalid('Only one of [elementId, elementInstanceKey] is allowed.')),
    ('a move from nowhere', modification(moveInstructions=[{'targetElementId': 'work'}]),
     invalid('No sourceElementInstruction provided.')),
    ('a move to nowhere', modification(moveInstructions=[{'sourceElementInstruction': BY_ID}]),
     invalid('No targetElementId provided.')),
    ('a move from a source without type', move({'sourceElementId': 'work'}), invalid('No sourceType provided.')),
    ('a move from a source of another type', move({'sourceType': 'byName'}), unknown_enum('byName', 'sourceType')),
    ('a move from no id', move({'sourceType': 'byId'}), invalid('No sourceElementId provided.')),
    ('a move from no key', move({'sourceType': 'byKey'}), invalid('No sourceElementInstanceKey provided.')),
    ('a move from an id and a key', move({**BY_ID, 'sourceElementInstanceKey': '1'}),
     unparsed('sourceElementInstruction.sourceElementInstanceKey')),
    ('a move into an ancestor without key', move(BY_ID, ancestorScopeInstruction={'ancestorScopeType': 'direct'}),
     invalid('No ancestorElementInstanceKey provided.')),
    ('a move into another ancestor', move(BY_ID, ancestorScopeInstruction={'ancestorScopeType': 'x'}),
     unknown_enum('x', 'ancestorScopeType')),
    ('a modification of 1,001', modification(terminateInstructions=[{'elementId': 'a'}] * 1001), invalid('at most 1000')),
    ('a modification of 1,001 variables',
     activation(variableInstructions=[{'variables': {}}] * 1000), invalid('at most 1000')),
]


def elements(wire, key, **filters):
    found = wire.search('searchElementInstances', filter={'processInstanceKey': key, **filters})['items']
    return sorted((e['elementId'], e['state']) for e in found)


def story_of_modification(wire):
    key = wire.create('wire-job', {'orderId': 'm'})
    work = wire.only('searchElementInstances', processInstanceKey=key, elementId='work')['elementInstanceKey']
    wire.call('modifyProcessInstance', key, body={
        'operationReference': 1,
        'activateInstructions': [{'elementId': 'work', 'ancestorElementInstanceKey': '-1', 'variableInstructions': [
            {'variables': {'x': 1}}, {'variables': {'y': 2}, 'scopeId': 'work'}]}],
        'terminateInstructions': [{'elementInstanceKey': work}]})
    assert elements(wire, key, type='SERVICE_TASK') == [('work', 'ACTIVE'), ('work', 'TERMINATED')]
    scopes = {v['name']: v['scopeKey'] for v in wire.search('searchVariables', filter={'processInstanceKey': key})['items']}
    assert scopes['x'] == key != scopes['y'], scopes

    wire.call('modifyProcessInstance', key, body={'moveInstructions': [
        {'sourceElementInstruction': {'sourceType': 'byid', 'sourceElementId': 'work'}, 'targetElementId': 'work',
         'ancestorScopeInstruction': {'ancestorScopeType': kind}} for kind in ('inferred', 'sourceParent')]})
    assert elements(wire, key, state='ACTIVE') == [('work', 'ACTIVE')] * 2
    one = wire.search('searchElementInstances', filter={'processInstanceKey': key, 'state': 'ACTIVE'})['items'][0]
    wire.call('modifyProcessInstance', key, body={'moveInstructions': [
        {'sourceElementInstruction': {'sourceType': 'byKey', 'sourceElementInstanceKey': one['elementInstanceKey']},
         'targetElementId': 'job-end', 'ancestorScopeInstruction': {
             'ancestorScopeType': 'direct', 'ancestorElementInstanceKey': key}}]})
    wire.call('modifyProcessInstance', key, body={'activateInstructions': None})
    for body, text in (
            ({'activateInstructions': [{'elementId': 'none'}]}, "an element to activate that could not be found: 'none'"),
            ({'activateInstructions': [{'elementId': 'refused'}]}, "an element to activate that is unsupported: 'refused'"),
            ({'terminateInstructions': [{'elementInstanceKey': work}]},
             f"an element instance to end that could not be found: '{work}'")):
        command(wire, 'POST', f'/v2/process-instances/{key}/modification', body, invalid(
            "Command 'MODIFY' rejected with code 'INVALID_ARGUMENT': Expected to modify instance of process 'wire-job', but it "
            f'contains {text}'))
    wire.call('modifyProcessInstance', key, body={'terminateInstructions': [{'elementId': 'work'}]})
    assert wire.call('getProcessInstance', key)['state'] == 'TERMINATED'
    command(wire, 'POST', f'/v2/process-instances/{key}/modification', {}, missing('but no such process instance was found'))


def story_of_deletion(wire):
    kept, gone = wire.create('wire-job', {'orderId': 'kept'}), wire.create('wire-job', {'orderId': 'gone'}, businessId='gone')
    path = f'/v2/process-instances/{gone}/deletion'
    command(wire, 'POST', path, {}, (409, 'INVALID_STATE', f"Command 'DELETE' rejected with code 'INVALID_STATE': Expected to "
                                                           f"delete process instance with key '{gone}', but it has not ended"))
    for key in (kept, gone):
        wire.call('cancelProcessInstance', key)
    wire.call('deleteProcessInstance', gone, body={'operationReference': 1})
    command(wire, 'GET', f'/v2/process-instances/{gone}', None, missing(f"with key '{gone}' not found"))
    command(wire, 'POST', path, None, missing(f"'{gone}', but no such process instance was found"))
    for name in ('searchProcessInstances', 'searchElementInstances', 'searchVariables', 'searchJobs'):
        found = wire.search(name, filter={'processInstanceKey': gone})['items']
        assert found == [], (name, found)
        assert wire.search(name, filter={'processInstanceKey': kept})['items'], name
    assert wire.search('searchProcessInstances', filter={'businessId': 'gone'})['items'] == []


def story_of_migration(wire):
    key = wire.create('wire-job', {'orderId': 'g'}, businessId='moves')
    before = wire.only('searchProcessDefinitions', processDefinitionId='wire-job')['processDefinitionKey']
    with open(MODEL, 'rb') as f:
        deployed = wire.deploy(('Content-Disposition: form-data; name="resources"; filename="wire-migration.bpmn"', f.read()))
    target = deployed['deployments'][0]['processDefinition']['processDefinitionKey']
    path = f'/v2/process-instances/{key}/migration'
    body = {'targetProcessDefinitionKey': target, 'mappingInstructions': [
        {'sourceElementId': 'work', 'targetElementId': 'labour'}]}
    for change, wanted in (
            ({'targetProcessDefinitionKey': NO_KEY}, missing(f"no process definition to migrate to was found with key '{NO_KEY}'")),
            ({'mappingInstructions': [{'sourceElementId': 'x', 'targetElementId': 'labour'}]}, invalid("'x'")),
            ({'mappingInstructions': body['mappingInstructions'] * 2}, invalid("'work' twice")),
            ({'mappingInstructions': [{'sourceElementId': 'refused', 'targetElementId': 'labour'}]}, (
                409, 'INVALID_STATE', "no mapping instruction was given for active element 'work'")),
            ({'mappingInstructions': [{'sourceElementId': 'work', 'targetElementId': 'review'}]}, (
                409, 'INVALID_STATE', "'work' of type SERVICE_TASK is mapped to 'review' of type USER_TASK"))):
        command(wire, 'POST', path, {**body, **change}, wanted)

    wire.call('migrateProcessInstance', key, body={**body, 'operationReference': 1})
    instance = wire.call('getProcessInstance', key)
    assert (instance['processDefinitionKey'], instance['processDefinitionId'], instance['state'], instance['businessId']) == (
        target, 'wire-job-2', 'ACTIVE', 'moves'), instance
    for definition, count in ((before, 0), (target, 1)):
        found = wire.search('searchProcessInstances', filter={'processDefinitionKey': definition, 'processInstanceKey': key})
        assert len(found['items']) == count, found
    assert elements(wire, key, state='ACTIVE') == [('labour', 'ACTIVE')]
    job = wire.only('searchJobs', processInstanceKey=key)
    assert (job['elementId'], job['state'], job['processDefinitionKey']) == ('labour', 'MIGRATED', target), job
    jobs = [j for j in wire.activate() if j['processInstanceKey'] == key]
    wire.call('completeJob', jobs[0]['jobKey'], body={})
    assert elements(wire, key, state='ACTIVE') == [('review', 'ACTIVE')]
    wire.call('cancelProcessInstance', key)
    ends = wire.create('wire-job', runtimeInstructions=[{'type': 'TERMINATE_PROCESS_INSTANCE', 'afterElementId': 'work'}])
    wire.call('migrateProcessInstance', ends, body=body)
    jobs = [j for j in wire.activate() if j['processInstanceKey'] == ends]
    wire.call('completeJob', jobs[0]['jobKey'], body={})
    assert wire.call('getProcessInstance', ends)['state'] == 'TERMINATED', 'ends after the element that it was mapped to'
    command(wire, 'POST', path, body, missing(f"Command 'MIGRATE' rejected with code 'NOT_FOUND': Expected to migrate process "
                                              f"instance '{key}', but no such process instance was found"))


def story_of_business_ids(wire):
    """A business id that comes late, and where it shows then; one that comes with the message that starts an instance."""
    older, key, younger = (wire.create('wire-job', {'orderId': 'late'}) for _ in range(3))
    wire.call('assignProcessInstanceBusinessId', younger, body={'businessId': 'late-1'})
    wire.call('assignProcessInstanceBusinessId', key, body={'businessId': 'late-1'})
    wire.call('assignProcessInstanceBusinessId', key, body={'businessId': 'late-1'})
    path = f'/v2/process-instances/{key}/business-id-assignment'
    command(wire, 'POST', path, {'businessId': 'other'}, (
        409, 'INVALID_STATE', f"Command 'ASSIGN' rejected with code 'INVALID_STATE': Expected to assign a business id to process "
                              f"instance with key '{key}', but it has one already"))
    for body in ({}, {'businessId': ''}, {'businessId': 'x' * 257}):
        command(wire, 'POST', path, body, invalid('businessId'))
    command(wire, 'POST', f'/v2/process-instances/{NO_KEY}/business-id-assignment', {'businessId': 'x'},
            missing(f"'{NO_KEY}', but no such process instance was found"))
    found = wire.search('searchProcessInstances', filter={'businessId': 'late-1'})['items']
    assert [i['processInstanceKey'] for i in found] == [key, younger], found
    assert wire.only('searchJobs', processInstanceKey=key)['businessId'] == 'late-1'
    assert wire.only('searchJobs', processInstanceKey=older)['businessId'] is None

    jobs = {j['processInstanceKey']: j for j in wire.activate()}
    assert [jobs[k]['businessId'] for k in (older, key)] == [None, 'late-1'], jobs
    path = f"/v2/jobs/{jobs[key]['jobKey']}/completion"
    command(wire, 'POST', path, {'businessId': 'other'}, (409, 'INVALID_STATE', 'but it has one already'))
    wire.call('completeJob', jobs[key]['jobKey'], body={'businessId': 'late-1'})
    wire.call('completeJob', jobs[older]['jobKey'], body={'businessId': 'late-2'})
    assert wire.only('searchProcessInstances', businessId='late-2')['processInstanceKey'] == older
    wire.call('cancelProcessInstance', younger)

    waits, task = wire.create('wire-message', {'orderId': 'late'}), wire.create('wire-user')
    for instance, name in ((waits, 'searchMessageSubscriptions'), (task, 'searchUserTasks')):
        wire.call('assignProcessInstanceBusinessId', instance, body={'businessId': f'late-{instance}'})
        found = wire.only(name, businessId=f'late-{instance}')
        assert found['processInstanceKey'] == instance, found
        wire.call('cancelProcessInstance', instance)


STORIES = [story_of_modification, story_of_deletion, story_of_migration, story_of_business_ids]
