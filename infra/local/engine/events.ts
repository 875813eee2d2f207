/** What the engine tells as it happens. */
export type EngineEvent =
  | { readonly type: 'log'; readonly function: string; readonly stream: 'stdout' | 'stderr'; readonly line: string }
  | { readonly type: 'invocation'; readonly function: string; readonly milliseconds: number; readonly error?: string }
  | { readonly type: 'execution'; readonly machine: string; readonly name: string; readonly status: string }
  | { readonly type: 'dead-letter'; readonly queue: string; readonly body: string }
  | {
      readonly type: 'alarm';
      readonly name: string;
      readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
      readonly description: string;
    }
  /** A subscriber of a topic would have been told. */
  | {
      readonly type: 'notification';
      readonly protocol: string;
      readonly endpoint: string;
      readonly subject: string;
    }
  /** The engine itself could not do something, such as reading a stream. */
  | { readonly type: 'fault'; readonly where: string; readonly message: string };

export type OnEvent = (event: EngineEvent) => void;
