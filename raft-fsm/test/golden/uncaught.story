# Nobody catches it: an incident at the job; after it the job can be done.
deploy uncaught.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED uncaught version=1 key=2 resource="uncaught.bpmn"
create uncaught
  OK puts=5 deletes=0
  INSTANCE ACTIVE uncaught key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=5 scope=3
  JOB CREATED work type="work" key=6 retries=3
error work E2 message=boom
  OK puts=5 deletes=1
  JOB ERROR_THROWN work type="work" key=6 retries=3 code="E2" message="boom"
  INCIDENT ACTIVE work UNHANDLED_ERROR_EVENT key=7 job=6 message="Expected to throw an error event with the code 'E2' with message 'boom', but it was not caught. Available error events are [E1]"
  ELEMENT ACTIVATED work SERVICE_TASK key=5 scope=3 incident=7
  INSTANCE ACTIVE uncaught key=3 incidents=1
complete work
  WRONG_STATE puts=0 deletes=0 Expected to complete job with key '2251799813685254', but it is in state 'ERROR_THROWN'
error work E1
  WRONG_STATE puts=0 deletes=0 Expected to throw an error for job with key '2251799813685254', but it is in state 'ERROR_THROWN'
resolve work
  OK puts=4 deletes=2
  JOB CREATED work type="work" key=6 retries=3 code="E2" message="boom"
  INCIDENT RESOLVED work UNHANDLED_ERROR_EVENT key=7 job=6 message="Expected to throw an error event with the code 'E2' with message 'boom', but it was not caught. Available error events are [E1]"
  ELEMENT ACTIVATED work SERVICE_TASK key=5 scope=3
  INSTANCE ACTIVE uncaught key=3
complete work
  OK puts=0 deletes=5
  JOB COMPLETED work type="work" key=6 retries=3 code="E2" message="boom"
  ELEMENT COMPLETING work SERVICE_TASK key=5 scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=5 scope=3
  FLOW TAKEN work_e1
  ELEMENT ACTIVATING e1 END_EVENT key=8 scope=3
  ELEMENT ACTIVATED e1 END_EVENT key=8 scope=3
  ELEMENT COMPLETING e1 END_EVENT key=8 scope=3
  ELEMENT COMPLETED e1 END_EVENT key=8 scope=3
  INSTANCE COMPLETED uncaught key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest f33089656b3447bf54b1c16dac956450
