# One after the other: the next begins when the one before has ended; mappings are each instance's own.
deploy multi-instance-sequential.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED multi-instance-sequential version=1 key=2 resource="multi-instance-sequential.bpmn"
  DEFINITION DEPLOYED multi-instance-counted version=1 key=3 resource="multi-instance-sequential.bpmn"
create multi-instance-sequential {"items":[1,2,3]}
  OK puts=13 deletes=0
  INSTANCE ACTIVE multi-instance-sequential key=4
  VARIABLE CREATED items=[1,2,3] scope=4
  ELEMENT ACTIVATING s START_EVENT key=6 scope=4
  ELEMENT ACTIVATED s START_EVENT key=6 scope=4
  ELEMENT COMPLETING s START_EVENT key=6 scope=4
  ELEMENT COMPLETED s START_EVENT key=6 scope=4
  FLOW TAKEN s_step
  ELEMENT ACTIVATING step MULTI_INSTANCE_BODY key=7 scope=4
  ELEMENT ACTIVATED step MULTI_INSTANCE_BODY key=7 scope=4
  VARIABLE CREATED step results=[null,null,null] scope=7
  VARIABLE CREATED step loopCounter=1 scope=9
  VARIABLE CREATED step item=1 scope=9
  ELEMENT ACTIVATING step SERVICE_TASK key=9 scope=7
  VARIABLE CREATED step step=10 scope=9
  ELEMENT ACTIVATED step SERVICE_TASK key=9 scope=7
  JOB CREATED step type="step" key=13 retries=3
complete step
  OK puts=10 deletes=7
  JOB COMPLETED step type="step" key=13 retries=3
  ELEMENT COMPLETING step SERVICE_TASK key=9 scope=7
  VARIABLE CREATED last=1 scope=4
  VARIABLE UPDATED step results=[11,null,null] scope=7
  ELEMENT COMPLETED step SERVICE_TASK key=9 scope=7
  VARIABLE CREATED step loopCounter=2 scope=15
  VARIABLE CREATED step item=2 scope=15
  ELEMENT ACTIVATING step SERVICE_TASK key=15 scope=7
  VARIABLE CREATED step step=20 scope=15
  ELEMENT ACTIVATED step SERVICE_TASK key=15 scope=7
  JOB CREATED step type="step" key=19 retries=3
complete step
  OK puts=10 deletes=8
  JOB COMPLETED step type="step" key=19 retries=3
  ELEMENT COMPLETING step SERVICE_TASK key=15 scope=7
  VARIABLE UPDATED last=2 scope=4
  VARIABLE UPDATED step results=[11,22,null] scope=7
  ELEMENT COMPLETED step SERVICE_TASK key=15 scope=7
  VARIABLE CREATED step loopCounter=3 scope=20
  VARIABLE CREATED step item=3 scope=20
  ELEMENT ACTIVATING step SERVICE_TASK key=20 scope=7
  VARIABLE CREATED step step=30 scope=20
  ELEMENT ACTIVATED step SERVICE_TASK key=20 scope=7
  JOB CREATED step type="step" key=24 retries=3
complete step
  OK puts=0 deletes=13
  JOB COMPLETED step type="step" key=24 retries=3
  ELEMENT COMPLETING step SERVICE_TASK key=20 scope=7
  VARIABLE UPDATED last=3 scope=4
  VARIABLE UPDATED step results=[11,22,33] scope=7
  ELEMENT COMPLETED step SERVICE_TASK key=20 scope=7
  ELEMENT COMPLETING step MULTI_INSTANCE_BODY key=7 scope=4
  VARIABLE CREATED results=[11,22,33] scope=4
  ELEMENT COMPLETED step MULTI_INSTANCE_BODY key=7 scope=4
  FLOW TAKEN step_e
  ELEMENT ACTIVATING e END_EVENT key=26 scope=4
  ELEMENT ACTIVATED e END_EVENT key=26 scope=4
  ELEMENT COMPLETING e END_EVENT key=26 scope=4
  ELEMENT COMPLETED e END_EVENT key=26 scope=4
  INSTANCE COMPLETED multi-instance-sequential key=4
# without a list, so many times; what is no number of instances waits for better
create multi-instance-counted {"many":-1}
  OK puts=6 deletes=0
  INSTANCE ACTIVE multi-instance-counted key=27
  VARIABLE CREATED many=-1 scope=27
  ELEMENT ACTIVATING s2 START_EVENT key=29 scope=27
  ELEMENT ACTIVATED s2 START_EVENT key=29 scope=27
  ELEMENT COMPLETING s2 START_EVENT key=29 scope=27
  ELEMENT COMPLETED s2 START_EVENT key=29 scope=27
  FLOW TAKEN s2_sign
  ELEMENT ACTIVATING sign MULTI_INSTANCE_BODY key=30 scope=27
  INCIDENT ACTIVE sign EXTRACT_VALUE_ERROR key=31 message="Expected the expression 'many' to give 0 to 1000000 instances, but it gives -1"
  ELEMENT ACTIVATING sign MULTI_INSTANCE_BODY key=30 scope=27 incident=31
  INSTANCE ACTIVE multi-instance-counted key=27 incidents=1
