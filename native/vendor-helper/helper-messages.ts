// What the kiosk and a vendor's helper say to each other, version 1. The helper is a vendor's program in the kiosk's
// trust: whatever it says is parsed here once, and whatever is not in this list is refused.
import { z } from 'zod';

export const protocolVersion = 1;

const text = z.string().max(256);

export const helloSchema = z.object({
  type: z.literal('hello'),
  protocol: z.int(),
  name: text,
  version: text,
});

/** What may go wrong with a device, in the helper's words; anything else of it is the device's failure. */
export const helperErrors = [
  'aborted',
  'device-not-found',
  'device-gone',
  'device-busy',
  'device-not-ready',
  'device-not-registered',
  'device-tampered',
  'device-failed',
  'capture-timeout',
  'nothing-on-sensor',
  'wrong-orientation',
  'request-refused',
  'not-supported',
] as const;

const deviceSchema = z.object({
  id: text.min(1),
  make: text.min(1),
  model: text.min(1),
  serial: text,
  modality: z.enum(['finger', 'iris', 'face', 'document', 'text']),
  status: z.enum(['ready', 'busy', 'not-ready', 'not-registered']),
  canStream: z.boolean(),
});
export type HelperDevice = z.infer<typeof deviceSchema>;

export const devicesSchema = z.object({ devices: z.array(deviceSchema).max(16) });
export const infoSchema = z.object({ firmware: text, serviceVersion: text });

export const capturesSchema = z.object({
  transactionId: text,
  device: deviceSchema.pick({ make: true, model: true, serial: true }),
  captures: z
    .array(
      z.object({
        position: text,
        format: z.enum([
          'iso-19794-2',
          'iso-19794-4',
          'iso-19794-5',
          'iso-19794-6',
          'scanned-text',
          'jpeg',
          'jpeg2000',
        ]),
        quality: z.number().min(0).max(100).nullable(),
        /** How many of the frame's bytes are this capture's, one after another. */
        bytes: z.int().min(1),
      }),
    )
    .min(1)
    .max(10),
});

export const sayingSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: z.int(), value: z.unknown() }),
  z.object({
    type: z.literal('error'),
    id: z.int(),
    kind: z.enum(helperErrors).catch('device-failed'),
    code: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,32}$/)
      .optional()
      .catch(undefined),
  }),
  /** A preview, as JPEG in the frame's body. */
  z.object({ type: z.literal('picture'), id: z.int() }),
]);

export type HelperVerb = 'devices' | 'info' | 'capture' | 'stream';
