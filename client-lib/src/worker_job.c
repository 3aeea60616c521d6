/* A job as it came from the server, and the list of those that are here. */
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/memory.h"
#include "worker_int.h"

enum {
    TEXTS = 7 /* of a job */
};

/* The member's text with a NUL behind it, in held->text; "" when it is absent. Room was reserved
 * for all of them: earlier ones do not move. */
static const char *take_text(struct held_job *held, struct slice object, struct slice name)
{
    size_t start = held->text.size;
    struct slice value;

    if (json_member(object, name, &value) && !json_put_decoded(&held->text, value)) {
        held->text.size = start;
    }
    buffer_put_byte(&held->text, '\0');
    return held->text.data + start;
}

static const char *take_json(struct held_job *held, struct slice object, struct slice name)
{
    size_t start = held->text.size;
    struct slice value;

    if (!json_member(object, name, &value)) {
        value = SLICE("{}");
    }
    buffer_put_slice(&held->text, value);
    buffer_put_byte(&held->text, '\0');
    return held->text.data + start;
}

static int64_t take_int(struct slice object, struct slice name)
{
    struct slice value;
    int64_t number = 0;

    return json_member(object, name, &value) && json_to_int(value, &number) ? number : 0;
}

struct held_job *held_job_parse(struct slice value)
{
    int64_t key = take_int(value, SLICE("jobKey"));
    struct held_job *held;

    if (key <= 0) {
        return NULL;
    }
    held = memory_zeroed(sizeof(*held));
    list_node_init(&held->link);
    list_node_init(&held->in_queue);
    held->outcome.held = held;
    buffer_init(&held->text, value.size + TEXTS * sizeof("{}"));
    ASSERT(buffer_reserve(&held->text, held->text.ceiling) != NULL);
    held->job = (baton_job){
        .key = (uint64_t)key,
        .process_instance_key = (uint64_t)take_int(value, SLICE("processInstanceKey")),
        .element_instance_key = (uint64_t)take_int(value, SLICE("elementInstanceKey")),
        .process_definition_key = (uint64_t)take_int(value, SLICE("processDefinitionKey")),
        .process_definition_version = (int32_t)take_int(value, SLICE("processDefinitionVersion")),
        .retries = (int32_t)take_int(value, SLICE("retries")),
        .deadline_ms = take_int(value, SLICE("deadline")),
    };
    held->job.type = take_text(held, value, SLICE("type"));
    held->job.process_id = take_text(held, value, SLICE("processDefinitionId"));
    held->job.element_id = take_text(held, value, SLICE("elementId"));
    held->job.worker = take_text(held, value, SLICE("worker"));
    held->job.variables = take_json(held, value, SLICE("variables"));
    held->job.headers = take_json(held, value, SLICE("customHeaders"));
    ASSERT(!held->text.failed);
    return held;
}

void held_job_free(struct held_job *held)
{
    outcome_reset(&held->outcome, OUTCOME_NONE);
    buffer_deinit(&held->text);
    memory_release(held);
}

struct held_job *worker_find(const baton_worker *worker, uint64_t key)
{
    LIST_EACH(&worker->held, node)
    {
        struct held_job *held = LIST_ITEM(node, struct held_job, link);

        if (held->job.key == key) {
            return held;
        }
    }
    return NULL;
}

void worker_forget(struct held_job *held)
{
    baton_worker *worker = held->worker;

    ASSERT(worker->held_count > 0);
    list_remove(&held->link);
    worker->held_count--;
    pthread_mutex_lock(&worker->lock);
    if (list_node_is_linked(&held->in_queue)) {
        list_remove(&held->in_queue);
    }
    pthread_mutex_unlock(&worker->lock);
    baton_cancel(worker->client, &held->extension);
    baton_cancel(worker->client, &held->telling);
    baton_response_clear(&held->extension);
    baton_response_clear(&held->telling);
    held_job_free(held);
}

struct held_job *worker_take(baton_worker *worker)
{
    struct list_node *node;

    while ((node = list_pop_front(&worker->queue)) != NULL) {
        struct held_job *held = LIST_ITEM(node, struct held_job, in_queue);

        if (atomic_load(&held->lock_end_ms) > clock_monotonic_ms()) {
            return held;
        }
        /* Not begun in time: whoever has its lock now does it. */
        held->outcome.kind = OUTCOME_EXPIRED;
        list_push_back(&worker->decided, &held->in_queue);
        worker_wake(worker);
    }
    return NULL;
}
