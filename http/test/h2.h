/* A bare HTTP/2 client (prior knowledge): just frames, to park, reset and leave as clients do. */
#ifndef H2_H
#define H2_H

#include "wire.h"

void h2_open(struct wire *wire, uint16_t port);
/* A whole request on the stream; body empty: none. */
void h2_request(struct wire *wire, uint32_t stream, const char *method, const char *path,
                const char *body);
void h2_reset(struct wire *wire, uint32_t stream);
/* All DATA of the stream until it ends, into out. False: the stream or connection ended early. */
bool h2_receive(struct wire *wire, uint32_t stream, struct buffer *out);

#endif
