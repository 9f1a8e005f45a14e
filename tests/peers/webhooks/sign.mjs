// SPDX-License-Identifier: GPL-3.0-or-later
// node sign.mjs GATEHOUSED: starts a node with the definitions in providers/, and sends it events signed by the vendors' own
// libraries. What the libraries accept must be accepted and kept, what they refuse must be refused. Ends with 0 when it is so.
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as github from '@octokit/webhooks-methods';
import '@shopify/shopify-api/adapters/node';
import { shopifyApi, LogSeverity } from '@shopify/shopify-api';

const require = createRequire(import.meta.url);
const { verifySlackRequest } = require('@slack/bolt');
const Stripe = require('stripe');
const { Webhook: StandardWebhook } = require('standardwebhooks');
const { Webhook: SvixWebhook } = require('svix');

const stale = 301; // seconds; all schemes with a timestamp allow 300
const stripe = new Stripe('sk_test_none');
let passed = 0;
let failed = 0;

function check(what, good, detail = '') {
    passed += good ? 1 : 0;
    failed += good ? 0 : 1;
    console.log(`${good ? 'ok  ' : 'FAIL'} ${what}${good || !detail ? '' : `: ${detail}`}`);
}

/** Whether the library's verifier lets it pass: by what it returns or by not throwing. */
async function accepted(verify) {
    try {
        return (await verify()) !== false;
    } catch (error) {
        return false;
    }
}

function lowerCase(headers) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Schemes of the Standard Webhooks kind, under either's names of the headers. */
function standardScheme(Library, prefix) {
    const headers = (id, at, signature) => ({
        [`${prefix}-id`]: id, [`${prefix}-timestamp`]: String(at), [`${prefix}-signature`]: signature
    });
    const sign = (secret, body, id, at) => new Library(secret).sign(id, new Date(at * 1000), body);
    return {
        timestamped: true,
        refusesFuture: true,
        secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
        sign: (secret, body, id, at) => headers(id, at, sign(secret, body, id, at)),
        signTwice: (secrets, body, id, at) =>
            headers(id, at, secrets.map((secret) => sign(secret, body, id, at)).join(' ')),
        verify: (secret, body, sent) => new Library(secret).verify(body, sent) !== undefined
    };
}

function stripeHeader(secret, body, at) {
    return stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: at });
}

// Per scheme: two secrets (the account's and a wrong one), sign → headers, verify as the vendor's library does it.
const schemes = {
    'peer-stripe': {
        timestamped: true,
        secrets: ['whsec_test_5KxqLm8cG2', 'whsec_test_another'],
        sign: (secret, body, id, at) => ({ 'stripe-signature': stripeHeader(secret, body, at) }),
        signTwice: (secrets, body, id, at) => ({
            'stripe-signature': `t=${at},${secrets.map((secret) => stripeHeader(secret, body, at).split(',')[1]).join(',')}`
        }),
        verify: (secret, body, sent) =>
            stripe.webhooks.constructEvent(body, sent['stripe-signature'], secret) !== undefined
    },
    'peer-github': {
        secrets: ["It's a Secret to Everybody", 'another'],
        sign: async (secret, body, id) => ({
            'x-github-event': 'issues', 'x-github-delivery': id, 'x-hub-signature-256': await github.sign(secret, body)
        }),
        verify: (secret, body, sent) => github.verify(secret, body, sent['x-hub-signature-256'])
    },
    // The library only verifies; what is computed here counts for nothing unless its verifier takes it.
    'peer-shopify': {
        secrets: ['shpss_0123456789abcdef', 'shpss_another'],
        sign: (secret, body, id) => ({
            'X-Shopify-Topic': 'customers/update', 'X-Shopify-Shop-Domain': 'acme.myshopify.com',
            'X-Shopify-API-Version': '2025-07', 'X-Shopify-Webhook-Id': id,
            'X-Shopify-Hmac-Sha256': createHmac('sha256', secret).update(body).digest('base64')
        }),
        verify: async (secret, body, sent) => {
            const shopify = shopifyApi({
                apiKey: 'key', apiSecretKey: secret, apiVersion: '2025-07', hostName: 'app.invalid',
                isEmbeddedApp: false, logger: { level: LogSeverity.Error }
            });
            const rawRequest = { method: 'POST', url: '/hooks', headers: lowerCase(sent) };
            return (await shopify.webhooks.validate({ rawBody: body, rawRequest })).valid;
        }
    },
    // Here too the library has the verifier alone.
    'peer-slack': {
        timestamped: true,
        secrets: ['8f742231b10e8888abcd99yyyzzz85a5', 'another'],
        sign: (secret, body, id, at) => ({
            'x-slack-request-timestamp': String(at),
            'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`
        }),
        verify: (secret, body, sent) => {
            const at = Number(sent['x-slack-request-timestamp']);
            const headers = { ...sent, 'x-slack-request-timestamp': at };
            verifySlackRequest({ signingSecret: secret, body, headers });
            return true;
        }
    },
    'peer-standard-webhooks': standardScheme(StandardWebhook, 'webhook'),
    'peer-svix': standardScheme(SvixWebhook, 'svix')
};

const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-peer-'));
const node = spawn(process.argv[2], ['--data-dir', dataDir, '--listen', '127.0.0.1:0',
    '--providers', fileURLToPath(new URL('providers', import.meta.url))], { stdio: ['ignore', 'pipe', 'inherit'] });

