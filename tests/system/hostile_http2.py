"""Hostile HTTP/2, frame by frame: floods, bombs, broken framing, streams that disagree with themselves.

A case answers with the status of its request, or 0 when its stream or its connection was ended instead.
"""
import struct

import http2
from http2 import (ACK, CONTINUATION, DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, PING, PRIORITY, PUSH_PROMISE, RST_STREAM,
                   SETTINGS, WINDOW_UPDATE, frame, head, integer, literal, request, reset, settings, text, window)

FLOOD_FRAMES = 20000
CLOSED_BEFORE = 2000


def status_of(world, frames, stream=1, **options):
    with http2.Connection(world.port, **options) as c:
        c.send(frames)
        return c.status(stream)


def flood(world, piece, first=b'', most=CLOSED_BEFORE):
    """0 when the connection was ended before so many pieces were taken in."""
    with http2.Connection(world.port) as c:
        c.send(first)
        for i in range(FLOOD_FRAMES // 100):
            if not c.send(b''.join(piece(100 * i + j) for j in range(100))):
                break
        assert c.ends(), 'it was not ended'
        taken = max(c.acks, len(c.statuses))
        assert taken <= most, f'{taken} were answered'
        return 0


def http2_floods(world):
    same = {
        'PING': frame(PING, 0, 0, b'12345678'), 'SETTINGS': settings((4, 65535)), 'empty SETTINGS': settings(),
        'SETTINGS of a table size': settings((1, 0)) + settings((1, 65536)), 'window updates': window(0, 1),
        'PRIORITY': frame(PRIORITY, 0, 3, struct.pack('>IB', 0, 1)), 'unknown frames': frame(0x40),
        'unknown frames with bytes': frame(0x41, 255, 7, b'x' * 100), 'ACK of nothing': frame(PING, ACK, 0, b'12345678'),
    }
    for name, piece in same.items():
        yield name, {0}, lambda piece=piece: flood(world, lambda i: piece)
    opened = frame(HEADERS, END_HEADERS, 1, head('POST', '/v2/clock/reset'))
    yield 'empty DATA', {0}, lambda: flood(world, lambda i: frame(DATA, 0, 1), opened)
    begun = frame(HEADERS, 0, 1, head())
    yield 'empty CONTINUATION', {0}, lambda: flood(world, lambda i: frame(CONTINUATION, 0, 1), begun)
    yield 'CONTINUATION of a byte', {0}, lambda: flood(world, lambda i: frame(CONTINUATION, 0, 1, b'\x00'), begun)
    yield 'CONTINUATION of a KiB', {0}, lambda: flood(world, lambda i: frame(CONTINUATION, 0, 1, literal('x', 'y' * 1000)), begun)
    activation = b'{"type":"flood","timeout":1000,"maxJobsToActivate":1,"requestTimeout":60000}'
    resets = {
        'a read': lambda i: request(2 * i + 1) + reset(2 * i + 1),
        'a command': lambda i: request(2 * i + 1, 'POST', '/v2/clock/reset', b'{}') + reset(2 * i + 1),
        'a parked poll': lambda i: request(2 * i + 1, 'POST', '/v2/jobs/activation', activation) + reset(2 * i + 1),
        'half a request': lambda i: frame(HEADERS, END_HEADERS, 2 * i + 1, head('POST', '/v2/clock/reset')) + reset(2 * i + 1),
        'a stream, made by the server': lambda i: request(2 * i + 1) + frame(DATA, 0, 2 * i + 1, b'x'),
        'a poll, by a window of nothing': lambda i: request(2 * i + 1, 'POST', '/v2/jobs/activation', activation) + window(2 * i + 1, 0),
        'a poll, by a window too wide':
            lambda i: request(2 * i + 1, 'POST', '/v2/jobs/activation', activation) + window(2 * i + 1, 0x7fffffff),
        'a poll, by a dependency on itself': lambda i: request(2 * i + 1, 'POST', '/v2/jobs/activation', activation)
        + frame(PRIORITY, 0, 2 * i + 1, struct.pack('>IB', 2 * i + 1, 1)),
    }
    for name, piece in resets.items():
        yield f'rapid resets of {name}', {0}, lambda piece=piece: flood(world, piece)


def http2_bombs(world):
    big = literal('x', 'y' * 3900, indexed=True)
    yield 'one header by 15,000 indexes', {0, 400, 431}, lambda: status_of(
        world, frame(HEADERS, END_HEADERS | END_STREAM, 1, head() + big + b'\xbe' * 15000))
    yield 'one header by 90 indexes', {431}, lambda: status_of(
        world, frame(HEADERS, END_HEADERS | END_STREAM, 1, head() + big + b'\xbe' * 80))
    for count, expected in ((60, {200}), (64, {200}), (65, {431}), (99, {431}), (200, {0, 400, 431})):
        more = [(f'x{i}', '1') for i in range(count)]
        yield f'{count} headers', expected, lambda more=more: status_of(world, request(1, 'GET', '/livez', None, *more))
    for size, expected in ((15000, {200}), (17000, {0, 431}), (60000, {0, 431}), (400000, {0, 431})):
        block = head() + literal('x', 'y' * size)
        pieces = [block[i:i + 16384] for i in range(0, len(block), 16384)]
        frames = frame(HEADERS, END_STREAM | (END_HEADERS if len(pieces) == 1 else 0), 1, pieces[0]) + b''.join(
            frame(CONTINUATION, END_HEADERS if i == len(pieces) - 2 else 0, 1, p) for i, p in enumerate(pieces[1:]))
        yield f'a header of {size}', expected, lambda frames=frames: status_of(world, frames)
    blocks = {
        'an index of 0': b'\x80', 'an index beyond the table': integer(200, 7, 0x80), 'an index of 2^40': integer(1 << 40, 7, 0x80),
        'an index without end': b'\xff' + b'\x80' * 30, 'a length without end': b'\x00\x01x\x7f' + b'\xff' * 30,
        'a length beyond the block': b'\x00\x01x' + integer(100000, 7), 'a cut literal': b'\x00\x05ab',
        'a table of 2^31': integer(1 << 31, 5, 0x20), 'a table of 1 MiB': integer(1 << 20, 5, 0x20),
        'Huffman of ones': b'\x00\x01x' + integer(30, 7, 0x80) + b'\xff' * 30, 'Huffman of EOS': b'\x00\x01x\x84\xff\xff\xff\xff',
        'Huffman badly padded': b'\x00\x01x\x81\x00', 'no name': b'\x00' + text('') + text('v'),
        'a table update at the end': integer(0, 5, 0x20), 'thousand table updates': (integer(0, 5, 0x20) + integer(4096, 5, 0x20)) * 500,
    }
    for name, block in blocks.items():
        for before in (True, False):
            data = block + head() if before else head() + block
            yield f'{name}, {"first" if before else "last"}', {0, 200, 400, 431}, lambda data=data: status_of(
                world, frame(HEADERS, END_HEADERS | END_STREAM, 1, data))


def http2_requests(world):
    lines = {
        'no method': dict(method=None), 'no path': dict(path=None), 'no scheme': dict(scheme=None), 'an empty path': dict(path=''),
        'a path of NUL': dict(path='/li\x00vez'), 'a path of a line end': dict(path='/livez\r\nx: y'), 'a path of blanks': dict(path='/ li vez'),
        'a verb of blanks': dict(method='GET /livez HTTP/1.1'), 'an empty verb': dict(method=''), 'another verb': dict(method='BREW'),
        'a path of *': dict(path='*'), 'a path without slash': dict(path='livez'), 'an authority of a line end': dict(authority='a\r\nb'),
        'a path of 5,000': dict(path='/' + 'a' * 5000), 'another scheme': dict(scheme='gopher'), 'CONNECT': dict(method='CONNECT'),
    }
    for name, line in lines.items():
        block = head(line.pop('method', 'GET'), line.pop('path', '/livez'), **line)
        yield name, {0, 200, 400, 404, 405, 414}, lambda block=block: status_of(world, frame(HEADERS, END_HEADERS | END_STREAM, 1, block))
    ends = END_HEADERS | END_STREAM
    for name, value in (('X-Upper', '1'), ('connection', 'close'), ('transfer-encoding', 'chunked'), ('keep-alive', '1'), ('upgrade', 'x'),
                        (':unknown', '1'), (':path', '/other'), (':status', '200'), ('te', 'gzip'), ('x', 'a\r\nb: c'), ('x', 'a\x00'), ('x y', '1'),
                        ('', '1'), ('host', 'other'), ('content-length', '10'), ('content-length', '-1'), ('content-length', 'x')):
        yield f'{name}: {value!r}', {0, 200, 400}, lambda name=name, value=value: status_of(
            world, frame(HEADERS, ends, 1, head() + literal(name, value)))
    post = head('POST', '/v2/clock/reset', ('content-type', 'application/json'), ('content-length', '2'))
    for name, body in (('shorter', b'{'), ('longer', b'{} '), ('empty', b'')):
        yield f'a body {name} than it says', {0, 204, 400}, lambda body=body: status_of(
            world, frame(HEADERS, END_HEADERS, 1, post) + frame(DATA, END_STREAM, 1, body))
    limit = 4 << 20
    for size, expected in ((limit + 1, {413}), (limit + 65536, {413}), (limit + 65537, {0, 413}), (limit + (1 << 20), {0, 413})):
        yield f'a body of {size}', expected, lambda size=size: status_of(world, request(1, 'POST', '/v2/process-instances', b'x' * size))


def http2_framing(world):
    """Frames that are not allowed where they come: the stream or the connection ends, or they change nothing."""
    shapes = {
        'DATA on stream 0': frame(DATA, 0, 0, b'x'), 'HEADERS on stream 0': frame(HEADERS, END_HEADERS, 0, head()),
        'DATA on an idle stream': frame(DATA, 0, 5, b'x'), 'RST_STREAM on an idle stream': reset(5), 'RST_STREAM on stream 0': reset(0),
        'an even stream': request(2), 'PUSH_PROMISE': frame(PUSH_PROMISE, END_HEADERS, 1, struct.pack('>I', 2) + head()),
        'SETTINGS on a stream': frame(SETTINGS, 0, 1), 'SETTINGS of 5 bytes': frame(SETTINGS, 0, 0, b'12345'),
        'an ACK with bytes': frame(SETTINGS, ACK, 0, b'123456'), 'PING of 7': frame(PING, 0, 0, b'1234567'), 'PING on a stream': frame(PING, 0, 1, b'12345678'),
        'RST_STREAM of 3': frame(RST_STREAM, 0, 1, b'123'), 'PRIORITY of 4': frame(PRIORITY, 0, 1, b'1234'), 'GOAWAY of 3': frame(GOAWAY, 0, 0, b'123'),
        'a window update of 0': window(0, 0), 'a window of 2^31 and more': window(0, 0x7fffffff) * 2, 'a window update of 3': frame(WINDOW_UPDATE, 0, 0, b'123'),
        'a window update of an idle stream': window(9, 1), 'CONTINUATION alone': frame(CONTINUATION, END_HEADERS, 1, head()),
        'a frame within a header block': frame(HEADERS, 0, 1, head()) + frame(PING, 0, 0, b'12345678'),
        'CONTINUATION of another stream': frame(HEADERS, 0, 1, head()) + frame(CONTINUATION, END_HEADERS, 3, b''),
        'padding beyond the frame': frame(HEADERS, END_HEADERS | 8, 1, b'\xff' + head()), 'padding of all of it': frame(DATA, 8, 1, b'\x05abc'),
        'a dependency on itself': frame(HEADERS, ends_with_priority(), 1, struct.pack('>IB', 1, 16) + head()),
        'a frame of 16 KiB and 1': frame(DATA, 0, 1, b'x' * 16385), 'a length of 2^24 - 1': frame(HEADERS, END_HEADERS, 1, b'', length=(1 << 24) - 1),
        'streams that go back': request(5) + request(3), 'the preface twice': http2.PREFACE, 'HTTP/1': b'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n',
        'an initial window of 2^32 - 1': settings((4, (1 << 32) - 1)), 'frames of 1': settings((5, 1)), 'frames of 2^24': settings((5, 1 << 24)),
        'push of 2': settings((2, 2)), 'no streams': settings((3, 0)), 'a table of 2^32 - 1': settings((1, (1 << 32) - 1)),
        'unknown settings': settings(*[(i, 1) for i in range(100, 200)]), 'DATA behind the end': request(1) + frame(DATA, END_STREAM, 1, b'x'),
        'HEADERS behind the end': request(1) + request(1),
    }
    for name, frames in shapes.items():
        yield name, {0, 200, 204}, lambda frames=frames: status_of(world, frames + request(101), 101)
    # Its last frame takes the next one in, so that neither is answered.
    yield 'a frame without end', {0}, lambda: status_of(
        world, request(1, 'POST', '/v2/clock/reset', b'{}')[:-1] + request(101), 101, timeout=1)
    for name, data in (('half a preface', http2.PREFACE[:12]), ('another preface', b'PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n'),
                       ('no SETTINGS', http2.PREFACE + request(1)), ('PRI by HTTP/1', b'PRI * HTTP/1.1\r\nHost: a\r\n\r\n')):
        yield name, {0, 200, 400, 404, 405}, lambda data=data: world.raw(data)[0]


def ends_with_priority():
    return END_HEADERS | END_STREAM | 0x20


def http2_random(world):
    rng = world.random('http2')
    for i in range(250 * world.times):
        frames = bytearray(settings() + request(1) + request(3, 'POST', '/v2/clock/reset', b'{}') + window(0, 10) + reset(1) + request(5))
        for _ in range(rng.choice((1, 1, 2, 4))):
            at = rng.randrange(len(frames))
            if rng.randrange(2):
                frames[at] = rng.randrange(256)
            else:
                frames[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 12)))

        def send(data=bytes(frames)):
            status, _ = world.raw(http2.PREFACE + data)
            return status
        yield f'bent {i}', {0}, send


