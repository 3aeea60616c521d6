# A job that was handed out with a lease: only who has the present token may finish it, and it goes to
# leasing workers from then on, in the order of all jobs.
deploy one-task.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED one-task version=1 key=2 resource="one-task.bpmn"
create one-task
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
activate work lease=1 max=1
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=6 retries=3 worker="w" deadline=61000 activation=7
complete work
  WRONG_STATE puts=0 deletes=0 Expected to complete job with key '2251799813685254', but it is leased, and the lease token is missing
complete work lease=999
  WRONG_STATE puts=0 deletes=0 Expected to complete job with key '2251799813685254', but it is leased, and the lease token is not that of its present lease
fail work 2 lease=999
  WRONG_STATE puts=0 deletes=0 Expected to fail job with key '2251799813685254', but it is leased, and the lease token is not that of its present lease
error work E lease=999
  WRONG_STATE puts=0 deletes=0 Expected to throw an error for job with key '2251799813685254', but it is leased, and the lease token is not that of its present lease
update work retries=5 lease=999
  WRONG_STATE puts=0 deletes=0 Expected to update job with key '2251799813685254', but it is leased, and the lease token is not that of its present lease
update work retries=5
  OK puts=2 deletes=0
  JOB RETRIES_UPDATED work type="work" key=6 retries=5 worker="w" deadline=61000 activation=7
update work timeout=1000 lease=held
  OK puts=2 deletes=1
  JOB TIMEOUT_UPDATED work type="work" key=6 retries=5 worker="w" deadline=2000 activation=7
advance 2000
tick
  OK puts=2 deletes=1
  JOB TIMED_OUT work type="work" key=6 retries=5
complete work lease=held
  WRONG_STATE puts=0 deletes=0 Expected to complete job with key '2251799813685254', but it is leased, and the lease token is not that of its present lease
# it is ready again, but not for everybody
activate work
  OK puts=0 deletes=0
create one-task
  OK puts=5 deletes=0
  INSTANCE ACTIVE one-task key=8
  ELEMENT ACTIVATING s START_EVENT key=9 scope=8
  ELEMENT ACTIVATED s START_EVENT key=9 scope=8
  ELEMENT COMPLETING s START_EVENT key=9 scope=8
  ELEMENT COMPLETED s START_EVENT key=9 scope=8
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=10 scope=8
  ELEMENT ACTIVATED work SERVICE_TASK key=10 scope=8
  JOB CREATED work type="work" key=11 retries=3
activate work max=1
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=11 retries=3 worker="w" deadline=63000 activation=12
yield work
  OK puts=2 deletes=1
  JOB CREATED work type="work" key=11 retries=3
activate work lease=1 max=1
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=6 retries=5 worker="w" deadline=63000 activation=13
complete work lease=held
  OK puts=0 deletes=5
  JOB COMPLETED work type="work" key=6 retries=5 worker="w" deadline=63000 activation=13
  ELEMENT COMPLETING work SERVICE_TASK key=5 scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=5 scope=3
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=14 scope=3
  ELEMENT ACTIVATED e END_EVENT key=14 scope=3
  ELEMENT COMPLETING e END_EVENT key=14 scope=3
  ELEMENT COMPLETED e END_EVENT key=14 scope=3
  INSTANCE COMPLETED one-task key=3
activate work lease=1
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=11 retries=3 worker="w" deadline=63000 activation=15
end
  rows meta=1 definition=1 def_by_id=1 element=2 child=1 job=1 due=1
  digest 0461d3a2cc78c8f5e3976c3fede408b8
activate work lease=1
  OK puts=0 deletes=0
fail work 0 lease=held
  OK puts=5 deletes=1
  JOB FAILED work type="work" key=11 retries=0
  INCIDENT ACTIVE work JOB_NO_RETRIES key=16 job=11 message="No more retries left."
  ELEMENT ACTIVATED work SERVICE_TASK key=10 scope=8 incident=16
  INSTANCE ACTIVE one-task key=8 incidents=1
update work retries=1
  OK puts=1 deletes=0
  JOB RETRIES_UPDATED work type="work" key=11 retries=1
end
  rows meta=1 definition=1 def_by_id=1 element=2 child=1 job=1 incident=1 incident_by=1
  digest f97103dc2534f7c33287e6f755b87eaf
