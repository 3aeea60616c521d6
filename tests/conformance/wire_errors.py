"""Refusals: the exact status and title of each, as problem documents with all five members."""
import json
import socket

MEMBERS = {'type': str, 'title': str, 'status': int, 'detail': str, 'instance': str}
NO_KEY = '4503599627370495'
LONG = 'x' * 5000


def check_problem(raw, headers, status, title, text, path):
    assert headers.get('Content-Type') == 'application/problem+json', headers.get('Content-Type')
    assert headers.get('Baton-Index', '').isdigit(), 'no Baton-Index'
    problem = json.loads(raw)
    assert set(problem) == set(MEMBERS) and all(isinstance(problem[m], t) for m, t in MEMBERS.items()), problem
    assert (problem['status'], problem['title']) == (status, title), problem
    assert text in problem['detail'], problem
    assert problem['instance'] == path.partition('?')[0], problem


def create(**body):
    return 'POST', '/v2/process-instances', body


def job(**more):
    return 'POST', '/v2/jobs/activation', {'type': 't', 'timeout': 1, 'maxJobsToActivate': 1, 'requestTimeout': -1, **more}


def search(of='process-instances', **body):
    return 'POST', f'/v2/{of}/search', body


def post(path, body=None):
    return 'POST', path, body


def unparsed(name):
    return 400, 'Bad Request', f'Request property [{name}] cannot be parsed'


def invalid(text):
    return 400, 'INVALID_ARGUMENT', text


def missing(text):
    return 404, 'NOT_FOUND', text


def unknown_enum(value, field):
    return 400, 'Bad Request', f"Unexpected value '{value}' for enum field '{field}'. Use any of the following values: ["


NO_UPDATE = ('No update data provided. Provide at least an "action" or a non-null value for a supported attribute in the '
             '"changeset"')
NOT_A_KEY = "is not a valid key. Expected a numeric value. Did you pass an entity id instead of an entity key?"
NO_BODY = (400, 'Bad Request', 'Required request body is missing')
UNREAD = (400, 'Bad Request', 'Failed to read request')

