#!/usr/bin/env python3
"""The rules of the house that a machine can check: layers, sizes, banned calls, leftovers.

Sizes have a ratchet: tools/tidy.ratchet lists what is over a wall today; an entry may only shrink, and one
that is no longer needed must go. Exit status 1 and one line a finding when a rule is broken.
"""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RATCHET = os.path.join(ROOT, 'tools', 'tidy.ratchet')
FILE_WALL = 1000
FUNCTION_WALL = 70

# folder -> (prefix of its public headers, prefixes it may include besides its own)
LAYERS = {
    'base': ('base', []),
    'value': ('value', ['base']),
    'feel': ('feel', ['base', 'value']),
    'xml': ('xml', ['base']),
    'bpmn': ('bpmn', ['base', 'value', 'feel', 'xml']),
    'dmn': ('dmn', ['base', 'value', 'feel', 'xml']),
    'storage-lmdb': ('store', ['base']),
    'replication': ('replication', ['base']),
    'raft-fsm': ('fsm', ['base', 'value', 'feel', 'dmn/dmn.h', 'bpmn/model.h', 'store']),
    'read-model': ('readmodel', ['base', 'value', 'store', 'fsm/trace.h']),
    'http': ('http', ['base', 'value', 'feel', 'bpmn', 'dmn', 'fsm/command.h', 'readmodel']),
    'node': ('node', ['base', 'value', 'feel', 'bpmn', 'store', 'replication', 'fsm', 'readmodel', 'http']),
    'client-lib': ('baton', ['base']),
    'cli': ('cli', ['base', 'value', 'feel', 'bpmn', 'dmn', 'store', 'replication', 'fsm', 'readmodel', 'http', 'node',
                    'baton']),
}
OUR_PREFIXES = {prefix for prefix, _ in LAYERS.values()} | {'testkit'}

# third-party header (regular expression) -> folders that may see it
PRIVATE_HEADERS = [
    (r'bid_functions|bid_conf', ['base']),
    (r'xxhash', ['base']),
    (r'msgpack', ['value']),
    (r'yajl', ['value']),
    (r'utf8proc', ['feel']),
    (r'lmdb', ['storage-lmdb']),
    (r'libxml', ['xml']),
    (r'raft(\.|/)', ['replication']),
    (r'uv\.h|uv/', ['replication', 'node']),
    (r'h2o', ['http']),
    (r'nghttp2', ['client-lib']),
    (r'openssl', ['replication', 'http', 'client-lib', 'cli']),
]

BANNED_ANYWHERE = ['strcpy', 'strcat', 'sprintf', 'vsprintf', 'strtok', 'atoi', 'atol', 'atof', 'strtod', 'strtof',
                   'rand', 'srand', 'random', 'localtime', 'localtime_r', 'mktime', 'setlocale', 'gets', 'alloca']
BANNED_QSORT = ['qsort', 'qsort_r']
DETERMINISTIC = ['base/src', 'value', 'feel', 'xml', 'dmn', 'bpmn', 'raft-fsm', 'read-model']
BANNED_DETERMINISTIC = ['time', 'clock_gettime', 'clock_monotonic_ms', 'clock_wall_ms', 'gettimeofday', 'getenv',
                        'getrandom', 'random_seed']
# Each exception is a place whose work is the call itself.
ALLOWED = {
    ('base/src/sort.c', 'qsort'),
    ('base/src/clock.c', 'clock_gettime'),
    ('base/src/clock.c', 'clock_monotonic_ms'),
    ('base/src/clock.c', 'clock_wall_ms'),
    ('base/src/log.c', 'clock_gettime'),
    ('base/src/random.c', 'getrandom'),
    ('base/src/random.c', 'random_seed'),
    ('tests/replay/replay.c', 'setlocale'),
}


def tracked(*patterns):
    out = subprocess.run(['git', 'ls-files', '-z', *patterns], cwd=ROOT, capture_output=True, check=True)
    return [p for p in out.stdout.decode().split('\0') if p and os.path.exists(os.path.join(ROOT, p))]


def folder_of(path):
    return path.split('/', 1)[0]


def in_test(path):
    return '/test/' in path or '/testkit/' in path or path.startswith(('tests/', 'bench/', 'examples/', 'chaos-tests/'))


