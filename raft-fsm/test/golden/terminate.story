# A terminate end event takes the other tokens of its scope with it, and the scope completes.
deploy terminate.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED terminate version=1 key=2 resource="terminate.bpmn"
create terminate
  OK puts=9 deletes=0
  INSTANCE ACTIVE terminate key=3
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
  OK puts=0 deletes=9
  JOB COMPLETED b type="b" key=9 retries=3
  ELEMENT COMPLETING b SERVICE_TASK key=8 scope=3
  ELEMENT COMPLETED b SERVICE_TASK key=8 scope=3
  FLOW TAKEN b_stop
  ELEMENT ACTIVATING stop END_EVENT key=10 scope=3
  ELEMENT ACTIVATED stop END_EVENT key=10 scope=3
  ELEMENT COMPLETING stop END_EVENT key=10 scope=3
  ELEMENT COMPLETED stop END_EVENT key=10 scope=3
  ELEMENT TERMINATING a SERVICE_TASK key=6 scope=3
  JOB CANCELED a type="a" key=7 retries=3
  ELEMENT TERMINATED a SERVICE_TASK key=6 scope=3
  INSTANCE COMPLETED terminate key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest 1e565cec11a0d89195b78cda6e178aea
