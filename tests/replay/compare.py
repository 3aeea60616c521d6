#!/usr/bin/env python3
"""One random log through the builds of two compilers, under other time zones and locales: equal digests.

compare.py [--full] [--seed N] [--commands N]

The gcc build makes the log from its seed, records it and takes it through its four machines. Every other run
(the clang build from the same seed, and both builds on the recorded log under other TZ and LC_ALL) must show the
same digests. --full: five seeds. Locales are compiled on the way into a temporary folder; where localedef is
missing those runs are under the C locale, and say so. The last line is "N passed, N failed".
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GCC = os.path.join(ROOT, 'build', 'release', 'tests', 'replay', 'replay')
CLANG = os.path.join(ROOT, 'build', 'release-clang', 'tests', 'replay', 'replay')
COMMANDS = 20000
SEEDS_FULL = 5
TIMEOUT_S = 600
AT_ONCE = 2

# name, binary, from the recorded log (else from the seed), TZ, LC_ALL
RUNS = [
    ('gcc', GCC, False, 'UTC', 'C'),
    ('clang', CLANG, False, 'Asia/Kathmandu', 'C'),
    ('clang on the log of gcc', CLANG, True, 'America/St_Johns', 'tr_TR.UTF-8'),
    ('gcc on its log', GCC, True, 'Asia/Kathmandu', 'de_DE.UTF-8'),
]


def make_locales(folder):
    """Compile the locales of RUNS; those that cannot be had are skipped, loudly."""
    for locale in sorted({run[4] for run in RUNS} - {'C'}):
        name, charset = locale.split('.')
        try:
            subprocess.run(['localedef', '--no-archive', '-i', name, '-f', charset, os.path.join(folder, locale)],
                           check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            shutil.rmtree(os.path.join(folder, locale), ignore_errors=True)
            print(f'SKIPPED: no locale {locale} (the package locales is missing): its run is under C')


def run(binary, arguments, environment):
    """(exit status, output)"""
    done = subprocess.run([binary, *arguments], env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT_S)
    return done.returncode, done.stdout.decode(errors='replace')


def read_lines(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding='ascii') as f:
        return f.read().splitlines()


def first_difference(wanted, found):
    for a, b in zip(wanted, found):
        if a != b:
            return f'the digests differ at index {a.split()[0]} or in the entries before it'
    return f'{len(found)} lines of digests, wanted {len(wanted)}'


class Seed:
    """The runs of one seed, which must all show the digests of the first."""

    def __init__(self, folder, locales, seed, commands):
        self.folder, self.locales, self.seed, self.commands = folder, locales, seed, commands
        self.log = os.path.join(folder, 'log')

    def run(self, number):
        """(what went wrong or None, digests)"""
        _, binary, reads, zone, locale = RUNS[number]
        digests = os.path.join(self.folder, f'digests-{number}')
        arguments = ['--read', self.log] if reads else ['--seed', str(self.seed), '--commands', str(self.commands)]
        arguments += ['--write', self.log] if number == 0 else []
        environment = {'TZ': zone, 'LC_ALL': locale, 'LOCPATH': self.locales}
        status, output = run(binary, [*arguments, '--digests', digests], environment)
        found = read_lines(digests)
        if status != 0:
            return f'exit status {status}\n{output}', found
        if os.path.isdir(os.path.join(self.locales, locale)) and f'locale {locale}' not in output:
            return f'it did not take the locale {locale}\n{output}', found
        return (None if found else 'no digests'), found

    def compare(self):
        """(passed, failed)"""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            # What reads the log can only start when it is written.
            results = list(pool.map(self.run, [0, 1]))
            results += list(pool.map(self.run, range(2, len(RUNS))))
        wanted = results[0][1]
        failed = 0
        for (name, _, _, zone, locale), (why, found) in zip(RUNS, results):
            if why is None and found != wanted:
                why = first_difference(wanted, found)
            failed += why is not None
            print(f'{"ok    " if why is None else "FAILED"} seed {self.seed}, {self.commands} commands: {name}, {zone}, '
                  f'{locale}{"" if why is None else ": " + why}', flush=True)
        return len(RUNS) - failed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--full', action='store_true', help=f'{SEEDS_FULL} seeds')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--commands', type=int, default=COMMANDS)
    arguments = parser.parse_args()
    missing = [path for path in (GCC, CLANG) if not os.path.exists(path)]
    if missing:
        print(f'not built: {", ".join(missing)}: run ./dev build release and ./dev build release-clang')
        return 1
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix='baton-locales-') as locales:
        make_locales(locales)
        for seed in range(arguments.seed, arguments.seed + (SEEDS_FULL if arguments.full else 1)):
            with tempfile.TemporaryDirectory(prefix='baton-compare-') as folder:
                ok, bad = Seed(folder, locales, seed, arguments.commands).compare()
            passed += ok
            failed += bad
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
