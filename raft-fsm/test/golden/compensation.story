# What has completed is undone: first what was named, then all that is left, the newest first; a handler sees what its scope had.
deploy compensation.bpmn
  OK puts=6 deletes=0
  DEFINITION DEPLOYED compensation version=1 key=2 resource="compensation.bpmn"
  DEFINITION DEPLOYED handled version=1 key=3 resource="compensation.bpmn"
  DEFINITION DEPLOYED transaction version=1 key=4 resource="compensation.bpmn"
create compensation
  OK puts=5 deletes=0
  INSTANCE ACTIVE compensation key=5
  ELEMENT ACTIVATING s START_EVENT key=6 scope=5
  ELEMENT ACTIVATED s START_EVENT key=6 scope=5
  ELEMENT COMPLETING s START_EVENT key=6 scope=5
  ELEMENT COMPLETED s START_EVENT key=6 scope=5
  FLOW TAKEN s_book
  ELEMENT ACTIVATING book SERVICE_TASK key=7 scope=5
  ELEMENT ACTIVATED book SERVICE_TASK key=7 scope=5
  JOB CREATED book type="book" key=8 retries=3
activate book
  OK puts=2 deletes=1
  JOB ACTIVE book type="book" key=8 retries=3 worker="w" deadline=61000 activation=9
complete book
  OK puts=7 deletes=4
  JOB COMPLETED book type="book" key=8 retries=3 worker="w" deadline=61000 activation=9
  ELEMENT COMPLETING book SERVICE_TASK key=7 scope=5
  ELEMENT COMPLETED book SERVICE_TASK key=7 scope=5
  FLOW TAKEN book_box
  ELEMENT ACTIVATING box SUB_PROCESS key=11 scope=5
  ELEMENT ACTIVATED box SUB_PROCESS key=11 scope=5
  ELEMENT ACTIVATING bs START_EVENT key=12 scope=11
  ELEMENT ACTIVATED bs START_EVENT key=12 scope=11
  ELEMENT COMPLETING bs START_EVENT key=12 scope=11
  ELEMENT COMPLETED bs START_EVENT key=12 scope=11
  FLOW TAKEN bs_pay
  ELEMENT ACTIVATING pay SERVICE_TASK key=13 scope=11
  ELEMENT ACTIVATED pay SERVICE_TASK key=13 scope=11
  JOB CREATED pay type="pay" key=14 retries=3
set_local box {"paid":3}
  OK puts=2 deletes=0
  VARIABLE CREATED box paid=3 scope=11
activate pay
  OK puts=2 deletes=1
  JOB ACTIVE pay type="pay" key=14 retries=3 worker="w" deadline=61000 activation=16
complete pay {"paid":4}
  OK puts=8 deletes=7
  JOB COMPLETED pay type="pay" key=14 retries=3 worker="w" deadline=61000 activation=16
  VARIABLE CREATED pay paid=4 scope=13
  ELEMENT COMPLETING pay SERVICE_TASK key=13 scope=11
  VARIABLE UPDATED box paid=4 scope=11
  ELEMENT COMPLETED pay SERVICE_TASK key=13 scope=11
  FLOW TAKEN pay_be
  ELEMENT ACTIVATING be END_EVENT key=19 scope=11
  ELEMENT ACTIVATED be END_EVENT key=19 scope=11
  ELEMENT COMPLETING be END_EVENT key=19 scope=11
  ELEMENT COMPLETED be END_EVENT key=19 scope=11
  ELEMENT COMPLETING box SUB_PROCESS key=11 scope=5
  ELEMENT COMPLETED box SUB_PROCESS key=11 scope=5
  FLOW TAKEN box_undo-box
  ELEMENT ACTIVATING undo-box INTERMEDIATE_THROW_EVENT key=21 scope=5
  ELEMENT ACTIVATED undo-box INTERMEDIATE_THROW_EVENT key=21 scope=5
  VARIABLE CREATED unpay paid=4 scope=22
  ELEMENT ACTIVATING unpay BOUNDARY_EVENT key=22 scope=21
  ELEMENT ACTIVATED unpay BOUNDARY_EVENT key=22 scope=21
  ELEMENT COMPLETING unpay BOUNDARY_EVENT key=22 scope=21
  VARIABLE CREATED refund paid=4 scope=24
  ELEMENT COMPLETED unpay BOUNDARY_EVENT key=22 scope=21
  ELEMENT ACTIVATING refund SERVICE_TASK key=24 scope=21
  VARIABLE CREATED refund twice=8 scope=24
  ELEMENT ACTIVATED refund SERVICE_TASK key=24 scope=21
  JOB CREATED refund type="refund" key=27 retries=3
