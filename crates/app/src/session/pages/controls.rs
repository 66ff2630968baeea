//! What the control of a field offers: the values that remain under the other controls of the
//! page, and the members with the largest figures.

use std::sync::Arc;

use dashboard::{Active, Reads};
use model::{
    Aggregate, CellId, ChartSpec, Compare, Effect, Filter, InputStamp, Key, Measure, Order, Page,
    Picked, Pill, Query, Tile, TileContent, Top, TopKey, Value,
};
use protocol::message::Scope;

use super::no_tile;
use crate::command::page::{ControlValues, ReadValues};
use crate::session::Session;
use crate::session::charts::Painting;
use crate::session::charts::{Table, source_facts};
use crate::session::rows::not_run;
use crate::session::stream::unframed;
use crate::{App, Error};

/// Most values that a list offers at once; searching finds the others.
const MOST_VALUES: u64 = 500;
/// Most members that a control keeps.
const MOST_LARGEST: u32 = 1_000;

/// A question about one column, under what the other controls of the page choose.
struct About {
    source: String,
    field: String,
    filters: Vec<Filter>,
    inputs: Vec<InputStamp>,
    content: Vec<(String, String)>,
    scope: Scope,
    fields: Vec<model::Field>,
}

impl Session {
    /// The values that a list offers.
    pub(crate) async fn read_values(
        self: &Arc<Self>,
        app: &App,
        ask: ReadValues,
    ) -> Result<ControlValues, Error> {
        let (page, active) = self.page_now(app, &ask.page).await?;
        let tile = page.tile(&ask.tile).ok_or_else(no_tile)?;
        let about = self.about(&page, tile, &active)?;
        let total = self.count_values(app, &about, &[]).await?;
        let left = if about.filters.is_empty() {
            total
        } else {
            self.count_values(app, &about, &about.filters).await?
        };
        let mut filters = if ask.all {
            Vec::new()
        } else {
            about.filters.clone()
        };
        let words = ask.search.trim();
        let is_searched = !words.is_empty();
        if is_searched {
            filters.push(Filter {
                field: about.field.clone(),
                compare: Compare::Contains,
                value: Value::Text(words.to_owned()),
            });
        }
        let query = Query {
            source: about.source.clone(),
            filters: filters.clone(),
            keys: vec![key(&about.field, None)],
            order: vec![Order {
                field: "value".to_owned(),
                ..Order::default()
            }],
            limit: Some(MOST_VALUES),
            ..Query::default()
        };
        let found = match (is_searched, ask.all) {
            (true, _) => self.count_values(app, &about, &filters).await?,
            (false, true) => total,
            (false, false) => left,
        };
        let table = self.table_of(app, &about, query).await?;
        let values = table.into_columns().into_iter().next();
        Ok(ControlValues {
            values: values.map_or_else(Vec::new, |(_, values)| values),
            found,
            left,
            total,
        })
    }

    /// A clause about the largest members with their values as its conditions. They are ranked
    /// among the rows that the other controls leave; what is picked on marks does not change who
    /// the largest are, or a tile would be narrowed by its own selection.
    pub(super) async fn with_largest(
        self: &Arc<Self>,
        app: &App,
        page: &Page,
        active: &[Active],
        at: usize,
    ) -> Active {
        let one = active[at].clone();
        match self.largest(app, page, active, &one).await {
            Ok((values, members)) => Active {
                filters: vec![Filter {
                    field: one.clause.field.clone(),
                    compare: Compare::In,
                    value: Value::List(values),
                }],
                members: Some(members),
                ..one
            },
            Err(error) => Active {
                problem: Some(error.message),
                ..one
            },
        }
    }

