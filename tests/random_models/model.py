"""Random process models: a tree of blocks, the graph that it means, and its XML.

A model is a list of processes, the first of which is started; a process is {'id', 'block'}. A block is a list
[kind, number, ...] and nothing but JSON, so that a model can be kept in a file and cut down by dropping blocks:

    ['seq', 0, blocks]                     one behind the other
    ['task', n, kind, more]                more: 'boundaries': [[n, event, interrupting, block, merges]]
    ['sub', n, block, more]                embedded subprocess; more as of tasks
    ['call', n, process, more]             call activity
    ['xor'|'or', n, [[condition, block]], default, merges]     default: index or None
    ['and', n, blocks, merges]
    ['loop', n, block, condition]          again while the condition holds
    ['events', n, [[event, block]]]        event-based gateway
    ['catch'|'throw'|'end', n, event]
    ['graph', n, nodes, edges]             no structure at all: [[kind, event or None]], [[from, to, condition]]

A condition is [variable, value]; an event is [kind, name or number], such as ['timer', 3] or ['error', 'E1'].
"""
import json
from xml.sax.saxutils import quoteattr

GATEWAYS = {'exclusiveGateway', 'parallelGateway', 'inclusiveGateway', 'eventBasedGateway'}
JOB_TASKS = {'serviceTask', 'sendTask'}


class Node:
    def __init__(self, node_id, kind, scope):
        self.id, self.kind, self.scope = node_id, kind, scope
        self.event = None          # [kind, argument]
        self.incoming, self.outgoing = [], []
        self.default = None        # flow
        self.attached_to = None    # of a boundary event
        self.interrupting = True
        self.boundaries = []
        self.called = None         # process id
        self.script = None         # [variable, value]
        self.children = []
        self.start = None          # of a scope

    def __repr__(self):
        return self.id


class Flow:
    def __init__(self, source, target, condition):
        self.id = f'{source.id}__{target.id}'
        self.source, self.target, self.condition = source, target, condition


