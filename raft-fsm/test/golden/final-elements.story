# An instance that is terminated when a chosen element has ended, completed or terminated: its flows are not taken.
deploy points.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED points version=1 key=2 tag="first" resource="points.bpmn"
create points until=x {"need":1}
  OK puts=6 deletes=0
  INSTANCE ACTIVE points key=3
  VARIABLE CREATED need=1 scope=3
  ELEMENT ACTIVATING s START_EVENT key=5 scope=3
  ELEMENT ACTIVATED s START_EVENT key=5 scope=3
  ELEMENT COMPLETING s START_EVENT key=5 scope=3
  ELEMENT COMPLETED s START_EVENT key=5 scope=3
  FLOW TAKEN s_a
  ELEMENT ACTIVATING a SERVICE_TASK key=6 scope=3
  ELEMENT ACTIVATED a SERVICE_TASK key=6 scope=3
  JOB CREATED a type="a" key=7 retries=3
activate a
  OK puts=2 deletes=1
  JOB ACTIVE a type="a" key=7 retries=3 worker="w" deadline=61000 activation=8
complete a
  OK puts=8 deletes=4
  JOB COMPLETED a type="a" key=7 retries=3 worker="w" deadline=61000 activation=8
  ELEMENT COMPLETING a SERVICE_TASK key=6 scope=3
  ELEMENT COMPLETED a SERVICE_TASK key=6 scope=3
  FLOW TAKEN a_outer
  ELEMENT ACTIVATING outer SUB_PROCESS key=9 scope=3
  VARIABLE CREATED outer got=1 scope=9
  ELEMENT ACTIVATED outer SUB_PROCESS key=9 scope=3
  TIMER CREATED late key=11 due=3601000
  ELEMENT ACTIVATING os START_EVENT key=12 scope=9
  ELEMENT ACTIVATED os START_EVENT key=12 scope=9
  ELEMENT COMPLETING os START_EVENT key=12 scope=9
  ELEMENT COMPLETED os START_EVENT key=12 scope=9
  FLOW TAKEN os_x
  ELEMENT ACTIVATING x SERVICE_TASK key=13 scope=9
  ELEMENT ACTIVATED x SERVICE_TASK key=13 scope=9
  JOB CREATED x type="x" key=14 retries=3
activate x
  OK puts=2 deletes=1
  JOB ACTIVE x type="x" key=14 retries=3 worker="w" deadline=61000 activation=15
complete x
  OK puts=0 deletes=10
  JOB COMPLETED x type="x" key=14 retries=3 worker="w" deadline=61000 activation=15
  ELEMENT COMPLETING x SERVICE_TASK key=13 scope=9
  ELEMENT COMPLETED x SERVICE_TASK key=13 scope=9
  ELEMENT TERMINATING outer SUB_PROCESS key=9 scope=3
  TIMER CANCELED late key=11 due=3601000
  ELEMENT TERMINATED outer SUB_PROCESS key=9 scope=3
  INSTANCE TERMINATED points key=3
# several, and begun in the middle; what ends with it ends as cancelled
create points at=a,y,z until=z,y {"need":1}
  OK puts=20 deletes=0
  INSTANCE ACTIVE points key=16
  VARIABLE CREATED need=1 scope=16
  ELEMENT ACTIVATING a SERVICE_TASK key=18 scope=16
  ELEMENT ACTIVATED a SERVICE_TASK key=18 scope=16
  JOB CREATED a type="a" key=21 retries=3
  ELEMENT ACTIVATING outer SUB_PROCESS key=19 scope=16
  VARIABLE CREATED outer got=1 scope=19
  ELEMENT ACTIVATED outer SUB_PROCESS key=19 scope=16
  TIMER CREATED late key=24 due=3601000
  ELEMENT ACTIVATING z SERVICE_TASK key=20 scope=16
  ELEMENT ACTIVATED z SERVICE_TASK key=20 scope=16
  JOB CREATED z type="z" key=25 retries=3
  ELEMENT ACTIVATING inner SUB_PROCESS key=23 scope=19
  ELEMENT ACTIVATED inner SUB_PROCESS key=23 scope=19
  ELEMENT ACTIVATING y SERVICE_TASK key=26 scope=23
  ELEMENT ACTIVATED y SERVICE_TASK key=26 scope=23
  JOB CREATED y type="y" key=27 retries=3
activate y
  OK puts=2 deletes=1
  JOB ACTIVE y type="y" key=27 retries=3 worker="w" deadline=61000 activation=28
complete y
  OK puts=0 deletes=20
  JOB COMPLETED y type="y" key=27 retries=3 worker="w" deadline=61000 activation=28
  ELEMENT COMPLETING y SERVICE_TASK key=26 scope=23
  ELEMENT COMPLETED y SERVICE_TASK key=26 scope=23
  ELEMENT TERMINATING a SERVICE_TASK key=18 scope=16
  JOB CANCELED a type="a" key=21 retries=3
  ELEMENT TERMINATED a SERVICE_TASK key=18 scope=16
  ELEMENT TERMINATING outer SUB_PROCESS key=19 scope=16
  TIMER CANCELED late key=24 due=3601000
  ELEMENT TERMINATING z SERVICE_TASK key=20 scope=16
  JOB CANCELED z type="z" key=25 retries=3
  ELEMENT TERMINATED z SERVICE_TASK key=20 scope=16
  ELEMENT TERMINATING inner SUB_PROCESS key=23 scope=19
  ELEMENT TERMINATED inner SUB_PROCESS key=23 scope=19
  ELEMENT TERMINATED outer SUB_PROCESS key=19 scope=16
  INSTANCE TERMINATED points key=16
