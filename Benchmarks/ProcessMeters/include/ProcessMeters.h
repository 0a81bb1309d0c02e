#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// How many times this process has asked for memory: calls of malloc, calloc, realloc and the
/// aligned variants, from Swift's runtime as from anywhere else. -1 where they cannot be counted.
int64_t allocation_count(void);

/// How many bytes of the heap are in use, as the allocator accounts for them. -1 where it does not.
int64_t allocated_bytes(void);

/// How long this process has been running on a processor, in nanoseconds.
int64_t cpu_nanoseconds(void);

#endif
