# A standard loop: the condition is tested behind each run, or before it; a maximum ends it as well.
deploy standard-loop.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED loop-after version=1 key=2 resource="standard-loop.bpmn"
  DEFINITION DEPLOYED loop-before version=1 key=3 resource="standard-loop.bpmn"
create loop-after {"done":false}
  OK puts=9 deletes=0
  INSTANCE ACTIVE loop-after key=4
  VARIABLE CREATED done=false scope=4
  ELEMENT ACTIVATING s START_EVENT key=6 scope=4
  ELEMENT ACTIVATED s START_EVENT key=6 scope=4
  ELEMENT COMPLETING s START_EVENT key=6 scope=4
  ELEMENT COMPLETED s START_EVENT key=6 scope=4
  FLOW TAKEN s_try
  ELEMENT ACTIVATING try MULTI_INSTANCE_BODY key=7 scope=4
  ELEMENT ACTIVATED try MULTI_INSTANCE_BODY key=7 scope=4
  VARIABLE CREATED try loopCounter=1 scope=8
  ELEMENT ACTIVATING try SERVICE_TASK key=8 scope=7
  ELEMENT ACTIVATED try SERVICE_TASK key=8 scope=7
  JOB CREATED try type="try" key=10 retries=3
complete try
  OK puts=6 deletes=5
  JOB COMPLETED try type="try" key=10 retries=3
  ELEMENT COMPLETING try SERVICE_TASK key=8 scope=7
  ELEMENT COMPLETED try SERVICE_TASK key=8 scope=7
  VARIABLE CREATED try loopCounter=2 scope=11
  ELEMENT ACTIVATING try SERVICE_TASK key=11 scope=7
  ELEMENT ACTIVATED try SERVICE_TASK key=11 scope=7
  JOB CREATED try type="try" key=13 retries=3
complete try {"done":1}
  OK puts=5 deletes=2
  JOB COMPLETED try type="try" key=13 retries=3
  VARIABLE UPDATED done=1 scope=4
  ELEMENT COMPLETING try SERVICE_TASK key=11 scope=7
  INCIDENT ACTIVE try EXTRACT_VALUE_ERROR key=14 message="Expected result of the expression 'not(done)' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] not() needs a boolean instead of a number."
  ELEMENT COMPLETING try SERVICE_TASK key=11 scope=7 incident=14
  INSTANCE ACTIVE loop-after key=4 incidents=1
set loop-after {"done":true}
  OK puts=1 deletes=0
  VARIABLE UPDATED done=true scope=4
resolve try
  OK puts=0 deletes=9
  INCIDENT RESOLVED try EXTRACT_VALUE_ERROR key=14 message="Expected result of the expression 'not(done)' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] not() needs a boolean instead of a number."
  ELEMENT COMPLETING try SERVICE_TASK key=11 scope=7
  INSTANCE ACTIVE loop-after key=4
  ELEMENT COMPLETED try SERVICE_TASK key=11 scope=7
  ELEMENT COMPLETING try MULTI_INSTANCE_BODY key=7 scope=4
  ELEMENT COMPLETED try MULTI_INSTANCE_BODY key=7 scope=4
  FLOW TAKEN try_e
  ELEMENT ACTIVATING e END_EVENT key=15 scope=4
  ELEMENT ACTIVATED e END_EVENT key=15 scope=4
  ELEMENT COMPLETING e END_EVENT key=15 scope=4
  ELEMENT COMPLETED e END_EVENT key=15 scope=4
  INSTANCE COMPLETED loop-after key=4
