//! From a resolved tree of words to a typed tree of relations, optimised.

mod absent;
mod access;
mod arithmetic;
mod chance;
mod constant;
mod cube;
mod dependent;
mod described;
mod eager;
mod fault;
mod floats;
mod guarded;
mod instants;
mod lateral;
mod lineage;
mod nested;
mod optimise;
mod order;
mod provider;
mod recursion;
mod rounding;
mod shared;
mod told;
mod within;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion_common::{DFSchema, DataFusionError, ScalarValue, config::ConfigOptions};
use datafusion_expr::simplify::SimplifyContext;
use datafusion_expr::{Expr, LogicalPlan};
use datafusion_optimizer::simplify_expressions::ExprSimplifier;
use datafusion_sql::planner::{NullOrdering, ParserOptions, PlannerContext, SqlToRel};
use model::{Diagnostic, Field};
use sqlparser::ast::{Query, Statement};

pub use cube::{Cube, Cubed, cubed};
pub(crate) use fault::{Mistake, kind_of};
pub use nested::{CAST, TRY_CAST};
pub use order::Sizes;

use crate::names::{Bound, Names, Plan};
use crate::place::Text;
use crate::question::Question;
use crate::turned::Turning;
use crate::{parse, resolve, types};
use provider::Provider;

/// Stack of the thread that reads and plans: deep trees are walked by recursion.
const STACK: usize = 64 * 1024 * 1024;

/// Runs `work` where deep recursion is safe. None when it failed beyond repair.
pub(crate) fn on_deep_stack<Answer: Send>(work: impl FnOnce() -> Answer + Send) -> Option<Answer> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("plan".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || {
                std::panic::catch_unwind(AssertUnwindSafe(work)).ok()
            })
            .ok()
            .and_then(|thread| thread.join().ok().flatten())
    })
}

/// Understands a text: all of its questions; the plan is that of the last one.
pub(crate) fn sql(text: &str, names: &Names) -> Bound {
    let text = Text::new(text);
    let questions = match parse::questions(&text, &names.parameters, &names.turned) {
        Ok(questions) => questions,
        Err(diagnostic) => return refused(diagnostic),
    };
    let mut whole = Bound::default();
    for asked in questions {
        let bound = question(&text, names, asked);
        whole.plan = bound.plan;
        // A name that several questions read is bound for each of them.
        for diagnostic in bound.diagnostics {
            if !whole.diagnostics.contains(&diagnostic) {
                whole.diagnostics.push(diagnostic);
            }
        }
        for read in bound.reads {
            if !whole.reads.contains(&read) {
                whole.reads.push(read);
            }
        }
    }
    if whole.diagnostics.iter().any(Diagnostic::is_error) {
        whole.plan = None;
    }
    whole
}

/// Understands what stands behind one row of the answer of a text's last question.
pub(crate) fn behind(text: &str, row: &[model::Value], names: &Names) -> Bound {
    let text = Text::new(text);
    let questions = match parse::questions(&text, &names.parameters, &names.turned) {
        Ok(questions) => questions,
        Err(diagnostic) => return refused(diagnostic),
    };
    let Some(mut asked) = questions.into_iter().next_back() else {
        return Bound::default();
    };
    match crate::behind::opened(&mut asked.query, row) {
        Ok(()) => question(&text, names, asked),
        Err(diagnostic) => refused(diagnostic),
    }
}

/// The question for the values of a PIVOT that lists none; none when every PIVOT has its values, or
/// when nothing can be asked.
pub(crate) fn turning(text: &str, names: &Names) -> Option<Turning> {
    let text = Text::new(text);
    let (place, asked) = parse::turning(&text, &names.parameters, &names.turned)?;
    let bound = question(&text, names, asked);
    Some(Turning { place, bound })
}

/// The plans of all questions of a text, or what is wrong with them.
pub(crate) fn each(text: &str, names: &Names) -> Result<Vec<Plan>, Vec<Diagnostic>> {
    let text = Text::new(text);
    let questions = parse::questions(&text, &names.parameters, &names.turned)
        .map_err(|diagnostic| vec![diagnostic])?;
    let mut plans = Vec::with_capacity(questions.len());
    let mut diagnostics = Vec::new();
    for asked in questions {
        let bound = question(&text, names, asked);
        plans.extend(bound.plan);
        diagnostics.extend(bound.diagnostics.into_iter().filter(Diagnostic::is_error));
    }
    if diagnostics.is_empty() {
        Ok(plans)
    } else {
        Err(diagnostics)
    }
}

fn question(text: &Text<'_>, names: &Names, mut question: Question) -> Bound {
    let mut diagnostics = std::mem::take(&mut question.warnings);
    let resolved = resolve::resolve(text, names, &mut question.query);
    diagnostics.extend(resolved.diagnostics);
    let mut bound = Bound {
        plan: None,
        diagnostics,
        reads: resolved.reads,
    };
    if bound.diagnostics.iter().any(Diagnostic::is_error) {
        return bound;
    }
    let tree = question.query.clone();
    match described::answer(question, names, &resolved.recursive) {
        Ok(plan) => {
            bound.plan = Some(Plan {
                text: Some(Arc::from(text.as_str())),
                ..plan
            });
        }
        Err(error) => bound
            .diagnostics
            .push(fault::explain(&error, text, Some(&tree))),
    }
    bound
}

