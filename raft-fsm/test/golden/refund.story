# An error goes to the boundary event with its code before the one for all. Its variables stay
# with the event and leave by a mapping.
deploy refund.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED refund version=1 key=2 resource="refund.bpmn"
create refund
  OK puts=5 deletes=0
  INSTANCE ACTIVE refund key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_charge
  ELEMENT ACTIVATING charge SERVICE_TASK key=5 scope=3
  ELEMENT ACTIVATED charge SERVICE_TASK key=5 scope=3
  JOB CREATED charge type="charge" key=6 retries=3
error charge DECLINED {"reason":"limit"}
  OK puts=6 deletes=4
  VARIABLE CREATED declined reason="limit" scope=7
  JOB ERROR_THROWN charge type="charge" key=6 retries=3 code="DECLINED"
  ELEMENT TERMINATING charge SERVICE_TASK key=5 scope=3
  ELEMENT TERMINATED charge SERVICE_TASK key=5 scope=3
  ELEMENT ACTIVATING declined BOUNDARY_EVENT key=7 scope=3
  ELEMENT ACTIVATED declined BOUNDARY_EVENT key=7 scope=3
  ELEMENT COMPLETING declined BOUNDARY_EVENT key=7 scope=3
  VARIABLE CREATED why="limit" scope=3
  ELEMENT COMPLETED declined BOUNDARY_EVENT key=7 scope=3
  FLOW TAKEN declined_repay
  ELEMENT ACTIVATING repay SERVICE_TASK key=10 scope=3
  ELEMENT ACTIVATED repay SERVICE_TASK key=10 scope=3
  JOB CREATED repay type="repay" key=11 retries=3
complete repay
  OK puts=0 deletes=6
  JOB COMPLETED repay type="repay" key=11 retries=3
  ELEMENT COMPLETING repay SERVICE_TASK key=10 scope=3
  ELEMENT COMPLETED repay SERVICE_TASK key=10 scope=3
  FLOW TAKEN repay_e2
  ELEMENT ACTIVATING e2 END_EVENT key=12 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=12 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=12 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=12 scope=3
  INSTANCE COMPLETED refund key=3
create refund
  OK puts=5 deletes=0
  INSTANCE ACTIVE refund key=13
  ELEMENT ACTIVATING s START_EVENT key=14 scope=13
  ELEMENT ACTIVATED s START_EVENT key=14 scope=13
  ELEMENT COMPLETING s START_EVENT key=14 scope=13
  ELEMENT COMPLETED s START_EVENT key=14 scope=13
  FLOW TAKEN s_charge
  ELEMENT ACTIVATING charge SERVICE_TASK key=15 scope=13
  ELEMENT ACTIVATED charge SERVICE_TASK key=15 scope=13
  JOB CREATED charge type="charge" key=16 retries=3
error charge LOST {"reason":"limit"}
  OK puts=0 deletes=5
  VARIABLE CREATED other reason="limit" scope=17
  JOB ERROR_THROWN charge type="charge" key=16 retries=3 code="LOST"
  ELEMENT TERMINATING charge SERVICE_TASK key=15 scope=13
  ELEMENT TERMINATED charge SERVICE_TASK key=15 scope=13
  ELEMENT ACTIVATING other BOUNDARY_EVENT key=17 scope=13
  ELEMENT ACTIVATED other BOUNDARY_EVENT key=17 scope=13
  ELEMENT COMPLETING other BOUNDARY_EVENT key=17 scope=13
  ELEMENT COMPLETED other BOUNDARY_EVENT key=17 scope=13
  FLOW TAKEN other_e3
  ELEMENT ACTIVATING e3 END_EVENT key=19 scope=13
  ELEMENT ACTIVATED e3 END_EVENT key=19 scope=13
  ELEMENT COMPLETING e3 END_EVENT key=19 scope=13
  ELEMENT COMPLETED e3 END_EVENT key=19 scope=13
  INSTANCE COMPLETED refund key=13
end
  rows meta=1 definition=1 def_by_id=1
  digest b55f8fb7ba8b469ee8c4f5e4fd0fe6c4
