# A join of many flows counts those that have a token; what is left over of one waits for the next round.
deploy join-wide.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED join-wide version=1 key=2 resource="join-wide.bpmn"
create join-wide
  OK puts=20 deletes=0
  INSTANCE ACTIVE join-wide key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=5 scope=3
  FLOW TAKEN again
  FLOW TAKEN f1
  FLOW TAKEN f2
  FLOW TAKEN f3
  FLOW TAKEN f4
  FLOW TAKEN f5
  FLOW TAKEN f6
  FLOW TAKEN f7
  FLOW TAKEN fork_twice
  ELEMENT ACTIVATING twice SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED twice SERVICE_TASK key=6 scope=3
  JOB CREATED twice type="twice" key=7 retries=3
  ELEMENT ACTIVATING late SERVICE_TASK key=8 scope=3
  ELEMENT ACTIVATED late SERVICE_TASK key=8 scope=3
  JOB CREATED late type="late" key=9 retries=3
  ELEMENT ACTIVATING twice SERVICE_TASK key=10 scope=3
  ELEMENT ACTIVATED twice SERVICE_TASK key=10 scope=3
  JOB CREATED twice type="twice" key=11 retries=3
complete #7
  OK puts=3 deletes=4
  JOB COMPLETED twice type="twice" key=7 retries=3
  ELEMENT COMPLETING twice SERVICE_TASK key=6 scope=3
  ELEMENT COMPLETED twice SERVICE_TASK key=6 scope=3
  FLOW TAKEN twice_join
complete #11
  OK puts=3 deletes=4
  JOB COMPLETED twice type="twice" key=11 retries=3
  ELEMENT COMPLETING twice SERVICE_TASK key=10 scope=3
  ELEMENT COMPLETED twice SERVICE_TASK key=10 scope=3
  FLOW TAKEN twice_join
complete late
  OK puts=3 deletes=10
  JOB COMPLETED late type="late" key=9 retries=3
  ELEMENT COMPLETING late SERVICE_TASK key=8 scope=3
  ELEMENT COMPLETED late SERVICE_TASK key=8 scope=3
  FLOW TAKEN late_join
  ELEMENT ACTIVATING join PARALLEL_GATEWAY key=12 scope=3
  ELEMENT ACTIVATED join PARALLEL_GATEWAY key=12 scope=3
  ELEMENT COMPLETING join PARALLEL_GATEWAY key=12 scope=3
  ELEMENT COMPLETED join PARALLEL_GATEWAY key=12 scope=3
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=13 scope=3
  ELEMENT ACTIVATED e END_EVENT key=13 scope=3
  ELEMENT COMPLETING e END_EVENT key=13 scope=3
  ELEMENT COMPLETED e END_EVENT key=13 scope=3
cancel join-wide
  OK puts=0 deletes=3
  INSTANCE TERMINATED join-wide key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest 26b3bc39546c4e10ead13de4398ddf48
