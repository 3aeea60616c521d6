#!/usr/bin/env python3
"""Official Camunda 8 clients from their package registries against a server of our own: ./dev test --clients.

They are installed below build/clients, never kept in the repository. The last line is "N passed, N failed".
"""
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from server import Server  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CLIENTS = os.path.join(ROOT, 'build', 'clients')
PYTHON_PACKAGE = 'camunda-orchestration-sdk==10.0.1'
NPM_PACKAGE = '@camunda8/orchestration-cluster-api@9.1.5'
STORY_SECONDS = 300


def install(done_mark, *commands):
    """Run the commands once; the mark names what was installed."""
    if os.path.exists(done_mark):
        return
    for command in commands:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    with open(done_mark, 'w') as f:
        f.write('installed\n')


def python_story():
    folder = os.path.join(CLIENTS, 'python-' + PYTHON_PACKAGE.split('==')[1])
    python = os.path.join(folder, 'bin', 'python')
    install(os.path.join(folder, 'installed'),
            [sys.executable, '-m', 'venv', folder],
            [python, '-m', 'pip', 'install', '--quiet', PYTHON_PACKAGE])
    return [python, os.path.join(HERE, 'story.py')]


def npm_story():
    folder = os.path.join(CLIENTS, 'npm-' + NPM_PACKAGE.rsplit('@', 1)[1])
    os.makedirs(folder, exist_ok=True)
    install(os.path.join(folder, 'installed'),
            ['npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, NPM_PACKAGE])
    # a module finds its packages beside itself
    return ['node', shutil.copy(os.path.join(HERE, 'story.mjs'), folder)]


def tell(name, command):
    with Server(arguments=['--clock-control']) as server:
        print(f'--- {name}', flush=True)
        done = subprocess.run([*command, str(server.port), os.path.join(HERE, 'story.bpmn')], capture_output=True, text=True,
                              timeout=STORY_SECONDS)
    found = re.search(r'^(\d+) passed, (\d+) failed$', done.stdout, re.M)
    print(done.stdout.replace(found.group(0), '') if found else done.stdout, flush=True)
    if done.returncode != 0:
        print(done.stderr[-4000:], flush=True)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 1)


def main():
    results = [tell(PYTHON_PACKAGE, python_story()), tell(NPM_PACKAGE, npm_story())]
    passed, failed = sum(r[0] for r in results), sum(r[1] for r in results)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
