"""Hostile deployments: XML that grows or reaches out, expressions without end, names that are paths, broken multipart."""
import os
import socket
import threading
import time
from xml.sax.saxutils import quoteattr

from bend import bent

NAMESPACE = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"'
REFUSED = {400}
XML_SECONDS = 60  # a refusal takes milliseconds; this only tells it from a parser that never ends


def form(content, name='hostile.bpmn', head=None):
    if isinstance(content, str):
        content = content.encode()
    if head is None:
        head = f'Content-Disposition: form-data; name="resources"; filename="{name}"'
    if isinstance(head, str):
        head = head.encode()
    return b'--b\r\n' + head + b'\r\n\r\n' + content + b'\r\n--b--\r\n'


def deploy(world, content, name='hostile.bpmn', head=None):
    begun = time.monotonic()
    status = world.call('POST', '/v2/deployments', form(content, name, head), 'multipart/form-data; boundary=b')
    assert time.monotonic() - begun < XML_SECONDS, 'it took too long'
    return status


def process(process_id, inside='', attributes=''):
    return (f'<definitions {NAMESPACE}><process id="{process_id}" isExecutable="true" {attributes}><startEvent id="s"/>'
            f'<sequenceFlow id="f1" sourceRef="s" targetRef="t"/>{inside or "<task id=" + chr(34) + "t" + chr(34) + "/>"}'
            f'<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>')


class Listener:
    """Whoever connects was made to by an external reference."""

    def __init__(self):
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                self.socket.accept()[0].close()
                self.visits += 1
            except OSError:
                return


