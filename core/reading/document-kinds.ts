// The kinds of document that can be chosen. Apart from the fields' schemas, whose library must not come into the page.
export const documentKinds = [
  'aadhaar',
  'passport',
  'pan',
  'voter-card',
  'driving-licence',
  'identity-card',
] as const;

export type DocumentKind = (typeof documentKinds)[number];
