'use strict';

const $ = (sel, from = document) => from.querySelector(sel);
const all = (sel, from = document) => [...from.querySelectorAll(sel)];

// make builds an element; text always goes in as text.
function make(tag, props = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) {
    if (k in e && k !== 'role') e[k] = v; else e.setAttribute(k, v);
  }
  e.append(...children.filter(c => c !== null && c !== ''));
  return e;
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

// ---- words with their marks -------------------------------------------------------------------

const tags = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre', blockquote: 'blockquote' };

// marked turns a text with entities into nodes. Offsets count UTF-16 units, as strings do here.
function marked(text, entities, chat) {
  const cuts = new Set([0, text.length]);
  for (const e of entities) { cuts.add(e.Offset); cuts.add(Math.min(e.Offset + e.Length, text.length)); }
  const points = [...cuts].sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i], points[i + 1]];
    let node = document.createTextNode(text.slice(from, to));
    for (const e of entities.filter(e => e.Offset <= from && e.Offset + e.Length >= to)) {
      node = wrap(e, node, text.slice(e.Offset, e.Offset + e.Length), chat);
    }
    nodes.push(node);
  }
  return nodes;
}

function wrap(e, node, words, chat) {
  if (tags[e.Type]) return make(tags[e.Type], {}, node);
  if (e.Type === 'bot_command') {
    const b = make('button', { type: 'button', className: 'command' }, node);
    b.onclick = () => act(chat, { do: 'send', text: words });
    return b;
  }
  const url = e.Type === 'text_link' ? e.URL : e.Type === 'url' ? words : '';
  if (/^https?:\/\//.test(url)) {
    return make('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, node);
  }
  return node;
}

const richTags = new Set(['P', 'BR', 'HR', 'B', 'I', 'U', 'S', 'CODE', 'PRE', 'TABLE', 'TBODY', 'TR', 'TH', 'TD', 'UL', 'OL', 'LI', 'BLOCKQUOTE']);

// rich copies the known elements of a rich message; anything else is left as its words.
function rich(source) {
  const copy = node => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
    const inner = [...node.childNodes].flatMap(copy);
    if (!richTags.has(node.tagName)) return inner;
    const e = make(node.tagName.toLowerCase(), {}, ...inner);
    if (node.getAttribute('align') === 'right') e.className = 'right';
    return [node.tagName === 'TABLE' ? make('div', { className: 'across', tabIndex: 0 }, e) : e];
  };
  return make('div', { className: 'rich' }, ...[...new DOMParser().parseFromString(source, 'text/html').body.childNodes].flatMap(copy));
}

// ---- chats ------------------------------------------------------------------------------------

const kinds = { voice: '🎤 Pesan suara', sticker: '🙂 Stiker', photo: '🖼 Foto', video: '🎬 Video', location: '📍 Lokasi' };
const chats = {};

function drawMessage(m, chat) {
  const wide = (m.buttons || []).length > 0;
  const box = make('div', { className: 'message' + (m.own ? ' own' : '') + (wide ? ' wide' : '') });
  const bubble = make('div', { className: 'bubble' });
  if (chat === 'group' && !m.own) bubble.append(make('span', { className: 'from' }, m.name));
  if (m.file) {
    bubble.append(make('a', { className: 'attachment', href: `/api/file?chat=${chat}&message=${m.id}`, download: m.file },
      make('span', { ariaHidden: 'true' }, '⬇'), make('div', {}, make('b', {}, m.file), make('br'), make('small', {}, size(m.size)))));
  }
  if (m.kind === 'photo') bubble.append(make('img', { className: 'photo', src: `/api/file?chat=${chat}&message=${m.id}`, alt: '',
    onload() { const c = this.closest('.chat'); if (c) c.scrollTop = c.scrollHeight; } }));
  if (m.rich) bubble.append(rich(m.rich));
  const text = m.rich ? '' : m.text || (m.file || m.kind === 'photo' ? '' : kinds[m.kind] || `[${m.kind}]`);
  bubble.append(...marked(text, m.entities || [], chat));
  const meta = make('span', { className: 'meta' }, (m.edited ? 'diedit ' : '') + m.at);
  if (m.own && chat === 'you' && m.kind === 'text' && !m.text.startsWith('/')) {
    const b = make('button', { type: 'button', title: 'Sunting (edit)' }, '✎');
    b.onclick = () => edit(m);
    meta.prepend(b);
  }
  bubble.append(meta);
  box.append(bubble);
  if (wide) box.append(drawKeys(m, chat));
  return box;
}

