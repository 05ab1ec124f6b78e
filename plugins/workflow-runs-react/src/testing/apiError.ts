/**
 * An error as the client throws it when the backend answers with one.
 *
 * @param body - what stands under `error` on the wire
 * @public
 */
export function apiError(
  status: number,
  body: { name?: string; message?: string; [extra: string]: unknown } = {},
): Error {
  const message = body.message ?? `Request failed with ${status}`;
  return Object.assign(new Error(message), {
    name: 'ResponseError',
    response: { status },
    statusCode: status,
    body: { error: { name: 'Error', message, ...body } },
  });
}
