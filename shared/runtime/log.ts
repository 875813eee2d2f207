/** One JSON object a line, as CloudWatch Logs Insights reads it. Nothing that is secret, and no book, is ever logged. */
export function log(
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  console[level](JSON.stringify({ level, message, ...fields }));
}

/** An error's name and message for a log line. */
export const errorFields = (error: unknown): { readonly error: string; readonly detail: string } =>
  error instanceof Error ? { error: error.name, detail: error.message } : { error: 'unknown', detail: String(error) };
