# A repeating boundary timer that does not interrupt fires as often as its cycle says.
deploy reminder.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED reminder version=1 key=2 resource="reminder.bpmn"
create reminder
  OK puts=6 deletes=0
  INSTANCE ACTIVE reminder key=3
  ELEMENT ACTIVATING s START_EVENT key=4 scope=3
  ELEMENT ACTIVATED s START_EVENT key=4 scope=3
  ELEMENT COMPLETING s START_EVENT key=4 scope=3
  ELEMENT COMPLETED s START_EVENT key=4 scope=3
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=5 scope=3
  ELEMENT ACTIVATED work SERVICE_TASK key=5 scope=3
  JOB CREATED work type="work" key=6 retries=3
  TIMER CREATED remind key=7 due=2000 repetitions=3
advance 999
tick
  OK puts=0 deletes=0
advance 1
tick
  OK puts=2 deletes=1
  TIMER FIRED remind key=7 due=2000 repetitions=3
  TIMER CREATED remind key=7 due=3000 repetitions=2
  ELEMENT ACTIVATING remind BOUNDARY_EVENT key=8 scope=3
  ELEMENT ACTIVATED remind BOUNDARY_EVENT key=8 scope=3
  ELEMENT COMPLETING remind BOUNDARY_EVENT key=8 scope=3
  ELEMENT COMPLETED remind BOUNDARY_EVENT key=8 scope=3
  FLOW TAKEN remind_note
  ELEMENT ACTIVATING note TASK key=9 scope=3
  ELEMENT ACTIVATED note TASK key=9 scope=3
  ELEMENT COMPLETING note TASK key=9 scope=3
  ELEMENT COMPLETED note TASK key=9 scope=3
  FLOW TAKEN note_e2
  ELEMENT ACTIVATING e2 END_EVENT key=10 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=10 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=10 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=10 scope=3
advance 1000
tick
  OK puts=2 deletes=1
  TIMER FIRED remind key=7 due=3000 repetitions=2
  TIMER CREATED remind key=7 due=4000
  ELEMENT ACTIVATING remind BOUNDARY_EVENT key=11 scope=3
  ELEMENT ACTIVATED remind BOUNDARY_EVENT key=11 scope=3
  ELEMENT COMPLETING remind BOUNDARY_EVENT key=11 scope=3
  ELEMENT COMPLETED remind BOUNDARY_EVENT key=11 scope=3
  FLOW TAKEN remind_note
  ELEMENT ACTIVATING note TASK key=12 scope=3
  ELEMENT ACTIVATED note TASK key=12 scope=3
  ELEMENT COMPLETING note TASK key=12 scope=3
  ELEMENT COMPLETED note TASK key=12 scope=3
  FLOW TAKEN note_e2
  ELEMENT ACTIVATING e2 END_EVENT key=13 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=13 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=13 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=13 scope=3
advance 1000
tick
  OK puts=1 deletes=1
  TIMER FIRED remind key=7 due=4000
  ELEMENT ACTIVATING remind BOUNDARY_EVENT key=14 scope=3
  ELEMENT ACTIVATED remind BOUNDARY_EVENT key=14 scope=3
  ELEMENT COMPLETING remind BOUNDARY_EVENT key=14 scope=3
  ELEMENT COMPLETED remind BOUNDARY_EVENT key=14 scope=3
  FLOW TAKEN remind_note
  ELEMENT ACTIVATING note TASK key=15 scope=3
  ELEMENT ACTIVATED note TASK key=15 scope=3
  ELEMENT COMPLETING note TASK key=15 scope=3
  ELEMENT COMPLETED note TASK key=15 scope=3
  FLOW TAKEN note_e2
  ELEMENT ACTIVATING e2 END_EVENT key=16 scope=3
  ELEMENT ACTIVATED e2 END_EVENT key=16 scope=3
  ELEMENT COMPLETING e2 END_EVENT key=16 scope=3
  ELEMENT COMPLETED e2 END_EVENT key=16 scope=3
advance 1000
tick
  OK puts=0 deletes=0
