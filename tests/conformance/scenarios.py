#!/usr/bin/env python3
"""The BPMN scenarios of the conformance data, through their own runner.

tests/conformance/scenarios.txt lists those that must pass: every other one must be refused at
deployment for an element that the engine does not have yet. A sample of those listed runs again with a kill -9 and a
restart of the server between any two steps (--full: all of them).
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from server import PATIENCE_SECONDS, Server  # noqa: E402

SHARED = os.environ.get('BATON_SHARED', os.path.join(ROOT, '..', 'shared'))
RUNNER = os.path.join(SHARED, 'conformance', 'scenarios', 'run_scenarios.py')
RESTART_SAMPLE_EVERY = 6
AWAIT_SECONDS = 30


# What a refusal says of an element that comes later.
NOT_YET = re.compile(r'not supported|supported at')


def read_list(name):
    """Id -> what must be said of it instead of passing, None for those that must pass ("ID" or "ID: words")."""
    with open(os.path.join(ROOT, 'tests', 'conformance', name), encoding='utf-8') as f:
        lines = [line.split('#')[0].strip() for line in f]
    entries = [line.partition(': ') for line in lines if line]
    return {entry[0]: entry[2].strip() or None for entry in entries}


def listed():
    return [i for i, words in read_list('scenarios.txt').items() if words is None]


def run(server, ids, *more):
    """The runner's report by scenario id, and what it printed."""
    with tempfile.NamedTemporaryFile(suffix='.json') as report:
        done = subprocess.run([sys.executable, RUNNER, '--base', f'http://127.0.0.1:{server.port}',
                               '--await', str(AWAIT_SECONDS * 1000), '--json', report.name, *(['--only', ','.join(ids)] if ids else []), *more],
                              capture_output=True, text=True)
        text = done.stdout + done.stderr
        content = report.read()
    if not content:
        print(text)
        return {}, text
    return {e['id']: e for e in json.loads(content)['scenarios']}, text


def restart_script(server, folder):
    """A command for the runner's shell that kills the server by its pid and starts it again on its directory."""
    path = os.path.join(folder, 'restart.py')
    pid = os.path.join(folder, 'pid')
    with open(pid, 'w') as f:
        f.write(str(server.process.pid))
    with open(path, 'w') as f:
        f.write(f'''import os, signal, subprocess, sys, time
pid = int(open({pid!r}).read())
os.kill(pid, signal.SIGKILL)
while True:
    try:
        os.kill(pid, 0)
        if open(f'/proc/{{pid}}/stat').read().split(')')[1].split()[0] == 'Z':
            break
        time.sleep(0.002)
    except (ProcessLookupError, FileNotFoundError):
        break
# The runner repeats a request whose connection ended, without an idempotency key: a create that waits for its
# result on a thread of its own would start a second instance if the server came back before that has given up.
until = time.monotonic() + {PATIENCE_SECONDS}
while len(os.listdir('/proc/' + sys.argv[1] + '/task')) > 1 and time.monotonic() < until:
    time.sleep(0.002)
log = open({server.log_path!r}, 'ab')
p = subprocess.Popen({server.command()!r}, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
open({pid!r}, 'w').write(str(p.pid))
''')
    return f'{sys.executable} {path} $PPID', pid


def end(pid, server):
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        print(f'the last server ended by itself: {server.log_tail()}')


def with_restarts(ids):
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        command, pid_path = restart_script(server, folder)
        try:
            return run(server, ids, '--restart-cmd', command)
        finally:
            with open(pid_path) as f:
                pid = int(f.read())
            if pid != server.process.pid:
                end(pid, server)


def judge_all(entries, report):
    """Those listed pass, those with words say them, and all others wait for an element: (passed, failed, waiting)."""
    passed = failed = waiting = 0
    for i, entry in report.items():
        why = ' '.join((entry.get('why') or '').split())
        words = entries.get(i)
        if entry['result'] == 'pass':
            complaint = None if i in entries and words is None else 'passes: list it'
        elif i in entries:
            complaint = None if words is not None and words in why else why
        else:
            complaint = None if NOT_YET.search(why) else 'runs, and fails: ' + why
        passed += complaint is None and entry['result'] == 'pass'
        waiting += complaint is None and entry['result'] != 'pass'
        failed += complaint is not None
        if complaint is not None:
            print(f'FAILED {i}: {complaint}')
    for i in sorted(set(entries) - set(report)):
        failed += 1
        print(f'FAILED {i}: did not run')
    return passed, failed, waiting


def judge(name, wanted, report):
    failed = [i for i in wanted if report.get(i, {}).get('result') != 'pass']
    for i in failed:
        print(f'FAILED {name} {i}: {report.get(i, {}).get("why", "did not run")}')
    return len(wanted) - len(failed), len(failed)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true')
    parser.add_argument('--all', action='store_true', help='print the whole report and which pass')
    arguments = parser.parse_args()
    if not os.path.exists(RUNNER):
        print(f'SKIPPED: no conformance data at {SHARED} (set BATON_SHARED)')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    with Server() as server:
        report, text = run(server, None)
    if arguments.all:
        print(text)
        print('pass:', ' '.join(sorted(i for i, e in report.items() if e['result'] == 'pass')))
        return 0
    passed, failed, waiting = judge_all(read_list('scenarios.txt'), report)
    print(f'{waiting} wait for elements that the engine does not have yet')
    sample = listed() if arguments.full else listed()[::RESTART_SAMPLE_EVERY]
    report, _ = with_restarts(sample)
    more_passed, more_failed = judge('with restarts', sample, report)
    print(f'{passed + more_passed} passed, {failed + more_failed} failed')
    return 1 if failed + more_failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
