# A command does a bounded part of many instances; the rest is continued.
deploy loop-large.bpmn
  OK puts=6 deletes=0
  DEFINITION DEPLOYED large-parallel version=1 key=2 resource="loop-large.bpmn"
  DEFINITION DEPLOYED large-sequential version=1 key=3 resource="loop-large.bpmn"
  DEFINITION DEPLOYED large-waiting version=1 key=4 resource="loop-large.bpmn"
quiet
create large-parallel {"many":1000}
  OK puts=105 deletes=0
  3943 lines
continue
  OK puts=99 deletes=99
  3900 lines
continue
  OK puts=0 deletes=103
  239 lines
continue
  OK puts=0 deletes=0
  0 lines
create large-sequential {"many":700}
  OK puts=10 deletes=0
  2696 lines
continue
  OK puts=13 deletes=4
  2697 lines
continue
  OK puts=0 deletes=17
  290 lines
continue
  OK puts=0 deletes=0
  0 lines
create large-waiting {"many":1000}
  OK puts=4719 deletes=0
  3764 lines
continue
  OK puts=302 deletes=9
  245 lines
cancel large-waiting
  OK puts=7 deletes=4975
  2986 lines
continue
  OK puts=0 deletes=34
  17 lines
continue
  OK puts=0 deletes=0
  0 lines
continue
  OK puts=0 deletes=0
  0 lines
end
  rows meta=1 definition=3 def_by_id=3
  digest 94b068cab09b89fef7f228bd1275d09d