function drawKeys(m, chat) {
  const keys = make('div', { className: 'keys' });
  for (const row of m.buttons) {
    const line = make('div');
    for (const b of row) {
      if (b.URL) {
        line.append(make('a', { href: /^https?:/.test(b.URL) ? b.URL : '#', target: '_blank', rel: 'noreferrer noopener' }, b.Text));
        continue;
      }
      const key = make('button', { type: 'button', className: b.Style || '' }, b.Text);
      key.onclick = () => { key.classList.add('pressed'); act(chat, { do: 'press', message: m.id, data: b.Data }); };
      line.append(key);
    }
    keys.append(line);
  }
  return keys;
}

const size = n => n < 1024 ? `${n} B` : n < 1048576 ? `${(n / 1024).toFixed(1)} kB` : `${(n / 1048576).toFixed(1)} MB`;

// drawChat keeps what has not changed, so that nothing flickers and focus stays.
function drawChat(chat, list) {
  const c = chats[chat];
  list = list.filter(m => m.kind !== 'service');
  const last = list.length ? list[list.length - 1].id : 0;
  const parts = [];
  let day = '';
  for (const m of list) {
    if (m.day !== day) { day = m.day; parts.push(['day' + m.day, m.day, () => make('div', { className: 'day' }, m.day)]); }
    parts.push(['m' + m.id, JSON.stringify(m), () => drawMessage(m, chat)]);
  }
  if (!list.length) parts.push(['blank', '', () => blank(chat)]);
  const drawn = new Map();
  let at = c.box.firstChild;
  for (const [id, version, draw] of parts) {
    const was = c.drawn.get(id);
    const node = was && was.version === version ? was.node : draw();
    if (was && was.node !== node && was.node.parentNode) {
      if (at === was.node) at = at.nextSibling;
      was.node.replaceWith(node);
    }
    drawn.set(id, { version, node });
    if (node === at) at = at.nextSibling; else c.box.insertBefore(node, at);
  }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
  c.drawn = drawn;
  if (c.low || last > c.last && c.last === 0 || list.length && list[list.length - 1].own) c.box.scrollTop = c.box.scrollHeight;
  if (last > c.last && c.last > 0 && chat === 'owner' && c.phone.hidden) $('[data-tab="owner"]').classList.add('fresh');
  c.last = last;
  c.list = list;
  if (chat === 'you') $('[data-begin]').hidden = list.some(m => m.own);
  steps();
}

function blank(chat) {
  if (chat !== 'you') return make('div', { className: 'blank' }, 'Belum ada pesan. Tulis perintah di bawah.');
  const y = state ? state.you : { name: '', unit: '', nip: '' };
  return make('div', { className: 'blank' }, 'Anda adalah ', make('b', {}, y.name), make('br'), y.unit, make('br'),
    make('small', {}, 'NIP ' + y.nip), make('br'), make('br'), 'Tekan MULAI: itu membuka tautan pribadi Anda.', make('br'),
    make('small', {}, 'Press start: it opens your personal link ' + (y.link || '')));
}

async function act(chat, deed) {
  try {
    const answer = await post('/api/act', { chat, ...deed });
    if (answer.text) say(chat, answer.text, answer.alert);
  } catch (e) {
    say(chat, e.message);
  }
}

function say(chat, text, long) {
  const t = $('.toast', chats[chat].phone);
  t.textContent = text;
  t.classList.add('on');
  clearTimeout(t.timer);
  t.timer = setTimeout(() => t.classList.remove('on'), long ? 7000 : 4000);
}

// base64 reads a file as the server wants its bytes.
const base64 = file => new Promise((done, fail) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
  reader.onerror = () => fail(reader.error);
  reader.readAsDataURL(file);
});

let editing = null;
function edit(m) {
  const form = $('.write', chats.you.phone), input = $('.words', form);
  editing = m.id;
  form.classList.add('editing');
  input.value = m.text;
  input.focus();
}

