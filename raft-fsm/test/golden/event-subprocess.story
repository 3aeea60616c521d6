# A scope waits for all that may begin an event subprocess in it; one that interrupts takes the scope over when all else in it has ended, and no other one begins then.
deploy event-subprocess.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED event-subprocess version=1 key=2 resource="event-subprocess.bpmn"
create event-subprocess {"k":"1","beats":"R2/PT10S"}
  OK puts=16 deletes=0
  INSTANCE ACTIVE event-subprocess key=3
  VARIABLE CREATED k="1" scope=3
  VARIABLE CREATED beats="R2/PT10S" scope=3
  TIMER CREATED beat key=6 due=11000 repetitions=2
  SUBSCRIPTION CREATED stopped name="stop" correlation="1" key=7
  ELEMENT ACTIVATING s START_EVENT key=8 scope=3
  ELEMENT ACTIVATED s START_EVENT key=8 scope=3
  ELEMENT COMPLETING s START_EVENT key=8 scope=3
  ELEMENT COMPLETED s START_EVENT key=8 scope=3
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=9 scope=3
  ELEMENT ACTIVATED box SUB_PROCESS key=9 scope=3
  SUBSCRIPTION CREATED noted name="note" correlation="1" key=10
  ELEMENT ACTIVATING bs START_EVENT key=11 scope=9
  ELEMENT ACTIVATED bs START_EVENT key=11 scope=9
  ELEMENT COMPLETING bs START_EVENT key=11 scope=9
  ELEMENT COMPLETED bs START_EVENT key=11 scope=9
  FLOW TAKEN bs_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=12 scope=9
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=12 scope=9
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=12 scope=9
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=12 scope=9
  FLOW TAKEN fork_work
  FLOW TAKEN fork_more
  ELEMENT ACTIVATING work SERVICE_TASK key=13 scope=9
  ELEMENT ACTIVATED work SERVICE_TASK key=13 scope=9
  JOB CREATED work type="work" key=14 retries=3
  ELEMENT ACTIVATING more SERVICE_TASK key=15 scope=9
  ELEMENT ACTIVATED more SERVICE_TASK key=15 scope=9
  JOB CREATED more type="more" key=16 retries=3
# What the message brings goes to the event subprocess, which has a variable of that name.
publish note key=1 {"n":1}
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="note" correlation="1" key=17 deadline=1000
  SUBSCRIPTION CORRELATED noted name="note" correlation="1" key=10 message=17
  VARIABLE CREATED noted n=1 scope=19
  MESSAGE EXPIRED name="note" correlation="1" key=17 deadline=1000
  ELEMENT ACTIVATING memo EVENT_SUB_PROCESS key=18 scope=9
  VARIABLE CREATED memo n=0 scope=18
  ELEMENT ACTIVATED memo EVENT_SUB_PROCESS key=18 scope=9
  ELEMENT ACTIVATING noted START_EVENT key=19 scope=18
  ELEMENT ACTIVATED noted START_EVENT key=19 scope=18
  ELEMENT COMPLETING noted START_EVENT key=19 scope=18
  VARIABLE UPDATED memo n=1 scope=18
  ELEMENT COMPLETED noted START_EVENT key=19 scope=18
  FLOW TAKEN noted_memo-end
  ELEMENT ACTIVATING memo-end END_EVENT key=22 scope=18
  ELEMENT ACTIVATED memo-end END_EVENT key=22 scope=18
  ELEMENT COMPLETING memo-end END_EVENT key=22 scope=18
  ELEMENT COMPLETED memo-end END_EVENT key=22 scope=18
  ELEMENT COMPLETING memo EVENT_SUB_PROCESS key=18 scope=9
  ELEMENT COMPLETED memo EVENT_SUB_PROCESS key=18 scope=9