complete work
  OK puts=0 deletes=5
  JOB COMPLETED work type="work" key=6 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=5 scope=3
  ELEMENT COMPLETED work SERVICE_TASK key=5 scope=3
  FLOW TAKEN work_e1
  ELEMENT ACTIVATING e1 END_EVENT key=17 scope=3
  ELEMENT ACTIVATED e1 END_EVENT key=17 scope=3
  ELEMENT COMPLETING e1 END_EVENT key=17 scope=3
  ELEMENT COMPLETED e1 END_EVENT key=17 scope=3
  INSTANCE COMPLETED reminder key=3
# what was missed is made up for by one firing, and the schedule goes on
create reminder
  OK puts=6 deletes=0
  INSTANCE ACTIVE reminder key=18
  ELEMENT ACTIVATING s START_EVENT key=19 scope=18
  ELEMENT ACTIVATED s START_EVENT key=19 scope=18
  ELEMENT COMPLETING s START_EVENT key=19 scope=18
  ELEMENT COMPLETED s START_EVENT key=19 scope=18
  FLOW TAKEN s_work
  ELEMENT ACTIVATING work SERVICE_TASK key=20 scope=18
  ELEMENT ACTIVATED work SERVICE_TASK key=20 scope=18
  JOB CREATED work type="work" key=21 retries=3
  TIMER CREATED remind key=22 due=6000 repetitions=3
advance 2500
tick
  OK puts=2 deletes=1
  TIMER FIRED remind key=22 due=6000 repetitions=3
  TIMER CREATED remind key=22 due=8000
  ELEMENT ACTIVATING remind BOUNDARY_EVENT key=23 scope=18
  ELEMENT ACTIVATED remind BOUNDARY_EVENT key=23 scope=18
  ELEMENT COMPLETING remind BOUNDARY_EVENT key=23 scope=18
  ELEMENT COMPLETED remind BOUNDARY_EVENT key=23 scope=18
  FLOW TAKEN remind_note
  ELEMENT ACTIVATING note TASK key=24 scope=18
  ELEMENT ACTIVATED note TASK key=24 scope=18
  ELEMENT COMPLETING note TASK key=24 scope=18
  ELEMENT COMPLETED note TASK key=24 scope=18
  FLOW TAKEN note_e2
  ELEMENT ACTIVATING e2 END_EVENT key=25 scope=18
  ELEMENT ACTIVATED e2 END_EVENT key=25 scope=18
  ELEMENT COMPLETING e2 END_EVENT key=25 scope=18
  ELEMENT COMPLETED e2 END_EVENT key=25 scope=18
advance 500
tick
  OK puts=1 deletes=1
  TIMER FIRED remind key=22 due=8000
  ELEMENT ACTIVATING remind BOUNDARY_EVENT key=26 scope=18
  ELEMENT ACTIVATED remind BOUNDARY_EVENT key=26 scope=18
  ELEMENT COMPLETING remind BOUNDARY_EVENT key=26 scope=18
  ELEMENT COMPLETED remind BOUNDARY_EVENT key=26 scope=18
  FLOW TAKEN remind_note
  ELEMENT ACTIVATING note TASK key=27 scope=18
  ELEMENT ACTIVATED note TASK key=27 scope=18
  ELEMENT COMPLETING note TASK key=27 scope=18
  ELEMENT COMPLETED note TASK key=27 scope=18
  FLOW TAKEN note_e2
  ELEMENT ACTIVATING e2 END_EVENT key=28 scope=18
  ELEMENT ACTIVATED e2 END_EVENT key=28 scope=18
  ELEMENT COMPLETING e2 END_EVENT key=28 scope=18
  ELEMENT COMPLETED e2 END_EVENT key=28 scope=18
complete work
  OK puts=0 deletes=5
  JOB COMPLETED work type="work" key=21 retries=3
  ELEMENT COMPLETING work SERVICE_TASK key=20 scope=18
  ELEMENT COMPLETED work SERVICE_TASK key=20 scope=18
  FLOW TAKEN work_e1
  ELEMENT ACTIVATING e1 END_EVENT key=29 scope=18
  ELEMENT ACTIVATED e1 END_EVENT key=29 scope=18
  ELEMENT COMPLETING e1 END_EVENT key=29 scope=18
  ELEMENT COMPLETED e1 END_EVENT key=29 scope=18
  INSTANCE COMPLETED reminder key=18
end
  rows meta=1 definition=1 def_by_id=1
  digest 3ea8bded62c8aee0db06fc7e229f9db7
