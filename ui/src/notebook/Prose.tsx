// Markdown as prose. HTML in the text stays text; pictures are named but not loaded.

import { type ReactNode, useState } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { transport } from "../backend/transport";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { toast } from "../parts/toast";
import { outsideAddress } from "./outsideAddress";

type Props = { text: string };

const PLUGINS = [remarkGfm];
const CLEANERS = [withoutNames];

export default function Prose({ text }: Props) {
  return (
    <Markdown
      remarkPlugins={PLUGINS}
      rehypePlugins={CLEANERS}
      components={PARTS}
      urlTransform={(url) => url}
    >
      {text}
    </Markdown>
  );
}

// The page has one h1, so titles start one level below.
const PARTS: Components = {
  h1: ({ children }) => <h2 className="prose-1">{children}</h2>,
  h2: ({ children }) => <h3 className="prose-2">{children}</h3>,
  h3: ({ children }) => <h4 className="prose-3">{children}</h4>,
  h4: ({ children }) => <h5 className="prose-3">{children}</h5>,
  h5: ({ children }) => <h6 className="prose-3">{children}</h6>,
  h6: ({ children }) => <h6 className="prose-3">{children}</h6>,
  strong: ({ children }) => <strong className="ref num">{children}</strong>,
  a: ({ href, children }) => <OutsideLink href={href ?? ""}>{children}</OutsideLink>,
  img: ({ src, alt }) => <BlockedImage src={String(src ?? "")} alt={alt ?? ""} />,
  input: ({ checked }) => (
    <span className={checked ? "check on" : "check"}>{checked ? <Icon name="check" /> : null}</span>
  ),
};

interface Branch {
  properties?: Record<string, unknown>;
  children?: object[];
}

/** Footnotes would carry names that scripts and links of the page could take for their own. */
function withoutNames() {
  return clean;
}

function clean(branch: Branch): void {
  if (branch.properties) {
    delete branch.properties.id;
    delete branch.properties.name;
    delete branch.properties.ariaDescribedBy;
  }
  for (const child of branch.children ?? []) {
    clean(child);
  }
}

function BlockedImage({ src, alt }: { src: string; alt: string }) {
  return (
    <span className="image-blocked" title={t("notebook.markdown.imageWhy")}>
      <Icon name="eye" />
      {t("notebook.markdown.imageBlocked")}
      {alt ? <b>{alt}</b> : null}
      <span className="mono trunc">{src}</span>
    </span>
  );
}

function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  const [isAsking, setAsking] = useState(false);
  const address = outsideAddress(href);
  if (!address) {
    return (
      <span className="link-refused" title={t("notebook.markdown.linkRefused")}>
        {children}
      </span>
    );
  }
  return (
    <>
      <a
        href={address}
        title={address}
        rel="noopener noreferrer"
        onClick={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
        onAuxClick={(event) => event.preventDefault()}
      >
        {children}
      </a>
      {isAsking ? <LinkDialog address={address} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function LinkDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const copy = () => {
    navigator.clipboard.writeText(address).then(
      () => toast("ok", t("notebook.markdown.linkCopied")),
      () => {},
    );
    onClose();
  };
  const open = () => {
    transport().openLink(address);
    onClose();
  };
  return (
    <Dialog
      title={t("notebook.markdown.linkTitle")}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="button" className="btn" onClick={copy}>
            {t("notebook.markdown.linkCopy")}
          </button>
          <button type="button" className="btn primary" onClick={open}>
            {t("notebook.markdown.linkOpen")}
          </button>
        </>
      }
    >
      <p>{t("notebook.markdown.linkText")}</p>
      <p className="mono address">{address}</p>
    </Dialog>
  );
}
