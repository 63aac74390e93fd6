// What the selfie is compared with: the photo its issuer signed in a code, then the chip's, then the print on the document.
import { choosePortrait } from '#core/biometrics/face-match.ts';
import type { FaceModelSet, FoundFace } from '#core/biometrics/found-face.ts';
import type { CaseState } from '#core/case/case-state.ts';
import type { FaceReference } from '#core/contract/bank/case-file.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { Box } from '#core/reading/field.ts';
import { refusalOfStore } from './refusal-of.ts';
import type { OpenVault, Ports } from './vault-session.ts';

export interface Portrait {
  readonly face: FoundFace | null;
  readonly set: FaceModelSet | undefined;
  /** The picture's part that shows the holder, for the eye of the officer and of the bank. */
  readonly crop: Uint8Array | null;
  readonly reference: FaceReference;
}

/** Half as much again around a face, so that hair and chin are on the crop. */
function around(box: Box): Box {
  const marginX = box.width * 0.5;
  const marginY = box.height * 0.5;
  return {
    x: Math.max(0, box.x - marginX),
    y: Math.max(0, box.y - marginY),
    width: box.width + 2 * marginX,
    height: box.height + 2 * marginY,
  };
}

/** The photo that the issuer signed; null without one, or where no face is found in it: then the print serves. */
async function signedPortraitOf(ports: Ports, vault: OpenVault, state: CaseState): Promise<Portrait | null> {
  const item = state.reading?.signedPortrait ?? null;
  const image = item && vault.store.evidence(state.caseId, item.evidenceId);
  if (!image?.ok) return null;
  const found = await ports.faces.findFaces(image.value);
  const face = found.ok ? choosePortrait(found.value) : null;
  return (
    face && {
      face,
      set: found.ok ? found.value.set : undefined,
      crop: image.value,
      reference: item?.role === 'chip-portrait' ? 'chip' : 'signed-qr',
    }
  );
}

export async function portraitOf(
  ports: Ports,
  vault: OpenVault,
  state: CaseState,
): Promise<Result<Portrait, Refusal>> {
  const signed = await signedPortraitOf(ports, vault, state);
  if (signed) return ok(signed);
  const where = state.reading?.portrait ?? null;
  const side = state.document?.sides.find((taken) => taken.side === (where?.side ?? 'front'));
  if (!side) return err({ kind: 'side-missing' });
  const image = vault.store.evidence(state.caseId, side.item.evidenceId);
  if (!image.ok) return err(refusalOfStore(image.error));
  const found = await ports.faces.findFaces(image.value, where ? around(where.box) : undefined);
  const face = found.ok ? choosePortrait(found.value) : null;
  const box = face ? around(face.box) : (where?.box ?? null);
  const crop = box ? await ports.reader.crop(image.value, box) : null;
  return ok({
    face,
    set: found.ok ? found.value.set : undefined,
    crop: crop?.ok ? crop.value : null,
    reference: 'document',
  });
}
