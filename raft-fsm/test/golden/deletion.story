# The newest version goes while an instance of it runs: it starts nothing, and drains. The start
# events of the version before it wait again.
deploy started-by-message.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED started-by-message version=1 key=2 resource="started-by-message.bpmn"
  START_SUBSCRIPTION CREATED s name="go" key=3
deploy started-by-message-2.bpmn
  OK puts=4 deletes=2
  DEFINITION DEPLOYED started-by-message version=2 key=5 resource="started-by-message-2.bpmn"
  START_SUBSCRIPTION DELETED s name="go" key=3
  START_SUBSCRIPTION CREATED s2 name="go" key=6
publish go key=a
  OK puts=6 deletes=0
  MESSAGE PUBLISHED name="go" correlation="a" key=7 deadline=1000
  START_SUBSCRIPTION CORRELATED s2 name="go" correlation="a" key=6 message=7
  INSTANCE ACTIVE started-by-message key=8
  MESSAGE EXPIRED name="go" correlation="a" key=7 deadline=1000
  ELEMENT ACTIVATING s2 START_EVENT key=9 scope=8
  ELEMENT ACTIVATED s2 START_EVENT key=9 scope=8
  ELEMENT COMPLETING s2 START_EVENT key=9 scope=8
  ELEMENT COMPLETED s2 START_EVENT key=9 scope=8
  FLOW TAKEN s2_work2
  ELEMENT ACTIVATING work2 SERVICE_TASK key=10 scope=8
  ELEMENT ACTIVATED work2 SERVICE_TASK key=10 scope=8
  JOB CREATED work2 type="work2" key=11 retries=3
undeploy #5
  OK puts=4 deletes=3
  START_SUBSCRIPTION DELETED s2 name="go" key=6
  START_SUBSCRIPTION CREATED s name="go" key=12
  DEFINITION DRAINING started-by-message version=2 key=5 newest=2
undeploy #5
  NOT_FOUND puts=0 deletes=0 Expected to delete resource but no resource found with key `2251799813685253`
create started-by-message version=2
  NOT_FOUND puts=0 deletes=0 Expected to find process definition with process ID 'started-by-message' and version '2', but none found
publish go key=b
  OK puts=6 deletes=0
  MESSAGE PUBLISHED name="go" correlation="b" key=13 deadline=1000
  START_SUBSCRIPTION CORRELATED s name="go" correlation="b" key=12 message=13
  INSTANCE ACTIVE started-by-message key=14
  MESSAGE EXPIRED name="go" correlation="b" key=13 deadline=1000
  ELEMENT ACTIVATING s START_EVENT key=15 scope=14
  ELEMENT ACTIVATED s START_EVENT key=15 scope=14
  ELEMENT COMPLETING s START_EVENT key=15 scope=14
  ELEMENT COMPLETED s START_EVENT key=15 scope=14
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=16 scope=14
  ELEMENT ACTIVATED work SERVICE_TASK key=16 scope=14
  JOB CREATED work type="work" key=17 retries=3
# With its last instance it is gone. Keys and versions do not come back.
cancel #8
  OK puts=1 deletes=6
  ELEMENT TERMINATING work2 SERVICE_TASK key=10 scope=8
  JOB CANCELED work2 type="work2" key=11 retries=3
  ELEMENT TERMINATED work2 SERVICE_TASK key=10 scope=8
  INSTANCE TERMINATED started-by-message key=8
tick
  OK puts=0 deletes=3
  DEFINITION DELETED started-by-message version=2 key=5 newest=2
deploy started-by-message-2.bpmn
  OK puts=4 deletes=2
  DEFINITION DEPLOYED started-by-message version=3 key=19 resource="started-by-message-2.bpmn"
  START_SUBSCRIPTION DELETED s name="go" key=12
  START_SUBSCRIPTION CREATED s2 name="go" key=20
# An older version goes; the newest stays what it is.
undeploy #2
  OK puts=1 deletes=1
  DEFINITION DRAINING started-by-message version=1 key=2 newest=19
publish go key=c
  OK puts=6 deletes=0
  MESSAGE PUBLISHED name="go" correlation="c" key=21 deadline=1000
  START_SUBSCRIPTION CORRELATED s2 name="go" correlation="c" key=20 message=21
  INSTANCE ACTIVE started-by-message key=22
  MESSAGE EXPIRED name="go" correlation="c" key=21 deadline=1000
  ELEMENT ACTIVATING s2 START_EVENT key=23 scope=22
  ELEMENT ACTIVATED s2 START_EVENT key=23 scope=22
  ELEMENT COMPLETING s2 START_EVENT key=23 scope=22
  ELEMENT COMPLETED s2 START_EVENT key=23 scope=22
  FLOW TAKEN s2_work2
  ELEMENT ACTIVATING work2 SERVICE_TASK key=24 scope=22
  ELEMENT ACTIVATED work2 SERVICE_TASK key=24 scope=22
  JOB CREATED work2 type="work2" key=25 retries=3
