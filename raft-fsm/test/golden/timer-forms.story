# Dates with and without zone, schedules with start, with end, with neither left, cron.
at 0
deploy timer-date.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED timer-date version=1 key=2 resource="timer-date.bpmn"
create timer-date {"at":"1970-01-01T00:00:10Z"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE timer-date key=3
  VARIABLE CREATED at="1970-01-01T00:00:10Z" scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  TIMER CREATED wait key=7 due=10000
create timer-date {"at":"1970-01-01T02:00:05+02:00"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE timer-date key=8
  VARIABLE CREATED at="1970-01-01T02:00:05+02:00" scope=8
  ELEMENT ACTIVATING s START_EVENT key=10 scope=8
  ELEMENT ACTIVATED s START_EVENT key=10 scope=8
  ELEMENT COMPLETING s START_EVENT key=10 scope=8
  ELEMENT COMPLETED s START_EVENT key=10 scope=8
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=11 scope=8
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=11 scope=8
  TIMER CREATED wait key=12 due=5000
create timer-date {"at":"1970-01-01T01:00:07[Europe/Berlin]"}
  OK puts=5 deletes=0
  INSTANCE ACTIVE timer-date key=13
  VARIABLE CREATED at="1970-01-01T01:00:07[Europe/Berlin]" scope=13
  ELEMENT ACTIVATING s START_EVENT key=15 scope=13
  ELEMENT ACTIVATED s START_EVENT key=15 scope=13
  ELEMENT COMPLETING s START_EVENT key=15 scope=13
  ELEMENT COMPLETED s START_EVENT key=15 scope=13
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=16 scope=13
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=16 scope=13
  TIMER CREATED wait key=17 due=7000
create timer-date {"at":"tomorrow"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE timer-date key=18
  VARIABLE CREATED at="tomorrow" scope=18
  ELEMENT ACTIVATING s START_EVENT key=20 scope=18
  ELEMENT ACTIVATED s START_EVENT key=20 scope=18
  ELEMENT COMPLETING s START_EVENT key=20 scope=18
  ELEMENT COMPLETED s START_EVENT key=20 scope=18
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=21 scope=18
  INCIDENT ACTIVE wait EXTRACT_VALUE_ERROR key=22 message="Invalid date-time format 'tomorrow' for expression 'at'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=21 scope=18 incident=22
  INSTANCE ACTIVE timer-date key=18 incidents=1
create timer-date {"at":5}
  OK puts=6 deletes=0
  INSTANCE ACTIVE timer-date key=23
  VARIABLE CREATED at=5 scope=23
  ELEMENT ACTIVATING s START_EVENT key=25 scope=23
  ELEMENT ACTIVATED s START_EVENT key=25 scope=23
  ELEMENT COMPLETING s START_EVENT key=25 scope=23
  ELEMENT COMPLETED s START_EVENT key=25 scope=23
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=26 scope=23
  INCIDENT ACTIVE wait EXTRACT_VALUE_ERROR key=27 message="Expected result of the expression 'at' to be one of '[DATE_TIME, STRING]', but was 'NUMBER'."
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=26 scope=23 incident=27
  INSTANCE ACTIVE timer-date key=23 incidents=1
advance 10000
tick
  OK puts=0 deletes=15
  TIMER FIRED wait key=12 due=5000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=11 scope=8
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=11 scope=8
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=28 scope=8
  ELEMENT ACTIVATED e END_EVENT key=28 scope=8
  ELEMENT COMPLETING e END_EVENT key=28 scope=8
  ELEMENT COMPLETED e END_EVENT key=28 scope=8
  INSTANCE COMPLETED timer-date key=8
  TIMER FIRED wait key=17 due=7000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=16 scope=13
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=16 scope=13
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=29 scope=13
  ELEMENT ACTIVATED e END_EVENT key=29 scope=13
  ELEMENT COMPLETING e END_EVENT key=29 scope=13
  ELEMENT COMPLETED e END_EVENT key=29 scope=13
  INSTANCE COMPLETED timer-date key=13
  TIMER FIRED wait key=7 due=10000
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  FLOW TAKEN wait_e
  ELEMENT ACTIVATING e END_EVENT key=30 scope=3
  ELEMENT ACTIVATED e END_EVENT key=30 scope=3
  ELEMENT COMPLETING e END_EVENT key=30 scope=3
  ELEMENT COMPLETED e END_EVENT key=30 scope=3
  INSTANCE COMPLETED timer-date key=3
deploy timer-cycle.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED timer-cycle version=1 key=32 resource="timer-cycle.bpmn"
# the start lies ahead; behind: two of three points have passed; all have passed
create timer-cycle {"every":"R3/1970-01-01T00:01:00Z/PT10S"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE timer-cycle key=33
  VARIABLE CREATED every="R3/1970-01-01T00:01:00Z/PT10S" scope=33
  ELEMENT ACTIVATING s START_EVENT key=35 scope=33
  ELEMENT ACTIVATED s START_EVENT key=35 scope=33
  ELEMENT COMPLETING s START_EVENT key=35 scope=33
  ELEMENT COMPLETED s START_EVENT key=35 scope=33
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=36 scope=33
  ELEMENT ACTIVATED work SERVICE_TASK key=36 scope=33
  JOB CREATED work type="work" key=37 retries=3
  TIMER CREATED tick key=38 due=60000 repetitions=3
create timer-cycle {"every":"R3/1970-01-01T00:00:00Z/PT5S"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE timer-cycle key=39
  VARIABLE CREATED every="R3/1970-01-01T00:00:00Z/PT5S" scope=39
  ELEMENT ACTIVATING s START_EVENT key=41 scope=39
  ELEMENT ACTIVATED s START_EVENT key=41 scope=39
  ELEMENT COMPLETING s START_EVENT key=41 scope=39
  ELEMENT COMPLETED s START_EVENT key=41 scope=39
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=42 scope=39
  ELEMENT ACTIVATED work SERVICE_TASK key=42 scope=39
  JOB CREATED work type="work" key=43 retries=3
  TIMER CREATED tick key=44 due=10000
create timer-cycle {"every":"R2/1970-01-01T00:00:00Z/PT1S"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE timer-cycle key=45
  VARIABLE CREATED every="R2/1970-01-01T00:00:00Z/PT1S" scope=45
  ELEMENT ACTIVATING s START_EVENT key=47 scope=45
  ELEMENT ACTIVATED s START_EVENT key=47 scope=45
  ELEMENT COMPLETING s START_EVENT key=47 scope=45
  ELEMENT COMPLETED s START_EVENT key=47 scope=45
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=48 scope=45
  ELEMENT ACTIVATED work SERVICE_TASK key=48 scope=45
  JOB CREATED work type="work" key=49 retries=3
create timer-cycle {"every":"R/1970-01-01T00:00:00Z/PT3S"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE timer-cycle key=50
  VARIABLE CREATED every="R/1970-01-01T00:00:00Z/PT3S" scope=50
  ELEMENT ACTIVATING s START_EVENT key=52 scope=50
  ELEMENT ACTIVATED s START_EVENT key=52 scope=50
  ELEMENT COMPLETING s START_EVENT key=52 scope=50
  ELEMENT COMPLETED s START_EVENT key=52 scope=50
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=53 scope=50
  ELEMENT ACTIVATED work SERVICE_TASK key=53 scope=50
  JOB CREATED work type="work" key=54 retries=3
  TIMER CREATED tick key=55 due=12000 repetitions=-1
create timer-cycle {"every":"R3/PT10S/1970-01-01T00:00:40Z"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE timer-cycle key=56
  VARIABLE CREATED every="R3/PT10S/1970-01-01T00:00:40Z" scope=56
  ELEMENT ACTIVATING s START_EVENT key=58 scope=56
  ELEMENT ACTIVATED s START_EVENT key=58 scope=56
  ELEMENT COMPLETING s START_EVENT key=58 scope=56
  ELEMENT COMPLETED s START_EVENT key=58 scope=56
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=59 scope=56
  ELEMENT ACTIVATED work SERVICE_TASK key=59 scope=56
  JOB CREATED work type="work" key=60 retries=3
  TIMER CREATED tick key=61 due=20000 repetitions=3
create timer-cycle {"every":"R0/PT10S"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE timer-cycle key=62
  VARIABLE CREATED every="R0/PT10S" scope=62
  ELEMENT ACTIVATING s START_EVENT key=64 scope=62
  ELEMENT ACTIVATED s START_EVENT key=64 scope=62
  ELEMENT COMPLETING s START_EVENT key=64 scope=62
  ELEMENT COMPLETED s START_EVENT key=64 scope=62
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=65 scope=62
  ELEMENT ACTIVATED work SERVICE_TASK key=65 scope=62
  JOB CREATED work type="work" key=66 retries=3
create timer-cycle {"every":"0 0/5 * * * *"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE timer-cycle key=67
  VARIABLE CREATED every="0 0/5 * * * *" scope=67
  ELEMENT ACTIVATING s START_EVENT key=69 scope=67
  ELEMENT ACTIVATED s START_EVENT key=69 scope=67
  ELEMENT COMPLETING s START_EVENT key=69 scope=67
  ELEMENT COMPLETED s START_EVENT key=69 scope=67
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=70 scope=67
  ELEMENT ACTIVATED work SERVICE_TASK key=70 scope=67
  JOB CREATED work type="work" key=71 retries=3
  TIMER CREATED tick key=72 due=300000 repetitions=-1
create timer-cycle {"every":"sometimes"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE timer-cycle key=73
  VARIABLE CREATED every="sometimes" scope=73
  ELEMENT ACTIVATING s START_EVENT key=75 scope=73
  ELEMENT ACTIVATED s START_EVENT key=75 scope=73
  ELEMENT COMPLETING s START_EVENT key=75 scope=73
  ELEMENT COMPLETED s START_EVENT key=75 scope=73
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=76 scope=73
  INCIDENT ACTIVE work EXTRACT_VALUE_ERROR key=77 message="Invalid cycle format 'sometimes' for expression 'every'."
  ELEMENT ACTIVATING work SERVICE_TASK key=76 scope=73 incident=77
  INSTANCE ACTIVE timer-cycle key=73 incidents=1
create timer-cycle {"every":7}
  OK puts=6 deletes=0
  INSTANCE ACTIVE timer-cycle key=78
  VARIABLE CREATED every=7 scope=78
  ELEMENT ACTIVATING s START_EVENT key=80 scope=78
  ELEMENT ACTIVATED s START_EVENT key=80 scope=78
  ELEMENT COMPLETING s START_EVENT key=80 scope=78
  ELEMENT COMPLETED s START_EVENT key=80 scope=78
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=81 scope=78
  INCIDENT ACTIVE work EXTRACT_VALUE_ERROR key=82 message="Expected result of the expression 'every' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING work SERVICE_TASK key=81 scope=78 incident=82
  INSTANCE ACTIVE timer-cycle key=78 incidents=1
advance 290000
tick
  OK puts=7 deletes=5
  TIMER FIRED tick key=44 due=10000
  ELEMENT ACTIVATING tick BOUNDARY_EVENT key=83 scope=39
  ELEMENT ACTIVATED tick BOUNDARY_EVENT key=83 scope=39
  ELEMENT COMPLETING tick BOUNDARY_EVENT key=83 scope=39
  ELEMENT COMPLETED tick BOUNDARY_EVENT key=83 scope=39
  FLOW TAKEN tick_e2
  ELEMENT ACTIVATING e2 END_EVENT key=84 scope=39
  ELEMENT ACTIVATED e2 END_EVENT key=84 scope=39
  ELEMENT COMPLETING e2 END_EVENT key=84 scope=39
  ELEMENT COMPLETED e2 END_EVENT key=84 scope=39
  TIMER FIRED tick key=55 due=12000 repetitions=-1
  TIMER CREATED tick key=55 due=303000 repetitions=-1
  ELEMENT ACTIVATING tick BOUNDARY_EVENT key=85 scope=50
  ELEMENT ACTIVATED tick BOUNDARY_EVENT key=85 scope=50
  ELEMENT COMPLETING tick BOUNDARY_EVENT key=85 scope=50
  ELEMENT COMPLETED tick BOUNDARY_EVENT key=85 scope=50
  FLOW TAKEN tick_e2
  ELEMENT ACTIVATING e2 END_EVENT key=86 scope=50
  ELEMENT ACTIVATED e2 END_EVENT key=86 scope=50
  ELEMENT COMPLETING e2 END_EVENT key=86 scope=50
  ELEMENT COMPLETED e2 END_EVENT key=86 scope=50
  TIMER FIRED tick key=61 due=20000 repetitions=3
  ELEMENT ACTIVATING tick BOUNDARY_EVENT key=87 scope=56
  ELEMENT ACTIVATED tick BOUNDARY_EVENT key=87 scope=56
  ELEMENT COMPLETING tick BOUNDARY_EVENT key=87 scope=56
  ELEMENT COMPLETED tick BOUNDARY_EVENT key=87 scope=56
  FLOW TAKEN tick_e2
  ELEMENT ACTIVATING e2 END_EVENT key=88 scope=56
  ELEMENT ACTIVATED e2 END_EVENT key=88 scope=56
  ELEMENT COMPLETING e2 END_EVENT key=88 scope=56
  ELEMENT COMPLETED e2 END_EVENT key=88 scope=56
  TIMER FIRED tick key=38 due=60000 repetitions=3
  ELEMENT ACTIVATING tick BOUNDARY_EVENT key=89 scope=33
  ELEMENT ACTIVATED tick BOUNDARY_EVENT key=89 scope=33
  ELEMENT COMPLETING tick BOUNDARY_EVENT key=89 scope=33
  ELEMENT COMPLETED tick BOUNDARY_EVENT key=89 scope=33
  FLOW TAKEN tick_e2
  ELEMENT ACTIVATING e2 END_EVENT key=90 scope=33
  ELEMENT ACTIVATED e2 END_EVENT key=90 scope=33
  ELEMENT COMPLETING e2 END_EVENT key=90 scope=33
  ELEMENT COMPLETED e2 END_EVENT key=90 scope=33
  TIMER FIRED tick key=72 due=300000 repetitions=-1
  TIMER CREATED tick key=72 due=600000 repetitions=-1
  ELEMENT ACTIVATING tick BOUNDARY_EVENT key=91 scope=67
  ELEMENT ACTIVATED tick BOUNDARY_EVENT key=91 scope=67
  ELEMENT COMPLETING tick BOUNDARY_EVENT key=91 scope=67
  ELEMENT COMPLETED tick BOUNDARY_EVENT key=91 scope=67
  FLOW TAKEN tick_e2
  ELEMENT ACTIVATING e2 END_EVENT key=92 scope=67
  ELEMENT ACTIVATED e2 END_EVENT key=92 scope=67
  ELEMENT COMPLETING e2 END_EVENT key=92 scope=67
  ELEMENT COMPLETED e2 END_EVENT key=92 scope=67
end
  rows meta=1 definition=2 def_by_id=2 element=22 child=11 variable=11 job=7 job_ready=7 due=2 incident=4 incident_by=4
  digest 57dc6cbd30afb3a097c1a84d11f2b6fb
