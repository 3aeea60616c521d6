"""Reads of what instances did: variables of a task, flows, statistics, incidents, callers."""
import wire_errors
import wire_search


def check(condition, text):
    assert condition, text


def story_of_local_variables(wire):
    """A user task with variables of its own and two scopes that name the same."""
    key = wire.create('wire-user', {'x': 1, 'shared': 'outer', 'long': 'y' * 9000})
    task = wire.only('searchUserTasks', processInstanceKey=key)
    wire.call('createElementInstanceVariables', task['elementInstanceKey'],
              body={'variables': {'shared': 'inner', 'own': True}, 'local': True})
    of_task = wire.call('searchUserTaskVariables', task['userTaskKey'], body={'sort': [{'field': 'name'}]})['items']
    check([(v['name'], v['value'], v['scopeKey'] == key) for v in of_task if v['name'] != 'long'] ==
          [('own', 'true', False), ('shared', '"outer"', True), ('shared', '"inner"', False), ('x', '1', True)], of_task)
    effective = wire.call('searchUserTaskEffectiveVariables', task['userTaskKey'], body={'filter': {'name': 'shared'}})
    check([v['value'] for v in effective['items']] == ['"inner"'], effective)
    for query, size, cut in (('', 8192, True), ('?truncateValues=true', 8192, True), ('?truncateValues=FALSE', 9002, False)):
        found = wire.call('searchUserTaskEffectiveVariables', task['userTaskKey'], query=query,
                          body={'filter': {'name': 'long'}})['items'][0]
        check((len(found['value']), found['isTruncated']) == (size, cut), (query, len(found['value'])))
    check(wire.only('searchUserTasks', localVariables=[{'name': 'own', 'value': 'true'}]) == task, 'found by its own')


def story_of_what_instances_did(wire):
    key = wire.create('wire-job', {'a': 1})
    flows = wire.call('getProcessInstanceSequenceFlows', key)['items']
    check([(f['sequenceFlowId'], f['elementId'], f['processInstanceKey']) for f in flows] ==
          [(f'{key}_job-to-work', 'job-to-work', key)], flows)
    work = {'elementId': 'work', 'active': 1, 'canceled': 0, 'incidents': 0, 'completed': 0}
    start = {'elementId': 'job-start', 'active': 0, 'canceled': 0, 'incidents': 0, 'completed': 1}
    check(wire.call('getProcessInstanceStatistics', key)['items'] == [start, work], 'in order of their ids')
    job = wire.activate()[0]['jobKey']
    wire.call('failJob', job, body={'retries': 0, 'errorMessage': 'it broke'})
    work.update(active=0, incidents=1)
    check(wire.call('getProcessInstanceStatistics', key)['items'] == [start, work], 'an incident')
    filters = {'processInstanceKey': {'$in': [key]}, '$or': [{'state': 'ACTIVE'}, {'elementId': 'none'}]}
    definition = wire.only('searchProcessDefinitions', processDefinitionId='wire-job')['processDefinitionKey']
    found = wire.call('getProcessDefinitionStatistics', definition, body={'filter': filters})['items']
    check(found == [start, work], found)
    whole = wire.call('getProcessDefinitionStatistics', definition)['items']
    check(next(e for e in whole if e['elementId'] == 'work')['completed'] > 0, whole)
    incidents = wire.call('searchProcessInstanceIncidents', key, body={'filter': {'errorMessage': 'it broke'}})['items']
    check(len(incidents) == 1, incidents)
    of_element = wire.call('searchElementInstanceIncidents', incidents[0]['elementInstanceKey'], body={})['items']
    check(of_element == incidents, of_element)
    errors = wire.search('getProcessInstanceStatisticsByError')['items']
    broke = next(e for e in errors if e['errorMessage'] == 'it broke')
    check(broke == {'errorMessage': 'it broke', 'errorHashCode': wire_search.java_hash('it broke'),
                    'activeInstancesWithErrorCount': 1}, broke)
    by_definition = wire.search('getProcessInstanceStatisticsByDefinition',
                                filter={'errorHashCode': broke['errorHashCode']})['items']
    check([d['processDefinitionKey'] for d in by_definition] == [definition], by_definition)
    check(wire.call('getProcessInstanceCallHierarchy', key) == [
        {'processInstanceKey': key, 'processDefinitionKey': definition, 'processDefinitionName': 'A job'}], 'itself')
    wire.call('cancelProcessInstance', key)
    work.update(incidents=0, canceled=1)
    check(wire.call('getProcessInstanceStatistics', key)['items'] == [start, work], 'canceled')
    done = wire.create('wire-at-once', {'a': 1})
    flows = [f['elementId'] for f in wire.call('getProcessInstanceSequenceFlows', done)['items']]
    check(flows == ['at-once-to-add', 'at-once-to-end'], flows)
    counted = wire.search('getProcessDefinitionInstanceStatistics')['items']
    check({(d['processDefinitionId'], d['hasMultipleVersions']) for d in counted} >= {('wire-job', False)}, counted)


