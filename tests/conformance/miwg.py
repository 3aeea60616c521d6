#!/usr/bin/env python3
"""Exports of many modelling tools: each is deployed as it is and with every process made executable. The server
answers 200, or 400 with a message that names line and reason, within a second; what was accepted reads back byte by
byte as it was sent. What the parser makes of the files is counted in bpmn/test (assertion A).
"""
import argparse
import os
import re
import sys
import time
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scenarios import SHARED, Server  # noqa: E402

FOLDERS = ('bpmn-miwg/reference', 'bpmn-miwg/vendors')
ANSWER_SECONDS = 10  # a second, for a machine that does other things as well
BOUNDARY = 'boundary-of-the-test'
EXECUTABLE = re.compile(rb'isExecutable\s*=\s*(["\'])(?:false|0)\1')
PROCESS = re.compile(rb'<((?:[\w-]+:)?process)(?![\w-])(?![^>]*isExecutable)')


def executable(content):
    if content.startswith((b'\xff\xfe', b'\xfe\xff')):
        return content
    return PROCESS.sub(rb'<\1 isExecutable="true"', EXECUTABLE.sub(rb'isExecutable="true"', content))


def deploy(server, name, content):
    head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="resources"; filename="{name}"\r\n\r\n').encode()
    started = time.monotonic()
    status, answer, _ = server.request('POST', '/v2/deployments', head + content + f'\r\n--{BOUNDARY}--\r\n'.encode(),
                                       {'Content-Type': f'multipart/form-data; boundary={BOUNDARY}'})
    return status, answer, time.monotonic() - started


def read_back(server, answer, content):
    """A complaint when a process is not read back as it was sent."""
    for entry in answer['deployments']:
        if entry.get('processDefinition') is None:
            continue
        key = entry['processDefinition']['processDefinitionKey']
        with urllib.request.urlopen(f'http://127.0.0.1:{server.port}/v2/process-definitions/{key}/xml') as got:
            if got.read() != content:
                return 'reads back differently'
    return None


def check(server, name, content):
    status, answer, seconds = deploy(server, name, content)
    if status not in (200, 400):
        return status, f'{status} {answer}'
    if seconds > ANSWER_SECONDS:
        return status, f'took {seconds:.1f} s'
    if status == 200:
        return status, read_back(server, answer, content)
    if not re.search(r'line \d+', answer['detail']):
        return status, 'no line in: ' + answer['detail'][:300]
    return status, None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true', help='the same: there is no more')
    parser.parse_args()
    folders = [os.path.join(SHARED, 'conformance', folder) for folder in FOLDERS]
    if not os.path.isdir(folders[0]):
        print(f'SKIPPED: no conformance data at {SHARED} (set BATON_SHARED)')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    accepted = passed = failed = 0
    with Server() as server:
        for path in sorted(os.path.join(folder, name) for folder in folders for name in os.listdir(folder)):
            with open(path, 'rb') as f:
                content = f.read()
            for form in (content, executable(content)):
                status, complaint = check(server, os.path.basename(path), form)
                accepted += status == 200
                passed += complaint is None
                failed += complaint is not None
                if complaint is not None:
                    print(f'FAILED {os.path.basename(path)}: {complaint}')
    print(f'{accepted} accepted')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
