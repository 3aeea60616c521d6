/* HTTP threads, their connections, and requests bound to them: the h2o side of the server. */
#ifndef HTTP_THREAD_INT_H
#define HTTP_THREAD_INT_H

#include <h2o.h>
#include <semaphore.h>

#include "base/list.h"
#include "chunks_int.h"
#include "exchange_int.h"
#include "frames_int.h"
#include "request_int.h"
#include "server_int.h"

enum {
    HTTP_1_0 = 0x100,
    HTTP_2 = 0x200
};

enum thread_order {
    THREAD_SERVE,
    THREAD_DRAIN,
    THREAD_STOP
};

struct http_thread {
    struct http_server *server;
    pthread_t id;
    sem_t opened; /* while it starts: the thread can take orders */
    h2o_context_t context;
    h2o_accept_ctx_t accept;
    h2o_multithread_receiver_t receiver; /* posted exchanges */
    h2o_socket_t *listener;              /* NULL after drain */
    int listener_fd;
    int watch_fd; /* the second epoll set: parked HTTP/1.1 connections, only for their end */
    h2o_socket_t *watch_socket;
    struct list connections;
    struct list exchanges;     /* attached ones */
    uint32_t detached;         /* exchanges whose client left while the backend held them */
    h2o_timeout_entry_t sweep; /* once a second while something goes on */
    uint64_t churn;            /* requests and connections that have ended */
    uint64_t churn_seen;       /* by the last sweep */
    uint64_t churn_trimmed;    /* when memory was last given back */
    bool drained;
    bool closed_all;
    bool leaked;
    _Atomic int order; /* enum thread_order */
    _Atomic int64_t stop_deadline_ms;
};

struct connection {
    struct http_thread *thread;
    h2o_socket_t *socket;
    struct list_node link;
    uint32_t unanswered;   /* requests that are whole and have no answer yet */
    uint64_t requests;     /* that were whole, ever */
    int64_t half_since_ms; /* a request has begun and none became whole since; 0: none has begun */
    uint64_t half_requests;
    /* The raw bytes are watched before h2o reads them. */
    h2o_socket_cb read;          /* h2o's own, behind ours */
    h2o_timeout_entry_t rewatch; /* h2o sets its own again after each request of HTTP/1 */
    bool in_body;                /* HTTP/1: of a chunked request */
    struct chunks chunks;
    struct frames *frames; /* HTTP/2; NULL before the preface */
    int64_t rested_ms;     /* when the levels of frames were last lowered */
    uint64_t rested_bytes; /* what had been written then */
    unsigned char address[16];
};

struct exchange {
    struct request request; /* first: a request is its exchange */
    h2o_multithread_message_t message;
    h2o_generator_t generator;
    h2o_req_t *h2o; /* NULL: the client has gone */
    struct http_thread *thread;
    struct connection *connection; /* valid while attached */
    struct list_node link;         /* in thread->exchanges while attached */
    int watched_fd;                /* -1: not watched */
    bool parked;                   /* counted in the metrics */
    bool gone;                     /* the watch saw the client leave; still attached */
    int64_t answered_ms;           /* when its answer began to go out; 0: not yet */
};

/* --- thread.c --- */
/* Opens the loop and takes listener_fd over. */
struct http_thread *thread_new(struct http_server *server, int listener_fd) NODISCARD;
void thread_start(struct http_thread *thread);
void thread_order(struct http_thread *thread, enum thread_order order);
/* False when the backend still holds requests of the thread: nothing may be freed then. */
bool thread_join_and_free(struct http_thread *thread) NODISCARD;

/* --- connection.c --- */
void connection_accept(h2o_socket_t *listener, const char *error);
struct connection *connection_of(h2o_req_t *req);
/* End it from outside: h2o sees the end of the stream and cleans up. */
void connection_shutdown(struct connection *connection);
/* The same, and the system keeps nothing for a client that takes nothing. */
void connection_abort(struct connection *connection);
struct address_table *address_table_new(void) NODISCARD;
void address_table_free(struct address_table *table);

/* --- watch.c --- */
/* See the bytes of a connection before h2o does. */
void connection_watch(struct connection *connection);
/* A request has ended: watch again once h2o reads again. */
void connection_rewatch(struct connection *connection);
/* The head of a request was handled: the next bytes watched begin a head again. */
void connection_next_request(struct connection *connection);

/* --- sweep.c --- */
/* Something came, went or was answered: look after it once a second until it is done with. */
void thread_sweep_soon(struct http_thread *thread);
void thread_sweep_stop(struct http_thread *thread);

/* --- refusals.c --- */
/* True when no handler may see the request: it is answered, and over HTTP/1 the connection ends. */
bool exchange_refused(struct exchange *exchange);

/* --- exchange.c --- */
int exchange_begin(h2o_handler_t *handler, h2o_req_t *req);
void exchange_receive(h2o_multithread_receiver_t *receiver, h2o_linklist_t *messages);
void exchange_watch_ready(h2o_socket_t *socket, const char *error);
/* End a request that nobody will answer: cancel what it waits for, close its connection. */
void exchange_abandon(struct exchange *exchange);

#endif
