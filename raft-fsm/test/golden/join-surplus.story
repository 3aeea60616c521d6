# Two tokens on one flow do not fire a join; the one that is left over stays.
deploy join-surplus.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED join-surplus version=1 key=2 resource="join-surplus.bpmn"
create join-surplus
  OK puts=6 deletes=0
  INSTANCE ACTIVE join-surplus key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=5 scope=3
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=5 scope=3
  FLOW TAKEN fork_t1
  FLOW TAKEN fork_t2
  FLOW TAKEN fork_w
  ELEMENT ACTIVATING t1 TASK key=6 scope=3
  ELEMENT ACTIVATED t1 TASK key=6 scope=3
  ELEMENT ACTIVATING t2 TASK key=7 scope=3
  ELEMENT ACTIVATED t2 TASK key=7 scope=3
  ELEMENT ACTIVATING w SERVICE_TASK key=8 scope=3
  ELEMENT ACTIVATED w SERVICE_TASK key=8 scope=3
  JOB CREATED w type="w" key=9 retries=3
  ELEMENT COMPLETING t1 TASK key=6 scope=3
  ELEMENT COMPLETED t1 TASK key=6 scope=3
  FLOW TAKEN t1_merge
  ELEMENT COMPLETING t2 TASK key=7 scope=3
  ELEMENT COMPLETED t2 TASK key=7 scope=3
  FLOW TAKEN t2_merge
  ELEMENT ACTIVATING merge EXCLUSIVE_GATEWAY key=10 scope=3
  ELEMENT ACTIVATED merge EXCLUSIVE_GATEWAY key=10 scope=3
  ELEMENT ACTIVATING merge EXCLUSIVE_GATEWAY key=11 scope=3
  ELEMENT ACTIVATED merge EXCLUSIVE_GATEWAY key=11 scope=3
  ELEMENT COMPLETING merge EXCLUSIVE_GATEWAY key=10 scope=3
  ELEMENT COMPLETED merge EXCLUSIVE_GATEWAY key=10 scope=3
  FLOW TAKEN merge_join
  ELEMENT COMPLETING merge EXCLUSIVE_GATEWAY key=11 scope=3
  ELEMENT COMPLETED merge EXCLUSIVE_GATEWAY key=11 scope=3
  FLOW TAKEN merge_join
complete w
  OK puts=6 deletes=4
  JOB COMPLETED w type="w" key=9 retries=3
  ELEMENT COMPLETING w SERVICE_TASK key=8 scope=3
  ELEMENT COMPLETED w SERVICE_TASK key=8 scope=3
  FLOW TAKEN w_join
  ELEMENT ACTIVATING join PARALLEL_GATEWAY key=12 scope=3
  ELEMENT ACTIVATED join PARALLEL_GATEWAY key=12 scope=3
  ELEMENT COMPLETING join PARALLEL_GATEWAY key=12 scope=3
  ELEMENT COMPLETED join PARALLEL_GATEWAY key=12 scope=3
  FLOW TAKEN join_c
  ELEMENT ACTIVATING c SERVICE_TASK key=13 scope=3
  ELEMENT ACTIVATED c SERVICE_TASK key=13 scope=3
  JOB CREATED c type="c" key=14 retries=3
complete c
  OK puts=1 deletes=4
  JOB COMPLETED c type="c" key=14 retries=3
  ELEMENT COMPLETING c SERVICE_TASK key=13 scope=3
  ELEMENT COMPLETED c SERVICE_TASK key=13 scope=3
  FLOW TAKEN c_e
  ELEMENT ACTIVATING e END_EVENT key=15 scope=3
  ELEMENT ACTIVATED e END_EVENT key=15 scope=3
  ELEMENT COMPLETING e END_EVENT key=15 scope=3
  ELEMENT COMPLETED e END_EVENT key=15 scope=3
cancel join-surplus
  OK puts=0 deletes=2
  INSTANCE TERMINATED join-surplus key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest b43bd3098258d830eb30ac6b8140dad9
