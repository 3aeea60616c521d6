"""Decisions on the wire: deployment, evaluation, definitions and what was evaluated, deletion."""
import json

from wire_errors import NO_KEY, NOT_A_KEY, invalid, missing, unparsed
from wire_resources import item, part

MODEL = """<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='loan' name='Loan' namespace='urn:loan'>
<inputData id='x' name='x'><variable name='x' typeRef='number'/></inputData>
<decision id='base' name='Base'><informationRequirement><requiredInput href='#x'/></informationRequirement>
<literalExpression><text>x + %d</text></literalExpression></decision>
<decision id='risk' name='Risk'><informationRequirement><requiredDecision href='#base'/></informationRequirement>
<decisionTable hitPolicy='FIRST'><input id='i1' label='base'><inputExpression><text>Base</text></inputExpression></input>
<output id='o1' name='level'/>
<rule id='r1'><inputEntry><text>&lt; 3</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule>
<rule id='r2'><inputEntry><text>-</text></inputEntry><outputEntry><text>"high"</text></outputEntry></rule>
</decisionTable></decision>
<decisionService id='service' name='Service'><outputDecision href='#risk'/><encapsulatedDecision href='#base'/>
<inputData href='#x'/></decisionService></definitions>"""

FAILING = """<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='wire-failing' name='Failing' namespace='urn:failing'>
<inputData id='x' name='x'/>
<decision id='wire-first' name='First'><informationRequirement><requiredInput href='#x'/></informationRequirement>
<literalExpression><text>assert(x, x != null, "no x")</text></literalExpression></decision>
<decision id='wire-second' name='Second'><informationRequirement><requiredDecision href='#wire-first'/></informationRequirement>
<literalExpression><text>First</text></literalExpression></decision></definitions>"""


def evaluation(**body):
    return 'POST', '/v2/decision-definitions/evaluation', body


REFUSALS = [
    ('an evaluation of nothing', evaluation(), invalid('At least one of [decisionDefinitionId, decisionDefinitionKey]')),
    ('an evaluation of two decisions', evaluation(decisionDefinitionId='a', decisionDefinitionKey=NO_KEY),
     invalid('Only one of [decisionDefinitionId, decisionDefinitionKey]')),
    ('an evaluation of no decision', evaluation(decisionDefinitionId='none'), missing(
        "Command 'EVALUATE' rejected with code 'NOT_FOUND': Expected to evaluate decision 'none', but no decision found for id 'none'")),
    ('an evaluation of no key', evaluation(decisionDefinitionKey=NO_KEY), missing(f"no decision found for key '{NO_KEY}'")),
    ('an evaluation of a word', evaluation(decisionDefinitionKey='abc'),
     invalid(f"The provided decisionDefinitionKey 'abc' {NOT_A_KEY}")),
    ('an evaluation for another tenant', evaluation(decisionDefinitionId='a', tenantId='x'),
     invalid("Expected to handle request Evaluate Decision with tenant identifier 'x', but multi-tenancy is disabled")),
    ('variables that are a list', evaluation(decisionDefinitionId='a', variables=[]), unparsed('variables')),
    ('an unknown property of an evaluation of a decision', evaluation(decisionDefinitionId='a', foo=1), unparsed('foo')),
    *[(f'no {what}', ('GET', f'/v2/{path}/{NO_KEY}{more}', None), missing(f"{what} with key '{NO_KEY}' not found"))
      for what, path in (('Decision Definition', 'decision-definitions'), ('Decision Requirements', 'decision-requirements'))
      for more in ('', '/xml')],
    ('no evaluated decision', ('GET', f'/v2/decision-instances/{NO_KEY}-1', None),
     missing(f"Decision Instance with id '{NO_KEY}-1' not found")),
    ('an evaluated decision without number', ('GET', f'/v2/decision-instances/{NO_KEY}', None),
     missing(f"Decision Instance with id '{NO_KEY}' not found")),
]


def dmn(text, name='loan.dmn'):
    return part(name, text.encode())


