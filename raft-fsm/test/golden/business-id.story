# A business id that comes late: by name, with a completed job, with the message that starts an
# instance. What waits in the instance shows it; it is given once, and never later where it must be unique.
deploy one-task.bpmn started-by-message.bpmn boundary-message.bpmn
  OK puts=8 deletes=0
  DEFINITION DEPLOYED one-task version=1 key=2 resource="one-task.bpmn"
  DEFINITION DEPLOYED started-by-message version=1 key=3 resource="started-by-message.bpmn"
  START_SUBSCRIPTION CREATED s name="go" key=4
  DEFINITION DEPLOYED boundary-message version=1 key=5 resource="boundary-message.bpmn"
create boundary-message {"order":"o"}
  OK puts=8 deletes=0
  INSTANCE ACTIVE boundary-message key=6
  VARIABLE CREATED order="o" scope=6
  ELEMENT ACTIVATING s START_EVENT key=8 scope=6
  ELEMENT ACTIVATED s START_EVENT key=8 scope=6
  ELEMENT COMPLETING s START_EVENT key=8 scope=6
  ELEMENT COMPLETED s START_EVENT key=8 scope=6
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=9 scope=6
  ELEMENT ACTIVATED work SERVICE_TASK key=9 scope=6
  JOB CREATED work type="work" key=10 retries=3
  SUBSCRIPTION CREATED stop name="stop" correlation="o" key=11
  SUBSCRIPTION CREATED note name="note" correlation="o" key=12
name boundary-message business=A
  OK puts=2 deletes=0
  INSTANCE ACTIVE boundary-message key=6 business="A"
  NAMING key=10
  NAMING key=11
  NAMING key=12
name boundary-message business=A
  OK puts=0 deletes=0
name boundary-message business=B
  WRONG_STATE puts=0 deletes=0 Expected to assign a business id to process instance with key '2251799813685254', but it has one already
name #999 business=B
  NOT_FOUND puts=0 deletes=0 Expected to assign a business id to process instance with key '2251799813686247', but no such process instance was found
create one-task
  OK puts=5 deletes=0
  INSTANCE ACTIVE one-task key=13
  ELEMENT ACTIVATING s START_EVENT key=14 scope=13
  ELEMENT ACTIVATED s START_EVENT key=14 scope=13
  ELEMENT COMPLETING s START_EVENT key=14 scope=13
  ELEMENT COMPLETED s START_EVENT key=14 scope=13
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=15 scope=13
  ELEMENT ACTIVATED work SERVICE_TASK key=15 scope=13
  JOB CREATED work type="work" key=16 retries=3
name one-task business=A unique=1
  WRONG_STATE puts=0 deletes=0 Expected to assign a business id to process instance with key '2251799813685261', but business ids are unique here and given when an instance begins only
complete work business=A unique=1
  WRONG_STATE puts=0 deletes=0 Expected to assign a business id to process instance with key '2251799813685261', but business ids are unique here and given when an instance begins only
complete work business=A
  OK puts=0 deletes=5
  INSTANCE ACTIVE one-task key=13 business="A"
  NAMING key=16
  JOB COMPLETED work type="work" key=16 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=15 scope=13
  ELEMENT COMPLETED work SERVICE_TASK key=15 scope=13
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=17 scope=13
  ELEMENT ACTIVATED e END_EVENT key=17 scope=13
  ELEMENT COMPLETING e END_EVENT key=17 scope=13
  ELEMENT COMPLETED e END_EVENT key=17 scope=13
  INSTANCE COMPLETED one-task key=13 business="A"
publish go key=1 ttl=100000 business=M
  OK puts=11 deletes=0
  MESSAGE PUBLISHED name="go" correlation="1" key=18 deadline=101000
  START_SUBSCRIPTION CORRELATED s name="go" correlation="1" key=4 message=18
  INSTANCE ACTIVE started-by-message key=19 business="M"
  ELEMENT ACTIVATING s START_EVENT key=20 scope=19
  ELEMENT ACTIVATED s START_EVENT key=20 scope=19
  ELEMENT COMPLETING s START_EVENT key=20 scope=19
  ELEMENT COMPLETED s START_EVENT key=20 scope=19
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=21 scope=19
  ELEMENT ACTIVATED work SERVICE_TASK key=21 scope=19
  JOB CREATED work type="work" key=22 retries=3
publish go key=2 business=M unique=1
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="go" correlation="2" key=23 deadline=1000
  MESSAGE EXPIRED name="go" correlation="2" key=23 deadline=1000
correlate go key=3 business=M unique=1
  NOT_FOUND puts=0 deletes=0 Expected to find subscription for message with name 'go' and correlation key '3', but none was found.
correlate go key=3 business=O unique=1
  OK puts=7 deletes=0 instance=25
  MESSAGE PUBLISHED name="go" correlation="3" key=24 deadline=1000
  START_SUBSCRIPTION CORRELATED s name="go" correlation="3" key=4 message=24
  INSTANCE ACTIVE started-by-message key=25 business="O"
  MESSAGE EXPIRED name="go" correlation="3" key=24 deadline=1000
  ELEMENT ACTIVATING s START_EVENT key=26 scope=25
  ELEMENT ACTIVATED s START_EVENT key=26 scope=25
  ELEMENT COMPLETING s START_EVENT key=26 scope=25
  ELEMENT COMPLETED s START_EVENT key=26 scope=25
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=27 scope=25
  ELEMENT ACTIVATED work SERVICE_TASK key=27 scope=25
  JOB CREATED work type="work" key=28 retries=3
publish go key=1 ttl=100000 business=O unique=1
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="go" correlation="1" key=29 deadline=101000
publish go key=1 ttl=100000 business=P unique=1
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="go" correlation="1" key=30 deadline=101000
end
  rows meta=1 definition=3 def_by_id=3 start_sub=1 start_by_def=1 element=6 child=3 variable=1 job=3 job_ready=3 due=3 msg=3 msg_by_name=3 msg_done=1 msg_lock=2 sub=2 root_by_business_id=3
  digest ad4e7f16d0f27af72d765468fea11370
complete #22
  OK puts=9 deletes=6
  JOB COMPLETED work type="work" key=22 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=21 scope=19
  ELEMENT COMPLETED work SERVICE_TASK key=21 scope=19
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=31 scope=19
  ELEMENT ACTIVATED e END_EVENT key=31 scope=19
  ELEMENT COMPLETING e END_EVENT key=31 scope=19
  ELEMENT COMPLETED e END_EVENT key=31 scope=19
  INSTANCE COMPLETED started-by-message key=19 business="M"
  START_SUBSCRIPTION CORRELATED s name="go" correlation="1" key=4 message=30
  INSTANCE ACTIVE started-by-message key=32 business="P"
  ELEMENT ACTIVATING s START_EVENT key=33 scope=32
  ELEMENT ACTIVATED s START_EVENT key=33 scope=32
  ELEMENT COMPLETING s START_EVENT key=33 scope=32
  ELEMENT COMPLETED s START_EVENT key=33 scope=32
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=34 scope=32
  ELEMENT ACTIVATED work SERVICE_TASK key=34 scope=32
  JOB CREATED work type="work" key=35 retries=3
end
  rows meta=1 definition=3 def_by_id=3 start_sub=1 start_by_def=1 element=6 child=3 variable=1 job=3 job_ready=3 due=3 msg=3 msg_by_name=3 msg_done=3 msg_lock=2 sub=2 root_by_business_id=3
  digest 501c74d42384bc3e7ba66cafeedbe711
