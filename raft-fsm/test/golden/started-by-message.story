# Messages of one key start one instance at a time; the next one waits for its end, and starts the
# newest version then. Without a key nothing waits.
deploy started-by-message.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED started-by-message version=1 key=2 resource="started-by-message.bpmn"
  START_SUBSCRIPTION CREATED s name="go" key=3
create started-by-message
  WRONG_STATE puts=0 deletes=0 Expected to create instance of process with none start event, but there is no such event
publish go key=k ttl=100000 {"x":1}
  OK puts=11 deletes=0
  MESSAGE PUBLISHED name="go" correlation="k" key=4 deadline=101000
  START_SUBSCRIPTION CORRELATED s name="go" correlation="k" key=3 message=4
  INSTANCE ACTIVE started-by-message key=5
  VARIABLE CREATED x=1 scope=5
  ELEMENT ACTIVATING s START_EVENT key=6 scope=5
  ELEMENT ACTIVATED s START_EVENT key=6 scope=5
  ELEMENT COMPLETING s START_EVENT key=6 scope=5
  ELEMENT COMPLETED s START_EVENT key=6 scope=5
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=8 scope=5
  ELEMENT ACTIVATED work SERVICE_TASK key=8 scope=5
  JOB CREATED work type="work" key=9 retries=3
publish go key=k ttl=100000 {"x":2}
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="go" correlation="k" key=10 deadline=101000
publish go key=k ttl=100000 {"x":3}
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="go" correlation="k" key=11 deadline=101000
publish go {"x":4}
  OK puts=6 deletes=0
  MESSAGE PUBLISHED name="go" key=12 deadline=1000
  START_SUBSCRIPTION CORRELATED s name="go" key=3 message=12
  INSTANCE ACTIVE started-by-message key=13
  VARIABLE CREATED x=4 scope=13
  MESSAGE EXPIRED name="go" key=12 deadline=1000
  ELEMENT ACTIVATING s START_EVENT key=14 scope=13
  ELEMENT ACTIVATED s START_EVENT key=14 scope=13
  ELEMENT COMPLETING s START_EVENT key=14 scope=13
  ELEMENT COMPLETED s START_EVENT key=14 scope=13
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=16 scope=13
  ELEMENT ACTIVATED work SERVICE_TASK key=16 scope=13
  JOB CREATED work type="work" key=17 retries=3
publish go {"x":5}
  OK puts=6 deletes=0
  MESSAGE PUBLISHED name="go" key=18 deadline=1000
  START_SUBSCRIPTION CORRELATED s name="go" key=3 message=18
  INSTANCE ACTIVE started-by-message key=19
  VARIABLE CREATED x=5 scope=19
  MESSAGE EXPIRED name="go" key=18 deadline=1000
  ELEMENT ACTIVATING s START_EVENT key=20 scope=19
  ELEMENT ACTIVATED s START_EVENT key=20 scope=19
  ELEMENT COMPLETING s START_EVENT key=20 scope=19
  ELEMENT COMPLETED s START_EVENT key=20 scope=19
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=22 scope=19
  ELEMENT ACTIVATED work SERVICE_TASK key=22 scope=19
  JOB CREATED work type="work" key=23 retries=3
complete #999
  NOT_FOUND puts=0 deletes=0 Expected to complete job with key '2251799813686247', but no such job was found
complete #9
  OK puts=8 deletes=6
  JOB COMPLETED work type="work" key=9 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=8 scope=5
  ELEMENT COMPLETED work SERVICE_TASK key=8 scope=5
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=24 scope=5
  ELEMENT ACTIVATED e END_EVENT key=24 scope=5
  ELEMENT COMPLETING e END_EVENT key=24 scope=5
  ELEMENT COMPLETED e END_EVENT key=24 scope=5
  INSTANCE COMPLETED started-by-message key=5
  START_SUBSCRIPTION CORRELATED s name="go" correlation="k" key=3 message=10
  INSTANCE ACTIVE started-by-message key=25
  VARIABLE CREATED x=2 scope=25
  ELEMENT ACTIVATING s START_EVENT key=26 scope=25
  ELEMENT ACTIVATED s START_EVENT key=26 scope=25
  ELEMENT COMPLETING s START_EVENT key=26 scope=25
  ELEMENT COMPLETED s START_EVENT key=26 scope=25
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=28 scope=25
  ELEMENT ACTIVATED work SERVICE_TASK key=28 scope=25
  JOB CREATED work type="work" key=29 retries=3
deploy started-by-message-2.bpmn
  OK puts=4 deletes=2
  DEFINITION DEPLOYED started-by-message version=2 key=31 resource="started-by-message-2.bpmn"
  START_SUBSCRIPTION DELETED s name="go" key=3
  START_SUBSCRIPTION CREATED s2 name="go" key=32
complete #9
  NOT_FOUND puts=0 deletes=0 Expected to complete job with key '2251799813685257', but no such job was found
end
  rows meta=1 definition=2 def_by_id=2 start_sub=1 start_by_def=1 element=6 child=3 variable=3 job=3 job_ready=3 due=3 msg=3 msg_by_name=3 msg_done=2 msg_lock=1
  digest 78a1509c27c38d9a6d60c6d4c5851709
