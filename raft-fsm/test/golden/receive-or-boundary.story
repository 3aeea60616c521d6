# Both messages wait already: the task takes its own, and what its boundary wanted stays for others.
deploy receive-or-boundary.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED receive-or-boundary version=1 key=2 resource="receive-or-boundary.bpmn"
publish withdrawn key=1 ttl=60000
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="withdrawn" correlation="1" key=3 deadline=61000
publish paid key=1 ttl=60000
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="paid" correlation="1" key=4 deadline=61000
create receive-or-boundary {"k":1}
  OK puts=1 deletes=0
  INSTANCE ACTIVE receive-or-boundary key=5
  VARIABLE CREATED k=1 scope=5
  ELEMENT ACTIVATING s START_EVENT key=7 scope=5
  ELEMENT ACTIVATED s START_EVENT key=7 scope=5
  ELEMENT COMPLETING s START_EVENT key=7 scope=5
  ELEMENT COMPLETED s START_EVENT key=7 scope=5
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait RECEIVE_TASK key=8 scope=5
  ELEMENT ACTIVATED wait RECEIVE_TASK key=8 scope=5
  SUBSCRIPTION CREATED wait name="paid" correlation="1" key=9
  SUBSCRIPTION CREATED b name="withdrawn" correlation="1" key=10
  SUBSCRIPTION CORRELATED wait name="paid" correlation="1" key=9 message=4
  SUBSCRIPTION DELETED b name="withdrawn" correlation="1" key=10
  ELEMENT COMPLETING wait RECEIVE_TASK key=8 scope=5
  ELEMENT COMPLETED wait RECEIVE_TASK key=8 scope=5
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=11 scope=5
  ELEMENT ACTIVATED e END_EVENT key=11 scope=5
  ELEMENT COMPLETING e END_EVENT key=11 scope=5
  ELEMENT COMPLETED e END_EVENT key=11 scope=5
  INSTANCE COMPLETED receive-or-boundary key=5
advance 60000
tick
  OK puts=0 deletes=7
  MESSAGE EXPIRED name="withdrawn" correlation="1" key=3 deadline=61000
  MESSAGE EXPIRED name="paid" correlation="1" key=4 deadline=61000
end
  rows meta=1 definition=1 def_by_id=1
  digest a993ee011b35abf19425e0f2b9557c52
