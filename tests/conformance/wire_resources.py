"""What is deployed besides processes, deletion of all of it, and the evaluation of expressions."""
import json
import os
import time

from wire_errors import NO_KEY, NOT_A_KEY, invalid, missing, unparsed

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'models')
NOTHING_TO_DELETE = "Command 'DELETE' rejected with code 'NOT_FOUND': Expected to delete resource but no resource found with key"


def deletion(key=NO_KEY, **body):
    return 'POST', f'/v2/resources/{key}/deletion', body


def evaluation(**body):
    return 'POST', '/v2/expression/evaluation', body


REFUSALS = [
    ('a deletion of nothing', deletion(), missing(f'{NOTHING_TO_DELETE} `{NO_KEY}`')),
    ('a deletion of nothing with history', deletion(deleteHistory=True), missing(NOTHING_TO_DELETE)),
    ('a deletion of a word', deletion('abc'), (400, 'Bad Request', "Failed to convert 'resourceKey' with value: 'abc'")),
    ('an unknown property of a deletion', deletion(foo=1), unparsed('foo')),
    ('a deletion with a reference of 0', deletion(operationReference=0), invalid('> 0')),
    ('a deletion with history in words', deletion(deleteHistory='x'), unparsed('deleteHistory')),
    *[(f'{what} of no resource', ('GET', f'/v2/resources/{NO_KEY}{path}', None),
       missing(f"Resource with key '{NO_KEY}' not found"))
      for what, path in (('a get', ''), ('the content', '/content'), ('the bytes', '/content/binary'))],
    ('no form', ('GET', f'/v2/forms/{NO_KEY}', None), missing(f"Form with key '{NO_KEY}' not found")),
    ('the form of no process', ('GET', f'/v2/process-definitions/{NO_KEY}/form', None),
     missing(f"Process Definition with key '{NO_KEY}' not found")),
    ('the form of no task', ('GET', f'/v2/user-tasks/{NO_KEY}/form', None),
     missing(f"User Task with key '{NO_KEY}' not found")),
    ('no expression', evaluation(), invalid('No expression provided.')),
    ('an empty expression', evaluation(expression=''), invalid('No expression provided.')),
    ('an expression that is none', evaluation(expression='=1+'), invalid("Failed to parse expression '=1+': line 1")),
    ('an expression as a number', evaluation(expression=1), unparsed('expression')),
    ('an expression without end', evaluation(expression='=for i in 1..1000000000 return i'), invalid('too many steps')),
    ('an expression of endless text', evaluation(expression='=string join(for i in 1..900000 return "' + 'x' * 200 + '")'),
     invalid('Failed to evaluate')),
    ('a nested expression', evaluation(expression='=' + '(' * 5000 + '1' + ')' * 5000), invalid('Failed to parse')),
    ('a large expression', evaluation(expression='=' + '1+' * 50000 + '1'), invalid('larger than an expression may be')),
    ('an expression for another tenant', evaluation(expression='=1', tenantId='x'),
     invalid("Expected to handle request Expression Evaluation with tenant identifier 'x', but multi-tenancy is disabled")),
    ('an expression in no scope', evaluation(expression='=1', scopeKey=NO_KEY), missing('no such scope')),
    ('an expression in a scope of words', evaluation(expression='=1', scopeKey='abc'),
     invalid(f"The provided scopeKey 'abc' {NOT_A_KEY}")),
    ('variables that are no object', evaluation(expression='=1', variables=[]), unparsed('variables')),
    ('an unknown property of an evaluation', evaluation(expression='=1', foo=1), unparsed('foo')),
]


def part(name, content):
    return f'Content-Disposition: form-data; name="resources"; filename="{name}"', content


def form(form_id, text, **more):
    return part(f'{form_id}.form', json.dumps({'id': form_id, 'components': [{'text': text}], **more}).encode())


def model(name):
    with open(os.path.join(MODELS, name), 'rb') as f:
        return part(name, f.read())


def refuse(wire, parts, *texts):
    """All that is wrong is told, and nothing is deployed."""
    body = b''.join(f'--b\r\n{head}\r\n\r\n'.encode() + content + b'\r\n' for head, content in parts) + b'--b--\r\n'
    status, _, raw = wire.send('POST', '/v2/deployments', body, {'Content-Type': 'multipart/form-data; boundary=b'})
    detail = json.loads(raw)['detail']
    assert status == 400 and all(text in detail for text in texts), (status, detail)


