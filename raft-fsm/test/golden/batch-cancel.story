# A batch cancels what runs, an item a CONTINUE; what is not there any more is skipped.
deploy points.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED points version=1 key=2 tag="first" resource="points.bpmn"
create points at=z
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=3
  ELEMENT ACTIVATING z SERVICE_TASK key=4 scope=3
  ELEMENT ACTIVATED z SERVICE_TASK key=4 scope=3
  JOB CREATED z type="z" key=5 retries=3
create points at=z
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=6
  ELEMENT ACTIVATING z SERVICE_TASK key=7 scope=6
  ELEMENT ACTIVATED z SERVICE_TASK key=7 scope=6
  JOB CREATED z type="z" key=8 retries=3
batch cancel #3 #6
  OK puts=4 deletes=0
  BATCH_ITEM ACTIVE key=10 batch=9 item=3 instance=3
  BATCH_ITEM ACTIVE key=11 batch=9 item=6 instance=6
  BATCH ACTIVE CANCEL_PROCESS_INSTANCE key=9 total=2 failed=0 completed=0
continue
  OK puts=1 deletes=5
  BATCH_ITEM COMPLETED key=10 batch=9 item=3 instance=3
  BATCH ACTIVE CANCEL_PROCESS_INSTANCE key=9 total=2 failed=0 completed=1
  ELEMENT TERMINATING z SERVICE_TASK key=4 scope=3
  JOB CANCELED z type="z" key=5 retries=3
  ELEMENT TERMINATED z SERVICE_TASK key=4 scope=3
  INSTANCE TERMINATED points key=3
continue
  OK puts=0 deletes=9
  BATCH_ITEM COMPLETED key=11 batch=9 item=6 instance=6
  BATCH COMPLETED CANCEL_PROCESS_INSTANCE key=9 total=2 failed=0 completed=2
  ELEMENT TERMINATING z SERVICE_TASK key=7 scope=6
  JOB CANCELED z type="z" key=8 retries=3
  ELEMENT TERMINATED z SERVICE_TASK key=7 scope=6
  INSTANCE TERMINATED points key=6
continue
  OK puts=0 deletes=0
# Suspended it rests, resumed it goes on; what has not run when it is cancelled is struck off.
create points at=z
  OK puts=5 deletes=0
  INSTANCE ACTIVE points key=13
  ELEMENT ACTIVATING z SERVICE_TASK key=14 scope=13
  ELEMENT ACTIVATED z SERVICE_TASK key=14 scope=13
  JOB CREATED z type="z" key=15 retries=3
batch cancel absent=3
  OK puts=4 deletes=0
  BATCH_ITEM ACTIVE key=17 batch=16 item=1 instance=1
  BATCH_ITEM ACTIVE key=18 batch=16 item=1 instance=1
  BATCH_ITEM ACTIVE key=19 batch=16 item=1 instance=1
  BATCH ACTIVE CANCEL_PROCESS_INSTANCE key=16 total=3 failed=0 completed=0
suspend_batch #16
  OK puts=1 deletes=1
  BATCH SUSPENDED CANCEL_PROCESS_INSTANCE key=16 total=3 failed=0 completed=0
delete #16
  NOT_FOUND puts=0 deletes=0 Expected to delete process instance with key '2251799813685264', but that is a batch operation
suspend_batch #16
  WRONG_STATE puts=0 deletes=0 Expected to suspend a batch operation with key '2251799813685264', but it is suspended
continue
  OK puts=0 deletes=0
resume_batch #16
  OK puts=2 deletes=0
  BATCH ACTIVE CANCEL_PROCESS_INSTANCE key=16 total=3 failed=0 completed=0
resume_batch #16
  WRONG_STATE puts=0 deletes=0 Expected to resume a batch operation with key '2251799813685264', but it is not suspended
continue
  OK puts=1 deletes=0
  BATCH_ITEM SKIPPED key=17 batch=16 item=1 instance=1 error="Expected to cancel a process instance with key '1', but no such process was found"
  BATCH ACTIVE CANCEL_PROCESS_INSTANCE key=16 total=3 failed=0 completed=1
cancel_batch #16
  OK puts=0 deletes=4
  BATCH_ITEM CANCELED key=18 batch=16 item=1 instance=1
  BATCH_ITEM CANCELED key=19 batch=16 item=1 instance=1
  BATCH CANCELED CANCEL_PROCESS_INSTANCE key=16 total=3 failed=0 completed=1
cancel_batch #16
  NOT_FOUND puts=0 deletes=0 Expected to cancel a batch operation with key '2251799813685264', but no such batch operation was found
# Without items it ends where it begins.
batch cancel
  OK puts=0 deletes=0
  BATCH COMPLETED CANCEL_PROCESS_INSTANCE key=22 total=0 failed=0 completed=0
# More items than one row holds are listed row by row.
quiet
batch resolve absent=300
  OK puts=5 deletes=0
  257 lines
continue
  OK puts=1 deletes=0
  45 lines
continue
  OK puts=1 deletes=0
  2 lines
batch retry absent=600
  OK puts=6 deletes=0
  257 lines
cancel_batch #326
  OK puts=1 deletes=0
  256 lines
continue
  OK puts=1 deletes=0
  256 lines
continue
  OK puts=1 deletes=0
  2 lines
