/* Time enters the log here: the leader arms one timer for the first row that is due and submits a
 * TICK.
 *
 * Nothing due, no entry. A doubled TICK does nothing, so the only care taken is not to have two on
 * the way. Stored steps go on by CONTINUE, old history goes by PURGE; both are commands like any
 * other. */
#include "base/assert.h"
#include "base/clock.h"
#include "fsm/command.h"
#include "node_int.h"

enum {
    PURGE_LOOK_MS = 60 * 1000,
    PURGE_LOOK_MIN_MS = 1000,
    PURGE_FEW = 16 /* instances between two looks at the size */
};

static void propose(struct node *node, const struct command *command,
                    void (*done)(struct proposal *, enum status, struct slice, uint64_t))
{
    struct buffer bytes;
    struct proposal *proposal;

    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    command_encode(command, &bytes);
    ASSERT(!bytes.failed);
    proposal = proposal_new(node, buffer_slice(&bytes));
    proposal->done = done;
    proposal->leader_only = true;
    buffer_deinit(&bytes);
    core_propose(node, proposal);
}

static void tick_done(struct proposal *proposal, enum status status, struct slice result,
                      uint64_t index)
{
    (void)status;
    (void)result;
    (void)index;
    proposal->node->ticker.tick_in_flight = false;
}

static void continue_done(struct proposal *proposal, enum status status, struct slice result,
                          uint64_t index)
{
    (void)status;
    (void)result;
    (void)index;
    proposal->node->ticker.continue_in_flight = false;
}

static void purge_done(struct proposal *proposal, enum status status, struct slice result,
                       uint64_t index)
{
    (void)status;
    (void)result;
    (void)index;
    proposal->node->ticker.purge_in_flight = false;
    proposal->node->ticker.purge_looked_ms = 0; /* there may be more */
}

/* Milliseconds until the first row is due; <= 0: now; INT64_MAX: never. */
static int64_t due_in_ms(struct node *node, const struct fsm_due *due, int64_t stamp_ms)
{
    struct fsm_clock clock = fsm_clock(node->fsm);
    int64_t in_ms = INT64_MAX;

    if (due->at_stamp_ms != INT64_MAX) {
        in_ms = due->at_stamp_ms - stamp_ms;
    }
    if (due->at_engine_ms == INT64_MAX) {
        return in_ms;
    }
    if (clock.pinned) {
        return due->at_engine_ms <= clock.pinned_ms ? 0 : in_ms;
    }
    if (due->at_engine_ms - clock.offset_ms - stamp_ms < in_ms) {
        in_ms = due->at_engine_ms - clock.offset_ms - stamp_ms;
    }
    return in_ms;
}

static void tick_now(struct node *node, int64_t late_ms)
{
    struct command tick = {.type = COMMAND_TICK, .version = 1, .tick = {.limit = LIMIT_TICK_ROWS}};

    node->ticker.tick_in_flight = true;
    metric_observe_us(&node->public.tick_lags, (uint64_t)late_ms * 1000);
    propose(node, &tick, tick_done);
}

static void continue_now(struct node *node)
{
    struct command command = {
        .type = COMMAND_CONTINUE, .version = 1, .continue_ = {.limit = LIMIT_CONTINUE_STEPS}};

    node->ticker.continue_in_flight = true;
    propose(node, &command, continue_done);
}

/* What retention has to know of the read model. */
struct history {
    int64_t oldest_ms; /* stamp of the oldest end; INT64_MAX when there is none */
    bool removal_waits;
    uint64_t bytes;
};

static enum status history_read(struct node *node, struct history *out)
{
    struct readmodel_read read;
    enum status st = readmodel_begin_read(node->readmodel, &read);

    *out = (struct history){.oldest_ms = INT64_MAX};
    if (st != STATUS_OK) {
        return st;
    }
    st = readmodel_history_oldest(&read, &out->oldest_ms);
    if (st == STATUS_NOT_FOUND) {
        st = STATUS_OK;
    }
    if (st == STATUS_OK) {
        st = readmodel_removal_waits(&read, &out->removal_waits);
    }
    if (st == STATUS_OK) {
        st = store_live_bytes(read.txn, &out->bytes);
    }
    readmodel_end_read(&read);
    return st;
}

