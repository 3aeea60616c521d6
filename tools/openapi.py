#!/usr/bin/env python3
"""Writes http/openapi.json: the OpenAPI 3 document of what the route table (http/src/routes_table.c) serves.

    tools/openapi.py            write it anew
    tools/openapi.py --check    fail when the file is not what would be written

The fields come from the list of the API's operations and fields in the shared data (BATON_SHARED, api-v2-fields.txt); its head
explains the notation. What that list does not have, our own operations, is described below.
"""
import argparse
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get('BATON_SHARED', os.path.join(ROOT, '..', 'shared'))
FIELDS = os.path.join(SHARED, 'spec', 'api-v2-fields.txt')
ROUTES = os.path.join(ROOT, 'http', 'src', 'routes_table.c')
DOCUMENT = os.path.join(ROOT, 'http', 'openapi.json')
HEAD = re.compile(r'^(GET|POST|PUT|PATCH|DELETE) (\S+)\s+-> (\S+)\s+\((\w+), since ([\d.]+)\)(?:\s+errors: ([\d ]*))?')
ROUTE = re.compile(r'\{HTTP_(\w+), "([^"]+)", "(\w+)",\s*(\w+)')
NOTE = re.compile(r'\s+(@8\.\d+|=[^\s}\]]+|>=\d+)(?=\s|$)')


# --- the list ---

class Node:
    def __init__(self, text):
        self.text, self.children = text, []


def read_operations():
    """{operation id: (method, path, ok statuses, error statuses, [nodes of REQUEST and RESPONSE])}, {enum: values}"""
    operations, enums = {}, {}
    parts, path = None, []
    with open(FIELDS, encoding='utf-8') as f:
        for line in f.read().split('\n'):
            match = HEAD.match(line)
            text = line.strip()
            if match:
                method, url, statuses, name, _, errors = match.groups()
                parts = []
                operations[name] = (method, url, statuses.split('/'), (errors or '').split(), parts)
            elif parts is None:
                enum, _, values = text.partition(': ')
                if values and re.match(r'^\w+$', enum):
                    enums[enum] = values.split()
            elif text:
                depth = (len(line) - len(line.lstrip()) - 2) // 4
                node = Node(text)
                del path[depth:]
                (path[depth - 1].children if depth > 0 else parts).append(node)
                path.append(node)
    return operations, enums


# --- one field's schema ---

SIMPLE = {
    'str': {'type': 'string'},
    'key': {'$ref': '#/components/schemas/Key'},
    'tag': {'$ref': '#/components/schemas/Tag'},
    'tenantId': {'$ref': '#/components/schemas/TenantId'},
    'dt': {'type': 'string', 'format': 'date-time'},
    'cursor': {'type': 'string'},
    'bool': {'type': 'boolean'},
    'i32': {'type': 'integer', 'format': 'int32'},
    'i64': {'type': 'integer', 'format': 'int64'},
    'int': {'type': 'integer'},
    'num': {'type': 'number'},
    'object': {'type': 'object', 'additionalProperties': True},
    'any': {},
    'file': {'type': 'string', 'format': 'binary'},
    'PageReq': {'$ref': '#/components/schemas/PageRequest'},
    'PageResp': {'$ref': '#/components/schemas/PageResponse'},
}
FILTERS = {'key': 'KeyFilter', 'int': 'NumberFilter', 'dt': 'DateTimeFilter', 'str': 'StringFilter'}


def nullable(schema):
    return {'allOf': [schema], 'nullable': True} if '$ref' in schema else {**schema, 'nullable': True}


