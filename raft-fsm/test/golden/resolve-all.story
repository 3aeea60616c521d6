# All incidents of an instance at once: what fails again has a new one, a job without retries gets one.
deploy points.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED points version=1 key=2 tag="first" resource="points.bpmn"
create points at=outer,outer,z
  OK puts=13 deletes=0
  INSTANCE ACTIVE points key=3
  ELEMENT ACTIVATING outer SUB_PROCESS key=4 scope=3
  INCIDENT ACTIVE outer IO_MAPPING_ERROR key=7 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=4 scope=3 incident=7
  INSTANCE ACTIVE points key=3 incidents=1
  ELEMENT ACTIVATING outer SUB_PROCESS key=5 scope=3
  INCIDENT ACTIVE outer IO_MAPPING_ERROR key=8 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=5 scope=3 incident=8
  INSTANCE ACTIVE points key=3 incidents=2
  ELEMENT ACTIVATING z SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED z SERVICE_TASK key=6 scope=3
  JOB CREATED z type="z" key=9 retries=3
activate z
  OK puts=2 deletes=1
  JOB ACTIVE z type="z" key=9 retries=3 worker="w" deadline=61000 activation=10
fail z retries=0
  OK puts=5 deletes=1
  JOB FAILED z type="z" key=9 retries=0
  INCIDENT ACTIVE z JOB_NO_RETRIES key=11 job=9 message="No more retries left."
  ELEMENT ACTIVATED z SERVICE_TASK key=6 scope=3 incident=11
  INSTANCE ACTIVE points key=3 incidents=3
key k
resolve_all points
  OK puts=12 deletes=6
  BATCH ACTIVE RESOLVE_INCIDENT key=12 total=3 failed=0 completed=0
  INCIDENT RESOLVED outer IO_MAPPING_ERROR key=7 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=4 scope=3
  INSTANCE ACTIVE points key=3 incidents=2
  BATCH_ITEM COMPLETED key=13 batch=12 item=7 instance=3
  INCIDENT RESOLVED outer IO_MAPPING_ERROR key=8 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=5 scope=3
  INSTANCE ACTIVE points key=3 incidents=1
  BATCH_ITEM COMPLETED key=14 batch=12 item=8 instance=3
  JOB CREATED z type="z" key=9 retries=1
  INCIDENT RESOLVED z JOB_NO_RETRIES key=11 job=9 message="No more retries left."
  ELEMENT ACTIVATED z SERVICE_TASK key=6 scope=3
  INSTANCE ACTIVE points key=3
  BATCH_ITEM COMPLETED key=15 batch=12 item=11 instance=3
  BATCH COMPLETED RESOLVE_INCIDENT key=12 total=3 failed=0 completed=3
  INCIDENT ACTIVE outer IO_MAPPING_ERROR key=16 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=4 scope=3 incident=16
  INSTANCE ACTIVE points key=3 incidents=1
  INCIDENT ACTIVE outer IO_MAPPING_ERROR key=17 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=5 scope=3 incident=17
  INSTANCE ACTIVE points key=3 incidents=2
key k
resolve_all points
  OK replayed puts=0 deletes=0
set points {"need":1}
  OK puts=2 deletes=0
  VARIABLE CREATED need=1 scope=3
