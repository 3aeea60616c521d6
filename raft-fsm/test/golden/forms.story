# A user task shows the newest version of the form that it names, as it was when the task began.
deploy form-linked.bpmn form:approval:one form:ask:who
  OK puts=6 deletes=0
  FORM DEPLOYED approval version=1 key=2 resource="approval.form"
  FORM DEPLOYED ask version=1 key=3 resource="ask.form"
  DEFINITION DEPLOYED form-linked version=1 key=4 resource="form-linked.bpmn" form="ask"
create form-linked
  OK puts=4 deletes=0
  INSTANCE ACTIVE form-linked key=5
  ELEMENT ACTIVATING s START_EVENT key=6 scope=5
  ELEMENT ACTIVATED s START_EVENT key=6 scope=5
  ELEMENT COMPLETING s START_EVENT key=6 scope=5
  ELEMENT COMPLETED s START_EVENT key=6 scope=5
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=7 scope=5
  ELEMENT ACTIVATED approve USER_TASK key=7 scope=5
  USER_TASK CREATED approve key=8 users=[] groups=[] priority=50 form=2
deploy form:approval:two
  OK puts=2 deletes=0
  FORM DEPLOYED approval version=2 key=10 resource="approval.form"
create form-linked
  OK puts=4 deletes=0
  INSTANCE ACTIVE form-linked key=11
  ELEMENT ACTIVATING s START_EVENT key=12 scope=11
  ELEMENT ACTIVATED s START_EVENT key=12 scope=11
  ELEMENT COMPLETING s START_EVENT key=12 scope=11
  ELEMENT COMPLETED s START_EVENT key=12 scope=11
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=13 scope=11
  ELEMENT ACTIVATED approve USER_TASK key=13 scope=11
  USER_TASK CREATED approve key=14 users=[] groups=[] priority=50 form=10
# The same again is nothing new, alone or with others.
deploy form:approval:two
  OK puts=0 deletes=0
deploy form-linked.bpmn form:approval:two form:ask:whom
  OK puts=3 deletes=0
  FORM DEPLOYED ask version=2 key=17 resource="ask.form"
# A deleted form is not found; the task that has it keeps it. The older version is the newest again.
undeploy #10
  OK puts=1 deletes=3
  FORM DELETED approval version=2 key=10 resource="approval.form"
create form-linked
  OK puts=4 deletes=0
  INSTANCE ACTIVE form-linked key=18
  ELEMENT ACTIVATING s START_EVENT key=19 scope=18
  ELEMENT ACTIVATED s START_EVENT key=19 scope=18
  ELEMENT COMPLETING s START_EVENT key=19 scope=18
  ELEMENT COMPLETED s START_EVENT key=19 scope=18
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=20 scope=18
  ELEMENT ACTIVATED approve USER_TASK key=20 scope=18
  USER_TASK CREATED approve key=21 users=[] groups=[] priority=50 form=2
undeploy #2
  OK puts=0 deletes=2
  FORM DELETED approval version=1 key=2 resource="approval.form"
create form-linked
  OK puts=5 deletes=0
  INSTANCE ACTIVE form-linked key=22
  ELEMENT ACTIVATING s START_EVENT key=23 scope=22
  ELEMENT ACTIVATED s START_EVENT key=23 scope=22
  ELEMENT COMPLETING s START_EVENT key=23 scope=22
  ELEMENT COMPLETED s START_EVENT key=23 scope=22
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=24 scope=22
  INCIDENT ACTIVE approve FORM_NOT_FOUND key=25 message="Expected to find a form with id 'approval', but no form with this id is found, at least a form with this id should be available. To resolve the incident please deploy a form with the same id"
  ELEMENT ACTIVATING approve USER_TASK key=24 scope=22 incident=25
  INSTANCE ACTIVE form-linked key=22 incidents=1
# A new version does not take a number that was there.
deploy form:approval:three
  OK puts=2 deletes=0
  FORM DEPLOYED approval version=3 key=27 resource="approval.form"
