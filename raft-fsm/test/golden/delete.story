# The history of an ended instance goes: a portion a command, the rest is continued.
deploy one-task.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED one-task version=1 key=2 resource="one-task.bpmn"
create one-task {}
  OK puts=5 deletes=0
  INSTANCE ACTIVE one-task key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=5 scope=3
  JOB CREATED work type="work" key=6 retries=3
delete one-task
  WRONG_STATE puts=0 deletes=0 Expected to delete process instance with key '2251799813685251', but it has not ended
cancel one-task
  OK puts=0 deletes=5
  ELEMENT TERMINATING work SERVICE_TASK key=5 scope=3
  JOB CANCELED work type="work" key=6 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=5 scope=3
  INSTANCE TERMINATED one-task key=3
delete one-task documents=999
  OK puts=0 deletes=0
  DELETION key=3 limit=1000
delete one-task documents=2500
  OK puts=1 deletes=0
  DELETION key=3 limit=1000
end
  rows meta=1 definition=1 def_by_id=1 step=1
  digest f8e39fa09f193f6d5115d66eb3e22a13
continue
  OK puts=1 deletes=1
  DELETION key=3 limit=1000
continue
  OK puts=0 deletes=1
  DELETION key=3 limit=1000
continue
  OK puts=0 deletes=0
end
  rows meta=1 definition=1 def_by_id=1
  digest 2cd7b1995fee3e2bd47dc1bb5fbefb8d
