#include "parks.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/hash.h"
#include "fsm/command.h"
#include "node_int.h"

_Static_assert(sizeof(struct park_entry) <= sizeof(((struct backend_poll *)0)->node_private),
               "a park entry fits into the poll");

/* One activation command on its way, with the polls that it serves. */
struct activation {
    struct park_queue *queue;
    struct backend_poll *polls[LIMIT_POLLS_PER_ACTIVATION];
    uint32_t poll_count;
};

static struct park_entry *entry_of(struct backend_poll *poll)
{
    return (struct park_entry *)(void *)poll->node_private;
}

static struct backend_poll *poll_of(struct park_entry *entry)
{
    return (struct backend_poll *)(void *)((char *)entry -
                                           offsetof(struct backend_poll, node_private));
}

void parks_init(struct parks *parks)
{
    pthread_mutex_init(&parks->lock, NULL);
    for (size_t i = 0; i < PARK_BUCKETS; i++) {
        list_init(&parks->buckets[i]);
    }
    list_init(&parks->attention);
    deadlines_init(&parks->deadlines);
    parks->count = 0;
}

void parks_deinit(struct parks *parks)
{
    ASSERT(parks->count == 0);
    deadlines_deinit(&parks->deadlines);
    pthread_mutex_destroy(&parks->lock);
}

static struct list *bucket_of(struct parks *parks, struct slice tenant, struct slice type)
{
    struct slice parts[2] = {tenant, type};

    return &parks->buckets[hash128_parts(parts, 2).low % PARK_BUCKETS];
}

static struct park_queue *queue_find(struct parks *parks, struct slice tenant, struct slice type)
{
    struct list *bucket = bucket_of(parks, tenant, type);

    LIST_EACH(bucket, node)
    {
        struct park_queue *queue = LIST_ITEM(node, struct park_queue, link);

        if (slice_equal(queue->type, type) && slice_equal(queue->tenant, tenant)) {
            return queue;
        }
    }
    return NULL;
}

static struct park_queue *queue_new(struct parks *parks, struct slice tenant, struct slice type)
{
    struct park_queue *queue = CHECK_MEMORY(calloc(1, sizeof(*queue) + tenant.size + type.size));
    char *text = (char *)(queue + 1);

    memcpy(text, tenant.data, tenant.size);
    memcpy(text + tenant.size, type.data, type.size);
    queue->tenant = slice_make(text, tenant.size);
    queue->type = slice_make(text + tenant.size, type.size);
    list_init(&queue->polls);
    list_push_back(bucket_of(parks, tenant, type), &queue->link);
    return queue;
}

static void queue_forget_if_empty(struct park_queue *queue)
{
    if (!list_is_empty(&queue->polls) || queue->activations > 0) {
        return;
    }
    if (list_node_is_linked(&queue->attention)) {
        list_remove(&queue->attention);
    }
    list_remove(&queue->link);
    free(queue);
}

static void queue_attend(struct parks *parks, struct park_queue *queue)
{
    if (!list_node_is_linked(&queue->attention)) {
        list_push_back(&parks->attention, &queue->attention);
    }
}

void parks_add(struct parks *parks, struct backend_poll *poll)
{
    struct park_entry *entry = entry_of(poll);
    struct park_queue *queue;

    *entry = (struct park_entry){.deadline = {.at_ms = poll->deadline_ms}};
    pthread_mutex_lock(&parks->lock);
    queue = queue_find(parks, poll->tenant, poll->type);
    if (queue == NULL) {
        queue = queue_new(parks, poll->tenant, poll->type);
    }
    entry->queue = queue;
    list_push_back(&queue->polls, &entry->link);
    deadlines_add(&parks->deadlines, &entry->deadline);
    parks->count++;
    queue_attend(parks, queue);
    pthread_mutex_unlock(&parks->lock);
}

/* Out of its queue and the heap; under the lock. */
static void unpark(struct parks *parks, struct park_entry *entry)
{
    list_remove(&entry->link);
    deadlines_remove(&parks->deadlines, &entry->deadline);
}

