import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../../infra/openapi/document.ts';

/** As it is printed. */
export const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { uri: /^[a-z][a-z0-9+.-]*:/ } });
ajv.addSchema({ $id: 'api', ...document });

/** Faults of a value by a schema that stands in the document. */
export const faultsOf = (schema: object, value: unknown): unknown[] => {
  const inDocument = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components'));
  const validate = ajv.compile(inDocument);
  return validate(value) ? [] : (validate.errors ?? []);
};

/** A schema of the document by its name. */
export const component = (name: string) => ({ $ref: `#/components/schemas/${name}` });