resolve approve
  OK puts=3 deletes=2
  INCIDENT RESOLVED approve FORM_NOT_FOUND key=25 message="Expected to find a form with id 'approval', but no form with this id is found, at least a form with this id should be available. To resolve the incident please deploy a form with the same id"
  ELEMENT ACTIVATING approve USER_TASK key=24 scope=22
  INSTANCE ACTIVE form-linked key=22
  ELEMENT ACTIVATED approve USER_TASK key=24 scope=22
  USER_TASK CREATED approve key=28 users=[] groups=[] priority=50 form=27
complete_task approve
  OK puts=0 deletes=4
  USER_TASK COMPLETED approve key=28 users=[] groups=[] priority=50 form=27
  ELEMENT COMPLETING approve USER_TASK key=24 scope=22
  ELEMENT COMPLETED approve USER_TASK key=24 scope=22
  FLOW TAKEN approve_e1
  ELEMENT ACTIVATING e1 END_EVENT key=29 scope=22
  ELEMENT ACTIVATED e1 END_EVENT key=29 scope=22
  ELEMENT COMPLETING e1 END_EVENT key=29 scope=22
  ELEMENT COMPLETED e1 END_EVENT key=29 scope=22
  INSTANCE COMPLETED form-linked key=22
# Bound to the deployment: a process with a new form is new itself, and finds no other form.
deploy form-bound.bpmn form:approval:three
  OK puts=3 deletes=0
  DEFINITION DEPLOYED form-bound version=1 key=31 resource="form-bound.bpmn" form="approval" form_key=27
create form-bound
  OK puts=4 deletes=0
  INSTANCE ACTIVE form-bound key=32
  ELEMENT ACTIVATING s START_EVENT key=33 scope=32
  ELEMENT ACTIVATED s START_EVENT key=33 scope=32
  ELEMENT COMPLETING s START_EVENT key=33 scope=32
  ELEMENT COMPLETED s START_EVENT key=33 scope=32
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=34 scope=32
  ELEMENT ACTIVATED approve USER_TASK key=34 scope=32
  USER_TASK CREATED approve key=35 users=[] groups=[] priority=50 form=27
deploy form-bound.bpmn form:approval:four
  OK puts=4 deletes=0
  FORM DEPLOYED approval version=4 key=37 resource="approval.form"
  DEFINITION DEPLOYED form-bound version=2 key=38 resource="form-bound.bpmn" form="approval" form_key=37
deploy form-bound.bpmn form:approval:four
  OK puts=0 deletes=0
deploy form-bound.bpmn
  OK puts=0 deletes=0
create form-bound
  OK puts=4 deletes=0
  INSTANCE ACTIVE form-bound key=41
  ELEMENT ACTIVATING s START_EVENT key=42 scope=41
  ELEMENT ACTIVATED s START_EVENT key=42 scope=41
  ELEMENT COMPLETING s START_EVENT key=42 scope=41
  ELEMENT COMPLETED s START_EVENT key=42 scope=41
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=43 scope=41
  ELEMENT ACTIVATED approve USER_TASK key=43 scope=41
  USER_TASK CREATED approve key=44 users=[] groups=[] priority=50 form=37
create form-bound version=1
  OK puts=4 deletes=0
  INSTANCE ACTIVE form-bound key=45
  ELEMENT ACTIVATING s START_EVENT key=46 scope=45
  ELEMENT ACTIVATED s START_EVENT key=46 scope=45
  ELEMENT COMPLETING s START_EVENT key=46 scope=45
  ELEMENT COMPLETED s START_EVENT key=46 scope=45
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=47 scope=45
  ELEMENT ACTIVATED approve USER_TASK key=47 scope=45
  USER_TASK CREATED approve key=48 users=[] groups=[] priority=50 form=27
# Bound to a version tag, by an id that is a variable.
deploy form-tagged.bpmn form:approval:five:beta
  OK puts=4 deletes=0
  FORM DEPLOYED approval version=5 key=50 tag="beta" resource="approval.form"
  DEFINITION DEPLOYED form-tagged version=1 key=51 resource="form-tagged.bpmn"
