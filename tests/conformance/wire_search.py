"""Searches and statistics: every sort, page and filter of the list, each against what plain Python makes of all items.

The list says which filters there are: one for which nothing here knows what it should find fails the test.
"""
import json
import re
from datetime import datetime, timedelta, timezone

# What tells items apart: one field, or several.
KEYS = {'searchProcessDefinitions': 'processDefinitionKey', 'searchProcessInstances': 'processInstanceKey',
        'searchElementInstances': 'elementInstanceKey', 'searchVariables': 'variableKey', 'searchJobs': 'jobKey',
        'searchIncidents': 'incidentKey', 'searchUserTasks': 'userTaskKey',
        'searchMessageSubscriptions': 'messageSubscriptionKey', 'searchResources': 'resourceKey',
        'searchCorrelatedMessageSubscriptions': ('subscriptionKey', 'messageKey'),
        'searchUserTaskVariables': 'variableKey', 'searchUserTaskEffectiveVariables': 'variableKey',
        'searchProcessInstanceIncidents': 'incidentKey', 'searchElementInstanceIncidents': 'incidentKey',
        'searchProcessDefinitionVariableNames': 'name', 'getProcessDefinitionInstanceStatistics': 'processDefinitionId',
        'getProcessDefinitionInstanceVersionStatistics': 'processDefinitionKey',
        'getProcessDefinitionMessageSubscriptionStatistics': 'processDefinitionKey',
        'getProcessInstanceStatisticsByDefinition': 'processDefinitionKey',
        'searchDecisionDefinitions': 'decisionDefinitionKey', 'searchDecisionRequirements': 'decisionRequirementsKey',
        'searchDecisionInstances': 'decisionEvaluationInstanceKey',
        'searchBatchOperations': 'batchOperationKey', 'searchBatchOperationItems': ('batchOperationKey', 'itemKey'),
        'getProcessInstanceStatisticsByError': 'errorMessage', 'searchElementInstanceWaitStates': 'elementInstanceKey'}

# The key in the path: that of the first item that this search finds by this filter.
ORIGINS = {'searchUserTaskVariables': ('searchUserTasks', 'userTaskKey', {'processInstanceVariables': [
               {'name': 'x', 'value': '1'}]}),
           'searchProcessInstanceIncidents': ('searchIncidents', 'processInstanceKey', {}),
           'searchElementInstanceIncidents': ('searchIncidents', 'elementInstanceKey', {}),
           'searchProcessDefinitionVariableNames': ('searchVariables', 'processDefinitionKey', {'name': 'x'})}
ORIGINS['searchUserTaskEffectiveVariables'] = ORIGINS['searchUserTaskVariables']

# Filters that must be there, as names of items of another search.
REQUIRED = {'getProcessDefinitionInstanceVersionStatistics': {'processDefinitionId': 'wire-job'},
            'getProcessInstanceStatisticsByDefinition': {'errorHashCode': None}}

# Searches that find nothing: there are no such things yet.
EMPTY = ('searchOwnAuthorizations',)

# Filters over the items of another search.
BASES = {'getProcessDefinitionMessageSubscriptionStatistics': 'searchMessageSubscriptions'}

BASIC = ['$eq', '$neq', '$exists', '$in', '$notIn']
RANGE = ['$eq', '$neq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in']
STATE = ['$eq', '$neq', '$exists', '$in', '$like']
PAGE_ITEMS = 7


def is_there(wire, operation):
    status, _, _ = wire.send('POST', wire.path(operation.name, *['1'] * operation.path.count('{')))
    return status != 501


# --- asking ---

def java_hash(text):
    """What clients know an error message by."""
    units = text.encode('utf-16-be')
    value = 0
    for i in range(0, len(units), 2):
        value = (31 * value + (units[i] << 8) + units[i + 1]) & 0xffffffff
    return value - (1 << 32) if value >= 1 << 31 else value


