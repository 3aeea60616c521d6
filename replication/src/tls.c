#include "tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "problem.h"

/* Certificates between a node's own and the authority's. */
#define TLS_CHAIN_DEPTH 4

/* Names as they stand among the alternative names: no subject, no wildcard. */
#define TLS_HOST_FLAGS (X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_WILDCARDS)

struct tls_context {
    SSL_CTX *ctx;
};

struct tls {
    SSL *ssl;
    BIO *in;  /* owned by ssl */
    BIO *out; /* owned by ssl */
    char problem[TLS_PROBLEM_BYTES];
};

/* What the library says of its last error, in its words. */
static const char *library_reason(void)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());

    return reason == NULL ? "no reason given" : reason;
}

/* A node starts without anybody there to ask. */
static int no_password(char *out, int bytes, int writing, void *context)
{
    (void)out;
    (void)bytes;
    (void)writing;
    (void)context;
    return -1;
}

static void context_settle(SSL_CTX *ctx)
{
    int done = SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) == 1 &&
               SSL_CTX_set_max_proto_version(ctx, TLS1_3_VERSION) == 1 &&
               SSL_CTX_set_num_tickets(ctx, 0) == 1;

    ASSERT(done);
    SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_verify_depth(ctx, TLS_CHAIN_DEPTH);
    SSL_CTX_set_max_cert_list(ctx, LIMIT_PEER_CERTIFICATES_BYTES);
    SSL_CTX_set_default_passwd_cb(ctx, no_password);
}

static enum status context_read(SSL_CTX *ctx, const struct transport_credentials *files,
                                struct replication_problem *problem)
{
    const char *path = files->ca_file;
    const char *what = "the authority's certificate";

    ERR_clear_error();
    if (SSL_CTX_load_verify_file(ctx, path) == 1) {
        path = files->certificate_file;
        what = "the certificate";
        if (SSL_CTX_use_certificate_chain_file(ctx, path) == 1) {
            path = files->key_file;
            what = "the key";
            if (SSL_CTX_use_PrivateKey_file(ctx, path, SSL_FILETYPE_PEM) == 1) {
                return STATUS_OK;
            }
        }
    }
    return problem_say(problem, STATUS_INVALID_ARGUMENT, "cannot use %s in %.300s: %s", what, path,
                       library_reason());
}

/* Better told at the start than by every peer. */
static enum status context_verify(SSL_CTX *ctx, const struct transport_credentials *files,
                                  const char *name, struct replication_problem *problem)
{
    X509 *certificate = SSL_CTX_get0_certificate(ctx);
    X509_STORE_CTX *verification = CHECK_MEMORY(X509_STORE_CTX_new());
    STACK_OF(X509) *chain = NULL;
    enum status st = STATUS_OK;

    SSL_CTX_get0_chain_certs(ctx, &chain);
    if (X509_check_host(certificate, name, strlen(name), TLS_HOST_FLAGS, NULL) != 1) {
        st = problem_say(problem, STATUS_INVALID_ARGUMENT,
                         "the certificate in %.300s does not hold the name %s: it must stand among "
                         "the subject's alternative names (DNS)",
                         files->certificate_file, name);
    } else if (X509_STORE_CTX_init(verification, SSL_CTX_get_cert_store(ctx), certificate, chain) !=
                   1 ||
               X509_verify_cert(verification) != 1) {
        st = problem_say(problem, STATUS_INVALID_ARGUMENT,
                         "the certificate in %.300s is not vouched for by %.300s: %s",
                         files->certificate_file, files->ca_file,
                         X509_verify_cert_error_string(X509_STORE_CTX_get_error(verification)));
    }
    X509_STORE_CTX_free(verification);
    return st;
}

enum status tls_context_open(const struct transport_credentials *files, const char *name,
                             struct tls_context **out, struct replication_problem *problem)
{
    SSL_CTX *ctx = CHECK_MEMORY(SSL_CTX_new(TLS_method()));
    enum status st;

    context_settle(ctx);
    st = context_read(ctx, files, problem);
    if (st == STATUS_OK) {
        st = context_verify(ctx, files, name, problem);
    }
    ERR_clear_error();
    if (st != STATUS_OK) {
        SSL_CTX_free(ctx);
        return st;
    }
    *out = CHECK_MEMORY(calloc(1, sizeof(**out)));
    (*out)->ctx = ctx;
    return STATUS_OK;
}

