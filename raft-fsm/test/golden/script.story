# A script task computes in place.
deploy script.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED script version=1 key=2 resource="script.bpmn"
create script {"a":1,"b":2.50}
  OK puts=0 deletes=0
  INSTANCE ACTIVE script key=3
  VARIABLE CREATED a=1 scope=3
  VARIABLE CREATED b=2.50 scope=3
  ELEMENT ACTIVATING s START_EVENT key=6 scope=3
  ELEMENT ACTIVATED s START_EVENT key=6 scope=3
  ELEMENT COMPLETING s START_EVENT key=6 scope=3
  ELEMENT COMPLETED s START_EVENT key=6 scope=3
  FLOW TAKEN s_add
  ELEMENT ACTIVATING add SCRIPT_TASK key=7 scope=3
  ELEMENT ACTIVATED add SCRIPT_TASK key=7 scope=3
  VARIABLE CREATED sum=3.50 scope=3
  ELEMENT COMPLETING add SCRIPT_TASK key=7 scope=3
  ELEMENT COMPLETED add SCRIPT_TASK key=7 scope=3
  FLOW TAKEN add_e
  ELEMENT ACTIVATING e END_EVENT key=9 scope=3
  ELEMENT ACTIVATED e END_EVENT key=9 scope=3
  ELEMENT COMPLETING e END_EVENT key=9 scope=3
  ELEMENT COMPLETED e END_EVENT key=9 scope=3
  INSTANCE COMPLETED script key=3
create script {"a":1}
  OK puts=0 deletes=0
  INSTANCE ACTIVE script key=10
  VARIABLE CREATED a=1 scope=10
  ELEMENT ACTIVATING s START_EVENT key=12 scope=10
  ELEMENT ACTIVATED s START_EVENT key=12 scope=10
  ELEMENT COMPLETING s START_EVENT key=12 scope=10
  ELEMENT COMPLETED s START_EVENT key=12 scope=10
  FLOW TAKEN s_add
  ELEMENT ACTIVATING add SCRIPT_TASK key=13 scope=10
  ELEMENT ACTIVATED add SCRIPT_TASK key=13 scope=10
  VARIABLE CREATED sum=null scope=10
  ELEMENT COMPLETING add SCRIPT_TASK key=13 scope=10
  ELEMENT COMPLETED add SCRIPT_TASK key=13 scope=10
  FLOW TAKEN add_e
  ELEMENT ACTIVATING e END_EVENT key=15 scope=10
  ELEMENT ACTIVATED e END_EVENT key=15 scope=10
  ELEMENT COMPLETING e END_EVENT key=15 scope=10
  ELEMENT COMPLETED e END_EVENT key=15 scope=10
  INSTANCE COMPLETED script key=10
end
  rows meta=1 definition=1 def_by_id=1
  digest cfa8ac56303b1d37c8ab6d9a37774ef7
