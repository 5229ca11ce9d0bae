// Draws an explorable. Phases: decode -> interpolate -> scale -> layout -> draw; all but the last are pure.
// No mathematics about activations lives here: numbers come from a table, or from Python when there is a kernel.

const MISSING = { 1: 255, 2: 65535 }; // by bytes of a code
const PLOT = { width: 640, height: 260 }; // the size at which Python bounded the interpolation error
const MARGIN = { top: 26, right: 14, bottom: 42 };
const PATIENCE = 1500; // ms to wait for a busy kernel before the table steps in
const REST = 250; // ms without a move before the address follows: browsers refuse to change it more often
const SVG = "http://www.w3.org/2000/svg";

// ---- decode: bytes -> numbers; the inverse of coding.py

export function unpack(bytes, shape, width = 2, axes = [...shape.keys()]) {
  const size = shape.reduce((a, b) => a * b, 1);
  const codes = width === 1 ? new Uint8Array(size) : new Uint16Array(size);
  for (let i = 0; i < size; i++) {
    const zigzag = width === 1 ? bytes[i] : bytes[i] | (bytes[size + i] << 8);
    codes[i] = (zigzag >> 1) ^ -(zigzag & 1);
  }
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const block = stride * shape[axis];
    if (axes.includes(axis)) for (let i = 0; i < size; i++) if (i % block >= stride) codes[i] += codes[i - stride];
    stride = block;
  }
  return codes;
}

export function decode(table, buffer) {
  let offset = 0;
  const take = (shape, width, axes) => {
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset);
    offset += width * shape.reduce((a, b) => a * b, 1);
    return unpack(bytes, shape, width, axes);
  };
  const columns = table.columns.map(({ knots, length, offset, unit, shape, axes, bytes }) => {
    const codes = take(shape, bytes, axes);
    const missing = MISSING[bytes];
    return { knots, length, values: Float64Array.from(codes, (code) => (code === missing ? NaN : offset + unit * code)) };
  });
  const fields = table.fields.map(({ shape, texts }) => ({ shape, texts, codes: take(shape, 2) }));
  const rows = table.states && new Map(table.states.map((state, row) => [String(state), row]));
  return { columns, fields, rows, states: table.states };
}

// ---- interpolate: a state (one index per control) -> the numbers of one column

function bracket(knots, index) {
  let low = knots.length - 1;
  while (low > 0 && knots[low] > index) low--;
  if (low === knots.length - 1) return [[low, 1]];
  const share = (index - knots[low]) / (knots[low + 1] - knots[low]);
  return share === 0 ? [[low, 1]] : [[low, 1 - share], [low + 1, share]];
}

export function interpolate({ knots, length, values }, state) {
  let corners = [[0, 1]];
  knots.forEach((axis, i) => {
    const sides = bracket(axis, state[i]);
    corners = corners.flatMap(([row, weight]) => sides.map(([k, share]) => [row * axis.length + k, weight * share]));
  });
  return Float64Array.from({ length }, (_, j) =>
    corners.reduce((sum, [row, weight]) => sum + weight * values[row * length + j], 0),
  );
}

export function textsAt(fields, state) {
  return fields.map(({ shape, texts, codes }) => {
    const at = shape.reduce((row, size, axis) => row * size + Math.min(state[axis], size - 1), 0);
    return texts[codes[at]];
  });
}

export const isStored = ({ rows }, state) => !rows || rows.has(String(state));

// null if the table has not this state
export function frameFromTable(tables, state) {
  if (!isStored(tables, state)) return null;
  const at = tables.rows ? [tables.rows.get(String(state))] : state;
  return { columns: tables.columns.map((column) => interpolate(column, at)), texts: textsAt(tables.fields, at) };
}

export function notStored(scene, tables, state) {
  const told = (of, i) => `${scene.controls[i].label} ${scene.controls[i].texts[of[i]]}`;
  const apart = (other) => other.flatMap((k, i) => (k === state[i] ? [] : [i])); // the controls in which they differ
  const nearest = tables.states.reduce((best, other) => (apart(other).length < apart(best).length ? other : best));
  const all = state.map((_, i) => told(state, i)).join(", ");
  return `This state is not stored on the page (${all}): run the page as a notebook, and Python computes it. ` +
    `The nearest that is stored has ${apart(nearest).map((i) => told(nearest, i)).join(", ")}.`;
}