def origin_of(wire, operation):
    if operation.name not in ORIGINS:
        return []
    name, field, filters = ORIGINS[operation.name]
    item = wire.search(name, filter=filters)['items'][0]
    if field not in item:
        item = wire.call('getProcessInstance', item['processInstanceKey'])
    return [item[field]]


def required_of(wire, operation):
    required = dict(REQUIRED.get(operation.name, {}))
    if 'errorHashCode' in required:
        required['errorHashCode'] = wire.search('getProcessInstanceStatisticsByError')['items'][0]['errorHashCode']
    return required


def ask(wire, operation, **body):
    keys = origin_of(wire, operation)
    required = required_of(wire, operation)
    if required:
        body['filter'] = {**required, **body.get('filter', {})}
    return wire.call(operation.name, *keys, body=body)


def cases(wire, operation):
    """(name, call) for each."""
    name = operation.name
    if not REQUIRED.get(name):
        yield f'{name}: no body, an empty one and {{}} are the same', lambda: bodies_are_optional(wire, operation)
    yield f'{name}: pages that are refused', lambda: bad_pages(wire, operation)
    yield f'{name}: a sort and a filter that are not in the list', lambda: unknown_names(wire, operation)
    if name not in EMPTY and not operation.sort_fields():
        yield f'{name}: pages', lambda: walk(wire, operation, {}, everything(wire, operation))
    for field in operation.sort_fields():
        for order in ('ASC', 'desc'):
            yield (f'{name}: sorted by {field} {order}',
                   lambda field=field, order=order: sorted_pages(wire, operation, field, order))
    for field in filters_of(wire, operation).values():
        if field.name != '$or':
            yield f'{name}: filtered by {field.name}', lambda field=field: filtered(wire, operation, field)
    if '$or' in operation.filters():
        yield f'{name}: filtered by $or', lambda: any_branch(wire, operation)


def filters_of(wire, operation):
    return wire.operations[BASES.get(operation.name, operation.name)].filters()


def key_of(operation, item):
    key = KEYS[operation.name]
    if isinstance(key, tuple):
        return tuple(item[k] for k in key)
    if key == 'decisionEvaluationInstanceKey':  # the key of the evaluation and a number
        return tuple(int(part) for part in item[key].split('-'))
    return int(item[key]) if key.endswith('Key') else item[key].encode()


def everything(wire, operation):
    answer = ask(wire, operation, page={'limit': 10000})
    items = answer['items']
    if operation.name in EMPTY:
        assert items == [] and answer['page'] == {'totalItems': 0, 'hasMoreTotalItems': False, 'startCursor': None,
                                                  'endCursor': None}, answer
        return items
    assert len(items) == answer['page']['totalItems'] > 0, f'{operation.name}: nothing to search'
    keys = [key_of(operation, i) for i in items]
    assert len(set(keys)) == len(keys), 'each once'
    if KEYS[operation.name] in operation.sort_fields() and operation.is_search:
        assert keys == sorted(keys), 'by key by default'
    return items


def bodies_are_optional(wire, operation):
    path = wire.path(operation.name, *origin_of(wire, operation))
    shapes = [(None, {}), (b'', {'Content-Type': 'application/json'}), ({}, {})]
    if operation.name == 'searchElementInstanceIncidents':
        assert wire.send('POST', path)[0] == 400, 'this one needs a body'
        shapes = [({}, {})]
    members = [m for m in ('sort', 'filter', 'page') if m in operation.request]
    shapes.append(({m: None for m in members}, {}))
    shapes.append(({m: [] if m == 'sort' else {} for m in members}, {}))
    answers = [json.loads(wire.send('POST', path, body, headers)[2]) for body, headers in shapes]
    assert all(a == answers[0] and 'items' in a for a in answers), 'all the same'


# --- sorts and pages ---

def refused(wire, operation, text, **body):
    required = required_of(wire, operation)
    if required:
        body['filter'] = {**required, **body.get('filter', {})}
    status, _, raw = wire.send('POST', wire.path(operation.name, *origin_of(wire, operation)), body)
    assert status == 400 and text in json.loads(raw)['detail'], (body, status, raw)


