#!/usr/bin/env python3
"""The betsy benchmark's processes, one a construct, through the runner of the scenarios.

tests/conformance/betsy.txt lists those that must pass and those that fail for a reason of their own; every other one
must be refused at deployment for an element that the engine does not have yet.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scenarios import RUNNER, SHARED, Server, judge_all, read_list, run  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true', help='the same: there is no more')
    parser.add_argument('--all', action='store_true', help='print the whole report')
    arguments = parser.parse_args()
    if not os.path.exists(RUNNER):
        print(f'SKIPPED: no conformance data at {SHARED} (set BATON_SHARED)')
        print('0 passed, 0 failed, 1 skipped')
        return 0
    with Server() as server:
        report, text = run(server, None, '--suite', 'betsy')
    if arguments.all:
        print(text)
        return 0
    passed, failed, waiting = judge_all(read_list('betsy.txt'), report)
    print(f'{waiting} wait for elements that the engine does not have yet')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
