//! The list of commands and its TypeScript agree.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;

#[test]
fn every_command_has_a_name_of_its_own() {
    let mut names = app::command_names();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(
        names
            .iter()
            .all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
    );
}

#[test]
fn generated_commands_are_fresh() {
    is_fresh("Commands.ts", &app::commands_typescript());
}

/// P21, R32: the window reads the same table of action and trust as the door.
#[test]
fn p21_r32_the_generated_refusals_are_fresh() {
    is_fresh("Refused.ts", &app::trust::refused_typescript());
}

/// A generated file says what the list says now; otherwise it is written again.
fn is_fresh(name: &str, fresh: &str) {
    let path = Path::new("../../ui/src/backend/generated").join(name);
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    if before != fresh {
        std::fs::write(path, fresh).unwrap();
    }
    assert!(
        before == fresh,
        "{name} was out of date and has been written again: commit it"
    );
}