def story_of_decisions(wire):
    """Versions by bytes; what is required is told first; an old version stays until it is deleted."""
    first = wire.deploy(dmn(MODEL % 1))
    items = first['deployments']
    decisions = [item(first, 'decisionDefinition', n) for n in range(3)]
    assert [d['decisionDefinitionId'] for d in decisions] == ['base', 'risk', 'service'], items
    assert item(first, 'decisionRequirements')['decisionRequirementsName'] == 'Loan', items
    assert wire.deploy(dmn(MODEL % 1))['deployments'] == items, 'the same file is the same version'

    answer = wire.call('evaluateDecision', body={'decisionDefinitionId': 'risk', 'variables': {'x': 5}, 'tenantId': '<default>'})
    assert answer['output'] == '"high"' and answer['failureMessage'] is None, answer
    base, risk = answer['evaluatedDecisions']
    assert base['output'] == '6' and base['decisionDefinitionType'] == 'LITERAL_EXPRESSION', base
    assert risk['evaluatedInputs'] == [{'inputId': 'i1', 'inputName': 'base', 'inputValue': '6'}], risk
    assert risk['matchedRules'][0]['ruleId'] == 'r2' and risk['matchedRules'][0]['ruleIndex'] == 2, risk
    assert risk['matchedRules'][0]['evaluatedOutputs'][0]['outputValue'] == '"high"', risk

    found = wire.only('searchDecisionInstances', decisionDefinitionId='risk')
    assert found['result'] == '"high"' and found['state'] == 'EVALUATED', found
    assert found['decisionEvaluationInstanceKey'] == risk['decisionEvaluationInstanceKey'], found
    whole = wire.call('getDecisionInstance', found['decisionEvaluationInstanceKey'])
    assert whole['matchedRules'] == risk['matchedRules'] and whole['evaluatedInputs'] == risk['evaluatedInputs'], whole
    key, file_key = decisions[1]['decisionDefinitionKey'], item(first, 'decisionRequirements')['decisionRequirementsKey']
    assert wire.call('getDecisionDefinition', key)['name'] == 'Risk'
    assert wire.call('getDecisionRequirements', file_key)['version'] == 1
    assert wire.call('getDecisionDefinitionXML', key) == wire.call('getDecisionRequirementsXML', file_key) == MODEL % 1

    second = wire.deploy(dmn(MODEL % 2))
    assert all((i['decisionDefinition'] or i['decisionRequirements'])['version'] == 2 for i in second['deployments']), second
    old = wire.call('evaluateDecision', body={'decisionDefinitionKey': key, 'variables': {'x': 1}})
    new = wire.call('evaluateDecision', body={'decisionDefinitionId': 'service', 'variables': {'x': 1}})
    assert (old['output'], new['output']) == ('"low"', '"high"'), (old, new)
    latest = wire.search('searchDecisionDefinitions', filter={'decisionDefinitionId': 'risk', 'isLatestVersion': True})
    assert [d['version'] for d in latest['items']] == [2], latest


def story_of_an_evaluation_that_fails(wire):
    """It is an answer, not an error, and what needs the decision that failed was not evaluated."""
    wire.deploy(dmn(FAILING, 'failing.dmn'))
    failed = wire.call('evaluateDecision', body={'decisionDefinitionId': 'wire-second'})
    assert (failed['output'], failed['failedDecisionDefinitionId']) == ('null', 'wire-first'), failed
    assert 'no x' in failed['failureMessage'] and len(failed['evaluatedDecisions']) == 1, failed
    shown = wire.only('searchDecisionInstances', state='FAILED')
    assert shown['evaluationFailure'] == failed['failureMessage'], shown
    body, retry = {'decisionDefinitionId': 'wire-second', 'variables': {'x': [1, {'y': 0.1}]}}, {'Idempotency-Key': 'evaluation'}
    done = wire.call('evaluateDecision', body=body, headers=retry)
    assert done['output'] == '[1,{"y":0.1}]', done
    assert wire.call('evaluateDecision', body=body, headers=retry) == done, 'the same again'


