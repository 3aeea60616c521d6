# A business rule task evaluates in place: what it looked at belongs to it, the result is its payload.
deploy loan.dmn decide.bpmn
  OK puts=15 deletes=0
  REQUIREMENTS DEPLOYED loan version=1 key=3 resource="loan.dmn"
  DECISION DEPLOYED base version=1 key=4 resource="loan.dmn"
  DECISION DEPLOYED risk version=1 key=5 resource="loan.dmn"
  DECISION DEPLOYED service version=1 key=6 resource="loan.dmn"
  DEFINITION DEPLOYED decide version=1 key=7 resource="decide.bpmn"
create decide {"decision":"risk","amount":5}
  OK puts=0 deletes=0
  INSTANCE ACTIVE decide key=8
  VARIABLE CREATED decision="risk" scope=8
  VARIABLE CREATED amount=5 scope=8
  ELEMENT ACTIVATING s START_EVENT key=11 scope=8
  ELEMENT ACTIVATED s START_EVENT key=11 scope=8
  ELEMENT COMPLETING s START_EVENT key=11 scope=8
  ELEMENT COMPLETED s START_EVENT key=11 scope=8
  FLOW TAKEN s_rule
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=12 scope=8
  VARIABLE CREATED rule x=5 scope=12
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=14 number=1 output=6 inputs=[] rules=[]
  EVALUATION DONE risk version=1 DECISION_TABLE key=14 number=2 output="high" inputs=[{"inputId":"i1","inputName":"base","inputValue":"6"}] rules=[{"ruleId":"r2","ruleIndex":2,"evaluatedOutputs":[{"outputId":"o1","outputName":"level","outputValue":"\"high\"","ruleId":"r2","ruleIndex":2}]}]
  ELEMENT ACTIVATED rule BUSINESS_RULE_TASK key=12 scope=8
  VARIABLE CREATED rule result="high" scope=12
  ELEMENT COMPLETING rule BUSINESS_RULE_TASK key=12 scope=8
  VARIABLE CREATED level="high" scope=8
  ELEMENT COMPLETED rule BUSINESS_RULE_TASK key=12 scope=8
  FLOW TAKEN rule_e
  ELEMENT ACTIVATING e END_EVENT key=18 scope=8
  ELEMENT ACTIVATED e END_EVENT key=18 scope=8
  ELEMENT COMPLETING e END_EVENT key=18 scope=8
  ELEMENT COMPLETED e END_EVENT key=18 scope=8
  INSTANCE COMPLETED decide key=8
# A decision that is not there, and one that fails: each is an incident, and each try is told.
create decide {"decision":"absent","amount":8}
  OK puts=8 deletes=0
  INSTANCE ACTIVE decide key=19
  VARIABLE CREATED decision="absent" scope=19
  VARIABLE CREATED amount=8 scope=19
  ELEMENT ACTIVATING s START_EVENT key=22 scope=19
  ELEMENT ACTIVATED s START_EVENT key=22 scope=19
  ELEMENT COMPLETING s START_EVENT key=22 scope=19
  ELEMENT COMPLETED s START_EVENT key=22 scope=19
  FLOW TAKEN s_rule
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=23 scope=19
  VARIABLE CREATED rule x=8 scope=23
  INCIDENT ACTIVE rule CALLED_DECISION_ERROR key=25 message="Expected to evaluate decision 'absent', but no decision found for id 'absent'"
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=23 scope=19 incident=25
  INSTANCE ACTIVE decide key=19 incidents=1
resolve rule
  OK puts=3 deletes=2
  INCIDENT RESOLVED rule CALLED_DECISION_ERROR key=25 message="Expected to evaluate decision 'absent', but no decision found for id 'absent'"
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=23 scope=19
  INSTANCE ACTIVE decide key=19
  INCIDENT ACTIVE rule CALLED_DECISION_ERROR key=26 message="Expected to evaluate decision 'absent', but no decision found for id 'absent'"
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=23 scope=19 incident=26
  INSTANCE ACTIVE decide key=19 incidents=1
set decide {"decision":"risk"}
  OK puts=1 deletes=0
  VARIABLE UPDATED decision="risk" scope=19
