// Shows Jupyter widgets (those of anywidget) on a page without a kernel.
// The page carries their state; each renderer came with its own script, in window.widgets.
(async () => {
  const script = document.getElementById("widget-state");
  if (!script) return;
  const models = JSON.parse(script.textContent);

  function bytes(base64) {
    const text = atob(base64), all = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) all[i] = text.charCodeAt(i); // ten times as fast as an iterator
    return new DataView(all.buffer);
  }

  function modelOf({ state, buffers }) {
    const values = { ...state };
    for (const { path, data } of buffers) values[path[0]] = bytes(data);
    const listeners = new Map();
    const of = (event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event);
    return {
      get: (name) => values[name],
      set: (name, value) => { values[name] = value; of(`change:${name}`).forEach((listener) => listener()); },
      on: (event, listener) => of(event).add(listener),
      off: (event, listener) => of(event).delete(listener),
      save_changes() {},
      send() {}, // there is no kernel to answer
    };
  }

  for (const view of document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')) {
    const model = models[JSON.parse(view.textContent).model_id];
    if (!model) continue; // a widget of another kind: its picture or text stays
    const mount = view.closest(".explorable-mount") ?? view.parentElement;
    await window.widgets[model.state._esm].render({ model: modelOf(model), el: mount });
  }
})();