bool parks_cancel(struct parks *parks, struct backend_poll *poll)
{
    struct park_entry *entry = entry_of(poll);
    bool waits;

    pthread_mutex_lock(&parks->lock);
    waits = !entry->taken;
    if (waits) {
        unpark(parks, entry);
        parks->count--;
        queue_forget_if_empty(entry->queue);
    } else {
        entry->cancelled = true;
    }
    pthread_mutex_unlock(&parks->lock);
    return waits;
}

size_t parks_count(struct parks *parks)
{
    size_t count;

    pthread_mutex_lock(&parks->lock);
    count = parks->count;
    pthread_mutex_unlock(&parks->lock);
    return count;
}

void parks_ready(struct parks *parks, struct slice tenant, struct slice type)
{
    struct park_queue *queue;

    pthread_mutex_lock(&parks->lock);
    queue = queue_find(parks, tenant, type);
    if (queue != NULL) {
        queue_attend(parks, queue);
    }
    pthread_mutex_unlock(&parks->lock);
}

/* Give a poll its answer; it is its owner's again. */
static void answer(struct parks *parks, struct backend_poll *poll, enum status status,
                   const struct result *result, const struct activated_jobs *jobs, uint64_t index)
{
    struct slice detail = result == NULL ? SLICE_EMPTY : result->detail;
    uint64_t activation = jobs == NULL ? 0 : result->activate_jobs.activation;

    pthread_mutex_lock(&parks->lock);
    parks->count--;
    pthread_mutex_unlock(&parks->lock);
    poll->done(poll, status, detail, activation, jobs == NULL ? NULL : jobs->job_keys,
               jobs == NULL ? 0 : jobs->job_count, index);
}

/* Nothing for this one: it waits on, unless its time or its client has gone. True when it waits. */
static bool park_again(struct parks *parks, struct park_queue *queue, struct backend_poll *poll)
{
    struct park_entry *entry = entry_of(poll);
    bool again;

    pthread_mutex_lock(&parks->lock);
    again = !entry->cancelled && poll->deadline_ms > clock_monotonic_ms();
    if (again) {
        entry->taken = false;
        list_push_back(&queue->polls, &entry->link);
        deadlines_add(&parks->deadlines, &entry->deadline);
    }
    pthread_mutex_unlock(&parks->lock);
    return again;
}

static void serve_one(struct node *node, struct activation *activation, uint32_t i,
                      const struct result *result, uint64_t index)
{
    struct backend_poll *poll = activation->polls[i];
    const struct activated_jobs *jobs = NULL;

    if (result->status == STATUS_UNAVAILABLE && park_again(&node->parks, activation->queue, poll)) {
        return; /* surely not executed: it waits for a leader */
    }
    if (result->status != STATUS_OK) {
        answer(&node->parks, poll, result->status, result, NULL, index);
        return;
    }
    if (i < result->activate_jobs.served_count) {
        jobs = &result->activate_jobs.served[i];
    }
    if (jobs != NULL && jobs->job_count > 0) {
        answer(&node->parks, poll, STATUS_OK, result, jobs, index);
    } else if (!park_again(&node->parks, activation->queue, poll)) {
        answer(&node->parks, poll, STATUS_OK, NULL, NULL, index);
    }
}

static void activation_end(struct parks *parks, struct activation *activation, bool look_again)
{
    pthread_mutex_lock(&parks->lock);
    ASSERT(activation->queue->activations > 0);
    activation->queue->activations--;
    if (look_again && !list_is_empty(&activation->queue->polls)) {
        queue_attend(parks, activation->queue);
    }
    queue_forget_if_empty(activation->queue);
    pthread_mutex_unlock(&parks->lock);
    free(activation);
}

static void activation_done(struct proposal *proposal, enum status status, struct slice bytes,
                            uint64_t index)
{
    struct node *node = proposal->node;
    struct activation *activation = proposal->ctx;
    struct result result = {.status = status};
    struct arena arena;

    arena_init(&arena, LIMIT_COMMAND_BYTES);
    if (status == STATUS_OK && result_decode(bytes, &arena, &result) != STATUS_OK) {
        node_fault(node, STATUS_INTERNAL, "an activation's result could not be read");
    }
    for (uint32_t i = 0; i < activation->poll_count; i++) {
        serve_one(node, activation, i, &result, index);
    }
    activation_end(&node->parks, activation, status == STATUS_OK || status == STATUS_UNAVAILABLE);
    node_wake(node);
    arena_deinit(&arena);
}