create form-tagged {"which":"approval","link":"https://forms.example/1"}
  OK puts=7 deletes=0
  INSTANCE ACTIVE form-tagged key=52
  VARIABLE CREATED which="approval" scope=52
  VARIABLE CREATED link="https://forms.example/1" scope=52
  ELEMENT ACTIVATING s START_EVENT key=55 scope=52
  ELEMENT ACTIVATED s START_EVENT key=55 scope=52
  ELEMENT COMPLETING s START_EVENT key=55 scope=52
  ELEMENT COMPLETED s START_EVENT key=55 scope=52
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=56 scope=52
  INCIDENT ACTIVE approve FORM_NOT_FOUND key=57 message="Expected to use a form with id 'approval' and version tag 'stable', but no such form found. To resolve the incident, deploy a form with the given version tag."
  ELEMENT ACTIVATING approve USER_TASK key=56 scope=52 incident=57
  INSTANCE ACTIVE form-tagged key=52 incidents=1
deploy form:approval:six:stable
  OK puts=2 deletes=0
  FORM DEPLOYED approval version=6 key=59 tag="stable" resource="approval.form"
deploy form:approval:seven:beta
  OK puts=2 deletes=0
  FORM DEPLOYED approval version=7 key=61 tag="beta" resource="approval.form"
resolve approve
  OK puts=3 deletes=2
  INCIDENT RESOLVED approve FORM_NOT_FOUND key=57 message="Expected to use a form with id 'approval' and version tag 'stable', but no such form found. To resolve the incident, deploy a form with the given version tag."
  ELEMENT ACTIVATING approve USER_TASK key=56 scope=52
  INSTANCE ACTIVE form-tagged key=52
  ELEMENT ACTIVATED approve USER_TASK key=56 scope=52
  USER_TASK CREATED approve key=62 users=[] groups=[] priority=50 form=59 external_form="https://forms.example/1"
create form-tagged {"which":7,"link":null}
  OK puts=7 deletes=0
  INSTANCE ACTIVE form-tagged key=63
  VARIABLE CREATED which=7 scope=63
  VARIABLE CREATED link=null scope=63
  ELEMENT ACTIVATING s START_EVENT key=66 scope=63
  ELEMENT ACTIVATED s START_EVENT key=66 scope=63
  ELEMENT COMPLETING s START_EVENT key=66 scope=63
  ELEMENT COMPLETED s START_EVENT key=66 scope=63
  FLOW TAKEN s_approve
  ELEMENT ACTIVATING approve USER_TASK key=67 scope=63
  INCIDENT ACTIVE approve EXTRACT_VALUE_ERROR key=68 message="Expected result of the expression 'which' to be 'STRING', but was 'NUMBER'."
  ELEMENT ACTIVATING approve USER_TASK key=67 scope=63 incident=68
  INSTANCE ACTIVE form-tagged key=63 incidents=1
# Refused whole: an id twice. Other files are versioned by name and content.
deploy form:approval:x form:approval:y file:a.md:1 file:a.md:2
  INVALID_ARGUMENT puts=0 deletes=0 Expected to deploy new resources, but encountered the following errors:
    'approval.form': Duplicated form id 'approval' in this deployment
    'a.md': Duplicated resource id 'a.md' in this deployment
deploy file:a.md:1 file:b.md:1
  OK puts=4 deletes=0
  RESOURCE DEPLOYED a.md version=1 key=70 resource="a.md"
  RESOURCE DEPLOYED b.md version=1 key=71 resource="b.md"
deploy file:a.md:2 file:b.md:1
  OK puts=3 deletes=0
  RESOURCE DEPLOYED a.md version=2 key=73 resource="a.md"
undeploy #999
  NOT_FOUND puts=0 deletes=0 Expected to delete resource but no resource found with key `2251799813686247`
end
  rows meta=1 definition=4 def_by_id=4 element=16 child=8 variable=4 incident=1 user_task=7 resource=10 resource_by_id=10 resource_in=2 version_floor=1 incident_by=1
  digest 866489f3e21e8c0fc663ace5902d260e
