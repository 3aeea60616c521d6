# Multi-instance in multi-instance; an event at the boundary ends all of it.
deploy multi-instance-sub.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED multi-instance-sub version=1 key=2 resource="multi-instance-sub.bpmn"
create multi-instance-sub {"boxes":[[1,2],[],[3]],"id":"7"}
  OK puts=31 deletes=0
  INSTANCE ACTIVE multi-instance-sub key=3
  VARIABLE CREATED boxes=[[1,2],[],[3]] scope=3
  VARIABLE CREATED id="7" scope=3
  ELEMENT ACTIVATING s START_EVENT key=6 scope=3
  ELEMENT ACTIVATED s START_EVENT key=6 scope=3
  ELEMENT COMPLETING s START_EVENT key=6 scope=3
  ELEMENT COMPLETED s START_EVENT key=6 scope=3
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box MULTI_INSTANCE_BODY key=7 scope=3
  ELEMENT ACTIVATED box MULTI_INSTANCE_BODY key=7 scope=3
  SUBSCRIPTION CREATED stopped name="stop" correlation="7" key=8
  VARIABLE CREATED box loopCounter=1 scope=9
  VARIABLE CREATED box parts=[1,2] scope=9
  VARIABLE CREATED box loopCounter=2 scope=12
  VARIABLE CREATED box parts=[] scope=12
  VARIABLE CREATED box loopCounter=3 scope=15
  VARIABLE CREATED box parts=[3] scope=15
  ELEMENT ACTIVATING box SUB_PROCESS key=9 scope=7
  ELEMENT ACTIVATED box SUB_PROCESS key=9 scope=7
  ELEMENT ACTIVATING box SUB_PROCESS key=12 scope=7
  ELEMENT ACTIVATED box SUB_PROCESS key=12 scope=7
  ELEMENT ACTIVATING box SUB_PROCESS key=15 scope=7
  ELEMENT ACTIVATED box SUB_PROCESS key=15 scope=7
  ELEMENT ACTIVATING s1 START_EVENT key=18 scope=9
  ELEMENT ACTIVATED s1 START_EVENT key=18 scope=9
  ELEMENT ACTIVATING s1 START_EVENT key=19 scope=12
  ELEMENT ACTIVATED s1 START_EVENT key=19 scope=12
  ELEMENT ACTIVATING s1 START_EVENT key=20 scope=15
  ELEMENT ACTIVATED s1 START_EVENT key=20 scope=15
  ELEMENT COMPLETING s1 START_EVENT key=18 scope=9
  ELEMENT COMPLETED s1 START_EVENT key=18 scope=9
  FLOW TAKEN s1_pack
  ELEMENT COMPLETING s1 START_EVENT key=19 scope=12
  ELEMENT COMPLETED s1 START_EVENT key=19 scope=12
  FLOW TAKEN s1_pack
  ELEMENT COMPLETING s1 START_EVENT key=20 scope=15
  ELEMENT COMPLETED s1 START_EVENT key=20 scope=15
  FLOW TAKEN s1_pack
  ELEMENT ACTIVATING pack MULTI_INSTANCE_BODY key=21 scope=9
  ELEMENT ACTIVATED pack MULTI_INSTANCE_BODY key=21 scope=9
  ELEMENT ACTIVATING pack MULTI_INSTANCE_BODY key=22 scope=12
  ELEMENT ACTIVATED pack MULTI_INSTANCE_BODY key=22 scope=12
  ELEMENT ACTIVATING pack MULTI_INSTANCE_BODY key=23 scope=15
  ELEMENT ACTIVATED pack MULTI_INSTANCE_BODY key=23 scope=15
  VARIABLE CREATED pack loopCounter=1 scope=24
  VARIABLE CREATED pack part=1 scope=24
  ELEMENT COMPLETING pack MULTI_INSTANCE_BODY key=22 scope=12
  ELEMENT COMPLETED pack MULTI_INSTANCE_BODY key=22 scope=12
  FLOW TAKEN pack_e1
  VARIABLE CREATED pack loopCounter=1 scope=27
  VARIABLE CREATED pack part=3 scope=27
  ELEMENT ACTIVATING pack SERVICE_TASK key=24 scope=21
  ELEMENT ACTIVATED pack SERVICE_TASK key=24 scope=21
  JOB CREATED pack type="pack" key=30 retries=3
  ELEMENT ACTIVATING e1 END_EVENT key=31 scope=12
  ELEMENT ACTIVATED e1 END_EVENT key=31 scope=12
  ELEMENT ACTIVATING pack SERVICE_TASK key=27 scope=23
  ELEMENT ACTIVATED pack SERVICE_TASK key=27 scope=23
  JOB CREATED pack type="pack" key=32 retries=3
  ELEMENT COMPLETING e1 END_EVENT key=31 scope=12
  ELEMENT COMPLETED e1 END_EVENT key=31 scope=12
  ELEMENT COMPLETING box SUB_PROCESS key=12 scope=7
  ELEMENT COMPLETED box SUB_PROCESS key=12 scope=7
