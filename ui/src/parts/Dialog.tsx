// A dialog over the page: one title, one body, buttons at the bottom right with one primary.
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../i18n/t";
import { Icon } from "./Icon";
import { useFocusBack } from "./useFocusBack";
import { useFocusInside } from "./useFocusInside";

type Props = {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, primary last. */
  footer?: ReactNode;
  width?: number;
};

export function Dialog({ title, onClose, children, footer, width = 460 }: Props) {
  useFocusBack();
  const focusInside = useFocusInside();
  return (
    <Modal.Root
      opened
      onClose={onClose}
      unstyled
      transitionProps={{ duration: 0 }}
      zIndex={50}
      classNames={{
        overlay: "scrim",
        inner: "dialog-place",
        content: "dialog",
        title: "dialog-title",
        body: "dialog-body",
      }}
    >
      <Modal.Overlay />
      <Modal.Content ref={focusInside} style={{ "--w-dialog": `${width}px` }}>
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <button type="button" className="ib s" aria-label={t("common.close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <Modal.Body>{children}</Modal.Body>
        {footer ? <div className="dialog-foot">{footer}</div> : null}
      </Modal.Content>
    </Modal.Root>
  );
}
