//! Where the answers of all cells come from: traced by the engine, followed from cell to cell.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{Field, Lineage};
use notebook::{Graph, Node, NodeKind};
use protocol::message::{Scope, Statement};
use protocol::words::{Traced, WordsAnswer, WordsAsk};
use tokio_util::sync::CancellationToken;

use super::{Session, State};
use crate::command::lineage::{CellLineage, LineageKind, SourceLineage, WorkbookLineage};
use crate::{App, Error};

/// What is traced: the SQL cells as a scope, and the questions of the charts by their names.
struct Asked {
    graph: Arc<Graph>,
    scope: Scope,
}

impl Session {
    /// The way of all data of this workbook. Nothing runs.
    pub(crate) async fn lineage(self: &Arc<Self>, app: &App) -> Result<WorkbookLineage, Error> {
        self.open_harmless_sources(app, &CancellationToken::new())
            .await?;
        let asked = self.state().to_trace();
        let (cells, _) = self.traced(app, asked.scope.clone(), Vec::new()).await?;
        let (charts, questions) = self.state().charts(&asked, &cells);
        let (cells, traced_charts) = if questions.is_empty() {
            (cells, Vec::new())
        } else {
            self.traced(app, asked.scope.clone(), questions).await?
        };
        let names = asked.scope.cells.iter().map(|cell| cell.name.clone());
        let all: Vec<(String, Traced)> = names
            .zip(cells)
            .chain(charts.into_iter().zip(traced_charts))
            .collect();
        let mut ways: Vec<(String, Option<Lineage>)> = all
            .iter()
            .map(|(name, traced)| (name.clone(), traced.lineage.clone()))
            .collect();
        notebook::lineage::follow(&mut ways);
        let known: Vec<Known> = all
            .into_iter()
            .enumerate()
            .map(|(at, (name, mut traced))| {
                for lineage in &mut traced.earlier {
                    notebook::lineage::follow_one(&ways[..at], lineage);
                }
                Known {
                    name,
                    lineage: ways[at].1.clone(),
                    earlier: traced.earlier,
                    problem: traced.problem.map(|problem| problem.message),
                }
            })
            .collect();
        Ok(self.state().told(&asked.graph, &known))
    }

    async fn traced(
        self: &Arc<Self>,
        app: &App,
        scope: Scope,
        statements: Vec<Statement>,
    ) -> Result<(Vec<Traced>, Vec<Traced>), Error> {
        match self
            .words(app, WordsAsk::Trace { scope, statements })
            .await?
        {
            WordsAnswer::Traced { cells, statements } => Ok((cells, statements)),
            _ => Err(Error::fault("Tracing the cells")),
        }
    }
}

/// What is known of one cell after tracing.
struct Known {
    name: String,
    lineage: Option<Lineage>,
    earlier: Vec<Lineage>,
    problem: Option<String>,
}

impl State {
    fn to_trace(&self) -> Asked {
        let graph = self.graph();
        let all: BTreeSet<usize> = (0..graph.nodes().len()).collect();
        let mut scope = self.scope_over(&graph, &self.standings(&graph), &all);
        for cell in &mut scope.cells {
            // The way of the text as it is, not of the answer that is kept.
            cell.result = None;
        }
        Asked { graph, scope }
    }

    /// Names of the charts that ask something, and what they ask.
    fn charts(&self, asked: &Asked, cells: &[Traced]) -> (Vec<String>, Vec<Statement>) {
        let mut found = (Vec::new(), Vec::new());
        for node in asked.graph.nodes() {
            let NodeKind::Chart { spec } = &node.kind else {
                continue;
            };
            let lower = spec.source.to_lowercase();
            let place = asked
                .scope
                .cells
                .iter()
                .position(|cell| cell.name.to_lowercase() == lower);
            let fields: Vec<Field> = match (place, self.table(&spec.source)) {
                (Some(at), _) => cells.get(at).map(|cell| cell.fields.clone()),
                (None, Some(table)) => Some(table.fields.clone()),
                (None, None) => None,
            }
            .unwrap_or_default();
            if let Some(query) = chart::resolve(&chart::drilled(spec).0, &fields).query {
                found.0.push(node.name.clone());
                found.1.push(Statement::Query { query });
            }
        }
        found
    }

    fn told(&self, graph: &Graph, known: &[Known]) -> WorkbookLineage {
        let sources = self.book.sources.iter().map(|spec| {
            let read = self.sources.get(&spec.id);
            let tables = read.into_iter().flat_map(|source| &source.tables);
            SourceLineage {
                name: spec.name.clone(),
                path: spec.path.clone(),
                tables: tables.map(|table| table.name.clone()).collect(),
            }
        });
        WorkbookLineage {
            sources: sources.collect(),
            cells: graph
                .nodes()
                .iter()
                .filter_map(|node| cell(graph, node, known))
                .collect(),
        }
    }
}

fn cell(graph: &Graph, node: &Node, known: &[Known]) -> Option<CellLineage> {
    let kind = match node.kind {
        NodeKind::Markdown => return None,
        NodeKind::Sql { .. } => LineageKind::Sql,
        NodeKind::Chart { .. } => LineageKind::Chart,
        NodeKind::Parameter { .. } => LineageKind::Parameter,
    };
    let found = known.iter().find(|one| one.name == node.name);
    let own = node.diagnostics.iter().find(|one| one.is_error());
    let feeds = node
        .feeds
        .iter()
        .filter_map(|place| graph.nodes().get(*place));
    Some(CellLineage {
        cell: node.id.clone(),
        name: node.name.clone(),
        kind,
        reads: node.mentions.clone(),
        feeds: feeds.map(|reader| reader.name.clone()).collect(),
        lineage: found.and_then(|one| one.lineage.clone()),
        earlier: found.map(|one| one.earlier.clone()).unwrap_or_default(),
        problem: found
            .and_then(|one| one.problem.clone())
            .or_else(|| own.map(|mistake| mistake.message.clone())),
    })
}
