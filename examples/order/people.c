/* What people do: the shop places orders, Ada approves the large ones, the bank reports payments.
 *
 * Each call has an idempotency key that follows from the order. So it can be sent again for as long
 * as a server is away, and happens once. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "demo.h"

enum {
    BODY_BYTES = 1024,
    KEY_BYTES = 64,
    LOOK_AGAIN_MS = 10,
    MODEL_BYTES_MAX = 4 * 1024 * 1024
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void rest(void)
{
    struct timespec span = {.tv_nsec = LOOK_AGAIN_MS * 1000000};

    nanosleep(&span, NULL);
}

static bool is_undecided(baton_result result, const baton_response *response)
{
    return result == BATON_UNREACHABLE || result == BATON_TIMED_OUT ||
           (result == BATON_REJECTED && response->status == 503);
}

static bool complain(const char *what, baton_result result, const baton_response *response)
{
    fprintf(stderr, "%s: %s %s\n", what, baton_result_name(result),
            response->detail[0] != '\0' ? response->detail : response->title);
    return false;
}

/* A call that lasts as long as our patience. */
static baton_result insist(struct demo *demo, const baton_call *call, baton_response *response)
{
    int64_t end_ms = now_ms() + demo->patience_ms;
    baton_result result;

    do {
        result = baton_do(demo->client, call, response);
    } while (is_undecided(result, response) && now_ms() < end_ms);
    return result;
}

/* POST, once, whatever happens on the way. */
static bool post(struct demo *demo, const char *path, const char *body, const char *key,
                 baton_response *response)
{
    baton_call call = {.method = "POST",
                       .path = path,
                       .body = body,
                       .body_size = strlen(body),
                       .idempotency_key = key};
    baton_result result = insist(demo, &call, response);

    return result == BATON_OK || complain(path, result, response);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *content = file == NULL ? NULL : malloc(MODEL_BYTES_MAX);

    if (content == NULL) {
        perror(path);
    } else {
        *size = fread(content, 1, MODEL_BYTES_MAX, file);
    }
    if (file != NULL) {
        fclose(file);
    }
    return content;
}

bool demo_deploy(struct demo *demo, const char *path)
{
    int64_t end_ms = now_ms() + demo->patience_ms;
    baton_resource model = {.name = "order.bpmn"};
    baton_response response = {0};
    char *content = read_file(path, &model.size);
    int64_t version = 0;
    baton_result result;

    if (content == NULL) {
        return false;
    }
    model.content = content;
    do {
        /* The same model twice is one version, so this needs no key of ours. */
        result = baton_deploy(demo->client, &model, 1, &response);
    } while (is_undecided(result, &response) && now_ms() < end_ms);
    free(content);
    if (result != BATON_OK) {
        complain(path, result, &response);
    } else if (!demo->is_quiet) {
        (void)baton_json_int(response.body,
                             "deployments.0.processDefinition.processDefinitionVersion", &version);
        printf("The model %s is deployed as version %" PRId64 ".\n", path, version);
    }
    baton_response_clear(&response);
    return result == BATON_OK;
}

static void put_items(const struct order *order, char *out, size_t bytes)
{
    size_t size = 0;

    for (int i = 0; i < order->item_count; i++) {
        const struct order_item *item = &order->items[i];

        size += (size_t)snprintf(
            out + size, bytes - size, "%s{\"name\":\"%s\",\"price\":%" PRId64 ".%02d,\"count\":%d}",
            i > 0 ? "," : "", item->name, item->cents / 100, (int)(item->cents % 100), item->count);
    }
}

bool demo_place(struct demo *demo, struct order *order)
{
    baton_response response = {0};
    char items[BODY_BYTES / 2] = "";
    char body[BODY_BYTES];
    char key[KEY_BYTES];
    int64_t instance = 0;
    bool ok;

    put_items(order, items, sizeof(items));
    snprintf(key, sizeof(key), "order-%s-placed", order->id);
    snprintf(body, sizeof(body),
             "{\"processDefinitionId\":\"order\",\"variables\":{\"orderId\":\"%s\",\"items\":[%s],"
             "\"reminderAfter\":\"%s\"}}",
             order->id, items, order->pays_late ? "PT2S" : "PT1H");
    ok = post(demo, "/v2/process-instances", body, key, &response) &&
         baton_json_int(response.body, "processInstanceKey", &instance);
    order->instance = (uint64_t)instance;
    baton_response_clear(&response);
    return ok;
}

