// Words of the chart.

export const chart = {} as const;
