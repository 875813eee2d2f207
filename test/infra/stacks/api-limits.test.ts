import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENT_BYTES } from '../../../infra/config/quotas.ts';
import {
  actionsOf,
  type Resource,
  resource,
  resources,
  type Statement,
  statements,
  synthesise,
} from './synthesised.ts';

type Synthesised = ReturnType<typeof synthesise>['service'];
interface Settings {
  readonly ThrottlingRateLimit: number;
  readonly ThrottlingBurstLimit: number;
}

const stageOf = (service: Synthesised) => resource(service, 'AWS::ApiGatewayV2::Stage');
const settingsOf = (service: Synthesised) => stageOf(service).Properties.RouteSettings as Record<string, Settings>;
const routesOf = (service: Synthesised) => resources(service, 'AWS::ApiGatewayV2::Route');
const venueRoute = (venue: string) => `ANY /v1/venues/${venue}/{proxy+}`;
const UNKNOWN = 'ANY /v1/venues/{proxy+}';
const PRESSES = 'POST /v1/slack/interactions';
const ACKNOWLEDGEMENTS = 'POST /v1/actions/{id}/acknowledgements';

describe('each route of the API', () => {
  const { service } = synthesise({
    'breakwater:venues': 'alpha,beta',
    'breakwater:throttle.venue.ratePerSecond': '11',
    'breakwater:throttle.venue.burst': '22',
    'breakwater:throttle.presses.burst': '33',
  });
  const settings = settingsOf(service);

  test('has settings of its own, and no settings are for a route that is not there', () => {
    const keys = Object.values(routesOf(service)).map(({ Properties }) => Properties.RouteKey);
    expect(keys.sort()).toEqual([venueRoute('alpha'), venueRoute('beta'), UNKNOWN, PRESSES, ACKNOWLEDGEMENTS].sort());
    expect(Object.keys(settings).sort()).toEqual(keys);
  });

  test('is throttled by the class of its callers, unknown venues the most', () => {
    expect(settings[venueRoute('alpha')]).toEqual({ ThrottlingRateLimit: 11, ThrottlingBurstLimit: 22 });
    expect(settings[venueRoute('beta')]).toEqual(settings[venueRoute('alpha')]);
    expect(settings[PRESSES]?.ThrottlingBurstLimit).toBe(33);
    const { [UNKNOWN]: unknown, ...others } = settings;
    for (const { ThrottlingRateLimit, ThrottlingBurstLimit } of Object.values(others)) {
      expect(ThrottlingRateLimit).toBeGreaterThan(unknown?.ThrottlingRateLimit as number);
      expect(ThrottlingBurstLimit).toBeGreaterThan(unknown?.ThrottlingBurstLimit as number);
    }
  });

  test('is not held back by the stage: its default is what all routes admit together', () => {
    const sum = (of: keyof Settings) => Object.values(settings).reduce((total, limit) => total + limit[of], 0);
    expect(stageOf(service).Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: sum('ThrottlingRateLimit'),
      ThrottlingBurstLimit: sum('ThrottlingBurstLimit'),
    });
  });

  test('is there before the stage that has settings for it, which would be refused else', () => {
    expect(stageOf(service).DependsOn).toEqual(expect.arrayContaining(Object.keys(routesOf(service))));
  });
});