resolve rule
  OK puts=3 deletes=2
  INCIDENT RESOLVED rule CALLED_DECISION_ERROR key=26 message="Expected to evaluate decision 'absent', but no decision found for id 'absent'"
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=23 scope=19
  INSTANCE ACTIVE decide key=19
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=27 number=1 output=9 inputs=[] rules=[]
  EVALUATION FAILED risk version=1 DECISION_TABLE key=27 number=2 output=null inputs=[] rules=[] failure="Expected to evaluate decision 'risk', but The condition of assert() is not fulfilled."
  INCIDENT ACTIVE rule DECISION_EVALUATION_ERROR key=29 message="Expected to evaluate decision 'risk', but The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=23 scope=19 incident=29
  INSTANCE ACTIVE decide key=19 incidents=1
set decide {"amount":1}
  OK puts=1 deletes=0
  VARIABLE UPDATED amount=1 scope=19
resolve rule
  OK puts=0 deletes=8
  INCIDENT RESOLVED rule DECISION_EVALUATION_ERROR key=29 message="Expected to evaluate decision 'risk', but The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=23 scope=19
  INSTANCE ACTIVE decide key=19
  VARIABLE UPDATED rule x=1 scope=23
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=30 number=1 output=2 inputs=[] rules=[]
  EVALUATION DONE risk version=1 DECISION_TABLE key=30 number=2 output="low" inputs=[{"inputId":"i1","inputName":"base","inputValue":"2"}] rules=[{"ruleId":"r1","ruleIndex":1,"evaluatedOutputs":[{"outputId":"o1","outputName":"level","outputValue":"\"low\"","ruleId":"r1","ruleIndex":1}]}]
  ELEMENT ACTIVATED rule BUSINESS_RULE_TASK key=23 scope=19
  VARIABLE CREATED rule result="low" scope=23
  ELEMENT COMPLETING rule BUSINESS_RULE_TASK key=23 scope=19
  VARIABLE CREATED level="low" scope=19
  ELEMENT COMPLETED rule BUSINESS_RULE_TASK key=23 scope=19
  FLOW TAKEN rule_e
  ELEMENT ACTIVATING e END_EVENT key=34 scope=19
  ELEMENT ACTIVATED e END_EVENT key=34 scope=19
  ELEMENT COMPLETING e END_EVENT key=34 scope=19
  ELEMENT COMPLETED e END_EVENT key=34 scope=19
  INSTANCE COMPLETED decide key=19
create decide {"decision":7}
  OK puts=7 deletes=0
  INSTANCE ACTIVE decide key=35
  VARIABLE CREATED decision=7 scope=35
  ELEMENT ACTIVATING s START_EVENT key=37 scope=35
  ELEMENT ACTIVATED s START_EVENT key=37 scope=35
  ELEMENT COMPLETING s START_EVENT key=37 scope=35
  ELEMENT COMPLETED s START_EVENT key=37 scope=35
  FLOW TAKEN s_rule
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=38 scope=35
  VARIABLE CREATED rule x=null scope=38
  INCIDENT ACTIVE rule EXTRACT_VALUE_ERROR key=40 message="Expected result of the expression 'decision' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING rule BUSINESS_RULE_TASK key=38 scope=35 incident=40
  INSTANCE ACTIVE decide key=35 incidents=1
cancel decide
  OK puts=0 deletes=7
  ELEMENT TERMINATING rule BUSINESS_RULE_TASK key=38 scope=35 incident=40
  INCIDENT RESOLVED rule EXTRACT_VALUE_ERROR key=40 message="Expected result of the expression 'decision' to be 'STRING', but was 'NUMBER'."
  ELEMENT TERMINATING rule BUSINESS_RULE_TASK key=38 scope=35
  INSTANCE ACTIVE decide key=35
  ELEMENT TERMINATED rule BUSINESS_RULE_TASK key=38 scope=35
  INSTANCE TERMINATED decide key=35
