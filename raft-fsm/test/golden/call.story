# Called processes: what they see and give back, what they throw, what ends them.
deploy call.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED call version=1 key=2 resource="call.bpmn"
create call {"target": "called", "n": 1}
  OK puts=7 deletes=0
  INSTANCE ACTIVE call key=3
  VARIABLE CREATED target="called" scope=3
  VARIABLE CREATED n=1 scope=3
  ELEMENT ACTIVATING s START_EVENT key=6 scope=3
  ELEMENT ACTIVATED s START_EVENT key=6 scope=3
  ELEMENT COMPLETING s START_EVENT key=6 scope=3
  ELEMENT COMPLETED s START_EVENT key=6 scope=3
  FLOW TAKEN s_c
  ELEMENT ACTIVATING c CALL_ACTIVITY key=7 scope=3
  INCIDENT ACTIVE c CALLED_ELEMENT_ERROR key=8 message="Expected process with BPMN process id 'called' to be deployed, but not found."
  ELEMENT ACTIVATING c CALL_ACTIVITY key=7 scope=3 incident=8
  INSTANCE ACTIVE call key=3 incidents=1
# not deployed yet: an incident, and then another try
deploy called.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED called version=1 key=10 tag="one" resource="called.bpmn"
resolve c
  OK puts=9 deletes=2
  INCIDENT RESOLVED c CALLED_ELEMENT_ERROR key=8 message="Expected process with BPMN process id 'called' to be deployed, but not found."
  ELEMENT ACTIVATING c CALL_ACTIVITY key=7 scope=3
  INSTANCE ACTIVE call key=3
  ELEMENT ACTIVATED c CALL_ACTIVITY key=7 scope=3
  INSTANCE ACTIVE called key=11 caller=7
  VARIABLE CREATED n=1 scope=11
  VARIABLE CREATED target="called" scope=11
  ELEMENT ACTIVATING s START_EVENT key=14 scope=11
  ELEMENT ACTIVATED s START_EVENT key=14 scope=11
  ELEMENT COMPLETING s START_EVENT key=14 scope=11
  ELEMENT COMPLETED s START_EVENT key=14 scope=11
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=15 scope=11
  ELEMENT ACTIVATED work SERVICE_TASK key=15 scope=11
  JOB CREATED work type="work" key=16 retries=3
complete work {"result": 7}
  OK puts=10 deletes=9
  JOB COMPLETED work type="work" key=16 retries=3
  VARIABLE CREATED result=7 scope=11
  ELEMENT COMPLETING work SERVICE_TASK key=15 scope=11
  ELEMENT COMPLETED work SERVICE_TASK key=15 scope=11
  FLOW TAKEN work_way
  ELEMENT ACTIVATING way EXCLUSIVE_GATEWAY key=18 scope=11
  ELEMENT ACTIVATED way EXCLUSIVE_GATEWAY key=18 scope=11
  ELEMENT COMPLETING way EXCLUSIVE_GATEWAY key=18 scope=11
  ELEMENT COMPLETED way EXCLUSIVE_GATEWAY key=18 scope=11
  FLOW TAKEN way_e
  ELEMENT ACTIVATING e END_EVENT key=19 scope=11
  ELEMENT ACTIVATED e END_EVENT key=19 scope=11
  ELEMENT COMPLETING e END_EVENT key=19 scope=11
  ELEMENT COMPLETED e END_EVENT key=19 scope=11
  INSTANCE COMPLETED called key=11 caller=7
  VARIABLE CREATED result=7 scope=3
  ELEMENT COMPLETING c CALL_ACTIVITY key=7 scope=3
  ELEMENT COMPLETED c CALL_ACTIVITY key=7 scope=3
  FLOW TAKEN c_strict
  ELEMENT ACTIVATING strict CALL_ACTIVITY key=21 scope=3
  VARIABLE CREATED strict n=2 scope=21
  ELEMENT ACTIVATED strict CALL_ACTIVITY key=21 scope=3
  INSTANCE ACTIVE called key=23 caller=21
  VARIABLE CREATED n=2 scope=23
  ELEMENT ACTIVATING s START_EVENT key=25 scope=23
  ELEMENT ACTIVATED s START_EVENT key=25 scope=23
  ELEMENT COMPLETING s START_EVENT key=25 scope=23
  ELEMENT COMPLETED s START_EVENT key=25 scope=23
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=26 scope=23
  ELEMENT ACTIVATED work SERVICE_TASK key=26 scope=23
  JOB CREATED work type="work" key=27 retries=3
