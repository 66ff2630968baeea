// The mark of the product: an assayer's stamp with three strokes.
export function Logo() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <path
        d="M8.6 2.5h8.8l6.1 6.1v8.8l-6.1 6.1H8.6l-6.1-6.1V8.6z"
        style={{ fill: "var(--accent)" }}
      />
      <path
        d="M8 18.2 11.6 8M12.7 18.2l2.6-7.4M17.3 18.2l1.3-3.7"
        style={{ stroke: "var(--on-accent)", strokeWidth: 2, strokeLinecap: "round", fill: "none" }}
      />
    </svg>
  );
}
