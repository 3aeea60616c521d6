/* The encoded model: what goes in comes out, and nothing else is believed. */
#include "bpmn/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "model_fixture.h"
#include "testkit/test.h"

struct encoded {
    struct arena arena;
    struct bpmn_process *process;
    struct buffer bytes;
};

static void given_encoded(struct encoded *e)
{
    arena_init(&e->arena, MIB(8));
    buffer_init(&e->bytes, MIB(1));
    e->process = model_fixture(&e->arena);
    bpmn_process_encode(e->process, &e->bytes);
    CHECK(!e->bytes.failed);
}

static void done(struct encoded *e)
{
    buffer_deinit(&e->bytes);
    arena_deinit(&e->arena);
}

static const struct bpmn_element *element(const struct bpmn_process *process, const char *id)
{
    const struct bpmn_element *found = bpmn_find_element(process, slice_of(id));

    CHECK(found != NULL);
    return found;
}

static enum status load(struct arena *arena, struct slice bytes)
{
    const struct bpmn_process *process;

    return bpmn_process_load(arena, bytes, &process);
}

/* Equal models give equal bytes: what was loaded encodes to what it was loaded from. */
TEST(model, survives_the_round_trip)
{
    struct encoded e;
    struct buffer again;
    const struct bpmn_process *loaded;

    given_encoded(&e);
    CHECK_OK(bpmn_process_load(&e.arena, buffer_slice(&e.bytes), &loaded));

    buffer_init(&again, MIB(1));
    bpmn_process_encode(loaded, &again);
    CHECK_SLICE(buffer_slice(&again), buffer_slice(&e.bytes));
    CHECK_INT(loaded->mapping_count, ==, 2);
    CHECK(!element(loaded, "price")->interrupting);
    CHECK(element(loaded, "start")->name.data == NULL);
    CHECK(loaded->headers[0].value.data != NULL);
    buffer_deinit(&again);
    done(&e);
}

/* What follows from the rest is found again: runs are in document order. */
TEST(model, links_what_belongs_together)
{
    struct encoded e;
    const struct bpmn_process *loaded;
    const struct bpmn_element *gate;
    const struct bpmn_element *wait;

    given_encoded(&e);
    CHECK_OK(bpmn_process_load(&e.arena, buffer_slice(&e.bytes), &loaded));

    gate = element(loaded, "gate");
    CHECK_INT(gate->outgoing.count, ==, 2);
    CHECK_TEXT(loaded->flows[loaded->flow_refs[gate->outgoing.first]].id, "f3");
    CHECK_TEXT(loaded->flows[gate->default_flow].id, "f4");
    wait = element(loaded, "wait");
    CHECK_INT(wait->incoming.count, ==, 2);
    CHECK_INT(wait->children.count, ==, 3);
    CHECK_TEXT(loaded->elements[wait->none_start].id, "wait-start");
    CHECK_INT(wait->boundaries.count, ==, 1);
    CHECK_TEXT(loaded->elements[loaded->element_refs[wait->boundaries.first]].id, "remind");
    CHECK_TEXT(loaded->elements[loaded->elements[0].none_start].id, "start");
    CHECK_INT(loaded->elements[0].children.count, ==, 11);
    done(&e);
}

TEST(model, parses_expressions_but_not_static_texts)
{
    struct encoded e;
    const struct bpmn_process *loaded;

    given_encoded(&e);
    CHECK_OK(bpmn_process_load(&e.arena, buffer_slice(&e.bytes), &loaded));

    CHECK(loaded->expressions[0].parsed != NULL);
    CHECK(loaded->expressions[1].parsed == NULL);
    done(&e);
}

TEST(model, refuses_every_truncation_and_every_addition)
{
    struct encoded e;
    struct slice whole;

    given_encoded(&e);
    whole = buffer_slice(&e.bytes);
    for (size_t size = 0; size < whole.size; size++) {
        struct arena_mark mark = arena_mark(&e.arena);

        CHECK_STATUS(load(&e.arena, slice_sub(whole, 0, size)), STATUS_MALFORMED);
        arena_rewind(&e.arena, mark);
    }
    buffer_put_byte(&e.bytes, 0);
    CHECK_STATUS(load(&e.arena, buffer_slice(&e.bytes)), STATUS_MALFORMED);
    done(&e);
}