for (const phone of all('.phone')) {
  const chat = phone.dataset.chat, form = $('.write', phone), input = $('.words', form);
  chats[chat] = { phone, box: $('.chat', phone), drawn: new Map(), last: 0, list: [], low: true };
  new ResizeObserver(() => { if (chats[chat].low) chats[chat].box.scrollTop = chats[chat].box.scrollHeight; }).observe(chats[chat].box);
  chats[chat].box.onscroll = ({ target: t }) => { chats[chat].low = t.scrollHeight - t.scrollTop - t.clientHeight < 60; };
  form.onsubmit = event => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    form.classList.remove('editing');
    act(chat, chat === 'you' && editing ? { do: 'edit', message: editing, text } : { do: 'send', text });
    editing = null;
  };
  input.onkeydown = event => { if (event.key === 'Escape') { editing = null; form.classList.remove('editing'); input.value = ''; } };
  const clip = $('[type=file]', form);
  clip.onchange = async () => {
    for (const f of clip.files) await act(chat, { do: 'file', text: f.name, bytes: await base64(f) });
    clip.value = '';
  };
  for (const b of all('[data-say]', phone)) b.onclick = () => act(chat, { do: 'send', text: b.dataset.say });
  for (const b of all('[data-kind]', phone)) b.onclick = () => act(chat, { do: 'kind', text: b.dataset.kind });
}
$('[data-begin]').onclick = () => act('you', { do: 'start' });
const block = $('[data-block]');
block.onclick = () => {
  const on = block.textContent === 'Blokir';
  block.textContent = on ? 'Buka blokir' : 'Blokir';
  act('you', { do: on ? 'block' : 'unblock' });
};

// ---- the clock --------------------------------------------------------------------------------

for (const b of all('[data-speed]')) {
  b.onclick = () => post('/api/clock', b.dataset.speed === 'pause' ? { pause: true } : { speed: Number(b.dataset.speed) });
}
for (const b of all('[data-jump]')) {
  b.onclick = async () => {
    if (b.dataset.jump === 'morning') passed.morning = true;
    try { await post('/api/clock', { jump: state && state.jumping ? 'stop' : b.dataset.jump }); } catch (e) { say('group', e.message); }
  };
}

let state = null;
const passed = {};

function drawState(s) {
  state = s;
  const open = s.status && s.status.state === 'open';
  $('#time').textContent = s.clock;
  $('#hours').textContent = s.working ? 'jam kerja' : 'di luar jam kerja';
  $('#hours').classList.toggle('quiet', !s.working);
  $('#pace').textContent = s.jumping ? 'melompat…' : s.paused ? 'jeda · 1×' : s.now < s.speed && !open ? '1× · menunggu periode survei dibuka' : s.now < s.speed ? `${s.now}× selagi Anda sibuk` : `${s.now}×`;
  for (const b of all('[data-speed]')) {
    b.setAttribute('aria-pressed', b.dataset.speed === 'pause' ? s.paused : !s.paused && s.speed === Number(b.dataset.speed));
  }
  for (const b of all('[data-jump]')) b.setAttribute('aria-pressed', 'false');
  $('#youline').textContent = `${s.you.name} · ${s.you.unit}`;
  $('#closing').disabled = !open;
  $('[data-open]').dataset.say = '/buka ' + s.survey;
  drawWave(s.status);
  drawCounts(s);
  steps();
}

function figures(list, pairs) {
  const body = pairs.map(([k, v]) => k + v).join('|');
  if (list.body === body) return;
  list.body = body;
  list.replaceChildren(...pairs.map(([k, v]) => make('div', {}, make('dt', {}, k), make('dd', {}, String(v)))));
}

const state_words = { open: 'berjalan', closing: 'sedang ditutup', closed: 'ditutup' };

function drawWave(w) {
  $('#nowave').hidden = !!w;
  $('#meter').hidden = !w;
  if (!w) return;
  const b = w.base, part = n => b.roster ? 100 * n / b.roster : 0;
  $('#wavename').textContent = `${w.id} · ${state_words[w.state] || w.state}`;
  $('#meter').setAttribute('aria-label', `${b.complete} dari ${b.roster} sudah mengirim jawaban`);
  $('#meter .done').style.width = part(b.complete) + '%';
  $('#meter .begun').style.width = part(Math.max(b.started - b.complete, 0)) + '%';
  figures($('#figures'), [
    ['Tingkat partisipasi', (100 * w.response_rate).toFixed(1).replace('.', ',') + '%'], ['Sudah mengirim', `${b.complete} / ${b.roster}`],
    ['Terdaftar', b.registered], ['Diundang', b.invited], ['Mulai mengisi', b.started], ['Pengingat', w.reminders],
    ['Tidak bersedia', w.declined], ['Memblokir', w.blocked],
  ]);
  const units = w.units || [], body = JSON.stringify(units);
  if ($('#units').body === body) return;
  $('#units').body = body;
  $('#units').replaceChildren(...units.map(u => {
    const bar = make('span', { className: 'done' });
    bar.style.width = (u.roster ? 100 * u.responded / u.roster : 0) + '%';
    return make('li', {}, make('span', {}, u.name), make('span', {}, `${u.responded} / ${u.roster}`), make('div', { className: 'meter' }, bar));
  }));
}

