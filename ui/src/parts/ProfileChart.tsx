// The larger picture of one column: a histogram with its ends, or the most frequent values.
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import { percent } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { pictureOf } from "./columnPicture";
import { kindClass } from "./KindIcon";

type Props = { profile: ColumnProfile };

const WIDTH = 252;
const HEIGHT = 52;
const TOP_SHOWN = 6;

export function ProfileChart({ profile }: Props) {
  return profile.histogram.length > 1 ? (
    <Histogram profile={profile} />
  ) : (
    <TopValues profile={profile} />
  );
}

function Histogram({ profile }: Props) {
  const { bars } = pictureOf(profile, WIDTH, HEIGHT);
  const kind = kindClass(profile.field.kind);
  const median = medianText(profile);
  return (
    <figure className={kind}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} aria-hidden="true">
        {bars.map((bar) => (
          <rect
            key={bar.x}
            x={bar.x}
            y={bar.y}
            width={bar.width}
            height={bar.height}
            style={{ fill: "var(--k)", opacity: bar.opacity }}
          />
        ))}
      </svg>
      <figcaption className="profile-ends num">
        <span>{profile.min ? valueText(profile.min) : ""}</span>
        {median ? <span>{t("shell.inspector.profile.medianIs", { shown: median })}</span> : null}
        <span>{profile.max ? valueText(profile.max) : ""}</span>
      </figcaption>
    </figure>
  );
}

function medianText(profile: ColumnProfile): string | null {
  return profile.median === null || profile.field.kind === "date"
    ? null
    : valueText({ type: "float", value: profile.median });
}

function TopValues({ profile }: Props) {
  const most = profile.top[0]?.count ?? 1;
  return (
    <ul className={`top-values ${kindClass(profile.field.kind)}`}>
      {profile.top.slice(0, TOP_SHOWN).map(({ value, count }) => (
        <li key={valueText(value)}>
          <i style={{ width: `${(count / most) * 100}%` }} />
          <span className="trunc grow">{valueText(value)}</span>
          <span className="num muted">{percent(count / Math.max(1, profile.rows))}</span>
        </li>
      ))}
    </ul>
  );
}
