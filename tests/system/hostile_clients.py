"""Clients that leave and clients that stall: no job is lost with them, and what they hold is taken back."""
import json
import os
import signal
import socket
import struct
import threading
import time

import http2
from http2 import DATA, END_HEADERS, HEADERS, PING, frame, head, literal, request, reset
import server
from server import ROOT

ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')
PATH = '/v2/jobs/activation'
STALLED_SECONDS = 240  # above every time-out of the server for one that stands still, on a machine that does other things
END_SECONDS = 25  # more than a drain takes, and less than a request may stand still
LARGE = 3 << 20
ESTABLISHED = 1


def poll(wait_ms, jobs=1, job_type='bench-task'):
    return json.dumps({'type': job_type, 'timeout': 600000, 'maxJobsToActivate': jobs, 'worker': 'w', 'requestTimeout': wait_ms}).encode()


def http1(path, body):
    return (b'POST %s HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' % (path.encode(), len(body))) + body


def abort(s):
    """Close with RST."""
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    s.close()


def wait_parked(world, count):
    server.wait_parked(world.server, count)


def create(world, count=1, variables=None):
    for _ in range(count):
        world.server.post('/v2/process-instances', {'processDefinitionId': 'one-task', 'variables': variables or {}})


def take(world, wait_ms=-1, jobs=1000):
    return world.server.post(PATH, json.loads(poll(wait_ms, jobs)))['jobs']


def drain(world):
    """Take and complete whatever lies ready."""
    while jobs := take(world):
        for job in jobs:
            world.server.post(f'/v2/jobs/{job["jobKey"]}/completion')


def park_http1(world):
    s = world.connect()
    s.sendall(http1(PATH, poll(60000)))
    return s


def leave_by_fin(world):
    s = park_http1(world)
    return s.close


def leave_by_half(world):
    s = park_http1(world)
    world.held.append(s)
    return lambda: s.shutdown(socket.SHUT_WR)


def leave_by_rst(world):
    s = park_http1(world)
    return lambda: abort(s)


def leave_by_stream(world):
    c = http2.Connection(world.port)
    world.held.append(c.socket)
    c.send(request(1, 'POST', PATH, poll(60000)))
    return lambda: c.send(reset(1))


def leave_by_goaway(world):
    c = http2.Connection(world.port)
    c.send(request(1, 'POST', PATH, poll(60000)))
    return lambda: (c.send(frame(http2.GOAWAY, 0, 0, struct.pack('>II', 0, 0))), c.socket.close())


def leave_by_connection(world):
    c = http2.Connection(world.port)
    c.send(request(1, 'POST', PATH, poll(60000)))
    return lambda: abort(c.socket)


WAYS = [leave_by_fin, leave_by_rst, leave_by_stream, leave_by_half, leave_by_goaway, leave_by_connection]


def clients_leave(world):
    """Fifty that wait for a job and go before there is one."""
    world.held = []

    def fifty(ways):
        drain(world)
        leaves = [ways[i % len(ways)](world) for i in range(50)]
        wait_parked(world, 50)
        for leave in leaves:
            leave()
        wait_parked(world, 0)
        create(world, 20)
        jobs = take(world)
        assert len(jobs) == 20, f'{len(jobs)} of 20 jobs'
        assert all(job['retries'] == 3 for job in jobs), jobs[0]
        for job in jobs:
            world.server.post(f'/v2/jobs/{job["jobKey"]}/completion')
        return 0

    def at_the_same_moment(ways):
        """The jobs come while the clients go: each is there again, but for those whose answer had reached its client."""
        drain(world)
        answered = world.answered()
        leaves = [ways[i % len(ways)](world) for i in range(50)]
        wait_parked(world, 50)
        creator = threading.Thread(target=create, args=(world, 50))
        creator.start()
        for leave in leaves:
            leave()
        creator.join()
        wait_parked(world, 0)
        got = []

        def are_all_there():
            nonlocal answered
            got.extend(take(world))
            answered += 1
            return len(got) + world.answered() - answered == 50

        try:
            server.until(are_all_there, '')
        except AssertionError:
            raise AssertionError(f'{len(got)} jobs came back and {world.answered() - answered} had been answered, of 50')
        assert take(world) == [], 'there are more'
        assert len({job['jobKey'] for job in got}) == len(got) and all(job['retries'] == 3 for job in got)
        for job in got:
            world.server.post(f'/v2/jobs/{job["jobKey"]}/completion')
        return 0

    for way in WAYS:
        yield f'before a job, {way.__name__}', {0}, lambda way=way: fifty([way])
    yield 'before a job, in all ways', {0}, lambda: fifty(WAYS)
    for round_number in range(3):
        yield f'while jobs come, {round_number}', {0}, lambda: at_the_same_moment([leave_by_rst, leave_by_stream, leave_by_connection])


