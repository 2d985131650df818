/** @file `npm test`: installs what is missing, then types, lint, unit, golden, gallery and end-to-end, and counts them. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { giveUp, installPackages, root, run } from './install.mjs';

installPackages();
process.chdir(root);
const { requireBrowser } = await import('./browser.mjs');
const browser = await requireBrowser().catch((error) => giveUp(error.message));
process.env.CHROMIUM_PATH = browser;

const results = `${root}.cache/test-results`;
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const bin = (name) => `${root}node_modules/.bin/${name}`;
const total = { passed: 0, failed: 0, skipped: 0 };

checkOnce('types', bin('tsc'), ['-b']);
checkOnce('lint', bin('eslint'), ['.']);
checkOnce('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']);
heading('unit, golden, gallery');
const unitStatus = run(bin('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}/unit.json`,
]);
count('unit', unitStatus, `${results}/unit.json`, (json) => ({
  passed: json.numPassedTests,
  failed:
    json.numFailedTests + (json.numFailedTestSuites > 0 && json.numFailedTests === 0 ? json.numFailedTestSuites : 0),
  skipped: json.numPendingTests + (json.numTodoTests ?? 0),
}));
checkOnce('build', bin('vite'), ['build', '--logLevel', 'warn']);
heading('end-to-end, in a real browser');
const e2eStatus = run(bin('playwright'), ['test', '--reporter=list,json'], {
  env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: `${results}/e2e.json` },
});
count('end-to-end', e2eStatus, `${results}/e2e.json`, ({ stats }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
}));

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);

function heading(name) {
  console.log(`\n── ${name}`);
}

/** A check that passes or fails as one. */
function checkOnce(name, command, args) {
  heading(name);
  const isOk = run(command, args) === 0;
  total[isOk ? 'passed' : 'failed']++;
  console.log(isOk ? 'ok' : `${name} failed`);
}

/** Adds the counts of a runner. A runner that broke before it wrote them counts as one failure, never as none. */
function count(name, status, file, read) {
  try {
    const counts = read(JSON.parse(readFileSync(file, 'utf8')));
    for (const key of Object.keys(total)) total[key] += counts[key];
    if (status !== 0 && counts.failed === 0) total.failed++;
  } catch (error) {
    console.error(`${name} left no result: ${error.message}`);
    total.failed++;
  }
}