def story_of_waits(wire):
    waits = {}
    for process, variables in (('wire-job', {}), ('wire-user', {}), ('wire-message', {'orderId': 'o-9'}), ('wire-timer', {})):
        key = wire.create(process, variables)
        found = wire.search('searchElementInstanceWaitStates', filter={'processInstanceKey': key})['items']
        check(len(found) == 1 and found[0]['bpmnProcessId'] == process, found)
        element = found[0]['elementInstanceKey']
        check(wire.search('searchElementInstanceWaitStates', filter={'elementInstanceKey': {'$in': [element, element]}})
              ['items'] == found, 'by its element')
        counted = wire.call('getProcessInstanceWaitStateStatistics', key)['items']
        check(counted == [{'elementId': found[0]['elementId'], 'waitingCount': 1}], counted)
        waits[process] = found[0]['details']
        wire.call('cancelProcessInstance', key)
        check(wire.search('searchElementInstanceWaitStates', filter={'processInstanceKey': key})['items'] == [], 'no more')
        check(wire.call('getProcessInstanceWaitStateStatistics', key)['items'] == [], 'none counted')
    check(waits['wire-job']['jobType'] == 'wire-work' and waits['wire-job']['retries'] == 3, waits)
    check(waits['wire-user']['dueDate'] == '2030-01-02T03:04:05.000Z', waits)
    check(waits['wire-message'] == {'waitStateType': 'MESSAGE', 'messageName': 'wire-paid', 'correlationKey': 'o-9'}, waits)
    check(waits['wire-timer']['dueDate'] > 1.7e12 and waits['wire-timer']['repetitions'] == 1, waits)
    wire.create('wire-timer')


def story_of_a_start_by_message(wire):
    message = wire.call('publishMessage', body={'name': 'wire-go', 'correlationKey': 'k', 'timeToLive': 0})['messageKey']
    correlated = wire.only('searchCorrelatedMessageSubscriptions', messageName='wire-go')
    check(correlated['messageKey'] == message and correlated['elementInstanceKey'] is None, correlated)
    check((correlated['elementId'], correlated['correlationKey']) == ('started-start', 'k'), correlated)
    instance = wire.call('getProcessInstance', correlated['processInstanceKey'])
    check(instance['processDefinitionId'] == 'wire-started', instance)
    subscription = wire.only('searchMessageSubscriptions', messageName='wire-go')
    check(subscription['messageSubscriptionState'] == 'CREATED', 'it waits on')
    check(subscription['messageSubscriptionKey'] == correlated['subscriptionKey'], correlated)


def story_of_the_system(wire):
    check(wire.call('getClusterStatus') == {'status': 'HEALTHY'}, 'healthy')
    topology, cluster = wire.call('getTopology'), wire.call('getClusterTopology')
    check(cluster['brokers'][0]['brokerId'] == topology['brokers'][0]['brokerId'], cluster)
    check(cluster['physicalTenants'][0]['brokers'][0]['partitions'] == topology['brokers'][0]['partitions'], cluster)
    check(wire.call('getSystemConfiguration')['deployment']['maxRequestSize'] == 4 << 20, 'the limit of bodies')


def story_of_reads_of_what_is_not_there(wire):
    none = wire_errors.NO_KEY
    for name in ('getProcessInstanceSequenceFlows', 'getProcessInstanceStatistics', 'getProcessDefinitionStatistics',
                 'getProcessInstanceWaitStateStatistics'):
        check(wire.call(name, none)['items'] == [], name)
    check(wire.call('searchProcessDefinitionVariableNames', none)['items'] == [], 'no names')
    for name in ('getProcessInstanceCallHierarchy', 'searchProcessInstanceIncidents', 'searchElementInstanceIncidents',
                 'searchUserTaskVariables', 'searchUserTaskEffectiveVariables', 'getBatchOperation'):
        operation = wire.operations[name]
        wire.seen.add(name)
        path = wire.path(name, none)
        status, headers, raw = wire.send(operation.method, path, None if operation.method == 'GET' else {})
        check(status == 404, f'{name}: {status}')
        wire_errors.check_problem(raw, headers, 404, 'NOT_FOUND', f"with key '{none}' not found", path)
    both = {'filter': {'batchOperationId': '1', 'batchOperationKey': '1'}}
    status, _, raw = wire.send('POST', '/v2/process-instances/search', both)
    check(status == 400 and b'Only one of [batchOperationId, batchOperationKey]' in raw, raw)


STORIES = [story_of_local_variables, story_of_what_instances_did, story_of_waits, story_of_a_start_by_message,
           story_of_the_system, story_of_reads_of_what_is_not_there]
