import tseslint from 'typescript-eslint'

/** Folders of src/ in layers: a file imports from its own folder, or from folders of a lower layer in this list. */
const LAYERS = [
  ['kernel'],
  ['standards', 'database', 'texts'],
  ['audit', 'tasks', 'blobs'],
  ['mail'],
  ['signing', 'verification'],
  ['pages'],
  ['http'],
  ['access'],
  ['programmes'],
  ['frameworks'],
  ['courses'],
  ['programme-file'],
  ['portfolio'],
  ['assessment'],
  ['credentials'],
  ['certificates'],
  ['public', 'vc-api'],
  ['operations'],
  ['cli'],
  ['demo'],
]

/** What the layers alone would allow and the design forbids. */
const FORBIDDEN = {
  verification: ['database', 'texts', 'audit', 'tasks', 'blobs', 'mail', 'pages', 'signing'],
  frameworks: ['signing', 'verification'],
  courses: ['signing', 'verification'],
  portfolio: ['signing', 'verification'],
  assessment: ['signing', 'verification'],
  certificates: ['signing'],
  access: ['signing', 'verification'],
  programmes: ['signing', 'verification'],
  http: ['signing', 'verification'],
}

const folders = LAYERS.flat()

function forbiddenFor(folder) {
  const layer = LAYERS.findIndex((names) => names.includes(folder))
  const above = LAYERS.slice(layer).flat()
  return [...new Set([...above, ...(FORBIDDEN[folder] ?? [])])].filter((name) => name !== folder)
}

const directions = folders.map((folder) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbiddenFor(folder).map((name) => ({
          regex: `^(\\.\\./)+${name}/`,
          message: `${folder} lies below or beside ${name}: imports point one way only.`,
        })),
      },
    ],
  },
}))

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'data', '.tap', 'drizzle', '**/*.js', 'src/pages/assets'] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text goes in as children, which are escaped.',
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read in src/config.ts alone.' },
      ],
    },
  },
  ...directions,
  { files: ['*.config.ts', 'types/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src/main.ts', 'src/cli/main.ts', 'src/demo/main.ts', 'test/**', 'bench/**'],
    rules: {
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
)
