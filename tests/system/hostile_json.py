"""Hostile JSON: cut, bent, too deep, too long, of wrong types. Well-formed HTTP around it."""
import json

from bend import bent

REFUSED = {400}
ANY = {200, 204, 400, 403, 404, 409, 415, 422, 501, 503}
KEY = '2251799813685249'

# A body that each operation takes, so that what is wrong with a case is what the case makes wrong.
TARGETS = [
    ('POST', '/v2/process-instances', {'processDefinitionId': 'one-task', 'variables': {'a': 1, 'b': [True, None, 'x']}}),
    ('POST', '/v2/jobs/activation', {'type': 't', 'worker': 'w', 'timeout': 1000, 'maxJobsToActivate': 1,
                                     'requestTimeout': -1, 'fetchVariable': ['a']}),
    ('POST', f'/v2/jobs/{KEY}/completion', {'variables': {'a': {'b': 1.5}}}),
    ('POST', f'/v2/jobs/{KEY}/failure', {'retries': 1, 'errorMessage': 'm', 'retryBackOff': 5}),
    ('POST', f'/v2/jobs/{KEY}/error', {'errorCode': 'c', 'errorMessage': 'm', 'variables': {}}),
    ('PATCH', f'/v2/jobs/{KEY}', {'changeset': {'retries': 1, 'timeout': 10}}),
    ('POST', '/v2/messages/publication', {'name': 'm', 'correlationKey': 'k', 'timeToLive': 0, 'variables': {'a': 1}}),
    ('PUT', f'/v2/element-instances/{KEY}/variables', {'variables': {'a': 1}, 'local': True}),
    ('POST', f'/v2/user-tasks/{KEY}/assignment', {'assignee': 'a', 'allowOverride': True}),
    ('POST', f'/v2/user-tasks/{KEY}/completion', {'variables': {'a': 1}}),
    ('POST', f'/v2/incidents/{KEY}/resolution', {'operationReference': 7}),
    ('POST', f'/v2/process-instances/{KEY}/cancellation', {'operationReference': 7}),
    *[('POST', f'/v2/{entity}/search', {'filter': {}, 'sort': [{'field': field, 'order': 'ASC'}], 'page': {'limit': 5}})
      for entity, field in (('process-instances', 'startDate'), ('jobs', 'type'), ('variables', 'name'),
                            ('user-tasks', 'priority'), ('incidents', 'state'), ('process-definitions', 'name'))],
]

WRONG = [None, True, False, 0, -1, 1.5, 2 ** 31, 2 ** 63, -2 ** 63 - 1, '', 'x', '\x00', 'x' * 5000, [], [1], [[]], {}, {'$eq': 1},
         {'$in': []}, {'$like': '%' * 100}]

# Text that stands for a value; none of it is JSON that is taken.
NO_VALUES = [
    b'', b'nul', b'tru', b'NaN', b'Infinity', b'-Infinity', b'undefined', b"'a'", b'a', b'+1', b'.5', b'1.', b'01', b'-', b'--1',
    b'1e', b'1e+', b'0x10', b'1_000', b'1,', b',', b':', b'{', b'[', b'}', b']', b'[1,]', b'[,1]', b'{"a":1,}', b'{"a"}', b'{"a":}',
    b'{a:1}', b'{1:1}', b'{"a" 1}', b'[1 2]', b'"', b'"\\', b'"\\u12"', b'"\\u12g4"', b'"\\x41"', b'"\\u"', b'"a\nb"', b'"a\tb"', b'"a\x00b"',
    b'"\x1f"', b'// c\n1', b'/* c */1', b'1 1', b'\xef\xbb\xbf1', b'(1)', b'`1`', b'\x00', b'\xff', b'[1}', b'{"a":1]', b'"\\u{41}"', b'1e1e1',
]
NO_UTF8 = [
    b'\x80', b'\xbf', b'\xc0\x80', b'\xc1\xbf', b'\xc3', b'\xc3\x28', b'\xe0\x80\x80', b'\xe2\x82', b'\xe2\x28\xa1', b'\xed\xa0\x80',
    b'\xed\xbf\xbf', b'\xf0\x80\x80\x80', b'\xf0\x9f\x92', b'\xf4\x90\x80\x80', b'\xf5\x80\x80\x80', b'\xf8\x88\x80\x80\x80', b'\xfe', b'\xff',
]
SURROGATES = [rb'\ud800', rb'\udfff', rb'\ud800a', rb'\ud800\ud800', rb'\udc00\ud800', rb'\ud83d\u0041', rb'\uDBFF', rb'\ud800\\udc00']
NUMBERS = [
    b'1e6144', b'1e6145', b'-1e6145', b'1e-6143', b'1e-6200', b'1e7000', b'1e-7000', b'1e99999', b'1e999999999', b'1e9999999999',
    b'1e-9999999999', b'1e99999999999999999999', b'9' * 34, b'9' * 35, b'-' + b'9' * 35, b'9' * 511, b'9' * 512, b'9' * 513, b'9' * 100000,
    b'0.' + b'1' * 34, b'0.' + b'1' * 35, b'0.' + b'0' * 10000 + b'1', b'1' + b'0' * 10000, b'1e' + b'0' * 600 + b'1', b'-0', b'-0.0', b'0e0',
    b'0e999999999', b'9223372036854775807', b'9223372036854775808', b'-9223372036854775808', b'-9223372036854775809', b'1.0', b'1E+2',
]
VALUE_PLACES = [
    ('POST', '/v2/process-instances', b'{"processDefinitionId":"one-task","variables":{"v":%s}}'),
    ('POST', '/v2/messages/publication', b'{"name":"m","correlationKey":"k","variables":{"v":%s}}'),
    ('POST', f'/v2/jobs/{KEY}/completion', b'{"variables":{"v":[%s]}}'),
    ('PUT', f'/v2/element-instances/{KEY}/variables', b'{"variables":{"v":%s}}'),
    ('POST', '/v2/variables/search', b'{"filter":{"value":%s}}'),
]


