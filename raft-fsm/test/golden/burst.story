# One token becomes 1,600: what one command may do is done, the rest is stored and continued. Later
# commands of the instance queue behind it; cancelling does not.
quiet
deploy burst.bpmn
  OK puts=2 deletes=0
  1 lines
create burst
  OK puts=3111 deletes=0
  3720 lines
continue 1000
  OK puts=2691 deletes=1310
  2155 lines
create burst
  OK puts=3111 deletes=0
  3720 lines
cancel burst
  OK puts=0 deletes=3111
  1511 lines
continue
  OK puts=1001 deletes=3000
  3000 lines
continue
  OK puts=2111 deletes=1890
  2445 lines
continue
  OK puts=3001 deletes=1000
  2000 lines
continue
  OK puts=136 deletes=2910
  2000 lines
continue
  OK puts=0 deletes=1936
  1291 lines
continue
  OK puts=0 deletes=0
  0 lines
continue
  OK puts=0 deletes=0
  0 lines
continue
  OK puts=0 deletes=0
  0 lines
end
  rows meta=1 definition=1 def_by_id=1
  digest e44deadaaa3d73e72b44f6c3de61c5bc
