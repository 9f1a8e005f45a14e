// Random JSONata expressions and random JSON to run them on, from a seed. The grammar leans towards what mappings do
// (paths, predicates, constructors, conditions, functions, higher-order functions) and knows for every built-in function
// what its arguments look like, so that most calls get past the signature; calls.mjs has those.
import { makeCall, makePipeline } from './calls.mjs';

export function makeRandom(seed) {
    let state = seed >>> 0 || 1;
    const next = () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 0) / 4294967296;
    };
    const below = (n) => Math.floor(next() * n);
    return { next, below, pick: (list) => list[below(list.length)], chance: (p) => next() < p };
}

const NAMES = ['a', 'b', 'c', 'id', 'name', 'items', 'tags', 'price', 'qty', 'x y', 'null', 'and', 'in', '7'];
const TEXTS = ['', 'a', 'Hello', 'x,y,z', 'äöü', '😀b', '12', '1.5', 'true', ' pad ', '2018-01-02T03:04:05.678Z', 'inv-7'];
const NUMBERS = [0, 1, 2, 3, -1, 0.5, 2.5, 10, 100, 1e3, -7, 1234.5678, 9007199254740991, 1e21, 1e-7];

/** An input: mostly an object with most of the names that expressions ask for, some of them lists of like objects. */
export function makeInput(r) {
    if (r.chance(0.1)) return makeValue(r);
    return Object.fromEntries(NAMES.filter(() => r.chance(0.8)).map((name) => [name, r.chance(0.25) ? makeRows(r) : makeValue(r, 1)]));
}

/** What mappings mostly see: a list of objects of one shape. */
function makeRows(r) {
    const makers = {
        id: () => r.pick([1, 2, 3]), name: () => r.pick(TEXTS), price: () => r.pick(NUMBERS), qty: () => r.below(5),
        tags: () => Array.from({ length: r.below(3) }, () => r.pick(TEXTS)), b: () => ({ id: r.below(3), c: r.pick(TEXTS) }),
    };
    const names = Object.keys(makers).filter(() => r.chance(0.7));
    return Array.from({ length: r.below(5) }, () => Object.fromEntries(names.filter(() => r.chance(0.9)).map((name) => [name, makers[name]()])));
}

function makeValue(r, depth = 0) {
    const kind = depth > 3 ? r.below(5) : r.below(9);
    if (kind === 0) return null;
    if (kind === 1) return r.chance(0.5);
    if (kind === 2) return r.pick(TEXTS);
    if (kind <= 4) return r.pick(NUMBERS);
    if (kind <= 6) return Array.from({ length: r.below(5) }, () => makeValue(r, depth + 1));
    return Object.fromEntries(Array.from({ length: r.below(6) }, () => [r.pick(NAMES), makeValue(r, depth + 1)]));
}

const quote = (text) => JSON.stringify(text);
const fieldName = (name) => (/^[a-z]+$/.test(name) && !['and', 'or', 'in', 'null'].includes(name) ? name : '`' + name + '`');

const UNARY = ['$string', '$number', '$boolean', '$not', '$length', '$uppercase', '$lowercase', '$trim', '$abs', '$floor',
    '$ceil', '$round', '$sum', '$count', '$max', '$min', '$average', '$keys', '$reverse', '$distinct', '$exists', '$type',
    '$spread', '$merge', '$sort', '$join', '$sqrt', '$encodeUrlComponent', '$base64encode'];
const BINARY = ['$append', '$substringBefore', '$substringAfter', '$contains', '$split', '$join', '$lookup', '$power', '$round',
    '$pad', '$substring', '$formatBase', '$zip'];
const OPERATORS = ['+', '-', '*', '/', '%', '&', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '??', '?:', '~>'];
const HIGHER = ['$map', '$filter', '$single', '$sift', '$each'];