/* The key of the user task, as soon as it is there. */
static bool find_task(struct demo *demo, const struct order *order, int64_t *task)
{
    int64_t end_ms = now_ms() + demo->patience_ms;
    baton_response response = {0};
    char body[BODY_BYTES];
    baton_call call = {.method = "POST", .path = "/v2/user-tasks/search", .body = body};
    bool is_found = false;

    call.body_size = (size_t)snprintf(body, sizeof(body),
                                      "{\"filter\":{\"processInstanceKey\":\"%" PRIu64
                                      "\",\"elementId\":\"approve-order\",\"state\":\"CREATED\"}}",
                                      order->instance);
    while (!is_found && now_ms() < end_ms) {
        baton_result result = insist(demo, &call, &response);

        if (result != BATON_OK) {
            complain("searching the user task", result, &response);
            break;
        }
        is_found = baton_json_int(response.body, "items.0.userTaskKey", task);
        if (!is_found) {
            rest();
        }
    }
    baton_response_clear(&response);
    return is_found;
}

bool demo_approve(struct demo *demo, struct order *order)
{
    baton_response response = {0};
    char path[64];
    char key[KEY_BYTES];
    int64_t task;
    bool ok;

    if (!find_task(demo, order, &task)) {
        fprintf(stderr, "order %s: there is nothing to approve\n", order->id);
        return false;
    }
    snprintf(path, sizeof(path), "/v2/user-tasks/%" PRId64 "/completion", task);
    snprintf(key, sizeof(key), "order-%s-approved", order->id);
    ok = post(demo, path, "{\"variables\":{\"approvedBy\":\"Ada\"}}", key, &response);
    baton_response_clear(&response);
    if (ok) {
        demo_tell(demo, order->id, "Ada approves it, waits for the payment");
        orders_approved(demo->orders, order);
    }
    return ok;
}

bool demo_pay(struct demo *demo, struct order *order)
{
    baton_response response = {0};
    char money[MONEY_BYTES];
    char body[BODY_BYTES];
    char key[KEY_BYTES];
    bool ok;

    snprintf(key, sizeof(key), "order-%s-paid", order->id);
    snprintf(body, sizeof(body),
             "{\"name\":\"payment-received\",\"correlationKey\":\"%s\",\"timeToLive\":3600000,"
             "\"variables\":{\"paid\":%" PRId64 ".%02d}}",
             order->id, order->total_cents / 100, (int)(order->total_cents % 100));
    demo_tell(demo, order->id, "the bank reports %s", money_text(order->total_cents, money));
    ok = post(demo, "/v2/messages/publication", body, key, &response);
    baton_response_clear(&response);
    return ok;
}

/* How many element instances of that id the order's instance has completed; -1: no answer. */
static int64_t count_completed(struct demo *demo, const struct order *order, const char *element)
{
    baton_response response = {0};
    char body[BODY_BYTES];
    baton_call call = {.method = "POST", .path = "/v2/element-instances/search", .body = body};
    int64_t count = -1;
    baton_result result;

    call.body_size = (size_t)snprintf(body, sizeof(body),
                                      "{\"filter\":{\"processInstanceKey\":\"%" PRIu64
                                      "\",\"elementId\":\"%s\",\"state\":\"COMPLETED\"}}",
                                      order->instance, element);
    result = insist(demo, &call, &response);
    if (result != BATON_OK) {
        complain("searching element instances", result, &response);
    } else {
        (void)baton_json_int(response.body, "page.totalItems", &count);
    }
    baton_response_clear(&response);
    return count;
}

/* The instance's state once it is active no more; "" when it does not come to that. */
static void wait_for_end(struct demo *demo, const struct order *order, char *state, size_t bytes)
{
    int64_t end_ms = now_ms() + demo->patience_ms;
    baton_response response = {0};
    char path[64];
    baton_call call = {.method = "GET", .path = path};

    snprintf(path, sizeof(path), "/v2/process-instances/%" PRIu64, order->instance);
    state[0] = '\0';
    while (insist(demo, &call, &response) == BATON_OK &&
           baton_json_text(response.body, "state", state, bytes) && strcmp(state, "ACTIVE") == 0 &&
           now_ms() < end_ms) {
        rest();
    }
    baton_response_clear(&response);
}

bool demo_has_ended_well(struct demo *demo, const struct order *order)
{
    const char *end = order->is_out_of_stock ? "payment-refunded" : "order-shipped";
    char state[24];
    int64_t ends;
    int64_t prices;

    wait_for_end(demo, order, state, sizeof(state));
    ends = count_completed(demo, order, end);
    prices = count_completed(demo, order, "price-order");
    if (strcmp(state, "COMPLETED") == 0 && ends == 1 && prices == 1) {
        return true;
    }
    fprintf(stderr,
            "order %s: instance %" PRIu64 " is %s, %s %" PRId64 " times, priced %" PRId64
            " times\n",
            order->id, order->instance, state[0] == '\0' ? "not to be found" : state, end, ends,
            prices);
    return false;
}
