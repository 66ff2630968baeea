// Round numbers along a scale that we draw ourselves: steps of 1, 2, 3, 5 or 10 times a power of ten, about
// four of them, as the chart library and the pictures of files choose them.

/** The ends of a scale that holds these amounts. */
export function roundEnds(amounts: number[]): [number, number] {
  const low = Math.min(...amounts);
  const high = Math.max(...amounts);
  if (low >= high) {
    return low === 0 ? [0, 1] : [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
  }
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const part = rough / power;
  const step = power * (part < 1.5 ? 1 : part < 2.5 ? 2 : part < 4 ? 3 : part < 7 ? 5 : 10);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}
