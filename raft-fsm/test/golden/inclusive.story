# An inclusive gateway takes every flow whose condition is true, and the join behind waits for those alone.
deploy inclusive.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED inclusive version=1 key=2 resource="inclusive.bpmn"
create inclusive {"x": 10, "away": false}
  OK puts=11 deletes=0
  INSTANCE ACTIVE inclusive key=3
  VARIABLE CREATED x=10 scope=3
  VARIABLE CREATED away=false scope=3
  ELEMENT ACTIVATING s START_EVENT key=6 scope=3
  ELEMENT ACTIVATED s START_EVENT key=6 scope=3
  ELEMENT COMPLETING s START_EVENT key=6 scope=3
  ELEMENT COMPLETED s START_EVENT key=6 scope=3
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split INCLUSIVE_GATEWAY key=7 scope=3
  ELEMENT ACTIVATED split INCLUSIVE_GATEWAY key=7 scope=3
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=7 scope=3
  ELEMENT COMPLETED split INCLUSIVE_GATEWAY key=7 scope=3
  FLOW TAKEN split_a
  FLOW TAKEN split_b
  ELEMENT ACTIVATING a SERVICE_TASK key=8 scope=3
  ELEMENT ACTIVATED a SERVICE_TASK key=8 scope=3
  JOB CREATED a type="a" key=9 retries=3
  ELEMENT ACTIVATING b SERVICE_TASK key=10 scope=3
  ELEMENT ACTIVATED b SERVICE_TASK key=10 scope=3
  JOB CREATED b type="b" key=11 retries=3
complete a
  OK puts=2 deletes=4
  JOB COMPLETED a type="a" key=9 retries=3
  ELEMENT COMPLETING a SERVICE_TASK key=8 scope=3
  ELEMENT COMPLETED a SERVICE_TASK key=8 scope=3
  FLOW TAKEN a_join
complete b
  OK puts=0 deletes=8
  JOB COMPLETED b type="b" key=11 retries=3
  ELEMENT COMPLETING b SERVICE_TASK key=10 scope=3
  ELEMENT COMPLETED b SERVICE_TASK key=10 scope=3
  FLOW TAKEN b_way
  ELEMENT ACTIVATING way EXCLUSIVE_GATEWAY key=12 scope=3
  ELEMENT ACTIVATED way EXCLUSIVE_GATEWAY key=12 scope=3
  ELEMENT COMPLETING way EXCLUSIVE_GATEWAY key=12 scope=3
  ELEMENT COMPLETED way EXCLUSIVE_GATEWAY key=12 scope=3
  FLOW TAKEN way_join
  ELEMENT ACTIVATING join INCLUSIVE_GATEWAY key=13 scope=3
  ELEMENT ACTIVATED join INCLUSIVE_GATEWAY key=13 scope=3
  ELEMENT COMPLETING join INCLUSIVE_GATEWAY key=13 scope=3
  ELEMENT COMPLETED join INCLUSIVE_GATEWAY key=13 scope=3
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=14 scope=3
  ELEMENT ACTIVATED e END_EVENT key=14 scope=3
  ELEMENT COMPLETING e END_EVENT key=14 scope=3
  ELEMENT COMPLETED e END_EVENT key=14 scope=3
  INSTANCE COMPLETED inclusive key=3
# One flow only: nobody else can come.
create inclusive {"x": 1}
  OK puts=6 deletes=0
  INSTANCE ACTIVE inclusive key=15
  VARIABLE CREATED x=1 scope=15
  ELEMENT ACTIVATING s START_EVENT key=17 scope=15
  ELEMENT ACTIVATED s START_EVENT key=17 scope=15
  ELEMENT COMPLETING s START_EVENT key=17 scope=15
  ELEMENT COMPLETED s START_EVENT key=17 scope=15
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split INCLUSIVE_GATEWAY key=18 scope=15
  ELEMENT ACTIVATED split INCLUSIVE_GATEWAY key=18 scope=15
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=18 scope=15
  ELEMENT COMPLETED split INCLUSIVE_GATEWAY key=18 scope=15
  FLOW TAKEN split_a
  ELEMENT ACTIVATING a SERVICE_TASK key=19 scope=15
  ELEMENT ACTIVATED a SERVICE_TASK key=19 scope=15
  JOB CREATED a type="a" key=20 retries=3
