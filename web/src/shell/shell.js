/** Top bar and rail: where one is, what is saved, which tool, which language. */

import { byId, fill, h, icon, phone } from '../parts/dom.js';
import { LANGUAGES, t } from '../core/i18n.js';
import { formats, may, onGridsHere, shownGrids, store } from '../data/state.js';
import { announce, toast } from '../parts/status.js';

/** @typedef {import('../data/state.js').Tool} Tool */

/** @type {{tool: Tool, key: string}[]} */
const TOOLS = [
    { tool: 'select', key: 'V' },
    { tool: 'reshape', key: 'R' },
    { tool: 'vertex', key: 'E' },
    { tool: 'split', key: 'S' },
    { tool: 'merge', key: 'M' },
    { tool: 'lasso', key: 'L' },
    { tool: 'hole', key: 'H' },
    { tool: 'measure', key: 'D' },
];

/** @param {Tool} tool */
const mayUse = tool => tool === 'select' || tool === 'measure' || may('planner');

/** Takes a tool up, or says what it needs. @param {Tool} tool */
async function useTool(tool) {
    if (tool !== 'select' && store.get().revision !== null) {
        toast(t('revision.read_only'), { action: { label: t('revision.now'), act: () => store.set({ revision: null }) } });
        return;
    }
    if (!mayUse(tool)) await (await import('../access/account.js')).askForRole('planner');
    if (mayUse(tool)) store.set(tool === 'select' || tool === 'measure' ? { tool } : { tool, mode: 'grid' });
}

