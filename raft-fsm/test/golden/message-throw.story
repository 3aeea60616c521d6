# Two pools: the message that one throws starts the other, whose reply waits until it is wanted; the last message is sent by a worker.
deploy message-throw.bpmn
  OK puts=8 deletes=0
  DEFINITION DEPLOYED buyer version=1 key=2 resource="message-throw.bpmn"
  DEFINITION DEPLOYED seller version=1 key=3 resource="message-throw.bpmn"
  START_SUBSCRIPTION CREATED asked name="order" key=4
  DEFINITION DEPLOYED own-stop version=1 key=5 resource="message-throw.bpmn"
create buyer {"order":"o1","id":"i1","life":"PT1M"}
  OK puts=18 deletes=0
  INSTANCE ACTIVE buyer key=6
  VARIABLE CREATED order="o1" scope=6
  VARIABLE CREATED id="i1" scope=6
  VARIABLE CREATED life="PT1M" scope=6
  ELEMENT ACTIVATING s START_EVENT key=10 scope=6
  ELEMENT ACTIVATED s START_EVENT key=10 scope=6
  ELEMENT COMPLETING s START_EVENT key=10 scope=6
  ELEMENT COMPLETED s START_EVENT key=10 scope=6
  FLOW TAKEN s_ask
  ELEMENT ACTIVATING ask INTERMEDIATE_THROW_EVENT key=11 scope=6
  VARIABLE CREATED ask order="o1" scope=11
  ELEMENT ACTIVATED ask INTERMEDIATE_THROW_EVENT key=11 scope=6
  MESSAGE PUBLISHED name="order" correlation="o1" id="i1" key=13 deadline=61000
  START_SUBSCRIPTION CORRELATED asked name="order" correlation="o1" key=4 message=13
  INSTANCE ACTIVE seller key=14
  VARIABLE CREATED order="o1" scope=14
  ELEMENT COMPLETING ask INTERMEDIATE_THROW_EVENT key=11 scope=6
  ELEMENT COMPLETED ask INTERMEDIATE_THROW_EVENT key=11 scope=6
  FLOW TAKEN ask_answer
  ELEMENT ACTIVATING asked START_EVENT key=15 scope=14
  ELEMENT ACTIVATED asked START_EVENT key=15 scope=14
  ELEMENT ACTIVATING answer INTERMEDIATE_CATCH_EVENT key=17 scope=6
  ELEMENT ACTIVATED answer INTERMEDIATE_CATCH_EVENT key=17 scope=6
  SUBSCRIPTION CREATED answer name="reply" correlation="o1" key=18
  ELEMENT COMPLETING asked START_EVENT key=15 scope=14
  ELEMENT COMPLETED asked START_EVENT key=15 scope=14
  FLOW TAKEN asked_reply
  ELEMENT ACTIVATING reply END_EVENT key=19 scope=14
  VARIABLE CREATED reply price=7 scope=19
  ELEMENT ACTIVATED reply END_EVENT key=19 scope=14
  MESSAGE PUBLISHED name="reply" correlation="o1" key=21 deadline=3601000
  SUBSCRIPTION CORRELATED answer name="reply" correlation="o1" key=18 message=21
  VARIABLE CREATED price=7 scope=6
  ELEMENT COMPLETING answer INTERMEDIATE_CATCH_EVENT key=17 scope=6
  ELEMENT COMPLETED answer INTERMEDIATE_CATCH_EVENT key=17 scope=6
  FLOW TAKEN answer_thank
  ELEMENT COMPLETING reply END_EVENT key=19 scope=14
  ELEMENT COMPLETED reply END_EVENT key=19 scope=14
  ELEMENT ACTIVATING thank END_EVENT key=23 scope=6
  ELEMENT ACTIVATED thank END_EVENT key=23 scope=6
  JOB CREATED thank type="thank" key=24 retries=3 headers={"how":"mail"}
  INSTANCE COMPLETED seller key=14
activate thank
  OK puts=2 deletes=1
  JOB ACTIVE thank type="thank" key=24 retries=3 worker="w" deadline=61000 activation=25 headers={"how":"mail"}
complete thank
  OK puts=0 deletes=9
  JOB COMPLETED thank type="thank" key=24 retries=3 worker="w" deadline=61000 activation=25 headers={"how":"mail"}
  ELEMENT COMPLETING thank END_EVENT key=23 scope=6
  ELEMENT COMPLETED thank END_EVENT key=23 scope=6
  INSTANCE COMPLETED buyer key=6
end
  rows meta=1 definition=3 def_by_id=3 start_sub=1 start_by_def=1 due=2 msg=2 msg_by_name=2 msg_id=1 msg_done=2
  digest 64c9dcda507e6ea3e829803cc4c24f5c
# The id was published already: not again. A life that is none is an incident.
create buyer {"order":"o1","id":"i1","life":"soon"}
  OK puts=9 deletes=0
  INSTANCE ACTIVE buyer key=26
  VARIABLE CREATED order="o1" scope=26
  VARIABLE CREATED id="i1" scope=26
  VARIABLE CREATED life="soon" scope=26
  ELEMENT ACTIVATING s START_EVENT key=30 scope=26
  ELEMENT ACTIVATED s START_EVENT key=30 scope=26
  ELEMENT COMPLETING s START_EVENT key=30 scope=26
  ELEMENT COMPLETED s START_EVENT key=30 scope=26
  FLOW TAKEN s_ask
  ELEMENT ACTIVATING ask INTERMEDIATE_THROW_EVENT key=31 scope=26
  VARIABLE CREATED ask order="o1" scope=31
  INCIDENT ACTIVE ask EXTRACT_VALUE_ERROR key=33 message="Invalid duration format 'soon' for expression 'life'."
  ELEMENT ACTIVATING ask INTERMEDIATE_THROW_EVENT key=31 scope=26 incident=33
  INSTANCE ACTIVE buyer key=26 incidents=1