export function makeExpression(r, depth = 0) {
    if (depth > 4) return leaf(r);
    const e = () => makeExpression(r, depth + 1);
    const tools = { r, e, path: () => path(r, depth), leaf: () => leaf(r), field: () => fieldName(r.pick(NAMES)), operand: () => operand(r, depth) };
    switch (r.below(31)) {
        case 0: case 1: case 2: return leaf(r);
        case 3: case 4: case 5: return path(r, depth);
        case 6: return `${operand(r, depth)} ${r.pick(OPERATORS.slice(0, 17))} ${operand(r, depth)}`;
        case 7: return `(${e()})`;
        case 8: return `${operand(r, depth)} ? ${e()}${r.chance(0.8) ? ` : ${e()}` : ''}`;
        case 9: return `[${list(r, e)}]`;
        case 10: return `{${Array.from({ length: r.below(4) }, () => `${quote(r.pick(NAMES))}: ${e()}`).join(', ')}}`;
        case 11: case 12: return `${r.pick(UNARY)}(${r.chance(0.85) ? e() : ''})`;
        case 13: return `${r.pick(BINARY)}(${e()}, ${e()})`;
        case 14: return `${r.pick(HIGHER)}(${e()}, function($v${r.chance(0.5) ? ', $i' : ''}) { ${lambdaBody(r, depth)} })`;
        case 15: return `($x := ${e()}; ${r.chance(0.5) ? '$x' : path(r, depth)})`;
        case 16: return `${path(r, depth)}{${groupKey(r)}: ${e()}${r.chance(0.2) ? `, "k" & $string(${fieldName(r.pick(NAMES))}): ${e()}` : ''}}`;
        case 17: return `${path(r, depth)}^(${Array.from({ length: 1 + r.below(2) }, () => r.pick(['', '>', '<']) + sortKey(r, depth)).join(', ')})`;
        case 18: return `[${r.below(4)}..${r.below(8)}]`;
        case 19: return `$reduce(${e()}, function($p, $c) { $p & $c })`;
        case 20: return `${path(r, depth)} ~> ${r.pick(['$count', '$string', '$sum', '$keys', '$distinct'])}`;
        case 21: case 22: case 23: case 24: return makeCall(tools);
        case 25: return makePipeline(tools);
        case 26: return tuplePath(r, depth);
        case 27: return functions(r, depth);
        case 28: return `${operand(r, depth)} ~> |${r.pick(['$', '**', '*', path(r, depth)])}|${r.pick([`{"z": ${e()}}`, `{${quote(r.pick(NAMES))}: ${e()}}`, e()])}${r.chance(0.4) ? `, ${r.pick([quote(r.pick(NAMES)), `[${quote(r.pick(NAMES))}, "z"]`, e()])}` : ''}|`;
        case 29: return `$eval(${r.chance(0.9) ? quote(e()) : e()}${r.chance(0.3) ? `, ${e()}` : ''})`;
        default: return `-${operand(r, depth)}`;
    }
}

function list(r, e) {
    return Array.from({ length: r.below(4) }, e).join(', ');
}

function operand(r, depth) {
    const text = makeExpression(r, depth + 1);
    return /^[\w$.`"[\]]+$/.test(text) ? text : `(${text})`;
}

function groupKey(r) {
    return r.chance(0.5) ? fieldName(r.pick(NAMES.slice(0, 9))) : r.pick(['$string(id)', '$string(qty)', '$type($)', 'b.c', '"all"', '$string($)']);
}

function sortKey(r, depth) {
    return r.chance(0.7) ? fieldName(r.pick(NAMES.slice(0, 9))) : r.pick(['$', '$string($)', '$length(name)', 'price * qty', '$count(tags)', `$string(${makeExpression(r, depth + 2)})`]);
}

function lambdaBody(r, depth) {
    return r.pick(['$v', '$v > 1', '$v.a', '$string($v)', '$v & "!"', '$type($v)', makeExpression(r, depth + 2), makeExpression(r, depth + 2)]);
}

function leaf(r) {
    switch (r.below(8)) {
        case 0: return quote(r.pick(TEXTS));
        case 1: case 2: return String(r.pick(NUMBERS));
        case 3: return r.pick(['true', 'false', 'null']);
        case 4: return r.pick(['$', '$$', '*', '**', '$x', '$v', '$i', '$m', '$n']);
        default: return fieldName(r.pick(NAMES));
    }
}

function path(r, depth) {
    const steps = Array.from({ length: 1 + r.below(3) }, () => step(r, depth));
    return steps.join('.');
}

function step(r, depth) {
    let text = r.chance(0.85) ? fieldName(r.pick(NAMES)) : r.pick(['*', '$', '**', '%', '%.%']);
    if (r.chance(0.1)) text = `(${makeExpression(r, depth + 2)})`;
    if (r.chance(0.08)) text = `{"k": ${makeExpression(r, depth + 2)}}`;
    if (r.chance(0.08)) text = `[${makeExpression(r, depth + 2)}]`;
    if (r.chance(0.3)) text += `[${predicate(r, depth)}]`;
    if (r.chance(0.07)) text += r.pick(['[]', '#$n', '@$m']);
    return text;
}

/** Joins, positions and parents: paths whose items carry variables. */
function tuplePath(r, depth) {
    const rows = () => r.pick(['items', 'tags', 'price', 'qty', 'a', 'b', 'c', 'name', 'id']);
    const one = () => rows() + r.pick(['', '', `[${predicate(r, depth)}]`]);
    switch (r.below(9)) {
        case 0: return `${rows()}@$m.${rows()}@$n[$m.id = $n.id].{"m": $m.name, "n": $n.price}`;
        case 1: return `${one()}#$n[${r.pick(['$n < 2', '$n % 2 = 0', '$n = $count($$)', predicate(r, depth)])}].{"n": $n, "k": ${makeExpression(r, depth + 2)}}`;
        case 2: return `${one()}.${rows()}.{"up": %.${fieldName(r.pick(NAMES))}, "v": ${r.pick(['$', '%', '%.%', 'id'])}}`;
        case 3: return `${one()}.${rows()}[%.${fieldName(r.pick(NAMES))} ${r.pick(['=', '!=', '<'])} ${leaf(r)}]`;
        case 4: return `${rows()}@$m#$n.${one()}{$string($n): ${r.pick(['$m', '$count($m)', '$m.id', makeExpression(r, depth + 2)])}}`;
        case 5: return `${one()}#$n^(${r.pick(['>$n', '$n', 'id', '>price', 'name, >$n'])}).{"n": $n, "id": ${r.pick(['id', '$', '%.id'])}}`;
        case 6: return `${rows()}.${rows()}^(%.${fieldName(r.pick(NAMES))})${r.pick(['', '[0]', '.%', '#$n', '[]'])}`;
        case 7: return `(${one()}.${one()})#$n[$n = ${r.below(3)}]${r.pick(['', '.%', '.{"n": $n}'])}`;
        default: return `${one()}@$m.${r.pick(['$m', `$m.${one()}`, `${one()}#$n`, '$', `$$.${one()}@$n[$m = $n]`])}${r.pick(['', `[${predicate(r, depth)}]`, '[]', '{"k": $m}', '.{"m": $m, "n": $n}'])}`;
    }
}

