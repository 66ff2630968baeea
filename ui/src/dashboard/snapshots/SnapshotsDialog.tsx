// The snapshots that the file keeps: keep one of this page, look at one, compare two, remove one.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { Snapshot } from "../../backend/generated/Snapshot";
import { bytes, count, moment } from "../../i18n/format";
import { t } from "../../i18n/t";
import { Dialog } from "../../parts/Dialog";
import { Empty } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import type { PageAt } from "../pageActions";
import { showSnapshot } from "../pageState";
import { forgetSnapshot, keepSnapshot, snapshotsQuery } from "./snapshotQueries";
import "./snapshots.css";

type Props = { at: PageAt; onClose: () => void };

export function SnapshotsDialog({ at, onClose }: Props) {
  const { data } = useQuery(snapshotsQuery(at.session));
  const snapshots = data?.snapshots ?? [];
  const title = t("snapshots.title", { page: at.page.title || t("dashboard.untitled") });
  const show = (snapshot: string, other: string | null) => {
    showSnapshot({ snapshot, other });
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose} width={620}>
      <div className="snapshots">
        <KeepForm at={at} />
        {snapshots.length === 0 ? (
          <Empty title={t("snapshots.none")}>{t("snapshots.keepWhy")}</Empty>
        ) : (
          <ul className="snapshot-list" aria-label={t("snapshots.list")}>
            {snapshots.map((snapshot) => (
              <Row
                key={snapshot.id}
                at={at}
                snapshot={snapshot}
                others={snapshots.filter(({ id }) => id !== snapshot.id)}
                show={show}
              />
            ))}
          </ul>
        )}
        {data && snapshots.length > 0 ? (
          <p className="muted small num">
            {t("snapshots.usage", {
              count: snapshots.length,
              most: count(data.most),
              size: bytes(data.bytes),
            })}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

function KeepForm({ at }: { at: PageAt }) {
  const [name, setName] = useState("");
  const id = useId();
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") {
      void keepSnapshot(at, name).then((isKept) => isKept && setName(""));
    }
  };
  return (
    <form className="snapshot-keep" onSubmit={keep}>
      <label htmlFor={id} className="label">
        {t("snapshots.name")}
      </label>
      <div className="input">
        <input
          id={id}
          data-autofocus
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <button type="submit" className="btn primary" disabled={name.trim() === ""}>
        <Icon name="camera" />
        {t("snapshots.keep")}
      </button>
    </form>
  );
}

type RowProps = {
  at: PageAt;
  snapshot: Snapshot;
  others: readonly Snapshot[];
  show: (snapshot: string, other: string | null) => void;
};

function Row({ at, snapshot, others, show }: RowProps) {
  const { id, name, page, who } = snapshot;
  const about = [
    moment(snapshot.at, new Date(), t("common.yesterday")),
    t("snapshots.ofPage", { page: page || t("dashboard.untitled") }),
    who ? t("snapshots.by", { who }) : "",
  ];
  return (
    <li>
      <span className="snapshot-name">
        <b className="trunc">{name}</b>
        <span className="muted small num">{about.filter(Boolean).join(" · ")}</span>
      </span>
      <button type="button" className="btn s" onClick={() => show(id, null)}>
        {t("snapshots.view")}
      </button>
      <span className="select native">
        <select
          aria-label={`${t("snapshots.compareWith")}: ${name}`}
          value=""
          onChange={(event) => show(id, event.currentTarget.value)}
        >
          <option value="" disabled>
            {t("snapshots.compareWith")}
          </option>
          <option value="now">{t("snapshots.now")}</option>
          {others.map((other) => (
            <option key={other.id} value={other.id}>
              {other.name}
            </option>
          ))}
        </select>
        <Icon name="down" size="xs" />
      </span>
      <button
        type="button"
        className="ib s"
        aria-label={t("snapshots.remove", { name })}
        onClick={() => void forgetSnapshot(at.session, id)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