def item(deployed, kind, n=0):
    return [d[kind] for d in deployed['deployments'] if d[kind] is not None][n]


def story_of_files(wire):
    """Forms and any other file, mixed; the same again is nothing new."""
    parts = [form('wire-ask', 'who'), part('a/notes.md', b'# \xff\0'), model('forms.bpmn'), part('BOT.RPA', b'{"id":"bot"}'),
             part('blob', b'{"k": [1, null]}')]
    first = wire.deploy(*parts)
    kinds = [next(kind for kind, value in d.items() if value is not None) for d in first['deployments']]
    assert kinds == ['processDefinition'] * 2 + ['form'] + ['resource'] * 3, kinds
    assert [item(first, 'resource', n)['resourceId'] for n in range(3)] == ['a/notes.md', 'bot', 'blob'], first
    assert wire.deploy(*parts)['deployments'] == first['deployments'], 'the same files keep their keys'
    second = wire.deploy(parts[1], part('blob', b'[2]'))
    assert item(second, 'resource') == item(first, 'resource'), 'one of two is as it was'
    assert item(second, 'resource', 1)['version'] == 2, second

    notes, bot, blob = (item(first, 'resource', n)['resourceKey'] for n in range(3))
    got = wire.call('getResource', bot)
    assert (got['resourceName'], got['resourceId'], got['version'], got['versionTag']) == ('BOT.RPA', 'bot', 1, None), got
    wire.seen.update(('getResourceContent', 'getResourceContentBinary'))
    status, headers, raw = wire.send('GET', f'/v2/resources/{blob}/content')
    assert (status, headers['Content-Type'], raw) == (200, 'application/json', b'{"k": [1, null]}'), (status, raw)
    status, headers, raw = wire.send('GET', f'/v2/resources/{notes}/content/binary')
    assert (status, headers['Content-Type'], raw) == (200, 'application/octet-stream', b'# \xff\0'), (status, raw)
    status, headers, raw = wire.send('GET', f'/v2/resources/{notes}/content')
    assert (status, json.loads(raw)['title']) == (406, 'Not Acceptable'), raw
    for key in (item(first, 'form')['formKey'], item(first, 'processDefinition')['processDefinitionKey']):
        for path in ('', '/content', '/content/binary'):
            assert wire.send('GET', f'/v2/resources/{key}{path}')[0] == 404, 'a form or process has operations of its own'
    newest = wire.search('searchResources', filter={'resourceId': {'$like': 'b*'}}, sort=[{'field': 'version', 'order': 'desc'}])
    assert [i['version'] for i in newest['items']] == [2, 1, 1], newest


def story_of_refused_files(wire):
    before = wire.search('searchResources')['page']['totalItems']
    refuse(wire, [part('ok.md', b'x'), part('empty.txt', b''), part('d.DMN', b'<x/>'), part('list.form', b'[1]'),
                  part('none.form', b'{}'), part('number.form', b'{"id":1}'), part('cut.form', b'{'), part('x.bpmn', b'<a/>')],
           "'empty.txt': the file is empty", "'d.DMN': line 1, column 1",
           "'list.form': the file is no JSON object", "'none.form': Expected the id to be present, but none given",
           "'number.form': the id is no text", "'cut.form': line 1, column 2", "'x.bpmn': line 1, column 1")
    refuse(wire, [form('twice', 'a'), form('twice', 'b'), part('n', b'a'), part('n', b'b')],
           "'twice.form': Duplicated form id 'twice'", "'n': Duplicated resource id 'n'")
    refuse(wire, [part('n' * 600, b'x')], 'at most 512 are allowed')
    refuse(wire, [('Content-Disposition: form-data; name="resources"; filename*=UTF-8\'\'a%0Ab', b'x')], 'control character')
    assert wire.search('searchResources')['page']['totalItems'] == before, 'nothing was deployed'
    deployed = wire.deploy(part('../../etc/passwd', b'x'), part('C:\\\\temp\\\\a.txt', b'x'), part('<b>&amp;', b'x'),
                           part('x' * 512, b'x'), part('.form.txt', b'x'))
    assert item(deployed, 'resource')['resourceName'] == '../../etc/passwd', 'a name is a label, never a path'
    assert item(deployed, 'resource', 1)['resourceName'] == 'C:\\temp\\a.txt', deployed


