// Starts the page.
import "./theme/theme.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./shell/App";
import { mendShiftTab } from "./shell/shiftTab";

mendShiftTab();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
