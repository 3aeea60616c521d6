"""A Baton server of a test's own: started on a free port and a fresh directory, ended by its pid."""
import argparse
import errno
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get('BATON_BINARY', os.path.join(ROOT, 'build', 'release', 'bin', 'baton'))


# What a machine that does a hundred other things may take for anything. Only a test that fails waits so long.
PATIENCE_SECONDS = 120
# Below the ports that the kernel gives to whoever connects or asks for any: none of those ever takes one of these
# between two starts of a server, and nobody who calls a server that is down is connected to itself.
PORTS = range(20000, 32000)


class Port:
    """A port that no other test takes as long as this lives, whether a server listens on it or not."""

    def __init__(self):
        for _ in range(1000):
            self.number = random.SystemRandom().choice(PORTS)
            self.lock = socket.socket(socket.AF_UNIX)
            if self._take():
                return
            self.lock.close()
        raise RuntimeError('no port is free')

    def _take(self):
        try:
            self.lock.bind(f'\0baton-test-port-{self.number}')  # a name without a file, one of each on a machine
            with socket.socket() as s:
                s.bind(('', self.number))
            return True
        except OSError as e:
            if e.errno != errno.EADDRINUSE:
                raise
            return False

    def release(self):
        """May be called twice."""
        self.lock.close()


class Server:
    """with Server() as server: server.post('/v2/...', {...})"""

    def __init__(self, directory=None, arguments=()):
        self.own_directory = directory is None
        self.directory = directory or tempfile.mkdtemp(prefix='baton-test-')
        self.own_port = Port()
        self.port = self.own_port.number
        self.arguments = list(arguments)
        self.environment = None
        self.process = None
        self.log_path = os.path.join(self.directory, '..', os.path.basename(self.directory) + '.log')

    def command(self):
        return [BINARY, 'dev', '--data', self.directory, '--port', str(self.port), *self.arguments]

    def start(self, wait=True):
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self):
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f'the server ended with {self.process.returncode}: {self.log_tail()}')
            try:
                if self.request('GET', '/readyz')[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.005)
        raise RuntimeError(f'the server is not ready: {self.log_tail()}')

    def log_tail(self):
        with open(self.log_path, errors='replace') as f:
            return f.read()[-3000:]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.check_end()

    def wait_end(self, seconds=PATIENCE_SECONDS):
        """The exit code of a server that ends by itself, and that the test judges."""
        code = self.process.wait(timeout=seconds)
        self.process = None
        return code

    def check_end(self):
        """A crash, or what a sanitizer found when the server ended, is a failure of the test that had it."""
        code = self.process.returncode
        if code not in (0, -signal.SIGKILL):
            raise RuntimeError(f'the server ended with {code}: {self.log_tail()}')

    def stop(self):
        """End in order; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def check(self):
        """baton check on the stopped server's directory: (exit code, output)."""
        done = subprocess.run([BINARY, 'check', self.directory], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        try:
            if self.process is not None and kind is not None:
                self.process.kill()
                self.process.wait()
            elif self.process is not None:
                if self.process.poll() is None:
                    self.stop()
                self.check_end()
        finally:
            self.remove()

    def remove(self):
        self.own_port.release()
        if self.own_directory:
            shutil.rmtree(self.directory, ignore_errors=True)
            if os.path.exists(self.log_path):
                os.unlink(self.log_path)

    def request(self, method, path, body=None, headers=None, timeout=PATIENCE_SECONDS):
        """(status, parsed body or text, headers)"""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=timeout)
        try:
            data = None
            send = dict(headers or {})
            if body is not None:
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                send.setdefault('Content-Type', 'application/json')
            connection.request(method, path, data, send)
            answer = connection.getresponse()
            raw = answer.read()
            kind = answer.headers.get('Content-Type', '')
            parsed = json.loads(raw) if 'json' in kind and raw else raw.decode(errors='replace')
            return answer.status, parsed, answer.headers
        finally:
            connection.close()

    def post(self, path, body=None, expect=(200, 204), headers=None, timeout=PATIENCE_SECONDS):
        status, answer, _ = self.request('POST', path, {} if body is None else body, headers, timeout)
        if status not in expect:
            raise AssertionError(f'POST {path}: {status} {answer}')
        return answer

    def get(self, path, expect=(200,)):
        status, answer, _ = self.request('GET', path)
        if status not in expect:
            raise AssertionError(f'GET {path}: {status} {answer}')
        return answer

    def deploy(self, *paths):
        boundary = 'boundary-of-the-test'
        parts = b''
        for path in paths:
            with open(path, 'rb') as f:
                content = f.read()
            name = os.path.basename(path)
            parts += (f'--{boundary}\r\nContent-Disposition: form-data; name="resources"; '
                      f'filename="{name}"\r\n\r\n').encode() + content + b'\r\n'
        parts += f'--{boundary}--\r\n'.encode()
        status, answer, _ = self.request('POST', '/v2/deployments', parts,
                                         {'Content-Type': f'multipart/form-data; boundary={boundary}'})
        if status != 200:
            raise AssertionError(f'deployment of {paths}: {status} {answer}')
        return answer


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def until(condition, text, seconds=PATIENCE_SECONDS):
    """Wait until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        check(time.monotonic() < end, text)
        time.sleep(0.01)


def metric(server, name, text=None):
    """The value of a name without labels; text: an answer of /metrics that is at hand."""
    for line in (text or server.request('GET', '/metrics')[1]).splitlines():
        if line.startswith(name + ' '):
            return float(line.split()[1])
    raise AssertionError(f'no metric {name}')


def wait_parked(server, count):
    """Until so many polls wait in the core."""
    until(lambda: metric(server, 'baton_parked_polls') == count, f'{count} polls are parked')


class Skip(Exception):
    """A test that cannot run here says why."""


def run_tests(namespace):
    """Run every function called test_… (with arguments: those whose name holds one). Returns the exit code. A module
    with goldens has a BLESS, which --bless sets."""
    parser = argparse.ArgumentParser(description=namespace['__doc__'], formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--full', action='store_true')
    if 'BLESS' in namespace:
        parser.add_argument('--bless', action='store_true')
    parser.add_argument('names', nargs='*')
    arguments = parser.parse_args()
    if 'BLESS' in namespace:
        namespace['BLESS'] = arguments.bless
    passed = failed = skipped = 0
    for name, test in list(namespace.items()):
        if not name.startswith('test_') or (arguments.names and not any(n in name for n in arguments.names)):
            continue
        try:
            test()
            passed += 1
            print(f'ok      {name}', flush=True)
        except Skip as e:
            skipped += 1
            print(f'SKIPPED {name}: {e}', flush=True)
        except Exception as e:  # a test must not hide the others
            failed += 1
            print(f'FAILED  {name}: {type(e).__name__}: {e}', flush=True)
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed or not passed else 0
