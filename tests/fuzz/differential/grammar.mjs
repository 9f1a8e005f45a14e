// Random JSONata expressions and random JSON to run them on, from a seed. The grammar leans towards what mappings do:
// paths, predicates, constructors, conditions, functions, higher-order functions.

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

const NAMES = ['a', 'b', 'c', 'id', 'name', 'items', 'tags', 'price', 'qty', 'x y', 'null', 'and', 'in'];
const TEXTS = ['', 'a', 'Hello', 'x,y,z', 'äöü', '😀b', '12', '1.5', 'true', ' pad ', '2018-01-02T03:04:05.678Z', 'inv-7'];
const NUMBERS = [0, 1, 2, 3, -1, 0.5, 2.5, 10, 100, 1e3, -7, 1234.5678, 9007199254740991, 1e21, 1e-7];

/** An input: mostly an object with most of the names that expressions ask for. */
export function makeInput(r) {
    if (r.chance(0.1)) return makeValue(r);
    return Object.fromEntries(NAMES.filter(() => r.chance(0.8)).map((name) => [name, makeValue(r, 1)]));
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
    switch (r.below(22)) {
        case 0: case 1: case 2: return leaf(r);
        case 3: case 4: case 5: return path(r, depth);
        case 6: return `${operand(r, depth)} ${r.pick(OPERATORS.slice(0, 17))} ${operand(r, depth)}`;
        case 7: return `(${e()})`;
        case 8: return `${operand(r, depth)} ? ${e()} : ${e()}`;
        case 9: return `[${list(r, e)}]`;
        case 10: return `{${Array.from({ length: r.below(4) }, () => `${quote(r.pick(NAMES))}: ${e()}`).join(', ')}}`;
        case 11: case 12: return `${r.pick(UNARY)}(${r.chance(0.85) ? e() : ''})`;
        case 13: return `${r.pick(BINARY)}(${e()}, ${e()})`;
        case 14: return `${r.pick(HIGHER)}(${e()}, function($v${r.chance(0.5) ? ', $i' : ''}) { ${lambdaBody(r, depth)} })`;
        case 15: return `($x := ${e()}; ${r.chance(0.5) ? '$x' : path(r, depth)})`;
        case 16: return `${path(r, depth)}{${r.pick(NAMES.slice(0, 9).map(fieldName))}: ${e()}}`;
        case 17: return `${path(r, depth)}^(${r.pick(['', '>', '<'])}${r.pick(NAMES.slice(0, 9).map(fieldName))})`;
        case 18: return `[${r.below(4)}..${r.below(8)}]`;
        case 19: return `$reduce(${e()}, function($p, $c) { $p & $c })`;
        case 20: return `${path(r, depth)} ~> ${r.pick(['$count', '$string', '$sum', '$keys', '$distinct'])}`;
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

function lambdaBody(r, depth) {
    return r.pick(['$v', '$v > 1', '$v.a', '$string($v)', '$v & "!"', '$type($v)', makeExpression(r, depth + 2)]);
}

function leaf(r) {
    switch (r.below(8)) {
        case 0: return quote(r.pick(TEXTS));
        case 1: case 2: return String(r.pick(NUMBERS));
        case 3: return r.pick(['true', 'false', 'null']);
        case 4: return r.pick(['$', '$$', '*', '**']);
        default: return fieldName(r.pick(NAMES));
    }
}

function path(r, depth) {
    const steps = Array.from({ length: 1 + r.below(3) }, () => step(r, depth));
    return steps.join('.');
}

function step(r, depth) {
    let text = r.chance(0.85) ? fieldName(r.pick(NAMES)) : r.pick(['*', '$', '**', '%']);
    if (r.chance(0.1)) text = `(${makeExpression(r, depth + 2)})`;
    if (r.chance(0.08)) text = `{"k": ${makeExpression(r, depth + 2)}}`;
    if (r.chance(0.08)) text = `[${makeExpression(r, depth + 2)}]`;
    if (r.chance(0.3)) text += `[${predicate(r, depth)}]`;
    if (r.chance(0.05)) text += r.pick(['[]', '#$n', '@$m']);
    return text;
}

function predicate(r, depth) {
    switch (r.below(6)) {
        case 0: return String(r.below(3));
        case 1: return '-1';
        case 2: return '$ > 1';
        case 3: return `${fieldName(r.pick(NAMES))} = ${leaf(r)}`;
        case 4: return `[${r.below(2)}..${r.below(3)}]`;
        default: return makeExpression(r, depth + 2);
    }
}
