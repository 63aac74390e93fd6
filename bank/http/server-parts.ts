// What every route plugin is handed, and what the device check writes on a request: apart from the server, so that
// routes need not know who registers them.
import type { BankContext } from '../context.ts';
import type { Device } from '../device/device-token.ts';
import type { BlobStore } from '../intake/blob-store.ts';
import type { PartialBlobs } from '../intake/partial-blob.ts';
import type { CaseFeed } from '../live/case-feed.ts';
import type { Verifier } from '../verification/verifier.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the device check; null on open routes. */
    device: Device | null;
  }
}

export type ServerParts = {
  readonly bank: BankContext;
  readonly blobs: BlobStore;
  readonly partials: PartialBlobs;
  readonly feed: CaseFeed;
  readonly verifier: Verifier;
};
