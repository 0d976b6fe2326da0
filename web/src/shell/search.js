/** Search for a grid or an address: a combobox; the arrows move in the list while the focus stays in the field. */

import { byId, fill, h, icon, phone } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { api } from '../data/api.js';
import { announce, reasonOf } from '../parts/status.js';
import { gridName, gridsById, store } from '../data/state.js';

/** @typedef {import('../core/contract.js').Found} Found */

/** The grid above a grid, the address of a building. @param {Found} found */
function whereIs({ type, id, detail }) {
    const parent = type === 'grid' ? gridsById().get(id)?.parent_id : null;
    return parent ? gridName(parent) : detail;
}

/** @param {import('../map/view.js').MapView} view */
export function createSearch(view) {
    const root = byId('search');
    const input = h('input', {
        type: 'search',
        id: 'search-input',
        role: 'combobox',
        autocomplete: 'off',
        spellcheck: 'false',
        'aria-expanded': 'false',
        'aria-controls': 'search-list',
        'aria-autocomplete': 'list',
        'data-testid': 'search',
        oninput: () => {
            clearTimeout(later);
            later = window.setTimeout(find, 120);
        },
        onkeydown: press,
        onblur: () => setTimeout(close, 150),
        onfocus: () => {
            if (results.length) draw();
        },
    });
    const list = h('ul', { id: 'search-list', role: 'listbox', hidden: true, 'data-testid': 'search-results' });
    fill(root, icon('search'), input, list);
    store.watch(['lang'], () => {
        input.placeholder = t(phone.matches ? 'search' : 'search.placeholder');
        input.setAttribute('aria-label', t('search.placeholder'));
        list.setAttribute('aria-label', t('search.results'));
    });

    let later = 0;
    /** @type {Found[]} */
    let results = [];
    let active = -1;
    let controller = new AbortController();

    async function find() {
        controller.abort();
        const q = input.value.trim();
        if (!q) return close();
        controller = new AbortController();
        const { signal } = controller;
        try {
            results = (await api.search(q, signal)).results;
            if (signal.aborted) return;
            active = results.length ? 0 : -1;
            draw();
            announce(t('search.found', { n: results.length }));
        } catch (error) {
            if (signal.aborted) return;
            results = [];
            fill(list, h('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, reasonOf(error)));
            list.hidden = false;
        }
    }

    function draw() {
        fill(
            list,
            results.length
                ? results.map((r, i) =>
                      h(
                          'li',
                          {
                              id: `search-${i}`,
                              role: 'option',
                              'aria-selected': String(i === active),
                              'data-testid': 'search-result',
                              'data-id': r.id,
                              'data-type': r.type,
                              onmousedown: (/** @type {Event} */ e) => {
                                  e.preventDefault();
                                  choose(i);
                              },
                          },
                          h('i', { class: `sample ${r.type === 'grid' ? 'grids' : 'buildings'}` }),
                          h(
                              'span',
                              {},
                              h('strong', {}, r.name ?? r.code),
                              h('small', {}, [r.code, whereIs(r)].filter(d => d && d !== r.name).join(' · ')),
                          ),
                      ),
                  )
                : h('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, t('search.none')),
        );
        list.hidden = false;
        input.setAttribute('aria-expanded', 'true');
        if (active >= 0) input.setAttribute('aria-activedescendant', `search-${active}`);
        list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    }

    function close() {
        list.hidden = true;
        input.setAttribute('aria-expanded', 'false');
        input.removeAttribute('aria-activedescendant');
    }

    /** @param {KeyboardEvent} e */
    function press(e) {
        e.stopPropagation();
        if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            if (!results.length) return;
            active = (active + (e.key === 'ArrowDown' ? 1 : results.length - 1)) % results.length;
            draw();
        } else if (e.key === 'Enter' && active >= 0 && !list.hidden) choose(active);
        else if (e.key === 'Escape') close();
        else return;
        e.preventDefault();
    }

    /** @param {number} i */
    function choose(i) {
        const found = results[i];
        close();
        if (found.type === 'grid') {
            input.value = found.name ?? found.code;
            store.set({ grid: found.id, thing: null, panel: true });
        } else {
            input.value = found.name ?? found.detail ?? found.code;
            /** @type {Record<string, string>} */
            const properties = { code: found.code };
            if (found.name !== null) properties.name = found.name;
            if (found.detail !== null) properties.address = found.detail;
            store.set({ thing: { type: 'building', id: found.id, properties, partial: true }, panel: true });
        }
        view.show(found.bbox);
    }
}
