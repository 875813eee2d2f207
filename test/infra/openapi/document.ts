import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../../infra/openapi/document.ts';

/** As it is printed. */
export const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { uri: /^[a-z][a-z0-9+.-]*:/ } });
ajv.addSchema({ $id: 'api', ...document });

/** The validator of a schema that stands in the document. */
export const validatorOf = (schema: object) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')));

/** Faults of a value by such a schema. */
export const faultsOf = (schema: object, value: unknown): unknown[] => {
  const validate = validatorOf(schema);
  return validate(value) ? [] : (validate.errors ?? []);
};

/** A schema of the document by its name. */
export const component = (name: string) => ({ $ref: `#/components/schemas/${name}` });
