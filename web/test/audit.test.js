/** What the audit trail shows instead of the server's keys. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { useTexts } from '../src/core/i18n.js';
import { detailWords, subjectWords } from '../src/access/audit-words.js';

const read = (set, lang) => JSON.parse(readFileSync(new URL(`../src/i18n/${set}${lang}.json`, import.meta.url), 'utf8'));
const nameOf = (kind, id) => (kind === 'grid' && id === 7 ? '稻香网格' : null);
const words = (lang, detail) => {
    useTexts({ ...read('', lang), ...read('access/', lang) });
    return detailWords(detail, nameOf, lang);
};

test('a detail is told in words, in both languages', () => {
    // an account may be called like a word of the trail
    const grants = ['admin everywhere', 'planner grid 7', 'viewer branch 2'];
    const detail = { name: 'password', grants_before: [], grants };
    assert.deepEqual(words('en', detail), [
        'Name: password', 'Roles before: none', 'Roles: Admin everywhere, Planner in 稻香网格, Viewer in branch 2',
    ]);
    assert.deepEqual(words('zh-CN', detail), [
        '名称：password', '原角色：无', '角色：管理员（全部区域）、网格规划员（稻香网格）、浏览（分公司 2）',
    ]);
    assert.deepEqual(words('en', { by: 'oidc', reason: 'id_token' }), [
        'By: identity provider', 'Because: the provider’s ID token was not right',
    ]);
    assert.deepEqual(words('zh-CN', { disabled: true, person: 'null' }), ['已停用：是', '对应的责任人：无']);
    assert.deepEqual(words('en', { layer: 'buildings', bytes: 12345, inserted: 12000, revision: 1234 }), [
        'Layer: Buildings', 'Size: 12,345 bytes', 'New rows: 12,000', 'Revision: 1234',
    ]);
    assert.deepEqual(words('en', { grids: ['LW01', 'LW02'], choose: 'theirs' }), [
        'Grids: LW01, LW02', 'What was kept: what the others published',
    ]);
    assert.deepEqual(words('zh-CN', { expires_at: '2026-11-28T10:00:00Z', kind: 'import.check' }), [
        '有效期至：2026年11月28日', '类型：导入前检查',
    ]);
});

test('what has no word yet is shown as it stands', () => {
    assert.deepEqual(words('en', { new_key: 'x', other: { a: 1 } }), ['new_key: x', 'other: {"a":1}']);
});

test('a subject is told in words', () => {
    words('zh-CN', {});
    assert.deepEqual(['plan 12', 'account 3', 'something', null].map(subjectWords), ['方案 12', '账号 3', 'something', '']);
});