complete pack
  OK puts=1 deletes=12
  JOB COMPLETED pack type="pack" key=32 retries=3
  ELEMENT COMPLETING pack SERVICE_TASK key=27 scope=23
  ELEMENT COMPLETED pack SERVICE_TASK key=27 scope=23
  ELEMENT COMPLETING pack MULTI_INSTANCE_BODY key=23 scope=15
  ELEMENT COMPLETED pack MULTI_INSTANCE_BODY key=23 scope=15
  FLOW TAKEN pack_e1
  ELEMENT ACTIVATING e1 END_EVENT key=33 scope=15
  ELEMENT ACTIVATED e1 END_EVENT key=33 scope=15
  ELEMENT COMPLETING e1 END_EVENT key=33 scope=15
  ELEMENT COMPLETED e1 END_EVENT key=33 scope=15
  ELEMENT COMPLETING box SUB_PROCESS key=15 scope=7
  ELEMENT COMPLETED box SUB_PROCESS key=15 scope=7
publish stop key=7
  OK puts=0 deletes=19
  MESSAGE PUBLISHED name="stop" correlation="7" key=34 deadline=1000
  SUBSCRIPTION CORRELATED stopped name="stop" correlation="7" key=8 message=34
  MESSAGE EXPIRED name="stop" correlation="7" key=34 deadline=1000
  ELEMENT TERMINATING box MULTI_INSTANCE_BODY key=7 scope=3
  ELEMENT TERMINATING box SUB_PROCESS key=9 scope=7
  ELEMENT TERMINATING pack MULTI_INSTANCE_BODY key=21 scope=9
  ELEMENT TERMINATING pack SERVICE_TASK key=24 scope=21
  JOB CANCELED pack type="pack" key=30 retries=3
  ELEMENT TERMINATED pack SERVICE_TASK key=24 scope=21
  ELEMENT TERMINATED pack MULTI_INSTANCE_BODY key=21 scope=9
  ELEMENT TERMINATED box SUB_PROCESS key=9 scope=7
  ELEMENT TERMINATED box MULTI_INSTANCE_BODY key=7 scope=3
  ELEMENT ACTIVATING stopped BOUNDARY_EVENT key=35 scope=3
  ELEMENT ACTIVATED stopped BOUNDARY_EVENT key=35 scope=3
  ELEMENT COMPLETING stopped BOUNDARY_EVENT key=35 scope=3
  ELEMENT COMPLETED stopped BOUNDARY_EVENT key=35 scope=3
  FLOW TAKEN stopped_e2
  ELEMENT ACTIVATING e2 END_EVENT key=36 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=36 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=36 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=36 scope=3
  INSTANCE COMPLETED multi-instance-sub key=3
