// node bench.mjs MODULES_DIR MILLISECONDS FILE…: the reference engine on the same files as jsonata_bench, one line a
// file: evaluations a second of a compiled expression, and of parse + evaluate + stringify.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, milliseconds, ...files] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'node_modules', 'x.js'));
const jsonata = require('jsonata');

async function rate(work) {
    const budget = Number(milliseconds);
    for (let warm = performance.now(); performance.now() - warm < budget; ) await work();
    const rates = [];
    for (let sample = 0; sample < 5; ++sample) {
        const started = performance.now();
        let count = 0;
        while (performance.now() - started < budget / 2) {
            await work();
            ++count;
        }
        rates.push((count * 1000) / (performance.now() - started));
    }
    return rates.sort((a, b) => a - b)[2];
}

console.log(`jsonata ${require('jsonata/package.json').version}, node ${process.version}`);
for (const file of files) {
    const { expr, data } = JSON.parse(fs.readFileSync(file, 'utf8'));
    const text = JSON.stringify(data);
    const expression = jsonata(expr);
    const evaluate = await rate(() => expression.evaluate(data));
    const whole = await rate(async () => JSON.stringify(await expression.evaluate(JSON.parse(text))));
    console.log(`${evaluate} ${whole}`);
}