activate refund
  OK puts=2 deletes=1
  JOB ACTIVE refund type="refund" key=27 retries=3 worker="w" deadline=61000 activation=28
complete refund
  OK puts=6 deletes=9
  JOB COMPLETED refund type="refund" key=27 retries=3 worker="w" deadline=61000 activation=28
  ELEMENT COMPLETING refund SERVICE_TASK key=24 scope=21
  ELEMENT COMPLETED refund SERVICE_TASK key=24 scope=21
  ELEMENT COMPLETING undo-box INTERMEDIATE_THROW_EVENT key=21 scope=5
  ELEMENT COMPLETED undo-box INTERMEDIATE_THROW_EVENT key=21 scope=5
  FLOW TAKEN undo-box_undo-all
  ELEMENT ACTIVATING undo-all END_EVENT key=29 scope=5
  ELEMENT ACTIVATED undo-all END_EVENT key=29 scope=5
  ELEMENT ACTIVATING unbook BOUNDARY_EVENT key=30 scope=29
  ELEMENT ACTIVATED unbook BOUNDARY_EVENT key=30 scope=29
  ELEMENT COMPLETING unbook BOUNDARY_EVENT key=30 scope=29
  ELEMENT COMPLETED unbook BOUNDARY_EVENT key=30 scope=29
  ELEMENT ACTIVATING cancel SERVICE_TASK key=31 scope=29
  ELEMENT ACTIVATED cancel SERVICE_TASK key=31 scope=29
  JOB CREATED cancel type="cancel" key=32 retries=3
activate cancel
  OK puts=2 deletes=1
  JOB ACTIVE cancel type="cancel" key=32 retries=3 worker="w" deadline=61000 activation=33
complete cancel
  OK puts=0 deletes=7
  JOB COMPLETED cancel type="cancel" key=32 retries=3 worker="w" deadline=61000 activation=33
  ELEMENT COMPLETING cancel SERVICE_TASK key=31 scope=29
  ELEMENT COMPLETED cancel SERVICE_TASK key=31 scope=29
  ELEMENT COMPLETING undo-all END_EVENT key=29 scope=5
  ELEMENT COMPLETED undo-all END_EVENT key=29 scope=5
  INSTANCE COMPLETED compensation key=5
end
  rows meta=1 definition=3 def_by_id=3
  digest 8056dd61c067cccc4fa9848decb26c3a
# An instance that is cancelled meanwhile takes handlers and entries with it.
create compensation
  OK puts=5 deletes=0
  INSTANCE ACTIVE compensation key=34
  ELEMENT ACTIVATING s START_EVENT key=35 scope=34
  ELEMENT ACTIVATED s START_EVENT key=35 scope=34
  ELEMENT COMPLETING s START_EVENT key=35 scope=34
  ELEMENT COMPLETED s START_EVENT key=35 scope=34
  FLOW TAKEN s_book
  ELEMENT ACTIVATING book SERVICE_TASK key=36 scope=34
  ELEMENT ACTIVATED book SERVICE_TASK key=36 scope=34
  JOB CREATED book type="book" key=37 retries=3
activate book
  OK puts=2 deletes=1
  JOB ACTIVE book type="book" key=37 retries=3 worker="w" deadline=61000 activation=38
complete book
  OK puts=7 deletes=4
  JOB COMPLETED book type="book" key=37 retries=3 worker="w" deadline=61000 activation=38
  ELEMENT COMPLETING book SERVICE_TASK key=36 scope=34
  ELEMENT COMPLETED book SERVICE_TASK key=36 scope=34
  FLOW TAKEN book_box
  ELEMENT ACTIVATING box SUB_PROCESS key=40 scope=34
  ELEMENT ACTIVATED box SUB_PROCESS key=40 scope=34
  ELEMENT ACTIVATING bs START_EVENT key=41 scope=40
  ELEMENT ACTIVATED bs START_EVENT key=41 scope=40
  ELEMENT COMPLETING bs START_EVENT key=41 scope=40
  ELEMENT COMPLETED bs START_EVENT key=41 scope=40
  FLOW TAKEN bs_pay
  ELEMENT ACTIVATING pay SERVICE_TASK key=42 scope=40
  ELEMENT ACTIVATED pay SERVICE_TASK key=42 scope=40
  JOB CREATED pay type="pay" key=43 retries=3