class Process:
    """The graph of one process."""

    def __init__(self, spec):
        self.id = spec['id']
        self.root = Node(spec['id'], 'process', None)
        self.nodes, self.flows = {}, {}
        self._fill(self.root, spec['block'], '')

    def _node(self, node_id, kind, scope, event=None):
        node = Node(node_id, kind, scope)
        node.event = event
        self.nodes[node_id] = node
        scope.children.append(node)
        return node

    def _connect(self, loose, target):
        for source, condition, is_default in loose:
            flow = Flow(source, target, None if is_default else condition)
            while flow.id in self.flows:
                flow.id += '_'
            self.flows[flow.id] = flow
            source.outgoing.append(flow)
            target.incoming.append(flow)
            if is_default:
                source.default = flow

    def _fill(self, scope, block, name):
        scope.start = self._node(f'start{name}', 'startEvent', scope)
        loose = self._emit(scope, block, [(scope.start, None, False)])
        if loose:
            self._connect(loose, self._node(f'end{name}', 'endEvent', scope))

    def _emit(self, scope, block, loose):
        """Put the block behind the loose ends [(node, condition, is_default)]; the loose ends behind it."""
        return getattr(self, '_emit_' + block[0])(scope, loose, *block[1:])

    def _emit_seq(self, scope, loose, _, blocks):
        for block in blocks:
            if not loose:
                break
            loose = self._emit(scope, block, loose)
        return loose

    def _merge(self, scope, kind, name, loose):
        if len(loose) == 0:
            return []
        node = self._node(name, kind, scope)
        self._connect(loose, node)
        return [(node, None, False)]

    def _activity(self, scope, loose, node, more):
        self._connect(loose, node)
        after, aside = [(node, None, False)], []
        for n, event, interrupting, block, merges in more.get('boundaries', []):
            boundary = self._node(f'b{n}', 'boundaryEvent', scope, event)
            boundary.attached_to, boundary.interrupting = node, interrupting
            node.boundaries.append(boundary)
            rest = self._emit(scope, block, [(boundary, None, False)])
            if rest and merges:
                aside += rest
            elif rest:
                self._connect(rest, self._node(f'b{n}end', 'endEvent', scope))
        return after + aside

    def _emit_task(self, scope, loose, n, kind, more):
        node = self._node(f't{n}', kind, scope)
        node.script = more.get('script')
        if kind == 'receiveTask':
            node.event = ['message', more['message']]
        return self._activity(scope, loose, node, more)

    def _emit_sub(self, scope, loose, n, block, more):
        node = self._node(f's{n}', 'subProcess', scope)
        loose = self._activity(scope, loose, node, more)
        self._fill(node, block, n)
        return loose

    def _emit_call(self, scope, loose, n, called, more):
        node = self._node(f'c{n}', 'callActivity', scope)
        node.called = called
        return self._activity(scope, loose, node, more)

    def _choose(self, kind, scope, loose, n, branches, default, merges):
        gateway = self._node(f'x{n}', kind, scope)
        self._connect(loose, gateway)
        rest = []
        for i, (condition, block) in enumerate(branches):
            rest += self._emit(scope, block, [(gateway, condition, i == default)])
        return self._merge(scope, kind, f'm{n}', rest) if merges else rest

    def _emit_xor(self, scope, loose, n, branches, default, merges):
        return self._choose('exclusiveGateway', scope, loose, n, branches, default, merges)

    def _emit_or(self, scope, loose, n, branches, default, merges):
        return self._choose('inclusiveGateway', scope, loose, n, branches, default, merges)

    def _emit_and(self, scope, loose, n, blocks, merges):
        gateway = self._node(f'x{n}', 'parallelGateway', scope)
        self._connect(loose, gateway)
        rest = []
        for block in blocks:
            rest += self._emit(scope, block, [(gateway, None, False)])
        return self._merge(scope, 'parallelGateway', f'm{n}', rest) if merges else rest

    def _emit_loop(self, scope, loose, n, block, condition):
        entry = self._node(f'm{n}', 'exclusiveGateway', scope)
        self._connect(loose, entry)
        rest = self._emit(scope, block, [(entry, None, False)])
        if not rest:
            return []
        leave = self._node(f'x{n}', 'exclusiveGateway', scope)
        self._connect(rest, leave)
        self._connect([(leave, condition, False)], entry)
        return [(leave, None, True)]

    def _emit_events(self, scope, loose, n, branches):
        gateway = self._node(f'x{n}', 'eventBasedGateway', scope)
        self._connect(loose, gateway)
        rest = []
        for i, (event, block) in enumerate(branches):
            kind = 'receiveTask' if event[0] == 'receive' else 'intermediateCatchEvent'
            node = self._node(f'x{n}_{i}', kind, scope, ['message', event[1]] if event[0] == 'receive' else event)
            self._connect([(gateway, None, False)], node)
            rest += self._emit(scope, block, [(node, None, False)])
        return rest

    def _emit_catch(self, scope, loose, n, event):
        node = self._node(f'i{n}', 'intermediateCatchEvent', scope, event)
        self._connect(loose, node)
        return [(node, None, False)]

    def _emit_throw(self, scope, loose, n, event):
        node = self._node(f'i{n}', 'intermediateThrowEvent', scope, event)
        self._connect(loose, node)
        if event is not None and event[0] == 'link':
            catch = self._node(f'l{n}', 'intermediateCatchEvent', scope, event)
            return [(catch, None, False)]
        return [(node, None, False)]

    def _emit_end(self, scope, loose, n, event):
        self._connect(loose, self._node(f'e{n}', 'endEvent', scope, event))
        return []

    def _emit_graph(self, scope, loose, n, nodes, edges):
        reached = {0}
        while True:
            more = {target for source, target, _ in edges if source in reached} - reached
            if not more:
                break
            reached |= more
        made = {i: self._node(f'g{n}_{i}', nodes[i][0], scope, nodes[i][1]) for i in sorted(reached)}
        self._connect(loose, made[0])
        for source, target, condition in edges:
            if source in reached:
                self._connect([(made[source], condition, condition == 'default')], made[target])
        return []

    def link_target(self, node):
        """Where a thrown link goes on."""
        return next(n for n in node.scope.children
                    if n.kind == 'intermediateCatchEvent' and n.event == node.event)


# --- XML ---

ROOTS = ''.join(
    [f'<message id="{m}" name="{m}"><extensionElements><zeebe:subscription correlationKey="=k"/></extensionElements>'
     '</message>' for m in ('M1', 'M2', 'M3')] +
    [f'<error id="{e}" errorCode="{e}"/>' for e in ('E1', 'E2')] +
    [f'<escalation id="{c}" escalationCode="{c}"/>' for c in ('C1', 'C2')] +
    [f'<signal id="{s}" name="{s}"/>' for s in ('S1', 'S2')])


def event_xml(node):
    if node.event is None or node.kind == 'receiveTask':
        return ''
    kind, argument = node.event
    if kind == 'timer':
        return f'<timerEventDefinition><timeDuration>PT{argument}S</timeDuration></timerEventDefinition>'
    if kind == 'cycle':
        return f'<timerEventDefinition><timeCycle>R2/PT{argument}S</timeCycle></timerEventDefinition>'
    if kind == 'terminate':
        return '<terminateEventDefinition/>'
    if kind == 'link':
        return f'<linkEventDefinition name="{argument}"/>'
    reference = f' {kind}Ref="{argument}"' if argument else ''
    return f'<{kind}EventDefinition{reference}/>'


