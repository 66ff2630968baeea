//! Calls: the function that a name means, and the short forms that look like one.

use sqlparser::ast::{
    BinaryOperator, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentClause, FunctionArguments, Ident, NullTreatment, WindowFrame, WindowFrameBound,
    WindowType,
};

use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::from::one_word;
use super::super::scope::{Found, Scope, one_named};
use super::{elsewhere, forms};
use crate::functions::{DATE_PARTS, Entry, UNITS, functions};
use crate::near::shortened;
use crate::{nodes, refuse, tree};

impl Resolver<'_> {
    /// A call: its function's own name, or the form that it is short for.
    pub(super) fn function(&mut self, function: &mut Function, scope: &Scope<'_>) -> Option<Expr> {
        elsewhere::pairs_for_names(function);
        let word = one_word(&function.name);
        if word.value == nodes::EXCLUDED {
            return None;
        }
        if let Some(window) = &mut function.over {
            self.window(window, scope);
            if let WindowType::WindowSpec(spec) = window
                && let Some(frame) = &spec.window_frame
            {
                self.check_frame(frame, word.span);
            }
        }
        order_inside(function, &word);
        if function.parameters != FunctionArguments::None || function.uses_odbc_syntax {
            self.unsupported(
                "This form of calling a function",
                word.span,
                "Write name(arguments).",
            );
            return None;
        }
        if let FunctionArguments::List(list) = &function.args {
            let is_odd = |arg: &FunctionArg| {
                !matches!(
                    arg,
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(_) | FunctionArgExpr::Wildcard)
                )
            };
            if list.args.iter().any(is_odd) {
                let hint = "Give the arguments in their order, without names and without table.*.";
                self.unsupported(
                    "An argument with a name, or a star of one table,",
                    word.span,
                    hint,
                );
                return None;
            }
        }
        let lower = word.value.to_lowercase();
        let args = tree::plain_args(function);
        if let Some(part) = self.part_of_date(&lower, args.as_deref(), &word) {
            return Some(part);
        }
        if let ("count", FunctionArguments::List(list)) = (lower.as_str(), &mut function.args)
            && list.duplicate_treatment == Some(DuplicateTreatment::Distinct)
            && list.args.len() > 1
            && let Some(several) = &args
        {
            let one = forms::all_known(several, word.span);
            list.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(one))];
        }
        let entry = functions().entry(&lower);
        let known = match entry {
            Some(entry) if entry.is_form() => entry.name(),
            _ => lower.as_str(),
        };
        if let Some(written) = elsewhere::rewritten(known, function, word.span) {
            return Some(written);
        }
        let args = tree::plain_args(function);
        if let Some(transformed) = self.json_transformed(known, args.as_deref(), word.span) {
            return Some(transformed);
        }
        if entry.is_some_and(Entry::is_form) {
            let written = args.and_then(|args| forms::form(known, args, function, &word));
            if let (None, Some(entry)) = (&written, entry) {
                let message = format!("`{lower}` takes other arguments.");
                let hint = format!("Write {}, for example {}.", entry.call, entry.example);
                self.error(word.span, "SQL_ARGUMENTS", message, &hint);
            }
            return written;
        }
        if let Some(name) = functions().canonical(&word.value) {
            function.name = tree::object(&name, word.span);
            self.parts_fit(function, &name, word.span);
            return None;
        }
        if refuse::reads_files(&word.value) {
            let message = format!(
                "`{}` would read a file, and a cell reads only sources.",
                shortened(&word.value)
            );
            let hint = "Add the file or folder as a source, then read it by its name.";
            self.error(word.span, "SQL_FORBIDDEN_SOURCE", message, hint);
            return None;
        }
        let known: Vec<String> = functions().names().into_iter().map(str::to_owned).collect();
        self.unknown(("SQL_UNKNOWN_FUNCTION", "function"), &word, "", &known);
        None
    }

    /// A part of a day or an instant by its own name, or by `date_part` with a unit that is no part
    /// of the planner's.
    fn part_of_date(&mut self, name: &str, args: Option<&[Expr]>, word: &Ident) -> Option<Expr> {
        if let Some((_, part)) = DATE_PARTS.iter().find(|(known, _)| *known == name)
            && let Some([date]) = args
        {
            let part = tree::text(part, word.span);
            return Some(tree::call("date_part", vec![part, date.clone()], word.span));
        }
        let ("date_part" | "datepart", Some([Expr::Value(unit), date])) = (name, args) else {
            return None;
        };
        let written = unit.value.to_string();
        if let Some(part) = forms::long_part(&written.to_lowercase(), date) {
            return Some(part);
        }
        self.check_unit(&written.to_lowercase(), unit.span);
        forms::part_of_age(&written, date)
    }

    /// What stands in or behind the brackets of a call must be what its function knows.
    fn parts_fit(&mut self, function: &mut Function, name: &str, span: Span) {
        let known = functions();
        if known.scalar(name).is_some() && known.aggregate(name).is_none() {
            let (has_distinct, has_clauses) = match &function.args {
                FunctionArguments::List(list) => (
                    list.duplicate_treatment == Some(DuplicateTreatment::Distinct),
                    !list.clauses.is_empty(),
                ),
                _ => (false, false),
            };
            let odd = [
                (function.over.is_some(), "OVER"),
                (function.filter.is_some(), "FILTER"),
                (function.null_treatment.is_some(), "IGNORE NULLS"),
                (!function.within_group.is_empty(), "WITHIN GROUP"),
                (has_distinct, "DISTINCT"),
                (has_clauses, "ORDER BY"),
            ];
            if let Some((_, part)) = odd.iter().find(|(is_there, _)| *is_there) {
                let what = format!("{part} with `{name}`, which looks at single rows,");
                let hint = "It belongs to aggregates and window functions, such as sum().";
                self.unsupported(&what, span, hint);
            }
        }
        let ignores = take_ignored_nulls(function);
        if ignores && name == "array_agg" && function.over.is_none() {
            let value = tree::plain_args(function).and_then(|args| args.into_iter().next());
            if let Some(value) = value {
                let is_there = Expr::IsNotNull(Box::new(tree::nested(value)));
                function.filter = Some(Box::new(match function.filter.take() {
                    Some(condition) => tree::binary(
                        tree::nested(*condition),
                        BinaryOperator::And,
                        tree::nested(is_there),
                    ),
                    None => is_there,
                }));
            }
        } else if ignores {
            function.null_treatment = Some(NullTreatment::IgnoreNulls);
        }
    }

    /// A part of a date must be one that dates have.
    pub(in crate::resolve) fn check_unit(&mut self, unit: &str, span: Span) {
        let unit = unit.trim_matches('\'').to_lowercase();
        if !UNITS.contains(&unit.trim_end_matches('s')) && !UNITS.contains(&unit.as_str()) {
            let message = format!("Dates have no part called `{}`.", shortened(&unit));
            let hint = "Parts are year, quarter, month, week, day, dow, doy, hour, minute, second, epoch, decade, century and millennium.";
            self.error(span, "SQL_VALUE", message, hint);
        }
    }

    /// A frame begins before it ends.
    fn check_frame(&mut self, frame: &WindowFrame, span: Span) {
        let place = |bound: &WindowFrameBound| match bound {
            WindowFrameBound::Preceding(None) => 0,
            WindowFrameBound::Preceding(Some(_)) => 1,
            WindowFrameBound::CurrentRow => 2,
            WindowFrameBound::Following(Some(_)) => 3,
            WindowFrameBound::Following(None) => 4,
        };
        let end = frame.end_bound.as_ref().map_or(2, place);
        if place(&frame.start_bound) > end {
            let message = "The frame of this window begins behind its end.".to_owned();
            let hint = "Write the earlier bound first: ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING.";
            self.error(span, "SQL_VALUE", message, hint);
        }
    }

    /// Writes out a window that is named, or that builds on a named one.
    pub(in crate::resolve) fn window(&mut self, window: &mut WindowType, scope: &Scope<'_>) {
        let name = match window {
            WindowType::NamedWindow(name) => name.clone(),
            WindowType::WindowSpec(spec) => match spec.window_name.take() {
                Some(name) => name,
                None => return,
            },
        };
        let Some((_, known)) = one_named(&name, &scope.windows, |window| &window.0).first() else {
            let known: Vec<String> = scope
                .windows
                .iter()
                .map(|window| window.0.clone())
                .collect();
            self.unknown(("SQL_UNKNOWN_WINDOW", "window"), &name, "", &known);
            return;
        };
        let mut whole = known.clone();
        if let WindowType::WindowSpec(spec) = window {
            if !spec.order_by.is_empty() {
                whole.order_by = std::mem::take(&mut spec.order_by);
            }
            if spec.window_frame.is_some() {
                whole.partition_by.retain(|key| !says_what_is_left_out(key));
                whole.window_frame = spec.window_frame.take();
            }
            whole.partition_by.append(&mut spec.partition_by);
        }
        *window = WindowType::WindowSpec(whole);
    }
}

