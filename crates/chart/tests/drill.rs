//! Going down and up on a chart: what each step changes, and which ways down there are.

use chart::{drill_notes, drilled, resolve, ways_down};
use model::{
    Aggregate, ChartSpec, DataType, DrillStep, Field, Hierarchy, HierarchyId, Pill, TimeUnit, Top,
    Value,
};

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("city", DataType::Text),
        Field::new("net", DataType::Float64),
    ]
}

fn plain(field: &str) -> Pill {
    Pill {
        field: field.to_owned(),
        ..Pill::default()
    }
}

fn by(unit: TimeUnit) -> Pill {
    Pill {
        unit: Some(unit),
        ..plain("day")
    }
}

fn sums(x: Pill) -> ChartSpec {
    let mut spec = ChartSpec::empty("orders");
    spec.x.push(x);
    spec.y.push(Pill {
        aggregate: Some(Aggregate::Sum),
        ..plain("net")
    });
    spec
}

fn step(from: Pill, value: &str, to: Pill) -> DrillStep {
    let value = match from.unit {
        Some(_) => Value::Date(value.to_owned()),
        None => Value::Text(value.to_owned()),
    };
    DrillStep { from, value, to }
}

fn places() -> Vec<Hierarchy> {
    vec![Hierarchy {
        id: HierarchyId::new("h1"),
        name: "Place".to_owned(),
        source: "Orders".to_owned(),
        fields: ["region", "gone", "city", "day"].map(str::to_owned).into(),
    }]
}

fn ways(spec: &ChartSpec) -> Vec<String> {
    let (spec, _) = drilled(spec);
    let resolved = resolve(&spec, &fields());
    let found = ways_down(&resolved, "orders", (&fields(), &places()));
    let words = |pill: &Pill| match pill.unit {
        Some(unit) => format!("{} {unit:?}", pill.field),
        None => pill.field.clone(),
    };
    found
        .iter()
        .map(|way| format!("{} > {}", words(&way.from), words(&way.to)))
        .collect()
}

#[test]
fn each_step_keeps_a_member_and_puts_the_next_level_in_its_place() {
    use TimeUnit::{Month, Quarter, Year};
    let mut spec = sums(by(Year));
    spec.tooltip.push(by(Year));
    spec.drill = vec![
        step(by(Year), "2025-01-01", by(Quarter)),
        step(by(Quarter), "2025-07-01", by(Month)),
    ];
    let (after, taken) = drilled(&spec);
    assert_eq!(
        (taken, &after.x[0], &after.tooltip[0]),
        (2, &by(Month), &by(Month))
    );
    assert_eq!(after.picks.len(), 2);
    assert_eq!(after.picks[1].of[0].pill, by(Quarter));
    assert_eq!(
        after.picks[1].of[0].values,
        [Value::Date("2025-07-01".to_owned())]
    );
    assert_eq!(after.y, spec.y, "what is measured stays");
    assert!(after.drill.is_empty());
}

#[test]
fn steps_that_do_not_fit_any_more_have_no_effect() {
    use TimeUnit::{Month, Quarter, Year};
    let mut spec = sums(by(Month));
    spec.drill = vec![
        step(by(Year), "2025-01-01", by(Quarter)),
        step(by(Month), "2025-07-01", by(TimeUnit::Day)),
    ];
    let (after, taken) = drilled(&spec);
    assert_eq!((taken, after.picks.len(), &after.x[0]), (0, 0, &by(Month)));
}

#[test]
fn dates_have_their_units_and_columns_their_hierarchies_below_them() {
    use TimeUnit::{Day, Year};
    let year = ["Quarter", "Month", "Week", "Day"].map(|unit| format!("day Year > day {unit}"));
    assert_eq!(ways(&sums(by(Year))), year);
    assert_eq!(
        ways(&sums(by(Day))),
        [""; 0],
        "a column of days has no hours"
    );
    // A column that is not there any more is passed over; a date begins with its years.
    assert_eq!(ways(&sums(plain("region"))), ["region > city"]);
    assert_eq!(ways(&sums(plain("city"))), ["city > day Year"]);
    let mut both = sums(by(TimeUnit::Month));
    both.color.push(plain("region"));
    assert_eq!(
        ways(&both),
        [
            "day Month > day Week",
            "day Month > day Day",
            "region > city"
        ]
    );
    let mut down = sums(plain("region"));
    down.drill = vec![step(plain("region"), "DACH", plain("city"))];
    assert_eq!(
        ways(&down),
        ["city > day Year"],
        "from where it has been gone to"
    );
}

#[test]
fn parts_of_dates_and_bins_have_no_levels_and_the_largest_keep_theirs() {
    let mut weekday = plain("day");
    weekday.part = Some(model::DatePart::Weekday);
    assert_eq!(ways(&sums(weekday)), [""; 0]);
    let mut bins = plain("net");
    bins.bin_width = Some("10".to_owned());
    assert_eq!(ways(&sums(bins)), [""; 0]);
    let mut largest = plain("region");
    largest.top = Some(Top {
        count: 3,
        others: true,
        smallest: false,
    });
    assert_eq!(ways(&sums(largest.clone())), ["region > city"]);
    let mut spec = sums(largest.clone());
    spec.drill = vec![step(largest, "DACH", plain("city"))];
    let (after, taken) = drilled(&spec);
    assert_eq!((taken, &after.picks[0].of[0].pill), (1, &plain("region")));
}

#[test]
fn weeks_that_a_month_cuts_are_said() {
    use TimeUnit::{Day, Month, Week};
    let notes = |to: Pill| {
        let mut spec = sums(by(Month));
        spec.drill = vec![step(by(Month), "2025-07-01", to)];
        let (after, _) = drilled(&spec);
        drill_notes(&spec.drill, &resolve(&after, &fields()))
    };
    assert_eq!(notes(by(Week)).len(), 1);
    assert!(notes(by(Week))[0].contains("first and the last week"));
    assert!(notes(by(Day)).is_empty());
}

#[test]
fn steps_are_part_of_the_chart_as_text() {
    let mut spec = sums(plain("region"));
    spec.drill = vec![step(plain("region"), "DACH", plain("city"))];
    assert_eq!(
        chart::read_text(&chart::write_text(&spec)),
        Ok(spec.clone())
    );
    spec.rename_fields(|field| (field == "city").then(|| "town".to_owned()));
    assert_eq!(spec.drill[0].to, plain("town"));
}
