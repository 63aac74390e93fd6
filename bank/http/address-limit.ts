// A limit per caller's address on routes that guessers like. The address is hashed before it is counted.
import type { FastifyRequest } from 'fastify';
import type { BankContext } from '../context.ts';
import { takeTurn, type RateRule } from '../store/rate-limit.ts';
import { granted } from './problem.ts';

export function addressLimit(
  bank: BankContext,
  name: string,
  rule: RateRule,
): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const bucket = bank.keys.hash('bucket', `${name} ${request.ip}`);
    granted(await takeTurn(bank.db, bucket, rule, bank.now()));
  };
}
