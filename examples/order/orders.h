/* The orders of one run: what was ordered, what has happened to each, and the errands that follow.
 *
 * Workers report from their threads what has been done; the main program takes the errands: things
 * that people and the bank do. Thread: any, there is one lock inside. */
#ifndef EXAMPLES_ORDER_ORDERS_H
#define EXAMPLES_ORDER_ORDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    ORDERS_MAX = 100000,
    ORDER_ID_BYTES = 32,
    ORDER_ITEMS_MAX = 3,
    MONEY_BYTES = 32
};

/* An amount above which somebody looks at the order first; the model says the same. */
#define ORDER_LARGE_CENTS 100000

struct order_item {
    const char *name;
    int64_t cents;
    int count;
};

enum errand_kind {
    ERRAND_NONE,    /* the waiting time is over */
    ERRAND_APPROVE, /* a person looks at a large order */
    ERRAND_PAY,     /* the bank has the money */
    ERRAND_ALL_OVER /* every order has ended, as far as the workers know */
};

struct order {
    char id[ORDER_ID_BYTES];
    struct order_item items[ORDER_ITEMS_MAX];
    int item_count;
    bool pays_late;       /* only after the reminder */
    bool is_out_of_stock; /* to be refunded */
    uint64_t instance;    /* key, once it is started */
    int64_t total_cents;  /* as the worker found it; -1: not priced */
    bool is_over;
};

struct errand {
    enum errand_kind kind;
    struct order *order;
};

struct orders;

/* The five of the story, or `count` random ones of that seed. Their ids are fresh in each run. */
struct orders *orders_new(int count, uint64_t seed);
void orders_free(struct orders *orders);
int orders_count(const struct orders *orders);
struct order *orders_at(struct orders *orders, int place);

/* What a worker tells, after the server has taken it. An id of another run does nothing. */
void orders_priced(struct orders *orders, const char *id, int64_t total_cents);
void orders_reminded(struct orders *orders, const char *id);
void orders_shipped(struct orders *orders, const char *id);
void orders_refunded(struct orders *orders, const char *id);
/* The person has decided. */
void orders_approved(struct orders *orders, struct order *order);

/* The next errand, or ERRAND_NONE when none comes up within timeout_ms. */
struct errand orders_take_errand(struct orders *orders, int timeout_ms);

/* A handler begins with this element of the order; how often that has been so. */
void orders_begin_try(struct orders *orders, const char *id, const char *element);
int orders_tries(struct orders *orders, const char *id, const char *element);

/* "2,400.00" */
const char *money_text(int64_t cents, char out[MONEY_BYTES]);
/* "2400.00" or "20.5" in cents; false for anything else. */
bool money_read(const char *text, size_t size, int64_t *cents);

#endif
