"""The Prometheus text format, read strictly: what the format's description demands and what `promtool check metrics`
complains about. check_metrics(text) returns {(name, labels): value} or raises with the line."""
import math
import re

NAME = re.compile(r'^[a-zA-Z_][a-zA-Z0-9_]*$')
SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(,|$)')
KINDS = {'counter', 'gauge', 'histogram', 'summary', 'untyped'}
# Units that are not base units, as parts of a name (promtool: "use base unit").
NOT_BASE = {'milliseconds', 'microseconds', 'nanoseconds', 'minutes', 'hours', 'days', 'weeks', 'ms', 'us', 'ns', 'msec',
            'usec', 'kilobytes', 'megabytes', 'gigabytes', 'kib', 'mib', 'gib', 'kb', 'mb', 'gb', 'percent', 'bits'}
ABBREVIATED = {'sec', 'secs', 'b', 's', 'bytes_total_count'}


def fail(number, line, why):
    raise AssertionError(f'/metrics line {number}: {why}: {line}')


def parse_labels(text, number, line):
    labels, at = {}, 0
    while at < len(text):
        match = LABEL.match(text, at)
        if not match or match.group(1) in labels:
            fail(number, line, 'labels')
        labels[match.group(1)] = match.group(2)
        at = match.end()
    return labels


def parse_value(text, number, line):
    try:
        return float(text)
    except ValueError:
        fail(number, line, 'value')


def family_of(name, families):
    """The metric a sample belongs to: a histogram's samples have suffixes."""
    if name in families:
        return name
    for suffix in ('_bucket', '_sum', '_count'):
        base = name.removesuffix(suffix)
        if base != name and families.get(base, {}).get('kind') == 'histogram':
            return base
    return None


def lint_name(name, kind):
    words = name.split('_')
    if not NAME.match(name) or name != name.lower():
        return 'a name has lower case letters, digits and underscores'
    if kind == 'counter' and not name.endswith('_total'):
        return 'counter metrics should have "_total" suffix'
    if kind != 'counter' and name.endswith('_total'):
        return 'non-counter metrics should not have "_total" suffix'
    if kind != 'histogram' and name.endswith(('_bucket', '_sum', '_count')):
        return 'non-histogram metrics should not have a histogram\'s suffix'
    if set(words) & (NOT_BASE | ABBREVIATED):
        return 'use base units, not abbreviated'
    if set(words) & KINDS:
        return 'the name should not hold the type'
    return None


def check_histogram(name, samples):
    """Buckets of one label set: borders ascend, counts do not fall, the last is +Inf and the count."""
    groups = {}
    for (sample, labels), value in samples.items():
        rest = tuple(pair for pair in labels if pair[0] != 'le')
        group = groups.setdefault(rest, {'buckets': []})
        if sample == name + '_bucket':
            group['buckets'].append((float(dict(labels)['le']), value))
        else:
            group[sample] = value
    for group in groups.values():
        borders = [b for b, _ in group['buckets']]
        counts = [c for _, c in group['buckets']]
        assert borders == sorted(set(borders)) and borders[-1] == math.inf, f'{name}: borders {borders}'
        assert counts == sorted(counts), f'{name}: buckets fall {counts}'
        assert counts[-1] == group[name + '_count'], f'{name}: count'
        assert name + '_sum' in group, f'{name}: sum'


def check_metrics(text):
    assert text.endswith('\n') and '\r' not in text, 'lines end with a line feed'
    families, current, samples, helped = {}, None, {}, None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('# HELP '):
            _, _, name, words = (line.split(' ', 3) + [''])[:4]
            if name in families or not words.strip():
                fail(number, line, 'HELP comes once, with words')
            helped = name
        elif line.startswith('# TYPE '):
            parts = line.split(' ')
            if len(parts) != 4 or parts[3] not in KINDS or parts[2] != helped or parts[2] in families:
                fail(number, line, 'TYPE comes once, behind HELP')
            current = parts[2]
            families[current] = {'kind': parts[3], 'samples': {}}
            why = lint_name(current, parts[3])
            if why:
                fail(number, line, why)
        elif line.startswith('#') or not line:
            fail(number, line, 'a comment of no use')
        else:
            match = SAMPLE.match(line)
            if not match:
                fail(number, line, 'no sample')
            labels = tuple(sorted(parse_labels(match.group(2) or '', number, line).items()))
            key = (match.group(1), labels)
            family = family_of(match.group(1), families)
            if family is None or family != current:
                fail(number, line, 'a sample stands with its metric')
            if key in samples:
                fail(number, line, 'the same sample twice')
            value = parse_value(match.group(3), number, line)
            if families[family]['kind'] in ('counter', 'histogram') and not value >= 0:
                fail(number, line, 'what counts is not negative')
            samples[key] = families[family]['samples'][key] = value
    for name, family in families.items():
        assert family['samples'] or family['kind'] == 'counter', f'{name}: no sample'
        if family['kind'] == 'histogram':
            check_histogram(name, family['samples'])
    return samples
