# A parallel multi-instance activity: its body has the flows and the collection, each instance its own item, counter and result.
# Outputs come in by place; the completion condition ends those that still run.
deploy multi-instance.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED multi-instance version=1 key=2 resource="multi-instance.bpmn"
create multi-instance {"items":["a","b","c"],"enough":2}
  OK puts=27 deletes=0
  INSTANCE ACTIVE multi-instance key=3
  VARIABLE CREATED items=["a","b","c"] scope=3
  VARIABLE CREATED enough=2 scope=3
  ELEMENT ACTIVATING s START_EVENT key=6 scope=3
  ELEMENT ACTIVATED s START_EVENT key=6 scope=3
  ELEMENT COMPLETING s START_EVENT key=6 scope=3
  ELEMENT COMPLETED s START_EVENT key=6 scope=3
  FLOW TAKEN s_check
  ELEMENT ACTIVATING check MULTI_INSTANCE_BODY key=7 scope=3
  ELEMENT ACTIVATED check MULTI_INSTANCE_BODY key=7 scope=3
  VARIABLE CREATED check results=[null,null,null] scope=7
  VARIABLE CREATED check loopCounter=1 scope=9
  VARIABLE CREATED check item="a" scope=9
  VARIABLE CREATED check result=null scope=9
  VARIABLE CREATED check loopCounter=2 scope=13
  VARIABLE CREATED check item="b" scope=13
  VARIABLE CREATED check result=null scope=13
  VARIABLE CREATED check loopCounter=3 scope=17
  VARIABLE CREATED check item="c" scope=17
  VARIABLE CREATED check result=null scope=17
  ELEMENT ACTIVATING check SERVICE_TASK key=9 scope=7
  ELEMENT ACTIVATED check SERVICE_TASK key=9 scope=7
  JOB CREATED check type="check" key=21 retries=3
  ELEMENT ACTIVATING check SERVICE_TASK key=13 scope=7
  ELEMENT ACTIVATED check SERVICE_TASK key=13 scope=7
  JOB CREATED check type="check" key=22 retries=3
  ELEMENT ACTIVATING check SERVICE_TASK key=17 scope=7
  ELEMENT ACTIVATED check SERVICE_TASK key=17 scope=7
  JOB CREATED check type="check" key=23 retries=3
complete #23 {"result":"C"}
  OK puts=2 deletes=7
  JOB COMPLETED check type="check" key=23 retries=3
  VARIABLE UPDATED check result="C" scope=17
  ELEMENT COMPLETING check SERVICE_TASK key=17 scope=7
  VARIABLE UPDATED check results=[null,null,"C"] scope=7
  ELEMENT COMPLETED check SERVICE_TASK key=17 scope=7
complete #21 {"result":"A"}
  OK puts=0 deletes=20
  JOB COMPLETED check type="check" key=21 retries=3
  VARIABLE UPDATED check result="A" scope=9
  ELEMENT COMPLETING check SERVICE_TASK key=9 scope=7
  VARIABLE UPDATED check results=["A",null,"C"] scope=7
  ELEMENT COMPLETED check SERVICE_TASK key=9 scope=7
  ELEMENT TERMINATING check SERVICE_TASK key=13 scope=7
  JOB CANCELED check type="check" key=22 retries=3
  ELEMENT TERMINATED check SERVICE_TASK key=13 scope=7
  ELEMENT COMPLETING check MULTI_INSTANCE_BODY key=7 scope=3
  VARIABLE CREATED results=["A",null,"C"] scope=3
  ELEMENT COMPLETED check MULTI_INSTANCE_BODY key=7 scope=3
  FLOW TAKEN check_e
  ELEMENT ACTIVATING e END_EVENT key=25 scope=3
  ELEMENT ACTIVATED e END_EVENT key=25 scope=3
  ELEMENT COMPLETING e END_EVENT key=25 scope=3
  ELEMENT COMPLETED e END_EVENT key=25 scope=3
  INSTANCE COMPLETED multi-instance key=3
