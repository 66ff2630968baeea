//! What pills ask for: names, words, refusals, and the question that follows.

use chart::{PillPosition, Placement};
use chart::{pill_title, place, records, resolve};
use model::{
    Aggregate, Calculation, ChartSpec, DataType, DatePart, Earlier, Field, Mark, Pill, Shelf,
    SortBy, SortKey, TimeUnit, Top, Value, Within,
};

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("amount", DataType::Float64),
    ]
}

fn dimension(field: &str) -> Pill {
    Pill {
        field: field.to_owned(),
        ..Pill::default()
    }
}

fn month() -> Pill {
    Pill {
        unit: Some(TimeUnit::Month),
        ..dimension("day")
    }
}

fn measure(aggregate: Aggregate) -> Pill {
    Pill {
        aggregate: Some(aggregate),
        ..dimension("amount")
    }
}

fn calculated(aggregate: Aggregate, calculation: Calculation) -> Pill {
    Pill {
        calculation: Some(calculation),
        ..measure(aggregate)
    }
}

fn chart(x: Pill, y: Pill) -> ChartSpec {
    let mut spec = ChartSpec::empty("sales");
    spec.x.push(x);
    spec.y.push(y);
    spec
}

#[test]
fn pills_say_what_is_done_with_their_field() {
    let percentile = Pill {
        percentile: Some("99.5".to_owned()),
        ..measure(Aggregate::Percentile)
    };
    let part = Pill {
        part: Some(DatePart::Month),
        ..dimension("day")
    };
    let top = Pill {
        top: Some(Top {
            count: 5,
            others: true,
            smallest: false,
        }),
        ..dimension("region")
    };
    let bins = Pill {
        bin_count: Some(10),
        ..dimension("amount")
    };
    let growth = calculated(Aggregate::Sum, Calculation::Growth { to: Earlier::Year });
    for (pill, title, column) in [
        (percentile, "P99.5(amount)", "p99_5_amount"),
        (month(), "MONTH(day)", "day_month"),
        (part, "MONTH OF YEAR(day)", "day_month_of_year"),
        (top, "region, top 5", "region"),
        (bins, "BIN(amount)", "amount_bin"),
        (
            growth,
            "SUM(amount), growth to last year",
            "sum_amount_growth",
        ),
        (
            measure(Aggregate::Variance),
            "VARIANCE(amount)",
            "variance_amount",
        ),
    ] {
        assert_eq!(pill_title(&pill), title);
        let resolved = resolve(&chart(month(), pill), &fields());
        let found = resolved.encodings.iter().any(|one| one.column == column);
        assert!(found, "{column}: {:?}", resolved.encodings);
    }
}

#[test]
fn settings_that_mean_nothing_are_refused() {
    let average = |calculation| calculated(Aggregate::Average, calculation);
    let sum = |calculation| calculated(Aggregate::Sum, calculation);
    let within = Within::Chart;
    let no_percentile = measure(Aggregate::Percentile);
    let too_high = Pill {
        percentile: Some("101".to_owned()),
        ..measure(Aggregate::Percentile)
    };
    let both = Pill {
        part: Some(DatePart::Year),
        ..month()
    };
    let hours = Pill {
        part: Some(DatePart::Hour),
        ..dimension("day")
    };
    let no_bins = Pill {
        bin_count: Some(0),
        ..dimension("amount")
    };
    let with_interval = |pill: Pill| Pill {
        interval: true,
        ..pill
    };
    for (x, y, code) in [
        (
            month(),
            with_interval(measure(Aggregate::Sum)),
            "CHART_NO_INTERVAL",
        ),
        (
            month(),
            with_interval(average(Calculation::MovingAverage { periods: 3 })),
            "CHART_NO_INTERVAL",
        ),
        (
            month(),
            average(Calculation::Share { within }),
            "CHART_DOES_NOT_ADD_UP",
        ),
        (
            month(),
            average(Calculation::Running),
            "CHART_DOES_NOT_ADD_UP",
        ),
        (
            dimension("region"),
            sum(Calculation::Difference {
                to: Earlier::Period,
            }),
            "CHART_NEEDS_PERIODS",
        ),
        (
            dimension("day"),
            sum(Calculation::MovingAverage { periods: 3 }),
            "CHART_NEEDS_PERIODS",
        ),
        (
            month(),
            sum(Calculation::MovingAverage { periods: 1 }),
            "CHART_MOVING_AVERAGE",
        ),
        (month(), no_percentile, "CHART_PERCENTILE"),
        (month(), too_high, "CHART_PERCENTILE"),
        (both, measure(Aggregate::Sum), "CHART_TWO_WAYS"),
        (hours, measure(Aggregate::Sum), "CHART_NO_TIME_OF_DAY"),
        (no_bins, measure(Aggregate::Sum), "CHART_BINS"),
    ] {
        let resolved = resolve(&chart(x, y), &fields());
        let codes: Vec<&str> = resolved
            .diagnostics
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        assert!(codes.contains(&code), "{code}: {codes:?}");
        assert!(resolved.query.is_none(), "{code}");
    }
}

