import { NotOnOneMachine } from './faults.ts';

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 1, most: 7, names: DAYS },
  { least: 1970, most: 2199 },
];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * When a schedule is due next, strictly after a time: `rate(5 minutes)`, or `cron(minute hour day month weekday year)`
 * of EventBridge Scheduler in UTC (weekdays from 1 for Sunday; lists, ranges, steps and names; no L, W or #).
 *
 * @returns a function from Unix milliseconds to Unix milliseconds; undefined where it is never due again
 * @throws NotOnOneMachine for another form
 */
export function readScheduleExpression(place: string, expression: string): (after: number) => number | undefined {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit !== undefined) {
    const period = Number(amount) * ({ minute: MINUTE, hour: 60 * MINUTE, day: DAY }[unit] as number);
    if (period > 0) return (after) => after + period;
  }
  const parts = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (parts === undefined || parts.length !== FIELDS.length) {
    throw new NotOnOneMachine(place, `the engine does not know the schedule ${expression}`);
  }
  const [minutes, hours, days, months, weekdays, years] = parts.map((part, index) =>
    readField(place, part, FIELDS[index] as Field),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  return (after) => {
    const firstDay = Math.floor(after / DAY) * DAY;
    // Eight years hold every leap day, the century's gap included.
    for (let day = firstDay; day <= firstDay + 8 * 366 * DAY; day += DAY) {
      const date = new Date(day);
      const isDue =
        years.has(date.getUTCFullYear()) &&
        months.has(date.getUTCMonth() + 1) &&
        days.has(date.getUTCDate()) &&
        weekdays.has(date.getUTCDay() + 1);
      if (!isDue) continue;
      for (let time = day; time < day + DAY; time += MINUTE) {
        const at = new Date(time);
        if (time > after && minutes.has(at.getUTCMinutes()) && hours.has(at.getUTCHours())) return time;
      }
    }
    return undefined;
  };
}

function readField(place: string, text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const [from, to] = readRange(place, range, field, step !== undefined);
    const by = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(by) || by < 1) throw unknown(place, text);
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

function readRange(place: string, text: string, field: Field, stepped: boolean): readonly [number, number] {
  if (text === '*' || text === '?') return [field.least, field.most];
  const [from, to] = text.split('-').map((word) => {
    const named = field.names?.indexOf(word.toUpperCase()) ?? -1;
    return named >= 0 ? named + 1 : /^\d+$/.test(word) ? Number(word) : Number.NaN;
  });
  const last = to ?? (stepped ? field.most : from);
  if (from === undefined || last === undefined || !(from >= field.least && last <= field.most && from <= last)) {
    throw unknown(place, text);
  }
  return [from, last];
}

function unknown(place: string, text: string): NotOnOneMachine {
  return new NotOnOneMachine(place, `the engine does not know ${text} in a cron expression`);
}