# Both that drain and the newest: no version is left.
undeploy #19
  OK puts=2 deletes=3
  START_SUBSCRIPTION DELETED s2 name="go" key=20
  DEFINITION DRAINING started-by-message version=3 key=19
publish go key=d
  OK puts=0 deletes=0
  MESSAGE PUBLISHED name="go" correlation="d" key=26 deadline=1000
  MESSAGE EXPIRED name="go" correlation="d" key=26 deadline=1000
cancel #14
  OK puts=1 deletes=6
  ELEMENT TERMINATING work SERVICE_TASK key=16 scope=14
  JOB CANCELED work type="work" key=17 retries=3
  ELEMENT TERMINATED work SERVICE_TASK key=16 scope=14
  INSTANCE TERMINATED started-by-message key=14
cancel #22
  OK puts=1 deletes=6
  ELEMENT TERMINATING work2 SERVICE_TASK key=24 scope=22
  JOB CANCELED work2 type="work2" key=25 retries=3
  ELEMENT TERMINATED work2 SERVICE_TASK key=24 scope=22
  INSTANCE TERMINATED started-by-message key=22
tick
  OK puts=0 deletes=6
  DEFINITION DELETED started-by-message version=1 key=2
  DEFINITION DELETED started-by-message version=3 key=19
deploy started-by-message.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED started-by-message version=4 key=28 resource="started-by-message.bpmn"
  START_SUBSCRIPTION CREATED s name="go" key=29
# Without instances a definition is gone at once, and its timer, too. A repeated command changes nothing.
deploy timer-start.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED timer-start version=1 key=31 resource="timer-start.bpmn"
  TIMER CREATED s1 key=32 due=11000 repetitions=3
key again
undeploy #31
  OK puts=3 deletes=4
  TIMER CANCELED s1 key=32 due=11000 repetitions=0
  DEFINITION DELETED timer-start version=1 key=31
key again
undeploy #31
  OK replayed puts=0 deletes=0
advance 20000
tick
  OK puts=0 deletes=0
create timer-start
  NOT_FOUND puts=0 deletes=0 Expected to find process definition with process ID 'timer-start', but none found
# Who migrates leaves the deleted definition; nobody migrates to one.
deploy form-linked.bpmn form-tagged.bpmn form:approval:x
  OK puts=6 deletes=0
  FORM DEPLOYED approval version=1 key=34 resource="approval.form"
  DEFINITION DEPLOYED form-linked version=1 key=35 resource="form-linked.bpmn" form="ask"
  DEFINITION DEPLOYED form-tagged version=1 key=36 resource="form-tagged.bpmn"
create form-linked
  OK puts=4 deletes=0
  INSTANCE ACTIVE form-linked key=37
  ELEMENT ACTIVATING s START_EVENT key=38 scope=37
  ELEMENT ACTIVATED s START_EVENT key=38 scope=37
  ELEMENT COMPLETING s START_EVENT key=38 scope=37
  ELEMENT COMPLETED s START_EVENT key=38 scope=37
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=39 scope=37
  ELEMENT ACTIVATED approve USER_TASK key=39 scope=37
  USER_TASK CREATED approve key=40 users=[] groups=[] priority=50 form=34
undeploy #35
  OK puts=2 deletes=1
  DEFINITION DRAINING form-linked version=1 key=35
create form-tagged {"which":"approval"}
  OK puts=6 deletes=0
  INSTANCE ACTIVE form-tagged key=41
  VARIABLE CREATED which="approval" scope=41
  ELEMENT ACTIVATING s START_EVENT key=43 scope=41
  ELEMENT ACTIVATED s START_EVENT key=43 scope=41
  ELEMENT COMPLETING s START_EVENT key=43 scope=41
  ELEMENT COMPLETED s START_EVENT key=43 scope=41
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=44 scope=41
  INCIDENT ACTIVE approve FORM_NOT_FOUND key=45 message="Expected to use a form with id 'approval' and version tag 'stable', but no such form found. To resolve the incident, deploy a form with the given version tag."
  ELEMENT ACTIVATING approve USER_TASK key=44 scope=41 incident=45
  INSTANCE ACTIVE form-tagged key=41 incidents=1
migrate form-tagged #35 approve=approve
  NOT_FOUND puts=0 deletes=0 Expected to migrate process instance '2251799813685289', but no process definition to migrate to was found with key '2251799813685283'
migrate form-linked #36 approve=approve
  OK puts=3 deletes=0
  INSTANCE ACTIVE form-tagged key=37
  ELEMENT ACTIVATED approve USER_TASK key=39 scope=37
  USER_TASK CREATED approve key=40 users=[] groups=[] priority=50 form=34
tick
  OK puts=0 deletes=3
  DEFINITION DELETED form-linked version=1 key=35
end
  rows meta=1 definition=2 def_by_id=2 start_sub=1 start_by_def=1 element=4 child=2 variable=1 due=1 incident=1 user_task=1 dedupe=1 dedupe_bucket=1 dedupe_count=1 resource=1 resource_by_id=1 version_floor=3 incident_by=1
  digest d2f526892edda3e82df0df5bc200ab24
