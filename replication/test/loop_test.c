/* The node's host: a real loop, the log thread, the pool. */
#include "replication/loop.h"

#include <uv.h>

#include "testkit/rig.h"
#include "testkit/test.h"

struct looped {
    struct rig rig; /* its events and state machine; its host is not used */
    struct replication_loop *l;
    uv_loop_t loop;
    uv_check_t turn;
    int submitted;
    int wanted;
    bool closed;
};

static void on_all_closed(void *context)
{
    struct looped *t = context;

    t->closed = true;
}

static void on_turn(uv_check_t *check)
{
    struct looped *t = check->data;
    char payload[200] = "through the loop";
    uint64_t index;
    uint64_t term;

    (void)rig_turn(&t->rig, 100);
    while (t->rig.ready && t->submitted < t->wanted &&
           t->submitted < (int)t->rig.state.commands + 64) {
        CHECK_OK(rig_submit(&t->rig, payload, sizeof(payload), &index, &term));
        t->submitted++;
    }
    if (t->submitted == t->wanted && t->rig.state.commands == (uint64_t)t->wanted && t->l != NULL) {
        replication_loop_stop(t->l, on_all_closed, t);
        t->l = NULL;
        uv_check_stop(check);
        uv_close((uv_handle_t *)check, NULL);
    }
}

static void run_until_applied(struct looped *t, enum replication_mode mode, int wanted)
{
    struct replication_problem problem;
    struct snapshot_info info;

    t->rig.options.mode = mode;
    t->wanted = wanted;
    t->closed = false;
    CHECK_OK(replication_open(&t->rig.options, &t->rig.r, &problem));
    CHECK_INT(uv_loop_init(&t->loop), ==, 0);
    CHECK_INT(uv_check_init(&t->loop, &t->turn), ==, 0);
    t->turn.data = t;
    uv_check_start(&t->turn, on_turn);
    CHECK_OK(replication_loop_start(&t->loop, t->rig.r, t->rig.state.index, NULL, &t->l));
    uv_run(&t->loop, UV_RUN_DEFAULT);
    CHECK(t->closed);
    CHECK_INT(uv_loop_close(&t->loop), ==, 0);
    CHECK(!replication_snapshot_get(t->rig.r, &info) || info.index <= t->rig.state.index);
    rig_close(&t->rig);
}

/* Commands flow, snapshots are made on the pool meanwhile, everything closes in order, and a second
 * run goes on. */
TEST(loop, runs_a_node_and_stops_in_order)
{
    struct looped t = {.l = NULL};

    rig_init(&t.rig, disk_posix(), test_directory());
    t.rig.options.segment_bytes = 16 * 1024;
    t.rig.options.snapshot_log_bytes_min = 32 * 1024;
    run_until_applied(&t, REPLICATION_BOOTSTRAP, 1000);
    CHECK_INT(t.rig.state.commands, ==, 1000);

    run_until_applied(&t, REPLICATION_EXISTING, 1500);

    CHECK_INT(t.rig.state.commands, ==, 1500);
}
