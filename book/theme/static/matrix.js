// Search, filters and sorting for the tables of functions. The columns' heads say what each may do.
// Without this script the whole table stands there.
(() => {
  const create = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const plain = (text) => text.toLowerCase().replace(/[\s_()-]+/g, ""); // as actlib.get reads names

  function enhance(table, number) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const columns = (name) => heads.flatMap((head, i) => (name in head.dataset ? [i] : []));
    const names = new Map(rows.map((row) => [row, columns("search").map((i) => plain(row.cells[i].textContent)).join(" ")]));
    const kinds = (row, i) => row.cells[i].dataset.kinds.split("|");
    const id = (name) => `matrix-${number}-${name}`;

    const field = (name, label, control) => {
      control.id = id(name);
      return create("div", {}, create("label", { htmlFor: control.id, textContent: label }), control);
    };
    const search = create("input", { type: "search", autocomplete: "off", spellcheck: false });
    const filters = columns("filter").map((i) => {
      const options = [...new Set(rows.flatMap((row) => kinds(row, i)))];
      const select = create("select", {}, create("option", { value: "", textContent: "any" }));
      select.append(...options.map((value) => create("option", { value, textContent: value })));
      return { i, select };
    });
    const count = create("p", { className: "matrix-count" });
    count.setAttribute("role", "status");
    const reset = create("button", { type: "button", textContent: "Reset" }); // also the order

    function show() {
      const wanted = plain(search.value);
      const fits = (row) =>
        names.get(row).includes(wanted) &&
        filters.every(({ i, select }) => !select.value || kinds(row, i).includes(select.value));
      let shown = 0;
      for (const row of rows) shown += !(row.hidden = !fits(row));
      count.textContent = `${shown} of ${rows.length} functions`;
    }

    function order(i, direction) {
      heads.forEach((head, k) => {
        if (!("sort" in head.dataset)) return;
        if (k === i) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
      if (i === null) return body.append(...rows);
      const numeric = heads[i].dataset.sort === "number";
      const text = (cell) => (cell.querySelector("code") ?? cell).textContent; // a name without its parameters
      const value = ({ cells }) => (numeric ? Number(cells[i].dataset.value ?? NaN) : text(cells[i]));
      const compare = (a, b) => {
        const [x, y] = [value(a), value(b)];
        if (!numeric) return direction * x.localeCompare(y, "en");
        return isNaN(x) - isNaN(y) || (x === y ? 0 : direction * (x < y ? -1 : 1)); // what has no value comes last
      };
      body.append(...[...rows].sort(compare));
    }

    for (const i of columns("sort")) {
      const button = create("button", { type: "button" }, ...heads[i].childNodes);
      button.addEventListener("click", () => order(i, heads[i].getAttribute("aria-sort") === "ascending" ? -1 : 1));
      heads[i].append(button);
    }
    const form = create(
      "form",
      { className: "matrix-controls" },
      field("search", "Search names", search),
      ...filters.map(({ i, select }) => field(i, heads[i].textContent, select)),
      reset,
      count,
    );
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", table.caption.textContent);
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    reset.addEventListener("click", () => {
      form.reset();
      order(null);
      show();
    });
    table.closest(".matrix-box").before(form);
    show();
  }

  document.querySelectorAll("table.matrix").forEach(enhance);
})();