create loop-before {"n":0,"most":100}
  OK puts=0 deletes=0
  INSTANCE ACTIVE loop-before key=16
  VARIABLE CREATED n=0 scope=16
  VARIABLE CREATED most=100 scope=16
  ELEMENT ACTIVATING s2 START_EVENT key=19 scope=16
  ELEMENT ACTIVATED s2 START_EVENT key=19 scope=16
  ELEMENT COMPLETING s2 START_EVENT key=19 scope=16
  ELEMENT COMPLETED s2 START_EVENT key=19 scope=16
  FLOW TAKEN s2_add
  ELEMENT ACTIVATING add MULTI_INSTANCE_BODY key=20 scope=16
  ELEMENT ACTIVATED add MULTI_INSTANCE_BODY key=20 scope=16
  VARIABLE CREATED add loopCounter=1 scope=21
  ELEMENT ACTIVATING add SCRIPT_TASK key=21 scope=20
  ELEMENT ACTIVATED add SCRIPT_TASK key=21 scope=20
  VARIABLE UPDATED n=1 scope=16
  ELEMENT COMPLETING add SCRIPT_TASK key=21 scope=20
  ELEMENT COMPLETED add SCRIPT_TASK key=21 scope=20
  VARIABLE CREATED add loopCounter=2 scope=23
  ELEMENT ACTIVATING add SCRIPT_TASK key=23 scope=20
  ELEMENT ACTIVATED add SCRIPT_TASK key=23 scope=20
  VARIABLE UPDATED n=3 scope=16
  ELEMENT COMPLETING add SCRIPT_TASK key=23 scope=20
  ELEMENT COMPLETED add SCRIPT_TASK key=23 scope=20
  VARIABLE CREATED add loopCounter=3 scope=25
  ELEMENT ACTIVATING add SCRIPT_TASK key=25 scope=20
  ELEMENT ACTIVATED add SCRIPT_TASK key=25 scope=20
  VARIABLE UPDATED n=6 scope=16
  ELEMENT COMPLETING add SCRIPT_TASK key=25 scope=20
  ELEMENT COMPLETED add SCRIPT_TASK key=25 scope=20
  VARIABLE CREATED add loopCounter=4 scope=27
  ELEMENT ACTIVATING add SCRIPT_TASK key=27 scope=20
  ELEMENT ACTIVATED add SCRIPT_TASK key=27 scope=20
  VARIABLE UPDATED n=10 scope=16
  ELEMENT COMPLETING add SCRIPT_TASK key=27 scope=20
  ELEMENT COMPLETED add SCRIPT_TASK key=27 scope=20
  ELEMENT COMPLETING add MULTI_INSTANCE_BODY key=20 scope=16
  ELEMENT COMPLETED add MULTI_INSTANCE_BODY key=20 scope=16
  FLOW TAKEN add_e22
  ELEMENT ACTIVATING e22 END_EVENT key=29 scope=16
  ELEMENT ACTIVATED e22 END_EVENT key=29 scope=16
  ELEMENT COMPLETING e22 END_EVENT key=29 scope=16
  ELEMENT COMPLETED e22 END_EVENT key=29 scope=16
  INSTANCE COMPLETED loop-before key=16
create loop-before {"n":0,"most":2}
  OK puts=0 deletes=0
  INSTANCE ACTIVE loop-before key=30
  VARIABLE CREATED n=0 scope=30
  VARIABLE CREATED most=2 scope=30
  ELEMENT ACTIVATING s2 START_EVENT key=33 scope=30
  ELEMENT ACTIVATED s2 START_EVENT key=33 scope=30
  ELEMENT COMPLETING s2 START_EVENT key=33 scope=30
  ELEMENT COMPLETED s2 START_EVENT key=33 scope=30
  FLOW TAKEN s2_add
  ELEMENT ACTIVATING add MULTI_INSTANCE_BODY key=34 scope=30
  ELEMENT ACTIVATED add MULTI_INSTANCE_BODY key=34 scope=30
  VARIABLE CREATED add loopCounter=1 scope=35
  ELEMENT ACTIVATING add SCRIPT_TASK key=35 scope=34
  ELEMENT ACTIVATED add SCRIPT_TASK key=35 scope=34
  VARIABLE UPDATED n=1 scope=30
  ELEMENT COMPLETING add SCRIPT_TASK key=35 scope=34
  ELEMENT COMPLETED add SCRIPT_TASK key=35 scope=34
  VARIABLE CREATED add loopCounter=2 scope=37
  ELEMENT ACTIVATING add SCRIPT_TASK key=37 scope=34
  ELEMENT ACTIVATED add SCRIPT_TASK key=37 scope=34
  VARIABLE UPDATED n=3 scope=30
  ELEMENT COMPLETING add SCRIPT_TASK key=37 scope=34
  ELEMENT COMPLETED add SCRIPT_TASK key=37 scope=34
  ELEMENT COMPLETING add MULTI_INSTANCE_BODY key=34 scope=30
  ELEMENT COMPLETED add MULTI_INSTANCE_BODY key=34 scope=30
  FLOW TAKEN add_e22
  ELEMENT ACTIVATING e22 END_EVENT key=39 scope=30
  ELEMENT ACTIVATED e22 END_EVENT key=39 scope=30
  ELEMENT COMPLETING e22 END_EVENT key=39 scope=30
  ELEMENT COMPLETED e22 END_EVENT key=39 scope=30
  INSTANCE COMPLETED loop-before key=30