/* The polls were told that nobody knows: the jobs go back, but for those of a key, which a repeat
 * will ask for. */
static void activation_late(struct proposal *proposal, struct slice bytes)
{
    struct command command;
    struct result result = {0};
    struct arena arena;

    arena_init(&arena, 2 * LIMIT_COMMAND_BYTES);
    if (bytes.size > 0 && result_decode(bytes, &arena, &result) == STATUS_OK &&
        result.status == STATUS_OK &&
        command_decode(slice_make(proposal->bytes, proposal->size), &arena, &command) ==
            STATUS_OK &&
        command.idempotency_key.data == NULL) {
        for (uint32_t i = 0; i < result.activate_jobs.served_count; i++) {
            const struct activated_jobs *jobs = &result.activate_jobs.served[i];

            node_yield(proposal->node, command.tenant, result.activate_jobs.activation,
                       jobs->job_keys, jobs->job_count);
        }
    }
    arena_deinit(&arena);
}

static void encode_activation(const struct activation *activation, struct buffer *out)
{
    struct activate_jobs_request requests[LIMIT_POLLS_PER_ACTIVATION];
    const struct backend_poll *first = activation->polls[0];
    struct command command = {
        .type = COMMAND_ACTIVATE_JOBS,
        .version = 1,
        .tenant = activation->queue->tenant,
        .idempotency_key = first->idempotency_key,
        .body_hash = first->body_hash,
        .activate_jobs = {.type = activation->queue->type,
                          .requests = requests,
                          .request_count = activation->poll_count},
    };

    for (uint32_t i = 0; i < activation->poll_count; i++) {
        const struct backend_poll *poll = activation->polls[i];

        requests[i] = (struct activate_jobs_request){.waiter = i,
                                                     .worker = poll->worker,
                                                     .timeout_ms = poll->lock_ms,
                                                     .jobs_max = poll->jobs_max,
                                                     .with_lease = poll->with_lease};
    }
    command_encode(&command, out);
}

static void propose_activation(struct node *node, struct activation *activation)
{
    struct buffer bytes;
    struct proposal *proposal;

    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    encode_activation(activation, &bytes);
    ASSERT(!bytes.failed);
    proposal = proposal_new(node, buffer_slice(&bytes));
    proposal->done = activation_done;
    proposal->late = activation_late;
    proposal->ctx = activation;
    proposal->deadline_ms = clock_monotonic_ms() + LIMIT_SUBMIT_MS;
    buffer_deinit(&bytes);
    core_propose(node, proposal);
}

/* Move a poll from its queue into the activation; under the lock. */
static void take(struct parks *parks, struct activation *activation, struct backend_poll *poll)
{
    struct park_entry *entry = entry_of(poll);

    unpark(parks, entry);
    entry->taken = true;
    activation->polls[activation->poll_count++] = poll;
    if (poll->idempotency_key.data != NULL) {
        entry->settled = true;
    }
}

static struct activation *activation_new(struct park_queue *queue)
{
    struct activation *activation = CHECK_MEMORY(calloc(1, sizeof(*activation)));

    activation->queue = queue;
    queue->activations++;
    return activation;
}

static bool may_be_served(const struct backend_poll *poll, struct fsm_ready ready)
{
    return ready.for_all || (ready.for_leases && poll->with_lease);
}

/* A poll with an idempotency key has an activation of its own, sent even when no job is ready: a
 * repeat must find what the first one got. Under the lock. */
static void take_keyed(struct node *node, struct park_queue *queue, struct fsm_ready ready)
{
    struct list *polls = &queue->polls;

    LIST_EACH_SAFE(polls, link)
    {
        struct park_entry *entry = LIST_ITEM(link, struct park_entry, link);
        struct backend_poll *poll = poll_of(entry);

        if (poll->idempotency_key.data != NULL && (may_be_served(poll, ready) || !entry->settled)) {
            struct activation *activation = activation_new(queue);

            take(&node->parks, activation, poll);
            propose_activation(node, activation);
        }
    }
}

