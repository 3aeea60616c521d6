# The body throws an event whenever one of its instances has completed, when the first has, or under a condition.
deploy multi-instance-behavior.bpmn
  OK puts=6 deletes=0
  DEFINITION DEPLOYED behavior-none version=1 key=2 resource="multi-instance-behavior.bpmn"
  DEFINITION DEPLOYED behavior-one version=1 key=3 resource="multi-instance-behavior.bpmn"
  DEFINITION DEPLOYED behavior-complex version=1 key=4 resource="multi-instance-behavior.bpmn"
create behavior-none {"items":[1,2]}
  OK puts=17 deletes=0
  INSTANCE ACTIVE behavior-none key=5
  VARIABLE CREATED items=[1,2] scope=5
  ELEMENT ACTIVATING s-none START_EVENT key=7 scope=5
  ELEMENT ACTIVATED s-none START_EVENT key=7 scope=5
  ELEMENT COMPLETING s-none START_EVENT key=7 scope=5
  ELEMENT COMPLETED s-none START_EVENT key=7 scope=5
  FLOW TAKEN s-none_try-none
  ELEMENT ACTIVATING try-none MULTI_INSTANCE_BODY key=8 scope=5
  ELEMENT ACTIVATED try-none MULTI_INSTANCE_BODY key=8 scope=5
  VARIABLE CREATED try-none loopCounter=1 scope=10
  VARIABLE CREATED try-none item=1 scope=10
  VARIABLE CREATED try-none loopCounter=2 scope=13
  VARIABLE CREATED try-none item=2 scope=13
  ELEMENT ACTIVATING try-none SERVICE_TASK key=10 scope=8
  ELEMENT ACTIVATED try-none SERVICE_TASK key=10 scope=8
  JOB CREATED try-none type="try-none" key=16 retries=3
  ELEMENT ACTIVATING try-none SERVICE_TASK key=13 scope=8
  ELEMENT ACTIVATED try-none SERVICE_TASK key=13 scope=8
  JOB CREATED try-none type="try-none" key=17 retries=3
complete #17
  OK puts=1 deletes=6
  JOB COMPLETED try-none type="try-none" key=17 retries=3
  ELEMENT COMPLETING try-none SERVICE_TASK key=13 scope=8
  ELEMENT COMPLETED try-none SERVICE_TASK key=13 scope=8
  ELEMENT ACTIVATING done-none BOUNDARY_EVENT key=18 scope=5
  ELEMENT ACTIVATED done-none BOUNDARY_EVENT key=18 scope=5
  ELEMENT COMPLETING done-none BOUNDARY_EVENT key=18 scope=5
  ELEMENT COMPLETED done-none BOUNDARY_EVENT key=18 scope=5
  FLOW TAKEN done-none_note-none
  ELEMENT ACTIVATING note-none TASK key=19 scope=5
  ELEMENT ACTIVATED note-none TASK key=19 scope=5
  ELEMENT COMPLETING note-none TASK key=19 scope=5
  ELEMENT COMPLETED note-none TASK key=19 scope=5
  FLOW TAKEN note-none_e2-none
  ELEMENT ACTIVATING e2-none END_EVENT key=20 scope=5
  ELEMENT ACTIVATED e2-none END_EVENT key=20 scope=5
  ELEMENT COMPLETING e2-none END_EVENT key=20 scope=5
  ELEMENT COMPLETED e2-none END_EVENT key=20 scope=5
complete #16
  OK puts=0 deletes=11
  JOB COMPLETED try-none type="try-none" key=16 retries=3
  ELEMENT COMPLETING try-none SERVICE_TASK key=10 scope=8
  ELEMENT COMPLETED try-none SERVICE_TASK key=10 scope=8
  ELEMENT ACTIVATING done-none BOUNDARY_EVENT key=21 scope=5
  ELEMENT ACTIVATED done-none BOUNDARY_EVENT key=21 scope=5
  ELEMENT COMPLETING try-none MULTI_INSTANCE_BODY key=8 scope=5
  ELEMENT COMPLETED try-none MULTI_INSTANCE_BODY key=8 scope=5
  FLOW TAKEN try-none_e-none
  ELEMENT COMPLETING done-none BOUNDARY_EVENT key=21 scope=5
  ELEMENT COMPLETED done-none BOUNDARY_EVENT key=21 scope=5
  FLOW TAKEN done-none_note-none
  ELEMENT ACTIVATING e-none END_EVENT key=22 scope=5
  ELEMENT ACTIVATED e-none END_EVENT key=22 scope=5
  ELEMENT ACTIVATING note-none TASK key=23 scope=5
  ELEMENT ACTIVATED note-none TASK key=23 scope=5
  ELEMENT COMPLETING e-none END_EVENT key=22 scope=5
  ELEMENT COMPLETED e-none END_EVENT key=22 scope=5
  ELEMENT COMPLETING note-none TASK key=23 scope=5
  ELEMENT COMPLETED note-none TASK key=23 scope=5
  FLOW TAKEN note-none_e2-none
  ELEMENT ACTIVATING e2-none END_EVENT key=24 scope=5
  ELEMENT ACTIVATED e2-none END_EVENT key=24 scope=5
  ELEMENT COMPLETING e2-none END_EVENT key=24 scope=5
  ELEMENT COMPLETED e2-none END_EVENT key=24 scope=5
  INSTANCE COMPLETED behavior-none key=5
