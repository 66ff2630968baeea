//! What a statement reads several times: a named query, a view, a subquery written twice. Each
//! becomes a scan of its own while the rest of the tree is planned, so that the filters and columns
//! of everyone who reads it are known. Then it is planned once with what all of them ask for, and
//! the engine, which finds equal parts, computes it once.

mod asked;
mod passes;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{Column, Result, TableReference};
use datafusion_expr::logical_plan::{SubqueryAlias, TableScan, TableScanBuilder};
use datafusion_expr::utils::conjunction;
use datafusion_expr::{Expr, Filter, Limit, LogicalPlan, Projection, lit};

use super::order::Sizes;
use super::provider;
use crate::nodes::Kept;
use asked::Asked;

/// A part that several read.
pub(super) struct Part {
    /// The name of its scans; no table is called like this.
    name: String,
    pub(super) plan: LogicalPlan,
    /// The part once it is planned: for all who read it, or for those who ask for the same rows.
    versions: Vec<Version>,
}

/// A part with what is asked of it.
struct Version {
    plan: LogicalPlan,
    /// The filters of those who read it.
    filters: Vec<Vec<Expr>>,
}

/// Takes dear parts out of a typed tree that it has more than once, those that read others first.
pub(super) fn taken_out(tree: LogicalPlan) -> Result<(LogicalPlan, Vec<Part>)> {
    let mut found = repeated(&tree)?;
    if found.is_empty() {
        return Ok((tree, Vec::new()));
    }
    // A part is larger than those that it reads.
    found.sort_by_key(|(_, nodes)| std::cmp::Reverse(*nodes));
    let names: HashMap<LogicalPlan, String> = found
        .iter()
        .enumerate()
        .map(|(at, (plan, _))| (plan.clone(), format!("\u{1}shared{at}")))
        .collect();
    let parts = found
        .into_iter()
        .map(|(plan, _)| {
            let name = names.get(&plan).cloned().unwrap_or_default();
            let plan = scanned(plan, &names)?;
            Ok(Part {
                name,
                plan,
                versions: Vec::new(),
            })
        })
        .collect::<Result<_>>()?;
    Ok((scanned(tree, &names)?, parts))
}

/// Puts parts back where they are read, each planned by `planned` with what is asked of it.
pub(super) fn put_back(
    tree: LogicalPlan,
    mut parts: Vec<Part>,
    planned: impl Fn(LogicalPlan) -> Result<LogicalPlan>,
) -> Result<LogicalPlan> {
    for at in 0..parts.len() {
        let (before, rest) = parts.split_at_mut(at);
        let Some(part) = rest.first_mut() else { break };
        let readers = before.iter().flat_map(|part| &part.versions);
        let readers = readers
            .map(|version| &version.plan)
            .chain(std::iter::once(&tree));
        let asked = Asked::of(&part.name, readers)?;
        part.versions = asked
            .versions(&part.plan)
            .into_iter()
            .map(|wanted| {
                let plan = planned(part.narrowed(wanted.pushed, &asked.columns)?)?;
                let filters = wanted.filters;
                Ok(Version { plan, filters })
            })
            .collect::<Result<_>>()?;
    }
    let mut done: Vec<Part> = Vec::with_capacity(parts.len());
    while let Some(mut part) = parts.pop() {
        for version in &mut part.versions {
            let plan = std::mem::take(&mut version.plan);
            version.plan = read(plan, &done)?;
        }
        done.push(part);
    }
    read(tree, &done)
}

impl Part {
    /// The sizes of tables with that of this part.
    pub(super) fn sized(&self, sizes: &Sizes) -> Sizes {
        sizes.with(&self.name, sizes.rows(&self.plan))
    }

    /// The part with a filter and only these of its columns, under the name of its scans.
    fn narrowed(&self, pushed: Vec<Expr>, columns: &[usize]) -> Result<LogicalPlan> {
        let alias = SubqueryAlias::try_new(Arc::new(self.plan.clone()), self.name.as_str())?;
        let whole = filtered(LogicalPlan::SubqueryAlias(alias), pushed)?;
        if columns.len() == whole.schema().fields().len() {
            return Ok(whole);
        }
        let column = |at: &usize| Expr::Column(Column::from(whole.schema().qualified_field(*at)));
        let columns = columns.iter().map(column).collect();
        Ok(LogicalPlan::Projection(Projection::try_new(
            columns,
            Arc::new(whole),
        )?))
    }

    /// What one who reads this part sees.
    fn seen_by(&self, scan: TableScan) -> Result<LogicalPlan> {
        let mut versions = self.versions.iter();
        let Some(version) = versions.find(|version| version.filters.contains(&scan.filters)) else {
            return datafusion_common::plan_err!("a shared part that nobody was known to read");
        };
        let is_for_all = version.filters.len() > 1;
        let filters = if is_for_all { scan.filters } else { Vec::new() };
        let mut plan = filtered(version.plan.clone(), filters)?;
        if let Some(rows) = scan.fetch {
            plan = LogicalPlan::Limit(Limit {
                skip: None,
                fetch: Some(Box::new(lit(i64::try_from(rows).unwrap_or(i64::MAX)))),
                input: Arc::new(plan),
            });
        }
        let seen = scan.projected_schema.columns();
        if seen == plan.schema().columns() {
            return Ok(plan);
        }
        let columns = seen.into_iter().map(Expr::Column).collect();
        let seen = Projection::try_new(columns, Arc::new(plan))?;
        Ok(LogicalPlan::Projection(seen))
    }
}

