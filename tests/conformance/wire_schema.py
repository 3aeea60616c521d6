"""The list of the API's operations and fields, and the check of an answer against it.

The list (api-v2-fields.txt of the shared data) has one block an operation:

    POST /jobs/activation   -> 200   (activateJobs, since 8.6)   errors: 400 401 500 503
      REQUEST application/json
          type*: str
      RESPONSE 200 application/json
          jobs*: [{}]
              jobKey*: key

Four spaces more are one level deeper, "*" is a required field, "|null" allows null.
"""
import re

OPERATION = re.compile(r'^(GET|POST|PUT|PATCH|DELETE) (\S+)\s+-> (\S+)\s+\((\w+), since [\d.]+\)')
FIELD = re.compile(r'^([\w.$]+)(\*?): (.+)$')
DATE_TIME = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$')
KEY = re.compile(r'^[1-9]\d{0,18}$')
TAG = re.compile(r'^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$')
TENANT = re.compile(r'^(<default>|[\w.\-]{1,31})$')
CURSOR = re.compile(r'^[A-Za-z0-9+/=_\-]+$')
PAGE = {'totalItems': 'i64', 'hasMoreTotalItems': 'bool', 'startCursor': 'cursor|null', 'endCursor': 'cursor|null'}
INTEGERS = {'i32': 1 << 31, 'i64': 1 << 63}

# Newer than the list: released clients ask for them.
LATER = {'jobLeaseToken', 'businessId'}


class Field:
    def __init__(self, name, required, kind):
        self.name, self.required = name, required
        self.kind = re.sub(r'\s+(@8\.\d+|=\S+)(?=\s|$)', '', kind).strip()
        self.children = {}


class Operation:
    def __init__(self, method, path, statuses, name):
        self.method, self.path, self.name = method, path, name
        self.statuses = [int(s) for s in statuses.split('/')]
        self.request, self.responses, self.response_types = {}, {}, {}

    @property
    def is_search(self):
        return self.path.endswith('/search') and self.has_pages

    @property
    def has_pages(self):
        return 'page' in self.responses.get(200, {})

    def sort_fields(self):
        if 'sort' not in self.request:
            return []
        return re.search(r'field\*: ([\w|]+)', self.request['sort'].kind).group(1).split('|')

    def filters(self):
        return self.request['filter'].children if 'filter' in self.request else {}

    def item_fields(self):
        return self.responses[200]['items'].children


def items_of(**fields):
    items = Field('items', True, '[{}]')
    items.children = fields_of(**fields)
    return {'items': items}


def fields_of(**fields):
    return {name: Field(name, True, kind) for name, kind in fields.items()}


# What the list has no fields for: the one answer that is an array, and what is told of a wait.
WAIT_DETAILS = {
    'JOB': fields_of(waitStateType='str', jobKey='key', jobType='str', jobKind='str', listenerEventType='str|null',
                     retries='i32|null'),
    'MESSAGE': fields_of(waitStateType='str', messageName='str', correlationKey='str|null'),
    'USER_TASK': fields_of(waitStateType='str', taskKey='key', dueDate='dt|null'),
    'TIMER': fields_of(waitStateType='str', dueDate='i64|null', repetitions='i32|null')}
CALL_HIERARCHY = items_of(processInstanceKey='key', processDefinitionKey='key', processDefinitionName='str')


def read(path):
    """(operations by name, enums by name)"""
    operations, enums = {}, {}
    operation, levels = None, []
    with open(path, encoding='utf-8') as f:
        lines = f.read().split('\n')
    for line in lines:
        text = line.strip()
        match = OPERATION.match(line)
        if match:
            operation = Operation(*match.groups())
            operations[operation.name] = operation
            levels = []
        elif operation is None:
            name, _, values = text.partition(': ')
            if name and re.match(r'^[\w]+$', name) and values:
                enums[name] = values.split()
        elif text.startswith('REQUEST'):
            levels = [operation.request]
        elif text.startswith('RESPONSE'):
            _, status, media = text.split()[:3]
            levels = [operation.responses.setdefault(int(status), {})]
            operation.response_types[int(status)] = media
        elif levels:
            add_field(levels, line, text)
    return operations, enums


