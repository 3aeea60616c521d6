/* Transports of several servers in one loop, over real sockets, and a stranger who speaks to them
 * byte by byte. */
#ifndef REPLICATION_TEST_TRANSPORT_RIG_H
#define REPLICATION_TEST_TRANSPORT_RIG_H

#include <stdbool.h>
#include <uv.h>

#include "frame.h"
#include "hello.h"
#include "replication/transport.h"
#include "testkit/test.h"

enum {
    SERVERS_MAX = 3,
    TEST_CHANNELS = 2,
};

struct server {
    struct world *world;
    struct transport *t;
    struct transport_options options;
    char address[REPLICATION_ADDRESS_BYTES];
    char files[3][REPLICATION_PATH_BYTES]; /* of the credentials */
    uint64_t id;
    /* by id of the other server, and channel */
    uint64_t received[SERVERS_MAX + 1][TEST_CHANNELS + 1];
    uint64_t sent[SERVERS_MAX + 1][TEST_CHANNELS + 1];
    bool up[SERVERS_MAX + 1];
    int ups[SERVERS_MAX + 1];
    int downs[SERVERS_MAX + 1];
    int alive[SERVERS_MAX + 1];
    bool out_of_order;
    struct slice wanted; /* not empty: messages are compared with it instead of being counted */
    void (*on_message)(struct server *server);
};

struct world {
    uv_loop_t loop;
    uv_timer_t guard;
    bool late;
    int log[2]; /* a pipe; 0: none */
    struct buffer heard;
    struct server servers[SERVERS_MAX + 1]; /* by id; 0 is unused */
    int count;
    int closed;
};

/* So many servers, plain and started on free ports, that do not know each other yet. */
void world_start(struct world *w, int servers);
/* The same, each with credentials `ca.pem`, `<name>.pem` and `<name>-key.pem` of the directory. */
void world_start_tls(struct world *w, int servers, const char *directory);
/* Its credentials are these files of the directory from its next start on. */
void server_use(struct server *server, const char *directory);
/* Each server is told of all, and all links are there. */
void world_meet(struct world *w);
void world_tell(struct world *w, uint64_t id);
/* All that still run are stopped, and the loop is empty. */
void world_stop(struct world *w);

/* Start a server (again) where it was. */
void server_start(struct world *w, uint64_t id);
void server_stop(struct server *server);
/* The next numbered message; its size follows from the number. */
enum status server_send(struct server *server, uint64_t to, enum peer_channel channel);

/* Patience anew. */
void world_guard(struct world *w);
/* What servers log from now on is kept, until the next world_start. */
void world_listen(struct world *w);
bool world_has_heard(struct world *w, const char *text);

/* Run the loop until that holds. */
#define WAIT(w, condition)                                                                         \
    while (!(condition)) {                                                                         \
        CHECK(!(w)->late);                                                                         \
        uv_run(&(w)->loop, UV_RUN_ONCE);                                                           \
    }

/* A stranger: a socket, and what came out of it. */
struct stranger {
    struct world *world;
    int fd;
    bool ended;
    struct buffer in;
};

void stranger_connect(struct stranger *stranger, struct world *w, uint64_t to);
/* A stranger where server 2 should be: server 1 is told of it, connects and says hello. */
void stranger_stand_in(struct stranger *stranger, struct world *w);
void stranger_close(struct stranger *stranger);
void stranger_send(struct stranger *stranger, struct slice bytes);
void stranger_send_frame(struct stranger *stranger, enum frame_type type, struct slice payload);
/* What server `from` would say to server `to`. */
struct hello stranger_hello(uint64_t from, uint64_t to);
void stranger_say_hello(struct stranger *stranger, const struct hello *hello);
/* Take what is there; true while nothing ended it. */
bool stranger_look(struct stranger *stranger);
/* Run the loop until a whole frame came; its type. */
enum frame_type stranger_hear(struct stranger *stranger, struct frame *frame);
/* Run the loop until the other side has closed it. */
void stranger_wait_end(struct stranger *stranger);

#endif