export const fill = (describe, texts) => describe.map((piece) => (typeof piece === "string" ? piece : texts[piece])).join("");

// ---- scale and layout: numbers -> pixels

export const scale = ({ low, high }, from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);

export function layout(panel, width) {
  const longest = Math.max(...panel.y.ticks.map(([, text]) => text.length));
  const left = 16 + 7 * longest;
  const right = left + Math.max(80, Math.min(PLOT.width, width - left - MARGIN.right));
  const [top, bottom] = [MARGIN.top, MARGIN.top + PLOT.height];
  return {
    left, right, top, bottom,
    width: right + MARGIN.right,
    height: bottom + MARGIN.bottom,
    x: scale(panel.x, left, right),
    y: scale(panel.y, bottom, top),
    floor: panel.y.scale === "log" ? bottom : scale(panel.y, bottom, top)(0),
  };
}

const point = (x, y) => `${x.toFixed(2)},${y.toFixed(2)}`;

function runs(xs, ys) {
  const all = [[]];
  xs.forEach((x, i) => {
    if (Number.isFinite(x) && Number.isFinite(ys[i])) all.at(-1).push([x, ys[i]]);
    else if (all.at(-1).length) all.push([]);
  });
  return all.filter((run) => run.length);
}

const DOTS = [ // circle, square, triangle, diamond, cross, triangle upside down, plus; around a point
  "m-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z", "m-3.6,-3.6h7.2v7.2h-7.2Z", "m0,-4.6l4.5,7.8h-9Z", "m0,-5.2l4.7,5.2l-4.7,5.2l-4.7,-5.2Z",
  "m-3.8,-3.8l7.6,7.6m0,-7.6l-7.6,7.6", "m0,4.6l4.5,-7.8h-9Z", "m-4.8,0h9.6m-4.8,-4.8v9.6",
];

export function pathOf(mark, columns, box) {
  if (mark.kind === "rule") {
    const upright = mark.x !== undefined;
    const [value] = columns[upright ? mark.x : mark.y];
    if (!Number.isFinite(value)) return "";
    return upright ? `M${point(box.x(value), box.bottom)}V${box.top}` : `M${point(box.left, box.y(value))}H${box.right}`;
  }
  const pieces = runs(Array.from(columns[mark.x], box.x), Array.from(columns[mark.y], box.y));
  if (mark.kind === "points")
    return pieces.flat().map(([x, y]) => `M${point(x, y)}${DOTS[mark.pattern]}`).join("");
  const lines = pieces.map((run) => "M" + run.map(([x, y]) => point(x, y)).join("L"));
  if (mark.kind === "line") return lines.join("");
  return lines.map((line, i) => `${line}L${point(pieces[i].at(-1)[0], box.floor)}L${point(pieces[i][0][0], box.floor)}Z`).join("");
}

// The level of a number on the scale of a map, from 0; -1 for a missing number.
export const levelOf = ({ low, high, levels }, value) =>
  Number.isFinite(value) ? Math.max(0, Math.min(levels - 1, Math.floor(((value - low) / (high - low)) * levels))) : -1;

// For each level of a map the outline of its cells, neighbours in a row joined.
export function pathsOfMap(mark, values, box) {
  const { rows, columns, levels } = mark;
  const paths = Array.from({ length: levels }, () => []);
  const x = (column) => (box.left + ((box.right - box.left) * column) / columns).toFixed(2);
  const y = (row) => (box.bottom - ((box.bottom - box.top) * row) / rows).toFixed(2);
  for (let row = 0; row < rows; row++) {
    let start = 0, level = levelOf(mark, values[row * columns]);
    for (let column = 1; column <= columns; column++) {
      const next = column < columns ? levelOf(mark, values[row * columns + column]) : null;
      if (next === level) continue;
      if (level >= 0) paths[level].push(`M${x(start)},${y(row)}H${x(column)}V${y(row + 1)}H${x(start)}Z`);
      [start, level] = [column, next];
    }
  }
  return paths.map((pieces) => pieces.join(""));
}

// ---- address: a state as the fragment of an address, #chapter/scene?control=text&…, so that it can be shared

const typed = (text) => text.replaceAll("\u2212", "-"); // a true minus sign is on no keyboard

