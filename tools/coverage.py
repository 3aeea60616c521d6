#!/usr/bin/env python3
"""Line coverage of the modules that carry the state: raft-fsm, feel, storage-lmdb, by their own tests and replay.

Prints a line a module and fails under the module's mark. Part of ./dev test --full.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, 'build', 'coverage')
MODULES = {'raft-fsm': ['fsm_test', 'fsm_command_test', 'replay_test'], 'feel': ['feel_test'], 'storage-lmdb': ['store_test']}
MARKS = {'raft-fsm': 95.0, 'feel': 92.0, 'storage-lmdb': 90.0}


def run(*command, **more):
    subprocess.run(command, check=True, cwd=ROOT, **more)


def lines_of(module):
    """file -> {line: hit} over all object files of the module."""
    found = {}
    data = [os.path.join(d, f) for d, _, files in os.walk(os.path.join(BUILD, module)) for f in files if f.endswith('.gcda')]
    with tempfile.TemporaryDirectory() as folder:
        for path in data:
            subprocess.run(['gcov', '--json-format', path], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        for name in os.listdir(folder):
            with gzip.open(os.path.join(folder, name)) as f:
                report = json.load(f)
            for entry in report['files']:
                file = os.path.normpath(os.path.join(report['current_working_directory'], entry['file']))
                relative = os.path.relpath(file, ROOT)
                if relative.startswith(module + '/src/'):
                    lines = found.setdefault(relative, {})
                    for line in entry['lines']:
                        lines[line['line_number']] = lines.get(line['line_number'], 0) + line['count']
    return found


def main():
    run('./dev', 'build', 'coverage')
    for tests in MODULES.values():
        for test in tests:
            run('ctest', '--test-dir', 'build/coverage', '-R', f'^{test}$', '--output-on-failure', stdout=subprocess.DEVNULL)
    failed = 0
    for module in MODULES:
        files = lines_of(module)
        total = sum(len(lines) for lines in files.values())
        hit = sum(1 for lines in files.values() for count in lines.values() if count)
        share = 100.0 * hit / max(1, total)
        mark = MARKS[module]
        failed += share < mark
        print(f'{module:14} {share:5.1f} % of {total} lines {"" if share >= mark else "UNDER " + str(mark) + " %"}')
        for file, lines in sorted(files.items(), key=lambda item: sum(1 for c in item[1].values() if c) / max(1, len(item[1])))[:3]:
            part = 100.0 * sum(1 for c in lines.values() if c) / max(1, len(lines))
            print(f'               {part:5.1f} % {file}')
    print(f'{len(MODULES) - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