/// Says in words why a question without text cannot be planned.
pub(crate) fn explain_gesture(error: &DataFusionError) -> Diagnostic {
    fault::explain(error, &Text::new(""), None)
}

/// Plans a query whose names are exact.
pub(crate) fn plan(
    query: Query,
    names: &Names,
    recursive: &[resolve::Recursive],
) -> Result<Plan, DataFusionError> {
    let tree = Arc::new(query);
    let planned = match planned(&tree, names, recursive) {
        Err(error) if told::is_about_names(&error) => {
            let apart = told::told_apart(tree.as_ref().clone());
            // When it does not help, the names are the person's own.
            planned(&apart, names, recursive).map_err(|_| error)?
        }
        other => other?,
    };
    Ok(Plan {
        statement: Some(tree),
        ..planned
    })
}

fn planned(
    query: &Query,
    names: &Names,
    recursive: &[resolve::Recursive],
) -> Result<Plan, DataFusionError> {
    let provider = Provider::new(names);
    let statement = Statement::Query(Box::new(query.clone()));
    let planner = SqlToRel::new_with_options(&provider, options());
    let logical = planner.sql_statement_to_plan(statement)?;
    recursion::check(&logical, recursive)?;
    let logical = match names.seed {
        Some(seed) => chance::seeded(logical, seed, query)?,
        None => logical,
    };
    finish(logical, names)
}

/// Optimises a typed tree and names the columns of its answer.
pub(crate) fn finish(logical: LogicalPlan, names: &Names) -> Result<Plan, DataFusionError> {
    let sizes = Sizes::of(names);
    let logical = absent::marked(logical)?;
    let logical = absent::unmarked(optimise::optimise(logical, &sizes)?)?;
    let fields = fields(&logical, names)?;
    Ok(Plan {
        logical,
        fields,
        sizes,
        measured: None,
        text: None,
        statement: None,
    })
}

/// The names of the fields of a resolved query's first column; none when it is no structure.
pub(crate) fn fields_of_first(query: Query, names: &Names) -> Option<Vec<String>> {
    let provider = Provider::new(names);
    let planner = SqlToRel::new_with_options(&provider, options());
    let statement = Statement::Query(Box::new(query));
    let planned = planner.sql_statement_to_plan(statement).ok()?;
    match planned.schema().fields().first()?.data_type() {
        DataType::Struct(fields) => Some(fields.iter().map(|field| field.name().clone()).collect()),
        _ => None,
    }
}

/// Whether a resolved condition without columns holds; none when that is not known here.
pub(crate) fn truth(condition: sqlparser::ast::Expr) -> Option<bool> {
    let names = Names::default();
    let provider = Provider::new(&names);
    let planner = SqlToRel::new_with_options(&provider, options());
    let schema = DFSchema::empty();
    let planned = planner
        .sql_to_expr(condition, &schema, &mut PlannerContext::new())
        .ok()?;
    let simplifier = ExprSimplifier::new(SimplifyContext::default());
    let typed = simplifier.coerce(planned, &schema).ok()?;
    match simplifier.simplify(typed).ok()? {
        Expr::Literal(ScalarValue::Boolean(holds), _) => Some(holds.unwrap_or(false)),
        _ => None,
    }
}

/// A bound text that is nothing but one refusal.
pub(crate) fn refused(diagnostic: Diagnostic) -> Bound {
    Bound {
        diagnostics: vec![diagnostic],
        ..Bound::default()
    }
}

/// What is said when planning failed in a way that was not foreseen.
pub(crate) fn beyond_repair() -> Bound {
    refused(
        Diagnostic::error("SQL_CRASHED", "This statement could not be planned.")
            .with_hint("Write it in smaller steps: named queries (WITH) or cells of their own."),
    )
}

fn options() -> ParserOptions {
    ParserOptions::new()
        .with_parse_float_as_decimal(true)
        .with_enable_ident_normalization(false)
        .with_support_varchar_with_length(true)
        .with_map_string_types_to_utf8view(false)
        .with_collect_spans(true)
        .with_default_null_ordering(NullOrdering::NullsMax)
}

/// Settings of the planner's rules.
pub(crate) fn settings() -> ConfigOptions {
    let mut settings = ConfigOptions::default();
    settings.optimizer.max_passes = 3;
    settings.sql_parser.map_string_types_to_utf8view = false;
    settings
}

fn fields(logical: &LogicalPlan, names: &Names) -> Result<Vec<Field>, DataFusionError> {
    let schema = logical.schema();
    let mut fields = Vec::with_capacity(schema.fields().len());
    for (at, field) in schema.fields().iter().enumerate() {
        let Some(data_type) = types::from_arrow(field.data_type()) else {
            return Err(Mistake::new(
                "SQL_UNSUPPORTED",
                format!(
                    "The column `{}` has a type that cannot be shown.",
                    crate::near::shortened(field.name())
                ),
                "Cast it to text: CAST(… AS text).",
            )
            .into());
        };
        let mut named = Field::new(field.name(), data_type);
        if let Some(origin) = lineage::origin(logical, at, names)
            && origin.data_type == named.data_type
        {
            named.kind = origin.kind;
        }
        fields.push(named);
    }
    Ok(fields)
}
