// A part of a page that updates by itself stays as its reader left it: what was opened stays open.
(() => {
    let open = [];
    document.addEventListener('htmx:beforeSwap', () => {
        open = [...document.querySelectorAll('#live details[open][id]')].map(details => details.id);
    });
    document.addEventListener('htmx:afterSwap', () => {
        open.forEach(id => document.getElementById(id)?.setAttribute('open', ''));
    });
})();
