import { NotOnOneMachine, TemplateFault } from './faults.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { knowsOnly, list, object, text } from './read-properties.ts';

/** Whether an event is to be handed on. */
export type Filter = (event: Json) => boolean;

type Rule = (value: Json | undefined) => boolean;

/**
 * The FilterCriteria of an event source mapping: an event passes when any one pattern matches; no patterns let all pass.
 * Patterns are EventBridge's, as far as: exact strings, booleans and null, `prefix`, `exists`, `anything-but`.
 *
 * @throws NotOnOneMachine for another kind of rule (numeric ones among them: on DynamoDB's typed numbers, which are
 *   strings, they match nothing)
 */
export function readFilter(place: string, properties: JsonObject): Filter {
  const criteria = object(place, properties, 'FilterCriteria');
  knowsOnly(`${place}.FilterCriteria`, criteria, ['Filters']);
  const patterns = list(place, criteria, 'Filters').map((filter, index) => {
    const at = `${place}.FilterCriteria.Filters[${index}]`;
    if (!isJsonObject(filter)) throw new TemplateFault(at, 'must be an object');
    knowsOnly(at, filter, ['Pattern']);
    const pattern = JSON.parse(text(at, filter, 'Pattern')) as Json;
    if (!isJsonObject(pattern)) throw new TemplateFault(at, 'Pattern must be a JSON object');
    return readPattern(at, pattern);
  });
  return patterns.length === 0 ? () => true : (event) => patterns.some((matches) => matches(event));
}

function readPattern(place: string, pattern: JsonObject): Rule {
  const fields = Object.entries(pattern).map(([key, wanted]): [string, Rule] => {
    const at = `${place}.${key}`;
    if (key.startsWith('$')) throw new NotOnOneMachine(at, `the engine does not know the pattern ${key}`);
    if (isJsonObject(wanted)) return [key, readPattern(at, wanted)];
    if (!Array.isArray(wanted)) throw new TemplateFault(at, 'must be a list of what matches');
    const rules = (wanted as readonly Json[]).map((rule) => readRule(at, rule));
    // A list in the event matches where one of its members does.
    const values = (value: Json | undefined) => (Array.isArray(value) ? (value as readonly Json[]) : [value]);
    return [key, (value) => rules.some((matches) => values(value).some(matches))];
  });
  return (value) => {
    const inside = isJsonObject(value) ? value : {};
    return fields.every(([key, matches]) => matches(inside[key]));
  };
}

function readRule(place: string, rule: Json): Rule {
  if (typeof rule === 'string' || typeof rule === 'boolean' || rule === null) return (value) => value === rule;
  if (!isJsonObject(rule)) throw new NotOnOneMachine(place, `the engine does not match on ${JSON.stringify(rule)}`);
  const [name, argument] = Object.entries(rule)[0] ?? [];
  if (Object.keys(rule).length === 1) {
    if (name === 'exists' && typeof argument === 'boolean') {
      // A leaf only, as in EventBridge: a branch does not "exist".
      return (value) => (value !== undefined && !isJsonObject(value)) === argument;
    }
    if (name === 'prefix' && typeof argument === 'string') {
      return (value) => typeof value === 'string' && value.startsWith(argument);
    }
    if (name === 'anything-but') {
      const unwanted = (Array.isArray(argument) ? argument : [argument]) as readonly Json[];
      if (unwanted.every((one) => typeof one === 'string' || typeof one === 'boolean' || one === null)) {
        return (value) => value !== undefined && !unwanted.some((one) => one === value);
      }
    }
  }
  throw new NotOnOneMachine(place, `the engine does not match on ${JSON.stringify(rule)}`);
}
