import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { test } from 'node:test';

const source = new URL('../src/', import.meta.url);
const files = readdirSync(source, { recursive: true }).map(f => f.replaceAll('\\', '/'));
const modules = files.filter(f => f.endsWith('.js'));
/** The rooms: each takes code and types only from itself and from those before it; `main.js` comes after all. */
const ROOMS = ['core', 'data', 'tiles', 'parts', 'map', 'draw', 'grids', 'review', 'plan', 'access', 'shell'];
/** What shows and changes the map runs on its own: main.js starts it and hands it to what stands around. */
const MAP = ['map', 'draw'];

/** @param {string} path @returns {string} its room, or its name when it stands in none */
const roomOf = path => path.split('/')[0];
/** @param {string} path @param {string} to as the file names it */
const resolved = (path, to) => (to.startsWith('.') ? normalize(join(dirname(path), to)) : to);
/** @param {string} path */
const read = path => readFileSync(new URL(path, source), 'utf8');

/** @param {string} path @returns {{to: string, lazy: boolean}[]} imports that run; types are comments and don't count */
function importsOf(path) {
    const text = read(path).replace(/\/\*[\s\S]*?\*\//g, '');
    const fixed = [...text.matchAll(/^(?:import(?:\b[^;'(]*\bfrom)?|export\b[^;'(]*\bfrom) '([^']+)'/gm)]
        .map(m => ({ to: m[1], lazy: false }));
    const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(m => ({ to: m[1], lazy: true }));
    return [...fixed, ...lazy].map(i => ({ ...i, to: resolved(path, i.to) }));
}

/** @param {string} path @returns {string[]} the files whose types it names */
const typesOf = path => [...read(path).matchAll(/\bimport\('([^']+)'\)/g)].map(m => resolved(path, m[1]));

test('every import exists', () => {
    for (const path of modules) {
        for (const { to } of importsOf(path))
            assert.ok(to === 'leaflet' || existsSync(new URL(to, source)), `${path} imports ${to}`);
    }
});

test('a room takes only from rooms before it', () => {
    let seen = 0;
    for (const path of files.filter(f => /\.(js|d\.ts)$/.test(f) && f !== 'main.js')) {
        const place = ROOMS.indexOf(roomOf(path));
        assert.ok(place >= 0, `${path} stands in no room that is known`);
        for (const to of [...importsOf(path).map(i => i.to), ...typesOf(path)]) {
            const taken = to === 'leaflet' ? 'map' : roomOf(to);
            assert.ok(ROOMS.slice(0, place + 1).includes(taken), `${path} must not take from ${to}`);
            seen++;
        }
    }
    assert.ok(seen > 300, 'the search for imports found hardly any');
});

test('nothing around the map runs its code but main.js', () => {
    for (const path of modules.filter(m => m !== 'main.js' && !MAP.includes(roomOf(m))))
        for (const { to } of importsOf(path)) assert.ok(!MAP.includes(roomOf(to)), `${path} must not import ${to}`);
});

test('no file imports itself, by whatever way', () => {
    /** @type {Set<string>} */
    const done = new Set();
    /** @param {string} path @param {string[]} way the files from which one came */
    const visit = (path, way) => {
        assert.ok(!way.includes(path), `a circle: ${[...way.slice(way.indexOf(path)), path].join(' → ')}`);
        if (done.has(path)) return;
        importsOf(path)
            .filter(i => i.to !== 'leaflet')
            .forEach(i => visit(i.to, [...way, path]));
        done.add(path);
    };
    modules.forEach(path => visit(path, []));
    assert.equal(done.size, modules.length);
});

test('the documentation names the rooms in their order', () => {
    const doc = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
    const [, table] = doc.split('| room | what it can do |');
    const named = [...table.split('\n\n')[0].matchAll(/^\| `(\w+)` \|/gm)].map(m => m[1]);
    assert.deepEqual(named, ROOMS);
});

test('core touches neither the page nor Leaflet', () => {
    for (const path of modules.filter(m => m.startsWith('core/'))) {
        const code = read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
        assert.doesNotMatch(code, /\b(document|window|localStorage|navigator|fetch)\b/, path);
    }
});

test('the page starts with at most 30 modules and preloads just these', () => {
    const start = new Set();
    const visit = path => {
        if (start.has(path)) return;
        start.add(path);
        importsOf(path)
            .filter(i => !i.lazy)
            .forEach(i => visit(i.to === 'leaflet' ? 'map/leaflet.js' : i.to));
    };
    visit('main.js');
    const html = read('index.html');
    const preloaded = [...html.matchAll(/rel="modulepreload" href="\{\{assets\}\}\/([^"]+)"/g)].map(m => m[1]);
    start.delete('main.js');
    assert.deepEqual(preloaded.sort(), [...start].sort());
    assert.ok(start.size <= 30, `${start.size} modules`);
});
