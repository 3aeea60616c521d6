#!/usr/bin/env python3
"""Random models, driven by random steps from outside; the engine's trace must be one that the standard allows.

Each execution deploys a model (model.py, generate.py), starts it and completes jobs, fails them, throws errors,
publishes messages, broadcasts signals, moves the clock and cancels, at random. After every step the reference
interpreter (reference.py) judges what the engine did; at the end the instance is ended and no row of it may be left.
Models that failed once stand in kept.jsonl and run first. A failing one is cut down to the least that still fails and
printed as a line for that file.

  run.py [--count N] [--seed N] [--full]      run.py --show LINE       the story of a line, step by step
"""
import argparse
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
from generate import VALUES, VARIABLES, Generator  # noqa: E402
from model import Process, smaller_models, xml_of  # noqa: E402
from reference import Reference, Refused, require  # noqa: E402

STAGE = os.path.join(ROOT, 'build', 'release', 'tests', 'random_models', 'model_stage')
REPLAY = os.path.join(ROOT, 'build', 'release', 'tests', 'replay', 'replay')
KEPT = os.path.join(HERE, 'kept.jsonl')
EXECUTIONS = 20000
EXECUTIONS_FULL = 100000
RUNS_OF_A_MODEL = 4
STEPS_MAX = 40
SHRINK_SECONDS = 20
MODELS_OF_A_STAGE = 60
BASE_MS = 1_900_000_000_000
LASTING = {'meta', 'definition', 'def_by_id', 'version_floor'}  # tables that speak of definitions
MESSAGE_TTL_MS = 5000
RECORDED_EXECUTIONS = 60


class Endless(Exception):
    """A model that never rests, such as one that answers its own signal: nothing to judge."""


