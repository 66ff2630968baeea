// Shown while the application does not answer.
import { useConnection } from "../backend/connection";
import { invalidateAll } from "../backend/query";
import { t } from "../i18n/t";
import { Banner } from "../parts/Banner";

export function LostBanner() {
  const isConnected = useConnection((state) => state.isConnected);
  if (isConnected) {
    return null;
  }
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
        <b>{t("shell.lost.title")}</b> {t("shell.lost.text")}
      </Banner>
    </div>
  );
}
