#!/usr/bin/env python3
"""The command line as people and scripts use it: every verb in every form of output, exit codes, help, completion, man pages.

    cli_test.py [--bless] [NAME...]     --bless writes the golden help text anew
"""
import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading

from server import BINARY, PATIENCE_SECONDS, ROOT, Server, Skip, check, run_tests

ORDER = os.path.join(ROOT, 'examples', 'order', 'order.bpmn')
ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')
NO_TASK = os.path.join(ROOT, 'bench', 'models', 'no_task.bpmn')
GOLDEN = os.path.join(ROOT, 'tests', 'golden', 'cli_help.txt')
FORMS = ('table', 'json', 'jsonl', 'name')
# Their options are the settings of a node, which docs/configuration.md holds.
NODE_VERBS = ('dev', 'serve', 'config')
NOBODY = '127.0.0.1:1'
BLESS = False  # --bless


def environment(**more):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(('BATON_', 'CAMUNDA_', 'ZEEBE_', 'NO_COLOR'))}
    return {**clean, 'TERM': 'xterm', 'BATON_TIMEOUT_MS': str(PATIENCE_SECONDS * 1000), **more}


def baton(*arguments, code=0, text=None, address=None, **more):
    """Run the program; its result, after its exit code was checked."""
    if address is not None:
        more['BATON_ADDRESS'] = address
    done = subprocess.run([BINARY, *arguments], env=environment(**more), input=text, capture_output=True, text=True,
                          timeout=PATIENCE_SECONDS)
    check(done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr))
    return done


class Cli(Server):
    """with Cli() as cli: cli('list', 'pi').stdout"""

    def __call__(self, *arguments, **more):
        return baton(*arguments, address=f'127.0.0.1:{self.port}', **more)

    def data(self, *arguments, **more):
        """Standard output, of a run that had nothing to complain about."""
        return self(*arguments, '--quiet', **more).stdout

    def name(self, *arguments, **more):
        return self.data(*arguments, '-o', 'name', **more).strip()

    def task(self):
        """The key of a fresh job of one-task."""
        key = self.name('create', 'one-task', '--var', 'a=1')
        return self.name('list', 'jobs', '--instance', key)


def check_form(form, text, arguments):
    """Is that what the form promises? Returns the keys of `name`."""
    check(text.endswith('\n'), (arguments, form, text))
    if form == 'json':
        json.loads(text)
    elif form == 'jsonl':
        check(all(isinstance(json.loads(line), dict) for line in text.splitlines()), (arguments, text))
    elif form == 'name':
        check(all(re.fullmatch(r'\d+', line) for line in text.splitlines()), (arguments, text))


def verbs():
    text = baton('help').stdout
    return re.findall(r'^  ([a-z]+) +\S', text.split('\nNouns\n')[0], re.M)


# --- help ---

def help_texts():
    pages = ['$ baton help\n' + baton('help').stdout]
    for verb in verbs():
        done = baton(verb, '--help')
        check(done.stderr == '' and done.stdout == baton('help', verb).stdout, verb)
        if verb not in NODE_VERBS:
            pages.append(f'$ baton help {verb}\n{done.stdout}')
    pages.append('$ baton help list jobs\n' + baton('list', 'jobs', '--help').stdout)
    return '\n'.join(pages)


def test_help_is_what_it_was():
    text = help_texts()
    if BLESS:
        with open(GOLDEN, 'w', encoding='utf-8') as f:
            f.write(text)
    with open(GOLDEN, encoding='utf-8') as f:
        golden = f.read()
    for got, wanted in zip(text.splitlines(), golden.splitlines()):
        check(got == wanted, f'help has {got!r}, golden {wanted!r}: if that is meant, run with --bless')
    check(text == golden, 'help is longer or shorter than its golden text')
    check(max(map(len, text.splitlines())) <= 100, 'help is wider than a terminal')


def test_every_verb_has_a_man_page_with_all_its_options():
    with tempfile.TemporaryDirectory() as folder:
        baton('man', '--dir', folder)
        for verb in verbs():
            with open(os.path.join(folder, f'baton-{verb}.1'), encoding='utf-8') as f:
                page = f.read()
            check(page == baton('man', verb).stdout, verb)
            for option in re.findall(r'--[a-z-]+', baton(verb, '--help').stdout.split('\nexamples:')[0]):
                check(option.replace('-', '\\-') in page, (verb, option))
        if shutil.which('groff') is None:
            raise Skip('groff is not installed: man pages were not rendered')
        for name in sorted(os.listdir(folder)):
            done = subprocess.run(['groff', '-man', '-Tutf8', '-P-cbou', '-ww', os.path.join(folder, name)], capture_output=True,
                                  text=True)
            check(done.returncode == 0 and done.stderr == '', (name, done.stderr))
            check('NAME' in done.stdout and 'EXIT STATUS' in done.stdout, (name, done.stdout))


