import { parseArgs } from 'node:util';
import { type Command, UsageError } from './commands/command.ts';

/** Loaded when called: `validate` need not wait for what `start` needs. */
const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  start: () => import('./commands/start.ts'),
  push: () => import('./commands/push.ts'),
  validate: () => import('./commands/validate.ts'),
  assess: () => import('./commands/assess.ts'),
  plan: () => import('./commands/plan.ts'),
  storm: () => import('./commands/storm.ts'),
  replay: () => import('./commands/replay.ts'),
  policy: () => import('./commands/policy.ts'),
  venue: () => import('./commands/venue.ts'),
  response: () => import('./commands/response.ts'),
  'dead-letters': () => import('./commands/dead-letters.ts'),
  volatility: () => import('./commands/volatility.ts'),
  openapi: () => import('./commands/openapi.ts'),
};

const USAGE = `Usage: npm run -s cli -- COMMAND [OPTIONS]

  start      run the whole system on this machine and play a scenario (npm start)
  push       push a snapshot file to a venue's API, signed
  validate   say what is wrong with a snapshot file, and where
  assess     measure a snapshot file: leverage, liquidations, cascades, capacity
  plan       the smallest deleveraging that makes a snapshot file's book safe
  storm      the same crash twice, with and without Breakwater, side by side
  replay     make a stored plan again: is it the same to the last bit?
  policy     show, set or stop by a venue's policy, version by version
  venue      show where a venue's feed stands, or reset it to a sequence
  response   list a venue's responses that have not ended well, or resume them
  dead-letters  list, replay or clear what was received and not worked off
  volatility regimes, estimates and Markov-switching fits of a file of bars
  openapi    print the API for exchanges as OpenAPI 3.1

COMMAND --help says more.`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(`there is no command ${JSON.stringify(name)}\n\n${USAGE}`);
  const { command } = await load();
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...args],
        options: { ...command.options, help: { type: 'boolean' as const, short: 'h' } },
        allowPositionals: true,
      });
    } catch (error) {
      throw new UsageError(`${(error as Error).message.split('. ')[0]}\n\n${command.usage}`);
    }
  })();
  const values = parsed.values as Readonly<Record<string, string | boolean | undefined>>;
  if (values.help) {
    console.log(command.usage);
    return 0;
  }
  const given = parsed.positionals.length;
  const taken = [command.positionals].flat();
  if (!taken.includes(given)) {
    const wants = command.takes ?? ['options only', 'one FILE'][taken[0] as number] ?? 'a subject and one FILE';
    const not =
      given === 0 ? 'and none is named' : `not ${parsed.positionals.map((word) => JSON.stringify(word)).join(' ')}`;
    throw new UsageError(`${name} takes ${wants}, ${not}\n\n${command.usage}`);
  }
  return command.run({ values, positionals: parsed.positionals });
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    // What a person can mend is told in one line; what they cannot keeps its trace.
    const ofSystem = (error as NodeJS.ErrnoException).syscall !== undefined;
    const told = error instanceof UsageError || error.name === 'JavaMissing' || ofSystem;
    console.error(`breakwater: ${told ? error.message : (error.stack ?? error.message)}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