create loop-before {"n":10,"most":2}
  OK puts=0 deletes=0
  INSTANCE ACTIVE loop-before key=40
  VARIABLE CREATED n=10 scope=40
  VARIABLE CREATED most=2 scope=40
  ELEMENT ACTIVATING s2 START_EVENT key=43 scope=40
  ELEMENT ACTIVATED s2 START_EVENT key=43 scope=40
  ELEMENT COMPLETING s2 START_EVENT key=43 scope=40
  ELEMENT COMPLETED s2 START_EVENT key=43 scope=40
  FLOW TAKEN s2_add
  ELEMENT ACTIVATING add MULTI_INSTANCE_BODY key=44 scope=40
  ELEMENT ACTIVATED add MULTI_INSTANCE_BODY key=44 scope=40
  ELEMENT COMPLETING add MULTI_INSTANCE_BODY key=44 scope=40
  ELEMENT COMPLETED add MULTI_INSTANCE_BODY key=44 scope=40
  FLOW TAKEN add_e22
  ELEMENT ACTIVATING e22 END_EVENT key=45 scope=40
  ELEMENT ACTIVATED e22 END_EVENT key=45 scope=40
  ELEMENT COMPLETING e22 END_EVENT key=45 scope=40
  ELEMENT COMPLETED e22 END_EVENT key=45 scope=40
  INSTANCE COMPLETED loop-before key=40
create loop-before {"n":10}
  OK puts=6 deletes=0
  INSTANCE ACTIVE loop-before key=46
  VARIABLE CREATED n=10 scope=46
  ELEMENT ACTIVATING s2 START_EVENT key=48 scope=46
  ELEMENT ACTIVATED s2 START_EVENT key=48 scope=46
  ELEMENT COMPLETING s2 START_EVENT key=48 scope=46
  ELEMENT COMPLETED s2 START_EVENT key=48 scope=46
  FLOW TAKEN s2_add
  ELEMENT ACTIVATING add MULTI_INSTANCE_BODY key=49 scope=46
  INCIDENT ACTIVE add EXTRACT_VALUE_ERROR key=50 message="Expected result of the expression 'most' to be a whole 'NUMBER' of 32 bits, but was 'NULL'. The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] There is no variable 'most'."
  ELEMENT ACTIVATING add MULTI_INSTANCE_BODY key=49 scope=46 incident=50
  INSTANCE ACTIVE loop-before key=46 incidents=1
cancel loop-before
  OK puts=0 deletes=6
  ELEMENT TERMINATING add MULTI_INSTANCE_BODY key=49 scope=46 incident=50
  INCIDENT RESOLVED add EXTRACT_VALUE_ERROR key=50 message="Expected result of the expression 'most' to be a whole 'NUMBER' of 32 bits, but was 'NULL'. The evaluation reported the following warnings:\n[NO_VARIABLE_FOUND] There is no variable 'most'."
  ELEMENT TERMINATING add MULTI_INSTANCE_BODY key=49 scope=46
  INSTANCE ACTIVE loop-before key=46
  ELEMENT TERMINATED add MULTI_INSTANCE_BODY key=49 scope=46
  INSTANCE TERMINATED loop-before key=46
end
  rows meta=1 definition=2 def_by_id=2
  digest bd3637914525e8ce720deb0923a1419b
