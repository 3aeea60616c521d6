/* One turn: committed entries through the state machine and the read model, in one transaction of
 * each.
 *
 * The read model is committed first and the state after it: the state's applied index is the truth,
 * and after a crash the read model skips what it has already seen. Answers go out only after both
 * commits. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "node_int.h"

enum {
    TURN_ANSWERS_BYTES = 64 * 1024 * 1024,
    TURN_CLOCK_EVERY = 8 /* commands between two looks at the clock */
};

void turn_init(struct turn *turn)
{
    *turn = (struct turn){0};
    arena_init(&turn->arena, TURN_ANSWERS_BYTES);
    proposal_list_init(&turn->answers);
    proposal_list_init(&turn->lost);
}

void turn_deinit(struct turn *turn)
{
    arena_deinit(&turn->arena);
    free(turn->ended);
}

static void note_ended(struct turn *turn, uint64_t process_instance_key)
{
    if (turn->ended_count == turn->ended_capacity) {
        turn->ended_capacity = turn->ended_capacity == 0 ? 64 : turn->ended_capacity * 2;
        turn->ended =
            CHECK_MEMORY(realloc(turn->ended, turn->ended_capacity * sizeof(*turn->ended)));
    }
    turn->ended[turn->ended_count++] = process_instance_key;
}

enum status turn_on_trace(void *ctx, const struct trace *trace)
{
    struct node *node = ctx;

    for (uint32_t i = 0; node->turn.collects_ended && i < trace->count; i++) {
        const struct trace_event *event = &trace->events[i];

        if (event->kind == TRACE_INSTANCE && event->instance.state != INSTANCE_ACTIVE) {
            note_ended(&node->turn, event->place.process_instance_key);
        }
    }
    return readmodel_apply(node->readmodel, trace);
}

static void begin(struct node *node)
{
    enum status st = fsm_turn_begin(node->fsm);

    if (st == STATUS_OK) {
        st = readmodel_turn_begin(node->readmodel);
    }
    if (st != STATUS_OK) {
        node_fault(node, st, "a turn could not begin");
    }
    node->turn.collects_ended = waits_has_awaits(&node->waits);
}

static void commit(struct node *node, uint64_t index)
{
    enum status st = readmodel_turn_commit(node->readmodel, index);

    if (st != STATUS_OK) {
        node_fault(node, st, "the read model could not be committed");
    }
    st = fsm_turn_commit(node->fsm);
    if (st != STATUS_OK) {
        node_fault(node, st, "the state could not be committed");
    }
}

static void keep_answer(struct turn *turn, struct proposal *proposal, struct slice result)
{
    proposal->result = arena_copy(&turn->arena, result);
    ASSERT(proposal->result.data != NULL);
    proposal_list_push(&turn->answers, proposal);
}

static void apply_entry(struct node *node, const struct entry *entry)
{
    struct proposal *proposal =
        flight_take(&node->flight, entry->index, entry->term, &node->turn.lost);
    struct slice result = SLICE_EMPTY;
    struct fsm_entry input = {
        .index = entry->index,
        .term = entry->term,
        .record_crc = entry->record_crc,
        .command = entry->kind == ENTRY_COMMAND ? entry->payload : SLICE_EMPTY,
    };
    uint64_t started_ns = uv_hrtime();
    enum status st;
    bool wanted;

    if (proposal == NULL && node->forwards.count > 0) {
        proposal = forward_take(&node->forwards, entry, node->cluster.self, &node->turn.lost);
    }
    wanted = proposal != NULL && proposal_is_awaited(proposal);
    st = fsm_apply(node->fsm, &input, wanted, &result);

    if (st != STATUS_OK) {
        node_fault(node, st, "a log entry could not be applied");
    }
    if (entry->kind == ENTRY_COMMAND) {
        metric_observe_us(&node->public.applies, (uv_hrtime() - started_ns) / 1000);
    }
    if (wanted) {
        keep_answer(&node->turn, proposal, result);
    } else if (proposal != NULL) {
        proposal_finish(proposal, STATUS_OK, SLICE_EMPTY, entry->index);
    }
}

static bool turn_is_full(struct node *node, uint32_t commands, uint64_t started_ns)
{
    if (commands >= LIMIT_TURN_COMMANDS || fsm_turn_bytes(node->fsm) >= LIMIT_TURN_BYTES) {
        return true;
    }
    return commands % TURN_CLOCK_EVERY == 0 &&
           uv_hrtime() - started_ns >= LIMIT_TURN_MS * UINT64_C(1000000);
}

static void deliver(struct node *node)
{
    struct turn *turn = &node->turn;
    struct proposal *proposal;

    while ((proposal = proposal_list_pop(&turn->answers)) != NULL) {
        proposal_finish(proposal, STATUS_OK, proposal->result, proposal->index);
    }
    /* Another term stands at their index: surely not executed, so they go out once more. */
    while ((proposal = proposal_list_pop(&turn->lost)) != NULL) {
        core_propose_again(node, proposal);
    }
    for (size_t i = 0; i < turn->ended_count; i++) {
        waits_instance_ended(node, turn->ended[i]);
    }
    turn->ended_count = 0;
    arena_reset(&turn->arena);
}

static void notice_ready_jobs(struct node *node)
{
    const struct slice *tenants;
    const struct slice *types;
    size_t count = fsm_take_ready_types(node->fsm, &tenants, &types);

    for (size_t i = 0; i < count; i++) {
        parks_ready(&node->parks, tenants[i], types[i]);
    }
}

static void measure(struct node *node, uint64_t started_ns)
{
    uint64_t took_us = (uv_hrtime() - started_ns) / 1000;

    metric_observe_us(&node->public.turns, took_us);
}

bool turn_run(struct node *node)
{
    uint64_t started_ns = uv_hrtime();
    uint32_t commands = 0;
    uint64_t put_bytes;
    struct entry entry;
    bool more = false;

    if (!replication_next(node->replication, &entry)) {
        return false;
    }
    begin(node);
    for (;;) {
        apply_entry(node, &entry);
        commands++;
        if (turn_is_full(node, commands, started_ns)) {
            more = true;
            break;
        }
        if (!replication_next(node->replication, &entry)) {
            break;
        }
    }
    put_bytes = fsm_turn_bytes(node->fsm);
    commit(node, entry.index);
    replication_applied(node->replication);
    notice_ready_jobs(node);
    measure(node, started_ns);
    core_publish(node); /* whoever has its answer must find the index of it */
    deliver(node);
    pulse_wrote(node, put_bytes);
    return more;
}
