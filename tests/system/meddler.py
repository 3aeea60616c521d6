"""Somebody who changes what runs, for engine_stress.py: instances that begin anywhere, are modified and migrated, have
their jobs, variables, tasks and incidents changed, all at random and beside everybody else. What it asks for may be
refused; it must never be a fault, and must leave nothing behind."""
import random
import re
import time

ELEMENT = re.compile(r'<(?:\w+Task|subProcess|intermediateCatchEvent|exclusiveGateway|parallelGateway|endEvent) id="(\w+)"')
SORTS = {'process-instances': 'startDate', 'element-instances': 'startDate', 'jobs': 'jobKey', 'user-tasks': 'creationDate',
         'incidents': 'creationTime'}


class Meddler:
    def __init__(self, world, chance, models):
        self.world, self.chance = world, chance
        self.elements = {name: ELEMENT.findall(xml) for name, xml in models.items()}

    def ask(self, path, body, method='POST'):
        return self.world.ask(path, body, method, may_be_refused=True)

    def one_of(self, what, **condition):
        """One of the newest, or None."""
        _, answer = self.world.ask(f'/v2/{what}/search', {
            'filter': condition, 'page': {'limit': 20}, 'sort': [{'field': SORTS[what], 'order': 'desc'}]}, key=False)
        return self.chance.choice(answer['items']) if answer['items'] else None

    def element_of(self, process):
        return self.chance.choice(self.elements[process])

    def begin(self):
        """Begun at some elements, to end after one of them; sometimes awaited, for less time than it takes."""
        process = self.chance.choice(list(self.elements))
        body = {'processDefinitionId': process, 'variables': {'n': self.chance.randrange(10), 'id': '1'},
                'businessId': f'b{self.chance.randrange(9)}',
                'startInstructions': [{'elementId': self.element_of(process)} for _ in range(self.chance.randrange(3))]}
        if self.chance.random() < 0.5:
            body['runtimeInstructions'] = [{'type': 'TERMINATE_PROCESS_INSTANCE', 'afterElementId': self.element_of(process)}]
        status, answer = self.ask('/v2/process-instances', body)
        if status == 200:
            with self.world.lock:
                self.world.created.append(answer['processInstanceKey'])

    def modify(self):
        instance = self.one_of('process-instances', state='ACTIVE')
        if instance is None:
            return
        process, key = instance['processDefinitionId'], instance['processInstanceKey']
        element = self.one_of('element-instances', processInstanceKey=key, state='ACTIVE')
        body = {}
        if self.chance.random() < 0.6:
            body['activateInstructions'] = [{'elementId': self.element_of(process), 'variableInstructions': [
                {'variables': {'z': 1}}]} for _ in range(self.chance.randrange(1, 3))]
        if element is not None and self.chance.random() < 0.4:
            body['terminateInstructions'] = [{'elementInstanceKey': element['elementInstanceKey']}]
        elif element is not None and self.chance.random() < 0.6:
            body['moveInstructions'] = [{
                'sourceElementInstruction': {'sourceType': 'byId', 'sourceElementId': element['elementId']},
                'targetElementId': self.element_of(process)}]
        self.ask(f'/v2/process-instances/{key}/modification', body)

    def migrate(self):
        """To the definition that it has: all that is written anew must fit."""
        instance = self.one_of('process-instances', state='ACTIVE')
        if instance is not None:
            pairs = [{'sourceElementId': e, 'targetElementId': e} for e in self.elements[instance['processDefinitionId']]]
            self.ask(f'/v2/process-instances/{instance["processInstanceKey"]}/migration', {
                'targetProcessDefinitionKey': instance['processDefinitionKey'], 'mappingInstructions': pairs})

    def correlate(self):
        self.ask('/v2/messages/correlation', {'name': self.chance.choice(('wait', 'one', 'two', 'start')),
                                              'correlationKey': f'{self.chance.randrange(40)}', 'variables': {'n': 1}})

    def change_job(self):
        job = self.one_of('jobs')
        if job is not None:
            changes = self.chance.choice(({'retries': 3}, {'timeout': 100}, {'priority': 5}, {'retries': 2, 'timeout': 900}))
            self.ask(f'/v2/jobs/{job["jobKey"]}', {'changeset': changes}, method='PATCH')

    def change_task(self):
        task = self.one_of('user-tasks', state='CREATED')
        if task is not None:
            path = f'/v2/user-tasks/{task["userTaskKey"]}'
            self.ask(f'{path}/assignment', {'assignee': 'ann', 'allowOverride': self.chance.random() < 0.5})
            self.ask(path, {'changeset': {'priority': self.chance.randrange(101), 'candidateUsers': []}}, method='PATCH')
            self.ask(f'{path}/assignee', None, method='DELETE')

    def change_variables(self):
        element = self.one_of('element-instances', state='ACTIVE')
        if element is not None:
            self.ask(f'/v2/element-instances/{element["elementInstanceKey"]}/variables',
                     {'variables': {'n': self.chance.randrange(4), 'new': [1]}, 'local': self.chance.random() < 0.5}, method='PUT')

    def resolve(self):
        incident = self.one_of('incidents', state='ACTIVE')
        if incident is not None:
            self.ask(f'/v2/process-instances/{incident["processInstanceKey"]}/incident-resolution', {})

    def run(self):
        deeds = [self.begin, self.modify, self.modify, self.migrate, self.correlate, self.change_job, self.change_task,
                 self.change_variables, self.resolve]
        while not self.world.stop.is_set():
            self.chance.choice(deeds)()
            time.sleep(self.chance.uniform(0, 0.02))


def meddler_of(models):
    """A role for run_threads."""
    def meddler(world, number):
        Meddler(world, random.Random(world.seed * 100 + 80 + number), models).run()
    return meddler
