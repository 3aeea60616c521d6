#!/usr/bin/env python3
"""/openapi.json against the routes: none without it, none in it without a route; and against the list of fields."""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import openapi  # noqa: E402
from server import Server  # noqa: E402

counts = {'passed': 0, 'failed': 0}


def check(name, wrong):
    counts['failed' if wrong else 'passed'] += 1
    if wrong:
        print(f'FAILED {name}: {wrong}')


def references(value):
    if isinstance(value, dict):
        if '$ref' in value:
            yield value['$ref']
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolves(document, reference):
    value = document
    for part in reference.removeprefix('#/').split('/'):
        value = value.get(part) if isinstance(value, dict) else None
    return value is not None


def main():
    with Server() as server:
        status, document, headers = server.request('GET', '/openapi.json')
        check('is JSON', status != 200 or headers['Content-Type'] != 'application/json')
        answers = {}
        for path, methods in document['paths'].items():
            for method in methods:
                given = path.replace('{', '').replace('}', '')
                answers[method, path] = server.request(method.upper(), given, b'x', {'Content-Type': 'text/nothing'})[0]
    with open(openapi.DOCUMENT, encoding='utf-8') as f:
        check('is the file of the repository', json.load(f) != document)
    routes = {(m.lower(), p) for m, p, _ in openapi.served()}
    described = {(m, p) for p, methods in document['paths'].items() for m in methods}
    check('every route is in it', routes - described)
    check('everything in it is a route', described - routes)
    check('everything in it is answered', {k: s for k, s in answers.items() if s in (405, 501)})
    with open(os.path.join(ROOT, 'docs', 'api.md'), encoding='utf-8') as f:
        told = {(m.lower(), p) for m, p in re.findall(r'^\| (\w+) \| `(/\S+)` \|', f.read(), re.M)}
    check('docs/api.md has every operation', {r for r in routes if r[1].startswith('/v2/')} - told)
    check('docs/api.md has no other', told - routes)
    names = [o['operationId'] for methods in document['paths'].values() for o in methods.values()]
    check('every operation has a name of its own', len(names) != len(set(names)))
    check('every reference resolves', [r for r in references(document) if not resolves(document, r)])
    if os.path.exists(openapi.FIELDS):
        done = subprocess.run([sys.executable, os.path.join(ROOT, 'tools', 'openapi.py'), '--check'], capture_output=True, text=True)
        check('says what the list of fields says', done.stderr)
        print(f'{counts["passed"]} passed, {counts["failed"]} failed')
    else:
        print(f'SKIPPED: no list of fields at {openapi.FIELDS} (set BATON_SHARED)')
        print(f'{counts["passed"]} passed, {counts["failed"]} failed, 1 skipped')
    return 1 if counts['failed'] else 0


if __name__ == '__main__':
    sys.exit(main())
