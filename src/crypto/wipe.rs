//! Memory that is freed is wiped first, in the whole process.
//!
//! age's writer frees plaintext as it is, and a growing `Vec` leaves its earlier place behind. An
//! allocator that zeroes on free reaches both. It does not reach registers, the stack, the
//! kernel's buffers or swap (docs/KEYS.md).

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);
