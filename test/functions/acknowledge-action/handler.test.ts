import { gzipSync } from 'node:zlib';
import { SendTaskHeartbeatCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { ProblemBody } from '../../../shared/runtime/problem.ts';
import { sign } from '../../../shared/venue/signature.ts';
import { contents } from '../../environment/tables.ts';
import { acknowledgement, action } from '../../shared/action/examples.ts';
import { machine, planned, post, printed, type Sent, tables, tell } from './signed-requests.ts';
import { TOKEN } from './waiting-task.ts';

/** Sends what must be refused, and checks that the refusal is a problem, that nothing was stored and that nobody was told. */
async function refused(sending: () => ReturnType<typeof post>): Promise<ProblemBody> {
  const before = await contents(tables);
  const { status, answer, headers } = await sending();
  expect(headers['content-type']).toBe('application/problem+json');
  expect(answer.status).toBe(status);
  expect(await contents(tables)).toEqual(before);
  expect(machine.calls()).toHaveLength(0);
  return answer;
}

describe('an acknowledgement', () => {
  test('is answered 202, again 200, and ends the task that waits with the summary', async () => {
    const one = await planned();
    expect(await tell(acknowledgement(one, 1, 'partially-filled', [4, 0]))).toMatchObject({
      status: 202,
      answer: { status: 'taken', action: 'partially-filled', done: false },
    });
    expect(machine.commandCalls(SendTaskHeartbeatCommand, { taskToken: TOKEN })).toHaveLength(1);
    const last = acknowledgement(one, 2, 'filled', [10, 20]);
    expect(await tell(last)).toMatchObject({ status: 202, answer: { action: 'filled', done: true } });
    const [success] = machine.commandCalls(SendTaskSuccessCommand, { taskToken: TOKEN });
    expect(JSON.parse(success?.args[0].input.output as string)).toMatchObject({ filled: 60, share: 1, done: true });
    expect(await tell(last)).toMatchObject({ status: 200, answer: { status: 'duplicate' } });
  });

  test('is answered 200 where it is late or overtaken', async () => {
    const one = await planned();
    await tell(acknowledgement(one, 2, 'partially-filled', [4, 0]));
    expect(await tell(acknowledgement(one, 1, 'accepted', []))).toMatchObject({
      status: 200,
      answer: { status: 'overtaken' },
    });
    await tell(acknowledgement(one, 3, 'rejected', [4, 0], { reason: 'market halted' }));
    expect(await tell(acknowledgement(one, 4, 'accepted', []))).toMatchObject({
      status: 200,
      answer: { status: 'late' },
    });
  });

  test('may be signed with the key before while it rotates', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'accepted', []);
    expect(await tell(message, { key: 'the-venue-key-before' })).toMatchObject({ status: 202 });
  });

  test('is taken under a stage or a base path, signed over the whole path or over what follows it', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'accepted', []);
    const bare = `/v1/actions/${one.actionId}/acknowledgements`;
    const path = `/risk desk/prod${bare}`;
    expect(await tell(message, { path })).toMatchObject({ status: 202 });
    const request = { method: 'POST', path: bare, body: Buffer.from(JSON.stringify(message)) };
    const signature = sign(['the-venue-key'], Math.floor(Date.now() / 1_000), request);
    expect(await tell(message, { path, signature })).toMatchObject({ status: 200 });
  });

  test('never puts the task token into an answer or a log', async () => {
    const one = await planned();
    machine.on(SendTaskSuccessCommand).rejects(new Error('no'));
    const { answer } = await tell(acknowledgement(one, 1, 'filled', [10, 20]));
    const lines = printed.flatMap((spy) => spy.mock.calls.map((call) => JSON.stringify(call)));
    expect(lines.length).toBeGreaterThan(0);
    expect([...lines, JSON.stringify(answer)].filter((line) => line.includes(TOKEN))).toEqual([]);
  });
});

