// The dialog that is open, if any.
import type { SessionView } from "../backend/generated/SessionView";
import type { Welcome } from "../backend/generated/Welcome";
import { ImportDialog } from "../catalog/ImportDialog";
import { RejectedDialog } from "../catalog/RejectedDialog";
import { CompareDialog } from "./CompareDialog";
import { ConventionsDialog } from "./ConventionsDialog";
import { closeDialog, useDialogs } from "./dialogs";
import { FileDialog } from "./FileDialog";
import { addFile } from "./importing";
import { KeyboardDialog } from "./KeyboardDialog";
import { MergeDialog } from "./MergeDialog";
import { NotOpenedDialog } from "./NotOpenedDialog";
import { PackageDialog } from "./PackageDialog";
import { PaletteDialog } from "./PaletteDialog";
import { PassphraseDialog } from "./PassphraseDialog";
import { ProtectDialog } from "./ProtectDialog";
import { ChangedDialog, LeaveDialog } from "./QuestionDialogs";
import { RelinkDialog } from "./RelinkDialog";
import { RepairDialog } from "./RepairDialog";
import { ReproduceDialog } from "./ReproduceDialog";
import { SettingsDialog } from "./SettingsDialog";
import { TrustDialog } from "./TrustDialog";
import { VersionsDialog } from "./VersionsDialog";

type Props = { view: SessionView | null; welcome: Welcome };

export function Dialogs({ view, welcome }: Props) {
  const open = useDialogs((state) => state.open);
  switch (open?.dialog) {
    case undefined:
      return null;
    case "palette":
      return <PaletteDialog view={view} welcome={welcome} />;
    case "settings":
      return <SettingsDialog welcome={welcome} />;
    case "keyboard":
      return <KeyboardDialog />;
    case "trust":
      return view ? <TrustDialog view={view} /> : null;
    case "reproduce":
      return view ? <ReproduceDialog view={view} /> : null;
    case "conventions":
      return view ? <ConventionsDialog view={view} /> : null;
    case "versions":
      return view ? <VersionsDialog view={view} /> : null;
    case "relink":
      return view ? <RelinkDialog view={view} chosen={open.chosen} /> : null;
    case "package":
      return view ? <PackageDialog view={view} /> : null;
    case "protect":
      return view ? <ProtectDialog view={view} /> : null;
    case "passphrase":
      return <PassphraseDialog question={open} />;
    case "repair":
      return view ? <RepairDialog view={view} /> : null;
    case "compareFile":
      return view ? <CompareDialog view={view} from={{ kind: "file", path: open.path }} /> : null;
    case "compareTrusted":
      return view ? <CompareDialog view={view} from={{ kind: "trusted" }} /> : null;
    case "merge":
      return view ? <MergeDialog view={view} path={open.path} /> : null;
    case "openFile":
      return <FileDialog purpose="open" suggested="" answer={open.answer} />;
    case "saveFile":
      return <FileDialog purpose="save" suggested={open.suggested} answer={open.answer} />;
    case "leave":
      return <LeaveDialog question={open} />;
    case "notOpened":
      return <NotOpenedDialog refused={open.refused} />;
    case "changed":
      return <ChangedDialog question={open} />;
    case "import":
      return <ImportDialog paths={open.paths} onAdd={addFile} onClose={closeDialog} />;
    case "rejected":
      return view ? (
        <RejectedDialog session={view.session} table={open.table} onClose={closeDialog} />
      ) : null;
  }
}
