# A user task is changed while it waits: only what came changes, an empty date or list takes away.
deploy user.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED user version=1 key=2 resource="user.bpmn"
create user {"who":"ann","groups":["g1"],"due":"2030-01-02T03:04:05Z","prio":70}
  OK puts=9 deletes=0
  INSTANCE ACTIVE user key=3
  VARIABLE CREATED who="ann" scope=3
  VARIABLE CREATED groups=["g1"] scope=3
  VARIABLE CREATED due="2030-01-02T03:04:05Z" scope=3
  VARIABLE CREATED prio=70 scope=3
  ELEMENT ACTIVATING s START_EVENT key=8 scope=3
  ELEMENT ACTIVATED s START_EVENT key=8 scope=3
  ELEMENT COMPLETING s START_EVENT key=8 scope=3
  ELEMENT COMPLETED s START_EVENT key=8 scope=3
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=9 scope=3
  ELEMENT ACTIVATED approve USER_TASK key=9 scope=3
  USER_TASK CREATED approve key=10 assignee="ann" users=["a","b"] groups=["g1"] due="2030-01-02T03:04:05Z" priority=70
  TIMER CREATED late key=11 due=3601000
update_task approve users=zoe,yan priority=0
  OK puts=1 deletes=0
  USER_TASK CREATED approve key=10 assignee="ann" users=["zoe","yan"] groups=["g1"] due="2030-01-02T03:04:05Z" priority=0
update_task approve due=2031-05-06T07:08:09+02:00 follow_up=2031-01-01T00:00:00Z
  OK puts=1 deletes=0
  USER_TASK CREATED approve key=10 assignee="ann" users=["zoe","yan"] groups=["g1"] due="2031-05-06T07:08:09+02:00" follow_up="2031-01-01T00:00:00Z" priority=0
update_task approve due=- groups=-
  OK puts=1 deletes=0
  USER_TASK CREATED approve key=10 assignee="ann" users=["zoe","yan"] groups=[] follow_up="2031-01-01T00:00:00Z" priority=0
# nothing but an action: nothing changes
update_task approve
  OK puts=1 deletes=0
  USER_TASK CREATED approve key=10 assignee="ann" users=["zoe","yan"] groups=[] follow_up="2031-01-01T00:00:00Z" priority=0
# refused, and nothing happens
update_task approve due=tomorrow
  INVALID_ARGUMENT puts=0 deletes=0 Expected to update user task with dueDate 'tomorrow', but it cannot be parsed as a date
update_task approve priority=101
  INVALID_ARGUMENT puts=0 deletes=0 Expected to update user task with a priority in the range [0,100], but it was '101'
# assign and unassign remember their idempotency keys apart
key k
unassign approve
  OK puts=3 deletes=0
  USER_TASK CREATED approve key=10 users=["zoe","yan"] groups=[] follow_up="2031-01-01T00:00:00Z" priority=0
key k
assign approve bob
  OK puts=2 deletes=0
  USER_TASK CREATED approve key=10 assignee="bob" users=["zoe","yan"] groups=[] follow_up="2031-01-01T00:00:00Z" priority=0
key k
unassign approve
  OK replayed puts=0 deletes=0
claim approve eve
  WRONG_STATE puts=0 deletes=0 Expected to claim user task with key '2251799813685258', but it has already been assigned
claim approve eve
  WRONG_STATE puts=0 deletes=0 Expected to claim user task with key '2251799813685258', but it has already been assigned
unassign approve
  OK puts=1 deletes=0
  USER_TASK CREATED approve key=10 users=["zoe","yan"] groups=[] follow_up="2031-01-01T00:00:00Z" priority=0
complete_task approve
  OK puts=0 deletes=9
  USER_TASK COMPLETED approve key=10 users=["zoe","yan"] groups=[] follow_up="2031-01-01T00:00:00Z" priority=0
  TIMER CANCELED late key=11 due=3601000
  ELEMENT COMPLETING approve USER_TASK key=9 scope=3
  ELEMENT COMPLETED approve USER_TASK key=9 scope=3
  FLOW TAKEN approve_e1
  ELEMENT ACTIVATING e1 END_EVENT key=12 scope=3
  ELEMENT ACTIVATED e1 END_EVENT key=12 scope=3
  ELEMENT COMPLETING e1 END_EVENT key=12 scope=3
  ELEMENT COMPLETED e1 END_EVENT key=12 scope=3
  INSTANCE COMPLETED user key=3
update_task approve priority=1
  NOT_FOUND puts=0 deletes=0 Expected to update user task with key '2251799813685258', but no such user task was found
unassign approve
  NOT_FOUND puts=0 deletes=0 Expected to assign user task with key '2251799813685258', but no such user task was found
end
  rows meta=1 definition=1 def_by_id=1 due=1 dedupe=2 dedupe_bucket=1 dedupe_count=1
  digest 20f3288ab86ed96481699eb7058a7558