describe('is refused, and changes nothing', () => {
  test.each<[string, Sent, string]>([
    ['with another venue’s key', { key: 'the-key-of-another' }, 'signature-mismatch'],
    ['with no signature', { signature: '' }, 'signature-missing'],
    ['with a signature that is none', { signature: 'none' }, 'signature-malformed'],
    ['with an old signature', { signature: `t=1,v1=${'0'.repeat(64)}` }, 'signature-stale'],
  ])('401 %s', async (_, sent, kind) => {
    const one = await planned();
    const problem = await refused(() => tell(acknowledgement(one, 1, 'filled', [10, 20]), sent));
    expect(problem).toMatchObject({ status: 401, type: `urn:breakwater:problem:${kind}` });
  });

  test('401 where it was signed for another action', async () => {
    const [one, other] = [await planned(), await planned()];
    const message = acknowledgement(other, 1, 'accepted', [], { actionId: one.actionId });
    const body = Buffer.from(JSON.stringify(message));
    const path = `/v1/actions/${other.actionId}/acknowledgements`;
    const signature = sign(['the-venue-key'], Math.floor(Date.now() / 1_000), { method: 'POST', path, body });
    expect(await refused(() => tell(message, { signature }))).toMatchObject({ status: 401 });
  });

  test('401 where there is no such venue', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'accepted', [], { venue: '__proto__' });
    expect(await refused(() => tell(message))).toMatchObject({
      status: 401,
      type: 'urn:breakwater:problem:signature-mismatch',
    });
  });

  test.each([
    ['no signature', ''],
    ['one that is none', 'none'],
    ['one that does not fit', `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}`],
  ])('401 with %s, the same for a venue that is known and for one that is not', async (_, signature) => {
    const one = await planned();
    const [known, ...unknown] = await Promise.all(
      ['demo', 'nowhere', '__proto__'].map((venue) =>
        tell(acknowledgement(one, 1, 'accepted', [], { venue }), { signature }),
      ),
    );
    expect(known?.status).toBe(401);
    for (const answer of unknown) expect(answer).toEqual(known);
  });

  test('400 with a query, which is not signed', async () => {
    const one = await planned();
    expect(await refused(() => tell(acknowledgement(one, 1, 'accepted', []), { query: 'force=1' }))).toMatchObject({
      status: 400,
      type: 'urn:breakwater:problem:query-unsupported',
    });
  });

  test('404 where there is no such action', async () => {
    const stranger = action([1], { planId: 'never planned' });
    expect(await refused(() => tell(acknowledgement(stranger, 1, 'accepted', [])))).toMatchObject({
      status: 404,
      type: 'urn:breakwater:problem:action-unknown',
    });
  });

  test('409 where another venue signs it with its own key', async () => {
    const one = await planned();
    const message = acknowledgement(one, 1, 'filled', [10, 20], { venue: 'other' });
    expect(await refused(() => tell(message, { key: 'the-key-of-another' }))).toMatchObject({
      status: 409,
      type: 'urn:breakwater:problem:venue-conflict',
    });
  });

  test('409 where more is filled than was ordered, with the order', async () => {
    const one = await planned();
    expect(await refused(() => tell(acknowledgement(one, 1, 'filled', [10, 20.5])))).toMatchObject({
      status: 409,
      type: 'urn:breakwater:problem:orders-over-filled',
      errors: [{ path: '/orders/1/filledContracts' }],
      errorCount: 1,
    });
  });

  test('400 with the places of its faults, once it is known who sent it', async () => {
    const one = await planned();
    const message = { ...acknowledgement(one, 1, 'filled', [10, -20]), timestamp: null };
    expect(await refused(() => tell(message as never))).toMatchObject({
      status: 400,
      type: 'urn:breakwater:problem:acknowledgement-invalid',
      errors: [{ path: '/timestamp' }, { path: '/orders/1/filledContracts' }],
      errorCount: 2,
    });
    expect(await refused(() => tell(message as never, { signature: '' }))).toMatchObject({ status: 401 });
  });

  test.each([
    ['no JSON', '{', ''],
    ['no text', Buffer.from([0xff, 0xfe]), ''],
    ['nothing', '', ''],
    ['no object', 'null', '/venue'],
    ['no venue', '{"venue":7}', '/venue'],
  ])('400 for %s', async (_, body, path) => {
    expect(await refused(() => post(body))).toMatchObject({ status: 400, errors: [{ path }] });
  });

  test('413 and 415 before it is looked at: too large, or packed', async () => {
    expect(await refused(() => post(' '.repeat(1_048_577)))).toMatchObject({ status: 413 });
    const packed = gzipSync('{"venue":"demo"}');
    expect(await refused(() => post(packed, { headers: { 'content-encoding': 'gzip' } }))).toMatchObject({
      status: 415,
    });
  });
});