# --- mistakes ---

def test_what_is_mistyped_is_answered_with_the_nearest_name():
    for words, wanted in ((['lst', 'pi'], "did you mean 'list'?"),
                          (['depoly', 'x'], "did you mean 'deploy'?"),
                          (['list', 'job', '--stat', 'CREATED'], 'did you mean --state?'),
                          (['list', 'incidnets'], "did you mean 'incidents'?"),
                          (['complete', 'jbo', '1'], "did you mean 'job'?"),
                          (['cancel', 'ut', '1'], 'process-instance'),
                          (['nonsense'], "'baton help'"),
                          (['list', 'pi', '--state', 'RUNNING'], 'ACTIVE COMPLETED')):
        done = baton(*words, code=2)
        check(done.stdout == '' and wanted in done.stderr and done.stderr.startswith('baton: '), (words, done.stderr))
    check('usage: baton VERB' in baton(code=2).stderr, 'a bare baton says how to go on')


def test_a_line_that_is_wrong_asks_no_server():
    for words in (['get', 'pi', 'x'], ['list', 'pi', '--filter', '{'], ['list', 'pi', '--filter', '[1]'],
                  ['create', 'x', '--variables', '{"a":'], ['create', 'x', '--variables', '@/nowhere'],
                  ['list', 'pi', '-o', 'xml'], ['topology', '-o', 'name'], ['call', 'GET', 'v2'],
                  ['update', 'job', '1'], ['set', 'var', '1'], ['list', 'pi', '--address', 'x:y:z'],
                  ['create', 'x', '--var', 'a'], ['complete', 'job', '1', '--dry-run=yes']):
        done = baton(*words, code=2, address=NOBODY)
        check(done.stdout == '' and done.stderr.startswith('baton: '), (words, done.stderr))


def test_each_exit_code():
    with Cli() as cli, tempfile.TemporaryDirectory() as folder:
        cli('deploy', ONE_TASK)
        key = cli.name('create', 'one-task')
        broken = os.path.join(folder, 'broken.bpmn')
        with open(ONE_TASK, encoding='utf-8') as f:
            text = f.read().replace('targetRef="end"', 'targetRef="nowhere"')
        with open(broken, 'w', encoding='utf-8') as f:
            f.write(text)
        done = cli('deploy', broken, code=1)
        check('broken.bpmn' in done.stderr and 'nowhere' in done.stderr, done.stderr)
        cli('list', 'pi', '--nonsense', code=2)
        done = cli('get', 'pi', '1', code=3)
        check('not found' in done.stderr and 'baton list process-instances' in done.stderr, done.stderr)
        cli('create', 'one-task', '--idempotency-key', 'k')
        done = cli('create', 'one-task', '--idempotency-key', 'k', '--var', 'other=1', code=4)
        check('idempotency key' in done.stderr, done.stderr)
        done = baton('list', 'pi', '--address', NOBODY, '--timeout', '100ms', code=5)
        check('no server answers' in done.stderr and 'baton dev' in done.stderr, done.stderr)
        done = cli('await', key, '--timeout', '1ms', code=6)
        check('still active' in done.stderr, done.stderr)
        cli('create', 'one-task', '--await', '--timeout', '10ms', code=6)
        cli('cancel', key)
        done = cli('await', key, code=1)
        check('TERMINATED' in done.stdout and 'TERMINATED' in done.stderr, done)
        check(baton('check', '/nowhere', code=3).stdout == '', 'no data directory')


def test_lint_says_every_finding():
    model = os.path.join(ROOT, 'bpmn', 'test', 'golden', 'lint.bpmn')
    done = baton('lint', model)
    check("lint.bpmn:5:5: warning: exclusiveGateway 'choice'" in done.stdout, done)
    found = json.loads(baton('lint', '-q', '-o', 'json', model).stdout)
    check({f['rule'] for f in found} == {'gateway-default-missing', 'join-never', 'element-dead', 'element-unreached'}, found)
    check(all(f['severity'] == 'warning' and f['line'] > 0 and f['elementId'] for f in found), found)
    refused = baton('lint', '-o', 'json', os.path.join(ROOT, 'bpmn', 'test', 'golden', 'standard.bpmn'), model, code=1)
    check({f['file'] for f in json.loads(refused.stdout)} == {'standard.bpmn', 'lint.bpmn'}, refused)


