# A deployment that comes again under its key is answered with what it deployed, as long as all of that is there.
key a
deploy one-task.bpmn form:ask:who
  OK puts=6 deletes=0
  FORM DEPLOYED ask version=1 key=2 resource="ask.form"
  DEFINITION DEPLOYED one-task version=1 key=3 resource="one-task.bpmn"
key a
deploy one-task.bpmn form:ask:who
  OK replayed puts=0 deletes=0
key a
deploy one-task.bpmn form:ask:whom
  KEY_REUSED puts=0 deletes=0 Expected the request that the idempotency key was first used with, but the body differs
# what has a newer version is still there
deploy form:ask:whom
  OK puts=2 deletes=0
  FORM DEPLOYED ask version=2 key=5 resource="ask.form"
key a
deploy one-task.bpmn form:ask:who
  OK replayed puts=0 deletes=0
# a deleted definition is not
undeploy #3
  OK puts=1 deletes=2
  DEFINITION DELETED one-task version=1 key=3
key a
deploy one-task.bpmn form:ask:who
  NOT_FOUND replayed puts=0 deletes=0 Expected to repeat the first answer, but what it named is gone
end
  rows meta=1 due=1 dedupe=1 dedupe_bucket=1 dedupe_count=1 resource=2 resource_by_id=2 version_floor=1
  digest c0429e79fc23548fe6e8ab4ae3c4b1cd
