#!/usr/bin/env python3
"""The program as its users see it: start, stop, kill -9, damage, misuse, and the API from outside."""
import fcntl
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

from server import BINARY, PATIENCE_SECONDS, ROOT, Server, check, metric, run_tests, until, wait_parked

ORDER = os.path.join(ROOT, 'examples', 'order', 'order.bpmn')
ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')
EXIT_CORRUPT = 65


def create(server, process_id, variables=None, headers=None, **more):
    return server.post('/v2/process-instances', {'processDefinitionId': process_id, 'variables': variables or {}, **more},
                       headers=headers)


def activate(server, job_type, **more):
    body = {'type': job_type, 'timeout': 60000, 'maxJobsToActivate': 10, 'worker': 'w', 'requestTimeout': -1}
    return server.post('/v2/jobs/activation', {**body, **more})['jobs']


def one_task(server):
    server.deploy(ONE_TASK)
    return create(server, 'one-task')['processInstanceKey']


def test_an_instance_survives_kill_nine():
    with Server() as server:
        key = one_task(server)
        server.kill()
        server.start()
        jobs = activate(server, 'bench-task')
        check(len(jobs) == 1, f'one job after the restart, not {len(jobs)}')
        server.kill()
        server.start()
        server.post(f'/v2/jobs/{jobs[0]["jobKey"]}/completion', {'variables': {'paid': True}})
        instance = server.get(f'/v2/process-instances/{key}')
        check(instance['state'] == 'COMPLETED', instance)


def test_a_repeat_with_the_same_key_starts_nothing_twice():
    with Server() as server:
        server.deploy(ONE_TASK)
        headers = {'Idempotency-Key': 'order-17'}
        first = create(server, 'one-task', headers=headers)
        server.kill()
        server.start()
        again = create(server, 'one-task', headers=headers)
        check(first['processInstanceKey'] == again['processInstanceKey'], (first, again))
        total = server.post('/v2/process-instances/search', {})['page']['totalItems']
        check(total == 1, f'{total} instances')
        status, problem, _ = server.request('POST', '/v2/process-instances',
                                            {'processDefinitionId': 'one-task', 'variables': {'other': 1}}, headers)
        check(status == 422, (status, problem))


def test_an_activation_with_the_same_key_gets_the_same_jobs():
    with Server() as server:
        one_task(server)
        body = {'type': 'bench-task', 'timeout': 60000, 'maxJobsToActivate': 10, 'worker': 'w', 'requestTimeout': -1}
        headers = {'Idempotency-Key': 'poll-1'}
        first = server.post('/v2/jobs/activation', body, headers=headers)['jobs']
        again = server.post('/v2/jobs/activation', body, headers=headers)['jobs']
        check([j['jobKey'] for j in first] == [j['jobKey'] for j in again] and len(first) == 1, (first, again))


def test_a_long_poll_gets_the_job_that_comes_later():
    with Server() as server:
        server.deploy(ONE_TASK)
        got = []
        thread = threading.Thread(target=lambda: got.extend(activate(server, 'bench-task', requestTimeout=60000)))
        thread.start()
        wait_parked(server, 1)
        create(server, 'one-task')
        thread.join()
        check(len(got) == 1, got)


def test_a_poll_that_finds_nothing_writes_nothing():
    with Server() as server:
        server.deploy(ONE_TASK)
        before = server.request('GET', '/v2/topology')[2].get('Baton-Index')
        check(activate(server, 'bench-task') == [], 'no jobs')
        check(activate(server, 'bench-task', requestTimeout=200) == [], 'no jobs')
        after = server.request('GET', '/v2/topology')[2].get('Baton-Index')
        check(before == after, (before, after))


def test_who_has_an_answer_finds_its_index():
    with Server() as server:
        for i in range(200):
            _, _, headers = server.request('POST', '/v2/messages/publication', {'name': 'm', 'correlationKey': f'{i}'})
            now = server.request('GET', '/v2/topology')[2].get('Baton-Index')
            check(int(now) >= int(headers['Baton-Index']), (headers['Baton-Index'], now))


