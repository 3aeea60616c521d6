#!/usr/bin/env python3
"""Decisions on the wire: deployment, evaluation, definitions and what was evaluated, deletion."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'system'))
from server import Server  # noqa: E402

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


def deploy(server, directory, text, name='loan.dmn'):
    path = os.path.join(directory, name)
    with open(path, 'w') as file:
        file.write(text)
    return server.deploy(path)


def main():
    with tempfile.TemporaryDirectory() as directory, Server() as server:
        first = deploy(server, directory, MODEL % 1)
        items = first['deployments']
        decisions = [i['decisionDefinition'] for i in items if i['decisionDefinition']]
        files = [i['decisionRequirements'] for i in items if i['decisionRequirements']]
        assert [d['decisionDefinitionId'] for d in decisions] == ['base', 'risk', 'service'], items
        assert len(files) == 1 and files[0]['decisionRequirementsName'] == 'Loan', items
        assert deploy(server, directory, MODEL % 1)['deployments'] == items, 'the same file is the same version'

        answer = server.post('/v2/decision-definitions/evaluation',
                             {'decisionDefinitionId': 'risk', 'variables': {'x': 5}})
        assert answer['output'] == '"high"' and answer['failureMessage'] is None, answer
        base, risk = answer['evaluatedDecisions']
        assert base['output'] == '6' and base['decisionDefinitionType'] == 'LITERAL_EXPRESSION', base
        assert risk['evaluatedInputs'] == [{'inputId': 'i1', 'inputName': 'base', 'inputValue': '6'}], risk
        assert risk['matchedRules'][0]['ruleId'] == 'r2' and risk['matchedRules'][0]['ruleIndex'] == 2, risk
        assert risk['matchedRules'][0]['evaluatedOutputs'][0]['outputValue'] == '"high"', risk

        found = server.post('/v2/decision-instances/search', {'filter': {'decisionDefinitionId': 'risk'}})['items']
        assert len(found) == 1 and found[0]['result'] == '"high"' and found[0]['state'] == 'EVALUATED', found
        whole = server.get('/v2/decision-instances/' + found[0]['decisionEvaluationInstanceKey'])
        assert whole['matchedRules'] == risk['matchedRules'], whole
        key = decisions[1]['decisionDefinitionKey']
        assert server.get('/v2/decision-definitions/' + key)['name'] == 'Risk'
        file_key = files[0]['decisionRequirementsKey']
        assert server.get('/v2/decision-requirements/' + file_key)['version'] == 1

        second = deploy(server, directory, MODEL % 2)
        assert all((i['decisionDefinition'] or i['decisionRequirements'])['version'] == 2
                   for i in second['deployments']), second
        old = server.post('/v2/decision-definitions/evaluation', {'decisionDefinitionKey': key, 'variables': {'x': 1}})
        new = server.post('/v2/decision-definitions/evaluation',
                          {'decisionDefinitionId': 'service', 'variables': {'x': 1}})
        assert (old['output'], new['output']) == ('"low"', '"high"'), (old, new)
        server.post(f'/v2/resources/{file_key}/deletion', {})
        status = server.post('/v2/decision-definitions/evaluation', {'decisionDefinitionKey': key}, expect=(404,))
        assert key in status['detail'], status
        assert len(server.post('/v2/decision-requirements/search', {})['items']) == 1
    print('1 passed, 0 failed')
    return 0


if __name__ == '__main__':
    sys.exit(main())
