/* What a client is told at its start: endpoints, time-outs, credentials; from the caller, else from
 * the environment. What cannot be obeyed is refused with a reason, never passed over. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    PORT_DEFAULT = 8080,
    ERROR_BYTES = 512,
    CREDENTIALS_BYTES = 512 /* name, colon, password */
};

static _Thread_local char last_error[ERROR_BYTES];

const char *baton_last_error(void)
{
    return last_error;
}

void error_clear(void)
{
    last_error[0] = '\0';
}

baton_result error_set(baton_result result, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(last_error, sizeof(last_error), format, args);
    va_end(args);
    return result;
}

const char *environment_first(const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *value = getenv(*names);

        if (value != NULL && value[0] != '\0') {
            return value;
        }
    }
    return NULL;
}

/* --- endpoints --- */

static bool take_port(struct slice text, struct endpoint *out)
{
    int64_t port = PORT_DEFAULT;

    if (text.size > 0 && (text.data[0] != ':' || !slice_to_int64(slice_from(text, 1), &port) ||
                          port < 1 || port > 65535)) {
        return false;
    }
    snprintf(out->port, sizeof(out->port), "%d", (int)port);
    return true;
}

/* "host", "host:port", "[::1]:port", each also as "http://.../" and with "/v2" behind it, as other
 * programs are given the address of the same API. */
static bool parse_endpoint(struct slice text, struct endpoint *out)
{
    bool is_ipv6;
    struct slice host;
    size_t end;

    if (slice_starts_with(text, SLICE("http://"))) {
        text = slice_from(text, strlen("http://"));
    }
    if (slice_ends_with(text, SLICE("/"))) {
        text.size--;
    }
    if (slice_ends_with(text, SLICE("/v2"))) {
        text.size -= strlen("/v2");
    }
    is_ipv6 = slice_starts_with(text, SLICE("["));
    end = slice_find_byte(text, is_ipv6 ? ']' : ':');
    if (is_ipv6 && end == SIZE_MAX) {
        return false;
    }
    host = is_ipv6 ? slice_sub(text, 1, end - 1)
                   : slice_sub(text, 0, end == SIZE_MAX ? text.size : end);
    text = is_ipv6 ? slice_from(text, end + 1) : slice_from(text, host.size);
    if (host.size == 0 || host.size >= sizeof(out->host) ||
        slice_find_byte(host, '/') != SIZE_MAX || slice_find_byte(host, ' ') != SIZE_MAX) {
        return false;
    }
    snprintf(out->host, sizeof(out->host), "%.*s", SLICE_ARG(host));
    if (!take_port(text, out)) {
        return false;
    }
    snprintf(out->authority, sizeof(out->authority), is_ipv6 ? "[%s]:%s" : "%s:%s", out->host,
             out->port);
    return true;
}

static baton_result parse_endpoints(const char *address, struct settings *out)
{
    struct slice rest = slice_of(address);

    while (rest.size > 0) {
        struct slice one = names_next(&rest);

        if (slice_starts_with(one, SLICE("https://"))) {
            return error_set(BATON_INVALID, "%.*s: TLS is not supported yet, use http://",
                             SLICE_ARG(one));
        }
        if (out->endpoint_count == CLIENT_ENDPOINTS_MAX) {
            return error_set(BATON_INVALID, "more than %d endpoints", CLIENT_ENDPOINTS_MAX);
        }
        if (!parse_endpoint(one, &out->endpoints[out->endpoint_count])) {
            return error_set(BATON_INVALID,
                             "'%.*s' is no address: host, host:port or http://host:port",
                             SLICE_ARG(one));
        }
        out->endpoint_count++;
    }
    return BATON_OK;
}

static baton_result take_endpoints(const baton_config *config, struct settings *out)
{
    static const char *const names[] = {"BATON_ADDRESS", "CAMUNDA_REST_ADDRESS",
                                        "ZEEBE_REST_ADDRESS", NULL};
    const char *address = config->address;

    if (address == NULL || address[0] == '\0') {
        address = environment_first(names);
    }
    return parse_endpoints(address == NULL ? "127.0.0.1" : address, out);
}

/* --- time-out --- */

