/* The settings of a node: one table from which flags, variables, the file, --help, `baton config
 * print` and docs/configuration.md are made.
 *
 * A setting has one name everywhere: --history-ttl, BATON_HISTORY_TTL, `history-ttl = 7d`. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "base/slice.h"

enum setting_kind {
    SETTING_TEXT,
    SETTING_SWITCH,   /* true, false; as a flag it is on when it is given */
    SETTING_NUMBER,   /* a whole number */
    SETTING_BYTES,    /* 512MiB */
    SETTING_DURATION, /* 7d; kept in milliseconds */
    SETTING_CHOICE    /* one of some words; kept as its place among them */
};

#define SETTING_STRINGIFY(x) #x
#define SETTING_STRING(x) SETTING_STRINGIFY(x)

#define SETTING_SECOND_MS 1000LL
#define SETTING_DAY_MS (24LL * 3600 * SETTING_SECOND_MS)

/* X(id, name, kind, what the value is called, default, default of `dev` or NULL for the same,
 *   min, max, word, help)
 * word: a value that is no number and is kept as SETTING_WORD; for choices all of them. */
#define SETTING_LIST(X)                                                                            \
    X(DATA, "data", SETTING_TEXT, "DIR", "data", NULL, 1, 1000, NULL, "data directory")            \
    X(BIND, "bind", SETTING_TEXT, "IP", "127.0.0.1", NULL, 1, 255, NULL, "address to listen on")   \
    X(PORT, "port", SETTING_NUMBER, "N", "8080", NULL, 0, 65535, NULL,                             \
      "port to listen on, 0 for any free one")                                                     \
    X(INSECURE, "insecure", SETTING_SWITCH, NULL, "false", NULL, 0, 1, NULL,                       \
      "allow an address other than loopback: clients are not authenticated")                       \
    X(HTTP_THREADS, "http-threads", SETTING_NUMBER, "N", "auto", NULL, 1, 16, "auto",              \
      "threads that serve HTTP; auto is one a core, at most 4")                                    \
    X(CONNECTIONS, "connections", SETTING_NUMBER, "N", SETTING_STRING(LIMIT_CONNECTIONS), NULL, 1, \
      1000000, NULL, "open connections; those above are closed at once")                           \
    X(CONNECTIONS_PER_ADDRESS, "connections-per-address", SETTING_NUMBER, "N", "auto", NULL, 1,    \
      1000000, "auto",                                                                             \
      "open connections of one client address; auto is 256, and for loopback as many as in all")   \
    X(HISTORY_TTL, "history-ttl", SETTING_DURATION, "TIME", "7d", NULL, SETTING_SECOND_MS,         \
      3650 * SETTING_DAY_MS, "forever", "how long ended instances are kept")                       \
    X(HISTORY_MAX, "history-max", SETTING_BYTES, "SIZE", "10GiB", NULL, MIB(16), GIB(1024),        \
      "none", "size of the read model above which the oldest ended instances go early")            \
    X(DISK_LOW, "disk-low", SETTING_BYTES, "SIZE", "512MiB", NULL, 0, GIB(1024), NULL,             \
      "free space, beside room for a snapshot, under which no new work is taken")                  \
    X(DISK_CRITICAL, "disk-critical", SETTING_BYTES, "SIZE", "128MiB", NULL, 0, GIB(1024), NULL,   \
      "free space under which nothing is written")                                                 \
    X(CLOCK_CONTROL, "clock-control", SETTING_SWITCH, NULL, "false", "true", 0, 1, NULL,           \
      "allow PUT /v2/clock, for tests")                                                            \
    X(UNIQUE_BUSINESS_IDS, "unique-business-ids", SETTING_SWITCH, NULL, "false", NULL, 0, 1, NULL, \
      "refuse a business id that an active instance of the process has already")                   \
    X(NAME, "name", SETTING_TEXT, "NAME", "node", NULL, 1, 63, NULL,                               \
      "this node's name among its peers, as its certificate has it")                               \
    X(PEER_LISTEN, "peer-listen", SETTING_TEXT, "HOST:PORT", "none", NULL, 3, 190, "none",         \
      "where to listen for the other nodes; none: a cluster of one")                               \
    X(PEER_ADDRESS, "peer-address", SETTING_TEXT, "HOST:PORT", "none", NULL, 3, 190, "none",       \
      "where the other nodes reach this one; none: as peer-listen")                                \
    X(PEER_CA, "peer-ca", SETTING_TEXT, "FILE", "none", NULL, 1, 1000, "none",                     \
      "certificate of the authority that vouches for the nodes; none: plain, on loopback only")    \
    X(PEER_CERTIFICATE, "peer-certificate", SETTING_TEXT, "FILE", "none", NULL, 1, 1000, "none",   \
      "this node's certificate")                                                                   \
    X(PEER_KEY, "peer-key", SETTING_TEXT, "FILE", "none", NULL, 1, 1000, "none",                   \
      "its private key")                                                                           \
    X(JOIN, "join", SETTING_TEXT, "ADDRESSES", "none", NULL, 1, 1000, "none",                      \
      "HTTP addresses of nodes of a cluster, with commas between: a new directory joins it")       \
    X(LOG_LEVEL, "log-level", SETTING_CHOICE, "LEVEL", "info", NULL, 0, 0,                         \
      "debug|info|warn|error|off",                                                                 \
      "the least event that is logged: debug, info, warn, error; or off")                          \
    X(LOG_FORMAT, "log-format", SETTING_CHOICE, "FORMAT", "auto", NULL, 0, 0, "auto|text|json",    \
      "of the log: text, json; auto is text on a terminal, else json")

#define SETTING_ENUM(id, ...) SETTING_##id,
enum setting_id {
    SETTING_LIST(SETTING_ENUM) SETTING_COUNT
};
#undef SETTING_ENUM

/* For a verb's options. Its include of cli.h comes first. */
#define SETTING_OPTION(id, name, kind, value, fallback, dev, min, max, word, help)                 \
    CLI_OPTION(name, value, help " (default " fallback ")"),

enum {
    SETTING_WORD = -1,
    SETTING_NAME_BYTES = 64,
    SETTING_VALUE_BYTES = 1024,
    SETTING_MESSAGE_BYTES = 2048
};

struct setting {
    const char *name;
    enum setting_kind kind;
    const char *value_name; /* NULL for a switch */
    const char *fallback;
    const char *dev_fallback; /* NULL: the same */
    int64_t min;              /* of a text: its bytes */
    int64_t max;
    const char *word;
    const char *help;
};

struct setting_value {
    int64_t number;
    char text[SETTING_VALUE_BYTES]; /* as it was given, trimmed */
};

extern const struct setting settings[SETTING_COUNT];

/* The setting of that name, or SETTING_COUNT. */
enum setting_id setting_find(struct slice name);

/* Read a value. False: message says what it must be, without the place where it stands. */
bool setting_parse(const struct setting *setting, struct slice text, struct setting_value *out,
                   char message[SETTING_MESSAGE_BYTES]) NODISCARD;

/* "BATON_HISTORY_TTL" */
void setting_variable(const struct setting *setting, char out[SETTING_NAME_BYTES]);

/* What a value of the setting may be, for people: "a whole number from 0 to 65535". */
void setting_describe(const struct setting *setting, struct buffer *out);

/* The table of all settings as Markdown, as docs/configuration.md holds it. */
void settings_document(struct buffer *out);

#endif
