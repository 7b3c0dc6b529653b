// @ts-check
// Everything of the shell that needs no server: keys, theme, copying, the help dialog and the reconnect banner.
// It works while the circuit is down, which is when the banner is needed.

const keysOffKey = 'keys-off';
const pages = { o: '/', a: '/alerts', w: '/wall', p: '/scores', d: '/devices', g: '/gateways', q: '/quarantine', b: '/bench', c: '/commands', l: '/claims', k: '/certificates', s: '/simulator', e: '/evidence', n: '/notifications', y: '/care', u: '/duty', r: '/rules', i: '/quality', t: '/classes', f: '/packs' };
/** How long after `g` the second letter counts, in milliseconds: slow enough for one hand, short enough to be forgotten. */
const chordMs = 1500;
let chordUntil = 0;

const keysOff = () => localStorage.getItem(keysOffKey) === '1';

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** @param {string} url */
function go(url) {
  const blazor = /** @type {any} */ (window).Blazor;
  if (blazor?.navigateTo) blazor.navigateTo(url); else location.assign(url);
}

/** @returns {HTMLElement[]} */
const rows = () => [...document.querySelectorAll('main [data-row], main .grid-frame tbody tr')].map((row) => /** @type {HTMLElement} */ (row));

/** @param {number} step */
function moveRow(step) {
  const all = rows();
  if (all.length === 0) return;
  const active = document.activeElement;
  const at = all.findIndex((row) => row === active || row.contains(active));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

const help = () => /** @type {HTMLDialogElement | null} */ (document.getElementById('help'));

/** What had the focus before a drawer or dialog opened: it gets it back. @type {HTMLElement | null} */
let opener = null;
/** How long what was asked for may take to appear or go, in milliseconds: a round trip to the server, and its answer. */
const settleMs = 3000;
const focusable = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** Calls `then` once `ready` holds, at the next changes of the page; gives up after a while. @param {() => boolean} ready @param {() => void} then */
function when(ready, then) {
  if (ready()) { then(); return; }
  const stop = () => { observer.disconnect(); clearTimeout(timer); };
  const observer = new MutationObserver(() => { if (ready()) { stop(); then(); } });
  const timer = setTimeout(stop, settleMs);
  observer.observe(document.body, { childList: true, subtree: true });
}

/** By keyboard, what a row opens is gone to: it stands behind all other rows. @param {HTMLElement} button */
function enterDrawer(button) {
  const active = document.activeElement;
  opener = active instanceof HTMLElement && button.closest('tr')?.contains(active) ? active : button;
  const before = document.querySelector('main aside');
  const drawer = () => /** @type {HTMLElement | null} */ (document.querySelector('main aside'));
  when(() => drawer() !== null && drawer() !== before, () => { const now = drawer(); if (now) { now.tabIndex = -1; now.focus(); } });
}

/** @param {HTMLElement} closer */
function leave(closer) {
  const back = opener, closed = closer.closest('aside, .overlay');
  opener = null;
  if (!back || !closed) return;
  when(() => !closed.isConnected, () => { [giveBackTo, giveBackUntil] = [back, performance.now() + giveBackMs]; giveBack(); });
}

/** The router puts the focus on the heading when the address changes, before or after this: for a moment it goes on from there. */
const giveBackMs = 1000;
/** @type {HTMLElement | null} */
let giveBackTo = null;
let giveBackUntil = 0;

/** @param {HTMLElement} row */
const nameOf = (row) => (row.querySelector('[data-open]') ?? row).textContent;

function giveBack() {
  const active = document.activeElement;
  const isNobodys = !active || active === document.body || active.matches('h1');
  if (!giveBackTo || !isNobodys || performance.now() >= giveBackUntil) return;
  if (!giveBackTo.isConnected) {
    // A virtualised list may have drawn its rows anew, now that it has more room.
    const name = nameOf(giveBackTo);
    giveBackTo = rows().find((row) => nameOf(row) === name) ?? null;
    if (giveBackTo) giveBackTo.tabIndex = -1;
  }
  giveBackTo?.focus();
}

/** The Tab key stays within an open dialog of a page. @param {KeyboardEvent} event */
function keepInside(event) {
  const dialog = [...document.querySelectorAll('.overlay > section')].pop();
  if (!dialog) return;
  const stops = [...dialog.querySelectorAll(focusable)].map((stop) => /** @type {HTMLElement} */ (stop)).filter((stop) => stop.offsetParent !== null);
  const first = stops[0], last = stops[stops.length - 1];
  if (!first) return;
  const active = document.activeElement;
  const outside = !dialog.contains(active);
  if (event.shiftKey ? outside || active === first || active === dialog : outside || active === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

function close() {
  const dialog = help();
  if (dialog?.open) { dialog.close(); return true; }
  const closers = document.querySelectorAll('[data-close]');
  const last = /** @type {HTMLElement | undefined} */ (closers[closers.length - 1]);
  last?.click();
  return last !== undefined;
}

/** Presses a button of the page, if there is one. @param {string} selector */
function press(selector) {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(`main ${selector}`));
  if (!button || button.disabled) return false;
  button.click();
  return true;
}

/** Presses something in the row that has the focus. @param {string} selector */
function pressInRow(selector) {
  const part = /** @type {HTMLElement | null} */ (document.activeElement?.closest('[data-row]')?.querySelector(selector) ?? null);
  part?.click();
  return part !== null;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  giveBackTo = null; // Whoever presses a key decides where the focus is.
  if (event.key === 'Escape') { if (close()) event.preventDefault(); return; }
  if (event.key === 'Tab') { keepInside(event); return; }
  if (event.key === 'Enter' && document.activeElement?.matches('[data-row], .grid-frame tbody tr')) {
    /** @type {HTMLElement | null} */ (document.activeElement.querySelector('[data-open]'))?.click();
    return;
  }
  if (keysOff() || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || help()?.open) return;
  if (performance.now() < chordUntil) {
    chordUntil = 0;
    const url = pages[/** @type {keyof typeof pages} */ (event.key)];
    if (url) { event.preventDefault(); go(url); }
    return;
  }
  switch (event.key) {
    case 'g': chordUntil = performance.now() + chordMs; break;
    case 'j': moveRow(1); break;
    case 'k': moveRow(-1); break;
    case 'm': {
      const map = /** @type {HTMLElement | null} */ (document.querySelector('main [data-map]'));
      if (!map) return;
      map.click();
      break;
    }
    case '?': help()?.showModal(); break;
    case '[': if (!press('[data-step-back]')) return; break;
    case ']': if (!press('[data-step-on]')) return; break;
    case 'a': if (!pressInRow('[data-accept-row]') && !press('[data-accept]')) return; break;
    case 'A': if (!press('[data-accept-all]')) return; break;
    case 'x': if (!pressInRow('[data-choose]')) return; break;
    case 'r': if (!press('[data-refuse]')) return; break;
    case 'l': if (!press('[data-live]')) return; break;
    case ' ': if (document.activeElement?.matches('a, button, summary, [role]') || !press('[data-play]')) return; break;
    case '/': {
      const search = /** @type {HTMLElement | null} */ (document.querySelector('main [data-search]'));
      if (!search) return;
      search.focus();
      break;
    }
    default: return;
  }
  event.preventDefault();
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const next = dark ? 'light' : 'dark';
  root.dataset.theme = next;
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  document.dispatchEvent(new CustomEvent('themechange'));
}

/** @param {HTMLElement} button */
async function copy(button) {
  const source = document.getElementById(button.dataset.copy ?? '');
  if (!source) return;
  const said = /** @type {HTMLElement | null} */ (document.getElementById('shell-said'));
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    if (said) said.textContent = button.dataset.copied ?? '';
  } catch {
    // No clipboard on plain http from another machine: select the text, so that Ctrl+C does it.
    getSelection()?.selectAllChildren(source);
    if (said) said.textContent = button.dataset.selected ?? '';
  }
}

function switchKeys() {
  if (keysOff()) localStorage.removeItem(keysOffKey); else localStorage.setItem(keysOffKey, '1');
  showKeysState();
}

function showKeysState() {
  document.querySelector('[data-keys-switch]')?.setAttribute('aria-pressed', String(!keysOff()));
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('[data-theme-switch]')) switchTheme();
  else if (target?.closest('[data-help]')) { showKeysState(); help()?.showModal(); }
  else if (target?.closest('[data-help-close]')) help()?.close();
  else if (target?.closest('[data-keys-switch]')) switchKeys();
  else if (target?.closest('[data-reconnect]')) reconnect();
  else {
    const closer = /** @type {HTMLElement | null} */ (target?.closest('[data-close]'));
    if (closer) leave(closer);
    const row = /** @type {HTMLElement | null} */ (target?.closest('button[data-open]'));
    // A click without a pointer came from the keyboard.
    if (row && event.detail === 0) enterDrawer(row);
    const language = /** @type {HTMLAnchorElement | null} */ (target?.closest('a[data-language]'));
    if (language) { // The page the person is on now, not the one that was first loaded.
      const here = new URL(location.href);
      here.searchParams.delete('culture');
      language.href = `/console/language?to=${language.dataset.language}&back=${encodeURIComponent(here.pathname + here.search)}`;
    }
    const button = /** @type {HTMLElement | null} */ (target?.closest('[data-copy]'));
    if (button) copy(button);
  }
}

