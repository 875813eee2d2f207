import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Every header's values, names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly protocol: string;
  readonly sourceIp: string;
}

export interface RoutedRequest {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly apiId: string;
  readonly accountId: string;
  readonly requestId: string;
  /** Unix milliseconds. */
  readonly time: number;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/**
 * The path of a request as an HTTP API hands it on: percent-decoded.
 *
 * @returns undefined where its escapes are malformed
 */
export function decodedPath(target: string): string | undefined {
  const end = target.indexOf('?');
  try {
    return decodeURIComponent(end < 0 ? target : target.slice(0, end));
  } catch {
    return undefined;
  }
}

/** The event, payload format 2.0, that an HTTP API makes of a request. */
export function toEvent(request: WireRequest, routed: RoutedRequest): APIGatewayProxyEventV2 {
  const { headers, target, method } = request;
  const { cookie, ...others } = headers;
  const question = target.indexOf('?');
  const rawQueryString = question < 0 ? '' : target.slice(question + 1);
  const rawPath = decodedPath(target) ?? '';
  const domainName = others.host?.[0] ?? '';
  const query = queryParameters(rawQueryString);
  const isBase64Encoded = isBinary(headers, request.body);
  return {
    version: '2.0',
    routeKey: routed.routeKey,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.flatMap((line) => line.split(/;\s*/)) }),
    headers: Object.fromEntries(Object.entries(others).map(([name, values]) => [name, (values ?? []).join(',')])),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(Object.keys(routed.pathParameters).length === 0 ? {} : { pathParameters: routed.pathParameters }),
    requestContext: {
      accountId: routed.accountId,
      apiId: routed.apiId,
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method,
        path: rawPath,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: others['user-agent']?.[0] ?? '',
      },
      requestId: routed.requestId,
      routeKey: routed.routeKey,
      stage: '$default',
      time: commonLogTime(routed.time),
      timeEpoch: routed.time,
    },
    ...(request.body.length === 0 ? {} : { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded: request.body.length > 0 && isBase64Encoded,
  };
}

/** What goes over the wire for a function's answer. @throws TypeError where it is not an answer */
export function toResponse(payload: string): WireResponse {
  const result = JSON.parse(payload) as Record<string, unknown> | null;
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(payload) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded } = result;
  if (!Number.isInteger(statusCode) || (statusCode as number) < 100 || (statusCode as number) > 599) {
    throw new TypeError('statusCode must be a whole number from 100 to 599');
  }
  if (typeof body !== 'string') throw new TypeError('body must be a string');
  const lower = Object.entries(headers as object).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode as number,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(lower),
      ...((cookies as string[]).length === 0 ? {} : { 'set-cookie': cookies as string[] }),
    },
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

/** A body is text by its type, where nothing has encoded it; text that is not UTF-8 is kept exact as well. */
function isBinary(headers: WireRequest['headers'], body: Buffer): boolean {
  if (headers['content-encoding'] !== undefined) return true;
  const type = headers['content-type']?.[0]?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isText = type.startsWith('text/') || /^application\/((json|xml|javascript)|.+\+(json|xml))$/.test(type);
  return !isText || !isUtf8(body);
}

function queryParameters(raw: string): Record<string, string> | undefined {
  if (raw === '') return undefined;
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(raw)) {
    found[name] = found[name] === undefined ? value : `${found[name]},${value}`;
  }
  return found;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function commonLogTime(time: number): string {
  const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(new Date(time).toISOString()) ?? [];
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock} +0000`;
}
