import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acknowledge } from '../../../functions/acknowledge-action/acknowledge.ts';
import { readAcknowledgement } from '../../../functions/acknowledge-action/acknowledgement-body.ts';
import { readAction } from '../../../infra/local/exchange/action-body.ts';
import {
  ACKNOWLEDGEMENT_RECEIPTS,
  ACKNOWLEDGEMENT_REFUSALS,
  ACKNOWLEDGEMENTS,
  ACTION,
  CAPPING,
} from '../../../infra/openapi/action-examples.ts';
import type { Acknowledgement } from '../../../shared/action/types.ts';
import { Problem } from '../../../shared/runtime/problem.ts';
import { planActions } from '../../../shared/store/plan-actions.ts';
import { sendAction } from '../../../shared/venue/action-client.ts';
import { SIGNATURE_HEADER, verifySignature } from '../../../shared/venue/signature.ts';
import { makeTables } from '../../environment/tables.ts';
import { action } from '../../shared/action/examples.ts';
import { component, document, faultsOf } from './document.ts';

const { actionId } = ACTION;
const read = (body: unknown) => readAcknowledgement(JSON.parse(JSON.stringify(body)), actionId);
const acknowledged = (body: object): Acknowledgement => {
  const found = read(body);
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.acknowledgement;
};