def case(world, name, expected, method, path, body):
    return name, expected, lambda: world.call(method, path, body)


def fields_of(body, path=()):
    for name, value in body.items():
        yield path + (name,)
        if isinstance(value, dict):
            yield from fields_of(value, path + (name,))


def with_field(body, path, value):
    copy = json.loads(json.dumps(body))
    inside = copy
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return copy


def json_cut(world):
    for method, path, body in TARGETS:
        text = json.dumps(body, separators=(',', ':')).encode()
        for size in range(1, len(text)):
            yield case(world, f'{path} cut at {size}', REFUSED, method, path, text[:size])


PIECES = (b'{', b'[', b'"', b'\\', b'\x00', b'\xff', b',', b'1e99', b'null')


def json_bent(world):
    rng = world.random('bent')
    for i in range(500 * world.times):
        method, path, body = rng.choice(TARGETS)
        text = bent(rng, json.dumps(body).encode(), (1, 1, 2, 5), PIECES)
        yield case(world, f'bent {i} {path}', ANY, method, path, text)


def json_wrong_types(world):
    for method, path, body in TARGETS:
        for place in fields_of(body):
            for value in WRONG:
                if place == ('requestTimeout',) and (value is None or type(value) is int and value >= 0):
                    continue  # that is a long poll
                yield case(world, f'{path} {".".join(place)} = {str(value)[:20]!r}', ANY, method, path,
                           json.dumps(with_field(body, place, value)).encode())
        for value in ([], 'x', 1, True, [body]):
            yield case(world, f'{path} as {str(value)[:9]}', REFUSED, method, path, json.dumps(value).encode())
        yield case(world, f'{path} with a name twice', REFUSED, method, path,
                   b'{"a":1,' + json.dumps(body).encode()[1:-1] + b',"a":1}')
        yield case(world, f'{path} with an unknown name', REFUSED, method, path, json.dumps({**body, 'unknown': 1}).encode())


def json_values(world):
    for method, path, template in VALUE_PLACES:
        for text in NO_VALUES:
            expected = {200, 404} if text == b'' and b'[%s]' in template else REFUSED
            yield case(world, f'{path} value {text[:12]}', expected, method, path, template % text)
        for text in NO_UTF8:
            yield case(world, f'{path} bytes {text.hex()}', REFUSED, method, path, template % (b'"' + text + b'"'))
            yield case(world, f'{path} name of bytes {text.hex()}', REFUSED, method, path, template % (b'{"' + text + b'":1}'))
        for text in SURROGATES:
            yield case(world, f'{path} {text}', REFUSED, method, path, template % (b'"' + text + b'"'))
        for text in NUMBERS:
            yield case(world, f'{path} number {text[:16]} of {len(text)}', {200, 204, 400, 404}, method, path, template % text)
        yield case(world, f'{path} a name twice inside', REFUSED, method, path, template % b'{"x":1,"x":1}')
        yield case(world, f'{path} a name twice by escapes', REFUSED, method, path, template % rb'{"x":1,"\u0078":1}')