def bad_pages(wire, operation):
    for limit in (0, -1, 10001):
        refused(wire, operation, 'within the [1,10000] range', page={'limit': limit})
    refused(wire, operation, 'Request property [page.limit] cannot be parsed', page={'limit': 1.5})
    refused(wire, operation, 'not negative', page={'from': -1})
    for pair in (('from', 'after'), ('from', 'before'), ('after', 'before')):
        page = {name: 0 if name == 'from' else 'WzFd' for name in pair}
        refused(wire, operation, 'Only one of [from, after, before] is allowed.', page=page)
    for cursor in ('', 'no cursor', 'WzFd' * 3, 'bnVsbA==', 'W10=', 'WyJhIl0='):
        for way in ('after', 'before'):
            refused(wire, operation, 'cursor', page={way: cursor})
    beyond = ask(wire, operation, page={'from': 1 << 40})
    assert beyond['items'] == [] and beyond['page']['totalItems'] == len(everything(wire, operation)), beyond['page']
    assert beyond['page']['startCursor'] is beyond['page']['endCursor'] is None, beyond['page']
    ask(wire, operation, page={'limit': '10000', 'from': '0'})


def unknown_names(wire, operation):
    if operation.sort_fields():
        refused(wire, operation, "Unexpected value 'none' for enum field 'field'", sort=[{'field': 'none'}])
        refused(wire, operation, 'Sort field must not be null', sort=[{'order': 'ASC'}])
        field = operation.sort_fields()[0]
        refused(wire, operation, "Unexpected value 'up' for enum field 'order'", sort=[{'field': field, 'order': 'up'}])
        ask(wire, operation, sort=[{'field': field.upper(), 'order': None}, {'field': field, 'order': 'Desc'}])
    else:
        refused(wire, operation, 'Request property [sort] cannot be parsed', sort=[])
    if 'filter' in operation.request:
        refused(wire, operation, 'Request property [filter.none] cannot be parsed', filter={'none': 1})
    else:
        refused(wire, operation, 'Request property [filter] cannot be parsed', filter={})


def is_key(kind):
    return 'key' in kind.split('<')[-1].split('>')[0].split('|')[0]


def comparable(value, kind):
    if isinstance(value, str) and is_key(kind) and value.isdigit():
        return int(value)
    return value.encode() if isinstance(value, str) else value


def sorted_pages(wire, operation, field, order):
    everything_now = everything(wire, operation)
    whole = ask(wire, operation, sort=[{'field': field, 'order': order}], page={'limit': 10000})['items']
    if operation.name in EMPTY:
        assert whole == [], whole
        return
    assert sorted(key_of(operation, i) for i in whole) == sorted(key_of(operation, i) for i in everything_now)
    if field in whole[0] and field != 'value':
        kind = operation.item_fields()[field].kind
        values = [comparable(i[field], kind) for i in whole if i[field] is not None]
        assert values == sorted(values, reverse=order == 'desc'), f'out of order: {values}'
        nulls = [i[field] is None for i in whole]
        assert nulls == sorted(nulls, reverse=order == 'desc'), 'null is the greatest'
    walk(wire, operation, {'sort': [{'field': field, 'order': order}]}, whole)


