# The gateway waits for all events behind it; the first takes the token, the others are waited for no longer.
deploy event-gateway.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED event-gateway version=1 key=2 resource="event-gateway.bpmn"
create event-gateway {"k":"1"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE event-gateway key=3
  VARIABLE CREATED k="1" scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_g
  ELEMENT ACTIVATING g EVENT_BASED_GATEWAY key=6 scope=3
  ELEMENT ACTIVATED g EVENT_BASED_GATEWAY key=6 scope=3
  SUBSCRIPTION CREATED paid name="paid" correlation="1" key=7
  SUBSCRIPTION CREATED off name="called-off" correlation="1" key=8
  TIMER CREATED late key=9 due=3601000
publish paid key=1 {"amount":5}
  OK puts=5 deletes=5
  MESSAGE PUBLISHED name="paid" correlation="1" key=10 deadline=1000
  SUBSCRIPTION CORRELATED paid name="paid" correlation="1" key=7 message=10
  VARIABLE CREATED paid amount=5 scope=11
  SUBSCRIPTION DELETED off name="called-off" correlation="1" key=8
  TIMER CANCELED late key=9 due=3601000
  MESSAGE EXPIRED name="paid" correlation="1" key=10 deadline=1000
  ELEMENT COMPLETING g EVENT_BASED_GATEWAY key=6 scope=3
  ELEMENT COMPLETED g EVENT_BASED_GATEWAY key=6 scope=3
  FLOW TAKEN g_paid
  ELEMENT ACTIVATING paid INTERMEDIATE_CATCH_EVENT key=11 scope=3
  ELEMENT ACTIVATED paid INTERMEDIATE_CATCH_EVENT key=11 scope=3
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=11 scope=3
  VARIABLE CREATED paid=5 scope=3
  ELEMENT COMPLETED paid INTERMEDIATE_CATCH_EVENT key=11 scope=3
  FLOW TAKEN paid_ship
  ELEMENT ACTIVATING ship SERVICE_TASK key=14 scope=3
  ELEMENT ACTIVATED ship SERVICE_TASK key=14 scope=3
  JOB CREATED ship type="ship" key=15 retries=3
complete ship
  OK puts=0 deletes=7
  JOB COMPLETED ship type="ship" key=15 retries=3
  ELEMENT COMPLETING ship SERVICE_TASK key=14 scope=3
  ELEMENT COMPLETED ship SERVICE_TASK key=14 scope=3
  FLOW TAKEN ship_e1
  ELEMENT ACTIVATING e1 END_EVENT key=16 scope=3
  ELEMENT ACTIVATED e1 END_EVENT key=16 scope=3
  ELEMENT COMPLETING e1 END_EVENT key=16 scope=3
  ELEMENT COMPLETED e1 END_EVENT key=16 scope=3
  INSTANCE COMPLETED event-gateway key=3
create event-gateway {"k":"2"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE event-gateway key=17
  VARIABLE CREATED k="2" scope=17
  ELEMENT ACTIVATING s START_EVENT key=19 scope=17
  ELEMENT ACTIVATED s START_EVENT key=19 scope=17
  ELEMENT COMPLETING s START_EVENT key=19 scope=17
  ELEMENT COMPLETED s START_EVENT key=19 scope=17
  FLOW TAKEN s_g
  ELEMENT ACTIVATING g EVENT_BASED_GATEWAY key=20 scope=17
  ELEMENT ACTIVATED g EVENT_BASED_GATEWAY key=20 scope=17
  SUBSCRIPTION CREATED paid name="paid" correlation="2" key=21
  SUBSCRIPTION CREATED off name="called-off" correlation="2" key=22
  TIMER CREATED late key=23 due=3601000
publish called-off key=2 {"why":"rain"}
  OK puts=0 deletes=7
  MESSAGE PUBLISHED name="called-off" correlation="2" key=24 deadline=1000
  SUBSCRIPTION CORRELATED off name="called-off" correlation="2" key=22 message=24
  VARIABLE CREATED why="rain" scope=17
  SUBSCRIPTION DELETED paid name="paid" correlation="2" key=21
  TIMER CANCELED late key=23 due=3601000
  MESSAGE EXPIRED name="called-off" correlation="2" key=24 deadline=1000
  ELEMENT COMPLETING g EVENT_BASED_GATEWAY key=20 scope=17
  ELEMENT COMPLETED g EVENT_BASED_GATEWAY key=20 scope=17
  FLOW TAKEN g_off
  ELEMENT ACTIVATING off RECEIVE_TASK key=25 scope=17
  ELEMENT ACTIVATED off RECEIVE_TASK key=25 scope=17
  ELEMENT COMPLETING off RECEIVE_TASK key=25 scope=17
  ELEMENT COMPLETED off RECEIVE_TASK key=25 scope=17
  FLOW TAKEN off_e2
  ELEMENT ACTIVATING e2 END_EVENT key=27 scope=17
  ELEMENT ACTIVATED e2 END_EVENT key=27 scope=17
  ELEMENT COMPLETING e2 END_EVENT key=27 scope=17
  ELEMENT COMPLETED e2 END_EVENT key=27 scope=17
  INSTANCE COMPLETED event-gateway key=17
create event-gateway {"k":"3"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE event-gateway key=28
  VARIABLE CREATED k="3" scope=28
  ELEMENT ACTIVATING s START_EVENT key=30 scope=28
  ELEMENT ACTIVATED s START_EVENT key=30 scope=28
  ELEMENT COMPLETING s START_EVENT key=30 scope=28
  ELEMENT COMPLETED s START_EVENT key=30 scope=28
  FLOW TAKEN s_g
  ELEMENT ACTIVATING g EVENT_BASED_GATEWAY key=31 scope=28
  ELEMENT ACTIVATED g EVENT_BASED_GATEWAY key=31 scope=28
  SUBSCRIPTION CREATED paid name="paid" correlation="3" key=32
  SUBSCRIPTION CREATED off name="called-off" correlation="3" key=33
  TIMER CREATED late key=34 due=3601000
advance 3600000
tick
  OK puts=0 deletes=7
  TIMER FIRED late key=34 due=3601000
  SUBSCRIPTION DELETED paid name="paid" correlation="3" key=32
  SUBSCRIPTION DELETED off name="called-off" correlation="3" key=33
  ELEMENT COMPLETING g EVENT_BASED_GATEWAY key=31 scope=28
  ELEMENT COMPLETED g EVENT_BASED_GATEWAY key=31 scope=28
  FLOW TAKEN g_late
  ELEMENT ACTIVATING late INTERMEDIATE_CATCH_EVENT key=35 scope=28
  ELEMENT ACTIVATED late INTERMEDIATE_CATCH_EVENT key=35 scope=28
  ELEMENT COMPLETING late INTERMEDIATE_CATCH_EVENT key=35 scope=28
  ELEMENT COMPLETED late INTERMEDIATE_CATCH_EVENT key=35 scope=28
  FLOW TAKEN late_e3
  ELEMENT ACTIVATING e3 END_EVENT key=36 scope=28
  ELEMENT ACTIVATED e3 END_EVENT key=36 scope=28
  ELEMENT COMPLETING e3 END_EVENT key=36 scope=28
  ELEMENT COMPLETED e3 END_EVENT key=36 scope=28
  INSTANCE COMPLETED event-gateway key=28
# A message that waits already decides at once, and nothing else is waited for.
publish paid key=4 ttl=60000 {"amount":7}
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="paid" correlation="4" key=37 deadline=3661000
create event-gateway {"k":"4"}
  OK puts=8 deletes=0
  INSTANCE ACTIVE event-gateway key=38
  VARIABLE CREATED k="4" scope=38
  ELEMENT ACTIVATING s START_EVENT key=40 scope=38
  ELEMENT ACTIVATED s START_EVENT key=40 scope=38
  ELEMENT COMPLETING s START_EVENT key=40 scope=38
  ELEMENT COMPLETED s START_EVENT key=40 scope=38
  FLOW TAKEN s_g
  ELEMENT ACTIVATING g EVENT_BASED_GATEWAY key=41 scope=38
  ELEMENT ACTIVATED g EVENT_BASED_GATEWAY key=41 scope=38
  SUBSCRIPTION CREATED paid name="paid" correlation="4" key=42
  SUBSCRIPTION CREATED off name="called-off" correlation="4" key=43
  TIMER CREATED late key=44 due=7201000
  SUBSCRIPTION CORRELATED paid name="paid" correlation="4" key=42 message=37
  VARIABLE CREATED paid amount=7 scope=45
  SUBSCRIPTION DELETED off name="called-off" correlation="4" key=43
  TIMER CANCELED late key=44 due=7201000
  ELEMENT COMPLETING g EVENT_BASED_GATEWAY key=41 scope=38
  ELEMENT COMPLETED g EVENT_BASED_GATEWAY key=41 scope=38
  FLOW TAKEN g_paid
  ELEMENT ACTIVATING paid INTERMEDIATE_CATCH_EVENT key=45 scope=38
  ELEMENT ACTIVATED paid INTERMEDIATE_CATCH_EVENT key=45 scope=38
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=45 scope=38
  VARIABLE CREATED paid=7 scope=38
  ELEMENT COMPLETED paid INTERMEDIATE_CATCH_EVENT key=45 scope=38
  FLOW TAKEN paid_ship
  ELEMENT ACTIVATING ship SERVICE_TASK key=48 scope=38
  ELEMENT ACTIVATED ship SERVICE_TASK key=48 scope=38
  JOB CREATED ship type="ship" key=49 retries=3
complete ship
  OK puts=0 deletes=7
  JOB COMPLETED ship type="ship" key=49 retries=3
  ELEMENT COMPLETING ship SERVICE_TASK key=48 scope=38
  ELEMENT COMPLETED ship SERVICE_TASK key=48 scope=38
  FLOW TAKEN ship_e1
  ELEMENT ACTIVATING e1 END_EVENT key=50 scope=38
  ELEMENT ACTIVATED e1 END_EVENT key=50 scope=38
  ELEMENT COMPLETING e1 END_EVENT key=50 scope=38
  ELEMENT COMPLETED e1 END_EVENT key=50 scope=38
  INSTANCE COMPLETED event-gateway key=38
# What fails behind the gateway fails there: the choice stands.
create event-gateway {"k":"5"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE event-gateway key=51
  VARIABLE CREATED k="5" scope=51
  ELEMENT ACTIVATING s START_EVENT key=53 scope=51
  ELEMENT ACTIVATED s START_EVENT key=53 scope=51
  ELEMENT COMPLETING s START_EVENT key=53 scope=51
  ELEMENT COMPLETED s START_EVENT key=53 scope=51
  FLOW TAKEN s_g
  ELEMENT ACTIVATING g EVENT_BASED_GATEWAY key=54 scope=51
  ELEMENT ACTIVATED g EVENT_BASED_GATEWAY key=54 scope=51
  SUBSCRIPTION CREATED paid name="paid" correlation="5" key=55
  SUBSCRIPTION CREATED off name="called-off" correlation="5" key=56
  TIMER CREATED late key=57 due=7201000
publish paid key=5 {"amount":null}
  OK puts=6 deletes=5
  MESSAGE PUBLISHED name="paid" correlation="5" key=58 deadline=3601000
  SUBSCRIPTION CORRELATED paid name="paid" correlation="5" key=55 message=58
  VARIABLE CREATED paid amount=null scope=59
  SUBSCRIPTION DELETED off name="called-off" correlation="5" key=56
  TIMER CANCELED late key=57 due=7201000
  MESSAGE EXPIRED name="paid" correlation="5" key=58 deadline=3601000
  ELEMENT COMPLETING g EVENT_BASED_GATEWAY key=54 scope=51
  ELEMENT COMPLETED g EVENT_BASED_GATEWAY key=54 scope=51
  FLOW TAKEN g_paid
  ELEMENT ACTIVATING paid INTERMEDIATE_CATCH_EVENT key=59 scope=51
  ELEMENT ACTIVATED paid INTERMEDIATE_CATCH_EVENT key=59 scope=51
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=59 scope=51
  INCIDENT ACTIVE paid IO_MAPPING_ERROR key=61 message="Expected to evaluate the expression 'assert(amount, amount != null)', but it failed.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=59 scope=51 incident=61
  INSTANCE ACTIVE event-gateway key=51 incidents=1
set event-gateway {"amount":9}
  OK puts=1 deletes=0
  VARIABLE CREATED amount=9 scope=51
resolve paid
  OK puts=3 deletes=2
  INCIDENT RESOLVED paid IO_MAPPING_ERROR key=61 message="Expected to evaluate the expression 'assert(amount, amount != null)', but it failed.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=59 scope=51
  INSTANCE ACTIVE event-gateway key=51
  INCIDENT ACTIVE paid IO_MAPPING_ERROR key=63 message="Expected to evaluate the expression 'assert(amount, amount != null)', but it failed.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=59 scope=51 incident=63
  INSTANCE ACTIVE event-gateway key=51 incidents=1
set_local paid {"amount":9}
  OK puts=1 deletes=0
  VARIABLE UPDATED paid amount=9 scope=59
resolve paid
  OK puts=6 deletes=5
  INCIDENT RESOLVED paid IO_MAPPING_ERROR key=63 message="Expected to evaluate the expression 'assert(amount, amount != null)', but it failed.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=59 scope=51
  INSTANCE ACTIVE event-gateway key=51
  VARIABLE CREATED paid=9 scope=51
  ELEMENT COMPLETED paid INTERMEDIATE_CATCH_EVENT key=59 scope=51
  FLOW TAKEN paid_ship
  ELEMENT ACTIVATING ship SERVICE_TASK key=65 scope=51
  ELEMENT ACTIVATED ship SERVICE_TASK key=65 scope=51
  JOB CREATED ship type="ship" key=66 retries=3
complete ship
  OK puts=0 deletes=8
  JOB COMPLETED ship type="ship" key=66 retries=3
  ELEMENT COMPLETING ship SERVICE_TASK key=65 scope=51
  ELEMENT COMPLETED ship SERVICE_TASK key=65 scope=51
  FLOW TAKEN ship_e1
  ELEMENT ACTIVATING e1 END_EVENT key=67 scope=51
  ELEMENT ACTIVATED e1 END_EVENT key=67 scope=51
  ELEMENT COMPLETING e1 END_EVENT key=67 scope=51
  ELEMENT COMPLETED e1 END_EVENT key=67 scope=51
  INSTANCE COMPLETED event-gateway key=51
# Nobody begins behind the gateway but it.
create event-gateway at=paid {"k":"6"}
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with start instructions but the element with id 'paid' belongs to an event-based gateway.
create event-gateway at=g {"k":"7"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE event-gateway key=68
  VARIABLE CREATED k="7" scope=68
  ELEMENT ACTIVATING g EVENT_BASED_GATEWAY key=70 scope=68
  ELEMENT ACTIVATED g EVENT_BASED_GATEWAY key=70 scope=68
  SUBSCRIPTION CREATED paid name="paid" correlation="7" key=71
  SUBSCRIPTION CREATED off name="called-off" correlation="7" key=72
  TIMER CREATED late key=73 due=7201000
modify event-gateway activate=late
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'event-gateway', but it contains an element to activate that is unsupported: 'late'. Elements that belong to an event-based gateway cannot be activated
cancel event-gateway
  OK puts=0 deletes=7
  ELEMENT TERMINATING g EVENT_BASED_GATEWAY key=70 scope=68
  SUBSCRIPTION DELETED paid name="paid" correlation="7" key=71
  SUBSCRIPTION DELETED off name="called-off" correlation="7" key=72
  TIMER CANCELED late key=73 due=7201000
  ELEMENT TERMINATED g EVENT_BASED_GATEWAY key=70 scope=68
  INSTANCE TERMINATED event-gateway key=68
advance 60000
tick
  OK puts=0 deletes=4
  MESSAGE EXPIRED name="paid" correlation="4" key=37 deadline=3661000
end
  rows meta=1 definition=1 def_by_id=1
  digest bdad619c70aad30a6900db1ccf4dd56e
