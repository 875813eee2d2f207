import { errorFields, log } from '../runtime/log.ts';
import type { Tables } from '../store/tables.ts';
import { noteWoken, readWaiting } from '../store/verifications.ts';
import type { Verified } from './respond-state.ts';
import type { WaitingTask } from './waiting-task.ts';

/**
 * Tells the tasks that wait for a venue's next assessment that there is one. Safe to repeat, and never a failure of the assessment: who
 * could not be told is told of the next one.
 */
export async function wakeVerifications(tables: Tables, task: WaitingTask, venue: string): Promise<void> {
  for (const waiting of await readWaiting(tables, venue)) {
    try {
      await task.succeed(waiting.taskToken, { next: 'look' } satisfies Verified);
      await noteWoken(tables, venue, waiting);
    } catch (error) {
      log('error', 'a verification could not be told of an assessment', {
        venue,
        planId: waiting.planId,
        ...errorFields(error),
      });
    }
  }
}