set_local box {"paid":3}
  OK puts=2 deletes=0
  VARIABLE CREATED box paid=3 scope=40
activate pay
  OK puts=2 deletes=1
  JOB ACTIVE pay type="pay" key=43 retries=3 worker="w" deadline=61000 activation=45
complete pay {"paid":4}
  OK puts=8 deletes=7
  JOB COMPLETED pay type="pay" key=43 retries=3 worker="w" deadline=61000 activation=45
  VARIABLE CREATED pay paid=4 scope=42
  ELEMENT COMPLETING pay SERVICE_TASK key=42 scope=40
  VARIABLE UPDATED box paid=4 scope=40
  ELEMENT COMPLETED pay SERVICE_TASK key=42 scope=40
  FLOW TAKEN pay_be
  ELEMENT ACTIVATING be END_EVENT key=48 scope=40
  ELEMENT ACTIVATED be END_EVENT key=48 scope=40
  ELEMENT COMPLETING be END_EVENT key=48 scope=40
  ELEMENT COMPLETED be END_EVENT key=48 scope=40
  ELEMENT COMPLETING box SUB_PROCESS key=40 scope=34
  ELEMENT COMPLETED box SUB_PROCESS key=40 scope=34
  FLOW TAKEN box_undo-box
  ELEMENT ACTIVATING undo-box INTERMEDIATE_THROW_EVENT key=50 scope=34
  ELEMENT ACTIVATED undo-box INTERMEDIATE_THROW_EVENT key=50 scope=34
  VARIABLE CREATED unpay paid=4 scope=51
  ELEMENT ACTIVATING unpay BOUNDARY_EVENT key=51 scope=50
  ELEMENT ACTIVATED unpay BOUNDARY_EVENT key=51 scope=50
  ELEMENT COMPLETING unpay BOUNDARY_EVENT key=51 scope=50
  VARIABLE CREATED refund paid=4 scope=53
  ELEMENT COMPLETED unpay BOUNDARY_EVENT key=51 scope=50
  ELEMENT ACTIVATING refund SERVICE_TASK key=53 scope=50
  VARIABLE CREATED refund twice=8 scope=53
  ELEMENT ACTIVATED refund SERVICE_TASK key=53 scope=50
  JOB CREATED refund type="refund" key=56 retries=3
cancel compensation
  OK puts=0 deletes=10
  ELEMENT TERMINATING undo-box INTERMEDIATE_THROW_EVENT key=50 scope=34
  ELEMENT TERMINATING refund SERVICE_TASK key=53 scope=50
  JOB CANCELED refund type="refund" key=56 retries=3
  ELEMENT TERMINATED refund SERVICE_TASK key=53 scope=50
  ELEMENT TERMINATED undo-box INTERMEDIATE_THROW_EVENT key=50 scope=34
  INSTANCE TERMINATED compensation key=34
end
  rows meta=1 definition=3 def_by_id=3
  digest effb9faa4274b04dbb2f92dc080b6bc6
