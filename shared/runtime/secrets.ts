import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { patientClient } from './aws-client.ts';

/** How long a secret is used before it is read again: a rotated one is picked up within this time. */
const FRESH_MS = 60_000;

export interface Secrets {
  /** The JSON object that a secret holds. @throws Error where it is none */
  read(arn: string): Promise<Readonly<Record<string, string>>>;
  /** The same past the cache: for whoever was refused with what it held. */
  reread(arn: string): Promise<Readonly<Record<string, string>>>;
}

/** Secrets Manager, read through a cache that lives as long as the function's environment. */
export function openSecrets(
  client: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient(patientClient()),
  now: () => number = () => Date.now(),
): Secrets {
  const cache = new Map<string, { readonly at: number; readonly value: Promise<Readonly<Record<string, string>>> }>();
  const fetchSecret = async (arn: string) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    try {
      const value: unknown = JSON.parse(SecretString ?? '');
      if (typeof value === 'object' && value !== null) return value as Record<string, string>;
    } catch {
      // The content is a secret: the parser's message might quote it.
    }
    throw new Error(`The secret ${arn} does not hold a JSON object`);
  };
  const reread: Secrets['reread'] = (arn) => {
    const read = { at: now(), value: fetchSecret(arn) };
    cache.set(arn, read);
    read.value.catch(() => {
      if (cache.get(arn) === read) cache.delete(arn);
    });
    return read.value;
  };
  return {
    read(arn) {
      const cached = cache.get(arn);
      return cached && now() - cached.at < FRESH_MS ? cached.value : reread(arn);
    },
    reread,
  };
}
