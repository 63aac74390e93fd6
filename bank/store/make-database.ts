// Run as a process of its own, once per bank: makes an empty embedded database at the path given.
// Making one leaves some 400 MB in the process that did it, which here ends with it.
import { PGlite } from '@electric-sql/pglite';

const path = process.argv[2];
if (path === undefined) throw new Error('names no folder');
const made = await PGlite.create(path);
await made.close();
