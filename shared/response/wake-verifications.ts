import { errorFields, log } from '../runtime/log.ts';
import { readNewestAssessmentRecord } from '../store/assessments.ts';
import type { Tables } from '../store/tables.ts';
import { noteWoken, readWaiting } from '../store/verifications.ts';
import { secondsLeft, type Verified } from './respond-state.ts';
import type { WaitingTask } from './waiting-task.ts';

/**
 * Completes the tasks that wait for a new assessment of a venue. A late assessment, one already looked at, or one before the time of
 * the next look completes none. Safe to repeat, and never a failure of the assessment: a task that could not be completed is
 * completed by the next one.
 */
export async function wakeVerifications(tables: Tables, task: WaitingTask, venue: string): Promise<void> {
  const waiting = await readWaiting(tables, venue);
  if (waiting.length === 0) return;
  const newest = await readNewestAssessmentRecord(tables, venue);
  if (!newest || newest.late) return;
  const now = tables.now();
  // Another one, not a newer one: a venue that was reset counts from below.
  for (const one of waiting.filter(({ after, notBefore }) => newest.sequence !== after && now >= notBefore)) {
    try {
      const withinSeconds = Number.isFinite(one.until) ? secondsLeft(one.until, now) : undefined;
      await task.succeed(one.taskToken, { next: 'look', ...(withinSeconds && { withinSeconds }) } as Verified);
      await noteWoken(tables, venue, one);
    } catch (error) {
      log('error', 'a verification could not be told of an assessment', {
        venue,
        planId: one.planId,
        ...errorFields(error),
      });
    }
  }
}