int tls_context_days_left(const struct tls_context *context)
{
    const X509 *certificate = SSL_CTX_get0_certificate(context->ctx);
    int days = 0;
    int seconds = 0;

    (void)ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate));
    return days;
}

void tls_context_close(struct tls_context *context)
{
    if (context != NULL) {
        SSL_CTX_free(context->ctx);
        free(context);
    }
}

struct tls *tls_new(struct tls_context *context, bool accepts)
{
    struct tls *tls = CHECK_MEMORY(calloc(1, sizeof(*tls)));

    tls->ssl = CHECK_MEMORY(SSL_new(context->ctx));
    tls->in = CHECK_MEMORY(BIO_new(BIO_s_mem()));
    tls->out = CHECK_MEMORY(BIO_new(BIO_s_mem()));
    SSL_set_bio(tls->ssl, tls->in, tls->out);
    if (accepts) {
        SSL_set_accept_state(tls->ssl);
    } else {
        SSL_set_connect_state(tls->ssl);
    }
    return tls;
}

void tls_free(struct tls *tls)
{
    if (tls != NULL) {
        SSL_free(tls->ssl);
        free(tls);
    }
}

void tls_receive(struct tls *tls, struct slice wire)
{
    int written = BIO_write(tls->in, wire.data, (int)wire.size);

    ASSERT(written == (int)wire.size);
}

/* What verification says is nearer to the cause than the alert that followed. */
static void problem_note(struct tls *tls)
{
    long verified = SSL_get_verify_result(tls->ssl);

    if (verified != X509_V_OK) {
        snprintf(tls->problem, sizeof(tls->problem), "the other side's certificate: %s",
                 X509_verify_cert_error_string(verified));
    } else {
        snprintf(tls->problem, sizeof(tls->problem), "TLS: %s", library_reason());
    }
    ERR_clear_error();
}

static enum tls_look look_of(struct tls *tls, int result)
{
    switch (SSL_get_error(tls->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        return TLS_MORE;
    case SSL_ERROR_ZERO_RETURN:
        return TLS_END;
    default:
        problem_note(tls);
        return TLS_BAD;
    }
}

enum tls_look tls_read(struct tls *tls, char *to, size_t capacity, size_t *got)
{
    int result;

    ERR_clear_error();
    if (!SSL_is_init_finished(tls->ssl)) {
        result = SSL_do_handshake(tls->ssl);
        if (result != 1) {
            return look_of(tls, result);
        }
    }
    result = SSL_read_ex(tls->ssl, to, capacity, got);
    return result == 1 ? TLS_BYTES : look_of(tls, result);
}

bool tls_is_ready(const struct tls *tls)
{
    return SSL_is_init_finished(tls->ssl) && SSL_get_verify_result(tls->ssl) == X509_V_OK &&
           SSL_get0_peer_certificate(tls->ssl) != NULL;
}

bool tls_peer_has_name(const struct tls *tls, const char *name)
{
    X509 *certificate = SSL_get0_peer_certificate(tls->ssl);

    return tls_is_ready(tls) &&
           X509_check_host(certificate, name, strlen(name), TLS_HOST_FLAGS, NULL) == 1;
}

bool tls_write(struct tls *tls, struct slice bytes)
{
    size_t written;

    ASSERT(tls_is_ready(tls));
    ERR_clear_error();
    if (SSL_write_ex(tls->ssl, bytes.data, bytes.size, &written) != 1) {
        problem_note(tls);
        return false;
    }
    ASSERT(written == bytes.size);
    return true;
}

bool tls_take(struct tls *tls, struct buffer *wire)
{
    size_t waiting = BIO_ctrl_pending(tls->out);
    char *at;
    int taken;

    if (waiting == 0) {
        return true;
    }
    at = buffer_reserve(wire, waiting);
    if (at == NULL) {
        return false;
    }
    taken = BIO_read(tls->out, at, (int)waiting);
    ASSERT(taken == (int)waiting);
    wire->size += waiting;
    return true;
}

void tls_problem(const struct tls *tls, char out[TLS_PROBLEM_BYTES])
{
    memcpy(out, tls->problem, TLS_PROBLEM_BYTES);
}