/* The others share one activation; a poll for which no job can be there waits on, and asks for
 * none. Under the lock. */
static void take_shared(struct node *node, struct park_queue *queue, struct fsm_ready ready)
{
    struct list *polls = &queue->polls;
    struct activation *activation = NULL;

    LIST_EACH_SAFE(polls, link)
    {
        struct backend_poll *poll = poll_of(LIST_ITEM(link, struct park_entry, link));

        if (poll->idempotency_key.data != NULL || !may_be_served(poll, ready)) {
            continue;
        }
        if (activation == NULL) {
            activation = activation_new(queue);
        }
        take(&node->parks, activation, poll);
        if (activation->poll_count == LIMIT_POLLS_PER_ACTIVATION) {
            break;
        }
    }
    if (activation != NULL) {
        propose_activation(node, activation);
    }
}

static void serve_queue(struct node *node, struct park_queue *queue)
{
    struct fsm_ready ready = {.for_all = false};
    enum status st = fsm_has_ready_jobs(node->fsm, queue->tenant, queue->type, &ready);

    if (st != STATUS_OK) {
        node_fault(node, st, "ready jobs could not be looked up");
    }
    take_keyed(node, queue, ready);
    if ((ready.for_all || ready.for_leases) && queue->activations == 0) {
        take_shared(node, queue, ready);
    }
}

void parks_serve(struct node *node)
{
    struct parks *parks = &node->parks;
    struct list_node *link;

    if (!cluster_has_leader(node)) {
        return;
    }
    pthread_mutex_lock(&parks->lock);
    while ((link = list_pop_front(&parks->attention)) != NULL) {
        serve_queue(node, LIST_ITEM(link, struct park_queue, attention));
    }
    pthread_mutex_unlock(&parks->lock);
}

void parks_look_again(struct parks *parks)
{
    pthread_mutex_lock(&parks->lock);
    for (size_t i = 0; i < PARK_BUCKETS; i++) {
        struct list *bucket = &parks->buckets[i];

        LIST_EACH(bucket, link)
        {
            queue_attend(parks, LIST_ITEM(link, struct park_queue, link));
        }
    }
    pthread_mutex_unlock(&parks->lock);
}

/* Nobody has looked yet whether there are jobs for it: a poll that does not wait comes with its
 * deadline over, and may come between two looks. It is looked at in the next round. */
static bool is_unseen(const struct node *node, const struct park_entry *entry, int64_t now_ms)
{
    bool is_looked_at = cluster_has_leader(node) &&
                        atomic_load(&node->public.disk_level) != DISK_CRITICAL &&
                        now_ms != INT64_MAX;

    return is_looked_at && list_node_is_linked(&entry->queue->attention);
}

/* The poll whose deadline is first and over, out of its queue; NULL when there is none. */
static struct backend_poll *take_expired(struct node *node, int64_t now_ms, int64_t *next_ms)
{
    struct parks *parks = &node->parks;
    struct backend_poll *poll = NULL;
    struct deadline *first;

    pthread_mutex_lock(&parks->lock);
    first = deadlines_first(&parks->deadlines);
    *next_ms = first == NULL ? INT64_MAX : first->at_ms;
    if (first != NULL && first->at_ms <= now_ms &&
        !is_unseen(node, LIST_ITEM(first, struct park_entry, deadline), now_ms)) {
        struct park_entry *entry = LIST_ITEM(first, struct park_entry, deadline);

        poll = poll_of(entry);
        unpark(parks, entry);
        entry->taken = true;
        queue_forget_if_empty(entry->queue);
    }
    pthread_mutex_unlock(&parks->lock);
    return poll;
}

int64_t parks_expire(struct node *node, int64_t now_ms)
{
    uint64_t applied = atomic_load(&node->public.applied_index);
    struct backend_poll *poll;
    int64_t next_ms;

    while ((poll = take_expired(node, now_ms, &next_ms)) != NULL) {
        answer(&node->parks, poll, STATUS_OK, NULL, NULL, applied);
    }
    return next_ms;
}

void parks_release(struct node *node)
{
    (void)parks_expire(node, INT64_MAX);
}
