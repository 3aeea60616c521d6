# A signal starts one instance of each process that waits for it, of the newest version.
deploy signal.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED signal version=1 key=2 resource="signal.bpmn"
broadcast siren {"n":1}
  OK puts=5 deletes=0
  INSTANCE ACTIVE signal key=5
  VARIABLE CREATED n=1 scope=5
  ELEMENT ACTIVATING by-siren START_EVENT key=6 scope=5
  ELEMENT ACTIVATED by-siren START_EVENT key=6 scope=5
  ELEMENT COMPLETING by-siren START_EVENT key=6 scope=5
  ELEMENT COMPLETED by-siren START_EVENT key=6 scope=5
  FLOW TAKEN siren_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=8 scope=5
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=8 scope=5
# All who wait get it, and nobody later: the new instance waits for the next one, a boundary event that interrupts takes the first.
create signal {"sig":"note"}
  OK puts=10 deletes=0
  INSTANCE ACTIVE signal key=10
  VARIABLE CREATED sig="note" scope=10
  ELEMENT ACTIVATING s START_EVENT key=12 scope=10
  ELEMENT ACTIVATED s START_EVENT key=12 scope=10
  ELEMENT COMPLETING s START_EVENT key=12 scope=10
  ELEMENT COMPLETED s START_EVENT key=12 scope=10
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=13 scope=10
  ELEMENT ACTIVATED box SUB_PROCESS key=13 scope=10
  ELEMENT ACTIVATING bs START_EVENT key=15 scope=13
  ELEMENT ACTIVATED bs START_EVENT key=15 scope=13
  ELEMENT COMPLETING bs START_EVENT key=15 scope=13
  ELEMENT COMPLETED bs START_EVENT key=15 scope=13
  FLOW TAKEN bs_work
  ELEMENT ACTIVATING work SERVICE_TASK key=16 scope=13
  ELEMENT ACTIVATED work SERVICE_TASK key=16 scope=13
  JOB CREATED work type="work" key=17 retries=3
broadcast siren {"n":2}
  OK puts=5 deletes=15
  INSTANCE ACTIVE signal key=20
  VARIABLE CREATED n=2 scope=20
  VARIABLE UPDATED n=2 scope=5
  VARIABLE CREATED n=2 scope=10
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=8 scope=5
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=8 scope=5
  FLOW TAKEN wait_e2
  ELEMENT TERMINATING box SUB_PROCESS key=13 scope=10
  ELEMENT ACTIVATING by-siren START_EVENT key=21 scope=20
  ELEMENT ACTIVATED by-siren START_EVENT key=21 scope=20
  ELEMENT ACTIVATING e2 END_EVENT key=25 scope=5
  ELEMENT ACTIVATED e2 END_EVENT key=25 scope=5
  ELEMENT TERMINATING work SERVICE_TASK key=16 scope=13
  JOB CANCELED work type="work" key=17 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=16 scope=13
  ELEMENT COMPLETING by-siren START_EVENT key=21 scope=20
  ELEMENT COMPLETED by-siren START_EVENT key=21 scope=20
  FLOW TAKEN siren_wait
  ELEMENT COMPLETING e2 END_EVENT key=25 scope=5
  ELEMENT COMPLETED e2 END_EVENT key=25 scope=5
  ELEMENT TERMINATED box SUB_PROCESS key=13 scope=10
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=26 scope=20
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=26 scope=20
  INSTANCE COMPLETED signal key=5
  ELEMENT ACTIVATING stopped BOUNDARY_EVENT key=23 scope=10
  ELEMENT ACTIVATED stopped BOUNDARY_EVENT key=23 scope=10
  ELEMENT COMPLETING stopped BOUNDARY_EVENT key=23 scope=10
  ELEMENT COMPLETED stopped BOUNDARY_EVENT key=23 scope=10
  FLOW TAKEN stopped_e
  ELEMENT ACTIVATING e END_EVENT key=28 scope=10
  ELEMENT ACTIVATED e END_EVENT key=28 scope=10
  ELEMENT COMPLETING e END_EVENT key=28 scope=10
  ELEMENT COMPLETED e END_EVENT key=28 scope=10
  INSTANCE COMPLETED signal key=10
