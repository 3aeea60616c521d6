# Migrating: what runs goes on in another definition, what is kept keeps its keys and times.
deploy migrate-from.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED before version=1 key=2 resource="migrate-from.bpmn"
deploy migrate-to.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED after version=1 key=4 resource="migrate-to.bpmn"
create before {"k":"1"}
  OK puts=17 deletes=0
  INSTANCE ACTIVE before key=5
  VARIABLE CREATED k="1" scope=5
  ELEMENT ACTIVATING s START_EVENT key=7 scope=5
  ELEMENT ACTIVATED s START_EVENT key=7 scope=5
  ELEMENT COMPLETING s START_EVENT key=7 scope=5
  ELEMENT COMPLETED s START_EVENT key=7 scope=5
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=8 scope=5
  ELEMENT ACTIVATED box SUB_PROCESS key=8 scope=5
  SUBSCRIPTION CREATED stopped name="stop" correlation="1" key=9
  SUBSCRIPTION CREATED aged name="old" correlation="1" key=10
  TIMER CREATED late key=11 due=61000
  ELEMENT ACTIVATING s1 START_EVENT key=12 scope=8
  ELEMENT ACTIVATED s1 START_EVENT key=12 scope=8
  ELEMENT COMPLETING s1 START_EVENT key=12 scope=8
  ELEMENT COMPLETED s1 START_EVENT key=12 scope=8
  FLOW TAKEN s1_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=13 scope=8
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=13 scope=8
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=13 scope=8
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=13 scope=8
  FLOW TAKEN fork_work
  FLOW TAKEN fork_approve
  FLOW TAKEN fork_wait
  ELEMENT ACTIVATING work SERVICE_TASK key=14 scope=8
  ELEMENT ACTIVATED work SERVICE_TASK key=14 scope=8
  JOB CREATED work type="work" key=15 retries=3
  ELEMENT ACTIVATING approve USER_TASK key=16 scope=8
  ELEMENT ACTIVATED approve USER_TASK key=16 scope=8
  USER_TASK CREATED approve key=17 users=[] groups=[] priority=50
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=18 scope=8
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=18 scope=8
  TIMER CREATED wait key=19 due=11000
activate work max=1
  OK puts=2 deletes=1
  JOB ACTIVE work type="work" key=15 retries=3 worker="w" deadline=61000 activation=20
advance 4000
# refused: unmapped, wrong kinds, other scopes, what is not there
migrate before #4 box=box2
  WRONG_STATE puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but no mapping instruction was given for active element 'work'
migrate before #4 box=box2 work=approve approve=approve wait=wait2
  WRONG_STATE puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but active element 'work' of type SERVICE_TASK is mapped to 'approve' of type USER_TASK
migrate before #4 box=box2 work=work2 approve=approve wait=late2
  WRONG_STATE puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but active element 'wait' of type INTERMEDIATE_CATCH_EVENT is mapped to 'late2' of type BOUNDARY_EVENT
migrate before #4 work=work2 approve=approve wait=wait2 box=more
  WRONG_STATE puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but active element 'box' of type SUB_PROCESS is mapped to 'more' of type TASK
migrate before #4 box=box2 work=nowhere
  INVALID_ARGUMENT puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but the mapping instructions name a target element that could not be found: 'nowhere'
migrate before #4 nowhere=work2
  INVALID_ARGUMENT puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but the mapping instructions name a source element that could not be found: 'nowhere'
migrate before #4 work=work2 work=work2
  INVALID_ARGUMENT puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but the mapping instructions name source element 'work' twice
migrate before #99 work=work2
  NOT_FOUND puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but no process definition to migrate to was found with key '2251799813685347'
migrate nobody #4 work=work2
  NOT_FOUND puts=0 deletes=0 Expected to migrate process instance '0', but no such process instance was found
