/* A whole story through the official TypeScript client, @camunda8/orchestration-cluster-api, unmodified and with
 * strict validation of every answer.
 *
 *     node story.mjs PORT MODEL         the last line is "N passed, N failed" */
import createCamundaClient from '@camunda8/orchestration-cluster-api';

const [, , port, model] = process.argv;
const SWARM = 200;
const PARALLEL = 16;
const WAIT_MS = 60000;
const now = { consistency: { waitUpToMs: 0 } };
const client = createCamundaClient({
    config: {
        CAMUNDA_REST_ADDRESS: `http://127.0.0.1:${port}`,
        CAMUNDA_AUTH_STRATEGY: 'NONE',
        CAMUNDA_SDK_VALIDATION: 'req:warn,res:strict',
        CAMUNDA_SDK_LOG_LEVEL: 'error',
    },
});
let passed = 0;
let failed = 0;

async function step(name, call) {
    try {
        const result = await call();
        passed++;
        console.log(`ok      ${name}`);
        return result;
    } catch (e) {
        failed++;
        console.log(`FAILED  ${name}: ${e.name}: ${String(e.message).slice(0, 600)} ${JSON.stringify(e.issues ?? '')}`);
        return undefined;
    }
}

function check(condition, what) {
    if (!condition) {
        throw new Error(`not so: ${JSON.stringify(what)}`);
    }
}

async function refused(status, title, call) {
    try {
        await call();
    } catch (e) {
        check(e.status === status && (e.title ?? e.problem?.title) === title, [e.status, e.title, e.message]);
        return;
    }
    throw new Error('nothing was refused');
}

const start = async (id, variables = {}) =>
    (await client.createProcessInstance({ processDefinitionId: id, variables })).processInstanceKey;
const state = async (key) => (await client.getProcessInstance({ processInstanceKey: key }, now)).state;
const activate = async (type, more = {}) =>
    (await client.activateJobs({ type, worker: 'story', timeout: 30000, maxJobsToActivate: 5, requestTimeout: 5000, ...more })).jobs;

/* Run a worker of the SDK until until() says so. */
async function work(type, handler, until) {
    const worker = client.createJobWorker({
        jobType: type, maxParallelJobs: PARALLEL, jobTimeoutMs: 30000, workerName: 'story', jobHandler: handler,
    });
    const end = Date.now() + WAIT_MS;
    let there = await until();
    while (!there && Date.now() < end) {
        await new Promise((wake) => setTimeout(wake, 20));
        there = await until();
    }
    worker.stop();
    check(there, 'the worker has not got there');
}

await step('say hello', async () => {
    check((await client.getTopology()).brokers.length > 0, 'brokers');
    await client.getStatus();
    await client.getLicense();
    await client.getAuthentication();
});

await step('deploy', async () => {
    const first = await client.deployResourcesFromFiles([model]);
    const again = await client.deployResourcesFromFiles([model]);
    const keys = (deployment) => deployment.processes.map((p) => p.processDefinitionKey).sort();
    check(first.processes.length === 3, first);
    check(String(keys(first)) === String(keys(again)), 'the same content got new keys');
});

const order = await step('start', () => start('story', { orderId: 'js-1', total: 12.5 }));
await step('refuse an unknown process', () => refused(404, 'NOT_FOUND', () => start('nobody')));

await step('fail a job and retry it', async () => {
    const [job] = await activate('story-charge');
    check(job.retries === 3 && job.processInstanceKey === order && job.customHeaders.currency === 'EUR', job);
    check(job.variables.orderId === 'js-1' && job.variables.total === 12.5, job.variables);
    await client.failJob({ jobKey: job.jobKey, retries: 2, errorMessage: 'the bank sleeps', retryBackOff: 100, variables: { why: 'asleep' } });
    const [again] = await activate('story-charge', { fetchVariable: ['why'] });
    check(again.jobKey === job.jobKey && again.retries === 2 && again.variables.why === 'asleep', again);
    await client.updateJob({ jobKey: job.jobKey, changeset: { retries: 5, timeout: 60000 } });
    await client.completeJob({ jobKey: job.jobKey, variables: { charged: true } });
    await refused(404, 'NOT_FOUND', () => client.completeJob({ jobKey: job.jobKey }));
});

