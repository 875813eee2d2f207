import type { StackTemplate } from './assembly.ts';
import { NotOnOneMachine, TemplateFault } from './faults.ts';
import { type Identity, identityOf, namePropertyOf } from './identities.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { checkProperties, isRun } from './known-resources.ts';
import { knowsOnly } from './read-properties.ts';

/** A resource that the engine is to run, every reference in it replaced by what it stands for. */
export interface Resource {
  readonly stack: StackTemplate;
  readonly logicalId: string;
  readonly type: string;
  /** `Stack/LogicalId`, for messages. */
  readonly place: string;
  readonly identity: Identity;
  readonly properties: JsonObject;
}

export interface ResolvedAssembly {
  readonly resources: readonly Resource[];
  /** Outputs of all stacks by their logical id; a later stack's stands where two have the same. */
  readonly outputs: Readonly<Record<string, string>>;
}

const SECTIONS = ['Resources', 'Outputs', 'Parameters', 'Conditions', 'Mappings', 'Rules', 'Metadata', 'Description'];
const RESOURCE_KEYS = ['Type', 'Properties', 'Condition'];
const RESOURCE_KEYS_MEANINGLESS = ['DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'];

/** Stands for AWS::NoValue: the property that has it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Json | typeof NO_VALUE;

/**
 * What the templates say, with no reference left in it: Ref, Fn::GetAtt, Fn::Sub, Fn::Join, Fn::Select, Fn::Split,
 * Fn::ImportValue, Fn::GetStackOutput, Fn::FindInMap, Fn::If and pseudo parameters.
 *
 * @param stacks  each after those it imports from
 * @param apiUrl  address under which this machine serves the HTTP API
 * @throws NotOnOneMachine for a resource type, property or function that the engine does not know
 * @throws TemplateFault for a reference to nothing
 */
export function resolveAssembly(stacks: readonly StackTemplate[], apiUrl: string): ResolvedAssembly {
  const exports = new Map<string, string>();
  const stackOutputs = new Map<string, Readonly<Record<string, string>>>();
  const resources: Resource[] = [];
  for (const stack of stacks) {
    const scope = openScope(stack, apiUrl, exports, stackOutputs);
    resources.push(...scope.resources());
    stackOutputs.set(stack.name, scope.outputs());
  }
  return { resources, outputs: Object.assign({}, ...stackOutputs.values()) };
}

