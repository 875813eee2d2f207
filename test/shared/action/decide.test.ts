import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AcknowledgementDecision, decideAcknowledgement } from '../../../shared/action/decide.ts';
import { decideSent } from '../../../shared/action/send.ts';
import type { Acknowledgement, ActionState } from '../../../shared/action/types.ts';
import { acknowledgement, action, NOW, planned } from './examples.ts';

const told = (state: ActionState, ...messages: readonly Acknowledgement[]): ActionState =>
  messages.reduce((last, message) => {
    const decision = decideAcknowledgement(last, message, NOW);
    return decision.change ? decision.state : last;
  }, state);
const decide = (state: ActionState, message: Acknowledgement): AcknowledgementDecision =>
  decideAcknowledgement(state, message, NOW + 5);
const fillsOf = ({ orders }: ActionState): number[] => orders.map(({ filledContracts }) => filledContracts);

const state = planned();
const accepted = acknowledgement(state, 1, 'accepted', [0, 0]);
const partly = acknowledgement(state, 2, 'partially-filled', [4, 0]);
const more = acknowledgement(state, 3, 'partially-filled', [10, 5]);
const filled = acknowledgement(state, 4, 'filled', [10, 20]);

describe('an acknowledgement', () => {
  test('takes an action from accepted over partly filled to filled', () => {
    const steps = [accepted, partly, more, filled].map((_, i, all) => told(state, ...all.slice(0, i + 1)));
    expect(steps.map(({ status, done, filled: worth, version }) => [status, done, worth, version])).toEqual([
      ['accepted', false, 0, 2],
      ['partially-filled', false, 8, 3],
      ['partially-filled', false, 30, 4],
      ['filled', true, 60, 5],
    ]);
    expect(steps.at(-1)).toMatchObject({ ordered: 60, reason: null, doneAt: NOW });
  });

  test('that a cap has been taken is its last word, and that it has not', () => {
    const caps = [{ symbol: 'BTC/USDT:USDT', side: 'long' as const, leverage: 5, until: NOW }];
    const capping = planned(action([10], { caps }));
    expect(capping).toMatchObject({ kind: 'cap-leverage', ordered: 0 });
    const last = (status: Acknowledgement['status']) => decide(capping, acknowledgement(capping, 1, status, []));
    expect(last('accepted')).toMatchObject({ terminal: true, state: { status: 'filled', done: true } });
    expect(last('rejected')).toMatchObject({ terminal: true, state: { status: 'rejected', done: true } });
  });

  test('says with the change why, and whether it was the last word', () => {
    expect(decide(state, accepted)).toMatchObject({ change: true, terminal: false, reason: 'accepted' });
    expect(decide(state, partly)).toMatchObject({ change: true, terminal: false, reason: 'filling' });
    expect(decide(state, filled)).toMatchObject({ change: true, terminal: true, reason: 'filled' });
    const ended = { ...partly, reason: 'position closed' };
    expect(decide(state, ended)).toMatchObject({ change: true, terminal: true, reason: 'ended' });
  });

  test('ends an action as rejected, with the reason that the venue gives', () => {
    const rejected = acknowledgement(state, 1, 'rejected', [0, 0], { reason: 'market halted' });
    expect(told(state, rejected)).toMatchObject({ status: 'rejected', done: true, reason: 'market halted', filled: 0 });
    const { reason: _, ...without } = rejected;
    expect(told(state, without as Acknowledgement)).toMatchObject({ reason: 'the venue gave no reason' });
  });

  test('ends a partial fill for good where it says why the rest will not be', () => {
    const ended = told(state, { ...partly, reason: 'no counterpart' });
    expect(ended).toMatchObject({ status: 'partially-filled', done: true, reason: 'no counterpart', filled: 8 });
    expect(decide(ended, more)).toEqual({ change: false, reason: 'late' });
  });

  test('keeps what was filled where the venue gives up on the rest', () => {
    const rejected = acknowledgement(state, 3, 'rejected', [4, 0], { reason: 'market halted' });
    expect(told(state, partly, rejected)).toMatchObject({ status: 'partially-filled', done: true, filled: 8 });
  });

  test('completes an action that is filled to the last contract, whatever the venue calls it', () => {
    expect(told(state, acknowledgement(state, 1, 'partially-filled', [10, 20]))).toMatchObject({
      status: 'filled',
      done: true,
    });
  });

  test('takes the word of a venue that cannot fill a part of a contract', () => {
    const odd = planned(action([10.5]));
    expect(told(odd, acknowledgement(odd, 1, 'filled', [10]))).toMatchObject({ status: 'filled', filled: 20 });
  });

  test('changes nothing the second time', () => {
    expect(decide(told(state, accepted, partly), partly)).toEqual({ change: false, reason: 'duplicate' });
    expect(decide(told(state, filled), filled)).toEqual({ change: false, reason: 'duplicate' });
  });

  test('changes nothing after the last word', () => {
    expect(decide(told(state, filled), more)).toEqual({ change: false, reason: 'late' });
  });

  test('changes nothing where it comes behind one that knew more', () => {
    expect(decide(told(state, more), partly)).toEqual({ change: false, reason: 'overtaken' });
    expect(decide(told(state, partly), accepted)).toEqual({ change: false, reason: 'overtaken' });
  });

  test('moves each order on its own: what rose is taken, what fell is not', () => {
    const mixed = acknowledgement(state, 5, 'partially-filled', [1, 7]);
    expect(fillsOf(told(state, partly, mixed))).toEqual([4, 7]);
  });

  test('leaves the average price of an order with the fill it belongs to', () => {
    const dearer = {
      ...partly,
      acknowledgementId: 'x',
      orders: [{ ...partly.orders[0]!, averagePrice: 101, filledContracts: 3 }],
    };
    expect(told(state, partly, dearer).orders[0]?.averagePrice).toBe(100);
    const further = { ...dearer, orders: [{ ...dearer.orders[0]!, filledContracts: 5 }] };
    expect(told(state, partly, further).orders[0]?.averagePrice).toBe(101);
  });

  test('of another venue is refused', () => {
    expect(decide(state, { ...accepted, venue: 'other' })).toEqual({ change: false, reason: 'other venue' });
  });

  test('that fills more than was ordered is refused whole, and says which order', () => {
    const over = acknowledgement(state, 2, 'partially-filled', [4, 20.1]);
    expect(decide(state, over)).toEqual({ change: false, reason: 'over-filled', orders: [1] });
    expect(decide(told(state, filled), { ...over, acknowledgementId: 'x' })).toMatchObject({ reason: 'over-filled' });
  });

  test('may be over by what a decimal loses, and then fills what was ordered', () => {
    expect(fillsOf(told(state, acknowledgement(state, 2, 'filled', [10, 20.000000000001])))).toEqual([10, 20]);
  });

  test('of an order that the action does not have is refused whole, and says which', () => {
    const orders = [...partly.orders, { orderId: 'nobody', filledContracts: 1, averagePrice: 1 }];
    expect(decide(state, { ...partly, orders })).toEqual({ change: false, reason: 'unknown order', orders: [2] });
  });

  test('that is heard before the answer to the sending is not undone by it', () => {
    const early = told(state, accepted);
    expect(early).toMatchObject({ sentAt: NOW, claim: null });
    expect(decideSent(early, NOW)).toEqual({ change: false, reason: 'overtaken' });
  });

  test('is remembered among the newest only, and one that is forgotten still changes nothing', () => {
    const large = planned(action([1_000]));
    const messages = Array.from({ length: 300 }, (_, i) => acknowledgement(large, i, 'partially-filled', [i + 1]));
    const last = told(large, ...messages);
    expect(last.acknowledgements).toHaveLength(100);
    expect(decide(last, messages[0] as Acknowledgement)).toEqual({ change: false, reason: 'overtaken' });
  });
});