complete work {"result": 8, "more": 9}
  OK puts=0 deletes=13
  JOB COMPLETED work type="work" key=27 retries=3
  VARIABLE CREATED result=8 scope=23
  VARIABLE CREATED more=9 scope=23
  ELEMENT COMPLETING work SERVICE_TASK key=26 scope=23
  ELEMENT COMPLETED work SERVICE_TASK key=26 scope=23
  FLOW TAKEN work_way
  ELEMENT ACTIVATING way EXCLUSIVE_GATEWAY key=30 scope=23
  ELEMENT ACTIVATED way EXCLUSIVE_GATEWAY key=30 scope=23
  ELEMENT COMPLETING way EXCLUSIVE_GATEWAY key=30 scope=23
  ELEMENT COMPLETED way EXCLUSIVE_GATEWAY key=30 scope=23
  FLOW TAKEN way_e
  ELEMENT ACTIVATING e END_EVENT key=31 scope=23
  ELEMENT ACTIVATED e END_EVENT key=31 scope=23
  ELEMENT COMPLETING e END_EVENT key=31 scope=23
  ELEMENT COMPLETED e END_EVENT key=31 scope=23
  INSTANCE COMPLETED called key=23 caller=21
  VARIABLE CREATED strict more=9 scope=21
  VARIABLE CREATED strict result=8 scope=21
  ELEMENT COMPLETING strict CALL_ACTIVITY key=21 scope=3
  VARIABLE CREATED outcome=8 scope=3
  ELEMENT COMPLETED strict CALL_ACTIVITY key=21 scope=3
  FLOW TAKEN strict_e
  ELEMENT ACTIVATING e END_EVENT key=35 scope=3
  ELEMENT ACTIVATED e END_EVENT key=35 scope=3
  ELEMENT COMPLETING e END_EVENT key=35 scope=3
  ELEMENT COMPLETED e END_EVENT key=35 scope=3
  INSTANCE COMPLETED call key=3
# an error that nobody catches inside comes out at the call activity
create call {"target": "called", "n": 1}
  OK puts=12 deletes=0
  INSTANCE ACTIVE call key=36
  VARIABLE CREATED target="called" scope=36
  VARIABLE CREATED n=1 scope=36
  ELEMENT ACTIVATING s START_EVENT key=39 scope=36
  ELEMENT ACTIVATED s START_EVENT key=39 scope=36
  ELEMENT COMPLETING s START_EVENT key=39 scope=36
  ELEMENT COMPLETED s START_EVENT key=39 scope=36
  FLOW TAKEN s_c
  ELEMENT ACTIVATING c CALL_ACTIVITY key=40 scope=36
  ELEMENT ACTIVATED c CALL_ACTIVITY key=40 scope=36
  INSTANCE ACTIVE called key=41 caller=40
  VARIABLE CREATED n=1 scope=41
  VARIABLE CREATED target="called" scope=41
  ELEMENT ACTIVATING s START_EVENT key=44 scope=41
  ELEMENT ACTIVATED s START_EVENT key=44 scope=41
  ELEMENT COMPLETING s START_EVENT key=44 scope=41
  ELEMENT COMPLETED s START_EVENT key=44 scope=41
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=45 scope=41
  ELEMENT ACTIVATED work SERVICE_TASK key=45 scope=41
  JOB CREATED work type="work" key=46 retries=3