REFUSALS = [
    # what cannot be read
    ('no body where one is needed', post('/v2/process-instances'), NO_BODY),
    ('null is no body', post('/v2/jobs/activation', b'null'), NO_BODY),
    ('a body of blanks is none', post('/v2/messages/publication', b'  \n'), NO_BODY),
    ('half a document', post('/v2/process-instances', b'{"processDefinitionId":'), UNREAD),
    ('two documents', post('/v2/process-instances', b'{"processDefinitionId":"a"}{}'), UNREAD),
    ('a name twice', post('/v2/process-instances', b'{"processDefinitionId":"a","processDefinitionId":"a"}'), UNREAD),
    ('a document that is no object', post('/v2/process-instances', b'[1]'), (400, 'Bad Request', '')),
    ('a text that is no UTF-8', post('/v2/process-instances', b'{"processDefinitionId":"\xff"}'), UNREAD),
    ('an unknown property', create(processDefinitionId='wire-job', foo=1), unparsed('foo')),
    ('an unknown property of a search', search(foo=1), unparsed('foo')),
    ('an unknown property of a page', search(page={'size': 1}), unparsed('page.size')),
    ('an unknown property of a changeset', ('PATCH', f'/v2/jobs/{NO_KEY}', {'changeset': {'x': 1}}),
     unparsed('changeset.x')),
    ('an unknown filter', search(filter={'foo': 1}), unparsed('filter.foo')),
    ('an unknown operator', search(filter={'state': {'$foo': 'ACTIVE'}}), unparsed('filter.state.$foo')),
    ('an operator that the filter does not take', search(filter={'processInstanceKey': {'$gt': '1'}}),
     unparsed('filter.processInstanceKey.$gt')),
    # wrong types
    ('a key as a number', create(processDefinitionKey=2251799813685249), unparsed('processDefinitionKey')),
    ('a key as a number in a filter', search(filter={'processInstanceKey': 1}), unparsed('filter.processInstanceKey')),
    ('an object for a text', create(processDefinitionId={}), unparsed('processDefinitionId')),
    ('a number for a text', create(processDefinitionId=5), unparsed('processDefinitionId')),
    ('a text for an object', create(processDefinitionId='wire-job', variables='a'), unparsed('variables')),
    ('a list for an object', create(processDefinitionId='wire-job', variables=[]), unparsed('variables')),
    ('a text for true', create(processDefinitionId='wire-job', awaitCompletion='yes'), unparsed('awaitCompletion')),
    ('a word for a number', job(timeout='soon'), unparsed('timeout')),
    ('true for a number', job(maxJobsToActivate=True), unparsed('maxJobsToActivate')),
    ('a fraction for a number', job(maxJobsToActivate=1.5), unparsed('maxJobsToActivate')),
    ('a number above 32 bits', job(maxJobsToActivate=1 << 31), unparsed('maxJobsToActivate')),
    ('a text for a list', job(fetchVariable='a'), unparsed('fetchVariable')),
    ('numbers for texts of a list', job(fetchVariable=[1]), unparsed('fetchVariable')),
    ('a list for a filter', search(filter=[]), unparsed('filter')),
    ('an object for sorts', search(sort={}), unparsed('sort')),
    ('a text for a number in a filter', search('user-tasks', filter={'priority': 'high'}), unparsed('filter.priority')),
    ('ten thousand and one values', search(filter={'state': {'$in': ['ACTIVE'] * 10001}}), invalid('more than 10000 values')),
    ('a text for true in a filter', search(filter={'hasIncident': 'true'}), unparsed('filter.hasIncident')),
    # keys in words
    ('a word for a key', create(processDefinitionKey='abc'), invalid(f"The provided processDefinitionKey 'abc' {NOT_A_KEY}")),
    ('a word for a key in a filter', search(filter={'processInstanceKey': 'abc'}),
     invalid(f"The provided processInstanceKey 'abc' {NOT_A_KEY}")),
    ('a word for a key in a path', ('GET', '/v2/process-instances/abc', None),
     (400, 'Bad Request', "Failed to convert 'processInstanceKey' with value: 'abc'")),
    ('a key of too many digits in a path', ('GET', '/v2/jobs/99999999999999999999/completion', None),
     (405, 'Method Not Allowed', '')),
    ('a key that does not fit', post('/v2/jobs/99999999999999999999/completion'),
     (400, 'Bad Request', "Failed to convert 'jobKey' with value: '99999999999999999999'")),
    ('a word for a query parameter', ('POST', '/v2/variables/search?truncateValues=perhaps', {}),
     (400, 'Bad Request', "Failed to convert 'truncateValues' with value: 'perhaps'")),
    # enums and dates
    ('an unknown state', search(filter={'state': 'SLEEPING'}), unknown_enum('SLEEPING', 'state')),
    ('an unknown state among others', search('jobs', filter={'state': {'$in': ['CREATED', 'x']}}), unknown_enum('x', 'state')),
    ('an unknown order', search(sort=[{'field': 'startDate', 'order': 'UP'}]), unknown_enum('UP', 'order')),
    ('an unknown field to sort by', search(sort=[{'field': 'colour'}]), unknown_enum('colour', 'field')),
    ('an unknown tenant filter', job(tenantFilter='ALL'), unknown_enum('ALL', 'tenantFilter')),
    ('a date without offset', search(filter={'startDate': '2026-01-02T03:04:05'}),
     invalid("The provided startDate '2026-01-02T03:04:05' cannot be parsed as a date according to RFC 3339, section 5.6")),
    ('a date in words', search('user-tasks', filter={'dueDate': {'$lt': 'tomorrow'}}),
     invalid("The provided dueDate 'tomorrow' cannot be parsed as a date according to RFC 3339, section 5.6")),
    # what was read and is not allowed
    ('nothing of what must be there', post('/v2/jobs/activation', {}),
     invalid('No type provided. No timeout provided. No maxJobsToActivate provided.')),
    ('no time-out', job(timeout=0), invalid("The value for timeout is '0' but must be greater than 0")),
    ('no jobs', job(maxJobsToActivate=0), invalid("The value for maxJobsToActivate is '0' but must be greater than 0")),
    ('an empty type', job(type=''), invalid('No type provided')),
    ('no definition', create(variables={}),
     invalid('At least one of [processDefinitionId, processDefinitionKey] is required.')),
    ('a key and a tag', create(processDefinitionKey='1', processDefinitionVersionTag='t'),
     invalid('Only one of [processDefinitionKey, processDefinitionVersionTag] is allowed.')),
    ('an unknown tag', create(processDefinitionId='wire-job', processDefinitionVersionTag='t'),
     missing("with process ID 'wire-job' and version tag 't', but none found")),
    ('a version below all', create(processDefinitionId='wire-job', processDefinitionVersion=-2),
     missing("with process ID 'wire-job' and version '-2', but none found")),
    ('an element to start at that is none', create(processDefinitionId='wire-job', startInstructions=[{'elementId': 'x'}]),
     invalid("Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to create instance of process with start "
             "instructions but no element found with id 'x'.")),
    ('a start instruction without element', create(processDefinitionId='wire-job', startInstructions=[{}]),
     invalid('No elementId provided.')),
    ('a start instruction of more', create(processDefinitionId='wire-job', startInstructions=[{'elementId': 'a', 'b': 1}]),
     unparsed('startInstructions[0].b')),
    ('a start instruction that is null', create(processDefinitionId='wire-job', startInstructions=[{'elementId': 'a'}, None]),
     unparsed('startInstructions[1]')),
    ('a key of nothing', create(processDefinitionKey='0'), invalid("The provided processDefinitionKey '0' is not a valid key.")),
    ('a long business id', create(processDefinitionId='wire-job', businessId='\u00fc' * 257),
     invalid('The value for businessId has 257 characters but must have 1 to 256.')),
    ('start instructions that are no list', create(processDefinitionId='wire-job', startInstructions={'elementId': 'a'}),
     unparsed('startInstructions')),
    ('257 start instructions', create(processDefinitionId='wire-job', startInstructions=[{'elementId': 'a'}] * 257),
     invalid('The value for startInstructions has 257 items but must have at most 256.')),
    ('an unknown runtime instruction', create(processDefinitionId='wire-job', runtimeInstructions=[
        {'type': 'SUSPEND', 'afterElementId': 'a'}]), unknown_enum('SUSPEND', 'type')),
    ('a runtime instruction without element', create(processDefinitionId='wire-job', runtimeInstructions=[
        {'type': 'TERMINATE_PROCESS_INSTANCE'}]), invalid('No afterElementId provided.')),
    ('an element to end with that is none', create(processDefinitionId='wire-job', runtimeInstructions=[
        {'type': 'TERMINATE_PROCESS_INSTANCE', 'afterElementId': 'x'}]),
     invalid("Expected to create instance of process with runtime instructions but no element found with id 'x'.")),
    ('two definitions', create(processDefinitionId='a', processDefinitionKey='1'),
     invalid('Only one of [processDefinitionId, processDefinitionKey] is allowed.')),
    ('another tenant', create(processDefinitionId='wire-job', tenantId='other'),
     invalid("Expected to handle request Create Process Instance with tenant identifier 'other', but multi-tenancy is disabled")),
    ('another tenant for jobs', job(tenantIds=['<default>', 'other']),
     invalid("Expected to handle request Activate Jobs with tenant identifier 'other', but multi-tenancy is disabled")),
    ('a bad tag', create(processDefinitionId='wire-job', tags=['1st']), invalid("The provided tag '1st' is not valid")),
    ('eleven tags', create(processDefinitionId='wire-job', tags=[f't{i}' for i in range(11)]), invalid('tags')),
    ('an empty business id', create(processDefinitionId='wire-job', businessId=''), invalid('businessId')),
    ('a business id of 257', create(processDefinitionId='wire-job', businessId='x' * 257), invalid('businessId')),
    ('a reference of 0', create(processDefinitionId='wire-job', operationReference=0),
     invalid("The value for operationReference is '0' but must be > 0")),
    ('an empty changeset', ('PATCH', f'/v2/jobs/{NO_KEY}', {'changeset': {}}),
     invalid('At least one of [retries, timeout, priority] is required')),
    ('no changeset', ('PATCH', f'/v2/jobs/{NO_KEY}', {}), invalid('No changeset provided')),
    ('a result of no kind', post(f'/v2/jobs/{NO_KEY}/completion', {'result': {'type': 'other'}}), unknown_enum('other', 'type')),
    ('a result of another kind', post(f'/v2/jobs/{NO_KEY}/completion', {'result': {'type': 'adHocSubProcess', 'denied': True}}),
     unparsed('result.denied')),
    ('a correction of what is none', post(f'/v2/jobs/{NO_KEY}/completion', {'result': {'corrections': {'name': 'x'}}}),
     unparsed('result.corrections.name')),
    ('a correction too high', post(f'/v2/jobs/{NO_KEY}/completion', {'result': {'corrections': {'priority': 101}}}),
     invalid("The value for priority is '101' but must be within the [0,100] range.")),
    ('elements that are none', post(f'/v2/jobs/{NO_KEY}/completion', {'result': {
        'type': 'adHocSubProcess', 'activateElements': [{'id': 'a'}]}}), unparsed('result.activateElements[0].id')),
    ('no error code', post(f'/v2/jobs/{NO_KEY}/error', {}), invalid('No errorCode provided')),
    ('no assignee', post(f'/v2/user-tasks/{NO_KEY}/assignment', {}), invalid('No assignee provided')),
    ('no name to correlate', post('/v2/messages/correlation', {'name': '', 'correlationKey': 'a'}),
     invalid('No messageName provided')),
    ('another tenant to correlate for', post('/v2/messages/correlation', {'name': 'a', 'tenantId': 'other'}),
     invalid("Expected to handle request Correlate Message with tenant identifier 'other', but multi-tenancy is disabled")),
    ('a message that nobody waits for', post('/v2/messages/correlation', {'name': 'none', 'correlationKey': 'c'}),
     missing("Command 'CORRELATE' rejected with code 'NOT_FOUND': Expected to find subscription for message with name 'none' "
             "and correlation key 'c', but none was found.")),
    *[(f'an update of a user task without {what}', ('PATCH', f'/v2/user-tasks/{NO_KEY}', body), invalid(NO_UPDATE))
      for what, body in (('body', None), ('members', {}), ('changes', {'changeset': {}}), ('more than nulls', {
          'changeset': {'priority': None, 'dueDate': None}, 'action': None}), ('a changeset', {'changeset': None}))],
    ('an unknown property of a task', ('PATCH', f'/v2/user-tasks/{NO_KEY}', {'changeset': {'assignee': 'a'}}),
     unparsed('changeset.assignee')),
    ('a priority of 101', ('PATCH', f'/v2/user-tasks/{NO_KEY}', {'changeset': {'priority': 101}}),
     invalid("The value for priority is '101' but must be within the [0,100] range.")),
    ('dates in words', ('PATCH', f'/v2/user-tasks/{NO_KEY}', {'changeset': {'dueDate': 'x', 'followUpDate': '2030-01-01'}}),
     invalid("The provided dueDate 'x' cannot be parsed as a date according to RFC 3339, section 5.6. The provided followUpDate "
             "'2030-01-01' cannot be parsed as a date according to RFC 3339, section 5.6.")),
    ('candidates that are no texts', ('PATCH', f'/v2/user-tasks/{NO_KEY}', {'changeset': {'candidateUsers': [1]}}),
     unparsed('changeset.candidateUsers')),
    ('an action that is no text', ('PATCH', f'/v2/user-tasks/{NO_KEY}', {'action': 1}), unparsed('action')),
    ('an action that is no text, either', post(f'/v2/user-tasks/{NO_KEY}/completion', {'action': True}), unparsed('action')),
    ('an unknown user task to update', ('PATCH', f'/v2/user-tasks/{NO_KEY}', {'changeset': {'priority': 1}}),
     missing(f"Command 'UPDATE' rejected with code 'NOT_FOUND': Expected to update user task with key '{NO_KEY}', but no such "
             "user task was found")),
    ('a reference that is none', ('PUT', f'/v2/element-instances/{NO_KEY}/variables',
                                  {'variables': {}, 'operationReference': 0}),
     invalid("The value for operationReference is '0' but must be > 0")),
    ('no signal name', post('/v2/signals/broadcast', {'variables': {}}), invalid('No signalName provided')),
    ('no message name', post('/v2/messages/publication', {'correlationKey': 'a'}), invalid('No name provided')),
    ('no variables', ('PUT', f'/v2/element-instances/{NO_KEY}/variables', {}), invalid('No variables provided')),
    ('no time', ('PUT', '/v2/clock', {}), invalid('No timestamp provided')),
    ('a time before 1970', ('PUT', '/v2/clock', {'timestamp': -1}),
     invalid("The value for timestamp is '-1' but must be not negative")),
    ('a page of none', search(page={'limit': 0}), invalid('limit')),
    ('a page of 10,001', search(page={'limit': 10001}), invalid('limit')),
    ('a page from -1', search(page={'from': -1}), invalid('from')),
    ('two ways to page', search(page={'from': 1, 'after': 'WzFd'}), invalid('Only one of [from, after, before] is allowed.')),
    ('a cursor of our own', search(page={'after': 'abc='}), invalid('cursor')),
    ('a sort without a field', search(sort=[{'order': 'ASC'}]), invalid('Sort field must not be null')),
    # what is not there
    ('an unknown process', create(processDefinitionId='none'),
     missing("Command 'CREATE' rejected with code 'NOT_FOUND': Expected to find process definition with process ID 'none', "
             "but none found")),
    ('an unknown version', create(processDefinitionId='wire-job', processDefinitionVersion=9),
     missing("with process ID 'wire-job' and version '9', but none found")),
    ('an unknown definition', create(processDefinitionKey=NO_KEY), missing(f"with key '{NO_KEY}', but none found")),
    ('an unknown instance to cancel', post(f'/v2/process-instances/{NO_KEY}/cancellation'),
     missing(f"Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '{NO_KEY}', "
             "but no such process was found")),
    ('an unknown job to complete', post(f'/v2/jobs/{NO_KEY}/completion'),
     missing(f"Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '{NO_KEY}', "
             "but no such job was found")),
    ('an unknown job to fail', post(f'/v2/jobs/{NO_KEY}/failure'),
     missing(f"Command 'FAIL' rejected with code 'NOT_FOUND': Expected to fail job with key '{NO_KEY}', but")),
    ('an unknown job to throw for', post(f'/v2/jobs/{NO_KEY}/error', {'errorCode': 'x'}),
     missing(f"Expected to throw an error for job with key '{NO_KEY}', but no such job was found")),
    ('an unknown job to update', ('PATCH', f'/v2/jobs/{NO_KEY}', {'changeset': {'retries': 1}}),
     missing(f"Expected to update job with key '{NO_KEY}', but no such job was found")),
    ('an unknown incident', post(f'/v2/incidents/{NO_KEY}/resolution'),
     missing(f"Command 'RESOLVE' rejected with code 'NOT_FOUND': Expected to resolve incident with key '{NO_KEY}', but no such")),
    ('incidents of an unknown instance', post(f'/v2/process-instances/{NO_KEY}/incident-resolution'),
     missing(f"Command 'RESOLVE' rejected with code 'NOT_FOUND': Expected to resolve incidents of process instance with key "
             f"'{NO_KEY}', but no such process instance was found")),
    ('an unknown scope', ('PUT', f'/v2/element-instances/{NO_KEY}/variables', {'variables': {}}),
     missing(f"Expected to update variables for element with key '{NO_KEY}', but no such element was found")),
    ('an unknown user task to complete', post(f'/v2/user-tasks/{NO_KEY}/completion'),
     missing(f"Expected to complete user task with key '{NO_KEY}', but no such user task was found")),
    ('an unknown user task to assign', post(f'/v2/user-tasks/{NO_KEY}/assignment', {'assignee': 'a'}),
     missing(f"Expected to assign user task with key '{NO_KEY}', but no such user task was found")),
    ('an unknown user task to unassign', ('DELETE', f'/v2/user-tasks/{NO_KEY}/assignee', None), missing('no such user task')),
    *[(f'an unknown {name} to get', ('GET', f'/v2/{path}', None), missing(f"with key '{NO_KEY}' not found"))
      for name, path in (('definition', f'process-definitions/{NO_KEY}'), ('instance', f'process-instances/{NO_KEY}'),
                         ('XML', f'process-definitions/{NO_KEY}/xml'), ('variable', f'variables/{NO_KEY}'),
                         ('element', f'element-instances/{NO_KEY}'), ('incident', f'incidents/{NO_KEY}'),
                         ('user task', f'user-tasks/{NO_KEY}'))],
    ('a path that is none', post('/v2/none', {}), (404, 'Not Found', 'No endpoint POST /v2/none.')),
    ('a slash too many', ('GET', '/v2/topology/', None), (404, 'Not Found', 'No endpoint GET /v2/topology/.')),
    ('another verb', ('DELETE', '/v2/topology', None), (405, 'Method Not Allowed', '')),
    ('a lease that is none', job(withLease='yes'), unparsed('withLease')),
    # too much
    ('a path too long', ('GET', f'/v2/{LONG}', None), (414, 'URI Too Long', '')),
    ('a body too large', create(processDefinitionId='x' * (4 << 20)), (413, 'Payload Too Large', '')),
]


