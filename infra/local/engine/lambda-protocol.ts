/** What a function's thread is born with. */
export interface WorkerBirth {
  readonly file: string;
  readonly exportName: string;
}

export interface ToWorker {
  readonly payload: string;
  /** Wall clock, Unix milliseconds. */
  readonly deadline: number;
  readonly context: {
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly awsRequestId: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'returned'; readonly payload: string }
  | ({ readonly kind: 'failed' } & LambdaError);

/** An error as Lambda reports it. */
export interface LambdaError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type Outcome =
  | { readonly ok: true; readonly payload: string; readonly requestId: string }
  | { readonly ok: false; readonly error: LambdaError; readonly requestId: string };
