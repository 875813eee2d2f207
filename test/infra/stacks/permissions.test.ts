import { describe, expect, test } from '@jest/globals';
import { actionsOf, resource, resources, type Statement, statements, synthesise } from './synthesised.ts';

const { service } = synthesise();

const SCHEDULED = ['ResumeResponses', 'WatchFeeds', 'CalibrateRegimes', 'PublishDigest'];
const FUNCTIONS = [
  'ReceiveSnapshot',
  'AssessSnapshot',
  'OpenResponse',
  'NotifyOfficers',
  'PlanResponse',
  'AskApproval',
  'DispatchActions',
  'VerifyResponse',
  'CloseResponse',
  'ReceiveInteraction',
  'AcknowledgeAction',
  ...SCHEDULED,
];
/** Who gives signs of life of a venue at work; others that tell the machine have no more than the end of a wait to tell. */
const BEATING = ['AcknowledgeAction', 'DispatchActions'];

const roleOf = (construct: string) => resource(service, 'AWS::IAM::Role', `${construct}Role`).id;

/** What a role may do on something of the data stack, by the beginning of the output's name. */
function on(construct: string, output: string): readonly string[] {
  return statements(service, roleOf(construct))
    .filter(({ Resource }) => JSON.stringify(Resource).includes(`"PublishOutput${output}`))
    .flatMap(actionsOf)
    .sort();
}

const state = (construct: string) =>
  on(construct, 'FnGetAttState1C20CC9AArn').map((action) => action.replace('dynamodb:', ''));
const snapshots = (construct: string) =>
  on(construct, 'FnGetAttSnapshots').map((action) => action.replace('dynamodb:', ''));
const stream = (construct: string) => on(construct, 'FnGetAttState1C20CC9AStreamArn');

/** All that may be done on every resource, since the services know no narrower way. */
const NAMELESS = [
  /^xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)$/,
  /^logs:(Create|Get|Update|Delete)LogDelivery$/,
  /^logs:(ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
];

