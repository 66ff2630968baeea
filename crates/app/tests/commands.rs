//! The list of commands and its TypeScript agree.

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
    let path = Path::new("../../ui/src/backend/generated/Commands.ts");
    let fresh = app::commands_typescript();
    let before = std::fs::read_to_string(path).unwrap_or_default();
    if before != fresh {
        std::fs::write(path, &fresh).unwrap();
    }
    assert!(
        before == fresh,
        "Commands.ts was out of date and has been written again: commit it"
    );
}