complete work {"bad": true}
  OK puts=0 deletes=12
  JOB COMPLETED work type="work" key=46 retries=3
  VARIABLE CREATED bad=true scope=41
  ELEMENT COMPLETING work SERVICE_TASK key=45 scope=41
  ELEMENT COMPLETED work SERVICE_TASK key=45 scope=41
  FLOW TAKEN work_way
  ELEMENT ACTIVATING way EXCLUSIVE_GATEWAY key=48 scope=41
  ELEMENT ACTIVATED way EXCLUSIVE_GATEWAY key=48 scope=41
  ELEMENT COMPLETING way EXCLUSIVE_GATEWAY key=48 scope=41
  ELEMENT COMPLETED way EXCLUSIVE_GATEWAY key=48 scope=41
  FLOW TAKEN way_thrown
  ELEMENT ACTIVATING thrown END_EVENT key=49 scope=41
  ELEMENT ACTIVATED thrown END_EVENT key=49 scope=41
  ELEMENT TERMINATING c CALL_ACTIVITY key=40 scope=36
  ELEMENT TERMINATING thrown END_EVENT key=49 scope=41
  ELEMENT TERMINATED thrown END_EVENT key=49 scope=41
  INSTANCE TERMINATED called key=41 caller=40
  ELEMENT TERMINATED c CALL_ACTIVITY key=40 scope=36
  ELEMENT ACTIVATING caught BOUNDARY_EVENT key=50 scope=36
  ELEMENT ACTIVATED caught BOUNDARY_EVENT key=50 scope=36
  ELEMENT COMPLETING caught BOUNDARY_EVENT key=50 scope=36
  ELEMENT COMPLETED caught BOUNDARY_EVENT key=50 scope=36
  FLOW TAKEN caught_e2
  ELEMENT ACTIVATING e2 END_EVENT key=51 scope=36
  ELEMENT ACTIVATED e2 END_EVENT key=51 scope=36
  ELEMENT COMPLETING e2 END_EVENT key=51 scope=36
  ELEMENT COMPLETED e2 END_EVENT key=51 scope=36
  INSTANCE COMPLETED call key=36
# and so does one that a job throws
create call {"target": "called", "n": 1}
  OK puts=12 deletes=0
  INSTANCE ACTIVE call key=52
  VARIABLE CREATED target="called" scope=52
  VARIABLE CREATED n=1 scope=52
  ELEMENT ACTIVATING s START_EVENT key=55 scope=52
  ELEMENT ACTIVATED s START_EVENT key=55 scope=52
  ELEMENT COMPLETING s START_EVENT key=55 scope=52
  ELEMENT COMPLETED s START_EVENT key=55 scope=52
  FLOW TAKEN s_c
  ELEMENT ACTIVATING c CALL_ACTIVITY key=56 scope=52
  ELEMENT ACTIVATED c CALL_ACTIVITY key=56 scope=52
  INSTANCE ACTIVE called key=57 caller=56
  VARIABLE CREATED n=1 scope=57
  VARIABLE CREATED target="called" scope=57
  ELEMENT ACTIVATING s START_EVENT key=60 scope=57
  ELEMENT ACTIVATED s START_EVENT key=60 scope=57
  ELEMENT COMPLETING s START_EVENT key=60 scope=57
  ELEMENT COMPLETED s START_EVENT key=60 scope=57
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=61 scope=57
  ELEMENT ACTIVATED work SERVICE_TASK key=61 scope=57
  JOB CREATED work type="work" key=62 retries=3
error work BROKEN
  OK puts=0 deletes=12
  JOB ERROR_THROWN work type="work" key=62 retries=3 code="BROKEN"
  ELEMENT TERMINATING c CALL_ACTIVITY key=56 scope=52
  ELEMENT TERMINATING work SERVICE_TASK key=61 scope=57
  ELEMENT TERMINATED work SERVICE_TASK key=61 scope=57
  INSTANCE TERMINATED called key=57 caller=56
  ELEMENT TERMINATED c CALL_ACTIVITY key=56 scope=52
  ELEMENT ACTIVATING caught BOUNDARY_EVENT key=63 scope=52
  ELEMENT ACTIVATED caught BOUNDARY_EVENT key=63 scope=52
  ELEMENT COMPLETING caught BOUNDARY_EVENT key=63 scope=52
  ELEMENT COMPLETED caught BOUNDARY_EVENT key=63 scope=52
  FLOW TAKEN caught_e2
  ELEMENT ACTIVATING e2 END_EVENT key=64 scope=52
  ELEMENT ACTIVATED e2 END_EVENT key=64 scope=52
  ELEMENT COMPLETING e2 END_EVENT key=64 scope=52
  ELEMENT COMPLETED e2 END_EVENT key=64 scope=52
  INSTANCE COMPLETED call key=52
