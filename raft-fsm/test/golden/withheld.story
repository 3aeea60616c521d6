# A job whose variables are too large to be handed out waits with an incident; retries stay what they were.
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
# another activation holds it by now: nothing happens
withhold work activation=1
  OK puts=0 deletes=0
withhold work
  OK puts=5 deletes=1
  JOB CREATED work type="work" key=7 retries=3
  INCIDENT ACTIVE work MESSAGE_SIZE_EXCEEDED key=9 job=7 message="Expected to activate job with key '2251799813685255', but its variables are larger than an answer may be. Fetch fewer of them or make them smaller"
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3 incident=9
  INSTANCE ACTIVE one-task key=3 incidents=1
activate work
  OK puts=0 deletes=0
complete work
  WRONG_STATE puts=0 deletes=0 Expected to complete job with key '2251799813685255', but it is in state 'FAILED'
resolve work
  OK puts=4 deletes=2
  JOB CREATED work type="work" key=7 retries=3
  INCIDENT RESOLVED work MESSAGE_SIZE_EXCEEDED key=9 job=7 message="Expected to activate job with key '2251799813685255', but its variables are larger than an answer may be. Fetch fewer of them or make them smaller"
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3
  INSTANCE ACTIVE one-task key=3
activate work
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=7 retries=3 worker="w" deadline=61000 activation=10
withhold work
  OK puts=5 deletes=1
  JOB CREATED work type="work" key=7 retries=3
  INCIDENT ACTIVE work MESSAGE_SIZE_EXCEEDED key=11 job=7 message="Expected to activate job with key '2251799813685255', but its variables are larger than an answer may be. Fetch fewer of them or make them smaller"
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3 incident=11
  INSTANCE ACTIVE one-task key=3 incidents=1
cancel one-task
  OK puts=0 deletes=7
  ELEMENT TERMINATING work SERVICE_TASK key=6 scope=3 incident=11
  JOB CANCELED work type="work" key=7 retries=3
  INCIDENT RESOLVED work MESSAGE_SIZE_EXCEEDED key=11 job=7 message="Expected to activate job with key '2251799813685255', but its variables are larger than an answer may be. Fetch fewer of them or make them smaller"
  ELEMENT TERMINATING work SERVICE_TASK key=6 scope=3
  INSTANCE ACTIVE one-task key=3
  ELEMENT TERMINATED work SERVICE_TASK key=6 scope=3
  INSTANCE TERMINATED one-task key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest 84a7473ac8a3fe8d2d44a611e3175e44