export function addressOf(scene, state) {
  const pairs = scene.controls.map(({ name, texts }, i) => `${name}=${encodeURIComponent(typed(texts[state[i]]))}`);
  return `#${scene.name}?${pairs.join("&")}`;
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; } // a stray % stands for itself, and is then refused
}

// null if the fragment is about something else; what no control can take is left out, and named
export function stateFrom(scene, fragment) {
  const [name, ...query] = fragment.split("?");
  if (decoded(name) !== `#${scene.name}`) return null;
  const state = [...scene.default], refused = [];
  for (const pair of query.join("?").split("&").filter(Boolean)) {
    const [key, ...value] = pair.split("=").map(decoded);
    const place = scene.controls.findIndex((control) => control.name === key);
    const index = scene.controls[place]?.texts.map(typed).indexOf(typed(value.join("="))) ?? -1;
    if (index < 0) refused.push(`${key} = ${value.join("=")}`);
    else state[place] = index;
  }
  return { state, refused };
}

// ---- draw: the only phase that touches the document

const SVG_TAGS = new Set(["svg", "g", "path", "rect", "line", "text", "clipPath", "defs", "title"]);

const setAll = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

function element(tag, attributes = {}, children = []) {
  const node = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  setAll(node, attributes);
  node.append(...children);
  return node;
}

let counter = 0; // several explorables may stand on a page
const freshId = (word) => `explorable-${word}-${++counter}`;

const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" }; // or JupyterLab takes the arrow keys for itself

function control(spec, value, onMove) {
  const id = freshId("control");
  const label = element("label", { for: id }, [spec.label]);
  // show: where it stands, and which of its other values the page can show
  if (spec.kind === "choice") {
    const input = element("select", { id, name: spec.name, ...OWN_KEYS }, spec.texts.map((text, i) => element("option", { value: i }, [text])));
    input.addEventListener("change", () => onMove(input.selectedIndex));
    const show = (index, reaches = () => true) => {
      input.selectedIndex = index;
      spec.texts.forEach((text, i) => {
        const shown = i === index || reaches(i) ? text : `${text} (only with Python)`;
        if (input.options[i].text !== shown) input.options[i].text = shown;
      });
    };
    show(value);
    return { node: element("div", { class: "explorable-control" }, [label, input]), show };
  }
  const input = element("input", { id, name: spec.name, type: "range", min: 0, max: spec.texts.length - 1, ...OWN_KEYS });
  const output = element("output", { for: id });
  input.addEventListener("input", () => onMove(input.valueAsNumber));
  const show = (index) => {
    input.value = index;
    input.setAttribute("aria-valuetext", spec.texts[index]);
    output.value = spec.texts[index];
  };
  show(value);
  return { node: element("div", { class: "explorable-control" }, [label, output, input]), show };
}

function axes(panel, box) {
  const grid = [], texts = [];
  for (const [value, text] of panel.x.ticks) {
    const x = box.x(value).toFixed(2);
    grid.push(element("line", { x1: x, x2: x, y1: box.top, y2: box.bottom }));
    texts.push(element("text", { x, y: box.bottom + 17, "text-anchor": "middle" }, [text]));
  }
  for (const [value, text] of panel.y.ticks) {
    const y = box.y(value);
    grid.push(element("line", { x1: box.left, x2: box.right, y1: y.toFixed(2), y2: y.toFixed(2) }));
    texts.push(element("text", { x: box.left - 7, y: (y + 4).toFixed(2), "text-anchor": "end" }, [text]));
  }
  const middle = (box.left + box.right) / 2;
  texts.push(
    element("text", { x: middle, y: box.bottom + 36, "text-anchor": "middle", class: "explorable-axis" }, [panel.x.label]),
    element("text", { x: 2, y: 14, class: "explorable-axis" }, [panel.y.label]),
  );
  const frame = { x: box.left, y: box.top, width: box.right - box.left, height: PLOT.height };
  return [element("g", { class: "explorable-grid" }, grid), element("rect", { class: "explorable-frame", ...frame }), ...texts];
}

const styleOf = ({ kind, color, pattern, dash }) =>
  `explorable-${kind} explorable-color-${color} explorable-pattern-${pattern}${dash ? " explorable-dash" : ""}`;