fn filtered(plan: LogicalPlan, filters: Vec<Expr>) -> Result<LogicalPlan> {
    Ok(match conjunction(filters) {
        Some(filter) => LogicalPlan::Filter(Filter::try_new(filter, Arc::new(plan))?),
        None => plan,
    })
}

/// A tree with parts in place of their scans.
fn read(tree: LogicalPlan, parts: &[Part]) -> Result<LogicalPlan> {
    let changed = tree.transform_up_with_subqueries(|node| match node {
        LogicalPlan::TableScan(scan) => {
            let table = scan.table_name.table();
            match parts.iter().find(|part| part.name == table) {
                Some(part) => Ok(Transformed::yes(part.seen_by(scan)?)),
                None => Ok(Transformed::no(LogicalPlan::TableScan(scan))),
            }
        }
        other => Ok(Transformed::no(other)),
    })?;
    Ok(changed.data)
}

/// A tree with scans in place of the parts that have names.
fn scanned(tree: LogicalPlan, names: &HashMap<LogicalPlan, String>) -> Result<LogicalPlan> {
    let changed = tree.transform_down_with_subqueries(|node| {
        let LogicalPlan::SubqueryAlias(alias) = node else {
            return Ok(Transformed::no(node));
        };
        let Some(name) = names.get(alias.input.as_ref()) else {
            return Ok(Transformed::no(LogicalPlan::SubqueryAlias(alias)));
        };
        let source = provider::rows(Arc::clone(alias.input.schema().inner()));
        let scan = TableScanBuilder::new(TableReference::bare(name.as_str()), source).build()?;
        let alias = SubqueryAlias::try_new(Arc::new(LogicalPlan::TableScan(scan)), alias.alias)?;
        let alias = LogicalPlan::SubqueryAlias(alias);
        Ok(Transformed::new(alias, true, TreeNodeRecursion::Jump))
    })?;
    Ok(changed.data)
}

/// The dear parts under a name that a tree has more than once, and how many nodes they have.
fn repeated(tree: &LogicalPlan) -> Result<Vec<(LogicalPlan, usize)>> {
    let mut seen: HashMap<LogicalPlan, usize> = HashMap::new();
    let mut found: Vec<LogicalPlan> = Vec::new();
    tree.apply_with_subqueries(|node| {
        let LogicalPlan::SubqueryAlias(alias) = node else {
            return Ok(TreeNodeRecursion::Continue);
        };
        let part = alias.input.as_ref();
        if matches!(part, LogicalPlan::SubqueryAlias(_)) || !is_dear(part)? || !is_whole(part) {
            return Ok(TreeNodeRecursion::Continue);
        }
        let Some(times) = seen.get_mut(part) else {
            seen.insert(part.clone(), 1);
            return Ok(TreeNodeRecursion::Continue);
        };
        *times += 1;
        if *times == 2 {
            found.push(part.clone());
        }
        // What lies below a part that was met before is read by it, once.
        Ok(TreeNodeRecursion::Jump)
    })?;
    found
        .into_iter()
        .map(|part| {
            let mut nodes = 0;
            part.apply_with_subqueries(|_| {
                nodes += 1;
                Ok(TreeNodeRecursion::Continue)
            })?;
            Ok((part, nodes))
        })
        .collect()
}

/// Whether a part groups, joins or the like: what only filters and renames is read twice as fast.
fn is_dear(part: &LogicalPlan) -> Result<bool> {
    let mut is_dear = false;
    part.apply(|node| {
        let is_kept = matches!(node, LogicalPlan::Extension(extension)
            if extension.node.as_any().downcast_ref::<Kept>().is_some());
        if is_kept {
            return Ok(TreeNodeRecursion::Jump);
        }
        is_dear = matches!(
            node,
            LogicalPlan::Aggregate(_)
                | LogicalPlan::Join(_)
                | LogicalPlan::Window(_)
                | LogicalPlan::Distinct(_)
                | LogicalPlan::RecursiveQuery(_)
                | LogicalPlan::Extension(_)
        );
        Ok(if is_dear {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    })?;
    Ok(is_dear)
}

/// Whether a part can stand alone: it looks at no row around it, and its columns have names that
/// tell them apart.
fn is_whole(part: &LogicalPlan) -> bool {
    let mut names = HashSet::new();
    let mut fields = part.schema().fields().iter();
    fields.all(|field| names.insert(field.name())) && part.all_out_ref_exprs().is_empty()
}
