// Puts a SQL text into a regular form; comments stay. The formatter is loaded when first used.

/** The text in regular form, or none when it cannot be read. */
export async function formatSql(text: string): Promise<string | null> {
  if (text.trim() === "") {
    return text;
  }
  const { formatDialect, postgresql } = await import("sql-formatter");
  try {
    const formatted = formatDialect(text, {
      dialect: postgresql,
      keywordCase: "upper",
      tabWidth: 2,
      expressionWidth: 80,
      linesBetweenQueries: 1,
      paramTypes: { named: [":"] },
    });
    return keepsEverything(text, formatted) ? formatted : null;
  } catch {
    return null;
  }
}

/** Whether nothing but spaces, line ends and the case of words differs. */
export function keepsEverything(before: string, after: string): boolean {
  const essence = (text: string) => text.replace(/\s+/g, "").toLowerCase();
  return essence(before) === essence(after);
}