def files_xml(world):
    listener = Listener()
    there = f'http://127.0.0.1:{listener.port}/x'
    whole = process('x')
    laughs = ''.join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">' for i in range(1, 10))
    texts = {
        'a DTD': '<!DOCTYPE definitions>' + whole, 'an internal DTD': '<!DOCTYPE definitions [<!ELEMENT a ANY>]>' + whole,
        'an entity': '<!DOCTYPE d [<!ENTITY e "x">]>' + whole, 'a billion laughs': f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>' + process('&l9;'),
        'an external DTD': f'<!DOCTYPE d SYSTEM "{there}">' + whole, 'a public DTD': f'<!DOCTYPE d PUBLIC "-//x" "{there}">' + whole,
        'an external entity': f'<!DOCTYPE d [<!ENTITY e SYSTEM "{there}">]>' + process('&e;'),
        'a file as an entity': '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + process('&e;'),
        'a parameter entity': f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{there}"> %p;]>' + whole,
        'quadratic growth': f'<!DOCTYPE d [<!ENTITY e "{"x" * 50000}">]>' + process('&e;' * 5000),
        'a DTD behind a comment': '<!-- x --><!DOCTYPE d [<!ENTITY e "x">]>' + whole, 'a DTD in lower case': '<!doctype d>' + whole,
        'an unknown entity': process('a&unknown;'), 'a character of 0': process('a&#0;'), 'a character of 2^32': process('a&#4294967296;'),
        'a surrogate': process('a&#xD800;'), '40,000 attributes': process('x', attributes=' '.join(f'a{i}="1"' for i in range(40000))),
        '257 attributes': process('x', attributes=' '.join(f'a{i}="1"' for i in range(257))),
        '40,000 namespaces': process('x', attributes=' '.join(f'xmlns:a{i}="u"' for i in range(40000))),
        'an attribute twice': process('x', attributes='a="1" a="2"'), 'a start tag of 1 MiB': process('x', attributes=f'a="{"x" * (1 << 20)}"'),
        'a depth of 300,000': '<a>' * 300000, 'a closed depth of 300,000': '<a>' * 300000 + '</a>' * 300000,
        'a depth of 101': process('x', '<documentation>' * 101 + '</documentation>' * 101),
        '200,000 elements': process('x', '<task id="t"/>' + '<extensionElements/>' * 200000), 'no end': whole[:-20], 'nothing': '', 'blanks': ' ' * 1000,
        'text': 'hello', 'two roots': whole + whole, 'another root': '<html/>', 'a root without namespace': '<definitions/>',
        'an unbound prefix': process('x', '<x:task id="t"/>'), 'tags that cross': '<definitions><a><b></a></b></definitions>', 'an open comment': whole + '<!--',
        'an open CDATA': whole[:-30] + '<![CDATA[', 'an open instruction': whole + '<?x', 'CDATA end in text': process('x', '<task id="t"/>]]>'),
        'a version of 9': '<?xml version="9.0"?>' + whole, 'an unknown encoding': '<?xml version="1.0" encoding="x-none"?>' + whole,
        'UTF-7': '<?xml version="1.0" encoding="UTF-7"?>' + whole, 'NUL': whole.replace('process', 'pro\x00cess'), 'a control': process('a\x01'),
        '1 MiB of <': '<' * (1 << 20), '1 MiB of &': '&' * (1 << 20), '3 MiB of comments': '<!-- -->' * 390000 + whole,
        'an include': whole.replace('</process>', f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{there}"/></process>'),
        'a style sheet': f'<?xml-stylesheet href="{there}"?>' + whole,
        'a schema': whole.replace('targetNamespace', f'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="t {there}" targetNamespace'),
        'an import': whole.replace('<process', f'<import importType="x" location="{there}" namespace="n"/><process', 1),
    }
    taken = {'3 MiB of comments', 'an include', 'a style sheet', 'a schema', 'an import', 'an open instruction', 'a version of 9', 'a root without namespace'}
    for name, content in texts.items():
        yield name, {200, 400} if name in taken else REFUSED, lambda content=content: deploy(world, content)
    for name, content in (('UTF-16', whole.encode('utf-16')), ('UTF-16 without mark', whole.encode('utf-16-le')), ('UTF-32', whole.encode('utf-32')),
                          ('Latin-1', process('caf\xe9').encode('latin-1')), ('bad UTF-8', whole.encode().replace(b'"x"', b'"\xff\xfe"')),
                          ('overlong UTF-8', whole.encode().replace(b'"x"', b'"\xc0\xaf"')), ('noise', bytes(world.random('xml').randrange(256) for _ in range(5000)))):
        yield name, {200, 400}, lambda content=content: deploy(world, content)

    def fetched():
        time.sleep(0.2)
        listener.socket.close()
        assert listener.visits == 0, f'{listener.visits} visits'
        return 0
    yield 'nothing was fetched', {0}, fetched


def files_bent(world):
    """A valid file with bytes changed, cut out and put in."""
    rng = world.random('files')
    whole = process('bent', '<serviceTask id="t"><extensionElements><zeebe:taskDefinition type="= &quot;a&quot;" retries="3"/><zeebe:ioMapping>'
                            '<zeebe:input source="=1 + x" target="y"/></zeebe:ioMapping></extensionElements></serviceTask>').encode()
    pieces = (b'<', b'>', b'"', b'&', b'<!--', b'<![CDATA[', b']]>', b'&lt;', b'\x00', whole[:50])
    for i in range(200 * world.times):
        text = bent(rng, whole, (1, 2, 5), pieces, cut=30)
        yield f'bent {i}', {200, 400}, lambda text=text: deploy(world, text)


EXPRESSIONS = {
    'a product of loops': 'count(for a in 1..10000, b in 1..10000, c in 1..10000 return a*b*c)',
    'a range of 10^12': 'sum(1..1000000000000)', 'a list of a range': 'for i in 1..100000000 return i', 'some without end': 'some x in 1..1000000000 satisfies x < 0',
    'every without end': 'every x in 1..1000000000 satisfies x > 0', 'a text that doubles':
        'for i in 1..60 return if count(partial) = 0 then "xxxxxxxxxx" else partial[-1] + partial[-1]',
    'a list that doubles': 'for i in 1..60 return if count(partial) = 0 then [1,2] else concatenate(partial[-1], partial[-1])',
    'a context that doubles': 'for i in 1..60 return if count(partial) = 0 then {a:1} else {a: partial[-1], b: partial[-1]}',
    'functions that call themselves': '{f: function(x) f(x+1), r: f(1)}.r', 'functions that call each other':
        '{f: function(g, x) g(g, x), r: f(f, 1)}.r', 'a regex that goes back': 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a*)*(a*)*(a*)*c")',
    'a regex with references': 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+\\1+\\1+$")', 'a regex that counts': 'matches("a", "((a{1000}){1000}){1000}")',
    'replace that grows': 'replace(string join(for i in 1..10000 return "a", ""), "a", string join(for i in 1..10000 return "bb", ""))',
    'split of much': 'count(split(string join(for i in 1..100000 return "a,", ""), ","))', 'sort by a bad order': 'sort(for i in 1..100000 return i, function(x, y) true)',
    'powers': '9 ** 9 ** 9 ** 9', 'exponents': '10 ** 6144 * 10', 'a division by zero': '1 / 0', 'modulo of much': 'modulo(10 ** 6000, 7)',
    'a filter in a filter': '(1..10000)[count((1..10000)[item > 0]) > 0]', 'a date far away': 'date("999999999-01-01") + duration("P999999999Y")',
    'durations': 'duration("P99999999999999999999D")', 'a list index': '[1,2,3][9999999999999999999]', 'flatten': 'count(flatten(for i in 1..1000 return for j in 1..1000 return [j]))',
    'distinct': 'count(distinct values(for i in 1..100000 return i))', 'union': 'count(union(for i in 1..50000 return i, for i in 1..50000 return -i))',
    'put all': 'for i in 1..100000 return context put({}, string(i), i)', 'string join': 'string length(string join(for i in 1..1000000 return "xxxxxxxxxx", ""))',
}
TEXTS = {
    'brackets 10,000 deep': '(' * 10000 + '1' + ')' * 10000, 'lists 10,000 deep': '[' * 10000 + ']' * 10000, 'ifs 5,000 deep': 'if true then ' * 5000 + '1' + ' else 2' * 5000,
    'minus 10,000 times': '-' * 10000 + '1', 'a path of 5,000': 'a' + '.a' * 5000, 'filters of 5,000': 'a' + '[1]' * 5000, '20,000 plus': '1' + '+1' * 20000,
    'a source of 200,000': '1' + ' ' * 200000, 'open brackets': '(' * 60000, 'open quotes': '"' * 60001, 'names': ' + '.join(f'n{i}' for i in range(8000)),
    'a long name': 'n' * 60000, 'functions 1,000 deep': 'function(x) ' * 1000 + 'x', 'fors 1,000 deep': 'for x in [1] return ' * 1000 + 'x',
}


