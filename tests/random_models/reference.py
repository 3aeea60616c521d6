"""What BPMN 2.0 allows, said once more and independently of the engine.

The interpreter follows a trace: it keeps where the tokens are and what must happen next, takes each event of the
trace as one move, and refuses a move that no rule of the standard allows (chapter 13). The order of moves of
different tokens is the engine's own. When a command is done nothing may be left that could still move: no token on a
flow, no join that can fire, no scope without tokens, no event that has come and was not answered.

What is interrupted moves no more; what is inside of it may, until its own end comes in the same command: the engine
ends the outer first and the inner after it.
"""
from collections import Counter

ACTIVATING, ACTIVATED, COMPLETING, COMPLETED, TERMINATING, TERMINATED = range(1, 7)
JOINS = {'parallelGateway', 'inclusiveGateway'}
WORKS = {'serviceTask', 'sendTask'}


class Refused(Exception):
    """The trace did what it must not, or did not what it must."""


def require(condition, *words):
    if not condition:
        raise Refused(' '.join(str(w) for w in words))


class Act:
    """One run of an element; of a process: the instance."""

    def __init__(self, key, node, scope, instance, number):
        self.key, self.node, self.scope, self.instance = key, node, scope, instance
        self.number = number       # order of activation
        self.state = ACTIVATING
        self.children = {}
        self.doomed = False        # must be terminated
        self.stopped = False       # and may not move meanwhile
        self.perhaps = None        # boundary event that interrupts it unless it ends first
        self.done = False          # what it waited for has come
        self.changes_nothing = False  # a script whose result the variable has already
        self.chosen = None         # flows to take on completion
        self.job = None            # key of the job or user task that is open
        self.blocked = None        # 'job', 'error' or 'choice': an incident
        self.expects_incident = False
        self.incident = None       # its key
        self.timers = {}           # event node -> [due, rounds left]
        self.waits = set()         # event nodes whose event would be taken now
        self.called = None         # instance
        # of scopes
        self.pending = Counter()   # node -> tokens that came to it, or events that happened to it
        self.optional = Counter()  # those that need not go on
        self.answered = Counter()  # the same of those behind an event-based gateway: event and all
        self.tokens = Counter()    # flow -> tokens that wait at a join
        self.maybe = Counter()     # flow -> tokens that an inclusive join has taken or left, nobody can tell
        self.could = {}            # inclusive join -> sets of flows with which it could have fired meanwhile
        self.owed = Counter()      # flow -> to be taken

    def __repr__(self):
        return f'{self.node.id}#{self.key}'

    def is_open(self):
        return self.state == ACTIVATED

    def is_empty(self):
        return not (self.children or any(self.pending.values()) or any(self.owed.values()) or
                    any(self.tokens.values()) or any(self.answered.values()))

    def is_waiting_scope(self):
        return self.node.kind in ('process', 'subProcess')


class Instance:
    def __init__(self, key, process, caller):
        self.key, self.process, self.caller = key, process, caller
        self.variables = {}
        self.state = 'ACTIVE'
        self.root = None


class Message:
    """One that lives for no time is for those alone who wait when it comes."""

    def __init__(self, name, expires, only_for):
        self.name, self.expires, self.only_for = name, expires, only_for
        self.taken_by = set()      # process ids: each process takes it once

    def is_for(self, act, node):
        return (self.name == node.event[1] and act.instance.process.id not in self.taken_by and
                (self.only_for is None or (act, node) in self.only_for))