def extension_xml(node):
    inner = ''
    if node.kind in JOB_TASKS:
        inner = f'<zeebe:taskDefinition type="{node.id}"/>'
    elif node.kind == 'userTask':
        inner = '<zeebe:userTask/>'
    elif node.kind == 'scriptTask':
        inner = f'<zeebe:script expression="={node.script[1]}" resultVariable="{node.script[0]}"/>'
    elif node.kind == 'callActivity':
        inner = f'<zeebe:calledElement processId="{node.called}"/>'
    return f'<extensionElements>{inner}</extensionElements>' if inner else ''


def node_xml(node):
    attributes = f' id="{node.id}"'
    if node.default is not None:
        attributes += f' default="{node.default.id}"'
    if node.kind == 'boundaryEvent':
        attributes += f' attachedToRef="{node.attached_to.id}" cancelActivity="{str(node.interrupting).lower()}"'
    if node.kind == 'receiveTask':
        attributes += f' messageRef="{node.event[1]}"'
    return f'<{node.kind}{attributes}>{extension_xml(node)}{event_xml(node)}{scope_xml(node)}</{node.kind}>'


def flow_xml(flow):
    condition = ''
    if flow.condition is not None and flow.source.kind in ('exclusiveGateway', 'inclusiveGateway') and \
            len(flow.source.outgoing) > 1:
        text = f'={flow.condition[0]} = {flow.condition[1]}'
        condition = f'<conditionExpression>{text}</conditionExpression>'
    return (f'<sequenceFlow id="{flow.id}" sourceRef="{flow.source.id}" targetRef="{flow.target.id}">'
            f'{condition}</sequenceFlow>')


def scope_xml(scope):
    return ''.join(node_xml(n) + ''.join(flow_xml(f) for f in n.outgoing) for n in scope.children)


def xml_of(process):
    return ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
            ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">'
            f'{ROOTS}<process id={quoteattr(process.id)} isExecutable="true">{scope_xml(process.root)}'
            '</process></definitions>')


# --- smaller models, for what failed ---

def _smaller_lists(items):
    for i in range(len(items)):
        yield items[:i] + items[i + 1:]


def _without_boundaries(block, at):
    more = block[at]
    for rest in _smaller_lists(more.get('boundaries', [])):
        yield block[:at] + [{**more, 'boundaries': rest}]
    for i, boundary in enumerate(more.get('boundaries', [])):
        for smaller in smaller_blocks(boundary[3]):
            changed = list(more['boundaries'])
            changed[i] = boundary[:3] + [smaller] + boundary[4:]
            yield block[:at] + [{**more, 'boundaries': changed}]


def _in_branches(block, at, inner):
    branches = block[at]
    for i, branch in enumerate(branches):
        old = branch if inner is None else branch[inner]
        for smaller in smaller_blocks(old):
            new = smaller if inner is None else branch[:inner] + [smaller] + branch[inner + 1:]
            yield block[:at] + [branches[:i] + [new] + branches[i + 1:]] + block[at + 1:]


def smaller_blocks(block):
    """Blocks with a little less in them, the smallest first."""
    kind = block[0]
    if kind == 'seq':
        yield from (['seq', 0, rest] for rest in _smaller_lists(block[2]))
        for i, inner in enumerate(block[2]):
            for smaller in smaller_blocks(inner):
                put = smaller[2] if smaller[0] == 'seq' else [smaller]
                yield ['seq', 0, block[2][:i] + put + block[2][i + 1:]]
    elif kind == 'task':
        yield from _without_boundaries(block, 3)
    elif kind == 'sub':
        yield block[2]
        yield from ([*block[:2], smaller, block[3]] for smaller in smaller_blocks(block[2]))
        yield from _without_boundaries(block, 3)
    elif kind == 'call':
        yield from _without_boundaries(block, 3)
    elif kind in ('xor', 'or', 'events'):
        yield from (inner for _, inner in block[2])
        if len(block[2]) > 2:
            for i in range(len(block[2])):
                if kind == 'events':
                    yield ['events', block[1], block[2][:i] + block[2][i + 1:]]
                elif i != block[3]:
                    default = block[3] if block[3] is None or block[3] < i else block[3] - 1
                    yield [kind, block[1], block[2][:i] + block[2][i + 1:], default, block[4]]
        yield from _in_branches(block, 2, 1)
    elif kind == 'and':
        yield from block[2]
        if len(block[2]) > 2:
            yield from (['and', block[1], rest, block[3]] for rest in _smaller_lists(block[2]))
        yield from _in_branches(block, 2, None)
    elif kind == 'loop':
        yield block[2]
        yield from (['loop', block[1], smaller, block[3]] for smaller in smaller_blocks(block[2]))
    elif kind == 'graph':
        for rest in _smaller_lists(block[3]):
            yield ['graph', block[1], block[2], rest]


def smaller_models(model):
    for i, spec in enumerate(model):
        if i > 0 and f'"{spec["id"]}"' not in json.dumps([m['block'] for m in model]):
            yield model[:i] + model[i + 1:]
        for block in smaller_blocks(spec['block']):
            yield model[:i] + [{**spec, 'block': block}] + model[i + 1:]