complete a
  OK puts=0 deletes=6
  JOB COMPLETED a type="a" key=20 retries=3
  ELEMENT COMPLETING a SERVICE_TASK key=19 scope=15
  ELEMENT COMPLETED a SERVICE_TASK key=19 scope=15
  FLOW TAKEN a_join
  ELEMENT ACTIVATING join INCLUSIVE_GATEWAY key=21 scope=15
  ELEMENT ACTIVATED join INCLUSIVE_GATEWAY key=21 scope=15
  ELEMENT COMPLETING join INCLUSIVE_GATEWAY key=21 scope=15
  ELEMENT COMPLETED join INCLUSIVE_GATEWAY key=21 scope=15
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=22 scope=15
  ELEMENT ACTIVATED e END_EVENT key=22 scope=15
  ELEMENT COMPLETING e END_EVENT key=22 scope=15
  ELEMENT COMPLETED e END_EVENT key=22 scope=15
  INSTANCE COMPLETED inclusive key=15
# None: the default flow.
create inclusive {"x": 0}
  OK puts=0 deletes=0
  INSTANCE ACTIVE inclusive key=23
  VARIABLE CREATED x=0 scope=23
  ELEMENT ACTIVATING s START_EVENT key=25 scope=23
  ELEMENT ACTIVATED s START_EVENT key=25 scope=23
  ELEMENT COMPLETING s START_EVENT key=25 scope=23
  ELEMENT COMPLETED s START_EVENT key=25 scope=23
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split INCLUSIVE_GATEWAY key=26 scope=23
  ELEMENT ACTIVATED split INCLUSIVE_GATEWAY key=26 scope=23
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=26 scope=23
  ELEMENT COMPLETED split INCLUSIVE_GATEWAY key=26 scope=23
  FLOW TAKEN split_c
  ELEMENT ACTIVATING c TASK key=27 scope=23
  ELEMENT ACTIVATED c TASK key=27 scope=23
  ELEMENT COMPLETING c TASK key=27 scope=23
  ELEMENT COMPLETED c TASK key=27 scope=23
  FLOW TAKEN c_join
  ELEMENT ACTIVATING join INCLUSIVE_GATEWAY key=28 scope=23
  ELEMENT ACTIVATED join INCLUSIVE_GATEWAY key=28 scope=23
  ELEMENT COMPLETING join INCLUSIVE_GATEWAY key=28 scope=23
  ELEMENT COMPLETED join INCLUSIVE_GATEWAY key=28 scope=23
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=29 scope=23
  ELEMENT ACTIVATED e END_EVENT key=29 scope=23
  ELEMENT COMPLETING e END_EVENT key=29 scope=23
  ELEMENT COMPLETED e END_EVENT key=29 scope=23
  INSTANCE COMPLETED inclusive key=23
