// One capture to see that a device works. What it captured is overwritten before the answer is given; nothing is kept.
import type { TestCapture } from '#core/contract/kiosk/device-view.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Ports } from '../vault-session.ts';
import { refusalOfScanner } from '../refusal-of.ts';
import { wipe } from './devices.ts';
import { oneCapture } from './one-capture.ts';

/** Time for a person to lay a finger on. */
const timeoutMs = 15_000;
const requestedQuality = 40;

export async function testDevice(
  { devices, clock }: Pick<Ports, 'devices' | 'clock'>,
  deviceId: string,
  signal: AbortSignal | undefined,
): Promise<Result<TestCapture, Refusal>> {
  const [modality] = devices.device(deviceId)?.modalities ?? [];
  if (!modality) return err(refusalOfScanner({ kind: 'device-not-found' }));
  const began = Date.parse(clock.now());
  const captured = await devices.capture(
    deviceId,
    oneCapture({ modality, timeoutMs, requestedQuality }),
    signal,
  );
  if (!captured.ok) return err(refusalOfScanner(captured.error));
  wipe(captured.value);
  const qualities = captured.value.flatMap(({ quality }) => quality ?? []);
  return ok({
    quality: qualities.length > 0 ? Math.max(...qualities) : null,
    pieces: captured.value.length,
    tookMs: Math.max(0, Date.parse(clock.now()) - began),
    proof: captured.value[0]?.attestation.kind ?? 'none',
  });
}
