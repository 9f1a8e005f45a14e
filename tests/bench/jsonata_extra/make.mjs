// SPDX-License-Identifier: GPL-3.0-or-later
// node make.mjs MODULES_DIR: writes the mappings of this folder, each {name, expr, data, expected}, with the outcome of the
// reference engine in MODULES_DIR/node_modules/jsonata. They cover what the mappings of real integrations lean on and
// what tends to be slow: joins, parents, groups, order, predicates, text, dates, transforms, recursion, tiny records.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'node_modules', 'x.js'));
const jsonata = require('jsonata');

let state = 20261122;
function next() {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
}
const below = (n) => Math.floor(next() * n);
const pick = (list) => list[below(list.length)];
const many = (n, make) => Array.from({ length: n }, (_, i) => make(i));
const pad = (n, width) => String(n).padStart(width, '0');
const money = () => Math.round(next() * 50000) / 100;

const FIRST = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Linus', 'Zoë', 'José', 'Anna', 'Ken', 'Margaret'];
const LAST = ['Lovelace', 'Hopper', 'Dijkstra', 'Liskov', 'Torvalds', 'Müller', 'García', 'Ritchie', "O'Brien", 'Hamilton'];
const CITIES = ['Berlin', 'Paris', 'Oslo', 'London', 'Wien', 'Roma'];
const isoDate = () => `20${18 + below(8)}-${pad(1 + below(12), 2)}-${pad(1 + below(28), 2)}`;
const isoTime = () => `${isoDate()}T${pad(below(24), 2)}:${pad(below(60), 2)}:${pad(below(60), 2)}.${pad(below(1000), 3)}Z`;

const orders = many(120, (i) => ({
    id: `ord_${5000 + i}`, customer: `cus_${below(40)}`, region: pick(['emea', 'apac', 'amer']), status: pick(['open', 'paid', 'void', 'late']),
    currency: pick(['EUR', 'USD']), placed: isoTime(), total: money(), items: many(1 + below(3), () => ({ sku: `sku-${below(30)}`, qty: 1 + below(5), price: money() })),
}));

const employees = many(100, (i) => ({
    id: i, first: pick(FIRST), last: pick(LAST), email: `${pick(FIRST)}.${pick(LAST)}@Example.COM `, phone: `+${1 + below(98)} (${100 + below(900)}) ${100 + below(900)}-${1000 + below(9000)}`,
    department: pick(['Sales', 'R&D', 'Support', 'Finance']), manager: i === 0 ? null : below(Math.max(1, Math.floor(i / 3))), salary: 30000 + below(90000), hired: isoDate(), active: next() < 0.8,
    address: { street: `${1 + below(200)} Main St`, city: pick(CITIES), zip: pad(below(100000), 5) }, skills: many(below(5), () => pick(['c++', 'go', 'sql', 'excel', 'sales', 'design'])),
}));

const folder = (depth) => ({
    name: pick(['docs', 'src', 'data', 'misc']) + below(100), kind: 'folder', modified: isoTime(),
    children: many(2 + below(3), (i) => (depth > 0 && i < 2 ? folder(depth - 1) : { name: `file${below(1000)}.txt`, kind: 'file', size: below(100000), owner: pick(FIRST), modified: isoTime() })),
});

const logLine = () => `${isoTime()} ${pick(['INFO', 'WARN', 'ERROR'])} [${pick(['sync', 'api', 'auth'])}-${below(16)}] ${pick(['GET', 'POST'])} /v1/${pick(['contacts', 'deals', 'invoices'])}/${below(10000)}?page=${below(20)} status=${pick([200, 200, 201, 404, 429, 500])} ms=${below(900)} ip=10.${below(256)}.${below(256)}.${below(256)}`;