set multi-instance-counted {"many":2}
  OK puts=1 deletes=0
  VARIABLE UPDATED many=2 scope=27
resolve sign
  OK puts=10 deletes=2
  INCIDENT RESOLVED sign EXTRACT_VALUE_ERROR key=31 message="Expected the expression 'many' to give 0 to 1000000 instances, but it gives -1"
  ELEMENT ACTIVATING sign MULTI_INSTANCE_BODY key=30 scope=27
  INSTANCE ACTIVE multi-instance-counted key=27
  ELEMENT ACTIVATED sign MULTI_INSTANCE_BODY key=30 scope=27
  VARIABLE CREATED sign loopCounter=1 scope=32
  VARIABLE CREATED sign loopCounter=2 scope=34
  ELEMENT ACTIVATING sign USER_TASK key=32 scope=30
  ELEMENT ACTIVATED sign USER_TASK key=32 scope=30
  USER_TASK CREATED sign key=36 assignee="person 1" users=[] groups=[] priority=50
  ELEMENT ACTIVATING sign USER_TASK key=34 scope=30
  ELEMENT ACTIVATED sign USER_TASK key=34 scope=30
  USER_TASK CREATED sign key=37 assignee="person 2" users=[] groups=[] priority=50
complete_task sign
  OK puts=1 deletes=4
  USER_TASK COMPLETED sign key=37 assignee="person 2" users=[] groups=[] priority=50
  ELEMENT COMPLETING sign USER_TASK key=34 scope=30
  ELEMENT COMPLETED sign USER_TASK key=34 scope=30
complete_task #36
  OK puts=0 deletes=8
  USER_TASK COMPLETED sign key=36 assignee="person 1" users=[] groups=[] priority=50
  ELEMENT COMPLETING sign USER_TASK key=32 scope=30
  ELEMENT COMPLETED sign USER_TASK key=32 scope=30
  ELEMENT COMPLETING sign MULTI_INSTANCE_BODY key=30 scope=27
  ELEMENT COMPLETED sign MULTI_INSTANCE_BODY key=30 scope=27
  FLOW TAKEN sign_e22
  ELEMENT ACTIVATING e22 END_EVENT key=38 scope=27
  ELEMENT ACTIVATED e22 END_EVENT key=38 scope=27
  ELEMENT COMPLETING e22 END_EVENT key=38 scope=27
  ELEMENT COMPLETED e22 END_EVENT key=38 scope=27
  INSTANCE COMPLETED multi-instance-counted key=27
create multi-instance-counted {"many":0}
  OK puts=0 deletes=0
  INSTANCE ACTIVE multi-instance-counted key=39
  VARIABLE CREATED many=0 scope=39
  ELEMENT ACTIVATING s2 START_EVENT key=41 scope=39
  ELEMENT ACTIVATED s2 START_EVENT key=41 scope=39
  ELEMENT COMPLETING s2 START_EVENT key=41 scope=39
  ELEMENT COMPLETED s2 START_EVENT key=41 scope=39
  FLOW TAKEN s2_sign
  ELEMENT ACTIVATING sign MULTI_INSTANCE_BODY key=42 scope=39
  ELEMENT ACTIVATED sign MULTI_INSTANCE_BODY key=42 scope=39
  ELEMENT COMPLETING sign MULTI_INSTANCE_BODY key=42 scope=39
  ELEMENT COMPLETED sign MULTI_INSTANCE_BODY key=42 scope=39
  FLOW TAKEN sign_e22
  ELEMENT ACTIVATING e22 END_EVENT key=43 scope=39
  ELEMENT ACTIVATED e22 END_EVENT key=43 scope=39
  ELEMENT COMPLETING e22 END_EVENT key=43 scope=39
  ELEMENT COMPLETED e22 END_EVENT key=43 scope=39
  INSTANCE COMPLETED multi-instance-counted key=39
# an instance that is ended from outside makes place for the next; the last takes its body along
create multi-instance-sequential {"items":[1,2]}
  OK puts=13 deletes=0
  INSTANCE ACTIVE multi-instance-sequential key=44
  VARIABLE CREATED items=[1,2] scope=44
  ELEMENT ACTIVATING s START_EVENT key=46 scope=44
  ELEMENT ACTIVATED s START_EVENT key=46 scope=44
  ELEMENT COMPLETING s START_EVENT key=46 scope=44
  ELEMENT COMPLETED s START_EVENT key=46 scope=44
  FLOW TAKEN s_step
  ELEMENT ACTIVATING step MULTI_INSTANCE_BODY key=47 scope=44
  ELEMENT ACTIVATED step MULTI_INSTANCE_BODY key=47 scope=44
  VARIABLE CREATED step results=[null,null] scope=47
  VARIABLE CREATED step loopCounter=1 scope=49
  VARIABLE CREATED step item=1 scope=49
  ELEMENT ACTIVATING step SERVICE_TASK key=49 scope=47
  VARIABLE CREATED step step=10 scope=49
  ELEMENT ACTIVATED step SERVICE_TASK key=49 scope=47
  JOB CREATED step type="step" key=53 retries=3