function drawCounts(s) {
  const c = s.counts, rest = Object.keys(c).filter(k => k !== 'update').sort((a, b) => c[b] - c[a]);
  figures($('#counts'), [['pembaruan (updates)', c.update || 0], ['ditolak 429', s.refused], ...rest.slice(0, 7).map(k => [k, c[k]])]);
}

function drawTraffic(lines) {
  const list = $('#traffic'), low = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  for (const l of lines.slice(-80)) {
    const bad = l.status && l.status !== 200;
    list.append(make('li', { className: bad ? 'bad' : l.up ? 'up' : 'down' }, make('time', {}, l.at), make('b', {}, l.up ? '↑' : '↓'),
      make('span', {}, l.what + (bad ? ' ' + l.status : '')), make('span', {}, l.who)));
  }
  while (list.children.length > 150) list.firstChild.remove();
  if (low) list.scrollTop = list.scrollHeight;
}

// ---- what to do next --------------------------------------------------------------------------

function steps() {
  const you = chats.you.list, w = state && state.status;
  const bot = you.filter(m => m.bot).map(m => m.text).join('\n');
  const done = {
    start: you.some(m => m.own), open: !!w, answer: passed.answer || bot.includes('Jawaban Anda sudah kami terima'),
    morning: passed.morning, close: !!w && w.state === 'closed',
    results: chats.group.list.some(m => m.bot && m.text.startsWith('📈')),
  };
  passed.answer = done.answer;
  let next = false;
  for (const li of all('#steps li')) {
    const ok = !!done[li.dataset.step];
    li.classList.toggle('done', ok);
    li.classList.toggle('next', !ok && !next);
    next = next || !ok;
  }
  for (const b of all('.hint')) b.classList.toggle('glow', !w || w.state === 'closed');
}

// ---- how it looks -----------------------------------------------------------------------------

const root = document.documentElement, keep = window.localStorage;
function theme(name) { root.dataset.theme = name; keep.setItem('theme', name); }
theme(keep.getItem('theme') || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
$('#theme').onclick = () => theme(root.dataset.theme === 'dark' ? 'light' : 'dark');
function large(on) {
  root.toggleAttribute('data-large', on);
  $('#larger').setAttribute('aria-pressed', on);
  keep.setItem('large', on ? '1' : '');
  requestAnimationFrame(() => { for (const c of Object.values(chats)) if (c.low) c.box.scrollTop = c.box.scrollHeight; });
}
large(keep.getItem('large') === '1');
$('#larger').onclick = () => large(!root.hasAttribute('data-large'));
for (const b of all('[data-go]')) b.onclick = () => view(b.dataset.go);
function view(name) {
  document.body.dataset.view = name;
  for (const b of all('[data-go]')) b.setAttribute('aria-current', b.dataset.go === name);
  for (const c of Object.values(chats)) c.box.scrollTop = c.box.scrollHeight;
}
for (const b of all('[data-tab]')) {
  b.onclick = () => {
    b.classList.remove('fresh');
    for (const o of all('[data-tab]')) {
      o.setAttribute('aria-selected', o === b);
      chats[o.dataset.tab].phone.hidden = o !== b;
    }
    const c = chats[b.dataset.tab];
    c.box.scrollTop = c.box.scrollHeight;
  };
}

// ---- news -------------------------------------------------------------------------------------

const source = new EventSource('/api/events');
const read = (name, draw) => source.addEventListener(name, e => { $('#lost').hidden = true; draw(JSON.parse(e.data)); });
read('state', drawState);
read('traffic', drawTraffic);
for (const chat of Object.keys(chats)) read(chat, list => drawChat(chat, list));
source.onerror = () => { $('#lost').hidden = false; };
