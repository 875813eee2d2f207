import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** How long a secret is used before it is read again: a rotated one is picked up within this time. */
const FRESH_MS = 60_000;

export interface Secrets {
  /** The JSON object that a secret holds. @throws Error where it is none */
  read(arn: string): Promise<Readonly<Record<string, string>>>;
}

/** Secrets Manager, read through a cache that lives as long as the function's environment. */
export function openSecrets(
  client: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
  }),
  now: () => number = Date.now,
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
  return {
    read(arn) {
      const cached = cache.get(arn);
      if (cached && now() - cached.at < FRESH_MS) return cached.value;
      const value = fetchSecret(arn);
      cache.set(arn, { at: now(), value });
      value.catch(() => cache.delete(arn));
      return value;
    },
  };
}
