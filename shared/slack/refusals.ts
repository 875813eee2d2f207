/**
 * What stands behind a refusal of Slack's, and so what can be done about it:
 * - `message`: this message, or its thread, is gone or cannot be changed any more; another one can be posted
 * - `channel`: nothing can be posted or changed in this channel until somebody sees to it
 * - `credentials`: the token is not, or not any more, one of this workspace; it may have been rotated
 * - `passing`: a trouble of Slack's own
 * - `ours`: what was sent is at fault, or a code that is not known here
 */
export type Refused = 'message' | 'channel' | 'credentials' | 'passing' | 'ours';

/**
 * Slack's error codes. Source: the references of chat.postMessage and chat.update (docs.slack.dev/reference/methods), section Errors.
 * `thread_not_found` is not among them: Slack answers it to a reply whose parent has been deleted (slackapi/bolt-js, issue 2307).
 */
const CODES: Readonly<Record<Exclude<Refused, 'ours'>, readonly string[]>> = {
  message: [
    'message_not_found',
    'thread_not_found',
    'cant_update_message',
    'edit_window_closed',
    'block_mismatch',
    'streaming_state_conflict',
    'restricted_action_non_threadable_channel',
  ],
  channel: [
    'is_archived',
    'is_inactive',
    'channel_not_found',
    'not_in_channel',
    'team_not_found',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'ekm_access_denied',
    'no_permission',
    'access_denied',
  ],
  credentials: [
    'token_revoked',
    'token_expired',
    'account_inactive',
    'invalid_auth',
    'not_authed',
    'missing_scope',
    'not_allowed_token_type',
    'team_access_not_granted',
    'two_factor_setup_required',
  ],
  passing: [
    'internal_error',
    'fatal_error',
    'update_failed',
    'service_unavailable',
    'request_timeout',
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'external_channel_migrating',
    'team_added_to_org',
    'org_login_required',
  ],
};

const KINDS: ReadonlyMap<string, Refused> = new Map(
  Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code): [string, Refused] => [code, kind as Refused])),
);

/** @param code Slack's own word, e.g. `is_archived` */
export const refusedBy = (code: string): Refused => KINDS.get(code) ?? 'ours';