def walk(wire, operation, body, whole):
    """Forwards by after, backwards by before, and by from: always the same items."""
    size = min(PAGE_ITEMS, max(1, len(whole) // 2))
    forwards, cursor, pages = [], {}, []
    while len(forwards) < len(whole):
        page = ask(wire, operation, **body, page={'limit': size, **cursor})
        assert page['page']['totalItems'] == len(whole) and page['items'], page['page']
        forwards += page['items']
        pages.append(page)
        cursor = {'after': page['page']['endCursor']}
    assert forwards == whole, 'forwards'
    beyond = ask(wire, operation, **body, page=cursor)
    assert beyond['items'] == [] and beyond['page']['endCursor'] is None, beyond
    for i in range(len(pages) - 1, 0, -1):
        back = ask(wire, operation, **body, page={'limit': size, 'before': pages[i]['page']['startCursor']})
        assert back['items'] == pages[i - 1]['items'], 'backwards'
    first = ask(wire, operation, **body, page={'before': pages[0]['page']['startCursor']})
    assert first['items'] == [] and first['page']['totalItems'] == len(whole), 'nothing before the first'
    offset = ask(wire, operation, **body, page={'from': 1, 'limit': 2})['items']
    assert offset == whole[1:3], 'by offset'


# --- what the filter of an item is compared with: its values, one or many ---

def of_instance(wire, name, field, **filters):
    """Values of what belongs to instances, by instance."""
    values = {}
    for item in wire.search(name, filter=filters, page={'limit': 10000})['items']:
        values.setdefault(item['processInstanceKey'], []).append(item[field])
    return lambda item: values.get(item['processInstanceKey'], [])


def errors_of_instance(wire):
    messages = of_instance(wire, 'searchIncidents', 'errorMessage', state='ACTIVE')
    return lambda item: [java_hash(m) for m in messages(item)]


def latest_versions(wire):
    newest = {}
    for item in wire.search('searchProcessDefinitions', page={'limit': 10000})['items']:
        if item['state'] == 'ACTIVE':
            newest[item['processDefinitionId']] = max(newest.get(item['processDefinitionId'], 0), item['version'])
    return lambda item: item['version'] == newest.get(item['processDefinitionId'])


def latest_decisions(wire):
    newest = {}
    for item in wire.search('searchDecisionDefinitions', page={'limit': 10000})['items']:
        newest[item['decisionDefinitionId']] = max(newest.get(item['decisionDefinitionId'], 0), item['version'])
    return lambda item: item['version'] == newest[item['decisionDefinitionId']]


# A list: the filter holds when it does for one of the values.
OTHERS = {
    ('searchProcessDefinitions', 'isLatestVersion'): latest_versions,
    ('searchDecisionDefinitions', 'isLatestVersion'): latest_decisions,
    ('searchDecisionInstances', 'decisionRequirementsKey'):
        lambda wire: lambda item: wire.requirements_of[item['decisionDefinitionKey']],
    ('searchResources', 'deploymentKey'): lambda wire: lambda item: wire.deployment_of[item['resourceKey']],
    ('searchBatchOperations', 'operationType'): lambda wire: lambda item: item['batchOperationType'],
    ('searchProcessInstances', 'batchOperationId'):
        lambda wire: of_instance(wire, 'searchBatchOperationItems', 'batchOperationKey'),
    ('searchProcessInstances', 'batchOperationKey'):
        lambda wire: of_instance(wire, 'searchBatchOperationItems', 'batchOperationKey'),
    ('searchProcessInstances', 'errorMessage'):
        lambda wire: of_instance(wire, 'searchIncidents', 'errorMessage', state='ACTIVE'),
    ('searchProcessInstances', 'incidentErrorHashCode'): errors_of_instance,
    ('searchProcessInstances', 'hasRetriesLeft'):
        lambda wire: of_instance(wire, 'searchJobs', 'hasFailedWithRetriesLeft'),
    ('searchProcessInstances', 'elementInstanceState'): lambda wire: of_instance(wire, 'searchElementInstances', 'state'),
    ('searchProcessInstances', 'elementId'): lambda wire: of_instance(wire, 'searchElementInstances', 'elementId'),
    ('searchProcessInstances', 'hasElementInstanceIncident'):
        lambda wire: of_instance(wire, 'searchElementInstances', 'hasIncident'),
    # no process of the test has a scope within
    ('searchElementInstances', 'elementInstanceScopeKey'): lambda wire: lambda item: item['processInstanceKey'],
    ('searchElementInstanceWaitStates', 'waitStateType'): lambda wire: lambda item: item['details']['waitStateType'],
    ('searchUserTasks', 'candidateGroup'): lambda wire: lambda item: item['candidateGroups'],
    ('searchUserTasks', 'candidateUser'): lambda wire: lambda item: item['candidateUsers'],
    ('getProcessInstanceStatisticsByDefinition', 'errorHashCode'): None,  # required: in every question
    ('getProcessDefinitionInstanceVersionStatistics', 'processDefinitionId'): None,
}

# Lists that are one thing: none of the members may be equal to what $neq and $notIn say.
WHOLE_LISTS = {('searchUserTasks', 'candidateGroup'), ('searchUserTasks', 'candidateUser')}


def values_of(wire, operation, field):
    """A function from an item to its values."""
    name = BASES.get(operation.name, operation.name)
    own = wire.operations[name].item_fields().get(field.name)
    if own is not None and not own.kind.startswith('['):
        return lambda item: item[field.name]
    assert (name, field.name) in OTHERS, f'the test does not know what the filter {field.name} of {name} should find'
    return OTHERS[name, field.name](wire)


# --- filters ---

def filtered(wire, operation, field):
    if operation.name in EMPTY:
        nothing(wire, operation, field)
        return
    if OTHERS.get((operation.name, field.name), True) is None:
        required(wire, operation, field)
        return
    target = wire.operations[BASES.get(operation.name, operation.name)]
    items = everything(wire, target if target is not operation else operation)
    if field.kind.startswith('['):
        lists(wire, operation, field, items)
        return
    test = Test(wire, operation, field, items)
    own = [v for i in items for v in test.values(i) if v is not None and not test.is_cut(i)]
    value = own[len(own) // 2] if own else sample_of(field)
    operators = operators_of(target, field)
    if operators is None:
        test.compare('$eq', value, value)
        for word in spellings(field, value):
            test.compare('$eq', value, word)
        refused(wire, operation, f'Request property [filter.{field.name}', filter={field.name: {'$eq': value}})
        return
    with_operators(test, operators, value)


def with_operators(test, operators, value):
    test.compare('$eq', value, value)
    for word in spellings(test.field, value):
        test.compare('$eq', value, word)
        test.compare('$in', [value], {'$in': [word, value, word]})
    for operator in operators:
        operand = {'$exists': True, '$in': [value], '$notIn': [value]}.get(operator, value)
        if operator == '$like':
            operand = str(value)[:3] + '*'
        empty = '$eq' if operator == '$in' else '$in'
        test.compare(operator, operand, {operator: operand, empty: []})
        test.compare(operator, operand, {operator: operand, '$eq' if operator != '$eq' else '$neq': None})
    test.compare('$exists', False, {'$exists': False})
    for operator in set(BASIC + RANGE + STATE) - set(operators):
        refused(test.wire, test.operation, f'Request property [filter.{test.field.name}.{operator}] cannot be parsed',
                filter={test.field.name: {operator: [value] if 'n' in operator.lower()[1:2] else value}})
    whole = ask(test.wire, test.operation, filter={test.field.name: {o: [] for o in operators}},
                page={'limit': 10000})['items']
    assert whole == everything(test.wire, test.operation), 'empty operators filter nothing'


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
    return STATE + (['$notIn'] if operation.name.endswith('Incidents') else [])


def sample_of(field):
    for mark, value in (('dt', '2026-01-02T03:04:05.000Z'), ('int', 1), ('i32', 1), ('bool', True), ('key', '1'),
                        ('ElementInstanceState', 'ACTIVE'), ('ElementTypeEnum', 'PROCESS'), ('tenantId', '<default>'),
                        ('BatchOperationType', 'UPDATE_JOB'), ('BatchOperation', 'ACTIVE'), ('enum{ANON', 'USER'),
                        ('WaitStateType', 'JOB'), ('OwnerType', 'USER'), ('ResourceType', 'MESSAGE')):
        if mark in field.kind:
            return value
    return '1' if field.name.endswith('Key') else 'text'


def spellings(field, value):
    """Other ways to say the same."""
    if 'dt' in re.split(r'\W', field.kind):
        at = datetime.strptime(value, '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=timezone.utc)
        return [at.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat(timespec='milliseconds'),
                value.replace('Z', '000000Z'), value.replace('T', 't').replace('Z', 'z')]
    if 'enum' in field.kind or re.search(r'F<[A-Z]', field.kind):
        return [value.lower(), value.title()]
    if 'int' in field.kind or 'i32' in field.kind:
        return [str(value)]
    return []


def holds(operator, own, operand, kind):
    if operator == '$exists':
        return (own is not None) == operand
    if own is None:
        return operator in ('$neq', '$notIn')
    own = comparable(own, kind)
    if operator in ('$in', '$notIn'):
        return (own in [comparable(o, kind) for o in operand]) == (operator == '$in')
    if operator == '$like':
        return own.startswith(operand[:-1].encode())
    operand = comparable(operand, kind)
    return {'$eq': own == operand, '$neq': own != operand, '$gt': own > operand, '$gte': own >= operand,
            '$lt': own < operand, '$lte': own <= operand}[operator] if type(own) is type(operand) else False


class Test:
    """One filter of one search."""

    def __init__(self, wire, operation, field, items):
        self.wire, self.operation, self.field, self.items = wire, operation, field, items
        self.of = values_of(wire, operation, field)

    def values(self, item):
        value = self.of(item)
        return value if isinstance(value, list) else [value]

    def is_cut(self, item):
        return self.field.name == 'value' and item['isTruncated']

    def item_holds(self, item, operator, operand):
        value, kind = self.of(item), self.field.kind
        if not isinstance(value, list):
            return holds(operator, value, operand, kind)
        if operator == '$exists':
            return (value != []) == operand
        if (self.operation.name, self.field.name) in WHOLE_LISTS and operator in ('$neq', '$notIn'):
            return all(holds(operator, v, operand, kind) for v in value)
        return any(holds(operator, v, operand, kind) for v in value)

    def compare(self, operator, operand, condition):
        found = ask(self.wire, self.operation, filter={self.field.name: condition}, page={'limit': 10000})['items']
        wanted = [i for i in self.items if self.item_holds(i, operator, operand) and not self.is_cut(i)]
        text = f'{self.field.name} {operator} {operand!r}: {len(found)} found, {len(wanted)} wanted'
        if self.operation.name in BASES:
            assert found == subscription_statistics(wanted), text
            return
        got = [i for i in found if not self.is_cut(i)]
        assert got == wanted, text


def subscription_statistics(items):
    """What the subscriptions come to."""
    groups = {}
    for item in items:
        if item['messageSubscriptionState'] == 'CREATED':
            groups.setdefault((item['processDefinitionId'], item['tenantId'], item['processDefinitionKey']), []).append(item)
    return [{'processDefinitionId': i, 'tenantId': t, 'processDefinitionKey': k, 'activeSubscriptions': len(group),
             'processInstancesWithActiveSubscriptions': len({g['processInstanceKey'] for g in group
                                                             if g['processInstanceKey'] is not None})}
            for (i, t, k), group in sorted(groups.items())]


def required(wire, operation, field):
    path = wire.path(operation.name, *origin_of(wire, operation))
    for body in ({'filter': {}}, {'filter': {field.name: None}}):
        status, _, raw = wire.send('POST', path, body)
        assert status == 400 and f'No {field.name} provided' in json.loads(raw)['detail'], (status, raw)
    status, _, raw = wire.send('POST', path, {})
    assert status == 400 and 'No filter provided' in json.loads(raw)['detail'], (status, raw)
    assert wire.send('POST', path)[0] == 400, 'no body'


def nothing(wire, operation, field):
    value = sample_of(field)
    operators = operators_of(operation, field)
    if field.kind.startswith('['):
        conditions = [[], [value]]
    elif operators is None:
        conditions = [value]
        refused(wire, operation, f'Request property [filter.{field.name}', filter={field.name: {'$eq': value}})
    else:
        conditions = [value] + [{o: {'$exists': True, '$in': [value], '$notIn': [value]}.get(o, value)} for o in operators]
        refused(wire, operation, f'filter.{field.name}.$none', filter={field.name: {'$none': value}})
    for condition in conditions:
        assert ask(wire, operation, filter={field.name: condition})['items'] == []


def lists(wire, operation, field, items):
    """Tags and variables: an empty list is no filter, all of a list must hold."""
    whole = ask(wire, operation, filter={field.name: []}, page={'limit': 10000})['items']
    assert whole == items, 'an empty list filters nothing'
    if field.name == 'tags':
        tags = next(i['tags'] for i in items if i['tags'])
        for some in (tags, tags[:1], tags + tags[:1]):
            found = ask(wire, operation, filter={'tags': some}, page={'limit': 10000})['items']
            assert found == [i for i in items if set(some) <= set(i['tags'])], found
        return
    variables(wire, operation, field, items)


def variables(wire, operation, field, items):
    scope = {'variables': lambda v: v['processInstanceKey'], 'processInstanceVariables': lambda v: v['scopeKey'],
             'localVariables': lambda v: v['scopeKey']}[field.name]
    of_item = 'elementInstanceKey' if field.name == 'localVariables' else 'processInstanceKey'
    seen = {}
    for v in wire.search('searchVariables', page={'limit': 10000})['items']:
        seen.setdefault(scope(v), []).append(v)
    own = [v for i in items for v in seen.get(i[of_item], []) if not v['isTruncated']]
    assert own, f'{field.name}: no item has a variable there'
    sample = own[len(own) // 2]

    def found_by(*conditions):
        return ask(wire, operation, filter={field.name: list(conditions)}, page={'limit': 10000})['items']

    def has(item, operator, value):
        return any(v['name'] == sample['name'] and holds(operator, v['value'], value, 'str')
                   for v in seen.get(item[of_item], []))

    for operator in BASIC + ['$like']:
        operand = {'$exists': True, '$in': [sample['value'], '"none"'], '$notIn': [sample['value']],
                   '$like': sample['value'][:1] + '*'}.get(operator, sample['value'])
        got = found_by({'name': sample['name'], 'value': {operator: operand, '$gt' if False else '$in': operand if
                                                          operator == '$in' else []}})
        assert got == [i for i in items if has(i, operator, operand)], (field.name, operator, operand)
    plain = {'name': sample['name'], 'value': sample['value']}
    assert found_by(plain) == [i for i in items if has(i, '$eq', sample['value'])], 'a plain value'
    assert found_by(plain, plain) == found_by(plain) != [], 'the same twice'
    assert found_by(plain, {'name': sample['name'], 'value': '"none"'}) == [], 'all must hold'
    for wrong, text in (({'name': 'x'}, 'No value provided'), ({'value': '1'}, 'No name provided')):
        refused(wire, operation, text, filter={field.name: [wrong]})


def any_branch(wire, operation):
    items = everything(wire, operation)
    branches = [{'processDefinitionId': 'wire-user', 'state': 'ACTIVE'}, {'processDefinitionId': 'wire-message'}]
    wanted = [i for i in items if any(all(i[k] == v for k, v in b.items()) for b in branches)]
    body = {'filter': {'$or': branches}, 'page': {'limit': 10000}}
    assert ask(wire, operation, **body)['items'] == wanted, '$or'
    body['filter']['state'] = 'COMPLETED'
    assert ask(wire, operation, **body)['items'] == [i for i in wanted if i['state'] == 'COMPLETED'], '$or and more'
    assert ask(wire, operation, filter={'$or': []}, page={'limit': 10000})['items'] == items, 'no branches'
    refused(wire, operation, 'Request property [filter.$or] cannot be parsed', filter={'$or': [{'$or': []}]})