advance 10000
tick
  OK puts=2 deletes=1
  TIMER FIRED beat key=6 due=11000 repetitions=2
  TIMER CREATED beat key=6 due=21000
  ELEMENT ACTIVATING clock EVENT_SUB_PROCESS key=23 scope=3
  ELEMENT ACTIVATED clock EVENT_SUB_PROCESS key=23 scope=3
  ELEMENT ACTIVATING beat START_EVENT key=24 scope=23
  ELEMENT ACTIVATED beat START_EVENT key=24 scope=23
  ELEMENT COMPLETING beat START_EVENT key=24 scope=23
  ELEMENT COMPLETED beat START_EVENT key=24 scope=23
  FLOW TAKEN beat_clock-end
  ELEMENT ACTIVATING clock-end END_EVENT key=25 scope=23
  ELEMENT ACTIVATED clock-end END_EVENT key=25 scope=23
  ELEMENT COMPLETING clock-end END_EVENT key=25 scope=23
  ELEMENT COMPLETED clock-end END_EVENT key=25 scope=23
  ELEMENT COMPLETING clock EVENT_SUB_PROCESS key=23 scope=3
  ELEMENT COMPLETED clock EVENT_SUB_PROCESS key=23 scope=3
activate work
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=14 retries=3 worker="w" deadline=71000 activation=26
complete work
  OK puts=2 deletes=4
  JOB COMPLETED work type="work" key=14 retries=3 worker="w" deadline=71000 activation=26
  ELEMENT COMPLETING work SERVICE_TASK key=13 scope=9
  ELEMENT COMPLETED work SERVICE_TASK key=13 scope=9
  FLOW TAKEN work_join
activate more
  OK puts=2 deletes=1
  JOB ACTIVE more type="more" key=16 retries=3 worker="w" deadline=71000 activation=27
error more broken {"reason":"wet"}
  OK puts=8 deletes=6
  VARIABLE CREATED reason="wet" scope=3
  SUBSCRIPTION DELETED noted name="note" correlation="1" key=10
  JOB ERROR_THROWN more type="more" key=16 retries=3 worker="w" deadline=71000 activation=27 code="broken"
  ELEMENT TERMINATING more SERVICE_TASK key=15 scope=9
  ELEMENT TERMINATED more SERVICE_TASK key=15 scope=9
  ELEMENT ACTIVATING repair EVENT_SUB_PROCESS key=28 scope=9
  ELEMENT ACTIVATED repair EVENT_SUB_PROCESS key=28 scope=9
  ELEMENT ACTIVATING broken START_EVENT key=29 scope=28
  ELEMENT ACTIVATED broken START_EVENT key=29 scope=28
  ELEMENT COMPLETING broken START_EVENT key=29 scope=28
  ELEMENT COMPLETED broken START_EVENT key=29 scope=28
  FLOW TAKEN broken_mend
  ELEMENT ACTIVATING mend SERVICE_TASK key=31 scope=28
  ELEMENT ACTIVATED mend SERVICE_TASK key=31 scope=28
  JOB CREATED mend type="mend" key=32 retries=3
publish note key=1 {"n":2}
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="note" correlation="1" key=33 deadline=11000
  MESSAGE EXPIRED name="note" correlation="1" key=33 deadline=11000
activate mend
  OK puts=2 deletes=1
  JOB ACTIVE mend type="mend" key=32 retries=3 worker="w" deadline=71000 activation=34
