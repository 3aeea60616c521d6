# Instances that begin at chosen elements: the scopes above are made once, elements as often as they are named.
deploy points.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED points version=1 key=2 tag="first" resource="points.bpmn"
create points at=y,x,y,z {"need":1}
  OK puts=24 deletes=0
  INSTANCE ACTIVE points key=3
  VARIABLE CREATED need=1 scope=3
  ELEMENT ACTIVATING outer SUB_PROCESS key=5 scope=3
  VARIABLE CREATED outer got=1 scope=5
  ELEMENT ACTIVATED outer SUB_PROCESS key=5 scope=3
  TIMER CREATED late key=10 due=3601000
  ELEMENT ACTIVATING z SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED z SERVICE_TASK key=6 scope=3
  JOB CREATED z type="z" key=11 retries=3
  ELEMENT ACTIVATING inner SUB_PROCESS key=8 scope=5
  ELEMENT ACTIVATED inner SUB_PROCESS key=8 scope=5
  ELEMENT ACTIVATING x SERVICE_TASK key=9 scope=5
  ELEMENT ACTIVATED x SERVICE_TASK key=9 scope=5
  JOB CREATED x type="x" key=14 retries=3
  ELEMENT ACTIVATING y SERVICE_TASK key=12 scope=8
  ELEMENT ACTIVATED y SERVICE_TASK key=12 scope=8
  JOB CREATED y type="y" key=15 retries=3
  ELEMENT ACTIVATING y SERVICE_TASK key=13 scope=8
  ELEMENT ACTIVATED y SERVICE_TASK key=13 scope=8
  JOB CREATED y type="y" key=16 retries=3
cancel points
  OK puts=0 deletes=24
  ELEMENT TERMINATING outer SUB_PROCESS key=5 scope=3
  TIMER CANCELED late key=10 due=3601000
  ELEMENT TERMINATING z SERVICE_TASK key=6 scope=3
  JOB CANCELED z type="z" key=11 retries=3
  ELEMENT TERMINATED z SERVICE_TASK key=6 scope=3
  ELEMENT TERMINATING inner SUB_PROCESS key=8 scope=5
  ELEMENT TERMINATING x SERVICE_TASK key=9 scope=5
  JOB CANCELED x type="x" key=14 retries=3
  ELEMENT TERMINATED x SERVICE_TASK key=9 scope=5
  ELEMENT TERMINATING y SERVICE_TASK key=12 scope=8
  JOB CANCELED y type="y" key=15 retries=3
  ELEMENT TERMINATED y SERVICE_TASK key=12 scope=8
  ELEMENT TERMINATING y SERVICE_TASK key=13 scope=8
  JOB CANCELED y type="y" key=16 retries=3
  ELEMENT TERMINATED y SERVICE_TASK key=13 scope=8
  ELEMENT TERMINATED inner SUB_PROCESS key=8 scope=5
  ELEMENT TERMINATED outer SUB_PROCESS key=5 scope=3
  INSTANCE TERMINATED points key=3
# a scope that waits with an incident keeps its points
create points at=x,y
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=17
  ELEMENT ACTIVATING outer SUB_PROCESS key=18 scope=17
  INCIDENT ACTIVE outer IO_MAPPING_ERROR key=19 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=18 scope=17 incident=19
  INSTANCE ACTIVE points key=17 incidents=1
set points {"need":2}
  OK puts=2 deletes=0
  VARIABLE CREATED need=2 scope=17
resolve outer
  OK puts=14 deletes=2
  INCIDENT RESOLVED outer IO_MAPPING_ERROR key=19 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=18 scope=17
  INSTANCE ACTIVE points key=17
  VARIABLE CREATED outer got=2 scope=18
  ELEMENT ACTIVATED outer SUB_PROCESS key=18 scope=17
  TIMER CREATED late key=24 due=3601000
  ELEMENT ACTIVATING x SERVICE_TASK key=22 scope=18
  ELEMENT ACTIVATED x SERVICE_TASK key=22 scope=18
  JOB CREATED x type="x" key=25 retries=3
  ELEMENT ACTIVATING inner SUB_PROCESS key=23 scope=18
  ELEMENT ACTIVATED inner SUB_PROCESS key=23 scope=18
  ELEMENT ACTIVATING y SERVICE_TASK key=26 scope=23
  ELEMENT ACTIVATED y SERVICE_TASK key=26 scope=23
  JOB CREATED y type="y" key=27 retries=3
cancel points
  OK puts=0 deletes=16
  ELEMENT TERMINATING outer SUB_PROCESS key=18 scope=17
  TIMER CANCELED late key=24 due=3601000
  ELEMENT TERMINATING x SERVICE_TASK key=22 scope=18
  JOB CANCELED x type="x" key=25 retries=3
  ELEMENT TERMINATED x SERVICE_TASK key=22 scope=18
  ELEMENT TERMINATING inner SUB_PROCESS key=23 scope=18
  ELEMENT TERMINATING y SERVICE_TASK key=26 scope=23
  JOB CANCELED y type="y" key=27 retries=3
  ELEMENT TERMINATED y SERVICE_TASK key=26 scope=23
  ELEMENT TERMINATED inner SUB_PROCESS key=23 scope=18
  ELEMENT TERMINATED outer SUB_PROCESS key=18 scope=17
  INSTANCE TERMINATED points key=17
