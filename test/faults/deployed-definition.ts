import { resource, synthesise } from '../infra/stacks/synthesised.ts';
import { folderOf } from './world/in-process.ts';

/** The `respond` machine's definition as it is deployed, with functions named by their folders, and without pauses between tries. */
export function deployedDefinition(): string {
  const { Properties } = resource(synthesise().service, 'AWS::StepFunctions::StateMachine');
  const [, parts] = (Properties.DefinitionString as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const text = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('Ref' in (part as object)) return 'aws';
    const [id] = (part as { 'Fn::GetAtt': [string] })['Fn::GetAtt'];
    return `arn:aws:lambda:eu-west-1:111122223333:function:${folderOf(id)}`;
  });
  return text
    .join('')
    .replaceAll(
      /"(IntervalSeconds|MaxDelaySeconds)":\d+/g,
      (_, key) => `"${key}":${key === 'IntervalSeconds' ? 0 : 1}`,
    );
}
