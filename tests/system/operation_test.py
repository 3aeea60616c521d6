#!/usr/bin/env python3
"""What operators meet: settings, refusals at the start, logs."""
import ctypes
import json
import os
import pty
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from metrics_format import check_metrics
from server import BINARY, PATIENCE_SECONDS, ROOT, Server, check, run_tests, until

ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')
NOBODY = 65534


def baton(*arguments, code, says, variables=None, user=None):
    """Run the program to its end: the exit code, and one line on standard error that holds `says`."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith('BATON_')}
    done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=PATIENCE_SECONDS,
                          user=user, env={**environment, **(variables or {})})
    check(done.returncode == code, (arguments, done.returncode, done.stderr))
    check(len(done.stderr.splitlines()) == 1 and says in done.stderr, (arguments, done.stderr))
    return done.stdout


def folder():
    return tempfile.TemporaryDirectory(prefix='baton-operation-')


def test_settings_come_from_flag_variable_file_and_default():
    with folder() as path:
        name = os.path.join(path, 'baton.conf')
        with open(name, 'w') as f:
            f.write('# a node\nport = 1\nhistory-ttl = 30d\n')
        shown = subprocess.run([BINARY, 'config', 'print', '--show-source', '--config', name, '--bind', '::1'],
                               capture_output=True, text=True, env={'BATON_PORT': '2', 'BATON_ADDRESS': 'h:1'})
        lines = [re.sub(' +', ' ', line) for line in shown.stdout.splitlines()]
        check(lines == ['bind = ::1 # flag --bind', 'port = 2 # variable BATON_PORT',
                        f'history-ttl = 30d # {name}:3'], shown)


def test_a_wrong_setting_is_one_line_with_its_place():
    with folder() as path:
        name = os.path.join(path, 'baton.conf')
        with open(name, 'w') as f:
            f.write('\nprot = 1\n')
        baton('serve', '--config', name, code=78, says=f"{name}:2: unknown key 'prot': did you mean 'port'?")
        baton('dev', variables={'BATON_CONFIG': name}, code=78, says='did you mean')
        baton('dev', variables={'BATON_HTTP_THREAD': '1'}, code=78, says='did you mean BATON_HTTP_THREADS?')
        baton('dev', '--port', '65536', code=2, says='from 0 to 65535')
        baton('dev', '--history-ttl', '7', code=2, says='ms, s, m, h, d')


def test_what_cannot_be_started_says_what_to_do():
    with folder() as path, Server() as server:
        file = os.path.join(path, 'file')
        open(file, 'w').close()
        fresh = os.path.join(path, 'fresh')
        baton('dev', '--data', fresh, '--port', str(server.port), code=69, says='the port is taken')
        baton('dev', '--data', fresh, '--bind', '192.0.2.1', '--insecure', '--log-level', 'off', code=69,
              says='this machine has no such address')
        baton('dev', '--data', file, '--port', '0', code=66, says='name another')
        baton('dev', '--data', file + '/below', '--port', '0', code=66, says='name another')
        baton('dev', '--data', path + '/no/such', '--port', '0', code=66, says='does not exist')
        baton('dev', '--data', server.directory, '--port', '0', code=4, says='stop it')
        baton('serve', '--data', path + '/none', '--port', '0', code=3, says='--bootstrap')
        baton('serve', '--data', fresh, '--port', str(server.port), '--bootstrap',
              code=69, says='the port is taken')
        baton('serve', '--data', fresh, '--port', '0', code=3, says='--bootstrap')  # nothing was founded


def test_wrong_permissions_are_named():
    if os.geteuid() != 0:
        print('SKIPPED test_wrong_permissions_are_named: it needs root, to start as another user')
        return
    with folder() as path:
        os.chmod(path, 0o755)
        data = os.path.join(path, 'data')
        baton('dev', '--data', data, '--port', '0', user=NOBODY, code=77, says='chown')
        os.mkdir(data)
        with Server(directory=data):
            pass
        os.chown(data, NOBODY, NOBODY)
        baton('dev', '--data', data, '--port', '0', user=NOBODY, code=77, says='chown')


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def test_data_of_another_version_is_refused_and_kept():
    with Server() as server:
        server.stop()
        name = os.path.join(server.directory, 'identity')
        with open(name, 'rb') as f:
            block = bytearray(f.read())
        check(crc32c(block[:-4]) == int.from_bytes(block[-4:], 'big'), 'the identity has the CRC of docs/format.md')
        block[8:12] = (2).to_bytes(4, 'big')
        block[-4:] = crc32c(block[:-4]).to_bytes(4, 'big')
        with open(name, 'wb') as f:
            f.write(block)
        baton('dev', '--data', server.directory, '--port', '0', code=76, says='start that version')
        with open(name, 'rb') as f:
            check(f.read() == block, 'nothing was changed')


def test_only_loopback_without_insecure():
    with folder() as path:
        baton('dev', '--data', path + '/d', '--port', '0', '--bind', '0.0.0.0', code=2, says='--insecure')
    with Server(arguments=['--bind', '0.0.0.0', '--insecure']) as server:
        lines = [line for line in server.log_tail().splitlines() if 'insecure' in line]
        check(len(lines) == 1 and 'not authenticated' in lines[0], lines)


def test_the_log_has_a_line_an_event_and_none_a_job():
    with Server() as server:
        server.deploy(ONE_TASK)
        before = server.log_tail()
        for _ in range(20):
            server.post('/v2/process-instances', {'processDefinitionId': 'one-task'})
        jobs = server.post('/v2/jobs/activation', {'type': 'bench-task', 'timeout': 60000, 'maxJobsToActivate': 20,
                                                   'worker': 'w'})['jobs']
        for job in jobs:
            server.post(f'/v2/jobs/{job["jobKey"]}/completion', {})
        check(len(jobs) == 20 and server.log_tail() == before, server.log_tail()[len(before):])
        server.stop()
        for line in server.log_tail().splitlines():
            event = json.loads(line)
            check({'time', 'level', 'module', 'event'} <= event.keys(), line)


def test_the_log_has_the_form_and_the_level_that_are_asked_for():
    with Server(arguments=['--log-format', 'text']) as server:
        check(re.match(r'\S+Z INFO  \w+ ', server.log_tail()), server.log_tail())
    with Server(arguments=['--log-level', 'warn']) as server:
        server.stop()
        check(server.log_tail() == '', server.log_tail())


def test_the_log_is_text_on_a_terminal():
    with folder() as path:
        controller, terminal = pty.openpty()
        process = subprocess.Popen([BINARY, 'dev', '--data', path + '/d', '--port', '0'], stderr=terminal,
                                   stdin=subprocess.DEVNULL)
        try:
            line = os.read(controller, 4096).decode()
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)
            os.close(terminal)
            os.close(controller)
        check(re.match(r'\d{4}-\d\d-\d\dT[\d:.]+Z INFO  \w+ ', line), line)


WANTED = '''baton_process_instances baton_process_instances_ended baton_elements baton_jobs baton_jobs_ready baton_incidents
baton_timer_lag_seconds baton_tick_lag_seconds_count baton_due baton_parked_polls baton_apply_seconds_count
baton_turn_seconds_count baton_apply_longest_seconds baton_turn_longest_seconds baton_log_sync_seconds_count
baton_inbox_commands baton_disk_free_bytes baton_disk_level
process_cpu_seconds_total process_resident_memory_bytes process_start_time_seconds baton_http_connections
baton_http_requests_refused_total'''.split()


def metrics(server):
    status, text, headers = server.request('GET', '/metrics')
    check(status == 200 and headers['Content-Type'] == 'text/plain; version=0.0.4; charset=utf-8', headers)
    return check_metrics(text)


def test_metrics_are_clean_and_count():
    with Server() as server:
        before = metrics(server)
        server.deploy(ONE_TASK)
        for _ in range(3):
            server.post('/v2/process-instances', {'processDefinitionId': 'one-task'})
        server.request('GET', '/v2/no-such')
        after = metrics(server)
        check(not [name for name in WANTED if (name, ()) not in after], after.keys())
        for name, value in (('baton_process_instances', 3), ('baton_elements', 6), ('baton_jobs', 3),
                            ('baton_jobs_ready', 3), ('baton_incidents', 0), ('baton_definitions', 1)):
            check(after[(name, ())] == value, (name, after[(name, ())]))
        requests = [value for (name, labels), value in after.items() if name == 'baton_http_requests_total'
                    and dict(labels) == {'operation': 'createProcessInstance', 'status': '200'}]
        check(requests == [3], requests)
        check(any(dict(labels).get('status') == '404' for _, labels in after), 'an answer to no route is counted')
        for name in ('baton_apply_seconds_count', 'baton_log_sync_seconds_count', 'baton_turn_seconds_count'):
            check(after[(name, ())] > before[(name, ())], name)
        check(0 < after[('process_resident_memory_bytes', ())] < 2 ** 33, 'resident memory')
        check(abs(after[('process_start_time_seconds', ())] - time.time()) < 60, 'start time')
        check(('baton_build_info', (('version', '0.1.0'),)) in after, 'version')
        for store in ('state', 'read'):
            live, size = (after[(f'baton_store_{kind}_bytes', (('store', store),))] for kind in ('live', 'file'))
            check(0 < live <= size, (store, live, size))


def test_the_checker_sees_what_is_wrong():
    good = '# HELP a_total A.\n# TYPE a_total counter\na_total{x="y"} 1\n'
    check(check_metrics(good) == {('a_total', (('x', 'y'),)): 1}, 'a good text')
    for wrong in ('a_total 1\n', good + 'a_total{x="y"} 2\n', good.replace('counter', 'gauge'), good.replace(' A.', ' '),
                  good.replace('a_total', 'a'), good.replace('"y"', 'y'), good.replace(' 1', ' one'), good[:-1],
                  good.replace('a_total', 'a_ms_total'), good.replace(' 1', ' -1'),
                  '# HELP h H.\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n'):
        try:
            check_metrics(wrong)
        except AssertionError:
            continue
        check(False, f'accepted: {wrong}')


def test_readiness_tells_its_checks():
    with Server() as server:
        status, text, _ = server.request('GET', '/readyz?verbose')
        lines = text.splitlines()
        check(status == 200 and lines[0] == 'ready', text)
        for name in ('core', 'leader', 'disk', 'inbox', 'running'):
            check(f'{name}: ok' in lines, text)
        check(server.request('GET', '/livez')[:2] == (200, 'alive\n'), 'alive')
        check(server.request('GET', '/readyz')[:2] == (200, 'ready\n'), 'ready')


class Manager:
    """with Manager() as manager: what a server tells its service manager, line by line."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='baton-notify-')
        self.path = os.path.join(self.folder.name, 'notify')
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.lines = queue.Queue()
        # On a thread: the socket holds ten datagrams, and the server does not wait for room.
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while text := self.socket.recv(4096).decode():
            for line in text.splitlines():
                self.lines.put(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
            s.sendto(b'', self.path)
        self.folder.cleanup()

    def server(self, **environment):
        server = Server()
        server.environment = {**os.environ, 'NOTIFY_SOCKET': self.path, **environment}
        return server

    def hears(self, wanted):
        """Wait for that line."""
        while self.lines.get(timeout=PATIENCE_SECONDS) != wanted:
            pass

    def hears_nothing_for(self, seconds):
        """Until nothing came for so long; the lines before."""
        lines = []
        try:
            while len(lines) < 1000:
                lines.append(self.lines.get(timeout=seconds))
        except queue.Empty:
            return lines
        raise AssertionError(f'it does not end: {lines[-3:]}')


def test_the_service_manager_hears_of_ready_watchdog_and_stop():
    with Manager() as manager, manager.server(WATCHDOG_USEC='400000') as server:
        manager.hears('READY=1')
        for _ in range(3):
            manager.hears('WATCHDOG=1')
        server.process.send_signal(signal.SIGTERM)
        manager.hears('STOPPING=1')
        check(server.process.wait(timeout=PATIENCE_SECONDS) == 0, 'it ends in order')


class StoppedThread:
    """with StoppedThread(tid): that thread does not run, all others do. OSError where tracing is not allowed."""
    SEIZE, INTERRUPT, DETACH = 0x4206, 0x4207, 17

    def __init__(self, tid):
        self.tid = tid

    def trace(self, request):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.ptrace(request, self.tid, None, None) != 0:
            raise OSError(ctypes.get_errno(), 'ptrace')

    def __enter__(self):
        self.trace(self.SEIZE)
        self.trace(self.INTERRUPT)
        os.waitpid(self.tid, 0x40000000)  # __WALL
        return self

    def __exit__(self, *_):
        self.trace(self.DETACH)


def test_a_stuck_core_is_seen():
    """The core is the process's first thread; HTTP threads go on and say that it does not turn."""
    with Manager() as manager, manager.server(WATCHDOG_USEC='200000') as server:
        manager.hears('WATCHDOG=1')
        try:
            stopped = StoppedThread(server.process.pid).__enter__()
        except OSError:
            print('SKIPPED test_a_stuck_core_is_seen: it needs leave to trace a process')
            return
        manager.hears_nothing_for(1)
        until(lambda: server.request('GET', '/livez')[0] == 503, 'it is not alive')
        status, text, _ = server.request('GET', '/readyz?verbose')
        check(status == 503 and 'core: bad' in text, text)
        stopped.__exit__()
        manager.hears('WATCHDOG=1')
        until(lambda: server.request('GET', '/livez')[0] == 200, 'alive again')


def test_the_watchdog_of_another_process_is_not_fed():
    with Manager() as manager, manager.server(WATCHDOG_USEC='200000', WATCHDOG_PID='1'):
        manager.hears('READY=1')
        lines = manager.hears_nothing_for(1)
        check('WATCHDOG=1' not in lines, lines)


def small_disk(mib):
    """A file system of its own of that size, or None where it cannot be mounted."""
    path = tempfile.mkdtemp(prefix='baton-tmpfs-')
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={mib}m', 'tmpfs', path], capture_output=True).returncode == 0:
        return path
    os.rmdir(path)
    return None


def test_the_unit_is_one_that_systemd_understands():
    if shutil.which('systemd-analyze') is None:
        print('SKIPPED test_the_unit_is_one_that_systemd_understands: there is no systemd-analyze')
        return
    with open(os.path.join(ROOT, 'packaging', 'baton.service')) as f:
        text = f.read()
    with folder() as path:
        unit = os.path.join(path, 'baton.service')
        with open(unit, 'w') as f:
            f.write(text.replace('/usr/bin/baton', BINARY))
        done = subprocess.run(['systemd-analyze', 'verify', unit], capture_output=True, text=True)
        check(done.returncode == 0 and 'baton' not in done.stderr, done.stderr)


def fill(path, leave_mib):
    """Leave about so much room in the file system of path."""
    room = os.statvfs(path)
    with open(os.path.join(path, 'filler'), 'ab') as f:
        f.write(b'x' * (room.f_bavail * room.f_frsize - leave_mib * 2 ** 20))


def level(server):
    return metrics(server)[('baton_disk_level', ())]


def test_a_full_disk_stops_new_work_before_it_stops_the_node():
    disk = small_disk(256)
    if disk is None:
        print('SKIPPED test_a_full_disk_stops_new_work_before_it_stops_the_node: it needs root, to mount a tmpfs')
        return
    data = os.path.join(disk, 'data')
    os.mkdir(data)
    create = {'processDefinitionId': 'one-task'}
    poll = {'type': 'bench-task', 'timeout': 60000, 'maxJobsToActivate': 1, 'worker': 'w', 'requestTimeout': -1}
    try:
        with Server(directory=data, arguments=['--disk-low', '64MiB', '--disk-critical', '24MiB']) as server:
            server.deploy(ONE_TASK)
            for _ in range(3):
                server.post('/v2/process-instances', create)
            check(level(server) == 0, 'there is room')

            fill(disk, 48)
            until(lambda: level(server) == 1, 'low')
            status, problem, headers = server.request('POST', '/v2/process-instances', create)
            check(status == 503 and problem['title'] == 'RESOURCE_EXHAUSTED' and 'disk' in problem['detail'], problem)
            check('Retry-After' in headers, dict(headers))
            job = server.post('/v2/jobs/activation', poll)['jobs'][0]
            server.post(f'/v2/jobs/{job["jobKey"]}/completion', {})
            running = server.post('/v2/process-instances/search', {'filter': {'state': 'ACTIVE'}})['items']
            server.post(f'/v2/process-instances/{running[0]["processInstanceKey"]}/cancellation')
            check(server.request('GET', '/readyz?verbose')[0] == 200, 'it still serves')
            check('disk: worse' in server.request('GET', '/readyz?verbose')[1], 'it says so')

            fill(disk, 12)
            until(lambda: level(server) == 2, 'critical')
            before = metrics(server)[('baton_raft_last_index', ())]
            status, problem, _ = server.request(
                'POST', f'/v2/process-instances/{running[1]["processInstanceKey"]}/cancellation')
            check(status == 503 and 'disk' in problem['detail'], problem)
            check(server.post('/v2/jobs/activation', {**poll, 'requestTimeout': 200})['jobs'] == [], 'no job is handed out')
            check(metrics(server)[('baton_raft_last_index', ())] == before, 'nothing is written')
            check(server.request('GET', '/readyz')[0] == 503, 'not ready')
            check(server.get(f'/v2/process-instances/{running[1]["processInstanceKey"]}')['state'] == 'ACTIVE', 'it reads')
            refused = metrics(server)[('baton_commands_refused_total', (('reason', 'disk'),))]
            check(refused == 2, refused)

            os.unlink(os.path.join(disk, 'filler'))
            until(lambda: level(server) == 0, 'room again')
            server.post('/v2/process-instances', create)
            check(server.request('GET', '/readyz')[0] == 200, 'ready again')
    finally:
        subprocess.run(['umount', '-l', disk], check=True)
        os.rmdir(disk)


def ended_instances(server, count):
    """Deploy, start so many, complete their jobs; returns the keys."""
    server.deploy(ONE_TASK)
    keys = [server.post('/v2/process-instances', {'processDefinitionId': 'one-task', 'variables': {'n': n}})
            ['processInstanceKey'] for n in range(count)]
    jobs = server.post('/v2/jobs/activation', {'type': 'bench-task', 'timeout': 60000, 'maxJobsToActivate': count,
                                               'worker': 'w'})['jobs']
    for job in jobs:
        server.post(f'/v2/jobs/{job["jobKey"]}/completion', {'variables': {'done': True}})
    return keys


def totals(server):
    return {kind: server.post(f'/v2/{kind}/search', {})['page']['totalItems']
            for kind in ('process-instances', 'element-instances', 'variables', 'jobs', 'process-definitions')}


def is_quiet(server):
    """Is nothing written for longer than two looks at the history?"""
    index = metrics(server)[('baton_raft_last_index', ())]
    time.sleep(2.5)
    return metrics(server)[('baton_raft_last_index', ())] == index


def test_ended_instances_go_after_their_time():
    with Server(arguments=['--history-ttl', '2s']) as server:
        # The engine's clock is the model's: pinned far ahead it neither hastens retention nor holds it up.
        server.request('PUT', '/v2/clock', {'timestamp': 4102444800000})
        begun = time.monotonic()
        keys = ended_instances(server, 5)
        active = server.post('/v2/process-instances', {'processDefinitionId': 'one-task'})['processInstanceKey']
        kept = totals(server)['process-instances']
        check(kept == 6 or time.monotonic() > begun + 2, f'they are kept for a while: {kept}')
        left = {'process-instances': 1, 'element-instances': 2, 'variables': 0, 'jobs': 1, 'process-definitions': 1}
        until(lambda: totals(server) == left, 'they are gone and what belonged to them')
        check(server.request('GET', f'/v2/process-instances/{keys[0]}')[0] == 404, 'it is not found')
        check(server.get(f'/v2/process-instances/{active}')['state'] == 'ACTIVE', 'what is active stays')
        counted = metrics(server)
        check(counted[('baton_history_removed_total', ())] == 5, counted)
        check(counted[('baton_history_oldest_seconds', ())] == 0, counted)
        until(lambda: is_quiet(server), 'without history nothing is written', 10)
        # The same log without its derived stores gives the same rows.
        server.kill()
        os.unlink(os.path.join(server.directory, 'store.marker'))
        server.start()
        check(totals(server)['process-instances'] == 1, totals(server))
        server.stop()
        code, output = server.check()
        check(code == 0, output)


def test_too_much_history_goes_before_its_time():
    with Server(arguments=['--history-max', '16MiB', '--history-ttl', '20s']) as server:
        server.deploy(ONE_TASK)
        create = {'processDefinitionId': 'one-task', 'variables': {'text': 'x' * 2_000_000}}
        keys = []
        for _ in range(14):
            keys.append(server.post('/v2/process-instances', create)['processInstanceKey'])
            server.post(f'/v2/process-instances/{keys[-1]}/cancellation')
        until(lambda: metrics(server)[('baton_store_live_bytes', (('store', 'read'),))] < 16 * 2 ** 20, 'there is less')
        until(lambda: is_quiet(server), 'it ends')
        purged = int(metrics(server)[('baton_history_removed_total', ())])
        check(purged > 0, 'some went')
        left = {i['processInstanceKey'] for i in server.post('/v2/process-instances/search', {})['items']}
        check(left == set(keys[purged:]), f'the oldest {purged} went: {keys} {left}')


if __name__ == '__main__':
    sys.exit(run_tests(globals()))