async function reconnect() {
  const blazor = /** @type {any} */ (window).Blazor;
  try {
    if (await blazor.reconnect()) return;
    if (await blazor.resumeCircuit?.()) return;
  } catch {
    // The server is still away: what is on screen is worth more than the browser's error page.
    document.getElementById('components-reconnect-modal')?.setAttribute('data-state', 'failed');
    return;
  }
  reload();
}

/** How often a server that is not there is asked for, in milliseconds, before the page is loaded anew: a wall has nobody to press a key. */
const askMs = 3000;

/** Loads the page anew, once the server is there: the browser's own page about errors would stay for ever. */
async function reload() {
  try {
    if ((await fetch('/health/live', { cache: 'no-store' })).ok) { location.reload(); return; }
  } catch {
    // Not there yet.
  }
  setTimeout(reload, askMs);
}

/** @param {Event} event */
function onConnection(event) {
  const banner = document.getElementById('components-reconnect-modal');
  if (!banner) return;
  const state = /** @type {CustomEvent} */ (event).detail.state;
  banner.dataset.state = state;
  banner.hidden = state === 'hide';
  document.documentElement.classList.toggle('frozen', state !== 'hide');
  if (state === 'rejected' || state === 'resume-failed') reload();
}

document.addEventListener('keydown', onKey);
document.addEventListener('click', onClick);
document.addEventListener('focusin', (event) => {
  if (event.target instanceof Element && event.target.matches('h1')) giveBack();
  const from = event.relatedTarget;
  if (event.target instanceof Element && event.target.matches('.overlay > section') && from instanceof HTMLElement && !from.closest('.overlay')) opener = from;
});
document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', onConnection);
showKeysState();