describe('no role', () => {
  const roles = Object.keys(resources(service, 'AWS::IAM::Role'));
  const all = roles.flatMap((id): [string, Statement][] => statements(service, id).map((statement) => [id, statement]));

  test('is without permissions that this test reads', () => {
    // Of each function and of each schedule, and the machine's.
    expect(roles).toHaveLength(FUNCTIONS.length + SCHEDULED.length + 1);
    for (const id of roles) expect(statements(service, id).length).toBeGreaterThan(0);
  });

  test('may do an action by wildcard', () => {
    for (const [, statement] of all) for (const action of actionsOf(statement)) expect(action).not.toContain('*');
  });

  test('may act on everything, but for tracing and the delivery of logs', () => {
    for (const [, statement] of all) {
      if (statement.Resource !== '*') continue;
      for (const action of actionsOf(statement)) expect(NAMELESS.some((named) => named.test(action))).toBe(true);
    }
  });

  test('may act on resources by a pattern: each is named whole, but for the executions of the one machine', () => {
    const named = all.filter(([, { Resource }]) => JSON.stringify(Resource) !== '"*"');
    const byPattern = named.filter(([, { Resource }]) => JSON.stringify(Resource).includes('*'));
    expect(byPattern.map(([role, statement]) => [role, actionsOf(statement)])).toEqual([
      [roleOf('ResumeResponses'), ['states:DescribeExecution']],
    ]);
    const [[, { Resource }]] = byPattern as [[string, Statement]];
    const { id } = resource(service, 'AWS::StepFunctions::StateMachine');
    expect(JSON.stringify(Resource)).toMatch(
      new RegExp(`:execution:",\\{"Fn::GetAtt":\\["${id}","Name"\\]\\},":\\*"\\]\\]\\}$`),
    );
  });

  test('has a managed policy of the provider, which change without notice', () => {
    for (const { Properties } of Object.values(resources(service, 'AWS::IAM::Role'))) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  test('can be taken by anyone but the one service that it is for', () => {
    const trusted = Object.fromEntries(
      Object.entries(resources(service, 'AWS::IAM::Role')).map(([id, { Properties }]) => {
        const { Statement } = Properties.AssumeRolePolicyDocument as {
          Statement: { Principal: { Service: string } }[];
        };
        expect(Statement).toHaveLength(1);
        return [id, Statement[0]!.Principal.Service];
      }),
    );
    expect(trusted[roleOf('Respond')]).toBe('states.amazonaws.com');
    for (const name of SCHEDULED) expect(trusted[roleOf(`${name}Schedule`)]).toBe('scheduler.amazonaws.com');
    expect(Object.values(trusted).filter((principal) => principal === 'lambda.amazonaws.com')).toHaveLength(
      FUNCTIONS.length,
    );
  });
});

describe('each function may do on the tables what it does, and no more', () => {
  test('receive-snapshot writes chunks, headers and the cursor, and checks that a part is not announced yet', () => {
    expect(state('ReceiveSnapshot')).toEqual(['ConditionCheckItem', 'GetItem', 'PutItem', 'Query']);
    expect(snapshots('ReceiveSnapshot')).toEqual(['GetItem', 'PutItem']);
  });

  test('assess-snapshot reads the book and stores the details of its assessment beside it', () => {
    expect(state('AssessSnapshot')).toEqual(['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']);
    expect(snapshots('AssessSnapshot')).toEqual(['GetItem', 'PutItem']);
  });

  test('open-response only reads snapshots', () => {
    expect(state('OpenResponse')).toEqual(['BatchGetItem', 'GetItem', 'PutItem']);
    expect(snapshots('OpenResponse')).toEqual(['GetItem']);
  });

  test('plan-response reads the book and stores the plan beside it', () => {
    expect(state('PlanResponse')).toEqual(['GetItem', 'PutItem', 'Query']);
    expect(snapshots('PlanResponse')).toEqual(['GetItem', 'PutItem']);
  });

  test('ask-approval and verify-response only read what was planned and assessed', () => {
    expect(state('AskApproval')).toEqual(['GetItem', 'PutItem']);
    expect(state('VerifyResponse')).toEqual(['GetItem', 'PutItem', 'Query']);
    for (const name of ['AskApproval', 'VerifyResponse']) expect(snapshots(name)).toEqual(['GetItem']);
  });

  test('dispatch-actions stores its actions beside the plan', () => {
    expect(state('DispatchActions')).toEqual(['GetItem', 'PutItem', 'Query']);
    expect(snapshots('DispatchActions')).toEqual(['GetItem', 'PutItem']);
  });

  test('calibrate-regimes and publish-digest read assessments, which lie beside the snapshots', () => {
    expect(state('CalibrateRegimes')).toEqual(['BatchGetItem', 'GetItem', 'PutItem', 'Query']);
    expect(state('PublishDigest')).toEqual(['GetItem', 'PutItem', 'Query']);
    for (const name of ['CalibrateRegimes', 'PublishDigest']) expect(snapshots(name)).toEqual(['GetItem']);
  });

  test('receive-interaction moves an approval, and lists nothing', () => {
    expect(state('ReceiveInteraction')).toEqual(['GetItem', 'PutItem']);
    expect(snapshots('ReceiveInteraction')).toEqual([]);
  });

  test('acknowledge-action moves an action, and lists those of its plan', () => {
    expect(state('AcknowledgeAction')).toEqual(['GetItem', 'PutItem', 'Query']);
    expect(snapshots('AcknowledgeAction')).toEqual([]);
  });

  test('notify-officers and watch-feeds never see a position; watch-feeds hands on again what was not worked off', () => {
    expect(state('NotifyOfficers')).toEqual(['GetItem', 'PutItem', 'Query']);
    expect(state('WatchFeeds')).toEqual(['GetItem', 'PutItem', 'Query', 'UpdateItem']);
    for (const name of ['NotifyOfficers', 'WatchFeeds']) expect(snapshots(name)).toEqual([]);
  });

  test('nobody may delete a table; items of state only the last step of a response', () => {
    const deleting = Object.keys(resources(service, 'AWS::IAM::Role')).filter((id) =>
      statements(service, id)
        .flatMap(actionsOf)
        .some((action) => /^dynamodb:.*(Delete|Table)/.test(action)),
    );
    expect(deleting).toEqual([roleOf('CloseResponse')]);
    expect(state('CloseResponse')).toEqual(['DeleteItem', 'GetItem', 'PutItem', 'Query']);
    expect(state('ResumeResponses')).toEqual(['GetItem', 'PutItem', 'Query']);
    expect(snapshots('CloseResponse')).not.toContain('DeleteItem');
    expect(snapshots('ResumeResponses')).toEqual([]);
  });

  test('only the two consumers read the stream', () => {
    const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action}`,
    );
    expect(stream('AssessSnapshot')).toEqual(reading);
    expect(stream('OpenResponse')).toEqual(reading);
    for (const other of FUNCTIONS.filter((name) => name !== 'AssessSnapshot' && name !== 'OpenResponse'))
      expect(stream(other)).toEqual([]);
  });
});

describe('secrets and executions', () => {
  const readers = (output: string) => [...FUNCTIONS, 'Respond'].filter((construct) => on(construct, output).length > 0);

  test('a venue secret is read by who hears or tells the venue alone, that of Slack by who hears or tells Slack alone', () => {
    const ofVenues = (construct: string) =>
      statements(service, roleOf(construct)).filter(({ Resource }) =>
        JSON.stringify(Resource).includes(':secret:breakwater/dev/venue/demo-??????"'),
      );
    const hearing = [...FUNCTIONS, 'Respond'].filter((construct) => ofVenues(construct).length > 0);
    expect(hearing).toEqual(['ReceiveSnapshot', 'AcknowledgeAction']);
    for (const name of hearing) {
      expect(ofVenues(name).flatMap(actionsOf)).toEqual(['secretsmanager:GetSecretValue']);
      // Each by its whole name: what stands for characters is the suffix that Secrets Manager gives, and no more.
      for (const { Resource } of ofVenues(name)) expect(JSON.stringify(Resource).match(/\?+/g)).toEqual(['??????']);
    }
    expect(readers('RefSlackSecret')).toEqual([
      'NotifyOfficers',
      'PlanResponse',
      'AskApproval',
      'DispatchActions',
      'VerifyResponse',
      'CloseResponse',
      'ReceiveInteraction',
      'ResumeResponses',
      'PublishDigest',
    ]);
    for (const name of readers('RefSlackSecret'))
      expect(on(name, 'RefSlackSecret')).toEqual(['secretsmanager:GetSecretValue']);
  });

  test('dispatch-actions reads the secrets of those venues alone that take actions', () => {
    const acting = synthesise({
      'breakwater:venues': 'alpha,beta',
      'breakwater:actions': JSON.stringify([{ venue: 'beta', url: 'https://beta.example' }]),
    });
    const read = (name: string) =>
      statements(acting.service, resource(acting.service, 'AWS::IAM::Role', `${name}Role`).id)
        .filter((statement) => actionsOf(statement).includes('secretsmanager:GetSecretValue'))
        .flatMap(({ Resource }) => JSON.stringify(Resource).match(/SlackSecret|venue\/(?:alpha|beta)/g) ?? []);
    expect(read('DispatchActions').sort()).toEqual(['SlackSecret', 'venue/beta']);
    for (const name of ['PlanResponse', 'AskApproval', 'VerifyResponse', 'CloseResponse'])
      expect(read(name)).toEqual(['SlackSecret']);
  });

  const machine = JSON.stringify({ Ref: resource(service, 'AWS::StepFunctions::StateMachine').id });
  /** What a role may do on the machine. */
  const onMachine = (role: string): readonly string[] =>
    statements(service, role)
      .filter(({ Resource }) => JSON.stringify(Resource) === machine)
      .flatMap(actionsOf)
      .sort();

  test('the machine is started by open-response, watch-feeds and resume-responses alone', () => {
    const starting = Object.keys(resources(service, 'AWS::IAM::Role')).filter((role) =>
      onMachine(role).includes('states:StartExecution'),
    );
    expect(starting.sort()).toEqual([roleOf('OpenResponse'), roleOf('ResumeResponses'), roleOf('WatchFeeds')].sort());
  });

  test('each step that can end its own task may, and assess-snapshot may end one that waits for it', () => {
    for (const name of ['AssessSnapshot', 'PlanResponse', 'AskApproval', 'VerifyResponse', 'CloseResponse'])
      expect(onMachine(roleOf(name))).toEqual(['states:SendTaskSuccess']);
    expect(onMachine(roleOf('DispatchActions'))).toEqual(['states:SendTaskHeartbeat', 'states:SendTaskSuccess']);
    for (const name of ['ReceiveSnapshot', 'NotifyOfficers', 'CalibrateRegimes', 'PublishDigest'])
      expect(onMachine(roleOf(name))).toEqual([]);
  });

  test('the steps of the machine may tell it by policies of their own: those of the functions are there before it', () => {
    for (const name of ['PlanResponse', 'AskApproval', 'DispatchActions', 'VerifyResponse', 'CloseResponse']) {
      const { PolicyDocument, Roles } = resource(service, 'AWS::IAM::Policy', `Respond${name}MayTell`).Properties;
      expect(Roles).toEqual([{ Ref: roleOf(name) }]);
      expect((PolicyDocument as { Statement: Statement[] }).Statement.map(({ Resource }) => Resource)).toEqual([
        JSON.parse(machine),
      ]);
      const own = resource(service, 'AWS::IAM::Policy', `${name}Role`).Properties.PolicyDocument;
      expect(JSON.stringify(own)).not.toContain('states:');
    }
  });

  test('receive-interaction may end a task that waits, and acknowledge-action may give signs of life too', () => {
    expect(onMachine(roleOf('ReceiveInteraction'))).toEqual(['states:SendTaskSuccess']);
    expect(onMachine(roleOf('AcknowledgeAction'))).toEqual(['states:SendTaskHeartbeat', 'states:SendTaskSuccess']);
  });

  test('nobody fails a task that waits, and signs of life come from who speaks to venues alone', () => {
    const roles = Object.keys(resources(service, 'AWS::IAM::Role'));
    expect(roles.flatMap(onMachine)).not.toContain('states:SendTaskFailure');
    const beating = roles.filter((role) => onMachine(role).includes('states:SendTaskHeartbeat'));
    expect(beating.sort()).toEqual(BEATING.map(roleOf).sort());
  });

  test('each function that is invoked is invoked by one other, by its own name', () => {
    const invoked = (role: string) =>
      statements(service, role)
        .filter((statement) => actionsOf(statement).includes('lambda:InvokeFunction'))
        .map(({ Resource }) => Resource);
    const arn = (name: string) => ({ 'Fn::GetAtt': [resource(service, 'AWS::Lambda::Function', name).id, 'Arn'] });
    const steps = [
      'AskApproval',
      'CloseResponse',
      'DispatchActions',
      'NotifyOfficers',
      'PlanResponse',
      'VerifyResponse',
    ];
    expect(invoked(roleOf('Respond'))).toEqual([steps.map(arn)]);
    for (const name of SCHEDULED) expect(invoked(roleOf(`${name}Schedule`))).toEqual([arn(name)]);
  });

  test('a function and its failed events: it may send to its own queue and to no other', () => {
    for (const name of FUNCTIONS) {
      const queue = { 'Fn::GetAtt': [resource(service, 'AWS::SQS::Queue', name).id, 'Arn'] };
      const sending = statements(service, roleOf(name)).filter((statement) =>
        actionsOf(statement).includes('sqs:SendMessage'),
      );
      expect(sending.map(({ Resource }) => Resource)).toEqual(sending.map(() => queue));
      expect(sending.length).toBeGreaterThan(0);
    }
  });
});
