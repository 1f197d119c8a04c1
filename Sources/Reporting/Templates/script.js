"use strict";
// Everything can be read without this: it sorts and filters the table, and unfolds what is linked to or printed.
(() => {
  const table = document.querySelector("table.instructions");
  if (table) {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    const key = (row, column) => row.cells[column].textContent.trim();
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      // What is marked comes first where most rows have no mark.
      const first = head.querySelector("abbr") || column === heads.length - 1 ? "descending" : "ascending";
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const order = now === null ? first : now === "ascending" ? "descending" : "ascending";
        heads.forEach(other => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        rows.map((row, index) => [key(row, column), index, row])
          .sort((a, b) => sign * a[0].localeCompare(b[0], "en", { numeric: true }) || a[1] - b[1])
          .forEach(entry => body.append(entry[2]));
      });
    });
    const form = document.querySelector("form.filter");
    const update = () => {
      const words = form.find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const kind = form.kind.value;
      let shown = 0;
      for (const row of rows) {
        const text = (row.textContent + " " + row.dataset.words).toLowerCase();
        const fits = (!kind || row.dataset.kinds.split(" ").includes(kind)) && words.every(word => text.includes(word));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      form.querySelector("output").value = `${shown} of ${rows.length}`;
    };
    form.hidden = false;
    form.addEventListener("input", update);
    form.addEventListener("submit", event => event.preventDefault());
    update();
  }
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) if (node.localName === "details") node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(details => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach(details => { details.open = false; });
    opened = [];
  });
})();
