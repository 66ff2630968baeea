// The drawings of marks that are built item by item; the others are in iconShapes.

/** Icons of marks by name. */
export const MARK_SHAPES = {
  mbox: (
    <>
      <path d="M5 2.5v3M5 11v2.5M11 3.5v2M11 9.5v3" />
      <rect x="3" y="5.5" width="4" height="5.5" />
      <rect x="9" y="5.5" width="4" height="4" />
      <path d="M3 8.5h4M9 7.2h4" strokeWidth="1.8" />
    </>
  ),
  mhist: (
    <>
      <path d="M2 13.5h12" />
      <path
        d="M2.5 13.5v-3h2.2v-4h2.2v-4h2.2v5h2.2v3.5h2.2v2.5z"
        fill="currentColor"
        fillOpacity=".25"
      />
    </>
  ),
  mbullet: (
    <>
      <path d="M2.5 5h8M2.5 11h5" strokeWidth="3" />
      <path d="M12.5 3v4M9.5 9v4" />
    </>
  ),
  mgauge: (
    <>
      <path d="M2.5 11.5a5.5 5.5 0 0 1 11 0" />
      <path d="M8 11.5l2.8-3.6" strokeWidth="1.8" />
    </>
  ),
  mmap: (
    <>
      <path d="M2.5 4.5l3.5-1.5 4 1.5 3.5-1.5v8.5l-3.5 1.5-4-1.5-3.5 1.5z" />
      <path d="M6 3v8.5M10 4.5v8.5" />
      <path d="M6 3l4 1.5v8.5l-4-1.5z" fill="currentColor" fillOpacity=".3" stroke="none" />
    </>
  ),
  msymbols: (
    <>
      <path d="M2.5 4.5l3.5-1.5 4 1.5 3.5-1.5v8.5l-3.5 1.5-4-1.5-3.5 1.5z" strokeOpacity=".5" />
      <g fill="currentColor" stroke="none">
        <circle cx="5.5" cy="8.5" r="2" />
        <circle cx="10.8" cy="6.8" r="1.3" />
      </g>
    </>
  ),
  mcalendar: (
    <>
      <rect x="2.5" y="3" width="11" height="10.5" rx="1" />
      <path d="M2.5 6.5h11M2.5 10h11M6.2 6.5v7M9.8 6.5v7" />
      <path d="M6.2 6.5h3.6V10H6.2z" fill="currentColor" fillOpacity=".35" stroke="none" />
    </>
  ),
  mcandle: (
    <>
      <path d="M5 2v3M5 10v4M11 3v3M11 11v2" />
      <rect x="3.3" y="5" width="3.4" height="5" />
      <rect x="9.3" y="6" width="3.4" height="5" />
    </>
  ),
  mdonut: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <circle cx="8" cy="8" r="2.3" />
      <path d="M8 2.5v3.2M12.7 11l-2.7-1.6" />
    </>
  ),
  mdot: (
    <>
      <path d="M3 4h10M3 8h10M3 12h10" strokeOpacity=".4" />
      <g fill="currentColor" stroke="none">
        <circle cx="10" cy="4" r="1.6" />
        <circle cx="6" cy="8" r="1.6" />
        <circle cx="12" cy="12" r="1.6" />
      </g>
    </>
  ),
  mfunnel: (
    <>
      <path d="M2.5 4h11M4.5 8h7M6.3 12h3.4" strokeWidth="2.5" />
    </>
  ),
  mheat: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="1" />
      <path d="M2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11" />
      <path
        d="M2.5 2.5h3.7v3.7H2.5zM9.8 6.2h3.7v3.6H9.8z"
        fill="currentColor"
        fillOpacity=".35"
        stroke="none"
      />
    </>
  ),
  mradar: (
    <>
      <path d="m8 2 5.7 4.2-2.2 6.8h-7L2.3 6.2z" strokeOpacity=".5" />
      <path d="m8 4.5 3 2.5-1 4.5-4.5-.5-1-3.5z" />
    </>
  ),
  msankey: (
    <>
      <path d="M3 2.5v5M3 10v3.5M13 2.5v4M13 9v4.5" strokeWidth="2" />
      <path d="M4.5 5c3.5 0 3.5 6 7 6M4.5 11.5c3.5 0 3.5-7 7-7" strokeOpacity=".5" />
    </>
  ),
  msunburst: (
    <>
      <circle cx="8" cy="8" r="2" />
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 2.2V6M13 11l-3.3-2M3 11l3.3-2M4 3.8l2.6 2.8" />
    </>
  ),
  mdensity: (
    <>
      <path d="M2.5 2.5v11h11" />
      <rect x="5" y="8" width="3" height="3" />
      <rect x="8" y="5" width="3" height="3" />
      <path d="M11.5 3.5h1M6.5 5.5h.010M10.5 10.5h.010" />
    </>
  ),
  mpivot: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1" />
      <path d="M2.5 6.3h11M6.5 3V13M9 8.5h2.5M9 10.8h2.5" />
    </>
  ),
  mtable: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1" />
      <path d="M2.5 6.3h11M2.5 9.7h11M7 6.3V13" />
    </>
  ),
  mtree: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="1" />
      <path d="M8.5 2.5v11M8.5 8h5M2.5 9.5h6" />
    </>
  ),
  mwaterfall: (
    <>
      <path d="M3 13.5v-4M6.3 9.5V6M9.7 6V2.5M13 13.5v-11" strokeWidth="2.2" />
    </>
  ),
} as const;
