// Search, filters and sorting for the searchable tables: the form and the columns' heads say what there is.
// Without this script the form stays hidden, and the whole table stands there.
(() => {
  const plain = (text) => text.toLowerCase().replace(/[\s_()-]+/g, ""); // as actlib.get reads names

  function enhance(table) {
    const form = table.closest(".matrix-box").previousElementSibling;
    const search = form.querySelector("input");
    const filters = [...form.querySelectorAll("select")];
    const count = form.querySelector(".matrix-count");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const nameOf = (row) =>
      plain([...row.cells].filter((_, i) => "search" in heads[i].dataset).map((cell) => cell.textContent).join(" "));
    const names = new Map(rows.map((row) => [row, nameOf(row)]));
    const passes = (row) => ({ value, dataset }) =>
      !value || row.cells[dataset.column].dataset.kinds.split("|").includes(value);

    function show() {
      const wanted = plain(search.value);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !(names.get(row).includes(wanted) && filters.every(passes(row)));
        shown += !row.hidden;
      }
      count.textContent = `${shown} of ${rows.length} ${table.dataset.noun}`;
    }

    function sort(head, direction) {
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      const numeric = head.dataset.sort === "number";
      const text = (cell) => (cell.querySelector("code") ?? cell).textContent; // a name without its parameters
      const key = (cell) => (numeric ? Number(cell.dataset.value ?? NaN) : text(cell));
      const compare = (a, b) => {
        const [x, y] = [a, b].map((row) => key(row.cells[head.cellIndex]));
        if (!numeric) return direction * x.localeCompare(y, "en");
        return isNaN(x) - isNaN(y) || (x === y ? 0 : direction * (x < y ? -1 : 1)); // what has no value comes last
      };
      body.append(...[...rows].sort(compare));
    }

    for (const head of heads.filter((head) => "sort" in head.dataset)) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head, head.getAttribute("aria-sort") === "ascending" ? -1 : 1));
      head.append(button);
    }
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("button").addEventListener("click", () => {
      form.reset();
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      body.append(...rows);
      show();
    });
    form.hidden = false;
    show();
  }

  document.querySelectorAll("table.matrix").forEach(enhance);
})();