class Writer:
    def __init__(self, enums):
        self.enums = enums
        self.strict = False    # unknown properties are refused: requests
        self.filter_name = None

    def kind(self, text, children):
        text = re.sub(r' =\[\]$', '', NOTE.sub('', text).strip())    # a default
        if text.endswith('|null'):
            return nullable(self.kind(text[:-len('|null')], children))
        if text in SIMPLE:
            return dict(SIMPLE[text])
        match = re.match(r'^\[(.*)\](?: max(\d+))?(?: unique)?$', text)
        if match:
            return self.array(match.group(1), match.group(2), text, children)
        return self.other(text, children)

    def array(self, inner, most, text, children):
        if inner == 'same fields':
            return {'type': 'array', 'items': {'$ref': f'#/components/schemas/{self.filter_name}'}}
        schema = {'type': 'array', 'items': self.kind(inner, children)}
        if most:
            schema['maxItems'] = int(most)
        if text.endswith('unique'):
            schema['uniqueItems'] = True
        return schema

    def other(self, text, children):
        if text == '{}':
            return self.object(children)
        if text == 'oneOf':
            return {'oneOf': [self.object(c.children) for c in children]} if children else {'type': 'object'}
        match = re.match(r'^\{(.+)\}$', text)
        if match:                                       # sort: names and values in one line
            return self.inline(match.group(1))
        match = re.match(r'^map<str,(.+)>$', text)
        if match:
            return {'type': 'object', 'additionalProperties': {} if match.group(1) == 'oneOf' else self.kind(match.group(1), [])}
        match = re.match(r'^enum\{(.+)\}$', text)
        if match:
            return {'type': 'string', 'enum': match.group(1).split('|')}
        match = re.match(r'^enum (\w+)$', text)
        if match:
            return {'type': 'string', 'enum': self.enums[match.group(1)]}
        match = re.match(r'^F<(\w+)>(\+like)?$', text)
        if match:
            plain = FILTERS.get(match.group(1), 'LikeFilter')
            return {'$ref': f'#/components/schemas/{"LikeFilter" if match.group(2) else plain}'}
        match = re.match(r'^(str|i32|i64) (?:"[^"]*"|(\d*)\.\.(\d*))$', text)
        if match:
            return self.bounded(*match.groups())
        raise ValueError(f'what is {text!r}?')

    @staticmethod
    def bounded(kind, low, high):
        names = ('minLength', 'maxLength') if kind == 'str' else ('minimum', 'maximum')
        bounds = {n: int(v) for n, v in zip(names, (low, high)) if v}
        return {**SIMPLE[kind], **bounds}

    def inline(self, text):
        properties, required = {}, []
        for part in text.split(', '):
            name, _, values = part.partition(': ')
            if name.endswith('*'):
                required.append(name[:-1])
            properties[name.rstrip('*')] = {'type': 'string', 'enum': NOTE.sub('', values).split('|')}
        return {'type': 'object', 'properties': properties, 'required': required, 'additionalProperties': False}

    def object(self, nodes):
        variants = [n for n in nodes if n.text.startswith('| variant')]
        if variants:
            return {'oneOf': [self.object(v.children) for v in variants]}
        properties, required = {}, []
        for node in nodes:
            match = re.match(r'^([\w.$]+)(\*?): (.+)$', node.text)
            if match is None:
                raise ValueError(f'what is {node.text!r}?')
            if match.group(2):
                required.append(match.group(1))
            properties[match.group(1)] = self.kind(match.group(3), node.children)
        schema = {'type': 'object', 'properties': properties}
        if required:
            schema['required'] = required
        if self.strict:
            schema['additionalProperties'] = False
        return schema


# --- an operation ---

def words(name):
    """createProcessInstance: Create process instance."""
    text = re.sub(r'([a-z])([A-Z])', r'\1 \2', name)
    return text[0].upper() + text[1:].lower()


def parameters(method, path, is_read):
    out = [{'name': name, 'in': 'path', 'required': True,
            'schema': SIMPLE['key'] if name.endswith('Key') else SIMPLE['str']} for name in re.findall(r'\{(\w+)\}', path)]
    if method != 'GET' and not is_read:
        out.append({'$ref': '#/components/parameters/IdempotencyKey'})
    return out


def request_body(writer, name, parts, schemas):
    for part in parts:
        if not part.text.startswith('REQUEST'):
            continue
        media = part.text.split()[1]
        writer.strict, writer.filter_name = media == 'application/json', f'{name}Filter'
        schema = writer.object(part.children) if part.children else {'type': 'object'}
        found = schema.get('properties', {}).get('filter')
        if found and found.get('properties'):
            schemas[writer.filter_name] = found
            schema['properties']['filter'] = {'$ref': f'#/components/schemas/{writer.filter_name}'}
        writer.strict = False
        return {'required': '(body optional)' not in part.text, 'content': {media: {'schema': schema}}}
    return None


def responses(writer, statuses, errors, parts):
    out = {status: {'description': 'Done.'} for status in statuses}
    for part in parts:
        if part.text.startswith('RESPONSE'):
            _, status, media = part.text.split()[:3]
            schema = writer.object(part.children) if part.children else (
                SIMPLE['file'] if media == 'application/octet-stream' else SIMPLE['str'])
            out[status] = {'description': 'The answer.', 'content': {media: {'schema': schema}}}
    for status in errors:
        out[status] = {'$ref': '#/components/responses/Problem'}
    out['default'] = {'$ref': '#/components/responses/Problem'}
    return out


