// Shown while the application does not answer.
import { useConnection } from "../backend/connection";
import { invalidateAll } from "../backend/query";
import { t } from "../i18n/t";
import { Banner } from "../parts/Banner";

export function LostBanner() {
  const state = useConnection((connection) => connection.state);
  if (state === "connected") {
    return null;
  }
  const words = state === "refused" ? "shell.refused" : "shell.lost";
  return (
    <div className="page-banner">
      <Banner
        level="bad"
        actions={
          <button type="button" className="link" onClick={invalidateAll}>
            {t("shell.lost.retry")}
          </button>
        }
      >
        <b>{t(`${words}.title`)}</b> {t(`${words}.text`)}
      </Banner>
    </div>
  );
}