migrate before #4 box=box2 work=work2 approve=approve wait=wait2 stopped=fresh late=stopped2
  WRONG_STATE puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but event 'late' is mapped to 'stopped2', which is no such event of 'box2'
migrate before #4 box=box2 work=work2 approve=approve wait=wait2 stopped=fresh aged=fresh
  WRONG_STATE puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but two events of 'box' are mapped to 'fresh'
# job, user task, own timer, mapped boundary events stay; an unmapped one is closed, a new one opened
migrate before #4 box=box2 work=work2 approve=approve wait=wait2 stopped=stopped2 late=late2
  OK puts=9 deletes=2
  INSTANCE ACTIVE after key=5
  SUBSCRIPTION DELETED aged name="old" correlation="1" key=10
  ELEMENT ACTIVATED box2 SUB_PROCESS key=8 scope=5
  SUBSCRIPTION CREATED stopped2 name="stop" correlation="1" key=9
  SUBSCRIPTION CREATED fresh name="new" correlation="1" key=21
  ELEMENT ACTIVATED work2 SERVICE_TASK key=14 scope=8
  JOB MIGRATED work2 type="work" key=15 retries=3 worker="w" deadline=61000 activation=20
  ELEMENT ACTIVATED approve USER_TASK key=16 scope=8
  USER_TASK CREATED approve key=17 users=[] groups=[] priority=50
  ELEMENT ACTIVATED wait2 INTERMEDIATE_CATCH_EVENT key=18 scope=8
end
  rows meta=1 definition=2 def_by_id=2 element=5 child=4 variable=1 job=1 due=3 sub=2 user_task=1
  digest fca6de741baf5bf881591ae309163fc0
publish old key=1
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="old" correlation="1" key=22 deadline=5000
  MESSAGE EXPIRED name="old" correlation="1" key=22 deadline=5000
publish new key=1
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="new" correlation="1" key=23 deadline=5000
  SUBSCRIPTION CORRELATED fresh name="new" correlation="1" key=21 message=23
  MESSAGE EXPIRED name="new" correlation="1" key=23 deadline=5000
  ELEMENT ACTIVATING fresh BOUNDARY_EVENT key=24 scope=5
  ELEMENT ACTIVATED fresh BOUNDARY_EVENT key=24 scope=5
  ELEMENT COMPLETING fresh BOUNDARY_EVENT key=24 scope=5
  ELEMENT COMPLETED fresh BOUNDARY_EVENT key=24 scope=5
  FLOW TAKEN fresh_e
  ELEMENT ACTIVATING e_fresh END_EVENT key=25 scope=5
  ELEMENT ACTIVATED e_fresh END_EVENT key=25 scope=5
  ELEMENT COMPLETING e_fresh END_EVENT key=25 scope=5
  ELEMENT COMPLETED e_fresh END_EVENT key=25 scope=5
# a token at a join stays where it is known
advance 6000
tick
  OK puts=2 deletes=3
  TIMER FIRED wait2 key=19 due=11000
  ELEMENT COMPLETING wait2 INTERMEDIATE_CATCH_EVENT key=18 scope=8
  ELEMENT COMPLETED wait2 INTERMEDIATE_CATCH_EVENT key=18 scope=8
  FLOW TAKEN wait_join
migrate before #2 box2=box work2=work approve=approve
  WRONG_STATE puts=0 deletes=0 Expected to migrate process instance '2251799813685253', but a token waits at a joining gateway in 'box2', which cannot be migrated
complete work2
  OK puts=2 deletes=4
  JOB COMPLETED work2 type="work" key=15 retries=3 worker="w" deadline=61000 activation=20
  ELEMENT COMPLETING work2 SERVICE_TASK key=14 scope=8
  ELEMENT COMPLETED work2 SERVICE_TASK key=14 scope=8
  FLOW TAKEN work_join