/** @param {import('../map/view.js').MapView} view @param {(lang: string) => void} changeLanguage */
export function createShell(view, changeLanguage) {
    store.watch(['list', 'lang'], ({ list }) => {
        byId('branch').textContent = list?.branches.map(b => b.name ?? b.code).join(' · ') ?? '';
    });
    // the same one for good: of one that came anew a click that is on its way would be lost
    const open = h('button', {
        class: 'quiet text',
        type: 'button',
        'data-testid': 'plans',
        'data-key': 'plans',
        'aria-haspopup': 'dialog',
    });
    const savedWords = h('span', { class: 'saved', 'data-testid': 'saved' });
    fill(byId('plan-state'), open, savedWords);
    /** @type {Date | null} what was announced as saved */
    let told = null;
    store.watch(
        ['plan', 'planId', 'plans', 'saved', 'saving', 'unsaved', 'lang', 'session'],
        ({ plan, planId, plans, saved, saving, unsaved, session }) => {
            // what is of another plan is told in the panel
            const lacking = unsaved.some(u => u.plan === planId);
            const waiting = may('approver') ? (plans?.filter(p => p.status === 'submitted').length ?? 0) : 0;
            const mine = session?.account?.id;
            const returned = plans?.filter(p => p.status === 'returned' && p.author?.id === mine).length ?? 0;
            const state = saving
                ? t('saving')
                : lacking
                  ? t('unsaved')
                  : plan && saved
                    ? t('saved', { time: formats().time(saved) })
                    : '';
            const inside = [
                plan ? h('span', { class: `chip ${plan.status}` }, t(`status.${plan.status}`)) : icon('plans'),
                h('span', { class: 'name' }, plan ? plan.name : t('plans')),
                waiting
                    ? h(
                          'span',
                          { class: 'badge', 'data-testid': 'waiting', 'aria-label': t('plans.waiting', { n: waiting }) },
                          formats().count(waiting),
                      )
                    : null,
                returned && may('planner')
                    ? h(
                          'span',
                          {
                              class: 'badge returned',
                              'data-testid': 'returned-plans',
                              title: t('plans.returned', { n: returned }),
                              'aria-label': t('plans.returned', { n: returned }),
                          },
                          `↩ ${formats().count(returned)}`,
                      )
                    : null,
            ];
            open.replaceChildren(...inside.filter(e => e !== null));
            savedWords.textContent = state;
            // once: what else becomes of the plan must not be talked over
            if (saved && saved !== told && !saving && !lacking) {
                told = saved;
                announce(t('saved', { time: formats().time(saved) }));
                // what was refused before is over
                byId('toasts').querySelector('.error')?.remove();
            }
        },
    );
    // by the thumb, and room for the search
    const language = byId('language');
    const account = byId('account');
    const settle = () => (phone.matches ? byId('rail').append(language) : account.before(language));
    phone.addEventListener('change', settle);
    settle();
    store.watch(['live', 'stale', 'lang'], ({ live, stale }) => {
        const element = byId('live');
        const state = live === 'live' && stale ? 'stale' : live;
        element.dataset.state = state;
        element.title = t(`live.${state}.detail`);
        element.textContent = t(`live.${state}`);
    });
    store.watch(['lang', 'wan'], ({ lang, wan }) => {
        document.documentElement.lang = lang;
        document.title = lang === 'en' ? 'wangge · 网格' : '网格 wangge';
        fill(
            language,
            lang === 'zh-CN'
                ? h(
                      'button',
                      {
                          class: 'quiet text',
                          type: 'button',
                          'aria-pressed': String(wan),
                          'data-testid': 'wan',
                          'data-key': 'wan',
                          title: t('wan'),
                          'aria-label': t('wan'),
                          onclick: () => {
                              localStorage.setItem('wangge.wan', String(!wan));
                              store.set({ wan: !wan });
                          },
                      },
                      '万',
                  )
                : null,
            h(
                'div',
                { class: 'segments', role: 'group', 'aria-label': t('language'), 'data-testid': 'language' },
                LANGUAGES.map(l =>
                    h(
                        'button',
                        {
                            type: 'button',
                            lang: l,
                            'aria-pressed': String(l === lang),
                            'data-testid': `lang-${l}`,
                            'data-key': `lang-${l}`,
                            onclick: () => changeLanguage(l),
                        },
                        l === 'en' ? 'EN' : '中文',
                    ),
                ),
            ),
        );
    });
    store.watch(['tool', 'lang', 'session'], ({ tool }) => {
        fill(
            byId('rail'),
            TOOLS.map(({ tool: name, key }) =>
                h(
                    'button',
                    {
                        type: 'button',
                        class: 'tool',
                        'aria-pressed': String(tool === name),
                        'data-testid': `tool-${name}`,
                        'data-key': `tool-${name}`,
                        'aria-keyshortcuts': key,
                        title: mayUse(name)
                            ? `${t(`tool.${name}`)} (${key})`
                            : t('reason.role_missing', { roles: t('role.planner') }),
                        'aria-disabled': mayUse(name) ? null : 'true',
                        onclick: () => useTool(name),
                    },
                    icon(name),
                    h('span', {}, t(`tool.${name}`)),
                ),
            ),
            h(
                'button',
                {
                    type: 'button',
                    class: 'tool help',
                    'data-testid': 'help',
                    'data-key': 'help',
                    'aria-keyshortcuts': '?',
                    title: `${t('help')} (?)`,
                    onclick: help,
                },
                icon('help'),
                h('span', {}, t('help')),
            ),
            phone.matches ? language : null,
        );
        // on a phone the rail scrolls, and begins anew
        if (tool !== 'select')
            byId('rail').querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        byId('map').dataset.tool = tool;
        announce(t(`tool.${tool}`));
    });
    store.watch(['lang'], () => {
        byId('map').setAttribute('aria-label', t('map.label'));
        byId('rail').setAttribute('aria-label', t('tools'));
        byId('panel').setAttribute('aria-label', t('panel'));
        byId('drawer').setAttribute('aria-label', t('table.title'));
        byId('control').setAttribute('aria-label', t('legend'));
        byId('skip').textContent = t('skip');
        fill(
            byId('zoom'),
            zoomButton('search', 'search.open', () => byId('search-input').focus()),
            zoomButton('plus', 'zoom.in', () => view.map.zoomIn()),
            zoomButton('minus', 'zoom.out', () => view.map.zoomOut()),
            zoomButton('home', 'zoom.all', () => {
                const all = view.extent();
                if (all) view.show(all);
            }),
        );
    });
    store.watch(['failures', 'stale', 'mode', 'lang'], ({ failures, stale, mode }) => {
        const all = Object.entries(failures);
        const layers = all.filter(([part]) => /^tiles\.(ground|grids|buildings|points)$/.test(part));
        const parts = all.filter(([part]) => !part.startsWith('tiles.') || part === `tiles.${mode}`);
        // told beside the layers, and here where these are not in sight
        if (layers.length) parts.push(['tiles', { ...layers[0][1], retry: () => layers.forEach(([, f]) => f.retry()) }]);
        fill(
            byId('failures'),
            stale
                ? h(
                      'div',
                      { class: 'failure', role: 'alert', 'data-testid': 'stale' },
                      h('span', {}, t('stale', { time: formats().time(stale) })),
                  )
                : null,
            parts.map(([part, f]) =>
                h(
                    'div',
                    { class: 'failure', role: 'alert', 'data-testid': `failure-${part}` },
                    h(
                        'span',
                        {},
                        part === 'basemap'
                            ? t('basemap.silent', { time: formats().time(f.since) })
                            : t('failed', { part: t(`part.${part}`), time: formats().time(f.since) }),
                    ),
                    h('small', {}, f.message),
                    h('button', { type: 'button', class: 'link', 'data-key': `retry-${part}`, onclick: f.retry }, t('retry')),
                ),
            ),
        );
    });
    let tabled = false;
    byId('drawer-toggle').addEventListener('click', () => store.set({ table: !store.get().table }));
    const bar = byId('drawer-toggle');
    const count = () =>
        fill(
            bar,
            icon('table'),
            h('span', {}, t('table.title')),
            h('span', { class: 'badge' }, formats().count(shownGrids().length)),
            icon('chevron'),
        );
    onGridsHere(count);
    store.watch(['list', 'shown', 'table', 'lang', 'wan'], async ({ table }) => {
        count();
        bar.setAttribute('aria-expanded', String(table));
        byId('drawer').classList.toggle('open', table);
        byId('drawer-body').hidden = !table;
        if (!table || tabled) return;
        tabled = true;
        const { createTable } = await import('../grids/table.js');
        createTable(view);
    });
    document.addEventListener('keydown', shortcut);
}

/** @param {string} name @param {string} text @param {() => void} act */
const zoomButton = (name, text, act) =>
    h(
        'button',
        {
            type: 'button',
            'data-testid': text.replace('.', '-'),
            'data-key': text,
            'aria-label': t(text),
            title: t(text),
            onclick: act,
        },
        icon(name),
    );

async function help() {
    const { showHelp } = await import('./help.js');
    showHelp(TOOLS);
}

/** @param {KeyboardEvent} e */
function shortcut(e) {
    const target = /** @type {HTMLElement} */ (e.target);
    if (e.defaultPrevented || e.isComposing || target.closest('input:not([type=checkbox]), textarea, dialog[open]')) return;
    if (e.ctrlKey || e.metaKey || e.altKey || target.tagName === 'SELECT') return;
    const named = TOOLS.find(({ key }) => key === e.key.toUpperCase());
    if (named) {
        useTool(named.tool);
        // who was in a tool's card is back where one draws
        if (named.tool !== 'select') byId('map').focus({ preventScroll: true });
    } else if (e.key === '?') help();
    else if (e.key === '/') byId('search-input').focus();
    else return;
    e.preventDefault();
}