fn says_what_is_left_out(key: &Expr) -> bool {
    matches!(key, Expr::Function(function) if one_word(&function.name).value == nodes::EXCLUDED)
}

/// Takes IGNORE NULLS away, inside the brackets or behind them; whether it was there.
fn take_ignored_nulls(function: &mut Function) -> bool {
    let is_ignored = |treatment: &NullTreatment| *treatment == NullTreatment::IgnoreNulls;
    let mut found = function.null_treatment.as_ref().is_some_and(is_ignored);
    if found {
        function.null_treatment = None;
    }
    if let FunctionArguments::List(list) = &mut function.args {
        list.clauses.retain(|clause| {
            let is_here = matches!(
                clause,
                FunctionArgumentClause::IgnoreOrRespectNulls(NullTreatment::IgnoreNulls)
            );
            found |= is_here;
            !is_here
        });
    }
    found
}

/// `listagg(x, ',') WITHIN GROUP (ORDER BY y)` is `string_agg(x, ',' ORDER BY y)`.
fn order_inside(function: &mut Function, name: &Ident) {
    let lower = name.value.to_lowercase();
    let is_text = matches!(lower.as_str(), "string_agg" | "listagg" | "group_concat");
    if is_text
        && !function.within_group.is_empty()
        && let FunctionArguments::List(list) = &mut function.args
    {
        let order = std::mem::take(&mut function.within_group);
        list.clauses.push(FunctionArgumentClause::OrderBy(order));
    }
}

