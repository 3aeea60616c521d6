# A failed assert is an incident, and resolving without a change is the next one.
deploy assert.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED assert version=1 key=2 resource="assert.bpmn"
create assert
  OK puts=5 deletes=0
  INSTANCE ACTIVE assert key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3
  INCIDENT ACTIVE work IO_MAPPING_ERROR key=6 message="Expected to evaluate the expression 'assert(x, x != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3 incident=6
  INSTANCE ACTIVE assert key=3 incidents=1
resolve work
  OK puts=3 deletes=2
  INCIDENT RESOLVED work IO_MAPPING_ERROR key=6 message="Expected to evaluate the expression 'assert(x, x != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3
  INSTANCE ACTIVE assert key=3
  INCIDENT ACTIVE work IO_MAPPING_ERROR key=7 message="Expected to evaluate the expression 'assert(x, x != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3 incident=7
  INSTANCE ACTIVE assert key=3 incidents=1
set assert {"x":1}
  OK puts=2 deletes=0
  VARIABLE CREATED x=1 scope=3
resolve work
  OK puts=5 deletes=2
  INCIDENT RESOLVED work IO_MAPPING_ERROR key=7 message="Expected to evaluate the expression 'assert(x, x != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[NO_VARIABLE_FOUND] There is no variable 'x'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3
  INSTANCE ACTIVE assert key=3
  VARIABLE CREATED work y=1 scope=5
  ELEMENT ACTIVATED work SERVICE_TASK key=5 scope=3
  JOB CREATED work type="work" key=10 retries=3
complete work
  OK puts=0 deletes=7
  JOB COMPLETED work type="work" key=10 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=5 scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=5 scope=3
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=11 scope=3
  ELEMENT ACTIVATED e END_EVENT key=11 scope=3
  ELEMENT COMPLETING e END_EVENT key=11 scope=3
  ELEMENT COMPLETED e END_EVENT key=11 scope=3
  INSTANCE COMPLETED assert key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest e77c7ec03022669e2d26dd6e8b29dfa5
