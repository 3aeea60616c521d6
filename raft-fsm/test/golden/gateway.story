# A token takes the first flow whose condition is true, else the default flow.
deploy gateway.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED gateway version=1 key=2 resource="gateway.bpmn"
create gateway {"amount":500}
  OK puts=6 deletes=0
  INSTANCE ACTIVE gateway key=3
  VARIABLE CREATED amount=500 scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split EXCLUSIVE_GATEWAY key=6 scope=3
  ELEMENT ACTIVATED split EXCLUSIVE_GATEWAY key=6 scope=3
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=6 scope=3
  ELEMENT COMPLETED split EXCLUSIVE_GATEWAY key=6 scope=3
  FLOW TAKEN split_big
  ELEMENT ACTIVATING big SERVICE_TASK key=7 scope=3
  ELEMENT ACTIVATED big SERVICE_TASK key=7 scope=3
  JOB CREATED big type="big" key=8 retries=3
complete big
  OK puts=0 deletes=6
  JOB COMPLETED big type="big" key=8 retries=3
  ELEMENT COMPLETING big SERVICE_TASK key=7 scope=3
  ELEMENT COMPLETED big SERVICE_TASK key=7 scope=3
  FLOW TAKEN big_join
  ELEMENT ACTIVATING join EXCLUSIVE_GATEWAY key=9 scope=3
  ELEMENT ACTIVATED join EXCLUSIVE_GATEWAY key=9 scope=3
  ELEMENT COMPLETING join EXCLUSIVE_GATEWAY key=9 scope=3
  ELEMENT COMPLETED join EXCLUSIVE_GATEWAY key=9 scope=3
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=10 scope=3
  ELEMENT ACTIVATED e END_EVENT key=10 scope=3
  ELEMENT COMPLETING e END_EVENT key=10 scope=3
  ELEMENT COMPLETED e END_EVENT key=10 scope=3
  INSTANCE COMPLETED gateway key=3
create gateway {"amount":5}
  OK puts=6 deletes=0
  INSTANCE ACTIVE gateway key=11
  VARIABLE CREATED amount=5 scope=11
  ELEMENT ACTIVATING s START_EVENT key=13 scope=11
  ELEMENT ACTIVATED s START_EVENT key=13 scope=11
  ELEMENT COMPLETING s START_EVENT key=13 scope=11
  ELEMENT COMPLETED s START_EVENT key=13 scope=11
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split EXCLUSIVE_GATEWAY key=14 scope=11
  ELEMENT ACTIVATED split EXCLUSIVE_GATEWAY key=14 scope=11
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=14 scope=11
  ELEMENT COMPLETED split EXCLUSIVE_GATEWAY key=14 scope=11
  FLOW TAKEN split_small
  ELEMENT ACTIVATING small SERVICE_TASK key=15 scope=11
  ELEMENT ACTIVATED small SERVICE_TASK key=15 scope=11
  JOB CREATED small type="small" key=16 retries=3
complete small
  OK puts=0 deletes=6
  JOB COMPLETED small type="small" key=16 retries=3
  ELEMENT COMPLETING small SERVICE_TASK key=15 scope=11
  ELEMENT COMPLETED small SERVICE_TASK key=15 scope=11
  FLOW TAKEN small_join
  ELEMENT ACTIVATING join EXCLUSIVE_GATEWAY key=17 scope=11
  ELEMENT ACTIVATED join EXCLUSIVE_GATEWAY key=17 scope=11
  ELEMENT COMPLETING join EXCLUSIVE_GATEWAY key=17 scope=11
  ELEMENT COMPLETED join EXCLUSIVE_GATEWAY key=17 scope=11
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=18 scope=11
  ELEMENT ACTIVATED e END_EVENT key=18 scope=11
  ELEMENT COMPLETING e END_EVENT key=18 scope=11
  ELEMENT COMPLETED e END_EVENT key=18 scope=11
  INSTANCE COMPLETED gateway key=11
# null is not false: an incident, and the default flow is not taken
create gateway {"amount":"many"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE gateway key=19
  VARIABLE CREATED amount="many" scope=19
  ELEMENT ACTIVATING s START_EVENT key=21 scope=19
  ELEMENT ACTIVATED s START_EVENT key=21 scope=19
  ELEMENT COMPLETING s START_EVENT key=21 scope=19
  ELEMENT COMPLETED s START_EVENT key=21 scope=19
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split EXCLUSIVE_GATEWAY key=22 scope=19
  ELEMENT ACTIVATED split EXCLUSIVE_GATEWAY key=22 scope=19
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=22 scope=19
  INCIDENT ACTIVE split EXTRACT_VALUE_ERROR key=23 message="Expected result of the expression 'amount > 100' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] There is no order between a string and a number."
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=22 scope=19 incident=23
  INSTANCE ACTIVE gateway key=19 incidents=1
resolve split
  OK puts=3 deletes=2
  INCIDENT RESOLVED split EXTRACT_VALUE_ERROR key=23 message="Expected result of the expression 'amount > 100' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] There is no order between a string and a number."
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=22 scope=19
  INSTANCE ACTIVE gateway key=19
  INCIDENT ACTIVE split EXTRACT_VALUE_ERROR key=24 message="Expected result of the expression 'amount > 100' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] There is no order between a string and a number."
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=22 scope=19 incident=24
  INSTANCE ACTIVE gateway key=19 incidents=1
set gateway {"amount":1}
  OK puts=1 deletes=0
  VARIABLE UPDATED amount=1 scope=19
resolve split
  OK puts=5 deletes=4
  INCIDENT RESOLVED split EXTRACT_VALUE_ERROR key=24 message="Expected result of the expression 'amount > 100' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] There is no order between a string and a number."
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=22 scope=19
  INSTANCE ACTIVE gateway key=19
  ELEMENT COMPLETED split EXCLUSIVE_GATEWAY key=22 scope=19
  FLOW TAKEN split_small
  ELEMENT ACTIVATING small SERVICE_TASK key=25 scope=19
  ELEMENT ACTIVATED small SERVICE_TASK key=25 scope=19
  JOB CREATED small type="small" key=26 retries=3
complete small
  OK puts=0 deletes=6
  JOB COMPLETED small type="small" key=26 retries=3
  ELEMENT COMPLETING small SERVICE_TASK key=25 scope=19
  ELEMENT COMPLETED small SERVICE_TASK key=25 scope=19
  FLOW TAKEN small_join
  ELEMENT ACTIVATING join EXCLUSIVE_GATEWAY key=27 scope=19
  ELEMENT ACTIVATED join EXCLUSIVE_GATEWAY key=27 scope=19
  ELEMENT COMPLETING join EXCLUSIVE_GATEWAY key=27 scope=19
  ELEMENT COMPLETED join EXCLUSIVE_GATEWAY key=27 scope=19
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=28 scope=19
  ELEMENT ACTIVATED e END_EVENT key=28 scope=19
  ELEMENT COMPLETING e END_EVENT key=28 scope=19
  ELEMENT COMPLETED e END_EVENT key=28 scope=19
  INSTANCE COMPLETED gateway key=19
end
  rows meta=1 definition=1 def_by_id=1
  digest b98ea9bf15ae57dfd7320ad160c8c926
