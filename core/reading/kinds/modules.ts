// Every kind's module by its name: the engine knows these, and none of them by name.
import type { DocumentKind } from '../field.ts';
import { aadhaar } from './aadhaar/module.ts';
import type { DocumentModule } from './document-module.ts';
import { drivingLicence } from './driving-licence/module.ts';
import { identityCard } from './identity-card/module.ts';
import { pan } from './pan/module.ts';
import { passport } from './passport/module.ts';
import { voterCard } from './voter-card/module.ts';

export const documentModules: Readonly<Record<DocumentKind, DocumentModule>> = {
  aadhaar,
  passport,
  pan,
  'voter-card': voterCard,
  'driving-licence': drivingLicence,
  'identity-card': identityCard,
};
