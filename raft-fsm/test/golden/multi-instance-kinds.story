# Receive tasks that wait one after the other, called processes side by side, a manual task again and again.
deploy multi-instance-kinds.bpmn
  OK puts=4 deletes=0
  DEFINITION DEPLOYED multi-instance-kinds version=1 key=2 resource="multi-instance-kinds.bpmn"
  DEFINITION DEPLOYED one-of-many version=1 key=3 resource="multi-instance-kinds.bpmn"
create multi-instance-kinds {"people":["ann","bob"]}
  OK puts=12 deletes=0
  INSTANCE ACTIVE multi-instance-kinds key=4
  VARIABLE CREATED people=["ann","bob"] scope=4
  ELEMENT ACTIVATING s START_EVENT key=6 scope=4
  ELEMENT ACTIVATED s START_EVENT key=6 scope=4
  ELEMENT COMPLETING s START_EVENT key=6 scope=4
  ELEMENT COMPLETED s START_EVENT key=6 scope=4
  FLOW TAKEN s_ask
  ELEMENT ACTIVATING ask MULTI_INSTANCE_BODY key=7 scope=4
  ELEMENT ACTIVATED ask MULTI_INSTANCE_BODY key=7 scope=4
  VARIABLE CREATED ask answers=[null,null] scope=7
  VARIABLE CREATED ask loopCounter=1 scope=9
  VARIABLE CREATED ask who="ann" scope=9
  VARIABLE CREATED ask said=null scope=9
  ELEMENT ACTIVATING ask RECEIVE_TASK key=9 scope=7
  ELEMENT ACTIVATED ask RECEIVE_TASK key=9 scope=7
  SUBSCRIPTION CREATED ask name="answer" correlation="ann" key=13
publish answer key=bob ttl=60000 {"said":2}
  OK puts=3 deletes=0
  MESSAGE PUBLISHED name="answer" correlation="bob" key=14 deadline=61000
