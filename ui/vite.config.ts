// How the front end is built and tested. The page runs under a strict content policy: no inline
// scripts, no `data:` addresses, everything from the same origin.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** The oldest WebKitGTK that the desktop window supports is 2.40, which is Safari 16.4. */
const OLDEST_WEBKIT = "safari16.4";

const CHUNKS: [string, RegExp][] = [
  ["react", /node_modules\/(react|react-dom|scheduler)\//],
  ["grid", /node_modules\/ag-grid/],
  ["chart", /node_modules\/(echarts|zrender)\//],
  ["editor", /node_modules\/(@codemirror|@lezer|style-mod|w3c-keyname|crelt)\//],
  ["markdown", /node_modules\/(react-markdown|remark|rehype|micromark|mdast|hast|unified|unist)/],
  ["kit", /node_modules\/(@mantine|@floating-ui|@tanstack|i18next|react-i18next|@dnd-kit)/],
];

export default defineConfig({
  plugins: [react()],
  base: "/",
  build: {
    target: OLDEST_WEBKIT,
    cssTarget: OLDEST_WEBKIT,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: CHUNKS.map(([name, test]) => ({ name, test })),
        },
      },
    },
  },
  server: { host: "127.0.0.1", strictPort: true },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    env: { TZ: "UTC" },
    maxWorkers: 2,
    // A whole page drawn on a machine that also compiles takes its time.
    testTimeout: 30_000,
  },
});