# --- every verb ---

def test_a_whole_order_by_hand():
    with Cli() as cli, tempfile.TemporaryDirectory() as folder:
        check('fine' in cli('lint', ORDER).stderr, 'lint')
        check('order.bpmn' in cli('deploy', ORDER).stdout, 'deploy')
        variables = os.path.join(folder, 'order.json')
        with open(variables, 'w', encoding='utf-8') as f:
            json.dump({'orderId': 'o-1', 'reminderAfter': 'PT1H'}, f)
        order = cli.name('create', 'pi', 'order', '--variables', '@' + variables, '--var', 'items=[{"price":600,"count":2}]')
        job = json.loads(cli.data('activate', 'jobs', 'price-order', '--wait', '60s', '-o', 'jsonl'))
        check(job['variables']['items'][0]['price'] == 600 and job['processInstanceKey'] == order, job)
        check(cli('complete', 'job', job['jobKey'], '--variables', '-', text='{"total":1200}').stderr.startswith(
            'completed job'), 'complete says so')
        task = cli.name('list', 'ut', '--unassigned', '--state', 'CREATED')
        cli('assign', 'ut', task, 'anna')
        check(cli.name('list', 'ut', '--assignee', 'anna') == task, 'it is hers')
        cli('unassign', 'ut', task)
        cli('assign', 'ut', task, 'anna', '--if-free')
        cli('assign', 'ut', task, 'bert', '--if-free', code=4)
        cli('complete', 'ut', task)
        cli('publish', 'msg', 'payment-received', '-k', 'o-1', '--ttl', '1h')
        shipping = cli.name('activate', 'ship-order', '--wait', '60s', '--worker', 'me', '--lock', '1h')
        cli('fail', 'job', shipping, '--message', 'the van broke down', '--retries', '0')
        incident = cli.name('list', 'inc', '--instance', order, '--state', 'ACTIVE')
        check('the van broke down' in cli.data('get', 'inc', incident), 'the message')
        check(order in cli.data('list', 'pi', '--incident'), 'an instance with an incident')
        cli('update', 'job', shipping, '--retries', '1')
        cli('resolve', 'inc', incident)
        cli('set', 'var', order, 'note=hello', 'size={"w":1.10}')
        check(sorted(cli.data('list', 'var', '--instance', order, '--name', 'note,size', '--fields', 'value', '-o',
                              'jsonl').splitlines()) == ['{"value":"\\"hello\\""}', '{"value":"{\\"w\\":1.10}"}'],
              'variables keep their text')
        cli('throw', 'job', cli.name('activate', 'ship-order', '--wait', '60s'), 'OUT_OF_STOCK', '-m', 'none left')
        cli('complete', cli.name('activate', 'refund-payment', '--wait', '60s'), code=2)
        cli('complete', 'job', cli.name('list', 'jobs', '--type', 'refund-*', '--state', 'CREATED,TIMEOUT_UPDATED'))
        done = cli('await', order, '--timeout', '1m')
        check('COMPLETED' in done.stdout, done.stdout)
        elements = cli.data('list', 'ei', '--instance', order, '--fields', 'elementId', '-o', 'jsonl')
        check('payment-refunded' in elements, elements)


def reading(cli):
    """Every reading verb, with whether it can name keys."""
    instance = cli.name('create', 'order', '--var', 'orderId=o-9', '--var', 'reminderAfter=PT1H')
    job = cli.name('list', 'jobs', '--instance', instance)
    cli('complete', 'job', job, '--var', 'total=1')
    cli('create', 'order')
    cli('complete', 'job', cli.name('list', 'jobs', '--state', 'CREATED'), '--var', 'total=2000')
    keys = {'pi': instance, 'job': job, 'ms': cli.name('list', 'ms'), 'ut': cli.name('list', 'ut')}
    for noun in ('pd', 'ei', 'var'):
        keys[noun] = cli.name('list', noun, '-n', '1')
    keys['inc'] = cli.name('list', 'inc', '-n', '1')
    for noun, key in keys.items():
        yield ['list', noun], True
        yield ['get', noun, key], True
    yield ['list', 'pi', '--all', '--sort', 'startDate,-processInstanceKey'], True
    yield ['list', 'cms'], True
    yield ['list', 'batch'], True
    yield ['topology'], False
    yield ['license'], False
    yield ['whoami'], False
    yield ['call', 'GET', '/v2/topology'], False
    yield ['call', 'POST', '/v2/jobs/search', '--body', '{"page":{"limit":1}}'], False


