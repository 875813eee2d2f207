/** What an officer can say to a proposal. */
export type Answer = 'approve' | 'decline';

/** One officer's answer, as it was taken. */
export interface Decision {
  /** Slack's id of the officer. */
  readonly user: string;
  readonly decision: Answer;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A plan that is put before the risk officers, and what they said of it. */
export interface Approval {
  readonly approvalId: string;
  readonly venue: string;
  readonly planId: string;
  /** Of the plan's content: what was approved is this and nothing else. */
  readonly planHash: string;
  /** Different officers who have to approve. */
  readonly needed: 0 | 1 | 2;
  /** Slack ids of those who may decide; empty where nobody may. */
  readonly allowed: readonly string[];
  /** Unix milliseconds. */
  readonly openedAt: number;
  /** Unix milliseconds: from here on nothing is decided any more. */
  readonly expiresAt: number;
  /** What the policy does where nobody has decided by then. */
  readonly onExpiry: 'stand down' | 'go ahead';
  /** In the order in which they were taken. */
  readonly decisions: readonly Decision[];
  /** `withdrawn` where it was not asked any more before anybody had decided. */
  readonly status: 'open' | 'approved' | 'declined' | 'expired' | 'withdrawn';
  /** What came of it, in a sentence; null while nothing has. */
  readonly outcome: string | null;
  /** 1 when opened, one more with each write: what the next write is conditional on. */
  readonly version: number;
}

/** What an approval is opened with. */
export type ApprovalRequest = Pick<
  Approval,
  'venue' | 'planId' | 'planHash' | 'needed' | 'allowed' | 'openedAt' | 'expiresAt' | 'onExpiry'
>;
