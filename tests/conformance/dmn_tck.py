#!/usr/bin/env python3
"""The DMN TCK through `baton decide --batch`, and with --full over HTTP, with the runner of the shared data.

Folder 0076 calls Java and is left out. Inputs without a declared type are given as FEEL writes dates and times.
"""
import argparse
import os
import re
import subprocess
import sys

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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true', help='over HTTP, too')
    arguments = parser.parse_args()
    if not os.path.exists(RUNNER):
        print(f'SKIPPED: no conformance data at {SHARED} (set BATON_SHARED)')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    results = [run('decide --batch', '--jsonl', f'{BINARY} decide --batch')]
    if arguments.full:
        with Server() as server:
            results.append(run('http', '--http', f'http://127.0.0.1:{server.port}'))
    passed, failed = (sum(counts) for counts in zip(*results))
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