# The other token goes elsewhere: the one that waits goes on.
create inclusive {"x": 10, "away": true}
  OK puts=11 deletes=0
  INSTANCE ACTIVE inclusive key=30
  VARIABLE CREATED x=10 scope=30
  VARIABLE CREATED away=true scope=30
  ELEMENT ACTIVATING s START_EVENT key=33 scope=30
  ELEMENT ACTIVATED s START_EVENT key=33 scope=30
  ELEMENT COMPLETING s START_EVENT key=33 scope=30
  ELEMENT COMPLETED s START_EVENT key=33 scope=30
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split INCLUSIVE_GATEWAY key=34 scope=30
  ELEMENT ACTIVATED split INCLUSIVE_GATEWAY key=34 scope=30
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=34 scope=30
  ELEMENT COMPLETED split INCLUSIVE_GATEWAY key=34 scope=30
  FLOW TAKEN split_a
  FLOW TAKEN split_b
  ELEMENT ACTIVATING a SERVICE_TASK key=35 scope=30
  ELEMENT ACTIVATED a SERVICE_TASK key=35 scope=30
  JOB CREATED a type="a" key=36 retries=3
  ELEMENT ACTIVATING b SERVICE_TASK key=37 scope=30
  ELEMENT ACTIVATED b SERVICE_TASK key=37 scope=30
  JOB CREATED b type="b" key=38 retries=3
complete a
  OK puts=2 deletes=4
  JOB COMPLETED a type="a" key=36 retries=3
  ELEMENT COMPLETING a SERVICE_TASK key=35 scope=30
  ELEMENT COMPLETED a SERVICE_TASK key=35 scope=30
  FLOW TAKEN a_join
complete b
  OK puts=0 deletes=8
  JOB COMPLETED b type="b" key=38 retries=3
  ELEMENT COMPLETING b SERVICE_TASK key=37 scope=30
  ELEMENT COMPLETED b SERVICE_TASK key=37 scope=30
  FLOW TAKEN b_way
  ELEMENT ACTIVATING way EXCLUSIVE_GATEWAY key=39 scope=30
  ELEMENT ACTIVATED way EXCLUSIVE_GATEWAY key=39 scope=30
  ELEMENT COMPLETING way EXCLUSIVE_GATEWAY key=39 scope=30
  ELEMENT COMPLETED way EXCLUSIVE_GATEWAY key=39 scope=30
  FLOW TAKEN way_other
  ELEMENT ACTIVATING other END_EVENT key=40 scope=30
  ELEMENT ACTIVATED other END_EVENT key=40 scope=30
  ELEMENT COMPLETING other END_EVENT key=40 scope=30
  ELEMENT COMPLETED other END_EVENT key=40 scope=30
  ELEMENT ACTIVATING join INCLUSIVE_GATEWAY key=41 scope=30
  ELEMENT ACTIVATED join INCLUSIVE_GATEWAY key=41 scope=30
  ELEMENT COMPLETING join INCLUSIVE_GATEWAY key=41 scope=30
  ELEMENT COMPLETED join INCLUSIVE_GATEWAY key=41 scope=30
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=42 scope=30
  ELEMENT ACTIVATED e END_EVENT key=42 scope=30
  ELEMENT COMPLETING e END_EVENT key=42 scope=30
  ELEMENT COMPLETED e END_EVENT key=42 scope=30
  INSTANCE COMPLETED inclusive key=30
