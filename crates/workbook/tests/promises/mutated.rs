//! Mutated containers and manifests: thousands of files that no one would write.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use workbook::file;

use crate::made;
use crate::refused::{parts, with_manifest};

/// P20: mutated containers and mutated manifests; nothing panics, and what opens is whole.
#[test]
fn p20_twenty_thousand_mutations_never_panic() {
    never_panics(20_000);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_1_000_000_mutations_never_panic() {
    never_panics(1_000_000);
}

fn never_panics(cases: u64) {
    const SEED: u64 = 20;
    let containers = [
        made::file(&made::workbook(), &made::results()),
        parts().pack(),
    ];
    let mut opened = 0;
    for case in 0..cases {
        let mut random = StdRng::seed_from_u64(SEED + case);
        let bytes = if case % 2 == 0 {
            mutated(&containers[random.random_range(0..2)], &mut random)
        } else {
            let mut parts = parts();
            let honest = if case % 4 == 1 {
                &mut parts.manifest
            } else {
                &mut parts.document
            };
            let text = mutated(&serde_json::to_vec(honest).unwrap(), &mut random);
            match serde_json::from_slice(&text) {
                Ok(value) => *honest = value,
                Err(_) => continue_with(&text),
            }
            if !parts.manifest.is_object() {
                parts.manifest = json!({"parts": []});
            }
            parts.pack()
        };
        if let Ok(found) = file::read(&bytes) {
            opened += 1;
            let again = made::file(&found.workbook, &found.results);
            assert!(
                file::read(&again).is_ok(),
                "case {case} (seed {SEED}) saves what it cannot open"
            );
        }
    }
    assert!(
        opened > cases / 200,
        "{opened}: the mutations reach beyond the first check"
    );
}

/// Text that is no JSON any more is tried as a raw manifest.
fn continue_with(text: &[u8]) {
    let _ = file::read(&with_manifest(text));
}

fn mutated(bytes: &[u8], random: &mut StdRng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.random_range(1..4) {
        if bytes.is_empty() {
            break;
        }
        let at = random.random_range(0..bytes.len());
        match random.random_range(0..6) {
            0 => bytes[at] ^= 1 << random.random_range(0..8),
            1 => bytes[at] = random.random(),
            2 => bytes.truncate(at),
            3 => {
                let end = (at + random.random_range(1..40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = random.random_range(0..bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => {
                let end = (at + 4).min(bytes.len());
                let extreme = [0_u32, 1, u32::MAX, 0x7fff_ffff, 0xffff][random.random_range(0..5)];
                bytes[at..end].copy_from_slice(&extreme.to_le_bytes()[..end - at]);
            }
            _ => {
                let end = (at + random.random_range(1..20)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
    }
    bytes
}