set buyer {"life":"PT1M"}
  OK puts=1 deletes=0
  VARIABLE UPDATED life="PT1M" scope=26
resolve ask
  OK puts=4 deletes=5
  INCIDENT RESOLVED ask EXTRACT_VALUE_ERROR key=33 message="Invalid duration format 'soon' for expression 'life'."
  ELEMENT ACTIVATING ask INTERMEDIATE_THROW_EVENT key=31 scope=26
  INSTANCE ACTIVE buyer key=26
  ELEMENT ACTIVATED ask INTERMEDIATE_THROW_EVENT key=31 scope=26
  ELEMENT COMPLETING ask INTERMEDIATE_THROW_EVENT key=31 scope=26
  ELEMENT COMPLETED ask INTERMEDIATE_THROW_EVENT key=31 scope=26
  FLOW TAKEN ask_answer
  ELEMENT ACTIVATING answer INTERMEDIATE_CATCH_EVENT key=34 scope=26
  ELEMENT ACTIVATED answer INTERMEDIATE_CATCH_EVENT key=34 scope=26
  SUBSCRIPTION CREATED answer name="reply" correlation="o1" key=35
cancel buyer
  OK puts=0 deletes=7
  ELEMENT TERMINATING answer INTERMEDIATE_CATCH_EVENT key=34 scope=26
  SUBSCRIPTION DELETED answer name="reply" correlation="o1" key=35
  ELEMENT TERMINATED answer INTERMEDIATE_CATCH_EVENT key=34 scope=26
  INSTANCE TERMINATED buyer key=26
advance 3600000
tick
  OK puts=0 deletes=9
  MESSAGE EXPIRED name="order" correlation="o1" id="i1" key=13 deadline=61000
  MESSAGE EXPIRED name="reply" correlation="o1" key=21 deadline=3601000
end
  rows meta=1 definition=3 def_by_id=3 start_sub=1 start_by_def=1
  digest 86510658f2be775561a5da65445b885f
# What is thrown interrupts its own scope: the event does not complete.
create own-stop {"order":"o2"}
  OK puts=0 deletes=0
  INSTANCE ACTIVE own-stop key=36
  VARIABLE CREATED order="o2" scope=36
  ELEMENT ACTIVATING us START_EVENT key=38 scope=36
  ELEMENT ACTIVATED us START_EVENT key=38 scope=36
  ELEMENT COMPLETING us START_EVENT key=38 scope=36
  ELEMENT COMPLETED us START_EVENT key=38 scope=36
  FLOW TAKEN us_ub
  ELEMENT ACTIVATING ub SUB_PROCESS key=39 scope=36
  ELEMENT ACTIVATED ub SUB_PROCESS key=39 scope=36
  SUBSCRIPTION CREATED uc name="stop" correlation="o2" key=40
  ELEMENT ACTIVATING ubs START_EVENT key=41 scope=39
  ELEMENT ACTIVATED ubs START_EVENT key=41 scope=39
  ELEMENT COMPLETING ubs START_EVENT key=41 scope=39
  ELEMENT COMPLETED ubs START_EVENT key=41 scope=39
  FLOW TAKEN ubs_ube
  ELEMENT ACTIVATING ube END_EVENT key=42 scope=39
  ELEMENT ACTIVATED ube END_EVENT key=42 scope=39
  MESSAGE PUBLISHED name="stop" correlation="o2" key=43 deadline=3601000
  SUBSCRIPTION CORRELATED uc name="stop" correlation="o2" key=40 message=43
  MESSAGE EXPIRED name="stop" correlation="o2" key=43 deadline=3601000
  ELEMENT TERMINATING ub SUB_PROCESS key=39 scope=36
  ELEMENT TERMINATING ube END_EVENT key=42 scope=39
  ELEMENT TERMINATED ube END_EVENT key=42 scope=39
  ELEMENT TERMINATED ub SUB_PROCESS key=39 scope=36
  ELEMENT ACTIVATING uc BOUNDARY_EVENT key=44 scope=36
  ELEMENT ACTIVATED uc BOUNDARY_EVENT key=44 scope=36
  ELEMENT COMPLETING uc BOUNDARY_EVENT key=44 scope=36
  ELEMENT COMPLETED uc BOUNDARY_EVENT key=44 scope=36
  FLOW TAKEN uc_ue
  ELEMENT ACTIVATING ue END_EVENT key=45 scope=36
  ELEMENT ACTIVATED ue END_EVENT key=45 scope=36
  ELEMENT COMPLETING ue END_EVENT key=45 scope=36
  ELEMENT COMPLETED ue END_EVENT key=45 scope=36
  INSTANCE COMPLETED own-stop key=36
end
  rows meta=1 definition=3 def_by_id=3 start_sub=1 start_by_def=1
  digest 37a0c164e363cc3db31319ade15238f8