# An event subprocess stands for its scope: the handlers in that one run when it says so.
create handled
  OK puts=0 deletes=0
  INSTANCE ACTIVE handled key=57
  ELEMENT ACTIVATING hs START_EVENT key=58 scope=57
  ELEMENT ACTIVATED hs START_EVENT key=58 scope=57
  ELEMENT COMPLETING hs START_EVENT key=58 scope=57
  ELEMENT COMPLETED hs START_EVENT key=58 scope=57
  FLOW TAKEN hs_trip
  ELEMENT ACTIVATING trip SUB_PROCESS key=59 scope=57
  ELEMENT ACTIVATED trip SUB_PROCESS key=59 scope=57
  ELEMENT ACTIVATING ts START_EVENT key=60 scope=59
  ELEMENT ACTIVATED ts START_EVENT key=60 scope=59
  ELEMENT COMPLETING ts START_EVENT key=60 scope=59
  ELEMENT COMPLETED ts START_EVENT key=60 scope=59
  FLOW TAKEN ts_fly
  ELEMENT ACTIVATING fly TASK key=61 scope=59
  ELEMENT ACTIVATED fly TASK key=61 scope=59
  ELEMENT COMPLETING fly TASK key=61 scope=59
  ELEMENT COMPLETED fly TASK key=61 scope=59
  FLOW TAKEN fly_te
  ELEMENT ACTIVATING te END_EVENT key=63 scope=59
  ELEMENT ACTIVATED te END_EVENT key=63 scope=59
  ELEMENT COMPLETING te END_EVENT key=63 scope=59
  ELEMENT COMPLETED te END_EVENT key=63 scope=59
  ELEMENT COMPLETING trip SUB_PROCESS key=59 scope=57
  ELEMENT COMPLETED trip SUB_PROCESS key=59 scope=57
  FLOW TAKEN trip_undo
  ELEMENT ACTIVATING undo END_EVENT key=65 scope=57
  ELEMENT ACTIVATED undo END_EVENT key=65 scope=57
  ELEMENT ACTIVATING turn EVENT_SUB_PROCESS key=66 scope=65
  ELEMENT ACTIVATED turn EVENT_SUB_PROCESS key=66 scope=65
  ELEMENT ACTIVATING turned START_EVENT key=68 scope=66
  ELEMENT ACTIVATED turned START_EVENT key=68 scope=66
  ELEMENT COMPLETING turned START_EVENT key=68 scope=66
  ELEMENT COMPLETED turned START_EVENT key=68 scope=66
  FLOW TAKEN turned_inner-undo
  ELEMENT ACTIVATING inner-undo END_EVENT key=69 scope=66
  ELEMENT ACTIVATED inner-undo END_EVENT key=69 scope=66
  ELEMENT ACTIVATING unfly BOUNDARY_EVENT key=70 scope=69
  ELEMENT ACTIVATED unfly BOUNDARY_EVENT key=70 scope=69
  ELEMENT COMPLETING unfly BOUNDARY_EVENT key=70 scope=69
  ELEMENT COMPLETED unfly BOUNDARY_EVENT key=70 scope=69
  ELEMENT ACTIVATING fly-back MANUAL_TASK key=71 scope=69
  ELEMENT ACTIVATED fly-back MANUAL_TASK key=71 scope=69
  ELEMENT COMPLETING fly-back MANUAL_TASK key=71 scope=69
  ELEMENT COMPLETED fly-back MANUAL_TASK key=71 scope=69
  ELEMENT COMPLETING inner-undo END_EVENT key=69 scope=66
  ELEMENT COMPLETED inner-undo END_EVENT key=69 scope=66
  ELEMENT COMPLETING turn EVENT_SUB_PROCESS key=66 scope=65
  ELEMENT COMPLETED turn EVENT_SUB_PROCESS key=66 scope=65
  ELEMENT COMPLETING undo END_EVENT key=65 scope=57
  ELEMENT COMPLETED undo END_EVENT key=65 scope=57
  INSTANCE COMPLETED handled key=57
end
  rows meta=1 definition=3 def_by_id=3
  digest 67d48a22560e1bcdbdd254c7a2a74621
# A transaction that is cancelled: all else in it ends, what has completed is undone, and it is left by its boundary.
create transaction {"no":true}
  OK puts=13 deletes=0
  INSTANCE ACTIVE transaction key=72
  VARIABLE CREATED no=true scope=72
  ELEMENT ACTIVATING xs START_EVENT key=74 scope=72
  ELEMENT ACTIVATED xs START_EVENT key=74 scope=72
  ELEMENT COMPLETING xs START_EVENT key=74 scope=72
  ELEMENT COMPLETED xs START_EVENT key=74 scope=72
  FLOW TAKEN xs_deal
  ELEMENT ACTIVATING deal SUB_PROCESS key=75 scope=72
  ELEMENT ACTIVATED deal SUB_PROCESS key=75 scope=72
  ELEMENT ACTIVATING ds START_EVENT key=76 scope=75
  ELEMENT ACTIVATED ds START_EVENT key=76 scope=75
  ELEMENT COMPLETING ds START_EVENT key=76 scope=75
  ELEMENT COMPLETED ds START_EVENT key=76 scope=75
  FLOW TAKEN ds_sign
  ELEMENT ACTIVATING sign TASK key=77 scope=75
  ELEMENT ACTIVATED sign TASK key=77 scope=75
  ELEMENT COMPLETING sign TASK key=77 scope=75
  ELEMENT COMPLETED sign TASK key=77 scope=75
  FLOW TAKEN sign_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=79 scope=75
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=79 scope=75
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=79 scope=75
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=79 scope=75
  FLOW TAKEN fork_wait
  FLOW TAKEN fork_decide
  ELEMENT ACTIVATING wait SERVICE_TASK key=80 scope=75
  ELEMENT ACTIVATED wait SERVICE_TASK key=80 scope=75
  JOB CREATED wait type="wait" key=81 retries=3
  ELEMENT ACTIVATING decide SERVICE_TASK key=82 scope=75
  ELEMENT ACTIVATED decide SERVICE_TASK key=82 scope=75
  JOB CREATED decide type="decide" key=83 retries=3