def strip_comments(text):
    def blank(match):
        return re.sub(r'[^\n]', ' ', match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def check_includes(path, text, findings):
    folder = folder_of(path)
    if folder not in LAYERS:
        return
    prefix, allowed = LAYERS[folder]
    allowed = allowed + [prefix]
    if in_test(path):
        allowed = sorted(OUR_PREFIXES)
    for number, line in enumerate(text.split('\n'), 1):
        match = re.match(r'\s*#include\s+["<]([^">]+)[">]', line)
        if not match:
            continue
        header = match.group(1)
        head = header.split('/', 1)[0]
        if '/' in header and head in OUR_PREFIXES:
            if header not in allowed and head not in allowed:
                findings.append(f'{path}:{number}: layer: {folder} may not include {header}')
        for pattern, folders in PRIVATE_HEADERS:
            if re.match(pattern, header) and not any(path.startswith(f + '/') for f in folders) and not in_test(path):
                findings.append(f'{path}:{number}: layer: {header} is private to {", ".join(folders)}')


def check_calls(path, code, findings):
    banned = list(BANNED_ANYWHERE) + BANNED_QSORT
    if any(path.startswith(f + '/') for f in DETERMINISTIC) and not in_test(path):
        banned += BANNED_DETERMINISTIC
    if path.startswith('raft-fsm/') and not in_test(path):
        banned += ['malloc', 'calloc', 'realloc', 'double', 'float']
    pattern = re.compile(r'(?<![\w.>])(' + '|'.join(banned) + r')\s*\(')
    for number, line in enumerate(code.split('\n'), 1):
        for match in pattern.finditer(line):
            if (path, match.group(1)) not in ALLOWED:
                findings.append(f'{path}:{number}: banned call: {match.group(1)}')


def function_sizes(code):
    """(name, first line, lines) of each function; clang-format puts its braces into column 0."""
    lines = code.split('\n')
    start = None
    for i, line in enumerate(lines):
        if line == '{':
            start = i
        elif line.startswith('}') and start is not None:
            j = start - 1
            while j >= 0 and '(' not in lines[j] and lines[j].strip():
                j -= 1
            while j > 0 and lines[j][:1] in (' ', '\t'):
                j -= 1
            match = re.search(r'(\w+)\s*\(', lines[j]) if j >= 0 else None
            yield (match.group(1) if match else '?'), j + 1, i - j + 1
            start = None


def sizes(path, text, code):
    out = {}
    count = text.count('\n')
    if count > FILE_WALL:
        out[path] = count
    for name, _, length in function_sizes(code):
        if length > FUNCTION_WALL:
            out[f'{path}:{name}'] = length
    return out


def check_ratchet(over, findings):
    try:
        with open(RATCHET, encoding='utf-8') as f:
            ratchet = json.load(f)
    except FileNotFoundError:
        ratchet = {}
    for name, size in sorted(over.items()):
        wall = ratchet.get(name)
        if wall is None:
            findings.append(f'{name}: {size} lines, over the wall')
        elif size > wall:
            findings.append(f'{name}: {size} lines, the ratchet stands at {wall}')
    for name, wall in ratchet.items():
        if over.get(name, 0) < wall:
            findings.append(f'tools/tidy.ratchet: {name} is {over.get(name, "under the wall")} now: lower or drop it')


def check_leftovers(path, text, findings):
    for number, line in enumerate(text.split('\n'), 1):
        if re.search(r'\b(TODO|FIXME|XXX)\b', line):
            findings.append(f'{path}:{number}: leftover: {line.strip()[:60]}')


def main():
    findings, over = [], {}
    for path in tracked('*.c', '*.h'):
        with open(os.path.join(ROOT, path), encoding='utf-8') as f:
            text = f.read()
        code = strip_comments(text)
        generated = re.search(r'[Gg]enerated by tools/', text[:600]) is not None
        check_includes(path, text, findings)
        check_calls(path, code, findings)
        check_leftovers(path, text, findings)
        if not generated:
            over.update(sizes(path, text, code))
    check_ratchet(over, findings)
    for line in findings:
        print(line)
    print(f'tidy: {len(findings)} findings')
    return 1 if findings else 0


if __name__ == '__main__':
    sys.exit(main())