/* Every byte, every bit and some whole values: refused, or a model that encodes to those bytes. */
static void check_mutation(struct encoded *e, struct slice mutated)
{
    struct arena_mark mark = arena_mark(&e->arena);
    const struct bpmn_process *loaded;

    if (bpmn_process_load(&e->arena, mutated, &loaded) == STATUS_OK) {
        struct buffer again;

        buffer_init(&again, MIB(1));
        bpmn_process_encode(loaded, &again);
        CHECK_SLICE(buffer_slice(&again), mutated);
        buffer_deinit(&again);
    }
    arena_rewind(&e->arena, mark);
}

TEST(model, believes_no_mutation_that_it_could_not_have_written)
{
    static const unsigned char values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    struct encoded e;
    struct slice whole;

    given_encoded(&e);
    whole = buffer_slice(&e.bytes);
    for (size_t at = 0; at < whole.size; at++) {
        char kept = e.bytes.data[at];

        for (unsigned bit = 0; bit < 8; bit++) {
            e.bytes.data[at] = (char)(kept ^ (1 << bit));
            check_mutation(&e, whole);
        }
        for (size_t i = 0; i < sizeof values; i++) {
            e.bytes.data[at] = (char)values[i];
            check_mutation(&e, whole);
        }
        e.bytes.data[at] = kept;
    }
    done(&e);
}

/* One broken rule each, on a model that is whole otherwise. */
static enum status load_changed(void (*change)(struct bpmn_element *elements,
                                               struct bpmn_flow *flows))
{
    struct encoded e;
    struct bpmn_element elements[20];
    struct bpmn_flow flows[16];
    enum status st;

    given_encoded(&e);
    CHECK_INT(e.process->element_count, <=, 20);
    memcpy(elements, e.process->elements, e.process->element_count * sizeof elements[0]);
    memcpy(flows, e.process->flows, e.process->flow_count * sizeof flows[0]);
    change(elements, flows);
    e.process->elements = elements;
    e.process->flows = flows;
    buffer_reset(&e.bytes);
    bpmn_process_encode(e.process, &e.bytes);
    st = load(&e.arena, buffer_slice(&e.bytes));
    done(&e);
    return st;
}

static void nothing(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)elements;
    (void)flows;
}

static void scope_of_its_own(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[6].scope = 6;
}

static void two_with_one_id(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[4].id = elements[5].id;
}

static void flow_into_another_scope(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)elements;
    flows[1].target = 8;
}

static void default_of_another(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[4].default_flow = 0;
}

static void boundary_of_nobody(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[10].attached_to = BPMN_NONE;
}

static void task_without_job(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[2].job_type = BPMN_NONE;
}

static void body_without_activity(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[13].scope = 0;
    elements[13].id = SLICE("other");
}

static void activity_with_an_id_of_its_own(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[13].id = SLICE("other");
}

static void body_in_a_task(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[15].scope = 13;
}

static void thrown_to_another(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[14].attached_to = 6;
}

static void repeated_for_nothing(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[12].loop.input_collection = BPMN_NONE;
}

static void repeated_for_ever(struct bpmn_element *elements, struct bpmn_flow *flows)
{
    (void)flows;
    elements[15].loop.condition = BPMN_NONE;
    elements[15].loop.maximum = BPMN_NONE;
}

TEST(model, refuses_what_the_compiler_cannot_have_written)
{
    CHECK_OK(load_changed(nothing));
    CHECK_STATUS(load_changed(scope_of_its_own), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(two_with_one_id), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(flow_into_another_scope), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(default_of_another), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(boundary_of_nobody), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(task_without_job), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(body_without_activity), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(activity_with_an_id_of_its_own), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(body_in_a_task), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(thrown_to_another), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(repeated_for_nothing), STATUS_MALFORMED);
    CHECK_STATUS(load_changed(repeated_for_ever), STATUS_MALFORMED);
}

TEST(model, tells_when_the_arena_is_too_small)
{
    struct encoded e;
    struct arena small;

    given_encoded(&e);
    arena_init(&small, KIB(2));
    CHECK_STATUS(load(&small, buffer_slice(&e.bytes)), STATUS_LIMIT);
    arena_deinit(&small);
    done(&e);
}
