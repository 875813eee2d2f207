import type { Call, Service } from './calls.ts';

type Attributes = Readonly<Record<string, { readonly S?: string } | undefined>>;
interface Request {
  readonly TableName?: string;
  readonly Item?: Attributes;
  readonly Key?: Attributes;
  readonly ExpressionAttributeValues?: Attributes;
  readonly KeyConditionExpression?: string;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Attributes[] }>>;
  readonly TransactItems?: readonly Readonly<Record<string, Request>>[];
}

const SERVICE_OF: Readonly<Record<string, Service>> = {
  DynamoDB_20120810: 'DynamoDB',
  AWSStepFunctions: 'Step Functions',
  secretsmanager: 'Secrets Manager',
};

/** A request of the SDK, by its `X-Amz-Target`. A transaction is granted as the operations that it holds. */
export function awsCall(
  functionName: string,
  target: string,
  body: Request & { readonly SecretId?: string },
  tableName: (physical: string) => string,
): Call {
  const [prefix = '', operation = ''] = target.split('.');
  const service = SERVICE_OF[prefix];
  if (service === undefined) throw new Error(`${functionName} called ${target}, which nothing here stands for`);
  if (service !== 'DynamoDB') {
    // Of secrets only the last word of the name: the ARN's end is chance.
    const items = body.SecretId === undefined ? '' : (/\b(slack|venue)\b/.exec(body.SecretId)?.[1] ?? 'secret');
    return { functionName, service, operation, targets: [], items };
  }
  const { TransactItems, RequestItems } = body;
  if (TransactItems) {
    const parts = TransactItems.flatMap((item) => Object.entries(item));
    const tables = [...new Set(parts.map(([, part]) => tableName(part.TableName ?? '')))];
    const items = parts.map(([kind, part]) => `${kind} ${itemsOf(part)}`);
    return { functionName, service, operation, targets: tables, items: [...new Set(items)].join(', ') };
  }
  if (RequestItems) {
    const keys = Object.entries(RequestItems);
    const items = keys.flatMap(([, { Keys = [] }]) => Keys.map((Key) => itemsOf({ Key })));
    return {
      functionName,
      service,
      operation,
      targets: keys.map(([table]) => tableName(table)),
      items: [...new Set(items)].join(', '),
    };
  }
  return { functionName, service, operation, targets: [tableName(body.TableName ?? '')], items: itemsOf(body) };
}

/** A request to an address that is not AWS's. */
export function httpCall(functionName: string, service: Service, { pathname }: URL, method: string): Call {
  const path = pathname.split('/').filter(Boolean).map(plain);
  const operation = service === 'Slack' ? (path.at(-1) ?? '') : `${method} /${path.join('/')}`;
  return {
    functionName,
    service,
    operation: pathname.startsWith('/responses/') ? 'response_url' : operation,
    targets: [],
    items: '',
  };
}

function itemsOf({ Item, Key, ExpressionAttributeValues: values }: Request): string {
  const type = Item?.type?.S;
  if (type) return type;
  const [pk, sk] = Key ? [Key.pk?.S, Key.sk?.S] : [values?.[':pk']?.S, values?.[':prefix']?.S ?? values?.[':from']?.S];
  return [pk, sk].map((part) => kindOf(part ?? '')).join('/');
}

/** The beginning of a key, without the names behind it. */
const kindOf = (key: string): string => plain(key.split('#')[0] ?? '');

/** Without what is of this run only: hashes and numbers. */
const plain = (word: string): string => word.replace(/[0-9a-f]{8,}|\d+/gi, '*');

/** The operations that a call needs leave for: those of a transaction are granted one by one. */
export function grantsOf({ service, operation, items }: Call): string[] {
  if (service !== 'DynamoDB' || operation !== 'TransactWriteItems') return [operation];
  const kinds = items.split(', ').map((item) => item.split(' ')[0] ?? '');
  return [
    ...new Set(
      kinds.map(
        (kind) =>
          ({ Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' })[
            kind
          ] ?? kind,
      ),
    ),
  ];
}
