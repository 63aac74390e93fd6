// A moment the bank has signed (JWS, EdDSA, typ `pravesh-time`): comes as `timeWord` with GET /v1/bank, made for that answer.
import { z } from 'zod';
import { instantSchema } from '#core/kernel/instant.ts';

export const timeClaimsSchema = z.object({ time: instantSchema });