# what called it ends it
create call {"target": "called", "n": 1}
  OK puts=12 deletes=0
  INSTANCE ACTIVE call key=65
  VARIABLE CREATED target="called" scope=65
  VARIABLE CREATED n=1 scope=65
  ELEMENT ACTIVATING s START_EVENT key=68 scope=65
  ELEMENT ACTIVATED s START_EVENT key=68 scope=65
  ELEMENT COMPLETING s START_EVENT key=68 scope=65
  ELEMENT COMPLETED s START_EVENT key=68 scope=65
  FLOW TAKEN s_c
  ELEMENT ACTIVATING c CALL_ACTIVITY key=69 scope=65
  ELEMENT ACTIVATED c CALL_ACTIVITY key=69 scope=65
  INSTANCE ACTIVE called key=70 caller=69
  VARIABLE CREATED n=1 scope=70
  VARIABLE CREATED target="called" scope=70
  ELEMENT ACTIVATING s START_EVENT key=73 scope=70
  ELEMENT ACTIVATED s START_EVENT key=73 scope=70
  ELEMENT COMPLETING s START_EVENT key=73 scope=70
  ELEMENT COMPLETED s START_EVENT key=73 scope=70
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=74 scope=70
  ELEMENT ACTIVATED work SERVICE_TASK key=74 scope=70
  JOB CREATED work type="work" key=75 retries=3
cancel called
  WRONG_STATE puts=0 deletes=0 Expected to cancel a process instance with key '2251799813685318', but it is created by a parent process instance. Cancel the root process instance '2251799813685313' instead.
modify called end=work
  INVALID_ARGUMENT puts=0 deletes=0 Expected to modify instance of process 'called', but the instructions would end all element instances of a process instance that was created by a call activity. To end it, cancel the process instance that has called it instead
cancel call
  OK puts=0 deletes=12
  ELEMENT TERMINATING c CALL_ACTIVITY key=69 scope=65
  ELEMENT TERMINATING work SERVICE_TASK key=74 scope=70
  JOB CANCELED work type="work" key=75 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=74 scope=70
  INSTANCE TERMINATED called key=70 caller=69
  ELEMENT TERMINATED c CALL_ACTIVITY key=69 scope=65
  INSTANCE TERMINATED call key=65
# no name of a process
create call {"target": 1}
  OK puts=6 deletes=0
  INSTANCE ACTIVE call key=76
  VARIABLE CREATED target=1 scope=76
  ELEMENT ACTIVATING s START_EVENT key=78 scope=76
  ELEMENT ACTIVATED s START_EVENT key=78 scope=76
  ELEMENT COMPLETING s START_EVENT key=78 scope=76
  ELEMENT COMPLETED s START_EVENT key=78 scope=76
  FLOW TAKEN s_c
  ELEMENT ACTIVATING c CALL_ACTIVITY key=79 scope=76
  INCIDENT ACTIVE c EXTRACT_VALUE_ERROR key=80 message="Expected result of the expression 'target' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING c CALL_ACTIVITY key=79 scope=76 incident=80
  INSTANCE ACTIVE call key=76 incidents=1
cancel call
  OK puts=0 deletes=6
  ELEMENT TERMINATING c CALL_ACTIVITY key=79 scope=76 incident=80
  INCIDENT RESOLVED c EXTRACT_VALUE_ERROR key=80 message="Expected result of the expression 'target' to be 'STRING', but was 'NUMBER'."
  ELEMENT TERMINATING c CALL_ACTIVITY key=79 scope=76
  INSTANCE ACTIVE call key=76
  ELEMENT TERMINATED c CALL_ACTIVITY key=79 scope=76
  INSTANCE TERMINATED call key=76
end
  rows meta=1 definition=2 def_by_id=2
  digest c60ab1a49fef18e4917eb4fe1a8a15d9