# cancelled while the scope waits: nothing is left
create points at=y
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=28
  ELEMENT ACTIVATING outer SUB_PROCESS key=29 scope=28
  INCIDENT ACTIVE outer IO_MAPPING_ERROR key=30 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=29 scope=28 incident=30
  INSTANCE ACTIVE points key=28 incidents=1
cancel points
  OK puts=0 deletes=5
  ELEMENT TERMINATING outer SUB_PROCESS key=29 scope=28 incident=30
  INCIDENT RESOLVED outer IO_MAPPING_ERROR key=30 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT TERMINATING outer SUB_PROCESS key=29 scope=28
  INSTANCE ACTIVE points key=28
  ELEMENT TERMINATED outer SUB_PROCESS key=29 scope=28
  INSTANCE TERMINATED points key=28
# the rest of the process follows as usual
create points at=y {"need":1}
  OK puts=12 deletes=0
  INSTANCE ACTIVE points key=31
  VARIABLE CREATED need=1 scope=31
  ELEMENT ACTIVATING outer SUB_PROCESS key=33 scope=31
  VARIABLE CREATED outer got=1 scope=33
  ELEMENT ACTIVATED outer SUB_PROCESS key=33 scope=31
  TIMER CREATED late key=36 due=3601000
  ELEMENT ACTIVATING inner SUB_PROCESS key=35 scope=33
  ELEMENT ACTIVATED inner SUB_PROCESS key=35 scope=33
  ELEMENT ACTIVATING y SERVICE_TASK key=37 scope=35
  ELEMENT ACTIVATED y SERVICE_TASK key=37 scope=35
  JOB CREATED y type="y" key=38 retries=3
activate y
  OK puts=2 deletes=1
  JOB ACTIVE y type="y" key=38 retries=3 worker="w" deadline=61000 activation=39
complete y
  OK puts=4 deletes=10
  JOB COMPLETED y type="y" key=38 retries=3 worker="w" deadline=61000 activation=39
  ELEMENT COMPLETING y SERVICE_TASK key=37 scope=35
  ELEMENT COMPLETED y SERVICE_TASK key=37 scope=35
  FLOW TAKEN y_ie
  ELEMENT ACTIVATING ie END_EVENT key=40 scope=35
  ELEMENT ACTIVATED ie END_EVENT key=40 scope=35
  ELEMENT COMPLETING ie END_EVENT key=40 scope=35
  ELEMENT COMPLETED ie END_EVENT key=40 scope=35
  ELEMENT COMPLETING inner SUB_PROCESS key=35 scope=33
  ELEMENT COMPLETED inner SUB_PROCESS key=35 scope=33
  FLOW TAKEN inner_oe
  ELEMENT ACTIVATING oe END_EVENT key=41 scope=33
  ELEMENT ACTIVATED oe END_EVENT key=41 scope=33
  ELEMENT COMPLETING oe END_EVENT key=41 scope=33
  ELEMENT COMPLETED oe END_EVENT key=41 scope=33
  ELEMENT COMPLETING outer SUB_PROCESS key=33 scope=31
  TIMER CANCELED late key=36 due=3601000
  ELEMENT COMPLETED outer SUB_PROCESS key=33 scope=31
  FLOW TAKEN outer_z
  ELEMENT ACTIVATING z SERVICE_TASK key=42 scope=31
  ELEMENT ACTIVATED z SERVICE_TASK key=42 scope=31
  JOB CREATED z type="z" key=43 retries=3
activate z
  OK puts=2 deletes=1
  JOB ACTIVE z type="z" key=43 retries=3 worker="w" deadline=61000 activation=44
complete z
  OK puts=0 deletes=6
  JOB COMPLETED z type="z" key=43 retries=3 worker="w" deadline=61000 activation=44
  ELEMENT COMPLETING z SERVICE_TASK key=42 scope=31
  ELEMENT COMPLETED z SERVICE_TASK key=42 scope=31
  FLOW TAKEN z_e
  ELEMENT ACTIVATING e END_EVENT key=45 scope=31
  ELEMENT ACTIVATED e END_EVENT key=45 scope=31
  ELEMENT COMPLETING e END_EVENT key=45 scope=31
  ELEMENT COMPLETED e END_EVENT key=45 scope=31
  INSTANCE COMPLETED points key=31
# refused
create points at=nowhere
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with start instructions but no element found with id 'nowhere'.
create points at=points
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with start instructions but no element found with id 'points'.
create points at=x,os
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with start instructions but the element with id 'os' targets unsupported element type 'START_EVENT'.
create points at=late
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with start instructions but the element with id 'late' targets unsupported element type 'BOUNDARY_EVENT'.
create points at=a_outer
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with start instructions but the element with id 'a_outer' targets unsupported element type 'SEQUENCE_FLOW'.
end
  rows meta=1 definition=1 def_by_id=1
  digest 3154c93ae0925cade96994b8cf86aa0e