def test_a_client_that_hangs_up_takes_no_job():
    with Server() as server:
        server.deploy(ONE_TASK)
        body = json.dumps({'type': 'bench-task', 'timeout': 600000, 'maxJobsToActivate': 1, 'worker': 'gone',
                           'requestTimeout': 60000}).encode()
        with socket.create_connection(('127.0.0.1', server.port)) as s:
            s.sendall(b'POST /v2/jobs/activation HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
                      b'Content-Length: %d\r\n\r\n' % len(body) + body)
            wait_parked(server, 1)
        wait_parked(server, 0)
        create(server, 'one-task')
        jobs = activate(server, 'bench-task', requestTimeout=20000)
        check(len(jobs) == 1, 'the job is there for the next worker')


def test_create_and_await_returns_the_variables():
    with Server() as server:
        server.deploy(ONE_TASK)
        answers = []
        thread = threading.Thread(target=lambda: answers.append(
            create(server, 'one-task', {'a': 1}, awaitCompletion=True, requestTimeout=60000)))
        thread.start()
        job = activate(server, 'bench-task', requestTimeout=60000)[0]
        server.post(f'/v2/jobs/{job["jobKey"]}/completion', {'variables': {'b': 1.10}})
        thread.join()
        check(answers and answers[0]['variables'] == {'a': 1, 'b': 1.1}, answers)


def test_number_text_survives_the_whole_way():
    with Server() as server:
        server.deploy(ONE_TASK)
        body = b'{"processDefinitionId":"one-task","variables":{"n":1.10,"big":9223372036854775808,' \
               b'"long":1234567890123456789012345678901234}}'
        server.request('POST', '/v2/process-instances', body, {'Content-Type': 'application/json'})
        items = server.post('/v2/variables/search', {})['items']
        values = {i['name']: i['value'] for i in items}
        check(values == {'n': '1.10', 'big': '9223372036854775808', 'long': '1234567890123456789012345678901234'}, values)


def test_too_many_variables_are_refused_with_a_reason():
    with Server() as server:
        server.deploy(ONE_TASK)
        for count, wanted in ((10000, 200), (10001, 400)):
            status, answer, _ = server.request('POST', '/v2/process-instances', {
                'processDefinitionId': 'one-task', 'variables': {f'v{i}': i for i in range(count)}})
            check(status == wanted, (count, status, answer))
        check('variables' in answer['detail'] and '10000' in answer['detail'], answer)


def test_sigterm_ends_in_order_and_answers_parked_polls():
    with Server() as server:
        server.deploy(ONE_TASK)
        got = []
        thread = threading.Thread(target=lambda: got.append(
            server.post('/v2/jobs/activation', {'type': 'bench-task', 'timeout': 1000, 'maxJobsToActivate': 1,
                                                'worker': 'w', 'requestTimeout': 60000})))
        thread.start()
        wait_parked(server, 1)
        code = server.stop()
        thread.join()
        check(code == 0, f'exit {code}')
        check(got == [{'jobs': []}], got)
        code, text = server.check()
        check(code == 0 and 'clean' in text, text)


def test_a_damaged_log_is_refused_with_its_own_exit_code():
    with Server() as server:
        one_task(server)
        for _ in range(20):
            create(server, 'one-task')
        server.kill()
        folder = os.path.join(server.directory, 'log')
        segment = os.path.join(folder, sorted(os.listdir(folder))[0])
        with open(segment, 'r+b') as f:
            f.seek(2000)
            byte = f.read(1)
            f.seek(2000)
            f.write(bytes([byte[0] ^ 1]))
        server.start(wait=False)
        code = server.wait_end()
        check(code == EXIT_CORRUPT, f'exit {code}: {server.log_tail()}')
        check(os.path.basename(segment) in server.log_tail(), server.log_tail())
        code, text = server.check()
        check(code == EXIT_CORRUPT and 'DAMAGE' in text, text)