/* What has to be removed: those that are too old, and the oldest few when there is too much. False:
 * nothing has. */
static bool purge_plan(const struct node *node, const struct history *history, int64_t stamp_ms,
                       struct purge_command *out)
{
    int64_t ttl_ms = node->options.history_ttl_ms;

    if (history->bytes > node->options.history_max_bytes && history->oldest_ms != INT64_MAX) {
        *out = (struct purge_command){.before_ms = stamp_ms, .limit = PURGE_FEW};
        return true;
    }
    *out = (struct purge_command){.before_ms = ttl_ms < 0 ? 0 : stamp_ms - ttl_ms,
                                  .limit = LIMIT_PURGE_INSTANCES};
    return history->removal_waits || history->oldest_ms < out->before_ms;
}

/* Once a minute, or sooner when history is kept for a short time only. */
static int64_t purge_look_ms(const struct node *node)
{
    int64_t ttl_ms = node->options.history_ttl_ms;
    int64_t wanted_ms = ttl_ms < 0 ? PURGE_LOOK_MS : ttl_ms / 10;

    wanted_ms = wanted_ms < PURGE_LOOK_MIN_MS ? PURGE_LOOK_MIN_MS : wanted_ms;
    return wanted_ms > PURGE_LOOK_MS ? PURGE_LOOK_MS : wanted_ms;
}

/* Is there history older, or more of it, than is to be kept? */
static void purge_if_old(struct node *node, int64_t stamp_ms)
{
    int64_t now_ms = clock_monotonic_ms();
    struct history history;
    struct command purge = {.type = COMMAND_PURGE, .version = 1};
    enum status st;

    if (node->ticker.purge_in_flight ||
        (node->ticker.purge_looked_ms != 0 &&
         now_ms - node->ticker.purge_looked_ms < purge_look_ms(node))) {
        return;
    }
    node->ticker.purge_looked_ms = now_ms;
    st = history_read(node, &history);
    if (st != STATUS_OK) {
        node_fault(node, st, "the history could not be looked up");
    }
    if (purge_plan(node, &history, stamp_ms, &purge.purge)) {
        node->ticker.purge_in_flight = true;
        propose(node, &purge, purge_done);
    }
}

void ticker_fired(uv_timer_t *timer)
{
    core_round(timer->data);
}

static void arm_timer(struct node *node, int64_t in_ms)
{
    int64_t most_ms = purge_look_ms(node);
    uint64_t wait_ms = in_ms > most_ms ? (uint64_t)most_ms : (uint64_t)in_ms;

    uv_update_time(&node->loop);
    uv_timer_start(&node->ticker.timer, ticker_fired, wait_ms, 0);
}

void ticker_arm(struct node *node)
{
    struct fsm_due due;
    int64_t stamp_ms;
    int64_t in_ms;
    enum status st;

    if (!node->leads || node->stopping) {
        uv_timer_stop(&node->ticker.timer);
        return;
    }
    st = fsm_next_due(node->fsm, &due);
    if (st != STATUS_OK) {
        node_fault(node, st, "the next due time could not be read");
    }
    stamp_ms = core_stamp(node);
    purge_if_old(node, stamp_ms);
    if (due.has_steps && !node->ticker.continue_in_flight) {
        continue_now(node);
    }
    in_ms = due_in_ms(node, &due, stamp_ms);
    atomic_store(&node->public.due_ms,
                 in_ms == INT64_MAX ? INT64_MAX : clock_monotonic_ms() + in_ms);
    if (in_ms <= 0 && !node->ticker.tick_in_flight) {
        tick_now(node, -in_ms);
    }
    arm_timer(node, in_ms <= 0 ? PURGE_LOOK_MS : in_ms);
}
