#include "orders.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    ELEMENTS = 4,
    TAG_CHARACTERS = 4
};

static const char *const elements[ELEMENTS] = {"price-order", "send-reminder", "ship-order",
                                               "refund-payment"};

struct orders {
    struct order *list;
    int count;
    long first_number;
    int (*tries)[ELEMENTS];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct errand *errands; /* each order has at most two: a ring is not needed */
    int errand_count;
    int errand_taken;
    int over_count;
};

static const struct order_item goods[] = {
    {"teapot", 3200, 1},  {"cup", 850, 4},   {"sugar", 250, 2},
    {"biscuits", 495, 3}, {"tray", 1850, 1},
};
static const struct order_item samovar = {"samovar", 120000, 2};
/* What everybody wants and nobody has: the shipping worker knows it by this name. */
static const struct order_item unicorn = {"unicorn", 6000, 1};

static const struct order story[] = {
    {.items = {{"teapot", 3200, 2}, {"cup", 850, 2}, {"sugar", 175, 2}}, .item_count = 3},
    {.items = {{"samovar", 120000, 2}}, .item_count = 1},
    {.items = {{"tray", 1850, 1}, {"biscuits", 495, 3}}, .item_count = 2, .pays_late = true},
    {.items = {{"unicorn", 6000, 1}}, .item_count = 1, .is_out_of_stock = true},
    {.items = {{"cup", 850, 6}}, .item_count = 1},
};

enum {
    STORY_ORDERS = sizeof(story) / sizeof(story[0]),
    GOODS = sizeof(goods) / sizeof(goods[0])
};

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void add_item(struct order *order, const struct order_item *item)
{
    if (order->item_count < ORDER_ITEMS_MAX) {
        order->items[order->item_count++] = *item;
    }
}

static struct order random_order(uint64_t *state)
{
    struct order order = {0};
    uint64_t dice = next_random(state) % 100;

    add_item(&order, &goods[next_random(state) % GOODS]);
    order.items[0].count = 1 + (int)(next_random(state) % 5);
    if (next_random(state) % 100 < 20) {
        add_item(&order, &samovar);
    }
    if (dice < 15) {
        add_item(&order, &unicorn);
        order.is_out_of_stock = true;
    }
    order.pays_late = next_random(state) % 100 < 15;
    return order;
}

/* Four letters that no other run is likely to have: the clock and the process, mixed. */
static void make_tag(char tag[TAG_CHARACTERS + 1])
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    struct timespec now;
    uint64_t state;

    clock_gettime(CLOCK_REALTIME, &now);
    state = ((uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec) ^ (uint64_t)getpid() << 40;
    for (int i = 0; i < TAG_CHARACTERS; i++) {
        tag[i] = letters[next_random(&state) % (sizeof(letters) - 1)];
    }
    tag[TAG_CHARACTERS] = '\0';
}

