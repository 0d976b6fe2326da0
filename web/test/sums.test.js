/** What is not known is never told as 0, and what changes never as unchanged. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { comparedRows } from '../src/core/compared.js';
import { createFormats } from '../src/core/format.js';
import { useTexts } from '../src/core/i18n.js';
import { movedWords, movingWords } from '../src/core/sums.js';

const read = path => JSON.parse(readFileSync(new URL(`../src/i18n/${path}.json`, import.meta.url), 'utf8'));
const moved = (buildings, households, unknown, subscribers = households) =>
    /** @type {any} */ ({
        buildings, households, households_unknown: unknown, subscribers, subscribers_unknown: unknown,
    });

test('what is known in no building is said to be unknown, in both languages', () => {
    for (const [lang, none, some, all, list] of [
        ['en', '143 buildings with households unknown and subscribers unknown change hands',
            '3 buildings with 40 households (buildings unknown: 1) and 1 subscriber (buildings unknown: 1) change hands',
            '0 buildings with 0 households and 0 subscribers change hands', '40 households move (buildings unknown: 1)'],
        ['zh-CN', '划转 143 栋楼、户数不详、在网用户数不详', '划转 3 栋楼、40 户（1 栋不详）、1 个在网用户（1 栋不详）',
            '划转 0 栋楼、0 户、0 个在网用户', '划转 40 户（1 栋不详）'],
    ]) {
        useTexts({ ...read(lang), ...read(`plans/${lang}`) });
        const f = createFormats(lang);
        assert.equal(movedWords(f, moved(143, null, 143)), none);
        assert.equal(movedWords(f, moved(3, 40, 1, 1)), some);
        assert.equal(movedWords(f, moved(0, 0, 0)), all);
        assert.equal(movingWords(f, moved(3, 40, 1)), list);
        assert.equal(movingWords(f, moved(143, null, 143)), read(lang)['sum.households.unknown']);
    }
});

const figures = (buildings, ports = 5, sightings = 0) =>
    /** @type {any} */ ({ buildings, households: null, subscribers: null, new_subscribers: null, ports, sightings, ratios: {} });

test('a grid whose buildings change has changed, whatever else is unknown of it', () => {
    const f = createFormats('en');
    const rows = (before, after) => comparedRows({ before, after }, [null, null], f);
    const moving = rows(figures(1450), figures(1593));
    assert.deepEqual(moving.filter(r => r.moved).map(r => [r.key, r.then, r.now]), [['buildings', '1,450', '1,593']]);
    assert.ok(!moving.some(r => r.key === 'ports'), 'what stays is not told of');
    assert.deepEqual(rows(figures(7), figures(7, 6)).filter(r => r.moved).map(r => r.key), ['ports']);
    assert.deepEqual(rows(figures(7), figures(7, 5, 2)).filter(r => r.moved).map(r => r.key), ['sightings']);
    assert.deepEqual(rows(figures(7), figures(7)), []);
});
