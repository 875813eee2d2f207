import { afterEach, expect, test } from '@jest/globals';
import { FAILED } from '../../functions/receive-interaction/presser.ts';
import { dyingAt } from '../environment/tables.ts';
import { AFTER, quietConsole } from './asked-venue.ts';
import { type GuardedVenue, openGuardedVenue } from './guarded-venue.ts';

let venue: GuardedVenue;
afterEach(() => venue.close());

/** The execution for the incident as it opened. */
const response = () => venue.executions()[0];

test.each(['before', 'after'] as const)(
  'a crash %s any write, and the tries that follow, execute what was approved once and end where a clean pass does',
  async (when) => {
    quietConsole();
    for (let nth = 0; ; nth++) {
      venue = await openGuardedVenue();
      const dying = dyingAt(venue.tables, nth, when);
      venue.through = (on) => (dying.died() ? on : dying.tables);
      await venue.push();
      const [answer] = await venue.press('U-ANNA');
      if (answer === FAILED) await venue.press('U-ANNA');
      await venue.work();
      await venue.push({ responding: false });
      expect(venue.told.filter(({ status }) => status === 'accepted')).toHaveLength(1);
      expect(venue.held()).toBe(AFTER);
      expect(response()).toMatchObject({ status: 'RUNNING' });
      // Two plans have been asked for, and nobody was asked for one of them twice but by a crash between the post and its note.
      const asking = venue.texts().filter((text) => /^(✋ APPROVAL NEEDED|✅ APPROVED)/.test(text));
      expect(asking.length).toBeLessThanOrEqual(when === 'after' ? 2 : 3);
      if (!dying.died()) {
        // From the notification to the question of the second plan.
        expect(nth).toBeGreaterThan(30);
        break;
      }
      await venue.close();
      dying.tables.client.destroy();
    }
  },
  600_000,
);
