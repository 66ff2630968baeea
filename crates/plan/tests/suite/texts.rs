//! Texts by the hundred thousand through guard and parser: not one may panic, even where the panic
//! would be caught.

use std::sync::atomic::{AtomicUsize, Ordering};

use rand::prelude::*;
use rand::rngs::SmallRng;

use crate::fuzz::{damaged, nonsense, statement};

/// Letters that scanners stumble over.
const ODD: [char; 14] = [
    '\0', '\r', '\u{2028}', '\u{feff}', '\u{202e}', '\u{301}', '🙂', '"', '\'', '`', '$', '\\',
    '#', '@',
];

fn noise(random: &mut SmallRng) -> String {
    let letter = |random: &mut SmallRng| match random.random_range(0..3) {
        0 => ODD.choose(random).copied().unwrap(),
        1 => char::from(random.random_range(b' '..b'~')),
        _ => ['(', ')', '-', '/', '*', ',', '.', ':']
            .choose(random)
            .copied()
            .unwrap(),
    };
    (0..random.random_range(0..80))
        .map(|_| letter(random))
        .collect()
}

fn read(seed: u64, count: usize) {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    std::panic::set_hook(Box::new(|panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        eprintln!("{panic}");
    }));
    let mut random = SmallRng::seed_from_u64(seed);
    for round in 0..count {
        let text = match round % 8 {
            0 => statement(&mut random, 1),
            1 | 2 => {
                let text = statement(&mut random, 0);
                damaged(&mut random, &text)
            }
            3..=5 => noise(&mut random),
            _ => nonsense(&mut random),
        };
        // Formatting guards and parses, and binds nothing.
        let outcome = plan::format(&text);
        assert_eq!(PANICS.load(Ordering::Relaxed), 0, "{text:?}");
        if let Err(found) = outcome {
            assert!(found.message.chars().count() <= 400, "{text:?}");
        }
    }
    let _ = std::panic::take_hook();
}

#[test]
fn p14_100_000_texts_pass_guard_and_parser() {
    read(14, 100_000);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_1_000_000_texts_pass_guard_and_parser() {
    read(1_014, 1_000_000);
}