function openScope(
  stack: StackTemplate,
  apiUrl: string,
  exports: Map<string, string>,
  stackOutputs: ReadonlyMap<string, Readonly<Record<string, string>>>,
) {
  const { template } = stack;
  knowsOnly(stack.name, template, [...SECTIONS, 'AWSTemplateFormatVersion']);
  const section = (name: string): JsonObject => {
    const found = template[name] ?? {};
    if (!isJsonObject(found)) throw new TemplateFault(stack.name, `${name} must be an object`);
    return found;
  };
  const declared = section('Resources');
  const identities = new Map<string, Identity>();
  const pending = new Set<string>();
  const pseudo: Readonly<Record<string, Resolved>> = {
    'AWS::AccountId': stack.account,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': stack.region,
    'AWS::StackId': `arn:aws:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/local`,
    'AWS::StackName': stack.name,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  function declaration(logicalId: string, place: string): JsonObject & { Type: string } {
    const found = declared[logicalId];
    if (!isJsonObject(found) || typeof found.Type !== 'string') {
      throw new TemplateFault(place, `refers to ${logicalId}, which ${stack.name} does not have`);
    }
    return found as JsonObject & { Type: string };
  }

  function identify(logicalId: string, place: string): Identity {
    const known = identities.get(logicalId);
    if (known !== undefined) return known;
    const { Type: type, Properties: properties } = declaration(logicalId, place);
    if (pending.has(logicalId)) throw new TemplateFault(place, `the name of ${logicalId} depends on itself`);
    pending.add(logicalId);
    const property = namePropertyOf(type);
    const given = property === undefined || !isJsonObject(properties) ? undefined : properties[property];
    const name = given === undefined ? NO_VALUE : resolve(given, `${stack.name}/${logicalId}.${property}`);
    pending.delete(logicalId);
    const at = { stack: stack.name, logicalId, type, account: stack.account, region: stack.region, apiUrl };
    const identity = identityOf(at, typeof name === 'string' ? name : undefined);
    identities.set(logicalId, identity);
    return identity;
  }

  function ref(name: string, place: string): Resolved {
    if (name in pseudo) return pseudo[name] as Resolved;
    const parameter = section('Parameters')[name];
    if (isJsonObject(parameter)) {
      if (parameter.Default === undefined) throw new TemplateFault(place, `parameter ${name} has no default`);
      return parameter.Default;
    }
    return identify(name, place).ref;
  }

  function attribute(logicalId: string, name: string, place: string): string {
    const value = identify(logicalId, place).attributes[name];
    if (value !== undefined) return value;
    throw new NotOnOneMachine(place, `the engine does not know Fn::GetAtt ${logicalId}.${name}`);
  }

  function holds(condition: Json | undefined, place: string): boolean {
    if (typeof condition === 'string')
      return holds(section('Conditions')[condition], `${place} condition ${condition}`);
    const [name, argument] = isJsonObject(condition) ? (Object.entries(condition)[0] ?? []) : [];
    const parts = Array.isArray(argument) ? (argument as readonly Json[]) : [];
    if (name === 'Condition') return holds(argument, place);
    if (name === 'Fn::Not') return !holds(parts[0], place);
    if (name === 'Fn::And') return parts.every((part) => holds(part, place));
    if (name === 'Fn::Or') return parts.some((part) => holds(part, place));
    if (name === 'Fn::Equals') {
      return resolve(parts[0] as Json, place) === resolve(parts[1] as Json, place);
    }
    throw new NotOnOneMachine(place, `the engine does not know the condition ${name ?? JSON.stringify(condition)}`);
  }

  function string(value: Json | undefined, place: string): string {
    const resolved = value === undefined ? NO_VALUE : resolve(value, place);
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    throw new TemplateFault(place, 'needs a string here');
  }

  function strings(value: Json | undefined, place: string): string[] {
    const resolved = value === undefined ? NO_VALUE : resolve(value, place);
    if (!Array.isArray(resolved)) throw new TemplateFault(place, 'needs a list here');
    return resolved.map((part) => string(part, place));
  }

  function substitute(argument: Json, place: string): string {
    const [pattern, variables] = Array.isArray(argument) ? (argument as readonly Json[]) : [argument, {}];
    const given = isJsonObject(variables) ? variables : {};
    return string(pattern, place).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, inner: string) => {
      if (literal !== '') return `\${${inner}}`;
      const name = inner.trim();
      if (name in given) return string(given[name], place);
      const dot = name.indexOf('.');
      return dot > 0 ? attribute(name.slice(0, dot), name.slice(dot + 1), place) : string({ Ref: name }, place);
    });
  }

  function apply(name: string, argument: Json, place: string): Resolved {
    const parts = Array.isArray(argument) ? (argument as readonly Json[]) : [];
    switch (name) {
      case 'Ref':
        return ref(string(argument, place), place);
      case 'Fn::GetAtt': {
        const [id, ...path] = typeof argument === 'string' ? argument.split('.') : strings(argument, place);
        return attribute(id ?? '', path.join('.'), place);
      }
      case 'Fn::Sub':
        return substitute(argument, place);
      case 'Fn::Join':
        return strings(parts[1], place).join(string(parts[0], place));
      case 'Fn::Split':
        return string(parts[1], place).split(string(parts[0], place));
      case 'Fn::Select': {
        const chosen = strings(parts[1], place)[Number(string(parts[0], place))];
        if (chosen === undefined) throw new TemplateFault(place, 'Fn::Select takes from beyond the end of its list');
        return chosen;
      }
      case 'Fn::If':
        return resolve((holds(parts[0], place) ? parts[1] : parts[2]) as Json, place);
      case 'Fn::FindInMap': {
        const [map, first, second] = strings(argument, place);
        const found = section('Mappings')[map ?? ''];
        const row = isJsonObject(found) ? found[first ?? ''] : undefined;
        const value = isJsonObject(row) ? row[second ?? ''] : undefined;
        if (value === undefined) throw new TemplateFault(place, `no mapping ${map}.${first}.${second}`);
        return value;
      }
      case 'Fn::ImportValue': {
        const value = exports.get(string(argument, place));
        if (value === undefined)
          throw new TemplateFault(place, `no stack before it exports ${string(argument, place)}`);
        return value;
      }
      case 'Fn::GetStackOutput': {
        const of = isJsonObject(argument) ? argument : {};
        const value = stackOutputs.get(string(of.StackName, place))?.[string(of.OutputName, place)];
        if (value === undefined)
          throw new TemplateFault(place, `no output ${JSON.stringify(argument)} in a stack before it`);
        return value;
      }
      default:
        throw new NotOnOneMachine(place, `the engine does not know the function ${name}`);
    }
  }

  function resolve(value: Json, place: string): Resolved {
    if (typeof value === 'string') {
      if (value.includes('{{resolve:')) throw new NotOnOneMachine(place, 'the engine does not do dynamic references');
      return value;
    }
    if (Array.isArray(value)) {
      return (value as readonly Json[])
        .map((part, index) => resolve(part, `${place}[${index}]`))
        .filter((part): part is Json => part !== NO_VALUE);
    }
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (only !== undefined && entries.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      const result = apply(only[0], only[1], place);
      // An HTTP API's public host stands for the one on this machine.
      return typeof result === 'string'
        ? result.replace(/https:\/\/[0-9a-f]{10}\.execute-api\.[^./]+\.amazonaws\.com/, apiUrl)
        : result;
    }
    return Object.fromEntries(
      entries.flatMap(([key, part]) => {
        const resolved = resolve(part, `${place}.${key}`);
        return resolved === NO_VALUE ? [] : [[key, resolved]];
      }),
    ) as JsonObject;
  }

  return {
    resources(): Resource[] {
      return Object.keys(declared).flatMap((logicalId) => {
        const place = `${stack.name}/${logicalId}`;
        const found = declaration(logicalId, place);
        knowsOnly(place, found, RESOURCE_KEYS, RESOURCE_KEYS_MEANINGLESS);
        if (found.Condition !== undefined && !holds(found.Condition, place)) return [];
        if (!isRun(place, found.Type)) return [];
        const properties = resolve(found.Properties ?? {}, place);
        if (!isJsonObject(properties as Json)) throw new TemplateFault(place, 'Properties must be an object');
        checkProperties(place, found.Type, properties as JsonObject);
        const identity = identify(logicalId, place);
        return [{ stack, logicalId, type: found.Type, place, identity, properties: properties as JsonObject }];
      });
    },
    outputs(): Record<string, string> {
      const outputs: Record<string, string> = {};
      for (const [id, output] of Object.entries(section('Outputs'))) {
        const place = `${stack.name} output ${id}`;
        if (!isJsonObject(output)) throw new TemplateFault(place, 'must be an object');
        if (output.Condition !== undefined && !holds(output.Condition, place)) continue;
        const value = string(output.Value, place);
        outputs[id] = value;
        if (isJsonObject(output.Export)) exports.set(string(output.Export.Name, place), value);
      }
      return outputs;
    },
  };
}