def operation(writer, route, listed, schemas):
    method, path, name = route
    _, _, statuses, errors, parts = listed
    is_read = method == 'POST' and (path.endswith('/search') or '/statistics' in path)
    out = {'operationId': name, 'summary': words(name) + '.', 'tags': [path.split('/')[2]]}
    given = parameters(method, path, is_read)
    if given:
        out['parameters'] = given
    body = request_body(writer, name, parts, schemas)
    if body:
        out['requestBody'] = body
    out['responses'] = responses(writer, statuses, errors, parts)
    return out


def plain(summary, media, *more):
    return {'summary': summary, 'tags': ['operation'], 'responses': {
        '200': {'description': 'Yes.', 'content': {media: {'schema': {'type': 'object'} if 'json' in media else SIMPLE['str']}}},
        **{status: {'description': 'No.', 'content': {'text/plain': {'schema': SIMPLE['str']}}} for status in more}}}


VERBOSE = {'name': 'verbose', 'in': 'query', 'required': False, 'allowEmptyValue': True,
           'description': 'One line a check.', 'schema': SIMPLE['str']}
SERVER = {'name': 'serverId', 'in': 'path', 'required': True, 'schema': SIMPLE['key']}
MEMBER = {'type': 'object', 'properties': {
    'serverId': SIMPLE['key'], 'name': SIMPLE['str'], 'role': {'type': 'string', 'enum': ['LEADER', 'FOLLOWER', 'LEARNER']},
    'self': SIMPLE['bool'], 'connected': SIMPLE['bool'], 'host': SIMPLE['str'], 'peerPort': nullable(SIMPLE['i32']),
    'httpPort': nullable(SIMPLE['i32']), 'appliedIndex': nullable(SIMPLE['i64']), 'lag': nullable(SIMPLE['i64']),
    'storedIndex': nullable(SIMPLE['i64']), 'heardMsAgo': nullable(SIMPLE['i64'])}}
CLUSTER = {'type': 'object', 'properties': {
    'clusterId': SIMPLE['str'], 'serverId': SIMPLE['key'], 'leaderId': nullable(SIMPLE['key']), 'term': SIMPLE['i64'],
    'commitIndex': SIMPLE['i64'], 'appliedIndex': SIMPLE['i64'], 'ready': SIMPLE['bool'],
    'members': {'type': 'array', 'items': MEMBER}}}


def of_cluster(summary, *given, body=None, required=()):
    out = {'summary': summary, 'tags': ['cluster']}
    if given:
        out['parameters'] = list(given)
    if body:
        schema = {'type': 'object', 'properties': body, 'required': list(required), 'additionalProperties': False}
        if not required:
            del schema['required']
        out['requestBody'] = {'required': bool(required), 'content': {'application/json': {'schema': schema}}}
    out['responses'] = {'200': {'description': 'The cluster as it is now.', 'content': {'application/json': {'schema': CLUSTER}}},
                        'default': {'$ref': '#/components/responses/Problem'}}
    return out


OURS = {
    'getBatonCluster': of_cluster('The servers of the cluster, as this one knows them.'),
    'addBatonMember': of_cluster('A new server, as a learner; it votes when it has caught up.',
                                 body={'serverId': SIMPLE['key'], 'address': SIMPLE['str']}, required=('serverId', 'address')),
    'removeBatonMember': of_cluster('Remove a server.', SERVER),
    'promoteBatonMember': of_cluster('Make a learner a voter as soon as it has caught up.', SERVER),
    'transferBatonLeader': of_cluster('Hand leadership over, to the server that is named or to the fittest.',
                                      body={'serverId': SIMPLE['key']}),
    'livez': {**plain('Is the process alive?', 'text/plain', '503'), 'parameters': [VERBOSE]},
    'readyz': {**plain('Does it serve?', 'text/plain', '503'), 'parameters': [VERBOSE]},
    'metrics': plain('Figures as Prometheus text.', 'text/plain'),
    'openapi': plain('This document.', 'application/json'),
}


# --- the document ---

def operators(kind, names, like=False):
    properties = {}
    for name in names:
        listed = name in ('$in', '$notIn')
        properties[name] = SIMPLE['bool'] if name == '$exists' else {'type': 'array', 'items': kind} if listed else kind
    if like:
        properties['$like'] = {'type': 'string', 'description': '* is any run, ? one character, \\ takes the next one as it is.'}
    return {'oneOf': [kind, {'type': 'object', 'properties': properties, 'additionalProperties': False}]}


