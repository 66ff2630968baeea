//! Every state that a crash could leave on a disk.
//!
//! Harsher than real disks: names may reach it in any subset of what was not synced, and data not
//! synced may be there, missing, zeroed or torn at any 512 bytes, whatever the names say.

use std::collections::BTreeMap;
use std::path::PathBuf;

const BLOCK: usize = 512;

/// One thing that was done to the disk.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Name { path: PathBuf, file: usize },
    Unname { path: PathBuf },
    Write { file: usize, bytes: Vec<u8> },
    Sync { file: usize },
    SyncNames,
}

/// What a disk holds: contents by path.
pub(crate) type State = BTreeMap<PathBuf, Vec<u8>>;

/// The states that are possible after these things were done.
pub(crate) fn states_after(log: &[Op]) -> Vec<State> {
    let (names, pending) = names(log);
    let mut states = Vec::new();
    for subset in 0..1_u32 << pending.len() {
        let mut names = names.clone();
        for (at, op) in pending.iter().enumerate() {
            if subset & (1 << at) != 0 {
                apply_name(&mut names, op);
            }
        }
        states.extend(fill(&names, log));
    }
    states.sort();
    states.dedup();
    states
}

/// Names that are surely on the disk, and changes that may be.
fn names(log: &[Op]) -> (BTreeMap<PathBuf, usize>, Vec<Op>) {
    let mut names = BTreeMap::new();
    let mut pending: Vec<Op> = Vec::new();
    for op in log {
        match op {
            Op::Name { .. } | Op::Unname { .. } => pending.push(op.clone()),
            Op::SyncNames => pending.drain(..).for_each(|op| apply_name(&mut names, &op)),
            _ => {}
        }
    }
    (names, pending)
}

fn apply_name(names: &mut BTreeMap<PathBuf, usize>, op: &Op) {
    match op {
        Op::Name { path, file } => drop(names.insert(path.clone(), *file)),
        Op::Unname { path } => drop(names.remove(path)),
        _ => {}
    }
}

/// All combinations of what the named files may hold.
fn fill(names: &BTreeMap<PathBuf, usize>, log: &[Op]) -> Vec<State> {
    let mut states = vec![State::new()];
    for (path, file) in names {
        let choices = contents(*file, log);
        states = states
            .iter()
            .flat_map(|state| {
                choices.iter().map(|bytes| {
                    let mut state = state.clone();
                    state.insert(path.clone(), bytes.clone());
                    state
                })
            })
            .collect();
    }
    states
}

fn contents(file: usize, log: &[Op]) -> Vec<Vec<u8>> {
    let (mut sure, mut maybe) = (Vec::new(), Vec::new());
    for op in log {
        match op {
            Op::Write {
                file: written,
                bytes,
            } if *written == file => maybe.extend(bytes),
            Op::Sync { file: synced } if *synced == file => sure.append(&mut maybe),
            _ => {}
        }
    }
    let mut choices = vec![sure.clone()];
    if maybe.is_empty() {
        return choices;
    }
    for kept in (BLOCK..maybe.len()).step_by(BLOCK).chain([maybe.len()]) {
        choices.push([&sure[..], &maybe[..kept]].concat());
        let zeros = vec![0; maybe.len() - kept];
        choices.push([&sure[..], &maybe[..kept], &zeros].concat());
    }
    choices.push([&sure[..], &vec![0; maybe.len()]].concat());
    choices
}
