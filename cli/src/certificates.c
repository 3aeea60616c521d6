#include "certificates.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "replication/transport.h"

enum {
    SERIAL_BYTES = 16,
    /* A server whose clock is behind must not find a new certificate not yet valid. */
    BACKDATED_SECONDS = 3600,
    DAY_SECONDS = 24 * 3600,
};

struct authority {
    X509 *certificate;
    EVP_PKEY *key;
};

/* What distinguishes the two kinds: extensions as the library's configuration words them. */
struct profile {
    const char *constraints;
    const char *usage;
    const char *extended_usage; /* NULL: none */
    const char *dns_name;       /* NULL: none */
};

static enum status say(struct certificates_problem *problem, enum status status, const char *format,
                       ...) PRINTF_LIKE(3, 4);

static enum status say(struct certificates_problem *problem, enum status status, const char *format,
                       ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(problem->text, sizeof(problem->text), format, args);
    va_end(args);
    return status;
}

bool certificates_path(char out[CERTIFICATES_PATH_BYTES], const char *directory, const char *name,
                       bool key)
{
    int bytes =
        snprintf(out, CERTIFICATES_PATH_BYTES, "%s/%s%s.pem", directory, name, key ? "-key" : "");

    return bytes > 0 && bytes < CERTIFICATES_PATH_BYTES;
}

/* Making */

static void extension_put(X509 *certificate, X509 *issuer, int kind, const char *text)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;
    int added;

    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = CHECK_MEMORY(X509V3_EXT_conf_nid(NULL, &context, kind, text));
    added = X509_add_ext(certificate, extension, -1);
    ASSERT(added == 1);
    X509_EXTENSION_free(extension);
}

static void extensions_put(X509 *certificate, X509 *issuer, const struct profile *profile)
{
    char names[300];

    extension_put(certificate, issuer, NID_basic_constraints, profile->constraints);
    extension_put(certificate, issuer, NID_key_usage, profile->usage);
    extension_put(certificate, issuer, NID_subject_key_identifier, "hash");
    extension_put(certificate, issuer, NID_authority_key_identifier, "keyid:always");
    if (profile->extended_usage != NULL) {
        extension_put(certificate, issuer, NID_ext_key_usage, profile->extended_usage);
    }
    if (profile->dns_name != NULL) {
        snprintf(names, sizeof(names), "DNS:%s", profile->dns_name);
        extension_put(certificate, issuer, NID_subject_alt_name, names);
    }
}

/* A random number, positive and of full length, as RFC 5280 wants a serial. */
static void serial_put(X509 *certificate)
{
    unsigned char bytes[SERIAL_BYTES];
    BIGNUM *number;

    ASSERT(RAND_bytes(bytes, sizeof(bytes)) == 1);
    bytes[0] = (unsigned char)((bytes[0] & 0x7f) | 0x40);
    number = CHECK_MEMORY(BN_bin2bn(bytes, sizeof(bytes), NULL));
    CHECK_MEMORY(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)));
    BN_free(number);
}

static void subject_put(X509 *certificate, const char *common_name)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    int added = X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                           (const unsigned char *)common_name, -1, -1, 0);

    ASSERT(added == 1);
}

/* No longer than the authority's: what outlives it is worth nothing. */
static void validity_put(X509 *certificate, const X509 *issuer, int days)
{
    const ASN1_TIME *end;

    CHECK_MEMORY(X509_gmtime_adj(X509_getm_notBefore(certificate), -BACKDATED_SECONDS));
    CHECK_MEMORY(X509_time_adj_ex(X509_getm_notAfter(certificate), days, 0, NULL));
    end = X509_get0_notAfter(issuer);
    if (issuer != certificate && ASN1_TIME_compare(X509_get0_notAfter(certificate), end) > 0) {
        ASSERT(X509_set1_notAfter(certificate, end) == 1);
    }
}

