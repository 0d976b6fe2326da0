/** What the page asks for when something has changed, of a server with real sockets. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { changedList } from '../src/data/list.js';

const none = { branches: [], grids: [] };
const whole = { position: 'z', complete: true, branches: [], grids: [{ id: 1, code: 'A', level: 1 }], gone: none };
/** @type {string[]} */
let asked = [];
let gone = false;

const server = createServer((request, response) => {
    asked.push(request.url);
    const since = request.url.includes('since');
    const status = since && gone ? 410 : 200;
    response.writeHead(status, { 'Content-Type': status === 410 ? 'application/problem+json' : 'application/json' });
    const body = since ? { ...whole, position: 'b', complete: false, grids: [] } : whole;
    response.end(JSON.stringify(status === 410 ? { status, title: 'gone', reason: 'too_old' } : body));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.closeAllConnections() ?? server.close());
const { fetch } = globalThis;
globalThis.fetch = (path, init) => fetch(`http://127.0.0.1:${server.address().port}${path}`, init);

test('only what has changed is asked for', async () => {
    const now = await changedList(/** @type {any} */ ({ ...whole, position: 'a' }));
    assert.deepEqual([asked, now.position, now.grids.length], [['/api/grids?since=a'], 'b', 1]);
});

test('all is asked for where nobody knows any more what has changed', async () => {
    gone = true;
    asked = [];
    const now = await changedList(/** @type {any} */ ({ ...whole, position: 'a', grids: [] }));
    assert.deepEqual([asked, now.position, now.grids.length], [['/api/grids?since=a', '/api/grids'], 'z', 1]);
});