complete_task approve
  OK puts=0 deletes=12
  USER_TASK COMPLETED approve key=17 users=[] groups=[] priority=50
  ELEMENT COMPLETING approve USER_TASK key=16 scope=8
  ELEMENT COMPLETED approve USER_TASK key=16 scope=8
  FLOW TAKEN approve_join
  ELEMENT ACTIVATING join PARALLEL_GATEWAY key=26 scope=8
  ELEMENT ACTIVATED join PARALLEL_GATEWAY key=26 scope=8
  ELEMENT COMPLETING join PARALLEL_GATEWAY key=26 scope=8
  ELEMENT COMPLETED join PARALLEL_GATEWAY key=26 scope=8
  FLOW TAKEN join_e1
  ELEMENT ACTIVATING e1 END_EVENT key=27 scope=8
  ELEMENT ACTIVATED e1 END_EVENT key=27 scope=8
  ELEMENT COMPLETING e1 END_EVENT key=27 scope=8
  ELEMENT COMPLETED e1 END_EVENT key=27 scope=8
  ELEMENT COMPLETING box2 SUB_PROCESS key=8 scope=5
  SUBSCRIPTION DELETED stopped2 name="stop" correlation="1" key=9
  TIMER CANCELED late2 key=11 due=61000
  SUBSCRIPTION DELETED fresh name="new" correlation="1" key=21
  ELEMENT COMPLETED box2 SUB_PROCESS key=8 scope=5
  FLOW TAKEN box_e
  ELEMENT ACTIVATING e END_EVENT key=28 scope=5
  ELEMENT ACTIVATED e END_EVENT key=28 scope=5
  ELEMENT COMPLETING e END_EVENT key=28 scope=5
  ELEMENT COMPLETED e END_EVENT key=28 scope=5
  INSTANCE COMPLETED after key=5
end
  rows meta=1 definition=2 def_by_id=2
  digest 178293fa44e94a51e45d3d808afc8ef9
# an incident goes along
create before {"k":"2"}
  OK puts=17 deletes=0
  INSTANCE ACTIVE before key=29
  VARIABLE CREATED k="2" scope=29
  ELEMENT ACTIVATING s START_EVENT key=31 scope=29
  ELEMENT ACTIVATED s START_EVENT key=31 scope=29
  ELEMENT COMPLETING s START_EVENT key=31 scope=29
  ELEMENT COMPLETED s START_EVENT key=31 scope=29
  FLOW TAKEN s_box
  ELEMENT ACTIVATING box SUB_PROCESS key=32 scope=29
  ELEMENT ACTIVATED box SUB_PROCESS key=32 scope=29
  SUBSCRIPTION CREATED stopped name="stop" correlation="2" key=33
  SUBSCRIPTION CREATED aged name="old" correlation="2" key=34
  TIMER CREATED late key=35 due=71000
  ELEMENT ACTIVATING s1 START_EVENT key=36 scope=32
  ELEMENT ACTIVATED s1 START_EVENT key=36 scope=32
  ELEMENT COMPLETING s1 START_EVENT key=36 scope=32
  ELEMENT COMPLETED s1 START_EVENT key=36 scope=32
  FLOW TAKEN s1_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=37 scope=32
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=37 scope=32
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=37 scope=32
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=37 scope=32
  FLOW TAKEN fork_work
  FLOW TAKEN fork_approve
  FLOW TAKEN fork_wait
  ELEMENT ACTIVATING work SERVICE_TASK key=38 scope=32
  ELEMENT ACTIVATED work SERVICE_TASK key=38 scope=32
  JOB CREATED work type="work" key=39 retries=3
  ELEMENT ACTIVATING approve USER_TASK key=40 scope=32
  ELEMENT ACTIVATED approve USER_TASK key=40 scope=32
  USER_TASK CREATED approve key=41 users=[] groups=[] priority=50
  ELEMENT ACTIVATING wait INTERMEDIATE_CATCH_EVENT key=42 scope=32
  ELEMENT ACTIVATED wait INTERMEDIATE_CATCH_EVENT key=42 scope=32
  TIMER CREATED wait key=43 due=21000
