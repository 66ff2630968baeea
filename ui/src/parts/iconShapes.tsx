// The drawings behind `Icon`: 16 px grid, 1.5 px stroke, round ends, no fills except dots.
import type { ReactNode } from "react";
import { MARK_SHAPES } from "./markShapes";

/** Every icon by name. */
export const ICON_SHAPES = {
  ...MARK_SHAPES,
  "arrow-up": (
    <>
      <path d="M8 13V3.5M4 7.3l4-4 4 4" />
    </>
  ),
  bell: (
    <>
      <path d="M4 7a4 4 0 0 1 8 0c0 3.5 1.3 4.3 1.3 4.3H2.7S4 10.5 4 7z" />
      <path d="M6.7 13.6a1.5 1.5 0 0 0 2.6 0" />
    </>
  ),
  board: (
    <>
      <rect x="2" y="2.5" width="5" height="6" rx="1" />
      <rect x="9" y="2.5" width="5" height="3" rx="1" />
      <rect x="9" y="7.5" width="5" height="6" rx="1" />
      <rect x="2" y="10.5" width="5" height="3" rx="1" />
    </>
  ),
  book: (
    <>
      <path d="M3 3.2A1.2 1.2 0 0 1 4.2 2H13v10H4.2A1.2 1.2 0 0 0 3 13.2z" />
      <path d="M3 13.2A1.2 1.2 0 0 0 4.2 14H13v-2M6 5h4" />
    </>
  ),
  bool: (
    <>
      <rect x="1.5" y="4.5" width="13" height="7" rx="3.5" />
      <circle cx="11" cy="8" r="1.5" fill="currentColor" />
    </>
  ),
  braces: (
    <>
      <path d="M6 2.5c-1.5 0-2 .7-2 2v1.7c0 1-.5 1.5-1.5 1.8 1 .3 1.5.8 1.5 1.8v1.7c0 1.3.5 2 2 2M10 2.5c1.5 0 2 .7 2 2v1.7c0 1 .5 1.5 1.5 1.8-1 .3-1.5.8-1.5 1.8v1.7c0 1.3-.5 2-2 2" />
    </>
  ),
  calendar: (
    <>
      <rect x="2.5" y="3" width="11" height="10.5" rx="1.5" />
      <path d="M2.5 6.5h11M5.5 1.8v2.4M10.5 1.8v2.4" />
    </>
  ),
  camera: (
    <>
      <path d="M2 5.5h2.5L6 3.5h4l1.5 2H14v7.5H2z" />
      <circle cx="8" cy="9" r="2.3" />
    </>
  ),
  chart: (
    <>
      <path d="M2.5 2.5v11h11" />
      <path d="m5 10 2.5-3.5 2.5 2 3.5-5" />
    </>
  ),
  check: (
    <>
      <path d="m3 8.5 3.3 3.3L13 4.8" />
    </>
  ),
  chevron: (
    <>
      <path d="m6 4 4 4-4 4" />
    </>
  ),
  close: (
    <>
      <path d="m4 4 8 8M12 4l-8 8" />
    </>
  ),
  database: (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="2" />
      <path d="M3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2" />
    </>
  ),
  down: (
    <>
      <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
    </>
  ),
  download: (
    <>
      <path d="M8 2.5v8M5 7.8l3 2.9 3-2.9M3 13.5h10" />
    </>
  ),
  error: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.8v3.7M8 11v.1" />
    </>
  ),
  expand: (
    <>
      <path d="M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9.5 6.5M2.5 13.5l4-4" />
    </>
  ),
  eye: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
  file: (
    <>
      <path d="M4 2h5l3 3v9H4z" />
      <path d="M9 2v3h3" />
    </>
  ),
  filter: (
    <>
      <path d="M2.5 3.5h11L9.5 8.5v4l-3 1.3V8.5z" />
    </>
  ),
  folder: (
    <>
      <path d="M2 4.5A1.5 1.5 0 0 1 3.5 3h2.6l1.6 1.8h4.8A1.5 1.5 0 0 1 14 6.3v5.2a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5z" />
    </>
  ),
  gear: (
    <>
      <circle cx="8" cy="8" r="2.2" />
      <path d="M8 1.8v1.7M8 12.5v1.7M14.2 8h-1.7M3.5 8H1.8M12.4 3.6l-1.2 1.2M4.8 11.2l-1.2 1.2M12.4 12.4l-1.2-1.2M4.8 4.8 3.6 3.6" />
    </>
  ),
  grip: (
    <>
      <g fill="currentColor" stroke="none">
        <circle cx="6" cy="4" r="1.1" />
        <circle cx="10" cy="4" r="1.1" />
        <circle cx="6" cy="8" r="1.1" />
        <circle cx="10" cy="8" r="1.1" />
        <circle cx="6" cy="12" r="1.1" />
        <circle cx="10" cy="12" r="1.1" />
      </g>
    </>
  ),
  history: (
    <>
      <path d="M2.5 8a5.5 5.5 0 1 1 1.6 3.9" />
      <path d="M2.5 13v-2.5H5M8 5v3.2l2 1.3" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.3v3.7M8 5v.1" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="10.5" r="2.7" />
      <path d="m7 8.5 6-6M10.5 5l2 2" />
    </>
  ),
  link: (
    <>
      <path d="M6.5 9.5a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.5 6.5a2.6 2.6 0 0 0-3.7 0L3.5 8.8a2.6 2.6 0 0 0 3.7 3.7l.8-.8" />
    </>
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.2" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  marea: (
    <>
      <path d="m2.5 10 3.5-4.5 3 2.5 4.5-5V13h-11z" fill="currentColor" fillOpacity=".18" />
    </>
  ),
  mbar: (
    <>
      <path d="M3 13V8M6.3 13V4M9.7 13V6.5M13 13V3" />
    </>
  ),
  metric: (
    <>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="2.5" />
      <path d="M8 2v1.5M8 12.5V14" />
    </>
  ),
  mline: (
    <>
      <path d="m2.5 11 3.5-5 3 3 4.5-6" />
    </>
  ),
  more: (
    <>
      <g fill="currentColor" stroke="none">
        <circle cx="3.5" cy="8" r="1.2" />
        <circle cx="8" cy="8" r="1.2" />
        <circle cx="12.5" cy="8" r="1.2" />
      </g>
    </>
  ),
  mscat: (
    <>
      <g fill="currentColor" stroke="none">
        <circle cx="4" cy="11" r="1.4" />
        <circle cx="7" cy="7.5" r="1.4" />
        <circle cx="11" cy="9" r="1.4" />
        <circle cx="12" cy="4" r="1.4" />
        <circle cx="5" cy="4.5" r="1.4" />
      </g>
    </>
  ),
  note: (
    <>
      <rect x="3" y="2" width="10.5" height="12" rx="1.5" />
      <path d="M6 2v12M8.5 5.5h2.5M8.5 8h2.5" />
    </>
  ),
  place: (
    <>
      <path d="M8 14s4.5-4.2 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 9.8 8 14 8 14z" />
      <circle cx="8" cy="6.5" r="1.5" />
    </>
  ),
  play: (
    <>
      <path d="M5 3.3v9.4l7.5-4.7z" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  prep: (
    <>
      <path d="M2.5 4h7M12.5 4h1M2.5 8h2M7.5 8h6M2.5 12h6M11.5 12h2" />
      <circle cx="11" cy="4" r="1.5" />
      <circle cx="6" cy="8" r="1.5" />
      <circle cx="10" cy="12" r="1.5" />
    </>
  ),
  present: (
    <>
      <rect x="2" y="3" width="12" height="8" rx="1.2" />
      <path d="M8 11v3M5.5 14h5" />
    </>
  ),
  redo: (
    <>
      <path d="m10.5 3 3 3-3 3" />
      <path d="M13.5 6h-7a3.5 3.5 0 0 0 0 7H9" />
    </>
  ),
  refresh: (
    <>
      <path d="M13.5 3v3.5H10M2.5 13V9.5H6" />
      <path d="M13 6.5A5.3 5.3 0 0 0 3.6 5M3 9.5a5.3 5.3 0 0 0 9.4 1.5" />
    </>
  ),
  save: (
    <>
      <path d="M3 3h8l2 2v8H3z" />
      <path d="M5.5 3v3.5h4V3M5.5 13V9.5h5V13" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.5 10.5 14 14" />
    </>
  ),
  share: (
    <>
      <path d="M8 10V2M5 4.8 8 2l3 2.8M3 8.5v4a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-4" />
    </>
  ),
  sliders: (
    <>
      <path d="M4 2.5v5M4 10.5v3M8 2.5v2M8 7.5v6M12 2.5v7M12 12.5v1M2.5 7.5h3M6.5 4.5h3M10.5 9.5h3" />
    </>
  ),
  spark: (
    <>
      <path d="M7 2.5 8.4 6 12 7.5 8.4 9 7 12.5 5.6 9 2 7.5 5.6 6zM12.5 10.5l.6 1.5 1.4.6-1.4.6-.6 1.3-.6-1.3-1.4-.6 1.4-.6z" />
    </>
  ),
  spin: (
    <>
      <path d="M8 2a6 6 0 1 1-5.2 3" />
    </>
  ),
  stop: (
    <>
      <rect x="4" y="4" width="8" height="8" rx="1" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9" />
    </>
  ),
  swap: (
    <>
      <path d="M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13" />
    </>
  ),
  table: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M2 6.5h12M6.5 6.5V13" />
    </>
  ),
  text: (
    <>
      <path d="M3 4V3h10v1M8 3v10M6 13h4" />
    </>
  ),
  undo: (
    <>
      <path d="M5.5 3 2.5 6l3 3" />
      <path d="M2.5 6h7a3.5 3.5 0 0 1 0 7H7" />
    </>
  ),
  upload: (
    <>
      <path d="M8 10.5v-8M5 5.3 8 2.5l3 2.8M2.5 10v2.5a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V10" />
    </>
  ),
  warn: (
    <>
      <path d="M8 2.2 14.5 13.5h-13z" />
      <path d="M8 6.5v3.2M8 11.6v.1" />
    </>
  ),
} satisfies Record<string, ReactNode>;

/** Name of an icon. */
export type IconName = keyof typeof ICON_SHAPES;
