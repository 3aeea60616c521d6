# One that waits goes on when its condition comes true; at a boundary that does not interrupt each time that it does; of two that come true at once the first interrupts; one behind a gateway that is true already is taken at once.
deploy condition.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED condition version=1 key=2 resource="condition.bpmn"
create condition
  OK puts=5 deletes=0
  INSTANCE ACTIVE condition key=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
set condition {"n":"text"}
  OK puts=2 deletes=0
  VARIABLE CREATED n="text" scope=3
set condition {"n":2}
  OK puts=8 deletes=3
  VARIABLE UPDATED n=2 scope=3
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=6 scope=3
  FLOW TAKEN wait_work
  ELEMENT ACTIVATING work SERVICE_TASK key=9 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=9 scope=3
  JOB CREATED work type="work" key=10 retries=3
set condition {"n":6}
  OK puts=2 deletes=0
  VARIABLE UPDATED n=6 scope=3
  ELEMENT ACTIVATING each BOUNDARY_EVENT key=14 scope=3
  ELEMENT ACTIVATED each BOUNDARY_EVENT key=14 scope=3
  ELEMENT COMPLETING each BOUNDARY_EVENT key=14 scope=3
  ELEMENT COMPLETED each BOUNDARY_EVENT key=14 scope=3
  FLOW TAKEN each_e
  ELEMENT ACTIVATING e END_EVENT key=15 scope=3
  ELEMENT ACTIVATED e END_EVENT key=15 scope=3
  ELEMENT COMPLETING e END_EVENT key=15 scope=3
  ELEMENT COMPLETED e END_EVENT key=15 scope=3
set condition {"n":7}
  OK puts=1 deletes=0
  VARIABLE UPDATED n=7 scope=3
set condition {"n":0}
  OK puts=2 deletes=0
  VARIABLE UPDATED n=0 scope=3
set condition {"n":6}
  OK puts=2 deletes=0
  VARIABLE UPDATED n=6 scope=3
  ELEMENT ACTIVATING each BOUNDARY_EVENT key=16 scope=3
  ELEMENT ACTIVATED each BOUNDARY_EVENT key=16 scope=3
  ELEMENT COMPLETING each BOUNDARY_EVENT key=16 scope=3
  ELEMENT COMPLETED each BOUNDARY_EVENT key=16 scope=3
  FLOW TAKEN each_e
  ELEMENT ACTIVATING e END_EVENT key=17 scope=3
  ELEMENT ACTIVATED e END_EVENT key=17 scope=3
  ELEMENT COMPLETING e END_EVENT key=17 scope=3
  ELEMENT COMPLETED e END_EVENT key=17 scope=3
set condition {"n":10}
  OK puts=0 deletes=10
  VARIABLE UPDATED n=10 scope=3
  ELEMENT TERMINATING work SERVICE_TASK key=9 scope=3
  JOB CANCELED work type="work" key=10 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=9 scope=3
  ELEMENT ACTIVATING too-much BOUNDARY_EVENT key=18 scope=3
  ELEMENT ACTIVATED too-much BOUNDARY_EVENT key=18 scope=3
  ELEMENT COMPLETING too-much BOUNDARY_EVENT key=18 scope=3
  ELEMENT COMPLETED too-much BOUNDARY_EVENT key=18 scope=3
  FLOW TAKEN too-much_choice
  ELEMENT ACTIVATING choice EVENT_BASED_GATEWAY key=19 scope=3
  ELEMENT ACTIVATED choice EVENT_BASED_GATEWAY key=19 scope=3
  TIMER CREATED late key=20 due=3601000
  TIMER CANCELED late key=20 due=3601000
  ELEMENT COMPLETING choice EVENT_BASED_GATEWAY key=19 scope=3
  ELEMENT COMPLETED choice EVENT_BASED_GATEWAY key=19 scope=3
  FLOW TAKEN choice_already
  ELEMENT ACTIVATING already INTERMEDIATE_CATCH_EVENT key=22 scope=3
  ELEMENT ACTIVATED already INTERMEDIATE_CATCH_EVENT key=22 scope=3
  ELEMENT COMPLETING already INTERMEDIATE_CATCH_EVENT key=22 scope=3
  ELEMENT COMPLETED already INTERMEDIATE_CATCH_EVENT key=22 scope=3
  FLOW TAKEN already_e
  ELEMENT ACTIVATING e END_EVENT key=23 scope=3
  ELEMENT ACTIVATED e END_EVENT key=23 scope=3
  ELEMENT COMPLETING e END_EVENT key=23 scope=3
  ELEMENT COMPLETED e END_EVENT key=23 scope=3
  INSTANCE COMPLETED condition key=3
end
  rows meta=1 definition=1 def_by_id=1
  digest 1de4194255d8812a78ee0cf89f197e2e