async function ready() {
    return await new Promise((resolve, reject) => {
        let text = '';
        node.stdout.on('data', (piece) => {
            text += piece;
            const line = /READY (.*)\n/.exec(text);
            if (line) resolve(JSON.parse(line[1]).api);
        });
        node.once('error', reject);
        node.once('exit', () => reject(new Error('the node ended before it was ready')));
    });
}

function caller(api) {
    const key = readFileSync(join(dataDir, 'api-key'), 'utf8').trim();
    return async (method, path, body) => {
        const answer = await fetch(api + path, {
            method,
            headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
            body: body ? JSON.stringify(body) : undefined
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
        return path.endsWith('/payload') ? text : JSON.parse(text);
    };
}

/** An event as vendors write it: characters beyond ASCII, escapes and spaces that a parser would not give back. */
function eventBody(id) {
    return `{ "id": "${id}",\n  "object": "event", "type": "customer.updated",\t"amount": 1.10,`
        + ` "data": {"object": {"id": 58, "name": "J\\u00f6 Bérg & Söhne 🚚", "note": "a\\/b"}} }\n`;
}

/** The route of a new account comes a moment after the answer that it was made: asks until the URL is known. */
async function reachable(url) {
    const end = Date.now() + 60_000;
    for (let status = 404; status === 404;) {
        if (Date.now() > end) throw new Error(`${url} is not known 60 s after its account was made`);
        const answer = await fetch(url, { method: 'POST', body: '{}' });
        await answer.text();
        status = answer.status;
    }
}

/** Sends it, and asks the vendor's library about the same bytes: both must say what is wanted. */
async function compare(what, scheme, url, body, headers, wanted) {
    const answer = await fetch(url, {
        method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body
    });
    await answer.text();
    check(`${what} → ${wanted}`, answer.status === wanted, `the node answered ${answer.status}`);
    const library = await accepted(() => scheme.verify(scheme.secrets[0], body, headers));
    check(`${what}: the vendor's library says the same`, library === (wanted === 200), `it says ${library}`);
}

async function checkScheme(call, environment, slug, scheme) {
    const [secret, wrong] = scheme.secrets;
    const account = await call('POST', '/v1/accounts', {
        environment_id: environment.id, integration: slug,
        credentials: { access_token: 'token', webhook_secret: secret }
    });
    const { url } = (await call('GET', '/v1/events/urls')).result.find((entry) => entry.account_id === account.id);
    await reachable(url);
    const kept = new Map();
    let count = 0;
    const now = () => Math.floor(Date.now() / 1000);
    const send = async (what, wanted, { by = secret, at = now(), change = (body) => body, headersOf = scheme.sign } = {}) => {
        const id = `evt_${slug}_${++count}`;
        const body = eventBody(id);
        const headers = await headersOf(by, body, id, at);
        const sent = change(body);
        if (wanted === 200) kept.set(id, sent);
        await compare(`${slug}: ${what}`, scheme, url, sent, headers, wanted);
    };
    await send('a valid signature', 200);
    await send('one byte changed', 401, { change: (body) => body.replace('1.10', '1.11') });
    await send('a byte added at the end', 401, { change: (body) => `${body} ` });
    await send('a wrong secret', 401, { by: wrong });
    await send('no signature', 401, {
        headersOf: async (...given) => Object.fromEntries(
            Object.entries(await scheme.sign(...given)).filter(([name]) => !/signature|hmac/i.test(name)))
    });
    if (scheme.timestamped) {
        await send('a stale timestamp', 401, { at: now() - stale });
        await send('a timestamp within the tolerance', 200, { at: now() - stale + 60 });
    }
    if (scheme.refusesFuture) {
        await send('a timestamp from the future', 401, { at: now() + stale + 60 });
    }
    if (scheme.signTwice) {
        await send('a right signature behind a wrong one', 200, { by: [wrong, secret], headersOf: scheme.signTwice });
        await send('two wrong signatures', 401, { by: [wrong, `${wrong.slice(0, -4)}AAAA`], headersOf: scheme.signTwice });
    }
    await checkKept(call, account, slug, kept);
}

/** What was accepted is there with the bytes that were sent; nothing else is. */
async function checkKept(call, account, slug, kept) {
    const events = (await call('GET', `/v1/events?account_id=${account.id}&limit=100`)).result;
    const ids = events.map((event) => event.provider_event_id).sort();
    check(`${slug}: the accepted events, and no others, are in GET /v1/events`,
        JSON.stringify(ids) === JSON.stringify([...kept.keys()].sort()), JSON.stringify(ids));
    for (const event of events) {
        const payload = await call('GET', `/v1/events/${event.id}/payload`);
        check(`${slug}: ${event.provider_event_id} was kept byte for byte`, payload === kept.get(event.provider_event_id));
    }
}

try {
    const call = caller(await ready());
    const environment = await call('POST', '/v1/environments', { name: 'Peers' });
    for (const [slug, scheme] of Object.entries(schemes)) {
        await checkScheme(call, environment, slug, scheme);
    }
} catch (error) {
    check('the run went to its end', false, error.message);
} finally {
    if (node.exitCode === null && node.signalCode === null && node.pid !== undefined) {
        const ended = new Promise((resolve) => node.once('exit', (code, signal) => resolve(signal ?? code)));
        node.kill('SIGTERM');
        const how = await ended;
        check('the node ended as asked', how === 0, `with ${how}`);
    }
    rmSync(dataDir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
