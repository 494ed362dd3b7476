"use strict";
const form = document.getElementById("filters");
const findings = [...document.querySelectorAll(".finding")];
const marks = [...document.querySelectorAll(".mark")];

function apply() {
  const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
  const part = form.elements.part.value, rule = form.elements.rule.value;
  const words = form.elements.words.value.toLowerCase();
  const shown = new Set();
  for (const item of findings) {
    const keep = severities.has(item.dataset.severity)
      && (!part || item.dataset.part === part)
      && (!rule || item.dataset.rule === rule)
      && (!words || item.textContent.toLowerCase().includes(words));
    item.hidden = !keep;
    if (keep) shown.add(item.id.slice(1));
  }
  for (const mark of marks) mark.hidden = !shown.has(mark.dataset.finding);
  document.getElementById("shown").value = `${shown.size} of ${findings.length} shown`;
}

function select(number, scrollPage) {
  for (const item of document.querySelectorAll(".current")) item.classList.remove("current");
  document.getElementById("f" + number)?.classList.add("current");
  const here = marks.filter((mark) => mark.dataset.finding === number);
  for (const mark of here) mark.classList.add("current");
  if (scrollPage && here.length) here[0].scrollIntoView({ block: "center" });
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
for (const mark of marks) mark.addEventListener("click", () => select(mark.dataset.finding, false));
for (const item of findings) {
  item.addEventListener("click", (event) => {
    if (!event.target.closest("a")) select(item.id.slice(1), true);
  });
  item.querySelector(".place")?.addEventListener("click", (event) => {
    if (marks.some((mark) => mark.dataset.finding === item.id.slice(1))) event.preventDefault();
    select(item.id.slice(1), true);
  });
}
apply();