# a scope; and one that is terminated by its boundary event
create points at=y until=outer {"need":1}
  OK puts=12 deletes=0
  INSTANCE ACTIVE points key=29
  VARIABLE CREATED need=1 scope=29
  ELEMENT ACTIVATING outer SUB_PROCESS key=31 scope=29
  VARIABLE CREATED outer got=1 scope=31
  ELEMENT ACTIVATED outer SUB_PROCESS key=31 scope=29
  TIMER CREATED late key=34 due=3601000
  ELEMENT ACTIVATING inner SUB_PROCESS key=33 scope=31
  ELEMENT ACTIVATED inner SUB_PROCESS key=33 scope=31
  ELEMENT ACTIVATING y SERVICE_TASK key=35 scope=33
  ELEMENT ACTIVATED y SERVICE_TASK key=35 scope=33
  JOB CREATED y type="y" key=36 retries=3
activate y
  OK puts=2 deletes=1
  JOB ACTIVE y type="y" key=36 retries=3 worker="w" deadline=61000 activation=37
complete y
  OK puts=0 deletes=12
  JOB COMPLETED y type="y" key=36 retries=3 worker="w" deadline=61000 activation=37
  ELEMENT COMPLETING y SERVICE_TASK key=35 scope=33
  ELEMENT COMPLETED y SERVICE_TASK key=35 scope=33
  FLOW TAKEN y_ie
  ELEMENT ACTIVATING ie END_EVENT key=38 scope=33
  ELEMENT ACTIVATED ie END_EVENT key=38 scope=33
  ELEMENT COMPLETING ie END_EVENT key=38 scope=33
  ELEMENT COMPLETED ie END_EVENT key=38 scope=33
  ELEMENT COMPLETING inner SUB_PROCESS key=33 scope=31
  ELEMENT COMPLETED inner SUB_PROCESS key=33 scope=31
  FLOW TAKEN inner_oe
  ELEMENT ACTIVATING oe END_EVENT key=39 scope=31
  ELEMENT ACTIVATED oe END_EVENT key=39 scope=31
  ELEMENT COMPLETING oe END_EVENT key=39 scope=31
  ELEMENT COMPLETED oe END_EVENT key=39 scope=31
  ELEMENT COMPLETING outer SUB_PROCESS key=31 scope=29
  TIMER CANCELED late key=34 due=3601000
  ELEMENT COMPLETED outer SUB_PROCESS key=31 scope=29
  INSTANCE TERMINATED points key=29
create points at=y until=outer {"need":1}
  OK puts=12 deletes=0
  INSTANCE ACTIVE points key=40
  VARIABLE CREATED need=1 scope=40
  ELEMENT ACTIVATING outer SUB_PROCESS key=42 scope=40
  VARIABLE CREATED outer got=1 scope=42
  ELEMENT ACTIVATED outer SUB_PROCESS key=42 scope=40
  TIMER CREATED late key=45 due=3601000
  ELEMENT ACTIVATING inner SUB_PROCESS key=44 scope=42
  ELEMENT ACTIVATED inner SUB_PROCESS key=44 scope=42
  ELEMENT ACTIVATING y SERVICE_TASK key=46 scope=44
  ELEMENT ACTIVATED y SERVICE_TASK key=46 scope=44
  JOB CREATED y type="y" key=47 retries=3
advance 3600000
tick
  OK puts=0 deletes=12
  TIMER FIRED late key=45 due=3601000
  ELEMENT TERMINATING outer SUB_PROCESS key=42 scope=40
  ELEMENT TERMINATING inner SUB_PROCESS key=44 scope=42
  ELEMENT TERMINATING y SERVICE_TASK key=46 scope=44
  JOB CANCELED y type="y" key=47 retries=3
  ELEMENT TERMINATED y SERVICE_TASK key=46 scope=44
  ELEMENT TERMINATED inner SUB_PROCESS key=44 scope=42
  ELEMENT TERMINATED outer SUB_PROCESS key=42 scope=40
  INSTANCE TERMINATED points key=40
# the last element of all
create points at=e until=e
  OK puts=0 deletes=0
  INSTANCE ACTIVE points key=49
  ELEMENT ACTIVATING e END_EVENT key=50 scope=49
  ELEMENT ACTIVATED e END_EVENT key=50 scope=49
  ELEMENT COMPLETING e END_EVENT key=50 scope=49
  ELEMENT COMPLETED e END_EVENT key=50 scope=49
  INSTANCE TERMINATED points key=49
# refused
create points until=nowhere
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with runtime instructions but no element found with id 'nowhere'.
create points until=points
  INVALID_ARGUMENT puts=0 deletes=0 Expected to create instance of process with runtime instructions but no element found with id 'points'.
end
  rows meta=1 definition=1 def_by_id=1
  digest a34b0413361b9df1b64d7da1acda34c5