#[test]
fn calculations_run_along_the_date_and_first_means_earliest() {
    let mut spec = chart(month(), calculated(Aggregate::Sum, Calculation::Running));
    spec.color.push(dimension("region"));
    spec.tooltip.push(measure(Aggregate::First));
    let query = resolve(&spec, &fields()).query.unwrap();
    assert_eq!(query.position.as_deref(), Some("day_month"));
    assert_eq!(query.measures[1].along.as_deref(), Some("day"));
    assert_eq!(query.measures[0].along, None);
}

#[test]
fn an_order_by_another_measure_ranks_whole_positions() {
    let mut spec = chart(dimension("region"), measure(Aggregate::Sum));
    spec.sort = Some(SortBy {
        key: SortKey::Value,
        descending: true,
        by: Some(measure(Aggregate::Average)),
        column: Vec::new(),
    });
    let order = resolve(&spec, &fields()).query.unwrap().order;
    assert_eq!(order[0].field, "region");
    assert_eq!(order[0].by.as_ref().unwrap().aggregate, Aggregate::Average);
    // Split by colour, a bar is placed by all of it.
    spec.sort = None;
    spec.color.push(month());
    let order = resolve(&spec, &fields()).query.unwrap().order;
    assert_eq!(order[0].by.as_ref().unwrap().aggregate, Aggregate::Sum);
}

#[test]
fn pictures_stand_in_rows_and_columns_or_are_wrapped() {
    let put = |spec: &ChartSpec, shelf: Shelf| {
        let placement = Placement {
            field: "region".to_owned(),
            to: PillPosition { shelf, index: 0 },
            from: None,
        };
        place(spec, &fields(), &placement).unwrap()
    };
    let spec = chart(month(), measure(Aggregate::Sum));
    let spec = put(&put(&spec, Shelf::FacetRow), Shelf::FacetColumn);
    assert_eq!((spec.facet_row.len(), spec.facet_column.len()), (1, 1));
    let spec = put(&spec, Shelf::FacetWrap);
    assert_eq!((spec.facet_row.len(), spec.facet_column.len()), (0, 0));
    assert_eq!(spec.facet_wrap, [dimension("region")]);
}

#[test]
fn the_rows_behind_a_mark_are_asked_by_its_keys() {
    let resolved = resolve(&chart(month(), measure(Aggregate::Sum)), &fields());
    let value = Value::Date("2026-03-01".to_owned());
    let query = records(&resolved, &[("day_month".to_owned(), value.clone())]).unwrap();
    assert_eq!(query.members[0].key.unit, Some(TimeUnit::Month));
    assert!(query.keys.is_empty() && query.measures.is_empty());
    let refused = records(&resolved, &[("gone".to_owned(), value)]).unwrap_err();
    assert_eq!(refused.code, "CHART_NO_DIMENSION");
}

/// Whether a mark applies, and why or why not.
fn fit(spec: &ChartSpec, mark: Mark) -> (bool, String) {
    let all = resolve(spec, &fields()).marks;
    let found = all.into_iter().find(|one| one.mark == mark);
    found.map_or((false, String::new()), |one| (one.applies, one.reason))
}

