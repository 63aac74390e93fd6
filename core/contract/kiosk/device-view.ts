// What the screens may know of scanners and printers: what is there, how it does, what it last said; never what it captured.
import { z } from 'zod';
import { instantSchema } from '#core/kernel/instant.ts';

/** Everything that can go wrong with a device, by the key of its message: each has a text in every language. */
export const scannerMessages = [
  'aborted',
  'deviceNotFound',
  'deviceGone',
  'deviceBusy',
  'deviceNotReady',
  'deviceNotRegistered',
  'deviceTampered',
  'deviceFailed',
  'driverUnavailable',
  'driverEnded',
  'driversResting',
  'captureTimeout',
  'nothingOnSensor',
  'wrongOrientation',
  'cardRemoved',
  'requestRefused',
  'notSupported',
  'answerMalformed',
  'answerTooLarge',
  'answerLate',
  'channelBroken',
  'otherTransaction',
  'answerStale',
  'answerReplayed',
  'hashChainBroken',
  'notSigned',
  'signatureWrong',
  'certificateUnknown',
  'certificateExpired',
  'certificateRevoked',
  'deviceNotAllowed',
  'identityChanged',
  'accessDenied',
  'documentAltered',
  'issuerUnknown',
] as const;
export const scannerMessageSchema = z.enum(scannerMessages);
export type ScannerMessage = z.infer<typeof scannerMessageSchema>;

/** document: chips of passports · text: codes, printed zones and cards, as their readers send them. */
export const modalities = ['finger', 'iris', 'face', 'document', 'text'] as const;
export const modalitySchema = z.enum(modalities);

/** What was proved about where bytes come from; `none`: policy took an unsigned device, and the record says so. */
export const attestationKindSchema = z.enum(['signed', 'sealed', 'document', 'none']);

/** good: may be used · look: not now, or nobody vouches for it · bad: staff must do something first. */
export const deviceHealths = ['good', 'look', 'bad'] as const;
export type DeviceHealth = (typeof deviceHealths)[number];

export const deviceStatuses = ['ready', 'busy', 'not-ready', 'not-registered'] as const;

export const deviceViewSchema = z.object({
  deviceId: z.string(),
  driver: z.string(),
  make: z.string(),
  model: z.string(),
  serial: z.string(),
  modalities: z.array(modalitySchema),
  status: z.enum(deviceStatuses),
  health: z.enum(deviceHealths),
  canStream: z.boolean(),
  /** Null: not asked yet. */
  proof: attestationKindSchema.nullable(),
  /** What it last failed with, until it succeeds again. */
  problem: scannerMessageSchema.nullable(),
  /** 0 to 100 in the device's own measure. */
  lastQuality: z.number().nullable(),
  lastCaptureAt: instantSchema.nullable(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

export const deviceActs = ['attached', 'detached', 'status', 'captured', 'failed', 'driver-failed'] as const;

/** One line of the driver log: acts and numbers, no data of a person. */
export const deviceLogRowSchema = z.object({
  at: instantSchema,
  driver: z.string(),
  /** Make and model; empty where the row is the driver's own. */
  device: z.string(),
  act: z.enum(deviceActs),
  problem: scannerMessageSchema.nullable(),
  /** The device's own code, as it came: letters and digits. */
  code: z.string().nullable(),
  tookMs: z.number().nullable(),
  quality: z.number().nullable(),
});
export type DeviceLogRow = z.infer<typeof deviceLogRowSchema>;

export const simulatedDevices = ['finger', 'iris', 'passport', 'registered'] as const;
export const simulatedDeviceSchema = z.enum(simulatedDevices);
export type SimulatedDevice = z.infer<typeof simulatedDeviceSchema>;

export const devicesViewSchema = z.object({
  /** False until every driver has looked once. */
  looked: z.boolean(),
  devices: z.array(deviceViewSchema),
  /** Drivers that cannot look at all on this machine, and why. */
  drivers: z.array(z.object({ driver: z.string(), problem: scannerMessageSchema })),
  /** Newest first. */
  log: z.array(deviceLogRowSchema),
  /** Which simulated devices are attached; null where nothing is simulated. */
  simulated: z.array(simulatedDeviceSchema).nullable(),
});
export type DevicesView = z.infer<typeof devicesViewSchema>;

export const testCaptureSchema = z.object({
  /** The best of what came; null where the device gives none. */
  quality: z.number().nullable(),
  pieces: z.int().min(0),
  tookMs: z.number(),
  proof: attestationKindSchema,
});
export type TestCapture = z.infer<typeof testCaptureSchema>;

/** One JPEG picture of a live preview, base64: event streams carry no Blob. */
export const previewFrameSchema = z.object({ jpeg: z.string().max(2_000_000) });

export const printerSchema = z.object({
  name: z.string(),
  isDefault: z.boolean(),
  /** unknown: the system does not say. */
  state: z.enum(['ready', 'busy', 'stopped', 'unknown']),
});
export type Printer = z.infer<typeof printerSchema>;

export const paperSizes = ['a4', 'receipt'] as const;
export type PaperSize = (typeof paperSizes)[number];
