# The shortest story: a task is done. `puts` is the row budget (docs/raft-fsm.md).
deploy one-task.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED one-task version=1 key=2 resource="one-task.bpmn"
create one-task {"a":1}
  OK puts=6 deletes=0
  INSTANCE ACTIVE one-task key=3
  VARIABLE CREATED a=1 scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3
  JOB CREATED work type="work" key=7 retries=3
activate work
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=7 retries=3 worker="w" deadline=61000 activation=8
complete work {"b":2}
  OK puts=0 deletes=6
  JOB COMPLETED work type="work" key=7 retries=3 worker="w" deadline=61000 activation=8
  VARIABLE CREATED b=2 scope=3
  ELEMENT COMPLETING work SERVICE_TASK key=6 scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=6 scope=3
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=10 scope=3
  ELEMENT ACTIVATED e END_EVENT key=10 scope=3
  ELEMENT COMPLETING e END_EVENT key=10 scope=3
  ELEMENT COMPLETED e END_EVENT key=10 scope=3
  INSTANCE COMPLETED one-task key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest 395ea15bcaff19db5f0a98ad9e287103
