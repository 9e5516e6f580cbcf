//! Freed memory is wiped, in the whole process.
//!
//! age's writer frees up to 64 KiB of plaintext as it is, and a growing `Vec` leaves its old copy
//! behind. Wiping our own buffers does not reach those, so the allocator does it: each block is
//! overwritten with zeros before it is given back, and a block that grows is moved and its old
//! place wiped (`GlobalAlloc::realloc` in its provided form: allocate, copy, free).
//!
//! **Not reached**: registers, the stack, what C code allocates for itself (SQLite), the kernel's
//! buffers, swap, and whatever is not freed yet.

use std::alloc::System;
use std::hint::black_box;

use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPING: ZeroAlloc<System> = ZeroAlloc(System);

/// How much of the stack below the caller is overwritten: several times what sealing takes.
const STACK_BYTES: usize = 64 * 1024;

/// Runs `f`, then overwrites the stack that it used. Best effort: a compiler may keep a copy
/// elsewhere, and registers are not touched.
pub(super) fn on_wiped_stack<T>(f: impl FnOnce() -> T) -> T {
    let result = call(f);
    overwrite_stack();
    result
}

#[inline(never)]
fn call<T>(f: impl FnOnce() -> T) -> T {
    f()
}

#[inline(never)]
fn overwrite_stack() {
    let mut below = [0_u8; STACK_BYTES];
    black_box(&mut below);
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::os::unix::fs::FileExt as _;

    use super::*;

    const MARK: u8 = 0xa7;

    #[inline(never)]
    fn leave_marks_on_the_stack() {
        black_box(&mut [MARK; 4096]);
    }

    /// Marks on the stack below the caller, seen from outside the language.
    #[inline(never)]
    fn marks_below(below: &mut [u8]) -> usize {
        let here = 0_u8;
        let top = black_box(&raw const here).addr();
        let start = (top - below.len()) as u64;
        File::open("/proc/self/mem").unwrap().read_exact_at(below, start).unwrap();
        below.iter().filter(|byte| **byte == MARK).count()
    }

    #[test]
    fn what_a_call_left_on_the_stack_is_overwritten() {
        let mut below = vec![0; STACK_BYTES / 2];
        leave_marks_on_the_stack();
        assert!(marks_below(&mut below) > 1000, "the test does not see the stack");
        on_wiped_stack(leave_marks_on_the_stack);
        assert!(marks_below(&mut below) < 10);
    }
}
