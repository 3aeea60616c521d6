#!/usr/bin/env python3
"""The DMN TCK through `baton decide --batch`, and with --full over HTTP, with the runner of the shared data.

Folder 0076 calls Java and is left out. Inputs without a declared type are given as FEEL writes dates and times.
What the other builds that lie beside the binary answer to the same requests, in another time zone and locale, must be
the same bytes.
"""
import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from server import BINARY, Server  # noqa: E402

SHARED = os.environ.get('BATON_SHARED', os.path.join(ROOT, '..', 'shared'))
RUNNER = os.path.join(SHARED, 'conformance', 'runner', 'run_tck.py')


def run(name, *transport):
    """(passed, failed) of all cases; an answer that is none counts as failed."""
    done = subprocess.run([sys.executable, RUNNER, '--tck', os.path.join(SHARED, 'conformance', 'dmn-tck'), '--skip-java',
                           '--temporal', 'at', '--failures', '5', *transport], capture_output=True, text=True)
    found = re.search(r'^total\s+cases (\d+)/(\d+) .* broken nodes (\d+)', done.stdout, re.M)
    passed, cases, broken = (int(n) for n in found.groups()) if found else (0, 1, 1)
    if passed < cases or broken:
        print(done.stdout[-8000:] + done.stderr[-2000:])
    print(f'{name}: {passed} of {cases} cases, {broken} broken')
    return passed, cases - passed + broken


OTHERS = ('debug', 'debug-clang', 'release-clang', 'coverage')
ELSEWHERE = ({'TZ': 'Pacific/Chatham', 'LC_ALL': 'tr_TR.UTF-8'}, {'TZ': 'America/St_Johns', 'LC_ALL': 'C'})


def answers(binary, requests, environment):
    """What a build says to the requests, in lines."""
    with open(requests, 'rb') as lines:
        done = subprocess.run([binary, 'decide', '--batch'], stdin=lines, stdout=subprocess.PIPE,
                              env={**os.environ, **environment}, check=False)
    return done.stdout.splitlines()


def same_bytes(requests):
    """(passed, failed): builds and surroundings whose answers are those of the binary."""
    expected = answers(BINARY, requests, {})
    builds = os.path.join(ROOT, 'build')
    tries = [(BINARY, ELSEWHERE[0])]
    tries += [(binary, ELSEWHERE[1]) for name in OTHERS
              if os.path.exists(binary := os.path.join(builds, name, 'bin', 'baton'))]
    failed = 0
    for binary, environment in tries:
        found = answers(binary, requests, environment)
        differing = [pair for pair in zip(expected, found) if pair[0] != pair[1]]
        wrong = bool(differing) or not expected or len(found) != len(expected)
        failed += wrong
        print(f'{os.path.relpath(binary, ROOT)} {environment}: {len(found)} of {len(expected)} answers, {len(differing)} differ')
        for ours, theirs in differing[:3]:
            print(f'  {ours[:300]!r}\n  {theirs[:300]!r}')
    return len(tries) - failed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true', help='over HTTP, too')
    arguments = parser.parse_args()
    if not os.path.exists(RUNNER):
        print(f'SKIPPED: no conformance data at {SHARED} (set BATON_SHARED)')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    with tempfile.TemporaryDirectory(prefix='baton-tck-') as folder:
        requests = os.path.join(folder, 'requests')
        command = f'tee {shlex.quote(requests)} | {shlex.quote(BINARY)} decide --batch'
        results = [run('decide --batch', '--jsonl', f'sh -c {shlex.quote(command)}'), same_bytes(requests)]
    if arguments.full:
        with Server() as server:
            results.append(run('http', '--http', f'http://127.0.0.1:{server.port}'))
    passed, failed = (sum(counts) for counts in zip(*results))
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
