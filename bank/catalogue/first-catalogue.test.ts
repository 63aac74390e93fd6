import { expect, it } from 'vitest';
import { instantSchema } from '#core/kernel/instant.ts';
import { firstCatalogue } from './first-catalogue.ts';

it('liveness is demanded where no officer sits beside the customer, and only there', () => {
  const asOf = instantSchema.parse('2026-01-01T00:00:00.000Z');
  for (const environment of ['development', 'production'] as const) {
    const { policy } = firstCatalogue(environment, asOf);
    expect(policy.livenessDemandedIn).toEqual(['self-service', 'field']);
  }
});
