// Every kind's layout by its name. A new kind is one folder beside these, its name in `documentKinds`, and one line here.
import type { DocumentKind } from '../field.ts';
import { aadhaarLayout } from './aadhaar/layout.ts';
import type { DocumentLayout } from './document-layout.ts';
import { drivingLicenceLayout } from './driving-licence/layout.ts';
import { identityCardLayout } from './identity-card/layout.ts';
import { panLayout } from './pan/layout.ts';
import { passportLayout } from './passport/layout.ts';
import { voterCardLayout } from './voter-card/layout.ts';

export const documentLayouts: Readonly<Record<DocumentKind, DocumentLayout>> = {
  aadhaar: aadhaarLayout,
  passport: passportLayout,
  pan: panLayout,
  'voter-card': voterCardLayout,
  'driving-licence': drivingLicenceLayout,
  'identity-card': identityCardLayout,
};