# an error of one instance does so, too
create multi-instance-sub {"boxes":[[1],[2]],"id":"8"}
  OK puts=30 deletes=0
  INSTANCE ACTIVE multi-instance-sub key=37
  VARIABLE CREATED boxes=[[1],[2]] scope=37
  VARIABLE CREATED id="8" scope=37
  ELEMENT ACTIVATING s START_EVENT key=40 scope=37
  ELEMENT ACTIVATED s START_EVENT key=40 scope=37
  ELEMENT COMPLETING s START_EVENT key=40 scope=37
  ELEMENT COMPLETED s START_EVENT key=40 scope=37
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box MULTI_INSTANCE_BODY key=41 scope=37
  ELEMENT ACTIVATED box MULTI_INSTANCE_BODY key=41 scope=37
  SUBSCRIPTION CREATED stopped name="stop" correlation="8" key=42
  VARIABLE CREATED box loopCounter=1 scope=43
  VARIABLE CREATED box parts=[1] scope=43
  VARIABLE CREATED box loopCounter=2 scope=46
  VARIABLE CREATED box parts=[2] scope=46
  ELEMENT ACTIVATING box SUB_PROCESS key=43 scope=41
  ELEMENT ACTIVATED box SUB_PROCESS key=43 scope=41
  ELEMENT ACTIVATING box SUB_PROCESS key=46 scope=41
  ELEMENT ACTIVATED box SUB_PROCESS key=46 scope=41
  ELEMENT ACTIVATING s1 START_EVENT key=49 scope=43
  ELEMENT ACTIVATED s1 START_EVENT key=49 scope=43
  ELEMENT ACTIVATING s1 START_EVENT key=50 scope=46
  ELEMENT ACTIVATED s1 START_EVENT key=50 scope=46
  ELEMENT COMPLETING s1 START_EVENT key=49 scope=43
  ELEMENT COMPLETED s1 START_EVENT key=49 scope=43
  FLOW TAKEN s1_pack
  ELEMENT COMPLETING s1 START_EVENT key=50 scope=46
  ELEMENT COMPLETED s1 START_EVENT key=50 scope=46
  FLOW TAKEN s1_pack
  ELEMENT ACTIVATING pack MULTI_INSTANCE_BODY key=51 scope=43
  ELEMENT ACTIVATED pack MULTI_INSTANCE_BODY key=51 scope=43
  ELEMENT ACTIVATING pack MULTI_INSTANCE_BODY key=52 scope=46
  ELEMENT ACTIVATED pack MULTI_INSTANCE_BODY key=52 scope=46
  VARIABLE CREATED pack loopCounter=1 scope=53
  VARIABLE CREATED pack part=1 scope=53
  VARIABLE CREATED pack loopCounter=1 scope=56
  VARIABLE CREATED pack part=2 scope=56
  ELEMENT ACTIVATING pack SERVICE_TASK key=53 scope=51
  ELEMENT ACTIVATED pack SERVICE_TASK key=53 scope=51
  JOB CREATED pack type="pack" key=59 retries=3
  ELEMENT ACTIVATING pack SERVICE_TASK key=56 scope=52
  ELEMENT ACTIVATED pack SERVICE_TASK key=56 scope=52
  JOB CREATED pack type="pack" key=60 retries=3