    async fn largest(
        self: &Arc<Self>,
        app: &App,
        page: &Page,
        active: &[Active],
        one: &Active,
    ) -> Result<(Vec<Value>, u64), Error> {
        let Picked::Top { top, figure } = &one.clause.picked else {
            return Err(no_tile());
        };
        let tile = one.clause.tile.as_ref().and_then(|tile| page.tile(tile));
        let tile = tile.ok_or_else(no_tile)?;
        let about = self.about(page, tile, active)?;
        let members = self.count_values(app, &about, &about.filters).await?;
        let measure = measure(figure);
        let top = Top {
            count: top.count.min(MOST_LARGEST),
            others: false,
            smallest: top.smallest,
        };
        let ranked = TopKey {
            top,
            by: Box::new(measure.clone()),
        };
        let query = Query {
            source: about.source.clone(),
            filters: about.filters.clone(),
            keys: vec![key(&about.field, Some(ranked))],
            measures: vec![measure],
            order: vec![
                Order {
                    field: "figure".to_owned(),
                    descending: !top.smallest,
                    by: None,
                },
                Order {
                    field: "value".to_owned(),
                    ..Order::default()
                },
            ],
            ..Query::default()
        };
        let table = self.table_of(app, &about, query).await?;
        let values = table.into_columns().into_iter().next();
        Ok((values.map_or_else(Vec::new, |(_, values)| values), members))
    }

    /// What the control on a tile is about, and what the other controls leave of it.
    fn about(&self, page: &Page, tile: &Tile, active: &[Active]) -> Result<About, Error> {
        let TileContent::Field { source, field, .. } = &tile.content else {
            return Err(no_tile());
        };
        let facts = {
            let state = self.state();
            let spec = ChartSpec::empty(source.clone());
            source_facts(&state, &CellId::new("none"), &spec)
        };
        if let Some(name) = &facts.waits_for {
            return Err(not_run(name));
        }
        let others = dashboard::clauses_for(page, &tile.id, active, Effect::Filter);
        let controls = others.filter(|one| {
            let from = one.clause.tile.as_ref().and_then(|tile| page.tile(tile));
            let from = from.map(|tile| &tile.content);
            matches!(from, Some(TileContent::Field { .. }))
                && !matches!(one.clause.picked, Picked::Top { .. })
        });
        let reads = Reads {
            source,
            fields: &facts.fields,
        };
        Ok(About {
            source: source.clone(),
            field: field.clone(),
            filters: dashboard::narrowing(controls, reads).filters,
            inputs: facts.inputs,
            content: facts.content,
            scope: facts.scope,
            fields: facts.fields,
        })
    }

    /// How many different values a column has, a missing one among them.
    async fn count_values(
        self: &Arc<Self>,
        app: &App,
        about: &About,
        filters: &[Filter],
    ) -> Result<u64, Error> {
        let count = |aggregate, field: &str, name: &str| Measure {
            field: field.to_owned(),
            aggregate,
            name: name.to_owned(),
            ..Measure::default()
        };
        let query = Query {
            source: about.source.clone(),
            filters: filters.to_vec(),
            measures: vec![
                count(Aggregate::CountDistinct, &about.field, "different"),
                count(Aggregate::Count, &about.field, "present"),
                count(Aggregate::Count, "", "rows"),
            ],
            ..Query::default()
        };
        let table = self.table_of(app, about, query).await?;
        let number = |name: &str| match table.at(name, 0) {
            Value::Integer(digits) => digits.parse::<u64>().unwrap_or(0),
            _ => 0,
        };
        Ok(number("different") + u64::from(number("rows") > number("present")))
    }

    /// A small answer, asked once as long as what it reads stays the same.
    async fn table_of(
        self: &Arc<Self>,
        app: &App,
        about: &About,
        query: Query,
    ) -> Result<Table, Error> {
        let mut prints: Vec<&str> = about
            .inputs
            .iter()
            .map(|input| input.fingerprint.as_str())
            .collect();
        prints.sort_unstable();
        let key = format!("control {:?} {prints:?} {query:?}", about.content);
        let scope = about.scope.clone();
        let framed = self
            .kept_rows(app, key, (query, scope), Painting::default())
            .await?;
        let (head, stream) = unframed(&framed)?;
        let mut fields = about.fields.clone();
        // The key is called by another name in the answer.
        if let Some(field) = fields.iter_mut().find(|field| field.name == about.field) {
            "value".clone_into(&mut field.name);
        }
        Ok(Table::read(stream, head.total_rows)?.with_exact_numbers(&fields))
    }
}

fn key(field: &str, top: Option<TopKey>) -> Key {
    Key {
        field: field.to_owned(),
        top,
        name: "value".to_owned(),
        ..Key::default()
    }
}

fn measure(figure: &Pill) -> Measure {
    Measure {
        field: figure.field.clone(),
        aggregate: figure.aggregate.unwrap_or_default(),
        percentile: figure.percentile.clone(),
        along: None,
        calculation: None,
        name: "figure".to_owned(),
    }
}
