// node run.mjs BIN_DIR MODULES_DIR [--count 100000] [--seed 1] [--allowed 0] [--show 50] [--details]: random expressions on random data,
// evaluated by the reference engine and by ours. Prints each difference that explained.mjs cannot explain, then how often
// each explanation was needed, and closes with "N equal, N explained, N unexplained". --named NAME also prints those of
// one explanation.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import '../../peers/jsonata/standing_clock.mjs';
import { makeExplainer } from './explained.mjs';
import { makeExpression, makeInput, makeRandom } from './grammar.mjs';

const [bin, modules, ...rest] = process.argv.slice(2);
const option = (name, value) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : value);
const count = option('--count', 100000);
const random = makeRandom(option('--seed', 1));

const require = createRequire(path.join(path.resolve(modules), 'node_modules', 'x.js'));
const jsonata = require('jsonata');

const wanted = rest.includes('--named') ? rest[rest.indexOf('--named') + 1] : undefined;

const ours = spawn(path.join(bin, 'jsonata_lines'), { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = readline.createInterface({ input: ours.stdout })[Symbol.asyncIterator]();

async function ask(expr, inputText) {
    ours.stdin.write(`{"expr":${JSON.stringify(expr)},"input":${inputText}}\n`);
    const line = await answers.next();
    if (line.done) throw new Error(`jsonata_lines ended at ${expr}`);
    return JSON.parse(line.value);
}

/** Functions in results are "" on both sides: what the reference shows of them is its own inside. */
function withoutFunctions(key, value) {
    const isFunction = typeof value === 'function' || value?._jsonata_lambda === true || value?._jsonata_function === true;
    return isFunction ? '' : value;
}

async function reference(engine, expr, input) {
    try {
        const value = await engine(expr, { timeout: 2000, sequence: 50000 }).evaluate(input);
        const text = value === undefined ? undefined : JSON.stringify(value, withoutFunctions);
        return text === undefined ? {} : { value: JSON.parse(text) };
    } catch (error) {
        return error.code === undefined
            ? { code: `js: ${error.message}` }
            : { code: error.code, message: error.message, position: error.position, token: error.token };
    }
}

/**
 * Every ** over the result of another one multiplies the work: node would be at it for minutes. Left of ?? the reference loses the
 * flags of regular expressions, and $replace, $split and $match go on until node's memory ends.
 */
function isAffordable(expr) {
    const losesFlags = expr.includes('??') && /\/[^/]+\//.test(expr);
    return (expr.match(/\*\*/g) ?? []).length <= 3 && !losesFlags;
}

/** Values as JSON with the order of names; of errors the code, and with --details what else they say. */
function isEqual(theirs, mine) {
    if (theirs.code === undefined || mine.code === undefined) return JSON.stringify(theirs) === JSON.stringify(mine);
    const said = (answer) => JSON.stringify([answer.code, answer.message, answer.position, answer.token?.toString()]);
    return rest.includes('--details') ? said(theirs) === said(mine) : theirs.code === mine.code;
}

const explanationOf = makeExplainer({
    file: require.resolve('jsonata'),
    ask: (engine, q) => reference(engine, q.expr, JSON.parse(q.inputText)),
    isEqual,
});

function show(title, { expr, inputText, theirs, mine }) {
    console.log(`${title} ${expr}\n  input     ${inputText}\n  reference ${JSON.stringify(theirs)}\n  ours      ${JSON.stringify(mine)}`);
}

let equal = 0;
let unexplained = 0;
const named = new Map();
for (let i = 0; i < count; ++i) {
    const input = makeInput(random);
    const expr = makeExpression(random);
    if (!isAffordable(expr)) continue;
    const inputText = JSON.stringify(input);
    const [theirs, mine] = await Promise.all([reference(jsonata, expr, input), ask(expr, inputText)]);
    if (isEqual(theirs, mine)) {
        ++equal;
        continue;
    }
    const q = { expr, inputText, theirs, mine };
    const name = await explanationOf(q);
    if (name !== undefined) {
        named.set(name, (named.get(name) ?? 0) + 1);
        if (name === wanted) show(`EXPLAINED (${name})`, q);
    } else if (++unexplained <= option('--show', 50)) {
        show('DIFFERENT', q);
    }
}
ours.stdin.end();
for (const [name, times] of named) console.log(`explained: ${name}: ${times}`);
const total = [...named.values()].reduce((sum, times) => sum + times, 0);
console.log(`${equal} equal, ${total} explained, ${unexplained} unexplained`);
process.exitCode = unexplained <= option('--allowed', 0) ? 0 : 1;