def json_large(world):
    method, path, template = VALUE_PLACES[0]
    for depth in (65, 1000, 10 ** 5, 10 ** 6):
        yield case(world, f'lists {depth} deep', REFUSED, method, path, template % (b'[' * depth + b']' * depth))
        yield case(world, f'objects {depth} deep', REFUSED, method, path,
                   template % (b'{"a":' * min(depth, 600000) + b'1' + b'}' * min(depth, 600000)))
        yield case(world, f'{depth} open lists', REFUSED, method, path, b'[' * depth)
        yield case(world, f'{depth} open objects', REFUSED, method, path, b'{"a":' * min(depth, 800000))
    yield case(world, 'a name of 1 MiB', {200, 400}, method, path, template % (b'{"' + b'n' * (1 << 20) + b'":1}'))
    yield case(world, 'a text of 3 MiB', {200, 400}, method, path, template % (b'"' + b't' * (3 << 20) + b'"'))
    yield case(world, '300,000 names', {200, 400}, method, path,
               template % (b'{' + b','.join(b'"%d":1' % i for i in range(300000)) + b'}'))
    yield case(world, '20,000 variables', REFUSED, method, path, b'{"processDefinitionId":"one-task","variables":{'
               + b','.join(b'"v%d":1' % i for i in range(20000)) + b'}}')
    yield case(world, '2 million nulls', {200, 400}, method, path, template % (b'[' + b'0,' * 1900000 + b'0]'))
    yield case(world, '4 MiB of blanks', REFUSED, method, path, b' ' * (4 << 20))
    yield case(world, '4 MiB of quotes', REFUSED, method, path, b'"' * (4 << 20))
    yield case(world, '4 MiB of backslashes', REFUSED, method, path, b'"' + b'\\' * ((4 << 20) - 1))
    yield case(world, 'names with one hash', {200, 400}, method, path,
               template % (b'{' + b','.join(b'"%s%d":1' % (b'\\u0061' * (i % 50), i) for i in range(20000)) + b'}'))
    for size, expected in ((4 << 20, {400}), ((4 << 20) + 1, {413}), ((4 << 20) + 65536, {413})):
        yield case(world, f'a body of {size}', expected, method, path, b'x' * size)
    yield 'a body beyond what is taken', {413, 0}, lambda: world.raw(
        b'POST /v2/process-instances HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n' % ((4 << 20) + 65537), False)[0]


def json_filters(world):
    """Operators, patterns and pages as an attacker fills them."""
    path = '/v2/process-instances/search'
    values = [{'$like': p} for p in ('*' * 1000, '?' * 1000, '\\' * 1001, '*a' * 500 + 'b', '')]
    values += [{'$in': ['ACTIVE'] * 20000}, {'$in': [None]}, {'$neq': None}, {'$exists': 'x'}, {'$gt': {}}, {'$eq': ['a']},
               {'$eq': 'a', '$neq': 'a', '$like': 'a'}, {'': 1}, {'$': 1}, {'$where': 'sleep(1)'}]
    for field in ('processDefinitionId', 'processDefinitionName', 'state', 'processInstanceKey', 'startDate', 'tags', 'businessId'):
        for i, value in enumerate(values):
            yield case(world, f'{field} {i}', ANY, 'POST', path, json.dumps({'filter': {field: value}}).encode())
    deep = {}
    for _ in range(60):
        deep = {'$or': [deep]}
    for name, body in (('$or of $or', {'filter': deep}), ('10,000 sorts', {'sort': [{'field': 'startDate'}] * 10000}),
                       ('10,000 $or', {'filter': {'$or': [{'state': 'ACTIVE'}] * 10000}}),
                       ('a cursor of 1 MiB', {'page': {'after': 'A' * (1 << 20)}}), ('a cursor of nothing', {'page': {'after': ''}}),
                       ('a cursor of another search', {'page': {'after': 'WzEsMl0='}}), ('a limit', {'page': {'limit': 2 ** 31 - 1}}),
                       ('from far away', {'page': {'from': 2 ** 31 - 1}}), ('an injected field', {'sort': [{'field': '../../etc'}]})):
        yield case(world, name, ANY, 'POST', path, json.dumps(body).encode())


GROUPS = [json_cut, json_bent, json_wrong_types, json_values, json_large, json_filters]
