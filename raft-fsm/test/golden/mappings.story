# Inputs are local and see those before them; outputs go outwards; a dotted target is merged in.
deploy mappings.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED mappings version=1 key=2 resource="mappings.bpmn"
create mappings {"amount":1.10,"order":{"id":7,"result":0}}
  OK puts=9 deletes=0
  INSTANCE ACTIVE mappings key=3
  VARIABLE CREATED amount=1.10 scope=3
  VARIABLE CREATED order={"id":7,"result":0} scope=3
  ELEMENT ACTIVATING s START_EVENT key=6 scope=3
  ELEMENT ACTIVATED s START_EVENT key=6 scope=3
  ELEMENT COMPLETING s START_EVENT key=6 scope=3
  ELEMENT COMPLETED s START_EVENT key=6 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=7 scope=3
  VARIABLE CREATED work twice=2.20 scope=7
  VARIABLE CREATED work more={"inner":3.20} scope=7
  ELEMENT ACTIVATED work SERVICE_TASK key=7 scope=3
  JOB CREATED work type="work" key=10 retries=3
complete work {"result":"done"}
  OK puts=0 deletes=9
  JOB COMPLETED work type="work" key=10 retries=3
  VARIABLE CREATED work result="done" scope=7
  ELEMENT COMPLETING work SERVICE_TASK key=7 scope=3
  VARIABLE UPDATED order={"id":7,"result":"done"} scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=7 scope=3
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=12 scope=3
  ELEMENT ACTIVATED e END_EVENT key=12 scope=3
  ELEMENT COMPLETING e END_EVENT key=12 scope=3
  ELEMENT COMPLETED e END_EVENT key=12 scope=3
  INSTANCE COMPLETED mappings key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest 96ddc5df6d0a392a0a3b98191515d01e