describe('an acknowledgement', () => {
  test.each(Object.entries(ACKNOWLEDGEMENTS))('as the example %s is taken by the parser', (_, body) => {
    expect(read(body)).toMatchObject({ ok: true, acknowledgement: body });
  });

  test('is by its schema what it is by the parser', () => {
    const [order] = ACKNOWLEDGEMENTS.filled.orders;
    const one = (...values: unknown[]) => fc.constantFrom(...values, undefined, null, {}, [], true, '');
    const amounts = one(0, 3.5, '3.5', '1e3', -1, 'all', '0x10', '1.', '.5', ' 1', 2e30);
    const orders = fc.oneof(
      fc.record({ orderId: one('o', 'x'.repeat(129)), filledContracts: amounts, averagePrice: amounts }),
      one(order, 7),
    );
    const members = {
      acknowledgementId: one('id', 'x'.repeat(128), 'x'.repeat(129), 7),
      actionId: one(actionId, 7),
      venue: one('demo', 7),
      status: one('accepted', 'partially-filled', 'filled', 'rejected', 'done', 7),
      reason: one('market halted', 7),
      orders: fc.oneof(
        orders.map((only) => [only]),
        one(7),
      ),
      timestamp: one(0, 1_768_478_400_000, -1, 1.5, 2 ** 60, '1'),
    };
    const fault = fc.oneof(
      ...Object.entries(members).map(([name, values]) => values.map((value) => ({ [name]: value }))),
    );
    const body = fc
      .tuple(fault, fault)
      .map(([first, second]) => JSON.parse(JSON.stringify({ ...ACKNOWLEDGEMENTS.filled, ...first, ...second })));
    fc.assert(
      fc.property(body, (value) => {
        expect(faultsOf(component('Acknowledgement'), value).length === 0).toBe(read(value).ok);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is answered with the receipts that the examples show', async () => {
    const tell = await planned();
    const { accepted, filling, filled } = ACKNOWLEDGEMENTS;
    const receipts = {
      taken: await tell(filling),
      duplicate: await tell(filling),
      overtaken: await tell(accepted),
      late: await tell(filled).then(() => tell({ ...accepted, acknowledgementId: `${actionId}:4` })),
    };
    expect(receipts).toEqual(ACKNOWLEDGEMENT_RECEIPTS);
    for (const receipt of Object.values(receipts))
      expect(faultsOf(component('AcknowledgementReceipt'), receipt)).toEqual([]);
  });

  test.each([
    ['action-unknown', { actionId: '0123456789abcdef' }],
    ['venue-conflict', { venue: 'other' }],
    ['orders-unknown', { orders: [{ orderId: 'x', filledContracts: 1, averagePrice: 1 }] }],
    [
      'orders-over-filled',
      { orders: [{ orderId: ACTION.orders[0]?.orderId ?? '', filledContracts: 1e6, averagePrice: 1 }] },
    ],
  ] as [keyof typeof ACKNOWLEDGEMENT_REFUSALS, Partial<Acknowledgement>][])(
    'that is refused as %s is refused in the words of the example',
    async (kind, spoilt) => {
      const tell = await planned();
      const refusal = (await tell(ACKNOWLEDGEMENTS.filled, spoilt).catch((error) => error)) as Problem;
      expect(refusal).toBeInstanceOf(Problem);
      expect(refusal.body).toMatchObject({
        type: `urn:breakwater:problem:${kind}`,
        detail: ACKNOWLEDGEMENT_REFUSALS[kind],
      });
      expect(faultsOf(component('Problem'), refusal.body)).toEqual([]);
    },
  );

  /** The example's action, planned and waiting to be told of; nobody waits for its plan. */
  async function planned() {
    const tables = await makeTables();
    await planActions(tables, { venue: ACTION.venue, planId: ACTION.planId, actions: [ACTION] });
    const nobody = { succeed: async () => false, heartbeat: async () => false };
    return (body: object, spoilt: Partial<Acknowledgement> = {}) =>
      acknowledge(tables, nobody, { ...acknowledged(body), ...spoilt });
  }
});

describe('an action', () => {
  test('as the example is taken by an exchange', () => {
    const { kind, orders, participation } = ACTION;
    expect(readAction(Buffer.from(JSON.stringify(ACTION)))).toEqual({
      ok: true,
      action: { actionId, kind, participation, orders: orders.map(({ notional: _, ...order }) => order) },
    });
  });

  test('is by its schema what is really sent, and nothing that closes nothing', () => {
    for (const one of [ACTION, CAPPING, action()]) expect(faultsOf(component('Action'), one)).toEqual([]);
    expect(faultsOf(component('Action'), { ...ACTION, kind: 'open' })).not.toEqual([]);
    expect(faultsOf(component('Action'), { ...ACTION, orders: [] })).not.toEqual([]);
    expect(faultsOf(component('Action'), { ...CAPPING, caps: [] })).not.toEqual([]);
    expect(faultsOf(component('Action'), { ...CAPPING, orders: ACTION.orders })).not.toEqual([]);
    const [order] = ACTION.orders;
    expect(faultsOf(component('Action'), { ...ACTION, orders: [{ ...order, contracts: 0 }] })).not.toEqual([]);
  });

  test('comes to the path, with the headers and under the signature that the document tells of', async () => {
    const { description, parameters } = document.webhooks.action.post;
    const requests: { url: URL; init: RequestInit & { headers: Record<string, string> } }[] = [];
    const fetch = async (url: URL, init: never) => {
      requests.push({ url, init });
      return new Response(null, { status: 202 });
    };
    await sendAction({ url: 'https://venue.example/risk', key: 'k' }, ACTION, {
      fetch: fetch as never,
      now: () => 5_000,
    });
    const [{ url, init } = { url: undefined, init: undefined }] = requests;
    expect(description).toContain('`{url}/actions`');
    expect(url?.href).toBe('https://venue.example/risk/actions');
    const [key] = parameters as { name: string }[];
    expect(init?.headers[key?.name.toLowerCase() ?? '']).toBe(actionId);
    const body = init?.body as unknown as Buffer;
    expect(
      verifySignature(init?.headers[SIGNATURE_HEADER], ['k'], 5, { method: 'POST', path: '/risk/actions', body }),
    ).toEqual({ valid: true });
    expect(faultsOf(component('Action'), JSON.parse(body.toString()))).toEqual([]);
  });

  test.each([
    [202, 'accepted'],
    [200, 'duplicate'],
    [409, 'refused'],
    [408, 'VenueUnavailable'],
    [429, 'VenueUnavailable'],
    [500, 'VenueUnavailable'],
  ])('that is answered %i is %s, as the document says of that answer', async (status, outcome) => {
    const answer = async () => new Response('', { status: status as number });
    const came = await sendAction({ url: 'https://venue.example', key: 'k' }, ACTION, { fetch: answer }).then(
      (sent) => sent.outcome as string,
      (error: Error) => error.name,
    );
    expect(came).toBe(outcome);
    const { responses } = document.webhooks.action.post;
    const { description } = responses[status] ?? responses[`${String(status)[0]}XX`];
    const words: Record<string, RegExp> = {
      accepted: /^Accepted/,
      duplicate: /^Duplicate/,
      refused: /^Refused.*never sent again/,
      VenueUnavailable: /the same action is sent again\.$/,
    };
    expect(description).toMatch(words[outcome as string] as RegExp);
  });
});
