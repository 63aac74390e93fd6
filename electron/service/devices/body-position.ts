// A part of the body in the words that scanners use (MOSIP SBI, bioSubType): the port's own words for positions.
import type { BodyPart } from '#core/contract/bank/biometric.ts';

const positions: Readonly<Record<BodyPart, string>> = {
  'right-thumb': 'Right Thumb',
  'right-index': 'Right IndexFinger',
  'right-middle': 'Right MiddleFinger',
  'right-ring': 'Right RingFinger',
  'right-little': 'Right LittleFinger',
  'left-thumb': 'Left Thumb',
  'left-index': 'Left IndexFinger',
  'left-middle': 'Left MiddleFinger',
  'left-ring': 'Left RingFinger',
  'left-little': 'Left LittleFinger',
  'right-iris': 'Right',
  'left-iris': 'Left',
};

export const positionOf = (part: BodyPart): string => positions[part];