/** What a venue says as an action is worked: sums that rise, and a last word. */
const histories = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 })), { maxLength: 8 }),
    fc.constantFrom('filled' as const, 'ended' as const, 'open' as const),
  )
  .map(([steps, end]): Acknowledgement[] => {
    const sums: [number, number][] = [];
    for (const [a, b] of steps) {
      const [x, y] = sums.at(-1) ?? [0, 0];
      sums.push([Math.min(10, x + a), Math.min(20, y + b)]);
    }
    const messages = sums.map((fills, i) => acknowledgement(state, i + 2, 'partially-filled', fills));
    const last = sums.at(-1) ?? [0, 0];
    const closing =
      end === 'filled'
        ? [acknowledgement(state, 99, 'filled', [10, 20])]
        : end === 'ended'
          ? [acknowledgement(state, 99, 'partially-filled', last, { reason: 'position closed' })]
          : [];
    return [accepted, ...messages, ...closing];
  });

test('in any order and with any repeats, acknowledgements end in the fills of the ordered ones', () => {
  const shuffled = histories.chain((history) =>
    fc.tuple(
      fc.constant(history),
      fc.shuffledSubarray(history, { minLength: history.length }),
      fc.array(fc.constantFrom(...history), { maxLength: 10 }),
    ),
  );
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 0, max: 20 }), ([history, order, repeats], at) => {
      const once = told(state, ...history);
      const messy = told(
        state,
        ...order.slice(0, at),
        ...repeats.filter((one) => order.slice(0, at).includes(one)),
        ...order.slice(at),
        ...repeats,
      );
      expect(fillsOf(messy)).toEqual(fillsOf(once));
      expect([messy.status, messy.done, messy.filled]).toEqual([once.status, once.done, once.filled]);
    }),
    { numRuns: 500 },
  );
});

test('fills never fall and never exceed what was ordered, whatever is said', () => {
  const anything = fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('accepted' as const, 'partially-filled' as const, 'filled' as const, 'rejected' as const),
      fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 25 })),
      fc.option(fc.constant('why'), { nil: undefined }),
    ),
    { maxLength: 15 },
  );
  fc.assert(
    fc.property(anything, (messages) => {
      let last = state;
      for (const [nth, status, fills, reason] of messages) {
        const next = told(last, acknowledgement(state, nth, status, fills, reason === undefined ? {} : { reason }));
        next.orders.forEach((order, i) => {
          expect(order.filledContracts).toBeGreaterThanOrEqual(last.orders[i]?.filledContracts as number);
          expect(order.filledContracts).toBeLessThanOrEqual(order.contracts);
        });
        if (last.done) expect(next).toBe(last);
        last = next;
      }
    }),
    { numRuns: 500 },
  );
});
