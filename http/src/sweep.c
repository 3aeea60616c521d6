/* Once a second while something goes on: connections that hold what they do not use, and memory
 * that nobody uses any more. Whatever can make work for a sweep asks for one (thread_sweep_soon);
 * one that has left nothing to watch is the last, so clients that only wait cost no processor time.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "thread_int.h"

enum {
    QUIET_CHURN = 16,        /* ends of requests and connections in a second that pass for rest */
    TRIM_BLOCK_BYTES = 98304 /* above glibc's bound for merging (64 KiB), below that for mmap */
};

/* --- connections --- */

/* An answer that nobody takes holds its bytes, and over HTTP/2 a window of zero holds a hundred.
 * True when there are answers on their way. */
static bool end_untaken(struct http_thread *thread, int64_t now_ms)
{
    bool waits = false;

    LIST_EACH(&thread->exchanges, node)
    {
        const struct exchange *exchange = LIST_ITEM(node, struct exchange, link);

        if (exchange->answered_ms == 0) {
            continue;
        }
        waits = true;
        if (now_ms - exchange->answered_ms > LIMIT_ANSWER_TAKEN_MS) {
            connection_abort(exchange->connection);
        }
    }
    return waits;
}

static bool is_half(const struct connection *connection)
{
    if (connection->frames != NULL) {
        return frames_is_half(connection->frames);
    }
    return connection->unanswered == 0 && connection->socket->input->size > 0;
}

/* True when a request has begun, and for too long none has become whole. */
static bool half_for_long(struct connection *connection, int64_t now_ms)
{
    if (connection->half_since_ms == 0 || connection->half_requests != connection->requests) {
        connection->half_since_ms = now_ms;
        connection->half_requests = connection->requests;
    }
    return now_ms - connection->half_since_ms > LIMIT_REQUEST_ARRIVAL_MS;
}

/* True when there are requests that have begun and are not whole. */
static bool end_half(struct http_thread *thread, int64_t now_ms)
{
    bool pressed = atomic_load(&thread->server->memory_pressed);
    bool waits = false;

    LIST_EACH(&thread->connections, node)
    {
        struct connection *connection = LIST_ITEM(node, struct connection, link);

        if (!is_half(connection)) {
            connection->half_since_ms = 0;
            continue;
        }
        waits = true;
        if (half_for_long(connection, now_ms) || pressed) {
            connection_abort(connection);
        }
    }
    return waits;
}

/* --- memory --- */

/* What the process holds, without what is mapped from files; 0 when it cannot be told. */
static uint64_t process_memory_bytes(void)
{
    unsigned long long resident = 0;
    unsigned long long shared = 0;
    FILE *file = fopen("/proc/self/statm", "re");

    if (file == NULL) {
        return 0;
    }
    if (fscanf(file, "%*u %llu %llu", &resident, &shared) != 2) {
        resident = shared = 0;
    }
    (void)fclose(file);
    return (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* True while it is short. */
static bool look_at_memory(struct http_thread *thread)
{
    bool pressed = process_memory_bytes() > LIMIT_PROCESS_MEMORY_BYTES;

    if (pressed && !atomic_exchange(&thread->server->memory_pressed, true)) {
        log_warn("http", "memory_pressed limit_mib=%llu", LIMIT_PROCESS_MEMORY_BYTES / MIB(1));
    } else if (!pressed) {
        atomic_store(&thread->server->memory_pressed, false);
    }
    return pressed;
}

/* malloc_trim gives back what is free within the arenas, but only of the main one what is free at
 * its end; there everything has come together when all clients have left. Freeing a large block
 * makes the allocator look at the end of the calling thread's arena. */
static void trim_own_arena(void)
{
    void *volatile block;

    (void)malloc_trim(0);
    block = malloc(TRIM_BLOCK_BYTES);
    free(block);
}

/* The allocator keeps what was freed. At rest, after work, it is given back. True when that is
 * still to be done. */
static bool trim_at_rest(struct http_thread *thread)
{
    bool quiet = thread->churn - thread->churn_seen < QUIET_CHURN;

    if (quiet && thread->churn - thread->churn_trimmed >= QUIET_CHURN) {
        trim_own_arena();
        thread->churn_trimmed = thread->churn;
    }
    thread->churn_seen = thread->churn;
    return thread->churn - thread->churn_trimmed >= QUIET_CHURN;
}

/* --- the clockwork --- */

static void sweep(h2o_timeout_entry_t *entry)
{
    struct http_thread *thread = LIST_ITEM(entry, struct http_thread, sweep);
    int64_t now_ms = (int64_t)h2o_now(thread->context.loop);
    bool goes_on = look_at_memory(thread);

    goes_on |= end_untaken(thread, now_ms);
    goes_on |= end_half(thread, now_ms);
    goes_on |= trim_at_rest(thread);
    if (goes_on) {
        thread_sweep_soon(thread);
    }
}

void thread_sweep_soon(struct http_thread *thread)
{
    if (!h2o_timeout_is_linked(&thread->sweep)) {
        thread->sweep.cb = sweep;
        h2o_timeout_link(thread->context.loop, &thread->context.one_sec_timeout, &thread->sweep);
    }
}

void thread_sweep_stop(struct http_thread *thread)
{
    if (h2o_timeout_is_linked(&thread->sweep)) {
        h2o_timeout_unlink(&thread->sweep);
    }
}
