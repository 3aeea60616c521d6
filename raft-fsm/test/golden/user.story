# A user task: attributes by expression, claimed once, assigned always, ended by its boundary.
deploy user.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED user version=1 key=2 resource="user.bpmn"
create user {"who":"ann","groups":["g1","g2"],"due":"2030-01-02T03:04:05Z","prio":70}
  OK puts=9 deletes=0
  INSTANCE ACTIVE user key=3
  VARIABLE CREATED who="ann" scope=3
  VARIABLE CREATED groups=["g1","g2"] scope=3
  VARIABLE CREATED due="2030-01-02T03:04:05Z" scope=3
  VARIABLE CREATED prio=70 scope=3
  ELEMENT ACTIVATING s START_EVENT key=8 scope=3
  ELEMENT ACTIVATED s START_EVENT key=8 scope=3
  ELEMENT COMPLETING s START_EVENT key=8 scope=3
  ELEMENT COMPLETED s START_EVENT key=8 scope=3
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=9 scope=3
  ELEMENT ACTIVATED approve USER_TASK key=9 scope=3
  USER_TASK CREATED approve key=10 assignee="ann" users=["a","b"] groups=["g1","g2"] due="2030-01-02T03:04:05Z" priority=70
  TIMER CREATED late key=11 due=3601000
claim approve bob
  WRONG_STATE puts=0 deletes=0 Expected to claim user task with key '2251799813685258', but it has already been assigned
assign approve bob
  OK puts=1 deletes=0
  USER_TASK CREATED approve key=10 assignee="bob" users=["a","b"] groups=["g1","g2"] due="2030-01-02T03:04:05Z" priority=70
complete_task approve {"ok":true}
  OK puts=0 deletes=9
  USER_TASK COMPLETED approve key=10 assignee="bob" users=["a","b"] groups=["g1","g2"] due="2030-01-02T03:04:05Z" priority=70
  VARIABLE CREATED ok=true scope=3
  TIMER CANCELED late key=11 due=3601000
  ELEMENT COMPLETING approve USER_TASK key=9 scope=3
  ELEMENT COMPLETED approve USER_TASK key=9 scope=3
  FLOW TAKEN approve_e1
  ELEMENT ACTIVATING e1 END_EVENT key=13 scope=3
  ELEMENT ACTIVATED e1 END_EVENT key=13 scope=3
  ELEMENT COMPLETING e1 END_EVENT key=13 scope=3
  ELEMENT COMPLETED e1 END_EVENT key=13 scope=3
  INSTANCE COMPLETED user key=3
complete_task approve
  NOT_FOUND puts=0 deletes=0 Expected to complete user task with key '2251799813685258', but no such user task was found
create user {"who":5,"groups":["g1"],"due":"2030-01-02T03:04:05Z","prio":1}
  OK puts=9 deletes=0
  INSTANCE ACTIVE user key=14
  VARIABLE CREATED who=5 scope=14
  VARIABLE CREATED groups=["g1"] scope=14
  VARIABLE CREATED due="2030-01-02T03:04:05Z" scope=14
  VARIABLE CREATED prio=1 scope=14
  ELEMENT ACTIVATING s START_EVENT key=19 scope=14
  ELEMENT ACTIVATED s START_EVENT key=19 scope=14
  ELEMENT COMPLETING s START_EVENT key=19 scope=14
  ELEMENT COMPLETED s START_EVENT key=19 scope=14
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=20 scope=14
  INCIDENT ACTIVE approve EXTRACT_VALUE_ERROR key=21 message="Expected result of the expression 'who' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING approve USER_TASK key=20 scope=14 incident=21
  INSTANCE ACTIVE user key=14 incidents=1
set user {"who":"zoe"}
  OK puts=1 deletes=0
  VARIABLE UPDATED who="zoe" scope=14
resolve approve
  OK puts=4 deletes=2
  INCIDENT RESOLVED approve EXTRACT_VALUE_ERROR key=21 message="Expected result of the expression 'who' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING approve USER_TASK key=20 scope=14
  INSTANCE ACTIVE user key=14
  ELEMENT ACTIVATED approve USER_TASK key=20 scope=14
  USER_TASK CREATED approve key=22 assignee="zoe" users=["a","b"] groups=["g1"] due="2030-01-02T03:04:05Z" priority=1
  TIMER CREATED late key=23 due=3601000
advance 3600000
tick
  OK puts=0 deletes=9
  TIMER FIRED late key=23 due=3601000
  ELEMENT TERMINATING approve USER_TASK key=20 scope=14
  USER_TASK CANCELED approve key=22 assignee="zoe" users=["a","b"] groups=["g1"] due="2030-01-02T03:04:05Z" priority=1
  ELEMENT TERMINATED approve USER_TASK key=20 scope=14
  ELEMENT ACTIVATING late BOUNDARY_EVENT key=24 scope=14
  ELEMENT ACTIVATED late BOUNDARY_EVENT key=24 scope=14
  ELEMENT COMPLETING late BOUNDARY_EVENT key=24 scope=14
  ELEMENT COMPLETED late BOUNDARY_EVENT key=24 scope=14
  FLOW TAKEN late_e2
  ELEMENT ACTIVATING e2 END_EVENT key=25 scope=14
  ELEMENT ACTIVATED e2 END_EVENT key=25 scope=14
  ELEMENT COMPLETING e2 END_EVENT key=25 scope=14
  ELEMENT COMPLETED e2 END_EVENT key=25 scope=14
  INSTANCE COMPLETED user key=14
# without zeebe:userTask it is a job
deploy user-job.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED user-job version=1 key=27 resource="user-job.bpmn"
create user-job
  OK puts=5 deletes=0
  INSTANCE ACTIVE user-job key=28
  ELEMENT ACTIVATING s START_EVENT key=29 scope=28
  ELEMENT ACTIVATED s START_EVENT key=29 scope=28
  ELEMENT COMPLETING s START_EVENT key=29 scope=28
  ELEMENT COMPLETED s START_EVENT key=29 scope=28
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=30 scope=28
  ELEMENT ACTIVATED approve USER_TASK key=30 scope=28
  JOB CREATED approve type="io.camunda.zeebe:userTask" key=31 retries=1
activate io.camunda.zeebe:userTask
  OK puts=2 deletes=1
  JOB ACTIVE approve type="io.camunda.zeebe:userTask" key=31 retries=1 worker="w" deadline=3661000 activation=32
complete approve
  OK puts=0 deletes=5
  JOB COMPLETED approve type="io.camunda.zeebe:userTask" key=31 retries=1 worker="w" deadline=3661000 activation=32
  ELEMENT COMPLETING approve USER_TASK key=30 scope=28
  ELEMENT COMPLETED approve USER_TASK key=30 scope=28
  FLOW TAKEN approve_e
  ELEMENT ACTIVATING e END_EVENT key=33 scope=28
  ELEMENT ACTIVATED e END_EVENT key=33 scope=28
  ELEMENT COMPLETING e END_EVENT key=33 scope=28
  ELEMENT COMPLETED e END_EVENT key=33 scope=28
  INSTANCE COMPLETED user-job key=28
end
  rows meta=1 definition=2 def_by_id=2
  digest 653e61754ab753c9d38eea79463de53a
