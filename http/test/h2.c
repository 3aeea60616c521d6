#include "h2.h"

#include <string.h>
#include <sys/socket.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "testkit/test.h"

enum {
    FRAME_HEAD = 9,
    FRAME_DATA = 0,
    FRAME_HEADERS = 1,
    FRAME_RST = 3,
    FRAME_SETTINGS = 4,
    FRAME_GOAWAY = 7,
    FLAG_END_STREAM = 1,
    FLAG_END_HEADERS = 4,
    ERROR_CANCEL = 8
};

static void put_frame(struct buffer *out, int type, int flags, uint32_t stream, struct slice load)
{
    buffer_put_byte(out, (char)(load.size >> 16));
    buffer_put_byte(out, (char)(load.size >> 8));
    buffer_put_byte(out, (char)load.size);
    buffer_put_byte(out, (char)type);
    buffer_put_byte(out, (char)flags);
    buffer_put_u32be(out, stream);
    buffer_put_slice(out, load);
}

/* Literal without indexing, new name. */
static void put_header(struct buffer *out, const char *name, const char *value)
{
    buffer_put_byte(out, 0);
    buffer_put_byte(out, (char)strlen(name));
    buffer_put_text(out, name);
    buffer_put_byte(out, (char)strlen(value));
    buffer_put_text(out, value);
}

static void flush(struct wire *wire, struct buffer *out)
{
    wire_send(wire, buffer_slice(out));
    buffer_deinit(out);
}

void h2_open(struct wire *wire, uint16_t port)
{
    struct buffer out;

    wire_open(wire, port);
    buffer_init(&out, KIB(64));
    buffer_put_text(&out, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    put_frame(&out, FRAME_SETTINGS, 0, 0, SLICE_EMPTY);
    flush(wire, &out);
}

void h2_request(struct wire *wire, uint32_t stream, const char *method, const char *path,
                const char *body)
{
    struct buffer headers;
    struct buffer out;

    buffer_init(&headers, KIB(64));
    buffer_init(&out, MIB(16));
    put_header(&headers, ":method", method);
    put_header(&headers, ":scheme", "http");
    put_header(&headers, ":path", path);
    put_header(&headers, ":authority", "test");
    if (body[0] != 0) {
        put_header(&headers, "content-type", "application/json");
    }
    put_frame(&out, FRAME_HEADERS, FLAG_END_HEADERS | (body[0] == 0 ? FLAG_END_STREAM : 0), stream,
              buffer_slice(&headers));
    if (body[0] != 0) {
        put_frame(&out, FRAME_DATA, FLAG_END_STREAM, stream, slice_of(body));
    }
    buffer_deinit(&headers);
    flush(wire, &out);
}

void h2_reset(struct wire *wire, uint32_t stream)
{
    struct buffer out;
    char error[4];

    bytes_put_u32be(error, ERROR_CANCEL);
    buffer_init(&out, KIB(64));
    put_frame(&out, FRAME_RST, 0, stream, slice_make(error, sizeof(error)));
    flush(wire, &out);
}

static bool fill(struct wire *wire, size_t bytes)
{
    while (wire->in.size < bytes) {
        char *at = buffer_reserve(&wire->in, KIB(16));
        ssize_t got;

        CHECK(at != NULL);
        got = recv(wire->fd, at, KIB(16), 0);
        if (got <= 0) {
            return false;
        }
        wire->in.size += (size_t)got;
    }
    return true;
}

static void drop(struct wire *wire, size_t bytes)
{
    memmove(wire->in.data, wire->in.data + bytes, wire->in.size - bytes);
    wire->in.size -= bytes;
}

bool h2_receive(struct wire *wire, uint32_t stream, struct buffer *out)
{
    while (fill(wire, FRAME_HEAD)) {
        const unsigned char *head = (const unsigned char *)wire->in.data;
        size_t load = (size_t)head[0] << 16 | (size_t)head[1] << 8 | head[2];
        int type = head[3];
        int flags = head[4];
        uint32_t of = bytes_get_u32be(head + 5);

        if (type == FRAME_GOAWAY || !fill(wire, FRAME_HEAD + load)) {
            return false;
        }
        if (of == stream && type == FRAME_DATA) {
            buffer_put(out, wire->in.data + FRAME_HEAD, load);
        }
        drop(wire, FRAME_HEAD + load);
        if (of == stream && type == FRAME_RST) {
            return false;
        }
        if (of == stream && (type == FRAME_DATA || type == FRAME_HEADERS) &&
            (flags & FLAG_END_STREAM)) {
            return true;
        }
    }
    return false;
}