# no list; then an empty one
create multi-instance {"enough":1}
  OK puts=6 deletes=0
  INSTANCE ACTIVE multi-instance key=26
  VARIABLE CREATED enough=1 scope=26
  ELEMENT ACTIVATING s START_EVENT key=28 scope=26
  ELEMENT ACTIVATED s START_EVENT key=28 scope=26
  ELEMENT COMPLETING s START_EVENT key=28 scope=26
  ELEMENT COMPLETED s START_EVENT key=28 scope=26
  FLOW TAKEN s_check
  ELEMENT ACTIVATING check MULTI_INSTANCE_BODY key=29 scope=26
  INCIDENT ACTIVE check EXTRACT_VALUE_ERROR key=30 message="Expected result of the expression 'items' to be 'ARRAY', but was 'NULL'. The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] There is no variable 'items'."
  ELEMENT ACTIVATING check MULTI_INSTANCE_BODY key=29 scope=26 incident=30
  INSTANCE ACTIVE multi-instance key=26 incidents=1
set multi-instance {"items":[]}
  OK puts=1 deletes=0
  VARIABLE CREATED items=[] scope=26
resolve check
  OK puts=0 deletes=7
  INCIDENT RESOLVED check EXTRACT_VALUE_ERROR key=30 message="Expected result of the expression 'items' to be 'ARRAY', but was 'NULL'. The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] There is no variable 'items'."
  ELEMENT ACTIVATING check MULTI_INSTANCE_BODY key=29 scope=26
  INSTANCE ACTIVE multi-instance key=26
  ELEMENT ACTIVATED check MULTI_INSTANCE_BODY key=29 scope=26
  VARIABLE CREATED check results=[] scope=29
  ELEMENT COMPLETING check MULTI_INSTANCE_BODY key=29 scope=26
  VARIABLE CREATED results=[] scope=26
  ELEMENT COMPLETED check MULTI_INSTANCE_BODY key=29 scope=26
  FLOW TAKEN check_e
  ELEMENT ACTIVATING e END_EVENT key=34 scope=26
  ELEMENT ACTIVATED e END_EVENT key=34 scope=26
  ELEMENT COMPLETING e END_EVENT key=34 scope=26
  ELEMENT COMPLETED e END_EVENT key=34 scope=26
  INSTANCE COMPLETED multi-instance key=26
# what the condition reads is not there: the instance waits, and gives its result again
create multi-instance {"items":[1,2]}
  OK puts=19 deletes=0
  INSTANCE ACTIVE multi-instance key=35
  VARIABLE CREATED items=[1,2] scope=35
  ELEMENT ACTIVATING s START_EVENT key=37 scope=35
  ELEMENT ACTIVATED s START_EVENT key=37 scope=35
  ELEMENT COMPLETING s START_EVENT key=37 scope=35
  ELEMENT COMPLETED s START_EVENT key=37 scope=35
  FLOW TAKEN s_check
  ELEMENT ACTIVATING check MULTI_INSTANCE_BODY key=38 scope=35
  ELEMENT ACTIVATED check MULTI_INSTANCE_BODY key=38 scope=35
  VARIABLE CREATED check results=[null,null] scope=38
  VARIABLE CREATED check loopCounter=1 scope=40
  VARIABLE CREATED check item=1 scope=40
  VARIABLE CREATED check result=null scope=40
  VARIABLE CREATED check loopCounter=2 scope=44
  VARIABLE CREATED check item=2 scope=44
  VARIABLE CREATED check result=null scope=44
  ELEMENT ACTIVATING check SERVICE_TASK key=40 scope=38
  ELEMENT ACTIVATED check SERVICE_TASK key=40 scope=38
  JOB CREATED check type="check" key=48 retries=3
  ELEMENT ACTIVATING check SERVICE_TASK key=44 scope=38
  ELEMENT ACTIVATED check SERVICE_TASK key=44 scope=38
  JOB CREATED check type="check" key=49 retries=3
complete check {"result":"second"}
  OK puts=6 deletes=2
  JOB COMPLETED check type="check" key=49 retries=3
  VARIABLE UPDATED check result="second" scope=44
  ELEMENT COMPLETING check SERVICE_TASK key=44 scope=38
  VARIABLE UPDATED check results=[null,"second"] scope=38
  INCIDENT ACTIVE check EXTRACT_VALUE_ERROR key=50 message="Expected result of the expression 'numberOfCompletedInstances >= enough and numberOfActiveInstances + numberOfCompletedInstances + numberOfTerminatedInstances = numberOfInstances' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] There is no variable 'enough'.\n[INVALID_TYPE] There is no order between a number and null."
  ELEMENT COMPLETING check SERVICE_TASK key=44 scope=38 incident=50
  INSTANCE ACTIVE multi-instance key=35 incidents=1
set multi-instance {"enough":2}
  OK puts=1 deletes=0
  VARIABLE CREATED enough=2 scope=35
