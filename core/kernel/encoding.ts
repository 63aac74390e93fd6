// How bytes travel inside JSON between kiosk and bank.
import { z } from 'zod';

export const base64UrlSchema = z.string().regex(/^[A-Za-z0-9_-]*$/);
export const sha256HexSchema = z.string().regex(/^[0-9a-f]{64}$/);
/** A compact JWS: three base64url parts. */
export const jwsSchema = z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