/* With issuer NULL it vouches for itself. */
static void certificate_make(struct authority *out, const struct authority *issuer,
                             const char *common_name, int days, const struct profile *profile)
{
    const struct authority *by = issuer == NULL ? out : issuer;
    X509 *certificate = CHECK_MEMORY(X509_new());

    out->key = CHECK_MEMORY(EVP_EC_gen("P-256"));
    out->certificate = certificate;
    ASSERT(X509_set_version(certificate, X509_VERSION_3) == 1);
    serial_put(certificate);
    subject_put(certificate, common_name);
    ASSERT(X509_set_issuer_name(certificate, X509_get_subject_name(by->certificate)) == 1);
    ASSERT(X509_set_pubkey(certificate, out->key) == 1);
    validity_put(certificate, by->certificate, days);
    extensions_put(certificate, by->certificate, profile);
    ASSERT(X509_sign(certificate, by->key, EVP_sha256()) > 0);
}

static void authority_free(struct authority *authority)
{
    X509_free(authority->certificate);
    EVP_PKEY_free(authority->key);
    *authority = (struct authority){0};
}

/* Files */

static enum status file_write(const char *path, const char *data, size_t bytes,
                              struct certificates_problem *problem)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool written;

    if (fd < 0 && errno == EEXIST) {
        return say(problem, STATUS_ALREADY_EXISTS, "%s exists, and is not written over", path);
    }
    if (fd < 0) {
        return say(problem, STATUS_IO, "cannot write %s: %s", path, strerror(errno));
    }
    written = write(fd, data, bytes) == (ssize_t)bytes && fsync(fd) == 0;
    written = close(fd) == 0 && written;
    if (!written) {
        say(problem, STATUS_IO, "cannot write %s: %s", path, strerror(errno));
        (void)unlink(path);
        return STATUS_IO;
    }
    return STATUS_OK;
}

/* The key first: a certificate without its key would only be in the way. */
static enum status pair_write(const char *directory, const char *name, const struct authority *pair,
                              struct certificates_problem *problem)
{
    enum status st = STATUS_OK;

    for (int key = 1; key >= 0 && st == STATUS_OK; key--) {
        char path[CERTIFICATES_PATH_BYTES];
        BIO *text = CHECK_MEMORY(BIO_new(BIO_s_mem()));
        char *data = NULL;
        long bytes;
        int done = key == 1 ? PEM_write_bio_PrivateKey(text, pair->key, NULL, NULL, 0, NULL, NULL)
                            : PEM_write_bio_X509(text, pair->certificate);

        ASSERT(done == 1);
        ASSERT(certificates_path(path, directory, name, key == 1));
        bytes = BIO_get_mem_data(text, &data);
        st = file_write(path, data, (size_t)bytes, problem);
        BIO_free(text);
    }
    return st;
}

/* Neither of a name's two files is there. */
static enum status pair_is_free(const char *directory, const char *name,
                                struct certificates_problem *problem)
{
    char path[CERTIFICATES_PATH_BYTES];

    for (int key = 0; key <= 1; key++) {
        if (!certificates_path(path, directory, name, key == 1)) {
            return say(problem, STATUS_INVALID_ARGUMENT, "%.200s...: the path is too long",
                       directory);
        }
        if (access(path, F_OK) == 0) {
            return say(problem, STATUS_ALREADY_EXISTS, "%s exists, and is not written over", path);
        }
    }
    return STATUS_OK;
}

static int no_password(char *out, int bytes, int writing, void *context)
{
    (void)out;
    (void)bytes;
    (void)writing;
    (void)context;
    return -1;
}

static enum status authority_read(const char *directory, struct authority *out,
                                  struct certificates_problem *problem)
{
    char paths[2][CERTIFICATES_PATH_BYTES];
    BIO *files[2];
    enum status st = STATUS_OK;