fail work 0
  OK puts=5 deletes=1
  JOB FAILED work type="work" key=39 retries=0
  INCIDENT ACTIVE work JOB_NO_RETRIES key=44 job=39 message="No more retries left."
  ELEMENT ACTIVATED work SERVICE_TASK key=38 scope=32 incident=44
  INSTANCE ACTIVE before key=29 incidents=1
migrate before #4 box=box2 work=work2 approve=approve wait=wait2
  OK puts=10 deletes=3
  INSTANCE ACTIVE after key=29 incidents=1
  SUBSCRIPTION DELETED stopped name="stop" correlation="2" key=33
  SUBSCRIPTION DELETED aged name="old" correlation="2" key=34
  TIMER CANCELED late key=35 due=71000
  ELEMENT ACTIVATED box2 SUB_PROCESS key=32 scope=29
  SUBSCRIPTION CREATED stopped2 name="stop" correlation="2" key=45
  SUBSCRIPTION CREATED fresh name="new" correlation="2" key=46
  TIMER CREATED late2 key=47 due=71000
  ELEMENT ACTIVATED work2 SERVICE_TASK key=38 scope=32 incident=44
  JOB MIGRATED work2 type="work" key=39 retries=0
  INCIDENT ACTIVE work2 JOB_NO_RETRIES key=44 job=39 message="No more retries left."
  ELEMENT ACTIVATED approve USER_TASK key=40 scope=32
  USER_TASK CREATED approve key=41 users=[] groups=[] priority=50
  ELEMENT ACTIVATED wait2 INTERMEDIATE_CATCH_EVENT key=42 scope=32
update work2 retries=1
  OK puts=1 deletes=0
  JOB RETRIES_UPDATED work2 type="work" key=39 retries=1
resolve work2
  OK puts=4 deletes=2
  JOB CREATED work2 type="work" key=39 retries=1
  INCIDENT RESOLVED work2 JOB_NO_RETRIES key=44 job=39 message="No more retries left."
  ELEMENT ACTIVATED work2 SERVICE_TASK key=38 scope=32
  INSTANCE ACTIVE after key=29
publish stop key=2
  OK puts=0 deletes=17
  MESSAGE PUBLISHED name="stop" correlation="2" key=48 deadline=11000
  SUBSCRIPTION CORRELATED stopped2 name="stop" correlation="2" key=45 message=48
  SUBSCRIPTION DELETED fresh name="new" correlation="2" key=46
  TIMER CANCELED late2 key=47 due=71000
  MESSAGE EXPIRED name="stop" correlation="2" key=48 deadline=11000
  ELEMENT TERMINATING box2 SUB_PROCESS key=32 scope=29
  ELEMENT TERMINATING work2 SERVICE_TASK key=38 scope=32
  JOB CANCELED work2 type="work" key=39 retries=1
  ELEMENT TERMINATED work2 SERVICE_TASK key=38 scope=32
  ELEMENT TERMINATING approve USER_TASK key=40 scope=32
  USER_TASK CANCELED approve key=41 users=[] groups=[] priority=50
  ELEMENT TERMINATED approve USER_TASK key=40 scope=32
  ELEMENT TERMINATING wait2 INTERMEDIATE_CATCH_EVENT key=42 scope=32
  TIMER CANCELED wait2 key=43 due=21000
  ELEMENT TERMINATED wait2 INTERMEDIATE_CATCH_EVENT key=42 scope=32
  ELEMENT TERMINATED box2 SUB_PROCESS key=32 scope=29
  ELEMENT ACTIVATING stopped2 BOUNDARY_EVENT key=49 scope=29
  ELEMENT ACTIVATED stopped2 BOUNDARY_EVENT key=49 scope=29
  ELEMENT COMPLETING stopped2 BOUNDARY_EVENT key=49 scope=29
  ELEMENT COMPLETED stopped2 BOUNDARY_EVENT key=49 scope=29
  FLOW TAKEN stopped_e
  ELEMENT ACTIVATING e_stopped END_EVENT key=50 scope=29
  ELEMENT ACTIVATED e_stopped END_EVENT key=50 scope=29
  ELEMENT COMPLETING e_stopped END_EVENT key=50 scope=29
  ELEMENT COMPLETED e_stopped END_EVENT key=50 scope=29
  INSTANCE COMPLETED after key=29
