import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { test } from 'node:test';

const source = new URL('../src/', import.meta.url);
const modules = readdirSync(source, { recursive: true })
    .map(f => f.replaceAll('\\', '/'))
    .filter(f => f.endsWith('.js'));
/** What each folder may import besides itself; `map` may use the words and toasts of `ui`, as the tool that it is. */
const ALLOWED = {
    core: [],
    tiles: ['core'],
    data: ['core'],
    map: ['core', 'tiles', 'data', 'ui', 'leaflet'],
    ui: ['core', 'data', 'map'],
};

/** @param {string} path @returns {{to: string, lazy: boolean}[]} imports that run; types are comments and don't count */
function importsOf(path) {
    const text = readFileSync(new URL(path, source), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    const fixed = [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)].map(m => ({ to: m[1], lazy: false }));
    const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(m => ({ to: m[1], lazy: true }));
    return [...fixed, ...lazy].map(i => ({ ...i, to: i.to.startsWith('.') ? normalize(join(dirname(path), i.to)) : i.to }));
}

test('every import exists', () => {
    for (const path of modules) {
        for (const { to } of importsOf(path))
            assert.ok(to === 'leaflet' || existsSync(new URL(to, source)), `${path} imports ${to}`);
    }
});

test('folders import only what lies below them', () => {
    let seen = 0;
    for (const path of modules) {
        const [folder] = path.split('/');
        if (!(folder in ALLOWED)) continue;
        for (const { to } of importsOf(path)) {
            const [target] = to.split('/');
            assert.ok(target === folder || ALLOWED[folder].includes(target), `${path} must not import ${to}`);
            seen++;
        }
    }
    assert.ok(seen > 30, 'the search for imports found hardly any');
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

test('core touches neither the page nor Leaflet', () => {
    for (const path of modules.filter(m => m.startsWith('core/'))) {
        const code = readFileSync(new URL(path, source), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
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
    const html = readFileSync(new URL('index.html', source), 'utf8');
    const preloaded = [...html.matchAll(/rel="modulepreload" href="\{\{assets\}\}\/([^"]+)"/g)].map(m => m[1]);
    start.delete('main.js');
    assert.deepEqual(preloaded.sort(), [...start].sort());
    assert.ok(start.size < 30, `${start.size} modules`);
});