await step('throw a BPMN error', async () => {
    const key = await start('story', { orderId: 'js-2' });
    const [job] = await activate('story-charge');
    await client.throwJobError({ jobKey: job.jobKey, errorCode: 'NO_MONEY', errorMessage: 'empty', variables: { left: 0 } });
    check((await state(key)) === 'COMPLETED', await state(key));
    const found = await client.searchElementInstances({ filter: { processInstanceKey: key, elementId: 'end-refused' } }, now);
    check(found.page.totalItems === 1, found.page);
});

await step('publish a message', () =>
    client.publishMessage({ name: 'paid', correlationKey: 'js-1', timeToLive: 10000, messageId: 'js-1', variables: { paid: true } }));

await step('work on a user task', async () => {
    const found = await client.searchUserTasks({
        filter: { state: 'CREATED', processInstanceKey: order, candidateGroup: 'clerks', priority: { $gte: 70 } },
        sort: [{ field: 'creationDate', order: 'DESC' }],
    }, now);
    const userTaskKey = found.items[0].userTaskKey;
    await client.assignUserTask({ userTaskKey, assignee: 'ann' });
    await refused(409, 'INVALID_STATE', () => client.assignUserTask({ userTaskKey, assignee: 'bob', allowOverride: false }));
    await client.unassignUserTask({ userTaskKey });
    await client.updateUserTask({ userTaskKey, changeset: { priority: 90 } });
    check((await client.getUserTask({ userTaskKey }, now)).priority === 90, 'priority');
    await client.completeUserTask({ userTaskKey, variables: { approved: true } });
    check((await state(order)) === 'COMPLETED', await state(order));
    const variables = await client.searchVariables({ filter: { processInstanceKey: order }, sort: [{ field: 'name', order: 'ASC' }] }, now);
    check(String(variables.items.map((v) => v.name)) === 'approved,charged,orderId,paid,total,why', variables.items);
});

await step('correlate a message at once, cancel', async () => {
    const key = await start('story', { orderId: 'js-3' });
    await work('story-charge', (job) => job.complete({ charged: true }), async () =>
        (await client.searchMessageSubscriptions({ filter: { processInstanceKey: key } }, now)).page.totalItems === 1);
    const answer = await client.correlateMessage({ name: 'paid', correlationKey: 'js-3' });
    check(answer.processInstanceKey === key, answer);
    await client.cancelProcessInstance({ processInstanceKey: key });
    check((await state(key)) === 'TERMINATED', await state(key));
});

await step('resolve an incident', async () => {
    const key = await start('story-broken');
    const incidents = await client.searchIncidents({ filter: { processInstanceKey: key, state: 'ACTIVE' } }, now);
    const { incidentKey, errorType, elementId } = incidents.items[0];
    check(errorType === 'EXTRACT_VALUE_ERROR' && elementId === 'b-which', incidents.items[0]);
    await client.getIncident({ incidentKey }, now);
    await client.createElementInstanceVariables({ elementInstanceKey: key, variables: { amount: 500 } });
    await client.resolveIncident({ incidentKey });
    check((await state(key)) === 'COMPLETED', await state(key));
    await refused(404, 'NOT_FOUND', () => client.resolveIncident({ incidentKey }));
});

await step(`${SWARM} instances, ${PARALLEL} jobs in parallel`, async () => {
    const done = [];
    for (let n = 0; n < SWARM; n++) {
        await start('story-swarm', { n });
    }
    await work('story-swarm', async (job) => {
        done.push(job.jobKey);
        return job.complete({ done: true });
    }, async () => (await client.searchProcessInstances({ filter: { processDefinitionId: 'story-swarm', state: 'COMPLETED' } }, now))
        .page.totalItems === SWARM);
    check(done.length === SWARM && new Set(done).size === SWARM, [done.length, new Set(done).size]);
});

await step('search page by page', async () => {
    const seen = [];
    let after;
    let answer;
    do {
        answer = await client.searchProcessInstances({
            sort: [{ field: 'startDate', order: 'DESC' }], page: after ? { limit: 30, after } : { limit: 30 },
        }, now);
        seen.push(...answer.items.map((i) => i.processInstanceKey));
        after = answer.page.endCursor;
    } while (answer.items.length === 30 && seen.length < 3000);
    check(seen.length === answer.page.totalItems && new Set(seen).size === seen.length, [seen.length, answer.page]);
});

await step('search the rest', async () => {
    for (const call of ['searchProcessDefinitions', 'searchJobs', 'searchElementInstances', 'searchIncidents', 'searchUserTasks',
        'searchVariables', 'searchMessageSubscriptions']) {
        check((await client[call]({}, now)).page.totalItems > 0, call);
    }
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
