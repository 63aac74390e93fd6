// What the devices' process offers, and the shapes that cross its port: parsed on both sides. What a device says is checked
// by its driver; here only that a process full of others' code says nothing but these shapes.
import { z } from 'zod';
import { deviceListsSchema } from '#core/contract/bank/device-lists.ts';
import {
  attestationKindSchema,
  deviceStatuses,
  modalitySchema,
  simulatedDeviceSchema,
} from '#core/contract/kiosk/device-view.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import { scannerFailures, type ScannerFailureKind } from '#electron/port/scanner-failure.ts';
import type {
  Attestation,
  Capture,
  CaptureRequest,
  Device,
  DeviceEvent,
  DeviceInfo,
  PreviewFrame,
  ScannerFailure,
} from '#electron/port/scanner.ts';
import type { SimulatedPassport } from '#electron/port/scanners.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const text = z.string().max(1_000);

const failureKinds = Object.keys(scannerFailures) as [ScannerFailureKind, ...ScannerFailureKind[]];
export const failureSchema = z.object({
  kind: z.enum(failureKinds),
  code: text.exactOptional(),
}) satisfies z.ZodType<ScannerFailure>;

function outcome<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: failureSchema }),
  ]);
}

const attestationSchema = z.object({
  kind: attestationKindSchema,
  signer: text,
  transactionId: text,
  at: instantSchema,
  facts: z.record(text, text),
}) satisfies z.ZodType<Attestation>;

const deviceSchema = z.object({
  id: text,
  driver: text,
  make: text,
  model: text,
  serial: text,
  modalities: z.array(modalitySchema).readonly(),
  status: z.enum(deviceStatuses),
  canStream: z.boolean(),
}) satisfies z.ZodType<Device>;

const deviceInfoSchema = z.object({
  device: deviceSchema,
  firmware: text,
  serviceVersion: text,
  attestation: attestationSchema,
}) satisfies z.ZodType<DeviceInfo>;

const captureSchema = z.object({
  modality: modalitySchema,
  position: text,
  format: z.enum([
    'iso-19794-2',
    'iso-19794-4',
    'iso-19794-5',
    'iso-19794-6',
    'uidai-pid',
    'sbi-sealed',
    'icao-lds',
    'scanned-text',
    'jpeg',
    'jpeg2000',
    'unknown',
  ]),
  bytes,
  quality: z.number().nullable(),
  attestation: attestationSchema,
}) satisfies z.ZodType<Capture>;

const requestSchema = z.object({
  modality: modalitySchema,
  count: z.int(),
  positions: z.array(text).readonly(),
  exceptions: z.array(text).readonly(),
  timeoutMs: z.number(),
  requestedQuality: z.number(),
  transactionId: text,
  documentKey: z
    .union([
      z.object({ accessNumber: text }),
      z.object({ documentNumber: text, birthDate: text, expiryDate: text }),
    ])
    .nullable(),
  sealed: z.literal(true).exactOptional(),
}) satisfies z.ZodType<CaptureRequest>;

const deviceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attached'), device: deviceSchema }),
  z.object({ type: z.literal('detached'), device: deviceSchema }),
  z.object({ type: z.literal('status'), device: deviceSchema }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
  z.object({ type: z.literal('mended') }),
]) satisfies z.ZodType<DeviceEvent>;

const frameSchema = outcome(z.object({ jpeg: bytes }) satisfies z.ZodType<PreviewFrame>);

const plugSchema = z.object({
  device: simulatedDeviceSchema,
  attached: z.boolean(),
  passport: (
    z.object({ zone: text, portrait: bytes }) satisfies z.ZodType<SimulatedPassport>
  ).exactOptional(),
});

const driver = text;
const deviceId = text;

export const devicesContract = {
  /** First in every process: loads the drivers, and plugs in again what was. */
  open: {
    args: z.object({
      simulated: z.boolean(),
      configFile: z.string().nullable(),
      lists: deviceListsSchema.nullable(),
      plugged: z.array(plugSchema),
    }),
    result: z.object({ drivers: z.array(text), missing: z.array(text) }),
  },
  lists: { args: z.object({ lists: deviceListsSchema.nullable() }), result: z.null() },
  discover: { args: z.object({ driver }), result: outcome(z.array(deviceSchema).readonly()) },
  info: { args: z.object({ driver, deviceId }), result: outcome(deviceInfoSchema) },
  capture: {
    args: z.object({ driver, deviceId, request: requestSchema }),
    result: outcome(z.array(captureSchema).readonly()),
  },
  /** Our own template of a finger's picture. */
  template: { args: z.object({ picture: bytes }), result: bytes.nullable() },
  /** Lasts until it is aborted, or the preview ends. */
  stream: { args: z.object({ driver, deviceId }), event: frameSchema, result: z.null() },
  /** Lasts until it is aborted. */
  watch: { args: z.object({ driver }), event: deviceEventSchema, result: z.null() },
  plug: { args: plugSchema, result: z.array(simulatedDeviceSchema) },
  close: { args: z.object({}), result: z.null() },
};
