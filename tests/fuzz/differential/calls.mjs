// Calls of built-in functions with arguments of the right kind, mostly: texts with characters outside the BMP, positions
// that are negative, fractional or huge, patterns, and pictures put together from their parts.

const quote = (text) => JSON.stringify(text);

const TEXTS = ['', 'a', 'Hello World', 'x,y,,z', 'äöüß', '😀b😀', 'a😀', '12', '-1.5e3', '0x1F', '0b11', '0o17', 'true', ' \t pad\n  twice ',
    'inv-7-77', 'ÀÉ', 'aaaa', 'MMXXIV', 'twenty-one', 'http://a.b/c d?e=f&g=ü#h', 'aGk=', '%41%zz', '{"a": [1, 2]}', '[1, 2', 'ǅ', 'ﬁ', 'line1\nline2', '$1', '\u0000'];
const POSITIONS = [0, 1, 2, 3, -1, -2, -3, 5, 100, -100, 0.5, 1.9, -0.5, 1e10, 1e21, -1e10, 2147483648];
const AMOUNTS = [0, 1, -1, 0.5, -0.5, 1.5, 2.5, 3.5, 12, 99, 100, 999.5, 1000, 1234.5678, -1234.5678, 1e6, 123456789.125, 0.001, 0.000123, 1e15, 1e-10, 1e21, 9007199254740991, 4999.995, 1.005];
const INTEGERS = [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 19, 20, 21, 26, 27, 52, 53, 99, 100, 101, 110, 111, 400, 999, 1000, 1001, 1024, 1999, 2024, 3999, 4000, 10000, 12345, 100000, 1000000, 1234567, 1e9, 1e12, 1e15, 1e18, -1, -12, -1000, 12.7];
const MILLIS = [0, 1, 1510067557121, 1521801216617, -1, -59000000000000, 951782400000, 1483228800000, 1230768000000, 1262304000000, 1609459199999, 4102444800000, 253402300799999, 1577836800000, 1514764800000.5, 1e15];
const PATTERNS = ['/a/', '/[aeiou]/', '/a|b/i', '/(\\d+)/', '/^./', '/.$/', '/(a)(b)?/', '/\\s+/', '/,/', '/(?<x>l+)o/', '/l{2}/', '/[^a-z]/i', '/\\bW/', '/(.)\\1/', '/./', '/^line/m', '/😀/', '/\\w+/', '/(?:x|y)/', '/a(?=a)/', '/(?<!l)l/', '/\\u00e4/', '/[\\w-]+/'];
const REPLACEMENTS = ['', 'x', '$0', '$1', '$2', '[$1]', '$$', '$$1', '$', '$10', '$a', '😀', '\\\\'];
const ZONES = ['+0000', '+0100', '-0500', '+0530', '+05:30', '0000', '-0000', 'UTC', 'Z', '+1', '+1400', '', '+00:00'];

