# Modifying an instance: what begins gets its scopes, what ends takes empty scopes with it.
deploy modify.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED modify version=1 key=2 resource="modify.bpmn"
create modify {"k":"1","patience":"PT1H"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE modify key=3
  VARIABLE CREATED k="1" scope=3
  VARIABLE CREATED patience="PT1H" scope=3
  ELEMENT ACTIVATING s START_EVENT key=6 scope=3
  ELEMENT ACTIVATED s START_EVENT key=6 scope=3
  ELEMENT COMPLETING s START_EVENT key=6 scope=3
  ELEMENT COMPLETED s START_EVENT key=6 scope=3
  FLOW TAKEN s_a
  ELEMENT ACTIVATING a SERVICE_TASK key=7 scope=3
  ELEMENT ACTIVATED a SERVICE_TASK key=7 scope=3
  JOB CREATED a type="a" key=8 retries=3
# scopes that are missing are made, without their inputs, and their boundary events wait
modify modify activate=b/-/box {"level":7}
  OK puts=9 deletes=0
  VARIABLE CREATED box level=7 scope=9
  ELEMENT ACTIVATING box SUB_PROCESS key=9 scope=3
  ELEMENT ACTIVATED box SUB_PROCESS key=9 scope=3
  TIMER CREATED late key=12 due=3601000
  ELEMENT ACTIVATING b SERVICE_TASK key=10 scope=9
  ELEMENT ACTIVATED b SERVICE_TASK key=10 scope=9
  JOB CREATED b type="b" key=13 retries=3
# the scope that is there serves
modify modify activate=deep/-/deep {"own":true}
  OK puts=8 deletes=0
  VARIABLE CREATED deep own=true scope=14
  ELEMENT ACTIVATING deep SUB_PROCESS key=14 scope=9
  ELEMENT ACTIVATED deep SUB_PROCESS key=14 scope=9
  ELEMENT ACTIVATING s2 START_EVENT key=16 scope=14
  ELEMENT ACTIVATED s2 START_EVENT key=16 scope=14
  ELEMENT COMPLETING s2 START_EVENT key=16 scope=14
  ELEMENT COMPLETED s2 START_EVENT key=16 scope=14
  FLOW TAKEN s2_d
  ELEMENT ACTIVATING d SERVICE_TASK key=17 scope=14
  ELEMENT ACTIVATED d SERVICE_TASK key=17 scope=14
  JOB CREATED d type="d" key=18 retries=3
# an ancestor: everything below it is new
modify modify activate=d/#3
  OK puts=10 deletes=0
  ELEMENT ACTIVATING box SUB_PROCESS key=19 scope=3
  ELEMENT ACTIVATED box SUB_PROCESS key=19 scope=3
  TIMER CREATED late key=22 due=3601000
  ELEMENT ACTIVATING deep SUB_PROCESS key=20 scope=19
  ELEMENT ACTIVATED deep SUB_PROCESS key=20 scope=19
  ELEMENT ACTIVATING d SERVICE_TASK key=21 scope=20
  ELEMENT ACTIVATED d SERVICE_TASK key=21 scope=20
  JOB CREATED d type="d" key=23 retries=3
# two ways: refused, until an ancestor is named
modify modify activate=b
  INVALID_ARGUMENT puts=0 deletes=0 Expected to activate element 'b' of process 'modify', but its scope 'box' has more than one active instance. Please name one of them, or one around them, as the ancestor element instance
modify modify activate=b/#9
  OK puts=5 deletes=0
  ELEMENT ACTIVATING b SERVICE_TASK key=24 scope=9
  ELEMENT ACTIVATED b SERVICE_TASK key=24 scope=9
  JOB CREATED b type="b" key=25 retries=3
# what is refused, changes nothing
modify modify activate=nowhere
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element to activate that could not be found: 'nowhere'
modify modify activate=s
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element to activate that is unsupported: 's'. Elements of type START_EVENT cannot be activated
modify modify activate=late
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element to activate that is unsupported: 'late'. Elements of type BOUNDARY_EVENT cannot be activated
modify modify activate=modify
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element to activate that is unsupported: 'modify'. Elements of type PROCESS cannot be activated
modify modify activate=b/#7
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an ancestor element instance '2251799813685255' that is no scope around the element to activate: 'b'
modify modify activate=b/#6
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an ancestor element instance that does not exist or is not active: '2251799813685254'
modify modify activate=b/#9/nowhere {"x":1}
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains a variable instruction with a scope that could not be found: 'nowhere'
modify modify activate=b/#9/deep {"x":1}
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains a variable instruction for 'deep', which is no scope around the element to activate: 'b'
modify modify activate=a end=#999
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element instance to end that could not be found: '2251799813686247'
modify modify activate=a end=nowhere
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element to end that could not be found: 'nowhere'
modify modify activate=a end=e1
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element to end that has no active instance: 'e1'
modify modify move=e1/a
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but it contains an element to end that has no active instance: 'e1'
modify modify activate=b/#9 end=#9
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but element 'b' would be activated in element instance '2251799813685257', which is to end
modify modify activate=b/#9 end=box
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'modify', but element 'b' would be activated in element instance '2251799813685257', which is to end
modify nobody activate=a
  NOT_FOUND puts=0 deletes=0 Expected to modify process instance with key '0', but no such process instance was found
# the last child ends: its scopes end with it
modify modify end=d
  OK puts=2 deletes=16
  ELEMENT TERMINATING deep SUB_PROCESS key=14 scope=9
  ELEMENT TERMINATING box SUB_PROCESS key=19 scope=3
  TIMER CANCELED late key=22 due=3601000
  ELEMENT TERMINATING d SERVICE_TASK key=17 scope=14
  JOB CANCELED d type="d" key=18 retries=3
  ELEMENT TERMINATED d SERVICE_TASK key=17 scope=14
  ELEMENT TERMINATING deep SUB_PROCESS key=20 scope=19
  ELEMENT TERMINATED deep SUB_PROCESS key=14 scope=9
  ELEMENT TERMINATING d SERVICE_TASK key=21 scope=20
  JOB CANCELED d type="d" key=23 retries=3
  ELEMENT TERMINATED d SERVICE_TASK key=21 scope=20
  ELEMENT TERMINATED deep SUB_PROCESS key=20 scope=19
  ELEMENT TERMINATED box SUB_PROCESS key=19 scope=3
end
  rows meta=1 definition=1 def_by_id=1 element=5 child=4 variable=3 job=3 job_ready=3 due=1
  digest fe7a3f76591ba345b1db3c9a2e1e79e0
# one move for each source, into a scope around it
modify modify move=b/c {"moved":true}
  OK puts=8 deletes=12
  VARIABLE CREATED moved=true scope=3
  ELEMENT TERMINATING box SUB_PROCESS key=9 scope=3
  TIMER CANCELED late key=12 due=3601000
  ELEMENT ACTIVATING c INTERMEDIATE_CATCH_EVENT key=26 scope=3
  ELEMENT ACTIVATED c INTERMEDIATE_CATCH_EVENT key=26 scope=3
  SUBSCRIPTION CREATED c name="letter" correlation="1" key=29
  ELEMENT ACTIVATING c INTERMEDIATE_CATCH_EVENT key=28 scope=3
  ELEMENT ACTIVATED c INTERMEDIATE_CATCH_EVENT key=28 scope=3
  SUBSCRIPTION CREATED c name="letter" correlation="1" key=30
  ELEMENT TERMINATING b SERVICE_TASK key=10 scope=9
  JOB CANCELED b type="b" key=13 retries=3
  ELEMENT TERMINATED b SERVICE_TASK key=10 scope=9
  ELEMENT TERMINATING b SERVICE_TASK key=24 scope=9
  JOB CANCELED b type="b" key=25 retries=3
  ELEMENT TERMINATED b SERVICE_TASK key=24 scope=9
  ELEMENT TERMINATED box SUB_PROCESS key=9 scope=3
end
  rows meta=1 definition=1 def_by_id=1 element=4 child=3 variable=3 job=1 job_ready=1 sub=2
  digest 715037b33769eb24fb8747c3a4d92706
publish letter key=1 ttl=0 {"said":"yes"}
  OK puts=2 deletes=3
  MESSAGE PUBLISHED name="letter" correlation="1" key=31 deadline=1000
  SUBSCRIPTION CORRELATED c name="letter" correlation="1" key=29 message=31
  VARIABLE CREATED said="yes" scope=3
  MESSAGE EXPIRED name="letter" correlation="1" key=31 deadline=1000
  ELEMENT COMPLETING c INTERMEDIATE_CATCH_EVENT key=26 scope=3
  ELEMENT COMPLETED c INTERMEDIATE_CATCH_EVENT key=26 scope=3
  FLOW TAKEN c_e
  ELEMENT ACTIVATING e END_EVENT key=33 scope=3
  ELEMENT ACTIVATED e END_EVENT key=33 scope=3
  ELEMENT COMPLETING e END_EVENT key=33 scope=3
  ELEMENT COMPLETED e END_EVENT key=33 scope=3
# nothing is left: the instance ends
create modify {"k":"2","patience":"PT1H"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE modify key=34
  VARIABLE CREATED k="2" scope=34
  VARIABLE CREATED patience="PT1H" scope=34
  ELEMENT ACTIVATING s START_EVENT key=37 scope=34
  ELEMENT ACTIVATED s START_EVENT key=37 scope=34
  ELEMENT COMPLETING s START_EVENT key=37 scope=34
  ELEMENT COMPLETED s START_EVENT key=37 scope=34
  FLOW TAKEN s_a
  ELEMENT ACTIVATING a SERVICE_TASK key=38 scope=34
  ELEMENT ACTIVATED a SERVICE_TASK key=38 scope=34
  JOB CREATED a type="a" key=39 retries=3
modify modify end=a
  OK puts=0 deletes=7
  ELEMENT TERMINATING a SERVICE_TASK key=38 scope=34
  JOB CANCELED a type="a" key=39 retries=3
  ELEMENT TERMINATED a SERVICE_TASK key=38 scope=34
  INSTANCE TERMINATED modify key=34
# a boundary event that cannot wait refuses the whole command
create modify {"k":"3","patience":5}
  OK puts=7 deletes=0
  INSTANCE ACTIVE modify key=40
  VARIABLE CREATED k="3" scope=40
  VARIABLE CREATED patience=5 scope=40
  ELEMENT ACTIVATING s START_EVENT key=43 scope=40
  ELEMENT ACTIVATED s START_EVENT key=43 scope=40
  ELEMENT COMPLETING s START_EVENT key=43 scope=40
  ELEMENT COMPLETED s START_EVENT key=43 scope=40
  FLOW TAKEN s_a
  ELEMENT ACTIVATING a SERVICE_TASK key=44 scope=40
  ELEMENT ACTIVATED a SERVICE_TASK key=44 scope=40
  JOB CREATED a type="a" key=45 retries=3
modify modify activate=b end=a {"x":1}
  INVALID_ARGUMENT puts=0 deletes=0 Expected to wait for the events at scope 'box', but: Expected result of the expression 'patience' to be one of '[DURATION, PERIOD, STRING]', but was 'NUMBER'.
modify modify activate=c end=a
  OK puts=3 deletes=4
  ELEMENT TERMINATING a SERVICE_TASK key=44 scope=40
  JOB CANCELED a type="a" key=45 retries=3
  ELEMENT TERMINATED a SERVICE_TASK key=44 scope=40
  ELEMENT ACTIVATING c INTERMEDIATE_CATCH_EVENT key=46 scope=40
  ELEMENT ACTIVATED c INTERMEDIATE_CATCH_EVENT key=46 scope=40
  SUBSCRIPTION CREATED c name="letter" correlation="3" key=47
modify modify move=#46/box/parent {"patience":"PT1M"}
  OK puts=9 deletes=3
  VARIABLE UPDATED patience="PT1M" scope=40
  ELEMENT TERMINATING c INTERMEDIATE_CATCH_EVENT key=46 scope=40
  SUBSCRIPTION DELETED c name="letter" correlation="3" key=47
  ELEMENT TERMINATED c INTERMEDIATE_CATCH_EVENT key=46 scope=40
  ELEMENT ACTIVATING box SUB_PROCESS key=48 scope=40
  VARIABLE CREATED box level=0 scope=48
  ELEMENT ACTIVATED box SUB_PROCESS key=48 scope=40
  TIMER CREATED late key=50 due=61000
  ELEMENT ACTIVATING s1 START_EVENT key=51 scope=48
  ELEMENT ACTIVATED s1 START_EVENT key=51 scope=48
  ELEMENT COMPLETING s1 START_EVENT key=51 scope=48
  ELEMENT COMPLETED s1 START_EVENT key=51 scope=48
  FLOW TAKEN s1_b
  ELEMENT ACTIVATING b SERVICE_TASK key=52 scope=48
  ELEMENT ACTIVATED b SERVICE_TASK key=52 scope=48
  JOB CREATED b type="b" key=53 retries=3
cancel modify
  OK puts=0 deletes=11
  ELEMENT TERMINATING box SUB_PROCESS key=48 scope=40
  TIMER CANCELED late key=50 due=61000
  ELEMENT TERMINATING b SERVICE_TASK key=52 scope=48
  JOB CANCELED b type="b" key=53 retries=3
  ELEMENT TERMINATED b SERVICE_TASK key=52 scope=48
  ELEMENT TERMINATED box SUB_PROCESS key=48 scope=40
  INSTANCE TERMINATED modify key=40
cancel #3
  OK puts=0 deletes=12
  ELEMENT TERMINATING a SERVICE_TASK key=7 scope=3
  JOB CANCELED a type="a" key=8 retries=3
  ELEMENT TERMINATED a SERVICE_TASK key=7 scope=3
  ELEMENT TERMINATING c INTERMEDIATE_CATCH_EVENT key=28 scope=3
  SUBSCRIPTION DELETED c name="letter" correlation="1" key=30
  ELEMENT TERMINATED c INTERMEDIATE_CATCH_EVENT key=28 scope=3
  INSTANCE TERMINATED modify key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest cfda0150cb0c1c0c4cf7934915243181
