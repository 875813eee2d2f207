import type { ErrorObject } from 'ajv';

type Validator = ((value: unknown) => boolean) & { errors?: ErrorObject[] | null };

export const header: Validator;
export const market: Validator;
export const account: Validator;
export const position: Validator;
