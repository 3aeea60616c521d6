/* What no handler sees: shapes on which servers disagree, and requests above their limits.
 *
 * h2o serves them all. Over HTTP/1 such a request ends its connection, so that nothing behind it
 * can be read in two ways. */
#include "base/limits.h"
#include "head_int.h"
#include "problem_int.h"
#include "thread_int.h"

/* As HTTP/2 sends them, without the cost of each line. */
static size_t head_bytes(const h2o_req_t *req)
{
    size_t bytes = req->input.path.len + req->input.method.len + req->input.authority.len;

    for (size_t i = 0; i < req->headers.size; i++) {
        bytes += req->headers.entries[i].name->len + req->headers.entries[i].value.len;
    }
    return bytes;
}

/* h2o ends a connection whose Connection header names anything but keep-alive, as Java's "Upgrade"
 * does. HTTP/1.1 goes on unless it says close. */
static void keep_alive(h2o_req_t *req)
{
    ssize_t at = h2o_find_header(&req->headers, H2O_TOKEN_CONNECTION, -1);

    if (req->version > HTTP_1_0 && at >= 0) {
        h2o_iovec_t value = req->headers.entries[at].value;

        if (!h2o_contains_token(value.base, value.len, H2O_STRLIT("close"), ',')) {
            req->http1_is_persistent = 1;
        }
    }
}

/* h2o reads chunk sizes leniently and decodes them in place, so they are watched as they come in.
 * A request that came behind another one was not watched. */
static const char *chunks_refusal(const struct connection *connection)
{
    if (!connection->in_body) {
        return "a chunked body came before the request ahead of it was answered";
    }
    return connection->chunks.state == CHUNKS_BAD
               ? "a chunk of the body is not framed as it must be"
               : NULL;
}

static bool http1_refused(struct exchange *exchange, struct head_facts *facts)
{
    const h2o_buffer_t *input = exchange->connection->socket->input;
    bool http_1_0 = exchange->h2o->version <= HTTP_1_0;

    *facts = head_check(slice_make(input->bytes, input->size), http_1_0);
    if (facts->chunked && facts->refusal == NULL) {
        facts->refusal = chunks_refusal(exchange->connection);
    }
    if (facts->refusal != NULL) {
        problem_bad_request(&exchange->request, "The request is refused: %s.", facts->refusal);
    }
    return facts->refusal != NULL;
}

static bool limits_refused(struct exchange *exchange, const struct head_facts *facts)
{
    struct request *request = &exchange->request;
    uint64_t body_max = exchange->thread->server->options.body_max_bytes;

    if (request->path.size > LIMIT_REQUEST_PATH_BYTES) {
        problem(request, 414, "URI Too Long", "The path is longer than %llu bytes.",
                LIMIT_REQUEST_PATH_BYTES);
    } else if (facts->bytes > LIMIT_REQUEST_HEAD_BYTES) {
        problem(request, 431, "Request Header Fields Too Large",
                "The headers together are larger than %llu bytes.", LIMIT_REQUEST_HEAD_BYTES);
    } else if (facts->fields > LIMIT_REQUEST_FIELDS) {
        problem(request, 431, "Request Header Fields Too Large", "There are more than %d headers.",
                LIMIT_REQUEST_FIELDS);
    } else if (request->body.size > body_max) {
        problem(request, 413, "Payload Too Large", "The body is larger than %llu bytes.",
                (unsigned long long)body_max);
    } else {
        return false;
    }
    return true;
}

/* Nothing of ours is packed by clients, and to take packed bytes for text would word a riddle. */
static bool encoding_refused(struct exchange *exchange)
{
    struct slice encoding = exchange->request.content_encoding;

    if (encoding.data == NULL || slice_equal_nocase(encoding, SLICE("identity"))) {
        return false;
    }
    problem(&exchange->request, 415, "Unsupported Media Type",
            "Content-Encoding '%.*s' is not supported.", SLICE_ARG(encoding));
    return true;
}

static bool refused(struct exchange *exchange)
{
    const h2o_req_t *req = exchange->h2o;
    struct head_facts facts = {.bytes = head_bytes(req), .fields = (unsigned)req->headers.size};

    if (req->version < HTTP_2 && http1_refused(exchange, &facts)) {
        return true;
    }
    return limits_refused(exchange, &facts) || encoding_refused(exchange);
}

bool exchange_refused(struct exchange *exchange)
{
    h2o_req_t *req = exchange->h2o;
    bool persists;

    keep_alive(req);
    persists = req->http1_is_persistent;
    req->http1_is_persistent = 0; /* a refusal goes out with it */
    if (refused(exchange)) {
        return true;
    }
    req->http1_is_persistent = persists && !exchange->connection->in_body;
    connection_next_request(exchange->connection);
    return false;
}