activate decide
  OK puts=2 deletes=1
  JOB ACTIVE decide type="decide" key=83 retries=3 worker="w" deadline=61000 activation=84
complete decide
  OK puts=7 deletes=9
  JOB COMPLETED decide type="decide" key=83 retries=3 worker="w" deadline=61000 activation=84
  ELEMENT COMPLETING decide SERVICE_TASK key=82 scope=75
  ELEMENT COMPLETED decide SERVICE_TASK key=82 scope=75
  FLOW TAKEN decide_choice
  ELEMENT ACTIVATING choice EXCLUSIVE_GATEWAY key=85 scope=75
  ELEMENT ACTIVATED choice EXCLUSIVE_GATEWAY key=85 scope=75
  ELEMENT COMPLETING choice EXCLUSIVE_GATEWAY key=85 scope=75
  ELEMENT COMPLETED choice EXCLUSIVE_GATEWAY key=85 scope=75
  FLOW TAKEN choice_cancelled
  ELEMENT ACTIVATING cancelled END_EVENT key=86 scope=75
  ELEMENT TERMINATING wait SERVICE_TASK key=80 scope=75
  JOB CANCELED wait type="wait" key=81 retries=3
  ELEMENT TERMINATED wait SERVICE_TASK key=80 scope=75
  ELEMENT ACTIVATED cancelled END_EVENT key=86 scope=75
  ELEMENT ACTIVATING unsign BOUNDARY_EVENT key=87 scope=86
  ELEMENT ACTIVATED unsign BOUNDARY_EVENT key=87 scope=86
  ELEMENT COMPLETING unsign BOUNDARY_EVENT key=87 scope=86
  ELEMENT COMPLETED unsign BOUNDARY_EVENT key=87 scope=86
  ELEMENT ACTIVATING annul SERVICE_TASK key=88 scope=86
  ELEMENT ACTIVATED annul SERVICE_TASK key=88 scope=86
  JOB CREATED annul type="annul" key=89 retries=3
activate annul
  OK puts=2 deletes=1
  JOB ACTIVE annul type="annul" key=89 retries=3 worker="w" deadline=61000 activation=90
complete annul
  OK puts=0 deletes=10
  JOB COMPLETED annul type="annul" key=89 retries=3 worker="w" deadline=61000 activation=90
  ELEMENT COMPLETING annul SERVICE_TASK key=88 scope=86
  ELEMENT COMPLETED annul SERVICE_TASK key=88 scope=86
  ELEMENT COMPLETING cancelled END_EVENT key=86 scope=75
  ELEMENT COMPLETED cancelled END_EVENT key=86 scope=75
  ELEMENT TERMINATING deal SUB_PROCESS key=75 scope=72
  ELEMENT TERMINATED deal SUB_PROCESS key=75 scope=72
  ELEMENT ACTIVATING failed BOUNDARY_EVENT key=91 scope=72
  ELEMENT ACTIVATED failed BOUNDARY_EVENT key=91 scope=72
  ELEMENT COMPLETING failed BOUNDARY_EVENT key=91 scope=72
  ELEMENT COMPLETED failed BOUNDARY_EVENT key=91 scope=72
  FLOW TAKEN failed_fe
  ELEMENT ACTIVATING fe END_EVENT key=92 scope=72
  ELEMENT ACTIVATED fe END_EVENT key=92 scope=72
  ELEMENT COMPLETING fe END_EVENT key=92 scope=72
  ELEMENT COMPLETED fe END_EVENT key=92 scope=72
  INSTANCE COMPLETED transaction key=72
end
  rows meta=1 definition=3 def_by_id=3
  digest 86894c2603f099a20e9dbc6ffb596f02