modify multi-instance-sequential end=#49
  OK puts=8 deletes=8
  ELEMENT TERMINATING step SERVICE_TASK key=49 scope=47
  JOB CANCELED step type="step" key=53 retries=3
  ELEMENT TERMINATED step SERVICE_TASK key=49 scope=47
  VARIABLE CREATED step loopCounter=2 scope=54
  VARIABLE CREATED step item=2 scope=54
  ELEMENT ACTIVATING step SERVICE_TASK key=54 scope=47
  VARIABLE CREATED step step=20 scope=54
  ELEMENT ACTIVATED step SERVICE_TASK key=54 scope=47
  JOB CREATED step type="step" key=58 retries=3
modify multi-instance-sequential end=#54
  OK puts=0 deletes=12
  ELEMENT TERMINATING step MULTI_INSTANCE_BODY key=47 scope=44
  ELEMENT TERMINATING step SERVICE_TASK key=54 scope=47
  JOB CANCELED step type="step" key=58 retries=3
  ELEMENT TERMINATED step SERVICE_TASK key=54 scope=47
  ELEMENT TERMINATED step MULTI_INSTANCE_BODY key=47 scope=44
  INSTANCE TERMINATED multi-instance-sequential key=44
# another body at the same time; to end the element is to end its bodies
create multi-instance-sequential {"items":[1]}
  OK puts=12 deletes=0
  INSTANCE ACTIVE multi-instance-sequential key=59
  VARIABLE CREATED items=[1] scope=59
  ELEMENT ACTIVATING s START_EVENT key=61 scope=59
  ELEMENT ACTIVATED s START_EVENT key=61 scope=59
  ELEMENT COMPLETING s START_EVENT key=61 scope=59
  ELEMENT COMPLETED s START_EVENT key=61 scope=59
  FLOW TAKEN s_step
  ELEMENT ACTIVATING step MULTI_INSTANCE_BODY key=62 scope=59
  ELEMENT ACTIVATED step MULTI_INSTANCE_BODY key=62 scope=59
  VARIABLE CREATED step results=[null] scope=62
  VARIABLE CREATED step loopCounter=1 scope=64
  VARIABLE CREATED step item=1 scope=64
  ELEMENT ACTIVATING step SERVICE_TASK key=64 scope=62
  VARIABLE CREATED step step=10 scope=64
  ELEMENT ACTIVATED step SERVICE_TASK key=64 scope=62
  JOB CREATED step type="step" key=68 retries=3
modify multi-instance-sequential activate=step
  OK puts=11 deletes=0
  ELEMENT ACTIVATING step MULTI_INSTANCE_BODY key=69 scope=59
  ELEMENT ACTIVATED step MULTI_INSTANCE_BODY key=69 scope=59
  VARIABLE CREATED step results=[null] scope=69
  VARIABLE CREATED step loopCounter=1 scope=71
  VARIABLE CREATED step item=1 scope=71
  ELEMENT ACTIVATING step SERVICE_TASK key=71 scope=69
  VARIABLE CREATED step step=10 scope=71
  ELEMENT ACTIVATED step SERVICE_TASK key=71 scope=69
  JOB CREATED step type="step" key=75 retries=3
modify multi-instance-sequential end=step
  OK puts=0 deletes=22
  ELEMENT TERMINATING step MULTI_INSTANCE_BODY key=62 scope=59
  ELEMENT TERMINATING step MULTI_INSTANCE_BODY key=69 scope=59
  ELEMENT TERMINATING step SERVICE_TASK key=64 scope=62
  JOB CANCELED step type="step" key=68 retries=3
  ELEMENT TERMINATED step SERVICE_TASK key=64 scope=62
  ELEMENT TERMINATING step SERVICE_TASK key=71 scope=69
  JOB CANCELED step type="step" key=75 retries=3
  ELEMENT TERMINATED step SERVICE_TASK key=71 scope=69
  ELEMENT TERMINATED step MULTI_INSTANCE_BODY key=62 scope=59
  ELEMENT TERMINATED step MULTI_INSTANCE_BODY key=69 scope=59
  INSTANCE TERMINATED multi-instance-sequential key=59
end
  rows meta=1 definition=2 def_by_id=2
  digest f9c4e757dbadd8cc0af1d916cbd03829
