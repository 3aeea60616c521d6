# A catch event waits for its message by name and key; a buffered message waits for the event.
deploy payment.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED payment version=1 key=2 resource="payment.bpmn"
create payment {"order":"o1"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE payment key=3
  VARIABLE CREATED order="o1" scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  SUBSCRIPTION CREATED wait name="paid" correlation="o1" key=7
publish paid key=o2 {"x":1}
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="paid" correlation="o2" key=8 deadline=1000
  MESSAGE EXPIRED name="paid" correlation="o2" key=8 deadline=1000
publish paid key=o1 {"x":2}
  OK puts=0 deletes=5
  MESSAGE PUBLISHED name="paid" correlation="o1" key=9 deadline=1000
  SUBSCRIPTION CORRELATED wait name="paid" correlation="o1" key=7 message=9
  VARIABLE CREATED x=2 scope=3
  MESSAGE EXPIRED name="paid" correlation="o1" key=9 deadline=1000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=11 scope=3
  ELEMENT ACTIVATED e END_EVENT key=11 scope=3
  ELEMENT COMPLETING e END_EVENT key=11 scope=3
  ELEMENT COMPLETED e END_EVENT key=11 scope=3
  INSTANCE COMPLETED payment key=3
# buffered: the oldest first, each once for a process
publish paid key=7 ttl=1000 id=a {"nr":1}
  OK puts=4 deletes=0
  MESSAGE PUBLISHED name="paid" correlation="7" id="a" key=12 deadline=2000
publish paid key=7 ttl=1000 id=a {"nr":2}
  ALREADY_EXISTS puts=0 deletes=0 Expected to publish a new message with id 'a', but a message with that id was already published
publish paid key=7 ttl=1000 id=b {"nr":3}
  OK puts=4 deletes=0
  MESSAGE PUBLISHED name="paid" correlation="7" id="b" key=13 deadline=2000
create payment {"order":7}
  OK puts=1 deletes=0
  INSTANCE ACTIVE payment key=14
  VARIABLE CREATED order=7 scope=14
  ELEMENT ACTIVATING s START_EVENT key=16 scope=14
  ELEMENT ACTIVATED s START_EVENT key=16 scope=14
  ELEMENT COMPLETING s START_EVENT key=16 scope=14
  ELEMENT COMPLETED s START_EVENT key=16 scope=14
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=17 scope=14
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=17 scope=14
  SUBSCRIPTION CREATED wait name="paid" correlation="7" key=18
  SUBSCRIPTION CORRELATED wait name="paid" correlation="7" key=18 message=12
  VARIABLE CREATED nr=1 scope=14
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=17 scope=14
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=17 scope=14
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=20 scope=14
  ELEMENT ACTIVATED e END_EVENT key=20 scope=14
  ELEMENT COMPLETING e END_EVENT key=20 scope=14
  ELEMENT COMPLETED e END_EVENT key=20 scope=14
  INSTANCE COMPLETED payment key=14
create payment {"order":7}
  OK puts=1 deletes=0
  INSTANCE ACTIVE payment key=21
  VARIABLE CREATED order=7 scope=21
  ELEMENT ACTIVATING s START_EVENT key=23 scope=21
  ELEMENT ACTIVATED s START_EVENT key=23 scope=21
  ELEMENT COMPLETING s START_EVENT key=23 scope=21
  ELEMENT COMPLETED s START_EVENT key=23 scope=21
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=24 scope=21
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=24 scope=21
  SUBSCRIPTION CREATED wait name="paid" correlation="7" key=25
  SUBSCRIPTION CORRELATED wait name="paid" correlation="7" key=25 message=13
  VARIABLE CREATED nr=3 scope=21
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=24 scope=21
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=24 scope=21
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=27 scope=21
  ELEMENT ACTIVATED e END_EVENT key=27 scope=21
  ELEMENT COMPLETING e END_EVENT key=27 scope=21
  ELEMENT COMPLETED e END_EVENT key=27 scope=21
  INSTANCE COMPLETED payment key=21
create payment {"order":7}
  OK puts=5 deletes=0
  INSTANCE ACTIVE payment key=28
  VARIABLE CREATED order=7 scope=28
  ELEMENT ACTIVATING s START_EVENT key=30 scope=28
  ELEMENT ACTIVATED s START_EVENT key=30 scope=28
  ELEMENT COMPLETING s START_EVENT key=30 scope=28
  ELEMENT COMPLETED s START_EVENT key=30 scope=28
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=31 scope=28
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=31 scope=28
  SUBSCRIPTION CREATED wait name="paid" correlation="7" key=32
advance 2000
tick
  OK puts=0 deletes=10
  MESSAGE EXPIRED name="paid" correlation="7" id="a" key=12 deadline=2000
  MESSAGE EXPIRED name="paid" correlation="7" id="b" key=13 deadline=2000
cancel payment
  OK puts=0 deletes=5
  ELEMENT TERMINATING wait INTERMEDIATE_CATCH_EVENT key=31 scope=28
  SUBSCRIPTION DELETED wait name="paid" correlation="7" key=32
  ELEMENT TERMINATED wait INTERMEDIATE_CATCH_EVENT key=31 scope=28
  INSTANCE TERMINATED payment key=28
end
  rows meta=1 definition=1 def_by_id=1
  digest 550fb14fea03b74a69d36b69ea65fa9e
