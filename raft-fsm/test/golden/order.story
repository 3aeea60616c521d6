# The order process: price, approval of large amounts, payment, shipping with a reminder, refund.
deploy order.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED order version=1 key=2 resource="order.bpmn"
create order {"orderId":"o-1"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE order key=3
  VARIABLE CREATED orderId="o-1" scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_price
  ELEMENT ACTIVATING price SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED price SERVICE_TASK key=6 scope=3
  JOB CREATED price type="price" key=7 retries=3
activate price
  OK puts=2 deletes=1
  JOB ACTIVE price type="price" key=7 retries=3 worker="w" deadline=61000 activation=8
complete price {"amount":50}
  OK puts=4 deletes=4
  JOB COMPLETED price type="price" key=7 retries=3 worker="w" deadline=61000 activation=8
  VARIABLE CREATED amount=50 scope=3
  ELEMENT COMPLETING price SERVICE_TASK key=6 scope=3
  ELEMENT COMPLETED price SERVICE_TASK key=6 scope=3
  FLOW TAKEN price_large
  ELEMENT ACTIVATING large EXCLUSIVE_GATEWAY key=10 scope=3
  ELEMENT ACTIVATED large EXCLUSIVE_GATEWAY key=10 scope=3
  ELEMENT COMPLETING large EXCLUSIVE_GATEWAY key=10 scope=3
  ELEMENT COMPLETED large EXCLUSIVE_GATEWAY key=10 scope=3
  FLOW TAKEN large_pay
  ELEMENT ACTIVATING pay EXCLUSIVE_GATEWAY key=11 scope=3
  ELEMENT ACTIVATED pay EXCLUSIVE_GATEWAY key=11 scope=3
  ELEMENT COMPLETING pay EXCLUSIVE_GATEWAY key=11 scope=3
  ELEMENT COMPLETED pay EXCLUSIVE_GATEWAY key=11 scope=3
  FLOW TAKEN pay_paid
  ELEMENT ACTIVATING paid INTERMEDIATE_CATCH_EVENT key=12 scope=3
  ELEMENT ACTIVATED paid INTERMEDIATE_CATCH_EVENT key=12 scope=3
  SUBSCRIPTION CREATED paid name="payment" correlation="o-1" key=13
publish payment key=o-1 {"paid":true}
  OK puts=6 deletes=3
  MESSAGE PUBLISHED name="payment" correlation="o-1" key=14 deadline=1000
  SUBSCRIPTION CORRELATED paid name="payment" correlation="o-1" key=13 message=14
  VARIABLE CREATED paid=true scope=3
  MESSAGE EXPIRED name="payment" correlation="o-1" key=14 deadline=1000
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=12 scope=3
  ELEMENT COMPLETED paid INTERMEDIATE_CATCH_EVENT key=12 scope=3
  FLOW TAKEN paid_ship
  ELEMENT ACTIVATING ship SERVICE_TASK key=16 scope=3
  ELEMENT ACTIVATED ship SERVICE_TASK key=16 scope=3
  JOB CREATED ship type="ship" key=17 retries=3
  TIMER CREATED remind key=18 due=3601000 repetitions=2
activate ship
  OK puts=2 deletes=1
  JOB ACTIVE ship type="ship" key=17 retries=3 worker="w" deadline=61000 activation=19
complete ship
  OK puts=0 deletes=9
  JOB COMPLETED ship type="ship" key=17 retries=3 worker="w" deadline=61000 activation=19
  TIMER CANCELED remind key=18 due=3601000 repetitions=2
  ELEMENT COMPLETING ship SERVICE_TASK key=16 scope=3
  ELEMENT COMPLETED ship SERVICE_TASK key=16 scope=3
  FLOW TAKEN ship_done
  ELEMENT ACTIVATING done END_EVENT key=20 scope=3
  ELEMENT ACTIVATED done END_EVENT key=20 scope=3
  ELEMENT COMPLETING done END_EVENT key=20 scope=3
  ELEMENT COMPLETED done END_EVENT key=20 scope=3
  INSTANCE COMPLETED order key=3
create order {"orderId":"o-2"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE order key=21
  VARIABLE CREATED orderId="o-2" scope=21
  ELEMENT ACTIVATING s START_EVENT key=23 scope=21
  ELEMENT ACTIVATED s START_EVENT key=23 scope=21
  ELEMENT COMPLETING s START_EVENT key=23 scope=21
  ELEMENT COMPLETED s START_EVENT key=23 scope=21
  FLOW TAKEN s_price
  ELEMENT ACTIVATING price SERVICE_TASK key=24 scope=21
  ELEMENT ACTIVATED price SERVICE_TASK key=24 scope=21
  JOB CREATED price type="price" key=25 retries=3
complete price {"amount":5000}
  OK puts=4 deletes=4
  JOB COMPLETED price type="price" key=25 retries=3
  VARIABLE CREATED amount=5000 scope=21
  ELEMENT COMPLETING price SERVICE_TASK key=24 scope=21
  ELEMENT COMPLETED price SERVICE_TASK key=24 scope=21
  FLOW TAKEN price_large
  ELEMENT ACTIVATING large EXCLUSIVE_GATEWAY key=27 scope=21
  ELEMENT ACTIVATED large EXCLUSIVE_GATEWAY key=27 scope=21
  ELEMENT COMPLETING large EXCLUSIVE_GATEWAY key=27 scope=21
  ELEMENT COMPLETED large EXCLUSIVE_GATEWAY key=27 scope=21
  FLOW TAKEN large_approve
  ELEMENT ACTIVATING approve USER_TASK key=28 scope=21
  ELEMENT ACTIVATED approve USER_TASK key=28 scope=21
  USER_TASK CREATED approve key=29 users=[] groups=[] priority=50
complete_task approve {"approved":true}
  OK puts=4 deletes=3
  USER_TASK COMPLETED approve key=29 users=[] groups=[] priority=50
  VARIABLE CREATED approved=true scope=21
  ELEMENT COMPLETING approve USER_TASK key=28 scope=21
  ELEMENT COMPLETED approve USER_TASK key=28 scope=21
  FLOW TAKEN approve_pay
  ELEMENT ACTIVATING pay EXCLUSIVE_GATEWAY key=31 scope=21
  ELEMENT ACTIVATED pay EXCLUSIVE_GATEWAY key=31 scope=21
  ELEMENT COMPLETING pay EXCLUSIVE_GATEWAY key=31 scope=21
  ELEMENT COMPLETED pay EXCLUSIVE_GATEWAY key=31 scope=21
  FLOW TAKEN pay_paid
  ELEMENT ACTIVATING paid INTERMEDIATE_CATCH_EVENT key=32 scope=21
  ELEMENT ACTIVATED paid INTERMEDIATE_CATCH_EVENT key=32 scope=21
  SUBSCRIPTION CREATED paid name="payment" correlation="o-2" key=33
publish payment key=o-2
  OK puts=5 deletes=3
  MESSAGE PUBLISHED name="payment" correlation="o-2" key=34 deadline=1000
  SUBSCRIPTION CORRELATED paid name="payment" correlation="o-2" key=33 message=34
  MESSAGE EXPIRED name="payment" correlation="o-2" key=34 deadline=1000
  ELEMENT COMPLETING paid INTERMEDIATE_CATCH_EVENT key=32 scope=21
  ELEMENT COMPLETED paid INTERMEDIATE_CATCH_EVENT key=32 scope=21
  FLOW TAKEN paid_ship
  ELEMENT ACTIVATING ship SERVICE_TASK key=35 scope=21
  ELEMENT ACTIVATED ship SERVICE_TASK key=35 scope=21
  JOB CREATED ship type="ship" key=36 retries=3
  TIMER CREATED remind key=37 due=3601000 repetitions=2
advance 3600000
tick
  OK puts=2 deletes=1
  TIMER FIRED remind key=37 due=3601000 repetitions=2
  TIMER CREATED remind key=37 due=7201000
  ELEMENT ACTIVATING remind BOUNDARY_EVENT key=38 scope=21
  ELEMENT ACTIVATED remind BOUNDARY_EVENT key=38 scope=21
  ELEMENT COMPLETING remind BOUNDARY_EVENT key=38 scope=21
  ELEMENT COMPLETED remind BOUNDARY_EVENT key=38 scope=21
  FLOW TAKEN remind_reminded
  ELEMENT ACTIVATING reminded END_EVENT key=39 scope=21
  ELEMENT ACTIVATED reminded END_EVENT key=39 scope=21
  ELEMENT COMPLETING reminded END_EVENT key=39 scope=21
  ELEMENT COMPLETED reminded END_EVENT key=39 scope=21
error ship LOST
  OK puts=4 deletes=5
  TIMER CANCELED remind key=37 due=7201000
  JOB ERROR_THROWN ship type="ship" key=36 retries=3 code="LOST"
  ELEMENT TERMINATING ship SERVICE_TASK key=35 scope=21
  ELEMENT TERMINATED ship SERVICE_TASK key=35 scope=21
  ELEMENT ACTIVATING failed BOUNDARY_EVENT key=40 scope=21
  ELEMENT ACTIVATED failed BOUNDARY_EVENT key=40 scope=21
  ELEMENT COMPLETING failed BOUNDARY_EVENT key=40 scope=21
  ELEMENT COMPLETED failed BOUNDARY_EVENT key=40 scope=21
  FLOW TAKEN failed_refund
  ELEMENT ACTIVATING refund SERVICE_TASK key=41 scope=21
  ELEMENT ACTIVATED refund SERVICE_TASK key=41 scope=21
  JOB CREATED refund type="refund" key=42 retries=3
complete refund
  OK puts=0 deletes=8
  JOB COMPLETED refund type="refund" key=42 retries=3
  ELEMENT COMPLETING refund SERVICE_TASK key=41 scope=21
  ELEMENT COMPLETED refund SERVICE_TASK key=41 scope=21
  FLOW TAKEN refund_refunded
  ELEMENT ACTIVATING refunded END_EVENT key=43 scope=21
  ELEMENT ACTIVATED refunded END_EVENT key=43 scope=21
  ELEMENT COMPLETING refunded END_EVENT key=43 scope=21
  ELEMENT COMPLETED refunded END_EVENT key=43 scope=21
  INSTANCE COMPLETED order key=21
end
  rows meta=1 definition=1 def_by_id=1
  digest 835ad8ea5de9a5031da261060c7d978e
