// SPDX-License-Identifier: GPL-3.0-or-later
// Defects of the reference engine (jsonata-js 2.2.2) that we do not copy, each as a small mend of its text. A difference is
// explained when the mended reference gives our answer, and by the one mend that is enough for that. core/jsonata/README.md
// tells of the same defects in words.
import fs from 'node:fs';
import { Module } from 'node:module';

/** Each edit is [what stands there, what is to stand there]; every occurrence is replaced, and there must be one. */
export const repairs = [
    {
        name: 'several failures',
        why: 'The parts of an array or object run side by side, and the error of the one that is rejected first is reported; we report the first in the text.',
        edits: [
            [/await Promise\.all\(expr\.expressions\s+\.map\(/g, 'await inOrder(expr.expressions, ('],
            ['await Promise.all(utils.keys(groups).map(', 'await inOrder(utils.keys(groups).sort((a, b) => groups[a].place - groups[b].place), ('],
            ['var entry = {data: item, exprIndex: pairIndex};', 'var entry = {data: item, exprIndex: pairIndex, place: utils.keys(groups).length};'],
            ['var staticFrame = createFrame(null);', 'var staticFrame = createFrame(null); const inOrder = async (list, make) => { const out = []; for (let i = 0; i < list.length; ++i) out.push(await make(list[i], i)); return out; };'],
        ],
    },
    {
        name: 'several wrong places',
        why: 'Arguments are looked at before the function that is called; we report the first in the text.',
        edits: [
            [/result\.procedure = processAST\(expr\.procedure\);\s+break;/g, 'break;'],
            ['result.arguments = expr.arguments.map(function (arg) {', 'result.procedure = processAST(expr.procedure); result.arguments = expr.arguments.map(function (arg) {'],
        ],
    },
    {
        name: 'partial application of a built-in',
        why: 'It forgets the signature: arguments are neither checked nor wrapped, and functions among them are not called.',
        edits: [['partialApplyNativeFunction(proc.implementation, evaluatedArgs, environment)', '(() => { const isOpen = (a) => a && a.type === "operator" && a.value === "?"; const callable = (f) => { const call = async (...params) => await apply(f, params, null, environment); call.arity = getFunctionArity(f); return call; }; const given = evaluatedArgs.map((a) => isFunction(a) ? callable(a) : a); const partial = async function (...rest) { let n = 0; return await apply(proc, given.map((a) => isOpen(a) ? rest[n++] : a), this, environment); }; partial.arity = evaluatedArgs.filter(isOpen).length; return partial; })()']],
    },
    {
        name: 'predicate on an array constructor in front of a path',
        why: 'When the predicate leaves one item, the path walks over that item as if it were a list: an object gives nothing, a text its characters.',
        edits: [['resultSequence = await evaluate(step, inputSequence, environment);', 'resultSequence = await evaluate(step, inputSequence, environment); if (resultSequence !== undefined && !Array.isArray(resultSequence)) resultSequence = environment.base.createSequence(resultSequence);']],
    },
    {
        name: 'wildcard in an array constructor in front of a path',
        why: 'There it sees the list in which the context is wrapped, with the properties that mark it ([*].$ ends in true).',
        edits: [['resultSequence = await evaluate(step, inputSequence, environment);', 'resultSequence = await evaluate(step, input, environment);']],
    },
    {
        name: 'wildcard over a sequence',
        why: 'It gives the property that marks the sequence, too: $eval("*", a.b.c) ends in true.',
        edits: [[/utils\.keys\(input\)\.forEach\(function \(key\) \{\s+var value = input\[key\];/g, '(Array.isArray(input) ? [...input.keys()] : utils.keys(input)).forEach(function (key) { var value = input[key];']],
    },
    {
        name: 'variable on an array constructor in front of a path',
        why: 'The # or @ and the predicates before it are passed over: [4, 5]#$n.{"n": $n} has no n.',
        edits: [['if(ii === 0 && step.consarray) {', 'if(ii === 0 && step.consarray && !step.tuple) {']],
    },
    {
        name: 'division behind []',
        why: 'a[] / b is read as the beginning of a regular expression.',
        edits: [['advance("]");', 'advance("]", true);']],
    },
    {
        name: '$spread() of an array input',
        why: 'Called for its context at the top it spreads the list in which the input is wrapped.',
        edits: [['function spread(arg) {', 'function spread(arg) { if (Array.isArray(arg) && arg.outerWrapper) arg = arg[0];']],
    },
    {
        name: 'time zones',
        why: 'Negative half hours are rounded down twice (-0330 is -4 and -30), and a zone that is none makes names of "undefined".',
        edits: [
            ['const offset = parseInt(timezone);', 'const sign = timezone[0] === "-" ? -1 : 1; const offset = parseInt(timezone.replace(/^[-+]/, "").replace(/^(?![0-9]).*/s, ""));'],
            ['offsetHours = Math.floor(offset / 100);', 'offsetHours = sign * Math.floor(offset / 100);'],
            ['offsetMinutes = offset % 100;', 'offsetMinutes = sign * (offset % 100);'],
            ["componentValue += ':' + formatInteger(offsetMinutes, '00');", "componentValue += ':' + formatInteger(Math.abs(offsetMinutes), '00');"],
            ['componentValue = months[componentValue - 1];', "componentValue = months[componentValue - 1] ?? '';"],
            ['componentValue = days[componentValue];', "componentValue = days[componentValue] ?? '';"],
        ],
    },
    {
        name: 'unknown letter in a date picture',
        why: 'With a format behind it ([Q1]) the word "undefined" is printed; without one it is D3132 there, too.',
        edits: [["if (typeof def.presentation1 === 'undefined') {", "if (typeof def.presentation1 === 'undefined' || !Object.hasOwn(defaultPresentationModifiers, def.component)) {"]],
    },
    {
        name: 'groups of digits',
        why: 'Separators are written in front of or instead of digits when a number has fewer than the picture groups ($formatInteger(1234, "#,##,##0") is ",4"), and those of a fraction are looked for in front of the point.',
        edits: [
            ['const pos = formattedInteger.length - separator.position;', 'const pos = formattedInteger.length - separator.position; if (pos <= 0) return;'],
            ['pic.integerPartGroupingPositions.forEach(function (pos) {', 'pic.integerPartGroupingPositions.forEach(function (pos) { if (decimalPos - pos <= 0) return;'],
            ["groupingPosition = parts.integerPart.indexOf(properties['grouping-separator'], groupingPosition + 1);", "groupingPosition = part.indexOf(properties['grouping-separator'], groupingPosition + 1);"],
            ['pic.fractionalPartGroupingPositions.forEach(function (pos) {', 'pic.fractionalPartGroupingPositions.forEach(function (pos, before) { pos += before; if (pos + decimalPos + 1 >= stringValue.length) return;'],
        ],
    },
    {
        name: 'exponent behind a prefix',
        why: 'Its place is counted from the beginning of the picture, but used from behind the prefix.',
        edits: [
            ['activePart.substring(0, exponentPosition)', 'activePart.substring(0, exponentPosition - prefix.length)'],
            ['activePart.substring(exponentPosition + 1)', 'activePart.substring(exponentPosition - prefix.length + 1)'],
        ],
    },
    {
        name: 'other digits in a date picture',
        why: 'They are written and then not read.',
        edits: [["matcher.regex = '[0-9]';", "matcher.regex = formatSpec.zeroCode === undefined || formatSpec.zeroCode === 0x30 ? '[0-9]' : `[${String.fromCodePoint(formatSpec.zeroCode)}-${String.fromCodePoint(formatSpec.zeroCode + 9)}]`;"]],
    },
    {
        name: 'context in tail position',
        why: 'A function that is the last call of a lambda gets no context when $map, $filter, ~> or another function runs the lambda: $map([1], function($v){$eval("id")}) sees no id, anywhere else in the lambda it does.',
        edits: [['result = await applyInner(next, evaluatedArgs, input, environment);', 'result = await applyInner(next, evaluatedArgs, result.input, result.environment);']],
    },
    {
        name: 'group of several keys behind @, # or %',
        why: 'The value of the first key takes the context out of an item that stands alone; those of the others see none.',
        edits: [['var tuple = reduceTupleStream(entry.data, environment);', 'var tuple = Object.assign(Object.create(null), reduceTupleStream(entry.data, environment));']],
    },
    {
        name: 'predicate or group in tail position',
        why: 'function(){ ($f(1)){"a": $} }() groups the call that is still to be made, and never makes it.',
        edits: [
            ["} else if (expr.type === 'block') {\n                // only the last expression in the block", "} else if (expr.type === 'block' && !expr.predicate && !expr.group) {"],
            ["if (expr.type === 'function' && !expr.predicate) {", "if (expr.type === 'function' && !expr.predicate && !expr.group) {"],
        ],
    },
    {
        name: 'digits lost in a transform',
        why: 'The copy that is changed is made by way of $string, which rounds every number to 15 digits.',
        edits: [['return JSON.parse(fn.string(arg));', 'return JSON.parse(JSON.stringify(Array.isArray(arg) && arg.outerWrapper ? arg[0] : arg, (key, value) => value && isFunction(value) ? "" : value));']],
    },
    {
        name: 'half characters',
        why: 'A character outside the BMP is two, each of which /./ matches and $split(…, "") gives; ours never cuts a character.',
        edits: [
            ['result = str.split(separator, limit);', 'result = separator === "" ? Array.from(str).slice(0, limit) : str.split(separator, limit);'],
            ['return new RegExp(pattern, flags);', "try { return new RegExp(pattern, flags + 'u'); } catch { return new RegExp(pattern, flags); }"],
        ],
    },
    {
        name: 'not a number',
        why: 'What is no number ($toMillis("2017-13-01")) is of type "object", printed with a minus, and its letters are moved to the digits of the picture.',
        edits: [
            ['if (isNumeric(value)) {\n            return \'number\';', "if (typeof value === 'number') {\n            return 'number';"],
            ['if (value >= 0) {\n            pic = variables[0];', 'if (!(value < 0)) {\n            pic = variables[0];'],
            ['return String.fromCodePoint(code.codePointAt(0) + format.zeroCode - 0x30);', 'return /[0-9]/.test(code) ? String.fromCodePoint(code.codePointAt(0) + format.zeroCode - 0x30) : code;'],
        ],
    },
    {
        name: '?: behind a regular expression',
        why: 'The copy of the left side that is tested has lost its regular expressions: $contains("a", /a/) ?: 3 is 3.',
        edits: [['this.condition = JSON.parse(JSON.stringify(left));', 'this.condition = (function copy(v) { return typeof v !== "object" || v === null || v instanceof RegExp ? v : Array.isArray(v) ? v.map(copy) : Object.fromEntries(Object.entries(v).filter(([, part]) => typeof part !== "function").map(([key, part]) => [key, copy(part)])); })(left);']],
    },
    {
        name: 'changed input',
        why: 'An object constructor that meets an empty array puts an undefined item into it, and the expression sees it from then on.',
        edits: [['input.push(undefined);', 'input = [undefined];']],
    },
    {
        name: 'transform of what is no object',
        why: 'An update of an array gives it properties as if it were an object (those with a number as their name become items), an update of a number or text is a TypeError; we leave arrays alone and say T2014.',
        edits: [['match[prop] = update[prop];', 'if (typeof match !== "object" || match === null) throw { code: "T2014", stack: "", position: expr.position, value: match }; if (!Array.isArray(match)) match[prop] = update[prop];']],
    },
];

function mend(text, chosen) {
    for (const { name, edits } of chosen) {
        for (const [from, to] of edits) {
            const mended = text.replaceAll(from, () => to);
            if (mended === text) throw new Error(`"${name}" does not fit this reference: ${from}`);
            text = mended;
        }
    }
    return text;
}

/** The reference with some of its defects mended; `file` is its jsonata.js. */
export function mendedReference(file, chosen) {
    const module = new Module(file);
    module.filename = file;
    module._compile(mend(fs.readFileSync(file, 'utf8'), ordered(chosen)), file);
    return module.exports;
}

/** Two mends of one place: the one that keeps its beginning comes first. */
function ordered(chosen) {
    return [...chosen].sort((a, b) => Number(b.name.startsWith('predicate on')) - Number(a.name.startsWith('predicate on')));
}