// The paths of a mark: one, or for a map one a level, with its colour's share on the way to either end.
function pathsFor(mark, more = {}) {
  if (mark.kind !== "map") return [element("path", { class: styleOf(mark), ...more })];
  return Array.from({ length: mark.levels }, (_, level) => {
    const shade = (2 * level + 1) / mark.levels - 1;
    const style = `--tint: ${Math.abs(shade).toFixed(3)}; --rank: ${(level / (mark.levels - 1)).toFixed(3)}`;
    return element("path", { class: `explorable-map explorable-map-${shade > 0 ? "high" : "low"}`, style, ...more });
  });
}

function swatch(mark) {
  if (mark.kind === "map") {
    const strip = pathsFor(mark);
    strip.forEach((path, i) => path.setAttribute("d", `M${(56 * i) / strip.length},0h${56 / strip.length}v12h${-56 / strip.length}Z`));
    return element("svg", { width: 56, height: 12, "aria-hidden": "true" }, strip);
  }
  const d = { points: `M14,6${DOTS[mark.pattern]}`, area: "M0,1H28V11H0Z" }[mark.kind] ?? "M0,6H28";
  return element("svg", { width: 28, height: 12, "aria-hidden": "true" }, [element("path", { class: styleOf(mark), d })]);
}

function drawPanel(panel, wordsId, title) {
  const titleId = freshId("title"), clipId = freshId("clip");
  const name = [title, panel.title, `${panel.y.label} against ${panel.x.label}`].filter(Boolean).join(": ");
  const clip = element("rect");
  const backdrop = element("g");
  const paths = panel.marks.map((mark, i) => pathsFor(mark, { "data-mark": i }));
  const svg = element("svg", { role: "img", "aria-labelledby": titleId, "aria-describedby": wordsId }, [
    element("title", { id: titleId }, [name]),
    element("defs", {}, [element("clipPath", { id: clipId }, [clip])]),
    backdrop,
    element("g", { "clip-path": `url(#${clipId})` }, paths.flat()),
  ]);
  const labelled = panel.marks.filter((mark) => mark.label);
  const legend = element("ul", { class: "explorable-legend" }, labelled.map((mark) => element("li", {}, [swatch(mark), mark.label])));
  const node = element("div", { class: "explorable-panel" }, [
    element("p", { class: "explorable-panel-title" }, [panel.title ?? ""]), svg, legend,
  ]);
  let box = null;
  const resize = () => {
    box = layout(panel, node.clientWidth || PLOT.width);
    setAll(svg, { width: box.width, height: box.height, viewBox: `0 0 ${box.width} ${box.height}` });
    // two pixels more, or a line along the edge would lose half its width
    setAll(clip, { x: box.left - 2, y: box.top - 2, width: box.right - box.left + 4, height: PLOT.height + 4 });
    backdrop.replaceChildren(...axes(panel, box));
  };
  const draw = (columns) => panel.marks.forEach((mark, i) => {
    const lines = mark.kind === "map" ? pathsOfMap(mark, columns[mark.fill], box) : [pathOf(mark, columns, box)];
    lines.forEach((line, k) => paths[i][k].setAttribute("d", line));
  });
  return { node, resize, draw };
}

// ---- the conversation with a kernel: one question at a time, the latest wins; an answer may come in several frames

export function converse(model, { onLive, onFrame, onError, onSilence }) {
  const talker = freshId("view");
  let live = false, asked = null, next = null, number = 0, timer = 0;
  const ask = (state) => {
    if (asked) { next = state; return; }
    asked = `${talker}/${++number}`;
    model.send({ kind: "frame", id: asked, state });
    timer = setTimeout(onSilence, PATIENCE);
  };
  const receive = (message, buffers) => {
    if (message.kind === "hello" && !live) { live = true; onLive(); return; }
    if (!asked || message.id !== asked) return; // the answer to another view of the same model
    clearTimeout(timer);
    if (next || !message.more) asked = null;
    else timer = setTimeout(onSilence, PATIENCE);
    if (next) { const state = next; next = null; ask(state); } // the answer is stale: the reader has moved on
    else if (message.kind === "error") onError(message.message);
    else onFrame({ columns: buffers.map(numbers), texts: message.texts });
  };
  model.on("msg:custom", receive);
  model.send({ kind: "hello" });
  return { ask, isLive: () => live, stop: () => { clearTimeout(timer); model.off("msg:custom", receive); } };
}

