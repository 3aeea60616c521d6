#!/usr/bin/env python3
"""What operators meet: settings, refusals at the start, logs."""
import json
import os
import pty
import re
import subprocess
import sys
import tempfile

from server import BINARY, ROOT, Server, check, run_tests

ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')
NOBODY = 65534


def baton(*arguments, code, says, variables=None, user=None):
    """Run the program to its end: the exit code, and one complaint on standard error that holds `says`."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith('BATON_')}
    done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20, user=user,
                          env={**environment, **(variables or {})})
    check(done.returncode == code, (arguments, done.returncode, done.stderr))
    complaints = [line for line in done.stderr.splitlines() if line.startswith('baton: ')]
    check(len(complaints) == 1 and says in complaints[0], (arguments, done.stderr))
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
        baton('serve', '--data', fresh, '--port', '0', '--bootstrap', code=4, says='without --bootstrap')


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


def test_the_log_is_text_on_a_terminal():
    with folder() as path:
        controller, terminal = pty.openpty()
        process = subprocess.Popen([BINARY, 'dev', '--data', path + '/d', '--port', '0'], stderr=terminal,
                                   stdin=subprocess.DEVNULL)
        try:
            line = os.read(controller, 4096).decode()
        finally:
            process.terminate()
            process.wait(timeout=20)
            os.close(terminal)
            os.close(controller)
        check(re.match(r'\d{4}-\d\d-\d\dT[\d:.]+Z INFO  \w+ ', line), line)


if __name__ == '__main__':
    sys.exit(run_tests(globals()))
