import { openFaultList } from './faults.ts';
import { FragmentBuilder } from './fragment.ts';
import { isList, membersOf, type Span, walkElements } from './json-members.ts';
import { textOf } from './name-table.ts';
import { isAnnouncement } from './ndjson-reader.ts';
import { type Parsed, type Role, refused } from './parsed.ts';

/** The lists of a body, in the order in which they are taken whatever their order in the body. */
const LISTS = ['markets', 'accounts', 'positions'] as const;

/**
 * Parses a JSON body a record at a time: the book never stands in memory as objects.
 *
 * @param body UTF-8, not empty
 */
export function parseJson(body: Uint8Array, role: Role): Parsed {
  const members = membersOf(body);
  if (!members) return notJson(body);
  const value = (name: string): unknown => {
    const span = members.get(name);
    return span && JSON.parse(textOf(body, span.from, span.to));
  };
  const faults = openFaultList();
  try {
    const lists: readonly string[] = LISTS;
    const header = Object.fromEntries(
      [...members.keys()].filter((name) => !lists.includes(name)).map((name) => [name, value(name)]),
    );
    const builder = new FragmentBuilder(faults, role === 'part' || isAnnouncement(header.parts));
    if (role === 'snapshot') builder.addHeader(header);
    else if (header.snapshotId !== undefined)
      faults.add('/snapshotId', 'stands in the path of a part, not in its body');
    const parse = ({ from, to }: Span): unknown => JSON.parse(textOf(body, from, to));
    const takers = {
      markets: { take: () => -1, add: (span: Span) => builder.addMarket(parse(span)) },
      accounts: {
        take: (from: number, end: number) => builder.scanAccount(body, from, end, false),
        add: (span: Span) => builder.addAccount(parse(span)),
      },
      positions: {
        take: (from: number, end: number) => builder.scanPosition(body, from, end, false),
        add: (span: Span) => builder.addPosition(parse(span)),
      },
    };
    for (const name of LISTS) {
      const span = members.get(name);
      if (!span) continue;
      if (!isList(body, span)) {
        if (value(name) !== null) faults.add(`/${name}`, 'must be of type array');
        continue;
      }
      const { take, add } = takers[name];
      const whole = walkElements(body, span, take, (element) => {
        add(element);
        return true;
      });
      if (!whole) return notJson(body);
    }
    const fragment = builder.finish();
    return faults.total === 0 ? { ok: true, fragment } : { ok: false, faults: faults.kept, total: faults.total };
  } catch (error) {
    if (error instanceof SyntaxError) return notJson(body);
    throw error;
  }
}

/** Says why the body is not a JSON object, in the words of JSON.parse. */
function notJson(body: Uint8Array): Parsed {
  try {
    JSON.parse(textOf(body, 0, body.length));
  } catch (error) {
    return refused('', `the body is not JSON: ${(error as Error).message}`);
  }
  return refused('', 'the body must be a JSON object');
}