# A boundary event that does not interrupt takes every one.
create signal {"sig":"note"}
  OK puts=10 deletes=0
  INSTANCE ACTIVE signal key=29
  VARIABLE CREATED sig="note" scope=29
  ELEMENT ACTIVATING s START_EVENT key=31 scope=29
  ELEMENT ACTIVATED s START_EVENT key=31 scope=29
  ELEMENT COMPLETING s START_EVENT key=31 scope=29
  ELEMENT COMPLETED s START_EVENT key=31 scope=29
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=32 scope=29
  ELEMENT ACTIVATED box SUB_PROCESS key=32 scope=29
  ELEMENT ACTIVATING bs START_EVENT key=34 scope=32
  ELEMENT ACTIVATED bs START_EVENT key=34 scope=32
  ELEMENT COMPLETING bs START_EVENT key=34 scope=32
  ELEMENT COMPLETED bs START_EVENT key=34 scope=32
  FLOW TAKEN bs_work
  ELEMENT ACTIVATING work SERVICE_TASK key=35 scope=32
  ELEMENT ACTIVATED work SERVICE_TASK key=35 scope=32
  JOB CREATED work type="work" key=36 retries=3
broadcast note {}
  OK puts=0 deletes=0
  ELEMENT ACTIVATING more BOUNDARY_EVENT key=39 scope=32
  ELEMENT ACTIVATED more BOUNDARY_EVENT key=39 scope=32
  ELEMENT COMPLETING more BOUNDARY_EVENT key=39 scope=32
  ELEMENT COMPLETED more BOUNDARY_EVENT key=39 scope=32
  FLOW TAKEN more_noted
  ELEMENT ACTIVATING noted END_EVENT key=40 scope=32
  ELEMENT ACTIVATED noted END_EVENT key=40 scope=32
  ELEMENT COMPLETING noted END_EVENT key=40 scope=32
  ELEMENT COMPLETED noted END_EVENT key=40 scope=32
broadcast note {"m":1}
  OK puts=1 deletes=0
  VARIABLE CREATED m=1 scope=29
  ELEMENT ACTIVATING more BOUNDARY_EVENT key=42 scope=32
  ELEMENT ACTIVATED more BOUNDARY_EVENT key=42 scope=32
  ELEMENT COMPLETING more BOUNDARY_EVENT key=42 scope=32
  ELEMENT COMPLETED more BOUNDARY_EVENT key=42 scope=32
  FLOW TAKEN more_noted
  ELEMENT ACTIVATING noted END_EVENT key=44 scope=32
  ELEMENT ACTIVATED noted END_EVENT key=44 scope=32
  ELEMENT COMPLETING noted END_EVENT key=44 scope=32
  ELEMENT COMPLETED noted END_EVENT key=44 scope=32
broadcast nobody {}
  OK puts=0 deletes=0
complete work
  OK puts=0 deletes=11
  JOB COMPLETED work type="work" key=36 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=35 scope=32
  ELEMENT COMPLETED work SERVICE_TASK key=35 scope=32
  FLOW TAKEN work_be
  ELEMENT ACTIVATING be END_EVENT key=46 scope=32
  ELEMENT ACTIVATED be END_EVENT key=46 scope=32
  ELEMENT COMPLETING be END_EVENT key=46 scope=32
  ELEMENT COMPLETED be END_EVENT key=46 scope=32
  ELEMENT COMPLETING box SUB_PROCESS key=32 scope=29
  ELEMENT COMPLETED box SUB_PROCESS key=32 scope=29
  FLOW TAKEN box_e
  ELEMENT ACTIVATING e END_EVENT key=47 scope=29
  ELEMENT ACTIVATED e END_EVENT key=47 scope=29
  ELEMENT COMPLETING e END_EVENT key=47 scope=29
  ELEMENT COMPLETED e END_EVENT key=47 scope=29
  INSTANCE COMPLETED signal key=29
# A name that is none is an incident.
create signal {"sig":5}
  OK puts=9 deletes=0
  INSTANCE ACTIVE signal key=48
  VARIABLE CREATED sig=5 scope=48
  ELEMENT ACTIVATING s START_EVENT key=50 scope=48
  ELEMENT ACTIVATED s START_EVENT key=50 scope=48
  ELEMENT COMPLETING s START_EVENT key=50 scope=48
  ELEMENT COMPLETED s START_EVENT key=50 scope=48
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=51 scope=48
  ELEMENT ACTIVATED box SUB_PROCESS key=51 scope=48
  ELEMENT ACTIVATING bs START_EVENT key=53 scope=51
  ELEMENT ACTIVATED bs START_EVENT key=53 scope=51
  ELEMENT COMPLETING bs START_EVENT key=53 scope=51
  ELEMENT COMPLETED bs START_EVENT key=53 scope=51
  FLOW TAKEN bs_work
  ELEMENT ACTIVATING work SERVICE_TASK key=54 scope=51
  INCIDENT ACTIVE work EXTRACT_VALUE_ERROR key=55 message="Expected result of the expression 'sig' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING work SERVICE_TASK key=54 scope=51 incident=55
  INSTANCE ACTIVE signal key=48 incidents=1
