//! Cells that read cells: roots at the tables, filters of everything above.

use model::{ColumnLineage, FilterKind, Lineage, Made, Origin, RowFilter};
use notebook::lineage::follow;

fn origin(made: Made, name: &str) -> Origin {
    let (relation, column) = name.split_once('.').unwrap_or_default();
    let is_cell = relation.starts_with('@');
    Origin {
        relation: relation.trim_start_matches('@').to_owned(),
        is_cell,
        column: column.to_owned(),
        made,
    }
}

fn column(name: &str, made: Made, from: &[&str], filters: &[u32]) -> ColumnLineage {
    ColumnLineage {
        name: name.to_owned(),
        made,
        origins: from.iter().map(|name| origin(made, name)).collect(),
        filters: filters.to_vec(),
        ..ColumnLineage::default()
    }
}

fn filter(text: &str) -> RowFilter {
    RowFilter {
        kind: FilterKind::Where,
        text: text.to_owned(),
        within: None,
        cell: None,
        span: None,
        reads: Vec::new(),
    }
}

fn cell(name: &str, columns: Vec<ColumnLineage>, filters: &[&str]) -> (String, Option<Lineage>) {
    let filters = filters.iter().map(|text| filter(text)).collect();
    (name.to_owned(), Some(Lineage { columns, filters }))
}

fn told(cells: &[(String, Option<Lineage>)], at: usize) -> Vec<String> {
    let Some(lineage) = &cells[at].1 else {
        return vec!["nothing is known".to_owned()];
    };
    let names = lineage.columns.iter().map(|column| {
        let roots: Vec<String> = column
            .roots
            .iter()
            .map(|root| format!("{:?} {}.{}", root.made, root.relation, root.column))
            .collect();
        let filters: Vec<String> = column
            .filters
            .iter()
            .map(|at| {
                let filter = &lineage.filters[*at as usize];
                let cell = filter.cell.clone().unwrap_or_default();
                format!("{cell}:{}", filter.text)
            })
            .collect();
        format!(
            "{} <- {} | {}",
            column.name,
            roots.join(", "),
            filters.join(", ")
        )
    });
    names.collect()
}

#[test]
fn columns_are_followed_through_cells_to_tables() {
    use Made::{Aggregated, Computed, Copied};
    let mut cells = vec![
        cell(
            "Clean",
            vec![
                column("region", Copied, &["orders.region"], &[0]),
                column("net", Computed, &["orders.amount", "orders.tax"], &[0]),
            ],
            &["amount > 0"],
        ),
        cell(
            "monthly",
            vec![
                column("region", Copied, &["@clean.region"], &[]),
                column("revenue", Aggregated, &["@clean.net"], &[0]),
            ],
            &["revenue > 1"],
        ),
        cell(
            "top",
            vec![
                column("revenue", Copied, &["@monthly.revenue"], &[]),
                column("other", Copied, &["@clean.region", "targets.x"], &[]),
            ],
            &[],
        ),
    ];
    follow(&mut cells);
    assert_eq!(
        told(&cells, 1),
        [
            "region <- Copied orders.region | Clean:amount > 0",
            "revenue <- Aggregated orders.amount, Aggregated orders.tax | :revenue > 1, Clean:amount > 0",
        ]
    );
    assert_eq!(
        told(&cells, 2),
        [
            "revenue <- Aggregated orders.amount, Aggregated orders.tax | monthly:revenue > 1, Clean:amount > 0",
            "other <- Copied orders.region, Copied targets.x | Clean:amount > 0",
        ]
    );
}

#[test]
fn counted_rows_bring_every_filter_of_their_cell_and_broken_cells_end_the_way() {
    let mut count = column("n", Made::Aggregated, &[], &[]);
    count.rows_of = vec!["clean".to_owned()];
    let mut cells = vec![
        cell("clean", Vec::new(), &["a", "b"]),
        ("broken".to_owned(), None),
        cell(
            "n",
            vec![count, column("x", Made::Copied, &["@broken.x"], &[])],
            &[],
        ),
    ];
    follow(&mut cells);
    assert_eq!(
        told(&cells, 2),
        ["n <-  | clean:a, clean:b", "x <- Copied broken.x | "]
    );
    let lineage = cells[2].1.as_ref().unwrap();
    assert!(lineage.columns[1].roots[0].is_cell);
}
