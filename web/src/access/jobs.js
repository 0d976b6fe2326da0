/** Long work as it goes on: imports, backups; an end to it, and a backup of one's own. */

import { byId, fill, h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { attempt } from '../parts/status.js';
import { formats, store } from '../data/state.js';
import { jobs } from '../data/jobs.js';
import { showForm } from '../parts/forms.js';

/** @typedef {import('../core/contract.js').Job} Job */

/** What is shown just now, newest first; null: nothing. @type {Job[] | null} */
let shown = null;
let listening = false;

/** @param {(at: 'jobs') => HTMLElement} tabs that lead to the other parts of the administration */
export async function showJobs(tabs) {
    /** @type {Job[]} */
    let read = [];
    if (!(await attempt(async () => (read = (await jobs.list()).jobs)))) return;
    if (!listening) {
        store.on(['job'], ({ job }) => job && take(job));
        // what happened while the line was broken was not told
        store.on(['live'], ({ live }) => shown && live === 'live' && attempt(reload));
        listening = true;
    }
    showForm(t('admin'), [tabs('jobs'), h('div', { id: 'jobs', tabindex: -1, 'data-testid': 'jobs' })], {
        wide: true,
        onclose: () => (shown = null),
        actions: [
            everywhere()
                ? h(
                      'button',
                      { class: 'primary', type: 'button', 'data-testid': 'backup', onclick: () => attempt(backUp) },
                      t('job.back_up'),
                  )
                : null,
        ],
    });
    shown = read;
    draw();
}

/** A backup is of everything, so only who administers everything may make one. */
const everywhere = () =>
    (store.get().session?.account?.grants ?? []).some(g => g.role === 'admin' && g.branch === null && g.grid === null);

async function reload() {
    const { jobs: read } = await jobs.list();
    if (!shown) return;
    shown = read;
    draw();
}

const backUp = async () => take(await jobs.backUp());

/** @param {Job} job */
function take(job) {
    if (!shown) return;
    const known = shown.some(j => j.id === job.id);
    shown = known ? shown.map(j => (j.id === job.id ? job : j)) : [job, ...shown];
    draw();
}

function draw() {
    fill(
        byId('jobs'),
        shown?.length
            ? h('ul', { class: 'rows' }, shown.map(row))
            : h('p', { class: 'hint', 'data-testid': 'no-jobs' }, t('job.none')),
    );
}

/** @param {Job} job */
function row(job) {
    const title = [t(`job.kind.${job.kind}`), job.subject].filter(Boolean).join(' · ');
    const goesOn = job.ended_at === null;
    return h(
        'li',
        { 'data-testid': 'job', 'data-state': job.state },
        h(
            'div',
            { class: 'job' },
            h('strong', {}, title),
            h('small', {}, `${stateWord(job)} · ${job.by?.name ?? t('job.command_line')} · ${formats().moment(job.created_at)}`),
            goesOn ? progress(job, title) : null,
            numbers(job),
            job.problem ? h('small', { class: 'refused' }, `${job.problem.detail} ${job.problem.remedy}`) : null,
        ),
        goesOn && !job.cancelling
            ? h(
                  'button',
                  {
                      type: 'button',
                      'data-key': `cancel-job-${job.id}`,
                      'data-testid': 'cancel-job',
                      'aria-label': `${t('cancel')}: ${title}`,
                      onclick: () => attempt(async () => take(await jobs.cancel(job.id))),
                  },
                  t('cancel'),
              )
            : null,
        job.kind === 'backup' && job.state === 'done' && job.by !== null && everywhere()
            ? h(
                  'a',
                  { class: 'button', href: `/api/backups/${job.id}`, download: '', 'aria-label': `${t('job.fetch')}: ${title}` },
                  t('job.fetch'),
              )
            : null,
    );
}

/** @param {Job} job */
const stateWord = job => t(job.cancelling ? 'job.cancelling' : `job.state.${job.state}`);

/** Without a value as long as it can't be told. @param {Job} job @param {string} title */
const progress = (job, title) =>
    h('progress', { 'aria-label': title, ...(job.total ? { max: job.total, value: job.done ?? 0 } : {}) });

/** @param {Job} job */
function numbers(job) {
    const { count } = formats();
    const words = [
        job.done === null ? null : job.total === null ? count(job.done) : `${count(job.done)} / ${count(job.total)}`,
        job.rate === null || job.done === null ? null : t('job.rate', { n: count(job.rate) }),
        job.seconds_left === null ? null : t('job.left', { time: span(job.seconds_left) }),
    ].filter(Boolean);
    return words.length ? h('small', {}, words.join(' · ')) : null;
}

/** Minutes and seconds. @param {number} seconds */
const span = seconds => `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