function numbers(view) {
  const bytes = new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength);
  return new Float64Array(bytes.slice().buffer); // a copy, since eight-byte numbers need an aligned start
}

// ---- render: what Jupyter and the static host call

function assemble(scene, panels, controls, wordsId) {
  const titleId = freshId("heading");
  const words = element("p", { class: "explorable-words", id: wordsId, "aria-live": "polite", "aria-atomic": "true" });
  const error = element("p", { class: "explorable-error", role: "alert", hidden: "" });
  const share = element("button", { class: "explorable-share", type: "button" }, ["Copy link to this state"]);
  const shared = element("span", { class: "explorable-shared", role: "status" });
  const root = element("div", { class: "explorable", role: "group", "aria-labelledby": titleId, "data-explorable": scene.name }, [
    element("p", { class: "explorable-title", id: titleId }, [scene.title]),
    ...(scene.question ? [element("p", { class: "explorable-question" }, [scene.question])] : []),
    element("div", { class: "explorable-controls" }, controls.map(({ node }) => node)),
    element("div", { class: "explorable-panels" }, panels.map(({ node }) => node)),
    words, error, element("p", { class: "explorable-sharing" }, [share, shared]),
  ]);
  return { root, words, error, share, shared };
}

function render({ model, el }) {
  const scene = model.get("scene");
  const tables = decode(scene.table, model.get("table"));
  const state = () => model.get("state");
  const wordsId = freshId("words");
  const panels = scene.panels.map((panel) => drawPanel(panel, wordsId, scene.title));
  const controls = scene.controls.map((spec, i) =>
    control(spec, state()[i], (index) => {
      model.set("state", state().with(i, index));
      model.save_changes();
    }),
  );
  const { root, words, error, share, shared } = assemble(scene, panels, controls, wordsId);
  let shown = null, timer = 0;

  const blank = tables.columns.map(({ length }) => new Float64Array(length).fill(NaN));
  const show = (frame, source, message = "") => {
    shown = frame ?? { columns: blank };
    panels.forEach((panel) => panel.draw(shown.columns));
    words.textContent = frame ? fill(scene.describe, frame.texts) : notStored(scene, tables, state());
    error.textContent = message;
    error.hidden = !message;
    Object.assign(root.dataset, { source, ready: "1" });
  };
  const showTable = (message) => show(frameFromTable(tables, state()), "table", message);
  const stored = () => isStored(tables, state());
  const kernel = converse(model, {
    onLive: () => { share.parentElement.hidden = true; refresh(); }, // the address is the notebook's
    onFrame: (frame) => show(frame, "python"),
    onError: (message) =>
      showTable(`Python could not compute this state, ${stored() ? "the stored one is shown" : "and none is stored"}. ${message}`),
    onSilence: () => { stored() ? showTable() : (words.textContent = "Python is at work on this state."); },
  });
  const refresh = () => {
    const reaches = (i) => (k) => kernel.isLive() || isStored(tables, state().with(i, k));
    controls.forEach(({ show }, i) => show(state()[i], reaches(i)));
    kernel.isLive() ? kernel.ask(state()) : showTable();
  };
  const follow = () => { if (!kernel.isLive()) history.replaceState(history.state, "", addressOf(scene, state())); };
  const moved = () => {
    refresh();
    shared.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(follow, REST);
  };
  const restore = () => {
    const found = stateFrom(scene, location.hash);
    if (!found || kernel.isLive()) return;
    model.set("state", found.state);
    if (found.refused.length) showTable(`The address asks for what cannot be set here, which is ignored: ${found.refused.join(", ")}.`);
    root.scrollIntoView();
  };
  share.addEventListener("click", async () => {
    follow();
    try {
      await navigator.clipboard.writeText(location.href);
      shared.textContent = "Copied.";
    } catch { // a page that is not served securely may not write there
      shared.textContent = "The link is in the address bar.";
    }
  });
  const resize = () => panels.forEach((panel) => { panel.resize(); if (shown) panel.draw(shown.columns); });

  el.replaceChildren(root);
  resize();
  refresh();
  model.on("change:state", moved);
  restore();
  addEventListener("hashchange", restore);
  const observer = new ResizeObserver(resize);
  observer.observe(root);
  return () => { observer.disconnect(); kernel.stop(); clearTimeout(timer); removeEventListener("hashchange", restore); model.off("change:state", moved); };
}

export default { render };