def part(name, content, filename=None):
    head = f'Content-Disposition: form-data; name="{name}"' + (f'; filename="{filename}"' if filename else '')
    return f'--b\r\n{head}\r\n\r\n{content}\r\n'


DEPLOYMENTS = [
    ('a deployment of no file', part('tenantId', '<default>') + '--b--\r\n',
     (400, 'Bad Request', "Required part 'resources' is not present.")),
    ('a deployment for another tenant', part('tenantId', 'other') + part('resources', '<a/>', 'a.bpmn') + '--b--\r\n',
     invalid("Expected to handle request Deploy Resources with tenant identifier 'other', but multi-tenancy is disabled")),
    ('a deployment without end', part('resources', '<a/>', 'a.bpmn'), UNREAD),
    ('a deployment of no model', part('resources', '<a/>', 'a.bpmn') + '--b--\r\n',
     invalid("Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the "
             "following errors:\n'a.bpmn': ")),
    ('a deployment of an empty file', part('resources', '', 'a.bpmn') + '--b--\r\n', invalid("'a.bpmn': the file is empty")),
]


def cases(wire, more=()):
    """(name, call) for each; more: refusals of other files."""
    for name, (method, path, body), wanted in [*REFUSALS, *more]:
        yield name, lambda m=method, p=path, b=body, w=wanted: refused(wire, m, p, b, {'Content-Type': 'application/json'}, w)
    form = {'Content-Type': 'multipart/form-data; boundary=b'}
    for name, body, wanted in DEPLOYMENTS:
        yield name, lambda b=body, w=wanted: refused(wire, 'POST', '/v2/deployments', b.encode(), form, w)
    for path, kind in (('/v2/process-instances', 'text/plain'), ('/v2/process-instances', ''),
                       ('/v2/process-instances/search', 'application/xml'), ('/v2/deployments', 'application/json'),
                       ('/v2/deployments', 'multipart/form-data')):
        yield (f'{path} as {kind or "nothing"}', lambda p=path, k=kind: refused(
            wire, 'POST', p, b'{}', {'Content-Type': k}, (415, 'Unsupported Media Type', '')))
    yield 'a head too large', lambda: refused(wire, 'GET', '/v2/topology', None, {'X-Much': 'x' * 20000},
                                              (431, 'Request Header Fields Too Large', ''))
    yield 'what was done cannot be done again', lambda: not_again(wire)
    yield 'shapes that other servers read otherwise', lambda: odd_shapes(wire)


