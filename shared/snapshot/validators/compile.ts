/** Compiles the record schemas ahead of time into `compiled.generated.js`: `npm run schemas`. Never runs in a handler. */
import { writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { RECORD_SCHEMAS } from '../schema.ts';

/** Source of an ES module that exports one validator a record kind, under its name. */
export function compileValidators(): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    // `orderBook` levels may carry more than price and amount, as CCXT's do.
    strictTuples: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const [kind, schema] of Object.entries(RECORD_SCHEMAS)) ajv.addSchema(schema, kind);
  const kinds = Object.fromEntries(Object.keys(RECORD_SCHEMAS).map((kind) => [kind, kind]));
  const source = standalone.default(ajv, kinds);
  if (source.includes('require('))
    throw new Error('A schema keyword needs a run-time helper of ajv: write it as a pattern');
  return `// Made by "npm run schemas" from shared/snapshot/schema.ts. Not edited by hand.\n${source}\n`;
}

if (import.meta.main) writeFileSync(new URL('compiled.generated.js', import.meta.url), compileValidators());
