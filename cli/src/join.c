#include "join.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "baton/client.h"
#include "client.h"
#include "value/json.h"
#include "value/value.h"

enum {
    JOIN_MS = 120 * 1000 /* a cluster may just be starting, too */
};

static int64_t number_of(struct slice object, const char *member)
{
    struct slice found;
    struct value_item item;

    return value_find(object, slice_of(member), &found) && value_head(found, &item) == STATUS_OK &&
                   item.kind == VALUE_INT
               ? item.integer
               : 0;
}

/* "01234567-89ab-..." as 16 bytes. */
static bool read_id(struct slice text, uint8_t out[16])
{
    size_t count = 0;

    for (size_t i = 0; i < text.size; i++) {
        int digit = text_hex_digit(text.data[i]);

        if (text.data[i] == '-') {
            continue;
        }
        if (digit < 0 || count == 32) {
            return false;
        }
        out[count / 2] = (uint8_t)(count % 2 == 0 ? digit << 4 : out[count / 2] | digit);
        count++;
    }
    return count == 32;
}

static bool read_peer(struct slice member, struct node_peer *out)
{
    struct slice name = client_text(member, "name");
    struct slice host = client_text(member, "host");
    int64_t port = number_of(member, "peerPort");
    int64_t server_id = 0;

    snprintf(out->address, sizeof(out->address), "%.*s@%.*s:%lld", SLICE_ARG(name), SLICE_ARG(host),
             (long long)port);
    if (!slice_to_int64(client_text(member, "serverId"), &server_id) || server_id <= 0) {
        return false;
    }
    out->server_id = (uint64_t)server_id;
    return true;
}

static bool read_members(struct slice answer, struct node_joining *joining)
{
    struct slice members;
    struct value_reader reader;
    uint32_t count;

    if (!value_find(answer, SLICE("members"), &members)) {
        return false;
    }
    reader = value_reader_of(members);
    if (value_read_array(&reader, &count) != STATUS_OK || count > (uint32_t)NODE_PEERS_MAX) {
        return false;
    }
    for (joining->peer_count = 0; joining->peer_count < count; joining->peer_count++) {
        struct slice member;

        if (value_read_whole(&reader, &member) != STATUS_OK ||
            !read_peer(member, &joining->peers[joining->peer_count])) {
            return false;
        }
    }
    return true;
}

static bool read_answer(const baton_response *response, struct node_joining *joining)
{
    struct json_error error;
    struct buffer value;
    bool good;

    buffer_init(&value, MIB(1));
    good =
        json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK &&
        read_id(client_text(buffer_slice(&value), "clusterId"), joining->cluster_id) &&
        read_members(buffer_slice(&value), joining);
    buffer_deinit(&value);
    return good;
}

static enum status ask(baton_client *client, struct node_joining *joining, char *message)
{
    char body[NODE_ADDRESS_BYTES + 64];
    baton_response response = {0};
    baton_call call = {.method = "POST", .path = "/baton/v1/cluster/members", .body = body};
    enum status st = STATUS_OK;

    call.body_size =
        (size_t)snprintf(body, sizeof(body), "{\"serverId\":\"%llu\",\"address\":\"%s\"}",
                         (unsigned long long)joining->server_id, joining->address);
    if (baton_do(client, &call, &response) != BATON_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "the cluster did not let this node in: %s %s",
                 response.title, response.detail);
        st = response.status != 0 && response.status < 500 ? STATUS_INVALID_ARGUMENT
                                                           : STATUS_UNAVAILABLE;
    } else if (!read_answer(&response, joining)) {
        snprintf(message, NODE_MESSAGE_BYTES, "the cluster's answer cannot be understood");
        st = STATUS_UNAVAILABLE;
    }
    baton_response_clear(&response);
    return st;
}

enum status join_ask(void *ctx, struct node_joining *joining, char *message)
{
    baton_config config = {.address = ctx, .timeout_ms = JOIN_MS};
    baton_client *client;
    enum status st;

    log_info("serve", "joining server=%llu address=%s through=%s",
             (unsigned long long)joining->server_id, joining->address, config.address);
    if (baton_client_new(&config, &client) != BATON_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "--join: %s", baton_last_error());
        return STATUS_INVALID_ARGUMENT;
    }
    st = ask(client, joining, message);
    baton_client_free(client);
    return st;
}
