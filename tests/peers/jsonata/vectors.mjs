// node vectors.mjs FILE...: asks the reference engine (npm jsonata, see package.json) for the outcome of every case of our
// own vector files (tests/unit/jsonata/reference/*.json) and writes it there. To add a case, add {"expr": …} and run this.
// A file is {"input": …, "cases": [{"expr", "input"?, and "value" (JSON text), "undefined": true, or "error"}]}.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import './standing_clock.mjs';

const require = createRequire(import.meta.url);

/** An engine of its own for every case: its built-in functions remember where they were called last, and say so in errors. */
function freshEngine() {
    delete require.cache[require.resolve('jsonata')];
    return require('jsonata');
}

/** Functions in results are "" here: what the reference shows of them is its own inside. */
function withoutFunctions(key, value) {
    return value?._jsonata_lambda === true || value?._jsonata_function === true ? '' : value;
}

async function outcome(expr, input) {
    try {
        const value = await freshEngine()(expr).evaluate(input);
        return value === undefined ? { undefined: true } : { value: JSON.stringify(value, withoutFunctions) };
    } catch (error) {
        const { code, position, token, message } = error;
        return code === undefined ? undefined : { error: { code, position, token: token?.toString(), message } };
    }
}

for (const file of process.argv.slice(2)) {
    const vectors = JSON.parse(readFileSync(file, 'utf8'));
    const cases = [];
    for (const { expr, input } of vectors.cases) {
        const found = await outcome(expr, structuredClone(input === undefined ? vectors.input : input));
        if (found === undefined) console.error(`${file}: left out, an exception of JavaScript: ${expr}`);
        else cases.push(JSON.stringify({ expr, ...(input === undefined ? {} : { input }), ...found }));
    }
    writeFileSync(file, `{\n"input": ${JSON.stringify(vectors.input)},\n"cases": [\n${cases.join(',\n')}\n]\n}\n`);
    console.log(`${file}: ${cases.length} cases`);
}
