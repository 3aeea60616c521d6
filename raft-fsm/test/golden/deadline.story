# An interrupting boundary timer ends its task first, then goes on.
deploy deadline.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED deadline version=1 key=2 resource="deadline.bpmn"
create deadline
  OK puts=6 deletes=0
  INSTANCE ACTIVE deadline key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=5 scope=3
  JOB CREATED work type="work" key=6 retries=3
  TIMER CREATED late key=7 due=6000
activate work
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=6 retries=3 worker="w" deadline=61000 activation=8
advance 5000
tick
  OK puts=0 deletes=6
  TIMER FIRED late key=7 due=6000
  ELEMENT TERMINATING work SERVICE_TASK key=5 scope=3
  JOB CANCELED work type="work" key=6 retries=3 worker="w" deadline=61000 activation=8
  ELEMENT TERMINATED work SERVICE_TASK key=5 scope=3
  ELEMENT ACTIVATING late BOUNDARY_EVENT key=9 scope=3
  ELEMENT ACTIVATED late BOUNDARY_EVENT key=9 scope=3
  ELEMENT COMPLETING late BOUNDARY_EVENT key=9 scope=3
  ELEMENT COMPLETED late BOUNDARY_EVENT key=9 scope=3
  FLOW TAKEN late_e2
  ELEMENT ACTIVATING e2 END_EVENT key=10 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=10 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=10 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=10 scope=3
  INSTANCE COMPLETED deadline key=3
complete work
  NOT_FOUND puts=0 deletes=0 Expected to complete job with key '2251799813685254', but no such job was found
# the job was done in the same instant, before the timer
create deadline
  OK puts=6 deletes=0
  INSTANCE ACTIVE deadline key=11
  ELEMENT ACTIVATING s START_EVENT key=12 scope=11
  ELEMENT ACTIVATED s START_EVENT key=12 scope=11
  ELEMENT COMPLETING s START_EVENT key=12 scope=11
  ELEMENT COMPLETED s START_EVENT key=12 scope=11
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=13 scope=11
  ELEMENT ACTIVATED work SERVICE_TASK key=13 scope=11
  JOB CREATED work type="work" key=14 retries=3
  TIMER CREATED late key=15 due=11000
advance 5000
complete work
  OK puts=0 deletes=6
  JOB COMPLETED work type="work" key=14 retries=3
  TIMER CANCELED late key=15 due=11000
  ELEMENT COMPLETING work SERVICE_TASK key=13 scope=11
  ELEMENT COMPLETED work SERVICE_TASK key=13 scope=11
  FLOW TAKEN work_e1
  ELEMENT ACTIVATING e1 END_EVENT key=16 scope=11
  ELEMENT ACTIVATED e1 END_EVENT key=16 scope=11
  ELEMENT COMPLETING e1 END_EVENT key=16 scope=11
  ELEMENT COMPLETED e1 END_EVENT key=16 scope=11
  INSTANCE COMPLETED deadline key=11
tick
  OK puts=0 deletes=0
end
  rows meta=1 definition=1 def_by_id=1
  digest 01267ff75a877d9f197e77aa1c469e72
