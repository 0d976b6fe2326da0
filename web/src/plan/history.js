/** The steps of a plan by name, to go back and forth in. */

import { h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { allowed, commandWords } from '../core/changes.js';
import { attempt } from '../parts/status.js';
import { me, nameIn, section } from '../parts/plan.js';
import { formats } from '../data/state.js';
import { activeCommands, travel } from '../data/planning.js';

/** @typedef {import('../core/contract.js').Plan} Plan */

/** Every command with its words; a click goes to that point. @param {Plan} plan */
export function historyOf(plan) {
    const f = formats();
    const active = activeCommands(plan);
    const free = allowed(plan, me()).edit;
    const line = (
        /** @type {string} */ words,
        /** @type {string} */ detail,
        /** @type {number} */ count,
        /** @type {boolean} */ undone,
    ) => {
        const here = count === active.length;
        return h(
            'li',
            { class: undone ? 'undone' : here ? 'here' : null },
            h(
                'button',
                {
                    type: 'button',
                    class: 'history-line',
                    'data-testid': `history-${count}`,
                    'data-key': `history-${count}`,
                    'aria-current': here ? 'step' : null,
                    disabled: !free,
                    title: here ? null : t(undone ? 'plan.redo_to' : 'plan.undo_to'),
                    onclick: () => !here && attempt(() => travel(count)),
                },
                h('span', {}, words),
                h('small', {}, detail),
            ),
        );
    };
    return section(
        'history',
        [
            h(
                'ol',
                { class: 'history', 'data-testid': 'history' },
                line(t('plan.begun'), `${plan.author?.name ?? '–'} · ${f.time(plan.created_at)}`, 0, false),
                plan.commands.map((c, i) => {
                    const { key, values } = commandWords(c.command, nameIn);
                    return line(t(`command.${key}`, values), `${c.author?.name ?? '–'} · ${f.time(c.at)}`, i + 1, c.undone);
                }),
            ),
        ],
        { count: active.length, open: true },
    );
}
