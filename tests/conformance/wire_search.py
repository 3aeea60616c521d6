"""Searches: every sort, page and filter of the list, each against what plain Python makes of all items."""
import json
import re

from wire_schema import KEY

KEYS = {'searchProcessDefinitions': 'processDefinitionKey', 'searchProcessInstances': 'processInstanceKey',
        'searchElementInstances': 'elementInstanceKey', 'searchVariables': 'variableKey', 'searchJobs': 'jobKey',
        'searchIncidents': 'incidentKey', 'searchUserTasks': 'userTaskKey',
        'searchMessageSubscriptions': 'messageSubscriptionKey'}

# Filters that the server refuses by name for now: 501.
MISSING = {('searchProcessInstances', name) for name in (
    'batchOperationId', 'batchOperationKey', 'errorMessage', 'hasRetriesLeft', 'elementInstanceState', 'elementId',
    'hasElementInstanceIncident', 'incidentErrorHashCode')}

BASIC = ['$eq', '$neq', '$exists', '$in', '$notIn']
RANGE = ['$eq', '$neq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in']
STATE = ['$eq', '$neq', '$exists', '$in', '$like']
PAGE_ITEMS = 7


def is_there(wire, operation):
    status, _, _ = wire.send('POST', wire.path(operation.name, *['1'] * operation.path.count('{')))
    return status != 501


def cases(wire, operation):
    """(name, call) for each."""
    name = operation.name
    yield f'{name}: no body, an empty one and {{}} are the same', lambda: bodies_are_optional(wire, operation)
    for field in operation.sort_fields():
        for order in ('ASC', 'desc'):
            yield (f'{name}: sorted by {field} {order}',
                   lambda field=field, order=order: sorted_pages(wire, operation, field, order))
    for field in operation.filters().values():
        if field.name != '$or':
            yield f'{name}: filtered by {field.name}', lambda field=field: filtered(wire, operation, field)
    if '$or' in operation.filters():
        yield f'{name}: filtered by $or', lambda: any_branch(wire, operation)


def key_of(operation, item):
    return int(item[KEYS[operation.name]])


def everything(wire, operation):
    answer = wire.search(operation.name, page={'limit': 10000})
    items = answer['items']
    assert len(items) == answer['page']['totalItems'] > 0, f'{operation.name}: nothing to search'
    assert [key_of(operation, i) for i in items] == sorted(key_of(operation, i) for i in items), 'by key by default'
    return items


def bodies_are_optional(wire, operation):
    path = wire.path(operation.name)
    answers = [json.loads(wire.send('POST', path, body, headers)[2])
               for body, headers in ((None, {}), (b'', {'Content-Type': 'application/json'}), ({}, {}),
                                     ({'sort': [], 'filter': {}, 'page': {}}, {}),
                                     ({'sort': None, 'filter': None, 'page': None}, {}))]
    assert all(a == answers[0] for a in answers), 'all the same'


# --- sorts and pages ---

def comparable(value):
    if isinstance(value, str) and KEY.match(value):
        return int(value)
    return value.encode() if isinstance(value, str) else value


def sorted_pages(wire, operation, field, order):
    whole = wire.search(operation.name, sort=[{'field': field, 'order': order}], page={'limit': 10000})['items']
    assert sorted(key_of(operation, i) for i in whole) == [key_of(operation, i) for i in everything(wire, operation)]
    if field in whole[0] and field != 'value':
        values = [comparable(i[field]) for i in whole if i[field] is not None]
        assert values == sorted(values, reverse=order == 'desc'), f'out of order: {values}'
    walk(wire, operation, {'sort': [{'field': field, 'order': order}]}, whole)


def walk(wire, operation, body, whole):
    """Forwards by after, backwards by before, and by from: always the same items."""
    forwards, cursor = [], {}
    while len(forwards) < len(whole):
        page = wire.search(operation.name, **body, page={'limit': PAGE_ITEMS, **cursor})
        assert page['page']['totalItems'] == len(whole) and page['items'], page['page']
        forwards += page['items']
        cursor = {'after': page['page']['endCursor']}
    assert forwards == whole, 'forwards'
    beyond = wire.search(operation.name, **body, page=cursor)
    assert beyond['items'] == [] and beyond['page']['endCursor'] is None, beyond
    before = {'before': page['page']['startCursor']}
    start = (len(whole) - 1) // PAGE_ITEMS * PAGE_ITEMS
    if start > 0:
        back = wire.search(operation.name, **body, page={'limit': PAGE_ITEMS, **before})['items']
        assert back == whole[start - PAGE_ITEMS:start], 'backwards'
    offset = wire.search(operation.name, **body, page={'from': 1, 'limit': 2})['items']
    assert offset == whole[1:3], 'by offset'


# --- filters ---