create behavior-one {"items":[1,2]}
  OK puts=17 deletes=0
  INSTANCE ACTIVE behavior-one key=25
  VARIABLE CREATED items=[1,2] scope=25
  ELEMENT ACTIVATING s-one START_EVENT key=27 scope=25
  ELEMENT ACTIVATED s-one START_EVENT key=27 scope=25
  ELEMENT COMPLETING s-one START_EVENT key=27 scope=25
  ELEMENT COMPLETED s-one START_EVENT key=27 scope=25
  FLOW TAKEN s-one_try-one
  ELEMENT ACTIVATING try-one MULTI_INSTANCE_BODY key=28 scope=25
  ELEMENT ACTIVATED try-one MULTI_INSTANCE_BODY key=28 scope=25
  VARIABLE CREATED try-one loopCounter=1 scope=30
  VARIABLE CREATED try-one item=1 scope=30
  VARIABLE CREATED try-one loopCounter=2 scope=33
  VARIABLE CREATED try-one item=2 scope=33
  ELEMENT ACTIVATING try-one SERVICE_TASK key=30 scope=28
  ELEMENT ACTIVATED try-one SERVICE_TASK key=30 scope=28
  JOB CREATED try-one type="try-one" key=36 retries=3
  ELEMENT ACTIVATING try-one SERVICE_TASK key=33 scope=28
  ELEMENT ACTIVATED try-one SERVICE_TASK key=33 scope=28
  JOB CREATED try-one type="try-one" key=37 retries=3
complete #37
  OK puts=1 deletes=6
  JOB COMPLETED try-one type="try-one" key=37 retries=3
  ELEMENT COMPLETING try-one SERVICE_TASK key=33 scope=28
  ELEMENT COMPLETED try-one SERVICE_TASK key=33 scope=28
  ELEMENT ACTIVATING done-one BOUNDARY_EVENT key=38 scope=25
  ELEMENT ACTIVATED done-one BOUNDARY_EVENT key=38 scope=25
  ELEMENT COMPLETING done-one BOUNDARY_EVENT key=38 scope=25
  ELEMENT COMPLETED done-one BOUNDARY_EVENT key=38 scope=25
  FLOW TAKEN done-one_note-one
  ELEMENT ACTIVATING note-one TASK key=39 scope=25
  ELEMENT ACTIVATED note-one TASK key=39 scope=25
  ELEMENT COMPLETING note-one TASK key=39 scope=25
  ELEMENT COMPLETED note-one TASK key=39 scope=25
  FLOW TAKEN note-one_e2-one
  ELEMENT ACTIVATING e2-one END_EVENT key=40 scope=25
  ELEMENT ACTIVATED e2-one END_EVENT key=40 scope=25
  ELEMENT COMPLETING e2-one END_EVENT key=40 scope=25
  ELEMENT COMPLETED e2-one END_EVENT key=40 scope=25
complete #36
  OK puts=0 deletes=11
  JOB COMPLETED try-one type="try-one" key=36 retries=3
  ELEMENT COMPLETING try-one SERVICE_TASK key=30 scope=28
  ELEMENT COMPLETED try-one SERVICE_TASK key=30 scope=28
  ELEMENT COMPLETING try-one MULTI_INSTANCE_BODY key=28 scope=25
  ELEMENT COMPLETED try-one MULTI_INSTANCE_BODY key=28 scope=25
  FLOW TAKEN try-one_e-one
  ELEMENT ACTIVATING e-one END_EVENT key=41 scope=25
  ELEMENT ACTIVATED e-one END_EVENT key=41 scope=25
  ELEMENT COMPLETING e-one END_EVENT key=41 scope=25
  ELEMENT COMPLETED e-one END_EVENT key=41 scope=25
  INSTANCE COMPLETED behavior-one key=25