def test_a_damaged_state_is_rebuilt_from_the_log():
    with Server() as server:
        one_task(server)
        server.stop()
        with open(os.path.join(server.directory, 'state', 'data.mdb'), 'r+b') as f:
            f.seek(4096 * 2)
            f.write(b'\xff' * 4096 * 4)
        # Damage that opening does not see stops the node at the first touch; the start after it rebuilds.
        server.start(wait=False)
        try:
            server.wait_ready()
            activate(server, 'bench-task')
        except (RuntimeError, OSError, http.client.HTTPException):
            check(server.wait_end() != 0, 'the node went on with doubt')
            server.start()
        check(len(activate(server, 'bench-task', timeout=1000)) <= 1, 'at most one job')
        check(server.post('/v2/jobs/search', {})['page']['totalItems'] == 1, 'the job is there, once')
        server.stop()
        code, text = server.check()
        check(code == 0, text)


def test_lost_derived_files_are_rebuilt_from_the_log():
    with Server() as server:
        key = one_task(server)
        server.kill()
        os.unlink(os.path.join(server.directory, 'store.marker'))
        server.start()
        check(server.get(f'/v2/process-instances/{key}')['state'] == 'ACTIVE', 'still active')
        check(len(activate(server, 'bench-task')) == 1, 'one job')


def test_a_snapshot_is_taken_trims_the_log_and_restores_the_state():
    with Server() as server:
        server.deploy(ONE_TASK)
        text = 'x' * 3_000_000
        first = create(server, 'one-task', {'text': text})['processInstanceKey']
        for _ in range(120):
            key = create(server, 'one-task', {'text': text})['processInstanceKey']
            server.post(f'/v2/process-instances/{key}/cancellation')
            if metric(server, 'baton_snapshot_index') > 0:
                break
        until(lambda: create(server, 'one-task') and metric(server, 'baton_snapshot_index') > 0, 'a snapshot is taken')
        until(lambda: metric(server, 'baton_raft_first_index') > 1, 'the log is trimmed')
        create(server, 'one-task')
        before = server.post('/v2/process-instances/search', {})['page']['totalItems']
        server.kill()
        os.unlink(os.path.join(server.directory, 'store.marker'))
        server.start()
        after = server.post('/v2/process-instances/search', {})['page']['totalItems']
        check(before == after, f'{before} instances before, {after} after')
        check(server.get(f'/v2/process-instances/{first}')['state'] == 'ACTIVE', 'the first one is active')
        check(len(activate(server, 'bench-task', maxJobsToActivate=1)) == 1, 'a job is there')
        server.stop()
        code, output = server.check()
        check(code == 0, output)


def test_two_processes_never_share_a_directory():
    with Server() as server:
        done = subprocess.run([BINARY, 'dev', '--data', server.directory, '--port', '0'],
                              capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        check(done.returncode == 4 and 'holds this data directory' in done.stderr, (done.returncode, done.stderr))
        code, output = server.check()
        check(code == 4, output)


def test_a_start_waits_for_a_killed_process_to_be_gone():
    server = Server()
    try:
        with open(os.path.join(server.directory, 'lock'), 'w') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            server.start(wait=False)
            time.sleep(0.2)
            check(server.process.poll() is None, server.log_tail())
        server.wait_ready()
        server.stop()
    finally:
        server.remove()


def test_a_taken_port_is_one_clear_line():
    with Server() as server, tempfile.TemporaryDirectory() as other:
        done = subprocess.run([BINARY, 'dev', '--data', other, '--port', str(server.port)], capture_output=True,
                              text=True, timeout=PATIENCE_SECONDS)
        check(done.returncode != 0 and str(server.port) in done.stderr, (done.returncode, done.stderr))


def test_serve_wants_bootstrap_once():
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, 'data')
        done = subprocess.run([BINARY, 'serve', '--data', data, '--port', '0'], capture_output=True, text=True,
                              timeout=PATIENCE_SECONDS)
        check(done.returncode == 3 and 'bootstrap' in done.stderr, (done.returncode, done.stderr))
        done = subprocess.run([BINARY, 'serve', '--data', data, '--port', '0', '--bind', '0.0.0.0'],
                              capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        check(done.returncode == 2 and '--insecure' in done.stderr, done.stderr)


def test_what_is_not_there_yet_is_named():
    with Server() as server:
        status, problem, headers = server.request('POST', '/v2/conditionals/evaluation', {})
        check(status == 501 and 'evaluateConditionals' in problem['detail'], (status, problem))
        check(headers['Content-Type'].startswith('application/problem+json'), headers['Content-Type'])
        status, problem, _ = server.request('GET', '/v2/nonsense')
        check(status == 404, (status, problem))


def test_both_protocols_on_one_port():
    with Server() as server:
        for protocol, name in (('--http1.1', '1.1'), ('--http2-prior-knowledge', '2')):
            done = subprocess.run(['curl', '-s', protocol, '-o', '/dev/null', '-w', '%{http_code} %{http_version}',
                                   f'http://127.0.0.1:{server.port}/v2/topology'], capture_output=True, text=True)
            check(done.stdout == f'200 {name}', done.stdout)


def test_timers_follow_the_pinned_clock():
    model = '''<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
    <process id="wait" isExecutable="true"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>
    <intermediateCatchEvent id="t"><timerEventDefinition id="d"><timeDuration>P400D</timeDuration></timerEventDefinition>
    </intermediateCatchEvent><sequenceFlow id="b" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>'''
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'wait.bpmn')
        with open(path, 'w') as f:
            f.write(model)
        server.deploy(path)
        key = create(server, 'wait')['processInstanceKey']
        now_ms = int(time.time() * 1000)
        for days, state in ((399, 'ACTIVE'), (401, 'COMPLETED')):
            status, answer, _ = server.request('PUT', '/v2/clock', {'timestamp': now_ms + days * 86400000})
            check(status == 204, (status, answer))
            until(lambda: server.get(f'/v2/process-instances/{key}')['state'] == state, (days, state))
        server.post('/v2/clock/reset')


