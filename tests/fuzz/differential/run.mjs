// node run.mjs BIN_DIR MODULES_DIR [--count 100000] [--seed 1] [--allowed 0]: random expressions on random data, evaluated by the
// reference engine and by ours; prints each difference and closes with "N passed, N failed".
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { makeExpression, makeInput, makeRandom } from './grammar.mjs';

const [bin, modules, ...rest] = process.argv.slice(2);
const option = (name, value) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : value);
const count = option('--count', 100000);
const random = makeRandom(option('--seed', 1));
const require = createRequire(path.join(path.resolve(modules), 'node_modules', 'x.js'));
const jsonata = require('jsonata');

const ours = spawn(path.join(bin, 'jsonata_lines'), { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = readline.createInterface({ input: ours.stdout })[Symbol.asyncIterator]();

async function ask(expr, input) {
    ours.stdin.write(JSON.stringify({ expr, input }) + '\n');
    const line = await answers.next();
    if (line.done) throw new Error(`jsonata_lines ended at ${expr}`);
    return JSON.parse(line.value);
}

async function reference(expr, input) {
    try {
        const value = await jsonata(expr).evaluate(input);
        const text = value === undefined ? undefined : JSON.stringify(value);
        return text === undefined ? {} : { value: JSON.parse(text) };
    } catch (error) {
        return { code: error.code ?? `js: ${error.message}` };
    }
}

/** Differences that are meant; core/jsonata/README.md lists them with their reasons. */
function explained(theirs, mine) {
    // The reference fails with a JavaScript error of its own where the language defines none.
    if (String(theirs.code).startsWith('js:')) return true;
    // Our guard rails bite earlier than a JavaScript heap does.
    if (['D1011', 'D1012', 'D1013', 'D2015'].includes(mine.code)) return true;
    // Of several failing members we report the first in the text, the reference the first whose promise rejects.
    return theirs.code !== undefined && mine.code !== undefined;
}

let passed = 0;
let failed = 0;
for (let i = 0; i < count; ++i) {
    const input = makeInput(random);
    const expr = makeExpression(random);
    const [theirs, mine] = await Promise.all([reference(expr, input), ask(expr, input)]);
    delete mine.message;
    if (JSON.stringify(theirs) === JSON.stringify(mine) || explained(theirs, mine)) {
        ++passed;
        continue;
    }
    ++failed;
    if (failed <= 50) {
        console.log(`DIFFERENT ${expr}\n  input     ${JSON.stringify(input)}\n  reference ${JSON.stringify(theirs)}\n  ours      ${JSON.stringify(mine)}`);
    }
}
ours.stdin.end();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed <= option('--allowed', 0) ? 0 : 1;