class Stage:
    """The engine on a pipe."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='baton-models-')
        self.process = subprocess.Popen([STAGE, os.path.join(self.folder, 'stage')], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, bufsize=1 << 16)
        self.now = BASE_MS
        self.story = None

    def say(self, *words):
        """Send a line; (status, detail, lines of the trace)."""
        self.process.stdin.write('\t'.join(str(w) for w in words) + '\n')
        self.process.stdin.flush()
        lines = []
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise Refused(f'the engine has died of {words[0]}')
            if line.startswith('= '):
                break
            lines.append(line.rstrip('\n').split('\t'))
        status, _, detail = line[2:].rstrip('\n').partition('\t')
        if self.story is not None:
            self.story.append((words, status, detail, lines))
        return status, detail, lines

    def rows(self):
        return {name: int(count) for _, name, count in self.say('rows')[2] if name not in LASTING}

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Execution:
    """One instance of a model, from its start to its end. steps: those to repeat, or None: at random."""

    def __init__(self, stage, processes, variables, rng, steps=None):
        self.stage, self.processes, self.variables, self.rng, self.given = stage, processes, variables, rng, steps
        self.steps = []
        self.reference = Reference(processes, stage.now)

    def follow(self, *words):
        status, detail, lines = self.stage.say(*words)
        if status == 'ENDLESS':
            raise Endless
        require(status == 'OK', words[0], 'was refused:', status, detail)
        reference = self.reference
        for line in lines:
            kind = line[0]
            if kind == 'E':
                reference.on_element(int(line[1]), line[2], line[3], line[4])
            elif kind == 'F':
                reference.on_flow(line[1], line[2])
            elif kind == 'V':
                reference.on_variable(line[1], line[2], line[3])
            elif kind == 'J':
                reference.on_job(int(line[1]), line[3], line[4])
            elif kind == 'P':
                reference.on_instance(int(line[1]), line[2], line[3], line[4])
            elif kind == 'T':
                reference.on_timer(int(line[1]), line[2], line[4])
            elif kind == 'S':
                reference.on_subscription(int(line[1]), line[2], line[4])
            elif kind == 'U':
                reference.on_task(int(line[1]), line[3], line[4])
            elif kind == 'I':
                reference.on_incident(int(line[1]), line[3], line[4])
        reference.settle()

    def run(self):
        before = self.stage.rows()
        reference = self.reference
        reference.create(self.processes[0].id, self.variables)
        self.follow('create', self.processes[0].id, json.dumps(self.variables))
        for number in range(STEPS_MAX):
            if reference.is_over():
                break
            if self.given is not None and number >= len(self.given):
                break
            step = self.choose() if self.given is None else self.given[number]
            self.steps.append(step)
            self.do(*step)
        if not reference.is_over():
            root = next(i for i in reference.instances.values() if i.caller is None)
            reference.cancel(root)
            self.follow('cancel', root.key)
        require(reference.is_over(), 'something outlives the instance')
        self.pin(MESSAGE_TTL_MS)
        after = self.stage.rows()
        left = {name: count - before[name] for name, count in after.items() if count != before[name]}
        require(not left, 'rows are left:', left)

    # --- steps: [verb, element, argument]; one that does not fit is left out ---

    def choose(self):
        rng = self.rng
        acts = sorted(self.reference.acts.values(), key=lambda a: a.number)
        verbs = []
        for act in acts:
            if act.job is not None and act.node.kind == 'userTask':
                verbs += [['task', act.node.id, self.change()]] * 3
            elif act.job is not None:
                verbs += [['complete', act.node.id, self.change()]] * 6
                verbs += [['fail', act.node.id, rng.randrange(2)], ['throw', act.node.id, rng.choice(('E1', 'E2', 'E3'))]]
            elif act.blocked in ('job', 'error') and act.node.kind in ('serviceTask', 'sendTask'):
                verbs += [['unblock', act.node.id, None]] * 3
            waits = sorted(act.waits, key=lambda n: n.id)
            verbs += [['publish', n.event[1], rng.choice((0, MESSAGE_TTL_MS))] for n in waits if n.event[0] == 'message'] * 3
            verbs += [['signal', n.event[1], None] for n in waits if n.event[0] == 'signal'] * 3
            verbs += [['pin', due - self.stage.now, None] for due, _ in act.timers.values()] * 2
        verbs += [['publish', rng.choice(('M1', 'M2', 'M3')), rng.choice((0, MESSAGE_TTL_MS))],
                  ['signal', rng.choice(('S1', 'S2')), None], ['pin', rng.randrange(0, 8) * 500, None]]
        return rng.choice(verbs)

    def change(self):
        return {self.rng.choice(VARIABLES): self.rng.randrange(VALUES)} if self.rng.random() < 0.4 else {}

    def do(self, verb, name, argument):
        getattr(self, verb)(name, argument) if verb != 'pin' else self.pin(name)

    def first(self, element_id, fits):
        return next((a for a in sorted(self.reference.acts.values(), key=lambda a: a.number)
                     if a.node.id == element_id and fits(a)), None)

    def complete(self, name, variables):
        act = self.first(name, lambda a: a.job is not None)
        if act is not None:
            key = act.job
            self.reference.complete(act, variables)
            self.follow('complete', key, json.dumps(variables))

    def task(self, name, variables):
        act = self.first(name, lambda a: a.job is not None)
        if act is not None:
            key = act.job
            self.reference.complete(act, variables)
            self.follow('task', key, json.dumps(variables))

    def fail(self, name, retries):
        act = self.first(name, lambda a: a.job is not None)
        if act is not None:
            key = act.job
            self.reference.fail(act, retries)
            act.failed_job = key
            self.follow('fail', key, retries)

    def throw(self, name, code):
        act = self.first(name, lambda a: a.job is not None)
        if act is not None:
            act.failed_job = act.job
            self.reference.throw(act, code)
            self.follow('throw', act.failed_job, code)

    def unblock(self, name, _):
        act = self.first(name, lambda a: a.blocked in ('job', 'error') and a.incident is not None)
        if act is not None:
            if act.blocked == 'job':
                self.follow('retries', act.failed_job, 3)
            self.reference.unblock(act)
            act.job = act.failed_job
            self.follow('resolve', act.incident)

    def publish(self, name, ttl):
        self.reference.publish(name, ttl)
        self.follow('publish', name, self.variables['k'], ttl, '{}')

    def signal(self, name, _):
        self.reference.signal(name)
        self.follow('signal', name, '{}')

    def pin(self, forward):
        self.stage.now += max(0, forward)
        self.reference.pin(self.stage.now)
        self.follow('pin', self.stage.now)


# --- many ---

def deploy(stage, model):
    """The graphs of the model's processes."""
    processes = [Process(spec) for spec in model]
    for process in processes:
        status, detail, _ = stage.say('deploy', process.id + '.bpmn', xml_of(process))
        if status != 'OK':
            return None, detail
    return processes, None


def play(stage, model, variables, steps, rng=None):
    """What is wrong with it, None when nothing is; and the steps that were taken."""
    stage.say('pin', stage.now)
    processes, refused = deploy(stage, model)
    if processes is None:
        return None, []
    execution = Execution(stage, processes, variables, rng, steps)
    try:
        execution.run()
    except Refused as e:
        return str(e), execution.steps
    except Endless:
        pass
    return None, execution.steps


def once(model, variables, steps):
    stage = Stage()
    try:
        return play(stage, model, variables, steps)[0]
    finally:
        stage.end()


