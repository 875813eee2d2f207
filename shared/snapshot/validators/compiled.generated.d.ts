/** One thing that does not fit a schema, as ajv tells it. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Validator = ((value: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };

export const header: Validator;
export const market: Validator;
export const account: Validator;
export const position: Validator;