static baton_result take_timeout(const baton_config *config, struct settings *out)
{
    static const char *const names[] = {"BATON_TIMEOUT_MS", NULL};
    const char *text = environment_first(names);
    int64_t number = CLIENT_TIMEOUT_MS;

    if (config->timeout_ms == 0 && text != NULL &&
        (!slice_to_int64(slice_of(text), &number) || number < 1 || number > UINT32_MAX)) {
        return error_set(BATON_INVALID, "BATON_TIMEOUT_MS: '%s' is no number of milliseconds",
                         text);
    }
    out->timeout_ms = config->timeout_ms == 0 ? (uint32_t)number : config->timeout_ms;
    return BATON_OK;
}

/* --- credentials --- */

/* RFC 7617. */
static baton_result make_basic(const char *user_name, const char *password, struct settings *out)
{
    struct buffer pair;
    struct buffer header;
    baton_result result = BATON_OK;

    buffer_init(&pair, CREDENTIALS_BYTES + 1); /* printf wants room for its NUL */
    buffer_init(&header, sizeof(out->authorization));
    buffer_printf(&pair, "%s:%s", user_name, password == NULL ? "" : password);
    buffer_put_text(&header, "Basic ");
    text_put_base64(&header, buffer_slice(&pair));
    buffer_put_byte(&header, '\0');
    if (strchr(user_name, ':') != NULL || pair.failed || header.failed) {
        result = error_set(BATON_INVALID,
                           "a user name holds no colon, and name and password are "
                           "at most %d characters",
                           CREDENTIALS_BYTES - 1);
    } else {
        memcpy(out->authorization, header.data, header.size);
    }
    buffer_deinit(&pair);
    buffer_deinit(&header);
    return result;
}

/* Variables that ask for something that would silently not be done. */
static baton_result refuse_unsupported(const char *strategy)
{
    static const char *const oauth[] = {"CAMUNDA_CLIENT_ID",   "CAMUNDA_CLIENT_SECRET",
                                        "CAMUNDA_OAUTH_URL",   "ZEEBE_CLIENT_ID",
                                        "ZEEBE_CLIENT_SECRET", "ZEEBE_AUTHORIZATION_SERVER_URL"};

    if (strategy != NULL) {
        return error_set(BATON_INVALID,
                         "CAMUNDA_AUTH_STRATEGY=%s is not supported: use NONE or BASIC", strategy);
    }
    for (size_t i = 0; i < sizeof(oauth) / sizeof(oauth[0]); i++) {
        const char *const name[] = {oauth[i], NULL};

        if (environment_first(name) != NULL) {
            return error_set(BATON_INVALID,
                             "%s is set, but OAuth is not supported: unset it, or set "
                             "CAMUNDA_AUTH_STRATEGY=NONE",
                             oauth[i]);
        }
    }
    return BATON_OK;
}

static baton_result take_credentials(const baton_config *config, struct settings *out)
{
    static const char *const strategies[] = {"CAMUNDA_AUTH_STRATEGY", NULL};
    static const char *const users[] = {"BATON_BASIC_AUTH_USERNAME", "CAMUNDA_BASIC_AUTH_USERNAME",
                                        NULL};
    static const char *const passwords[] = {"BATON_BASIC_AUTH_PASSWORD",
                                            "CAMUNDA_BASIC_AUTH_PASSWORD", NULL};
    struct slice strategy = slice_of(environment_first(strategies));
    bool is_basic = slice_equal_nocase(strategy, SLICE("BASIC"));
    const char *user;

    if (config->user_name != NULL) {
        return make_basic(config->user_name, config->password, out);
    }
    if (slice_equal_nocase(strategy, SLICE("NONE"))) {
        return BATON_OK;
    }
    user = environment_first(users);
    if (is_basic && user == NULL) {
        return error_set(BATON_INVALID,
                         "CAMUNDA_AUTH_STRATEGY=BASIC needs CAMUNDA_BASIC_AUTH_USERNAME");
    }
    if (user != NULL && (is_basic || strategy.size == 0)) {
        return make_basic(user, environment_first(passwords), out);
    }
    return refuse_unsupported(strategy.data);
}

baton_result settings_take(const baton_config *config, struct settings *out)
{
    static const baton_config defaults = {0};
    baton_result result;

    if (config == NULL) {
        config = &defaults;
    }
    *out = (struct settings){
        .max_body_bytes = config->max_body_bytes == 0 ? CLIENT_BODY_BYTES : config->max_body_bytes,
        .log = config->log,
        .log_ctx = config->log_ctx,
    };
    result = take_endpoints(config, out);
    if (result == BATON_OK) {
        result = take_timeout(config, out);
    }
    return result == BATON_OK ? take_credentials(config, out) : result;
}