publish answer key=ann {"said":1}
  OK puts=1 deletes=12
  MESSAGE PUBLISHED name="answer" correlation="ann" key=15 deadline=1000
  SUBSCRIPTION CORRELATED ask name="answer" correlation="ann" key=13 message=15
  VARIABLE UPDATED ask said=1 scope=9
  MESSAGE EXPIRED name="answer" correlation="ann" key=15 deadline=1000
  ELEMENT COMPLETING ask RECEIVE_TASK key=9 scope=7
  VARIABLE UPDATED ask answers=[1,null] scope=7
  ELEMENT COMPLETED ask RECEIVE_TASK key=9 scope=7
  VARIABLE CREATED ask loopCounter=2 scope=16
  VARIABLE CREATED ask who="bob" scope=16
  VARIABLE CREATED ask said=null scope=16
  ELEMENT ACTIVATING ask RECEIVE_TASK key=16 scope=7
  ELEMENT ACTIVATED ask RECEIVE_TASK key=16 scope=7
  SUBSCRIPTION CREATED ask name="answer" correlation="bob" key=20
  SUBSCRIPTION CORRELATED ask name="answer" correlation="bob" key=20 message=14
  VARIABLE UPDATED ask said=2 scope=16
  ELEMENT COMPLETING ask RECEIVE_TASK key=16 scope=7
  VARIABLE UPDATED ask answers=[1,2] scope=7
  ELEMENT COMPLETED ask RECEIVE_TASK key=16 scope=7
  ELEMENT COMPLETING ask MULTI_INSTANCE_BODY key=7 scope=4
  VARIABLE CREATED answers=[1,2] scope=4
  ELEMENT COMPLETED ask MULTI_INSTANCE_BODY key=7 scope=4
  FLOW TAKEN ask_each
  ELEMENT ACTIVATING each MULTI_INSTANCE_BODY key=22 scope=4
  ELEMENT ACTIVATED each MULTI_INSTANCE_BODY key=22 scope=4
  VARIABLE CREATED each all=[null,null] scope=22
  VARIABLE CREATED each loopCounter=1 scope=24
  VARIABLE CREATED each n=1 scope=24
  VARIABLE CREATED each doubled=null scope=24
  VARIABLE CREATED each loopCounter=2 scope=28
  VARIABLE CREATED each n=2 scope=28
  VARIABLE CREATED each doubled=null scope=28
  ELEMENT ACTIVATING each CALL_ACTIVITY key=24 scope=22
  ELEMENT ACTIVATED each CALL_ACTIVITY key=24 scope=22
  INSTANCE ACTIVE one-of-many key=32 caller=24
  VARIABLE CREATED n=1 scope=32
  VARIABLE CREATED doubled=null scope=32
  VARIABLE CREATED loopCounter=1 scope=32
  VARIABLE CREATED all=[null,null] scope=32
  VARIABLE CREATED people=["ann","bob"] scope=32
  VARIABLE CREATED answers=[1,2] scope=32
  ELEMENT ACTIVATING each CALL_ACTIVITY key=28 scope=22
  ELEMENT ACTIVATED each CALL_ACTIVITY key=28 scope=22
  INSTANCE ACTIVE one-of-many key=39 caller=28
  VARIABLE CREATED n=2 scope=39
  VARIABLE CREATED doubled=null scope=39
  VARIABLE CREATED loopCounter=2 scope=39
  VARIABLE CREATED all=[null,null] scope=39
  VARIABLE CREATED people=["ann","bob"] scope=39
  VARIABLE CREATED answers=[1,2] scope=39
  ELEMENT ACTIVATING s1 START_EVENT key=46 scope=32
  ELEMENT ACTIVATED s1 START_EVENT key=46 scope=32
  ELEMENT ACTIVATING s1 START_EVENT key=47 scope=39
  ELEMENT ACTIVATED s1 START_EVENT key=47 scope=39
  ELEMENT COMPLETING s1 START_EVENT key=46 scope=32
  ELEMENT COMPLETED s1 START_EVENT key=46 scope=32
  FLOW TAKEN s1_double
  ELEMENT COMPLETING s1 START_EVENT key=47 scope=39
  ELEMENT COMPLETED s1 START_EVENT key=47 scope=39
  FLOW TAKEN s1_double
  ELEMENT ACTIVATING double SCRIPT_TASK key=48 scope=32
  ELEMENT ACTIVATED double SCRIPT_TASK key=48 scope=32
  VARIABLE UPDATED doubled=2 scope=32
  ELEMENT ACTIVATING double SCRIPT_TASK key=49 scope=39
  ELEMENT ACTIVATED double SCRIPT_TASK key=49 scope=39
  VARIABLE UPDATED doubled=4 scope=39
  ELEMENT COMPLETING double SCRIPT_TASK key=48 scope=32
  ELEMENT COMPLETED double SCRIPT_TASK key=48 scope=32
  FLOW TAKEN double_e1
  ELEMENT COMPLETING double SCRIPT_TASK key=49 scope=39
  ELEMENT COMPLETED double SCRIPT_TASK key=49 scope=39
  FLOW TAKEN double_e1
  ELEMENT ACTIVATING e1 END_EVENT key=50 scope=32
  ELEMENT ACTIVATED e1 END_EVENT key=50 scope=32
  ELEMENT ACTIVATING e1 END_EVENT key=51 scope=39
  ELEMENT ACTIVATED e1 END_EVENT key=51 scope=39
  ELEMENT COMPLETING e1 END_EVENT key=50 scope=32
  ELEMENT COMPLETED e1 END_EVENT key=50 scope=32
  ELEMENT COMPLETING e1 END_EVENT key=51 scope=39
  ELEMENT COMPLETED e1 END_EVENT key=51 scope=39
  INSTANCE COMPLETED one-of-many key=32 caller=24
  VARIABLE CREATED each all=[null,null] scope=24
  VARIABLE CREATED each people=["ann","bob"] scope=24
  VARIABLE CREATED each answers=[1,2] scope=24
  VARIABLE UPDATED each doubled=2 scope=24
  INSTANCE COMPLETED one-of-many key=39 caller=28
  VARIABLE CREATED each all=[null,null] scope=28
  VARIABLE CREATED each people=["ann","bob"] scope=28
  VARIABLE CREATED each answers=[1,2] scope=28
  VARIABLE UPDATED each doubled=4 scope=28
  ELEMENT COMPLETING each CALL_ACTIVITY key=24 scope=22
  VARIABLE CREATED doubled=2 scope=4
  VARIABLE UPDATED each all=[2,null] scope=22
  ELEMENT COMPLETED each CALL_ACTIVITY key=24 scope=22
  ELEMENT COMPLETING each CALL_ACTIVITY key=28 scope=22
  VARIABLE UPDATED doubled=4 scope=4
  VARIABLE UPDATED each all=[2,4] scope=22
  ELEMENT COMPLETED each CALL_ACTIVITY key=28 scope=22
  ELEMENT COMPLETING each MULTI_INSTANCE_BODY key=22 scope=4
  VARIABLE CREATED all=[2,4] scope=4
  ELEMENT COMPLETED each MULTI_INSTANCE_BODY key=22 scope=4
  FLOW TAKEN each_look
  ELEMENT ACTIVATING look MULTI_INSTANCE_BODY key=60 scope=4
  ELEMENT ACTIVATED look MULTI_INSTANCE_BODY key=60 scope=4
  VARIABLE CREATED look loopCounter=1 scope=61
  ELEMENT ACTIVATING look MANUAL_TASK key=61 scope=60
  ELEMENT ACTIVATED look MANUAL_TASK key=61 scope=60
  ELEMENT COMPLETING look MANUAL_TASK key=61 scope=60
  ELEMENT COMPLETED look MANUAL_TASK key=61 scope=60
  VARIABLE CREATED look loopCounter=2 scope=63
  ELEMENT ACTIVATING look MANUAL_TASK key=63 scope=60
  ELEMENT ACTIVATED look MANUAL_TASK key=63 scope=60
  ELEMENT COMPLETING look MANUAL_TASK key=63 scope=60
  ELEMENT COMPLETED look MANUAL_TASK key=63 scope=60
  ELEMENT COMPLETING look MULTI_INSTANCE_BODY key=60 scope=4
  ELEMENT COMPLETED look MULTI_INSTANCE_BODY key=60 scope=4
  FLOW TAKEN look_e
  ELEMENT ACTIVATING e END_EVENT key=65 scope=4
  ELEMENT ACTIVATED e END_EVENT key=65 scope=4
  ELEMENT COMPLETING e END_EVENT key=65 scope=4
  ELEMENT COMPLETED e END_EVENT key=65 scope=4
  INSTANCE COMPLETED multi-instance-kinds key=4
end
  rows meta=1 definition=2 def_by_id=2 due=1 msg=1 msg_by_name=1 msg_done=1
  digest 19e63dae98a23b7a46a6f0e805880c67