create behavior-complex {"items":[1,2,3]}
  OK puts=23 deletes=0
  INSTANCE ACTIVE behavior-complex key=42
  VARIABLE CREATED items=[1,2,3] scope=42
  ELEMENT ACTIVATING s-complex START_EVENT key=44 scope=42
  ELEMENT ACTIVATED s-complex START_EVENT key=44 scope=42
  ELEMENT COMPLETING s-complex START_EVENT key=44 scope=42
  ELEMENT COMPLETED s-complex START_EVENT key=44 scope=42
  FLOW TAKEN s-complex_try-complex
  ELEMENT ACTIVATING try-complex MULTI_INSTANCE_BODY key=45 scope=42
  ELEMENT ACTIVATED try-complex MULTI_INSTANCE_BODY key=45 scope=42
  VARIABLE CREATED try-complex loopCounter=1 scope=47
  VARIABLE CREATED try-complex item=1 scope=47
  VARIABLE CREATED try-complex loopCounter=2 scope=50
  VARIABLE CREATED try-complex item=2 scope=50
  VARIABLE CREATED try-complex loopCounter=3 scope=53
  VARIABLE CREATED try-complex item=3 scope=53
  ELEMENT ACTIVATING try-complex SERVICE_TASK key=47 scope=45
  ELEMENT ACTIVATED try-complex SERVICE_TASK key=47 scope=45
  JOB CREATED try-complex type="try-complex" key=56 retries=3
  ELEMENT ACTIVATING try-complex SERVICE_TASK key=50 scope=45
  ELEMENT ACTIVATED try-complex SERVICE_TASK key=50 scope=45
  JOB CREATED try-complex type="try-complex" key=57 retries=3
  ELEMENT ACTIVATING try-complex SERVICE_TASK key=53 scope=45
  ELEMENT ACTIVATED try-complex SERVICE_TASK key=53 scope=45
  JOB CREATED try-complex type="try-complex" key=58 retries=3
complete #56
  OK puts=1 deletes=6
  JOB COMPLETED try-complex type="try-complex" key=56 retries=3
  ELEMENT COMPLETING try-complex SERVICE_TASK key=47 scope=45
  ELEMENT COMPLETED try-complex SERVICE_TASK key=47 scope=45
complete #57
  OK puts=0 deletes=17
  JOB COMPLETED try-complex type="try-complex" key=57 retries=3
  ELEMENT COMPLETING try-complex SERVICE_TASK key=50 scope=45
  ELEMENT COMPLETED try-complex SERVICE_TASK key=50 scope=45
  ELEMENT TERMINATING try-complex MULTI_INSTANCE_BODY key=45 scope=42
  ELEMENT TERMINATING try-complex SERVICE_TASK key=53 scope=45
  JOB CANCELED try-complex type="try-complex" key=58 retries=3
  ELEMENT TERMINATED try-complex SERVICE_TASK key=53 scope=45
  ELEMENT TERMINATED try-complex MULTI_INSTANCE_BODY key=45 scope=42
  ELEMENT ACTIVATING done-complex BOUNDARY_EVENT key=59 scope=42
  ELEMENT ACTIVATED done-complex BOUNDARY_EVENT key=59 scope=42
  ELEMENT COMPLETING done-complex BOUNDARY_EVENT key=59 scope=42
  ELEMENT COMPLETED done-complex BOUNDARY_EVENT key=59 scope=42
  FLOW TAKEN done-complex_note-complex
  ELEMENT ACTIVATING note-complex TASK key=60 scope=42
  ELEMENT ACTIVATED note-complex TASK key=60 scope=42
  ELEMENT COMPLETING note-complex TASK key=60 scope=42
  ELEMENT COMPLETED note-complex TASK key=60 scope=42
  FLOW TAKEN note-complex_e2-complex
  ELEMENT ACTIVATING e2-complex END_EVENT key=61 scope=42
  ELEMENT ACTIVATED e2-complex END_EVENT key=61 scope=42
  ELEMENT COMPLETING e2-complex END_EVENT key=61 scope=42
  ELEMENT COMPLETED e2-complex END_EVENT key=61 scope=42
  INSTANCE COMPLETED behavior-complex key=42
end
  rows meta=1 definition=3 def_by_id=3
  digest 95cc9e520c659b93c038f0a01c2fcb39
