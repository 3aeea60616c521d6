"""Random models of the blocks that model.py knows, nested up to DEPTH_MAX deep."""

DEPTH_MAX = 6
VARIABLES = ('v0', 'v1', 'v2', 'v3')
VALUES = 3
UNSTRUCTURED_PER_CENT = 10


class Generator:
    def __init__(self, rng, name):
        self.rng, self.name = rng, name
        self.count = 0
        self.size = 0
        self.callee = None

    def number(self):
        self.count += 1
        return self.count

    def chance(self, per_cent):
        return self.rng.random() * 100 < per_cent

    def pick(self, items):
        return self.rng.choice(items)

    def model(self):
        processes = []
        if self.chance(30):
            self.size = self.pick((2, 4, 8))
            processes.append({'id': f'{self.name}c', 'block': self.block(0, 3)})
            self.callee = f'{self.name}c'
        self.size = self.pick((2, 4, 8, 16, 30))
        return [{'id': self.name, 'block': self.block(0, 0)}] + processes

    def block(self, in_loop, depth):
        """One or a few blocks in a row."""
        blocks = [self.one(depth) for _ in range(self.pick((1, 1, 2, 3)))]
        return ['seq', 0, blocks]

    def one(self, depth):
        self.size -= 1
        if depth >= DEPTH_MAX or self.size <= 0:
            return self.leaf()
        if self.chance(UNSTRUCTURED_PER_CENT):
            return self.graph()
        kind = self.pick(('leaf', 'leaf', 'sub', 'sub', 'xor', 'and', 'and', 'or', 'or', 'loop', 'events', 'call'))
        return getattr(self, 'make_' + kind)(depth + 1)

    def make_leaf(self, _):
        return self.leaf()

    def condition(self):
        return [self.pick(VARIABLES), self.rng.randrange(VALUES)]

    def catchable(self):
        return self.pick((['timer', self.rng.randrange(1, 6)], ['message', self.pick(('M1', 'M2', 'M3'))],
                          ['signal', self.pick(('S1', 'S2'))]))

    def leaf(self):
        n = self.number()
        kind = self.rng.randrange(20)
        if kind < 11:
            return self.task(n)
        if kind < 14:
            return ['catch', n, self.catchable()]
        if kind < 18:
            return ['throw', n, self.pick((None, ['signal', self.pick(('S1', 'S2'))],
                                           ['escalation', self.pick(('C1', 'C2'))], ['link', f'L{n}']))]
        return ['end', n, self.pick((None, ['terminate', None], ['error', self.pick(('E1', 'E2'))],
                                     ['signal', self.pick(('S1', 'S2'))],
                                     ['escalation', self.pick(('C1', 'C2'))]))]

    def task(self, n):
        kind = self.pick(('serviceTask', 'serviceTask', 'serviceTask', 'sendTask', 'userTask', 'receiveTask',
                          'scriptTask', 'task', 'manualTask'))
        more = {}
        if kind == 'receiveTask':
            more['message'] = self.pick(('M1', 'M2', 'M3'))
        if kind == 'scriptTask':
            more['script'] = self.condition()
        if self.chance(25):
            more['boundaries'] = self.boundaries(DEPTH_MAX, kind == 'receiveTask')
        return ['task', n, kind, more]

    def boundaries(self, depth, _=False):
        made, taken = [], set()
        for _ in range(self.pick((1, 1, 2, 3))):
            event = self.pick((['timer', self.rng.randrange(1, 6)], ['cycle', self.rng.randrange(1, 4)],
                               ['message', self.pick(('M1', 'M2', 'M3'))], ['signal', self.pick(('S1', 'S2'))],
                               ['error', self.pick(('E1', 'E2', None))], ['error', self.pick(('E1', 'E2', None))],
                               ['escalation', self.pick(('C1', 'C2', None))]))
            if event[0] in ('error', 'escalation', 'message') and tuple(event) in taken:
                continue
            taken.add(tuple(event))
            interrupting = event[0] == 'error' or (event[0] != 'cycle' and self.chance(60))
            made.append([self.number(), event, interrupting, ['seq', 0, [self.one(depth)]], self.chance(40)])
        return made

    def make_sub(self, depth):
        n = self.number()
        more = {'boundaries': self.boundaries(depth)} if self.chance(70) else {}
        return ['sub', n, self.block(0, depth), more]

    def make_call(self, depth):
        if self.callee is None:
            return self.make_sub(depth)
        more = {'boundaries': self.boundaries(depth)} if self.chance(60) else {}
        return ['call', self.number(), self.callee, more]

    def branches(self, depth):
        return [[self.condition(), self.block(0, depth)] for _ in range(self.pick((2, 2, 3, 4)))]

    def make_xor(self, depth):
        branches = self.branches(depth)
        default = None if self.chance(5) else self.rng.randrange(len(branches))
        return ['xor', self.number(), branches, default, self.chance(70)]

    def make_or(self, depth):
        branches = self.branches(depth)
        default = None if self.chance(5) else self.rng.randrange(len(branches))
        return ['or', self.number(), branches, default, self.chance(80)]

    def make_and(self, depth):
        blocks = [self.block(0, depth) for _ in range(self.pick((2, 2, 3)))]
        return ['and', self.number(), blocks, self.chance(80)]

    def make_loop(self, depth):
        """Something in it waits: a loop that goes round by itself is refused."""
        body = ['seq', 0, [['task', self.number(), 'serviceTask', {}], self.block(0, depth)]]
        return ['loop', self.number(), body, self.condition()]

    def make_events(self, depth):
        branches = []
        for _ in range(self.pick((2, 2, 3))):
            event = self.catchable()
            if event[0] == 'message' and self.chance(30):
                event = ['receive', event[1]]
            if event not in [e for e, _ in branches]:
                branches.append([event, self.block(0, depth)])
        return ['events', self.number(), branches] if len(branches) > 1 else self.leaf()

    def graph(self):
        """Elements and flows anyhow: flows lead on, or back from where something waits."""
        count = self.rng.randrange(3, 11)
        nodes = [[self.pick(('exclusiveGateway', 'parallelGateway', 'inclusiveGateway', 'inclusiveGateway', 'task',
                             'serviceTask', 'serviceTask', 'userTask', 'intermediateThrowEvent')), None]
                 for _ in range(count)]
        edges = []
        for source in range(count):
            for _ in range(self.pick((0, 1, 1, 2, 2, 3))):
                waits = nodes[source][0] in ('serviceTask', 'userTask')
                low = 0 if waits and self.chance(15) else source + 1
                if low < count:
                    edges.append([source, self.rng.randrange(low, count), None])
        for i, (kind, _) in enumerate(nodes):
            out = [e for e in edges if e[0] == i]
            if kind in ('exclusiveGateway', 'inclusiveGateway') and len(out) > 1:
                for edge in out:
                    edge[2] = self.condition()
                if self.chance(85):
                    self.pick(out)[2] = 'default'
        return ['graph', self.number(), nodes, edges]
