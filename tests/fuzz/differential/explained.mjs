// SPDX-License-Identifier: GPL-3.0-or-later
// Why an answer of ours may differ from the reference's (jsonata-js 2.2.2); core/jsonata/README.md says it in words. Mostly
// because of a defect of the reference: repairs.mjs mends those, and a difference is explained by the mend that makes the
// reference give our answer. The few that no mend can show are named here by what the answers look like. Anything else is
// a finding. `q` is {expr, theirs, mine}: the question and both answers ({value}, {} or {code}).
import { mendedReference, repairs } from './repairs.mjs';

const guards = ['D1011', 'D1012', 'D1013', 'D2015'];
const javaScriptWords = /Cannot (read|set|create|convert)|is not a function|is not iterable|Invalid code point|call stack|Invalid regular expression|circular structure/;

const named = [
    {
        name: 'JavaScript error',
        why: 'The reference fails with an exception of JavaScript itself (TypeError, RangeError, circular structure), where the language has no code to compare with.',
        matches: (q) => String(q.theirs.code).startsWith('js:') || (q.theirs.code === 'D3121' && javaScriptWords.test(q.theirs.message)),
    },
    {
        name: 'JavaScript text of a function',
        why: 'A function that takes the place of a text is written as its JavaScript source: $replace("a", "a", $uppercase).',
        matches: (q) => /async function \(\.\.\.params\)/.test(JSON.stringify(q.theirs)),
    },
    {
        name: 'path behind an empty list in a block',
        why: '([nothing].a).b is [], although ([nothing]).b is nothing; we give nothing.',
        matches: (q) => /\(\s*\[.*\]\..*\)\s*\./s.test(q.expr) && q.mine.code === undefined && q.mine.value === undefined,
    },
    {
        name: 'guard rail',
        why: 'The limits on time, memory, depth and length bite at different places.',
        matches: (q) => guards.includes(q.mine.code) || guards.includes(q.theirs.code),
    },
    {
        name: 'last digits',
        why: 'Powers, and sums of powers that make a number of many letters, come from other libraries of arithmetic.',
        matches: (q) => /\$power|\$parseInteger/.test(q.expr) && rounded(q.theirs) === rounded(q.mine),
    },
];

/** Numbers to 13 digits; some are in texts, and one that is nearly whole may be printed as such. */
function rounded(answer) {
    return JSON.stringify(answer).replace(/-?\d+\.?\d*(?:e[+-]?\d+)?/g, (number) => Number(number).toPrecision(13));
}

/** file: the reference's jsonata.js; ask(engine, q): what an engine answers to q; isEqual(theirs, mine). */
export function makeExplainer({ file, ask, isEqual }) {
    const all = mendedReference(file, repairs);
    const single = repairs.map((repair) => ({ name: repair.name, engine: mendedReference(file, [repair]) }));
    const agrees = async (engine, q) => isEqual(await ask(engine, q), q.mine);

    /** The name of the entry that explains a difference, or undefined. */
    return async function explanationOf(q) {
        const entry = named.find(({ matches }) => matches(q));
        if (entry !== undefined) return entry.name;
        for (const { name, engine } of single) {
            if (await agrees(engine, q)) return name;
        }
        return (await agrees(all, q)) ? 'several of these' : undefined;
    };
}
