/** Where a venue takes actions, as it is configured. */
export interface ActionApi {
  /** Without a slash at the end. */
  readonly url: string;
  /** The smallest part of a contract that it trades. */
  readonly contractStep?: number;
}

/**
 * The venues that take actions, from a function's environment: `{"<venue>": {"url": …, "contractStep"?: …}}`.
 *
 * @throws Error where it is anything else
 */
export function readActionApis(value: unknown): ReadonlyMap<string, ActionApi> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('ACTION_APIS must be an object of venues');
  }
  return new Map(
    Object.entries(value as Record<string, Partial<ActionApi> | null>).map(([venue, api]): [string, ActionApi] => {
      const { url, contractStep } = api ?? {};
      if (typeof url !== 'string' || !(contractStep === undefined || contractStep > 0)) {
        throw new Error(`ACTION_APIS.${venue} must have a url, and a contractStep above 0 or none`);
      }
      return [venue, { url, ...(contractStep === undefined ? {} : { contractStep }) }];
    }),
  );
}