def add_field(levels, line, text):
    match = FIELD.match(text)
    depth = (len(line) - len(line.lstrip()) - 6) // 4
    if match is None or depth < 0 or depth >= len(levels):
        return
    field = Field(match.group(1), match.group(2) == '*', match.group(3))
    del levels[depth + 1:]
    levels[depth][field.name] = field
    levels.append(field.children)


class Checker:
    """Collects what is wrong with values."""

    def __init__(self, enums):
        self.enums = enums
        self.complaints = []

    def complain(self, path, text):
        self.complaints.append(f'{path}: {text}')

    def fields(self, path, value, fields):
        if not isinstance(value, dict):
            self.complain(path, f'not an object: {value!r}')
            return
        for field in fields.values():
            if field.name in value:
                self.value(f'{path}.{field.name}', value[field.name], field.kind, field.children)
            elif field.required:
                self.complain(path, f'the required field {field.name} is missing')
        for name in value:
            if name not in fields and name not in LATER:
                self.complain(path, f'the field {name} is not in the list')

    def value(self, path, value, kind, children):
        if kind.endswith('|null'):
            if value is None:
                return
            kind = kind[:-len('|null')]
        if value is None:
            self.complain(path, 'null is not allowed')
        elif kind == 'PageResp':
            self.fields(path, value, {n: Field(n, True, k) for n, k in PAGE.items()})
        elif kind == '{}':
            self.fields(path, value, children)
        elif kind.startswith('['):
            self.items(path, value, kind, children)
        elif kind.startswith('map<'):
            self.map(path, value, kind)
        else:
            self.scalar(path, value, kind)

    def items(self, path, value, kind, children):
        inner, _, bounds = kind[1:].partition(']')
        if not isinstance(value, list):
            self.complain(path, f'not a list: {value!r}')
            return
        for i, item in enumerate(value):
            self.value(f'{path}[{i}]', item, inner, children)
        if 'unique' in bounds and len(set(value)) != len(value):
            self.complain(path, f'not unique: {value!r}')

    def map(self, path, value, kind):
        inner = kind[4:-1].split(',')[1]
        if not isinstance(value, dict):
            self.complain(path, f'not an object: {value!r}')
            return
        for name, item in value.items():
            self.value(f'{path}.{name}', item, inner, {})

    def scalar(self, path, value, kind):
        name, _, bounds = kind.partition(' ')
        patterns = {'key': KEY, 'dt': DATE_TIME, 'tag': TAG, 'tenantId': TENANT, 'cursor': CURSOR}
        if kind.startswith('enum'):
            self.enum(path, value, kind)
        elif name in INTEGERS:
            self.integer(path, value, name, bounds)
        elif name == 'bool':
            if not isinstance(value, bool):
                self.complain(path, f'not true or false: {value!r}')
        elif name in patterns:
            if not isinstance(value, str) or not patterns[name].match(value):
                self.complain(path, f'not a {name}: {value!r}')
        elif name == 'str':
            self.text(path, value, bounds)
        elif name == 'oneOf':
            self.fields(path, value, WAIT_DETAILS.get(value.get('waitStateType'), {}))
        elif name == 'object':
            if not isinstance(value, dict):
                self.complain(path, f'not an object: {value!r}')
        elif name != 'any':
            self.complain(path, f'the check does not know the type {kind}')

    def enum(self, path, value, kind):
        values = re.match(r'enum\{(.+)\}$', kind)
        values = values.group(1).split('|') if values else self.enums[kind.split()[1]]
        if value not in values:
            self.complain(path, f'{value!r} is none of {values}')

    def integer(self, path, value, name, bounds):
        low, high = -INTEGERS[name], INTEGERS[name] - 1
        match = re.match(r'(-?\d+)\.\.(-?\d+)', bounds)
        if match:
            low, high = int(match.group(1)), int(match.group(2))
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.complain(path, f'not a number from {low} to {high}: {value!r}')

    def text(self, path, value, bounds):
        match = re.match(r'(\d+)\.\.(\d+)', bounds)
        if not isinstance(value, str):
            self.complain(path, f'not a text: {value!r}')
        elif match and not int(match.group(1)) <= len(value) <= int(match.group(2)):
            self.complain(path, f'not of {bounds} characters: {value!r}')