def shrunk(model, variables, steps):
    """The least that still fails, found within some seconds."""
    until = time.monotonic() + SHRINK_SECONDS
    why, smaller = None, True
    while smaller and time.monotonic() < until:
        smaller = False
        for candidate, some in [(m, steps) for m in smaller_models(model)] + \
                [(model, steps[:i] + steps[i + 1:]) for i in range(len(steps))]:
            found = once(candidate, variables, some)
            if found is not None:
                model, steps, why, smaller = candidate, some, found, True
                break
            if time.monotonic() > until:
                break
    return why, model, steps


def line_of(why, model, variables, steps):
    return json.dumps({'why': why, 'model': model, 'variables': variables, 'steps': steps})


def work(arguments):
    """A part of all executions; the number of them, of refused models, and lines of those that failed."""
    seed, count = arguments
    rng = random.Random(seed)
    stage, models, done, refused, failures = Stage(), 0, 0, {}, []
    while done < count and len(failures) < 3:
        models += 1
        if models % MODELS_OF_A_STAGE == 0:
            failures += check(stage)
            stage.end()
            stage = Stage()
        model = Generator(rng, f'm{seed}_{models}').model()
        stage.say('pin', stage.now)
        processes, why = deploy(stage, model)
        if processes is None:
            rule = why[why.rfind('['):]
            refused[rule] = refused.get(rule, 0) + 1
            continue
        for number in range(RUNS_OF_A_MODEL):
            variables = {v: rng.randrange(VALUES) for v in VARIABLES}
            variables['k'] = f'{models}-{number}'
            execution = Execution(stage, processes, variables, rng)
            done += 1
            try:
                execution.run()
            except Refused as e:
                stage.end()
                why, model, steps = shrunk(model, variables, execution.steps)
                failures.append(line_of(why or f'(not again) {e}', model, variables, steps))
                stage = Stage()
                break
            except Endless:
                done -= 1
                stage.end()
                stage = Stage()
                break
    failures += check(stage)
    stage.end()
    return done, refused, failures


def check(stage):
    try:
        status, _, lines = stage.say('check')
    except Refused as e:
        return [str(e)]
    return [] if status == 'OK' else [f'check: {lines[:5]}']


def kept():
    if not os.path.exists(KEPT):
        return []
    with open(KEPT, encoding='utf-8') as f:
        return [line for line in f.read().splitlines() if line and not line.startswith('#')]


def run_kept():
    failures = []
    for line in kept():
        story = json.loads(line)
        why = once(story['model'], story['variables'], story['steps'])
        if why is not None:
            failures.append(line_of(why, story['model'], story['variables'], story['steps']))
    return failures


def replayed(seed):
    """The log of some executions once more through four machines that must agree, whatever their turns and kills."""
    rng, stage = random.Random(f'recorded {seed}'), Stage()
    path = os.path.join(stage.folder, 'log')
    try:
        for number in range(RECORDED_EXECUTIONS):
            model = Generator(rng, f'r{number}').model()
            play(stage, model, {**{v: rng.randrange(VALUES) for v in VARIABLES}, 'k': str(number)}, None, rng)
        stage.say('record', path)
        done = subprocess.run([REPLAY, '--read', path], capture_output=True, text=True)
        return [] if done.returncode == 0 else [f'replay of the recorded log: {(done.stdout + done.stderr)[-500:]}']
    finally:
        stage.end()


def show(line):
    story = json.loads(line)
    for spec in story['model']:
        print(xml_of(Process(spec)))
    stage = Stage()
    stage.story = []
    why, _ = play(stage, story['model'], story['variables'], story['steps'])
    for words, status, detail, lines in stage.story:
        if words[0] not in ('rows', 'deploy'):
            print('>', *words)
            for line_ in lines:
                print('   ', *line_)
            print('  =', status, detail)
    stage.end()
    print('wrong:', why)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--full', action='store_true')
    parser.add_argument('--count', type=int)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--show')
    arguments = parser.parse_args()
    if arguments.show:
        show(arguments.show)
        return 0
    failures = run_kept()
    count = arguments.count or (EXECUTIONS_FULL if arguments.full else EXECUTIONS)
    part = max(1, min(500, count // arguments.jobs))
    parts = [(arguments.seed * 1000 + i, part) for i in range((count + part - 1) // part)]
    done, refused = len(kept()), {}
    with multiprocessing.Pool(arguments.jobs) as pool:
        for executed, more_refused, more in pool.imap_unordered(work, parts):
            done += executed
            failures += more
            for rule, times in more_refused.items():
                refused[rule] = refused.get(rule, 0) + times
    failures += replayed(arguments.seed)
    for rule, times in sorted(refused.items()):
        print(f'{times} models were refused: {rule}')
    for line in failures:
        print('FAILED ' + line)
    print(f'{max(0, done - len(failures))} passed, {len(failures)} failed')
    return 1 if failures or not done else 0


if __name__ == '__main__':
    sys.exit(main())
