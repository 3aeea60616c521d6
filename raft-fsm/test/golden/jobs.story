# A job's life: priorities, time-out, yield, failure with and without retries, updates.
deploy priority.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED priority version=1 key=2 resource="priority.bpmn"
create priority {"p":1}
  OK puts=6 deletes=0
  INSTANCE ACTIVE priority key=3
  VARIABLE CREATED p=1 scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3
  JOB CREATED work type="work" key=7 retries=3 priority=1 headers={"k":"v"}
create priority {"p":5}
  OK puts=6 deletes=0
  INSTANCE ACTIVE priority key=8
  VARIABLE CREATED p=5 scope=8
  ELEMENT ACTIVATING s START_EVENT key=10 scope=8
  ELEMENT ACTIVATED s START_EVENT key=10 scope=8
  ELEMENT COMPLETING s START_EVENT key=10 scope=8
  ELEMENT COMPLETED s START_EVENT key=10 scope=8
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=11 scope=8
  ELEMENT ACTIVATED work SERVICE_TASK key=11 scope=8
  JOB CREATED work type="work" key=12 retries=3 priority=5 headers={"k":"v"}
activate work max=1 timeout=1000
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=12 retries=3 priority=5 worker="w" deadline=2000 activation=13 headers={"k":"v"}
activate nothing
  OK puts=0 deletes=0
advance 1000
tick
  OK puts=2 deletes=1
  JOB TIMED_OUT work type="work" key=12 retries=3 priority=5 headers={"k":"v"}
activate work max=5 timeout=1000
  OK puts=4 deletes=2
  JOB ACTIVE work type="work" key=12 retries=3 priority=5 worker="w" deadline=3000 activation=14 headers={"k":"v"}
  JOB ACTIVE work type="work" key=7 retries=3 priority=1 worker="w" deadline=3000 activation=14 headers={"k":"v"}
yield work
  OK puts=2 deletes=1
  JOB CREATED work type="work" key=7 retries=3 priority=1 headers={"k":"v"}
yield work activation=1
  OK puts=0 deletes=0
fail work 2 backoff=500 message=again {"local":1}
  OK puts=4 deletes=1
  VARIABLE CREATED work local=1 scope=6
  JOB FAILED work type="work" key=7 retries=2 priority=1 headers={"k":"v"} message="again"
complete work
  WRONG_STATE puts=0 deletes=0 Expected to complete job with key '2251799813685255', but it is in state 'FAILED'
advance 500
tick
  OK puts=2 deletes=1
  JOB CREATED work type="work" key=7 retries=2 priority=1 headers={"k":"v"} message="again"
update work timeout=5
  WRONG_STATE puts=0 deletes=0 Expected to update the timeout of job with key '2251799813685255', but it is not active
update work retries=0
  INVALID_ARGUMENT puts=0 deletes=0 Expected to update retries for job with key '2251799813685255' with a positive amount of retries, but the amount given was '0'
update work retries=7 priority=9
  OK puts=2 deletes=1
  JOB RETRIES_UPDATED work type="work" key=7 retries=7 priority=9 headers={"k":"v"} message="again"
  JOB PRIORITY_UPDATED work type="work" key=7 retries=7 priority=9 headers={"k":"v"} message="again"
activate work max=1
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=7 retries=7 priority=9 worker="w" deadline=62500 activation=16 headers={"k":"v"} message="again"
update work timeout=5
  OK puts=2 deletes=1
  JOB TIMEOUT_UPDATED work type="work" key=7 retries=7 priority=9 worker="w" deadline=2505 activation=16 headers={"k":"v"} message="again"
fail work 0
  OK puts=5 deletes=1
  JOB FAILED work type="work" key=7 retries=0 priority=9 headers={"k":"v"}
  INCIDENT ACTIVE work JOB_NO_RETRIES key=17 job=7 message="No more retries left."
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3 incident=17
  INSTANCE ACTIVE priority key=3 incidents=1
complete work
  WRONG_STATE puts=0 deletes=0 Expected to complete job with key '2251799813685255', but it is in state 'FAILED'
resolve work
  WRONG_STATE puts=0 deletes=0 Expected to resolve incident with key '2251799813685265', but job with key '2251799813685255' has no retries left. Please update the job retries and retry resolving the incident
update work retries=1
  OK puts=1 deletes=0
  JOB RETRIES_UPDATED work type="work" key=7 retries=1 priority=9 headers={"k":"v"}
resolve work
  OK puts=4 deletes=2
  JOB CREATED work type="work" key=7 retries=1 priority=9 headers={"k":"v"}
  INCIDENT RESOLVED work JOB_NO_RETRIES key=17 job=7 message="No more retries left."
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3
  INSTANCE ACTIVE priority key=3
complete work
  OK puts=0 deletes=7
  JOB COMPLETED work type="work" key=7 retries=1 priority=9 headers={"k":"v"}
  ELEMENT COMPLETING work SERVICE_TASK key=6 scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=6 scope=3
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=18 scope=3
  ELEMENT ACTIVATED e END_EVENT key=18 scope=3
  ELEMENT COMPLETING e END_EVENT key=18 scope=3
  ELEMENT COMPLETED e END_EVENT key=18 scope=3
  INSTANCE COMPLETED priority key=3
complete work
  NOT_FOUND puts=0 deletes=0 Expected to complete job with key '2251799813685255', but no such job was found
cancel priority
  NOT_FOUND puts=0 deletes=0 Expected to cancel a process instance with key '2251799813685251', but no such process was found
end
  rows meta=1 definition=1 def_by_id=1 element=2 child=1 variable=1 job=1 due=1
  digest 5d415c3af1899d47e0c1473aeb66cf8b
