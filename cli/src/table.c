#include "table.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "cell.h"
#include "terminal.h"
#include "value/value.h"

enum {
    GAP = 2,
    NARROWEST = 8
};

#define CELL_BYTES MIB(64)
#define ELLIPSIS SLICE("\xE2\x80\xA6")

/* "2026-01-31T12:00:00.000Z" without its milliseconds: what filters take, and short. */
static void shorten_date(struct buffer *text)
{
    static const char form[] = "0000-00-00T00:00:00.000Z";

    if (text->size != sizeof(form) - 1) {
        return;
    }
    for (size_t i = 0; i < text->size; i++) {
        char c = text->data[i];

        if (form[i] == '0' ? c < '0' || c > '9' : c != form[i]) {
            return;
        }
    }
    text->size -= strlen(".000Z");
    buffer_put_byte(text, 'Z');
}

static void put_cell(const struct cli_column *column, struct slice item, struct buffer *out)
{
    struct slice member = SLICE_EMPTY;

    buffer_reset(out);
    if (!output_find(item, column->member, &member)) {
        member = SLICE_EMPTY;
    }
    cell_put(member, out);
    shorten_date(out);
}

/* --- widths --- */

static void widen(struct output *output, struct slice item, struct buffer *text)
{
    for (size_t i = 0; i < output->column_count; i++) {
        size_t width;

        put_cell(&output->columns[i], item, text);
        width = cell_width(buffer_slice(text));
        if (width > output->widths[i]) {
            output->widths[i] = width;
        }
    }
}

static size_t whole_width(const struct output *output)
{
    size_t width = 0;

    for (size_t i = 0; i < output->column_count; i++) {
        width += output->widths[i] + (i == 0 ? 0 : GAP);
    }
    return width;
}

/* The widest column that may be cut further; SIZE_MAX when there is none. */
static size_t widest(const struct output *output)
{
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < output->column_count; i++) {
        size_t least = strlen(output->columns[i].title);

        least = least < NARROWEST ? NARROWEST : least;
        if (!output->columns[i].whole && output->widths[i] > least &&
            (found == SIZE_MAX || output->widths[i] > output->widths[found])) {
            found = i;
        }
    }
    return found;
}

static void fit(struct output *output, size_t limit)
{
    for (size_t width = whole_width(output); width > limit; width--) {
        size_t column = widest(output);

        if (column == SIZE_MAX) {
            return;
        }
        output->widths[column]--;
    }
}

void table_lay_out(struct output *output, struct slice items)
{
    struct value_reader reader = value_reader_of(items);
    size_t limit = terminal_width(stdout);
    struct buffer text;
    struct slice item;
    uint32_t count = 0;

    for (size_t i = 0; i < output->column_count; i++) {
        output->widths[i] = cell_width(slice_of(output->columns[i].title));
    }
    buffer_init(&text, CELL_BYTES);
    if (value_read_array(&reader, &count) == STATUS_OK) {
        while (count-- > 0 && value_read_whole(&reader, &item) == STATUS_OK) {
            widen(output, item, &text);
        }
    }
    buffer_deinit(&text);
    output->wide = limit == 0;
    if (limit > 0) {
        fit(output, limit);
    }
}

/* --- lines --- */

static enum terminal_colour colour_of(struct slice text)
{
    static const struct {
        const char *text;
        enum terminal_colour colour;
    } colours[] = {{"COMPLETED", TERMINAL_GREEN},  {"RESOLVED", TERMINAL_GREEN},
                   {"CORRELATED", TERMINAL_GREEN}, {"healthy", TERMINAL_GREEN},
                   {"ACTIVE", TERMINAL_BLUE},      {"CREATED", TERMINAL_BLUE},
                   {"TERMINATED", TERMINAL_DIM},   {"CANCELED", TERMINAL_DIM},
                   {"DELETED", TERMINAL_DIM},      {"FAILED", TERMINAL_RED},
                   {"ERROR_THROWN", TERMINAL_RED}, {"TIMED_OUT", TERMINAL_RED},
                   {"unhealthy", TERMINAL_RED},    {"dead", TERMINAL_RED}};

    for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
        if (slice_is(text, colours[i].text)) {
            return colours[i].colour;
        }
    }
    return TERMINAL_PLAIN;
}

/* An incident is what people look for in a list. */
static enum terminal_colour colour_in(const struct cli_column *column, struct slice text)
{
    if (strcmp(column->member, "hasIncident") == 0) {
        return slice_is(text, "true") ? TERMINAL_RED : TERMINAL_DIM;
    }
    return colour_of(text);
}

