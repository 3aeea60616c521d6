/* Every ceiling of the program, with its unit and its reason. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define KIB(n) ((n)*1024ULL)
#define MIB(n) ((n)*1024ULL * 1024ULL)
#define GIB(n) ((n)*1024ULL * 1024ULL * 1024ULL)

/* values: what people send as variables. Deep nesting is an attack or a bug; 64 is twice what
 * models use. */
#define LIMIT_VALUE_DEPTH 64
/* one variable document (all variables of one command together) */
#define LIMIT_VARIABLES_BYTES MIB(4)
/* variables in one request: each is a row of its own in both stores, and one command must stay
 * short */
#define LIMIT_VARIABLES_COUNT 10000
/* digits of a number's text: far above decimal128's 34, far below an attack */
#define LIMIT_NUMBER_TEXT_BYTES 512
/* digits of its exponent, leading zeros aside: far above decimal128's 4, and it fits an int64 */
#define LIMIT_NUMBER_EXPONENT_DIGITS 9
/* one JSON text: above every body and command, and offsets in it fit 32 bits */
#define LIMIT_JSON_TEXT_BYTES MIB(64)

/* one HTTP request body; Camunda's own limit is about 4 MB an engine message */
#define LIMIT_REQUEST_BODY_BYTES MIB(4)
/* one deployment command: original bytes and compiled models together */
#define LIMIT_DEPLOYMENT_BYTES MIB(8)
/* one encoded command or result on the log */
#define LIMIT_COMMAND_BYTES MIB(16)

/* one command's life in the engine (docs/raft-fsm.md): past it the rest is stored and continued */
#define LIMIT_STEPS_PER_COMMAND 1000
#define LIMIT_BYTES_PER_COMMAND MIB(4)
#define LIMIT_FEEL_STEPS_PER_COMMAND 1000000
/* instructions of one modification, and what it looks at, makes and sets (element instances,
 * variables): it is checked and done as a whole, so it must fit into one command */
#define LIMIT_MODIFY_INSTRUCTIONS 1000
#define LIMIT_MODIFY_ROWS 5000
/* living element instances of an instance that is migrated: all at once, so in one command */
#define LIMIT_MIGRATE_ELEMENTS 1000
/* instances of one multi-instance activity: each is a row or more; ten times what is measured */
#define LIMIT_LOOP_INSTANCES 1000000
/* documents of one ended instance that one command deletes: the rest is continued */
#define LIMIT_DELETE_DOCUMENTS 1000
/* items of one batch operation: what one search may answer */
#define LIMIT_BATCH_ITEMS 10000
/* loaded models of processes: one of LIMIT_MODEL_ELEMENTS takes some ten MiB */
#define LIMIT_MODELS_BYTES MIB(128)
/* one FEEL expression: past it the result is null, in a process an incident */
#define LIMIT_FEEL_STEPS 1000000
#define LIMIT_FEEL_DEPTH 200
#define LIMIT_FEEL_MEMORY_BYTES MIB(32)
#define LIMIT_FEEL_SOURCE_BYTES KIB(64)
/* comparisons of names while one expression is parsed: names are searched one by one, so thousands
 * of different ones would make the parser quadratic */
#define LIMIT_FEEL_NAME_COMPARISONS 5000000
/* instructions of one regular expression, counted quantifiers written out; and how many of them
 * one evaluation keeps compiled */
#define LIMIT_REGEX_PROGRAM 10000
#define LIMIT_REGEX_CACHE 8

/* one loop turn (docs/node.md); borders never change results */
#define LIMIT_TURN_COMMANDS 256
#define LIMIT_TURN_BYTES MIB(32)
#define LIMIT_TURN_MS 10

/* open HTTP connections; past it new ones are closed: ten thousand workers, and some for others */
#define LIMIT_CONNECTIONS 10240
/* of one address that is not this machine: a client needs a handful, a proxy some dozens */
#define LIMIT_CONNECTIONS_PER_ADDRESS 256

/* commands that HTTP threads have handed in and the core has not yet seen; past it 503 */
#define LIMIT_INBOX_COMMANDS 16384
#define LIMIT_INBOX_BYTES MIB(64)
/* commands proposed and not yet applied */
#define LIMIT_FLIGHT_COMMANDS 65536
/* polls that one activation command serves: bounds its size and its time */
#define LIMIT_POLLS_PER_ACTIVATION 64
/* due rows and stored steps that one TICK or CONTINUE handles: a turn must stay short */
#define LIMIT_TICK_ROWS 256
#define LIMIT_CONTINUE_STEPS 1000
/* ended instances that one PURGE removes */
#define LIMIT_PURGE_INSTANCES 256
/* rows that it sweeps away: one instance may have any number. Part of what PURGE means. */
#define LIMIT_PURGE_ROWS 1024