error pack BAD
  OK puts=0 deletes=30
  SUBSCRIPTION DELETED stopped name="stop" correlation="8" key=42
  JOB ERROR_THROWN pack type="pack" key=60 retries=3 code="BAD"
  ELEMENT TERMINATING box MULTI_INSTANCE_BODY key=41 scope=37
  ELEMENT TERMINATING box SUB_PROCESS key=43 scope=41
  ELEMENT TERMINATING box SUB_PROCESS key=46 scope=41
  ELEMENT TERMINATING pack MULTI_INSTANCE_BODY key=51 scope=43
  ELEMENT TERMINATING pack MULTI_INSTANCE_BODY key=52 scope=46
  ELEMENT TERMINATING pack SERVICE_TASK key=53 scope=51
  JOB CANCELED pack type="pack" key=59 retries=3
  ELEMENT TERMINATED pack SERVICE_TASK key=53 scope=51
  ELEMENT TERMINATING pack SERVICE_TASK key=56 scope=52
  ELEMENT TERMINATED pack SERVICE_TASK key=56 scope=52
  ELEMENT TERMINATED pack MULTI_INSTANCE_BODY key=51 scope=43
  ELEMENT TERMINATED pack MULTI_INSTANCE_BODY key=52 scope=46
  ELEMENT TERMINATED box SUB_PROCESS key=43 scope=41
  ELEMENT TERMINATED box SUB_PROCESS key=46 scope=41
  ELEMENT TERMINATED box MULTI_INSTANCE_BODY key=41 scope=37
  ELEMENT ACTIVATING failed BOUNDARY_EVENT key=61 scope=37
  ELEMENT ACTIVATED failed BOUNDARY_EVENT key=61 scope=37
  ELEMENT COMPLETING failed BOUNDARY_EVENT key=61 scope=37
  ELEMENT COMPLETED failed BOUNDARY_EVENT key=61 scope=37
  FLOW TAKEN failed_e3
  ELEMENT ACTIVATING e3 END_EVENT key=62 scope=37
  ELEMENT ACTIVATED e3 END_EVENT key=62 scope=37
  ELEMENT COMPLETING e3 END_EVENT key=62 scope=37
  ELEMENT COMPLETED e3 END_EVENT key=62 scope=37
  INSTANCE COMPLETED multi-instance-sub key=37
# what is inside begins in an instance that is there; none is made besides
create multi-instance-sub {"boxes":[[1],[2]],"id":"9"}
  OK puts=30 deletes=0
  INSTANCE ACTIVE multi-instance-sub key=63
  VARIABLE CREATED boxes=[[1],[2]] scope=63
  VARIABLE CREATED id="9" scope=63
  ELEMENT ACTIVATING s START_EVENT key=66 scope=63
  ELEMENT ACTIVATED s START_EVENT key=66 scope=63
  ELEMENT COMPLETING s START_EVENT key=66 scope=63
  ELEMENT COMPLETED s START_EVENT key=66 scope=63
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box MULTI_INSTANCE_BODY key=67 scope=63
  ELEMENT ACTIVATED box MULTI_INSTANCE_BODY key=67 scope=63
  SUBSCRIPTION CREATED stopped name="stop" correlation="9" key=68
  VARIABLE CREATED box loopCounter=1 scope=69
  VARIABLE CREATED box parts=[1] scope=69
  VARIABLE CREATED box loopCounter=2 scope=72
  VARIABLE CREATED box parts=[2] scope=72
  ELEMENT ACTIVATING box SUB_PROCESS key=69 scope=67
  ELEMENT ACTIVATED box SUB_PROCESS key=69 scope=67
  ELEMENT ACTIVATING box SUB_PROCESS key=72 scope=67
  ELEMENT ACTIVATED box SUB_PROCESS key=72 scope=67
  ELEMENT ACTIVATING s1 START_EVENT key=75 scope=69
  ELEMENT ACTIVATED s1 START_EVENT key=75 scope=69
  ELEMENT ACTIVATING s1 START_EVENT key=76 scope=72
  ELEMENT ACTIVATED s1 START_EVENT key=76 scope=72
  ELEMENT COMPLETING s1 START_EVENT key=75 scope=69
  ELEMENT COMPLETED s1 START_EVENT key=75 scope=69
  FLOW TAKEN s1_pack
  ELEMENT COMPLETING s1 START_EVENT key=76 scope=72
  ELEMENT COMPLETED s1 START_EVENT key=76 scope=72
  FLOW TAKEN s1_pack
  ELEMENT ACTIVATING pack MULTI_INSTANCE_BODY key=77 scope=69
  ELEMENT ACTIVATED pack MULTI_INSTANCE_BODY key=77 scope=69
  ELEMENT ACTIVATING pack MULTI_INSTANCE_BODY key=78 scope=72
  ELEMENT ACTIVATED pack MULTI_INSTANCE_BODY key=78 scope=72
  VARIABLE CREATED pack loopCounter=1 scope=79
  VARIABLE CREATED pack part=1 scope=79
  VARIABLE CREATED pack loopCounter=1 scope=82
  VARIABLE CREATED pack part=2 scope=82
  ELEMENT ACTIVATING pack SERVICE_TASK key=79 scope=77
  ELEMENT ACTIVATED pack SERVICE_TASK key=79 scope=77
  JOB CREATED pack type="pack" key=85 retries=3
  ELEMENT ACTIVATING pack SERVICE_TASK key=82 scope=78
  ELEMENT ACTIVATED pack SERVICE_TASK key=82 scope=78
  JOB CREATED pack type="pack" key=86 retries=3
