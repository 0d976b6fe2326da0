import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { followStaleness } from '../src/data/stale.js';

test('the page hears since when the server is not up to date, and that it is again', async () => {
    const since = '2026-11-27T08:00:00Z';
    const answers = [[200, null], [200, since], [503, since], [503, null], [200, null]];
    const server = createServer((_, response) => {
        const [status, stale] = answers.length > 1 ? answers.shift() : answers[0];
        response.writeHead(status, stale ? { 'Wangge-Stale-Since': stale } : {}).end();
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${server.address().port}/api/metrics`;
    const heard = [];
    await new Promise(resolve => {
        const end = followStaleness(now => {
            heard.push(now);
            if (heard.length < 4) return;
            end();
            resolve(null);
        }, { url, every: { calm: 1, troubled: 1 } });
    });
    server.closeAllConnections();
    server.close();
    assert.deepEqual(heard, [null, since, since, null], 'a refusal that does not say so says nothing');
});
