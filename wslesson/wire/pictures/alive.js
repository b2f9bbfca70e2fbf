/* A picture comes alive. Wherever this script runs, each <ws-picture> shows, in place of its <img>, the same drawing with
   controls below, in a shadow root: no style leaks out or in. Elsewhere the image stays. Its data-kind says what it can do:
     fields: point at a field, and read what it is; turn one of its bits over
     stream: drag the cuts through the bytes: what has arrived, what is complete, what is missing?
     steps:  play a conversation, one arrow after the other, with the bytes of each in boxes
     frames: of many drawings in one, show one at a time;  walk: go along a path through a drawing that stays whole */
(() => {
  /* The colours are those of shapes.py, of both themes: a test compares them. */
  const LOOK = new CSSStyleSheet();
  LOOK.replaceSync(`
    :host { display: block; color: inherit; font: 14px/1.45 system-ui, sans-serif;
      --muted: light-dark(#475569, #c3cedb); --card: light-dark(#ffffff, #111827); --http: light-dark(#1d4ed8, #93b4fd);
      --data: light-dark(#15803d, #6ee7a0); --control: light-dark(#a16207, #fcd34d); --close: light-dark(#b91c1c, #fda4a4);
      --f0: light-dark(#dbeafe, #1e3a6e); --f1: light-dark(#e8edf3, #334155); --f2: light-dark(#dcfce7, #14472a); --f3: light-dark(#fef3c7, #5a3a0a);
      --f4: light-dark(#fae8ff, #571a5e); --f5: light-dark(#cffafe, #0f4756); --f6: light-dark(#ffedd5, #5f2812); --f7: light-dark(#ecfccb, #33480f) }
    .strip, .told { max-width: 836px; margin-top: 6px } .strip { display: flex; flex-wrap: wrap; gap: 6px; align-items: center }
    button { font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px; padding: 3px 10px; min-height: 28px }
    button, input, g[data-flips] { cursor: pointer } [data-kind=stream] { cursor: ew-resize; touch-action: pan-y; user-select: none }
    input { flex: 1 1 120px; min-width: 80px; max-width: 420px; height: 28px; margin: 0; accent-color: var(--http) }
    .told { min-height: 4.6em; overflow-wrap: anywhere; white-space: pre-wrap } mark { padding: 1px 0; border-radius: 2px }
    svg { display: block; max-width: 100%; height: auto } b { display: block; margin: 2px 0 } b:only-child, b + b, .stream b { font-weight: normal }
    .stream b:not(:only-child) { padding-left: 10px; border-left: 5px solid gray }
    .stream b:nth-last-child(3) { border-color: var(--data) } .stream b:nth-last-child(2) { border-color: var(--control) }
    i { display: inline-block; vertical-align: top; font-style: normal; text-align: center; padding: 3px 9px; border: 1px solid gray }
    i { margin: 3px -1px 0 0 } mark { background: var(--http); color: var(--card) } .under { stroke: var(--control) } .read { stroke: var(--data) }
    code { font-size: 13px } small { display: block; font-size: 11px; min-height: 1.45em; color: var(--muted) }
    .later, .moved { visibility: hidden } .wait :not(text, tspan) { opacity: .3 } .wait text, text.wait { fill: var(--muted) }
    .now path, .mark, .under { stroke-width: 3 } .mark { fill: none; stroke: var(--http); pointer-events: none }
    .cut { fill: var(--close); stroke: var(--close); stroke-width: 2.5 } .chosen { fill: var(--http); stroke: var(--http) }
    .over { fill: var(--close); font-weight: bold; text-decoration: underline } g path { animation: none !important }
    @media (prefers-reduced-motion: no-preference) { .now { animation: come .3s !important } @keyframes come { from { opacity: 0 } } }
    @media print { .strip, .told, .mark { display: none } .later { visibility: visible } .wait * { opacity: 1 } }`);
  const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
  const shown = bytes => new TextDecoder().decode(bytes).replace(/\r/g, '\\r').replace(/\n/g, '\\n').replace(/ /g, '␣').replace(/[\ufffd\0-\x1f]/g, '·');
  const filled = (element, attributes, children = []) => {  // a string among the children is text, never HTML
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  };
  const make = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);
  const draw = (svg, name, attributes = {}, ...children) =>
    svg.appendChild(filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children));

  /* Lay out what an arrow carries: lines of fill|name|content|value are boxes, another text stays as it is. */
  const boxesOf = wire => !/^f\d\|/.test(wire) ? [wire] : wire.split('\n').map(row => {
    const [fill, name, content, ...value] = row.split('|');
    const box = make('i', {}, make('small', {}, name), content, make('small', {}, value.join('|')));
    box.style.background = `var(--${fill})`;
    return box;
  });

  /* Read the drawing inside of an image. A drawing of no known kind is left alone. */
  function read(img) {
    const text = decodeURIComponent(img.src.slice(img.src.indexOf(',') + 1)).replaceAll('¶', '&#10;');
    const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
    for (const name of ['say', 'at', 'wire', 'flips']) {  // what a part tells is in the root: its lines, by their numbers
      const [order = '', ...lines] = svg.dataset[name]?.split('\n') ?? [];
      order.split(' ').forEach((own, i) => { if (own) all(svg, 'g')[i].dataset[name] = own.split('.').map(n => lines[n]).join('\n'); });
    }
    const viewBox = `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`;
    return filled(svg, {viewBox, role: 'img', 'aria-label': img.alt});
  }

  /* An image follows the color-scheme around it; a drawing in the page, the system. So each dark colour joins its light twin. */
  function sheetOf(svg) {
    const sheet = new CSSStyleSheet(), style = svg.querySelector('style');
    sheet.replaceSync(style.textContent);
    style.remove();
    const light = [...sheet.cssRules], dark = [...light.pop().cssRules];
    dark.forEach(({style: night}, n) => {
      const day = light[light.length - dark.length + n].style;
      for (const name of night) day[name] = `light-dark(${day[name]}, ${night[name]})`;
    });
    sheet.deleteRule(light.length);
    return sheet;
  }

  /* Return what stands nearest to the pointer: digits are small, their cells are not. */
  function nearest(svg, texts, {clientX, clientY}) {
    const {x, y} = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    const far = text => Math.hypot(text.getAttribute('x') - x, 4 * (text.getAttribute('y') - 5 - y));
    return texts.reduce((best, text) => far(text) < far(best) ? text : best, texts[0]);
  }

  const bytesOf = svg => Uint8Array.from(svg.dataset.hex?.match(/../g) ?? [], pair => parseInt(pair, 16));
  const all = (element, selector) => [...element?.querySelectorAll(selector) ?? []];
  const digitsOf = part => all(part, 'text:not(.small)');

  /* Go along a path through the parts. What is still to come is hidden, or only pale where the drawing stays whole. */
  function along(svg, parts, path, whole) {
    const labels = parts.map(part => part.querySelector('text.halo, text'));
    const {tour, near = ''} = svg.dataset, belong = near.split(';').map(row => row.split(' ').map(Number));
    let here, aside;  // the place on the path; a part that was clicked and is not on it
    const show = n => {
      const part = aside ?? path[n - 1], alone = tour || aside !== undefined;
      const lit = alone ? [part, ...belong[part] ?? []] : path.slice(0, n);
      [here, aside] = [n];
      parts.forEach((each, i) => {
        each.classList.toggle('now', i === part);
        each.classList.toggle(whole ? 'wait' : 'later', !lit.includes(i) && !(whole && part === undefined));
      });
      const {wire = '', say = ''} = parts[part]?.dataset ?? {};
      return [wire, say, `step ${n} of ${path.length}`];
    };
    const point = (event, go) => {
      const part = labels.indexOf(nearest(svg, labels, event)), n = path.indexOf(part) + 1;
      if (!n) aside = part;
      go(n || here);
    };
    return {most: path.length, first: whole ? 0 : path.length, ask: svg.dataset.ask ?? 'Play it, or go step by step.', plays: true, show, point};
  }

  /* Each kind returns where to begin, what to ask for, what to show at place n ([bytes, words, its name]), what a pointer does. */
  const KINDS = {
    steps: (svg, parts) => along(svg, parts, [...parts.keys()], false),
    walk: (svg, parts) => along(svg, parts, (svg.dataset.tour ?? svg.dataset.walk ?? '').split(' ').filter(Boolean).map(Number), true),
    frames(svg, parts) {
      const most = parts.length, first = parts.findIndex(part => !part.hasAttribute('display')) + 1;
      const show = n => {
        parts.forEach((part, i) => i === n - 1 ? part.removeAttribute('display') : part.setAttribute('display', 'none'));
        return ['', parts[n - 1].dataset.say, parts[n - 1].dataset.at ?? `${n} of ${most}`];
      };
      return {least: 1, most, first, at: parts[first - 1]?.dataset.at, ask: svg.dataset.ask, show, plays: true};
    },
    stream(svg, parts) {
      const bytes = bytesOf(svg), size = +svg.dataset.size, full = parts.filter(part => +part.dataset.size);
      const reads = (svg.dataset.reads ?? '').split('\n').map(row => row.split('|'));
      const fills = full.map(part => part.querySelector('rect').getAttribute('class'));
      const texts = full.flatMap(digitsOf), cells = full.flatMap(part => digitsOf(part).map((text, i) =>  // of 48 x 56 pixels
        ({n: +part.dataset.at + i, x: text.getAttribute('x') - 24, y: text.getAttribute('y') - 33})));
      const cuts = full.slice(1).map(part => +part.dataset.at), under = draw(svg, 'g'), over = draw(svg, 'g');
      if (!cuts.length) cuts.push(bytes.length);
      let chosen = -1;  // the cut up to which all has arrived: none yet; after the last, the end of the stream
      for (const each of [...full.flatMap(part => all(part, 'rect, rect + text, path')), ...all(svg, 'path.bold')]) each.remove();
      full[0]?.before(under);
      const redraw = (now, start) => {
        for (const layer of [under, over]) layer.replaceChildren();
        const begins = [...new Set([0, ...cuts])];
        for (const {n, x, y} of cells) {
          const i = begins.findLastIndex(begin => begin <= n);
          draw(under, 'rect', {class: fills[i % 2] ?? 'f1', x, y, width: 48, height: 56});
          const name = begins[i + 1] === n + 1 ? i + 1 : `piece ${i + 1}`;
          if (begins[i] === n) draw(over, 'text', {class: 'muted small', 'text-anchor': 'start', x: x + 2, y: y + 14}, name);
          if (n < now) draw(under, 'path', {class: n < start ? 'under read' : 'under', d: `M${x + 2} ${y + 54.5}h44`});
        }
        cuts.forEach((at, i) => {
          const cell = cells.find(({n}) => n === at) ?? cells.find(({n}) => n === at - 1), x = cell?.x + 48 * (cell?.n < at);
          if (!cell) return;
          const look = now >= 0 && i === chosen ? 'cut chosen' : 'cut';
          draw(over, 'path', {class: look, d: `M${x} ${cell.y - 6}v68`});
          draw(over, 'circle', {class: look, cx: x, cy: cell.y - 2, r: 5});
        });
      };
      const side = (name, from, to, size = to - from) => {
        const text = `'${shown(bytes.subarray(from, to)).slice(0, 60)}${to - from > 60 ? '…' : ''}'`;
        return size ? `${name}: ${count(size, 'byte')} ${text}` : `${name}: nothing`;
      };
      const show = n => {
        if (chosen === cuts.length && n < bytes.length) chosen--;
        chosen = Math.max(chosen, 0);
        if (chosen < cuts.length) {
          n = Math.max(cuts[chosen - 1] ?? 0, Math.min(n, cuts[chosen + 1] ?? bytes.length));
          if (n !== cuts[chosen]) svg.querySelector('.warn')?.classList.add('moved');  // it speaks of the cuts as they were
          cuts[chosen] = n;
        }
        const [, start = 0, begin, end, complete, missing = ''] = reads.findLast(([at]) => at && at <= n) ?? [];
        redraw(n, +start);
        texts.forEach((text, i) => text.classList.toggle('wait', cells[i].n >= n));
        const lacks = missing.replace('{have}', n - begin).replace('{left}', end - n);
        const inside = (bytes[n] & 0xc0) === 0x80 ? ' The cut is inside a character: decode() refuses either side.' : '';
        const said = [`${side('In the buffer', +start, n)}. ${lacks}${inside}`.trim(), side('On the way', n, bytes.length, size - n)];
        if (complete) said.unshift(`Complete: ${complete}`);
        return ['', said.join('\n'), `cut ${chosen + 1}, after ${n} of ${count(size, 'byte')}`, n];
      };
      const point = (event, go) => {
        if (event.type === 'click' || !svg.hasPointerCapture(event.pointerId)) return;
        const text = nearest(svg, texts, event), {left, width} = text.getBoundingClientRect();
        const n = cells[texts.indexOf(text)].n + (event.clientX > left + width / 2), far = at => Math.abs(at - n);
        if (event.type === 'pointerdown') chosen = cuts.reduce((best, at, i) => far(at) < far(cuts[best]) ? i : best, 0);
        go(n);
      };
      redraw(-1, 0);
      return {most: bytes.length, first: cuts[0], ask: svg.dataset.ask, show, point, plays: true, drags: true,
        step: (n, by) => chosen + by === -1 ? n - 1 : cuts[chosen = Math.max(0, Math.min(chosen + by, cuts.length))] ?? bytes.length,
        last: () => chosen === cuts.length, begin: () => cuts[chosen = 0]};
    },
    fields(svg, parts) {
      const bytes = bytesOf(svg), rest = bytes.length === 64 ? ' …' : '';
      const {noun = 'field'} = svg.dataset, bits = parts.findIndex(part => part.dataset.flips);
      const places = (svg.dataset.bits ?? '').split(' '), was = all(svg, 'g[data-flips] text').map(text => [text, text.textContent]);
      let chosen, marks = [], turned;  // the digit of the bit that is turned over
      const show = n => {
        const part = chosen = parts[n - 1], {say = '', flips} = part?.dataset ?? {}, name = say.split(/[,:]/)[0];
        const [begin, end = places[n]] = (places[n - 1] ?? '').split('-'), now = bytes.slice();  // both are bits
        let words = say;
        marks.forEach(mark => mark.remove());
        marks = all(part, 'rect, circle').map(shape => filled(svg.appendChild(shape.cloneNode()), {class: 'mark'}));
        if (turned?.parentNode !== part) turned = null;
        for (const [text, content] of was) {
          text.textContent = content;
          text.classList.toggle('over', text === turned);
        }
        if (turned) {
          turned.textContent = 1 - turned.textContent;
          const digits = digitsOf(part), number = digits.indexOf(turned), [means, answer] = flips.split('|').slice(2 * number);
          const value = `= ${parseInt(digits.map(text => text.textContent).join(''), 2)}`;
          all(part, '.small').filter(text => /^= \d/.test(text.textContent)).forEach(text => { text.textContent = value; });
          now[+begin + number >> 3] ^= 0x80 >> (+begin + number & 7);
          words = `${name} ${value}. ${means}\n${svg.dataset.answers.split('\n')[answer]}`;
        }
        const pairs = [...now].map(byte => byte.toString(16).padStart(2, '0'));
        const hex = pairs.flatMap((pair, i) => [begin < 8 * i + 8 && 8 * i < parseInt(end) ? make('mark', {}, pair) : pair, ' ']);
        return [[...hex, rest], words, `${noun} ${n} of ${parts.length}`];
      };
      const turn = text => { turned = text === turned ? null : text; };
      const point = (event, go) => {
        const part = event.target.closest('g'), clicks = event.type === 'click';
        if (!part || !clicks && (turned || part === chosen)) return;  // on its way to the words, a hand turns nothing back
        if (clicks && part.dataset.flips) turn(nearest(svg, digitsOf(part), event));
        go(parts.indexOf(part) + 1);
      };
      const press = n => {  // the button: from bit to bit of this field, or of the first that has any, then back
        const at = parts[n - 1]?.dataset.flips ? n - 1 : bits, digits = digitsOf(parts[at]);
        turn(digits[digits.indexOf(turned) + 1] ?? turned);
        return at + 1;
      };
      return {most: parts.length, first: 0, ask: svg.dataset.ask ?? `Point at a ${noun}, or step through them.`, show, point, press: bits >= 0 && press};
    },
  };

  class Live extends HTMLElement {
    disconnectedCallback() { this.pause?.(); }
    connectedCallback() { if (!this.shadowRoot) this.wake(); }  // a notebook takes cells out of the page, and puts them back
    wake() {
      this.pause?.();
      const img = this.querySelector('img'), svg = img && read(img), kind = KINDS[svg?.dataset.kind];
      if (!kind || !svg.querySelector('g')) return;  // of nothing there is nothing to show
      const parts = all(svg, 'g'), {least = 0, most, first, at, ask = '', show, point, plays, press, ...own} = kind(svg, parts);
      const {step = (n, by) => n + by, last = () => place === most, begin = () => 1, drags} = own;
      let place = first, fresh, timer;
      const range = make('input', {type: 'range', min: least, max: most, 'aria-label': 'Place in the picture'});
      const code = make('code'), words = make('div'), told = make('div', {class: `told ${svg.dataset.kind}`, 'aria-live': 'polite'});
      told.append(...plays ? [words, code] : [code, words]);
      const tell = text => words.replaceChildren(...text.split('\n').map(line => make('b', {}, line)));
      const go = n => {
        const [bytes, text, where, at] = show(place = Math.max(least, Math.min(n, most)));
        place = at ?? place;
        code.replaceChildren(...typeof bytes === 'string' ? boxesOf(bytes) : bytes);
        tell(text || ask);
        filled(range, {'aria-valuetext': where}).value = place;
        keep();
        fresh = false;
      };
      const keep = () => { told.style.minHeight = `${Math.ceil(told.getBoundingClientRect().height)}px`; };  // what is below stays where it is
      const button = (name, act) => Object.assign(make('button', {type: 'button'}, name), {onclick: act});
      this.pause = () => { timer = clearInterval(timer); play.textContent = 'Play'; };
      const move = n => { this.pause(); go(n); }, next = () => last() ? begin() : step(place, 1);
      const play = button('Play', () => {
        if (timer) return this.pause();
        go(fresh ? begin() : next());
        play.textContent = 'Pause';
        timer = setInterval(() => last() ? this.pause() : go(next()), 1400);
      });
      const buttons = [button('Back', () => move(step(place, -1))), ...plays ? [play] : [], button('Forward', () => move(next()))];
      if (press) buttons.push(button('Turn a bit over', () => go(press(place))));
      if (press || drags) buttons.push(button('Reset', () => { this.wake(); root.querySelector('input').focus(); }));
      const keys = make('small', {}, `Keys: ← → ${drags ? 'move a cut, ↑ ↓ choose one' : 'step'}${plays ? ', Space plays' : press ? ', Space turns a bit' : ''}`);
      range.addEventListener('input', () => move(+range.value));
      for (const type of ['pointerdown', 'pointermove', 'click']) svg.addEventListener(type, event => {
        if (drags && type === 'pointerdown') svg.setPointerCapture(event.pointerId);
        if (!plays || drags || type === 'click') point?.(event, move);
        if (type === 'click') range.focus({preventScroll: true});  // the arrow keys go on from there
      });
      this.onkeydown = event => {  // a slider knows what to do with arrows, Home and End; a button, with Space and Enter
        const {key} = event, slides = event.composedPath()[0] === range;
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (drags && /^Arrow(Up|Down)$/.test(key)) move(step(place, key === 'ArrowUp' ? -1 : 1));
        else if (!slides && /^Arrow/.test(key)) move(place + (/Left|Down/.test(key) ? -1 : 1));
        else if (!slides && /^(Home|End)$/.test(key)) move(key === 'Home' ? least : most);
        else if (key === 'Escape') root.activeElement.blur();  // the page has the keys again
        else if (slides && /^( |Enter)$/.test(key) && (plays || press)) (plays ? play : buttons[2]).click();
        else return;
        event.preventDefault();
      };
      const root = this.shadowRoot ?? this.attachShadow({mode: 'open'});
      root.adoptedStyleSheets = [sheetOf(svg), LOOK];
      const title = img.alt.split('\n')[0], strip = {class: 'strip', role: 'group', 'aria-label': `Controls. ${title}`};
      root.replaceChildren(svg, make('div', strip, ...buttons, range, keys), told);
      if (first) filled(range, {'aria-valuetext': at ?? `${first} of ${most}`}).value = first;  // it is as it was, until it is asked
      else go(first);
      tell(parts.reduce((longest, {dataset: {say = ''}}) => say.length > longest.length ? say : longest, ask));
      keep();
      tell(ask);
      fresh = true;
      this.setAttribute('data-lm-suppress-shortcuts', 'true');  // JupyterLab's keys are not for us, nor ours for it
    }
  }
  const begin = () => customElements.get('ws-picture') ?? customElements.define('ws-picture', Live);
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', begin) : begin();  // some have no image yet
})();
