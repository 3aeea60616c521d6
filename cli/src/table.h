/* The table form of data: columns that fit the terminal, or one object's members. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "output.h"

/* Choose the columns' widths by the items of the first page. */
void table_lay_out(struct output *output, struct slice items);
void table_print_heading(const struct output *output);
void table_print_row(const struct output *output, struct slice item);
/* An object: a line a member, or a line a field asked for. */
void table_print_members(const struct output *output, struct slice object);
/* The names of an object's members with commas, NUL at the end. */
void table_put_members(struct slice object, struct buffer *out);

#endif