    *out = (struct authority){0};
    if (!certificates_path(paths[0], directory, "ca", false) ||
        !certificates_path(paths[1], directory, "ca", true)) {
        return say(problem, STATUS_INVALID_ARGUMENT, "%.200s...: the path is too long", directory);
    }
    files[0] = BIO_new_file(paths[0], "r");
    files[1] = BIO_new_file(paths[1], "r");
    if (files[0] == NULL || files[1] == NULL) {
        st = say(problem, STATUS_NOT_FOUND,
                 "%s holds no authority (ca.pem and ca-key.pem): 'baton certs init %s' makes one",
                 directory, directory);
    } else {
        out->certificate = PEM_read_bio_X509(files[0], NULL, no_password, NULL);
        out->key = PEM_read_bio_PrivateKey(files[1], NULL, no_password, NULL);
        if (out->certificate == NULL || out->key == NULL ||
            X509_check_private_key(out->certificate, out->key) != 1) {
            st = say(problem, STATUS_INVALID_ARGUMENT, "%s and %s are no certificate and its key",
                     paths[0], paths[1]);
        }
    }
    BIO_free(files[0]);
    BIO_free(files[1]);
    ERR_clear_error();
    if (st != STATUS_OK) {
        authority_free(out);
    }
    return st;
}

/* What the transport takes for a name, and not the authority's own. */
static enum status name_check(const char *name, struct certificates_problem *problem)
{
    char address[REPLICATION_ADDRESS_BYTES];
    struct replication_problem ignored;
    int bytes = snprintf(address, sizeof(address), "%s@localhost:1", name);

    if (bytes < 0 || bytes >= (int)sizeof(address) || strchr(name, '@') != NULL ||
        transport_address_check(address, &ignored) != STATUS_OK) {
        return say(problem, STATUS_INVALID_ARGUMENT,
                   "'%.100s' is no name of a server: letters, digits, '-' and '.', at most 63",
                   name);
    }
    if (strcmp(name, "ca") == 0 || strcmp(name, "ca-key") == 0) {
        return say(problem, STATUS_INVALID_ARGUMENT, "'%s' is the authority's", name);
    }
    return STATUS_OK;
}

enum status certificates_init(const char *directory, struct certificates_problem *problem)
{
    static const struct profile profile = {
        .constraints = "critical,CA:TRUE,pathlen:0",
        .usage = "critical,keyCertSign,cRLSign",
    };
    struct authority authority = {0};
    char common_name[64];
    unsigned char chance[4];
    enum status st;

    if (mkdir(directory, S_IRWXU) != 0 && errno != EEXIST) {
        return say(problem, STATUS_IO, "cannot make %.500s: %s", directory, strerror(errno));
    }
    st = pair_is_free(directory, "ca", problem);
    if (st != STATUS_OK) {
        return st;
    }
    /* Two authorities must not be taken for each other. */
    ASSERT(RAND_bytes(chance, sizeof(chance)) == 1);
    snprintf(common_name, sizeof(common_name), "Baton authority %08x", bytes_get_u32be(chance));
    certificate_make(&authority, NULL, common_name, CERTIFICATES_AUTHORITY_DAYS, &profile);
    st = pair_write(directory, "ca", &authority, problem);
    authority_free(&authority);
    return st;
}

static enum status names_check(const char *directory, const char *const *names, size_t count,
                               struct certificates_problem *problem)
{
    enum status st = STATUS_OK;

    for (size_t i = 0; i < count && st == STATUS_OK; i++) {
        st = name_check(names[i], problem);
        if (st == STATUS_OK) {
            st = pair_is_free(directory, names[i], problem);
        }
    }
    return st;
}

enum status certificates_node(const char *directory, const char *const *names, size_t count,
                              int days, struct certificates_problem *problem)
{
    struct authority authority;
    enum status st = authority_read(directory, &authority, problem);

    if (st != STATUS_OK) {
        return st;
    }
    st = names_check(directory, names, count, problem);
    for (size_t i = 0; i < count && st == STATUS_OK; i++) {
        struct profile profile = {
            .constraints = "critical,CA:FALSE",
            .usage = "critical,digitalSignature",
            .extended_usage = "serverAuth,clientAuth",
            .dns_name = names[i],
        };
        struct authority node = {0};

        certificate_make(&node, &authority, names[i], days, &profile);
        st = pair_write(directory, names[i], &node, problem);
        authority_free(&node);
    }
    authority_free(&authority);
    return st;
}