complete mend
  OK puts=0 deletes=14
  JOB COMPLETED mend type="mend" key=32 retries=3 worker="w" deadline=71000 activation=34
  ELEMENT COMPLETING mend SERVICE_TASK key=31 scope=28
  ELEMENT COMPLETED mend SERVICE_TASK key=31 scope=28
  FLOW TAKEN mend_mended
  ELEMENT ACTIVATING mended END_EVENT key=35 scope=28
  ELEMENT ACTIVATED mended END_EVENT key=35 scope=28
  ELEMENT ACTIVATING late EVENT_SUB_PROCESS key=36 scope=3
  ELEMENT ACTIVATED late EVENT_SUB_PROCESS key=36 scope=3
  ELEMENT COMPLETING mended END_EVENT key=35 scope=28
  ELEMENT COMPLETED mended END_EVENT key=35 scope=28
  ELEMENT ACTIVATING told START_EVENT key=37 scope=36
  ELEMENT ACTIVATED told START_EVENT key=37 scope=36
  ELEMENT COMPLETING repair EVENT_SUB_PROCESS key=28 scope=9
  ELEMENT COMPLETED repair EVENT_SUB_PROCESS key=28 scope=9
  ELEMENT COMPLETING told START_EVENT key=37 scope=36
  ELEMENT COMPLETED told START_EVENT key=37 scope=36
  FLOW TAKEN told_late-end
  ELEMENT COMPLETING box SUB_PROCESS key=9 scope=3
  ELEMENT COMPLETED box SUB_PROCESS key=9 scope=3
  FLOW TAKEN box_e
  ELEMENT ACTIVATING late-end END_EVENT key=38 scope=36
  ELEMENT ACTIVATED late-end END_EVENT key=38 scope=36
  ELEMENT ACTIVATING e END_EVENT key=39 scope=3
  ELEMENT ACTIVATED e END_EVENT key=39 scope=3
  ELEMENT COMPLETING late-end END_EVENT key=38 scope=36
  ELEMENT COMPLETED late-end END_EVENT key=38 scope=36
  ELEMENT COMPLETING e END_EVENT key=39 scope=3
  ELEMENT COMPLETED e END_EVENT key=39 scope=3
  ELEMENT COMPLETING late EVENT_SUB_PROCESS key=36 scope=3
  ELEMENT COMPLETED late EVENT_SUB_PROCESS key=36 scope=3
  SUBSCRIPTION DELETED stopped name="stop" correlation="1" key=7
  TIMER CANCELED beat key=6 due=21000
  INSTANCE COMPLETED event-subprocess key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest 5d115210dcbf4870c75c1f629df24e2c
# The whole instance is interrupted, tokens that wait at a join are gone; it completes.
create event-subprocess {"k":"2","beats":"R2/PT10S"}
  OK puts=16 deletes=0
  INSTANCE ACTIVE event-subprocess key=40
  VARIABLE CREATED k="2" scope=40
  VARIABLE CREATED beats="R2/PT10S" scope=40
  TIMER CREATED beat key=43 due=21000 repetitions=2
  SUBSCRIPTION CREATED stopped name="stop" correlation="2" key=44
  ELEMENT ACTIVATING s START_EVENT key=45 scope=40
  ELEMENT ACTIVATED s START_EVENT key=45 scope=40
  ELEMENT COMPLETING s START_EVENT key=45 scope=40
  ELEMENT COMPLETED s START_EVENT key=45 scope=40
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=46 scope=40
  ELEMENT ACTIVATED box SUB_PROCESS key=46 scope=40
  SUBSCRIPTION CREATED noted name="note" correlation="2" key=47
  ELEMENT ACTIVATING bs START_EVENT key=48 scope=46
  ELEMENT ACTIVATED bs START_EVENT key=48 scope=46
  ELEMENT COMPLETING bs START_EVENT key=48 scope=46
  ELEMENT COMPLETED bs START_EVENT key=48 scope=46
  FLOW TAKEN bs_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=49 scope=46
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=49 scope=46
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=49 scope=46
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=49 scope=46
  FLOW TAKEN fork_work
  FLOW TAKEN fork_more
  ELEMENT ACTIVATING work SERVICE_TASK key=50 scope=46
  ELEMENT ACTIVATED work SERVICE_TASK key=50 scope=46
  JOB CREATED work type="work" key=51 retries=3
  ELEMENT ACTIVATING more SERVICE_TASK key=52 scope=46
  ELEMENT ACTIVATED more SERVICE_TASK key=52 scope=46
  JOB CREATED more type="more" key=53 retries=3
activate work
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=51 retries=3 worker="w" deadline=71000 activation=54
complete work
  OK puts=2 deletes=4
  JOB COMPLETED work type="work" key=51 retries=3 worker="w" deadline=71000 activation=54
  ELEMENT COMPLETING work SERVICE_TASK key=50 scope=46
  ELEMENT COMPLETED work SERVICE_TASK key=50 scope=46
  FLOW TAKEN work_join
