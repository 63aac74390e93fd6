// The path a request asks for, without its query: what a token is bound to and what an unknown address is looked up by.
import type { FastifyRequest } from 'fastify';

export function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? request.url;
}
