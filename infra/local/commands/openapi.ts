import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../openapi/document.ts';
import { PROJECT } from '../synthesise.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'openapi',
  usage: `Usage: npm run -s cli -- openapi

Prints the API for exchanges as OpenAPI 3.1, made from the schemas that the API
checks by.`,
  options: {},
  positionals: 0,
  async run() {
    const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
    console.log(JSON.stringify(openApiDocument(version), null, 2));
    return 0;
  },
};
