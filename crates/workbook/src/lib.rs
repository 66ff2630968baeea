//! Edits and their inverses, and the workbook file: container, journal, migrations.
