/** @file The architecture, held by the linter: LAYERS says who may import whom; the rest is hygiene. */
import { dirname, relative, resolve, sep } from 'node:path';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { cyclesRule } from './scripts/importCycles.mjs';

// Each layer, and what it may import besides itself. `tfjs` and `react` stand for the packages.
// Order matters: the first matching folder is the layer of a file.
const LAYERS = {
  // AssemblyScript: compiled by `npm run kernels`, imported by nobody.
  'src/wasm': [],
  'src/core/util': [],
  'src/core/trace': ['src/core/util'],
  'src/core/text': ['src/core/util', 'src/core/trace'],
  'src/core/rho1': ['src/core/util', 'src/core/trace', 'src/core/text'],
  'src/core/coconut': ['src/core/util', 'src/core/trace', 'src/core/text'],
  'src/core/nn': ['src/core/util', 'src/core/trace', 'tfjs'],
  'src/core/train': [
    'src/core/util',
    'src/core/trace',
    'src/core/text',
    'src/core/rho1',
    'src/core/coconut',
    'src/core/nn',
  ],
  // They choose and start the backends; what is computed on one stays in core.
  'src/engine': ['src/core', 'tfjs'],
  'src/cli': ['src/core', 'src/engine', 'tfjs'],
  'src/views': ['src/core/util', 'src/core/trace', 'src/core/text', 'src/core/rho1', 'src/core/coconut', 'react'],
  // The app names the engine once, as the address of its worker; a string is no import.
  'src/app': [
    'src/views',
    'src/core/util',
    'src/core/trace',
    'src/core/text',
    'src/core/rho1',
    'src/core/coconut',
    'react',
  ],
};

const PACKAGES = [
  { layer: 'tfjs', test: /^@tensorflow\// },
  { layer: 'react', test: /^(react|react-dom|d3|d3-.*|zustand|@base-ui\/.*)(\/|$)/ },
];

const within = (file, folder) => file === folder || file.startsWith(`${folder}/`);

const layersRule = {
  meta: { type: 'problem', schema: [], messages: { crossed: '{{from}} may not import {{to}} (see LAYERS).' } },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const from = Object.keys(LAYERS).find((layer) => within(file, layer));
    if (!from) return {};
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const target = source.startsWith('.')
        ? relative(context.cwd, resolve(dirname(context.filename), source))
            .split(sep)
            .join('/')
        : PACKAGES.find((entry) => entry.test.test(source))?.layer;
      if (!target || within(target, from)) return;
      const isLayered = target.startsWith('src/') || PACKAGES.some((entry) => entry.layer === target);
      if (isLayered && !LAYERS[from].some((allowed) => within(target, allowed)))
        context.report({ node, messageId: 'crossed', data: { from, to: target } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const layers = { rules: { imports: layersRule, cycles: cyclesRule } };

export default tseslint.config(
  { ignores: ['dist', '.cache', 'node_modules', 'public', 'test-results', 'playwright-report'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { layers },
    rules: {
      'layers/imports': 'error',
      'layers/cycles': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `const { gone: _gone, ...rest }` is how a field is left out.
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/{app,views}/**/*.{ts,tsx}', 'tests/gallery/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  {
    // The same config and seed must give the same trace: chance and time are arguments.
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass an Rng.' },
        { object: 'Date', property: 'now', message: 'Time is an argument.' },
      ],
      'no-restricted-globals': ['error', 'window', 'document', 'navigator', 'performance', 'process', 'fetch'],
    },
  },
);
