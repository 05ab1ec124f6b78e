import { z } from 'zod';

/** The shape of one route; the router, the API document and the client are made from it. @public */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Below `/v1`, with `:names` for the parameters. */
  path: string;
  summary: string;
  /** Basic or resource permissions that the caller needs; all of them. */
  permissions: string[];
  params: Params;
  query: Query;
  body: Body;
  result: Result;
  /** Media type of the answer, or those that can be asked for; JSON where it is not said. */
  mediaType?: string | readonly string[];
  /** Whether `Idempotency-Key` is understood. */
  idempotent?: boolean;
  /** It changes nothing: it is posted because what it asks is too long for a URL. */
  asksOnly?: boolean;
  /** Media types that the body may have; JSON where it is not said. */
  accepts?: readonly string[];
  /** Only services may call it; users are refused, whatever they may do. */
  servicesOnly?: boolean;
  /** Statuses of a success; 200 where it is not said. */
  statuses?: number[];
}

/** What a caller passes to a route. @public */
export type RouteRequest<R extends Route> = {
  params: z.input<R['params']>;
  query: z.input<R['query']>;
  body: z.input<R['body']>;
};

/** What a handler of a route gets: parsed, defaults filled in. @public */
export type ParsedRequest<R extends Route> = {
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
};

/** What a route answers. @public */
export type RouteResult<R extends Route> = z.output<R['result']>;

/** Nothing is expected. @public */
export const nothing: z.ZodObject<{}> = z.strictObject({});

/** The parts of a route that have a schema. @public */
export type RoutePart = 'params' | 'query' | 'body' | 'result';
/** The schema of a part, or another where the part is left out. @public */
export type RoutePartOr<
  T,
  K extends RoutePart,
  Default extends z.ZodType,
> = T extends {
  [key in K]: infer S extends z.ZodType;
}
  ? S
  : Default;

/** Describes a route; what is left out is expected to be empty. @public */
export function route<
  const T extends Omit<Route, RoutePart> & { [key in RoutePart]?: z.ZodType },
>(
  spec: T,
): Route<
  RoutePartOr<T, 'params', typeof nothing>,
  RoutePartOr<T, 'query', typeof nothing>,
  RoutePartOr<T, 'body', typeof nothing>,
  RoutePartOr<T, 'result', typeof nothing>
> {
  return {
    params: nothing,
    query: nothing,
    body: nothing,
    result: nothing,
    ...spec,
  } as any;
}
