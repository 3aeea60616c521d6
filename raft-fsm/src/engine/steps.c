#include "engine/steps.h"

#include "base/assert.h"
#include "base/limits.h"
#include "engine/elements.h"
#include "engine/exec.h"

enum {
    STEPS_PER_BLOCK = 64
};

struct step_block {
    struct step_block *next;
    uint32_t head;
    uint32_t tail;
    struct step steps[STEPS_PER_BLOCK];
};

void steps_init(struct exec *x)
{
    x->steps = (struct step_queue){.run = 0};
    x->steps.may_be_stored = step_instance_after(&x->rows, 0) != 0;
}

static struct step_block *block_ensure(struct exec *x)
{
    struct step_queue *queue = &x->steps;
    struct step_block *block = queue->last;

    if (block != NULL && block->tail < STEPS_PER_BLOCK) {
        return block;
    }
    block = queue->spare != NULL ? queue->spare : arena_alloc(x->arena, sizeof(*block));
    queue->spare = NULL;
    if (block == NULL) {
        x->rows.writes.status = STATUS_LIMIT;
        return NULL;
    }
    block->next = NULL;
    block->head = 0;
    block->tail = 0;
    if (queue->last != NULL) {
        queue->last->next = block;
    } else {
        queue->first = block;
    }
    queue->last = block;
    return block;
}

void step_push(struct exec *x, struct step step)
{
    struct step_block *block = block_ensure(x);

    if (block != NULL) {
        block->steps[block->tail++] = step;
    }
}

static bool step_pop(struct exec *x, struct step *out)
{
    struct step_queue *queue = &x->steps;
    struct step_block *block = queue->first;

    if (block == NULL) {
        return false;
    }
    ASSERT(block->head < block->tail);
    *out = block->steps[block->head++];
    if (block->head == block->tail) {
        queue->first = block->next;
        queue->last = queue->first == NULL ? NULL : queue->last;
        queue->spare = block;
    }
    return true;
}

bool steps_are_used_up(const struct exec *x)
{
    return x->steps.run >= LIMIT_STEPS_PER_COMMAND ||
           x->rows.writes.put_bytes >= LIMIT_BYTES_PER_COMMAND ||
           x->value_bytes >= LIMIT_BYTES_PER_COMMAND ||
           x->feel_steps >= LIMIT_FEEL_STEPS_PER_COMMAND;
}

static bool may_run(const struct exec *x, uint32_t steps_max)
{
    return !exec_stopped(x) && x->steps.run < steps_max && !steps_are_used_up(x);
}

static void step_run_counted(struct exec *x, const struct step *step)
{
    x->steps.run++;
    x->acting_instance = step->instance_key;
    x->feel_steps_before = x->feel_steps;
    step_run(x, step);
}

static void store_step(struct exec *x, const struct step *step)
{
    step_row_put(&x->rows, exec_next_key(x), step);
    x->steps.may_be_stored = true;
}

static void store_rest(struct exec *x)
{
    struct step step;

    while (!exec_stopped(x) && step_pop(x, &step)) {
        store_step(x, &step);
    }
}

void steps_run(struct exec *x, uint32_t steps_max)
{
    struct step step;

    while (may_run(x, steps_max) && step_pop(x, &step)) {
        if (x->steps.may_be_stored && step_rows_exist(&x->rows, step.instance_key)) {
            store_step(x, &step);
        } else {
            step_run_counted(x, &step);
        }
    }
    store_rest(x);
}

/* The stored steps first; what they push waits in the queue behind all of them. */
void steps_continue(struct exec *x, uint64_t instance_key, uint32_t steps_max)
{
    struct step step;
    uint64_t sequence = 0;

    while (may_run(x, steps_max) && step_row_take(&x->rows, instance_key, &sequence, &step)) {
        step_run_counted(x, &step);
    }
    steps_run(x, steps_max);
}