const DATE_PARTS = ['[Y]', '[Y0001]', '[Y,2-2]', '[Y,*-4]', '[YI]', '[Yi]', '[Yw]', '[M]', '[M01]', '[MNn]', '[MN]', '[Mn,3-3]', '[MNn,*-3]', '[D]', '[D01]', '[D1o]', '[Dwo]', '[Dw]', '[DWwo]', '[d]', '[d001]', '[F]', '[FNn]', '[FN,3-3]', '[Fn,*-2]', '[F0]', '[W]', '[W01]', '[w]', '[w1o]', '[X0001]', '[X]', '[xNn]', '[xN]', '[x01]', '[H]', '[H01]', '[h]', '[h#1]', '[P]', '[PN]', '[Pn]', '[m]', '[m01]', '[s]', '[s01]', '[f]', '[f001]', '[f1]', '[f,1-2]', '[Z]', '[Z01:01]', '[Z0101]', '[Z0101t]', '[z]', '[Z01:01t]', '[ZN]', '[z0]', '[C]', '[E]', '[Q]', '[YA]', '[Ya]', '[M٠١]', '[Y9,999,*]', '[D,2]', '[]', '[[', ']]'];
const SEPARATORS = ['', '-', '/', ' ', ':', 'T', '.', ' of ', ', ', '[[', ']]', 'é'];
const TO_MILLIS = [['2018-03-27', '[Y0001]-[M01]-[D01]'], ['27/3/2018', '[D]/[M]/[Y]'], ['12:30:45.5', '[H01]:[m01]:[s01].[f]'], ['3 PM', '[h] [P]'], ['12 AM', '[h] [PN]'], ['Tuesday, 27th March 2018', '[FNn], [D1o] [MNn] [Y]'], ['MMXVIII', '[YI]'], ['two thousand and eighteen', '[Yw]'], ['2018-W13-2', '[X0001]-W[W01]-[F1]'], ['2018-086', '[Y]-[d]'], ['20180327', '[Y0001][M01][D01]'], ['2018-03-27T10:00:00+01:00', '[Y]-[M]-[D]T[H]:[m]:[s][Z]'], ['2018-03-27 10:00 -0500', '[Y]-[M]-[D] [H]:[m] [Z0101]'], ['10:00 GMT+02:00', '[H]:[m] [z]'], ['27 mar 18', '[D] [MN,3-3] [Y01]'], ['first of April', '[Dwo] of [MNn]'], ['31-02-2018', '[D]-[M]-[Y]'], ['0007', '[Y0001]'], ['5', '[M]'], ['xx', '[Y]'], ['2018', '[Y,2-2]'], ['11', '[m]'], ['59', '[s]'], ['365', '[d]'], ['2020-366', '[Y]-[d]']];
const ISO_DATES = ['2017-11-07T15:07:54.972Z', '2017-11-07', '2017', '2017-11', '2017-11-07T15:07', '2017-11-07T15:07:54Z', '2017-11-07T15:07:54.9Z', '2017-11-07T15:07:54+01:00', '2017-11-07T15:07:54-0530', '2017-13-01', '2018-02-30', '2017-11-07 15:07', '17-11-07', '+012017-01-01', '2017-11-07T24:00:00Z', '2017-11-07T15:07:60Z', 'now', '0000-01-01', '2017-1-7'];

const INTEGER_PICTURES = ['0', '1', '01', '#0', '0000', '#,##0', '#,###', '0,000', '#:000:0', '1o', '#,##0o', '01o', 'a', 'A', 'i', 'I', 'w', 'W', 'Ww', 'wo', 'Wo', 'Wwo', '٠', '#٠', '٠,٠٠٠', '1;o', '', 'x', '#', '0#', '0,,0', ',0', '##,##,##0', '0o(t)', '1c', 'i;o', 'Io', '𝟎', '0٠'];
const NUMBER_PICTURES = ['0', '#', '#0', '0.0', '#.##', '0.00', '#,##0.00', '#,##,##0.##', '000', '0.###', '#0.0#', '0%', '0.0%', '0‰', '#0.0e0', '0.00e00', '00.0##e0', '#.#e0', '###,##0.00;(###,##0.00)', '0;-#', '$#,##0.00', '#,##0.00 EUR', "'a'0", '0.0.0', '0,0.', ',0', '0,', '0,,0', '#0#', '0#', '0.#0', '', '%0%', '0%‰', '0e', 'e0', '0e0%', '#;#;#', 'abc', '0.0,0', '#,###.##,##', '٠', '0.00;', '#,0.', '1', '00,00,00', '#,##0,0', '0 000', '0.0e0e0'];
const NUMBER_OPTIONS = ['{"decimal-separator": ",", "grouping-separator": "."}', '{"minus-sign": "~"}', '{"zero-digit": "\\u0660"}', '{"percent": "pc"}', '{"per-mille": "pm"}', '{"exponent-separator": "^"}', '{"pattern-separator": "|"}', '{"digit": "*"}', '{"infinity": "inf", "NaN": "nan"}', '{}', '{"grouping-separator": " "}'];