def refused(wire, method, path, body, headers, wanted):
    status, title, text = wanted
    try:
        got, got_headers, raw = wire.send(method, path, body, headers)
    except (ConnectionError, OSError):
        wire.connection.close()
        raise AssertionError('the connection ended without an answer') from None
    if got_headers.get('Connection') == 'close':
        wire.connection.close()
    assert got == status, f'{got} instead of {status}: {raw[:300]!r}'
    if status == 405:
        assert got_headers.get('Allow'), 'Allow names what is allowed'
    check_problem(raw, got_headers, status, title, text, path)


def command(wire, method, path, body, wanted):
    refused(wire, method, path, body, {'Content-Type': 'application/json'}, wanted)


def not_again(wire):
    key = wire.create('wire-user')
    task = wire.only('searchUserTasks', processInstanceKey=key)['userTaskKey']
    wire.call('assignUserTask', task, body={'assignee': 'a'})
    command(wire, 'POST', f'/v2/user-tasks/{task}/assignment', {'assignee': 'b', 'allowOverride': False},
            (409, 'INVALID_STATE', f"Command 'CLAIM' rejected with code 'INVALID_STATE': Expected to claim user task with key "
                                   f"'{task}', but it has already been assigned"))
    wire.call('cancelProcessInstance', key)
    command(wire, 'POST', f'/v2/process-instances/{key}/cancellation', {}, missing('but no such process was found'))
    command(wire, 'POST', f'/v2/user-tasks/{task}/completion', {}, missing('but no such user task was found'))

    message = {'name': 'wire-paid', 'correlationKey': 'again', 'messageId': 'again', 'timeToLive': 60000}
    wire.call('publishMessage', body=message)
    command(wire, 'POST', '/v2/messages/publication', message,
            (409, 'ALREADY_EXISTS', "Command 'PUBLISH' rejected with code 'ALREADY_EXISTS': Expected to publish a new message "
                                    "with id 'again', but a message with that id was already published"))

    wire.create('wire-job')
    job_key = wire.activate()[0]['jobKey']
    wire.call('failJob', job_key, body={'retries': 0})
    command(wire, 'POST', f'/v2/jobs/{job_key}/completion', {}, (409, 'INVALID_STATE', "but it is in state 'FAILED'"))
    incident = wire.only('searchIncidents', jobKey=job_key)['incidentKey']
    command(wire, 'POST', f'/v2/incidents/{incident}/resolution', {},
            (409, 'INVALID_STATE', f"Expected to resolve incident with key '{incident}', but job with key '{job_key}' has no "
                                   "retries left. Please update the job retries and retry resolving the incident"))
    command(wire, 'PATCH', f'/v2/jobs/{job_key}', {'changeset': {'retries': 0}},
            invalid("with a positive amount of retries, but the amount given was '0'"))
    command(wire, 'POST', '/v2/process-instances', {'processDefinitionId': 'wire-user', 'awaitCompletion': True,
                                                    'requestTimeout': 100},
            (504, 'DEADLINE_EXCEEDED', 'Expected to handle request, but request timed out between gateway and broker'))


def odd_shapes(wire):
    """Written to the socket as they are: one answer of 400, then the end of the connection."""
    for head in ('Host: a\r\nHost: b\r\n', '', 'Host: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n',
                 'Host: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n'):
        with socket.create_connection(('127.0.0.1', wire.port), timeout=60) as s:
            s.sendall(f'POST /v2/jobs/search HTTP/1.1\r\n{head}\r\n{{}}'.encode())
            answer = b''
            while piece := s.recv(65536):
                answer += piece
        assert answer.startswith(b'HTTP/1.1 400 '), (head, answer[:200])
