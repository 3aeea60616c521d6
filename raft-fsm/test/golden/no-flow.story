# No condition holds and there is no default flow: the gateway waits until somebody helps.
deploy no-flow.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED no-flow version=1 key=2 resource="no-flow.bpmn"
create no-flow {"x":0}
  OK puts=6 deletes=0
  INSTANCE ACTIVE no-flow key=3
  VARIABLE CREATED x=0 scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split EXCLUSIVE_GATEWAY key=6 scope=3
  ELEMENT ACTIVATED split EXCLUSIVE_GATEWAY key=6 scope=3
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=6 scope=3
  INCIDENT ACTIVE split CONDITION_ERROR key=7 message="Expected at least one condition to evaluate to true, or to have a default flow"
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=6 scope=3 incident=7
  INSTANCE ACTIVE no-flow key=3 incidents=1
set no-flow {"x":2}
  OK puts=1 deletes=0
  VARIABLE UPDATED x=2 scope=3
resolve split
  OK puts=0 deletes=6
  INCIDENT RESOLVED split CONDITION_ERROR key=7 message="Expected at least one condition to evaluate to true, or to have a default flow"
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=6 scope=3
  INSTANCE ACTIVE no-flow key=3
  ELEMENT COMPLETED split EXCLUSIVE_GATEWAY key=6 scope=3
  FLOW TAKEN split_b
  ELEMENT ACTIVATING b TASK key=8 scope=3
  ELEMENT ACTIVATED b TASK key=8 scope=3
  ELEMENT COMPLETING b TASK key=8 scope=3
  ELEMENT COMPLETED b TASK key=8 scope=3
  FLOW TAKEN b_e2
  ELEMENT ACTIVATING e2 END_EVENT key=9 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=9 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=9 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=9 scope=3
  INSTANCE COMPLETED no-flow key=3
create no-flow {"x":0}
  OK puts=6 deletes=0
  INSTANCE ACTIVE no-flow key=10
  VARIABLE CREATED x=0 scope=10
  ELEMENT ACTIVATING s START_EVENT key=12 scope=10
  ELEMENT ACTIVATED s START_EVENT key=12 scope=10
  ELEMENT COMPLETING s START_EVENT key=12 scope=10
  ELEMENT COMPLETED s START_EVENT key=12 scope=10
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split EXCLUSIVE_GATEWAY key=13 scope=10
  ELEMENT ACTIVATED split EXCLUSIVE_GATEWAY key=13 scope=10
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=13 scope=10
  INCIDENT ACTIVE split CONDITION_ERROR key=14 message="Expected at least one condition to evaluate to true, or to have a default flow"
  ELEMENT COMPLETING split EXCLUSIVE_GATEWAY key=13 scope=10 incident=14
  INSTANCE ACTIVE no-flow key=10 incidents=1
cancel no-flow
  OK puts=0 deletes=6
  ELEMENT TERMINATING split EXCLUSIVE_GATEWAY key=13 scope=10 incident=14
  INCIDENT RESOLVED split CONDITION_ERROR key=14 message="Expected at least one condition to evaluate to true, or to have a default flow"
  ELEMENT TERMINATING split EXCLUSIVE_GATEWAY key=13 scope=10
  INSTANCE ACTIVE no-flow key=10
  ELEMENT TERMINATED split EXCLUSIVE_GATEWAY key=13 scope=10
  INSTANCE TERMINATED no-flow key=10
end
  rows meta=1 definition=1 def_by_id=1
  digest 7df4fb8538cdd79b7f9c4b1c1125a2e0
