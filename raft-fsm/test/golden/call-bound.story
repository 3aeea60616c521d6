# A call bound to its deployment: of the called process, the version that was there when the caller was deployed.
deploy call-bound.bpmn called.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED call-bound version=1 key=2 resource="call-bound.bpmn"
  DEFINITION DEPLOYED called version=1 key=3 tag="one" resource="called.bpmn"
# a newer version by itself changes nothing
deploy called-2.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED called version=2 key=5 tag="two" resource="called-2.bpmn"
create call-bound
  OK puts=8 deletes=0
  INSTANCE ACTIVE call-bound key=6
  ELEMENT ACTIVATING s START_EVENT key=7 scope=6
  ELEMENT ACTIVATED s START_EVENT key=7 scope=6
  ELEMENT COMPLETING s START_EVENT key=7 scope=6
  ELEMENT COMPLETED s START_EVENT key=7 scope=6
  FLOW TAKEN s_c
  ELEMENT ACTIVATING c CALL_ACTIVITY key=8 scope=6
  ELEMENT ACTIVATED c CALL_ACTIVITY key=8 scope=6
  INSTANCE ACTIVE called key=9 caller=8
  ELEMENT ACTIVATING s START_EVENT key=10 scope=9
  ELEMENT ACTIVATED s START_EVENT key=10 scope=9
  ELEMENT COMPLETING s START_EVENT key=10 scope=9
  ELEMENT COMPLETED s START_EVENT key=10 scope=9
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=11 scope=9
  ELEMENT ACTIVATED work SERVICE_TASK key=11 scope=9
  JOB CREATED work type="work" key=12 retries=3
cancel call-bound
  OK puts=0 deletes=8
  ELEMENT TERMINATING c CALL_ACTIVITY key=8 scope=6
  ELEMENT TERMINATING work SERVICE_TASK key=11 scope=9
  JOB CANCELED work type="work" key=12 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=11 scope=9
  INSTANCE TERMINATED called key=9 caller=8
  ELEMENT TERMINATED c CALL_ACTIVITY key=8 scope=6
  INSTANCE TERMINATED call-bound key=6
# beside a new version the caller becomes new, too, and calls that
deploy call-bound.bpmn called.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED call-bound version=2 key=14 resource="call-bound.bpmn"
  DEFINITION DEPLOYED called version=3 key=15 tag="one" resource="called.bpmn"
deploy called-2.bpmn call-bound.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED called version=4 key=17 tag="two" resource="called-2.bpmn"
  DEFINITION DEPLOYED call-bound version=3 key=18 resource="call-bound.bpmn"
create call-bound
  OK puts=8 deletes=0
  INSTANCE ACTIVE call-bound key=19
  ELEMENT ACTIVATING s START_EVENT key=20 scope=19
  ELEMENT ACTIVATED s START_EVENT key=20 scope=19
  ELEMENT COMPLETING s START_EVENT key=20 scope=19
  ELEMENT COMPLETED s START_EVENT key=20 scope=19
  FLOW TAKEN s_c
  ELEMENT ACTIVATING c CALL_ACTIVITY key=21 scope=19
  ELEMENT ACTIVATED c CALL_ACTIVITY key=21 scope=19
  INSTANCE ACTIVE called key=22 caller=21
  ELEMENT ACTIVATING s START_EVENT key=23 scope=22
  ELEMENT ACTIVATED s START_EVENT key=23 scope=22
  ELEMENT COMPLETING s START_EVENT key=23 scope=22
  ELEMENT COMPLETED s START_EVENT key=23 scope=22
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=24 scope=22
  ELEMENT ACTIVATED work SERVICE_TASK key=24 scope=22
  JOB CREATED work type="work-2" key=25 retries=3
cancel call-bound
  OK puts=0 deletes=8
  ELEMENT TERMINATING c CALL_ACTIVITY key=21 scope=19
  ELEMENT TERMINATING work SERVICE_TASK key=24 scope=22
  JOB CANCELED work type="work-2" key=25 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=24 scope=22
  INSTANCE TERMINATED called key=22 caller=21
  ELEMENT TERMINATED c CALL_ACTIVITY key=21 scope=19
  INSTANCE TERMINATED call-bound key=19
# nothing is new: nothing happens
deploy called-2.bpmn call-bound.bpmn
  OK puts=0 deletes=0
end
  rows meta=1 definition=7 def_by_id=7
  digest 2139565ac44d9809d4044b826f096a7a
