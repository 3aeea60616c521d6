# A timer catch event; a wrong kind of value is an incident that names the right ones.
deploy timer-catch.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED timer-catch version=1 key=2 resource="timer-catch.bpmn"
create timer-catch {"wait":"PT10S"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE timer-catch key=3
  VARIABLE CREATED wait="PT10S" scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  TIMER CREATED wait key=7 due=11000
advance 10000
tick
  OK puts=0 deletes=5
  TIMER FIRED wait key=7 due=11000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=8 scope=3
  ELEMENT ACTIVATED e END_EVENT key=8 scope=3
  ELEMENT COMPLETING e END_EVENT key=8 scope=3
  ELEMENT COMPLETED e END_EVENT key=8 scope=3
  INSTANCE COMPLETED timer-catch key=3
tick
  OK puts=0 deletes=0
create timer-catch {"wait":7}
  OK puts=6 deletes=0
  INSTANCE ACTIVE timer-catch key=9
  VARIABLE CREATED wait=7 scope=9
  ELEMENT ACTIVATING s START_EVENT key=11 scope=9
  ELEMENT ACTIVATED s START_EVENT key=11 scope=9
  ELEMENT COMPLETING s START_EVENT key=11 scope=9
  ELEMENT COMPLETED s START_EVENT key=11 scope=9
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=12 scope=9
  INCIDENT ACTIVE wait EXTRACT_VALUE_ERROR key=13 message="Expected result of the expression 'wait' to be one of '[DURATION, PERIOD, STRING]', but was 'NUMBER'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=12 scope=9 incident=13
  INSTANCE ACTIVE timer-catch key=9 incidents=1
set timer-catch {"wait":"ten"}
  OK puts=1 deletes=0
  VARIABLE UPDATED wait="ten" scope=9
resolve wait
  OK puts=3 deletes=2
  INCIDENT RESOLVED wait EXTRACT_VALUE_ERROR key=13 message="Expected result of the expression 'wait' to be one of '[DURATION, PERIOD, STRING]', but was 'NUMBER'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=12 scope=9
  INSTANCE ACTIVE timer-catch key=9
  INCIDENT ACTIVE wait EXTRACT_VALUE_ERROR key=14 message="Invalid duration format 'ten' for expression 'wait'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=12 scope=9 incident=14
  INSTANCE ACTIVE timer-catch key=9 incidents=1
set timer-catch {"wait":"PT1S"}
  OK puts=1 deletes=0
  VARIABLE UPDATED wait="PT1S" scope=9
resolve wait
  OK puts=3 deletes=2
  INCIDENT RESOLVED wait EXTRACT_VALUE_ERROR key=14 message="Invalid duration format 'ten' for expression 'wait'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=12 scope=9
  INSTANCE ACTIVE timer-catch key=9
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=12 scope=9
  TIMER CREATED wait key=15 due=12000
pin 0
  OK puts=0 deletes=0
tick
  OK puts=0 deletes=0
pin 100000
  OK puts=0 deletes=0
tick
  OK puts=0 deletes=5
  TIMER FIRED wait key=15 due=12000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=12 scope=9
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=12 scope=9
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=16 scope=9
  ELEMENT ACTIVATED e END_EVENT key=16 scope=9
  ELEMENT COMPLETING e END_EVENT key=16 scope=9
  ELEMENT COMPLETED e END_EVENT key=16 scope=9
  INSTANCE COMPLETED timer-catch key=9
reset
  OK puts=0 deletes=0
end
  rows meta=1 definition=1 def_by_id=1
  digest 954c1fc01cecb873485e7deb98b8ee65
