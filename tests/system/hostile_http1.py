"""Hostile HTTP/1: shapes on which servers disagree, sizes above limits, unknown paths and verbs, and bytes at random."""
import gzip
import json
import re

from bend import bent
from server import ROOT

KEY = '2251799813685249'
H = b'Host: test\r\n'
JSON = b'Content-Type: application/json\r\n'
# Rides behind a refused request: if it were ever run, the count of commands would show it.
SMUGGLED = b'POST /v2/clock/reset HTTP/1.1\r\n' + H + JSON + b'Content-Length: 2\r\n\r\n{}'
POST = b'POST /v2/clock/reset HTTP/1.1\r\n'
CHUNKED = b'Transfer-Encoding: chunked\r\n'

REFUSED = [
    ('CL and TE', POST + H + b'Content-Length: 4\r\n' + CHUNKED + b'\r\n0\r\n\r\n'),
    ('TE and CL', POST + H + CHUNKED + b'Content-Length: 4\r\n\r\n0\r\n\r\n'),
    ('two CL that differ', POST + H + b'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'),
    ('two CL that agree', POST + H + b'Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}'),
    ('CL of two numbers', POST + H + b'Content-Length: 2, 2\r\n\r\n{}'),
    ('two TE', POST + H + CHUNKED + CHUNKED + b'\r\n0\r\n\r\n'),
    ('TE of another word', POST + H + b'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'),
    ('TE of two words', POST + H + b'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'),
    ('TE in quotes', POST + H + b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n'),
    ('TE identity', POST + H + b'Transfer-Encoding: identity\r\n\r\n'),
    ('TE with a vertical tab', POST + H + b'Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n'),
    ('TE in HTTP/1.0', POST.replace(b'1.1', b'1.0') + CHUNKED + b'\r\n0\r\n\r\n'),
    ('a blank before the colon', POST + H + b'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'),
    ('a folded header', POST + H + b'X: a\r\n b\r\n\r\n'),
    ('a folded TE', POST + H + b'Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n'),
    ('a folded first header', POST + b' X: a\r\n' + H + b'\r\n'),
    ('bare LF', b'GET /livez HTTP/1.1\nHost: a\n\n'),
    ('bare LF in a header', b'GET /livez HTTP/1.1\r\nHost: a\nX: b\r\n\r\n'),
    ('bare CR in a header', b'GET /livez HTTP/1.1\r\nHost: a\r\nX: a\rb: c\r\n\r\n'),
    ('bare LF at the end', b'GET /livez HTTP/1.1\r\nHost: a\r\n\n'),
    ('no Host', b'GET /livez HTTP/1.1\r\nAccept: */*\r\n\r\n'),
    ('two Host', b'GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'),
    ('two equal Host', b'GET /livez HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n'),
    ('a Host with a path', b'GET /livez HTTP/1.1\r\nHost: a/b\r\n\r\n'),
    ('a Host with a user', b'GET /livez HTTP/1.1\r\nHost: a@b\r\n\r\n'),
    ('a Host with a blank', b'GET /livez HTTP/1.1\r\nHost: a b\r\n\r\n'),
    ('NUL in a header', b'GET /livez HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n'),
    ('NUL in a name', b'GET /livez HTTP/1.1\r\nHost: a\r\nX\x00: a\r\n\r\n'),
    ('NUL in the path', b'GET /li\x00vez HTTP/1.1\r\nHost: a\r\n\r\n'),
    ('no name', b'GET /livez HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n'),
    ('no colon', b'GET /livez HTTP/1.1\r\nHost: a\r\nabc\r\n\r\n'),
    ('no version', b'GET /livez\r\n\r\n'),
    ('version 2.0', b'GET /livez HTTP/2.0\r\nHost: a\r\n\r\n'),
    ('version 9.9', b'GET /livez HTTP/9.9\r\nHost: a\r\n\r\n'),
    ('a version of letters', b'GET /livez HTTP/x\r\nHost: a\r\n\r\n'),
    ('two blanks', b'GET  /livez  HTTP/1.1\r\nHost: a\r\n\r\n'),
    ('a verb of signs', b'G(T /livez HTTP/1.1\r\nHost: a\r\n\r\n'),
    ('TLS', b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + b'\x00' * 600 + b'\r\n\r\n'),
    ('SSH', b'SSH-2.0-OpenSSH_9\r\n\r\n'),
    ('zeros', b'\x00' * 1000 + b'\r\n\r\n'),
]
for size in (b'-1', b'+2', b'0x2', b'2x', b'2 2', b'1e1', b'', b'99999999999999999999', b'18446744073709551615',
             b'18446744073709551616', b'9223372036854775808', b'2;', b'2.0'):
    REFUSED.append((f'CL {size}', POST + H + b'Content-Length: ' + size + b'\r\n\r\n{}'))
for chunk in (b'2x\r\n{}\r\n0\r\n\r\n', b'2 \r\n{}\r\n0\r\n\r\n', b'2\n{}\r\n0\r\n\r\n', b'-2\r\n{}\r\n0\r\n\r\n', b'+2\r\n{}\r\n0\r\n\r\n',
              b'0x2\r\n{}\r\n0\r\n\r\n', b'2\r\n{}0\r\n\r\n', b'2\r\n{}\n0\r\n\r\n', b'1\r\n{}\r\n0\r\n\r\n', b'g\r\n{}\r\n0\r\n\r\n',
              b'ffffffffffffffff\r\n{}\r\n0\r\n\r\n', b'10000000000000000\r\n{}\r\n0\r\n\r\n', b'7fffffffffffffff\r\n{}\r\n0\r\n\r\n',
              b'\r\n{}\r\n0\r\n\r\n', b'2;\n{}\r\n0\r\n\r\n', b'2;a=b\r{}\r\n0\r\n\r\n'):
    REFUSED.append((f'chunk {chunk[:20]}', POST + H + JSON + CHUNKED + b'\r\n' + chunk))

SERVED = [
    ('a plain one', b'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n', 200),
    ('a blank line before it', b'\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n', 200),
    ('HTTP/1.0', b'GET /livez HTTP/1.0\r\n\r\n', 200),
    ('HEAD', b'HEAD /livez HTTP/1.1\r\nHost: a\r\n\r\n', 200),
    ('HEAD of what takes POST', b'HEAD /v2/jobs/activation HTTP/1.1\r\nHost: a\r\n\r\n', 405),
    ('scheme and authority', b'GET http://a/livez HTTP/1.1\r\nHost: a\r\n\r\n', 200),
    ('an empty header', b'GET /livez HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n', 200),
    ('a Host with a port', b'GET /livez HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n', 200),
    ('Expect', POST + H + JSON + b'Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}', 204),
    ('another Expect', POST + H + JSON + b'Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}', 417),
    ('chunks', POST + H + JSON + CHUNKED + b'\r\n1\r\n{\r\n1;x="y"\r\n}\r\n0\r\nX: trailer\r\n\r\n', 204),
    ('a packed body', POST + H + JSON + b'Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}', 415),
    ('an empty body of a packer', POST + H + JSON + b'Content-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}', 204),
    ('CONNECT', b'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 404),
    ('OPTIONS of all', b'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 404),
    ('a lower-case verb', b'get /livez HTTP/1.1\r\nHost: a\r\n\r\n', 405),
    ('64 headers', b'GET /livez HTTP/1.1\r\nHost: a\r\n' + b''.join(b'x%d: 1\r\n' % i for i in range(63)) + b'\r\n', 200),
    ('65 headers', b'GET /livez HTTP/1.1\r\nHost: a\r\n' + b''.join(b'x%d: 1\r\n' % i for i in range(64)) + b'\r\n', 431),
    ('a head of 16 KiB', (b'GET /livez HTTP/1.1\r\nHost: a\r\nX: ' + b'a' * 16384)[:16380] + b'\r\n\r\n', 200),
    ('a head of 16 KiB and 1', (b'GET /livez HTTP/1.1\r\nHost: a\r\nX: ' + b'a' * 16384)[:16381] + b'\r\n\r\n', 431),
    ('a path of 4 KiB', b'GET /' + b'a' * 4095 + b' HTTP/1.1\r\nHost: a\r\n\r\n', 404),
    ('a path of 4 KiB and 1', b'GET /' + b'a' * 4096 + b' HTTP/1.1\r\nHost: a\r\n\r\n', 414),
    ('a verb of 20,000', b'G' * 20000 + b' /livez HTTP/1.1\r\nHost: a\r\n\r\n', 431),
]
CLOSING = {'chunks', '65 headers', 'a head of 16 KiB and 1', 'a path of 4 KiB and 1', 'a packed body', 'HTTP/1.0',
           'another Expect', 'a verb of 20,000'}


def http1_shapes(world):
    """Refused and closed, and what comes behind them is not run; beside them what must be served."""
    for name, data in REFUSED:
        def send(data=data):
            for again in (True, True, False):  # a tick of the clock may be run at the same time
                before = world.metric('baton_apply_seconds_count')
                status = world.ended(data + SMUGGLED)
                if world.metric('baton_apply_seconds_count') == before:
                    return status
                assert again, 'what was behind it was run'
        yield name, {400, 413}, send
    for name, data, status in SERVED:
        yield name, {status}, lambda data=data, name=name: (
            world.ended(data) if name in CLOSING else world.raw(data)[0])
    for count in (101, 200, 5000):
        yield f'{count} headers', {400, 431}, lambda count=count: world.ended(
            b'GET /livez HTTP/1.1\r\nHost: a\r\n' + b''.join(b'x%d: 1\r\n' % i for i in range(count)) + b'\r\n')
    for size in (40000, 200000, 2000000):
        yield f'a head of {size} without end', {0, 400, 431}, lambda size=size: world.ended(
            b'GET /livez HTTP/1.1\r\nHost: a\r\nX: ' + b'a' * size)
        yield f'a verb of {size} without end', {0, 400, 431}, lambda size=size: world.ended(b'G' * size)
        yield f'{size} blank lines', {0, 400, 431}, lambda size=size: world.ended(b'\r\n' * size)


def http1_pipelines(world):
    def three(world=world):
        with world.connect() as s:
            s.sendall((SMUGGLED + b'GET /livez HTTP/1.1\r\n' + H + b'\r\n') * 50)
            out = b''
            while out.count(b'HTTP/1.1 ') < 100 or not out.endswith(b'alive\n'):
                out += s.recv(65536)
        assert out.count(b' 204 ') == 50 and out.count(b' 200 ') == 50, out.count(b' 204 ')
        return 200

    def packed():
        with world.connect() as s:
            s.sendall(b'GET /metrics HTTP/1.1\r\nConnection: close\r\nAccept-Encoding: br, gzip\r\n' + H + b'\r\n')
            out = b''
            while data := s.recv(65536):
                out += data
        head, _, body = out.partition(b'\r\n\r\n')
        assert b'content-encoding: gzip' in head and b'transfer-encoding: chunked' in head, head
        plain = b''
        while body:
            size, _, rest = body.partition(b'\r\n')
            plain, body = plain + rest[:int(size, 16)], rest[int(size, 16) + 2:]
        assert b'baton_ready 1' in gzip.decompress(plain), plain[:100]
        return 200

    def plain(words):
        status, body, headers = world.server.request('GET', '/metrics', headers=words)
        assert 'Content-Encoding' not in headers and 'baton_ready' in body
        return status

    yield 'a hundred requests in one piece', {200}, three
    yield 'a packed answer', {200}, packed
    yield 'a plain answer', {200}, lambda: plain({})
    yield 'an answer packed by others only', {200}, lambda: plain({'Accept-Encoding': 'br, zstd'})


def http1_random(world):
    rng = world.random('http1')
    whole = (b'POST /v2/jobs/activation?x=1 HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nAccept: */*\r\n'
             b'Connection: keep-alive\r\nContent-Length: 72\r\n\r\n'
             b'{"type":"t","timeout":1000,"maxJobsToActivate":1,"requestTimeout":-1    }')
    pieces = [b'\r\n', b'\n', b'\r', b'\x00', b' ', b':', b'\t', b'\xff', b'HTTP/1.1', CHUNKED, b'Content-Length: 5\r\n', b'%00', b'0\r\n\r\n']
    expected = {0, 200, 204, 400, 404, 405, 408, 413, 414, 415, 417, 431, 501}
    for size in range(0, len(whole), 3):
        yield f'cut at {size}', expected, lambda size=size: world.raw(whole[:size])[0]
    for i in range(300 * world.times):
        text = bent(rng, whole, (1, 1, 2, 4), pieces, cut=9)
        yield f'bent {i}', expected, lambda text=text: world.raw(text)[0]
    for i in range(100 * world.times):
        data = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 400)))
        yield f'noise {i}', expected, lambda data=data: world.raw(data)[0]