const mappings = {
    group: {
        name: 'orders grouped and added up by customer, region and status',
        expr: `{
  "by_customer": orders{customer: {"orders": $count($), "total": $round($sum(total), 2), "last": $max(placed.$toMillis())}},
  "by_region": $each(orders{region: $}, function($list, $region) {{"region": $region, "orders": $count($list), "average": $round($average($list.total), 2), "statuses": $list{status: $count($)}}}),
  "skus": $distinct(orders.items.sku)^($),
  "revenue": $round($sum(orders.items.(qty * price)), 2)
}`,
        data: { orders },
    },
    join: {
        name: 'three lists joined by key (@), numbered (#)',
        expr: `orders@$o.customers@$c[$c.id = $o.customer].regions@$r[$r.code = $o.region]#$n.{"order": $o.id, "customer": $c.name, "region": $r.name, "total": $o.total, "n": $n}`,
        data: { orders: orders.slice(0, 60).map(({ id, customer, region, total }) => ({ id, customer, region, total })), customers: many(40, (i) => ({ id: `cus_${i}`, name: `${pick(FIRST)} ${pick(LAST)}` })), regions: ['emea', 'apac', 'amer'].map((code) => ({ code, name: code.toUpperCase() })) },
    },
    lookup_join: {
        name: 'a list joined to another by a predicate inside a lambda',
        expr: `($customers := customers; $map(orders, function($o) {{"order": $o.id, "customer": $customers[id = $o.customer].name, "lines": $count($o.items), "paid": $o.status = "paid"}}))`,
        data: { orders: orders.slice(0, 100), customers: many(40, (i) => ({ id: `cus_${i}`, name: `${pick(FIRST)} ${pick(LAST)}`, vip: next() < 0.2 })) },
    },
    parent: {
        name: 'lines of orders with fields of their parents (%)',
        expr: `customers.orders.items.{"customer": %.%.name, "order": %.id, "sku": sku, "line": $round(qty * price, 2), "share": $round(100 * qty * price / %.total, 1)}`,
        data: { customers: many(24, (i) => ({ name: `${pick(FIRST)} ${pick(LAST)}`, orders: orders.slice(i * 5, i * 5 + 5) })) },
    },
    filter: {
        name: 'predicates over a list of records, records moved whole',
        expr: `{
  "large": orders[total > 400 and status != "void"],
  "open_emea": orders[region = "emea" and status in ["open", "late"]].id,
  "first_late": orders[status = "late"][0],
  "last_paid": orders[status = "paid"][-1],
  "bulk": orders[$count(items) > 2 and $max(items.qty) > 4]
}`,
        data: { orders },
    },
    select: {
        name: 'one predicate on a large page, few fields out',
        expr: `results[active].{"id": id, "name": first & " " & last}`,
        data: { results: employees, paging: { next: null } },
    },
    sort: {
        name: 'order-by with three terms, $sort with a function, ranking',
        expr: `(
  $sorted := people^(department, >salary, last);
  {
    "order": $sorted.id,
    "oldest": $sort(people, function($l, $r) {$l.hired > $r.hired})[[0..9]].{"id": id, "hired": hired},
    "top": people^(>salary)[[0..4]].{"name": first & " " & last, "salary": salary},
    "names": $sort($distinct(people.(last & ", " & first)))
  }
)`,
        data: { people: employees },
    },
    text: {
        name: 'text cleaned with regular expressions: match, replace, split, contains',
        expr: `{
  "requests": $map(lines, function($line) {(
    $m := $match($line, /^(\\S+) (\\w+) \\[(\\w+)-(\\d+)\\] (\\w+) (\\S+) status=(\\d+) ms=(\\d+)/);
    {"at": $m.groups[0], "level": $m.groups[1], "worker": $m.groups[2] & "#" & $m.groups[3], "path": $replace($m.groups[5], /\\?.*$/, ""), "status": $number($m.groups[6]), "ms": $number($m.groups[7])}
  )}),
  "errors": $count(lines[$contains($, /status=5\\d\\d/)]),
  "masked": $map(lines[$contains($, "ERROR")], function($l) {$replace($l, /(\\d+)\\.(\\d+)\\.\\d+\\.\\d+/, "$1.$2.x.x")}),
  "words": $distinct($split($join(lines[[0..9]], " "), /[\\s\\/=?&]+/))
}`,
        data: { lines: many(50, logLine) },
    },
    clean: {
        name: 'contact details cleaned: trim, case, phone numbers, initials, slugs',
        expr: `people.{
  "id": $string(id),
  "email": $lowercase($trim(email)),
  "phone": $replace(phone, /[^+0-9]/, ""),
  "name": $uppercase($substring(last, 0, 1)) & $lowercase($substring(last, 1)) & ", " & first,
  "initials": $join($map([first, last], function($n) {$substring($n, 0, 1)}), "."),
  "slug": $lowercase($replace($join([first, last, department], "-"), /[^A-Za-z0-9-]+/, "_")),
  "domain": $substringAfter($trim(email), "@"),
  "zip": $pad(address.zip, -8, "0"),
  "skills": $join($distinct(skills), "|")
}`,
        data: { people: employees.slice(0, 60) },
    },
    dates: {
        name: 'dates read and written with pictures and zones',
        expr: `events.{
  "id": id,
  "iso": $fromMillis($toMillis(day & " " & time, "[D01]/[M01]/[Y0001] [H01]:[m01]")),
  "local": $fromMillis($toMillis(at), "[FNn], [D1o] [MNn] [Y0001] [h#1]:[m01] [PN]", "+0200"),
  "week": $fromMillis($toMillis(at), "[X0001]-W[W01]-[F1]"),
  "unix": $floor($toMillis(at) / 1000),
  "age_days": $floor(($toMillis("2026-01-01T00:00:00.000Z") - $toMillis(at)) / 86400000)
}`,
        data: { events: many(60, (i) => ({ id: i, day: `${pad(1 + below(28), 2)}/${pad(1 + below(12), 2)}/20${18 + below(8)}`, time: `${pad(below(24), 2)}:${pad(below(60), 2)}`, at: isoTime() })) },
    },
    transform: {
        name: 'a copy of the input with fields changed, added and removed',
        expr: `$ ~> |orders|{"total": $round(total * 1.2, 2), "tax": $round(total * 0.2, 2)}, ["placed", "currency"]| ~> |orders.items|{"price": price * 2}|`,
        data: { orders: orders.slice(0, 60) },
    },
    tree: {
        name: 'a tree of folders: descendants, wildcards, recursion by a lambda',
        expr: `(
  $walk := function($node, $path) {
    $node.kind = "file" ? {"path": $path & "/" & $node.name, "size": $node.size} : $map($node.children, function($c) {$walk($c, $path & "/" & $node.name)})
  };
  {
    "files": $count(**[kind = "file"]),
    "bytes": $sum(**.size),
    "owners": $distinct(**.owner)^($),
    "paths": $walk(root, ""),
    "top": root.children.*[$type($) = "string"]
  }
)`,
        data: { root: folder(5) },
    },
    lambda: {
        name: 'functions at work: reduce, recursion, composition, partial application',
        expr: `(
  $fib := function($n) {$n < 2 ? $n : $fib($n - 1) + $fib($n - 2)};
  $sum3 := $sum ~> $round(?, 3);
  $luhn := function($digits) {(
    $all := $map($split($digits, ""), $number);
    $sum($map($reverse($all), function($d, $i) {$i % 2 = 0 ? $d : $d * 2 > 9 ? $d * 2 - 9 : $d * 2})) % 10 = 0
  )};
  {
    "fib": $fib(12),
    "mean": $sum3(values) / $count(values),
    "running": $reduce(values, function($acc, $v) {$append($acc, $acc[-1] + $v)}, [0]),
    "valid": $filter(cards, $luhn),
    "even": $filter([1..100], function($n) {$n % 2 = 0}) ~> $sum
  }
)`,
        data: { values: many(60, money), cards: many(12, () => many(16, () => below(10)).join('')) },
    },
    objects: {
        name: 'objects as tables: keys, each, sift, merge, lookup, spread',
        expr: `(
  $labels := {"Sales": "sales", "R&D": "engineering", "Support": "support"};
  people.(
    $attributes := $merge([address, {"department": $lookup($labels, department), "active": active}]);
    {
      "id": id,
      "properties": $each($attributes, function($v, $k) {{"name": $uppercase($k), "value": $string($v)}}),
      "filled": $sift($, function($v, $k) {$k != "address" and $v != null and $v != ""}) ~> $keys ~> $count,
      "attributes": $spread($attributes)[[0..1]]
    }
  )
)`,
        data: { people: employees.slice(0, 60) },
    },
    render: {
        name: 'a text built from a list: CSV rows, totals, numbers formatted',
        expr: `$join([
  "id;customer;placed;items;total",
  orders.($join([id, customer, $substring(placed, 0, 10), $string($count(items)), $formatNumber(total, "#,##0.00")], ";")),
  "sum: " & $formatNumber($sum(orders.total), "#,##0.00") & " in " & $formatInteger($count(orders), "w") & " orders"
], "\\n")`,
        data: { orders },
    },
    tiny: {
        name: 'one small record, five fields',
        expr: `{"id": id, "name": first & " " & last, "email": $lowercase(email), "city": address.city, "active": status = "A"}`,
        data: { id: 'p-17', first: 'Ada', last: 'Lovelace', email: 'Ada@Example.com', address: { city: 'London', zip: 'SW1Y' }, status: 'A' },
    },
};

for (const [file, { name, expr, data }] of Object.entries(mappings)) {
    const plain = JSON.parse(JSON.stringify(data));
    const value = await jsonata(expr).evaluate(JSON.parse(JSON.stringify(data)));
    const expected = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
    const parts = Object.entries({ name, expr, data: plain, expected }).map(([key, part]) => `"${key}": ${JSON.stringify(part)}`);
    fs.writeFileSync(new URL(`${file}.json`, import.meta.url), `{\n${parts.join(',\n')}\n}\n`);
    console.log(`${file}: ${JSON.stringify(plain).length} bytes in, ${JSON.stringify(expected ?? null).length} out`);
}