/** Functions as values: signatures, closures, recursion, partial application, composition. */
function functions(r, depth) {
    const e = () => makeExpression(r, depth + 2);
    const signature = r.pick(['', '', '<n:n>', '<s:s>', '<s-:s>', '<a<n>:n>', '<x?:x>', '<(ns):x>', '<n?n?:n>', '<a<s>s?:s>', '<f:x>', '<o-:o>', '<b:b>', '<j:j>', '<n+:a>', '<u:x>', '<l:x>']);
    switch (r.below(9)) {
        case 0: return `function($x)${signature}{ ${e()} }(${list(r, e)})`;
        case 1: return `(λ($x, $y)${signature}{ ${e()} })(${list(r, e)})`;
        case 2: return `($f := function($n) { $n <= 0 ? ${e()} : $f($n - 1) }; $f(${r.below(9)}))`;
        case 3: return `($f := ${r.pick(['$substring(?, 1)', '$substring(?, ?, 2)', '$append(?, 1)', '$power(2, ?)', '$lookup(?, "a")', '$join(?, "-")', '$map(?, $string)', '$pad(?, ?, "*")', 'function($x, $y){[$y, $x]}(?, 1)'])}; $f(${list(r, e)}))`;
        case 4: return `($f := ${r.pick(['$uppercase', '$string', '$count', '$sum'])} ~> ${r.pick(['$length', '$string', '$reverse', '$type'])}; $f(${e()}))`;
        case 5: return `($x := ${e()}; $f := function($y) { $x & $y }; $x := ${e()}; $f(${e()}))`;
        case 6: return `$map(${e()}, ${r.pick(['$string', '$uppercase', '$count', '$type', '$boolean', '$append(?, 1)', 'function($v, $i, $a){$count($a) - $i}', '$substring(?, 0, 1)', '$not'])})`;
        case 7: return `$sort(${e()}, function($l, $r) { ${r.pick(['$l > $r', '$l.id > $r.id', '$l.price < $r.price', '$string($l) > $string($r)', '$length($l.name) > $length($r.name)', 'true', 'false', e()])} })`;
        default: return `$reduce(${e()}, ${r.pick(['function($p, $c){$p + $c}', 'function($p, $c){$append($p, $c)}', 'function($p, $c, $i){$p & $i}', 'function($p, $c, $i, $a){$count($a)}', '$append', 'function($p){$p}', 'function($p, $c){$merge([$p, $c])}'])}${r.chance(0.4) ? `, ${e()}` : ''})`;
    }
}

function predicate(r, depth) {
    switch (r.below(8)) {
        case 0: return String(r.below(3));
        case 1: return r.pick(['-1', '-2', '0.9', '1.5', '-0.5', '1e3']);
        case 2: return r.pick(['$ > 1', '$', '$ = $', 'true', 'false', '$exists(id)', '$type($) = "object"']);
        case 3: return `${fieldName(r.pick(NAMES))} ${r.pick(['=', '!=', '>', 'in'])} ${leaf(r)}`;
        case 4: return `[${r.below(2)}..${r.below(3)}]`;
        case 5: return r.pick(['[0, 2]', '[-1]', '[2, 0]', '[[0]]', '["a"]', '$x', '$n', '$m.id = id', '%.id = id', '$contains($string($), "a")']);
        default: return makeExpression(r, depth + 2);
    }
}