/* HTTP (docs/http.md). A head: clients send below 2 KiB, cookies of a proxy may add some. */
#define LIMIT_REQUEST_HEAD_BYTES KIB(16)
#define LIMIT_REQUEST_FIELDS 64
/* what is taken of a body above its limit, so that the refusal can be worded; past it h2o ends it
 */
#define LIMIT_REQUEST_BODY_MARGIN_BYTES KIB(64)
/* answers smaller than this are not worth a gzip header and its processor time */
#define LIMIT_GZIP_BYTES_MIN 1024
#define LIMIT_REQUEST_PATH_BYTES KIB(4)
/* everything one request computes: body as value, command, decoded result, documents of a page */
#define LIMIT_REQUEST_MEMORY_BYTES MIB(48)
/* one answer; a page of 10,000 documents of usual size is below 8 MiB */
#define LIMIT_RESPONSE_BYTES MIB(32)
/* jobs of one activation answer, as clients expect it; what is above goes back to the pool */
#define LIMIT_ACTIVATION_RESPONSE_BYTES MIB(4)
/* a client waits 15 s and more for a command; past it the outcome is told as unknown */
#define LIMIT_SUBMIT_MS 10000
#define LIMIT_FENCE_MS 10000
/* a process that was killed holds its data directory for some milliseconds more; a live one holds
 * it for good, and whoever starts a second one should not wait long to hear it */
#define LIMIT_LOCK_WAIT_MS 2000
/* the longest long poll: proxies cut idle connections sooner */
#define LIMIT_LONG_POLL_MS (10LL * 60 * 1000)
#define DEFAULT_LONG_POLL_MS 10000
#define DEFAULT_AWAIT_MS 15000
/* deployments that wait for a compiler thread; each holds its body, so 4 MiB */
#define LIMIT_COMPILE_QUEUE 32
/* HTTP/2 frames of one connection that cost the client nothing: resets, and apart from them pings,
 * settings, window updates, empty and unknown ones. Ten a second are forgiven (docs/http.md). */
#define LIMIT_STREAM_RESETS 1000
#define LIMIT_CONTROL_FRAMES 1000
/* a request, from its first byte to its last, and an answer until its client has taken all of it:
 * the largest body at 140 kB a second */
#define LIMIT_REQUEST_ARRIVAL_MS (30 * 1000)
#define LIMIT_ANSWER_TAKEN_MS (60 * 1000)
/* memory of the whole process, without what is mapped from files; past it new connections are
 * closed, and those that hold half a request */
#define LIMIT_PROCESS_MEMORY_BYTES GIB(1)
#define LIMIT_MULTIPART_PARTS 64
#define LIMIT_MULTIPART_PART_HEAD_BYTES KIB(8)

/* names and ids, as the REST API bounds them or longer where it does not */
#define LIMIT_ID_BYTES 512
#define LIMIT_IDEMPOTENCY_KEY_BYTES 128
#define LIMIT_IDEMPOTENCY_RESULT_BYTES 512
#define LIMIT_IDEMPOTENCY_KEYS_PER_TENANT 1000000
#define LIMIT_IDEMPOTENCY_KEEP_MS (24LL * 3600 * 1000)
#define LIMIT_TAGS 10
#define LIMIT_INSTRUCTIONS                                                                         \
    256 /* elements named at the start of an instance, each looked up by id */
#define LIMIT_BUSINESS_ID_CHARACTERS 256
#define LIMIT_JOBS_PER_ACTIVATION 1000

/* BPMN files; the numbers are those that keep libxml2 linear (docs/bpmn.md) */
#define LIMIT_XML_BYTES MIB(4)
#define LIMIT_XML_START_TAG_BYTES KIB(64)
#define LIMIT_XML_ATTRIBUTES 256
/* of all elements together: the parser's tree takes about 200 bytes for each */
#define LIMIT_XML_ATTRIBUTES_ALL 250000
#define LIMIT_XML_DEPTH 100
#define LIMIT_XML_ELEMENTS 50000
#define LIMIT_MODEL_ELEMENTS 20000
/* nodes of a decision model inside each other: boxed expressions nest as deep as the XML does */
#define LIMIT_DMN_DEPTH 100
/* what stands at the top of all files of a unit: references and types are looked for among them */
#define LIMIT_DMN_PARTS 4000
#define LIMIT_DIAGNOSTICS 100
/* the arena of one compilation: the tree, drafts and parsed expressions of the largest file above,
 * with as much again for what growing arrays leave behind */