def test_the_program_works_from_the_command_line():
    with Server() as server:
        environment = dict(os.environ, BATON_ADDRESS=f'127.0.0.1:{server.port}')

        def baton(*arguments, code=0):
            done = subprocess.run([BINARY, *arguments], env=environment, capture_output=True, text=True,
                                  timeout=PATIENCE_SECONDS)
            check(done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr))
            return done.stdout

        baton('deploy', ONE_TASK)
        key = json.loads(baton('create', 'one-task', '--variables', '{"a":1}', '-o', 'json'))['processInstanceKey']
        check(key in baton('list', 'pi'), 'the list holds the instance')
        check('ACTIVE' in baton('get', 'pi', key), 'the instance is active')
        job = json.loads(baton('list', 'jobs', '--output', 'json'))[0]['jobKey']
        baton('complete', 'job', job)
        check('COMPLETED' in baton('await', key), 'the instance has completed')
        baton('cancel', key, code=3)
        baton('get', 'pi', '1', code=3)
        baton('nonsense', code=2)
        baton('list', 'pi', '--output', 'xml', code=2)
        baton('list', 'pi', '--filter', 'no json', code=2)
        baton('dev', '--insecure=no', code=2)
        baton('publish', 'nobody-waits', '--key', 'k')
        check('baton' in baton('version'), 'version')


def test_nothing_is_lost_or_doubled_under_load():
    for scenario in ('no-task', 'one-task', 'ten-tasks', 'fork-five', 'decision', 'message', 'timer'):
        with Server() as server:
            done = subprocess.run([os.path.join(os.path.dirname(BINARY), 'baton-load'), scenario, '--seconds', '1',
                                   '--models', os.path.join(ROOT, 'bench', 'models')],
                                  env=dict(os.environ, BATON_ADDRESS=f'127.0.0.1:{server.port}'),
                                  capture_output=True, text=True)
            check(done.returncode == 0, (scenario, done.stdout, done.stderr))
            check(json.loads(done.stdout)['started'] > 0, done.stdout)


def test_lint_names_element_and_line():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'bad.bpmn')
        with open(ONE_TASK, encoding='utf-8') as f:
            text = f.read().replace('targetRef="end"', 'targetRef="nowhere"')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        done = subprocess.run([BINARY, 'lint', path], capture_output=True, text=True)
        check(done.returncode == 1 and 'to-end' in done.stdout and ':' in done.stdout, done.stdout)
        done = subprocess.run([BINARY, 'lint', ORDER], capture_output=True, text=True)
        check(done.returncode == 0, done.stdout)


if __name__ == '__main__':
    sys.exit(run_tests(globals()))