# Bound to the deployment or to a tag; a job when a type is named.
deploy loan-2.dmn decide-bound.bpmn
  OK puts=15 deletes=0
  REQUIREMENTS DEPLOYED loan version=2 key=43 resource="loan-2.dmn"
  DECISION DEPLOYED base version=2 key=44 resource="loan-2.dmn"
  DECISION DEPLOYED risk version=2 key=45 resource="loan-2.dmn"
  DECISION DEPLOYED service version=2 key=46 resource="loan-2.dmn"
  DEFINITION DEPLOYED decide-bound version=1 key=47 resource="decide-bound.bpmn"
deploy loan.dmn
  OK puts=13 deletes=0
  REQUIREMENTS DEPLOYED loan version=3 key=50 resource="loan.dmn"
  DECISION DEPLOYED base version=3 key=51 resource="loan.dmn"
  DECISION DEPLOYED risk version=3 key=52 resource="loan.dmn"
  DECISION DEPLOYED service version=3 key=53 resource="loan.dmn"
create decide-bound {"x":1,"tag":"stable"}
  OK puts=8 deletes=0
  INSTANCE ACTIVE decide-bound key=54
  VARIABLE CREATED x=1 scope=54
  VARIABLE CREATED tag="stable" scope=54
  ELEMENT ACTIVATING s START_EVENT key=57 scope=54
  ELEMENT ACTIVATED s START_EVENT key=57 scope=54
  ELEMENT COMPLETING s START_EVENT key=57 scope=54
  ELEMENT COMPLETED s START_EVENT key=57 scope=54
  FLOW TAKEN s_same
  ELEMENT ACTIVATING same BUSINESS_RULE_TASK key=58 scope=54
  EVALUATION DONE base version=2 LITERAL_EXPRESSION key=59 number=1 output=3 inputs=[] rules=[]
  ELEMENT ACTIVATED same BUSINESS_RULE_TASK key=58 scope=54
  VARIABLE CREATED same=3 scope=54
  ELEMENT COMPLETING same BUSINESS_RULE_TASK key=58 scope=54
  ELEMENT COMPLETED same BUSINESS_RULE_TASK key=58 scope=54
  FLOW TAKEN same_tagged
  ELEMENT ACTIVATING tagged BUSINESS_RULE_TASK key=61 scope=54
  INCIDENT ACTIVE tagged CALLED_DECISION_ERROR key=62 message="Expected to evaluate decision 'base' with version tag 'stable', but no such decision found. To resolve the incident, deploy a decision with the given version tag."
  ELEMENT ACTIVATING tagged BUSINESS_RULE_TASK key=61 scope=54 incident=62
  INSTANCE ACTIVE decide-bound key=54 incidents=1
deploy loan-tagged.dmn
  OK puts=13 deletes=0
  REQUIREMENTS DEPLOYED loan version=4 key=65 resource="loan-tagged.dmn"
  DECISION DEPLOYED base version=4 key=66 tag="stable" resource="loan-tagged.dmn"
  DECISION DEPLOYED risk version=4 key=67 resource="loan-tagged.dmn"
  DECISION DEPLOYED service version=4 key=68 resource="loan-tagged.dmn"
resolve tagged
  OK puts=6 deletes=4
  INCIDENT RESOLVED tagged CALLED_DECISION_ERROR key=62 message="Expected to evaluate decision 'base' with version tag 'stable', but no such decision found. To resolve the incident, deploy a decision with the given version tag."
  ELEMENT ACTIVATING tagged BUSINESS_RULE_TASK key=61 scope=54
  INSTANCE ACTIVE decide-bound key=54
  EVALUATION DONE base version=4 LITERAL_EXPRESSION key=69 number=1 output=4 inputs=[] rules=[]
  ELEMENT ACTIVATED tagged BUSINESS_RULE_TASK key=61 scope=54
  VARIABLE CREATED tagged=4 scope=54
  ELEMENT COMPLETING tagged BUSINESS_RULE_TASK key=61 scope=54
  ELEMENT COMPLETED tagged BUSINESS_RULE_TASK key=61 scope=54
  FLOW TAKEN tagged_work
  ELEMENT ACTIVATING work BUSINESS_RULE_TASK key=71 scope=54
  ELEMENT ACTIVATED work BUSINESS_RULE_TASK key=71 scope=54
  JOB CREATED work type="rules" key=72 retries=3
