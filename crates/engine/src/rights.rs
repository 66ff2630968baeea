//! What this process may ask of the system, fixed before it reads its first message. Nothing that it
//! is told later can widen it (P22).
//!
//! No sockets but pairs within the process: no network, no other program on this machine. No other programs, no tracing of other
//! processes, no mounts, namespaces or kernel modules. Files are opened by this account's rights; which of
//! them says the application, since SQL cannot name a file.

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter_all_threads};

/// Calls that answer with EPERM from then on.
const REFUSED: [libc::c_long; 27] = [
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
];

/// Gives up what computing does not need, for all threads and for good; false where the system does
/// not know how.
pub fn give_up() -> bool {
    match filter().map(|filter| apply_filter_all_threads(&filter)) {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the system does not confine this process");
            false
        }
        Err(error) => {
            tracing::warn!(%error, "this process cannot be confined on this machine");
            false
        }
    }
}

fn filter() -> Result<BpfProgram, seccompiler::BackendError> {
    let refuse = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let calls = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let here = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(calls, SeccompAction::Allow, refuse, here)?.try_into()
}