def clients_die(world):
    """Between the activation and the last byte of its answer: the job is there again at once, as it was."""
    def narrow_http1():
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect(('127.0.0.1', world.port))
        s.sendall(http1(PATH, poll(60000)))
        return lambda: abort(s)

    def narrow_http1_fin():
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect(('127.0.0.1', world.port))
        s.sendall(http1(PATH, poll(60000)))
        return s.close

    def closed_window(leave):
        c = http2.Connection(world.port, options=((4, 0),))
        c.send(request(1, 'POST', PATH, poll(60000)))
        return lambda: leave(c)

    def die(start):
        drain(world)
        leave = start()
        wait_parked(world, 1)
        create(world, variables={'large': 'x' * LARGE})
        wait_parked(world, 0)
        assert take(world) == [], 'the client that died got no job'
        leave()
        jobs = take(world, server.PATIENCE_SECONDS * 1000)
        assert len(jobs) == 1, 'the job is not back'
        assert jobs[0]['retries'] == 3, jobs[0]['retries']
        return 0

    yield 'HTTP/1 by RST', {0}, lambda: die(narrow_http1)
    yield 'HTTP/1 by FIN', {0}, lambda: die(narrow_http1_fin)
    yield 'HTTP/2 by RST_STREAM', {0}, lambda: die(lambda: closed_window(lambda c: c.send(reset(1))))
    yield 'HTTP/2 by FIN', {0}, lambda: die(lambda: closed_window(lambda c: c.socket.close()))
    yield 'HTTP/2 by RST', {0}, lambda: die(lambda: closed_window(lambda c: abort(c.socket)))


def is_refused(world):
    try:
        world.connect().close()
        return False
    except OSError:
        return True


def end(world):
    """SIGTERM with polls parked and clients that stall: polls are answered, nobody new comes in, and it ends soon."""
    drain(world)
    stalled = Slow(world)
    one, two = park_http1(world), http2.Connection(world.port)
    two.send(request(1, 'POST', PATH, poll(60000)))
    wait_parked(world, 2)
    begun = time.monotonic()
    world.server.process.send_signal(signal.SIGTERM)
    assert two.status(1) == 200 and two.bodies[1] == b'{"jobs":[]}', two.statuses
    answer = b''
    while data := one.recv(65536):
        answer += data
    assert answer.endswith(b'{"jobs":[]}'), answer
    server.until(lambda: is_refused(world), 'new connections are taken')
    code = world.server.process.wait(timeout=END_SECONDS)
    assert code == 0 and stalled.clients, code
    print(f'        ended {time.monotonic() - begun:.1f} s after SIGTERM')
    return 0


class Slow:
    """Clients that stand still from the beginning of the run; at its end the server has closed them all."""

    def __init__(self, world):
        self.world = world
        self.begun = time.monotonic()
        large = self._large()
        half = b'POST /v2/clock/reset HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\n{'
        opened = frame(HEADERS, END_HEADERS, 1, head('POST', '/v2/clock/reset', ('content-type', 'application/json')))
        read = b'GET %s HTTP/1.1\r\nHost: t\r\n\r\n' % large.encode()
        preface = http2.PREFACE + http2.settings()
        nothing = http2.PREFACE + http2.settings((4, 0))
        shapes = {
            'HTTP/1, silent': (b'', b''), 'HTTP/1, half a head': (b'GET /livez HT', b''), 'HTTP/1, a head by drops': (b'GET /livez HTTP/1.1\r\nHost: t\r\n', b'x: y\r\n'),
            'HTTP/1, half a body': (half, b''), 'HTTP/1, a body by drops': (half, b' '), 'HTTP/1, idle': (b'GET /livez HTTP/1.1\r\nHost: t\r\n\r\n', b''),
            'HTTP/1, half a chunk': (b'POST /v2/clock/reset HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{', b''),
            'HTTP/1, takes no answer': (read * 4, b''), 'HTTP/2, half a preface': (preface[:20], b''), 'HTTP/2, idle': (preface, b''),
            'HTTP/2, half a head': (preface + frame(HEADERS, 0, 1, head()[:10]), b''), 'HTTP/2, half a body': (preface + opened + frame(DATA, 0, 1, b'{'), b''),
            'HTTP/2, half a body and pings': (preface + opened, frame(PING, 0, 0, b'12345678')),
            'HTTP/2, a body by drops': (preface + opened, frame(DATA, 0, 1, b' ')),
            'HTTP/2, takes no answer': (nothing + request(1, 'GET', large), frame(PING, 0, 0, b'12345678')),
            'HTTP/2, a head by drops': (preface + frame(HEADERS, 0, 1, head()), frame(http2.CONTINUATION, 0, 1, literal('x', 'y'))),
        }
        self.clients = {name: [self._open(first), drop, None] for name, (first, drop) in shapes.items()}
        threading.Thread(target=self._drip, daemon=True).start()

    def _large(self):
        with open(ONE_TASK, encoding='utf-8') as f:
            text = f.read().replace('one-task', 'large') + '<!-- ' + 'x' * LARGE + ' -->'
        body = ('--b\r\nContent-Disposition: form-data; name="resources"; filename="large.bpmn"\r\n\r\n' + text + '\r\n--b--\r\n').encode()
        status = self.world.call('POST', '/v2/deployments', body, 'multipart/form-data; boundary=b')
        assert status == 200, self.world.body
        key = json.loads(self.world.body)['deployments'][0]['processDefinition']['processDefinitionKey']
        return f'/v2/process-definitions/{key}/xml'

    def _open(self, first):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect(('127.0.0.1', self.world.port))
        s.sendall(first)
        return s

    def _drip(self):
        while time.monotonic() - self.begun < STALLED_SECONDS:
            for client in self.clients.values():
                if client[1]:
                    try:
                        client[0].sendall(client[1])
                    except OSError:
                        pass
            time.sleep(1)

    def cases(self):
        for name, client in self.clients.items():
            yield name, {0}, lambda client=client: self._closed(client[0])

    def _closed(self, s):
        """Nothing is read before the end, so that who takes no answer takes none."""
        while s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == ESTABLISHED:
            assert time.monotonic() < self.begun + STALLED_SECONDS, f'still open after {STALLED_SECONDS} s'
            time.sleep(0.1)
        return 0


GROUPS = [clients_leave, clients_die]
