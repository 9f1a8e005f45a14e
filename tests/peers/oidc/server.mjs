// SPDX-License-Identifier: GPL-3.0-or-later
// A certified authorization server (oidc-provider) with a small protected API behind it, for oidc_test.
// Usage: node server.mjs REDIRECT_URI. Prints READY {"issuer":"http://127.0.0.1:PORT"}.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const redirectUri = process.argv[2];
const counters = { code: 0, refresh: 0, client_credentials: 0, device: 0, refused: 0, api: 0, unauthorized: 0 };
let accessTtl = 3600;
let hang = false;
const held = new Set();
const issued = new Set();
const refreshable = new Set();

const server = http.createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'gatehouse',
      client_secret: 'a secret of the client & its friends',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    {
      client_id: 'machine',
      client_secret: 'a secret of the machine client',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
      scope: 'api:read',
    },
  ],
  scopes: ['openid', 'offline_access', 'api:read', 'api:write'],
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
  },
  pkce: { methods: ['S256'], required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  ttl: { AccessToken: () => accessTtl, ClientCredentials: () => accessTtl, RefreshToken: 86400, DeviceCode: 600 },
  cookies: { keys: ['only for tests'] },
  findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
});

provider.on('grant.success', (ctx) => {
  const names = {
    authorization_code: 'code',
    refresh_token: 'refresh',
    client_credentials: 'client_credentials',
    'urn:ietf:params:oauth:grant-type:device_code': 'device',
  };
  counters[names[ctx.oidc.params.grant_type]] += 1;
});
provider.on('grant.error', () => { counters.refused += 1; });
provider.on('access_token.saved', (token) => issued.add(token.jti));
provider.on('refresh_token.saved', (token) => refreshable.add(token.jti));
provider.on('client_credentials.saved', (token) => issued.add(token.jti));

const oidc = provider.callback();

function reply(res, status, body) {
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
}

async function api(req, res, url) {
  const value = (req.headers.authorization ?? '').replace(/^Bearer /, '');
  const token = await provider.AccessToken.find(value) ?? await provider.ClientCredentials.find(value);
  if (!token || !token.isValid) {
    counters.unauthorized += 1;
    reply(res, 401, { error: 'invalid_token' });
    return;
  }
  counters.api += 1;
  reply(res, 200, { path: url.pathname, user: token.accountId ?? token.clientId, scope: token.scope });
}

async function control(res, url) {
  switch (url.pathname) {
    case '/control/counters':
      break;
    case '/control/ttl':
      accessTtl = Number(url.searchParams.get('seconds'));
      break;
    case '/control/expire': // every access token there is, and the server alone knows
      for (const jti of issued) {
        await (await provider.AccessToken.find(jti))?.destroy();
      }
      issued.clear();
      break;
    case '/control/revoke': // every refresh token there is, as when a customer removes the app
      for (const jti of refreshable) {
        await (await provider.RefreshToken.find(jti))?.destroy();
      }
      refreshable.clear();
      break;
    case '/control/hang': // the token endpoint takes requests and says nothing
      hang = url.searchParams.get('on') === '1';
      if (!hang) {
        for (const [req, res2] of held) oidc(req, res2);
        held.clear();
      }
      break;
    default:
      reply(res, 404, {});
      return;
  }
  reply(res, 200, { ...counters, held: held.size });
}

server.on('request', (req, res) => {
  const url = new URL(req.url, issuer);
  if (url.pathname.startsWith('/control/')) {
    control(res, url);
  } else if (url.pathname.startsWith('/api/')) {
    api(req, res, url);
  } else if (hang && url.pathname === '/token') {
    held.add([req, res]);
  } else {
    oidc(req, res);
  }
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0)); // ends with the test that started it
console.log(`READY ${JSON.stringify({ issuer })}`);
