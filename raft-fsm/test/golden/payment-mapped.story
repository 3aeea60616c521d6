# With outputs the message's variables stay with the event, and only what is mapped leaves it.
deploy payment-mapped.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED payment-mapped version=1 key=2 resource="payment-mapped.bpmn"
create payment-mapped {"order":"o1"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE payment-mapped key=3
  VARIABLE CREATED order="o1" scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  SUBSCRIPTION CREATED wait name="paid" correlation="o1" key=7
publish paid key=o1 {"x":1,"y":2}
  OK puts=0 deletes=5
  MESSAGE PUBLISHED name="paid" correlation="o1" key=8 deadline=1000
  SUBSCRIPTION CORRELATED wait name="paid" correlation="o1" key=7 message=8
  VARIABLE CREATED wait x=1 scope=6
  VARIABLE CREATED wait y=2 scope=6
  MESSAGE EXPIRED name="paid" correlation="o1" key=8 deadline=1000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  VARIABLE CREATED z=2 scope=3
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=12 scope=3
  ELEMENT ACTIVATED e END_EVENT key=12 scope=3
  ELEMENT COMPLETING e END_EVENT key=12 scope=3
  ELEMENT COMPLETED e END_EVENT key=12 scope=3
  INSTANCE COMPLETED payment-mapped key=3
# no key to wait for: an incident, and no subscription before it is resolved
create payment-mapped
  OK puts=5 deletes=0
  INSTANCE ACTIVE payment-mapped key=13
  ELEMENT ACTIVATING s START_EVENT key=14 scope=13
  ELEMENT ACTIVATED s START_EVENT key=14 scope=13
  ELEMENT COMPLETING s START_EVENT key=14 scope=13
  ELEMENT COMPLETED s START_EVENT key=14 scope=13
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=15 scope=13
  INCIDENT ACTIVE wait EXTRACT_VALUE_ERROR key=16 message="Failed to extract the correlation key for 'order': The value must be either a string or a number, but was 'NULL'.\n[NO_VARIABLE_FOUND] There is no variable 'order'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=15 scope=13 incident=16
  INSTANCE ACTIVE payment-mapped key=13 incidents=1
set payment-mapped {"order":true}
  OK puts=2 deletes=0
  VARIABLE CREATED order=true scope=13
resolve wait
  OK puts=3 deletes=2
  INCIDENT RESOLVED wait EXTRACT_VALUE_ERROR key=16 message="Failed to extract the correlation key for 'order': The value must be either a string or a number, but was 'NULL'.\n[NO_VARIABLE_FOUND] There is no variable 'order'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=15 scope=13
  INSTANCE ACTIVE payment-mapped key=13
  INCIDENT ACTIVE wait EXTRACT_VALUE_ERROR key=18 message="Failed to extract the correlation key for 'order': The value must be either a string or a number, but was 'BOOLEAN'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=15 scope=13 incident=18
  INSTANCE ACTIVE payment-mapped key=13 incidents=1
set payment-mapped {"order":"o2"}
  OK puts=1 deletes=0
  VARIABLE UPDATED order="o2" scope=13
resolve wait
  OK puts=3 deletes=2
  INCIDENT RESOLVED wait EXTRACT_VALUE_ERROR key=18 message="Failed to extract the correlation key for 'order': The value must be either a string or a number, but was 'BOOLEAN'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=15 scope=13
  INSTANCE ACTIVE payment-mapped key=13
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=15 scope=13
  SUBSCRIPTION CREATED wait name="paid" correlation="o2" key=19
publish paid key=o2 {"y":3}
  OK puts=0 deletes=5
  MESSAGE PUBLISHED name="paid" correlation="o2" key=20 deadline=1000
  SUBSCRIPTION CORRELATED wait name="paid" correlation="o2" key=19 message=20
  VARIABLE CREATED wait y=3 scope=15
  MESSAGE EXPIRED name="paid" correlation="o2" key=20 deadline=1000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=15 scope=13
  VARIABLE CREATED z=3 scope=13
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=15 scope=13
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=23 scope=13
  ELEMENT ACTIVATED e END_EVENT key=23 scope=13
  ELEMENT COMPLETING e END_EVENT key=23 scope=13
  ELEMENT COMPLETED e END_EVENT key=23 scope=13
  INSTANCE COMPLETED payment-mapped key=13
end
  rows meta=1 definition=1 def_by_id=1
  digest fa657f86d92e6b8992bb0b64a5d43d0d