def operations():
    """(verb, path with keys) of the server's own table."""
    with open(f'{ROOT}/http/src/routes_table.c', encoding='utf-8') as f:
        text = f.read()
    found = re.findall(r'\{HTTP_(\w+),\s*"([^"]+)"', text)
    assert len(found) > 100, len(found)
    return [(verb, re.sub(r'\{\w+\}', KEY, path)) for verb, path in found]


def http1_routes(world):
    known = operations()
    verbs = ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')
    for path in sorted({p for _, p in known}):
        taken = {v for v, p in known if p == path}
        for verb in ('OPTIONS', 'TRACE', 'PROPFIND', 'BREW', *(v for v in verbs if v not in taken)):
            other = any(v == verb and '/' + KEY in p and re.fullmatch(p.replace(KEY, '[^/]+'), path) for v, p in known)
            yield f'{verb} {path}', {400, 404, 501} if other else {405}, lambda verb=verb, path=path: world.call(verb, path, b'')
    paths = ['/', '//', '/v2', '/v2/', '/v2//jobs', '/v2/jobs/', '/V2/topology', '/v2/topology/', '/v2/topology;x', '/v2/../v2/topology',
             '/v2/./topology', '/v2/%74opology', '/v2/topology%00', '/v2/topology%2f', '/..', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd',
             '/..%2f..%2fetc%2fpasswd', '/v2\\topology', '/etc/passwd', '/.git/config', '/index.php', '/v2/none', '/v1/topology', '/v2/jobs/1/none',
             '/v2/jobs/1/completion/x', '/%', '/%zz', '/\xff', '/v2/' + 'a/' * 500, '/' * 3000, '/actuator/env', '/physical-tenants/default',
             '/physical-tenants/other/v2/topology', '/physical-tenants/default/livez', '/physical-tenants/default/physical-tenants/default/v2/topology']
    for path in paths:
        for verb in verbs:
            yield f'{verb} {path[:40]}', {404}, lambda verb=verb, path=path: world.call(verb, path, b'')
    keys = ['abc', '-1', '0', '+1', '1.0', '1e3', '0x10', '99999999999999999999', '18446744073709551616', '%31', ' 1'.strip() + '%20', "1'--",
            '1;drop', '{key}', '%00', 'null', '9' * 3000, '\xe9']
    for key in keys:
        for verb, path in (('GET', '/v2/process-instances/%s'), ('POST', '/v2/jobs/%s/completion'), ('GET', '/v2/variables/%s')):
            yield f'key {key[:20]} {path}', {400, 404}, lambda verb=verb, path=path, key=key: world.call(verb, path % key, b'{}')