# What the worker brings does not fire the boundary of its task; an event subprocess ends the rest.
create condition {"n":2}
  OK puts=10 deletes=0
  INSTANCE ACTIVE condition key=24
  VARIABLE CREATED n=2 scope=24
  ELEMENT ACTIVATING s START_EVENT key=27 scope=24
  ELEMENT ACTIVATED s START_EVENT key=27 scope=24
  ELEMENT COMPLETING s START_EVENT key=27 scope=24
  ELEMENT COMPLETED s START_EVENT key=27 scope=24
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=28 scope=24
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=28 scope=24
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=28 scope=24
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=28 scope=24
  FLOW TAKEN wait_work
  ELEMENT ACTIVATING work SERVICE_TASK key=30 scope=24
  ELEMENT ACTIVATED work SERVICE_TASK key=30 scope=24
  JOB CREATED work type="work" key=31 retries=3
activate work
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=31 retries=3 worker="w" deadline=61000 activation=35
complete work {"n":10}
  OK puts=0 deletes=10
  JOB COMPLETED work type="work" key=31 retries=3 worker="w" deadline=61000 activation=35
  VARIABLE UPDATED n=10 scope=24
  ELEMENT COMPLETING work SERVICE_TASK key=30 scope=24
  ELEMENT COMPLETED work SERVICE_TASK key=30 scope=24
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=36 scope=24
  ELEMENT ACTIVATED e END_EVENT key=36 scope=24
  ELEMENT COMPLETING e END_EVENT key=36 scope=24
  ELEMENT COMPLETED e END_EVENT key=36 scope=24
  INSTANCE COMPLETED condition key=24
end
  rows meta=1 definition=1 def_by_id=1
  digest 6ad173ff809c53f038d8957a5dcbf977
create condition {"n":2}
  OK puts=10 deletes=0
  INSTANCE ACTIVE condition key=37
  VARIABLE CREATED n=2 scope=37
  ELEMENT ACTIVATING s START_EVENT key=40 scope=37
  ELEMENT ACTIVATED s START_EVENT key=40 scope=37
  ELEMENT COMPLETING s START_EVENT key=40 scope=37
  ELEMENT COMPLETED s START_EVENT key=40 scope=37
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=41 scope=37
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=41 scope=37
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=41 scope=37
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=41 scope=37
  FLOW TAKEN wait_work
  ELEMENT ACTIVATING work SERVICE_TASK key=43 scope=37
  ELEMENT ACTIVATED work SERVICE_TASK key=43 scope=37
  JOB CREATED work type="work" key=44 retries=3
set_local work {"n":10}
  OK puts=2 deletes=0
  VARIABLE CREATED work n=10 scope=43
set condition {"stop":true}
  OK puts=0 deletes=11
  VARIABLE CREATED stop=true scope=37
  ELEMENT TERMINATING work SERVICE_TASK key=43 scope=37
  JOB CANCELED work type="work" key=44 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=43 scope=37
  ELEMENT ACTIVATING stop EVENT_SUB_PROCESS key=50 scope=37
  ELEMENT ACTIVATED stop EVENT_SUB_PROCESS key=50 scope=37
  ELEMENT ACTIVATING stopped START_EVENT key=51 scope=50
  ELEMENT ACTIVATED stopped START_EVENT key=51 scope=50
  ELEMENT COMPLETING stopped START_EVENT key=51 scope=50
  ELEMENT COMPLETED stopped START_EVENT key=51 scope=50
  FLOW TAKEN stopped_stop-end
  ELEMENT ACTIVATING stop-end END_EVENT key=52 scope=50
  ELEMENT ACTIVATED stop-end END_EVENT key=52 scope=50
  ELEMENT COMPLETING stop-end END_EVENT key=52 scope=50
  ELEMENT COMPLETED stop-end END_EVENT key=52 scope=50
  ELEMENT COMPLETING stop EVENT_SUB_PROCESS key=50 scope=37
  ELEMENT COMPLETED stop EVENT_SUB_PROCESS key=50 scope=37
  INSTANCE COMPLETED condition key=37
end
  rows meta=1 definition=1 def_by_id=1
  digest 691db1bc9b53c757ce29bf099e26094d
# Null is not true.
create condition {"n":2,"stop":null}
  OK puts=11 deletes=0
  INSTANCE ACTIVE condition key=53
  VARIABLE CREATED n=2 scope=53
  VARIABLE CREATED stop=null scope=53
  ELEMENT ACTIVATING s START_EVENT key=57 scope=53
  ELEMENT ACTIVATED s START_EVENT key=57 scope=53
  ELEMENT COMPLETING s START_EVENT key=57 scope=53
  ELEMENT COMPLETED s START_EVENT key=57 scope=53
  FLOW TAKEN s_wait
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=58 scope=53
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=58 scope=53
  ELEMENT COMPLETING wait INTERMEDIATE_CATCH_EVENT key=58 scope=53
  ELEMENT COMPLETED wait INTERMEDIATE_CATCH_EVENT key=58 scope=53
  FLOW TAKEN wait_work
  ELEMENT ACTIVATING work SERVICE_TASK key=60 scope=53
  ELEMENT ACTIVATED work SERVICE_TASK key=60 scope=53
  JOB CREATED work type="work" key=61 retries=3
cancel condition
  OK puts=0 deletes=11
  ELEMENT TERMINATING work SERVICE_TASK key=60 scope=53
  JOB CANCELED work type="work" key=61 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=60 scope=53
  INSTANCE TERMINATED condition key=53
end
  rows meta=1 definition=1 def_by_id=1
  digest e8f08ed649dccb0f1b523a0aced9c966
