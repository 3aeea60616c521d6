# A message that is correlated at once or not at all: never kept, and the first instance that takes it is named.
deploy receive.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED receive version=1 key=2 resource="receive.bpmn"
deploy started-by-message.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED started-by-message version=1 key=4 resource="started-by-message.bpmn"
  START_SUBSCRIPTION CREATED s name="go" key=5
deploy boundary-message.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED boundary-message version=1 key=7 resource="boundary-message.bpmn"
# nobody waits: refused, and nothing stays
correlate order-x key=o {"n":1}
  NOT_FOUND puts=0 deletes=0 Expected to find subscription for message with name 'order-x' and correlation key 'o', but none was found.
create receive {"order":"o"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE receive key=8
  VARIABLE CREATED order="o" scope=8
  ELEMENT ACTIVATING s START_EVENT key=10 scope=8
  ELEMENT ACTIVATED s START_EVENT key=10 scope=8
  ELEMENT COMPLETING s START_EVENT key=10 scope=8
  ELEMENT COMPLETED s START_EVENT key=10 scope=8
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait RECEIVE_TASK key=11 scope=8
  ELEMENT ACTIVATED wait RECEIVE_TASK key=11 scope=8
  SUBSCRIPTION CREATED wait name="order-x" correlation="o" key=12
key k
correlate order-x key=o {"n":2}
  OK puts=2 deletes=5 instance=8
  MESSAGE PUBLISHED name="order-x" correlation="o" key=13 deadline=1000
  SUBSCRIPTION CORRELATED wait name="order-x" correlation="o" key=12 message=13
  VARIABLE CREATED n=2 scope=8
  MESSAGE EXPIRED name="order-x" correlation="o" key=13 deadline=1000
  ELEMENT COMPLETING wait RECEIVE_TASK key=11 scope=8
  ELEMENT COMPLETED wait RECEIVE_TASK key=11 scope=8
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=15 scope=8
  ELEMENT ACTIVATED e END_EVENT key=15 scope=8
  ELEMENT COMPLETING e END_EVENT key=15 scope=8
  ELEMENT COMPLETED e END_EVENT key=15 scope=8
  INSTANCE COMPLETED receive key=8
# the same request again gets the same answer
key k
correlate order-x key=o {"n":2}
  OK replayed puts=0 deletes=0 instance=8
correlate order-x key=o {"n":3}
  NOT_FOUND puts=0 deletes=0 Expected to find subscription for message with name 'order-x' and correlation key 'o', but none was found.
# a message start event takes it, too; while its instance lives the key is taken
correlate go key=k {"x":1}
  OK puts=7 deletes=0 instance=17
  MESSAGE PUBLISHED name="go" correlation="k" key=16 deadline=1000
  START_SUBSCRIPTION CORRELATED s name="go" correlation="k" key=5 message=16
  INSTANCE ACTIVE started-by-message key=17
  VARIABLE CREATED x=1 scope=17
  MESSAGE EXPIRED name="go" correlation="k" key=16 deadline=1000
  ELEMENT ACTIVATING s START_EVENT key=18 scope=17
  ELEMENT ACTIVATED s START_EVENT key=18 scope=17
  ELEMENT COMPLETING s START_EVENT key=18 scope=17
  ELEMENT COMPLETED s START_EVENT key=18 scope=17
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=20 scope=17
  ELEMENT ACTIVATED work SERVICE_TASK key=20 scope=17
  JOB CREATED work type="work" key=21 retries=3
correlate go key=k {"x":2}
  NOT_FOUND puts=0 deletes=0 Expected to find subscription for message with name 'go' and correlation key 'k', but none was found.
correlate go {"x":3}
  OK puts=6 deletes=0 instance=23
  MESSAGE PUBLISHED name="go" key=22 deadline=1000
  START_SUBSCRIPTION CORRELATED s name="go" key=5 message=22
  INSTANCE ACTIVE started-by-message key=23
  VARIABLE CREATED x=3 scope=23
  MESSAGE EXPIRED name="go" key=22 deadline=1000
  ELEMENT ACTIVATING s START_EVENT key=24 scope=23
  ELEMENT ACTIVATED s START_EVENT key=24 scope=23
  ELEMENT COMPLETING s START_EVENT key=24 scope=23
  ELEMENT COMPLETED s START_EVENT key=24 scope=23
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=26 scope=23
  ELEMENT ACTIVATED work SERVICE_TASK key=26 scope=23
  JOB CREATED work type="work" key=27 retries=3
correlate go
  OK puts=5 deletes=0 instance=29
  MESSAGE PUBLISHED name="go" key=28 deadline=1000
  START_SUBSCRIPTION CORRELATED s name="go" key=5 message=28
  INSTANCE ACTIVE started-by-message key=29
  MESSAGE EXPIRED name="go" key=28 deadline=1000
  ELEMENT ACTIVATING s START_EVENT key=30 scope=29
  ELEMENT ACTIVATED s START_EVENT key=30 scope=29
  ELEMENT COMPLETING s START_EVENT key=30 scope=29
  ELEMENT COMPLETED s START_EVENT key=30 scope=29
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=31 scope=29
  ELEMENT ACTIVATED work SERVICE_TASK key=31 scope=29
  JOB CREATED work type="work" key=32 retries=3
# what does not interrupt stays open
create boundary-message {"order":"o"}
  OK puts=8 deletes=0
  INSTANCE ACTIVE boundary-message key=33
  VARIABLE CREATED order="o" scope=33
  ELEMENT ACTIVATING s START_EVENT key=35 scope=33
  ELEMENT ACTIVATED s START_EVENT key=35 scope=33
  ELEMENT COMPLETING s START_EVENT key=35 scope=33
  ELEMENT COMPLETED s START_EVENT key=35 scope=33
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=36 scope=33
  ELEMENT ACTIVATED work SERVICE_TASK key=36 scope=33
  JOB CREATED work type="work" key=37 retries=3
  SUBSCRIPTION CREATED stop name="stop" correlation="o" key=38
  SUBSCRIPTION CREATED note name="note" correlation="o" key=39
correlate note key=o {"text":"one"}
  OK puts=1 deletes=0 instance=33
  MESSAGE PUBLISHED name="note" correlation="o" key=40 deadline=1000
  SUBSCRIPTION CORRELATED note name="note" correlation="o" key=39 message=40
  VARIABLE CREATED note text="one" scope=41
  MESSAGE EXPIRED name="note" correlation="o" key=40 deadline=1000
  ELEMENT ACTIVATING note BOUNDARY_EVENT key=41 scope=33
  ELEMENT ACTIVATED note BOUNDARY_EVENT key=41 scope=33
  ELEMENT COMPLETING note BOUNDARY_EVENT key=41 scope=33
  VARIABLE CREATED last="one" scope=33
  ELEMENT COMPLETED note BOUNDARY_EVENT key=41 scope=33
  FLOW TAKEN note_e3
  ELEMENT ACTIVATING e3 END_EVENT key=44 scope=33
  ELEMENT ACTIVATED e3 END_EVENT key=44 scope=33
  ELEMENT COMPLETING e3 END_EVENT key=44 scope=33
  ELEMENT COMPLETED e3 END_EVENT key=44 scope=33
correlate note key=o {"text":"two"}
  OK puts=1 deletes=0 instance=33
  MESSAGE PUBLISHED name="note" correlation="o" key=45 deadline=1000
  SUBSCRIPTION CORRELATED note name="note" correlation="o" key=39 message=45
  VARIABLE CREATED note text="two" scope=46
  MESSAGE EXPIRED name="note" correlation="o" key=45 deadline=1000
  ELEMENT ACTIVATING note BOUNDARY_EVENT key=46 scope=33
  ELEMENT ACTIVATED note BOUNDARY_EVENT key=46 scope=33
  ELEMENT COMPLETING note BOUNDARY_EVENT key=46 scope=33
  VARIABLE UPDATED last="two" scope=33
  ELEMENT COMPLETED note BOUNDARY_EVENT key=46 scope=33
  FLOW TAKEN note_e3
  ELEMENT ACTIVATING e3 END_EVENT key=48 scope=33
  ELEMENT ACTIVATED e3 END_EVENT key=48 scope=33
  ELEMENT COMPLETING e3 END_EVENT key=48 scope=33
  ELEMENT COMPLETED e3 END_EVENT key=48 scope=33
correlate stop key=o {"why":"enough"}
  OK puts=0 deletes=9 instance=33
  MESSAGE PUBLISHED name="stop" correlation="o" key=49 deadline=1000
  SUBSCRIPTION CORRELATED stop name="stop" correlation="o" key=38 message=49
  VARIABLE CREATED why="enough" scope=33
  SUBSCRIPTION DELETED note name="note" correlation="o" key=39
  MESSAGE EXPIRED name="stop" correlation="o" key=49 deadline=1000
  ELEMENT TERMINATING work SERVICE_TASK key=36 scope=33
  JOB CANCELED work type="work" key=37 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=36 scope=33
  ELEMENT ACTIVATING stop BOUNDARY_EVENT key=50 scope=33
  ELEMENT ACTIVATED stop BOUNDARY_EVENT key=50 scope=33
  ELEMENT COMPLETING stop BOUNDARY_EVENT key=50 scope=33
  ELEMENT COMPLETED stop BOUNDARY_EVENT key=50 scope=33
  FLOW TAKEN stop_e2
  ELEMENT ACTIVATING e2 END_EVENT key=52 scope=33
  ELEMENT ACTIVATED e2 END_EVENT key=52 scope=33
  ELEMENT COMPLETING e2 END_EVENT key=52 scope=33
  ELEMENT COMPLETED e2 END_EVENT key=52 scope=33
  INSTANCE COMPLETED boundary-message key=33
correlate note key=o {"text":"three"}
  NOT_FOUND puts=0 deletes=0 Expected to find subscription for message with name 'note' and correlation key 'o', but none was found.
end
  rows meta=1 definition=3 def_by_id=3 start_sub=1 start_by_def=1 element=6 child=3 variable=2 job=3 job_ready=3 due=1 msg_lock=1 dedupe=1 dedupe_bucket=1 dedupe_count=1
  digest 10f08fdf29f3e571302b4cfbc8688a3c
