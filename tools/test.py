#!/usr/bin/env python3
"""Everything that must hold, step by step. ./dev test [--full] [NAME...] runs the steps whose name holds NAME.
./dev test --clients runs the official clients instead: they come from their registries, over the network.

Each step is one line; a failing one shows the end of its log. The last line is "N passed, N failed".
"""
import argparse
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOGS = os.path.join(ROOT, 'build', 'log')
CLOSING = re.compile(r'^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$', re.M)


def build(preset):
    return [['./dev', 'build', preset]]


def ctest(preset, *more):
    return [['ctest', '--test-dir', f'build/{preset}', '--output-on-failure', '--timeout', '900', '-j', '2', *more]]


def python(script, *arguments):
    return [[sys.executable, script, *arguments]]


def binary(path, *arguments):
    return [[path, *arguments]]


def steps(full):
    yield 'format', [['./dev', 'fmt', '--check']]
    yield 'tidy', [['./dev', 'tidy']]
    yield 'build-debug', build('debug')
    yield 'unit-debug', ctest('debug')
    yield 'build-release', build('release')
    yield 'build-debug-clang', build('debug-clang')
    yield 'unit-debug-clang', ctest('debug-clang')
    yield 'build-release-clang', build('release-clang')
    yield 'replay', python('tests/replay/compare.py', *(['--full'] if full else []))
    for name, script in (('order-kill', 'tests/system/order_kill.py'),
                         ('engine-stress', 'tests/system/engine_stress.py'),
                         ('scenarios', 'tests/conformance/scenarios.py'),
                         ('betsy', 'tests/conformance/betsy.py'),
                         ('constraints', 'tests/conformance/constraints.py'),
                         ('miwg', 'tests/conformance/miwg.py'),
                         ('random-models', 'tests/random_models/run.py'),
                         ('engine-models', 'tests/conformance/engine_models.py'),
                         ('wire', 'tests/conformance/wire_fields.py'),
                         ('openapi', 'tests/conformance/openapi.py'),
                         ('dmn-tck', 'tests/conformance/dmn_tck.py'),
                         ('hostile', 'tests/system/hostile.py'),
                         ('system', 'tests/system/system_test.py'),
                         ('cluster', 'tests/system/cluster_test.py'),
                         ('drill', 'tests/system/drill.py'),
                         ('cli', 'tests/system/cli_test.py'),
                         ('library', 'tests/system/library_test.py'),
                         ('operation', 'tests/system/operation_test.py')):
        yield name, python(script, *(['--full'] if full else []))
    yield 'peer-port', binary('env', f'BATON_HOSTILE_FRAMES={1000000 if full else 10000}', 'build/release/tests/hostile/peer_port')
    if full:
        yield 'simulation', binary('build/release/tests/simulation/sim', '--seed', '1', '--count', '20000', '--sweeps', '100')
        yield 'coverage', python('tools/coverage.py')
        yield 'build-tsan', build('tsan')
        yield 'unit-tsan', ctest('tsan')


def client_steps():
    yield 'build-release', build('release')
    yield 'clients', python('tests/clients/run.py')


def run_step(name, commands):
    """(ok, seconds, log text)"""
    started = time.monotonic()
    path = os.path.join(LOGS, f'test-{name}.log')
    ok = True
    with open(path, 'wb') as log:
        for command in commands:
            if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log,
                              stderr=subprocess.STDOUT).returncode != 0:
                ok = False
                break
    with open(path, errors='replace') as log:
        text = log.read()
    return ok, time.monotonic() - started, text


def summary(text):
    found = CLOSING.findall(text)
    passed, failed = sum(int(f[0]) for f in found), sum(int(f[1]) for f in found)
    skipped = sum(int(f[2] or 0) for f in found)
    if found:
        return f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else '')
    match = re.search(r'\d+% tests passed.*', text)
    return match.group(0) if match else ''


def main():
    parser = argparse.ArgumentParser(prog='./dev test', description=__doc__)
    parser.add_argument('--full', action='store_true', help='more seeds, more samples, ThreadSanitizer')
    parser.add_argument('--clients', action='store_true', help='whole stories through the official clients, no other step')
    parser.add_argument('names', nargs='*', help='only the steps whose name holds one of these')
    arguments = parser.parse_args()
    os.makedirs(LOGS, exist_ok=True)
    passed = failed = 0
    for name, commands in client_steps() if arguments.clients else steps(arguments.full):
        if arguments.names and not any(n in name for n in arguments.names):
            continue
        ok, seconds, text = run_step(name, commands)
        print(f'{"ok    " if ok else "FAILED"} {name:20} {seconds:6.1f} s  {summary(text)}', flush=True)
        for line in text.splitlines():
            if line.startswith('SKIPPED') or 'skipped: ' in line:
                print(f'       {line}')
        passed += ok
        failed += not ok
        if not ok:
            print('\n'.join('       ' + line for line in text.splitlines()[-60:]), flush=True)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