publish stop key=2
  OK puts=7 deletes=10
  MESSAGE PUBLISHED name="stop" correlation="2" key=55 deadline=11000
  SUBSCRIPTION CORRELATED stopped name="stop" correlation="2" key=44 message=55
  TIMER CANCELED beat key=43 due=21000 repetitions=2
  MESSAGE EXPIRED name="stop" correlation="2" key=55 deadline=11000
  ELEMENT TERMINATING box SUB_PROCESS key=46 scope=40
  SUBSCRIPTION DELETED noted name="note" correlation="2" key=47
  ELEMENT TERMINATING more SERVICE_TASK key=52 scope=46
  JOB CANCELED more type="more" key=53 retries=3
  ELEMENT TERMINATED more SERVICE_TASK key=52 scope=46
  ELEMENT TERMINATED box SUB_PROCESS key=46 scope=40
  ELEMENT ACTIVATING stop EVENT_SUB_PROCESS key=56 scope=40
  ELEMENT ACTIVATED stop EVENT_SUB_PROCESS key=56 scope=40
  ELEMENT ACTIVATING stopped START_EVENT key=57 scope=56
  ELEMENT ACTIVATED stopped START_EVENT key=57 scope=56
  ELEMENT COMPLETING stopped START_EVENT key=57 scope=56
  ELEMENT COMPLETED stopped START_EVENT key=57 scope=56
  FLOW TAKEN stopped_tidy
  ELEMENT ACTIVATING tidy SERVICE_TASK key=58 scope=56
  ELEMENT ACTIVATED tidy SERVICE_TASK key=58 scope=56
  JOB CREATED tidy type="tidy" key=59 retries=3
advance 20000
tick
  OK puts=0 deletes=0
activate tidy
  OK puts=2 deletes=1
  JOB ACTIVE tidy type="tidy" key=59 retries=3 worker="w" deadline=91000 activation=60
complete tidy
  OK puts=0 deletes=9
  JOB COMPLETED tidy type="tidy" key=59 retries=3 worker="w" deadline=91000 activation=60
  ELEMENT COMPLETING tidy SERVICE_TASK key=58 scope=56
  ELEMENT COMPLETED tidy SERVICE_TASK key=58 scope=56
  FLOW TAKEN tidy_stop-end
  ELEMENT ACTIVATING stop-end END_EVENT key=61 scope=56
  ELEMENT ACTIVATED stop-end END_EVENT key=61 scope=56
  ELEMENT COMPLETING stop-end END_EVENT key=61 scope=56
  ELEMENT COMPLETED stop-end END_EVENT key=61 scope=56
  ELEMENT COMPLETING stop EVENT_SUB_PROCESS key=56 scope=40
  ELEMENT COMPLETED stop EVENT_SUB_PROCESS key=56 scope=40
  INSTANCE COMPLETED event-subprocess key=40
end
  rows meta=1 definition=1 def_by_id=1
  digest e9e27926bb86071e66d198a52b5816e7
