// Words of the catalog.

export const catalog = {} as const;