def story_of_forms(wire):
    """A task shows the newest form, one of its deployment or the one of a tag; a process its start form."""
    deployed = wire.deploy(model('forms.bpmn'), form('wire-ask', 'whom'), form('wire-approve', 'one'))
    plain, bound = (item(deployed, 'processDefinition', n)['processDefinitionKey'] for n in range(2))
    ask, approve = (item(deployed, 'form', n)['formKey'] for n in range(2))
    assert wire.call('getProcessDefinition', plain)['hasStartForm'] is True
    assert wire.call('getStartProcessForm', plain)['formKey'] == ask
    assert wire.call('getStartProcessForm', bound)['formKey'] == approve
    got = wire.call('getFormByKey', approve)
    assert json.loads(got['schema'])['components'] == [{'text': 'one'}] and got['formId'] == 'wire-approve', got
    assert {d['processDefinitionId'] for d in wire.search('searchProcessDefinitions', filter={
        'hasStartForm': True, 'isLatestVersion': True})['items']} == {'wire-form', 'wire-form-bound'}
    without = wire.only('searchProcessDefinitions', processDefinitionId='wire-user')['processDefinitionKey']
    assert wire.call('getStartProcessForm', without) is None, 'no form is no content'

    newer = item(wire.deploy(form('wire-approve', 'two', versionTag='stable')), 'form')['formKey']
    instance = wire.create('wire-form', {'form': 'wire-approve'})
    task = wire.only('searchUserTasks', processInstanceKey=instance)
    assert (task['formKey'], task['externalFormReference']) == (newer, None), task
    assert wire.call('getUserTaskForm', task['userTaskKey'])['version'] == 2, 'the newest'
    wire.call('completeUserTask', task['userTaskKey'])
    task = wire.only('searchUserTasks', processInstanceKey=instance, elementId='form-external')
    assert (task['formKey'], task['externalFormReference']) == (None, 'https://forms.example/1'), task
    assert wire.call('getUserTaskForm', task['userTaskKey']) is None, 'a foreign form is not ours to show'

    instance = wire.create('wire-form-bound')
    task = wire.only('searchUserTasks', processInstanceKey=instance)
    assert task['formKey'] == approve, task
    wire.call('completeUserTask', task['userTaskKey'])
    assert wire.only('searchUserTasks', processInstanceKey=instance, elementId='bound-tag')['formKey'] == newer

    instance = wire.create('wire-form', {'form': 'wire-late'})
    incident = wire.only('searchIncidents', processInstanceKey=instance)
    assert incident['errorType'] == 'FORM_NOT_FOUND' and "form with id 'wire-late'" in incident['errorMessage'], incident
    wire.deploy(form('wire-late', 'here'))
    wire.call('resolveIncident', incident['incidentKey'])
    task = wire.only('searchUserTasks', processInstanceKey=instance)
    key = task['formKey']
    deleted = wire.call('deleteResource', key, body={'operationReference': 1, 'deleteHistory': True})
    assert deleted == {'resourceKey': key, 'batchOperation': None}, deleted
    assert wire.call('getUserTaskForm', task['userTaskKey'])['formKey'] == key, 'the task keeps its form'
    instance = wire.create('wire-form', {'form': 'wire-late'})
    assert wire.only('searchIncidents', processInstanceKey=instance)['errorType'] == 'FORM_NOT_FOUND'
    assert item(wire.deploy(form('wire-late', 'here')), 'form')['version'] == 2, 'no version comes twice'


def definitions(wire, process_id, **more):
    found = wire.search('searchProcessDefinitions', filter={'processDefinitionId': process_id, **more})['items']
    return {d['version']: d for d in found}


def versioned(process_id, name):
    return part(f'{process_id}.bpmn', f'''<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
        targetNamespace="x"><message id="m" name="wire-{process_id}"/>
        <process id="{process_id}" name="{name}" isExecutable="true"><startEvent id="s"/>
        <sequenceFlow id="a" sourceRef="s" targetRef="t"/><receiveTask id="t" messageRef="wait"/>
        <sequenceFlow id="b" sourceRef="m1" targetRef="t"/>
        <startEvent id="m1"><messageEventDefinition messageRef="m"/></startEvent></process>
        <message id="wait" name="wait"><extensionElements><z:subscription xmlns:z="http://camunda.org/schema/zeebe/1.0"
        correlationKey="=&quot;never&quot;"/></extensionElements></message></definitions>'''.encode())