def test_every_reading_verb_in_every_form():
    with Cli() as cli:
        cli('deploy', ORDER, ONE_TASK)
        cli('fail', 'job', cli.task(), '-m', 'x')
        for words, has_keys in reading(cli):
            for form in FORMS:
                if form == 'name' and not has_keys:
                    check('--output json' in cli(*words, '-o', form, code=2).stderr, words)
                    continue
                text = cli.data(*words, '-o', form)
                if words[-1] in ('cms', 'batch') and form != 'json':
                    check(text == '', (words, text))
                    continue
                check_form(form, text, words)
                if words[0] == 'get' and form == 'name':
                    check(text.strip() == words[2], (words, text))
        check(json.loads(cli.data('list', 'pi', '--state', 'SUSPENDED', '-o', 'json')) == [], 'no rows are []')
        check('bpmn:process' in cli.data('get', 'pd', cli.name('list', 'pd', '--process', 'order'), '--xml'), 'xml')
        counts = json.loads(cli.data('count', 'pd', cli.name('list', 'pd', '--process', 'one-task'), '-o', 'json'))
        check(any(c['incidents'] == 1 for c in counts), counts)
        check('ELEMENT' in cli.data('count', 'pi', cli.name('list', 'pi', '--incident')), 'counts of an instance')
        check(cli('status').stdout == '', 'status is an exit code')


def writing(cli):
    """Every verb that changes something: how often as needed, each time on something fresh."""
    def user_task():
        cli('create', 'order')
        cli('complete', 'job', cli.name('list', 'jobs', '--state', 'CREATED', '--type', 'price-order'), '--var', 'total=2000')
        return cli.name('list', 'ut', '--state', 'CREATED', '--unassigned')

    def incident():
        job = cli.task()
        cli('fail', 'job', job)
        cli('update', 'job', job, '--retries', '1')
        return cli.name('list', 'inc', '--state', 'ACTIVE', '-n', '1')

    yield lambda: ['deploy', ONE_TASK, NO_TASK]
    yield lambda: ['create', 'one-task', '--var', 'a=1']
    yield lambda: ['create', 'pi', 'no-task', '--await', '--variables', '{"a":1}']
    yield lambda: ['run', NO_TASK, '--var', 'a=1']
    yield lambda: ['run', ONE_TASK, '--no-wait']
    yield lambda: ['await', cli.name('create', 'no-task')]
    yield lambda: ['modify', 'pi', cli.name('create', 'one-task'), '--terminate', 'task']
    yield lambda: ['delete', 'pi', cli.name('create', 'no-task')]
    yield lambda: ['cancel', cli.name('create', 'one-task')]
    yield lambda: ['complete', 'job', cli.task(), '--var', 'a=2']
    yield lambda: ['fail', 'job', cli.task(), '--retries', '1', '--back-off', '1h']
    yield lambda: ['throw', 'job', cli.task(), 'NO_SUCH_ERROR']
    yield lambda: ['update', 'job', cli.task(), '--retries', '5']
    yield lambda: ['resolve', incident()]
    yield lambda: ['set', 'var', cli.name('create', 'one-task'), 'a=[1]', '--local']
    yield lambda: ['publish', 'msg', 'nobody-waits', '--key', 'k', '--message-id', cli.task(), '--ttl', '1m']
    yield lambda: ['assign', 'ut', user_task(), 'anna']
    yield lambda: ['complete', 'ut', user_task()]
    for _ in cli.data('list', 'ut', '--state', 'CREATED', '-o', 'name').splitlines():
        cli('complete', 'ut', _)
    yield lambda: ['unassign', 'ut', user_task()]
    yield lambda: ['activate', 'jobs', 'bench-task', '--max', '1', '--fetch', 'a']


