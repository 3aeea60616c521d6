# Boundary messages: one that does not interrupt comes as often as it likes, one that does ends it.
deploy boundary-message.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED boundary-message version=1 key=2 resource="boundary-message.bpmn"
create boundary-message {"order":"o"}
  OK puts=8 deletes=0
  INSTANCE ACTIVE boundary-message key=3
  VARIABLE CREATED order="o" scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=6 scope=3
  JOB CREATED work type="work" key=7 retries=3
  SUBSCRIPTION CREATED stop name="stop" correlation="o" key=8
  SUBSCRIPTION CREATED note name="note" correlation="o" key=9
publish note key=o {"text":"one"}
  OK puts=1 deletes=0
  MESSAGE PUBLISHED name="note" correlation="o" key=10 deadline=1000
  SUBSCRIPTION CORRELATED note name="note" correlation="o" key=9 message=10
  VARIABLE CREATED note text="one" scope=11
  MESSAGE EXPIRED name="note" correlation="o" key=10 deadline=1000
  ELEMENT ACTIVATING note BOUNDARY_EVENT key=11 scope=3
  ELEMENT ACTIVATED note BOUNDARY_EVENT key=11 scope=3
  ELEMENT COMPLETING note BOUNDARY_EVENT key=11 scope=3
  VARIABLE CREATED last="one" scope=3
  ELEMENT COMPLETED note BOUNDARY_EVENT key=11 scope=3
  FLOW TAKEN note_e3
  ELEMENT ACTIVATING e3 END_EVENT key=14 scope=3
  ELEMENT ACTIVATED e3 END_EVENT key=14 scope=3
  ELEMENT COMPLETING e3 END_EVENT key=14 scope=3
  ELEMENT COMPLETED e3 END_EVENT key=14 scope=3
publish note key=o {"text":"two"}
  OK puts=1 deletes=0
  MESSAGE PUBLISHED name="note" correlation="o" key=15 deadline=1000
  SUBSCRIPTION CORRELATED note name="note" correlation="o" key=9 message=15
  VARIABLE CREATED note text="two" scope=16
  MESSAGE EXPIRED name="note" correlation="o" key=15 deadline=1000
  ELEMENT ACTIVATING note BOUNDARY_EVENT key=16 scope=3
  ELEMENT ACTIVATED note BOUNDARY_EVENT key=16 scope=3
  ELEMENT COMPLETING note BOUNDARY_EVENT key=16 scope=3
  VARIABLE UPDATED last="two" scope=3
  ELEMENT COMPLETED note BOUNDARY_EVENT key=16 scope=3
  FLOW TAKEN note_e3
  ELEMENT ACTIVATING e3 END_EVENT key=18 scope=3
  ELEMENT ACTIVATED e3 END_EVENT key=18 scope=3
  ELEMENT COMPLETING e3 END_EVENT key=18 scope=3
  ELEMENT COMPLETED e3 END_EVENT key=18 scope=3
publish stop key=o {"why":"enough"}
  OK puts=0 deletes=9
  MESSAGE PUBLISHED name="stop" correlation="o" key=19 deadline=1000
  SUBSCRIPTION CORRELATED stop name="stop" correlation="o" key=8 message=19
  VARIABLE CREATED why="enough" scope=3
  SUBSCRIPTION DELETED note name="note" correlation="o" key=9
  MESSAGE EXPIRED name="stop" correlation="o" key=19 deadline=1000
  ELEMENT TERMINATING work SERVICE_TASK key=6 scope=3
  JOB CANCELED work type="work" key=7 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATING stop BOUNDARY_EVENT key=20 scope=3
  ELEMENT ACTIVATED stop BOUNDARY_EVENT key=20 scope=3
  ELEMENT COMPLETING stop BOUNDARY_EVENT key=20 scope=3
  ELEMENT COMPLETED stop BOUNDARY_EVENT key=20 scope=3
  FLOW TAKEN stop_e2
  ELEMENT ACTIVATING e2 END_EVENT key=22 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=22 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=22 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=22 scope=3
  INSTANCE COMPLETED boundary-message key=3
publish note key=o {"text":"three"}
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="note" correlation="o" key=23 deadline=1000
  MESSAGE EXPIRED name="note" correlation="o" key=23 deadline=1000
deploy receive.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED receive version=1 key=25 resource="receive.bpmn"
create receive {"order":"o"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE receive key=26
  VARIABLE CREATED order="o" scope=26
  ELEMENT ACTIVATING s START_EVENT key=28 scope=26
  ELEMENT ACTIVATED s START_EVENT key=28 scope=26
  ELEMENT COMPLETING s START_EVENT key=28 scope=26
  ELEMENT COMPLETED s START_EVENT key=28 scope=26
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait RECEIVE_TASK key=29 scope=26
  ELEMENT ACTIVATED wait RECEIVE_TASK key=29 scope=26
  SUBSCRIPTION CREATED wait name="order-x" correlation="o" key=30
publish order-x key=o
  OK puts=0 deletes=5
  MESSAGE PUBLISHED name="order-x" correlation="o" key=31 deadline=1000
  SUBSCRIPTION CORRELATED wait name="order-x" correlation="o" key=30 message=31
  MESSAGE EXPIRED name="order-x" correlation="o" key=31 deadline=1000
  ELEMENT COMPLETING wait RECEIVE_TASK key=29 scope=26
  ELEMENT COMPLETED wait RECEIVE_TASK key=29 scope=26
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=32 scope=26
  ELEMENT ACTIVATED e END_EVENT key=32 scope=26
  ELEMENT COMPLETING e END_EVENT key=32 scope=26
  ELEMENT COMPLETED e END_EVENT key=32 scope=26
  INSTANCE COMPLETED receive key=26
end
  rows meta=1 definition=2 def_by_id=2
  digest 0bb6fbdc7b3b4ca93a7196673bd06d43