def files_expressions(world):
    """An expression that never ends stops at its budget: an incident, or a value, and the core turns on."""
    def run(name, index, expression):
        process_id = f'feel-{index}'
        inside = f'<scriptTask id="t"><extensionElements><zeebe:script expression={quoteattr("=" + expression)} resultVariable="r"/></extensionElements></scriptTask>'
        status = deploy(world, process(process_id, inside))
        if status != 200:
            return status
        begun = time.monotonic()
        status = world.call('POST', '/v2/process-instances', b'{"processDefinitionId":"%s"}' % process_id.encode())
        assert time.monotonic() - begun < XML_SECONDS, 'the instance took too long'
        assert status == 200, (status, world.body)
        key = world.server.post('/v2/process-instances/search', {'filter': {'processDefinitionId': process_id}})['items'][0]
        assert key['state'] == 'COMPLETED' or key['hasIncident'], key
        return status

    for index, (name, expression) in enumerate({**EXPRESSIONS, **TEXTS}.items()):
        yield name, {200, 400}, lambda name=name, index=index, expression=expression: run(name, index, expression)


PATHS = ['../x.bpmn', '../../../../../../tmp/x.bpmn', '/etc/x.bpmn', '/tmp/hostile-name.bpmn', '..\\..\\x.bpmn', 'C:\\x.bpmn', 'a/../../x.bpmn', './x.bpmn', '.bpmn',
         '..', '.', '', ' ', 'x.bpmn/', 'x\\x00.bpmn', 'x%00.bpmn', '%2e%2e%2fx.bpmn', 'CON.bpmn', 'x' * 600 + '.bpmn', 'x.bpmn;y', '$(id).bpmn', '`id`.bpmn', '|id',
         '~/x.bpmn', 'file:///etc/passwd', 'http://127.0.0.1/x.bpmn', 'x.BPMN', 'x.exe', 'x', 'x.bpmn.exe', 'log/0.log', 'state/data.mdb', '\u202ex.bpmn', '\U0001f600.bpmn']


