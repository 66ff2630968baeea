// Words of the results.

export const results = {} as const;