static void print_text(const struct output *output, size_t column, struct slice text,
                       enum terminal_colour colour)
{
    size_t width = cell_width(text);
    size_t limit = output->widths[column];
    bool cut = !output->wide && !output->columns[column].whole && width > limit;

    fputs(terminal_begin(stdout, colour), stdout);
    if (cut) {
        text = cell_cut(text, limit - 1);
        width = cell_width(text) + 1;
    }
    printf("%.*s%.*s", SLICE_ARG(text), SLICE_ARG(cut ? ELLIPSIS : SLICE_EMPTY));
    fputs(terminal_end(stdout, colour), stdout);
    if (column + 1 == output->column_count) {
        putchar('\n');
    } else {
        printf("%*s", (int)((width < limit ? limit - width : 0) + GAP), "");
    }
}

void table_print_heading(const struct output *output)
{
    for (size_t i = 0; i < output->column_count; i++) {
        print_text(output, i, slice_of(output->columns[i].title), TERMINAL_BOLD);
    }
}

void table_print_row(const struct output *output, struct slice item)
{
    struct buffer text;

    buffer_init(&text, CELL_BYTES);
    for (size_t i = 0; i < output->column_count; i++) {
        put_cell(&output->columns[i], item, &text);
        print_text(output, i, buffer_slice(&text),
                   colour_in(&output->columns[i], buffer_slice(&text)));
    }
    buffer_deinit(&text);
}

/* --- an object's members --- */

/* A text keeps its line breaks: what follows stands below its beginning. */
static void print_member(struct slice name, size_t width, struct slice value, struct buffer *text)
{
    struct value_item head = {0};

    buffer_reset(text);
    if (value_head(value, &head) == STATUS_OK && head.kind == VALUE_STRING && head.text.size > 0) {
        cell_put_text(head.text, true, text);
    } else {
        cell_put(value, text);
    }
    printf("%s%.*s%s%*s", terminal_begin(stdout, TERMINAL_BOLD), SLICE_ARG(name),
           terminal_end(stdout, TERMINAL_BOLD), (int)(width - name.size + GAP), "");
    for (size_t i = 0; i < text->size; i++) {
        putchar(text->data[i]);
        if (text->data[i] == '\n') {
            printf("%*s", (int)(width + GAP), "");
        }
    }
    putchar('\n');
}

static void print_fields(const struct output *output, struct slice object, struct buffer *text)
{
    size_t width = 0;

    for (size_t i = 0; i < output->column_count; i++) {
        size_t size = strlen(output->columns[i].member);

        width = size > width ? size : width;
    }
    for (size_t i = 0; i < output->column_count; i++) {
        struct slice value = SLICE_EMPTY;

        if (!output_find(object, output->columns[i].member, &value)) {
            value = SLICE_EMPTY;
        }
        print_member(slice_of(output->columns[i].member), width, value, text);
    }
}

static void print_all(struct slice object, struct buffer *text)
{
    struct value_reader reader = value_reader_of(object);
    struct value_reader again;
    struct slice name;
    struct slice value;
    uint32_t count = 0;
    size_t width = 0;

    if (value_read_object(&reader, &count) != STATUS_OK) {
        return;
    }
    again = reader;
    for (uint32_t i = 0; i < count && value_read_string(&reader, &name) == STATUS_OK &&
                         value_read_whole(&reader, &value) == STATUS_OK;
         i++) {
        width = name.size > width ? name.size : width;
    }
    for (uint32_t i = 0; i < count && value_read_string(&again, &name) == STATUS_OK &&
                         value_read_whole(&again, &value) == STATUS_OK;
         i++) {
        print_member(name, width, value, text);
    }
}

void table_print_members(const struct output *output, struct slice object)
{
    struct buffer text;

    buffer_init(&text, CELL_BYTES);
    if (output->fields != NULL) {
        print_fields(output, object, &text);
    } else {
        print_all(object, &text);
    }
    buffer_deinit(&text);
}

void table_put_members(struct slice object, struct buffer *out)
{
    struct value_reader reader = value_reader_of(object);
    struct slice name;
    struct slice value;
    uint32_t count = 0;

    if (value_read_object(&reader, &count) == STATUS_OK) {
        for (uint32_t i = 0; i < count && value_read_string(&reader, &name) == STATUS_OK &&
                             value_read_whole(&reader, &value) == STATUS_OK;
             i++) {
            buffer_printf(out, "%s%.*s", i == 0 ? "" : ", ", SLICE_ARG(name));
        }
    }
    buffer_put_byte(out, '\0');
}
