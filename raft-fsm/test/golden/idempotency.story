# A command that comes again under its key does nothing and is answered as before.
deploy one-task.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED one-task version=1 key=2 resource="one-task.bpmn"
key a
create one-task {"n":1}
  OK puts=8 deletes=0
  INSTANCE ACTIVE one-task key=3
  VARIABLE CREATED n=1 scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3
  JOB CREATED work type="work" key=7 retries=3
key a
create one-task {"n":1}
  OK replayed puts=0 deletes=0
key a
create one-task {"n":2}
  KEY_REUSED puts=0 deletes=0 Expected the request that the idempotency key was first used with, but the body differs
# a poll that found nothing writes nothing, so it finds something the next time
key b
activate other
  OK puts=0 deletes=0
key b
activate other
  OK puts=0 deletes=0
key c
activate work
  OK puts=3 deletes=1
  JOB ACTIVE work type="work" key=7 retries=3 worker="w" deadline=61000 activation=8
key c
activate work
  OK replayed puts=0 deletes=0
key d
complete work
  OK puts=1 deletes=6
  JOB COMPLETED work type="work" key=7 retries=3 worker="w" deadline=61000 activation=8
  ELEMENT COMPLETING work SERVICE_TASK key=6 scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=6 scope=3
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=9 scope=3
  ELEMENT ACTIVATED e END_EVENT key=9 scope=3
  ELEMENT COMPLETING e END_EVENT key=9 scope=3
  ELEMENT COMPLETED e END_EVENT key=9 scope=3
  INSTANCE COMPLETED one-task key=3
key d
complete work
  OK replayed puts=0 deletes=0
# a rejection is remembered, too
key e
complete work
  NOT_FOUND puts=1 deletes=0 Expected to complete job with key '2251799813685255', but no such job was found
key e
complete work
  NOT_FOUND replayed puts=0 deletes=0 Expected to complete job with key '2251799813685255', but no such job was found
key f
publish m ttl=5000
  OK puts=4 deletes=0
  MESSAGE PUBLISHED name="m" key=10 deadline=6000
key f
publish m ttl=5000
  OK replayed puts=0 deletes=0
# a day later all is forgotten, at the stamp's time and in bounded steps
advance 86400000
advance 120000
tick 2
  OK puts=0 deletes=4
  MESSAGE EXPIRED name="m" key=10 deadline=6000
tick
  OK puts=0 deletes=7
tick
  OK puts=0 deletes=0
key d
complete work
  NOT_FOUND puts=2 deletes=0 Expected to complete job with key '2251799813685255', but no such job was found
end
  rows meta=1 definition=1 def_by_id=1 due=1 dedupe=1 dedupe_bucket=1 dedupe_count=1
  digest 874fc73f09f53afeb8ae9691b49d77ae
