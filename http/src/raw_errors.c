/* Errors that h2o words itself (an oversized body, a broken head) go out as problem documents, too.
 *
 * A filter sees every answer; ours say whether they may be compressed (compress_hint). The others
 * have their body and type replaced before the head is written. */
#include "base/text.h"
#include "problem_int.h"
#include "raw_errors_int.h"

enum {
    BODY_BYTES_MAX = 16 * 1024
};

struct replacement {
    h2o_ostream_t stream;
    h2o_iovec_t body;
    bool sent;
};

static void replacement_send(h2o_ostream_t *stream, h2o_req_t *req, h2o_iovec_t *bufs, size_t count,
                             h2o_send_state_t state)
{
    struct replacement *replacement = (struct replacement *)(void *)stream;

    (void)bufs;
    (void)count;
    h2o_ostream_send_next(stream, req, &replacement->body, replacement->sent ? 0 : 1, state);
    replacement->sent = true;
}

static h2o_iovec_t problem_bytes(h2o_req_t *req)
{
    struct buffer out;
    h2o_iovec_t copy;
    struct slice path = slice_make(req->input.path.base, req->input.path.len);

    buffer_init(&out, BODY_BYTES_MAX);
    buffer_printf(&out, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":",
                  http_reason(req->res.status), req->res.status);
    text_put_json(&out,
                  slice_of(req->res.status == 413 ? "The body is larger than the server takes."
                                                  : "The request cannot be read."));
    buffer_put_text(&out, ",\"instance\":");
    text_put_json(&out, path.size < BODY_BYTES_MAX / 8 ? path : SLICE_EMPTY);
    buffer_put_byte(&out, '}');
    copy = h2o_strdup(&req->pool, out.data, out.size);
    buffer_deinit(&out);
    return copy;
}

static void on_answer(h2o_filter_t *self, h2o_req_t *req, h2o_ostream_t **slot)
{
    struct replacement *replacement;

    (void)self;
    if (req->res.status >= 400 && req->compress_hint == H2O_COMPRESS_HINT_AUTO) {
        replacement =
            (struct replacement *)(void *)h2o_add_ostream(req, sizeof(*replacement), slot);
        slot = &replacement->stream.next;
        replacement->stream.do_send = replacement_send;
        replacement->body = problem_bytes(req);
        replacement->sent = false;
        req->res.content_length = replacement->body.len;
        h2o_set_header(&req->pool, &req->res.headers, H2O_TOKEN_CONTENT_TYPE,
                       H2O_STRLIT("application/problem+json"), 1);
    }
    h2o_setup_next_ostream(req, slot);
}

void raw_errors_register(h2o_pathconf_t *path)
{
    h2o_create_filter(path, sizeof(h2o_filter_t))->on_setup_ostream = on_answer;
}