def test_every_writing_verb_in_every_form():
    with Cli() as cli:
        cli('deploy', ORDER, ONE_TASK, NO_TASK)
        for words in writing(cli):
            for form in FORMS:
                line = words()
                text = cli.data(*line, '-o', form)
                if form != 'table' or text != '':
                    check_form(form, text, line)
                for task in cli.data('list', 'ut', '--state', 'CREATED', '-o', 'name').split():
                    cli('complete', 'ut', task)
        clock = cli('clock', 'set', '2d')
        check('clock' in clock.stderr and clock.stdout == '', clock)
        cli('clock', 'reset')


def test_dry_run_says_what_would_be_sent_and_sends_nothing():
    lines = ((['create', 'order', '--var', 'a=1'], 'POST /v2/process-instances', {'processDefinitionId': 'order',
                                                                                 'variables': {'a': 1}}),
             (['complete', 'job', '7'], 'POST /v2/jobs/7/completion', {}),
             (['complete', 'ut', '7'], 'POST /v2/user-tasks/7/completion', {}),
             (['fail', 'job', '7', '--retries', '1'], 'POST /v2/jobs/7/failure', {'retries': 1}),
             (['throw', 'job', '7', 'E'], 'POST /v2/jobs/7/error', {'errorCode': 'E'}),
             (['update', 'ut', '7', '--priority', '9', '--groups', 'a,b', '--due', '2026-01-31'],
              'PATCH /v2/user-tasks/7', {'changeset': {'priority': 9, 'candidateGroups': ['a', 'b'],
                                                       'dueDate': '2026-01-31T00:00:00.000Z'}}),
             (['update', 'job', '7', '--lock', '5m'], 'PATCH /v2/jobs/7', {'changeset': {'timeout': 300000}}),
             (['assign', 'ut', '7', 'anna'], 'POST /v2/user-tasks/7/assignment', {'assignee': 'anna'}),
             (['unassign', 'ut', '7'], 'DELETE /v2/user-tasks/7/assignee', None),
             (['activate', 'jobs', 't'], 'POST /v2/jobs/activation',
              {'type': 't', 'maxJobsToActivate': 1, 'timeout': 300000, 'requestTimeout': -1, 'worker': 'baton'}),
             (['publish', 'm', '-k', 'x'], 'POST /v2/messages/publication', {'name': 'm', 'correlationKey': 'x'}),
             (['correlate', 'm', '-k', 'x'], 'POST /v2/messages/correlation', {'name': 'm', 'correlationKey': 'x'}),
             (['cancel', '7'], 'POST /v2/process-instances/7/cancellation', {}),
             (['resolve', '7'], 'POST /v2/incidents/7/resolution', {}),
             (['modify', '7', '--activate', 'a,b', '--move', 'c:d'], 'POST /v2/process-instances/7/modification',
              {'activateInstructions': [{'elementId': 'a'}, {'elementId': 'b'}],
               'moveInstructions': [{'sourceElementInstruction': {'sourceType': 'byId', 'sourceElementId': 'c'},
                                     'targetElementId': 'd'}]}),
             (['migrate', '7', '8', '--map', 'a:b'], 'POST /v2/process-instances/7/migration',
              {'targetProcessDefinitionKey': '8',
               'mappingInstructions': [{'sourceElementId': 'a', 'targetElementId': 'b'}]}),
             (['delete', 'pi', '7'], 'POST /v2/process-instances/7/deletion', {}),
             (['set', '7', 'a=1'], 'PUT /v2/element-instances/7/variables', {'variables': {'a': 1}}),
             (['delete', 'res', '7'], 'POST /v2/resources/7/deletion', {}),
             (['clock', 'reset'], 'POST /v2/clock/reset', {}),
             (['call', 'post', '/v2/x', '-b', '[1]'], 'POST /v2/x', [1]),
             (['list', 'inc', '--state', 'ACTIVE', '--filter', '{"jobKey":"1"}'], 'POST /v2/incidents/search',
              {'filter': {'jobKey': '1', 'state': 'ACTIVE'}, 'sort': [{'field': 'incidentKey', 'order': 'DESC'}],
               'page': {'limit': 50}}))
    for words, request, body in lines:
        first, _, rest = baton(*words, '--dry-run', address=NOBODY).stdout.partition('\n')
        check(first == request, (words, first))
        check((json.loads(rest) if rest else None) == body, (words, rest))
    text = baton('deploy', os.path.dirname(ONE_TASK), '--dry-run', address=NOBODY).stdout
    check('POST /v2/deployments' in text and 'one_task.bpmn' in text, text)
    check('PROCESS_ID' in baton('run', ONE_TASK, '--dry-run', address=NOBODY).stdout, 'run')


