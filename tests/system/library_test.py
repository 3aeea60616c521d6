#!/usr/bin/env python3
"""libbaton against a real server: every main call, workers in a loop and on threads, the two example workers."""
import os
import signal
import subprocess
import sys

from server import BINARY, PATIENCE_SECONDS, ROOT, Server, check, run_tests, until

BIN = os.path.dirname(BINARY)
ONE_TASK = os.path.join(ROOT, 'bench', 'models', 'one_task.bpmn')


def environment(server):
    return dict(os.environ, BATON_ADDRESS=f'127.0.0.1:1, http://127.0.0.1:{server.port}/v2',
                TOUR_MODEL=os.path.join(ROOT, 'tests', 'clients', 'story.bpmn'))


def test_every_main_call_does_what_it_says():
    with Server() as server:
        done = subprocess.run([os.path.join(BIN, 'library-tour')], env=environment(server), capture_output=True, text=True,
                              timeout=5 * PATIENCE_SECONDS)
        check(done.returncode == 0, done.stdout + done.stderr)


def completed(server):
    return server.post('/v2/process-instances/search', {'filter': {'state': 'COMPLETED'}})['page']['totalItems']


def work_with(program):
    with Server() as server:
        server.deploy(ONE_TASK)
        with subprocess.Popen([os.path.join(BIN, program), 'bench-task'], env=environment(server), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as worker:
            try:
                for i in range(10):
                    server.post('/v2/process-instances', {'processDefinitionId': 'one-task', 'variables': {'total': i}})
                until(lambda: completed(server) == 10, 'ten have completed')
            finally:
                worker.send_signal(signal.SIGTERM)
                text, _ = worker.communicate(timeout=PATIENCE_SECONDS)
            check(worker.returncode == 0, text)
            check(text.count('of instance') == 10, text)


def test_the_example_worker_with_threads_works():
    work_with('example-worker')


def test_the_example_worker_in_a_loop_works():
    work_with('example-worker-loop')


if __name__ == '__main__':
    sys.exit(run_tests(globals()))
