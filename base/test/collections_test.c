#include <pthread.h>
#include <string.h>

#include "base/list.h"
#include "base/ring.h"
#include "base/sort.h"
#include "testkit/test.h"

struct pair {
    int key;
    int place;
};

static int compare_keys(const void *a, const void *b, void *context)
{
    const struct pair *x = a;
    const struct pair *y = b;

    (*(int *)context)++;
    return (x->key > y->key) - (x->key < y->key);
}

static void check_sorted(size_t count, uint32_t keys)
{
    static struct pair items[300];
    static struct pair scratch[300];
    uint32_t x = (uint32_t)count;
    int comparisons = 0;

    for (size_t i = 0; i < count; i++) {
        x = x * 1664525 + 1013904223;
        items[i] = (struct pair){.key = (int)((x >> 8) % keys), .place = (int)i};
    }
    sort_stable(items, count, sizeof(items[0]), compare_keys, &comparisons, scratch);
    for (size_t i = 1; i < count; i++) {
        CHECK_INT(items[i - 1].key, <=, items[i].key);
        CHECK(items[i - 1].key < items[i].key || items[i - 1].place < items[i].place);
    }
    CHECK_INT(comparisons, <=, (int)count * 9);
}

/* Equal keys keep the order in which they came, for every length. */
TEST(sort, keeps_the_order_of_equals)
{
    for (size_t count = 0; count <= 300; count++) {
        check_sorted(count, 7);
        check_sorted(count, 100000);
    }
}

struct waiter {
    int id;
    struct list_node link;
};

static int sum_in_order(const struct list *list)
{
    int sum = 0;

    LIST_EACH(list, node)
    {
        sum = sum * 10 + LIST_ITEM(node, struct waiter, link)->id;
    }
    return sum;
}

TEST(list, links_what_it_does_not_own)
{
    struct waiter w[4] = {{.id = 1}, {.id = 2}, {.id = 3}, {.id = 4}};
    struct list list;
    struct list other;

    list_init(&list);
    list_init(&other);
    list_push_back(&list, &w[1].link);
    list_push_front(&list, &w[0].link);
    list_push_back(&other, &w[2].link);
    list_push_back(&other, &w[3].link);
    list_append(&list, &other);
    CHECK_INT(sum_in_order(&list), ==, 1234);
    CHECK(list_is_empty(&other));

    list_remove(&w[1].link);
    CHECK(!list_node_is_linked(&w[1].link));
    CHECK(list_pop_front(&list) == &w[0].link);
    CHECK_INT(sum_in_order(&list), ==, 34);
    LIST_EACH_SAFE(&list, node)
    {
        list_remove(node);
    }
    CHECK(list_pop_front(&list) == NULL);
}

/* Exactly `capacity` items fit, over many rounds and for capacities that are no power of two. */
TEST(ring, holds_its_capacity_and_no_more)
{
    static int items[8];

    for (size_t capacity = 1; capacity < 8; capacity++) {
        struct ring ring;

        ring_init(&ring, capacity);
        for (int round = 0; round < 5; round++) {
            for (size_t i = 0; i < capacity; i++) {
                CHECK(ring_push(&ring, &items[i]));
            }
            CHECK(!ring_push(&ring, &items[7]));
            CHECK_INT(ring_count(&ring), ==, capacity);
            for (size_t i = 0; i < capacity; i++) {
                CHECK(ring_pop(&ring) == &items[i]);
            }
            CHECK(ring_pop(&ring) == NULL);
        }
        ring_deinit(&ring);
    }
}

enum {
    PRODUCERS = 3,
    ITEMS_EACH = 20000
};

struct producer {
    struct ring *ring;
    int items[ITEMS_EACH];
    int number;
};

static void *produce(void *argument)
{
    struct producer *p = argument;

    for (int i = 0; i < ITEMS_EACH; i++) {
        p->items[i] = p->number * ITEMS_EACH + i;
        while (!ring_push(p->ring, &p->items[i])) {
            sched_yield();
        }
    }
    return NULL;
}

/* Take everything; each producer's items must come in its own order. */
static void consume(struct ring *ring)
{
    int next[PRODUCERS] = {0};

    for (int taken = 0; taken < PRODUCERS * ITEMS_EACH;) {
        int *item = ring_pop(ring);

        if (item == NULL) {
            sched_yield();
            continue;
        }
        CHECK_INT(*item % ITEMS_EACH, ==, next[*item / ITEMS_EACH]);
        next[*item / ITEMS_EACH]++;
        taken++;
    }
}

/* Nothing is lost or doubled between threads, and each producer's order stays. */
TEST(ring, carries_everything_between_threads)
{
    static struct producer producers[PRODUCERS];
    pthread_t threads[PRODUCERS];
    struct ring ring;

    ring_init(&ring, 61);
    for (int i = 0; i < PRODUCERS; i++) {
        producers[i].ring = &ring;
        producers[i].number = i;
        CHECK_INT(pthread_create(&threads[i], NULL, produce, &producers[i]), ==, 0);
    }
    consume(&ring);
    for (int i = 0; i < PRODUCERS; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), ==, 0);
    }
    CHECK(ring_pop(&ring) == NULL);
    ring_deinit(&ring);
}