activate rules
  OK puts=2 deletes=1
  JOB ACTIVE work type="rules" key=72 retries=3 worker="w" deadline=61000 activation=73
complete work
  OK puts=0 deletes=9
  JOB COMPLETED work type="rules" key=72 retries=3 worker="w" deadline=61000 activation=73
  ELEMENT COMPLETING work BUSINESS_RULE_TASK key=71 scope=54
  ELEMENT COMPLETED work BUSINESS_RULE_TASK key=71 scope=54
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=74 scope=54
  ELEMENT ACTIVATED e END_EVENT key=74 scope=54
  ELEMENT COMPLETING e END_EVENT key=74 scope=54
  ELEMENT COMPLETED e END_EVENT key=74 scope=54
  INSTANCE COMPLETED decide-bound key=54
# New beside other decisions, though its file is the same; without them it is what it was.
deploy loan.dmn decide-bound.bpmn
  OK puts=15 deletes=0
  REQUIREMENTS DEPLOYED loan version=5 key=77 resource="loan.dmn"
  DECISION DEPLOYED base version=5 key=78 resource="loan.dmn"
  DECISION DEPLOYED risk version=5 key=79 resource="loan.dmn"
  DECISION DEPLOYED service version=5 key=80 resource="loan.dmn"
  DEFINITION DEPLOYED decide-bound version=2 key=81 resource="decide-bound.bpmn"
deploy loan.dmn decide-bound.bpmn
  OK puts=0 deletes=0
create decide-bound {"x":1,"tag":"stable"}
  OK puts=9 deletes=0
  INSTANCE ACTIVE decide-bound key=83
  VARIABLE CREATED x=1 scope=83
  VARIABLE CREATED tag="stable" scope=83
  ELEMENT ACTIVATING s START_EVENT key=86 scope=83
  ELEMENT ACTIVATED s START_EVENT key=86 scope=83
  ELEMENT COMPLETING s START_EVENT key=86 scope=83
  ELEMENT COMPLETED s START_EVENT key=86 scope=83
  FLOW TAKEN s_same
  ELEMENT ACTIVATING same BUSINESS_RULE_TASK key=87 scope=83
  EVALUATION DONE base version=5 LITERAL_EXPRESSION key=88 number=1 output=2 inputs=[] rules=[]
  ELEMENT ACTIVATED same BUSINESS_RULE_TASK key=87 scope=83
  VARIABLE CREATED same=2 scope=83
  ELEMENT COMPLETING same BUSINESS_RULE_TASK key=87 scope=83
  ELEMENT COMPLETED same BUSINESS_RULE_TASK key=87 scope=83
  FLOW TAKEN same_tagged
  ELEMENT ACTIVATING tagged BUSINESS_RULE_TASK key=90 scope=83
  EVALUATION DONE base version=4 LITERAL_EXPRESSION key=91 number=1 output=4 inputs=[] rules=[]
  ELEMENT ACTIVATED tagged BUSINESS_RULE_TASK key=90 scope=83
  VARIABLE CREATED tagged=4 scope=83
  ELEMENT COMPLETING tagged BUSINESS_RULE_TASK key=90 scope=83
  ELEMENT COMPLETED tagged BUSINESS_RULE_TASK key=90 scope=83
  FLOW TAKEN tagged_work
  ELEMENT ACTIVATING work BUSINESS_RULE_TASK key=93 scope=83
  ELEMENT ACTIVATED work BUSINESS_RULE_TASK key=93 scope=83
  JOB CREATED work type="rules" key=94 retries=3
cancel decide-bound
  OK puts=0 deletes=9
  ELEMENT TERMINATING work BUSINESS_RULE_TASK key=93 scope=83
  JOB CANCELED work type="rules" key=94 retries=3
  ELEMENT TERMINATED work BUSINESS_RULE_TASK key=93 scope=83
  INSTANCE TERMINATED decide-bound key=83
end
  rows meta=1 definition=3 def_by_id=3 resource=20 resource_by_id=20 requirements=5 decision=15 decision_unit=5
  digest 82d5f5f70ab9930cd85a7a776710f51b
