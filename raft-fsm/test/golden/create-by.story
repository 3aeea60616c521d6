# By id, by version, by version tag; business ids that must be unique among the living of a process.
deploy points.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED points version=1 key=2 tag="first" resource="points.bpmn"
deploy points-2.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED points version=2 key=4 tag="second" resource="points-2.bpmn"
create points at=z
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=5
  ELEMENT ACTIVATING z SERVICE_TASK key=6 scope=5
  ELEMENT ACTIVATED z SERVICE_TASK key=6 scope=5
  JOB CREATED z type="zz" key=7 retries=3
create points version=1 at=z
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=8
  ELEMENT ACTIVATING z SERVICE_TASK key=9 scope=8
  ELEMENT ACTIVATED z SERVICE_TASK key=9 scope=8
  JOB CREATED z type="z" key=10 retries=3
create points tag=first at=z
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=11
  ELEMENT ACTIVATING z SERVICE_TASK key=12 scope=11
  ELEMENT ACTIVATED z SERVICE_TASK key=12 scope=11
  JOB CREATED z type="z" key=13 retries=3
create points tag=second at=z
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=14
  ELEMENT ACTIVATING z SERVICE_TASK key=15 scope=14
  ELEMENT ACTIVATED z SERVICE_TASK key=15 scope=14
  JOB CREATED z type="zz" key=16 retries=3
create points tag=third at=z
  NOT_FOUND puts=0 deletes=0 Expected to find process definition with process ID 'points' and version tag 'third', but none found
create points version=3 at=z
  NOT_FOUND puts=0 deletes=0 Expected to find process definition with process ID 'points' and version '3', but none found
create points version=0 at=z
  NOT_FOUND puts=0 deletes=0 Expected to find process definition with process ID 'points' and version '0', but none found
create points version=-2 at=z
  NOT_FOUND puts=0 deletes=0 Expected to find process definition with process ID 'points' and version '-2', but none found
quiet
create points business=B at=a
  OK puts=6 deletes=0
  4 lines
create points business=B at=a
  OK puts=6 deletes=0
  4 lines
create points business=B at=a unique=1
  ALREADY_EXISTS puts=0 deletes=0 Expected to create instance of process 'points' with business id 'B', but an active instance of the process has that business id already
  0 lines
create points business=C at=a unique=1
  OK puts=6 deletes=0
  4 lines
create points business=C at=a unique=1
  ALREADY_EXISTS puts=0 deletes=0 Expected to create instance of process 'points' with business id 'C', but an active instance of the process has that business id already
  0 lines
cancel points
  OK puts=0 deletes=6
  4 lines
create points business=C at=a unique=1
  OK puts=6 deletes=0
  4 lines
deploy sub.bpmn
  OK puts=2 deletes=0
  1 lines
create sub business=C unique=1
  OK puts=9 deletes=0
  17 lines
end
  rows meta=1 definition=3 def_by_id=3 element=17 child=9 variable=1 job=8 job_ready=8 root_by_business_id=4
  digest 7a035592cff07330d7c2b5765c2f6a37