def filtered(wire, operation, field):
    if (operation.name, field.name) in MISSING:
        status, _, raw = wire.send('POST', wire.path(operation.name), {'filter': {field.name: sample_of(field, None)}})
        assert status == 501 and field.name.encode() in raw, (status, raw)
        return
    items = everything(wire, operation)
    if field.kind.startswith('['):
        lists(wire, operation, field, items)
        return
    own = [i[field.name] for i in items if i.get(field.name) is not None]
    value = sample_of(field, own[len(own) // 2] if own else None)
    operators = operators_of(operation, field)
    if operators is None:
        plain(wire, operation, field, items, value)
        return
    compare(wire, operation, field, items, '$eq', value, value)
    for operator in operators:
        operand = {'$exists': True, '$in': [value], '$notIn': [value]}.get(operator, value)
        if operator == '$like':
            operand = str(value)[:3] + '*'
        empty = '$eq' if operator == '$in' else '$in'
        compare(wire, operation, field, items, operator, operand, {operator: operand, empty: []})
    compare(wire, operation, field, items, '$exists', False, {'$exists': False})


def operators_of(operation, field):
    """None: only the plain value."""
    match = re.match(r'F<(\w+)>(\+like)?', field.kind)
    if match is None:
        return None
    kind, like = match.groups()
    if kind in ('int', 'dt'):
        return RANGE
    if kind in ('key', 'str'):
        return BASIC + (['$like'] if like else [])
    return STATE + (['$notIn'] if operation.name == 'searchIncidents' else [])


def sample_of(field, own):
    if own is not None:
        return own
    for mark, value in (('dt', '2026-01-02T03:04:05+01:00'), ('int', 1), ('i32', 1), ('bool', True), ('key', '1'),
                        ('ElementInstanceState', 'ACTIVE'), ('ElementTypeEnum', 'PROCESS'), ('tenantId', '<default>')):
        if mark in field.kind:
            return value
    return '1' if field.name.endswith('Key') else 'text'


def plain(wire, operation, field, items, value):
    compare(wire, operation, field, items, '$eq', value, value)
    status, _, raw = wire.send('POST', wire.path(operation.name), {'filter': {field.name: {'$eq': value}}})
    assert status == 400, f'{field.name} takes no operators: {status} {raw}'


def holds(operator, own, operand):
    if operator == '$exists':
        return (own is not None) == operand
    if own is None:
        return False
    own = comparable(own)
    if operator in ('$in', '$notIn'):
        return (own in [comparable(o) for o in operand]) == (operator == '$in')
    if operator == '$like':
        return own.startswith(operand[:-1].encode())
    operand = comparable(operand)
    return {'$eq': own == operand, '$neq': own != operand, '$gt': own > operand, '$gte': own >= operand,
            '$lt': own < operand, '$lte': own <= operand}[operator] if type(own) is type(operand) else False


def compare(wire, operation, field, items, operator, operand, condition):
    found = wire.search(operation.name, filter={field.name: condition}, page={'limit': 10000})['items']
    if field.name not in operation.item_fields() or field.name == 'value':
        return
    negative = operator in ('$neq', '$notIn')
    wanted = [i for i in items if holds(operator, i[field.name], operand)]
    got = [i for i in found if not negative or i[field.name] is not None]
    assert got == wanted, (f'{field.name} {operator} {operand!r}: {len(got)} of {len(items)} found, '
                           f'{len(wanted)} wanted')


def lists(wire, operation, field, items):
    """Tags and variables: an empty list is no filter, all of a list must hold."""
    whole = wire.search(operation.name, filter={field.name: []}, page={'limit': 10000})['items']
    assert whole == items, 'an empty list filters nothing'
    if field.name == 'tags':
        tagged = [i for i in items if i['tags']]
        found = wire.search(operation.name, filter={'tags': tagged[0]['tags']})['items']
        assert tagged[0] in found and all(set(tagged[0]['tags']) <= set(i['tags']) for i in found), found
        return
    variable = {'name': 'x', 'value': {'$eq': '1', '$in': []}} if 'ocal' not in field.name else {
        'name': 'none', 'value': '1'}
    found = wire.search(operation.name, filter={field.name: [variable]})['items']
    assert bool(found) == ('ocal' not in field.name), f'{field.name}: {len(found)} found'
    assert wire.search(operation.name, filter={field.name: [variable, {'name': 'x', 'value': '2'}]})['items'] == []


def any_branch(wire, operation):
    items = everything(wire, operation)
    branches = [{'processDefinitionId': 'wire-user', 'state': 'ACTIVE'}, {'processDefinitionId': 'wire-message'}]
    wanted = [i for i in items if any(all(i[k] == v for k, v in b.items()) for b in branches)]
    body = {'filter': {'$or': branches}, 'page': {'limit': 10000}}
    assert wire.search(operation.name, **body)['items'] == wanted, '$or'
    body['filter']['state'] = 'COMPLETED'
    assert wire.search(operation.name, **body)['items'] == [i for i in wanted if i['state'] == 'COMPLETED'], '$or and more'
    assert wire.search(operation.name, filter={'$or': []}, page={'limit': 10000})['items'] == items, 'no branches'