describe('two hundred venues', () => {
  const venues = Array.from({ length: 200 }, (_, i) => `exchange-${String(i).padStart(3, '0')}`);
  const { service, data } = synthesise({ 'breakwater:venues': venues.join(',') });
  const templates = [service, data].map(
    (template) => template.toJSON() as { Resources: Record<string, Resource>; Outputs?: object },
  );

  /** What does not fit into a role's own policy stands in others that are attached to it. */
  const attachedTo = (role: string): readonly Resource[] =>
    Object.values(resources(service, 'AWS::IAM::ManagedPolicy')).filter(
      ({ Properties }) => JSON.stringify(Properties.Roles) === JSON.stringify([{ Ref: role }]),
    );

  test('fit into the routes of an API, each with its own limit', () => {
    expect(Object.keys(routesOf(service)).length).toBeLessThanOrEqual(300);
    const settings = settingsOf(service);
    for (const venue of venues) expect(settings[venueRoute(venue)]).toEqual(settings[venueRoute('exchange-000')]);
  });

  test('fit into the policies of the functions that are invoked: 20 KB each', () => {
    const byFunction = new Map<string, number>();
    for (const { Properties } of Object.values(resources(service, 'AWS::Lambda::Permission'))) {
      const target = JSON.stringify(Properties.FunctionName);
      byFunction.set(target, (byFunction.get(target) ?? 0) + JSON.stringify(Properties).length);
    }
    expect(byFunction.size).toBe(3);
    for (const bytes of byFunction.values()) expect(bytes).toBeLessThan(20_480);
  });

  test('fit into the policies of the roles: 10 KB in a role’s own, 6 KB in each of at most ten others', () => {
    /** As long as a policy is once CloudFormation has filled in what it refers to. */
    const filled = (value: unknown): string =>
      JSON.stringify(value)
        .replaceAll('{"Ref":"AWS::Partition"}', '"aws"')
        .replaceAll('{"Ref":"AWS::Region"}', '"ap-northeast-1"')
        .replaceAll('{"Ref":"AWS::AccountId"}', '"111122223333"')
        .replaceAll(/\{"Fn::Join":\["",\[((?:"(?:[^"\\]|\\.)*",?)+)\]\]\}/g, (_, parts: string) =>
          JSON.stringify((JSON.parse(`[${parts}]`) as string[]).join('')),
        );
    const sizes = (type: string) =>
      Object.values(resources(service, type)).map(({ Properties }) => filled(Properties.PolicyDocument).length);
    for (const size of sizes('AWS::IAM::Policy')) expect(size).toBeLessThan(10_240);
    for (const size of sizes('AWS::IAM::ManagedPolicy')) expect(size).toBeLessThan(6_144);
    for (const role of Object.keys(resources(service, 'AWS::IAM::Role')))
      expect(attachedTo(role).length).toBeLessThanOrEqual(10);
  });

  test('fit into the functions’ environments: 4 KB each', () => {
    for (const { Properties } of Object.values(resources(service, 'AWS::Lambda::Function'))) {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      const bytes = Object.entries(Variables).reduce(
        // What CloudFormation fills in is a name or an ARN.
        (sum, [name, value]) => sum + name.length + (typeof value === 'string' ? value.length : 130),
        0,
      );
      expect(bytes).toBeLessThanOrEqual(ENVIRONMENT_BYTES);
    }
  });

  test('fit into two stacks: 500 resources, 200 outputs and a megabyte each', () => {
    for (const template of templates) {
      expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(500);
      expect(Object.keys(template.Outputs ?? {}).length).toBeLessThanOrEqual(200);
      expect(JSON.stringify(template, null, 1).length).toBeLessThan(1_000_000);
    }
  });

  test('are all read by those who verify what they sign', () => {
    for (const construct of ['ReceiveSnapshot', 'AcknowledgeAction']) {
      const role = resource(service, 'AWS::IAM::Role', `${construct}Role`);
      const attached = attachedTo(role.id).flatMap(
        ({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
      );
      const allowed = JSON.stringify(
        [...statements(service, role.id), ...attached]
          .filter((statement) => actionsOf(statement).includes('secretsmanager:GetSecretValue'))
          .map(({ Resource }) => Resource),
      );
      const missing = venues.filter((venue) => !allowed.includes(`secret:breakwater/dev/venue/${venue}-??????`));
      expect(missing).toEqual([]);
    }
  });
});

describe('reserved concurrency', () => {
  test('is reserved for no function unless it is named', () => {
    const { service } = synthesise();
    for (const { Properties } of Object.values(resources(service, 'AWS::Lambda::Function')))
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('is what the configuration says, for the function it names alone', () => {
    const { service } = synthesise({ 'breakwater:concurrency.receive-snapshot': '50' });
    const reserved = Object.entries(resources(service, 'AWS::Lambda::Function')).flatMap(([id, { Properties }]) =>
      Properties.ReservedConcurrentExecutions === undefined ? [] : [[id, Properties.ReservedConcurrentExecutions]],
    );
    expect(reserved).toEqual([[expect.stringMatching(/^ReceiveSnapshotFunction/), 50]]);
  });
});
