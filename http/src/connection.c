/* Connections: accepted within limits, counted by address, closed when they misbehave. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/hash.h"
#include "base/limits.h"
#include "thread_int.h"

enum {
    ADDRESS_BUCKETS = 1024,
    ACCEPT_BATCH = 16
};

/* Addresses with open connections. Shared by the threads; touched once a connection. */
struct address_entry {
    struct address_entry *next;
    unsigned char address[16];
    uint32_t count;
};

struct address_table {
    pthread_mutex_t lock;
    struct address_entry *buckets[ADDRESS_BUCKETS];
};

struct address_table *address_table_new(void)
{
    struct address_table *table = CHECK_MEMORY(calloc(1, sizeof(*table)));

    pthread_mutex_init(&table->lock, NULL);
    return table;
}

void address_table_free(struct address_table *table)
{
    for (size_t i = 0; i < ADDRESS_BUCKETS; i++) {
        ASSERT(table->buckets[i] == NULL);
    }
    pthread_mutex_destroy(&table->lock);
    free(table);
}

static struct address_entry **entry_place(struct address_table *table, const unsigned char *address)
{
    uint64_t hash = hash64(slice_make(address, 16));
    struct address_entry **place = &table->buckets[hash % ADDRESS_BUCKETS];

    while (*place != NULL && memcmp((*place)->address, address, 16) != 0) {
        place = &(*place)->next;
    }
    return place;
}

/* False when the address has as many as it may have. */
static bool address_enter(struct address_table *table, const unsigned char *address, uint32_t max)
{
    struct address_entry **place;
    bool room;

    pthread_mutex_lock(&table->lock);
    place = entry_place(table, address);
    if (*place == NULL) {
        *place = CHECK_MEMORY(calloc(1, sizeof(**place)));
        memcpy((*place)->address, address, 16);
    }
    room = (*place)->count < max;
    (*place)->count += room ? 1 : 0;
    pthread_mutex_unlock(&table->lock);
    return room;
}

static void address_leave(struct address_table *table, const unsigned char *address)
{
    struct address_entry **place;
    struct address_entry *entry;

    pthread_mutex_lock(&table->lock);
    place = entry_place(table, address);
    entry = *place;
    ASSERT(entry != NULL);
    entry->count--;
    if (entry->count == 0) {
        *place = entry->next;
        free(entry);
    }
    pthread_mutex_unlock(&table->lock);
}

static void address_read(h2o_socket_t *socket, unsigned char out[16])
{
    struct sockaddr_storage storage = {0};
    struct sockaddr *address = (struct sockaddr *)&storage;

    memset(out, 0, 16);
    if (h2o_socket_getpeername(socket, address) == 0) {
        return;
    }
    if (storage.ss_family == AF_INET) {
        memcpy(out + 12, &((struct sockaddr_in *)(void *)&storage)->sin_addr, 4);
        memset(out + 10, 0xff, 2);
    } else if (storage.ss_family == AF_INET6) {
        memcpy(out, &((struct sockaddr_in6 *)(void *)&storage)->sin6_addr, 16);
    }
}

/* --- coming and going --- */

static void connection_closed(void *data)
{
    struct connection *connection = data;
    struct http_server *server = connection->thread->server;

    if (h2o_timeout_is_linked(&connection->rewatch)) {
        h2o_timeout_unlink(&connection->rewatch);
    }

    connection->thread->churn++;
    thread_sweep_soon(connection->thread);
    address_leave(server->addresses, connection->address);
    atomic_fetch_sub(&server->metrics.connections, 1);
    list_remove(&connection->link);
    free(connection->frames);
    free(connection);
}

static bool is_loopback(const unsigned char *address)
{
    static const unsigned char v4[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127};
    static const unsigned char v6[16] = {[15] = 1};

    return memcmp(address, v4, sizeof(v4)) == 0 || memcmp(address, v6, sizeof(v6)) == 0;
}

/* This machine stands for many: workers beside the server, and a proxy with all its clients. */
static uint32_t address_max(const struct http_options *options, const unsigned char *address)
{
    if (options->connections_per_address_max != 0) {
        return options->connections_per_address_max;
    }
    return is_loopback(address) ? options->connections_max : LIMIT_CONNECTIONS_PER_ADDRESS;
}

/* Counts the connection, or says no. */
static bool connection_enter(struct http_server *server, const unsigned char *address)
{
    uint64_t open = atomic_fetch_add(&server->metrics.connections, 1);

    if (open < server->options.connections_max && !atomic_load(&server->memory_pressed) &&
        address_enter(server->addresses, address, address_max(&server->options, address))) {
        return true;
    }
    atomic_fetch_sub(&server->metrics.connections, 1);
    atomic_fetch_add(&server->metrics.connections_refused, 1);
    return false;
}

static void connection_open(struct http_thread *thread, h2o_socket_t *socket)
{
    unsigned char address[16];
    struct connection *connection;

    address_read(socket, address);
    if (!connection_enter(thread->server, address)) {
        h2o_socket_close(socket);
        return;
    }
    connection = CHECK_MEMORY(calloc(1, sizeof(*connection)));
    connection->thread = thread;
    connection->socket = socket;
    memcpy(connection->address, address, sizeof(address));
    list_push_back(&thread->connections, &connection->link);
    socket->on_close.cb = connection_closed;
    socket->on_close.data = connection;
    thread_sweep_soon(thread);
    h2o_accept(&thread->accept, socket);
    connection_watch(connection);
}

void connection_accept(h2o_socket_t *listener, const char *error)
{
    struct http_thread *thread = listener->data;

    if (error != NULL) {
        return;
    }
    for (int i = 0; i < ACCEPT_BATCH; i++) {
        h2o_socket_t *socket = h2o_evloop_socket_accept(listener);

        if (socket == NULL) {
            return;
        }
        connection_open(thread, socket);
    }
}

struct connection *connection_of(h2o_req_t *req)
{
    h2o_socket_t *socket = req->conn->callbacks->get_socket(req->conn);

    ASSERT(socket->on_close.cb == connection_closed);
    return socket->on_close.data;
}

void connection_abort(struct connection *connection)
{
    struct linger at_once = {.l_onoff = 1};

    (void)setsockopt(h2o_socket_get_fd(connection->socket), SOL_SOCKET, SO_LINGER, &at_once,
                     sizeof(at_once));
    connection_shutdown(connection);
}

void connection_shutdown(struct connection *connection)
{
    (void)shutdown(h2o_socket_get_fd(connection->socket), SHUT_RDWR);
}
