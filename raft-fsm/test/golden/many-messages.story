# Many messages wait under one correlation key. What does not interrupt takes them one after another; the way over those that
# the process has had is noted when it gets long, and forgotten with its message.
deploy boundary-message.bpmn
  OK puts=2 deletes=0
  DEFINITION DEPLOYED boundary-message version=1 key=2 resource="boundary-message.bpmn"
quiet
publish note key=o ttl=100000 {"text":"0"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=101000 {"text":"1"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=102000 {"text":"2"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=103000 {"text":"3"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=104000 {"text":"4"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=105000 {"text":"5"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=106000 {"text":"6"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=107000 {"text":"7"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=108000 {"text":"8"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=109000 {"text":"9"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=110000 {"text":"10"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=111000 {"text":"11"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=112000 {"text":"12"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=113000 {"text":"13"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=114000 {"text":"14"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=115000 {"text":"15"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=116000 {"text":"16"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=117000 {"text":"17"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=118000 {"text":"18"}
  OK puts=3 deletes=0
  1 lines
publish note key=o ttl=119000 {"text":"19"}
  OK puts=3 deletes=0
  1 lines
create boundary-message {"order":"o"}
  OK puts=30 deletes=0
  252 lines
# a second instance finds nothing left
create boundary-message {"order":"o"}
  OK puts=8 deletes=0
  12 lines
publish note key=o ttl=50000 {"text":"last"}
  OK puts=5 deletes=0
  13 lines
# the oldest subscription got it
create boundary-message {"order":"o"}
  OK puts=8 deletes=0
  12 lines
cancel boundary-message
  OK puts=0 deletes=8
  6 lines
cancel boundary-message
  NOT_FOUND puts=0 deletes=0 Expected to cancel a process instance with key '2251799813685350', but no such process was found
  0 lines
cancel boundary-message
  NOT_FOUND puts=0 deletes=0 Expected to cancel a process instance with key '2251799813685350', but no such process was found
  0 lines
# the note goes with its message
advance 118000
tick
  OK puts=0 deletes=81
  20 lines
tick
  OK puts=0 deletes=0
  0 lines
advance 5000
tick
  OK puts=0 deletes=4
  1 lines
end
  rows meta=1 definition=1 def_by_id=1 element=4 child=2 variable=3 job=2 job_ready=2 sub=4
  digest a5dd0d16854a26a257427a4065f700cb
