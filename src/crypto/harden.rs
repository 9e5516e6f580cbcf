//! What the process asks of the system before it holds a secret.

use rustix::fs::Mode;
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask,
};

/// The system did not grant the protection.
#[derive(Debug, thiserror::Error)]
pub enum HardenError {
    /// Core dumps could not be switched off.
    #[error("core dumps could not be switched off: {0}")]
    CoreDumps(rustix::io::Errno),
}

/// New files are for their owner alone (umask 077), and a crash leaves no core dump: `RLIMIT_CORE`
/// is 0 and the process is not dumpable (prctl(2)), so that only root reads its memory.
///
/// Call it first, before any thread or file.
///
/// # Errors
///
/// If the system refuses to switch core dumps off.
pub fn harden_process() -> Result<(), HardenError> {
    umask(Mode::RWXG | Mode::RWXO);
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
        .map_err(HardenError::CoreDumps)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(HardenError::CoreDumps)
}