/** tools: the random source and makers for expressions; see makeExpression. */
export function makeCall({ r, e, path, field }) {
    const text = () => (r.chance(0.75) ? quote(r.pick(TEXTS)) : r.chance(0.5) ? `$string(${path()})` : e());
    const position = () => (r.chance(0.85) ? String(r.pick(POSITIONS)) : e());
    const amount = () => (r.chance(0.85) ? String(r.pick(AMOUNTS)) : e());
    const pattern = () => (r.chance(0.6) ? r.pick(PATTERNS) : text());
    const array = () => (r.chance(0.4) ? `[${Array.from({ length: r.below(5) }, () => r.pick(['1', '2', '0.5', '"a"', '"b"', '[1]', '{"a": 1}', 'null', field()])).join(', ')}]` : path());
    const object = () => (r.chance(0.5) ? `{"a": ${e()}, "b": ${r.below(5)}, "2": 1, "1": "x"}` : path());
    const optional = (make, chance = 0.5) => (r.chance(chance) ? `, ${make()}` : '');
    const many = (make, least, most) => Array.from({ length: least + r.below(most - least + 1) }, make).join(', ');
    const datePicture = () => quote(Array.from({ length: 1 + r.below(4) }, () => r.pick(DATE_PARTS) + r.pick(SEPARATORS)).join(''));
    const makers = [
        () => `$substring(${text()}, ${position()}${optional(position)})`,
        () => `$pad(${text()}, ${r.chance(0.9) ? r.pick([0, 1, 5, -5, 12, -12, 3.7, -3.2]) : e()}${optional(() => quote(r.pick(['#', '', '😀', 'ab', ' '])))})`,
        () => `$substringBefore(${text()}, ${quote(r.pick(['', 'a', ' ', ',', '😀', '-']))})`,
        () => `$substringAfter(${text()}, ${quote(r.pick(['', 'a', ' ', ',', '😀', '-']))})`,
        () => `$split(${text()}, ${r.chance(0.5) ? r.pick(PATTERNS) : quote(r.pick(['', ',', ' ', 'a', '😀', '-']))}${optional(() => r.pick([0, 1, 2, 1.5, 100, -1]), 0.4)})`,
        () => `$replace(${text()}, ${pattern()}, ${r.chance(0.7) ? quote(r.pick(REPLACEMENTS)) : r.pick(['function($m){$m.match & "!"}', 'function($m){$m.groups[0]}', 'function($m){$m.index}', '$uppercase', 'function($m){$string($m.start)}'])}${optional(() => r.pick([0, 1, 2, 1.5, -1]), 0.4)})`,
        () => `$match(${text()}, ${pattern()}${optional(() => r.pick([0, 1, 2, 1.5, -1]), 0.4)})`,
        () => `$contains(${text()}, ${pattern()})`,
        () => `${r.pick(['$length', '$trim', '$uppercase', '$lowercase', '$number', '$encodeUrl', '$encodeUrlComponent', '$decodeUrl', '$decodeUrlComponent', '$base64decode', '$boolean', '$eval'])}(${text()})`,
        () => `$join(${r.chance(0.6) ? `[${many(text, 0, 3)}]` : array()}${optional(() => quote(r.pick(['', ',', '😀'])))})`,
        () => `$formatNumber(${amount()}, ${quote(r.pick(NUMBER_PICTURES))}${optional(() => r.pick(NUMBER_OPTIONS), 0.25)})`,
        () => `$formatNumber(${amount()}, ${quote(r.pick(NUMBER_PICTURES))})`,
        () => `$formatInteger(${r.chance(0.9) ? r.pick(INTEGERS) : e()}, ${quote(r.pick(INTEGER_PICTURES))})`,
        () => `$parseInteger(${r.chance(0.7) ? `$formatInteger(${r.pick(INTEGERS)}, ${quote(r.pick(INTEGER_PICTURES))})` : text()}, ${quote(r.pick(INTEGER_PICTURES))})`,
        () => `$fromMillis(${r.chance(0.9) ? r.pick(MILLIS) : e()}${optional(datePicture, 0.85)})`,
        () => `$fromMillis(${r.pick(MILLIS)}, ${r.chance(0.5) ? datePicture() : 'zz'}, ${quote(r.pick(ZONES))})`,
        () => `$toMillis(${r.chance(0.8) ? quote(r.pick(ISO_DATES)) : e()})`,
        () => { const [date, picture] = r.pick(TO_MILLIS); return `$toMillis(${quote(r.chance(0.8) ? date : r.pick(TO_MILLIS)[0])}, ${quote(picture)})`; },
        () => { const picture = datePicture(); return `$toMillis($fromMillis(${r.pick(MILLIS)}, ${picture}), ${picture})`; },
        () => `$formatBase(${amount()}${optional(() => r.pick([2, 8, 16, 36, 10, 1, 37, 2.5, 0, -2]))})`,
        () => `$round(${amount()}${optional(() => r.pick([0, 1, 2, 3, -1, -2, 10, 1.5, -20]))})`,
        () => `$power(${amount()}, ${r.pick([0, 1, 2, -1, 0.5, 1000, -3])})`,
        () => `${r.pick(['$abs', '$floor', '$ceil', '$sqrt', '$number', '$string', '$boolean', '$formatBase'])}(${amount()})`,
        () => `${r.pick(['$sum', '$max', '$min', '$average', '$count', '$distinct', '$reverse', '$sort', '$spread', '$merge', '$zip', '$keys', '$exists', '$string'])}(${array()})`,
        () => `$string(${e()}, ${r.pick(['true', 'false', 'true', 'zz'])})`,
        () => `$zip(${many(array, 1, 3)})`,
        () => `$append(${array()}, ${array()})`,
        () => `$lookup(${r.chance(0.7) ? object() : array()}, ${quote(r.pick(['a', 'b', '1', 'x y', '', 'length']))})`,
        () => `${r.pick(['$keys', '$spread', '$merge', '$values', '$type', '$each', '$clone'])}(${object()})`,
        () => `$merge([${many(object, 0, 3)}])`,
        () => `$each(${object()}, function($v, $k${r.chance(0.3) ? ', $o' : ''}){${r.pick(['$k & ":" & $string($v)', '$v', '{$k: $v}', '$v.a', e()])}})`,
        () => `$sift(${object()}, function($v, $k${r.chance(0.3) ? ', $o' : ''}){${r.pick(['$k > "1"', '$v', '$type($v) = "number"', '$exists($v.a)', e()])}})`,
        () => `${r.pick(['$map', '$filter', '$single'])}(${array()}, function($v, $i, $a){${r.pick(['$i', '$v', '$i > 0', '$v = $a[0]', '$count($a)', '$v.id = 1', '[$v]', e()])}})`,
        () => `$error(${r.chance(0.7) ? quote('boom') : e()})`,
        () => `$assert(${e()}${optional(() => quote('no'))})`,
        () => `${r.pick(['$undefinedFunction', 'count', '$x'])}(${e()})`,
        () => `${r.pick(['$uppercase', '$lowercase', '$length', '$substring', '$round', '$sort', '$split', '$formatNumber'])}(${many(e, 0, 4)})`,
        () => `${path()}.${r.pick(['$string()', '$uppercase()', '$length()', '$substring(1)', '$substringBefore("a")', '$number()', '$round(1)', '$formatBase(2)', '$keys()', '$lookup("a")', '$boolean()', '$not()', '$contains("a")', '$split(",")', '$pad(5, "#")', '$trim()', '$fromMillis()', '$abs()', '$each(function($v){$v})', '$match(/a/)', '$replace("a", "b")'])}`,
    ];
    return r.pick(makers)();
}

/** x ~> $f ~> $g(…) */
export function makePipeline({ r, e, operand, field }) {
    const stages = ['$count', '$string', '$sum', '$keys', '$distinct', '$uppercase', '$reverse', '$substring(1)', '$join(",")', '$map($string)', '$filter(function($v){$v > 1})', '$append(1)', '$lookup("a")', '$split(",")', '$sort(function($l, $r){$l > $r})', '$map(function($v, $i){$i})', 'function($x){$x}', '$type', '$exists', '$max()', '$each(function($v, $k){$k})', '$sift(function($v){$v})', '|$|{"z": 1}|', '$formatNumber("0.0")', '$reduce(function($p, $c){$p & $c})', '$not', '$merge', '$spread', '$zip([1, 2])', `$lookup(${JSON.stringify(field().replaceAll('`', ''))})`, '($uppercase ~> $length)', '$pad(?, 3)', '$single(function($v){$v = 1})'];
    return `${operand()}${Array.from({ length: 1 + r.below(3) }, () => ` ~> ${r.chance(0.95) ? r.pick(stages) : `(${e()})`}`).join('')}`;
}
