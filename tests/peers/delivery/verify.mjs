// SPDX-License-Identifier: GPL-3.0-or-later
// node verify.mjs GATEHOUSED: starts a node, subscribes to it, and verifies what it delivers with the libraries that
// subscribers use. Ends with 0 when all is accepted and what was changed on the way is not.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const libraries = { standardwebhooks: require('standardwebhooks').Webhook, svix: require('svix').Webhook };
const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-peer-'));
const node = spawn(process.argv[2], ['--data-dir', dataDir, '--listen', '127.0.0.1:0', '--allow-private-targets'],
    { stdio: ['ignore', 'pipe', 'inherit'] });
let failures = 0;

function check(what, good) {
    failures += good ? 0 : 1;
    console.log(`${good ? 'ok  ' : 'FAIL'} ${what}`);
}

function accepts(Library, secret, message, body = message.body) {
    try {
        new Library(secret).verify(body, message.headers);
        return true;
    } catch (error) {
        return false;
    }
}

const api = await new Promise((resolve, reject) => {
    let text = '';
    node.stdout.on('data', (piece) => {
        text += piece;
        const ready = /READY (.*)\n/.exec(text);
        if (ready) resolve(JSON.parse(ready[1]).api);
    });
    node.once('exit', () => reject(new Error('the node ended before it was ready')));
});
const key = readFileSync(join(dataDir, 'api-key'), 'utf8').trim();

async function call(method, path, body) {
    const answer = await fetch(api + path, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        body: body ? JSON.stringify(body) : undefined
    });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json;
}

const received = [];
const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(pieces).toString('utf8') });
        response.end('ok');
    });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

try {
    const endpoint = await call('POST', '/v1/endpoints', { url: `http://127.0.0.1:${server.address().port}/hook` });
    const test = () => call('POST', `/v1/endpoints/${endpoint.id}/test`);
    const first = await test();
    check('the test delivery was answered', first.state === 'delivered' && first.last_status === 200);
    for (const [name, Library] of Object.entries(libraries)) {
        check(`${name} accepts a delivery`, accepts(Library, endpoint.secret, received[0]));
        check(`${name} refuses a changed body`, !accepts(Library, endpoint.secret, received[0], received[0].body + ' '));
    }
    const rotated = await call('POST', `/v1/endpoints/${endpoint.id}/rotate?overlap_h=1`);
    await test();
    const last = received[received.length - 1];
    for (const [name, Library] of Object.entries(libraries)) {
        check(`${name} accepts with the new secret while rotating`, accepts(Library, rotated.secret, last));
        check(`${name} accepts with the old secret while rotating`, accepts(Library, endpoint.secret, last));
    }
    await call('POST', `/v1/endpoints/${endpoint.id}/rotate?overlap_h=0`);
    await test();
    for (const [name, Library] of Object.entries(libraries)) {
        check(`${name} refuses the secret whose time is over`,
            !accepts(Library, rotated.secret, received[received.length - 1]));
    }
} finally {
    const ended = new Promise((resolve) => node.on('exit', resolve));
    node.kill('SIGTERM');
    await ended;
    server.close();
    rmSync(dataDir, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
