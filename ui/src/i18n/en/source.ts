// Words of the source.

export const source = {} as const;
