// Identifiers that the compiler keeps apart. All are UUIDv7 made where the thing begins, so they sort by time.
import { z } from 'zod';

export const caseIdSchema = z.uuidv7().brand<'CaseId'>();
export type CaseId = z.infer<typeof caseIdSchema>;

export const evidenceIdSchema = z.uuidv7().brand<'EvidenceId'>();
export type EvidenceId = z.infer<typeof evidenceIdSchema>;

export const packetIdSchema = z.uuidv7().brand<'PacketId'>();
export type PacketId = z.infer<typeof packetIdSchema>;

export const kioskIdSchema = z.uuidv7().brand<'KioskId'>();
export type KioskId = z.infer<typeof kioskIdSchema>;

export const officerIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{1,31}$/)
  .brand<'OfficerId'>();
export type OfficerId = z.infer<typeof officerIdSchema>;
