/* A bare HTTP/1.1 client over a socket, for shapes that no client library would send. */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct wire {
    int fd;
    struct buffer in; /* what came and was not taken */
};

struct wire_answer {
    int status;
    struct slice head; /* with its blank line */
    struct slice body;
};

void wire_open(struct wire *wire, uint16_t port);
/* With a receive buffer as small as the system allows: big answers stay with the server. */
void wire_open_narrow(struct wire *wire, uint16_t port);
void wire_close(struct wire *wire);
void wire_send(struct wire *wire, struct slice bytes);
void wire_send_text(struct wire *wire, const char *text);
/* The next whole answer (by Content-Length); it stays valid until the next call. False: the
 * connection ended first. */
bool wire_receive(struct wire *wire, struct wire_answer *answer);
/* True when the server closes without a further byte. */
bool wire_is_closed(struct wire *wire);
/* A header's value or the empty slice. name in lower case with colon and blank: "allow: " */
struct slice wire_header(const struct wire_answer *answer, const char *name);

#endif
