# A file of decisions has versions by its bytes, and its decisions with it.
deploy loan.dmn
  OK puts=13 deletes=0
  REQUIREMENTS DEPLOYED loan version=1 key=3 resource="loan.dmn"
  DECISION DEPLOYED base version=1 key=4 resource="loan.dmn"
  DECISION DEPLOYED risk version=1 key=5 resource="loan.dmn"
  DECISION DEPLOYED service version=1 key=6 resource="loan.dmn"
key deploy-twice
deploy loan.dmn
  OK puts=2 deletes=0
key deploy-twice
deploy loan.dmn
  OK replayed puts=0 deletes=0
# What is required comes first, each with a key of its own; nothing of it stays in the state.
evaluate risk {"x":5}
  OK puts=0 deletes=0
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=8 number=1 output=6 inputs=[] rules=[]
  EVALUATION DONE risk version=1 DECISION_TABLE key=8 number=2 output="high" inputs=[{"inputId":"i1","inputName":"base","inputValue":"6"}] rules=[{"ruleId":"r2","ruleIndex":2,"evaluatedOutputs":[{"outputId":"o1","outputName":"level","outputValue":"\"high\"","ruleId":"r2","ruleIndex":2}]}]
key once
evaluate service {"x":1}
  OK puts=1 deletes=0
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=10 number=1 output=2 inputs=[] rules=[]
  EVALUATION DONE risk version=1 DECISION_TABLE key=10 number=2 output="low" inputs=[{"inputId":"i1","inputName":"base","inputValue":"2"}] rules=[{"ruleId":"r1","ruleIndex":1,"evaluatedOutputs":[{"outputId":"o1","outputName":"level","outputValue":"\"low\"","ruleId":"r1","ruleIndex":1}]}]
  EVALUATION DONE service version=1 UNSPECIFIED key=10 number=3 output="low" inputs=[] rules=[]
advance 1000
key once
evaluate service {"x":1}
  OK replayed puts=0 deletes=0
evaluate risk {"x":8}
  OK puts=0 deletes=0
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=13 number=1 output=9 inputs=[] rules=[]
  EVALUATION FAILED risk version=1 DECISION_TABLE key=13 number=2 output=null inputs=[] rules=[] failure="Expected to evaluate decision 'risk', but The condition of assert() is not fulfilled."
evaluate base {}
  OK puts=0 deletes=0
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=15 number=1 output=null inputs=[] rules=[]
evaluate nobody {}
  NOT_FOUND puts=0 deletes=0 Expected to evaluate decision 'nobody', but no decision found for id 'nobody'
# The newest version counts by id. A file that imports another is one unit with it.
deploy loan-2.dmn bonus.dmn
  OK puts=19 deletes=0
  REQUIREMENTS DEPLOYED loan version=2 key=18 resource="loan-2.dmn"
  DECISION DEPLOYED base version=2 key=19 resource="loan-2.dmn"
  DECISION DEPLOYED risk version=2 key=20 resource="loan-2.dmn"
  DECISION DEPLOYED service version=2 key=21 resource="loan-2.dmn"
  REQUIREMENTS DEPLOYED bonus version=1 key=22 resource="bonus.dmn"
  DECISION DEPLOYED bonus-rate version=1 key=23 resource="bonus.dmn"
evaluate risk {"x":1}
  OK puts=0 deletes=0
  EVALUATION DONE base version=2 LITERAL_EXPRESSION key=24 number=1 output=3 inputs=[] rules=[]
  EVALUATION DONE risk version=2 DECISION_TABLE key=24 number=2 output="high" inputs=[{"inputId":"i1","inputName":"base","inputValue":"3"}] rules=[{"ruleId":"r2","ruleIndex":2,"evaluatedOutputs":[{"outputId":"o1","outputName":"level","outputValue":"\"high\"","ruleId":"r2","ruleIndex":2}]}]
evaluate bonus-rate {"x":0}
  OK puts=0 deletes=0
  EVALUATION DONE base version=2 LITERAL_EXPRESSION key=26 number=1 output=2 inputs=[] rules=[]
  EVALUATION DONE risk version=2 DECISION_TABLE key=26 number=2 output="low" inputs=[{"inputId":"i1","inputName":"base","inputValue":"2"}] rules=[{"ruleId":"r1","ruleIndex":1,"evaluatedOutputs":[{"outputId":"o1","outputName":"level","outputValue":"\"low\"","ruleId":"r1","ruleIndex":1}]}]
  EVALUATION DONE bonus-rate version=1 LITERAL_EXPRESSION key=26 number=3 output=5 inputs=[] rules=[]
# A deleted file takes its decisions with it; the version before is the newest again.
undeploy #18
  OK puts=5 deletes=12
  DECISION DELETED base version=2 key=19 resource="loan-2.dmn"
  DECISION DELETED risk version=2 key=20 resource="loan-2.dmn"
  DECISION DELETED service version=2 key=21 resource="loan-2.dmn"
  REQUIREMENTS DELETED loan version=2 key=18 resource="loan-2.dmn"
evaluate risk {"x":1}
  OK puts=0 deletes=0
  EVALUATION DONE base version=1 LITERAL_EXPRESSION key=29 number=1 output=2 inputs=[] rules=[]
  EVALUATION DONE risk version=1 DECISION_TABLE key=29 number=2 output="low" inputs=[{"inputId":"i1","inputName":"base","inputValue":"2"}] rules=[{"ruleId":"r1","ruleIndex":1,"evaluatedOutputs":[{"outputId":"o1","outputName":"level","outputValue":"\"low\"","ruleId":"r1","ruleIndex":1}]}]
undeploy #22
  OK puts=2 deletes=7
  DECISION DELETED bonus-rate version=1 key=23 resource="bonus.dmn"
  REQUIREMENTS DELETED bonus version=1 key=22 resource="bonus.dmn"
evaluate bonus-rate {"x":0}
  NOT_FOUND puts=0 deletes=0 Expected to evaluate decision 'bonus-rate', but no decision found for id 'bonus-rate'
undeploy #3
  OK puts=0 deletes=13
  DECISION DELETED base version=1 key=4 resource="loan.dmn"
  DECISION DELETED risk version=1 key=5 resource="loan.dmn"
  DECISION DELETED service version=1 key=6 resource="loan.dmn"
  REQUIREMENTS DELETED loan version=1 key=3 resource="loan.dmn"
evaluate risk {"x":1}
  NOT_FOUND puts=0 deletes=0 Expected to evaluate decision 'risk', but no decision found for id 'risk'
deploy loan.dmn
  OK puts=13 deletes=0
  REQUIREMENTS DEPLOYED loan version=3 key=33 resource="loan.dmn"
  DECISION DEPLOYED base version=3 key=34 resource="loan.dmn"
  DECISION DEPLOYED risk version=3 key=35 resource="loan.dmn"
  DECISION DEPLOYED service version=3 key=36 resource="loan.dmn"
end
  rows meta=1 due=1 dedupe=2 dedupe_bucket=1 dedupe_count=1 resource=4 resource_by_id=4 version_floor=6 requirements=1 decision=3 decision_unit=1
  digest 5aca19b383d41b469da4b930a2ea9361
