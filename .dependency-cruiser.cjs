// Which room may know which (docs/ARCHITECTURE.md, "Who may know whom"). Run by scripts/process/check-boundaries.ts.
const tests = '(\\.test\\.tsx?$|\\.fixture\\.tsx?$|/testing/|^test/)';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const stages = [
  'kernel',
  'reading',
  'contract',
  'evidence',
  'audit',
  'biometrics',
  'screening',
  'case',
  'outbox',
];
const purePackages = '^node_modules/(zod|any-ascii|@indic-transliteration/sanscript|@orpc/contract)/';

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle means two files are one.', {}, { circular: true }),
    ...stages.map((stage, index) =>
      rule(
        `core-${stage}-looks-back-only`,
        'Stages of core import earlier stages only.',
        { path: `^core/${stage}/`, pathNot: tests },
        { path: `^core/(${stages.slice(index + 1).join('|') || '-'})/` },
      ),
    ),
    rule(
      'core-is-pure',
      'core imports itself and a short list of pure packages; no Node, no framework.',
      { path: '^core/', pathNot: tests },
      { pathNot: `^core/|${purePackages}` },
    ),
    rule(
      'ports-and-services-stand-on-core',
      'Ports and services know core, each other and nothing that touches a device.',
      { path: '^electron/(port|service)/', pathNot: tests },
      { path: '^electron/(adapter|shell|worker)/|^bank/|^renderer/' },
    ),
    rule(
      'adapters-keep-apart',
      'An adapter imports no other adapter; the process client and the model store are shared ground.',
      { path: '^electron/adapter/([^/]+)/', pathNot: tests },
      { path: '^electron/adapter/', pathNot: '^electron/adapter/($1|worker-client|model-store)/' },
    ),
    rule(
      'electron-in-its-shell-only',
      'Only the entry points and shell/electron know Electron.',
      { pathNot: '^electron/(main|preload)\\.ts$|^electron/shell/electron/|^test/e2e/electron/' },
      { path: '^(node_modules/)?electron(/|$)', dependencyTypesNot: ['local'] },
    ),
    rule(
      'react-in-renderer-only',
      'React is for screens.',
      { pathNot: '^renderer/' },
      { path: '^node_modules/react(-dom)?/' },
    ),
    rule(
      'renderer-knows-the-kiosk-contract',
      'Screens never see the bank, the main process, or a decision.',
      { path: '^renderer/', pathNot: `${tests}|vite\\.config` },
      { path: '^(electron|bank|native|scripts)/|^core/(case|outbox|screening|audit|biometrics)/' },
    ),
    rule(
      'bank-knows-core',
      'The bank shares core with the kiosk and nothing else.',
      { path: '^bank/', pathNot: tests },
      { path: '^(electron|renderer|native|scripts)/' },
    ),
    rule(
      'screens-keep-apart',
      'A screen imports no other screen; what lies in screen/ itself is shared ground.',
      { path: '^renderer/screen/([^/]+)/', pathNot: tests },
      { path: '^renderer/screen/', pathNot: '^renderer/screen/($1/|[^/]+$)' },
    ),
    rule('nothing-imports-tests', 'Tests are leaves.', { pathNot: tests }, { path: tests }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsConfig: { fileName: 'test/tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
