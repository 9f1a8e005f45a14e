// node proxy.mjs TARGET PORT: http-proxy with kept-alive upstream connections, as its documentation advises.
import http from 'node:http';
import httpProxy from 'http-proxy';

const [target, port] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const proxy = httpProxy.createProxyServer({ target, agent });
proxy.on('error', (error, request, response) => {
    response.writeHead?.(502);
    response.end?.(error.message);
});
http.createServer((request, response) => proxy.web(request, response)).listen(Number(port), '127.0.0.1', () => {
    console.log('ready');
});