#[test]
fn only_what_adds_up_is_stacked_into_a_whole() {
    let growth = Calculation::Growth { to: Earlier::Year };
    let share = Calculation::Share {
        within: Within::Chart,
    };
    for (measured, is_whole) in [
        (measure(Aggregate::Sum), true),
        (calculated(Aggregate::Sum, share), true),
        (calculated(Aggregate::Sum, Calculation::Running), true),
        (calculated(Aggregate::Sum, growth), false),
        (measure(Aggregate::Average), false),
    ] {
        let spec = chart(month(), measured);
        assert_eq!(fit(&spec, Mark::Area).0, is_whole, "{:?}", spec.y);
    }
}

#[test]
fn small_multiples_refuse_marks_without_common_scales() {
    let mut spec = chart(dimension("region"), measure(Aggregate::Sum));
    assert!(fit(&spec, Mark::Treemap).0);
    spec.facet_wrap.push(month());
    let (applies, why) = fit(&spec, Mark::Treemap);
    assert!(!applies && why.starts_with("Small multiples show"), "{why}");
    assert!(fit(&spec, Mark::Bar).0 && fit(&spec, Mark::Table).0);
    assert!(resolve(&spec, &fields()).is_in_parts());
}

#[test]
fn others_stand_last_whatever_their_size() {
    let top = Pill {
        top: Some(Top {
            count: 2,
            others: true,
            smallest: false,
        }),
        ..dimension("region")
    };
    let spec = chart(top, measure(Aggregate::Sum));
    let order = resolve(&spec, &fields()).query.unwrap().order;
    // An order by the key itself keeps others behind its members.
    assert_eq!(order[0].field, "region");
    assert!(order[0].descending && order[0].by.is_some(), "{order:?}");
}

#[test]
fn a_part_of_a_date_is_a_position_and_no_period() {
    let weekday = Pill {
        part: Some(DatePart::Weekday),
        ..dimension("day")
    };
    let spec = chart(weekday, measure(Aggregate::Sum));
    assert!(fit(&spec, Mark::Line).0 && fit(&spec, Mark::Bar).0);
    assert!(!fit(&spec, Mark::BigNumber).0 && !fit(&spec, Mark::Calendar).0);
    assert!(fit(&spec, Mark::Radar).0, "a profile of the week");
}

#[test]
fn an_average_with_an_interval_asks_for_its_ends() {
    let average = Pill {
        interval: true,
        ..measure(Aggregate::Average)
    };
    let resolved = resolve(&chart(month(), average), &fields());
    let asked = resolved.query.unwrap().measures;
    let asked: Vec<(Aggregate, &str)> = asked
        .iter()
        .map(|one| (one.aggregate, one.name.as_str()))
        .collect();
    assert_eq!(
        asked,
        [
            (Aggregate::Average, "avg_amount"),
            (Aggregate::IntervalLow, "low_amount"),
            (Aggregate::IntervalHigh, "high_amount"),
            (Aggregate::Count, "count_amount"),
        ]
    );
    let implied = resolved.encodings.iter().filter(|one| one.is_implied);
    assert_eq!(implied.count(), 3);
}

#[test]
fn a_share_of_truths_with_an_interval_asks_for_its_ends() {
    let mut fields = fields();
    fields.push(Field::new("returned", DataType::Boolean));
    let share = Pill {
        field: "returned".to_owned(),
        interval: true,
        ..measure(Aggregate::ShareTrue)
    };
    assert_eq!(pill_title(&share), "SHARE TRUE(returned)");
    let resolved = resolve(&chart(month(), share.clone()), &fields);
    let asked: Vec<String> = resolved
        .query
        .unwrap()
        .measures
        .into_iter()
        .map(|one| one.name)
        .collect();
    let wanted = [
        "share_returned",
        "share_low_returned",
        "share_high_returned",
        "count_returned",
    ];
    assert_eq!(asked, wanted);
    let amount = Pill {
        field: "amount".to_owned(),
        ..share
    };
    let refused = resolve(&chart(month(), amount), &fields);
    assert!(refused.query.is_none());
    assert_eq!(refused.diagnostics[0].code, "CHART_NOT_A_TRUTH");
}