set signal {"sig":"note"}
  OK puts=1 deletes=0
  VARIABLE UPDATED sig="note" scope=48
resolve work
  OK puts=5 deletes=2
  INCIDENT RESOLVED work EXTRACT_VALUE_ERROR key=55 message="Expected result of the expression 'sig' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING work SERVICE_TASK key=54 scope=51
  INSTANCE ACTIVE signal key=48
  ELEMENT ACTIVATED work SERVICE_TASK key=54 scope=51
  JOB CREATED work type="work" key=56 retries=3
cancel signal
  OK puts=0 deletes=10
  ELEMENT TERMINATING box SUB_PROCESS key=51 scope=48
  ELEMENT TERMINATING work SERVICE_TASK key=54 scope=51
  JOB CANCELED work type="work" key=56 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=54 scope=51
  ELEMENT TERMINATED box SUB_PROCESS key=51 scope=48
  INSTANCE TERMINATED signal key=48
# What is thrown carries the local variables of the event. The start event of a deleted definition waits no longer.
deploy signal-throw.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED signal-throw version=1 key=59 resource="signal-throw.bpmn"
undeploy #2
  OK puts=2 deletes=3
  DEFINITION DRAINING signal version=1 key=2
create signal-throw {"sig":"siren","level":1}
  OK puts=1 deletes=5
  INSTANCE ACTIVE signal-throw key=60
  VARIABLE CREATED sig="siren" scope=60
  VARIABLE CREATED level=1 scope=60
  ELEMENT ACTIVATING s START_EVENT key=63 scope=60
  ELEMENT ACTIVATED s START_EVENT key=63 scope=60
  ELEMENT COMPLETING s START_EVENT key=63 scope=60
  ELEMENT COMPLETED s START_EVENT key=63 scope=60
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=64 scope=60
  ELEMENT ACTIVATED box SUB_PROCESS key=64 scope=60
  ELEMENT ACTIVATING bs START_EVENT key=66 scope=64
  ELEMENT ACTIVATED bs START_EVENT key=66 scope=64
  ELEMENT COMPLETING bs START_EVENT key=66 scope=64
  ELEMENT COMPLETED bs START_EVENT key=66 scope=64
  FLOW TAKEN bs_call
  ELEMENT ACTIVATING call INTERMEDIATE_THROW_EVENT key=67 scope=64
  VARIABLE CREATED call level=2 scope=67
  ELEMENT ACTIVATED call INTERMEDIATE_THROW_EVENT key=67 scope=64
  VARIABLE CREATED level=2 scope=20
  VARIABLE UPDATED level=2 scope=60
  ELEMENT COMPLETING call INTERMEDIATE_THROW_EVENT key=67 scope=64
  ELEMENT COMPLETED call INTERMEDIATE_THROW_EVENT key=67 scope=64
  FLOW TAKEN call_never
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=26 scope=20
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=26 scope=20
  FLOW TAKEN wait_e2
  ELEMENT TERMINATING box SUB_PROCESS key=64 scope=60
  ELEMENT TERMINATED box SUB_PROCESS key=64 scope=60
  ELEMENT ACTIVATING e2 END_EVENT key=72 scope=20
  ELEMENT ACTIVATED e2 END_EVENT key=72 scope=20
  ELEMENT ACTIVATING own BOUNDARY_EVENT key=71 scope=60
  ELEMENT ACTIVATED own BOUNDARY_EVENT key=71 scope=60
  ELEMENT COMPLETING e2 END_EVENT key=72 scope=20
  ELEMENT COMPLETED e2 END_EVENT key=72 scope=20
  ELEMENT COMPLETING own BOUNDARY_EVENT key=71 scope=60
  ELEMENT COMPLETED own BOUNDARY_EVENT key=71 scope=60
  FLOW TAKEN own_e
  INSTANCE COMPLETED signal key=20
  ELEMENT ACTIVATING e END_EVENT key=73 scope=60
  ELEMENT ACTIVATED e END_EVENT key=73 scope=60
  ELEMENT COMPLETING e END_EVENT key=73 scope=60
  ELEMENT COMPLETED e END_EVENT key=73 scope=60
  INSTANCE COMPLETED signal-throw key=60