def wait_for_state(wire, key, state):
    until = time.monotonic() + 120
    while wire.call('getProcessDefinition', key)['state'] != state:
        assert time.monotonic() < until, f'{key} does not become {state}'
        time.sleep(0.02)


def story_of_deletion(wire):
    """The version before a deleted one is the latest; instances go on; what is gone is gone for good."""
    one = item(wire.deploy(versioned('wire-del', 'one')), 'processDefinition')['processDefinitionKey']
    two = item(wire.deploy(versioned('wire-del', 'two')), 'processDefinition')['processDefinitionKey']
    instance = wire.create('wire-del')
    status, _, raw = wire.send('POST', f'/v2/resources/{two}/deletion', {'deleteHistory': True})
    assert status == 501 and 'deleteHistory' in json.loads(raw)['detail'], raw
    assert wire.call('deleteResource', two) == {'resourceKey': two, 'batchOperation': None}
    found = definitions(wire, 'wire-del')
    assert {v: d['state'] for v, d in found.items()} == {1: 'ACTIVE', 2: 'DRAINING'}, found
    assert list(definitions(wire, 'wire-del', isLatestVersion=True)) == [1], 'the version before is the latest'
    assert 'name="two"' in wire.call('getProcessDefinitionXML', two)
    assert wire.send('POST', f'/v2/resources/{two}/deletion')[0] == 404, 'only once'
    for body in ({'processDefinitionKey': two}, {'processDefinitionId': 'wire-del', 'processDefinitionVersion': 2}):
        assert wire.send('POST', '/v2/process-instances', body)[0] == 404, body
    begun = wire.call('correlateMessage', body={'name': 'wire-wire-del'})['processInstanceKey']
    assert wire.call('getProcessInstance', begun)['processDefinitionVersion'] == 1, 'the older start event waits again'
    assert wire.call('getProcessInstance', instance)['state'] == 'ACTIVE', 'it goes on'
    wire.call('cancelProcessInstance', instance)
    wait_for_state(wire, two, 'DELETED')

    wire.call('cancelProcessInstance', begun)
    wire.call('deleteResource', one, body={'deleteHistory': False})
    wait_for_state(wire, one, 'DELETED')
    assert definitions(wire, 'wire-del', isLatestVersion=True) == {}
    assert wire.send('POST', '/v2/messages/correlation', {'name': 'wire-wire-del'})[0] == 404, 'nothing waits'
    three = item(wire.deploy(versioned('wire-del', 'two')), 'processDefinition')
    assert three['processDefinitionVersion'] == 3, three
    wire.call('deleteResource', three['processDefinitionKey'])
    assert wire.send('POST', '/v2/process-instances', {'processDefinitionId': 'wire-del'})[0] == 404

    key = item(wire.deploy(part('gone.txt', b'x')), 'resource')['resourceKey']
    wire.call('deleteResource', key, body={'deleteHistory': True})
    assert wire.send('GET', f'/v2/resources/{key}')[0] == 404
    assert wire.search('searchResources', filter={'resourceId': 'gone.txt'})['items'] == []


def story_of_expressions(wire):
    def evaluate(expression, **more):
        return wire.call('evaluateExpression', body={'expression': expression, **more})

    assert evaluate('=a + b', variables={'a': 1, 'b': 0.5}, tenantId='<default>')['result'] == 1.5
    assert evaluate('={x: [1, "y", null], d: date("2026-01-02")}')['result'] == {'x': [1, 'y', None], 'd': '2026-01-02'}
    missing_one = evaluate('=a.b', variables=None)
    assert missing_one['result'] is None and 'a' in missing_one['warnings'][0]['message'], missing_one
    assert evaluate('plain text')['result'] == 'plain text' and evaluate('12')['result'] == 12
    instance = wire.create('wire-user', {'n': 20, 'm': 1})
    task = wire.only('searchUserTasks', processInstanceKey=instance)['elementInstanceKey']
    wire.call('createElementInstanceVariables', task, body={'variables': {'m': 2}, 'local': True})
    assert evaluate('=n + m', scopeKey=task)['result'] == 22
    assert evaluate('=n + m', scopeKey=instance)['result'] == 21
    assert evaluate('=n + m', scopeKey=instance, variables={'n': 1})['result'] == 2, 'what is sent comes first'
    wire.call('cancelProcessInstance', instance)


STORIES = [story_of_files, story_of_refused_files, story_of_forms, story_of_deletion, story_of_expressions]