# What an event subprocess throws is not caught by itself, but further out.
create event-subprocess {"k":"3","beats":"R2/PT10S"}
  OK puts=16 deletes=0
  INSTANCE ACTIVE event-subprocess key=62
  VARIABLE CREATED k="3" scope=62
  VARIABLE CREATED beats="R2/PT10S" scope=62
  TIMER CREATED beat key=65 due=41000 repetitions=2
  SUBSCRIPTION CREATED stopped name="stop" correlation="3" key=66
  ELEMENT ACTIVATING s START_EVENT key=67 scope=62
  ELEMENT ACTIVATED s START_EVENT key=67 scope=62
  ELEMENT COMPLETING s START_EVENT key=67 scope=62
  ELEMENT COMPLETED s START_EVENT key=67 scope=62
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=68 scope=62
  ELEMENT ACTIVATED box SUB_PROCESS key=68 scope=62
  SUBSCRIPTION CREATED noted name="note" correlation="3" key=69
  ELEMENT ACTIVATING bs START_EVENT key=70 scope=68
  ELEMENT ACTIVATED bs START_EVENT key=70 scope=68
  ELEMENT COMPLETING bs START_EVENT key=70 scope=68
  ELEMENT COMPLETED bs START_EVENT key=70 scope=68
  FLOW TAKEN bs_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=71 scope=68
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=71 scope=68
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=71 scope=68
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=71 scope=68
  FLOW TAKEN fork_work
  FLOW TAKEN fork_more
  ELEMENT ACTIVATING work SERVICE_TASK key=72 scope=68
  ELEMENT ACTIVATED work SERVICE_TASK key=72 scope=68
  JOB CREATED work type="work" key=73 retries=3
  ELEMENT ACTIVATING more SERVICE_TASK key=74 scope=68
  ELEMENT ACTIVATED more SERVICE_TASK key=74 scope=68
  JOB CREATED more type="more" key=75 retries=3
activate more
  OK puts=2 deletes=1
  JOB ACTIVE more type="more" key=75 retries=3 worker="w" deadline=91000 activation=76
error more broken
  OK puts=7 deletes=9
  SUBSCRIPTION DELETED noted name="note" correlation="3" key=69
  JOB ERROR_THROWN more type="more" key=75 retries=3 worker="w" deadline=91000 activation=76 code="broken"
  ELEMENT TERMINATING work SERVICE_TASK key=72 scope=68
  JOB CANCELED work type="work" key=73 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=72 scope=68
  ELEMENT TERMINATING more SERVICE_TASK key=74 scope=68
  ELEMENT TERMINATED more SERVICE_TASK key=74 scope=68
  ELEMENT ACTIVATING repair EVENT_SUB_PROCESS key=77 scope=68
  ELEMENT ACTIVATED repair EVENT_SUB_PROCESS key=77 scope=68
  ELEMENT ACTIVATING broken START_EVENT key=78 scope=77
  ELEMENT ACTIVATED broken START_EVENT key=78 scope=77
  ELEMENT COMPLETING broken START_EVENT key=78 scope=77
  ELEMENT COMPLETED broken START_EVENT key=78 scope=77
  FLOW TAKEN broken_mend
  ELEMENT ACTIVATING mend SERVICE_TASK key=79 scope=77
  ELEMENT ACTIVATED mend SERVICE_TASK key=79 scope=77
  JOB CREATED mend type="mend" key=80 retries=3
activate mend
  OK puts=2 deletes=1
  JOB ACTIVE mend type="mend" key=80 retries=3 worker="w" deadline=91000 activation=81
error mend broken
  OK puts=0 deletes=13
  JOB ERROR_THROWN mend type="mend" key=80 retries=3 worker="w" deadline=91000 activation=81 code="broken"
  ELEMENT TERMINATING box SUB_PROCESS key=68 scope=62
  ELEMENT TERMINATING repair EVENT_SUB_PROCESS key=77 scope=68
  ELEMENT TERMINATING mend SERVICE_TASK key=79 scope=77
  ELEMENT TERMINATED mend SERVICE_TASK key=79 scope=77
  ELEMENT TERMINATED repair EVENT_SUB_PROCESS key=77 scope=68
  ELEMENT TERMINATED box SUB_PROCESS key=68 scope=62
  ELEMENT ACTIVATING given-up BOUNDARY_EVENT key=82 scope=62
  ELEMENT ACTIVATED given-up BOUNDARY_EVENT key=82 scope=62
  ELEMENT COMPLETING given-up BOUNDARY_EVENT key=82 scope=62
  ELEMENT COMPLETED given-up BOUNDARY_EVENT key=82 scope=62
  FLOW TAKEN given-up_e
  ELEMENT ACTIVATING given-up-end END_EVENT key=83 scope=62
  ELEMENT ACTIVATED given-up-end END_EVENT key=83 scope=62
  ELEMENT COMPLETING given-up-end END_EVENT key=83 scope=62
  ELEMENT COMPLETED given-up-end END_EVENT key=83 scope=62
  TIMER CANCELED beat key=65 due=41000 repetitions=2
  SUBSCRIPTION DELETED stopped name="stop" correlation="3" key=66
  INSTANCE COMPLETED event-subprocess key=62
