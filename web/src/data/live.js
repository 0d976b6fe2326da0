/** The change feed. Reconnects by itself, ever more slowly, and says so after a gap, since a change may have been missed. */

/**
 * @param {{hello: (now: {seq: number}) => void, change: (change: import('../core/contract.js').Change) => void,
 *     presence: (now: {plan: number, editors: import('../core/contract.js').Editor[]}) => void,
 *     plan: (now: import('../core/contract.js').PlanChange) => void, state: (live: boolean) => void,
 *     gap: () => void}} on `hello` says how far the server is when the feed begins; `gap` is called when it is back after
 *     it was lost
 */
export function followChanges(on) {
    let wait = 1000;
    let lost = false;

    function open() {
        const events = new EventSource('/api/events');
        events.onopen = () => {
            wait = 1000;
            on.state(true);
            if (lost) on.gap();
            lost = false;
        };
        events.addEventListener('hello', event => on.hello(JSON.parse(event.data)));
        events.addEventListener('change', event => on.change(JSON.parse(event.data)));
        events.addEventListener('plan', event => on.plan(JSON.parse(event.data)));
        events.addEventListener('presence', event => on.presence(JSON.parse(event.data)));
        events.onerror = () => {
            events.close();
            lost = true;
            on.state(false);
            setTimeout(open, wait * (0.75 + Math.random() / 2));
            wait = Math.min(30_000, wait * 2);
        };
    }

    open();
}
