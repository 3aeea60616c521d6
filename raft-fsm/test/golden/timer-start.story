# A timer start event is armed at deployment; the next version takes the older one's place.
deploy timer-start.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED timer-start version=1 key=2 resource="timer-start.bpmn"
  TIMER CREATED s1 key=3 due=11000 repetitions=3
deploy timer-start.bpmn
  OK puts=0 deletes=0
advance 10000
tick
  OK puts=7 deletes=1
  TIMER FIRED s1 key=3 due=11000 repetitions=3
  TIMER CREATED s1 key=3 due=21000 repetitions=2
  INSTANCE ACTIVE timer-start key=5
  ELEMENT ACTIVATING s1 START_EVENT key=6 scope=5
  ELEMENT ACTIVATED s1 START_EVENT key=6 scope=5
  ELEMENT COMPLETING s1 START_EVENT key=6 scope=5
  ELEMENT COMPLETED s1 START_EVENT key=6 scope=5
  FLOW TAKEN s1_work
  ELEMENT ACTIVATING work SERVICE_TASK key=7 scope=5
  ELEMENT ACTIVATED work SERVICE_TASK key=7 scope=5
  JOB CREATED work type="work" key=8 retries=3
advance 25000
tick
  OK puts=5 deletes=2
  TIMER FIRED s1 key=3 due=21000 repetitions=2
  INSTANCE ACTIVE timer-start key=9
  ELEMENT ACTIVATING s1 START_EVENT key=10 scope=9
  ELEMENT ACTIVATED s1 START_EVENT key=10 scope=9
  ELEMENT COMPLETING s1 START_EVENT key=10 scope=9
  ELEMENT COMPLETED s1 START_EVENT key=10 scope=9
  FLOW TAKEN s1_work
  ELEMENT ACTIVATING work SERVICE_TASK key=11 scope=9
  ELEMENT ACTIVATED work SERVICE_TASK key=11 scope=9
  JOB CREATED work type="work" key=12 retries=3
create timer-start
  OK puts=5 deletes=0
  INSTANCE ACTIVE timer-start key=13
  ELEMENT ACTIVATING s2 START_EVENT key=14 scope=13
  ELEMENT ACTIVATED s2 START_EVENT key=14 scope=13
  ELEMENT COMPLETING s2 START_EVENT key=14 scope=13
  ELEMENT COMPLETED s2 START_EVENT key=14 scope=13
  FLOW TAKEN s2_work
  ELEMENT ACTIVATING work SERVICE_TASK key=15 scope=13
  ELEMENT ACTIVATED work SERVICE_TASK key=15 scope=13
  JOB CREATED work type="work" key=16 retries=3
complete work
  OK puts=0 deletes=5
  JOB COMPLETED work type="work" key=16 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=15 scope=13
  ELEMENT COMPLETED work SERVICE_TASK key=15 scope=13
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=17 scope=13
  ELEMENT ACTIVATED e END_EVENT key=17 scope=13
  ELEMENT COMPLETING e END_EVENT key=17 scope=13
  ELEMENT COMPLETED e END_EVENT key=17 scope=13
  INSTANCE COMPLETED timer-start key=13
end
  rows meta=1 definition=1 def_by_id=1 element=4 child=2 job=2 job_ready=2
  digest 4f6300edff8a1da6e7f04a2dc5b576ad