end
  rows meta=1 definition=2 def_by_id=2
  digest f9c0158e88e04caa573edbccdcb81f06
# a process id of its own: the lock of its correlation key goes, and the next message starts one
deploy started-by-message.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED started-by-message version=1 key=52 resource="started-by-message.bpmn"
  START_SUBSCRIPTION CREATED s name="go" key=53
deploy one-task.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED one-task version=1 key=55 resource="one-task.bpmn"
publish go key=k ttl=100000 {"x":1}
  OK puts=11 deletes=0
  MESSAGE PUBLISHED name="go" correlation="k" key=56 deadline=111000
  START_SUBSCRIPTION CORRELATED s name="go" correlation="k" key=53 message=56
  INSTANCE ACTIVE started-by-message key=57
  VARIABLE CREATED x=1 scope=57
  ELEMENT ACTIVATING s START_EVENT key=58 scope=57
  ELEMENT ACTIVATED s START_EVENT key=58 scope=57
  ELEMENT COMPLETING s START_EVENT key=58 scope=57
  ELEMENT COMPLETED s START_EVENT key=58 scope=57
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=60 scope=57
  ELEMENT ACTIVATED work SERVICE_TASK key=60 scope=57
  JOB CREATED work type="work" key=61 retries=3
publish go key=k ttl=100000 {"x":2}
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="go" correlation="k" key=62 deadline=111000
migrate started-by-message #55 work=work
  OK puts=10 deletes=0
  START_SUBSCRIPTION CORRELATED s name="go" correlation="k" key=53 message=62
  INSTANCE ACTIVE started-by-message key=63
  VARIABLE CREATED x=2 scope=63
  INSTANCE ACTIVE one-task key=57
  ELEMENT ACTIVATED work SERVICE_TASK key=60 scope=57
  JOB MIGRATED work type="work" key=61 retries=3
  ELEMENT ACTIVATING s START_EVENT key=64 scope=63
  ELEMENT ACTIVATED s START_EVENT key=64 scope=63
  ELEMENT COMPLETING s START_EVENT key=64 scope=63
  ELEMENT COMPLETED s START_EVENT key=64 scope=63
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=66 scope=63
  ELEMENT ACTIVATED work SERVICE_TASK key=66 scope=63
  JOB CREATED work type="work" key=67 retries=3
complete work
  OK puts=0 deletes=7
  JOB COMPLETED work type="work" key=67 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=66 scope=63
  ELEMENT COMPLETED work SERVICE_TASK key=66 scope=63
  FLOW TAKEN work_e
  ELEMENT ACTIVATING e END_EVENT key=68 scope=63
  ELEMENT ACTIVATED e END_EVENT key=68 scope=63
  ELEMENT COMPLETING e END_EVENT key=68 scope=63
  ELEMENT COMPLETED e END_EVENT key=68 scope=63
  INSTANCE COMPLETED started-by-message key=63
cancel #57
  OK puts=0 deletes=6
  ELEMENT TERMINATING work SERVICE_TASK key=60 scope=57
  JOB CANCELED work type="work" key=61 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=60 scope=57
  INSTANCE TERMINATED one-task key=57
end
  rows meta=1 definition=4 def_by_id=4 start_sub=1 start_by_def=1 due=2 msg=2 msg_by_name=2 msg_done=2
  digest 2ed47a60e4e9c14a6aa87f841e3a6543