static void *need(void *memory)
{
    if (memory == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return memory;
}

struct orders *orders_new(int count, uint64_t seed)
{
    struct orders *orders = need(calloc(1, sizeof(*orders)));
    uint64_t state = seed * 0x9e3779b97f4a7c15U | 1;
    char tag[TAG_CHARACTERS + 1];

    make_tag(tag);
    orders->count = count == 0 ? STORY_ORDERS : count;
    orders->first_number = count == 0 ? 1001 : 1;
    orders->list = need(calloc((size_t)orders->count, sizeof(*orders->list)));
    orders->tries = need(calloc((size_t)orders->count, sizeof(*orders->tries)));
    orders->errands = need(calloc((size_t)orders->count * 2, sizeof(*orders->errands)));
    for (int i = 0; i < orders->count; i++) {
        struct order *order = &orders->list[i];

        *order = count == 0 ? story[i] : random_order(&state);
        order->total_cents = -1;
        snprintf(order->id, sizeof(order->id), "%s-%ld", tag, orders->first_number + i);
    }
    pthread_mutex_init(&orders->lock, NULL);
    pthread_cond_init(&orders->changed, NULL);
    return orders;
}

void orders_free(struct orders *orders)
{
    pthread_mutex_destroy(&orders->lock);
    pthread_cond_destroy(&orders->changed);
    free(orders->errands);
    free(orders->tries);
    free(orders->list);
    free(orders);
}

int orders_count(const struct orders *orders)
{
    return orders->count;
}

struct order *orders_at(struct orders *orders, int place)
{
    return &orders->list[place];
}

/* An id ends in "-" and a number from which its place follows. */
static struct order *find(struct orders *orders, const char *id)
{
    const char *dash = strrchr(id, '-');
    long place = dash == NULL ? -1 : strtol(dash + 1, NULL, 10) - orders->first_number;

    if (place < 0 || place >= orders->count || strcmp(orders->list[place].id, id) != 0) {
        return NULL;
    }
    return &orders->list[place];
}

/* Under the lock. An order goes through each of its errands once. */
static void add_errand(struct orders *orders, enum errand_kind kind, struct order *order)
{
    if (orders->errand_count < orders->count * 2) {
        orders->errands[orders->errand_count++] = (struct errand){.kind = kind, .order = order};
        pthread_cond_signal(&orders->changed);
    }
}

static void add_payment(struct orders *orders, struct order *order)
{
    if (!order->pays_late) {
        add_errand(orders, ERRAND_PAY, order);
    }
}

void orders_priced(struct orders *orders, const char *id, int64_t total_cents)
{
    struct order *order;

    pthread_mutex_lock(&orders->lock);
    order = find(orders, id);
    if (order != NULL && order->total_cents < 0) {
        order->total_cents = total_cents;
        if (total_cents > ORDER_LARGE_CENTS) {
            add_errand(orders, ERRAND_APPROVE, order);
        } else {
            add_payment(orders, order);
        }
    }
    pthread_mutex_unlock(&orders->lock);
}

void orders_approved(struct orders *orders, struct order *order)
{
    pthread_mutex_lock(&orders->lock);
    add_payment(orders, order);
    pthread_mutex_unlock(&orders->lock);
}

void orders_reminded(struct orders *orders, const char *id)
{
    struct order *order;

    pthread_mutex_lock(&orders->lock);
    order = find(orders, id);
    if (order != NULL && order->pays_late) {
        add_errand(orders, ERRAND_PAY, order);
    }
    pthread_mutex_unlock(&orders->lock);
}

static void end_order(struct orders *orders, const char *id)
{
    struct order *order;

    pthread_mutex_lock(&orders->lock);
    order = find(orders, id);
    if (order != NULL && !order->is_over) {
        order->is_over = true;
        orders->over_count++;
        pthread_cond_signal(&orders->changed);
    }
    pthread_mutex_unlock(&orders->lock);
}

void orders_shipped(struct orders *orders, const char *id)
{
    end_order(orders, id);
}

void orders_refunded(struct orders *orders, const char *id)
{
    end_order(orders, id);
}

static struct timespec wait_end(int timeout_ms)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += timeout_ms / 1000;
    until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    return until;
}

struct errand orders_take_errand(struct orders *orders, int timeout_ms)
{
    struct timespec until = wait_end(timeout_ms);
    struct errand errand = {.kind = ERRAND_NONE};
    int rc = 0;

    pthread_mutex_lock(&orders->lock);
    while (rc == 0 && orders->errand_taken == orders->errand_count &&
           orders->over_count < orders->count) {
        rc = pthread_cond_timedwait(&orders->changed, &orders->lock, &until);
    }
    if (orders->errand_taken < orders->errand_count) {
        errand = orders->errands[orders->errand_taken++];
    } else if (orders->over_count == orders->count) {
        errand.kind = ERRAND_ALL_OVER;
    }
    pthread_mutex_unlock(&orders->lock);
    return errand;
}

static int change_tries(struct orders *orders, const char *id, const char *element, int by)
{
    const struct order *order = find(orders, id);
    int count = 1;

    if (order == NULL) {
        return count;
    }
    pthread_mutex_lock(&orders->lock);
    for (int i = 0; i < ELEMENTS; i++) {
        if (strcmp(elements[i], element) == 0) {
            orders->tries[order - orders->list][i] += by;
            count = orders->tries[order - orders->list][i];
        }
    }
    pthread_mutex_unlock(&orders->lock);
    return count;
}

void orders_begin_try(struct orders *orders, const char *id, const char *element)
{
    (void)change_tries(orders, id, element, 1);
}

int orders_tries(struct orders *orders, const char *id, const char *element)
{
    return change_tries(orders, id, element, 0);
}