#define LIMIT_BPMN_COMPILE_BYTES MIB(128)

/* storage: LMDB's own key limit is 511; longer names are hashed to 16 bytes first */
#define LIMIT_STORE_KEY_BYTES 500
#define LIMIT_STORE_MAP_BYTES GIB(1024)
/* where address space is limited, the smallest map that is tried */
#define LIMIT_STORE_MAP_BYTES_MIN GIB(4)
#define LIMIT_STORE_READERS 1024

/* read model (docs/read-model.md): what one trace takes while it is written: a command's bytes and
 * some, several times over */
#define LIMIT_READMODEL_TRACE_BYTES MIB(256)
/* one row: a deployment's resource or a variable, with its envelope */
#define LIMIT_READMODEL_ROW_BYTES MIB(32)
/* what one turn collects for its lists: two million entries,
 * far above what its commands can make */
#define LIMIT_READMODEL_TURN_BYTES MIB(64)
/* all variables that one element instance sees, as one object */
#define LIMIT_READMODEL_OBJECT_BYTES MIB(64)

/* one line of the log: what a pipe takes in one piece, so lines of threads never mix */
#define LIMIT_LOG_LINE_BYTES 4096

/* replication (docs/replication.md). Segments: big enough that creating one is rare, small enough
 * that trimming by whole segments follows a snapshot closely */
#define LIMIT_LOG_SEGMENT_BYTES MIB(64)
/* zeroed ahead of the writer, so that a sync changes no file size; a whole segment would take 50 to
 * 230 ms */
#define LIMIT_LOG_AHEAD_BYTES MIB(1)
/* recent entries kept in memory; submissions are refused while the disk is this far behind */
#define LIMIT_LOG_MEMORY_BYTES MIB(64)
/* records of one write and one sync; one entry may pass it */
#define LIMIT_LOG_GROUP_BYTES MIB(8)
/* a snapshot is taken when the log since the last one exceeds max(this, live bytes of the state) */
#define LIMIT_SNAPSHOT_LOG_BYTES MIB(64)
#define LIMIT_SNAPSHOT_FILES 64

/* peers (docs/transport.md). One message, and with it the frame that carries it: small enough that
 * a heartbeat never waits long behind one */
#define LIMIT_PEER_MESSAGE_BYTES MIB(1)
/* messages that wait to be sent to one server: the largest entry in its pieces, and as much again;
 * on the second stream a few pieces of a snapshot, whose sender waits for its peer anyway */
#define LIMIT_PEER_FIFO_BYTES MIB(32)
#define LIMIT_PEER_BULK_BYTES MIB(4)
/* what goes there is cut into pieces, so that a message may be larger than a frame */
#define LIMIT_PEER_PIECE_BYTES KIB(256)
/* one message of the owner: a command with what is said about it */
#define LIMIT_PEER_OWNER_BYTES (LIMIT_COMMAND_BYTES + KIB(64))
/* servers of one cluster, learners and all */
#define LIMIT_PEERS 64
/* connections of which nobody knows yet who they are; past it the oldest is closed, for a peer
 * needs some milliseconds to say who it is */
#define LIMIT_PEER_STRANGERS 64
/* from the first byte of a connection to the answered hello */
#define LIMIT_PEER_HELLO_MS 3000
/* something was sent, and the other machine has not acknowledged it for so long: lost */
#define LIMIT_PEER_UNACKNOWLEDGED_MS 3000
/* nothing came from a peer that speaks each second: lost */
#define LIMIT_PEER_SILENCE_MS 10000
/* a certificate chain: a node's own takes 1 KiB */
#define LIMIT_PEER_CERTIFICATES_BYTES KIB(16)

/* commands that one node has passed on to the leader and that are not applied; what the others may
 * have sent when a stopped leader goes on; owner messages that wait for the core's next round */
#define LIMIT_FORWARD_COMMANDS 16384
#define LIMIT_FORWARD_BYTES MIB(24)
#define LIMIT_PEER_INBOX_BYTES MIB(256)

/* searches: values that all conditions of one filter name, a page of keys and no more */
#define LIMIT_FILTER_VALUES 10000
#define LIMIT_PAGE_ITEMS 10000
#define LIMIT_SEARCH_MS 1000
/* instances above one another that an answer lists */
#define LIMIT_CALL_DEPTH 1024

#endif