EQUAL = ('$eq', '$neq', '$exists', '$in', '$notIn')
ORDERED = ('$eq', '$neq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in')
CURSOR = {'type': 'string', 'description': 'An endCursor or startCursor of an earlier answer.'}
SCHEMAS = {
    'Key': {'type': 'string', 'pattern': '^-?[0-9]+$', 'minLength': 1, 'maxLength': 25},
    'Tag': {'type': 'string', 'pattern': r'^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$'},
    'TenantId': {'type': 'string', 'pattern': r'^(<default>|[\w\.\-]{1,31})$'},
    'PageRequest': {
        'type': 'object', 'additionalProperties': False,
        'description': 'limit alone, or with one of from, after and before.',
        'properties': {'limit': {'type': 'integer', 'minimum': 1, 'maximum': 10000, 'default': 100},
                       'from': {'type': 'integer', 'minimum': 0}, 'after': CURSOR, 'before': CURSOR}},
    'PageResponse': {
        'type': 'object', 'required': ['totalItems', 'hasMoreTotalItems', 'startCursor', 'endCursor'],
        'properties': {'totalItems': {**SIMPLE['i64'], 'description': 'Exact.'}, 'hasMoreTotalItems': SIMPLE['bool'],
                       'startCursor': {**SIMPLE['str'], 'nullable': True}, 'endCursor': {**SIMPLE['str'], 'nullable': True}}},
    'KeyFilter': operators(SIMPLE['key'], EQUAL),
    'StringFilter': operators(SIMPLE['str'], EQUAL),
    'LikeFilter': operators(SIMPLE['str'], EQUAL, like=True),
    'NumberFilter': operators(SIMPLE['int'], ORDERED),
    'DateTimeFilter': operators(SIMPLE['dt'], ORDERED),
    'Problem': {
        'type': 'object', 'description': 'RFC 9457.', 'required': ['type', 'title', 'status', 'detail', 'instance'],
        'properties': {'type': SIMPLE['str'], 'title': SIMPLE['str'], 'status': SIMPLE['i32'], 'detail': SIMPLE['str'],
                       'instance': SIMPLE['str']}},
}
PROBLEM = {'description': 'What is wrong, where, and what to do.',
           'content': {'application/problem+json': {'schema': {'$ref': '#/components/schemas/Problem'}}}}
IDEMPOTENCY_KEY = {'name': 'Idempotency-Key', 'in': 'header', 'required': False,
                   'description': 'A repeat with the same key and body gets the first answer and does nothing again; '
                                  'the same key with another body is 422.',
                   'schema': {'type': 'string', 'minLength': 1, 'maxLength': 128}}


def served():
    """(method, path, operation id) of every route with a handler."""
    with open(ROUTES, encoding='utf-8') as f:
        return [(m, p, n) for m, p, n, handler in ROUTE.findall(f.read()) if handler != 'NULL']


def document():
    listed, enums = read_operations()
    writer, paths, schemas = Writer(enums), {}, dict(SCHEMAS)
    for route in served():
        method, path, name = route
        described = {'operationId': name, **OURS[name]} if name in OURS else operation(writer, route, listed[name], schemas)
        paths.setdefault(path, {})[method.lower()] = described
    return {'openapi': '3.0.3',
            'info': {'title': 'Baton', 'version': 'v2', 'license': {'name': 'Apache-2.0'},
                     'description': 'What this server answers. Operations of the API that are not here answer 501 by their name.'},
            'servers': [{'url': '/'}], 'paths': paths,
            'components': {'schemas': schemas, 'responses': {'Problem': PROBLEM},
                           'parameters': {'IdempotencyKey': IDEMPOTENCY_KEY}}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--check', action='store_true')
    arguments = parser.parse_args()
    if not os.path.exists(FIELDS):
        print(f'no list of fields at {FIELDS} (set BATON_SHARED)', file=sys.stderr)
        return 2
    text = json.dumps(document(), indent=1) + '\n'
    if not arguments.check:
        with open(DOCUMENT, 'w', encoding='utf-8') as f:
            f.write(text)
        return 0
    with open(DOCUMENT, encoding='utf-8') as f:
        if f.read() == text:
            return 0
    print('http/openapi.json is not what the route table and the list of fields say: run tools/openapi.py', file=sys.stderr)
    return 1


if __name__ == '__main__':
    sys.exit(main())