/// `date_trunc(month, d)`: the unit may stand without quotes.
pub(super) fn unit_as_text(function: &mut Function, scope: &Scope<'_>) {
    const TAKE_UNIT: [&str; 16] = [
        "dateadd",
        "date_add",
        "timestampadd",
        "timestamp_add",
        "timestampdiff",
        "timestamp_diff",
        "datetime_diff",
        "datename",
        "datediff",
        "date_sub",
        "datesub",
        "date_trunc",
        "datetrunc",
        "date_part",
        "datepart",
        "date_diff",
    ];
    if !TAKE_UNIT.contains(&one_word(&function.name).value.to_lowercase().as_str()) {
        return;
    }
    let FunctionArguments::List(list) = &mut function.args else {
        return;
    };
    // In front of the days, or behind them.
    let last = list.args.len().saturating_sub(1);
    for (at, arg) in list.args.iter_mut().enumerate() {
        if let FunctionArg::Unnamed(FunctionArgExpr::Expr(unit)) = arg
            && let Expr::Identifier(word) = unit
            && (at == 0 || (at == last && elsewhere::unit_word(&word.value).is_some()))
            && matches!(scope.word(word), Found::Nothing)
        {
            *unit = tree::text(&word.value.to_lowercase(), word.span);
        }
    }
}