resolve_all points
  OK puts=15 deletes=4
  BATCH ACTIVE RESOLVE_INCIDENT key=19 total=2 failed=0 completed=0
  INCIDENT RESOLVED outer IO_MAPPING_ERROR key=16 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=4 scope=3
  INSTANCE ACTIVE points key=3 incidents=1
  BATCH_ITEM COMPLETED key=20 batch=19 item=16 instance=3
  INCIDENT RESOLVED outer IO_MAPPING_ERROR key=17 message="Expected to evaluate the expression 'assert(need, need != null)', but it failed.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[NO_VARIABLE_FOUND] There is no variable 'need'.\n[ASSERT_FAILURE] The condition of assert() is not fulfilled."
  ELEMENT ACTIVATING outer SUB_PROCESS key=5 scope=3
  INSTANCE ACTIVE points key=3
  BATCH_ITEM COMPLETED key=21 batch=19 item=17 instance=3
  BATCH COMPLETED RESOLVE_INCIDENT key=19 total=2 failed=0 completed=2
  VARIABLE CREATED outer got=1 scope=4
  ELEMENT ACTIVATED outer SUB_PROCESS key=4 scope=3
  TIMER CREATED late key=23 due=3601000
  VARIABLE CREATED outer got=1 scope=5
  ELEMENT ACTIVATED outer SUB_PROCESS key=5 scope=3
  TIMER CREATED late key=25 due=3601000
  ELEMENT ACTIVATING os START_EVENT key=26 scope=4
  ELEMENT ACTIVATED os START_EVENT key=26 scope=4
  ELEMENT ACTIVATING os START_EVENT key=27 scope=5
  ELEMENT ACTIVATED os START_EVENT key=27 scope=5
  ELEMENT COMPLETING os START_EVENT key=26 scope=4
  ELEMENT COMPLETED os START_EVENT key=26 scope=4
  FLOW TAKEN os_x
  ELEMENT COMPLETING os START_EVENT key=27 scope=5
  ELEMENT COMPLETED os START_EVENT key=27 scope=5
  FLOW TAKEN os_x
  ELEMENT ACTIVATING x SERVICE_TASK key=28 scope=4
  ELEMENT ACTIVATED x SERVICE_TASK key=28 scope=4
  JOB CREATED x type="x" key=29 retries=3
  ELEMENT ACTIVATING x SERVICE_TASK key=30 scope=5
  ELEMENT ACTIVATED x SERVICE_TASK key=30 scope=5
  JOB CREATED x type="x" key=31 retries=3
# nothing is left to resolve
resolve_all points
  OK puts=0 deletes=0
  BATCH ACTIVE RESOLVE_INCIDENT key=32 total=0 failed=0 completed=0
  BATCH COMPLETED RESOLVE_INCIDENT key=32 total=0 failed=0 completed=0
resolve_all #999
  NOT_FOUND puts=0 deletes=0 Expected to resolve incidents of process instance with key '2251799813686247', but no such process instance was found
cancel points
  OK puts=0 deletes=22
  ELEMENT TERMINATING outer SUB_PROCESS key=4 scope=3
  TIMER CANCELED late key=23 due=3601000
  ELEMENT TERMINATING outer SUB_PROCESS key=5 scope=3
  TIMER CANCELED late key=25 due=3601000
  ELEMENT TERMINATING z SERVICE_TASK key=6 scope=3
  JOB CANCELED z type="z" key=9 retries=1
  ELEMENT TERMINATED z SERVICE_TASK key=6 scope=3
  ELEMENT TERMINATING x SERVICE_TASK key=28 scope=4
  JOB CANCELED x type="x" key=29 retries=3
  ELEMENT TERMINATED x SERVICE_TASK key=28 scope=4
  ELEMENT TERMINATING x SERVICE_TASK key=30 scope=5
  JOB CANCELED x type="x" key=31 retries=3
  ELEMENT TERMINATED x SERVICE_TASK key=30 scope=5
  ELEMENT TERMINATED outer SUB_PROCESS key=4 scope=3
  ELEMENT TERMINATED outer SUB_PROCESS key=5 scope=3
  INSTANCE TERMINATED points key=3
resolve_all points
  NOT_FOUND puts=0 deletes=0 Expected to resolve incidents of process instance with key '2251799813685251', but no such process instance was found
end
  rows meta=1 definition=1 def_by_id=1 due=1 dedupe=1 dedupe_bucket=1 dedupe_count=1
  digest 7235ce1f3351ec37c07c7f9f4fec77d6
