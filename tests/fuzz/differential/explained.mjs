// Differences from the reference engine (jsonata-js 2.2.2) that are meant: core/jsonata/README.md has the same list in its
// words. Each entry says which questions it is about and why we do not follow; a difference that no entry names is a
// finding. `q` is {expr, input, theirs, mine, changed}: the question, both answers ({value}, {} or {code}), and whether the
// reference changed its input while it evaluated.

const javaScriptWords = /Cannot (read|set|create|convert)|is not a function|is not iterable|Invalid code point|call stack|async function/;
const guards = ['D1011', 'D1012', 'D1013', 'D2015'];

export const explained = [
    {
        name: 'JavaScript error',
        why: 'The reference fails with an exception of JavaScript itself (TypeError, circular structure), where the language has no code to compare with.',
        matches: (q) => String(q.theirs.code).startsWith('js:') || javaScriptWords.test(JSON.stringify(q.theirs)),
    },
    {
        name: 'guard rail',
        why: 'The limits on time, memory, depth and length bite at different places.',
        matches: (q) => guards.includes(q.mine.code) || guards.includes(q.theirs.code),
    },
    {
        name: 'another of several failures',
        why: 'When more than one part fails, we report the first in the text, the reference the one whose promise is rejected first.',
        matches: (q) => q.theirs.code !== undefined && q.mine.code !== undefined && withoutTexts(q.expr).includes(','),
    },
    {
        name: 'partial application of a built-in',
        why: 'The reference forgets the signature: arguments are neither checked nor wrapped, and JavaScript makes of them what it will.',
        matches: (q) => /\$\w+\s*\([^()]*\?\s*[,)]/.test(withoutTexts(q.expr)),
    },
    {
        name: 'predicate on an array constructor in front of a path',
        why: 'When the predicate leaves one item, the reference walks over that item as if it were a list: an object gives nothing, a text its characters.',
        matches: (q) => /\]\s*\[/.test(withoutTexts(q.expr)) && /\]\s*[.^]/.test(withoutTexts(q.expr)),
    },
    {
        name: 'wildcard in an array constructor in front of a path',
        why: 'There the reference shows the list in which it wraps the context, with the properties it marks it with ([*].$ ends in true).',
        matches: (q) => /\[.*\*.*\]/s.test(withoutTexts(q.expr)) && /\][^\]]*[.^#@]/.test(withoutTexts(q.expr)),
    },
    {
        name: 'division behind []',
        why: 'The reference reads a[] / b as the beginning of a regular expression.',
        matches: (q) => q.theirs.code === 'S0302' && /\[\]\s*\//.test(withoutTexts(q.expr)),
    },
    {
        name: '$spread() of an empty input',
        why: 'Called for its context at the top, the reference spreads the list in which it wraps an array input.',
        matches: (q) => /\$spread\(\)/.test(q.expr) && (JSON.stringify(q.input) === '[]' || /\[\s*\]/.test(q.expr)),
    },
    {
        name: 'time zone that is none',
        why: 'The reference calculates with NaN and prints words such as "undefined" for names of months and days.',
        matches: (q) => /\$fromMillis\(/.test(q.expr) && /undefined|NaN/.test(JSON.stringify([q.theirs, q.mine])),
    },
    {
        name: 'unknown letter in a date picture',
        why: 'With a format behind it ([Q1]) the reference prints the word "undefined", without one it is D3132 there, too.',
        matches: (q) => ['D3132', 'D3133'].includes(q.mine.code) && /undefined/.test(JSON.stringify(q.theirs)),
    },
    {
        name: 'irregular groups of digits',
        why: 'The reference writes the separator in front of or instead of digits when a number has fewer than the picture groups: $formatInteger(1234, "#,##,##0") is ",4", $formatNumber(0.5, "#.##,##") is ".5,".',
        matches: (q) => /#,##,##0|#:000:0|#,##0,0|#,##0o/.test(q.expr) || /\$formatNumber\([^"]*"[^"]*\.[^"]*,[^"]*"/.test(q.expr),
    },
    {
        name: 'other digits in a date picture',
        why: 'The reference writes them and then does not read what it wrote.',
        matches: (q) => /\[\w[٠-٩]/.test(q.expr) && /\$toMillis/.test(q.expr),
    },
    {
        name: 'variable on an array constructor in front of a path',
        why: 'The reference passes over the # or @ and the predicates before it: [4, 5]#$n.{"n": $n} has no n.',
        matches: (q) => /\]\s*[#@]\$/.test(withoutTexts(q.expr)),
    },
    {
        name: 'context in tail position',
        why: 'A function that is the last call of a lambda gets no context in the reference when $map, $filter, ~> or another function runs the lambda: $map([1], function($v){$eval("id")}) sees no id, anywhere else in the lambda it does.',
        matches: (q) => (/function\(|λ\(|~>/.test(q.expr) && /\$eval\b/.test(q.expr)) || /[{;?:]\s*\$\w+\(\)[\s)]*\}|\}\(\)\s*\}/.test(q.expr),
    },
    {
        name: 'last digits',
        why: 'Powers and sums of many letters come from other libraries of arithmetic; a transform rounds every number of its copy to 15 digits in the reference.',
        matches: (q) => /\$power|\$parseInteger|\|/.test(q.expr) && rounded(q.theirs) === rounded(q.mine),
    },
    {
        name: 'half characters',
        why: 'For the reference a character outside the BMP is two, each of which /./ matches and $split(…, "") gives; ours never cuts a character.',
        matches: (q) => /\$split\([^/]*""/.test(q.expr) && /[\u{10000}-\u{10FFFF}]/u.test(q.expr + JSON.stringify(q.input)),
    },
    {
        name: 'half characters in a regular expression',
        why: 'As above.',
        matches: (q) => /\/[^/]*(?:\.|\[\^|\\[WSD])[^/]*\//.test(q.expr) && /[\u{10000}-\u{10FFFF}]/u.test(q.expr + JSON.stringify(q.input)),
    },
    {
        name: 'not a number',
        why: 'What is no number ($toMillis("2017-13-01")) is of type "object" in the reference and printed with a minus.',
        matches: (q) => /\$type|\$formatNumber/.test(q.expr) && /\$toMillis|\$parseInteger/.test(q.expr),
    },
    {
        name: '?: behind a regular expression',
        why: 'The reference evaluates the condition twice on one matcher and takes the other branch: $contains("a", /a/) ?: 3 is 3.',
        matches: (q) => /\?:/.test(q.expr) && /\/[^/]+\//.test(q.expr),
    },
    {
        name: 'empty array constructor in a block',
        why: 'A path that an empty list in front ends is [] in the reference, and stays it behind the parentheses: ([nothing].a).(1) is [], ([nothing]).(1) is nothing.',
        matches: (q) => /[([]\s*\[/.test(withoutTexts(q.expr)) && /^(\[\]|\{\}|\[\[\]\]|\[null\])$/.test(JSON.stringify(q.theirs.value ?? null)),
    },
    {
        name: 'changed input',
        why: 'The reference puts an undefined item into an empty array of its input when an object constructor meets it, and sees it from then on.',
        matches: (q) => q.changed,
    },
];

/** Numbers to 14 digits; some are in texts, and one that is nearly whole may be printed as such. */
function rounded(answer) {
    return JSON.stringify(answer).replace(/-?\d+\.?\d*(?:e[+-]?\d+)?/g, (number) => Number(number).toPrecision(13));
}

function withoutTexts(expr) {
    if (expr.includes('$eval(')) return expr.replaceAll('\\"', '"'); // Its text is an expression.
    return expr.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/`[^`]*`/g, '``');
}

/** The entry that explains a difference, or undefined. */
export function explanationOf(question) {
    return explained.find((entry) => entry.matches(question));
}