class Reference:
    """The world of one execution."""

    def __init__(self, processes, now):
        self.processes = {p.id: p for p in processes}
        self.now = now
        self.acts = {}
        self.instances = {}
        self.expected = None       # process id of the instance that is to begin
        self.messages = []         # that may still be taken, oldest first
        self.count = 0

    # --- what comes from outside ---

    def create(self, process_id, variables):
        self.expected = (process_id, dict(variables))

    def complete(self, act, variables):
        act.instance.variables.update(variables)
        act.done, act.job = True, None

    def fail(self, act, retries):
        if retries <= 0:
            act.expects_incident = True
            act.job, act.blocked = None, 'job'

    def unblock(self, act):
        act.blocked = None

    def throw(self, act, code):
        act.job = None
        self._error(act, act, code)

    def publish(self, name, ttl):
        only_for = {(a, n) for a in self.acts.values() for n in a.waits
                    if n.event[:2] == ['message', name]} if ttl == 0 else None
        self.messages.append(Message(name, self.now + ttl, only_for))

    def signal(self, name):
        self._signal(name)

    def cancel(self, instance):
        self._doom(instance.root)

    def pin(self, now):
        self.now = now

    # --- the trace ---

    def on_instance(self, state, process_id, key, caller_key):
        instance = self.instances.get(key)
        if state == 1:
            if instance is None:
                self._begin(process_id, key, caller_key)
            return
        require(instance is not None, 'unknown instance', key)
        root = instance.root
        require(instance.state == 'ACTIVE', 'the instance ends twice')
        require(not root.children, root, 'ends with elements in it')
        if state == 2:
            require(not root.stopped, root, 'completes, and must be terminated')
            require(root.is_empty(), root, 'completes with tokens in it')
            instance.state = 'COMPLETED'
            if instance.caller is not None:
                instance.caller.instance.variables.update(instance.variables)
                instance.caller.done = True
        else:
            require(root.doomed, root, 'is terminated for no reason')
            instance.state = 'TERMINATED'
        root.state = COMPLETED
        if instance.caller is not None:
            instance.caller.called = None
        del self.acts[key]

    def _begin(self, process_id, key, caller_key):
        caller = self.acts.get(caller_key)
        if caller is None:
            require(self.expected is not None and self.expected[0] == process_id, 'nobody has started', process_id)
            variables, self.expected = self.expected[1], None
        else:
            require(caller.node.called == process_id and caller.is_open() and caller.called is None and
                    not caller.done, caller, 'calls', process_id)
            variables = dict(caller.instance.variables)
        process = self.processes[process_id]
        instance = Instance(key, process, caller)
        instance.variables = variables
        instance.root = self._act(key, process.root, None, instance)
        instance.root.state = ACTIVATED
        instance.root.pending[process.root.start] += 1
        instance.root.doomed = caller is not None and caller.doomed
        self.instances[key] = instance
        if caller is not None:
            caller.called = instance

    def _act(self, key, node, scope, instance):
        self.count += 1
        act = Act(key, node, scope, instance, self.count)
        self.acts[key] = act
        return act

    def on_element(self, state, element_id, key, scope_key):
        act = self.acts.get(key)
        if act is None:
            require(state == ACTIVATING, element_id, 'begins in the middle')
            self._activate(element_id, key, scope_key)
            return
        if state == act.state:
            return                 # said again: an incident came or went
        if state == TERMINATING:
            if act.perhaps is not None and not act.doomed:
                self._doom(act)
                act.scope.pending[act.perhaps] += 1
            require(act.doomed, act, 'is terminated for no reason')
            self._stop(act)
            self._clear(act)
        elif state == TERMINATED:
            require(act.state == TERMINATING and not act.children, act, 'is terminated too early')
            require(act.called is None, act, 'is terminated before what it called')
            self._end(act)
        else:
            require(state == act.state + 1, act, 'goes from', act.state, 'to', state)
            require(not act.stopped or (self._throws_error(act.node) and state == ACTIVATED),
                    act, 'goes on, and must be terminated')
            (self._activated, self._completing, self._completed)[state - ACTIVATED](act)
        act.state = state

    def _activate(self, element_id, key, scope_key):
        scope = self.acts.get(scope_key)
        require(scope is not None, element_id, 'begins in an unknown scope')
        node = scope.instance.process.nodes.get(element_id)
        require(node is not None and node.scope is scope.node, element_id, 'begins in', scope)
        require(scope.is_open(), element_id, 'begins in', scope, 'which ends')
        act = self._act(key, node, scope, scope.instance)
        if node.kind in JOINS:
            self._fire(scope, node)
        elif scope.answered[node] > 0:
            scope.answered[node] -= 1
            act.done = True
        elif scope.pending[node] == 0 and scope.optional[node] > 0:
            scope.optional[node] -= 1
        else:
            require(scope.pending[node] > 0, act, 'begins without a token')
            scope.pending[node] -= 1
        scope.children[key] = act
        act.doomed = scope.doomed
        self._look_at_joins(scope)
        if self._throws_error(node):
            self._error(act, scope, node.event[1])

    @staticmethod
    def _throws_error(node):
        return node.kind == 'endEvent' and node.event is not None and node.event[0] == 'error'

    def _activated(self, act):
        node = act.node
        if node.kind == 'subProcess':
            act.pending[node.start] += 1
        if node.kind == 'scriptTask':
            act.changes_nothing = act.instance.variables[node.script[0]] == node.script[1]
        waits = list(node.boundaries)
        if node.kind in ('intermediateCatchEvent', 'receiveTask') and not act.done:
            if node.event[0] == 'link':
                act.done = True
            else:
                waits.append(node)
        if node.kind == 'eventBasedGateway':
            waits += [flow.target for flow in node.outgoing]
        for event in waits:
            self._wait_for(act, event)
        if node.kind in ('intermediateThrowEvent', 'endEvent') and node.event is not None:
            self._thrown(act, node.event)

    def _wait_for(self, act, node):
        kind, argument = node.event
        if kind in ('timer', 'cycle'):
            act.timers[node] = [self.now + 1000 * argument, 2 if kind == 'cycle' else 1]
        else:
            act.waits.add(node)

    def _thrown(self, act, event):
        kind, argument = event
        if kind == 'escalation':
            self._escalation(act.scope, argument)
        elif kind == 'signal':
            self._signal(argument)

    def _completing(self, act):
        require(self._may_complete(act), act, 'completes too early')
        act.chosen = self._choose(act)
        act.expects_incident = not act.chosen and act.node.kind in ('exclusiveGateway', 'inclusiveGateway') and \
            bool(act.node.outgoing)

    def _may_complete(self, act):
        node = act.node
        if node.kind in WORKS or node.kind in ('userTask', 'receiveTask', 'intermediateCatchEvent', 'callActivity',
                                               'eventBasedGateway'):
            return bool(act.done)
        if node.kind == 'subProcess':
            return act.is_empty()
        return not self._throws_error(node)

    def _choose(self, act):
        """The flows that its token goes over."""
        node, variables = act.node, act.instance.variables
        if node.kind == 'eventBasedGateway':
            return [next(f for f in node.outgoing if f.target is act.done)]
        if node.kind not in ('exclusiveGateway', 'inclusiveGateway') or len(node.outgoing) == 1:
            return list(node.outgoing)
        holding = [f for f in node.outgoing
                   if f is not node.default and variables.get(f.condition[0]) == f.condition[1]]
        if node.kind == 'exclusiveGateway':
            holding = holding[:1]
        return holding or ([node.default] if node.default is not None else [])

    def _completed(self, act):
        require(not act.expects_incident and act.blocked is None, act, 'completes in spite of an incident')
        node, scope = act.node, act.scope
        require(node.kind != 'scriptTask' or act.done or act.changes_nothing, act, 'has no result')
        for flow in act.chosen:
            scope.owed[flow] += 1
        if node.kind == 'intermediateThrowEvent' and node.event is not None and node.event[0] == 'link':
            scope.pending[act.instance.process.link_target(node)] += 1
        self._end(act)
        if node.kind == 'endEvent' and node.event is not None and node.event[0] == 'terminate':
            self._clear(scope)
            for child in scope.children.values():
                self._doom(child)

    def _end(self, act):
        del self.acts[act.key]
        del act.scope.children[act.key]
        self._look_at_joins(act.scope)
        act.waits.clear()
        act.timers.clear()

    def on_flow(self, flow_id, scope_key):
        scope = self.acts.get(scope_key)
        require(scope is not None and scope.is_open(), flow_id, 'is taken where nothing runs')
        flow = scope.instance.process.flows[flow_id]
        require(scope.owed[flow] > 0, flow_id, 'is taken for no reason')
        scope.owed[flow] -= 1
        if flow.target.kind in JOINS:
            scope.tokens[flow] += 1
        elif flow.source.kind == 'eventBasedGateway':
            scope.answered[flow.target] += 1
        else:
            scope.pending[flow.target] += 1
        self._look_at_joins(scope)

    def on_variable(self, name, scope_key, value):
        """What a script has found; all other variables are known beforehand."""
        instance = self.instances.get(scope_key)
        script = next((a for a in self.acts.values() if a.instance is instance and a.node.kind == 'scriptTask' and
                       not a.done and a.node.script == [name, int(value) if value.isdigit() else None]), None)
        if script is not None:
            script.done = True
            instance.variables[name] = script.node.script[1]

    def on_job(self, state, key, element_key):
        act = self.acts.get(element_key)
        if state == 1:
            require(act is not None and act.is_open() and not act.done, 'a job for an element that does not wait')
            act.job = key
        elif state == 7 and act is not None:
            require(act.doomed, act, 'loses its job')
            act.job = None

    def on_task(self, state, key, element_key):
        act = self.acts.get(element_key)
        if state == 2:
            require(act is not None and act.is_open() and act.job is None, 'a user task that nobody waits for')
            act.job = key

    def on_timer(self, state, element_id, key):
        if state != 2:
            return
        act, node = self._waiting(element_id, key, lambda a, n: n in a.timers)
        due, rounds = act.timers.pop(node)
        require(due <= self.now, act, 'has a timer', node.id, 'that fires too early')
        if rounds > 1:
            # What was missed is made up for by one firing, and the schedule goes on.
            period = 1000 * node.event[1]
            passed = (self.now - due) // period + 1
            if rounds > passed:
                act.timers[node] = [due + passed * period, rounds - passed]
        self._happened(act, node)

    def on_subscription(self, state, element_id, key):
        if state != 2:
            return
        if key in self.acts and self.acts[key].stopped:
            return                 # it came for both, and the other one ends this
        act, node = self._waiting(element_id, key, lambda a, n: n in a.waits)
        message = next((m for m in self.messages if m.is_for(act, node)), None)
        require(message is not None, act, 'takes a message that nobody sent')
        message.taken_by.add(act.instance.process.id)
        self._happened(act, node)

    def _waiting(self, element_id, key, waits):
        """The run of the element, or of what it is attached to, that the event is told of."""
        act = self.acts.get(key)
        require(act is not None, 'an event for', element_id, 'which is gone')
        node = act.instance.process.nodes[element_id]
        require(waits(act, node), act, 'gets an event', element_id, 'that it does not wait for')
        require(act.is_open() and not act.stopped, act, 'gets an event and must be terminated')
        return act, node

    def on_incident(self, state, key, element_key):
        act = self.acts.get(element_key)
        if state != 1 or act is None:
            return
        require(act.expects_incident, act, 'has an incident for no reason')
        act.expects_incident, act.incident = False, key
        act.blocked = act.blocked or 'choice'

    # --- events ---

    def _happened(self, act, node):
        """What the run waits for has come: its own event, one at its border, or one behind it."""
        if node is act.node:
            act.done = True
            act.waits.clear()
        elif node.kind == 'boundaryEvent' and node.interrupting and self._may_complete(act):
            act.perhaps = node     # it may as well end first
        elif node.kind == 'boundaryEvent':
            if node.interrupting:
                self._doom(act)
            if not node.interrupting and self._may_complete(act):
                act.scope.optional[node] += 1  # its host may as well end first
            else:
                act.scope.pending[node] += 1
        else:
            act.done = node
            act.waits.clear()
            act.timers.clear()

    def _doom(self, act):
        """It must be terminated, and all inside of it."""
        self._stop(act)
        self._doom_inside(act)

    def _doom_inside(self, act):
        act.doomed = True
        inside = list(act.children.values()) + ([act.called.root] if act.called is not None else [])
        for child in inside:
            self._doom_inside(child)

    def _stop(self, act):
        act.stopped = True
        act.waits.clear()
        act.timers.clear()
        act.expects_incident = False

    @staticmethod
    def _clear(scope):
        for counter in (scope.pending, scope.optional, scope.answered, scope.tokens, scope.owed):
            counter.clear()

    @staticmethod
    def _outwards(act):
        """The activities around, the nearest first."""
        while act is not None:
            if act.scope is None:
                act = act.instance.caller
            else:
                yield act
                act = act.scope

    def _find_catch(self, first, kind, code):
        for host in self._outwards(first):
            catches = not host.doomed and [b for b in host.node.boundaries if b.event[0] == kind and b.event[1] in (code, None)]
            if catches:
                return host, next((b for b in catches if b.event[1] == code), catches[0])
        return None, None

    def _error(self, thrower, first, code):
        host, boundary = self._find_catch(first, 'error', code)
        if host is None:
            thrower.expects_incident = True
            thrower.blocked = 'error'
        else:
            self._happened(host, boundary)

    def _escalation(self, first, code):
        host, boundary = self._find_catch(first, 'escalation', code)
        if host is not None:
            self._happened(host, boundary)

    def _signal(self, name):
        """To everyone who waits now, the oldest first."""
        waiting = [(a.number, i, a, n) for a in self.acts.values()
                   for i, n in enumerate(self._events_of(a)) if n in a.waits and n.event == ['signal', name]]
        for _, _, act, node in sorted(waiting, key=lambda w: w[:2]):
            if act.is_open() and node in act.waits:
                self._happened(act, node)

    @staticmethod
    def _events_of(act):
        return act.node.boundaries + [act.node] + [f.target for f in act.node.outgoing]

    # --- joins ---

    def _fire(self, scope, node):
        """The join takes its tokens. An inclusive one may have done so before this shows."""
        full = frozenset(f for f in node.incoming if scope.tokens[f] > 0)
        could = scope.could.pop(node, set())
        taken = full if self._can_fire(scope, node) else next((flows for flows in could if flows <= full), None)
        if taken is None:
            perhaps = [f for f in node.incoming if scope.maybe[f] > 0]
            require(perhaps, node.id, 'fires too early')
            for flow in perhaps:
                scope.maybe[flow] -= 1
            return
        for flow in taken:
            scope.tokens[flow] -= 1
            scope.maybe[flow] += any(flow not in flows for flows in could)

    def _look_at_joins(self, scope):
        """An inclusive join that could fire now may have done it, although that shows later."""
        for node in {f.target for f, count in scope.tokens.items() if count > 0}:
            if node.kind == 'inclusiveGateway' and self._can_fire(scope, node):
                full = frozenset(f for f in node.incoming if scope.tokens[f] > 0)
                scope.could.setdefault(node, set()).add(full)

    def _can_fire(self, scope, node):
        full = [f for f in node.incoming if scope.tokens[f] > 0]
        if len(full) == len(node.incoming):
            return True
        if node.kind == 'parallelGateway' or not full:
            return False
        return not self._is_awaited(scope, node, full)

    def _is_awaited(self, scope, node, full):
        """13.4.3: a token somewhere could come to an incoming flow without one, and to none that has one."""
        empty = [f for f in node.incoming if f not in full]
        to_empty, to_full = self._leading_to(empty, node), self._leading_to(full, node)
        places = {child.node for child in scope.children.values()}
        places |= {n for counter in (scope.pending, scope.answered) for n, count in counter.items() if count > 0}
        places |= {f.target for f, count in scope.owed.items() if count > 0}
        places |= {f.target for f, count in scope.tokens.items() if count > 0 and f.target is not node}
        if any(f.target is node for f, count in scope.owed.items() if count > 0):
            return True
        return any(p in to_empty and p not in to_full for p in places)

    @staticmethod
    def _leading_to(flows, node):
        """The elements from which a way leads to one of the flows without passing the gateway."""
        reached = {f.source for f in flows} - {node}
        more = list(reached)
        while more:
            place = more.pop()
            before = {f.source for f in place.incoming}
            if place.kind == 'boundaryEvent':
                before.add(place.attached_to)
            if place.kind == 'intermediateCatchEvent' and place.event[0] == 'link':
                before |= {n for n in place.scope.children
                           if n.kind == 'intermediateThrowEvent' and n.event == place.event}
            before -= reached | {node}
            reached |= before
            more += before
        return reached

    # --- rest ---

    def settle(self):
        """Nothing may be left that could move by itself."""
        require(self.expected is None, 'the instance has not begun')
        self._settle_messages()
        for act in self.acts.values():
            for counter in (act.optional, act.maybe, act.could):
                counter.clear()
            require(not act.doomed, act, 'is not terminated')
            require(not act.expects_incident, act, 'has no incident')
            require(not any(act.pending.values()) and not any(act.answered.values()), act, 'has tokens that rest')
            require(not any(act.owed.values()), act, 'has flows that were not taken')
            for node in {f.target for f, count in act.tokens.items() if count > 0}:
                require(not self._can_fire(act, node), node, 'can fire and does not')
            for node, (due, _) in act.timers.items():
                require(due > self.now, act, 'has a timer', node.id, 'that is due')
            if act.blocked is not None:
                continue
            require(act.state == ACTIVATED, act, 'stays in state', act.state)
            require(not self._may_complete_by_itself(act), act, 'could complete and does not')
            if act.node.kind in WORKS or act.node.kind == 'userTask':
                require(act.job is not None, act, 'has no job')
            if act.node.kind == 'callActivity':
                require(act.called is not None, act, 'has called nobody')

    def _may_complete_by_itself(self, act):
        return act.is_empty() if act.node.kind in ('process', 'subProcess') else self._may_complete(act)

    def _settle_messages(self):
        for act in self.acts.values():
            for node in act.waits:
                if act.is_open() and node.event[0] == 'message':
                    require(not any(m.is_for(act, node) for m in self.messages
                                    if m.expires > self.now or m.only_for is not None),
                            act, 'did not get the message', node.event[1])
        self.messages = [m for m in self.messages if m.expires > self.now]

    def is_over(self):
        return not self.acts