def http1_media_types(world):
    types = ['text/plain', 'text/html', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b',
             'application/octet-stream', 'application/jsonx', 'json', '/', ';', 'application/', '*/*', 'a' * 3000]
    paths = [p for v, p in operations() if v == 'POST' and ('search' in p or p.endswith(('completion', 'publication', 'process-instances')))
             and 'statistics' not in p]
    for path in paths:
        for kind in types:
            yield f'{path} as {kind[:20]}', {415, 501}, lambda path=path, kind=kind: world.call('POST', path, b'{"a":1}', kind)
    for kind in ('application/json', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=', 'multipart/mixed; boundary=b',
                 'multipart/form-data; boundary=' + 'b' * 71):
        yield f'a deployment as {kind[:40]}', {400, 415}, lambda kind=kind: world.call('POST', '/v2/deployments', b'--b--\r\n', kind)
    for name, headers in (('an Idempotency-Key of nothing', 'Idempotency-Key: \r\n'), ('one of 129', f'Idempotency-Key: {"k" * 129}\r\n'),
                          ('an index of letters', 'Baton-Min-Index: abc\r\n'), ('an index of -1', 'Baton-Min-Index: -1\r\n'),
                          ('an index too large', f'Baton-Min-Index: {2 ** 70}\r\n')):
        path = '/v2/process-instances' if 'Key' in headers else '/v2/process-instances/search'
        yield name, {400}, lambda path=path, headers=headers: world.call('POST', path, json.dumps(
            {'processDefinitionId': 'one-task'} if 'Key' in headers else {}).encode(), headers=headers)


GROUPS = [http1_shapes, http1_pipelines, http1_random, http1_routes, http1_media_types]
