// Runs before a route's body is read: no enrolled device, no route.
import type { FastifyRequest } from 'fastify';
import type { BankContext } from '../context.ts';
import { authenticateDevice, type Device } from '../device/device-token.ts';
import { granted } from './problem.ts';
import { pathOf } from './request-path.ts';

export function deviceCheck(bank: BankContext): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const outcome = await authenticateDevice(bank, {
      authorization: request.headers.authorization,
      method: request.method,
      path: pathOf(request),
    });
    request.device = granted(outcome);
  };
}

/** The device of a checked request; asking on an open route is a programmer's mistake. */
export function deviceOf(request: FastifyRequest): Device {
  if (request.device === null) throw new Error('route without device check');
  return request.device;
}

export const deviceSecurity = [{ device: [] }];
