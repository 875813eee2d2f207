import { readFileSync } from 'node:fs';
import { assess } from '../../../shared/assessment/assess.ts';
import { fitnessOf, reasonOf } from '../../../shared/assessment/fitness.ts';
import { planInputFrom } from '../../../shared/assessment/plan-input.ts';
import { ADL_POLICIES, type AdlPolicy } from '../../../shared/deleveraging/adl-policy.ts';
import { explainPlan } from '../../../shared/deleveraging/plan/explain.ts';
import { openPlan, planOn } from '../../../shared/deleveraging/plan/plan.ts';
import { DEFAULT_POLICY } from '../../../shared/policy/default-policy.ts';
import { overlayPolicy, PolicyFault } from '../../../shared/policy/overlay.ts';
import type { Policy } from '../../../shared/policy/types.ts';
import { planTables } from '../plan-tables.ts';
import { readBookFile } from './book-file.ts';
import { type Command, UsageError, type Values } from './command.ts';

export const command: Command = {
  name: 'plan',
  usage: `Usage: npm run -s cli -- plan FILE [--policy FILE] [--adl POLICY] [--json]

Plans the smallest deleveraging that brings a snapshot's book within its
targets, and says whom it costs what. One snapshot has no history: its
volatility is what the policy assumes. This is a what-if of the whole book: it
says which markets nothing would be done on, and why.

  --policy FILE   JSON with what differs from the default policy, such as
                  {"deleveraging": {"targets": {"excessShare": 0.02}}}
  --adl POLICY    ${ADL_POLICIES.join(', ')}
  --json          print {targets, before, after, reductions, caps, fairness,
                  venueQueue, unmet, blocked, …} and nothing else; of a file
                  that is not valid, {errors, errorCount}`,
  options: { json: { type: 'boolean' }, policy: { type: 'string' }, adl: { type: 'string' } },
  positionals: 1,
  async run({ values, positionals: [file = ''] }) {
    const policy = policyFrom(values);
    const book = await readBookFile(file, values.json === true);
    if (!book) return 1;
    const { assessment } = assess({ book, states: new Map(), policy, codeVersion: 'cli', late: false });
    const { blocked, unfit: whole } = fitnessOf(assessment);
    const failed = blocked.length > 0 && reasonOf(blocked) === 'integrity';
    const unfit = whole === 'sample' ? whole : failed ? 'integrity' : null;
    const ground = openPlan(planInputFrom(book, assessment, policy));
    const plan = planOn(ground);
    const explanation = explainPlan(ground, plan);
    if (values.json) console.log(JSON.stringify({ ...plan, ...explanation, unfit, blocked }));
    else {
      if (unfit === 'sample') console.log('The book is a sample: nothing is done on it.\n');
      console.log(planTables(plan, explanation, blocked));
    }
    return 0;
  },
};

function policyFrom(values: Values): Policy {
  const { policy: file, adl } = values;
  try {
    const given = typeof file === 'string' ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : {};
    const policy = overlayPolicy(DEFAULT_POLICY, given);
    return adl === undefined ? policy : { ...policy, deleveraging: { ...policy.deleveraging, adl: adlFrom(adl) } };
  } catch (error) {
    if (error instanceof PolicyFault || error instanceof SyntaxError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

function adlFrom(text: string | boolean): AdlPolicy {
  const found = ADL_POLICIES.find((policy) => policy === text);
  if (found) return found;
  throw new UsageError(`--adl is one of ${ADL_POLICIES.join(', ')}, not ${JSON.stringify(text)}`);
}