end
  rows meta=1 definition=1 def_by_id=1
  digest d68d80fa282657290d0ecafa59e3548a
# A schedule that is none: the instance waits, and goes on when that is mended.
create event-subprocess {"k":"4","beats":5}
  OK puts=5 deletes=0
  INSTANCE ACTIVE event-subprocess key=84
  VARIABLE CREATED k="4" scope=84
  VARIABLE CREATED beats=5 scope=84
  INCIDENT ACTIVE EXTRACT_VALUE_ERROR key=87 message="Expected result of the expression 'beats' to be 'STRING', but was 'NUMBER'."
  INSTANCE ACTIVE event-subprocess key=84 incidents=1
set event-subprocess {"beats":"R1/PT1S"}
  OK puts=1 deletes=0
  VARIABLE UPDATED beats="R1/PT1S" scope=84
resolve #87
  OK puts=14 deletes=2
  INCIDENT RESOLVED EXTRACT_VALUE_ERROR key=87 message="Expected result of the expression 'beats' to be 'STRING', but was 'NUMBER'."
  INSTANCE ACTIVE event-subprocess key=84
  TIMER CREATED beat key=88 due=32000
  SUBSCRIPTION CREATED stopped name="stop" correlation="4" key=89
  ELEMENT ACTIVATING s START_EVENT key=90 scope=84
  ELEMENT ACTIVATED s START_EVENT key=90 scope=84
  ELEMENT COMPLETING s START_EVENT key=90 scope=84
  ELEMENT COMPLETED s START_EVENT key=90 scope=84
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=91 scope=84
  ELEMENT ACTIVATED box SUB_PROCESS key=91 scope=84
  SUBSCRIPTION CREATED noted name="note" correlation="4" key=92
  ELEMENT ACTIVATING bs START_EVENT key=93 scope=91
  ELEMENT ACTIVATED bs START_EVENT key=93 scope=91
  ELEMENT COMPLETING bs START_EVENT key=93 scope=91
  ELEMENT COMPLETED bs START_EVENT key=93 scope=91
  FLOW TAKEN bs_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=94 scope=91
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=94 scope=91
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=94 scope=91
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=94 scope=91
  FLOW TAKEN fork_work
  FLOW TAKEN fork_more
  ELEMENT ACTIVATING work SERVICE_TASK key=95 scope=91
  ELEMENT ACTIVATED work SERVICE_TASK key=95 scope=91
  JOB CREATED work type="work" key=96 retries=3
  ELEMENT ACTIVATING more SERVICE_TASK key=97 scope=91
  ELEMENT ACTIVATED more SERVICE_TASK key=97 scope=91
  JOB CREATED more type="more" key=98 retries=3
cancel event-subprocess
  OK puts=0 deletes=16
  TIMER CANCELED beat key=88 due=32000
  SUBSCRIPTION DELETED stopped name="stop" correlation="4" key=89
  ELEMENT TERMINATING box SUB_PROCESS key=91 scope=84
  SUBSCRIPTION DELETED noted name="note" correlation="4" key=92
  ELEMENT TERMINATING work SERVICE_TASK key=95 scope=91
  JOB CANCELED work type="work" key=96 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=95 scope=91
  ELEMENT TERMINATING more SERVICE_TASK key=97 scope=91
  JOB CANCELED more type="more" key=98 retries=3
  ELEMENT TERMINATED more SERVICE_TASK key=97 scope=91
  ELEMENT TERMINATED box SUB_PROCESS key=91 scope=84
  INSTANCE TERMINATED event-subprocess key=84
end
  rows meta=1 definition=1 def_by_id=1
  digest 7af3f9d86a558df4b1a46055a68145c8
