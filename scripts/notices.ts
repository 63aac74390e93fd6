// npm run notices: writes THIRD-PARTY-NOTICES.md from the packages the product ships and the models it fetches.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { modelManifest } from '#electron/adapter/model-store/manifest.ts';
import { root } from './process/root.ts';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      os: z.unknown().optional(),
      cpu: z.unknown().optional(),
    }),
  ),
});
const manifestSchema = z.looseObject({
  license: z.union([z.string(), z.looseObject({ type: z.string() })]).optional(),
});

function licenceOf(path: string, fromLock: string | undefined): string {
  if (fromLock) return fromLock;
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return 'see the package';
  const { license } = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (typeof license === 'string') return license;
  return (
    license?.type ??
    readdirSync(join(root, path)).find((name) => /^licen[cs]e/i.test(name)) ??
    'see the package'
  );
}

const lock = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
const rows = Object.entries(lock.packages)
  .filter(
    ([path, entry]) => path.startsWith('node_modules/') && entry.dev !== true && !entry.os && !entry.cpu,
  )
  .map(([path, entry]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return `| ${name} | ${entry.version ?? ''} | ${licenceOf(path, entry.license)} |`;
  });
const models = modelManifest.models.map(
  (model) =>
    `| ${model.file} | ${model.licence} | ${'upstream' in model ? model.upstream : 'weights' in model ? `${model.weights}, converted` : 'converted' in model ? `${model.converted.package} ${model.converted.version}, converted` : `our own: ${model.trainedBy}`} |`,
);

writeFileSync(
  join(root, 'THIRD-PARTY-NOTICES.md'),
  `# Third-party notices

Pravesh itself is Apache-2.0. It ships, or fetches by hash, what follows; each under its own licence, whose text lies in
the package. Written by \`npm run notices\`.

## Packages

| package | version | licence |
| --- | --- | --- |
${[...new Set(rows)].sort().join('\n')}

## Models

| file | licence | from |
| --- | --- | --- |
${models.join('\n')}
`,
);
