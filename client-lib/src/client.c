/* A client's life and its loop: what has come, what is due, what has ended, what begins. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/memory.h"
#include "client_int.h"
#include "config.h"
#include "worker_int.h"

enum {
    CONNECTIONS_MAX = 256,
    EVENTS_A_TURN = 64,
    LOG_BYTES = 1024,
    WAIT_MAX_MS = 60000
};

const char *baton_version(void)
{
    return BATON_VERSION_TEXT;
}

static void fill_random(void *out, size_t bytes)
{
    while (getrandom(out, bytes, 0) != (ssize_t)bytes) {
        ASSERT(errno == EINTR);
    }
}

/* From the system each time: two processes after a fork must not make the same keys. */
void client_make_key(char key[CLIENT_KEY_BYTES])
{
    uint64_t random[2];

    fill_random(random, sizeof(random));
    snprintf(key, CLIENT_KEY_BYTES, "%016llx%016llx", (unsigned long long)random[0],
             (unsigned long long)random[1]);
}

uint64_t client_random(baton_client *client)
{
    client->random ^= client->random << 13;
    client->random ^= client->random >> 7;
    client->random ^= client->random << 17;
    return client->random;
}

void client_log(baton_client *client, baton_log_level level, const char *format, ...)
{
    char text[LOG_BYTES];
    va_list args;

    if (client->settings.log == NULL) {
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    client->settings.log(level, text, client->settings.log_ctx);
}

baton_result baton_client_new(const baton_config *config, baton_client **out)
{
    baton_client *client = memory_zeroed(sizeof(*client));
    baton_result result;

    error_clear();
    result = settings_take(config, &client->settings);
    client->epoll_fd = result == BATON_OK ? epoll_create1(EPOLL_CLOEXEC) : -1;
    if (result == BATON_OK && client->epoll_fd < 0) {
        result = error_set(BATON_NO_MEMORY, "no descriptor is left: %s", strerror(errno));
    }
    if (result != BATON_OK) {
        memory_release(client);
        return result;
    }
    list_init(&client->connections);
    list_init(&client->waiting);
    list_init(&client->ended);
    list_init(&client->done);
    list_init(&client->workers);
    client->next_due_ms = INT64_MAX;
    fill_random(&client->random, sizeof(client->random));
    client->random |= 1;
    *out = client;
    return BATON_OK;
}

static void cancel_all(struct list *requests, struct list *to)
{
    while (!list_is_empty(requests)) {
        struct call *request = LIST_ITEM(list_first(requests), struct call, link);

        if (request->connection != NULL) {
            channel_drop(request->connection, request);
        } else {
            list_remove(&request->link);
        }
        request->result = BATON_CANCELLED;
        list_push_back(to, &request->link);
    }
}

void baton_client_free(baton_client *client)
{
    if (client == NULL) {
        return;
    }
    ASSERT(list_is_empty(&client->workers));
    cancel_all(&client->waiting, &client->done);
    cancel_all(&client->ended, &client->done);
    LIST_EACH_SAFE(&client->connections, node)
    {
        struct channel *connection = channel_at(node);

        cancel_all(channel_requests(connection), &client->done);
        channel_free(connection);
    }
    while (!list_is_empty(&client->done)) {
        call_deliver(LIST_ITEM(list_pop_front(&client->done), struct call, link));
    }
    close(client->epoll_fd);
    memory_release(client);
}

/* --- time --- */

void client_due(baton_client *client, int64_t at_ms)
{
    if (at_ms < client->next_due_ms) {
        client->next_due_ms = at_ms;
    }
}

/* Ends what is past its deadline; returns the first deadline of the rest. */
static int64_t expire(struct list *requests, int64_t now_ms)
{
    int64_t first_ms = INT64_MAX;

    LIST_EACH_SAFE(requests, node)
    {
        struct call *request = LIST_ITEM(node, struct call, link);

        if (request->deadline_ms > now_ms) {
            first_ms = request->deadline_ms < first_ms ? request->deadline_ms : first_ms;
        } else if (request->connection != NULL) {
            call_end(request, EXCHANGE_LATE);
        } else {
            call_expire(request);
        }
    }
    return first_ms;
}

/* The first time after now at which a paused request goes on. */
static int64_t next_begin(const baton_client *client, int64_t now_ms)
{
    int64_t first_ms = INT64_MAX;

    LIST_EACH(&client->waiting, node)
    {
        const struct call *request = LIST_ITEM(node, struct call, link);

        if (request->begin_ms > now_ms && request->begin_ms < first_ms) {
            first_ms = request->begin_ms;
        }
    }
    return first_ms;
}

static void run_timers(baton_client *client, int64_t now_ms)
{
    if (client->next_due_ms > now_ms) {
        return;
    }
    client->next_due_ms = INT64_MAX;
    LIST_EACH(&client->connections, node)
    {
        struct channel *connection = channel_at(node);

        client_due(client, channel_watch(connection, now_ms));
        client_due(client, expire(channel_requests(connection), now_ms));
    }
    client_due(client, expire(&client->waiting, now_ms));
    client_due(client, next_begin(client, now_ms));
    LIST_EACH(&client->workers, node)
    {
        client_due(client, worker_due(LIST_ITEM(node, baton_worker, in_client)));
    }
}

/* --- the turn --- */

static void take_events(baton_client *client)
{
    struct epoll_event events[EVENTS_A_TURN];
    int count = epoll_wait(client->epoll_fd, events, EVENTS_A_TURN, 0);

    for (int i = 0; i < count; i++) {
        channel_serve(events[i].data.ptr, events[i].events);
    }
}

/* The first that has room; NULL when none has and no more may be opened. */
static struct channel *find_connection(baton_client *client)
{
    LIST_EACH(&client->connections, node)
    {
        struct channel *connection = channel_at(node);

        if (channel_has_room(connection)) {
            channel_look(connection);
        }
        if (channel_has_room(connection)) {
            return connection;
        }
    }
    return client->connection_count < CONNECTIONS_MAX ? channel_open(client) : NULL;
}

static void begin_waiting(baton_client *client, int64_t now_ms)
{
    client->is_full = false;
    LIST_EACH_SAFE(&client->waiting, node)
    {
        struct call *request = LIST_ITEM(node, struct call, link);
        struct channel *connection;

        if (request->begin_ms > now_ms) {
            continue;
        }
        connection = find_connection(client);
        if (connection == NULL) {
            client->is_full = true;
            return;
        }
        list_remove(&request->link);
        call_begin(request, connection);
    }
}

static void judge_ended(baton_client *client)
{
    while (!list_is_empty(&client->ended)) {
        call_judge(LIST_ITEM(list_pop_front(&client->ended), struct call, link));
    }
}

static void tend_connections(baton_client *client)
{
    LIST_EACH_SAFE(&client->connections, node)
    {
        struct channel *connection = channel_at(node);

        if (channel_wants_flush(connection)) {
            channel_flush(connection);
        }
        if (channel_is_over(connection)) {
            channel_free(connection);
        }
    }
}

/* What has ended is judged, what waits begins, what is unsent is sent. */
static void advance(baton_client *client)
{
    judge_ended(client);
    begin_waiting(client, clock_monotonic_ms());
    tend_connections(client);
    judge_ended(client);
}

void client_turn(baton_client *client)
{
    take_events(client);
    run_timers(client, clock_monotonic_ms());
    advance(client);
}

static void deliver(baton_client *client)
{
    while (!list_is_empty(&client->done)) {
        call_deliver(LIST_ITEM(list_pop_front(&client->done), struct call, link));
    }
}

static void run_workers(baton_client *client)
{
    LIST_EACH_SAFE(&client->workers, node)
    {
        worker_turn(LIST_ITEM(node, baton_worker, in_client));
    }
}

void baton_process(baton_client *client)
{
    client_turn(client);
    deliver(client);
    run_workers(client);
    /* What these have begun goes out at once. */
    advance(client);
}

static bool has_begun_waiting(const baton_client *client, int64_t now_ms)
{
    LIST_EACH(&client->waiting, node)
    {
        if (LIST_ITEM(node, struct call, link)->begin_ms <= now_ms) {
            return true;
        }
    }
    return false;
}

static bool has_work(const baton_client *client, int64_t now_ms)
{
    if (!list_is_empty(&client->done) || !list_is_empty(&client->ended) ||
        (!client->is_full && has_begun_waiting(client, now_ms))) {
        return true;
    }
    LIST_EACH(&client->connections, node)
    {
        if (channel_wants_flush(channel_at(node)) || channel_is_over(channel_at(node))) {
            return true;
        }
    }
    LIST_EACH(&client->workers, node)
    {
        if (worker_has_work(LIST_ITEM(node, baton_worker, in_client))) {
            return true;
        }
    }
    return false;
}

int baton_timeout_ms(const baton_client *client)
{
    int64_t now_ms = clock_monotonic_ms();
    int64_t left_ms = client->next_due_ms - now_ms;

    if (left_ms <= 0 || has_work(client, now_ms)) {
        return 0;
    }
    if (client->next_due_ms == INT64_MAX) {
        return -1;
    }
    return left_ms > WAIT_MAX_MS ? WAIT_MAX_MS : (int)left_ms;
}

int baton_fd(const baton_client *client)
{
    return client->epoll_fd;
}

short baton_events(const baton_client *client)
{
    (void)client;
    return POLLIN;
}

void client_wait(baton_client *client)
{
    struct pollfd wait = {.fd = client->epoll_fd, .events = POLLIN};

    (void)poll(&wait, 1, baton_timeout_ms(client));
    baton_process(client);
}
