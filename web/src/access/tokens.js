/** One's API tokens: which there are, a new one, whose secret is shown once, and revoking. */

import { h, named } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { attempt } from '../parts/status.js';
import { formats, store } from '../data/state.js';
import { access } from '../data/session.js';
import { field, grantWords, showForm } from '../parts/forms.js';

/** @typedef {import('../core/contract.js').Token} Token */

/** @param {Token} [fresh] one whose secret is to be shown */
export async function showTokens(fresh) {
    /** @type {Token[]} */
    let tokens = [];
    if (!(await attempt(async () => (tokens = (await access.tokens()).tokens)))) return;
    const account = store.get().session?.account;
    const held = account?.grants ?? [];
    // with any role one sees the map, so a token may do just that
    const mine =
        !held.length || held.some(g => g.role === 'viewer') ? held : [{ role: 'viewer', branch: null, grid: null }, ...held];
    const name = field('token-name', t('token.name'), { required: true, maxlength: 100 });
    const days = field('token-days', t('token.days'), { type: 'number', min: 1, max: 366, value: 90, required: true });
    const boxes = mine.map((g, i) => ({
        grant: g,
        box: h('input', { type: 'checkbox', checked: g.role === 'viewer' || mine.length === 1, ...named(`token-grant-${i}`) }),
    }));
    const day = new Intl.DateTimeFormat(store.get().lang, { dateStyle: 'medium' });
    showForm(
        t('tokens'),
        [
            h('p', { class: 'hint' }, t('token.hint')),
            fresh?.token
                ? h(
                      'div',
                      { class: 'secret', role: 'status' },
                      h('span', {}, t('token.once', { name: fresh.name })),
                      h('code', { 'data-testid': 'token-secret' }, fresh.token),
                  )
                : null,
            tokens.length
                ? h(
                      'ul',
                      { class: 'rows' },
                      tokens.map(token =>
                          h(
                              'li',
                              {},
                              h(
                                  'div',
                                  {},
                                  h('strong', {}, token.name),
                                  h('small', {}, token.grants.map(grantWords).join(', ')),
                                  h(
                                      'small',
                                      {},
                                      `${t('token.expires', { day: day.format(new Date(token.expires_at)) })} · ${
                                          token.used_at
                                              ? t('token.used', { time: formats().time(new Date(token.used_at)) })
                                              : t('token.unused')
                                      }`,
                                  ),
                              ),
                              h(
                                  'button',
                                  {
                                      type: 'button',
                                      'aria-label': `${t('token.revoke')} ${token.name}`,
                                      ...named(`token-revoke-${token.id}`),
                                      onclick: async () => {
                                          if (await attempt(() => access.revoke(token.id))) showTokens();
                                      },
                                  },
                                  t('token.revoke'),
                              ),
                          ),
                      ),
                  )
                : null,
            mine.length
                ? h(
                      'fieldset',
                      { class: 'new' },
                      h('legend', {}, t('token.new')),
                      name.row,
                      days.row,
                      h(
                          'div',
                          { class: 'boxes' },
                          boxes.map(({ grant, box }) => h('label', {}, box, h('span', {}, grantWords(grant)))),
                      ),
                  )
                : null,
        ],
        {
            actions: [mine.length ? h('button', { class: 'primary', ...named('token-create') }, t('token.create')) : null],
            onsubmit: async () => {
                const grants = boxes.filter(b => b.box.checked).map(b => b.grant);
                await showTokens(await access.issue({ name: name.input.value, days: Number(days.input.value), grants }));
            },
        },
    );
}
