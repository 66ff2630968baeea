//! The values that a PIVOT does not list, offered as a fix.

use std::sync::Arc;

use model::{ColumnProfile, Diagnostic, Fix, TextChange, Value};
use protocol::message::{Answer, Ask, Check, Scope};
use tokio_util::sync::CancellationToken;

use super::Session;
use crate::App;

impl Session {
    /// Gives a diagnostic about a PIVOT without values the fix that lists them, where a profile
    /// knows all of them, or says how many there are.
    pub(super) async fn offer_pivot_values(
        self: &Arc<Self>,
        app: &App,
        text: &str,
        scope: &Scope,
        check: &mut Check,
    ) {
        for diagnostic in &mut check.diagnostics {
            if diagnostic.code == "SQL_PIVOT_VALUES"
                && let Some((end, profile)) = self.turned(app, text, scope, diagnostic).await
            {
                offer(diagnostic, end, &profile);
            }
        }
    }

    /// Where the column ends whose values are missing, in UTF-8 bytes, and what is known of it.
    async fn turned(
        self: &Arc<Self>,
        app: &App,
        text: &str,
        scope: &Scope,
        diagnostic: &Diagnostic,
    ) -> Option<(u32, ColumnProfile)> {
        let end = diagnostic.span?.end;
        let (before, after) = text.split_at_checked(usize::try_from(end).ok()?)?;
        let has_list = after.trim_start().get(..2);
        if has_list.is_some_and(|word| word.eq_ignore_ascii_case("in")) {
            return None;
        }
        // What completion would be asked with the cursor in the first value of the list.
        let begun = [before, " IN ('"].concat();
        let ask = Ask::Complete {
            offset: u32::try_from(begun.len()).ok()?,
            text: begun,
            scope: scope.clone(),
        };
        let told = self.ask(app, ask, None, &CancellationToken::new()).await;
        let Ok((
            Answer::Completions {
                wanted: Some(wanted),
                ..
            },
            _,
        )) = told
        else {
            return None;
        };
        let profile = match self.known_profile(app, &wanted.column).await {
            Some(known) => known,
            None => self.new_profile(app, &wanted.column).await?,
        };
        Some((end, profile))
    }
}

fn offer(diagnostic: &mut Diagnostic, end: u32, profile: &ColumnProfile) {
    let is_whole = usize::try_from(profile.distinct) == Ok(profile.top.len());
    if !is_whole {
        let about = if profile.distinct_is_estimate {
            "about "
        } else {
            ""
        };
        diagnostic.hint = Some(format!(
            "The column has {about}{} values; list those that you need: IN ('a', 'b').",
            profile.distinct
        ));
        return;
    }
    let mut values = Vec::with_capacity(profile.top.len());
    for top in &profile.top {
        let Value::Text(value) = &top.value else {
            return;
        };
        values.push(format!("'{}'", value.replace('\'', "''")));
    }
    values.sort_unstable();
    let label = match values.len() {
        0 => return,
        1 => "List its value".to_owned(),
        several => format!("List its {several} values"),
    };
    diagnostic.fixes.push(Fix {
        label,
        changes: vec![TextChange {
            start: end,
            end,
            text: format!(" IN ({})", values.join(", ")),
        }],
    });
}
