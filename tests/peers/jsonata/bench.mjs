// node bench.mjs MODULES_DIR MILLISECONDS wall|cpu FILE…: the reference engine on the same files as jsonata_bench, one line a
// file: evaluations a second of a compiled expression, and of parse + evaluate + stringify.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, milliseconds, clock, ...files] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'node_modules', 'x.js'));
const jsonata = require('jsonata');

/** Milliseconds on the wall, or of this process's processor time. */
function now() {
    if (clock === 'wall') return performance.now();
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
}

/** The median of five samples, after one that warms up and finds how often to look at the clock. */
async function rate(work) {
    const budget = Number(milliseconds);
    const rates = [];
    let batch = 1;
    for (let sample = 0; sample < 6; ++sample) {
        const started = now();
        const end = started + (sample === 0 ? budget : budget / 2);
        let count = 0;
        for (let last = started; last < end; ) {
            for (let i = 0; i < batch; ++i) await work();
            count += batch;
            const at = now();
            if (sample === 0 && at - last < 0.1) batch *= 2;
            last = at;
        }
        if (sample > 0) rates.push((count * 1000) / (now() - started));
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