def story_of_deleted_decisions(wire):
    """They go with their file, and the version before is the latest again; what was evaluated stays."""
    one, two = (wire.deploy(dmn(text, 'gone.dmn')) for text in (
        FAILING.replace('wire-', 'gone-'), FAILING.replace('wire-', 'gone-').replace('no x', 'none')))
    key, file_key = (item(two, 'decisionDefinition')['decisionDefinitionKey'],
                     item(two, 'decisionRequirements')['decisionRequirementsKey'])
    wire.call('evaluateDecision', body={'decisionDefinitionId': 'gone-first', 'variables': {'x': 1}})
    assert wire.send('POST', f'/v2/resources/{key}/deletion')[0] == 404, 'a decision goes with its file alone'
    assert wire.call('deleteResource', file_key) == {'resourceKey': file_key, 'batchOperation': None}
    status, _, raw = wire.send('POST', '/v2/decision-definitions/evaluation', {'decisionDefinitionKey': key})
    assert status == 404 and key in json.loads(raw)['detail'], raw
    assert wire.send('GET', f'/v2/decision-requirements/{file_key}')[0] == 404
    latest = wire.only('searchDecisionDefinitions', decisionDefinitionId='gone-first', isLatestVersion=True)
    assert latest['decisionDefinitionKey'] == item(one, 'decisionDefinition')['decisionDefinitionKey'], latest
    assert wire.only('searchDecisionInstances', decisionDefinitionId='gone-first')['decisionDefinitionVersion'] == 2


RULES = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"
xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="wire-rules" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f" sourceRef="s" targetRef="wire-rule"/><businessRuleTask id="wire-rule"><extensionElements>
<zeebe:calledDecision decisionId="=decision" resultVariable="level"/></extensionElements></businessRuleTask></process></definitions>"""


def story_of_business_rule_tasks(wire):
    """What a task evaluated belongs to it and goes with its instance."""
    wire.deploy(part('rules.bpmn', RULES.encode()))
    done = wire.call('createProcessInstance', body={
        'processDefinitionId': 'wire-rules', 'variables': {'decision': 'risk', 'x': 5}, 'awaitCompletion': True,
        'businessId': 'rules-1'})
    key = done['processInstanceKey']
    assert done['variables']['level'] == 'high', done
    element = wire.only('searchElementInstances', processInstanceKey=key, elementId='wire-rule')
    assert element['type'] == 'BUSINESS_RULE_TASK', element
    found = wire.search('searchDecisionInstances', filter={'processInstanceKey': key})['items']
    assert [i['decisionDefinitionId'] for i in found] == ['base', 'risk'], found
    for i in found:
        assert (i['elementInstanceKey'], i['rootProcessInstanceKey'], i['processDefinitionKey'], i['businessId']) == (
            element['elementInstanceKey'], key, done['processDefinitionKey'], 'rules-1'), i
        assert i['rootDecisionDefinitionKey'] == found[1]['decisionDefinitionKey'], i
    wire.call('deleteProcessInstance', key)
    assert wire.search('searchDecisionInstances', filter={'processInstanceKey': key})['items'] == []

    failing = wire.create('wire-rules', {'decision': 'wire-second', 'x': None})
    incident = wire.only('searchIncidents', processInstanceKey=failing)
    assert incident['errorType'] == 'DECISION_EVALUATION_ERROR' and 'no x' in incident['errorMessage'], incident
    assert wire.only('searchDecisionInstances', processInstanceKey=failing)['state'] == 'FAILED'
    wire.call('createElementInstanceVariables', failing, body={'variables': {'x': 1}})
    wire.call('resolveIncident', incident['incidentKey'])
    assert wire.call('getProcessInstance', failing)['state'] == 'COMPLETED'
    assert len(wire.search('searchDecisionInstances', filter={'elementInstanceKey': incident['elementInstanceKey']})['items']) == 3
    absent = wire.create('wire-rules', {'decision': 'wire-absent'})
    assert wire.only('searchIncidents', processInstanceKey=absent)['errorType'] == 'CALLED_DECISION_ERROR'


STORIES = [story_of_decisions, story_of_an_evaluation_that_fails, story_of_business_rule_tasks, story_of_deleted_decisions]
