#include "transport_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/slice.h"
#include "problem.h"
#include "replication/transport.h"

static const char digits_and_letters[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static bool is_of(const char *text, const char *others)
{
    for (; *text != '\0'; text++) {
        if (strchr(digits_and_letters, *text) == NULL && strchr(others, *text) == NULL) {
            return false;
        }
    }
    return true;
}

/* A leading dot would make a name stand for all names that end in it. */
static bool name_is_valid(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && name[0] != '-' && is_of(name, "-.");
}

static bool port_parse(const char *text, uint16_t *port)
{
    int64_t number;

    if (!slice_to_int64(slice_of(text), &number) || number < 0 || number > UINT16_MAX) {
        return false;
    }
    *port = (uint16_t)number;
    return true;
}

/* "HOST:PORT" or "[HOST]:PORT"; text is changed. */
static bool place_parse(char *text, struct peer_address *out)
{
    char *colon = strrchr(text, ':');
    char *host = text;

    if (colon == NULL || !port_parse(colon + 1, &out->port)) {
        return false;
    }
    *colon = '\0';
    if (host[0] == '[') {
        if (colon - host < 3 || colon[-1] != ']') {
            return false;
        }
        colon[-1] = '\0';
        host++;
    } else if (strchr(host, ':') != NULL) {
        return false;
    }
    snprintf(out->host, sizeof(out->host), "%s", host);
    return host[0] != '\0' && is_of(host, "-._:%");
}

static enum status parse(const char *text, bool named, struct peer_address *out)
{
    char copy[REPLICATION_ADDRESS_BYTES];
    char *place = copy;
    char *at;

    *out = (struct peer_address){.port = 0};
    if (text == NULL || strlen(text) >= sizeof(copy)) {
        return STATUS_INVALID_ARGUMENT;
    }
    snprintf(copy, sizeof(copy), "%s", text);
    if (named) {
        at = strchr(copy, '@');
        if (at == NULL || at - copy > HELLO_NAME_BYTES_MAX) {
            return STATUS_INVALID_ARGUMENT;
        }
        *at = '\0';
        place = at + 1;
        snprintf(out->name, sizeof(out->name), "%.*s", HELLO_NAME_BYTES_MAX, copy);
        if (!name_is_valid(out->name)) {
            return STATUS_INVALID_ARGUMENT;
        }
    }
    return place_parse(place, out) ? STATUS_OK : STATUS_INVALID_ARGUMENT;
}

enum status peer_address_parse(const char *text, struct peer_address *out,
                               struct replication_problem *problem)
{
    if (parse(text, true, out) != STATUS_OK) {
        return problem_say(problem, STATUS_INVALID_ARGUMENT,
                           "'%.300s' is no address of a server: write NAME@HOST:PORT, for example "
                           "n1@127.0.0.1:9001, the name of letters, digits, '-' and '.'",
                           text == NULL ? "" : text);
    }
    return STATUS_OK;
}

enum status listen_address_parse(const char *text, struct peer_address *out,
                                 struct replication_problem *problem)
{
    if (parse(text, false, out) != STATUS_OK) {
        return problem_say(problem, STATUS_INVALID_ARGUMENT,
                           "'%.300s' is nowhere to listen: write HOST:PORT, for example "
                           "127.0.0.1:9001",
                           text);
    }
    return STATUS_OK;
}

enum status transport_address_check(const char *address, struct replication_problem *problem)
{
    struct peer_address parsed;
    enum status st = peer_address_parse(address, &parsed, problem);

    if (st == STATUS_OK && parsed.port == 0) {
        return problem_say(problem, STATUS_INVALID_ARGUMENT, "'%s': nobody can connect to port 0",
                           address);
    }
    return st;
}

static struct sockaddr_in *as_ipv4(struct sockaddr_storage *at)
{
    return (struct sockaddr_in *)(void *)at;
}

static struct sockaddr_in6 *as_ipv6(struct sockaddr_storage *at)
{
    return (struct sockaddr_in6 *)(void *)at;
}

bool socket_address_of(const struct peer_address *address, struct sockaddr_storage *out)
{
    memset(out, 0, sizeof(*out));
    if (inet_pton(AF_INET, address->host, &as_ipv4(out)->sin_addr) == 1) {
        out->ss_family = AF_INET;
    } else if (inet_pton(AF_INET6, address->host, &as_ipv6(out)->sin6_addr) == 1) {
        out->ss_family = AF_INET6;
    } else {
        return false;
    }
    socket_address_set_port(out, address->port);
    return true;
}

void socket_address_set_port(struct sockaddr_storage *at, uint16_t port)
{
    if (at->ss_family == AF_INET6) {
        as_ipv6(at)->sin6_port = htons(port);
    } else {
        as_ipv4(at)->sin_port = htons(port);
    }
}

uint16_t socket_address_port(const struct sockaddr_storage *at)
{
    struct sockaddr_storage copy = *at;

    return at->ss_family == AF_INET6 ? ntohs(as_ipv6(&copy)->sin6_port)
                                     : ntohs(as_ipv4(&copy)->sin_port);
}

bool socket_address_is_loopback(const struct sockaddr_storage *at)
{
    struct sockaddr_storage copy = *at;

    if (at->ss_family == AF_INET6) {
        return IN6_IS_ADDR_LOOPBACK(&as_ipv6(&copy)->sin6_addr);
    }
    return at->ss_family == AF_INET && ntohl(as_ipv4(&copy)->sin_addr.s_addr) >> 24 == 127;
}
