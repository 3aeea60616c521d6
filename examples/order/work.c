/* The jobs of the order model: pricing, shipping, reminding, refunding.
 *
 * Handlers decide by the job's variables alone, so they serve orders of anybody. What they say of
 * an order they say when the server has taken their outcome. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "demo.h"

enum {
    ITEMS_MAX = 100,
    LINE_BYTES = 256
};

/* The member of the n-th item, as raw JSON. */
static bool find_in_item(const baton_job *job, int item, const char *name, const char **value,
                         size_t *size)
{
    char path[48];

    snprintf(path, sizeof(path), "items.%d.%s", item, name);
    return baton_json_find(job->variables, path, value, size);
}

/* What the items cost together; false when there are none or one is not well described. */
static bool add_up(const baton_job *job, int64_t *total_cents)
{
    const char *text;
    size_t size;
    int item = 0;

    *total_cents = 0;
    while (item < ITEMS_MAX && find_in_item(job, item, "price", &text, &size)) {
        char path[48];
        int64_t cents;
        int64_t count;

        snprintf(path, sizeof(path), "items.%d.count", item);
        if (!money_read(text, size, &cents) || !baton_json_int(job->variables, path, &count) ||
            count < 1 || count > 1000000 || cents > INT64_MAX / 1000000 / ITEMS_MAX) {
            return false;
        }
        *total_cents += cents * count;
        item++;
    }
    return item > 0;
}

/* Unicorns are never in stock. */
static bool is_in_stock(const baton_job *job)
{
    const char *text;
    size_t size;

    for (int i = 0; i < ITEMS_MAX && find_in_item(job, i, "name", &text, &size); i++) {
        if (size == strlen("\"unicorn\"") && memcmp(text, "\"unicorn\"", size) == 0) {
            return false;
        }
    }
    return true;
}

static const char *order_id(const baton_job *job, char id[ORDER_ID_BYTES])
{
    if (!baton_json_text(job->variables, "orderId", id, ORDER_ID_BYTES)) {
        snprintf(id, ORDER_ID_BYTES, "without a number");
    }
    return id;
}

static void price(const baton_job *job, baton_outcome *outcome)
{
    char variables[64];
    int64_t cents;

    if (!add_up(job, &cents)) {
        baton_outcome_fail(outcome, 0, 0, "items: a list of {name, price, count} is needed");
        return;
    }
    snprintf(variables, sizeof(variables), "{\"total\":%" PRId64 ".%02d}", cents / 100,
             (int)(cents % 100));
    baton_outcome_complete(outcome, variables);
}

static void ship(const baton_job *job, baton_outcome *outcome)
{
    if (is_in_stock(job)) {
        baton_outcome_complete(outcome, "{\"shipped\":true}");
    } else {
        baton_outcome_error(outcome, "OUT_OF_STOCK", "there are no unicorns", NULL);
    }
}

static void on_job(const baton_job *job, baton_outcome *outcome, void *ctx)
{
    struct demo *demo = ctx;
    char id[ORDER_ID_BYTES];

    orders_begin_try(demo->orders, order_id(job, id), job->element_id);
    if (strcmp(job->type, "price-order") == 0) {
        price(job, outcome);
    } else if (strcmp(job->type, "ship-order") == 0) {
        ship(job, outcome);
    } else {
        baton_outcome_complete(outcome, NULL);
    }
}

static void log_job(const struct demo *demo, const baton_job *job, const char *id)
{
    char quoted[ORDER_ID_BYTES * 6 + 3];
    char line[LINE_BYTES + sizeof(quoted)];
    int size;

    if (demo->log_fd < 0 || !baton_json_quote(id, quoted, sizeof(quoted))) {
        return;
    }
    size = snprintf(line, sizeof(line),
                    "{\"order\":%s,\"element\":\"%s\",\"jobKey\":\"%" PRIu64 "\",\"try\":%d}\n",
                    quoted, job->type, job->key, orders_tries(demo->orders, id, job->element_id));
    if (write(demo->log_fd, line, (size_t)size) != size) {
        perror("--json-log");
    }
}

static void tell_price(struct demo *demo, const baton_job *job, const char *id)
{
    char money[MONEY_BYTES];
    int64_t cents;

    if (!add_up(job, &cents)) {
        demo_tell(demo, id, "cannot be priced");
        return;
    }
    if (cents > ORDER_LARGE_CENTS) {
        demo_tell(demo, id, "%s is large, waits for Ada's approval", money_text(cents, money));
    } else {
        demo_tell(demo, id, "priced at %s, waits for the payment", money_text(cents, money));
    }
    orders_priced(demo->orders, id, cents);
}

static void tell_shipping(struct demo *demo, const baton_job *job, const char *id)
{
    if (is_in_stock(job)) {
        demo_tell(demo, id, "shipped");
        orders_shipped(demo->orders, id);
    } else {
        demo_tell(demo, id, "paid, but out of stock");
    }
}

static void on_done(const baton_job *job, void *ctx)
{
    struct demo *demo = ctx;
    char id[ORDER_ID_BYTES];

    order_id(job, id);
    log_job(demo, job, id);
    if (strcmp(job->type, "price-order") == 0) {
        tell_price(demo, job, id);
    } else if (strcmp(job->type, "ship-order") == 0) {
        tell_shipping(demo, job, id);
    } else if (strcmp(job->type, "send-reminder") == 0) {
        demo_tell(demo, id, "no payment so far, the customer is reminded");
        orders_reminded(demo->orders, id);
    } else {
        demo_tell(demo, id, "the customer has the money back");
        orders_refunded(demo->orders, id);
    }
}

static void on_problem(const char *text, void *ctx)
{
    (void)ctx;
    fprintf(stderr, "worker: %s\n", text);
}

bool demo_start_workers(struct demo *demo)
{
    static const char *const types[DEMO_WORKERS] = {"price-order", "ship-order", "send-reminder",
                                                    "refund-payment"};

    for (int i = 0; i < DEMO_WORKERS; i++) {
        baton_worker_config config = {.type = types[i],
                                      .name = "order-demo",
                                      .handler = on_job,
                                      .ctx = demo,
                                      .threads = 2,
                                      .lock_ms = 10000,
                                      .on_problem = on_problem,
                                      .on_done = on_done};

        if (baton_worker_start(NULL, &config, &demo->workers[i]) != BATON_OK) {
            fprintf(stderr, "a worker cannot be started: is BATON_ADDRESS right?\n");
            return false;
        }
    }
    return true;
}

void demo_stop_workers(struct demo *demo)
{
    for (int i = 0; i < DEMO_WORKERS; i++) {
        baton_worker_stop(demo->workers[i]);
    }
}
