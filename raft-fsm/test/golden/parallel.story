# A join waits for every flow.
deploy parallel.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED parallel version=1 key=2 resource="parallel.bpmn"
create parallel
  OK puts=9 deletes=0
  INSTANCE ACTIVE parallel key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=5 scope=3
  FLOW TAKEN fork_a
  FLOW TAKEN fork_b
  ELEMENT ACTIVATING a SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED a SERVICE_TASK key=6 scope=3
  JOB CREATED a type="a" key=7 retries=3
  ELEMENT ACTIVATING b SERVICE_TASK key=8 scope=3
  ELEMENT ACTIVATED b SERVICE_TASK key=8 scope=3
  JOB CREATED b type="b" key=9 retries=3
complete b
  OK puts=2 deletes=4
  JOB COMPLETED b type="b" key=9 retries=3
  ELEMENT COMPLETING b SERVICE_TASK key=8 scope=3
  ELEMENT COMPLETED b SERVICE_TASK key=8 scope=3
  FLOW TAKEN b_join
complete a
  OK puts=0 deletes=6
  JOB COMPLETED a type="a" key=7 retries=3
  ELEMENT COMPLETING a SERVICE_TASK key=6 scope=3
  ELEMENT COMPLETED a SERVICE_TASK key=6 scope=3
  FLOW TAKEN a_join
  ELEMENT ACTIVATING join PARALLEL_GATEWAY key=10 scope=3
  ELEMENT ACTIVATED join PARALLEL_GATEWAY key=10 scope=3
  ELEMENT COMPLETING join PARALLEL_GATEWAY key=10 scope=3
  ELEMENT COMPLETED join PARALLEL_GATEWAY key=10 scope=3
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=11 scope=3
  ELEMENT ACTIVATED e END_EVENT key=11 scope=3
  ELEMENT COMPLETING e END_EVENT key=11 scope=3
  ELEMENT COMPLETED e END_EVENT key=11 scope=3
  INSTANCE COMPLETED parallel key=3
create parallel
  OK puts=9 deletes=0
  INSTANCE ACTIVE parallel key=12
  ELEMENT ACTIVATING s START_EVENT key=13 scope=12
  ELEMENT ACTIVATED s START_EVENT key=13 scope=12
  ELEMENT COMPLETING s START_EVENT key=13 scope=12
  ELEMENT COMPLETED s START_EVENT key=13 scope=12
  FLOW TAKEN s_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=14 scope=12
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=14 scope=12
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=14 scope=12
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=14 scope=12
  FLOW TAKEN fork_a
  FLOW TAKEN fork_b
  ELEMENT ACTIVATING a SERVICE_TASK key=15 scope=12
  ELEMENT ACTIVATED a SERVICE_TASK key=15 scope=12
  JOB CREATED a type="a" key=16 retries=3
  ELEMENT ACTIVATING b SERVICE_TASK key=17 scope=12
  ELEMENT ACTIVATED b SERVICE_TASK key=17 scope=12
  JOB CREATED b type="b" key=18 retries=3
complete a
  OK puts=2 deletes=4
  JOB COMPLETED a type="a" key=16 retries=3
  ELEMENT COMPLETING a SERVICE_TASK key=15 scope=12
  ELEMENT COMPLETED a SERVICE_TASK key=15 scope=12
  FLOW TAKEN a_join
cancel parallel
  OK puts=0 deletes=6
  ELEMENT TERMINATING b SERVICE_TASK key=17 scope=12
  JOB CANCELED b type="b" key=18 retries=3
  ELEMENT TERMINATED b SERVICE_TASK key=17 scope=12
  INSTANCE TERMINATED parallel key=12
end
  rows meta=1 definition=1 def_by_id=1
  digest 99d3cffb9f414703528e8849df0fd493