# One that is not leaves nothing behind.
create transaction {"no":false}
  OK puts=13 deletes=0
  INSTANCE ACTIVE transaction key=93
  VARIABLE CREATED no=false scope=93
  ELEMENT ACTIVATING xs START_EVENT key=95 scope=93
  ELEMENT ACTIVATED xs START_EVENT key=95 scope=93
  ELEMENT COMPLETING xs START_EVENT key=95 scope=93
  ELEMENT COMPLETED xs START_EVENT key=95 scope=93
  FLOW TAKEN xs_deal
  ELEMENT ACTIVATING deal SUB_PROCESS key=96 scope=93
  ELEMENT ACTIVATED deal SUB_PROCESS key=96 scope=93
  ELEMENT ACTIVATING ds START_EVENT key=97 scope=96
  ELEMENT ACTIVATED ds START_EVENT key=97 scope=96
  ELEMENT COMPLETING ds START_EVENT key=97 scope=96
  ELEMENT COMPLETED ds START_EVENT key=97 scope=96
  FLOW TAKEN ds_sign
  ELEMENT ACTIVATING sign TASK key=98 scope=96
  ELEMENT ACTIVATED sign TASK key=98 scope=96
  ELEMENT COMPLETING sign TASK key=98 scope=96
  ELEMENT COMPLETED sign TASK key=98 scope=96
  FLOW TAKEN sign_fork
  ELEMENT ACTIVATING fork PARALLEL_GATEWAY key=100 scope=96
  ELEMENT ACTIVATED fork PARALLEL_GATEWAY key=100 scope=96
  ELEMENT COMPLETING fork PARALLEL_GATEWAY key=100 scope=96
  ELEMENT COMPLETED fork PARALLEL_GATEWAY key=100 scope=96
  FLOW TAKEN fork_wait
  FLOW TAKEN fork_decide
  ELEMENT ACTIVATING wait SERVICE_TASK key=101 scope=96
  ELEMENT ACTIVATED wait SERVICE_TASK key=101 scope=96
  JOB CREATED wait type="wait" key=102 retries=3
  ELEMENT ACTIVATING decide SERVICE_TASK key=103 scope=96
  ELEMENT ACTIVATED decide SERVICE_TASK key=103 scope=96
  JOB CREATED decide type="decide" key=104 retries=3
activate decide
  OK puts=2 deletes=1
  JOB ACTIVE decide type="decide" key=104 retries=3 worker="w" deadline=61000 activation=105
complete decide
  OK puts=1 deletes=4
  JOB COMPLETED decide type="decide" key=104 retries=3 worker="w" deadline=61000 activation=105
  ELEMENT COMPLETING decide SERVICE_TASK key=103 scope=96
  ELEMENT COMPLETED decide SERVICE_TASK key=103 scope=96
  FLOW TAKEN decide_choice
  ELEMENT ACTIVATING choice EXCLUSIVE_GATEWAY key=106 scope=96
  ELEMENT ACTIVATED choice EXCLUSIVE_GATEWAY key=106 scope=96
  ELEMENT COMPLETING choice EXCLUSIVE_GATEWAY key=106 scope=96
  ELEMENT COMPLETED choice EXCLUSIVE_GATEWAY key=106 scope=96
  FLOW TAKEN choice_done
  ELEMENT ACTIVATING done END_EVENT key=107 scope=96
  ELEMENT ACTIVATED done END_EVENT key=107 scope=96
  ELEMENT COMPLETING done END_EVENT key=107 scope=96
  ELEMENT COMPLETED done END_EVENT key=107 scope=96
activate wait
  OK puts=2 deletes=1
  JOB ACTIVE wait type="wait" key=102 retries=3 worker="w" deadline=61000 activation=108
complete wait
  OK puts=0 deletes=9
  JOB COMPLETED wait type="wait" key=102 retries=3 worker="w" deadline=61000 activation=108
  ELEMENT COMPLETING wait SERVICE_TASK key=101 scope=96
  ELEMENT COMPLETED wait SERVICE_TASK key=101 scope=96
  FLOW TAKEN wait_waited
  ELEMENT ACTIVATING waited END_EVENT key=109 scope=96
  ELEMENT ACTIVATED waited END_EVENT key=109 scope=96
  ELEMENT COMPLETING waited END_EVENT key=109 scope=96
  ELEMENT COMPLETED waited END_EVENT key=109 scope=96
  ELEMENT COMPLETING deal SUB_PROCESS key=96 scope=93
  ELEMENT COMPLETED deal SUB_PROCESS key=96 scope=93
  FLOW TAKEN deal_xe
  ELEMENT ACTIVATING xe END_EVENT key=111 scope=93
  ELEMENT ACTIVATED xe END_EVENT key=111 scope=93
  ELEMENT COMPLETING xe END_EVENT key=111 scope=93
  ELEMENT COMPLETED xe END_EVENT key=111 scope=93
  INSTANCE COMPLETED transaction key=93
end
  rows meta=1 definition=3 def_by_id=3
  digest 170502751b12375e7b9b4fca010cd013
