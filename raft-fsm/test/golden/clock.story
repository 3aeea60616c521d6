# Two clocks: engine time is pinned and given back, the stamp never goes back.
pin 5000
  OK puts=0 deletes=0
pin -1
  INVALID_ARGUMENT puts=0 deletes=0 Expected to pin the clock to a timestamp that is not negative
reset
  OK puts=0 deletes=0
purge 1234
  OK puts=0 deletes=0
  PURGE before=1234 limit=100
end
  rows meta=1
  digest 0be8a977d96623c6fcc1821f3b72618d
