/* Connections: accepted within limits, counted by address, closed when they misbehave. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "head_int.h"
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

/* --- watching what comes in --- */

/* Where the head ends that the input begins with; 0: not yet there. */
static size_t head_end(const h2o_buffer_t *input)
{
    const char *end = input->size == 0 ? NULL : memmem(input->bytes, input->size, "\r\n\r\n", 4);

    return end == NULL ? 0 : (size_t)(end - input->bytes) + 4;
}

/* New bytes lie at the end of the input; earlier ones may be decoded already. */
static void watch_bytes(struct connection *connection, const h2o_buffer_t *input, size_t new_bytes)
{
    size_t head;

    if (new_bytes > input->size) {
        return;
    }
    if (connection->in_body) {
        chunks_feed(&connection->chunks,
                    slice_make(input->bytes + input->size - new_bytes, new_bytes));
        return;
    }
    head = head_end(input);
    if (head > 0 && head_check(slice_make(input->bytes, head), true).chunked) {
        connection->in_body = true;
        chunks_feed(&connection->chunks, slice_make(input->bytes + head, input->size - head));
    }
}

static void watched_read(h2o_socket_t *socket, const char *error)
{
    struct connection *connection = socket->on_close.data;

    if (error == NULL) {
        watch_bytes(connection, socket->input, socket->bytes_read);
    }
    connection->read(socket, error); /* may close the connection */
}

static void watch(struct connection *connection)
{
    h2o_socket_t *socket = connection->socket;

    if (socket->_cb.read != NULL && socket->_cb.read != watched_read) {
        connection->read = socket->_cb.read;
        socket->_cb.read = watched_read;
    }
}

static void rewatch_now(h2o_timeout_entry_t *entry)
{
    watch(LIST_ITEM(entry, struct connection, rewatch));
}

void connection_next_request(struct connection *connection)
{
    connection->in_body = false;
    connection->chunks = (struct chunks){0};
}

void connection_rewatch(struct connection *connection)
{
    if (!h2o_timeout_is_linked(&connection->rewatch)) {
        connection->rewatch.cb = rewatch_now;
        h2o_timeout_link(connection->thread->context.loop,
                         &connection->thread->context.zero_timeout, &connection->rewatch);
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

    address_leave(server->addresses, connection->address);
    atomic_fetch_sub(&server->metrics.connections, 1);
    list_remove(&connection->link);
    free(connection);
}

/* Counts the connection, or says no. */
static bool connection_enter(struct http_server *server, const unsigned char *address)
{
    uint64_t open = atomic_fetch_add(&server->metrics.connections, 1);

    if (open < server->options.connections_max &&
        address_enter(server->addresses, address, server->options.connections_per_address_max)) {
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
    h2o_accept(&thread->accept, socket);
    watch(connection);
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

void connection_shutdown(struct connection *connection)
{
    (void)shutdown(h2o_socket_get_fd(connection->socket), SHUT_RDWR);
}