# --- lists ---

def test_lists_are_limited_sorted_and_whole_with_all():
    with Cli() as cli:
        cli('deploy', ONE_TASK)
        threads = [threading.Thread(target=lambda: [server_create(cli) for _ in range(255)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        done = cli('list', 'pi', '-o', 'name')
        check(len(done.stdout.split()) == 50 and '50 of 1020' in done.stderr and '--all' in done.stderr, done.stderr)
        everything = cli.data('list', 'pi', '--all', '-o', 'name').split()
        check(len(set(everything)) == 1020 and len(everything) == 1020, len(everything))
        check(everything == sorted(everything, key=int, reverse=True), 'newest first')
        check(cli.data('list', 'jobs', '--all', '--sort', 'jobKey', '-o', 'jsonl').count('\n') == 1020, 'jobs')
        check(len(json.loads(cli.data('list', 'pi', '-n', '1010', '-o', 'json'))) == 1010, 'limit over a page')
        check(cli.data('list', 'pi', '--sort', 'processInstanceKey', '-n', '1', '-o', 'name').strip() == everything[-1],
              'sorted')
        check('no jobs' in cli('list', 'jobs', '--type', 'none').stderr, 'nothing is said, not printed')
        done = cli('list', 'jobs', '--fields', 'jobkey', code=2)
        check('jobKey' in done.stderr, done.stderr)
        check(cli.data('list', 'pi', '--sort', 'processInstanceKey', '-n', '1', '--fields', 'processDefinitionId,state')
              == 'PROCESS   STATE\none-task  ACTIVE\n', 'fields')


def server_create(cli):
    cli.post('/v2/process-instances', {'processDefinitionId': 'one-task'})


def test_watch_prints_changes_as_lines_and_ends_on_interrupt():
    with Cli() as cli:
        cli('deploy', ONE_TASK)
        watch = subprocess.Popen([BINARY, 'watch', 'jobs', '-o', 'jsonl', '--interval', '50ms'], text=True,
                                 env=environment(BATON_ADDRESS=f'127.0.0.1:{cli.port}'), stdout=subprocess.PIPE)
        job = cli.task()
        line = json.loads(watch.stdout.readline())
        check(line['change'] == 'new' and line['item']['jobKey'] == job, line)
        cli('complete', 'job', job)
        line = json.loads(watch.stdout.readline())
        check(line['change'] == 'changed' and line['item']['state'] == 'COMPLETED', line)
        watch.send_signal(signal.SIGINT)
        check(watch.wait(timeout=PATIENCE_SECONDS) == 0, 'Ctrl-C is the normal end')
        watch = subprocess.Popen([BINARY, 'list', 'pi', '--state', 'ACTIVE', '--watch', '--interval', '50ms'], text=True,
                                 env=environment(BATON_ADDRESS=f'127.0.0.1:{cli.port}'), stdout=subprocess.PIPE)
        key = cli.name('create', 'one-task')
        check(watch.stdout.readline().startswith('CHANGE  KEY'), 'a heading')
        check(watch.stdout.readline().startswith(f'new     {key}'), 'new')
        cli('cancel', key)
        check(watch.stdout.readline().startswith(f'gone    {key}'), 'gone')
        watch.terminate()
        check(watch.wait(timeout=PATIENCE_SECONDS) == 0, 'SIGTERM too')
    baton('watch', 'pi', '--address', NOBODY, '--timeout', '100ms', code=5)


# --- terminals ---

def on_terminal(words, columns, **more):
    """What the program writes to a terminal of that width."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack('HHHH', 40, columns, 0, 0))
    process = subprocess.Popen([BINARY, *words], env=environment(**more), stdout=child, stderr=child, stdin=child)
    os.close(child)
    out = b''
    while True:
        try:
            got = os.read(parent, 65536)
        except OSError:
            break
        if not got:
            break
        out += got
    os.close(parent)
    process.wait(timeout=PATIENCE_SECONDS)
    return out.decode().replace('\r\n', '\n')


def test_a_table_fits_the_terminal_and_keys_are_never_cut():
    with Cli() as cli:
        cli('deploy', ONE_TASK)
        address = f'127.0.0.1:{cli.port}'
        key = cli.name('create', 'one-task', '--var', 'long=' + 'x' * 300, '--var', 'evil="\\u001b[31m\\u009b2Jred"')
        text = on_terminal(['list', 'var', '--instance', key], 90, BATON_ADDRESS=address)
        plain = re.sub('\033\\[[0-9]*m', '', text)
        check(all(len(line) <= 90 for line in plain.splitlines()), plain)
        check('…' in plain and plain.count(key) == 4, plain)
        check('\\u001b[31m' in plain and '\u009b' not in plain, plain)
        narrow = re.sub('\033\\[[0-9]*m', '', on_terminal(['list', 'var', '--instance', key], 20, BATON_ADDRESS=address))
        check(narrow.count(key) == 4, narrow)
        check('…' not in cli.data('list', 'var') and 'x' * 300 in cli.data('list', 'var'), 'nothing is cut in a pipe')


def test_colours_are_for_terminals_without_no_color():
    with Cli() as cli:
        cli('deploy', ONE_TASK)
        cli('create', 'one-task')
        address = f'127.0.0.1:{cli.port}'
        check('\033[' in on_terminal(['list', 'pi'], 120, BATON_ADDRESS=address), 'colours')
        for more in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
            check('\033[' not in on_terminal(['list', 'pi'], 120, BATON_ADDRESS=address, **more), more)
        check('\033[' not in cli('list', 'pi').stdout, 'none in a pipe')


# --- completion ---

def offered(*words):
    return [line.split('\t')[0] for line in baton('__complete', *words).stdout.splitlines()]


def test_completion_knows_the_table():
    check(sorted(offered('li')) == ['license', 'lint', 'list'], offered('li'))
    check(offered('list', 'user') == ['user-tasks'], offered('list', 'user'))
    check(offered('list', 'jobs', '--state', 'C') == ['CREATED', 'COMPLETED', 'CANCELED'], offered('list', 'jobs', '--state', 'C'))
    check(offered('list', 'jobs', '-o', '') == list(FORMS), offered('list', 'jobs', '-o', ''))
    check(offered('list', 'jobs', '--output', '=', 'j') == ['json', 'jsonl'], 'as bash cuts words')
    check('--retries' in offered('fail', 'job', '1', '--re'), offered('fail', 'job', '1', '--re'))
    check('--incident' not in offered('list', 'jobs', '--'), 'an option of another noun')
    check(offered('deploy', 'x') == [':files'], offered('deploy', 'x'))
    check(offered('help', 'depl') == ['deploy'], offered('help', 'depl'))
    check(offered('nonsense', 'x') == [], 'nothing')


def shell(name, script):
    if shutil.which(name) is None:
        raise Skip(f'{name} is not installed: its completion script was not tried')
    done = subprocess.run([name, '-c', script], env=environment(PATH=os.path.dirname(BINARY) + ':' + os.environ['PATH']),
                          capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    check(done.returncode == 0 and done.stderr == '', (name, done.returncode, done.stdout, done.stderr))
    return done.stdout


def test_the_bash_script_completes():
    text = shell('bash', 'source <(baton completion bash) && complete -p baton && '
                         'COMP_WORDS=(baton list us) COMP_CWORD=2 && _baton && echo "${COMPREPLY[@]}" && '
                         'COMP_WORDS=(baton "") COMP_CWORD=1 && _baton && echo ${#COMPREPLY[@]}')
    lines = text.splitlines()
    check('_baton' in lines[0] and lines[1] == 'user-tasks', text)
    check(int(lines[2]) == len(verbs()), (text, len(verbs())))


def test_the_zsh_script_is_a_script():
    shell('zsh', 'autoload -Uz compinit && compinit -D && source <(baton completion zsh) && whence _baton')


def test_the_fish_script_completes():
    text = shell('fish', 'baton completion fish | source; complete -C "baton list us"')
    check('user-tasks' in text, text)


# --- input, environment ---

def test_files_directories_and_standard_input():
    with Cli() as cli, tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'inner'))
        shutil.copy(ONE_TASK, os.path.join(folder, 'b.bpmn'))
        shutil.copy(NO_TASK, os.path.join(folder, 'inner', 'a.bpmn'))
        with open(os.path.join(folder, 'notes.txt'), 'w', encoding='utf-8') as f:
            f.write('no model')
        text = cli('deploy', folder).stdout
        check('inner/a.bpmn' in text and 'b.bpmn' in text and 'notes' not in text, text)
        with open(ONE_TASK, encoding='utf-8') as f:
            check('given.bpmn' in cli('deploy', '-', '--name', 'given.bpmn', text=f.read()).stdout, 'standard input')
        check('No such file' in cli('deploy', '/nowhere.bpmn', code=1).stderr, 'no file')
        os.mkdir(os.path.join(folder, 'empty'))
        check('no .bpmn' in cli('deploy', os.path.join(folder, 'empty'), code=1).stderr, 'no models')
        path = os.path.join(folder, 'text.txt')
        with open(path, 'w', encoding='utf-8') as f:
            f.write('two\nlines')
        key = cli.name('create', 'one-task', '--var', f'text=@{path}')
        check(cli.data('list', 'var', '--instance', key, '--fields', 'value', '-o', 'jsonl')
              == '{"value":"\\"two\\\\nlines\\""}\n', 'a text from a file')


LOAN = '''<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="loan" name="Loan" namespace="urn:loan">
<inputData id="age" name="Applicant Age"><variable name="Applicant Age" typeRef="number"/></inputData>
<decision id="approval" name="Approval"><informationRequirement><requiredInput href="#age"/></informationRequirement>
<decisionTable><input><inputExpression><text>Applicant Age</text></inputExpression></input><output name="answer"/>
<rule><inputEntry><text>&lt; 18</text></inputEntry><outputEntry><text>"refused"</text></outputEntry></rule>
<rule><inputEntry><text>&gt;= 18</text></inputEntry><outputEntry><text>"approved"</text></outputEntry></rule>
</decisionTable></decision>
<decision id="rate" name="Rate"><literalExpression><text>1 +</text></literalExpression></decision></definitions>'''


def test_decisions_and_expressions_need_no_server():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'loan.dmn')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(LOAN)
        done = baton('decide', path, '-d', 'Approval', '-i', '{"Applicant Age":40}')
        check(done.stdout == '"approved"\n' and 'loan.dmn:8:' in done.stderr, done)
        check('no number' in baton('decide', path, '-d', 'approval', '-i', '{"Applicant Age":"x"}').stderr, 'a wrong input')
        check('  Rate' in baton('decide', path, '-d', 'nothing', code=3).stderr, 'what there is')
        baton('decide', path, code=2)
        request = json.dumps({'model': path, 'decision': 'Approval', 'input': {'Applicant Age': 4}})
        lines = baton('decide', '--batch', text=f'{request}\n{{\n{request}\n').stdout.splitlines()
        check([json.loads(line)['output'] for line in lines] == ['refused', None, 'refused'], lines)
    check(baton('feel', 'sum(for i in 1..n return i)', '-i', '{"n":10}').stdout == '55\n', 'a sum')
    check('warning: 1:1' in baton('feel', '=x').stderr, 'a warning')
    check('1:4' in baton('feel', '1 +', code=1).stderr, 'no expression')
    check('too many steps' in baton('feel', 'for i in 1..10**9 return i', code=1).stderr, 'a budget')


def test_certificates_are_made_once():
    with tempfile.TemporaryDirectory() as folder:
        certs = os.path.join(folder, 'certs')
        baton('certs', 'node', certs, 'n1', code=3)
        check('ca-key.pem (secret)' in baton('certs', 'init', certs).stderr, 'what was written')
        check(baton('certs', 'node', certs, 'n1', 'n2', '--quiet', '--days', '30').stderr == '', 'quiet')
        wanted = ['ca-key.pem', 'ca.pem', 'n1-key.pem', 'n1.pem', 'n2-key.pem', 'n2.pem']
        check(sorted(os.listdir(certs)) == wanted, os.listdir(certs))
        check(all(os.stat(os.path.join(certs, name)).st_mode & 0o777 == 0o600 for name in wanted), 'others read them')
        check('exists' in baton('certs', 'init', certs, code=4).stderr, 'an authority that exists')
        baton('certs', 'node', certs, 'n3', 'n1', code=4)
        baton('certs', 'node', certs, 'a@b', code=1)
        check(sorted(os.listdir(certs)) == wanted, os.listdir(certs))
        baton('certs', 'init', certs, 'n1', code=2)
        baton('certs', 'node', certs, code=2)


def test_the_server_is_found_by_flag_before_environment():
    with Cli() as cli:
        address = f'127.0.0.1:{cli.port}'
        check(baton('topology', '-a', address, address=NOBODY).stdout, 'flag')
        check(baton('topology', CAMUNDA_REST_ADDRESS=f'http://{address}').stdout, "the other clients' variable")


if __name__ == '__main__':
    sys.exit(run_tests(globals()))
