"""HTTP/2 by hand (RFC 9113): frames as bytes, so that a test can also send what no client library would."""
import socket
import struct
import time

PREFACE = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
ACK = END_STREAM = 1
END_HEADERS = 4
STATIC_STATUS = {8: 200, 9: 204, 10: 206, 11: 304, 12: 400, 13: 404, 14: 500}
PROTOCOL_ERROR, CANCEL = 1, 8


def frame(kind, flags=0, stream=0, payload=b'', length=None):
    size = len(payload) if length is None else length
    return struct.pack('>I', size)[1:] + struct.pack('>BBI', kind, flags, stream) + payload


def integer(value, bits, first=0):
    """An HPACK integer with a prefix of so many bits."""
    limit = (1 << bits) - 1
    if value < limit:
        return bytes([first | value])
    out = [first | limit]
    value -= limit
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    return bytes(out + [value])


def text(value):
    value = value if isinstance(value, bytes) else value.encode()
    return integer(len(value), 7) + value


def literal(name, value, indexed=False):
    """A header as a literal, by the way into the dynamic table or past it."""
    return (b'\x40' if indexed else b'\x00') + text(name) + text(value)


def head(method='GET', path='/livez', *more, authority='test', scheme='http'):
    fields = [(':method', method), (':scheme', scheme), (':path', path), (':authority', authority), *more]
    return b''.join(literal(n, v) for n, v in fields if v is not None)


def request(stream, method='GET', path='/livez', body=None, *more):
    """A whole request as frames."""
    if body is None:
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, head(method, path, *more))
    out = frame(HEADERS, END_HEADERS, stream, head(method, path, ('content-type', 'application/json'), *more))
    pieces = [body[i:i + 16384] for i in range(0, len(body), 16384)] or [b'']
    for i, piece in enumerate(pieces):
        out += frame(DATA, END_STREAM if i == len(pieces) - 1 else 0, stream, piece)
    return out


def reset(stream, code=CANCEL):
    return frame(RST_STREAM, 0, stream, struct.pack('>I', code))


def settings(*pairs):
    return frame(SETTINGS, 0, 0, b''.join(struct.pack('>HI', i, v) for i, v in pairs))


def window(stream, size):
    return frame(WINDOW_UPDATE, 0, stream, struct.pack('>I', size))


def status_of(block):
    """The status of an answer's header block, as a server begins it: an index, or a literal of three digits."""
    while block and block[0] & 0xe0 == 0x20:  # a table size update
        block = block[1:]
    if block[0] & 0x80:
        return STATIC_STATUS.get(block[0] & 0x7f)
    return int(block[2:5])


class Connection:
    """with Connection(port) as c: c.send(request(1)); c.status(1)"""

    def __init__(self, port, timeout=120, options=(), address='127.0.0.1', source=None):
        self.socket = socket.create_connection((address, port), timeout=timeout,
                                               source_address=(source, 0) if source else None)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.timeout = timeout
        self.input = b''
        self.statuses = {}
        self.bodies = {}
        self.ended = {}  # stream: None (ended well) or an error code
        self.goaway = None
        self.closed = False
        self.acks = 0
        self.send(PREFACE + settings(*options))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """False when the server has closed or takes nothing more."""
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def read(self, until):
        """Take frames until `until()` holds, the connection ends or the time is over. True when it holds."""
        deadline = time.monotonic() + self.timeout
        while not until():
            if self._take():
                continue
            left = deadline - time.monotonic()
            if self.closed or left <= 0:
                return False
            self._receive(left)
        return True

    def _receive(self, seconds):
        self.socket.settimeout(seconds)
        try:
            data = self.socket.recv(1 << 16)
        except socket.timeout:
            return
        except OSError:
            data = b''
        self.closed = not data
        self.input += data

    def _take(self):
        if len(self.input) < 9:
            return False
        size = int.from_bytes(self.input[:3], 'big')
        if len(self.input) < 9 + size:
            return False
        kind, flags, stream = self.input[3], self.input[4], int.from_bytes(self.input[5:9], 'big') & 0x7fffffff
        payload = self.input[9:9 + size]
        self.input = self.input[9 + size:]
        self._note(kind, flags, stream, payload)
        return True

    def _note(self, kind, flags, stream, payload):
        if kind == HEADERS:
            self.statuses[stream] = status_of(payload)
        elif kind == DATA:
            self.bodies[stream] = self.bodies.get(stream, b'') + payload
            if payload:
                self.send(window(0, len(payload)) + window(stream, len(payload)))
        elif kind == RST_STREAM:
            self.ended[stream] = int.from_bytes(payload, 'big')
        elif kind == GOAWAY:
            self.goaway = int.from_bytes(payload[4:8], 'big')
        elif kind in (PING, SETTINGS) and flags & ACK:
            self.acks += 1
        if kind in (HEADERS, DATA) and flags & END_STREAM:
            self.ended.setdefault(stream, None)

    def status(self, stream):
        """The status of a stream that was answered whole; 0 when it was reset or the connection has ended."""
        self.read(lambda: stream in self.ended)
        return self.statuses.get(stream, 0) if self.ended.get(stream, 1) is None else 0

    def ends(self):
        """True when the server closes the connection."""
        return not self.read(lambda: False) and self.closed
