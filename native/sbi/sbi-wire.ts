// What an SBI service says on the wire, parsed once. Numbers come as numbers or as text, fields may be missing or null:
// whatever the kiosk does not need is not looked at, whatever it needs is demanded.
import { z } from 'zod';
import type { DeviceStatus, Modality } from '#electron/port/scanner.ts';

const text = z.string().max(4096);
const looseText = text.nullish().transform((value) => value ?? '');
const numberOrText = z
  .union([z.number(), text.regex(/^\d{1,3}(\.\d+)?$/).transform(Number)])
  .pipe(z.number().min(0).max(100));

const errorSchema = z
  .object({ errorCode: z.coerce.string().max(16), errorInfo: z.string().optional() })
  .nullish()
  .transform((error) => (error?.errorCode === '0' ? null : (error?.errorCode ?? null)));

const statuses: Readonly<Record<string, DeviceStatus>> = {
  ready: 'ready',
  busy: 'busy',
  'not ready': 'not-ready',
  'not registered': 'not-registered',
};

export const discoverySchema = z
  .array(
    z.object({
      deviceId: text.min(1),
      deviceStatus: text.transform((status) => statuses[status.toLowerCase()] ?? 'not-ready'),
      certification: looseText,
      serviceVersion: looseText,
      digitalId: text.min(1),
      specVersion: z.union([text, z.array(text)]).optional(),
      deviceSubId: z.union([text, z.array(text)]).optional(),
      error: errorSchema,
    }),
  )
  .max(16);

export const infoAnswerSchema = z
  .array(z.object({ deviceInfo: z.string().max(131_072), error: errorSchema }))
  .min(1)
  .max(16);

export const deviceInfoSchema = z.object({
  deviceId: looseText,
  firmware: looseText,
  serviceVersion: looseText,
  certification: looseText,
  digitalId: z.string().max(65_536),
});

export const digitalIdSchema = z.object({
  serialNo: text.min(1),
  make: text.min(1),
  model: text.min(1),
  type: z.enum(['Finger', 'Iris', 'Face']),
});
export type DigitalId = z.infer<typeof digitalIdSchema>;

export const captureAnswerSchema = z.object({
  biometrics: z
    .array(
      z.object({
        specVersion: looseText,
        data: z
          .string()
          .nullish()
          .transform((value) => value ?? ''),
        hash: looseText,
        sessionKey: looseText,
        thumbprint: looseText,
        error: errorSchema,
      }),
    )
    .min(1)
    .max(16),
});

export type CaptureEntry = z.infer<typeof captureAnswerSchema>['biometrics'][number];

export const capturedSchema = z.object({
  digitalId: z.string().max(65_536),
  bioType: z.enum(['Finger', 'Iris', 'Face']),
  bioSubType: looseText,
  env: looseText,
  purpose: looseText,
  bioValue: z.base64url().min(1),
  transactionId: text,
  timestamp: z.iso.datetime({ offset: true }),
  qualityScore: numberOrText,
});
export type Captured = z.infer<typeof capturedSchema>;

export const modalityOf = { Finger: 'finger', Iris: 'iris', Face: 'face' } as const satisfies Record<
  DigitalId['type'],
  Modality
>;
/** What such devices do not capture has no type. */
export const typeOf: Readonly<Partial<Record<Modality, DigitalId['type']>>> = {
  finger: 'Finger',
  iris: 'Iris',
  face: 'Face',
};