create signal-throw {"sig":null,"level":1}
  OK puts=11 deletes=0
  INSTANCE ACTIVE signal-throw key=75
  VARIABLE CREATED sig=null scope=75
  VARIABLE CREATED level=1 scope=75
  ELEMENT ACTIVATING s START_EVENT key=78 scope=75
  ELEMENT ACTIVATED s START_EVENT key=78 scope=75
  ELEMENT COMPLETING s START_EVENT key=78 scope=75
  ELEMENT COMPLETED s START_EVENT key=78 scope=75
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=79 scope=75
  ELEMENT ACTIVATED box SUB_PROCESS key=79 scope=75
  ELEMENT ACTIVATING bs START_EVENT key=81 scope=79
  ELEMENT ACTIVATED bs START_EVENT key=81 scope=79
  ELEMENT COMPLETING bs START_EVENT key=81 scope=79
  ELEMENT COMPLETED bs START_EVENT key=81 scope=79
  FLOW TAKEN bs_call
  ELEMENT ACTIVATING call INTERMEDIATE_THROW_EVENT key=82 scope=79
  VARIABLE CREATED call level=2 scope=82
  INCIDENT ACTIVE call EXTRACT_VALUE_ERROR key=84 message="Expected result of the expression 'sig' to be 'STRING', but was 'NULL'."
  ELEMENT ACTIVATING call INTERMEDIATE_THROW_EVENT key=82 scope=79 incident=84
  INSTANCE ACTIVE signal-throw key=75 incidents=1
set signal-throw {"sig":"quiet"}
  OK puts=1 deletes=0
  VARIABLE UPDATED sig="quiet" scope=75
resolve call
  OK puts=5 deletes=5
  INCIDENT RESOLVED call EXTRACT_VALUE_ERROR key=84 message="Expected result of the expression 'sig' to be 'STRING', but was 'NULL'."
  ELEMENT ACTIVATING call INTERMEDIATE_THROW_EVENT key=82 scope=79
  INSTANCE ACTIVE signal-throw key=75
  VARIABLE UPDATED call level=3 scope=82
  ELEMENT ACTIVATED call INTERMEDIATE_THROW_EVENT key=82 scope=79
  ELEMENT COMPLETING call INTERMEDIATE_THROW_EVENT key=82 scope=79
  ELEMENT COMPLETED call INTERMEDIATE_THROW_EVENT key=82 scope=79
  FLOW TAKEN call_never
  ELEMENT ACTIVATING never SERVICE_TASK key=86 scope=79
  ELEMENT ACTIVATED never SERVICE_TASK key=86 scope=79
  JOB CREATED never type="never" key=87 retries=3
broadcast siren {}
  OK puts=0 deletes=10
  ELEMENT TERMINATING box SUB_PROCESS key=79 scope=75
  ELEMENT TERMINATING never SERVICE_TASK key=86 scope=79
  JOB CANCELED never type="never" key=87 retries=3
  ELEMENT TERMINATED never SERVICE_TASK key=86 scope=79
  ELEMENT TERMINATED box SUB_PROCESS key=79 scope=75
  ELEMENT ACTIVATING own BOUNDARY_EVENT key=89 scope=75
  ELEMENT ACTIVATED own BOUNDARY_EVENT key=89 scope=75
  ELEMENT COMPLETING own BOUNDARY_EVENT key=89 scope=75
  ELEMENT COMPLETED own BOUNDARY_EVENT key=89 scope=75
  FLOW TAKEN own_e
  ELEMENT ACTIVATING e END_EVENT key=90 scope=75
  ELEMENT ACTIVATED e END_EVENT key=90 scope=75
  ELEMENT COMPLETING e END_EVENT key=90 scope=75
  ELEMENT COMPLETED e END_EVENT key=90 scope=75
  INSTANCE COMPLETED signal-throw key=75
end
  rows meta=1 definition=2 def_by_id=1 due=1 version_floor=1 draining=1
  digest 2d6578acc47195e8ec4aa45e5cf29b75
