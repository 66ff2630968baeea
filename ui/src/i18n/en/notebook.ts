// Words of the notebook.

export const notebook = {} as const;
