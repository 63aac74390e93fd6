// POST /v1/back-office/lists {section, word} → {section, serial}: a supervisor issues a list signed by the bank's key. One that the
// key has not signed, or whose serial is not above the one served, is `bad-request`.
import { z } from 'zod';
import { jwsSchema } from '#core/kernel/encoding.ts';
import { furtherSections } from './master-data.ts';

export const listToIssueSchema = z.object({ section: z.enum(furtherSections), word: jwsSchema });
export const listIssuedSchema = z.object({ section: z.enum(furtherSections), serial: z.int().positive() });