def http2_windows(world):
    """A client that takes nothing: its streams hold no more than their answers, and others are served."""
    def nothing_taken():
        with http2.Connection(world.port, options=((4, 0),)) as c:
            for i in range(100):
                c.send(request(2 * i + 1, 'GET', '/metrics'))
            c.read(lambda: len(c.statuses) == 100)
            assert world.alive() and not c.bodies
            return c.statuses[1]

    def byte_by_byte():
        with http2.Connection(world.port, options=((4, 1),)) as c:
            c.send(request(1))
            return c.status(1)

    def below_zero():
        with http2.Connection(world.port, options=((4, 1000),)) as c:
            c.send(request(1, 'GET', '/metrics') + settings((4, 0)) + settings((4, 100000)))
            return c.status(1)

    def too_many_streams():
        with http2.Connection(world.port) as c:
            for i in range(300):
                c.send(frame(HEADERS, END_HEADERS, 2 * i + 1, head('POST', '/v2/clock/reset', ('content-type', 'application/json'))))
            c.read(lambda: len(c.ended) >= 100)
            refused = sum(code is not None for code in c.ended.values())
            assert refused >= 100 or c.closed, f'{refused} of 300 were refused'
            return 0

    yield 'of zero with a hundred answers', {200}, nothing_taken
    yield 'of one byte', {200}, byte_by_byte
    yield 'that goes below zero', {200}, below_zero
    yield 'three hundred streams at a time', {0}, too_many_streams


GROUPS = [http2_floods, http2_bombs, http2_requests, http2_framing, http2_random, http2_windows]