resolve check
  OK puts=2 deletes=7
  INCIDENT RESOLVED check EXTRACT_VALUE_ERROR key=50 message="Expected result of the expression 'numberOfCompletedInstances >= enough and numberOfActiveInstances + numberOfCompletedInstances + numberOfTerminatedInstances = numberOfInstances' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] There is no variable 'enough'.\n[INVALID_TYPE] There is no order between a number and null."
  ELEMENT COMPLETING check SERVICE_TASK key=44 scope=38
  INSTANCE ACTIVE multi-instance key=35
  ELEMENT COMPLETED check SERVICE_TASK key=44 scope=38
complete #48 {"result":"first"}
  OK puts=0 deletes=13
  JOB COMPLETED check type="check" key=48 retries=3
  VARIABLE UPDATED check result="first" scope=40
  ELEMENT COMPLETING check SERVICE_TASK key=40 scope=38
  VARIABLE UPDATED check results=["first","second"] scope=38
  ELEMENT COMPLETED check SERVICE_TASK key=40 scope=38
  ELEMENT COMPLETING check MULTI_INSTANCE_BODY key=38 scope=35
  VARIABLE CREATED results=["first","second"] scope=35
  ELEMENT COMPLETED check MULTI_INSTANCE_BODY key=38 scope=35
  FLOW TAKEN check_e
  ELEMENT ACTIVATING e END_EVENT key=53 scope=35
  ELEMENT ACTIVATED e END_EVENT key=53 scope=35
  ELEMENT COMPLETING e END_EVENT key=53 scope=35
  ELEMENT COMPLETED e END_EVENT key=53 scope=35
  INSTANCE COMPLETED multi-instance key=35
# somebody has spoiled the collection
create multi-instance {"items":[1],"enough":1}
  OK puts=13 deletes=0
  INSTANCE ACTIVE multi-instance key=54
  VARIABLE CREATED items=[1] scope=54
  VARIABLE CREATED enough=1 scope=54
  ELEMENT ACTIVATING s START_EVENT key=57 scope=54
  ELEMENT ACTIVATED s START_EVENT key=57 scope=54
  ELEMENT COMPLETING s START_EVENT key=57 scope=54
  ELEMENT COMPLETED s START_EVENT key=57 scope=54
  FLOW TAKEN s_check
  ELEMENT ACTIVATING check MULTI_INSTANCE_BODY key=58 scope=54
  ELEMENT ACTIVATED check MULTI_INSTANCE_BODY key=58 scope=54
  VARIABLE CREATED check results=[null] scope=58
  VARIABLE CREATED check loopCounter=1 scope=60
  VARIABLE CREATED check item=1 scope=60
  VARIABLE CREATED check result=null scope=60
  ELEMENT ACTIVATING check SERVICE_TASK key=60 scope=58
  ELEMENT ACTIVATED check SERVICE_TASK key=60 scope=58
  JOB CREATED check type="check" key=64 retries=3
set_local #58 {"results":[]}
  OK puts=1 deletes=0
  VARIABLE UPDATED check results=[] scope=58
complete check {"result":1}
  OK puts=7 deletes=2
  JOB COMPLETED check type="check" key=64 retries=3
  VARIABLE UPDATED check result=1 scope=60
  ELEMENT COMPLETING check SERVICE_TASK key=60 scope=58
  INCIDENT ACTIVE check EXTRACT_VALUE_ERROR key=65 message="Expected the output collection 'results' to be an 'ARRAY' of 1 items, but it has been changed"
  ELEMENT COMPLETING check SERVICE_TASK key=60 scope=58 incident=65
  INSTANCE ACTIVE multi-instance key=54 incidents=1
cancel multi-instance
  OK puts=0 deletes=14
  ELEMENT TERMINATING check MULTI_INSTANCE_BODY key=58 scope=54
  ELEMENT TERMINATING check SERVICE_TASK key=60 scope=58 incident=65
  INCIDENT RESOLVED check EXTRACT_VALUE_ERROR key=65 message="Expected the output collection 'results' to be an 'ARRAY' of 1 items, but it has been changed"
  ELEMENT TERMINATING check SERVICE_TASK key=60 scope=58
  INSTANCE ACTIVE multi-instance key=54
  ELEMENT TERMINATED check SERVICE_TASK key=60 scope=58
  ELEMENT TERMINATED check MULTI_INSTANCE_BODY key=58 scope=54
  INSTANCE TERMINATED multi-instance key=54
end
  rows meta=1 definition=1 def_by_id=1
  digest 2ec74a1f11dfda8c01c8d0fdd2251b93
