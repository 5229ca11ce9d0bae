// Shows Jupyter widgets (those of anywidget) on a page without a kernel.
// The page carries their state; each renderer came with its own script as text in window.widgetSources.
(async () => {
  const script = document.getElementById("widget-state");
  if (!script) return;
  const models = JSON.parse(script.textContent);

  const bytes = (base64) => new DataView(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer);

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

  const modules = {};
  const moduleOf = (name) => {
    const blob = new Blob([window.widgetSources[name]], { type: "text/javascript" });
    return (modules[name] ??= import(URL.createObjectURL(blob)));
  };

  for (const view of document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')) {
    const model = models[JSON.parse(view.textContent).model_id];
    if (!model) continue; // a widget of another kind: its picture or text stays
    const { default: widget } = await moduleOf(model.state._esm);
    const mount = view.closest(".explorable-mount") ?? view.parentElement;
    await widget.render({ model: modelOf(model), el: mount });
  }
})();