# An incident; and cancelling while a token waits leaves nothing.
create inclusive {"x": "no"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE inclusive key=43
  VARIABLE CREATED x="no" scope=43
  ELEMENT ACTIVATING s START_EVENT key=45 scope=43
  ELEMENT ACTIVATED s START_EVENT key=45 scope=43
  ELEMENT COMPLETING s START_EVENT key=45 scope=43
  ELEMENT COMPLETED s START_EVENT key=45 scope=43
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split INCLUSIVE_GATEWAY key=46 scope=43
  ELEMENT ACTIVATED split INCLUSIVE_GATEWAY key=46 scope=43
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=46 scope=43
  INCIDENT ACTIVE split EXTRACT_VALUE_ERROR key=47 message="Expected result of the expression 'x > 0' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] There is no order between a string and a number."
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=46 scope=43 incident=47
  INSTANCE ACTIVE inclusive key=43 incidents=1
set inclusive {"x": 1}
  OK puts=1 deletes=0
  VARIABLE UPDATED x=1 scope=43
resolve split
  OK puts=5 deletes=4
  INCIDENT RESOLVED split EXTRACT_VALUE_ERROR key=47 message="Expected result of the expression 'x > 0' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[INVALID_TYPE] There is no order between a string and a number."
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=46 scope=43
  INSTANCE ACTIVE inclusive key=43
  ELEMENT COMPLETED split INCLUSIVE_GATEWAY key=46 scope=43
  FLOW TAKEN split_a
  ELEMENT ACTIVATING a SERVICE_TASK key=48 scope=43
  ELEMENT ACTIVATED a SERVICE_TASK key=48 scope=43
  JOB CREATED a type="a" key=49 retries=3
complete a
  OK puts=0 deletes=6
  JOB COMPLETED a type="a" key=49 retries=3
  ELEMENT COMPLETING a SERVICE_TASK key=48 scope=43
  ELEMENT COMPLETED a SERVICE_TASK key=48 scope=43
  FLOW TAKEN a_join
  ELEMENT ACTIVATING join INCLUSIVE_GATEWAY key=50 scope=43
  ELEMENT ACTIVATED join INCLUSIVE_GATEWAY key=50 scope=43
  ELEMENT COMPLETING join INCLUSIVE_GATEWAY key=50 scope=43
  ELEMENT COMPLETED join INCLUSIVE_GATEWAY key=50 scope=43
  FLOW TAKEN join_e
  ELEMENT ACTIVATING e END_EVENT key=51 scope=43
  ELEMENT ACTIVATED e END_EVENT key=51 scope=43
  ELEMENT COMPLETING e END_EVENT key=51 scope=43
  ELEMENT COMPLETED e END_EVENT key=51 scope=43
  INSTANCE COMPLETED inclusive key=43
create inclusive {"x": 10, "away": false}
  OK puts=11 deletes=0
  INSTANCE ACTIVE inclusive key=52
  VARIABLE CREATED x=10 scope=52
  VARIABLE CREATED away=false scope=52
  ELEMENT ACTIVATING s START_EVENT key=55 scope=52
  ELEMENT ACTIVATED s START_EVENT key=55 scope=52
  ELEMENT COMPLETING s START_EVENT key=55 scope=52
  ELEMENT COMPLETED s START_EVENT key=55 scope=52
  FLOW TAKEN s_split
  ELEMENT ACTIVATING split INCLUSIVE_GATEWAY key=56 scope=52
  ELEMENT ACTIVATED split INCLUSIVE_GATEWAY key=56 scope=52
  ELEMENT COMPLETING split INCLUSIVE_GATEWAY key=56 scope=52
  ELEMENT COMPLETED split INCLUSIVE_GATEWAY key=56 scope=52
  FLOW TAKEN split_a
  FLOW TAKEN split_b
  ELEMENT ACTIVATING a SERVICE_TASK key=57 scope=52
  ELEMENT ACTIVATED a SERVICE_TASK key=57 scope=52
  JOB CREATED a type="a" key=58 retries=3
  ELEMENT ACTIVATING b SERVICE_TASK key=59 scope=52
  ELEMENT ACTIVATED b SERVICE_TASK key=59 scope=52
  JOB CREATED b type="b" key=60 retries=3
complete a
  OK puts=2 deletes=4
  JOB COMPLETED a type="a" key=58 retries=3
  ELEMENT COMPLETING a SERVICE_TASK key=57 scope=52
  ELEMENT COMPLETED a SERVICE_TASK key=57 scope=52
  FLOW TAKEN a_join
cancel inclusive
  OK puts=0 deletes=8
  ELEMENT TERMINATING b SERVICE_TASK key=59 scope=52
  JOB CANCELED b type="b" key=60 retries=3
  ELEMENT TERMINATED b SERVICE_TASK key=59 scope=52
  INSTANCE TERMINATED inclusive key=52
end
  rows meta=1 definition=1 def_by_id=1
  digest 5dedc1122ea5d930c7db187dcc1af002
