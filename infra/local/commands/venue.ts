import { timeFigure } from '../../../shared/presentation/figures.ts';
import { readRefusals } from '../../../shared/store/refusals.ts';
import { type Reset, type ResetOutcome, readResets, resetVenue } from '../../../shared/store/reset.ts';
import { type Cursor, readCursor } from '../../../shared/store/snapshots.ts';
import type { Tables } from '../../../shared/store/tables.ts';
import { byWhom, type Command, required, UsageError, type Values, wholeNumber } from './command.ts';
import { stateAt, TABLE_OPTIONS } from './tables-at.ts';

/** The highest first sequence that any policy accepts: above it there has to be room. */
const MOST = 2 ** 52;

const USAGE = `Usage: npm run -s cli -- venue show --venue V --state TABLE [OPTIONS]
       npm run -s cli -- venue reset --venue V --state TABLE --to SEQUENCE
                                     [OPTIONS]

Where a venue's feed stands, and its correction. The table's name is an output
of the data stack; while \`npm start\` serves, it prints it with the endpoint.

  show      the newest snapshot, late and refused ones, and every reset
    --json           print {cursor, refusals, resets} and nothing else
  reset     puts the feed to SEQUENCE: the next snapshot above it is accepted
            and assessed as usual. Snapshots and assessments above it are set
            aside, not deleted; the states that they moved are lowered. Use it
            after a wrong sequence that made everything later late, or if the
            venue counts anew. Safe to run again, with the same SEQUENCE, after
            an interruption. Reads through the whole state table.
    --to SEQUENCE    the last sequence that is right
    --why TEXT       for the record
    --by NAME        who resets it, for the record; your name on this machine
                     if it is absent
    --json           print what was done and nothing else

  --endpoint URL     of DynamoDB, if it is not AWS's
  --snapshots TABLE  accepted as by other commands; no book is read`;

export const command: Command = {
  name: 'venue',
  usage: USAGE,
  options: {
    venue: { type: 'string' },
    ...TABLE_OPTIONS,
    to: { type: 'string' },
    why: { type: 'string' },
    by: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  takes: 'show or reset',
  async run({ values, positionals: [action = ''] }) {
    const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!perform)
      throw new UsageError(`venue takes ${command.takes}, not ${JSON.stringify(action)}\n\n${command.usage}`);
    return perform(stateAt(values), required(values, 'venue'), values);
  },
};

/** @returns the exit status */
type Action = (tables: Tables, venue: string, values: Values) => Promise<number>;

const ACTIONS: Readonly<Record<string, Action>> = { show, reset };

async function show(tables: Tables, venue: string, values: Values): Promise<number> {
  const [cursor, refusals, resets] = await Promise.all([
    readCursor(tables, venue),
    readRefusals(tables, venue),
    readResets(tables, venue),
  ]);
  if (values.json) {
    console.log(JSON.stringify({ cursor: cursor ?? null, refusals: refusals ?? null, resets }));
    return 0;
  }
  console.log(cursor ? standing(venue, cursor) : `No snapshot of ${venue} is known`);
  if (refusals) {
    const { count, since, lastAt, last } = refusals;
    const when =
      count === 1 ? `, at ${timeFigure(since)}` : ` since ${timeFigure(since)}, the last at ${timeFigure(lastAt)}`;
    console.log(`${count} ${count === 1 ? 'push was' : 'pushes were'} refused for a jump${when}: ${last.detail}`);
  }
  for (const one of resets) console.log(resetLine(one));
  return 0;
}

function standing(venue: string, { sequence, snapshotId, timestamp, receivedAt, late, arrived }: Cursor): string {
  const lines = [
    `${venue} stands at sequence ${sequence}`,
    `newest snapshot: ${JSON.stringify(snapshotId)} of ${timeFigure(timestamp)}, received ${timeFigure(receivedAt)}`,
  ];
  if (late)
    lines.push(
      `${late.count} late since ${timeFigure(late.since)}, the last at ${timeFigure(late.lastAt)}, sequence ${arrived}`,
    );
  return lines.join('\n');
}

const resetLine = ({ at, by, why, from, to, status }: Reset): string =>
  `reset ${status === 'done' ? '' : 'begun, not finished, '}by ${by} at ${timeFigure(at)} from ${from.sequence} to ${to}${why === null ? '' : `: ${why}`}`;

async function reset(tables: Tables, venue: string, values: Values): Promise<number> {
  const to = wholeNumber(values, 'to', 0, MOST);
  if (to === undefined) throw new UsageError('--to is required');
  const why = values.why === undefined ? {} : { why: required(values, 'why') };
  const outcome = await resetVenue(tables, venue, { to, by: byWhom(values), ...why });
  if (values.json) console.log(JSON.stringify(outcome));
  else if (outcome.done) console.log(told(venue, outcome));
  else (isRight(outcome) ? console.log : console.error)(notDone(venue, outcome));
  return outcome.done || isRight(outcome) ? 0 : 1;
}

type NotDone = Extract<ResetOutcome, { done: false }>;

/** Run again after it was done: nothing is wrong. */
const isRight = (outcome: NotDone): boolean => outcome.reason === 'already';

function notDone(venue: string, outcome: NotDone): string {
  switch (outcome.reason) {
    case 'unknown':
      return `No snapshot of ${venue} is known: is that its name?`;
    case 'moved':
      return `${venue} was not reset: a newer snapshot, or another reset, has come meanwhile. Look at it with venue show`;
    case 'already':
      return `${venue} was reset to ${outcome.reset.to} before: nothing was left to do`;
    case 'unfinished':
      return `${venue} was not reset: finish the reset to ${outcome.reset.to} first, that ${outcome.reset.by} began at ${timeFigure(outcome.reset.at)}`;
  }
}

function told(
  venue: string,
  { reset: { from, to }, newest, snapshots, assessments, lowered }: Extract<ResetOutcome, { done: true }>,
): string {
  const { markets, fund, incidents, plan } = lowered;
  const lines = [
    `${venue} was reset from ${from.sequence} to ${to}`,
    `set aside: ${counted(snapshots.length, 'snapshot')}, ${counted(assessments.length, 'assessment')}`,
    `lowered: ${counted(markets.length, 'market state')}, ${counted(incidents.length, 'incident')}${fund ? ', the fund' : ''}${plan ? ', what the newest plan is verified by' : ''}`,
    newest
      ? `newest snapshot that is left: ${newest.sequence} (${JSON.stringify(newest.snapshotId)})`
      : 'no snapshot is left: the next one is the first of the venue',
  ];
  // What the stream had not handed on yet may still be written.
  if (assessments.length < snapshots.length)
    lines.push('Some had not been assessed yet: look again with venue show, and reset once more if need be');
  return lines.join('\n');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