modify multi-instance-sub activate=aside
  INVALID_ARGUMENT puts=0 deletes=0 Expected to activate element 'aside' of process 'multi-instance-sub', but its scope 'box' has more than one active instance. Please name one of them, or one around them, as the ancestor element instance
modify multi-instance-sub activate=aside/#67
  INVALID_ARGUMENT puts=0 deletes=0 Expected to activate element 'aside' of process 'multi-instance-sub', but its scope 'box' is multi-instance or a loop, of which only the activity itself begins instances. Please name an active instance of it as the ancestor element instance
modify multi-instance-sub activate=aside/#72
  OK puts=0 deletes=0
  ELEMENT ACTIVATING aside TASK key=87 scope=72
  ELEMENT ACTIVATED aside TASK key=87 scope=72
  ELEMENT COMPLETING aside TASK key=87 scope=72
  ELEMENT COMPLETED aside TASK key=87 scope=72
  FLOW TAKEN aside_e1
  ELEMENT ACTIVATING e1 END_EVENT key=88 scope=72
  ELEMENT ACTIVATED e1 END_EVENT key=88 scope=72
  ELEMENT COMPLETING e1 END_EVENT key=88 scope=72
  ELEMENT COMPLETED e1 END_EVENT key=88 scope=72
create multi-instance-sub at=aside {"boxes":[[1]],"id":"9"}
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with start instructions but the element with id 'aside' is inside a multi-instance subprocess or loop. The creation of elements inside one is not supported.
cancel multi-instance-sub
  OK puts=0 deletes=30
  ELEMENT TERMINATING box MULTI_INSTANCE_BODY key=67 scope=63
  SUBSCRIPTION DELETED stopped name="stop" correlation="9" key=68
  ELEMENT TERMINATING box SUB_PROCESS key=69 scope=67
  ELEMENT TERMINATING box SUB_PROCESS key=72 scope=67
  ELEMENT TERMINATING pack MULTI_INSTANCE_BODY key=77 scope=69
  ELEMENT TERMINATING pack MULTI_INSTANCE_BODY key=78 scope=72
  ELEMENT TERMINATING pack SERVICE_TASK key=79 scope=77
  JOB CANCELED pack type="pack" key=85 retries=3
  ELEMENT TERMINATED pack SERVICE_TASK key=79 scope=77
  ELEMENT TERMINATING pack SERVICE_TASK key=82 scope=78
  JOB CANCELED pack type="pack" key=86 retries=3
  ELEMENT TERMINATED pack SERVICE_TASK key=82 scope=78
  ELEMENT TERMINATED pack MULTI_INSTANCE_BODY key=77 scope=69
  ELEMENT TERMINATED pack MULTI_INSTANCE_BODY key=78 scope=72
  ELEMENT TERMINATED box SUB_PROCESS key=69 scope=67
  ELEMENT TERMINATED box SUB_PROCESS key=72 scope=67
  ELEMENT TERMINATED box MULTI_INSTANCE_BODY key=67 scope=63
  INSTANCE TERMINATED multi-instance-sub key=63
end
  rows meta=1 definition=1 def_by_id=1
  digest d7b5e0a66c704ac3f15f0c4cb7987f3a
