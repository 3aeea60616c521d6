#!/usr/bin/env python3
"""Models that break one rule of the standard each (scope "execution") are refused, and for that reason.

tests/conformance/constraints.txt has for each file the rule that must refuse it (one of several, parted by '|'), or
'-' with a reason when it is not refused for what it breaks. 'later': it breaks a rule about an element that comes
later; it must be refused for that element, and when the engine has it by whatever rule there is.
That valid models stay accepted is shown by the scenarios, the betsy benchmark and the models of other engines.
"""
import argparse
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scenarios import SHARED, read_list  # noqa: E402
from server import BINARY  # noqa: E402

FOLDER = os.path.join(SHARED, 'conformance', 'bpmn-betsy')
RIGHT_PER_CENT = 86


def rules_of(path):
    """Rules that refuse the file, and the reasons."""
    done = subprocess.run([BINARY, 'lint', '-q', '-o', 'json', path], capture_output=True, text=True)
    errors = [f for f in json.loads(done.stdout) if f['severity'] == 'error']
    return {f['rule'] for f in errors}, [f'{f["element"]} {f["elementId"]}: {f["reason"]}' for f in errors]


def judge(wanted, rules, reasons):
    """('right' | 'wrong' | 'waits', complaint or None)"""
    if not wanted or (wanted == '-' and not rules):
        return 'wrong', None if wanted else 'is not listed'
    if wanted != '-' and rules & set(wanted.split('|')):
        return 'right', None
    if wanted == '-':
        return 'wrong', None
    if wanted == 'later' and any('not supported' in reason for reason in reasons):
        return 'waits', None
    if wanted == 'later' and rules:
        return 'right', None
    return 'wrong', f'must be refused by {wanted}, not by {sorted(rules)}'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true', help='the same: there is no more')
    parser.parse_args()
    if not os.path.isdir(FOLDER):
        print(f'SKIPPED: no conformance data at {SHARED} (set BATON_SHARED)')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    with open(os.path.join(FOLDER, 'constraints.json'), encoding='utf-8') as f:
        files = sorted(c['file'] for c in json.load(f) if c['scope'] == 'execution')
    listed = read_list('constraints.txt')
    counts, failed = {'right': 0, 'wrong': 0, 'waits': 0}, 0
    for name in files:
        outcome, complaint = judge(listed.get(name), *rules_of(os.path.join(FOLDER, 'constraints', name)))
        counts[outcome] += 1
        failed += complaint is not None
        if complaint is not None:
            print(f'FAILED {name} {complaint}')
    per_cent = 100 * (counts['right'] + counts['waits']) / len(files)
    print(f'{counts["right"]} are refused for what they break and {counts["waits"]} for an element that comes later, '
          f'together {per_cent:.1f} %; {counts["wrong"]} are not')
    if per_cent < RIGHT_PER_CENT:
        failed += 1
        print(f'FAILED less than {RIGHT_PER_CENT} %')
    print(f'{len(files) - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
