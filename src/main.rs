//! The `habeas` command.

fn main() -> std::process::ExitCode {
    habeas::cli::main()
}