def files_names(world):
    """A resource's name is a text and never a path."""
    listing = sorted(os.listdir(world.server.directory))
    for i, name in enumerate(PATHS):
        content = process(f'name-{i}')
        yield f'{name[:30]!r}', {200, 400, 415, 501}, lambda name=name, content=content: deploy(world, content, name)
    for head in ('Content-Disposition: form-data; name="resources"; filename=../x.bpmn', "Content-Disposition: form-data; name=\"resources\"; filename*=UTF-8''%2e%2e%2fx.bpmn",
                 "Content-Disposition: form-data; name=\"resources\"; filename*=UTF-8''%00.bpmn", "Content-Disposition: form-data; name=\"resources\"; filename*=x''a",
                 b'Content-Disposition: form-data; name="resources"; filename="\xff.bpmn"', b'Content-Disposition: form-data; name="resources"; filename="\x00.bpmn"'):
        yield f'{head[-30:]!r}', {200, 400, 415, 501}, lambda head=head: deploy(world, process('named'), head=head)

    def nothing_written():
        assert sorted(os.listdir(world.server.directory)) == listing, os.listdir(world.server.directory)
        assert not os.path.exists('/tmp/hostile-name.bpmn') and not os.path.exists('/tmp/x.bpmn')
        return 0
    yield 'nothing was written beside the data', {0}, nothing_written


def files_multipart(world):
    rng = world.random('multipart')
    part = b'--b\r\nContent-Disposition: form-data; name="resources"; filename="a.bpmn"\r\n\r\nx\r\n'
    bodies = {
        'nothing': b'', 'no boundary': b'x', 'only the end': b'--b--\r\n', 'no end': part, 'no head end': b'--b\r\nContent-Disposition: form-data', 'no name':
            b'--b\r\n\r\nx\r\n--b--\r\n', 'another name': form('x', head='Content-Disposition: form-data; name="other"; filename="a.bpmn"'), '65 parts': part * 65 + b'--b--\r\n',
        '10,000 parts': part * 10000 + b'--b--\r\n', 'a head of 9 KiB': form('x', head='X: ' + 'x' * 9000), '3 MiB of boundaries': b'--b\r\n' * 600000, '3 MiB of dashes': b'-' * (3 << 20),
        '3 MiB of line ends': b'\r\n' * (3 << 19), 'an open quote': form('x', head='Content-Disposition: form-data; name="resources'), 'not form-data': form('x', head='Content-Disposition: file'),
        'no colon': form('x', head='abc'), 'a tenant of others': b'--b\r\nContent-Disposition: form-data; name="tenantId"\r\n\r\nother\r\n' + part + b'--b--\r\n',
    }
    for name, body in bodies.items():
        yield name, REFUSED, lambda body=body: world.call('POST', '/v2/deployments', body, 'multipart/form-data; boundary=b')
    whole = form(process('multi'))
    for size in range(0, len(whole) - 4, 11):
        yield f'cut at {size}', REFUSED, lambda size=size: world.call('POST', '/v2/deployments', whole[:size], 'multipart/form-data; boundary=b')
    for i in range(100 * world.times):
        text = bytearray(whole)
        for _ in range(rng.choice((1, 2, 5))):
            text[rng.randrange(110)] = rng.randrange(256)
        yield f'bent {i}', {200, 400, 501}, lambda text=bytes(text): world.call('POST', '/v2/deployments', text, 'multipart/form-data; boundary=b')


GROUPS = [files_xml, files_bent, files_expressions, files_names, files_multipart]
