#include "wire.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "testkit/test.h"

static void open_with(struct wire *wire, uint16_t port, int receive_bytes)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    wire->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK_INT(wire->fd, >=, 0);
    if (receive_bytes > 0) {
        CHECK_INT(setsockopt(wire->fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof(int)), ==, 0);
    }
    CHECK_INT(connect(wire->fd, (struct sockaddr *)&address, sizeof(address)), ==, 0);
    buffer_init(&wire->in, MIB(64));
}

void wire_open(struct wire *wire, uint16_t port)
{
    open_with(wire, port, 0);
}

void wire_open_narrow(struct wire *wire, uint16_t port)
{
    open_with(wire, port, 1);
}

void wire_close(struct wire *wire)
{
    if (wire->fd >= 0) {
        (void)close(wire->fd);
    }
    wire->fd = -1;
    buffer_deinit(&wire->in);
}

void wire_send(struct wire *wire, struct slice bytes)
{
    while (bytes.size > 0) {
        ssize_t sent = send(wire->fd, bytes.data, bytes.size, MSG_NOSIGNAL);

        if (sent <= 0) {
            return; /* refused and closed: the answer tells */
        }
        bytes = slice_from(bytes, (size_t)sent);
    }
}

void wire_send_text(struct wire *wire, const char *text)
{
    wire_send(wire, slice_of(text));
}

static bool read_more(struct wire *wire)
{
    char *at = buffer_reserve(&wire->in, KIB(16));
    ssize_t got;

    CHECK(at != NULL);
    got = recv(wire->fd, at, KIB(16), 0);
    if (got <= 0) {
        return false;
    }
    wire->in.size += (size_t)got;
    return true;
}

static size_t head_end(struct slice in)
{
    const char *end = in.size == 0 ? NULL : memmem(in.data, in.size, "\r\n\r\n", 4);

    return end == NULL ? 0 : (size_t)(end - in.data) + 4;
}

struct slice wire_header(const struct wire_answer *answer, const char *name)
{
    struct slice rest = answer->head;
    size_t size = strlen(name);

    for (;;) {
        size_t end = slice_find_byte(rest, '\n');
        struct slice line;

        if (end == SIZE_MAX) {
            return SLICE_EMPTY;
        }
        line = slice_trim(slice_sub(rest, 0, end));
        if (line.size >= size && slice_equal_nocase(slice_sub(line, 0, size), slice_of(name))) {
            return slice_from(line, size);
        }
        rest = slice_from(rest, end + 1);
    }
}

bool wire_receive(struct wire *wire, struct wire_answer *answer)
{
    size_t head;
    int64_t length = 0;
    struct slice text;

    while ((head = head_end(buffer_slice(&wire->in))) == 0) {
        if (!read_more(wire)) {
            return false;
        }
    }
    answer->head = slice_sub(buffer_slice(&wire->in), 0, head);
    text = wire_header(answer, "content-length: ");
    if (text.size > 0) {
        CHECK(slice_to_int64(text, &length));
    }
    while (wire->in.size < head + (size_t)length) {
        if (!read_more(wire)) {
            return false;
        }
    }
    /* The bytes stay where they are until the next call puts more behind them: copy out. */
    static char copy[1 << 23];
    size_t whole = head + (size_t)length;

    CHECK(whole <= sizeof(copy));
    memcpy(copy, wire->in.data, whole);
    memmove(wire->in.data, wire->in.data + whole, wire->in.size - whole);
    wire->in.size -= whole;
    answer->head = slice_make(copy, head);
    answer->body = slice_make(copy + head, (size_t)length);
    answer->status = (copy[9] - '0') * 100 + (copy[10] - '0') * 10 + (copy[11] - '0');
    return true;
}

bool wire_is_closed(struct wire *wire)
{
    return wire->in.size == 0 && !read_more(wire);
}
